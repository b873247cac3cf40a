# SPDX-License-Identifier: Apache-2.0
import torch.distributed.checkpoint as dcp
from torch.distributed.checkpoint.format_utils import dcp_to_torch_save

from mylib import checkpoint


def read(state, path):
    # ruleid: load-distributed
    dcp.load(state, checkpoint_id=path)
    # ruleid: load-distributed
    dcp_to_torch_save(path, "model.pt")
    # ok: load-distributed
    dcp.save(state, checkpoint_id=path)
    # ok: load-distributed
    checkpoint.load(state)
