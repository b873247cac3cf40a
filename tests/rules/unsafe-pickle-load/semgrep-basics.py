# SPDX-License-Identifier: Apache-2.0
"""The plain forms, on which both engines agree."""

import dill
import torch
import torch as t
from torch import load
from torch import load as read_weights


def missing(path, device):
    # ruleid: torch-load-default
    torch.load(path)
    # ruleid: torch-load-default
    torch.load(path, map_location=device)
    # ruleid: torch-load-default
    torch.load(path, device)
    # ruleid: torch-load-default
    torch.load(path, weights_only=None)
    # ruleid: torch-load-default
    torch.load(
        path,
        map_location=device,
    )


def aliases(path):
    # ruleid: torch-load-default
    t.load(path)
    # ruleid: torch-load-default
    load(path)
    # ruleid: torch-load-default
    read_weights(path)
    # ruleid: torch-load-default
    torch.serialization.load(path)


def safe(path, device):
    # ok: torch-load-default, torch-load-unsafe, torch-load-pickle-module
    torch.load(path, weights_only=True)
    # ok: torch-load-default, torch-load-unsafe, torch-load-pickle-module
    torch.load(path, map_location=device, weights_only=True)
    # ok: torch-load-default, torch-load-unsafe, torch-load-pickle-module
    torch.load(path, None, None, weights_only=True)


def off(path, device):
    # ruleid: torch-load-unsafe
    torch.load(path, weights_only=False)
    # ruleid: torch-load-unsafe
    torch.load(path, map_location=device, weights_only=False)
    # ruleid: torch-load-unsafe
    t.load(path, weights_only=0)


def modules(path, device):
    # ruleid: torch-load-pickle-module
    torch.load(path, pickle_module=dill)
    # ruleid: torch-load-pickle-module
    torch.load(path, device, dill)


def others(path, client):
    # ok: torch-load-default
    torch.jit.load(path)
    # ok: torch-load-default
    client.load(path)
    # ok: torch-load-default
    text = "torch.load(path)"
    # ok: torch-load-default
    return text  # torch.load(path)
