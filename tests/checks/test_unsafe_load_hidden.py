# SPDX-License-Identifier: Apache-2.0
"""Files in which nothing but notes can be found are not parsed where notes are not shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlhooks.checks.unsafe_load import CHECK, hidden
from mlhooks.checks.unsafe_load import judge as module
from mlhooks.core.rule import NOTE
from mlhooks.core.source import from_bytes
from support import hits_of, judge_source

RULES = Path(__file__).parents[1] / "rules"
FIXTURES = [path for path in sorted(RULES.rglob("*")) if path.suffix in (".py", ".ipynb")]
FETCHED = [
    "import requests\nimport pickle\npickle.loads(requests.get(url).content)\n",
    "import urllib.request as r\nimport pickle\npickle.load(r.urlopen(url))\n",
    "import joblib\njoblib.load(download_model('x'))\n",
    "import pandas as pd\npd.read_pickle('https://registry.example/x.pkl')\n",
    "import pandas as pd\npd.read_pickle(f'{a}{b}s3://x.pkl')\npd.read_pickle('s3://x')\n",
    "import dill\ndill.loads(sock.recv(9))\nimport socket\n",
    "import joblib\nfrom huggingface_hub import hf_hub_download\njoblib.load(hf_hub_download('a/b', 'c'))\n",
    "import pickle\nimport pooch\npickle.load(open(pooch.retrieve(u, None), 'rb'))\n",
    "import pickle\npickle.load(open(cached_path(u), 'rb'))\n",
    "import numpy as np\nnp.load(model_from_url(u), allow_pickle=True)\n",
]


def failing(source, notes):
    found = judge_source(CHECK, RULES, source, notes=notes)
    return [(finding.rule, finding.span) for finding in found if finding.severity != NOTE]


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.relative_to(RULES).as_posix())
def test_what_fails_is_found_whether_notes_are_shown_or_not(path):
    source = from_bytes(path.name, path.read_bytes())
    assert failing(source, notes=False) == failing(source, notes=True)


@pytest.mark.parametrize("text", FETCHED)
def test_bytes_of_the_network_fail(text):
    source = from_bytes("a.py", text.encode())
    assert failing(source, notes=False) == failing(source, notes=True) != []


@pytest.mark.parametrize(
    "text",
    [
        "import pickle\npickle.load(f)\n",
        "import joblib as j\nj.load(f)\n",
        "import torch.hub\ntorch.hub.load('a/b', 'c')\n",
        "from transformers.utils import cached\nimport mlflow\nmlflow.sklearn.load_model(x)\n",
        "# http://registry.example\nimport shelve\nshelve.open('x')\n",
    ],
)
def test_what_can_only_be_a_note_is_not_parsed(text, monkeypatch):
    source = from_bytes("a.py", text.encode())
    assert [finding.severity for finding in judge_source(CHECK, RULES, source, notes=True)] == [NOTE]
    monkeypatch.setattr(module, "wanted", lambda *_: pytest.fail("looked at"))
    assert judge_source(CHECK, RULES, source, notes=False) == []


def test_a_wrapper_that_is_configured_is_looked_for_in_such_a_file():
    source = from_bytes("a.py", b"import pickle\nfrom pkg.io import restore\npickle.load(f)\nrestore(f)\n")
    found = judge_source(CHECK, RULES, source, notes=False, options={"loaders": {"pkg.io.restore": "unsafe"}})
    assert "torch-load-unsafe" in {finding.rule for finding in found}


def test_every_word_is_a_trigger():
    """A word that is none any more would switch its rule off."""
    words = {trigger.pattern for trigger in CHECK.triggers}
    assert words >= hidden.NOTES | hidden.UNLESS_FETCHED


def test_a_hit_of_another_family_is_looked_at():
    data = b"import pickle\npickle.load(f)\nimport torch\ntorch.load(f)\n"
    assert not hidden.only_notes(data, hits_of(CHECK, from_bytes("a.py", data)))
