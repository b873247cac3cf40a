# SPDX-License-Identifier: Apache-2.0
from transformers import AutoModel

# todook: load-remote-code
AutoModel.from_pretrained("owner/model", trust_remote_code=True)
