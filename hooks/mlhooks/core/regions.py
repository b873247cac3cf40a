# SPDX-License-Identifier: Apache-2.0
"""One concept for programs inside files: notebook cells, script blocks, code blocks, the file itself."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mlhooks.core.finding import Span

NEWLINE = b"\n"

if TYPE_CHECKING:
    from mlhooks.core.source import Source


@dataclass(frozen=True)
class Region:
    """A program of one language inside a source.

    `language`: a kind as in `core.kinds`. `text`: its bytes, decoded (a notebook's escapes resolved, the
    indentation of a code block taken off). `pieces`: ascending pairs (offset in `text`, offset in
    `Source.data`); from each pair on, bytes stand side by side until the next. Several pairs may share an
    offset in `text`: the first says where what stood before it ended, the last where what follows begins.
    `label` names the region for people ("cell 3"), "" for a whole file. `number` counts the regions of
    its file from 1; `verbatim` tells that `text` stands in the file byte for byte.
    """

    language: str
    text: bytes
    pieces: tuple[tuple[int, int], ...]
    label: str = ""
    number: int = 1
    verbatim: bool = True

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(piece[0] for piece in self.pieces)

    def to_source(self, offset: int) -> int:
        """The offset in `Source.data` of an offset in `text`; within an escape, of a byte of the escape."""
        at, to = self.pieces[max(0, bisect_right(self._starts, offset) - 1)]
        return to + offset - at

    def span(self, start: int, end: int) -> Span:
        """The span in `Source.data` of the range [start, end) of `text`; an escape is covered whole."""
        first = self.to_source(start)
        if end <= start:
            return Span(first, first)
        at = bisect_left(self._starts, end)
        ends_piece = at < len(self.pieces) and self.pieces[at][0] == end
        return Span(first, max(first, self.pieces[at][1] if ends_piece else self.to_source(end)))

    def where(self, offset: int) -> str:
        """ "cell 3, line 2" for people; "" where the line of the file already says it."""
        if not self.label or self.verbatim:
            return ""
        return f"{self.label}, line {self.text.count(NEWLINE, 0, offset) + 1}"


def whole(source: Source) -> Region:
    """The file as one region."""
    return Region(source.kind, source.text, ((0, 0),))


def regions(source: Source) -> list[Region]:
    """Every program in the file, in order; a program's own file is one region. Read once per source.

    Never raises: what of a broken notebook or page can be read is read. A binary has none.
    """
    known = source._regions
    if known is None:
        known = source._regions = _read(source)
    found: list[Region] = known  # type: ignore[assignment]
    return found


def _read(source: Source) -> list[Region]:
    if source.data is None:
        return []
    if source.kind == "jupyter":
        from mlhooks.core.notebook import cells

        return cells(source.data)
    if source.kind in ("html", "vue", "svelte"):
        from mlhooks.core.blocks import scripts

        return scripts(source.data)
    if source.kind == "markdown":
        from mlhooks.core.blocks import fences

        return fences(source.data)
    if source.kind == "rst":
        from mlhooks.core.blocks import directives

        return directives(source.data)
    return [whole(source)]
