# SPDX-License-Identifier: Apache-2.0
import torch

# ruleid: torch-load-default
torch.load("model.pt")
# ok: torch-load-default
torch.load("model.pt", weights_only=True)
