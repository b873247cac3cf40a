# SPDX-License-Identifier: Apache-2.0
"""The year in which each file was first committed: one walk through the history, however many files ask."""

from __future__ import annotations

import os
import time

from mlhooks.core.git import GitError, git

SECONDS = 60.0  # for the walk; a history that takes longer is not asked
RENAMES = 400  # files of a commit among which renames are looked for; in a larger one only identical ones
_WALK = (
    *("-c", f"diff.renameLimit={RENAMES}", "log", "HEAD", "-z", "--reverse", "--relative"),
    *("--find-renames", "--diff-filter=ADR", "--name-status", "--date=format:%Y", "--format=%x01%ad"),
    *("--no-ext-diff", "--no-textconv", "--no-show-signature", "--no-color", "--ignore-submodules=all"),
)


class History:
    """What git knows of the files below `root`, asked at most once a run."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._committed: frozenset[str] | None = None
        self._years: dict[str, int] | None = None

    def first_year(self, path: str) -> int | None:
        """The year of the commit that added the file (under this or an earlier name); this year for one
        that is not committed yet. None without git, in a shallow clone, or where the walk fails."""
        if self._committed is None:
            self._committed = self._ask_committed()
        if self._committed is None:
            return None
        if path not in self._committed:
            return time.localtime().tm_year
        if self._years is None:
            self._years = self._walk()
        return self._years.get(path)

    def _ask_committed(self) -> frozenset[str] | None:
        """The files of the last commit; None where there is no repository."""
        try:
            git(self.root, "rev-parse", "--git-dir")
        except (GitError, OSError):
            return None
        try:
            names = git(self.root, "ls-tree", "-r", "-z", "--name-only", "HEAD").split(b"\0")
        except GitError:
            return frozenset()  # no commit yet
        return frozenset(os.fsdecode(name) for name in names if name)

    def _walk(self) -> dict[str, int]:
        try:
            if git(self.root, "rev-parse", "--is-shallow-repository").strip() != b"false":
                return {}
            return first_years(git(self.root, *_WALK, seconds=SECONDS))
        except (GitError, OSError):
            return {}


def first_years(log: bytes) -> dict[str, int]:
    """Path -> year, from what `git log` prints: NUL-separated, oldest first, each commit as \\1 and its year,
    then a letter and a name for each file, for a rename (`R` and a number) the old and the new name."""
    years: dict[str, int] = {}
    year = 0
    parts = iter(log.split(b"\0"))
    for part in parts:
        part = part.lstrip(b"\n")
        if part.startswith(b"\1"):
            year = int(part[1:]) if part[1:].isdigit() else 0
        elif part:
            name = os.fsdecode(next(parts, b""))
            if part.startswith(b"R"):
                new = os.fsdecode(next(parts, b""))
                years[new] = years.pop(name, year)
            elif part == b"D":
                years.pop(name, None)
            else:
                years[name] = year
    return {name: year for name, year in years.items() if year}
