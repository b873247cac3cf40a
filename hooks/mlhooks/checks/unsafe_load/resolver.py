# SPDX-License-Identifier: Apache-2.0
"""Finds the definition of a function of the project, in the same file or on disk, and what it ends in.

Read-only and bounded: modules are read by `project.read`, summarised once a run and not kept; all of them
together are no larger than `search`; chains of wrappers are followed so far, and a circle says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhooks.checks.unsafe_load.index import build
from mlhooks.checks.unsafe_load.program import parse
from mlhooks.checks.unsafe_load.summaries import ASKED, LOCAL, Summary, summarise
from mlhooks.checks.unsafe_load.values import UNKNOWN, Answer

if TYPE_CHECKING:
    from mlhooks.checks.unsafe_load.index import Index
    from mlhooks.core.project import Project

CHAIN = 40  # wrappers of wrappers, and names handed on from module to module
FOLDERS = 12  # from a file upwards in which an absolute import is looked for
PARTS = 12  # of a dotted name
SOURCES = ("src", "lib", "python")  # folders of the root that hold packages


class End(NamedTuple):
    """Where a `weights_only` ends: the family of the last call, and what it is there."""

    family: str
    gives: Answer


class Resolver:
    """Answers for one file. `shared` is the run's memory of (path, function, what is passed)."""

    def __init__(self, project: Project, index: Index) -> None:
        self.project = project
        self.index = index
        self.own: Summary | None = None
        self.shared: dict[tuple[str, str, Answer], End | None] = project.memo(("unsafe-load", "ends"), dict)
        self.found: dict[tuple[str, str], tuple[str, str] | None] = project.memo(
            ("unsafe-load", "found"), dict
        )
        self.left: list[int] = project.memo(("unsafe-load", "left"), lambda: [project.limits["search"]])

    def end(self, reference: str, passed: Answer) -> End | None:
        """What becomes of `passed` (one of ASKED) in the function that a reference of this file names."""
        return self._end(reference, self.project.path, passed, 0)

    def _end(self, reference: str, path: str, passed: Answer, depth: int) -> End | None:
        found = self._find(reference, path, depth)
        if found is None or depth > CHAIN:
            return None
        place, name = found
        key = (place, name, passed)
        if key not in self.shared:
            self.shared[key] = None
            self.shared[key] = self._worst(place, name, passed, depth)
        return self.shared[key]

    def _worst(self, path: str, name: str, passed: Answer, depth: int) -> End | None:
        """All the ends of one function taken together."""
        summary = self._summary(path)
        ends: list[End] = []
        for hand in summary.functions.get(name, ()) if summary is not None else ():
            gives = hand.gives[ASKED.index(passed)]
            if hand.family:
                ends.append(End(hand.family, gives))
                continue
            for reference in hand.references:
                end = self._end(reference, path, gives if gives in ASKED else ASKED[0], depth + 1)
                if end is not None:
                    ends.append(end if gives in ASKED else End(end.family, UNKNOWN))
        if not ends:
            return None
        return End(min(end.family for end in ends), frozenset().union(*(end.gives for end in ends)))

    def _find(self, reference: str, path: str, depth: int) -> tuple[str, str] | None:
        """(path of the module, name in its summary) of a function, through names that are handed on."""
        key = (reference, path)
        if key not in self.found:
            self.found[key] = None
            self.found[key] = self._look_for(reference, path, depth) if depth <= CHAIN else None
        return self.found[key]

    def _look_for(self, reference: str, path: str, depth: int) -> tuple[str, str] | None:
        if reference.startswith(LOCAL):
            return self._member(path, reference[len(LOCAL) :], depth)
        dots = len(reference) - len(reference.lstrip("."))
        parts = reference[dots:].split(".")
        if len(parts) > PARTS:
            return None
        folder = path.rpartition("/")[0]
        if dots:
            above = _up(folder, dots - 1)
            return None if above is None else self._below(above, parts, 0, depth)
        for root in self._roots(folder):
            found = self._below(root, parts, 1, depth)
            if found is not None:
                return found
        return None

    def _below(self, folder: str, parts: list[str], least: int, depth: int) -> tuple[str, str] | None:
        """The longest beginning of a dotted name that is a module in a folder, and the member in it."""
        for cut in range(len(parts) - 1, least - 1, -1):
            stem = "/".join(part for part in (folder, *parts[:cut]) if part)
            for path in (f"{stem}.py", f"{stem}/__init__.py") if cut else (f"{stem}/__init__.py",):
                if path.strip("/") and self._summary(path.lstrip("/")) is not None:
                    return self._member(path.lstrip("/"), ".".join(parts[cut:]), depth + 1)
        return None

    def _member(self, path: str, name: str, depth: int) -> tuple[str, str] | None:
        summary = self._summary(path)
        if summary is None or depth > CHAIN:
            return None
        if name in summary.functions:
            return path, name
        if f"{name}.__init__" in summary.functions:
            return path, f"{name}.__init__"
        first, dot, rest = name.partition(".")
        if first in summary.names:
            return self._find(summary.names[first] + dot + rest, path, depth + 1)
        for base in summary.bases.get(first, ()) if rest else ():
            found = self._find(f"{base}.{rest}", path, depth + 1)
            if found is not None:
                return found
        for star in summary.stars:
            join = "" if star.endswith(".") else "."
            found = self._find(star + join + name, path, depth + 1)
            if found is not None:
                return found
        return None

    def _roots(self, folder: str) -> list[str]:
        found = [folder]
        while found[-1] and len(found) < FOLDERS:
            found.append(found[-1].rpartition("/")[0])
        return [*found, *SOURCES]

    def _summary(self, path: str) -> Summary | None:
        if path == self.project.path:
            if self.own is None:
                self.own = summarise(self.index)
            return self.own
        return self.project.memo(("unsafe-load", "summary", path), lambda: self._read(path))

    def _read(self, path: str) -> Summary | None:
        data = self.project.read(path)
        if data is None or len(data) > self.project.limits["parse-size"] or self.left[0] < len(data):
            return None
        self.left[0] -= len(data)
        tree, _, _ = parse(data)
        if tree is None:
            return None
        index = build(tree)
        summary = summarise(index)
        index.forget()
        return summary


def _up(folder: str, levels: int) -> str | None:
    """The folder so many levels above, None above the root."""
    for _ in range(levels):
        if not folder:
            return None
        folder = folder.rpartition("/")[0]
    return folder
