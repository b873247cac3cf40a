# SPDX-License-Identifier: Apache-2.0
"""What the reading of one file may cost, all its members and nested archives together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhooks.checks.model_file.reader import OverLimitError
from mlhooks.core.limits import LIMITS

if TYPE_CHECKING:
    from collections.abc import Mapping

RATIO_FROM = 1 << 24  # bytes; a smaller member may be as dense as it likes


class Budget:
    """Counts down; raises OverLimitError with the name of the bound that was reached."""

    def __init__(self, limits: Mapping[str, int] = LIMITS) -> None:
        self.opcodes = limits["pickle-opcodes"]
        self.memo = self.highest = limits["pickle-memo"]
        self.members = limits["archive-members"]
        self.unpacked = limits["archive-unpacked"]
        self.ratio = limits["archive-ratio"]
        self.nesting = limits["archive-nesting"]

    def spend_members(self, count: int) -> None:
        """Before the list of an archive is followed."""
        self.members -= count
        if self.members < 0:
            raise OverLimitError(0, "has more members than the limit archive-members")

    def spend_unpacked(self, count: int, at: int) -> None:
        """After `count` bytes were unpacked, `at` of them all from this member."""
        self.unpacked -= count
        if self.unpacked < 0:
            raise OverLimitError(at, "unpacks to more than the limit archive-unpacked")

    def judge_ratio(self, packed: int, unpacked: int) -> None:
        """Raises when a member of `packed` bytes grows out of proportion."""
        if unpacked > RATIO_FROM and unpacked > max(packed, 1) * self.ratio:
            raise OverLimitError(unpacked, "unpacks beyond the limit archive-ratio")
