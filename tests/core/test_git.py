# SPDX-License-Identifier: Apache-2.0
"""git is started without anything that the repository could make it run."""

from __future__ import annotations

import os

import pytest

from mlhooks.core.git import GitError, git, listed_files
from support import git as plain_git


@pytest.fixture
def hostile(tmp_path):
    """A repository whose own configuration runs programs wherever git lets it."""
    plain_git(tmp_path, "init", "-q")
    program = tmp_path / "pwn.sh"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/pwned\n")
    program.chmod(0o755)
    for key in (
        "core.fsmonitor",
        "core.pager",
        "diff.external",
        "core.sshCommand",
        "core.editor",
        "alias.ls-files",
    ):
        plain_git(tmp_path, "config", key, str(program))
    hooks = tmp_path / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("post-index-change", "query-watchman", "fsmonitor-watchman"):
        (hooks / name).write_bytes(program.read_bytes())
        (hooks / name).chmod(0o755)
    (tmp_path / "a.py").write_text("x = 1\n")
    return tmp_path


def test_nothing_of_the_repository_runs(hostile):
    assert "a.py" in listed_files(str(hostile), untracked=True)
    assert not (hostile / "pwned").exists()


def test_the_fixture_is_hostile(hostile):
    plain_git(hostile, "status")
    assert (hostile / "pwned").exists()


def test_an_error_is_its_first_line(tmp_path):
    with pytest.raises(GitError, match="not a git repository"):
        git(str(tmp_path), "ls-files")


def test_names_come_as_the_file_system_has_them(tmp_path):
    plain_git(tmp_path, "init", "-q")
    names = ["a b", "é", "a\nb", '"q"', "-n"]
    for name in names:
        (tmp_path / name).write_text("")
    (tmp_path / os.fsdecode(b"\xff")).write_text("")
    assert listed_files(str(tmp_path), untracked=True) == sorted([*names, os.fsdecode(b"\xff")])
    assert listed_files(str(tmp_path), untracked=False) == []


def test_the_repository_of_a_commit_in_progress_is_not_asked(tmp_path, monkeypatch):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        plain_git(tmp_path / name, "init", "-q")
        (tmp_path / name / f"{name}.py").write_text("")
        plain_git(tmp_path / name, "add", "-A")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "one/.git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "one/.git/index"))
    assert listed_files(str(tmp_path / "two"), untracked=False) == ["two.py"]


def test_a_worktree_is_a_repository(tmp_path):
    main = tmp_path / "main"
    main.mkdir()
    plain_git(main, "init", "-q")
    (main / "a.py").write_text("")
    plain_git(main, "add", "a.py")
    plain_git(main, "commit", "-q", "-m", "x")
    plain_git(main, "worktree", "add", "-q", str(tmp_path / "other"))
    assert listed_files(str(tmp_path / "other"), untracked=False) == ["a.py"]
