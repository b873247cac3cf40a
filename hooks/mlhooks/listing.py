# SPDX-License-Identifier: Apache-2.0
"""Which files a command looks at: those that git knows of below a folder, or every file without git."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mlhooks.core.git import listed_files
from mlhooks.errors import reason_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class NoSuchPath(Exception):
    """A path on the command line names nothing."""


class NotRead(Exception):
    """A path on the command line may not be looked at; the text says which, and why."""

    def __init__(self, path: str, error: OSError) -> None:
        super().__init__(f"could not read {path}: {reason_of(error)}. Nothing was checked.")


def exists(path: str) -> bool:
    """Whether a path names something, a link that leads nowhere too. Raises NotRead where that is hidden."""
    try:
        os.lstat(path)
    except PermissionError as error:
        raise NotRead(path, error) from None
    except (OSError, ValueError):
        return False
    return True


def files(paths: Sequence[str], *, tracked: bool = False) -> Iterator[str]:
    """Every file that these paths name, folders resolved, as the paths were written. What git tracks may
    have been deleted.

    Raises NoSuchPath, NotRead, and GitError when a repository is there but git refuses it.
    """
    for path in paths:
        if not exists(path):
            raise NoSuchPath(path)
        if not os.path.isdir(path):
            yield path
            continue
        prefix = "" if path in (".", "./") else path.rstrip("/" + os.sep) + "/"
        try:
            for name in _below(path, tracked):
                yield prefix + name
        except PermissionError as error:
            raise NotRead(path, error) from None


def _below(folder: str, tracked: bool) -> Iterator[str]:
    if repository(folder):
        yield from listed_files(folder, untracked=not tracked)
        return
    os.listdir(folder)  # the walk would pass over a folder that cannot be read
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
