# SPDX-License-Identifier: Apache-2.0
import torch
from torch.hub import load_state_dict_from_url
from torch.utils import model_zoo

# ruleid: load-state-dict-from-url
torch.hub.load_state_dict_from_url("https://models.example/a.pt")
# ruleid: load-state-dict-from-url
load_state_dict_from_url("https://models.example/a.pt", weights_only=False)
# ruleid: load-state-dict-from-url
model_zoo.load_url("https://models.example/a.pt")
# ok: load-state-dict-from-url
load_state_dict_from_url("https://models.example/a.pt", weights_only=True)
