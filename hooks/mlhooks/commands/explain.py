# SPDX-License-Identifier: Apache-2.0
"""`mlhooks rule`, `mlhooks inspect`, `mlhooks config`: explanations, which judge nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhooks import describe, finish, inspection
from mlhooks.commands.options import add_config, settings_of
from mlhooks.listing import NoSuchPath, exists

if TYPE_CHECKING:
    import argparse

    from mlhooks.commands.options import Parser


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add these commands to the command line."""
    rule = commands.add_parser("rule", help="explain a rule, offline")
    rule.add_argument("id", nargs="?", help="a rule id; without one, all are listed")
    rule.set_defaults(run=_rule)
    inspect = commands.add_parser("inspect", help=f"print what is in a file: {inspection.known()}")
    inspect.add_argument("paths", nargs="+", metavar="FILE")
    inspect.set_defaults(run=_inspect)
    config = commands.add_parser("config", help="print what is in force at a path, and from where")
    config.add_argument("path", nargs="?", default=".")
    add_config(config)
    config.set_defaults(run=_config)


def _rule(given: argparse.Namespace) -> int:
    finish.say(describe.catalogue() if given.id is None else describe.rule(given.id))
    return 0


def _inspect(given: argparse.Namespace) -> int:
    output, code = inspection.inspect(given.paths)
    finish.tell(output)
    return code


def _config(given: argparse.Namespace) -> int:
    if not exists(given.path):
        raise NoSuchPath(given.path)
    finish.tell(describe.config(given.path, settings_of(given)))
    return 0
