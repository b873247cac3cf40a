# SPDX-License-Identifier: Apache-2.0
import huggingface_hub
from huggingface_hub import hf_hub_download, snapshot_download
from mylib import hf_hub_download as ours

REVISION = "0123456789abcdef0123456789abcdef01234567"


def fetch(commit, options):
    # ruleid: load-hub-revision
    hf_hub_download("owner/model", "model.safetensors")
    # ruleid: load-hub-revision
    huggingface_hub.snapshot_download("owner/model", revision="main")
    # ruleid: load-hub-revision
    snapshot_download("owner/model", revision=None)
    # ok: load-hub-revision
    hf_hub_download("owner/model", "model.safetensors", revision=REVISION)
    # ok: load-hub-revision
    hf_hub_download("owner/model", "model.safetensors", revision=commit)
    # ok: load-hub-revision
    hf_hub_download("owner/model", "model.safetensors", local_files_only=True)
    # ok: load-hub-revision
    hf_hub_download("owner/model", "model.safetensors", **options)
    # ok: load-hub-revision
    ours("owner/model", "model.safetensors")
