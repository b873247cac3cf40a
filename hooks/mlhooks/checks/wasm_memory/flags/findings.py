# SPDX-License-Identifier: Apache-2.0
"""Findings for memory flags in build files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhooks.checks.wasm_memory import rules
from mlhooks.checks.wasm_memory.flags import cmake, commands, configs, listed
from mlhooks.checks.wasm_memory.flags.group import MAXIMUM, Flag, Group, flags, masked
from mlhooks.checks.wasm_memory.flags.judgement import Said, judge
from mlhooks.checks.wasm_memory.memory import ENOUGH, Settings
from mlhooks.core.finding import Finding, Help
from mlhooks.core.regions import Region, whole
from mlhooks.core.rule import NOTE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhooks.core.project import Project
    from mlhooks.core.source import Source

SOFT = frozenset({"tests", "docs", "examples", "generated"})
COMMANDS = ("shell", "makefile", "dockerfile", "yaml")
KINDS = (*COMMANDS, "cmake", "python", "rust", "toml", "json")
WIDE = re.compile(rb"MEMORY64|wasm64", re.IGNORECASE)
EMSCRIPTEN = re.compile(rb"\bem(?:cc|\+\+|cmake|make|configure)\b|emscripten", re.IGNORECASE)
# JSON that drives a build; lock files, data and messages hold the same words.
BUILD_JSON = re.compile(
    r"(?:^|/)(?:package|asconfig[\w.-]{0,80}|dub|project|CMakePresets|[\w.-]{0,80}target[\w.-]{0,80})\.json$"
)


def judge_flags(source: Source, project: Project, told: Settings) -> Iterator[Finding]:
    """The memory flags of one build file."""
    region = whole(source)
    if source.kind == "json" and not BUILD_JSON.search(source.path):
        return
    if len(region.text) > project.limits["parse-size"]:
        return
    text = masked(region)
    targets = _targets(text, _groups(text, source.kind))
    if source.kind == "json":
        targets += configs.objects(text, source.path)
    stating = {key for key, found in targets if any(flag.sets == MAXIMUM for flag in found)}
    wide, emscripten = bool(WIDE.search(text)), bool(EMSCRIPTEN.search(text))
    for key, found in targets:
        for said in judge(found, told, wide=wide, stated=bool(stating - {key}), emscripten=emscripten):
            yield _finding(region, said, project, told)


def _groups(text: bytes, kind: str) -> Iterator[Group]:
    if kind in COMMANDS:
        yield from commands.commands(text, kind)
    elif kind == "cmake":
        yield from cmake.commands(text, 0, len(text))
    elif kind == "python":
        yield from listed.python(text)
    elif kind == "toml":
        yield from listed.toml(text)
    elif kind == "json":
        yield from listed.json(text)
    elif kind == "rust" and b"rustc-link-arg" in text:
        yield Group(0, len(text))


def _targets(text: bytes, groups: Iterator[Group]) -> list[tuple[str, list[Flag]]]:
    """Flags by target: groups of one key are one, those without stand alone (their key is their offset)."""
    found: dict[str, list[Flag]] = {}
    for group in groups:
        own = flags(text, group)
        if own:
            found.setdefault(group.key or f"@{group.start}", []).extend(own)
    return list(found.items())


def _finding(region: Region, said: Said, project: Project, told: Settings) -> Finding:
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
    )
