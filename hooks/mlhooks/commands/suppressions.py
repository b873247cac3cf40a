# SPDX-License-Identifier: Apache-2.0
"""`mlhooks suppressions`: what is accepted where, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhooks import finish
from mlhooks.accepted import IN_BASELINE, accepted
from mlhooks.commands.options import add_config, settings_of
from mlhooks.engine import Run
from mlhooks.listing import files
from mlhooks.report.escape import escape

if TYPE_CHECKING:
    import argparse

    from mlhooks.accepted import Accepted
    from mlhooks.commands.options import Parser

NONE = "no reason given"


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add this command to the command line."""
    command = commands.add_parser(
        "suppressions", help="list every mark, path rule and accepted finding with its reason"
    )
    command.add_argument("paths", nargs="*", metavar="PATH", default=["."])
    command.add_argument("--tracked", action="store_true", help="only files that git tracks")
    command.add_argument("--no-reason", action="store_true", help="only what has none; exit 1 if any has")
    add_config(command)
    command.set_defaults(run=_suppressions)


def _suppressions(given: argparse.Namespace) -> int:
    run = Run(settings_of(given))
    found = list(accepted(run, files(given.paths, tracked=given.tracked)))
    shown = [row for row in found if not given.no_reason or not row.reason]
    lines = [_line(row) for row in shown]
    lines += [f"mlhooks: could not read {escape(path)}: {escape(why)}" for path, why in run.result.unread]
    lines.append(f"mlhooks: {len(found)} accepted, {sum(not row.reason for row in found)} without a reason")
    finish.tell("".join(f"{line}\n" for line in lines))
    if run.result.unread:
        return 2
    return 1 if given.no_reason and shown else 0


def _line(row: Accepted) -> str:
    where = f"{escape(row.path)}:{row.line}" if row.line else escape(row.path)
    reason = f"({row.reason or NONE})" if row.reason in ("", IN_BASELINE) else escape(row.reason)
    return f"{where}: {escape(row.what)}   {reason}"
