# SPDX-License-Identifier: Apache-2.0
import os

# ruleid: torch-load-environment
os.environ["TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD"] = "1"
# ruleid: torch-load-environment
os.environ.setdefault("TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD", "true")
# todoruleid: torch-load-environment
env = {**os.environ, "TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD": "1"}
# ok: torch-load-environment
os.environ["TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD"] = "0"
# ok: torch-load-environment
os.environ.pop("TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD", None)
# ok: torch-load-environment
print(os.environ.get("TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD", "0"))
