# SPDX-License-Identifier: Apache-2.0
"""`baseline-stale`: entries of the baseline that accept nothing any more.

A finding lies in a file that was looked at: the one that the entries speak of, or, where that is gone, the
baseline itself.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

from mlhooks import baseline, hints
from mlhooks.core.finding import Finding, Help, Span
from mlhooks.core.rule import NOTE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mlhooks.baseline import Baseline
    from mlhooks.core.source import Source

RULE = "baseline-stale"


def mended(
    accepted: Baseline, source: Source, findings: Iterable[Finding], asked: Callable[[str], bool]
) -> Iterator[Finding]:
    """Entries of one file that no finding needs; `findings` are all that the run has in it, and `asked`
    tells whether a rule was looked for."""
    here = {baseline.entry(finding) for finding in findings}
    gone = sorted(accepted.accepted.get(source.path, frozenset()) - here)
    counts = Counter(rule for line in gone if asked(rule := line.partition(" ")[0]))
    for rule, count in sorted(counts.items()):
        things = f"{count} findings" if count > 1 else "a finding"
        verb = "are" if count > 1 else "is"
        message = f"the baseline accepts {things} of {rule} that {verb} not in this file any more"
        identity = " ".join(line for line in gone if line.startswith(f"{rule} "))
        yield _finding(Span(0, 0), message, identity, source)


def deleted(accepted: Baseline, root: str, source: Source) -> Iterator[Finding]:
    """Files that the baseline speaks of and that are not there, at their first line in it (`source`)."""
    for path, lines in sorted(accepted.accepted.items()):
        if not os.path.lexists(f"{root}/{path}"):
            start = baseline.line_of(source.text, path)
            rules = ", ".join(sorted({line.partition(" ")[0] for line in lines}))
            message = f"{path} is gone, and the baseline still accepts {rules} in it"
            span = Span(start, source.text.find(b"\n", start) if start else 0)
            yield _finding(span, message, path, source)


def _finding(span: Span, message: str, identity: str, source: Source) -> Finding:
    command = hints.command("mlhooks-baseline", otherwise=f"{hints.program()} baseline --update", manual=True)
    help = (Help("do", command),)
    return Finding(RULE, NOTE, span, message, identity, help, path=source.path)
