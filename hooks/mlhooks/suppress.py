# SPDX-License-Identifier: Apache-2.0
"""Accepting a finding where it stands: `mlhooks: ignore[rule-id] reason` in a comment.

A mark counts on any line of the statement that a finding is in, or alone on the line above it. Lines are
those of a region: a cell of a notebook has its own, however the file stores them.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from mlhooks import foreign
from mlhooks.core.comments import render
from mlhooks.core.finding import Finding, Help, Span
from mlhooks.core.regions import Region, regions, whole
from mlhooks.extents import Extent, covered, extent_of
from mlhooks.marks import Mark, Unit, may_mark, unit_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhooks.core.source import Source

MARKED = 100_000  # bytes of a line in which a mark without a comment is looked for
MANY_KINDS = ("jupyter", "html", "vue", "svelte", "markdown", "rst")


class Suppressions:
    """Every mark of one source."""

    def __init__(self, source: Source, *, honour_foreign: bool) -> None:
        self.source = source
        self._foreign = honour_foreign
        self._any = may_mark(source.data or b"", honour_foreign)

    @cached_property
    def _outer(self) -> list[Unit]:
        return [unit_of(region, self._foreign) for region in _regions(self.source)[0]]

    @cached_property
    def _inner(self) -> list[Unit]:
        return sorted((unit_of(region, self._foreign) for region in _regions(self.source)[1]), key=_first)

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
