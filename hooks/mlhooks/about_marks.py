# SPDX-License-Identifier: Apache-2.0
"""Findings about our own marks: those not understood, ids that do not exist or that accepted nothing."""

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

NOT_UNDERSTOOD = "this mark was not understood; write `mlhooks: ignore[rule-id] why`"


def about_marks(place: Place, source: Source, suppressions: Suppressions) -> Iterator[Finding]:
    """What is wrong with the marks of one source, in order."""
    known = [*(rule.id for rule in rules()), *place.config.own]
    said: dict[str, str] = {}
    for mark in suppressions.ours():
        identity = ",".join(mark.ids)
        if not mark.ids:
            yield _own("suppression-unknown", WARNING, mark.span, NOT_UNDERSTOOD, NOT_UNDERSTOOD, source)
        unused = {name for name in mark.ids if name not in mark.used and _looked_for(place, source, name)}
        for name in mark.ids:
            if name not in known and adapter_of(name) is None:
                message = said[name] if name in said else said.setdefault(name, _unknown(name, known))
                yield _own("suppression-unknown", WARNING, mark.span, message, identity + name, source)
            elif name in unused:
                do = (
                    "delete the mark" if len(unused) == len(set(mark.ids)) else f"take {name} out of the mark"
                )
                message = f"{name} was looked for here and not found; {do}"
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
    check = check_of(rule) or check_named(place.config.own.get(rule, ""))
    return (
        check is not None
        and any(known.id == check.id for known in place.checks)
        and rule not in place.config.off
        and any(check.heeds(one, source.path, source.kind) for one in range(len(check.widths)))
    )
