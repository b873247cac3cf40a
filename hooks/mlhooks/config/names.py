# SPDX-License-Identifier: Apache-2.0
"""What a rule id, a check name or `prefix-*` stands for, and the nearest name to a wrong one."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from mlhooks.registry import CHECKS, rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlhooks.core.check import Check


def matching(pattern: str) -> list[str]:
    """Ids of the rules that a rule id, a check name or `prefix-*` stands for."""
    for check in CHECKS:
        if check.id == pattern:
            return [rule.id for rule in check.rules]
    if pattern.endswith("*"):
        return [rule.id for rule in rules() if rule.id.startswith(pattern[:-1])]
    return [rule.id for rule in rules() if rule.id == pattern]


def names_check(pattern: str, check: Check) -> bool:
    """Whether `select` asks for a check by name, so that an opt-in one runs without its table."""
    return pattern == check.id or any(rule in check.rule_ids for rule in matching(pattern))


def off(select: Sequence[str], ignore: Sequence[str]) -> frozenset[str]:
    everything = {rule.id for rule in rules()}
    chosen = {rule for pattern in select for rule in matching(pattern)} if select else set(everything)
    return frozenset(everything - (chosen - {rule for pattern in ignore for rule in matching(pattern)}))


def nearest(name: str, names: Iterable[str]) -> str:
    """ "; did you mean X?" for messages, or nothing."""
    close = get_close_matches(name.replace("_", "-"), list(names), 1)
    return f'; did you mean "{close[0]}"?' if close else ""
