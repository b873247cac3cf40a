# SPDX-License-Identifier: Apache-2.0
import io
import pickle

import dill
import torch

# ruleid: torch-load-default
torch.load("model.pt")
# ruleid: torch-load-default
state = torch.load("model.pt", map_location="cpu", weights_only=None)
# ruleid: torch-load-default
state = torch.load(
    "model.pt",
    map_location="cpu",  # no GPU here
)
# ok: torch-load-default, torch-load-unsafe
state = torch.load("model.pt", weights_only=True)
# ok: torch-load-default, torch-load-unsafe
state = torch.load(
    "model.pt",
    weights_only=True,
)
# ruleid: torch-load-unsafe
state = torch.load("model.pt", weights_only=False)
# ruleid: torch-load-unsafe
state = torch.load("model.pt", "cpu", weights_only=0)
# ruleid: torch-load-pickle-module
state = torch.load("model.pt", pickle_module=dill)
# ruleid: torch-load-pickle-module
state = torch.load("model.pt", "cpu", pickle)
# ok: torch-load-pickle-module
torch.save(state, "model.pt", pickle_module=dill)
# ok: torch-load-default
torch.jit.load("scripted.pt")
# ok: torch-load-default
torch.utils.cpp_extension.load("ext", ["ext.cpp"])


def checkpoint(path):
    import torch as lazy

    # ruleid: torch-load-default
    return lazy.load(path)


class Store:
    def load(self, path):
        # ok: torch-load-default
        return self.torch.load(path)

    def read(self, path):
        # ok: torch-load-default
        return self.load(path)


def copy(model):
    buffer = io.BytesIO()
    torch.save(model, buffer)
    buffer.seek(0)
    # todook: torch-load-default
    return torch.load(buffer)
