# SPDX-License-Identifier: Apache-2.0
"""`mlhooks check`: look for everything, or for some of it, and report."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from mlhooks import finish, outputs
from mlhooks.changes import Changes
from mlhooks.commands.again import again
from mlhooks.commands.options import add_config, processes, settings_of
from mlhooks.core.rule import SEVERITIES
from mlhooks.core.source import from_bytes
from mlhooks.engine import Run, run
from mlhooks.errors import UsageError
from mlhooks.listing import files, repository
from mlhooks.progress import watching
from mlhooks.registry import CHECKS
from mlhooks.staged import Staged

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from mlhooks.commands.options import Parser
    from mlhooks.result import Result, Settings

SWITCHES = ("all", "statistics", "exit-zero", "diff", "deep")


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add this command to the command line."""
    check = commands.add_parser("check", help="look for everything, or with --only for some of it")
    check.add_argument("paths", nargs="*", metavar="PATH", help="files and folders; default: this folder")
    check.add_argument("--only", metavar="CHECK[,CHECK]", help=", ".join(check.id for check in CHECKS))
    check.add_argument("--min-severity", choices=SEVERITIES, help="what lies below is not shown")
    check.add_argument("--fail-on", choices=SEVERITIES[1:], help="the lowest severity that fails")
    check.add_argument(
        "--fix",
        action="store_true",
        help="write missing license headers; with --only CHECK, that check's certain fixes",
    )
    check.add_argument(
        "--diff", action="store_true", help="print what --fix would write, then what it would leave"
    )
    check.add_argument("--all", action="store_true", help="show every finding, folding none")
    check.add_argument("--statistics", action="store_true", help="count findings by rule")
    check.add_argument("--exit-zero", action="store_true", help="exit 0 although there are findings")
    check.add_argument(
        "--jobs", type=processes, default=0, metavar="N", help="processes; default: one a core"
    )
    check.add_argument(
        "--format",
        action="append",
        default=[],
        metavar="FORMAT[=FILE]",
        help=f"{', '.join(outputs.FORMATS)}; several where all but one have a file",
    )
    check.add_argument(
        "--show-suppressed",
        action="store_true",
        help="also report what is accepted",
    )
    _add_what(check)
    add_config(check)
    check.set_defaults(run=_check)


def _add_what(check: argparse.ArgumentParser) -> None:
    """The options that say what is looked at, and by whom."""
    check.add_argument("--tracked", action="store_true", help="only files that git tracks")
    check.add_argument(
        "--since", metavar="REF", help="report only what lies on lines changed since HEAD and REF parted"
    )
    check.add_argument(
        "--staged", action="store_true", help="judge what is going to be committed, as git's index has it"
    )
    check.add_argument(
        "--deep", action="store_true", help="also run detect-secrets, bandit and semgrep where installed"
    )
    check.add_argument(
        "--allow-plugin",
        action="append",
        default=[],
        metavar="FILE",
        help="with --deep: this plugin or filter of detect-secrets is code that may run",
    )
    check.add_argument("--stdin-filename", metavar="NAME", help="judge standard input as this file")


def _check(given: argparse.Namespace) -> int:
    reports = outputs.parse(given.format)
    if (given.fix or given.diff) and any(report != ("text", "") for report in reports):
        raise UsageError(
            "--fix and --diff change what a report would say; leave --format out, or write --format text"
        )
    _together(given)
    try:
        return _run(given, reports)
    except Exception as error:
        if not outputs.machine(reports):
            raise
        return finish.complain(error, aside=True)


def _run(given: argparse.Namespace, reports: Sequence[outputs.Output]) -> int:
    settings = settings_of(given)
    settings.suppressed = given.show_suppressed
    settings.named = frozenset(path for path in given.paths if not os.path.isdir(path))
    settings.quoted = (
        any(output.format not in outputs.FOR_PEOPLE for output in reports) or sys.stdout.isatty()
    )
    result = _result(given, settings)
    options = {name: "1" for name in SWITCHES if getattr(given, name.replace("-", "_"))}
    options |= {"people": "1", **again(given)}
    if not (given.fix or given.diff):
        return finish.show(result, options, reports)
    return finish.fix(
        result,
        options,
        changed_is_failure=False,
        applies=lambda f: _fixes(f.rule, given.only),
        reports=reports,
    )


def _result(given: argparse.Namespace, settings: Settings) -> Result:
    """What the run finds in what it was asked to look at."""
    if given.staged or given.since is not None:
        return _changed(given, settings)
    if given.stdin_filename is not None:
        result = _check_stdin(given.stdin_filename, settings)
        result.texts.clear()  # standard input is not written back
        return result
    names = list(files(given.paths or ["."], tracked=given.tracked))
    return _watched(names, given, settings)


def _watched(listed: Sequence[str], given: argparse.Namespace, settings: Settings) -> Result:
    """The result for these files, with what other tools find in them where these were asked for; whoever
    waits for it sees how far it is."""
    with watching(len(listed), settings):
        result = run(listed, settings)
    if given.deep:
        from mlhooks.deep import extend

        extend(result, listed, settings, given.allow_plugin)
    return result


def _changed(given: argparse.Namespace, settings: Settings) -> Result:
    """The result for what is staged, or for lines that changed. Raises UsageError."""
    _compatible(given)
    paths = given.paths or ["."]
    root = _repository(paths)
    staged = settings.staged = Staged(root) if given.staged else None
    try:
        names = files(paths, tracked=given.tracked) if staged is None else staged.files(paths)
        if given.since is not None:
            index = staged.more if staged is not None else None
            settings.since = Changes(root, given.since, staged=given.staged, index=index)
            names = settings.since.only(names)
        return _watched(list(names), given, settings)
    finally:
        if staged is not None:
            staged.close()


def _together(given: argparse.Namespace) -> None:
    """Refuse options that would be passed over beside others. Raises UsageError."""
    if given.allow_plugin and not given.deep:
        raise UsageError("--allow-plugin is about the tools that --deep runs; add --deep")
    if given.stdin_filename is None or given.staged or given.since is not None:
        return
    if not given.stdin_filename:
        raise UsageError("--stdin-filename needs the name that standard input is judged under")
    others = {"other paths": given.paths, "--fix": given.fix, "--diff": given.diff, "--deep": given.deep}
    for name, value in others.items():
        if value:
            raise UsageError(f"--stdin-filename judges standard input alone; leave {name} out")


def _compatible(given: argparse.Namespace) -> None:
    option = "--staged" if given.staged else "--since"
    if given.stdin_filename is not None:
        raise UsageError(f"{option} asks git about files, and --stdin-filename has none; leave one out")
    if given.staged and given.deep:
        raise UsageError(
            "--staged judges git's index, and other tools read the working tree; leave --deep out"
        )
    if given.staged and (given.fix or given.diff):
        raise UsageError("--staged judges git's index and --fix writes the working tree; leave one out")


def _repository(paths: Sequence[str]) -> str:
    """The one repository that all these paths lie in. Raises UsageError."""
    roots = {repository(path if os.path.isdir(path) else os.path.dirname(path)) for path in paths}
    if "" in roots:
        raise UsageError("--since and --staged ask git, and there is no repository here")
    if len(roots) > 1:
        raise UsageError(f"these paths lie in several repositories, {' and '.join(sorted(roots))}")
    return os.path.realpath(roots.pop()).replace(os.sep, "/")


def _fixes(rule: str, only: str | None) -> bool:
    """Whether `--fix` may apply a rule's fix: the license header's always, others' when named by --only."""
    return rule.startswith("license-header-") or only is not None


def _check_stdin(name: str, settings: Settings) -> Result:
    state = Run(settings)
    content = sys.stdin.buffer.read()
    state.judge(from_bytes(name.replace(os.sep, "/"), content), name)
    return state.result
