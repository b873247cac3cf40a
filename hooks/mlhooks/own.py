# SPDX-License-Identifier: Apache-2.0
"""Rules that a project adds to its checks: their compiled patterns, and the checks that they wake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhooks.config import ConfigError
from mlhooks.core.patterns import Patterns, TooMany, Unusable, compiled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mlhooks.config import Config


def patterns_of(config: Config, checks: Iterable[str], known: dict[str, Patterns]) -> dict[str, Patterns]:
    """For each of these checks to which the project adds rules their patterns, `known` filled up for the run.

    Raises ConfigError where they cannot be used here.
    """
    owners = set(config.own.values())
    return {check: _patterns(config, check, known) for check in checks if check in owners}


def _patterns(config: Config, check: str, known: dict[str, Patterns]) -> Patterns:
    rows = config.tables[check]["rule"]
    texts = [row["pattern"] for row in rows]
    key = repr(texts)
    if key not in known:
        try:
            known[key] = compiled(texts)
        except Unusable as unusable:
            named = ", ".join(row["id"] for row in rows)
            raise ConfigError(config.path, 0, f"{named}: {unusable}. Nothing was checked.") from None
    return known[key]


def woken(own: Mapping[str, Patterns], data: bytes, most: int) -> tuple[list[str], bool]:
    """The checks of which a pattern matches, and whether one of them matches at more than `most` places."""
    found, over = [], False
    for check, patterns in own.items():
        try:
            if patterns.find(data, most):
                found.append(check)
        except TooMany:
            over = True
    return found, over
