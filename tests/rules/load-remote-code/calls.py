# SPDX-License-Identifier: Apache-2.0
import datasets
import mylib
from sentence_transformers import SentenceTransformer
from transformers import AutoModel, AutoTokenizer

NAME = "owner/model"


def read(path, trust_remote_code=False):
    # ruleid: load-remote-code
    AutoModel.from_pretrained("owner/model", trust_remote_code=True)
    # ruleid: load-remote-code
    AutoModel.from_pretrained(NAME, trust_remote_code=True)
    # ruleid: load-remote-code
    AutoModel.from_pretrained(path, trust_remote_code=True)
    # ruleid: load-remote-code
    AutoTokenizer.from_pretrained("owner/model", revision="0" * 40, trust_remote_code=True)
    # ruleid: load-remote-code
    SentenceTransformer("owner/model", trust_remote_code=True)
    # ruleid: load-remote-code
    datasets.load_dataset("owner/data", trust_remote_code=True)
    # ok: load-remote-code
    AutoModel.from_pretrained("owner/model", trust_remote_code=False)
    # ok: load-remote-code
    AutoModel.from_pretrained("owner/model", trust_remote_code=trust_remote_code)
    # ok: load-remote-code
    mylib.load("owner/model", trust_remote_code=True)
