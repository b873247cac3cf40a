# SPDX-License-Identifier: Apache-2.0
"""Explanations: a rule, the catalogue of rules, the configuration in force at a path."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from mlhooks.config import ConfigError, defaults
from mlhooks.config.names import matching, nearest
from mlhooks.core.source import LeftOut, open_source
from mlhooks.foreign import NATIVE
from mlhooks.pages import foreign_page, own_page, page
from mlhooks.registry import ADAPTERS, CHECKS, OWN, adapter_of, rules
from mlhooks.report.escape import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mlhooks.places import Place
    from mlhooks.result import Settings


BEGIN = 3  # ids that a message suggests


def catalogue() -> str:
    """Every rule with its summary, by check."""
    lines = []
    for title, group in [*((check.id, check.rules) for check in CHECKS), ("mlhooks itself", OWN)]:
        lines.append(title)
        lines += [f"    {rule.id:<36}{rule.summary}" for rule in group]
    for adapter in ADAPTERS:
        lines += [adapter.id, f"    {adapter.id + '-*':<36}{adapter.summary}"]
    return "\n".join(lines) + "\n"


def rule(name: str) -> str:
    """What a rule does, why, and how to write it instead; the rules that a check, a `prefix-*` or another
    tool's id stands for; a rule of the project. Raises ConfigError for an unknown one."""
    known = {rule.id: rule for rule in rules()}
    adapter = adapter_of(name)
    if adapter is not None:
        return foreign_page(adapter, name)
    if name in known:
        return page(known[name])
    patterns = NATIVE.get(name) or NATIVE.get(name.upper()) or ()
    found = dict.fromkeys(each for one in patterns or (name,) for each in matching(one, {}))
    if found:
        title = f"{escape(name)} of another tool is, here:" if patterns else f"{escape(name)} stands for:"
        return "\n".join([title, *(f"    {each:<36}{known[each].summary}" for each in found)]) + "\n"
    own = _own_rule(name)
    if own:
        return own
    raise ConfigError("rule", 0, f'no rule is called "{name}"{_meant(name, known)}')


def _meant(name: str, known: Iterable[str]) -> str:
    """The ids that may have been meant: those that begin so, else the nearest."""
    lower = name.lower()
    begin = [each for each in known if each.startswith(lower)][:BEGIN]
    if not begin or lower in begin:
        return nearest(lower, known)
    listed = " or ".join(f'"{each}"' for each in begin)
    return f"; did you mean {listed}?"


def _own_rule(name: str) -> str:
    """The page of a rule that the project of the current folder added, "" for none."""
    from mlhooks.engine import Run
    from mlhooks.result import Settings

    try:
        found = Run(Settings()).place_of("").config
    except ConfigError:
        return ""
    for check, table in found.tables.items():
        for row in table.get("rule", ()):
            if row["id"] == name:
                return "".join(f"{escape(line)}\n" for line in own_page(row, check, found.path).splitlines())
    return ""


def config(path: str, settings: Settings) -> str:
    """What is in force at a path: the file it comes from, every key, the checks, the path's classes."""
    from mlhooks.engine import Run, split

    state = Run(settings)
    folder = path if os.path.isdir(path) else split(path)[0]
    place = state.place_of(folder)
    found = place.config
    lines = [
        f"from      {found.path or 'the defaults (no mlhooks.toml, no [tool.mlhooks] in a pyproject.toml)'}"
    ]
    lines.append(f"root      {place.root}")
    lines.append(f"checks    {', '.join(check.id for check in place.checks) or 'none'}")
    if not os.path.isdir(path):
        lines.append(f"class     {_classes(place, path)}")
    standard = defaults()
    lines += ["", *_rows(found.values, standard.values)]
    for check in (*CHECKS, *ADAPTERS):
        if any(check.id == known.id for known in place.checks) or check in ADAPTERS:
            lines += ["", f"[{check.id}]", *_rows(found.tables[check.id], standard.tables[check.id])]
    return "".join(escape(line) + "\n" for line in lines)


def _rows(values: Mapping[str, object], standard: Mapping[str, object]) -> list[str]:
    """Keys with their values, those that were set marked."""
    return [
        f"{key} = {json.dumps(value)}{'' if value == standard[key] else '   # set'}"
        for key, value in sorted(values.items())
    ]


def _classes(place: Place, path: str) -> str:
    from mlhooks.awake import classes_of
    from mlhooks.core.project import Tree
    from mlhooks.engine import split

    relative = place.prefix + split(path)[1]
    try:
        source = open_source(path, relative, 1 << 40, lambda *_: True)
    except (LeftOut, OSError) as error:
        return f"not looked at ({error})"
    classes = classes_of(place.config, Tree(place.root, b"0" * 16), source)
    source.close()
    return ", ".join(sorted(classes)) or "shipped"
