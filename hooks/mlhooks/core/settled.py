# SPDX-License-Identifier: Apache-2.0
"""Findings of one run that one line somewhere would settle: each says how many more there are."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlhooks.core.finding import Finding


def tell(findings: list[Finding]) -> None:
    """Write "... and 3 more" behind the first help of every finding that shares its `settled` with others."""
    counts = Counter(finding.settled for finding in findings if finding.settled)
    for at, finding in enumerate(findings):
        more = counts[finding.settled] - 1 if finding.settled else 0
        if more and finding.help:
            first = finding.help[0]._replace(text=f"{finding.help[0].text} and {more} more")
            findings[at] = replace(finding, help=(first, *finding.help[1:]))
