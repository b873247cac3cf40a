# SPDX-License-Identifier: Apache-2.0
"""Keep secrets out of what quotes a file: the code in a fix line, the lines of a diff.

Only the secrets check may hold a value, and only while it works; this holds the spans that it reports, for
the time of one file, and hides every text that repeats a part of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhooks.core.matcher import build
from mlhooks.core.project import Project, Tree
from mlhooks.registry import check_named

if TYPE_CHECKING:
    from mlhooks.core.source import Source

HIDDEN = "(not shown: it holds a secret)"
PART = 6  # characters; a shortened line may hold the beginning or the end of a value


class Redactor:
    """Hides texts that repeat a secret of one source. Costs a scan where the file has no such trigger."""

    def __init__(self, source: Source, root: str) -> None:
        self._parts: set[str] = set()
        check = check_named("secrets")
        if check is None or source.data is None:
            return
        found = build(check.triggers)(source.data)
        hits = sorted((end - check.triggers[index].width, end, index) for index, end in found)
        if not hits:
            return
        project = Project(Tree(root, b"0" * 16), source, check.defaults())
        for finding in check.load().run(source, [(index, start, end) for start, end, index in hits], project):
            value = source.data[finding.span.start : finding.span.end].decode("utf-8", "replace")
            self._parts |= {value[at : at + PART] for at in range(max(1, len(value) - PART + 1))}

    def hide(self, text: str) -> str:
        """The text, or a remark in its place where it repeats a part of a secret."""
        if not self._parts:
            return text
        inside = any(text[at : at + PART] in self._parts for at in range(len(text)))
        return HIDDEN if inside else text
