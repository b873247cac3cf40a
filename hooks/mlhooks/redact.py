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
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from mlhooks.core.check import Hit
    from mlhooks.core.finding import Finding, Span
    from mlhooks.core.source import Source

HIDDEN = "(not shown: it holds a secret)"
MOST = 5_000  # hits; in a file with more nothing is quoted
PART = 6  # characters; a shortened line may hold the beginning or the end of a value


class Redactor:
    """Hides texts that repeat a secret of one source.

    `spans`: where the secrets stand, ascending, apart from each other, what may be none (a note) included.
    `everything`: there are too many places to tell, so that nothing may be quoted.
    """

    def __init__(
        self, source: Source, root: str, hits: Sequence[Hit], own: Sequence[Mapping[str, Any]]
    ) -> None:
        """`hits`: those of the secrets check in this source, as its judge takes them; `own`: the rules that
        the project added to it. What the project allows is hidden all the same."""
        self._parts: set[str] = set()
        self.spans: list[tuple[int, int]] = []
        self.everything = len(hits) > MOST
        check = check_named("secrets")
        if check is None or source.data is None or not (hits or own) or self.everything:
            return
        names = {row["id"] for row in own}
        # Without a baseline: a secret that the team has accepted is no less secret.
        options = {"rule": own, "baseline": ""}
        project = Project(Tree(root, b"0" * 16), source, options, count=self._hide_all)
        found = list(check.load().run(source, hits, project))
        self.cover(finding.span for finding in found)
        for finding in found:
            if finding.severity != NOTE or finding.rule in names:
                self._parts |= _parts(source.data, finding)

    def _hide_all(self, _: str) -> None:
        self.everything = True  # the check could not look at every place

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


def _parts(data: bytes, finding: Finding) -> set[str]:
    """The pieces of a secret that tell something of it: a host or a public beginning alone does not."""
    (start, end), (low, high) = finding.span, finding.value or finding.span
    before = data[start:low].decode("utf-8", "replace")[1 - PART :]
    value = data[low:high].decode("utf-8", "replace")
    text = before + value + data[high:end].decode("utf-8", "replace")[: PART - 1]
    return {text[at : at + PART] for at in range(max(1, len(text) - PART + 1))} | {value[:PART]}
