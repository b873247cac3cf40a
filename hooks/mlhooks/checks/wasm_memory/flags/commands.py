# SPDX-License-Identifier: Apache-2.0
"""Commands of shells, makefiles, Dockerfiles and YAML pipelines: one group for each command."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhooks.checks.wasm_memory.flags.group import Group

if TYPE_CHECKING:
    from collections.abc import Iterator

QUOTED = 4_000  # bytes of a quoted argument or an array; a longer one is a stray quote

_PLAIN = re.compile(rb"\n|&&|\|\||;")
_SHELL = re.compile(rb"\n|&&|\|\||;|\\.|=\(|'[^']{0,4000}'|\"(?:[^\"\\]|\\[\s\S]){0,4000}\"")
_ARRAY_END = re.compile(rb"\)|'[^']{0,4000}'|\"(?:[^\"\\]|\\[\s\S]){0,4000}\"")
_SPOKEN = re.compile(
    rb"[\s@+({-]{0,200}(?:RUN\s{1,9})?(?:if\s|then\s|else\s)?\s{0,9}(?:echo|printf|log|die|warn)\b"
)
_ASSIGNED = re.compile(
    rb"\s{0,200}(?:export|local|declare|readonly|ENV|ARG|-)?\s{0,9}(?:[\w.%/-]{1,80}\s{0,9}:\s{1,9})?"
    rb"(\w{1,80})\s{0,9}(?:\?|\+|::?)?=(?!=)"
)
_SCALAR = re.compile(
    rb"^([ \t]{0,200})(?:- )?[\"']?([\w.-]{1,80})[\"']?:[ \t]{1,9}([>|])[-+0-9]{0,3}[ \t]*$", re.M
)
RUN = (b"run", b"script", b"before_script", b"command", b"cmd")


def commands(text: bytes, kind: str) -> Iterator[Group]:
    """The commands of a masked text; those that only print are none. Linear, never raises."""
    if kind == "yaml":
        yield from _pipeline(text)
    else:
        yield from _split(text, 0, len(text), _SHELL if kind == "shell" else _PLAIN)


def _split(text: bytes, start: int, end: int, pattern: re.Pattern[bytes]) -> Iterator[Group]:
    at = start
    blind = 0  # up to here no list ends, so none is looked for again: time stays linear
    while at < end:
        match = pattern.search(text, at, end)
        if match is None:
            break
        at = match.end()
        if match[0] == b"=(":
            if at >= blind:
                past = _past_array(text, at, end)
                blind = at + QUOTED if past == at else blind
                at = past
        elif match[0] in (b"\n", b"&&", b"||", b";"):
            yield from _group(text, start, match.start())
            start = at
    yield from _group(text, start, end)


def _past_array(text: bytes, at: int, end: int) -> int:
    """Behind the parenthesis that ends a list; where none does, the place itself."""
    inside = at
    while True:
        match = _ARRAY_END.search(text, inside, min(end, at + QUOTED))
        if match is None:
            return at
        inside = match.end()
        if match[0] == b")":
            return inside


def _group(text: bytes, start: int, end: int) -> Iterator[Group]:
    if end - start < 8 or _SPOKEN.match(text, start, end):
        return
    assigned = _ASSIGNED.match(text, start, end)
    yield Group(start, end, assigned[1].decode() if assigned else "")


def _pipeline(text: bytes) -> Iterator[Group]:
    """Lines, save that a block of a key which runs nothing, or a folded one, is one group."""
    at = 0
    for match in _SCALAR.finditer(text):
        if match.start() < at:
            continue
        end = _block_end(text, match.end(), len(match[1]))
        if match[3] == b"|" and match[2] in RUN:
            yield from _split(text, at, match.end(), _PLAIN)
            yield from _split(text, match.end(), end, _SHELL)
        else:
            yield from _split(text, at, match.end(), _PLAIN)
            yield from _group(text, match.end(), end)
        at = end
    yield from _split(text, at, len(text), _PLAIN)


def _block_end(text: bytes, at: int, indent: int) -> int:
    """Where the lines end that stand deeper than `indent` columns."""
    at = text.find(b"\n", at) + 1 or len(text)
    while at < len(text):
        end = text.find(b"\n", at) + 1 or len(text)
        line = text[at:end]
        if line.strip() and len(line) - len(line.lstrip()) <= indent:
            break
        at = end
    return at
