# SPDX-License-Identifier: Apache-2.0
"""Findings for memory flags in build files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhooks.checks.wasm_memory import rules
from mlhooks.checks.wasm_memory.flags import configs, zig
from mlhooks.checks.wasm_memory.flags.group import GROWTH, MAXIMUM, Flag, Group, masked
from mlhooks.checks.wasm_memory.flags.judgement import Said, judge
from mlhooks.checks.wasm_memory.flags.languages import WORDS, groups, language_of
from mlhooks.checks.wasm_memory.flags.together import targets
from mlhooks.checks.wasm_memory.memory import ENOUGH, Settings
from mlhooks.core.finding import Finding, Help, Span
from mlhooks.core.regions import Region
from mlhooks.core.rule import NOTE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhooks.core.project import Project
    from mlhooks.core.source import Source

SOFT = frozenset({"tests", "docs", "examples", "generated"})
STATEMENT = 20_000  # bytes of a command on whose lines a mark counts
WIDE = re.compile(rb"MEMORY64|wasm64", re.IGNORECASE)
EMSCRIPTEN = re.compile(rb"\bem(?:cc|\+\+|cmake|make|configure)\b|emscripten", re.IGNORECASE)


def judge_flags(source: Source, project: Project, told: Settings) -> Iterator[Finding]:
    """The memory flags of one build file."""
    language = language_of(source.path, source.kind, source.text)
    if not language or len(source.text) > project.limits["parse-size"]:
        return
    region = Region(language, source.text, ((0, 0),))
    text = masked(region)
    wide, emscripten = bool(WIDE.search(text)), bool(EMSCRIPTEN.search(text))
    for one in targets(text, groups(text, language), words=language in WORDS):
        where = dict(one.own)
        every = sorted([*where, *one.beside], key=lambda flag: flag.start)
        growing: set[int] = set()  # the commands of which it was said
        for said in judge(every, told, wide=wide, stated=one.stated, emscripten=emscripten):
            if said.flag not in where or (said.flag.sets == GROWTH and where[said.flag].start in growing):
                continue
            if said.flag.sets == GROWTH:
                growing.add(where[said.flag].start)
            yield _finding(region, said, where[said.flag], project, told)
    fields = list(_fields(text, source.path, language))
    # The objects of an asconfig are put together, with those of the file that it extends.
    stated = language == "json" and (b'"extends"' in text or any(map(_states, fields)))
    for found in fields:
        for said in judge(found, told, wide=wide, stated=stated, emscripten=emscripten):
            yield _finding(region, said, None, project, told)


def _states(found: list[Flag]) -> bool:
    return any(flag.sets == MAXIMUM for flag in found)


def _fields(text: bytes, path: str, language: str) -> Iterator[list[Flag]]:
    """Limits that are fields of a configuration or of a build step, and no flags."""
    if language == "json":
        yield from (found for _, found in configs.objects(text, path))
    elif language == "zig":
        yield from zig.steps(text)


def _finding(region: Region, said: Said, group: Group | None, project: Project, told: Settings) -> Finding:
    flag, verdict = said.flag, said.verdict
    soft = verdict.rule != rules.INVALID.id and project.classes & SOFT
    help = [Help("because", verdict.because)] if verdict.because else []
    if said.fix:
        help.append(Help("fix", said.fix))
    if verdict.option:
        help.append(Help("or", f"{verdict.option} in {told.table}, {ENOUGH}"))
    return Finding(
        verdict.rule,
        NOTE if soft else verdict.severity,
        region.span(flag.start, flag.end),
        verdict.message,
        " ".join(region.text[flag.start : flag.end].decode("utf-8", "replace").split()),
        tuple(help),
        statement=_statement(region, said.flag, group),
    )


def _statement(region: Region, flag: Flag, group: Group | None) -> Span | None:
    """The command or list that the flag stands in; a whole table or file is no statement."""
    if group is None or region.language in ("rust", "toml", "json") or group.end - group.start > STATEMENT:
        return None
    start, end = group.around or (group.start, group.end)
    if not start <= flag.start <= flag.end <= end:
        return None
    body = region.text[start:end]
    return region.span(start + len(body) - len(body.lstrip()), start + len(body.rstrip()))
