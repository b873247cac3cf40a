# SPDX-License-Identifier: Apache-2.0
"""The commands for people and CI: `check`, `rule`, `inspect`, `config`, `baseline`."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mlhooks import __version__, baseline, describe, finish, hints, inspection
from mlhooks.core.rule import SEVERITIES
from mlhooks.core.source import from_bytes, read_regular
from mlhooks.engine import Run, run
from mlhooks.errors import UsageError
from mlhooks.fix import create, write
from mlhooks.hook import ALL
from mlhooks.listing import NoSuchPath, files
from mlhooks.registry import CHECKS, check_of
from mlhooks.report.escape import escape
from mlhooks.result import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhooks.core.finding import Finding
    from mlhooks.result import Result


class Parser(argparse.ArgumentParser):
    """Reports a mistake in one sentence, exit code 2."""

    def error(self, message: str) -> None:  # type: ignore[override]
        raise UsageError(f"{message}; `{self.prog} --help` lists what there is")


def main(argv: Sequence[str]) -> int:
    """Run one command; the exit code. Raises what `finish.complain` explains."""
    arguments = parser().parse_args(argv)
    code: int = arguments.run(arguments)
    return code


def parser() -> Parser:
    """The command line."""
    top = Parser(
        prog="mlhooks", description="Checks for teams that ship PyTorch models to browsers and devices."
    )
    top.add_argument("--version", action="version", version=f"mlhooks {__version__}")
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    _add_check(commands)
    rule = commands.add_parser("rule", help="explain a rule, offline")
    rule.add_argument("id", nargs="?", help="a rule id; without one, all are listed")
    rule.set_defaults(run=_rule)
    inspect = commands.add_parser("inspect", help=f"print what is in a file: {inspection.known()}")
    inspect.add_argument("paths", nargs="+", metavar="FILE")
    inspect.set_defaults(run=_inspect)
    config = commands.add_parser("config", help="print what is in force at a path, and from where")
    config.add_argument("path", nargs="?", default=".")
    _add_config(config)
    config.set_defaults(run=_config)
    accept = commands.add_parser("baseline", help=f"accept what fails now: write {baseline.NAME}")
    accept.add_argument("paths", nargs="*", metavar="PATH", default=["."])
    accept.add_argument("--tracked", action="store_true", help="only files that git tracks")
    _add_config(accept)
    accept.add_argument("--only", metavar="CHECK[,CHECK]", help="accept what these checks report")
    accept.add_argument(
        "--migrate",
        action="store_true",
        help="instead rewrite those entries of detect-secrets' baseline that name no secret",
    )
    accept.set_defaults(run=_baseline)
    hook = commands.add_parser(
        "hook", help="what pre-commit starts: `mlhooks hook ID [--name=value] FILE ...`"
    )
    hook.set_defaults(run=lambda _: 2)
    return top


def _add_check(commands: argparse._SubParsersAction[Parser]) -> None:
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
    check.add_argument("--tracked", action="store_true", help="only files that git tracks")
    check.add_argument("--stdin-filename", metavar="NAME", help="judge standard input as this file")
    check.add_argument("--jobs", type=int, default=0, metavar="N", help="processes; default: one a core")
    _add_config(check)
    check.set_defaults(run=_check)


def _add_config(command: argparse.ArgumentParser) -> None:
    group = command.add_mutually_exclusive_group()
    group.add_argument("--config", metavar="FILE", help="use this configuration for every file")
    group.add_argument("--no-config", action="store_true", help="use none")


def _settings(given: argparse.Namespace) -> Settings:
    only = _only(given.only) if getattr(given, "only", None) else None
    return Settings(
        only=only,
        asked=only or frozenset(),
        config=given.config,
        no_config=given.no_config,
        min_severity=getattr(given, "min_severity", None),
        fail_on=getattr(given, "fail_on", None),
        jobs=getattr(given, "jobs", 0) or os.cpu_count() or 1,
        fixing=getattr(given, "fix", False) or getattr(given, "diff", False),
        statistics=getattr(given, "statistics", False),
    )


def _only(names: str) -> frozenset[str]:
    from mlhooks.config.load import nearest

    known = [check.id for check in CHECKS]
    chosen = [name.strip() for name in names.split(",") if name.strip()]
    for name in chosen:
        if name not in known:
            near = nearest(name, known) or f"; known are {', '.join(known)}"
            raise UsageError(f'no check is called "{name}"{near}')
    return frozenset(chosen)


def _check(given: argparse.Namespace) -> int:
    settings = _settings(given)
    if given.stdin_filename is not None:
        result = _check_stdin(given.stdin_filename, settings)
        result.texts.clear()  # standard input is not written back
    else:
        result = run(files(given.paths or ["."], tracked=given.tracked), settings)
    options = {
        name: "1"
        for name in ("all", "statistics", "exit-zero", "diff")
        if getattr(given, name.replace("-", "_"))
    }
    if given.only:
        options["only"] = given.only
    if not (given.fix or given.diff):
        return finish.show(result, options)
    result.findings = [f if _fixes(f.rule, given.only) else replace(f, fix=()) for f in result.findings]
    return finish.fix(result, options, changed_is_failure=False)


def _fixes(rule: str, only: str | None) -> bool:
    """Whether `--fix` may apply a rule's fix: the license header's always, others' when named by --only."""
    return rule.startswith("license-header-") or only is not None


def _check_stdin(name: str, settings: Settings) -> Result:
    state = Run(settings)
    content = sys.stdin.buffer.read()
    state.judge(from_bytes(name.replace(os.sep, "/"), content), name)
    return state.result


def _baseline(given: argparse.Namespace) -> int:
    if given.migrate:
        from mlhooks.migrate import migrate

        state = Run(_settings(given))
        return migrate(state, _root(state, given.paths))
    return _write_baseline(given.paths, _settings(given), tracked=given.tracked)


def _rule(given: argparse.Namespace) -> int:
    finish.say(describe.rule(given.id) if given.id else describe.catalogue())
    return 0


def _inspect(given: argparse.Namespace) -> int:
    output, code = inspection.inspect(given.paths)
    finish.say(output)
    return code


def _config(given: argparse.Namespace) -> int:
    if not os.path.lexists(given.path):
        raise NoSuchPath(given.path)
    finish.say(describe.config(given.path, _settings(given)))
    return 0


@dataclass(frozen=True)
class _Covered:
    """Whether an entry is judged anew: its path lies below one of these, its rule is of these checks."""

    paths: tuple[str, ...]
    only: frozenset[str] | None

    def __call__(self, path: str, rule: str) -> bool:
        check = check_of(rule)
        if self.only is not None and (check is None or check.id not in self.only):
            return False
        return any(not above or path == above or path.startswith(above + "/") for above in self.paths)


def write_listed_baseline() -> int:
    """The manual hook: accept what the hooks that the team's file lists would report in tracked files."""
    named = frozenset(check.id for check in CHECKS if hints.listed(check.id))
    only = None if hints.listed(ALL) or not named else named
    settings = Settings(only=only, asked=named, jobs=os.cpu_count() or 1)
    return _write_baseline(["."], settings, tracked=True)


def _write_baseline(paths: Sequence[str], settings: Settings, *, tracked: bool) -> int:
    """Accept what fails now in these paths; entries of other files and checks stay. The exit code."""
    root = _root(Run(settings), paths)
    inside = tuple(os.path.abspath(path).replace(os.sep, "/")[len(root) :].strip("/") for path in paths)
    old = settings.collect = baseline.read(root)
    result = run(files(paths, tracked=tracked), settings)
    if result.exit_code == 2:
        finish.show(result, {})
        raise UsageError(f"{baseline.NAME} was not written, since not everything could be looked at")
    target = f"{root}/{baseline.NAME}"
    content = baseline.render(old, _Covered(inside, settings.only), result.findings)
    existing = _content(target)
    if existing is None:
        create(target, content)
    elif existing != content:
        write(target, existing, content)
    finish.say(_accepted(target, old, content, result.findings))
    return 0


def _accepted(target: str, old: baseline.Baseline, content: bytes, findings: Sequence[Finding]) -> str:
    """What the new baseline holds, and what to do with it."""
    shown = os.path.relpath(target).replace(os.sep, "/")
    total = sum(map(len, baseline.parse(content).accepted.values()))
    new = sum(not old.accepts(finding) for finding in findings)
    counted = f"{total} finding{'' if total == 1 else 's'}"
    return f"{escape(shown)} accepts {counted}, {new} of them new; next: git add {escape(shown)}\n"


def _root(state: Run, paths: Sequence[str]) -> str:
    """The one project root that all these paths lie in."""
    roots = set()
    for path in paths:
        folder = path if os.path.isdir(path) else os.path.dirname(path)
        roots.add(state.root_of(os.path.abspath(folder).replace(os.sep, "/")))
    if len(roots) > 1:
        listed = " and ".join(sorted(roots))
        raise UsageError(f"these paths lie in several projects, {listed}; run this command once for each")
    return roots.pop()


def _content(file: str) -> bytes | None:
    """What stands in the baseline now, None when there is none; it was read as one before."""
    return read_regular(file, 1 << 26)
