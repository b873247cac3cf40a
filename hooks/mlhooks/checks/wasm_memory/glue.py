# SPDX-License-Identifier: Apache-2.0
"""Generated glue and bundles: one note for a file, and the flag that produced it, if the project has it.

Nobody edits such a file, so several notes in it say no more than one, and what can be changed is the build.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from mlhooks.checks.wasm_memory import rules
from mlhooks.checks.wasm_memory.flags.group import ASC, EMCC, LINKER, NAPI
from mlhooks.core.finding import Help
from mlhooks.core.rule import NOTE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhooks.core.finding import Finding
    from mlhooks.core.project import Project
    from mlhooks.core.source import Source

# What is said first of a file in which several things could be said.
GRAVEST = tuple(rule.id for rule in (rules.UNBOUNDED, rules.MOBILE, rules.TOO_LARGE, rules.IMPLICIT))
# Each tool's own words, wherever a bundler has put them: all of one row must be there.
SIGNS = (
    (EMCC, (b"wasmMemory", re.compile(rb"\bfunction update(?:MemoryViews|GlobalBufferAndViews)\b"))),
    (EMCC, (b"ENVIRONMENT_IS_PTHREAD", b"wasmMemory")),
    (LINKER, (b"__wbindgen_throw", re.compile(rb"\bfunction (?:__wbg_\w{1,40}|initSync)\b"))),
    (LINKER, (b"__wbg_get_imports", b"__wbg_init")),
    (NAPI, (b"instantiateNapiModule", b"__emnapiContext")),
    (NAPI, (b"instantiateNapiModule", b"__napiModule")),
)
ANY = (EMCC, LINKER, NAPI, ASC)


def maker(text: bytes) -> str:
    """The tool whose glue this is (one of the tools in `flags.group`), "" where it shows none."""
    for tool, signs in SIGNS:
        if all(sign in text if isinstance(sign, bytes) else sign.search(text) for sign in signs):
            return tool
    return ""


def once(findings: Sequence[Finding], source: Source, project: Project) -> Iterator[Finding]:
    """The findings of a program; where it is generated, what no engine takes and one note for the rest."""
    tool = maker(source.text) if findings else ""
    if not (tool or (findings and "generated" in project.classes)):
        yield from findings
        return
    yield from (one for one in findings if one.rule == rules.INVALID.id)
    rest = [one for one in findings if one.rule != rules.INVALID.id]
    if rest:
        yield _note(min(rest, key=_gravity), len(rest), tool, project)


def _gravity(one: Finding) -> tuple[int, int]:
    return (GRAVEST.index(one.rule) if one.rule in GRAVEST else len(GRAVEST), one.span.start)


def _note(one: Finding, count: int, tool: str, project: Project) -> Finding:
    from mlhooks.checks.wasm_memory.flags.producer import produced_by

    others = f"; {count} such places in this generated file" if count > 1 else ""
    help = [line for line in one.help if line.label in ("because", "or")]
    flag = produced_by(project, (tool,) if tool else ANY)
    if flag:
        help.insert(0, Help("do", f"state the maximum in the build, not here: {flag}"))
    return replace(one, severity=NOTE, message=one.message + others, help=tuple(help), fix=())
