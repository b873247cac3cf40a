# SPDX-License-Identifier: Apache-2.0
"""`mlhooks baseline` and the hook id `mlhooks-baseline`: accept what fails now."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlhooks import baseline, finish, hints
from mlhooks.commands.options import add_config, settings_of
from mlhooks.core.source import read_regular
from mlhooks.deep import extend
from mlhooks.engine import Run, run
from mlhooks.errors import UsageError
from mlhooks.fix import create, write
from mlhooks.hook import ALL
from mlhooks.listing import files
from mlhooks.registry import ADAPTERS, CHECKS, adapter_of, check_of
from mlhooks.report.escape import escape
from mlhooks.result import Settings

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from mlhooks.commands.options import Parser
    from mlhooks.core.adapter import Adapter
    from mlhooks.core.finding import Finding


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add this command to the command line."""
    accept = commands.add_parser("baseline", help=f"accept what fails now: write {baseline.NAME}")
    accept.add_argument("paths", nargs="*", metavar="PATH", default=["."])
    accept.add_argument("--tracked", action="store_true", help="only files that git tracks")
    add_config(accept)
    accept.add_argument(
        "--deep",
        action="store_true",
        help="also what detect-secrets, bandit and semgrep report, where installed",
    )
    accept.add_argument("--only", metavar="CHECK[,CHECK]", help="accept what these checks report")
    accept.add_argument(
        "--migrate",
        action="store_true",
        help="instead rewrite those entries of detect-secrets' baseline that name no secret",
    )
    accept.set_defaults(run=_baseline)


def _baseline(given: argparse.Namespace) -> int:
    if given.migrate:
        from mlhooks.migrate import migrate

        state = Run(settings_of(given))
        return migrate(state, _root(state, given.paths))
    adapters = ADAPTERS if given.deep else ()
    return _write_baseline(given.paths, settings_of(given), tracked=given.tracked, adapters=adapters)


@dataclass(frozen=True)
class _Covered:
    """Whether an entry is judged anew: its path lies below one of these, its rule is of these checks, or of
    these tools, which ran."""

    paths: tuple[str, ...]
    only: frozenset[str] | None
    tools: tuple[Adapter, ...] = ()

    def __call__(self, path: str, rule: str) -> bool:
        check, tool = check_of(rule), adapter_of(rule)
        if tool is not None and tool not in self.tools:
            return False
        if tool is None and self.only is not None and (check is None or check.id not in self.only):
            return False
        return any(not above or path == above or path.startswith(above + "/") for above in self.paths)


def write_listed_baseline() -> int:
    """The manual hook: accept what the hooks that the team's file lists would report in tracked files."""
    named = frozenset(check.id for check in CHECKS if hints.listed(check.id))
    only = None if hints.listed(ALL) or not named else named
    settings = Settings(only=only, asked=named, jobs=os.cpu_count() or 1)
    adapters = tuple(adapter for adapter in ADAPTERS if hints.listed(adapter.hook))
    return _write_baseline(["."], settings, tracked=True, adapters=adapters)


def _write_baseline(
    paths: Sequence[str], settings: Settings, *, tracked: bool, adapters: Sequence[Adapter] = ()
) -> int:
    """Accept what fails now in these paths; entries of other files and checks stay. The exit code."""
    root = _root(Run(settings), paths)
    inside = tuple(os.path.abspath(path).replace(os.sep, "/")[len(root) :].strip("/") for path in paths)
    old = settings.collect = baseline.read(root)
    names = list(files(paths, tracked=tracked))
    result = run(names, settings)
    ran = extend(result, names, settings, adapters=adapters) if adapters else []
    if result.exit_code == 2:
        finish.show(result, {})
        raise UsageError(f"{baseline.NAME} was not written, since not everything could be looked at")
    target = f"{root}/{baseline.NAME}"
    content = baseline.render(old, _Covered(inside, settings.only, tuple(ran)), result.findings)
    existing = _content(target)
    if existing is None:
        create(target, content)
    elif existing != content:
        write(target, existing, content)
    finish.say(_accepted(target, old, content, result.findings))
    finish.say("".join(f"mlhooks: {escape(sentence)}\n" for sentence in result.said))
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
