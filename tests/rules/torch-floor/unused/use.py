# SPDX-License-Identifier: Apache-2.0
import torch

# ok: torch-floor
print(torch.__version__)
