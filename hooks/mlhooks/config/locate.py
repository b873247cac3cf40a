# SPDX-License-Identifier: Apache-2.0
"""Where a key stands in a TOML text. The parser does not tell, and an error must name the line."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEADER = re.compile(r"\s{0,99}\[\[?([^\[\]#]{1,999})\]\]?\s{0,99}(?:#|$)")
_NAME = r"""(?:"[^"]{0,999}"|'[^']{0,999}'|[\w-]{1,999})"""
_KEY = re.compile(rf"[ \t]{{0,99}}({_NAME}(?:[ \t]?\.[ \t]?{_NAME}){{0,30}})[ \t]{{0,99}}=")
_PART = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w\-]+))\s*\.?""")


def line_of_key(text: str, keys: Sequence[str | int]) -> int:
    """The 1-based line of the longest beginning of `keys` that is written in `text`; 0 when none is.

    An integer behind the name of an array of tables counts its headers, from 0.
    Reads lines, so a key inside a multi-line string can be mistaken for one; only a message depends on it.
    """
    best, depth = 0, 0
    table: list[str | int] = []
    seen: Counter[tuple[str | int, ...]] = Counter()
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        if header:
            path = table = _split(header[1])
            if line.lstrip().startswith("[["):
                name = tuple(table)
                path = table = [*table, seen[name]]
                seen[name] += 1
        else:
            key = _KEY.match(line[:2000])
            if not key:
                continue
            path = table + _split(key[1])
        shared = _common(path, keys)
        if shared > depth and (shared == len(path) or shared == len(keys)):
            best, depth = number, shared
    return best


def _split(dotted: str) -> list[str | int]:
    return [double or single or bare for double, single, bare in _PART.findall(dotted)]


def _common(path: Sequence[str | int], keys: Sequence[str | int]) -> int:
    count = 0
    for left, right in zip(path, keys, strict=False):
        if left != right:
            break
        count += 1
    return count
