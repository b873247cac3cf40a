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


def callers_choice(path, weights_only=True):
    options = dict(map_location="cpu", weights_only=weights_only)
    try:
        # ok: torch-load-fallback
        return torch.load(path, **options)
    except TypeError:
        if not weights_only:
            # ruleid: torch-load-default
            return torch.load(path, map_location="cpu")
        raise
