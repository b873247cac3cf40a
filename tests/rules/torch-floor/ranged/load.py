# SPDX-License-Identifier: Apache-2.0
import torch

model = torch.load("model.pt", weights_only=True)

# ok: torch-floor
print(model)
