# SPDX-License-Identifier: Apache-2.0
"""Which lines a finding's statement takes, and which of them a mark covers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhooks.core.finding import Finding
    from mlhooks.marks import Unit


class Extent(NamedTuple):
    """First and last line of a finding's statement in its unit, and the line that is reported."""

    number: int
    unit: Unit
    first: int
    last: int
    line: int


def extent_of(index: int, unit: Unit, finding: Finding) -> Extent:
    """The extent of the finding of this number in its unit."""
    own = unit.lines(finding.span) or (0, 0)
    around = unit.lines(finding.statement) if finding.statement else None
    first, last = around or own
    return Extent(index, unit, min(first, own[0]), max(last, own[0]), own[0])


def covered(extents: Sequence[Extent], line: int, below: int) -> list[Extent]:
    """Which findings of one rule a mark on `line` covers, one that stands above `below` included.

    Of statements inside one another (a function passed as an argument) the innermost.
    """
    near = [e for e in extents if e.first <= line <= e.last or (below and below in (e.first, e.line))]
    innermost = _innermost({(extent.first, extent.last) for extent in near})
    return [extent for extent in near if (extent.first, extent.last) in innermost]


def _innermost(ranges: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those ranges of lines in which no other of them lies; one sweep by where they end."""
    found = set()
    begin = 0  # the latest beginning of a range that ended by here
    for first, last in sorted(ranges, key=lambda lines: (lines[1], -lines[0])):
        if begin < first:
            found.add((first, last))
            begin = first
    return found
