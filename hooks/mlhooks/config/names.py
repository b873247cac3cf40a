# SPDX-License-Identifier: Apache-2.0
"""Names of rules in a configuration: which ones a name stands for, and how messages repeat it."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from mlhooks.registry import CHECKS, adapter_named, adapter_of, rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mlhooks.core.check import Check

OWN = "rule"  # the option of a check in which a project adds rules


def own_rules(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """The rules that a configuration adds: id -> the id of their check. Reads tables before validation."""
    found = {}
    for check in CHECKS:
        table = tables.get(check.id)
        rows = table.get(OWN) if isinstance(table, dict) else None
        for row in rows if isinstance(rows, list) else ():
            name = row.get("id") if isinstance(row, dict) else None
            if isinstance(name, str):
                found[name] = check.id
    return found


def known_rules(own: Mapping[str, str]) -> list[str]:
    """Ids of all rules, those that a configuration adds among them."""
    return [*(rule.id for rule in rules()), *own]


def shown(value: str) -> str:
    """A name as a message repeats it; what is no name, and may be a secret in the wrong place, is cut."""
    words = re.fullmatch(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*-?\*?", value)
    short = re.fullmatch(r"[A-Za-z_.*-]{1,24}", value)
    few = sum(map(str.isdigit, value)) <= 4
    return value if (words or short) and few and len(value) <= 60 else f"{value[:4]}..."


def name_of(keys: Sequence[str | int]) -> str:
    """A key as a message names it: a glob or a rule id with the table that it is in."""
    last = str(keys[-1])
    return last if len(keys) == 1 or re.fullmatch("[a-z0-9-]+", last) else f'{keys[-2]}."{last}"'


def matching(pattern: str, own: Mapping[str, str]) -> list[str]:
    """Ids of the rules that a rule id, a check name or `prefix-*` stands for."""
    for check in CHECKS:
        if check.id == pattern:
            return [*(rule.id for rule in check.rules), *(name for name in own if own[name] == pattern)]
    if pattern.endswith("*"):
        return [name for name in known_rules(own) if name.startswith(pattern[:-1])]
    return [name for name in known_rules(own) if name == pattern]


def is_foreign(pattern: str) -> bool:
    """Whether a name stands for rules of another tool, of which no list is kept."""
    name = pattern.removesuffix("*").rstrip("-")
    return adapter_named(name) is not None or adapter_of(name) is not None


def asks_for(pattern: str, check: Check, own: Mapping[str, str]) -> bool:
    """Whether `select` asks for a check by name, so that an opt-in one runs without its table."""
    return pattern == check.id or any(rule in check.rule_ids for rule in matching(pattern, own))


def off(select: Sequence[str], ignore: Sequence[str], own: Mapping[str, str]) -> frozenset[str]:
    """Ids of the rules that `select` and `ignore` leave out."""
    everything = set(known_rules(own))
    chosen = {rule for pattern in select for rule in matching(pattern, own)} if select else set(everything)
    return frozenset(everything - (chosen - {rule for pattern in ignore for rule in matching(pattern, own)}))


def nearest(name: str, names: Iterable[str]) -> str:
    """ "; did you mean X?" for messages, or nothing."""
    close = get_close_matches(name.replace("_", "-"), list(names), 1)
    return f'; did you mean "{close[0]}"?' if close else ""
