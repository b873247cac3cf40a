# SPDX-License-Identifier: Apache-2.0
"""Lines, and the block scalars of YAML, of which detect-secrets sees the value in one piece."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LINES = 200  # of a block scalar, before and after the line of a secret
_QUOTE = re.compile(rb"[\"'`]")
_HEADER = re.compile(rb"[|>][0-9+-]{0,2}[ \t]*(?:#.*)?\Z")


def line_around(data: bytes, start: int, end: int) -> tuple[int, int]:
    """Where the line of `start` begins, and where that of `end` ends, without its end."""
    first = max(data.rfind(b"\n", 0, start), data.rfind(b"\r", 0, start)) + 1
    ends = (data.find(b"\n", end), data.find(b"\r", end))
    return first, min((at for at in ends if at >= 0), default=len(data))


def block_texts(data: bytes, start: int, end: int, begins: Sequence[int]) -> Iterator[bytes]:
    """Values of a block scalar around a secret: from its beginning, or from one of `begins` on the secret's
    line, to its end or to the next quote. Nothing where the lines above and below are no block scalar."""
    first, last = line_around(data, start, end)
    width = _indent(data[first:last])
    above = _above(data, first, width)
    below = _below(data, last, width)
    if above is None and not below:
        return
    for joint in (b"\n", b" "):
        for begin in (None, *begins):
            if begin is None and above is None:
                continue
            lines = [*(above or ()), data[first + width : last]] if begin is None else [data[begin:last]]
            head = joint.join(lines)
            rest = joint.join([b"", *below]) if below else b""
            quote = _QUOTE.search(rest)
            cut = head + (rest[: quote.start()] if quote else rest)
            yield from (cut, cut.rstrip(b",`"), cut + b"\n", cut.rstrip() + b"\n")


def _above(data: bytes, first: int, width: int) -> list[bytes] | None:
    """The lines of the scalar above, without their indent; None where no scalar begins there."""
    lines: list[bytes] = []
    while first > 0 and len(lines) < LINES:
        begin = data.rfind(b"\n", 0, first - 1) + 1
        line = data[begin : first - 1].rstrip(b"\r")
        if line.strip() and _indent(line) < width:
            return lines[::-1] if _HEADER.search(line) else None
        lines.append(line[width:])
        first = begin
    return None


def _below(data: bytes, last: int, width: int) -> list[bytes]:
    lines: list[bytes] = []
    while last < len(data) and width and len(lines) < LINES:
        begin = last + (2 if data[last : last + 2] == b"\r\n" else 1)
        stop = data.find(b"\n", begin)
        line = data[begin : stop if stop >= 0 else len(data)].rstrip(b"\r")
        if line.strip() and _indent(line) < width:
            break
        lines.append(line[width:])
        last = stop if stop >= 0 else len(data)
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


def _indent(line: bytes) -> int:
    return len(line) - len(line.lstrip(b" "))
