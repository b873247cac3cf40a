# SPDX-License-Identifier: Apache-2.0
"""Which files a command looks at: those that git knows of below a folder, or every file without git."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mlhooks.core.git import GitError, listed_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class NoSuchPath(Exception):
    """A path on the command line names nothing."""


def files(paths: Sequence[str], *, tracked: bool = False) -> Iterator[str]:
    """Every file that these paths name, folders resolved, as the paths were written. What git tracks may
    have been deleted.

    Raises NoSuchPath, and GitError when a repository is there but git refuses it.
    """
    for path in paths:
        if not os.path.lexists(path):
            raise NoSuchPath(path)
        if not os.path.isdir(path):
            yield path
            continue
        prefix = "" if path in (".", "./") else path.rstrip("/" + os.sep) + "/"
        for name in _below(path, tracked):
            yield prefix + name


def _below(folder: str, tracked: bool) -> Iterator[str]:
    top = repository(folder)
    if top:
        try:
            names = listed_files(folder, untracked=not tracked)
        except FileNotFoundError:
            raise GitError("git is not installed, and this is a git repository") from None
        yield from names
        return
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != ".git")
        relative = os.path.relpath(parent, folder).replace(os.sep, "/")
        for name in sorted(names):
            yield name if relative == "." else f"{relative}/{name}"


def repository(folder: str) -> str:
    """The nearest folder upwards that has a `.git`, absolute; "" without one."""
    at = os.path.abspath(folder)
    while True:
        if os.path.lexists(os.path.join(at, ".git")):
            return at
        above = os.path.dirname(at)
        if above == at:
            return ""
        at = above
