# SPDX-License-Identifier: Apache-2.0
"""What several commands share: the parser, the options about the configuration, settings from arguments."""

from __future__ import annotations

import argparse
import os

from mlhooks.errors import UsageError
from mlhooks.registry import CHECKS
from mlhooks.result import Settings


class Parser(argparse.ArgumentParser):
    """Reports a mistake in one sentence, exit code 2."""

    def unknown(self, argument: str) -> None:
        """Refuse an argument that is left over. Raises UsageError."""
        from mlhooks.config.names import nearest

        name = argument.partition("=")[0]
        if not name.startswith("-"):
            self.error(f'nothing can be done with "{argument}" here')
        near = nearest(name, [text for text in self._option_string_actions if text.startswith("--")])
        self.error(f'there is no option "{name}"{near}')

    def error(self, message: str) -> None:  # type: ignore[override]
        raise UsageError(f"{message}; `{self.prog} --help` lists what there is")


def add_config(command: argparse.ArgumentParser) -> None:
    """Add the options that say which configuration holds."""
    group = command.add_mutually_exclusive_group()
    group.add_argument("--config", metavar="FILE", help="use this configuration for every file")
    group.add_argument("--no-config", action="store_true", help="use none")


def settings_of(given: argparse.Namespace) -> Settings:
    """What the arguments ask the engine for; an option that a command does not have is as configured."""
    wanted = getattr(given, "only", None)
    only = None if wanted is None else checks_named(wanted)
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
        listed=True,
    )


def checks_named(names: str) -> frozenset[str]:
    """The ids in a comma-separated list. Raises UsageError for one that no check has."""
    from mlhooks.config.names import nearest

    known = [check.id for check in CHECKS]
    chosen = [name.strip() for name in names.split(",") if name.strip()]
    for name in chosen:
        if name not in known:
            near = nearest(name, known) or f"; known are {', '.join(known)}"
            raise UsageError(f'no check is called "{name}"{near}')
    if not chosen:
        raise UsageError(f"--only names no check; known are {', '.join(known)}")
    return frozenset(chosen)


def processes(text: str) -> int:
    """How many processes an argument asks for, 0 for as many as there are cores."""
    count = int(text)
    if count < 0:
        raise argparse.ArgumentTypeError(f'"{text}" is no number of processes; 1 is the lowest')
    return count
