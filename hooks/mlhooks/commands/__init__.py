# SPDX-License-Identifier: Apache-2.0
"""The commands for people and CI. Each room here adds its parsers to the one command line and runs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhooks import __version__
from mlhooks.commands import accept, check, explain, init, suppressions
from mlhooks.commands.options import Parser

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOMS = (check, explain, accept, suppressions, init)


def main(argv: Sequence[str]) -> int:
    """Run one command; the exit code. Raises what `finish.complain` explains."""
    top, commands = parsers()
    if argv and not argv[0].startswith("-") and argv[0] not in commands:
        from mlhooks.config.names import nearest

        top.error(f'no command is called "{argv[0]}"{nearest(argv[0], commands)}')
    arguments, left = top.parse_known_args(argv)
    if left:
        commands[arguments.command].unknown(left[0])
    code: int = arguments.run(arguments)
    return code


def parser() -> Parser:
    """The command line."""
    return parsers()[0]


def parsers() -> tuple[Parser, Mapping[str, Parser]]:
    """The command line, and that of each command by its name."""
    top = Parser(
        prog="mlhooks", description="Checks for teams that ship PyTorch models to browsers and devices."
    )
    top.add_argument("--version", action="version", version=f"mlhooks {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for room in ROOMS:
        room.add(commands)
    hook = commands.add_parser(
        "hook", help="what pre-commit starts: `mlhooks hook ID [--name=value] FILE ...`"
    )
    hook.set_defaults(run=lambda _: 2)
    return top, commands.choices
