# SPDX-License-Identifier: Apache-2.0
"""The end of a run: print what was found, apply what was asked for, and give the exit code."""

from __future__ import annotations

import os
import sys
from collections import Counter
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from mlhooks import __version__, hints
from mlhooks.awake import order
from mlhooks.config import ConfigError
from mlhooks.core.check import NotConfigured
from mlhooks.core.git import GitError
from mlhooks.core.source import from_bytes
from mlhooks.engine import Run
from mlhooks.errors import UsageError, place_of
from mlhooks.fix import FixRefused, apply, diff, write
from mlhooks.hook import FIXERS
from mlhooks.listing import NoSuchPath, NotRead
from mlhooks.outputs import FOR_PEOPLE, Output, emit, silent, warn
from mlhooks.redact import Redactor
from mlhooks.registry import check_of
from mlhooks.report import github, text
from mlhooks.report.escape import escape
from mlhooks.report.terminal import PLAIN, style
from mlhooks.result import Settings
from mlhooks.veil import veiled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from mlhooks.core.finding import Finding
    from mlhooks.report.terminal import Style
    from mlhooks.result import Result


COUNTING = (*FOR_PEOPLE, "json")  # formats that show statistics


def say(output: str) -> None:
    """Print to standard output; a console that lacks a character gets its escape, never an exception."""
    if not output:
        return
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
    sys.stdout.write(output)


def tell(output: str, own: Sequence[Mapping[str, Any]] = ()) -> None:
    """Print what repeats text of the project, without the secrets in it; `own`: the project's rules."""
    say(veiled(output, own))


def complain(error: Exception, *, aside: bool = False) -> int:
    """Print why nothing could be done, to standard error where `aside`; exit code 2.

    Of a bug of ours only the place is shown.
    """
    sentence = veiled(f"mlhooks: {escape(_sentence(error))}")
    if aside:
        warn([sentence])
    else:
        say(f"{sentence}\n")
    return 2


def _sentence(error: Exception) -> str:
    if isinstance(error, ConfigError):
        return f"{error.path}:{error.line}: {error}" if error.line else f"{error.path}: {error}"
    if isinstance(error, NoSuchPath):
        return f"{error}: no such file or folder. Nothing was checked."
    if isinstance(error, GitError):
        return f"git: {error}. mlhooks asks git which files there are; mend this, or name the files."
    if isinstance(error, (UsageError, NotConfigured, FixRefused, NotRead)):
        return str(error)
    return place_of(error)


def show(result: Result, options: Mapping[str, str], reports: Sequence[Output] = ()) -> int:
    """Print a run's findings and what could not be looked at, or write the reports; the exit code."""
    result.hidden.sort(key=order)
    usual = "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"
    outputs = list(reports) or [Output(usual, "")]

    def rendered(output: Output) -> str:
        return _rendered(output, result, options)

    failed = emit(outputs, rendered, say)
    if "statistics" in options and not any(output.format in COUNTING for output in outputs):
        warn([f"mlhooks: statistics are in {', '.join(COUNTING)} only"])
    if failed or silent(outputs):
        warn([*(text.problems(result) if silent(outputs) else ()), *failed])
    if failed:
        return 2
    return 0 if "exit-zero" in options and result.exit_code == 1 else result.exit_code


def _rendered(output: Output, result: Result, options: Mapping[str, str]) -> str:
    """One report."""
    if output.format not in FOR_PEOPLE:
        return _for_program(output.format, result, statistics="statistics" in options)
    if output.format == "github":
        return github.render(result, _text(result, options, PLAIN))
    dressed = "people" in options and not output.file
    return _text(result, options, _style() if dressed else PLAIN)


def _for_program(format: str, result: Result, *, statistics: bool) -> str:
    """A report that no hook prints, so that what it needs is imported only here."""
    from mlhooks import pages
    from mlhooks.report import document, gitlab, sarif

    if format == "gitlab":
        return gitlab.render(result)
    if format == "json":
        return document.render(result, __version__, statistics=statistics)
    used = {finding.rule for finding in [*result.findings, *result.hidden]}
    return sarif.render(result, pages.explained(used), sarif.Tool(__version__, pages.homepage()))


def _style() -> Style:
    """Dressed for the terminal that standard output is, if it is one."""
    return style(os.environ, terminal=sys.stdout.isatty(), width=get_terminal_size().columns)


def _text(result: Result, options: Mapping[str, str], dress: Style) -> str:
    return text.render(
        result,
        every="all" in options,
        statistics="statistics" in options,
        accept=_accept(options),
        fixes=_fixes(result, options),
        show_all=hints.show_all(),
        style=dress,
    )


def _accept(options: Mapping[str, str]) -> str:
    """The command that accepts what this run shows, "" without one."""
    if "people" in options and "accept" not in options:
        return ""
    more = escape(options.get("accept", " --deep" if "deep" in options else ""))
    otherwise, needs = f"{hints.program()} baseline{more}", options.get("needs", "")
    return hints.command("mlhooks-baseline", otherwise=otherwise, manual=True, needs=needs)


def _fixes(result: Result, options: Mapping[str, str]) -> list[tuple[int, str, str]]:
    """How many findings of a check a command can fix, the check's id, and the command."""
    if "people" in options and "fix" not in options:
        return []
    more = escape(options.get("fix", ""))
    counts = Counter(
        check.id for finding in result.findings if finding.fix and (check := check_of(finding.rule))
    )
    hooks = {check: hook for hook, check in FIXERS.items()}
    commands = [
        (count, check, hints.fixer(check, hooks.get(check, ""), more))
        for check, count in sorted(counts.items())
    ]
    return [row for row in commands if row[2]]


def fix(
    result: Result,
    options: Mapping[str, str],
    *,
    changed_is_failure: bool,
    applies: Callable[[Finding], bool] = lambda _: True,
    reports: Sequence[Output] = (),
) -> int:
    """Apply the fixes that the findings carry (or print them, with `diff`), then show what is left.

    A fix that does not apply stays with its finding, so that its command is named.
    """
    fixable = [
        finding
        for finding in result.findings
        if finding.fix and _shown(finding) in result.texts and applies(finding)
    ]
    changed, done = 0, list[str]()
    for path in dict.fromkeys(_shown(finding) for finding in fixable):
        if any(os.path.samefile(path, other) for other in done):
            continue  # the same file, named twice
        done.append(path)
        group = [finding for finding in fixable if _shown(finding) == path]
        try:
            _fix_file(path, group, result, only_show="diff" in options)
        except FixRefused as refused:
            result.broken.append(f"could not write {path}: {refused}")
            continue
        changed += 1
        result.findings = [finding for finding in result.findings if finding not in group]
        result.failed -= sum(finding.severity != "note" for finding in group)
    code = 0
    if result.findings or result.unread or result.broken or result.said or "statistics" in options:
        code = show(result, options, reports)
    return max(code, 1) if changed and (changed_is_failure or "diff" in options) else code


def _fix_file(path: str, findings: Sequence[Finding], result: Result, *, only_show: bool) -> None:
    """Write one file's fixes, or show them: no lines around, and no secret in them. Raises FixRefused."""
    old = result.texts[path]
    new = apply(sorted(edit for finding in findings for edit in finding.fix), old)
    if only_show:
        hits = Run(Settings(no_config=True)).hits_of("secrets", old)
        hide = Redactor(from_bytes(path, old), os.getcwd(), hits, result.own[path]).hide
        lines = diff(path, old, new, around=0).split("\n")
        shown = "".join(f"{escape(line[:1])}{escape(hide(line[1:]))}\n" for line in lines if line)
        tell(shown, result.own[path])
        return
    write(path, old, new)
    say(f"Fixing {escape(path)}\n")


def _shown(finding: Finding) -> str:
    return finding.location.path if finding.location else finding.path
