# SPDX-License-Identifier: Apache-2.0
"""Build languages whose statements end with a line or a semicolon and whose lists stand in brackets.

Meson, GN, Zig, Nim, Lua (premake, xmake), build.rs, and the machine files of meson.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mlhooks.checks.wasm_memory.flags.group import EVERYWHERE, Group

if TYPE_CHECKING:
    from collections.abc import Iterator


class Shape(NamedTuple):
    """How a language ends its statements. `lines`: a line end does, outside of brackets. `blocks`: braces
    hold statements, unless what stands before them makes them a list."""

    lines: bool
    blocks: bool


SHAPES = {
    "meson": Shape(True, False),
    "ini": Shape(True, False),
    "nim": Shape(True, False),
    "lua": Shape(True, False),
    "gn": Shape(True, True),
    "zig": Shape(False, True),
    "rust": Shape(False, True),
}
_TOKEN = re.compile(rb"\"(?:[^\"\\\n]|\\.){0,4000}\"|'(?:[^'\\\n]|\\.){0,4000}'|[\[\](){};\n]")
_BLOCK = re.compile(rb"(?:[)|>]|\b\w+[!?]?)\s{0,99}\Z")
_ASSIGNED = re.compile(
    rb"\s{0,200}(?:(?:pub|const|var|local|let|mut|static)\s{1,9}){0,3}([A-Za-z_]\w{0,80})"
    rb"\s{0,9}(?::[^=;\n\"'(]{1,80})?(?:\+|:)?=(?![=>])"
)
_ADDED = re.compile(
    rb"(?:try\s{1,9})?\b([A-Za-z_]\w{0,80})(?:\.items)?\.(?:append|appendSlice|add|push|extend|insert)\w{0,20}\("
)
# Said of everything that is linked, wherever it stands: the same target.
_LINKED = re.compile(
    rb"add_(?:project|global)_(?:link_)?arguments\b|\bpassL\b|rustc-link-args?\b|\badd_ldflags\b|\blinkoptions\b"
)
_SPOKEN = re.compile(
    rb"\s{0,200}(?:(?:message|warning|error|print|assert|echo|summary|fail|doAssert|log|test|@compileError|@compileLog"
    rb"|std\.(?:debug|log)\.\w{1,20})\b|(?:panic|assert\w{0,3}|warn|info|debug|error|todo|unimplemented)!"
    rb"|e?print(?:ln)?!\s{0,9}\(\s{0,9}r?#?\"(?!cargo::?rustc-link-arg))"
)


def statements(text: bytes, language: str) -> Iterator[Group]:
    """The statements of a masked text that are not only said; a list is one with what it is assigned to.

    Linear, never raises; a bracket that is never closed ends with the text.
    """
    shape = SHAPES[language]
    start, lists, stack = 0, 0, list[bool]()  # stack: whether each open bracket is a list
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token in (b"[", b"(") or (token == b"{" and not _is_block(text, match.start(), shape, lists)):
            stack.append(True)
            lists += 1
        elif token == b"{":
            stack.append(False)
            yield from _statement(text, start, match.start())
            start = match.end()
        elif token in (b"]", b")", b"}"):
            closes_block = bool(stack) and not stack[-1]
            if stack:
                lists -= stack.pop()
            if closes_block:
                yield from _statement(text, start, match.start())
                start = match.end()
        elif not lists and (token == b";" or (token == b"\n" and shape.lines)):
            yield from _statement(text, start, match.start())
            start = match.end()
    yield from _statement(text, start, len(text))


def _is_block(text: bytes, at: int, shape: Shape, lists: int) -> bool:
    if not shape.blocks or lists:
        return False
    before = text[max(0, at - 100) : at]
    return not before.rstrip() or before.rstrip()[-1:] in b";{}" or bool(_BLOCK.search(before))


def _statement(text: bytes, start: int, end: int) -> Iterator[Group]:
    if end - start < 8 or _SPOKEN.match(text, start, end):
        return
    if _LINKED.search(text, start, end):
        yield Group(start, end, EVERYWHERE)
        return
    found = _ASSIGNED.match(text, start, end) or _ADDED.search(text, start, end)
    yield Group(start, end, found[1].decode() if found else "")
