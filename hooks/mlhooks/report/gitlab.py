# SPDX-License-Identifier: Apache-2.0
"""The code quality report of GitLab, shown in a merge request.

Format: docs.gitlab.com, "Code Quality", "Code Quality report format": a JSON array of violations, each with
`description`, `check_name`, `fingerprint`, `severity` and `location`. The file has no byte order mark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhooks.report.escape import visible
from mlhooks.report.plain import dump, named, path_of

if TYPE_CHECKING:
    from mlhooks.core.finding import Finding
    from mlhooks.result import Result

SEVERITIES = {"error": "critical", "warning": "major", "note": "info"}
EXPLAINED = ("because", "fix", "do", "instead")


def render(result: Result) -> str:
    """The whole file."""
    return dump([_violation(name, finding) for name, finding in named(result.findings)])


def _violation(name: str, finding: Finding) -> dict[str, object]:
    at = finding.location
    assert at is not None
    where = f" ({visible(finding.where)})" if finding.where else ""
    said = [f"{help.label}: {visible(help.text)}" for help in finding.help if help.label in EXPLAINED]
    return {
        "description": "; ".join([f"{visible(finding.message)}{where}", *said]),
        "check_name": finding.rule,
        "fingerprint": name,
        "severity": SEVERITIES[finding.severity],
        "location": {"path": path_of(finding), "lines": {"begin": at.line, "end": at.end_line}},
    }
