# SPDX-License-Identifier: Apache-2.0
"""Kind -> comment syntax: where comments are, where one can be written, and what one looks like.

All functions take the kind (`core.kinds`, or the language of a region) and the bytes of one file or region.
Offsets are 0-based byte offsets into these bytes. Nothing here raises on any input, and all of it is linear.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from mlhooks.core.comments.lexer import Comment, Lexed, Lexer, line_end
from mlhooks.core.comments.markup import makefile, markdown, markup, rst
from mlhooks.core.comments.opening import opening_comments
from mlhooks.core.comments.syntax import SYNTAXES, Syntax
from mlhooks.core.comments.yaml import YamlLexer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["Comment", "Map", "Syntax", "comments", "opening_comments", "render", "render_block", "standable",
           "standable_above", "syntax_of"]  # fmt: skip

_FAMILIES: Mapping[str, Callable[[bytes], Lexed]] = {
    "yaml": lambda text: YamlLexer(text).run(),
    "markup": markup,
    "markdown": markdown,
    "rst": rst,
    "make": makefile,
}
# What must stay the first line of its file, whatever the kind.
_FIRST = (b"\xef\xbb\xbf", b"#!", b"<?", b"<!DOCTYPE", b"<!doctype", b"%YAML", b"@charset", b"---")
_COOKIE = re.compile(rb"[ \t\f]*#[^\r\n]{0,200}?coding[:=]")
_DIRECTIVE = re.compile(rb"#[ \t]*(?:syntax|escape|check)[ \t]*=", re.IGNORECASE)


def syntax_of(kind: str) -> Syntax | None:
    """The comment syntax of a kind; None where no comment exists (JSON, CSV, notebooks, plain text)."""
    return SYNTAXES.get(kind)


class Map:
    """The comments of one text, lexed once."""

    def __init__(self, kind: str, text: bytes) -> None:
        self.kind = kind
        self.text = text
        self.syntax = syntax_of(kind)
        lexed = _lex(self.syntax, text)
        self.comments = lexed.comments
        self._opaque = _merged(lexed.opaque)
        self._starts = [start for start, _ in self._opaque]

    def standable(self, offset: int) -> bool:
        """Whether a comment appended to the line of `offset` leaves the meaning of the text as it is."""
        if self.syntax is None or not self.syntax.trailing:
            return False
        start, end = self._line(offset)
        if self._continued(end) or self._inside(end):
            return False
        return not (start == 0 and self._is_first(end))

    def standable_above(self, offset: int) -> bool:
        """Whether a comment on a line of its own may be put directly above the line of `offset`."""
        if self.syntax is None or not self.syntax.above:
            return False
        start, end = self._line(offset)
        if start and self._continued(self._previous_end(start)):
            return False
        if self._inside(start):
            return False
        if (
            self.kind == "markdown"
            and start
            and self._line(self._previous_end(start))[0] != self._previous_end(start)
        ):
            return False
        return not self._is_fixed(start, end)

    def _line(self, offset: int) -> tuple[int, int]:
        text = self.text
        offset = max(0, min(offset, len(text)))
        if offset and text[offset : offset + 1] == b"\n" and text[offset - 1] == 0x0D:
            offset -= 1
        start = max(text.rfind(b"\n", 0, offset), text.rfind(b"\r", 0, offset)) + 1
        return start, line_end(text, offset)

    def _previous_end(self, start: int) -> int:
        return start - 2 if self.text[start - 2 : start] == b"\r\n" else start - 1

    def _continued(self, end: int) -> bool:
        mark = self.syntax.continuation if self.syntax else b""
        return bool(mark) and self.text[max(0, end - 1) : end] == mark

    def _inside(self, at: int) -> bool:
        """Whether `at` lies inside something opaque that began before it."""
        index = bisect_right(self._starts, at - 1) - 1
        return index >= 0 and at < self._opaque[index][1]

    def _is_first(self, end: int) -> bool:
        """Whether the first line is a directive to which nothing may be appended."""
        line = self.text[:end].removeprefix(b"\xef\xbb\xbf")
        return line.startswith((b"#!", b"<?xml", b"%YAML"))

    def _is_fixed(self, start: int, end: int) -> bool:
        """Whether a line above this one would push it from a place that it must keep."""
        text = self.text
        if start == 0:
            if text.startswith(_FIRST) or _DIRECTIVE.match(text):
                return True
            return bool(_COOKIE.match(text) or _COOKIE.match(text, min(end + 1, len(text))))
        return text.count(b"\n", 0, start) == 1 and bool(_COOKIE.match(text, start))


def _lex(syntax: Syntax | None, text: bytes) -> Lexed:
    if syntax is None:
        return Lexed([], [])
    family = _FAMILIES.get(syntax.family)
    return family(text) if family else Lexer(syntax, text).run()


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ascending and disjoint, so that one bisection finds what covers a place."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def comments(kind: str, text: bytes) -> list[Comment]:
    """Every comment of the text, in order; none for a kind that has no comments."""
    return _lex(syntax_of(kind), text).comments


def standable(kind: str, text: bytes, offset: int) -> bool:
    """`Map.standable`, for one question; for several make a `Map`."""
    return Map(kind, text).standable(offset)


def standable_above(kind: str, text: bytes, offset: int) -> bool:
    """`Map.standable_above`, for one question."""
    return Map(kind, text).standable_above(offset)


def render(kind: str, text: bytes) -> bytes | None:
    """One comment, without a line end, that holds `text`; None where kind or text do not allow it."""
    syntax = syntax_of(kind)
    if syntax is None or re.search(rb"[\r\n]", text):
        return None
    if syntax.line:
        opener = syntax.line[0].rstrip()
        return None if text.endswith(b"\\") or b"?>" in text else opener + b" " + text
    opener, close = syntax.block[0]
    forbidden = b"--" if opener == b"<!--" else close
    if forbidden in text or text.endswith((b"-", b"*")):
        return None
    return opener + b" " + text + b" " + close


def render_block(kind: str, lines: Sequence[bytes]) -> list[bytes] | None:
    """Comment lines, without line ends, that hold these lines of text, empty ones too; None where kind or
    text do not allow it."""
    syntax = syntax_of(kind)
    if syntax is None:
        return None
    if syntax.line:
        found = [render(kind, line) for line in lines]
        return [line.rstrip() for line in found if line is not None] if None not in found else None
    opener, close = syntax.block[0]
    if any(render(kind, line) is None for line in lines if line):
        return None
    inner = [b" * " + line if opener == b"/*" else b"  " + line for line in lines]
    return [opener, *(line.rstrip() for line in inner), b" " + close if opener == b"/*" else close]
