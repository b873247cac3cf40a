# SPDX-License-Identifier: Apache-2.0
"""A module that stands in a program as one base64 string, as bundlers and single-file builds write it."""

from __future__ import annotations

import binascii
import re
from typing import TYPE_CHECKING

from mlhooks.checks.wasm_memory import rules
from mlhooks.checks.wasm_memory.binary import Found, MalformedError, TooManyError, memories
from mlhooks.checks.wasm_memory.memory import ABSENT, ENOUGH, Settings, Verdict, verdict
from mlhooks.checks.wasm_memory.module_findings import LINK, SIZES
from mlhooks.core.finding import Finding, Help, Span
from mlhooks.core.rule import NOTE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhooks.core.project import Project
    from mlhooks.core.source import Source

SOFT = frozenset({"tests", "docs", "examples", "generated"})
PROBE = 512  # bytes; a smaller module asks what the engine can do, and nothing runs in it
LONGEST = 200  # characters of the string that an identity holds

_STRING = re.compile(rb"AGFzbQ[A-Za-z0-9+/]+={0,2}")
_QUOTES = (b'"', b"'", b"`")


def judge_embedded(source: Source, project: Project, told: Settings) -> Iterator[Finding]:
    """The memories of the modules in the program's strings, those that are whole; others are passed over."""
    text, at = source.text, 0
    while True:
        match = _STRING.search(text, at)
        if match is None:
            return
        at = match.end()
        if not _is_whole(text, *match.span()):
            continue
        try:
            module = binascii.a2b_base64(match[0])
            found = _memories(module)
        except (binascii.Error, MalformedError, TooManyError):
            continue  # put together from pieces, or compressed behind its beginning
        for one in found:
            said = verdict(one.limits, told)
            if said is not None and len(module) >= PROBE:
                yield _finding(Span(*match.span()), one, said, project, told)


def _memories(module: bytes) -> list[Found]:
    return list(memories(lambda offset, size: module[offset : offset + size], len(module)))


def _is_whole(text: bytes, start: int, end: int) -> bool:
    """Whether the string begins with the module, but for a `data:` prefix, and ends with it."""
    quote = text[end : end + 1]
    if quote not in _QUOTES or text[end + 1 : end + 12].lstrip().startswith((b"+", b".concat")):
        return False
    before = text[max(0, start - 80) : start]
    if before.endswith(b";base64,"):
        before = before[: before.rfind(b"data:")] if b"data:" in before else b""
    return before.endswith(quote)


def _finding(span: Span, found: Found, said: Verdict, project: Project, told: Settings) -> Finding:
    soft = said.rule != rules.INVALID.id and project.classes & SOFT
    name = f"imported memory {found.imported}" if found.imported else f"memory {found.number}"
    help = [Help("because", said.because)] if said.because else []
    if said.advice:
        help.append(Help("fix", f"{said.advice}, and link again"))
    elif found.limits.bound == ABSENT:
        help.append(Help("fix", f"{LINK}   {SIZES}"))
    elif said.option:
        help += [Help("fix", LINK), Help("or", f"{said.option} in {told.table}, {ENOUGH}")]
    limits = found.limits
    return Finding(
        said.rule,
        NOTE if soft else said.severity,
        Span(span.start, min(span.end, span.start + LONGEST)),
        f"{name} of the module in this string {said.message}",
        f"embedded {found.number} {found.imported} {limits.initial} {limits.maximum} {limits.shared}",
        tuple(help),
    )
