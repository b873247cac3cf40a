# SPDX-License-Identifier: Apache-2.0
import functools
import importlib

import torch as t
import torch.serialization as ser
from torch import load
from torch import load as restore

# ruleid: torch-load-default
t.load("model.pt")
# ruleid: torch-load-default
load("model.pt")
# ruleid: torch-load-default
restore("model.pt")
# todoruleid: torch-load-default
ser.load("model.pt")
# todoruleid: torch-load-default
t.serialization.load("model.pt")

bound = t.load
# todoruleid: torch-load-default
bound("model.pt")

partial = functools.partial(t.load, map_location="cpu")
# todoruleid: torch-load-default
partial("model.pt")
# ok: torch-load-default
partial("model.pt", weights_only=True)

safe = functools.partial(t.load, weights_only=True)
# ok: torch-load-default
safe("model.pt")

# todoruleid: torch-load-default
getattr(t, "load")("model.pt")
# todoruleid: torch-load-default
importlib.import_module("torch").load("model.pt")
# todoruleid: torch-load-default
states = list(map(t.load, ["a.pt", "b.pt"]))
