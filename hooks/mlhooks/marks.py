# SPDX-License-Identifier: Apache-2.0
"""The marks in the comments of one region: which rules they accept, on which of its lines, and why."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mlhooks import foreign
from mlhooks.core.comments import Map

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhooks.core.comments import Comment
    from mlhooks.core.finding import Span
    from mlhooks.core.regions import Region

_MARK = re.compile(r"mlhooks:\s{0,9}ignore\[([^\]\n]{0,2000})\]")
# What was meant as a mark, in whatever spelling other tools have for it.
_MEANT = re.compile(
    r"mlhooks:\s{0,9}(?:ignore|disable|allow|skip)(?:-(?:next-line|next|line|file))?(?![\w-])", re.IGNORECASE
)


@dataclass
class Mark:
    """One comment with one or more accepted rules, in lines of its unit (1-based).

    `ids`: none where a mark was meant and not understood. `below`: the line that it accepts besides its own,
    0 when it stands behind code. `used`: those of its ids that accepted something. `ours` tells our own
    marks, which are reported when unused. `reason`: what the comment says besides the mark.
    """

    ids: tuple[str, ...]
    line: int
    below: int
    span: Span
    ours: bool = True
    reason: str = ""
    used: set[str] = field(default_factory=set)


@dataclass
class Unit:
    """A region with its comments, in its own lines; it holds the offsets `first` to `last` of the source."""

    region: Region
    comments: Map
    starts: list[int]
    marks: list[Mark]
    first: int
    last: int

    def offset_of(self, offset: int) -> int | None:
        """The offset in the region's text of an offset in the source's data, None when it is elsewhere."""
        pieces = self.region.pieces
        if not self.first <= offset <= self.last:
            return None
        index = bisect_right(pieces, offset, key=_in_source) - 1
        at = pieces[index][0] + offset - pieces[index][1]
        end = pieces[index + 1][0] if index + 1 < len(pieces) else len(self.region.text)
        return min(at, end)

    def line_of(self, offset: int) -> int:
        """The 1-based line of an offset in the region's text."""
        return bisect_right(self.starts, offset)

    def lines(self, span: Span) -> tuple[int, int] | None:
        """The first and last line of a span of the source, None when it begins elsewhere."""
        first = self.offset_of(span.start)
        if first is None:
            return None
        last = self.offset_of(max(span.start, span.end - 1))
        return self.line_of(first), self.line_of(first if last is None else last)


def unit_of(region: Region, honour_foreign: bool) -> Unit:
    """A region with its marks; with `honour_foreign` also those of other tools."""
    starts = _line_starts(region.text)
    lexed = Map(region.language, region.text)
    found = lexed.comments
    marked = [
        comment for comment in found if may_mark(region.text[comment.start : comment.end], honour_foreign)
    ]
    alone = {}
    if any(comment.own_line for comment in marked):
        alone = {bisect_right(starts, comment.start): comment for comment in found if comment.own_line}
    marks = [mark for comment in marked for mark in _marks(region, starts, comment, alone, honour_foreign)]
    size = len(region.text)
    first, last = (region.to_source(0), region.to_source(size - 1)) if size else (0, -1)
    return Unit(region, lexed, starts, marks, first, last)


def _in_source(piece: tuple[int, int]) -> int:
    return piece[1]


def _line_starts(text: bytes) -> list[int]:
    end = b"\n" if b"\n" in text or b"\r" not in text else b"\r"
    return [0, *(at.end() for at in re.finditer(end, text))]


def may_mark(comment: bytes, honour_foreign: bool) -> bool:
    """Whether a text can hold a mark."""
    if b"mlhooks:" in comment.lower():
        return True
    return honour_foreign and any(word in comment for word in foreign.MARKS)


def _marks(
    region: Region, starts: Sequence[int], comment: Comment, alone: dict[int, Comment], honour_foreign: bool
) -> list[Mark]:
    text = region.text[comment.start : comment.end].decode("utf-8", "replace")
    line = bisect_right(starts, comment.start)
    below = _below(starts, comment, alone) if comment.own_line else 0
    span = region.span(comment.start, comment.end)
    marks = [
        Mark(tuple(_names(found[1])), line, below, span, reason=_reason(text[found.end() :]))
        for found in _MARK.finditer(text)
    ]
    taken = {found.start() for found in _MARK.finditer(text)}
    if any(found.start() not in taken for found in _MEANT.finditer(text)):
        marks.append(Mark((), line, below, span))
    if honour_foreign:
        here, next_line = tuple(foreign.accepted(text)), tuple(foreign.accepted_below(text))
        if here:
            marks.append(Mark(here, line, below, span, ours=False, reason=_reason(text)))
        if next_line:
            marks.append(Mark(next_line, 0, line + 1, span, ours=False, reason=_reason(text)))
    return marks


def _names(listed: str) -> list[str]:
    return [name.strip() for name in listed.split(",") if name.strip()]


def _reason(text: str) -> str:
    """What is left of a comment, up to the next mark, without the signs that begin and end one."""
    text = text.split("mlhooks:")[0]
    return " ".join(text.split()).lstrip("#/*-<!;% ").removesuffix("*/").removesuffix("-->").strip(" -:,")


def _below(starts: Sequence[int], comment: Comment, alone: dict[int, Comment]) -> int:
    """The first line after this comment and the comments directly below it."""
    line = bisect_right(starts, max(comment.start, comment.end - 1)) + 1
    while line in alone:
        line = bisect_right(starts, max(alone[line].start, alone[line].end - 1)) + 1
    return line
