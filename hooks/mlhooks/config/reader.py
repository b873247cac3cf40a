# SPDX-License-Identifier: Apache-2.0
"""One TOML file read against the field lists: a reader for each type of value.

Every error names file, line and the nearest valid name.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mlhooks.config import SHARED_NAME, ConfigError
from mlhooks.config.fields import FIELDS
from mlhooks.config.locate import line_of_key
from mlhooks.config.names import is_foreign, known_rules, matching, name_of, nearest, own_rules, shown
from mlhooks.core.cache import digest
from mlhooks.core.limits import LIMITS
from mlhooks.core.rule import SEVERITIES
from mlhooks.core.toml import NotToml, parse_toml
from mlhooks.registry import ADAPTERS, CHECKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mlhooks.core.adapter import Adapter
    from mlhooks.core.check import Check, Option

    Layer = tuple[dict[str, Any], dict[str, dict[str, Any]]]

NOTHING = "Nothing was checked."


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
            if not matching(pattern, self.own) and not is_foreign(pattern):
                names = [*(table.id for table in (*CHECKS, *ADAPTERS)), *known_rules(self.own)]
                raise self.error(
                    keys, f'no rule or check is called "{shown(pattern)}"{nearest(pattern, names)}'
                )
