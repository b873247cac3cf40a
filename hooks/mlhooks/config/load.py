# SPDX-License-Identifier: Apache-2.0
"""A configuration from its bytes: its own table, and what it extends."""

from __future__ import annotations

import os
from typing import Any

from mlhooks.config import Config
from mlhooks.config.fields import FIELDS
from mlhooks.config.names import asks_for, off, own_rules
from mlhooks.config.reader import Reader
from mlhooks.core.source import read_regular
from mlhooks.registry import ADAPTERS, CHECKS


def load(content: bytes, root: str, path: str) -> Config | None:
    """Validate the table in `content`, which stands at `path` below `root`; None when it has no table."""
    values, tables = _layers(content, root, path, [])
    if values is None:
        return None
    full = {field.name: values.get(field.name, field.default) for field in FIELDS}
    own = own_rules(tables)
    named = {check.id for check in CHECKS if any(asks_for(name, check, own) for name in full["select"])}
    written = tuple(sorted({*tables, *named}))
    options = {table.id: {**table.defaults(), **tables.get(table.id, {})} for table in (*CHECKS, *ADAPTERS)}
    return Config(path, full, options, written, off(full["select"], full["ignore"], own))


def _layers(
    content: bytes, root: str, path: str, seen: list[str]
) -> tuple[dict[str, Any] | None, dict[str, dict[str, Any]]]:
    """The written values and check tables, `extend` resolved: a key here wins over the same key there."""
    reader = Reader(content, path)
    if reader.table is None:
        return None, {}
    extend = reader.extend()
    if not extend:
        return reader.read()
    other = _extended(root, path, extend, reader)
    if other in seen or len(seen) > 8:
        raise reader.error(["extend"], f'"{extend}" extends back to this file')
    more = read_regular(f"{root}/{other}", 1 << 20)
    if more is None or len(more) == 1 << 20:
        raise reader.error(["extend"], f"{other} cannot be read, or is larger than 1 MiB")
    below, below_tables = _layers(more, root, other, [*seen, path, other])
    if below is None:
        raise reader.error(["extend"], f"{other} has no table for mlhooks")
    values, tables = reader.read(own_rules(below_tables))
    merged = {
        name: {**below_tables.get(name, {}), **tables.get(name, {})} for name in {*below_tables, *tables}
    }
    return {**below, **values}, merged


def _extended(root: str, path: str, target: str, reader: Reader) -> str:
    """The root-relative path that `extend` names; it may not leave the root, by dots or by links."""
    if "\0" in target:
        raise reader.error(["extend"], "a path holds no NUL")
    folder = os.path.join(root, os.path.dirname(path))
    real_root = os.path.realpath(root)
    real = os.path.realpath(os.path.join(folder, target))
    if not real.startswith(real_root + os.sep):
        raise reader.error(["extend"], f'"{target}" lies outside the project')
    if not os.path.isfile(real):
        raise reader.error(["extend"], f'"{target}" does not exist')
    return os.path.relpath(real, real_root).replace(os.sep, "/")
