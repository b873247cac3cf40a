# SPDX-License-Identifier: Apache-2.0
"""What is known of a file after it was read: what it would run, what it needs, where it breaks off."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

CLEAN, NEEDS_PICKLE, RUNS_CODE, UNREADABLE, UNKNOWN = (
    *("clean", "needs-pickle", "runs-code", "unreadable"),
    "unknown",
)


class Danger(NamedTuple):
    """Something that runs code, or may. `name`: the full name of a global, "" when there is none to allow;
    `text`: what it does; `member` and `offset`: the path inside the file, and the opcode's byte in it."""

    name: str
    text: str
    member: str
    offset: int


class Needed(NamedTuple):
    """A known data class outside torch's own list, and where it is resolved first."""

    name: str
    member: str
    offset: int


class Break(NamedTuple):
    """Why a part cannot be read."""

    reason: str
    member: str


@dataclass
class Report:
    """All of it. `format` says what the file is; `facts` are the rows that `mlhooks inspect` adds.

    `torch`: it is, or holds, what torch.load reads. `foreign`: the protocol of a pickle whose opcodes the
    weights-only reader does not all know, -1 when there is none.
    """

    format: str = ""
    dangers: list[Danger] = field(default_factory=list)
    needs: dict[str, Needed] = field(default_factory=dict)
    advice: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    broken: list[Break] = field(default_factory=list)
    allowed: set[str] = field(default_factory=set)
    facts: list[tuple[str, str]] = field(default_factory=list)
    pickles: int = 0
    torch: bool = False
    foreign: int = -1

    @property
    def verdict(self) -> str:
        """One of clean, needs-pickle, runs-code, unreadable, unknown; the worst that holds."""
        if self.dangers:
            return RUNS_CODE
        if self.broken or self.outside:
            return UNREADABLE
        if self.needs or self.advice:
            return NEEDS_PICKLE
        return CLEAN if self.format else UNKNOWN
