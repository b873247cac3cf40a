# SPDX-License-Identifier: Apache-2.0
"""Annotations for GitHub Actions: workflow commands that put a finding on its line in a pull request.

Format: docs.github.com, "Workflow commands for GitHub Actions". GitHub shows the first ten of a step, so the
most severe come first. The text report stands between `stop-commands` marks with a random token, so that
nothing in it is taken for a command.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from mlhooks.report.escape import escape

if TYPE_CHECKING:
    from mlhooks.core.finding import Finding
    from mlhooks.result import Result

COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def render(result: Result, text: str, token: str = "") -> str:
    """The text report, then one annotation a finding; only the text where nothing was found.

    `token` is random unless given. What starts us may indent every line: the runner strips blanks before it
    looks for a command.
    """
    if not result.findings:
        return text
    token = token or secrets.token_hex(16)
    lines = [annotation(finding) for finding in sorted(result.findings, key=lambda f: -f.rank)]
    return f"::stop-commands::{token}\n{text}::{token}::\n" + "".join(line + "\n" for line in lines)


def annotation(finding: Finding) -> str:
    """One workflow command."""
    at = finding.location
    assert at is not None
    properties = {
        "file": escape(finding.path),
        "line": str(at.line),
        "col": str(at.column),
        "endLine": str(at.end_line),
        **({"endColumn": str(at.end_column)} if at.line == at.end_line else {}),
        "title": finding.rule,
    }
    packed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    fixes = [f"{help.label}: {help.text}" for help in finding.help if help.label in ("because", "fix", "do")]
    where = f" ({finding.where})" if finding.where else ""
    message = "\n".join(escape(line) for line in [finding.message + where, *fixes])
    return f"::{COMMANDS[finding.severity]} {packed}::{_data(message)}"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
