# SPDX-License-Identifier: Apache-2.0
"""Commands of shells, PowerShell, batch files, makefiles and Dockerfiles: one group for each command."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhooks.checks.wasm_memory.flags.group import Group

if TYPE_CHECKING:
    from collections.abc import Iterator

QUOTED = 4_000  # bytes of a quoted argument or an array; a longer one is a stray quote

PLAIN = re.compile(rb"\n|&&|\|\||;")
SHELL = re.compile(rb"\n|&&|\|\||;|\\.|=\(|'[^']{0,4000}'|\"(?:[^\"\\]|\\[\s\S]){0,4000}\"")
POWERSHELL = re.compile(rb"\n|&&|\|\||;|`.|@\(|'[^']{0,4000}'|\"(?:[^\"`]|`[\s\S]){0,4000}\"")
PATTERNS = {"shell": SHELL, "powershell": POWERSHELL}
_ARRAY_END = re.compile(rb"\)|'[^']{0,4000}'|\"(?:[^\"\\]|\\[\s\S]){0,4000}\"")
_SPOKEN = re.compile(
    rb"[\s@+({-]{0,200}(?:RUN\s{1,9})?(?:[\w-]{1,40}:\s{1,9})?(?:if\s|then\s|else\s)?\s{0,9}"
    rb"(?:#|(?:dnl|echo|printf|print|log|die|warn|info|error|rem|throw|write-\w{1,20}|\$\((?:info|warning|error)|>&2\s)\b)",
    re.IGNORECASE,
)
_ASSIGNED = re.compile(
    rb"\s{0,200}(?:(?:export|local|declare|readonly|ENV|ARG|set|override|-)\s{1,9}){0,2}\"?\$?(?:env:|script:|global:)?"
    rb"(?:[\w.%/-]{1,80}\s{0,9}:\s{1,9})?(\w{1,80})\s{0,9}(?:\?|\+|::?)?=(?!=)"
)
# `ENV LDFLAGS -s X=1` of Dockerfiles, as it was written once.
_ENVIRONMENT = re.compile(rb"\s{0,99}ENV\s{1,9}(\w{1,80})\s{1,9}(?![\w]{1,80}=)")


def commands(text: bytes, language: str) -> Iterator[Group]:
    """The commands of a masked text; those that only print are none. Linear, never raises."""
    yield from split(text, 0, len(text), PATTERNS.get(language, PLAIN))


def split(text: bytes, start: int, end: int, pattern: re.Pattern[bytes]) -> Iterator[Group]:
    """The commands in a range, which `pattern` divides."""
    at = start
    blind = 0  # up to here no list ends, so none is looked for again: time stays linear
    while at < end:
        match = pattern.search(text, at, end)
        if match is None:
            break
        at = match.end()
        if match[0] in (b"=(", b"@("):
            if at >= blind:
                past = _past_array(text, at, end)
                blind = at + QUOTED if past == at else blind
                at = past
        elif match[0] in (b"\n", b"&&", b"||", b";"):
            yield from group(text, start, match.start())
            start = at
    yield from group(text, start, end)


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


def group(text: bytes, start: int, end: int) -> Iterator[Group]:
    """The range as one command; nothing where it only prints or is too short."""
    if end - start < 8 or _SPOKEN.match(text, start, end):
        return
    assigned = _ASSIGNED.match(text, start, end) or _ENVIRONMENT.match(text, start, end)
    yield Group(start, end, assigned[1].decode() if assigned else "")
