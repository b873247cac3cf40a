# SPDX-License-Identifier: Apache-2.0
"""What stands on the machine's stack: the shape of a value, never the value's class."""

from __future__ import annotations

ATOM, INT, TEXT, BYTES, TUPLE, LIST, DICT, SET, GLOBAL, MADE, STORAGE, OPAQUE = range(12)
WORDS = (
    *("a constant", "a number", "a string", "bytes", "a tuple", "a list", "a dict", "a set"),
    *("a global", "an object", "a tensor's storage", "something unknown"),
)
KEPT = 16  # entries of a tuple or dict that are remembered


class Value:
    """One value. `detail` by kind: the int; the str; (offset, size) of bytes; a tuple of values; a dict
    from str to value; the full name of a global, or of the global that an object was made by."""

    __slots__ = ("arguments", "detail", "kind", "state")

    def __init__(self, kind: int, detail: object = None, arguments: Value | None = None) -> None:
        self.kind = kind
        self.detail = detail
        self.arguments = arguments
        self.state: Value | None = None

    def items(self) -> tuple[Value, ...]:
        """The entries of a tuple that are known; of anything else none."""
        return self.detail if self.kind == TUPLE and isinstance(self.detail, tuple) else ()

    def get(self, key: str) -> Value:
        """An entry of a dict."""
        return self.detail.get(key, UNKNOWN) if isinstance(self.detail, dict) else UNKNOWN

    def put(self, key: Value, value: Value) -> None:
        """Remember an entry of a dict, when its key is a string and there is room."""
        known = self.detail
        if self.kind == DICT and key.kind == TEXT and isinstance(known, dict) and len(known) < KEPT:
            known[key.detail] = value

    def text(self) -> str | None:
        """The string, None for anything else."""
        return self.detail if self.kind == TEXT and isinstance(self.detail, str) else None

    def number(self) -> int | None:
        """The int, None for anything else."""
        return self.detail if self.kind == INT and isinstance(self.detail, int) else None

    def name(self) -> str:
        """The full name of a global or of what made an object; "" for anything else."""
        return self.detail if self.kind in (GLOBAL, MADE) and isinstance(self.detail, str) else ""


UNKNOWN = Value(OPAQUE)
CONSTANT = Value(ATOM)
EMPTY = Value(TUPLE, ())
