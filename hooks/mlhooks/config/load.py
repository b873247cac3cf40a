# SPDX-License-Identifier: Apache-2.0
"""Parse and validate a configuration. Every error names file, line and the nearest valid name."""

from __future__ import annotations

import os
import re
from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mlhooks.config import SHARED_NAME, Config, ConfigError
from mlhooks.config.fields import FIELDS
from mlhooks.config.locate import line_of_key
from mlhooks.config.names import asks_for, known_rules, matching, name_of, nearest, off, own_rules, shown
from mlhooks.core.cache import digest
from mlhooks.core.limits import LIMITS
from mlhooks.core.rule import SEVERITIES
from mlhooks.core.source import read_regular
from mlhooks.core.toml import NotToml, parse_toml
from mlhooks.registry import CHECKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mlhooks.core.check import Option

    Layer = tuple[dict[str, Any], dict[str, dict[str, Any]]]

NOTHING = "Nothing was checked."


def load(content: bytes, root: str, path: str) -> Config | None:
    """Validate the table in `content`, which stands at `path` below `root`; None when it has no table."""
    values, tables = _layers(content, root, path, [])
    if values is None:
        return None
    full = {field.name: values.get(field.name, field.default) for field in FIELDS}
    own = own_rules(tables)
    named = {check.id for check in CHECKS if any(asks_for(name, check, own) for name in full["select"])}
    written = tuple(sorted({*tables, *named}))
    options = {check.id: {**check.defaults(), **tables.get(check.id, {})} for check in CHECKS}
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


class Reader:
    """One TOML file's table for mlhooks, read against the field lists."""

    def __init__(self, content: bytes, path: str) -> None:
        self.path = path
        self.text = content.decode("utf-8", "replace")
        name = path.rpartition("/")[2]
        self.prefix = ["tool", "mlhooks"] if name == SHARED_NAME else []
        try:
            document = parse_toml(content)
        except NotToml as error:
            reason = "is not UTF-8" if str(error) == "not UTF-8" else f"is not TOML: {error}"
            raise ConfigError(path, error.line, f"{reason}. {NOTHING}") from None
        self.table = self._table(document)
        self.own = own_rules(self.table or {})

    def _table(self, document: dict[str, Any]) -> dict[str, Any] | None:
        if not self.prefix:
            return document
        tool = document.get("tool", {})
        table = tool.get("mlhooks") if isinstance(tool, dict) else None
        if table is not None and not isinstance(table, dict):
            raise ConfigError(self.path, 0, f"tool.mlhooks is no table. {NOTHING}")
        return table

    def error(self, keys: Sequence[str | int], message: str) -> ConfigError:
        """An error at the line where these nested keys stand; an integer counts in an array of tables."""
        line = line_of_key(self.text, [*self.prefix, *keys])
        stop = "" if message.endswith("?") else "."
        return ConfigError(self.path, line, f"{message}{stop} {NOTHING}")

    def shown(self, keys: Sequence[str | int]) -> str:
        """The table that these keys are in, as people write it."""
        name = ".".join([*self.prefix, *(key for key in keys if isinstance(key, str))])
        if keys and isinstance(keys[-1], int):
            return f"[[{name}]]"
        return f"[{name}]" if name else "the top level"

    def extend(self) -> str:
        """The file that this one extends, "" for none. Raises ConfigError."""
        field = next(field for field in FIELDS if field.name == "extend")
        return self._str(field, (self.table or {}).get("extend", ""), ["extend"])

    def read(self, inherited: Mapping[str, str] = MappingProxyType({})) -> Layer:
        """The top-level values and the check tables, names normalised; `inherited` are rules that the
        extended file adds. Raises ConfigError."""
        self.own = self.own or dict(inherited)  # the same key here wins
        fields = {field.name: field for field in FIELDS}
        checks = {check.id: check for check in CHECKS}
        values: dict[str, Any] = {}
        tables: dict[str, dict[str, Any]] = {}
        for key, value in (self.table or {}).items():
            name = self._known(key, [*fields, *checks], [])
            if name in fields:
                values[name] = self._value(fields[name], value, [key])
            else:
                tables[name] = self._check_table(checks[name].options, value, key)
        return values, tables

    def _check_table(self, options: Sequence[Option], value: Any, key: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.error([key], f"{key} is a table: write [{'.'.join([*self.prefix, key])}]")
        return self._read_all(options, value, [key])

    def _read_all(
        self, options: Sequence[Option], content: dict[str, Any], keys: list[str | int]
    ) -> dict[str, Any]:
        """The values of one table, by the names of its options."""
        known = {option.name: option for option in options}
        table = {}
        for key, value in content.items():
            name = self._known(key, known, keys)
            table[name] = self._value(known[name], value, [*keys, key])
        return table

    def _tables(self, option: Option, value: Any, keys: list[str | int]) -> list[dict[str, Any]]:
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            name = ".".join([*self.prefix, *map(str, keys)])
            raise self.error(keys, f"{keys[-1]} is an array of tables: write [[{name}]]")
        return [self._read_all(option.fields, item, [*keys, at]) for at, item in enumerate(value)]

    def _known(self, key: str, names: Iterable[str], above: Sequence[str | int]) -> str:
        names = list(names)
        if key in names:
            return key
        if key == "tool" and not above:
            own = "the keys stand in this file without [tool.mlhooks]: write [wasm-memory], strict = true"
            raise self.error([key], own)
        message = f'{self.shown(above)} has no key "{shown(key)}"{nearest(key, names)}'
        if not get_close_matches(key.replace("_", "-"), names, 1):
            message += f"; it knows {', '.join(sorted(names))}" if names else "; it takes none"
        raise self.error([*above, key], message)

    def _value(self, option: Option, value: Any, keys: list[str | int]) -> Any:
        check = getattr(self, "_" + option.type.replace("-", "_"))
        read = check(option, value, keys)
        if option.validator:
            module, _, function = option.validator.partition(":")
            wrong = getattr(__import__(module, fromlist=[function]), function)(option.name, read)
            if wrong:
                raise self.error([*keys, *getattr(wrong, "keys", ())], wrong)
        return read

    def _wrong(self, keys: Sequence[str | int], wanted: str, value: Any) -> ConfigError:
        names = {bool: "a boolean", str: "a string", int: "an integer", list: "an array", dict: "a table"}
        found = names.get(type(value), "a " + type(value).__name__)
        return self.error(keys, f"{name_of(keys)} takes {wanted}, not {found}")

    def _bool(self, _: Option, value: Any, keys: list[str | int]) -> bool:
        if not isinstance(value, bool):
            raise self._wrong(keys, "true or false", value)
        return value

    def _int(self, _: Option, value: Any, keys: list[str | int]) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._wrong(keys, "an integer", value)
        return value

    def _str(self, option: Option, value: Any, keys: list[str | int]) -> str:
        if not isinstance(value, str):
            raise self._wrong(keys, "a string", value)
        return self._choice(option, value, keys)

    def _choice(self, option: Option, value: str, keys: list[str | int]) -> str:
        if option.choices and value not in option.choices:
            allowed = " or ".join(f'"{choice}"' for choice in option.choices)
            near = nearest(value, option.choices)
            raise self.error(keys, f'{keys[-1]} is {allowed}, not "{shown(value)}"{near}')
        return value

    def _size(self, _: Option, value: Any, keys: list[str | int]) -> int | str:
        if isinstance(value, bool) or not isinstance(value, (int, str)):
            raise self._wrong(keys, 'a size such as "512MiB", or pages as an integer', value)
        if isinstance(value, str) and not re.fullmatch(r"|\d{1,9} ?(KiB|MiB|GiB|KB|MB|GB)", value):
            raise self.error(keys, f'{keys[-1]} takes a size such as "512MiB", or pages as an integer')
        return value

    def _versions(self, _: Option, value: Any, keys: list[str | int]) -> str:
        if not isinstance(value, str):
            raise self._wrong(keys, 'versions such as ">=2.6"', value)
        from packaging.specifiers import SpecifierSet

        try:
            SpecifierSet(f"=={value}" if value[:1].isdigit() else value)
        except ValueError:
            raise self.error(
                keys, f'{keys[-1]} takes versions such as ">=2.6", not "{shown(value)}"'
            ) from None
        return value

    def _strs(self, option: Option, value: Any, keys: list[str | int]) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._wrong(keys, "a list of strings", value)
        if option.name in ("select", "ignore"):
            self._ids(value, keys)
        return [self._choice(option, item, keys) for item in value]

    def _digests(self, option: Option, value: Any, keys: list[str | int]) -> list[str]:
        return [digest(b"value", item.encode("utf-8")) for item in self._strs(option, value, keys)]

    def _table_of(self, value: Any, keys: list[str | int], wanted: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self._wrong(keys, wanted, value)
        return value

    def _words(self, option: Option, value: Any, keys: list[str | int]) -> dict[str, str]:
        allowed = " or ".join(f'"{choice}"' for choice in option.choices)
        for name, word in self._table_of(value, keys, "a table of names").items():
            if word not in option.choices:
                found = f'"{shown(word)}"' if isinstance(word, str) else "something else"
                raise self.error([*keys, name], f"{name_of([*keys, name])} is {allowed}, not {found}")
        return dict(value)

    def _ids_by_glob(self, _: Option, value: Any, keys: list[str | int]) -> dict[str, list[str]]:
        for glob, names in self._table_of(value, keys, "a table of globs").items():
            if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
                raise self._wrong([*keys, glob], "a list of rule ids", names)
            self._ids(names, [*keys, glob])
        return dict(value)

    def _severities(self, _: Option, value: Any, keys: list[str | int]) -> dict[str, str]:
        for name, severity in self._table_of(value, keys, "a table of rule ids").items():
            self._ids([name], [*keys, name])
            if severity not in SEVERITIES:
                advice = '; to turn a rule off, list it under "ignore"' if severity == "off" else ""
                where, said = name_of([*keys, name]), shown(str(severity))
                message = f'{where} is "error", "warning" or "note", not "{said}"{advice}'
                raise self.error([*keys, name], message)
        return dict(value)

    def _limits(self, option: Option, value: Any, keys: list[str | int]) -> dict[str, int]:
        for name, bound in self._table_of(value, keys, "a table of bounds").items():
            self._known(name, LIMITS, keys)
            if self._int(option, bound, [*keys, name]) < 1:
                raise self.error([*keys, name], f"{name} is at least 1")
        return dict(value)

    def _ids(self, patterns: Sequence[str], keys: list[str | int]) -> None:
        for pattern in patterns:
            if not matching(pattern, self.own):
                names = [*(check.id for check in CHECKS), *known_rules(self.own)]
                raise self.error(
                    keys, f'no rule or check is called "{shown(pattern)}"{nearest(pattern, names)}'
                )
