# SPDX-License-Identifier: Apache-2.0
"""What a check says about one place in one file. Loaded only once something woke."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from mlhooks.core.rule import SEVERITIES


class Span(NamedTuple):
    """Half-open byte range [start, end) in `Source.data`, 0-based."""

    start: int
    end: int


class Edit(NamedTuple):
    """Replace the bytes of `span` by `new`; an empty span inserts."""

    span: Span
    new: bytes


class Help(NamedTuple):
    """One indented line below a finding: `because`, `fix`, `do`, `instead`, `or`, `allow`, and its text."""

    label: str
    text: str


class Location(NamedTuple):
    """Where people find it. Lines and columns are 1-based, columns count characters, the end is exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


class Quote(NamedTuple):
    """What stands in the file at a finding, for reports that show it; every secret in it is masked.

    `first`: the 1-based number of the first of `lines`. `marks`: for each line the columns [start, end) that
    the finding covers, 0-based characters of the line as it stands here; None where it covers none.
    `line_hash`: GitHub's primaryLocationLineHash of the finding's line, "" where there is none.
    """

    first: int
    lines: tuple[str, ...]
    marks: tuple[tuple[int, int] | None, ...]
    line_hash: str


class Acceptance(NamedTuple):
    """Why a finding does not show: `by` a "mark", a "path" rule or the "baseline"; a reason or ""."""

    by: str
    reason: str = ""


@dataclass(frozen=True)
class Finding:
    """One result.

    `identity` is what makes this finding itself, independent of its line: normalised code, or for a secret
    a keyed digest. `statement` is the smallest statement around the span, on whose lines a suppression
    counts; without one the span's own lines count. `where` names a cell or block inside the file for the
    reader ("cell 3, line 2"). `settled` names what would settle this and all findings of the run that share
    it; the first help then ends in how many more those are. `related` are lines of the project that it
    depends on, as "pyproject.toml:34" from the root. `location` and `fingerprint` are filled in by the
    engine, `quote` and `accepted` only when a report asks for them. `value`: of a secret, where in the span
    stands what nobody may know; None where that is all of it.
    """

    rule: str
    severity: str
    span: Span
    message: str
    identity: str
    help: tuple[Help, ...] = ()
    statement: Span | None = None
    fix: tuple[Edit, ...] = ()
    where: str = ""
    settled: str = ""
    path: str = ""
    location: Location | None = None
    fingerprint: str = field(default="", compare=False)
    related: tuple[str, ...] = ()
    quote: Quote | None = None
    accepted: Acceptance | None = None
    value: Span | None = None

    @property
    def rank(self) -> int:
        """0 for a note, 2 for an error."""
        return SEVERITIES.index(self.severity)

    def because(self, *help: Help) -> Finding:
        """The same finding with more lines of help."""
        return replace(self, help=self.help + help)
