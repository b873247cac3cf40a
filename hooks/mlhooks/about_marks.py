# SPDX-License-Identifier: Apache-2.0
"""Findings about our own marks in comments: ids that do not exist, and ids that accepted nothing."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from mlhooks.core.finding import Finding, Span
from mlhooks.core.rule import NOTE, WARNING
from mlhooks.registry import adapter_of, check_named, check_of, rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhooks.core.source import Source
    from mlhooks.places import Place
    from mlhooks.suppress import Suppressions


def about_marks(place: Place, source: Source, suppressions: Suppressions) -> Iterator[Finding]:
    """Findings about our own marks: ids that do not exist, and ids that accepted nothing."""
    known = [rule.id for rule in rules()]
    said: dict[str, str] = {}
    for mark in suppressions.ours():
        identity = ",".join(mark.ids)
        for name in mark.ids:
            if name not in known and adapter_of(name) is None:
                message = said[name] if name in said else said.setdefault(name, _unknown(name, known))
                yield _own("suppression-unknown", WARNING, mark.span, message, identity + name, source)
            elif name not in mark.used and _looked_for(place, source, name):
                message = f"{name} was looked for here and not found; delete the mark"
                yield _own("suppression-unused", NOTE, mark.span, message, identity + name, source)


def _unknown(name: str, known: Sequence[str]) -> str:
    """What is wrong with a name in a mark."""
    if name.endswith("*") or check_named(name):
        return f'"{name}" stands for several rules; a mark names each, per-path-ignores takes names like this'
    near = get_close_matches(name, known, 1)
    return f'no rule is called "{name}"' + (f'; did you mean "{near[0]}"?' if near else "")


def _own(rule: str, severity: str, span: Span, message: str, identity: str, source: Source) -> Finding:
    return Finding(rule, severity, span, message, identity, path=source.path)


def _looked_for(place: Place, source: Source, rule: str) -> bool:
    """Whether the rule was on in this run, and its triggers were looked for in this kind of file."""
    check = check_of(rule)
    return (
        check is not None
        and any(known.id == check.id for known in place.checks)
        and rule not in place.config.off
        and any(check.heeds(one, source.path, source.kind) for one in range(len(check.triggers)))
    )
