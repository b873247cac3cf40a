# SPDX-License-Identifier: Apache-2.0
"""`mlhooks baseline` and the hook id `mlhooks-baseline`: accept what fails now."""

from __future__ import annotations

import os
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
    accept.add_argument(
        "--update",
        action="store_true",
        help="accept nothing new; drop what is gone, and say so",
    )
    accept.set_defaults(run=_baseline)


def _baseline(given: argparse.Namespace) -> int:
    if given.migrate:
        from mlhooks.migrate import migrate

        state = Run(settings_of(given))
        return migrate(state, _root(state, given.paths))
    adapters = ADAPTERS if given.deep else ()
    return _write_baseline(
        given.paths, settings_of(given), tracked=given.tracked, update=given.update, adapters=adapters
    )


def write_listed_baseline() -> int:
    """The manual hook: accept what the hooks that the team's file lists would report in tracked files."""
    named = frozenset(check.id for check in CHECKS if hints.listed(check.id))
    adapters = tuple(adapter for adapter in ADAPTERS if hints.listed(adapter.hook))
    everything = hints.listed(ALL) or not (named or adapters)
    only = None if everything else named
    settings = Settings(only=only, asked=named, jobs=os.cpu_count() or 1, listed=True)
    return _write_baseline(["."], settings, tracked=True, adapters=adapters, needed=True)


def _write_baseline(
    paths: Sequence[str],
    settings: Settings,
    *,
    tracked: bool,
    update: bool = False,
    adapters: Sequence[Adapter] = (),
    needed: bool = False,
) -> int:
    """Accept what fails now in these paths; entries of other files and checks stay. With `update` nothing
    is added; with `needed` a tool that is not installed is a failure. The exit code. Raises UsageError."""
    root = _root(Run(settings), paths)
    inside = tuple(os.path.abspath(path).replace(os.sep, "/")[len(root) :].strip("/") for path in paths)
    old = settings.collect = baseline.read(root)
    names = list(files(paths, tracked=tracked))
    result = run(names, settings)
    ran = extend(result, names, settings, adapters=adapters) if adapters else []
    if result.exit_code == 2:
        finish.show(result, {})
        raise UsageError(f"{baseline.NAME} was not written, since not everything could be looked at")
    if needed and len(ran) < len(adapters):
        raise UsageError(f"{baseline.NAME} was not written: {'; '.join(result.said)}")
    failing = [finding for finding in result.findings if not update or old.accepts(finding)]
    covered = baseline.Covered(inside, lambda rule: _asked_for(rule, settings.only, ran))
    new = baseline.renewed(old, covered, failing)
    target = f"{root}/{baseline.NAME}"
    _store(target, baseline.render(new), update=update)
    finish.say(_dropped(old, new) if update else "")
    finish.say(_accepted(target, old, new, failing))
    finish.say("".join(f"mlhooks: {escape(sentence)}\n" for sentence in result.said))
    return 0


def _asked_for(rule: str, only: frozenset[str] | None, ran: Sequence[Adapter]) -> bool:
    """Whether a rule was looked for: its check was asked for, or its tool ran to its end."""
    tool = adapter_of(rule)
    if tool is not None:
        return tool in ran
    check = check_of(rule)
    owner = check.id if check else rule.startswith("secret-") and "secrets"  # a rule of the project's own
    return only is None or owner in only


def _store(target: str, content: bytes, *, update: bool) -> None:
    existing = read_regular(target, baseline.LIMIT)
    if existing is None and not update:
        create(target, content)
    elif existing is not None and existing != content:
        write(target, existing, content)


def _dropped(old: baseline.Baseline, new: baseline.Baseline) -> str:
    """What an update took out, one line for each file and rule."""
    rows = baseline.dropped(old, new)
    return "".join(
        f"dropped {escape(path)}: {rule}{f', {count} findings' if count > 1 else ''}\n"
        for path, rule, count in rows
    )


def _accepted(target: str, old: baseline.Baseline, new: baseline.Baseline, failing: Sequence[Finding]) -> str:
    """What the new baseline holds, and what to do with it."""
    shown = os.path.relpath(target).replace(os.sep, "/")
    total = sum(map(len, new.accepted.values()))
    added = sum(not old.accepts(finding) for finding in failing)
    gone = sum(count for _, _, count in baseline.dropped(old, new))
    counted = f"{total} finding{'' if total == 1 else 's'}, {added} of them new"
    went = f", {gone} dropped" if gone else ""
    return f"{escape(shown)} accepts {counted}{went}; next: git add {escape(shown)}\n"


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
