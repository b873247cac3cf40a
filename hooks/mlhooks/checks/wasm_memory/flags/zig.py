# SPDX-License-Identifier: Apache-2.0
"""Memory fields of a compile step in `build.zig`, in bytes: `exe.max_memory = 64 * 1024 * 1024;`.

Source: the standard library's `std/Build/Step/Compile.zig`, which hands them to the linker.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhooks.checks.wasm_memory.flags.group import IMPORTED, INITIAL, MAXIMUM, SHARED, ZIG, Flag

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIELD = re.compile(
    rb"(?<![\w.])([\w.]{1,80})\.(max_memory|initial_memory|shared_memory|import_memory)\s{0,9}=(?!=)"
    rb"\s{0,9}([^;=]{1,200});"
)
_FIELDS = {
    b"max_memory": MAXIMUM,
    b"initial_memory": INITIAL,
    b"shared_memory": SHARED,
    b"import_memory": IMPORTED,
}
_CONSTANT = re.compile(rb"\bconst\s{1,9}(\w{1,80})\b[^=;\n]{0,40}=\s{0,9}([^;\n]{1,200});")
_PRODUCT = re.compile(r"\w{1,80}(?:(?:\*|<<)\w{1,80}){0,7}")
_NUMBER = re.compile(r"0x[0-9a-fA-F_]{1,20}|[0-9][0-9_]{0,20}")
DEPTH = 4  # constants that are made of constants
LARGEST = 1 << 70


def steps(text: bytes) -> Iterator[list[Flag]]:
    """The memory fields of each compile step of a masked program. Linear, never raises."""
    constants = _Constants(text)
    found: dict[bytes, list[Flag]] = {}
    for match in _FIELD.finditer(text):
        written = " ".join(match[3].decode("utf-8", "replace").split())
        if written in ("false", "null"):
            continue
        value = constants.worth(written)
        flag = Flag(ZIG, _FIELDS[match[2]], written if value is None else str(value), *match.span())
        found.setdefault(match[1], []).append(flag)
    yield from found.values()


class _Constants:
    """The numbers of a file that have names; a name that is declared twice has none."""

    def __init__(self, text: bytes) -> None:
        self._written: dict[str, str] = {}
        for match in _CONSTANT.finditer(text):
            name = match[1].decode("utf-8", "replace")
            self._written[name] = "" if name in self._written else match[2].decode("utf-8", "replace")
        self._known: dict[str, int | None] = {}

    def worth(self, written: str, depth: int = DEPTH) -> int | None:
        """A product or shift of numbers and constants; None for anything else."""
        text = "".join(written.split())
        if not _PRODUCT.fullmatch(text):
            return None
        total = 1
        for sign, word in re.findall(r"(\*|<<|\A)(\w+)", text):
            part = self._term(word, depth)
            if part is None:
                return None
            total = total << min(part, 80) if sign == "<<" else total * part
            if total > LARGEST:
                return None
        return total

    def _term(self, word: str, depth: int) -> int | None:
        if _NUMBER.fullmatch(word):
            digits = word.replace("_", "")
            return int(digits, 16) if digits[:2] == "0x" else int(digits)
        if word not in self._known and depth:
            self._known[word] = None  # a constant that is made of itself has no worth
            self._known[word] = self.worth(self._written.get(word, ""), depth - 1)
        return self._known.get(word)
