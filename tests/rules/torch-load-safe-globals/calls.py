# SPDX-License-Identifier: Apache-2.0
import functools
import os

import torch
from numpy.core.multiarray import scalar


class Config:
    pass


# ok: torch-load-safe-globals
torch.serialization.add_safe_globals([Config, scalar])
# ruleid: torch-load-safe-globals
torch.serialization.add_safe_globals([Config, getattr])
# ruleid: torch-load-safe-globals
torch.serialization.add_safe_globals([os.system])
# ruleid: torch-load-safe-globals
with torch.serialization.safe_globals([(functools.partial, "functools.partial")]):
    pass
