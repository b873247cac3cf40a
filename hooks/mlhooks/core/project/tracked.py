# SPDX-License-Identifier: Apache-2.0
"""The files of a project, for the few questions that need them all."""

from __future__ import annotations

import os

from mlhooks.core.git import GitError, listed_files

MOST = 200_000  # names of a folder without git; the rest is not asked about


def tracked(root: str) -> list[str]:
    """Files below `root` that git tracks, relative to it, forward slashes, sorted; without git, all of them.

    Links are listed by git as files and never followed here.
    """
    try:
        return listed_files(root, untracked=False)
    except (GitError, OSError):
        return _walk(root)


def _walk(root: str) -> list[str]:
    found: list[str] = []
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        below = os.path.relpath(folder, root).replace(os.sep, "/")
        found += [name if below == "." else f"{below}/{name}" for name in names]
        if len(found) > MOST:
            break
    return sorted(found[:MOST])
