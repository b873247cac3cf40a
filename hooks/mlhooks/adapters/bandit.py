# SPDX-License-Identifier: Apache-2.0
"""bandit: its JSON report as our findings. Written from the output of bandit 1.9."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlhooks.core import child
from mlhooks.core.adapter import Adapter
from mlhooks.core.check import Option
from mlhooks.core.child import ToolFailed, ToolMissing
from mlhooks.core.finding import Finding, Help, Span
from mlhooks.core.rule import ERROR, NOTE, WARNING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhooks.core.adapter import Ground

PICKLE = ("load-pickle", "load-dill", "load-shelve", "load-jsonpickle", "load-pandas")
ADAPTER = Adapter(
    "bandit",
    "bandit's findings in Python, under this configuration and in these reports",
    "mlhooks.adapters.bandit",
    requirement="bandit==1.9.4",
    home="https://bandit.readthedocs.io/en/latest/plugins/index.html",
    options=(Option("rules", "strs", [], 'ids of the only rules that run, such as "B602"; empty means all'),),
    covers={
        "bandit-b301": PICKLE,
        "bandit-b506": ("load-yaml",),
        "bandit-b614": ("torch-load-default", "torch-load-unsafe", "torch-load-fallback"),
    },
    types_or=("python",),
)  # fmt: skip
SEVERITIES = {"HIGH": ERROR, "MEDIUM": WARNING, "LOW": NOTE}
GENTLE = {"tests", "docs", "examples", "generated"}
SECRETS = ("B105", "B106", "B107")  # their text repeats the password
HIDDEN = "possible hard-coded password"


def run(paths: Sequence[str], project: Ground) -> Iterator[Finding]:
    """See `core.adapter.Runner`."""
    paths = [path for path in paths if path.endswith((".py", ".pyw"))]
    if not paths:
        return
    python = child.python_with("bandit", "bandit")
    if python is None:
        raise ToolMissing
    command = [python, "-I", "-X", "utf8", "-m", "bandit", "-q", "-f", "json", "--exit-zero"]
    if not project.foreign_marks:
        command.append("--ignore-nosec")
    if project.options["rules"]:
        command += ["-t", ",".join(project.options["rules"])]
    for batch in child.batches([f"{project.root}/{path}" for path in paths]):
        done = child.run([*command, "--", *batch], seconds=project.options["seconds"])
        yield from _findings(done, project)


def _findings(done: child.Done, project: Ground) -> Iterator[Finding]:
    report = child.report_of(done)
    try:
        for error in report["errors"]:
            path = project.inside(str(error["filename"]))
            message = "bandit could not parse this file and has not looked at it"
            yield Finding("unparsable", NOTE, project.span(path, 1), message, "bandit", path=path)
        for row in report["results"]:
            yield _finding(row, project)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise ToolFailed("printed a report that is not understood") from None


def _finding(row: dict[str, Any], project: Ground) -> Finding:
    path, name = project.inside(str(row["filename"])), str(row["test_id"])
    line, column = int(row["line_number"]), int(row.get("col_offset", 0)) + 1
    lines = [int(number) for number in row.get("line_range", ())] or [line]
    gentle = bool(project.classes.get(path, frozenset()) & GENTLE)
    text = HIDDEN if name in SECRETS else str(row["issue_text"]).splitlines()[0]
    end = int(row.get("end_col_offset", 0)) + 1 if len(lines) == 1 else 0
    span = project.span(path, line, column, line if end else 0, end)
    statement = Span(project.span(path, min(lines)).start, project.span(path, max(lines)).end)
    return Finding(
        ADAPTER.rule(name),
        NOTE if gentle else SEVERITIES.get(str(row["issue_severity"]), WARNING),
        span,
        f"{text} ({name}, confidence {str(row['issue_confidence']).lower()})",
        f"{name} {text}",
        help=(Help("because", str(row["more_info"])),) if row.get("more_info") else (),
        statement=statement,
        path=path,
    )
