# SPDX-License-Identifier: Apache-2.0
"""What the commands that a report of `check` names repeat of the command that was given: without it they
would write, or accept, more or less than the report shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhooks import hints

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator


def again(given: argparse.Namespace) -> dict[str, str]:
    """The arguments of a command that fixes (`fix`) and of one that accepts (`accept`), each absent where no
    such command does to files what this one showed of them."""
    if given.staged or given.stdin_filename is not None:
        return {}  # other contents than those of the working tree
    where = [*_options(given, "tracked", "config", "no-config"), *_paths(given.paths)]
    told = {"fix": _joined([*_options(given, "min-severity", "since"), *where])}
    if given.since is None and "error" not in (given.min_severity, given.fail_on):
        told["accept"] = _joined([*_options(given, "only", "deep"), *where])
    return told


def _options(given: argparse.Namespace, *names: str) -> Iterator[str]:
    """The options of these names that were given, with their values."""
    for name in names:
        value = getattr(given, name.replace("-", "_"))
        if value:
            yield f"--{name}"
            yield from () if value is True else (hints.quoted(value),)


def _paths(paths: list[str]) -> Iterator[str]:
    """The paths, or that there are many."""
    if len(paths) > hints.FEW:
        yield "PATH ..."
        return
    for path in paths:
        yield hints.quoted(f"./{path}" if path.startswith("-") else path)


def _joined(arguments: list[str]) -> str:
    return "".join(f" {argument}" for argument in arguments)
