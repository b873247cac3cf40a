# SPDX-License-Identifier: Apache-2.0
import torch
from torch import hub
from torch.hub import load as fetch

# ruleid: load-hub
torch.hub.load("owner/name", "model")
# ruleid: load-hub
hub.load("owner/name:main", "model", trust_repo=True)
# ruleid: load-hub
fetch("owner/name", "model", trust_repo="check")
# ok: load-hub
torch.hub.load("owner/name", "model", trust_repo=False)
# ok: load-hub
torch.hub.load("./vendored", "model", source="local")
# ok: load-hub
torch.hub.load("owner/name:0123456789abcdef0123456789abcdef01234567", "model")
# ok: load-hub
torch.hub.list("owner/name")
