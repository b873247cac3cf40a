# SPDX-License-Identifier: Apache-2.0
"""Keep secrets out of what quotes a file: the code in a fix line, the lines of a diff or of a report.

Only the secrets check may hold a value, and only while it works; this holds the spans that it reports, for
the time of one file, and hides every text that repeats a part of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhooks.core.project import Project, Tree
from mlhooks.core.rule import NOTE
from mlhooks.registry import check_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlhooks.core.check import Hit
    from mlhooks.core.finding import Span
    from mlhooks.core.source import Source

HIDDEN = "(not shown: it holds a secret)"
MOST = 5_000  # hits; in a file with more nothing is quoted
PART = 6  # characters; a shortened line may hold the beginning or the end of a value


class Redactor:
    """Hides texts that repeat a secret of one source.

    `spans`: where the secrets stand, ascending, apart from each other, what may be none (a note) included.
    `everything`: there are too many places to tell, so that nothing may be quoted.
    """

    def __init__(self, source: Source, root: str, hits: Sequence[Hit]) -> None:
        """`hits`: those of the secrets check in this source, as its judge takes them."""
        self._parts: set[str] = set()
        self.spans: list[tuple[int, int]] = []
        self.everything = len(hits) > MOST
        check = check_named("secrets")
        if check is None or source.data is None or not hits or self.everything:
            return
        # Without a baseline: a secret that the team has accepted is no less secret.
        project = Project(Tree(root, b"0" * 16), source, {**check.defaults(), "baseline": ""})
        found = list(check.load().run(source, hits, project))
        self.cover(finding.span for finding in found)
        for finding in found:
            if finding.severity != NOTE:
                value = source.data[finding.span.start : finding.span.end].decode("utf-8", "replace")
                self._parts |= {value[at : at + PART] for at in range(max(1, len(value) - PART + 1))}

    def cover(self, spans: Iterable[Span]) -> None:
        """Count these byte ranges as secrets too."""
        joined: list[tuple[int, int]] = []
        for start, end in sorted([*self.spans, *((span.start, span.end) for span in spans)]):
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            elif start < end:
                joined.append((start, end))
        self.spans = joined

    def hide(self, text: str) -> str:
        """The text, or a remark in its place where it repeats a part of a secret."""
        if self.everything:
            return HIDDEN
        if not self._parts:
            return text
        inside = any(text[at : at + PART] in self._parts for at in range(len(text)))
        return HIDDEN if inside else text
