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

    def error(self, message: str) -> None:  # type: ignore[override]
        raise UsageError(f"{message}; `{self.prog} --help` lists what there is")


def add_config(command: argparse.ArgumentParser) -> None:
    """Add the options that say which configuration holds."""
    group = command.add_mutually_exclusive_group()
    group.add_argument("--config", metavar="FILE", help="use this configuration for every file")
    group.add_argument("--no-config", action="store_true", help="use none")


def settings_of(given: argparse.Namespace) -> Settings:
    """What the arguments ask the engine for; an option that a command does not have is as configured."""
    only = checks_named(given.only) if getattr(given, "only", None) else None
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
    from mlhooks.config.load import nearest

    known = [check.id for check in CHECKS]
    chosen = [name.strip() for name in names.split(",") if name.strip()]
    for name in chosen:
        if name not in known:
            near = nearest(name, known) or f"; known are {', '.join(known)}"
            raise UsageError(f'no check is called "{name}"{near}')
    return frozenset(chosen)
