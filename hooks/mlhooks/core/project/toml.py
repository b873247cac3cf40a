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


def load_toml(data: bytes) -> dict[str, Any] | None:
    """The document, or None when it is no valid TOML in UTF-8 or could not be read in linear time."""
    try:
        text = data.decode("utf-8-sig")
        if _LONG_KEY.search(text):
            return None
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        return None


def table(value: object, *keys: str) -> dict[str, Any]:
    """The table below `keys`; an empty one where something else stands."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def strings(value: object) -> list[str]:
    """The strings of an array; none where something else stands."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
