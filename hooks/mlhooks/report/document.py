# SPDX-License-Identifier: Apache-2.0
"""Our own JSON, for programs. Its shape is `docs/report.schema.json`; docs/reports.md says what may change.

Within a format number keys are added, never renamed, removed or given another meaning.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from mlhooks.core import secrets_baseline
from mlhooks.report.escape import visible
from mlhooks.report.plain import dump, named, path_of

if TYPE_CHECKING:
    from mlhooks.core.finding import Finding
    from mlhooks.result import Result

FORMAT = 1


def render(result: Result, version: str, *, statistics: bool = False) -> str:
    """The whole document."""
    shown = [*result.findings, *result.hidden]
    told = {
        "format": FORMAT,
        "version": version,
        "findings": [_finding(name, finding) for name, finding in named(shown)],
        "unread": [{"path": visible(path), "reason": visible(reason)} for path, reason in result.unread],
        "broken": [visible(sentence) for sentence in sorted(result.broken)],
        "summary": _summary(result),
    }
    if statistics:
        told["statistics"] = _statistics(result)
    return dump(told)


def _statistics(result: Result) -> dict[str, Any]:
    return {
        "rules": dict(sorted(Counter(finding.rule for finding in result.findings).items())),
        "counted": {visible(name): count for name, count in sorted(result.counted.items())},
        "seconds": round(result.seconds, 2),
    }


def _finding(name: str, finding: Finding) -> dict[str, Any]:
    at = finding.location
    assert at is not None
    told: dict[str, Any] = {
        "rule": finding.rule,
        "severity": finding.severity,
        "path": path_of(finding),
        "start": {"line": at.line, "column": at.column},
        "end": {"line": at.end_line, "column": at.end_column},
        "message": visible(finding.message),
        "help": [{"label": help.label, "text": visible(help.text)} for help in finding.help],
        "fixable": bool(finding.fix),
        "fingerprint": name,
    }
    if finding.where:
        told["where"] = visible(finding.where)
    if finding.accepted is not None:
        told["accepted"] = {"by": finding.accepted.by, "reason": visible(finding.accepted.reason)}
    return told


def _summary(result: Result) -> dict[str, Any]:
    severities = Counter(finding.severity for finding in result.findings)
    return {
        "errors": severities["error"],
        "warnings": severities["warning"],
        "notes": severities["note"],
        "failing": result.failed,
        "files": len({finding.path for finding in result.findings}),
        "looked_at": result.looked_at,
        "left_out": dict(sorted(result.left_out.items())),
        "suppressed": result.suppressed,
        "accepted": result.accepted,
        "accepted_by_detect_secrets": sum(
            count for name, count in result.counted.items() if name.startswith(secrets_baseline.COUNTED)
        ),
    }
