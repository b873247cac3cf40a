# SPDX-License-Identifier: Apache-2.0
"""How the text report looks on a terminal: colours, and the lines of code that a finding covers."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from mlhooks.report.escape import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlhooks.core.finding import Finding

# SGR parameters: ECMA-48, 8.3.117.
SGR = {
    "place": "1",
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "label": "2",
    "dim": "2",
    "summary": "1",
}
TAB = 4
NARROWEST = 40
ELLIPSIS = "..."


class Style:
    """What a text report is dressed in. `width`: columns for code frames, 0 for none."""

    def __init__(self, *, colour: bool = False, width: int = 0) -> None:
        self._colour = colour
        self._width = width

    def paint(self, role: str, text: str) -> str:
        """The text in the colour of a role, a key of `SGR`. What is painted must be escaped already."""
        return f"\x1b[{SGR[role]}m{text}\x1b[0m" if self._colour else text

    def frame(self, finding: Finding) -> Iterator[str]:
        """The lines at the finding, its columns underlined."""
        quote = finding.quote
        if not self._width or quote is None:
            return
        margin = len(str(quote.first + len(quote.lines) - 1))
        room = max(NARROWEST, self._width) - margin - 7 - len(ELLIPSIS)
        for number, (line, mark) in enumerate(zip(quote.lines, quote.marks, strict=True), quote.first):
            text, under = _fitted(line, mark, room)
            bar = self.paint("dim", f"{number:>{margin}} |")
            yield f"    {bar} {text}".rstrip()
            if under:
                bar = self.paint("dim", f"{'':{margin}} |")
                yield f"    {bar} {self.paint(finding.severity, under)}"


PLAIN = Style()


def style(environment: Mapping[str, str], *, terminal: bool, width: int) -> Style:
    """The style for where the report goes.

    Colour on a terminal, or with FORCE_COLOR (any value but 0 or an empty one); NO_COLOR, when it is not
    empty, and TERM=dumb forbid it. Code frames on a terminal only; none of it under CI.
    """
    shown = terminal and not environment.get("CI")
    forced = environment.get("FORCE_COLOR", "") not in ("", "0")
    forbidden = environment.get("NO_COLOR", "") != ""
    able = shown and environment.get("TERM") != "dumb"
    return Style(colour=(forced or able) and not forbidden, width=max(width, NARROWEST) if shown else 0)


def _fitted(line: str, mark: tuple[int, int] | None, room: int) -> tuple[str, str]:
    """A line as it is shown in `room` columns, and the carets below it, "" without a mark."""
    cells = [(shown, _columns(shown)) for shown in map(_cell, line)]
    first, last = mark or (0, 0)
    begin = _beginning(cells, first, last, room)
    text = ELLIPSIS if begin else ""
    under, used = " " * len(text), len(text)
    for at in range(begin, len(cells)):
        shown, columns = cells[at]
        if used + columns > room:
            text = text + ELLIPSIS
            break
        text += shown
        used += columns
        under += ("^" if first <= at < last else " ") * columns
    if mark is None:
        return text, ""
    if first >= last:
        under = " " * (len(ELLIPSIS if begin else "") + sum(c for _, c in cells[begin:first])) + "^"
    return text, under.rstrip()


def _beginning(cells: list[tuple[str, int]], first: int, last: int, room: int) -> int:
    """The character with which a line begins to show, so that the mark is in sight."""
    if sum(columns for _, columns in cells[:last]) <= room:
        return 0
    at, before = first, 0
    while at > 0 and before < room // 4:
        at -= 1
        before += cells[at][1]
    return at


def _cell(char: str) -> str:
    return " " * TAB if char == "\t" else visible(char)


def _columns(shown: str) -> int:
    """How many columns a terminal gives to this text."""
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" else 0 if unicodedata.combining(char) else 1
        for char in shown
    )
