# SPDX-License-Identifier: Apache-2.0
"""Explanations: a rule, the catalogue of rules, the configuration in force at a path."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from mlhooks.config import ConfigError, defaults
from mlhooks.config.load import nearest
from mlhooks.core.source import LeftOut, open_source
from mlhooks.pages import foreign_page, page
from mlhooks.registry import ADAPTERS, CHECKS, OWN, adapter_of, rules
from mlhooks.report.escape import escape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlhooks.places import Place
    from mlhooks.result import Settings


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
    """What a rule does, why, and how to write it instead. Raises ConfigError for an unknown one."""
    known = {rule.id: rule for rule in rules()}
    adapter = adapter_of(name)
    if adapter is not None:
        return foreign_page(adapter, name)
    if name not in known:
        raise ConfigError("rule", 0, f'no rule is called "{name}"{nearest(name, known)}')
    return page(known[name])


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
