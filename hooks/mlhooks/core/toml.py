# SPDX-License-Identifier: Apache-2.0
"""TOML from a file that nobody vouches for: it is read, or it is None, and it never hangs."""

from __future__ import annotations

import re
import sys
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

# The parser's time grows with the square of a dotted key's length. No real key has thirty parts.
_LONG_KEY = re.compile(
    r"""(?:\.[ \t]*(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')[ \t]*){30}""", re.ASCII
)
_AT = re.compile(r"\(at line (\d+)")


class NotToml(ValueError):
    """The parser's own sentence, and the 1-based line where it says so (0 when it does not)."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


def parse_toml(data: bytes) -> dict[str, Any]:
    """The document in these bytes. Raises NotToml; its text names the reason without the place."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotToml("not UTF-8", data.count(b"\n", 0, error.start) + 1) from None
    long = _LONG_KEY.search(text)
    if long:
        raise NotToml("a key has more than thirty parts", text.count("\n", 0, long.start()) + 1)
    try:
        document: dict[str, Any] = tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError, or an integer of more digits than Python reads
        found = _AT.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise NotToml(str(error).split(" (at")[0], line) from None
    except RecursionError:
        raise NotToml("nested too deeply", 0) from None
    return document


def load_toml(data: bytes) -> dict[str, Any] | None:
    """The document, or None when it is no valid TOML in UTF-8 or could not be read in linear time."""
    try:
        return parse_toml(data)
    except NotToml:
        return None


def table(value: object, *keys: str) -> dict[str, Any]:
    """The table below `keys`; an empty one where something else stands."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def strings(value: object) -> list[str]:
    """The strings of an array; none where something else stands."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
