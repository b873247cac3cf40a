# SPDX-License-Identifier: Apache-2.0
"""CMake: one group for each command, keyed by the target or variable that it changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhooks.checks.wasm_memory.flags.group import EVERYWHERE, Group

if TYPE_CHECKING:
    from collections.abc import Iterator

SPOKEN = {b"message", b"option", b"if", b"elseif", b"check_c_compiler_flag", b"check_cxx_compiler_flag"}
VARIABLES = {b"list", b"string", b"set_property"}
# What they add holds for every target of the folder, as a variable that the linker reads does.
FOLDER = {b"add_link_options", b"add_compile_options", b"add_definitions", b"link_libraries"}

_COMMAND = re.compile(
    rb"\b([A-Za-z_]\w{0,80})[ \t]{0,9}\(\s{0,200}\"?([^\s()\"]{0,200})\"?(?:\s{1,99}\"?([^\s()\"]{0,200}))?"
)
_PART = re.compile(rb"[()]|\"(?:[^\"\\]|\\[\s\S])*\"?|\[(={0,20})\[")


def commands(text: bytes, start: int, end: int) -> Iterator[Group]:
    """The commands in a range of a masked text. Linear, never raises; an open quote ends with the text."""
    at = start
    while True:
        match = _COMMAND.search(text, at, end)
        if match is None:
            return
        opened = text.index(b"(", match.end(1))
        at = _closed(text, opened + 1, end)
        name = match[1].lower()
        if name not in SPOKEN:
            word = match[3] or b"" if name in VARIABLES else match[2]
            key = EVERYWHERE if name in FOLDER else word.decode("utf-8", "replace")
            yield Group(match.start(), at, key)


def _closed(text: bytes, at: int, end: int) -> int:
    depth = 1
    while depth:
        match = _PART.search(text, at, end)
        if match is None:
            return end
        at = match.end()
        if match[1] is not None:
            close = text.find(b"]" + match[1] + b"]", at, end)
            at = end if close < 0 else close
        else:
            depth += (match[0] == b"(") - (match[0] == b")")
    return at
