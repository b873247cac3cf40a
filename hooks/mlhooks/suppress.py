# SPDX-License-Identifier: Apache-2.0
"""Accepting a finding where it stands: `mlhooks: ignore[rule-id] reason` in a comment.

A mark counts on any line of the statement that a finding is in, or alone on the line above it. Lines are
those of a region: a cell of a notebook has its own, however the file stores them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from mlhooks import foreign
from mlhooks.core.comments import Map, render
from mlhooks.core.finding import Finding, Help, Span
from mlhooks.core.regions import Region, regions, whole
from mlhooks.extents import Extent, covered, extent_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhooks.core.comments import Comment
    from mlhooks.core.source import Source

_MARK = re.compile(r"mlhooks:\s{0,9}ignore\[([^\]\n]{0,2000})\]")
MARKED = 100_000  # bytes of a line in which a mark without a comment is looked for
MANY_KINDS = ("jupyter", "html", "vue", "svelte", "markdown", "rst")


@dataclass
class Mark:
    """One comment with one or more accepted rules, in lines of its unit (1-based).

    `below`: the line that it accepts besides its own, 0 when it stands behind code. `used`: those of its
    ids that accepted something. `ours` tells our own marks, which are reported when unused. `reason`: what
    the comment says besides the mark.
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


class Suppressions:
    """Every mark of one source."""

    def __init__(self, source: Source, *, honour_foreign: bool) -> None:
        self.source = source
        self._foreign = honour_foreign
        self._any = _may_mark(source.data or b"", honour_foreign)

    @cached_property
    def _outer(self) -> list[Unit]:
        return [_unit(region, self._foreign) for region in _regions(self.source)[0]]

    @cached_property
    def _inner(self) -> list[Unit]:
        return sorted((_unit(region, self._foreign) for region in _regions(self.source)[1]), key=_first)

    @cached_property
    def _firsts(self) -> list[int]:
        return [unit.first for unit in self._inner]

    @property
    def units(self) -> list[Unit]:
        """The regions of the file with their comments; found when first asked for, since it takes time."""
        return self._outer + self._inner

    def unit_of(self, finding: Finding) -> Unit | None:
        """The innermost unit in which the finding begins."""
        offset = finding.span.start
        at = bisect_right(self._firsts, offset) - 1
        for unit in (self._inner[at : at + 1] if at >= 0 else []) + self._outer:
            if unit.offset_of(offset) is not None:
                return unit
        return None

    def accepted(self, findings: Sequence[Finding]) -> list[Mark | None]:
        """For each finding the mark that covers it; the marks that do are then used."""
        done: list[Mark | None] = [None] * len(findings)
        if not self._any:
            return done
        extents: dict[int, list[Extent]] = {}
        for extent in self.extents(findings):
            extents.setdefault(id(extent.unit), []).append(extent)
        for unit in self.units:
            own = extents.get(id(unit), [])
            for mark in unit.marks if own else ():
                for name in mark.ids:
                    for rule in {findings[extent.number].rule for extent in own}:
                        if name == rule or (covers(name, rule) and not mark.ours):
                            same = [extent for extent in own if findings[extent.number].rule == rule]
                            for extent in covered(same, mark.line, mark.below):
                                done[extent.number] = mark
                                mark.used.add(name)
        if self._foreign:
            return [mark or self._in_line(f) for mark, f in zip(done, findings, strict=True)]
        return done

    def _in_line(self, finding: Finding) -> Mark | None:
        """The mark of detect-secrets on the line of a secret, in whatever stands for a comment there."""
        if self.source.data is None or not finding.rule.startswith(foreign.SECRETS):
            return None
        number = self.source.line_of(finding.span.start)
        line, above = (
            self.source.line(at)[:MARKED].decode("utf-8", "replace") if at else ""
            for at in (number, number - 1)
        )
        accepts = foreign.is_allowlisted(self.source.path, line, above)
        return Mark((finding.rule,), number, 0, finding.span, ours=False) if accepts else None

    def extents(self, findings: Sequence[Finding]) -> list[Extent]:
        """The lines of each finding that begins in some unit."""
        found = []
        for index, finding in enumerate(findings):
            unit = self.unit_of(finding)
            if unit is not None:
                found.append(extent_of(index, unit, finding))
        return found

    def marks(self) -> list[Mark]:
        """Every mark that is honoured, in order."""
        return [mark for unit in self.units for mark in unit.marks] if self._any else []

    def ours(self) -> list[Mark]:
        """Our own marks, in order."""
        return [mark for mark in self.marks() if mark.ours]


def covers(name: str, rule: str) -> bool:
    """Whether an id in a mark stands for a rule: itself, or a `prefix-*` of another tool's map."""
    return name == rule or (name.endswith("*") and rule.startswith(name[:-1]))


def _regions(source: Source) -> tuple[list[Region], list[Region]]:
    """The file as one region (none for a notebook), and the programs inside it, which do not overlap."""
    if source.data is None:
        return [], []
    inner = regions(source) if source.kind in MANY_KINDS else []
    outer = [] if source.kind == "jupyter" else [whole(source)]
    return outer, [region for region in inner if not (outer and region == outer[0])]


def _first(unit: Unit) -> int:
    return unit.first


def _unit(region: Region, honour_foreign: bool) -> Unit:
    starts = _line_starts(region.text)
    lexed = Map(region.language, region.text)
    found = lexed.comments
    marked = [
        comment for comment in found if _may_mark(region.text[comment.start : comment.end], honour_foreign)
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


def _may_mark(comment: bytes, honour_foreign: bool) -> bool:
    return b"mlhooks:" in comment or (honour_foreign and any(word in comment for word in foreign.MARKS))


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


FEW, LONG = 50, -1  # lines of a statement; a longer one stands under LONG, compared with all


class Allowances:
    """How to accept each finding of a file that is left: a comment, or an entry in the configuration.

    A comment is offered only where it accepts no finding of the same rule in another statement."""

    def __init__(self, suppressions: Suppressions, findings: Sequence[Finding]) -> None:
        self.source = suppressions.source
        self._findings = findings
        self._own: dict[int, Extent] = {}
        # By rule, unit and line, so that not all are looked at for each finding.
        self._by_line: dict[tuple[str, int, int], list[Extent]] = {}
        self._covered: dict[tuple[str, int, int, int], set[Span]] = {}
        for extent in suppressions.extents(findings):
            finding = findings[extent.number]
            self._own[id(finding)] = extent
            few = extent.last - extent.first <= FEW
            for line in {*range(extent.first, extent.last + 1), extent.line} if few else (LONG,):
                self._by_line.setdefault((finding.rule, id(extent.unit), line), []).append(extent)

    def of(self, finding: Finding, entry: str) -> Help:
        """The `allow` line of a finding; `entry` is the configuration's, used where no comment can stand."""
        own = self._own.get(id(finding))
        if own is None or self.source.encoding != "utf-8":
            return Help("allow", entry)
        region, map = own.unit.region, own.unit.comments
        mark = render(region.language, f"mlhooks: ignore[{finding.rule}] <why>".encode())
        if mark is None:
            return Help("allow", entry)
        if self._only(finding.rule, own, own.line, 0) and map.standable(own.unit.starts[own.line - 1]):
            return Help("allow", mark.decode())
        start = own.unit.starts[own.first - 1]
        if self._only(finding.rule, own, 0, own.first) and map.standable_above(start):
            where = f"on a line of its own above line {self._shown(own.unit, own.first)}"
            return Help("allow", f"{mark.decode()}   {where}")
        return Help("allow", entry)

    def _only(self, rule: str, own: Extent, line: int, below: int) -> bool:
        """Whether a mark on `line`, or above `below`, covers the finding's statement and no other."""
        key = (rule, id(own.unit), line, below)
        if key not in self._covered:
            places = ((rule, id(own.unit), place) for place in (line or below, LONG))
            near = [extent for place in places for extent in self._by_line.get(place, ())]
            self._covered[key] = {self._statement(extent) for extent in covered(near, line, below)}
        return self._covered[key] == {self._statement(own)}

    def _statement(self, extent: Extent) -> Span:
        finding = self._findings[extent.number]
        return finding.statement or finding.span

    def _shown(self, unit: Unit, line: int) -> str:
        if unit.region.label:
            return f"{line} of {unit.region.label}"
        return str(self.source.line_of(unit.region.to_source(unit.starts[line - 1])))
