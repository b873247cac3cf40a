# SPDX-License-Identifier: Apache-2.0
"""The end of a run: print what was found, apply what was asked for, and give the exit code."""

from __future__ import annotations

import os
import sys
from collections import Counter
from typing import TYPE_CHECKING

from mlhooks import hints
from mlhooks.config import ConfigError
from mlhooks.core.check import NotConfigured
from mlhooks.core.git import GitError
from mlhooks.core.source import from_bytes
from mlhooks.engine import Run
from mlhooks.errors import UsageError, place_of
from mlhooks.fix import FixRefused, apply, diff, write
from mlhooks.hook import FIXERS
from mlhooks.listing import NoSuchPath
from mlhooks.redact import Redactor
from mlhooks.registry import check_of
from mlhooks.report import github, text
from mlhooks.report.escape import escape
from mlhooks.result import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlhooks.core.finding import Finding
    from mlhooks.result import Result


def say(output: str) -> None:
    """Print to standard output; a console that lacks a character gets its escape, never an exception."""
    if not output:
        return
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
    sys.stdout.write(output)


def complain(error: Exception) -> int:
    """Print why nothing could be done; exit code 2. Of a bug of ours only the place is shown."""
    say(f"mlhooks: {escape(_sentence(error))}\n")
    return 2


def _sentence(error: Exception) -> str:
    if isinstance(error, ConfigError):
        return f"{error.path}:{error.line}: {error}" if error.line else f"{error.path}: {error}"
    if isinstance(error, NoSuchPath):
        return f"{error}: no such file or folder. Nothing was checked."
    if isinstance(error, GitError):
        return f"git: {error}. mlhooks asks git which files there are; mend this, or name the files."
    if isinstance(error, (UsageError, NotConfigured, FixRefused)):
        return str(error)
    return place_of(error)


def show(result: Result, options: Mapping[str, str]) -> int:
    """Print a run's findings and what could not be looked at; the exit code."""
    only = f" --only {options['only']}" if "only" in options else ""
    only += " --deep" if "deep" in options else ""
    accept = hints.command("mlhooks-baseline", otherwise=f"{hints.program()} baseline{only}", manual=True)
    rendered = text.render(
        result,
        every="all" in options,
        statistics="statistics" in options,
        accept=accept,
        fixes=_fixes(result),
        show_all=hints.show_all(),
    )
    if os.environ.get("GITHUB_ACTIONS") == "true" and result.findings:
        rendered = github.render(result, rendered)
    say(rendered)
    return 0 if "exit-zero" in options and result.exit_code == 1 else result.exit_code


def _fixes(result: Result) -> list[tuple[int, str, str]]:
    """How many findings of a check a command can fix, the check's id, and the command."""
    counts = Counter(
        check.id for finding in result.findings if finding.fix and (check := check_of(finding.rule))
    )
    hooks = {check: hook for hook, check in FIXERS.items()}
    commands = [
        (count, check, hints.fixer(check, hooks.get(check, ""))) for check, count in sorted(counts.items())
    ]
    return [row for row in commands if row[2]]


def fix(result: Result, options: Mapping[str, str], *, changed_is_failure: bool) -> int:
    """Apply the fixes that the findings carry (or print them, with `diff`), then show what is left."""
    fixable = [finding for finding in result.findings if finding.fix and _shown(finding) in result.texts]
    changed, done = 0, list[str]()
    for path in dict.fromkeys(_shown(finding) for finding in fixable):
        if any(os.path.samefile(path, other) for other in done):
            continue  # the same file, named twice
        done.append(path)
        group = [finding for finding in fixable if _shown(finding) == path]
        try:
            _fix_file(path, group, result.texts[path], only_show="diff" in options)
        except FixRefused as refused:
            result.unread.append((path, str(refused)))
            continue
        changed += 1
        result.findings = [finding for finding in result.findings if finding not in group]
        result.failed -= sum(finding.severity != "note" for finding in group)
    code = 0
    if result.findings or result.unread or result.broken or "statistics" in options:
        code = show(result, options)
    return max(code, 1) if changed and (changed_is_failure or "diff" in options) else code


def _fix_file(path: str, findings: Sequence[Finding], old: bytes, *, only_show: bool) -> None:
    """Write one file's fixes, or show them: no lines around, and no secret in them. Raises FixRefused."""
    new = apply(sorted(edit for finding in findings for edit in finding.fix), old)
    if only_show:
        hits = Run(Settings(no_config=True)).hits_of("secrets", old)
        hide = Redactor(from_bytes(path, old), os.getcwd(), hits).hide
        lines = diff(path, old, new, around=0).split("\n")
        say("".join(f"{escape(line[:1])}{escape(hide(line[1:]))}\n" for line in lines if line))
        return
    write(path, old, new)
    say(f"Fixing {escape(path)}\n")


def _shown(finding: Finding) -> str:
    return finding.location.path if finding.location else finding.path
