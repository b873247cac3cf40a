# SPDX-License-Identifier: Apache-2.0
"""What `mlhooks init` writes, and our own action, pass the real zizmor. Named by `MLHOOKS_ZIZMOR`."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ZIZMOR = os.environ.get("MLHOOKS_ZIZMOR") or shutil.which("zizmor") or ""
pytestmark = [pytest.mark.real, pytest.mark.skipif(not ZIZMOR, reason="no zizmor is installed")]


def zizmor(*paths: Path) -> tuple[int, str]:
    command = [ZIZMOR, "--offline", "--no-config", "--pedantic", "--strict-collection", "--collect=all"]
    done = subprocess.run([*command, *map(str, paths)], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("ci", ["github", "gitlab"])
def test_what_init_writes(ci, repo):
    repo.write("a.py", "x = 1\n")
    assert repo.run("init", "--write", "--ci", ci)[0] == 0
    code, output = zizmor(repo.root)
    assert code == 0, output
    if ci == "github":
        workflow = repo.root / ".github/workflows/mlhooks.yml"
        text = workflow.read_text()
        workflow.write_text(text.replace("persist-credentials: false", "fetch-depth: 1"))
        assert "credential persistence" in zizmor(repo.root)[1], "the test can fail"
        workflow.write_text(text.replace("@de0fac2e4500dabe0009e67214ff5f5447ce83dd", "@v6"))
        assert zizmor(repo.root)[0] != 0


def test_our_own_action(tmp_path):
    shutil.copy(ROOT / "action.yml", tmp_path)
    code, output = zizmor(tmp_path / "action.yml")
    assert code == 0, output
