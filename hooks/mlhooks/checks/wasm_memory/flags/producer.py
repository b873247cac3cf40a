# SPDX-License-Identifier: Apache-2.0
"""Where a project writes the memory flag that its generated files come from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mlhooks.checks.wasm_memory.flags import configs, zig
from mlhooks.checks.wasm_memory.flags.group import (
    FLAG,
    GROWTH,
    INITIAL,
    LINKER,
    MAXIMUM,
    ZIG,
    Flag,
    flags,
    masked,
)
from mlhooks.checks.wasm_memory.flags.languages import SCRIPTS, groups, language_of
from mlhooks.core.kinds import kind_of
from mlhooks.core.project.paths import classify
from mlhooks.core.regions import Region

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mlhooks.core.project import Project

TELLING = (MAXIMUM, GROWTH, INITIAL)  # what tells most of a limit, first
WORDS = re.compile(FLAG.pattern + rb'|\.(?:max|initial)_memory\b|"(?:maximum|initial)Memory"')
MOST = 512 * 1024  # bytes of a build file; a larger one is data
ALIKE = {LINKER: (LINKER, ZIG)}
NOWHERE = frozenset({"tests", "docs", "vendored", "generated"})


class Written(NamedTuple):
    """A flag of a build file: the tool it is for, its text, and its line, from 1."""

    tool: str
    sets: str
    text: str
    path: str
    line: int


def produced_by(project: Project, tools: Sequence[str]) -> str:
    """ "-sMAXIMUM_MEMORY=4GB at build.sh:3": the flag nearest to the file of `project`, "" without one.

    The build files of the project are read once a run, within the limit `search`.
    """
    known = project.memo(("wasm_memory", "flags"), lambda: tuple(_written(project)))
    wanted = [one for tool in tools for one in ALIKE.get(tool, (tool,))]
    here = project.path.split("/")[:-1]
    fitting = [one for one in known if one.tool in wanted and one.sets in TELLING]
    if not fitting:
        return ""

    def distance(one: Written) -> tuple[int, int, int, str, int]:
        told = TELLING.index(one.sets)
        return (-_shared(here, one.path), told, wanted.index(one.tool), one.path, one.line)

    best = min(fitting, key=distance)
    return f"{best.text} at {best.path}:{best.line}"


def _shared(here: list[str], path: str) -> int:
    """How many folders from the root the two have in common."""
    count = 0
    for mine, theirs in zip(here, path.split("/")[:-1], strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def _written(project: Project) -> Iterator[Written]:
    left = project.limits["search"]
    for path in project.tree.tracked():
        kind = kind_of(path, b"")
        if not language_of(path, kind, b"_args") and kind != "json":
            continue
        data = project.tree.read_once(path)
        if data is None:
            continue
        left -= len(data)
        if left < 0:
            return
        if len(data) <= MOST and WORDS.search(data):
            yield from _in_file(path, kind, data)


def _in_file(path: str, kind: str, data: bytes) -> Iterator[Written]:
    language = language_of(path, kind, data)
    if not language or NOWHERE & classify(path, data[:8192], {}, {}):
        return
    text = masked(Region(language, data, ((0, 0),)))
    for flag in _flags(text, path, language):
        shown = " ".join(data[flag.start : flag.end].decode("utf-8", "replace").split())
        yield Written(flag.tool, flag.sets, shown[:80], path, data.count(b"\n", 0, flag.start) + 1)


def _flags(text: bytes, path: str, language: str) -> Iterable[Flag]:
    if language not in SCRIPTS or FLAG.search(text):
        for group in groups(text, language):
            yield from flags(text, group)
    if language == "json":
        for _, found in configs.objects(text, path):
            yield from found
    elif language == "zig":
        for found in zig.steps(text):
            yield from found
