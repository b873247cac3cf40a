# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from mlhooks.cli import main
from support import git

# CI tries the same examples every time, so that what lands is what was tried; a developer's run looks further.
settings.register_profile(
    "mlhooks",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("mlhooks")


class Repo:
    """A git repository in a temporary folder, the current folder of the test."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self._capsys = capsys

    def write(self, path: str, content: str | bytes) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def git(self, *arguments: str) -> str:
        return git(self.root, *arguments)

    def run(self, *arguments: str) -> tuple[int, str]:
        """Exit code and output of the command line, in process."""
        self._capsys.readouterr()
        code = main(list(arguments))
        captured = self._capsys.readouterr()
        assert captured.err == ""
        return code, captured.out

    def rules(self, *arguments: str) -> list[str]:
        """`path:line rule` of every finding of `check`, in the order of the report."""
        _, output = self.run("check", "--all", *arguments)
        lines = [line for line in output.splitlines() if re.match(r"\S[^\n]*:\d+:\d+: ", line)]
        return [f"{line.split(':')[0]}:{line.split(':')[1]} {line.split()[1]}" for line in lines]


@pytest.fixture
def repo(tmp_path, monkeypatch, capsys):
    for name in ("PRE_COMMIT", "PREK_HOOK_STAGE", "GITHUB_ACTIONS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    root = tmp_path / "repo"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    monkeypatch.chdir(root)
    return Repo(Path(os.getcwd()), capsys)
