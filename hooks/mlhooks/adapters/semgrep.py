# SPDX-License-Identifier: Apache-2.0
"""semgrep: our rule files and the team's own, its JSON report as our findings. Written from semgrep 1.185."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from mlhooks.core import child
from mlhooks.core.adapter import Adapter
from mlhooks.core.check import Option
from mlhooks.core.child import ToolFailed, ToolMissing
from mlhooks.core.finding import Finding
from mlhooks.core.rule import ERROR, NOTE, WARNING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhooks.core.adapter import Ground

TORCH = ("torch-load-default", "torch-load-unsafe", "torch-load-fallback")
OWN = (  # the ids in semgrep-rules/, which are those of the native rules
    "torch-load-default",
    "torch-load-unsafe",
    "torch-load-pickle-module",
    "torch-load-fallback",
    "wasm-memory-unbounded",
    "wasm-memory-invalid",
    "wasm-memory-too-large",
)
ADAPTER = Adapter(
    "semgrep",
    "semgrep's findings by the rules of this project and your own, under this configuration",
    "mlhooks.adapters.semgrep",
    requirement="semgrep==1.185.0",
    home="https://semgrep.dev/docs/writing-rules/overview",
    options=(
        Option("rules", "strs", [], "files and folders of your own rules, relative to this file"),
        Option("bundled", "bool", True, "also run the rules of mlhooks whose native rule is off"),
    ),
    covers={
        **{f"semgrep-{rule}": (rule,) for rule in OWN},
        "semgrep-pickles-in-pytorch": TORCH,
        "semgrep-avoid-pyyaml-load": ("load-yaml",),
        "semgrep-avoid-pickle": ("load-pickle",),
        "semgrep-avoid-dill": ("load-dill",),
        "semgrep-avoid-shelve": ("load-shelve",),
    },
    types_or=("text",),
)
SEVERITIES = {
    **dict.fromkeys(("CRITICAL", "HIGH", "ERROR"), ERROR),
    **dict.fromkeys(("MEDIUM", "WARNING"), WARNING),
    **dict.fromkeys(("LOW", "INFO", "INVENTORY", "EXPERIMENT"), NOTE),
}
GENTLE = {"tests", "docs", "examples", "generated"}
# A rule about credentials may repeat one in its message.
ABOUT_SECRETS = ("secret", "password", "token", "credential", "api-key", "apikey", "private-key")
QUIET = {
    "SEMGREP_SETTINGS_FILE": "{empty}/settings.yml",
    "SEMGREP_LOG_FILE": "{empty}/semgrep.log",
    "SEMGREP_SEND_METRICS": "off",
    "SEMGREP_ENABLE_VERSION_CHECK": "0",
}
OPTIONS = (
    *("--json", "--quiet", "--metrics=off", "--disable-version-check", "--no-rewrite-rule-ids"),
    *("--no-git-ignore", "--x-ignore-semgrepignore-files"),  # `exclude` of our configuration decides
)


def run(paths: Sequence[str], project: Ground) -> Iterator[Finding]:
    """See `core.adapter.Runner`."""
    rules = _rules(project)
    if not rules or not paths:
        return
    program = child.program("semgrep")
    if program is None:
        raise ToolMissing
    command = [program, "scan", *OPTIONS, *(f"--config={file}" for file in rules)]
    if not project.foreign_marks:
        command.append("--disable-nosem")
    for batch in child.batches([f"{project.root}/{path}" for path in paths]):
        done = child.run([*command, "--", *batch], seconds=project.options["seconds"], more=QUIET)
        yield from _findings(done, project)


def _rules(project: Ground) -> list[str]:
    """Absolute paths of the rule files. Raises ToolFailed for one that is not there or lies outside."""
    off = all(project.off(ADAPTER.rule(rule)) for rule in OWN)
    files = [bundled()] if project.options["bundled"] and not off else []
    root = os.path.realpath(project.root)
    for name in project.options["rules"]:
        file = os.path.realpath(os.path.join(project.root, project.config_folder, name))
        if not os.path.exists(file) or not file.startswith(root + os.sep):
            raise ToolFailed(f'has no rules at "{name}": it names a file or folder of this project, and '
                             "nothing is fetched from the registry")  # fmt: skip
        files.append(file)
    return files


def bundled() -> str:
    """The folder of the rules that come with mlhooks: in the wheel, or at the top of the source tree."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(package, "semgrep-rules")
    above = os.path.join(os.path.dirname(os.path.dirname(package)), "semgrep-rules")
    return inside if os.path.isdir(inside) else above


def _findings(done: child.Done, project: Ground) -> Iterator[Finding]:
    report = child.report_of(done, any_status=True)  # 1 tells findings, others come with errors
    try:
        yield from (_finding(row, project) for row in report["results"])
        yield from _errors(report["errors"], done.status, project)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise ToolFailed("printed a report that is not understood") from None


def _errors(errors: list[dict[str, Any]], status: int, project: Ground) -> Iterator[Finding]:
    """Files that it could not read to the end as notes. Raises ToolFailed for what is no file's fault."""
    for path in dict.fromkeys(project.inside(str(error["path"])) for error in errors if error.get("path")):
        if path in project.classes:
            message = "semgrep could not parse all of this file"
            yield Finding("unparsable", NOTE, project.span(path, 1), message, "semgrep", path=path)
    if (
        any(project.inside(str(error.get("path", ""))) not in project.classes for error in errors)
        or status > 1
    ):
        raise ToolFailed(f"could not run all rules (exit status {status}); `semgrep validate` says which")


def _finding(row: dict[str, Any], project: Ground) -> Finding:
    path, name = project.inside(str(row["path"])), str(row["check_id"]).rpartition(".")[2]
    start, end, extra = row["start"], row["end"], row["extra"]
    rule = ADAPTER.rule(name)
    gentle = bool(project.classes.get(path, frozenset()) & GENTLE)
    about = f"{rule} {json.dumps(extra.get('metadata', {}))}".lower()
    hidden = any(word in about for word in ABOUT_SECRETS)
    text = "found by this rule" if hidden else " ".join(str(extra["message"]).split())
    span = project.span(path, int(start["line"]), int(start["col"]), int(end["line"]), int(end["col"]))
    return Finding(
        rule,
        NOTE if gentle else SEVERITIES.get(str(extra["severity"]), WARNING),
        span,
        text[:300],
        f"{name} {text}",
        path=path,
    )
