# SPDX-License-Identifier: Apache-2.0
"""SARIF 2.1.0, as GitHub code scanning and editors read it: one `run`, the rules that fired, their results.

Format: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", numbers of its sections
below; docs.github.com, "SARIF support for code scanning", for what GitHub wants besides.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from mlhooks.report.escape import visible
from mlhooks.report.plain import dump, named, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlhooks.core.finding import Finding
    from mlhooks.result import Result

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"  # 3.14.14: whoever reads the file says where that is
# GitHub sorts alerts by this number: over 9.0 critical, 7.0 to 8.9 high, 4.0 to 6.9 medium, below low.
SECURITY = {"error": "8.0", "warning": "5.5", "note": "3.0"}
PROBLEM = {"error": "error", "warning": "warning", "note": "recommendation"}
_PLACE = re.compile(r"(.+):(\d{1,9})", re.DOTALL)


class Explained(NamedTuple):
    """What is said of a rule. `severity`: its default; `page`: Markdown; `url`: "" where there is none.

    `weakness`: the rule's CWE, such as "CWE-502", "" for a rule that is not about security.
    """

    id: str
    check: str
    severity: str
    summary: str
    why: str
    page: str
    url: str = ""
    weakness: str = ""


class Tool(NamedTuple):
    """Who reports; `url` may be ""."""

    version: str
    url: str


def render(result: Result, rules: Mapping[str, Explained], tool: Tool) -> str:
    """The whole file; `rules` must know every rule of the result."""
    shown = [*result.findings, *result.hidden]
    used = sorted({finding.rule for finding in shown})
    number = {rule: index for index, rule in enumerate(used)}
    driver: dict[str, Any] = {"name": "mlhooks", "version": tool.version, "semanticVersion": tool.version}
    if tool.url:
        driver["informationUri"] = tool.url
    driver["rules"] = [_rule(rules[rule]) for rule in used]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(result)],
        "results": [_result(name, finding, number[finding.rule]) for name, finding in named(shown)],
    }
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Explained) -> dict[str, Any]:
    """A reportingDescriptor (3.49)."""
    properties: dict[str, Any] = {"tags": [rule.check], "problem.severity": PROBLEM[rule.severity]}
    if rule.weakness:
        kind, _, number = rule.weakness.lower().partition("-")
        properties["tags"] += ["security", f"external/{kind}/{kind}-{number}"]
        properties["security-severity"] = SECURITY[rule.severity]
    described = {
        "id": rule.id,
        "shortDescription": {"text": _message(rule.summary)},
        "fullDescription": {"text": _message(rule.why)},
        "help": {"text": _message(rule.page), "markdown": rule.page},
        "defaultConfiguration": {"level": rule.severity},
        "properties": properties,
    }
    if rule.url:
        described["helpUri"] = rule.url
    return described


def _invocation(result: Result) -> dict[str, Any]:
    """Whether all could be looked at (3.20); what could not is a notification."""
    told = [f"could not read {path}: {reason}" for path, reason in result.unread] + sorted(result.broken)
    invocation: dict[str, Any] = {"executionSuccessful": not told}
    if told:
        notes = [{"level": "error", "message": {"text": _message(visible(text))}} for text in told]
        invocation["toolExecutionNotifications"] = notes
    return invocation


def _result(name: str, finding: Finding, index: int) -> dict[str, Any]:
    """A result (3.27)."""
    fingerprints = {"mlhooks/v1": name}
    if finding.quote is not None and finding.quote.line_hash:
        fingerprints["primaryLocationLineHash"] = finding.quote.line_hash
    told: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": _message(text_of(finding))},
        "locations": [_location(finding)],
        "partialFingerprints": fingerprints,
    }
    related = [found for place in finding.related if (found := _related(place))]
    if related:
        told["relatedLocations"] = [{"id": number, **one} for number, one in enumerate(related, 1)]
    if finding.accepted is not None:
        kind = "inSource" if finding.accepted.by == "mark" else "external"
        told["suppressions"] = [{"kind": kind, "status": "accepted"}]
        if finding.accepted.reason:
            told["suppressions"][0]["justification"] = visible(finding.accepted.reason)
    return told


def _location(finding: Finding) -> dict[str, Any]:
    at = finding.location
    assert at is not None
    region = {
        "startLine": at.line,
        "startColumn": at.column,
        "endLine": at.end_line,
        "endColumn": at.end_column,
    }
    where: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": _artifact(finding.path), "region": region}
    }
    if finding.where:
        where["logicalLocations"] = [{"fullyQualifiedName": visible(finding.where)}]
    return where


def _related(place: str) -> dict[str, Any] | None:
    """A line that the finding depends on; None for what is no line, such as a table's name."""
    found = _PLACE.fullmatch(place)
    if found is None:
        return None
    physical = {"artifactLocation": _artifact(found[1]), "region": {"startLine": max(1, int(found[2]))}}
    return {"physicalLocation": physical, "message": {"text": "what it depends on"}}


def _artifact(path: str) -> dict[str, str]:
    """A relative URI (3.4.4, RFC 3986); a first segment with a colon would be read as a scheme."""
    uri = quote(os.fsencode(path), safe="/")
    return {"uri": uri, "uriBaseId": ROOT}


def _message(text: str) -> str:
    """Plain text of a message (3.11.6): brackets would begin a link, a backslash escapes."""
    return re.sub(r"([\\\[\]])", r"\\\1", text)
