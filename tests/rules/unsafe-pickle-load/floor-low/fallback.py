# SPDX-License-Identifier: Apache-2.0
import torch


def off(path):
    try:
        # ok: torch-load-fallback
        return torch.load(path, weights_only=True)
    except Exception:
        # ruleid: torch-load-fallback
        return torch.load(path, weights_only=False)


def left_out(path):
    try:
        return torch.load(path, weights_only=True)
    except:
        # ruleid: torch-load-fallback
        return torch.load(path)


def other_way(path):
    try:
        # ruleid: torch-load-unsafe
        return torch.load(path, weights_only=False)
    except RuntimeError:
        # ok: torch-load-fallback
        return torch.load(path, weights_only=True)
