# SPDX-License-Identifier: Apache-2.0
import torch
from torch.export import load


def read(path, program):
    # ruleid: load-export
    torch.export.load(path)
    # ruleid: load-export
    load(path)
    # ok: load-export
    torch.export.save(program, path)
