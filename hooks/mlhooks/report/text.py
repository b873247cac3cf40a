# SPDX-License-Identifier: Apache-2.0
"""The report that people read: one line a finding, its help indented, one summary line."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mlhooks.core import secrets_baseline
from mlhooks.core.rule import NOTE, SEVERITIES
from mlhooks.report.escape import escape
from mlhooks.report.terminal import PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhooks.core.finding import Finding
    from mlhooks.report.terminal import Style
    from mlhooks.result import Result

FOLD = 5
ORDER = ("because", "fix", "do", "instead", "or", "allow")
LABEL_WIDTH = 9


def render(
    result: Result,
    *,
    every: bool,
    statistics: bool,
    accept: str,
    show_all: str,
    fixes: Sequence[tuple[int, str, str]] = (),
    style: Style = PLAIN,
) -> str:
    """The whole output of a run, ending in a newline unless it is empty.

    `every` unfolds; `accept` is the command that accepts today's findings or "", `show_all` how to unfold;
    `fixes` are (how many, of which check, the command that writes them).
    """
    lines: list[str] = []
    for finding in _unfolded(result.findings, every):
        lines += _finding(finding, style)
    if not every:
        lines += _folded(result.findings, show_all)
    for finding in result.hidden:
        lines.append(style.paint("dim", f"{_headline(finding, PLAIN)} ({accepted_by(finding)})"))
    lines += [f"{count} of {check} can be written: {command}" for count, check, command in fixes]
    lines += problems(result)
    if result.findings or statistics:
        lines.append(style.paint("summary", _summary(result, accept)))
    if statistics:
        lines += _statistics(result)
    return "".join(line + "\n" for line in lines)


def problems(result: Result) -> list[str]:
    """A line for everything that could not be looked at, and what the run has to say besides."""
    lines = [f"mlhooks: could not read {escape(path)}: {escape(reason)}" for path, reason in result.unread]
    return lines + [f"mlhooks: {escape(sentence)}" for sentence in (*sorted(result.broken), *result.said)]


def accepted_by(finding: Finding) -> str:
    """Why a finding does not show, for people."""
    why = finding.accepted
    assert why is not None
    words = {"mark": "suppressed by a mark", "path": "suppressed by per-path-ignores"}
    said = words.get(why.by, "accepted by the baseline")
    return f"{said}: {escape(why.reason)}" if why.reason else said


def _unfolded(findings: list[Finding], every: bool) -> Iterator[Finding]:
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.rule] += 1
        if every or seen[finding.rule] <= FOLD:
            yield finding


def _folded(findings: list[Finding], show_all: str) -> Iterator[str]:
    for rule, count in sorted(Counter(finding.rule for finding in findings).items()):
        if count > FOLD:
            yield f"{count - FOLD} more of {rule}; {show_all}"


def _finding(finding: Finding, style: Style) -> Iterator[str]:
    yield _headline(finding, style)
    yield from style.frame(finding)
    for help in sorted(finding.help, key=lambda item: ORDER.index(item.label)):
        yield f"    {style.paint('label', f'{help.label:<{LABEL_WIDTH}}')}{escape(help.text)}"


def _headline(finding: Finding, style: Style) -> str:
    at = finding.location
    assert at is not None
    where = f" ({escape(finding.where)})" if finding.where else ""
    note = " (note)" if finding.severity == NOTE else ""
    place = style.paint("place", f"{escape(at.path)}:{at.line}:{at.column}:")
    return f"{place} {style.paint(finding.severity, finding.rule)} {escape(finding.message)}{where}{note}"


def _summary(result: Result, accept: str) -> str:
    severities = Counter(finding.severity for finding in result.findings)
    files = len({finding.path for finding in result.findings})
    counts = ", ".join(_count(severities[name], name) for name in reversed(SEVERITIES) if severities[name])
    parts = [f"{counts} in {_count(files, 'file')}" if files else "no findings"]
    parts.append(f"{_count(result.looked_at, 'file')} looked at")
    if result.left_out:
        reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(result.left_out.items()))
        parts.append(f"left out: {reasons}")
    if result.accepted:
        parts.append(f"{result.accepted} accepted by the baseline")
    for name, count in sorted(result.counted.items()):
        if name.startswith(secrets_baseline.COUNTED):
            parts.append(f"{count} accepted by {escape(name.removeprefix(secrets_baseline.COUNTED))}")
    if result.suppressed:
        parts.append(f"{result.suppressed} suppressed")
    if result.failed and accept:
        parts.append(f"to accept what is here today: {accept}")
    return "mlhooks: " + "; ".join(parts)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _statistics(result: Result) -> Iterator[str]:
    for rule, count in sorted(Counter(finding.rule for finding in result.findings).items()):
        yield f"    {count:6} {rule}"
    for name, count in sorted(result.counted.items()):
        yield f"    {count:6} {escape(name)}"
    yield f"    {result.seconds:.2f} s"
