# SPDX-License-Identifier: Apache-2.0
"""Whether a `/` divides or begins a regular expression (JavaScript, Ruby, Perl)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlhooks.core.comments.lexer import Comment

_LITERAL = re.compile(rb"/(?:[^/\\\[\r\n]|\\[^\r\n]|\[(?:[^\]\\\r\n]|\\[^\r\n])*\])+/[A-Za-z]*")
_WORD = re.compile(rb"[A-Za-z0-9_$\x80-\xff]")
_BEFORE_LITERAL = frozenset(
    b"return typeof case in of delete void throw new instanceof do else yield await and or not if unless "
    b"when while until elsif then split".split()
)
_HEAD = re.compile(rb"(?:^|[^\w$.])(?:if|while|for|with)$")
_BLANK = b" \t\r\n\f\v"
_REACH = 400  # bytes that are searched back for the `(` of a `)`
_BUDGET = 400_000  # and in the whole text


class Slashes:
    """Decides each slash of one text; `comments` are those found so far, over which it looks back."""

    def __init__(self, text: bytes, comments: list[Comment]) -> None:
        self.text = text
        self.comments = comments
        self.budget = _BUDGET
        self.hopeless = 0  # up to here no literal is closed, so that nothing is searched twice

    def after(self, start: int) -> int:
        """The offset behind the literal that begins at `start`, or behind the slash."""
        if start < self.hopeless or not self._may_begin(start):
            return start + 1
        literal = _LITERAL.match(self.text, start)
        if literal:
            return literal.end()
        end = self.text.find(b"\n", start)
        self.hopeless = len(self.text) if end < 0 else end
        return start + 1

    def _may_begin(self, start: int) -> bool:
        text, at = self.text, self._significant(start)
        if at < 0:
            return True
        last = text[at : at + 1]
        if last == b")":
            return self._closes_head(at)
        if last in b"]}\"'`.":
            return False
        if last in b"+-" and text[at - 1 : at] == last:
            return False
        if not _WORD.match(last):
            return True
        begin = at
        while begin > max(0, at - 12) and _WORD.match(text, begin - 1):
            begin -= 1
        return text[begin : at + 1] in _BEFORE_LITERAL and text[begin - 1 : begin] not in (b".", b"#")

    def _significant(self, start: int) -> int:
        """The offset of the last byte before `start` that is neither blank nor comment, or -1."""
        at, index = start - 1, len(self.comments) - 1
        while at >= 0:
            if self.text[at] in _BLANK:
                at -= 1
            elif index >= 0 and self.comments[index].end == at + 1:
                at = self.comments[index].start - 1
                index -= 1
            else:
                break
        return at

    def _closes_head(self, at: int) -> bool:
        """Whether the `)` at `at` ends the head of an if, while, for or with."""
        depth = 0
        for back in range(at, max(-1, at - min(_REACH, self.budget)), -1):
            byte = self.text[back]
            self.budget -= 1
            depth += (byte == 0x29) - (byte == 0x28)
            if not depth:
                return bool(_HEAD.search(self.text[max(0, back - 12) : back].rstrip()))
        return False
