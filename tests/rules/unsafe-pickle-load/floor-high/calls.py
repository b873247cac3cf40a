# SPDX-License-Identifier: Apache-2.0
import pickle

import torch

# todook: torch-load-default
torch.load("model.pt")
# todook: torch-load-default
torch.load("model.pt", weights_only=None)
# ruleid: torch-load-unsafe
torch.load("model.pt", weights_only=False)
# ruleid: torch-load-pickle-module
torch.load("model.pt", pickle_module=pickle)
# ok: torch-load-default, torch-load-unsafe
torch.load("model.pt", weights_only=True)
