# SPDX-License-Identifier: Apache-2.0
"""The verdicts of `model-file` against what torch.load really does with the same files."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from checks.model_payloads import CALL, CONTAINERS, STATE, WAYS, checkpoint, legacy
from mlhooks.model_file import judge

TORCH = os.environ.get("MLHOOKS_TORCH", "")
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not TORCH, reason="MLHOOKS_TORCH does not name a Python with torch"),
]
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> dict[str, tuple[str, str]]:
    """File -> what torch.load does with weights_only=True and False."""
    folder = tmp_path_factory.mktemp("files")
    for name, content in WAYS.items():
        (folder / f"{name}.pt").write_bytes(checkpoint(content))
        (folder / f"{name}-legacy.pt").write_bytes(legacy(content))
    for name, content in CONTAINERS.items():
        (folder / name).write_bytes(content)
    (folder / "plain.pt").write_bytes(checkpoint(STATE))
    (folder / "plain-legacy.pt").write_bytes(legacy(STATE))
    script = Path(__file__).parent / "torch_oracle.py"
    ran = subprocess.run(
        [TORCH, "-I", script, folder], capture_output=True, text=True, timeout=300, check=True
    )
    return json.loads(ran.stdout.splitlines()[-1])


def test_nothing_that_runs_is_called_anything_else(told) -> None:
    ran = {path for path, how in told.items() if "ran" in how}
    assert len(ran) > 30
    assert {path: judge(path).verdict for path in ran} == dict.fromkeys(ran, "runs-code")


def test_what_is_clean_loads_as_weights(told) -> None:
    """A few kinds (complex32 in the old format) torch can save and not load in either way."""
    clean = [path for path in told if judge(path).verdict == "clean"]
    assert len(clean) > 60
    assert [path for path in clean if told[path] == ["refused", "loads"]] == []


def test_clean_weights_of_every_kind_give_nothing(told) -> None:
    """What weights_only=True loads; a few kinds (float4, meta in the old format) torch itself cannot read."""
    fresh = {
        path: how for path, how in told.items() if Path(path).parent.name == "clean" and how[0] == "loads"
    }
    assert len(fresh) > 50
    assert {path: judge(path) for path in fresh if judge(path).verdict != "clean"} == {}


def test_what_needs_pickle_is_refused_as_weights(told) -> None:
    assert [path for path in told if judge(path).verdict == "needs-pickle" and told[path][0] == "loads"] == []


def test_the_list_is_that_of_the_installed_torch() -> None:
    command = [TORCH, str(ROOT / "tools" / "torch_globals.py"), "--check"]
    assert subprocess.run(command, timeout=300, check=False).returncode == 0


def test_the_payload_would_be_seen(told) -> None:
    (path,) = [path for path in told if path.endswith("/zip.pt")]
    assert told[path] == ["refused", "ran"]
    assert b"print" in CALL
