# SPDX-License-Identifier: Apache-2.0
"""The only module that starts git; no hook, monitor, pager, fetch or shell of the repository runs."""

from __future__ import annotations

import os
import subprocess

SAFE = (
    "--no-pager",
    "--literal-pathspecs",
    "-c", "core.fsmonitor=false",
    "-c", f"core.hooksPath={os.devnull}",
    "-c", "core.pager=",
    "-c", "protocol.allow=never",
    "-c", "submodule.recurse=false",
    "-c", "diff.external=",
)  # fmt: skip
# A hook runs with these set to the commit's own repository and a temporary index.
FOREIGN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE", "GIT_COMMON_DIR")
ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


class GitError(Exception):
    """git answered with an error; the text is its first line."""


def git(folder: str, *arguments: str, seconds: float | None = None) -> bytes:
    """What git prints, run in `folder`. Raises GitError (also after `seconds`), and FileNotFoundError when
    there is no git."""
    own = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    environment = {**own, **ENVIRONMENT}
    try:
        done = subprocess.run(
            ["git", *SAFE, *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        raise GitError(f"no answer in {seconds:.0f} s") from None
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").splitlines() or [f"exit status {done.returncode}"]
        raise GitError(lines[0])
    return done.stdout


def listed_files(folder: str, *, untracked: bool) -> list[str]:
    """Files below `folder` that git tracks (and those that it does not ignore), relative to it, sorted.

    Names are decoded as the file system's. Submodules and nested repositories appear as one folder each.
    """
    arguments = ["ls-files", "-z", "--cached"]
    if untracked:
        arguments += ["--others", "--exclude-standard"]
    names = git(folder, *arguments).split(b"\0")
    return sorted({os.fsdecode(name).rstrip("/") for name in names if name})


def changed_since_staged(folder: str, path: str) -> bool:
    """Whether a tracked file (relative to `folder`) differs from what git's index holds."""
    return bool(git(folder, "ls-files", "-z", "--modified", "--", path, seconds=10))
