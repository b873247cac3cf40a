# SPDX-License-Identifier: Apache-2.0
"""Parse and validate a configuration. Every error names file, line and the nearest valid name."""

from __future__ import annotations

import os
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from mlhooks.config import SHARED_NAME, Config, ConfigError
from mlhooks.config.fields import FIELDS
from mlhooks.config.locate import line_of_key
from mlhooks.core.limits import LIMITS
from mlhooks.core.rule import SEVERITIES
from mlhooks.core.source import read_regular
from mlhooks.core.toml import NotToml, parse_toml
from mlhooks.registry import ADAPTERS, CHECKS, adapter_named, adapter_of, rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlhooks.core.adapter import Adapter
    from mlhooks.core.check import Check, Option

NOTHING = "Nothing was checked."


def load(content: bytes, root: str, path: str) -> Config | None:
    """Validate the table in `content`, which stands at `path` below `root`; None when it has no table."""
    values, tables = _layers(content, root, path, [])
    if values is None:
        return None
    full = {field.name: values.get(field.name, field.default) for field in FIELDS}
    named = {check.id for check in CHECKS if any(_names(pattern, check) for pattern in full["select"])}
    written = tuple(sorted({*tables, *named}))
    options = {table.id: {**table.defaults(), **tables.get(table.id, {})} for table in (*CHECKS, *ADAPTERS)}
    return Config(path, full, options, written, _off(full["select"], full["ignore"]))


def _layers(
    content: bytes, root: str, path: str, seen: list[str]
) -> tuple[dict[str, Any] | None, dict[str, dict[str, Any]]]:
    """The written values and check tables, `extend` resolved: a key here wins over the same key there."""
    reader = Reader(content, path)
    if reader.table is None:
        return None, {}
    values, tables = reader.read()
    if not values.get("extend"):
        return values, tables
    other = _extended(root, path, values["extend"], reader)
    if other in seen or len(seen) > 8:
        raise reader.error(["extend"], f'"{values["extend"]}" extends back to this file')
    more = read_regular(f"{root}/{other}", 1 << 20)
    if more is None or len(more) == 1 << 20:
        raise reader.error(["extend"], f"{other} cannot be read, or is larger than 1 MiB")
    below, below_tables = _layers(more, root, other, [*seen, path, other])
    if below is None:
        raise reader.error(["extend"], f"{other} has no table for mlhooks")
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

    def read(self) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
        """The top-level values and the check tables, names normalised. Raises ConfigError."""
        fields = {field.name: field for field in FIELDS}
        checks: dict[str, Check | Adapter] = {table.id: table for table in (*CHECKS, *ADAPTERS)}
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
        message = f'{self.shown(above)} has no key "{key}"{nearest(key, names)}'
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
                raise self.error(keys, wrong)
        return read

    def _wrong(self, keys: Sequence[str | int], wanted: str, value: Any) -> ConfigError:
        names = {bool: "a boolean", str: "a string", int: "an integer", list: "an array", dict: "a table"}
        found = names.get(type(value), "a " + type(value).__name__)
        return self.error(keys, f"{_name(keys)} takes {wanted}, not {found}")

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
            raise self.error(keys, f'{keys[-1]} is {allowed}, not "{value}"{nearest(value, option.choices)}')
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
            raise self.error(keys, f'{keys[-1]} takes versions such as ">=2.6", not "{value}"') from None
        return value

    def _strs(self, option: Option, value: Any, keys: list[str | int]) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._wrong(keys, "a list of strings", value)
        if option.name in ("select", "ignore"):
            self._ids(value, keys)
        return [self._choice(option, item, keys) for item in value]

    def _table_of(self, value: Any, keys: list[str | int], wanted: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self._wrong(keys, wanted, value)
        return value

    def _words(self, option: Option, value: Any, keys: list[str | int]) -> dict[str, str]:
        allowed = " or ".join(f'"{choice}"' for choice in option.choices)
        for name, word in self._table_of(value, keys, "a table of names").items():
            if word not in option.choices:
                found = f'"{word}"' if isinstance(word, str) else "something else"
                raise self.error([*keys, name], f"{_name([*keys, name])} is {allowed}, not {found}")
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
                message = f'{_name([*keys, name])} is "error", "warning" or "note", not "{severity}"{advice}'
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
            if not matching(pattern) and not _is_foreign(pattern):
                names = [*(table.id for table in (*CHECKS, *ADAPTERS)), *(rule.id for rule in rules())]
                raise self.error(
                    keys, f'no rule or check is called "{_shown(pattern)}"{nearest(pattern, names)}'
                )


def _shown(value: str) -> str:
    """A name as a message repeats it; what is no name, and may be a secret in the wrong place, is cut."""
    return value if re.fullmatch(r"[a-z0-9-]{1,60}\*?", value) else f"{value[:4]}..."


def _name(keys: Sequence[str | int]) -> str:
    """A key as a message names it: a glob or a rule id with the table that it is in."""
    last = str(keys[-1])
    return last if len(keys) == 1 or re.fullmatch("[a-z0-9-]+", last) else f'{keys[-2]}."{last}"'


def matching(pattern: str) -> list[str]:
    """Ids of the rules that a rule id, a check name or `prefix-*` stands for."""
    for check in CHECKS:
        if check.id == pattern:
            return [rule.id for rule in check.rules]
    if pattern.endswith("*"):
        return [rule.id for rule in rules() if rule.id.startswith(pattern[:-1])]
    return [rule.id for rule in rules() if rule.id == pattern]


def _is_foreign(pattern: str) -> bool:
    """Whether a name stands for rules of another tool, of which no list is kept."""
    name = pattern.removesuffix("*").rstrip("-")
    return adapter_named(name) is not None or adapter_of(name) is not None


def _names(pattern: str, check: Check) -> bool:
    """Whether `select` asks for a check by name, so that an opt-in one runs without its table."""
    return pattern == check.id or any(rule in check.rule_ids for rule in matching(pattern))


def _off(select: Sequence[str], ignore: Sequence[str]) -> frozenset[str]:
    everything = {rule.id for rule in rules()}
    chosen = {rule for pattern in select for rule in matching(pattern)} if select else set(everything)
    return frozenset(everything - (chosen - {rule for pattern in ignore for rule in matching(pattern)}))


def nearest(name: str, names: Iterable[str]) -> str:
    """ "; did you mean X?" for messages, or nothing."""
    close = get_close_matches(name.replace("_", "-"), list(names), 1)
    return f'; did you mean "{close[0]}"?' if close else ""
