# SPDX-License-Identifier: Apache-2.0
"""Sizes that have names: `MAX=512MB` in a shell or makefile, `set(MAX 512MB)`, `max = "512MB"`."""

from __future__ import annotations

import re

_NAMED = re.compile(
    r"(?:\$?[({]|\$)(?:env:)?([A-Za-z_]\w{0,80})[)}]?((?:[kmgt]?b)?)|%(\w{1,80})%", re.IGNORECASE
)
_SAID = re.compile(
    rb"(?<![\w.%-])([A-Za-z_]\w{0,80})[ \t]{0,9}(?::[ \t]{0,3}\w{1,20}[ \t]{0,3})?[:?+]?=(?![=~])"
    rb"|\bset\s{0,9}\(\s{0,9}([A-Za-z_]\w{0,80})\b"
)
_SIZE = re.compile(rb"[ \t]{0,9}[\"']?([0-9]{1,18}(?:[kmgt]?b)?)[\"']?(?=[\s;)&,\"']|\Z)", re.IGNORECASE)


class Constants:
    """The sizes of a masked text that are said once under their name; read when first asked for."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._sizes: dict[str, str] | None = None

    def resolved(self, value: str) -> str:
        """What a value that is only a variable stands for; the value itself where that is not certain."""
        if value[:1] not in ("$", "{", "%"):
            return value
        match = _NAMED.fullmatch(value)
        if match is None:
            return value
        if self._sizes is None:
            self._sizes = _sizes(self._text)
        found = self._sizes.get(match[1] or match[3], "")
        if not found or (match[2] and not found.isdigit()):
            return value
        return found + (match[2] or "")


def _sizes(text: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _SAID.finditer(text):
        name = (match[1] or match[2]).decode()
        size = _SIZE.match(text, match.end())
        said = size[1].decode() if size else ""
        found[name] = said if found.get(name, said) == said else ""
    return found
