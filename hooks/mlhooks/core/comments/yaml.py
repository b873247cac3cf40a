# SPDX-License-Identifier: Apache-2.0
"""Comments of YAML: a `#` counts only where a token may begin, and block scalars hold text.

The lexer reads line by line and knows indentation, quoted scalars over several lines and flow collections.
Helm and Jinja templates in YAML pass as plain scalars.
"""

from __future__ import annotations

import re

from mlhooks.core.comments.lexer import Comment, Lexed, line_end

_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_BLOCK = re.compile(rb"(?:^|[ \t])[|>][+-]?([1-9]?)[+-]?[ \t]*$")
_INDICATORS = re.compile(rb"(?:(?:[-?:]|[&!*][^\s,\[\]{}]{0,200})(?=[ \t\r\n]|$)|[ \t]+)")
_PLAIN = re.compile(rb"[^\r\n#:,\[\]{} \t]+")
_KEY = re.compile(
    rb"(?:\"[^\"\r\n]*\"|'[^'\r\n]*'|[^\s#\"'\[\]{},&*!|>-][^\r\n#]{0,400}?|-[^\s#][^\r\n#]{0,400}?)"
    rb"[ \t]{0,20}:(?=[ \t]|$)"
)
_DASHES = re.compile(rb"[ \t]*(?:[-?:][ \t]+)*")
_QUOTE = {b'"': re.compile(rb'\\[\s\S]|"'), b"'": re.compile(rb"''|'")}


class YamlLexer:
    """One pass over one text."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.found: list[Comment] = []
        self.opaque: list[tuple[int, int]] = []
        self.depth = 0

    def run(self) -> Lexed:
        """Lex to the end. A plain scalar that goes on in the next line is opaque at its line end."""
        at, size = (3 if self.text.startswith(b"\xef\xbb\xbf") else 0), len(self.text)
        plain = -1  # the column that a line must pass to go on with the plain scalar above, or -1
        plain_end = 0
        while at < size:
            line = self._indent(at)
            first = self.text[line : line + 1]
            if plain >= 0 and first and first not in b"#\r\n" and line - at > plain:
                self.opaque.append((plain_end - 1, line + 1))
            begin, block = at, self.depth == 0
            code_end, at = self._line(at)
            code = self.text[begin:code_end]
            if block and not self.depth:
                scalar = _BLOCK.search(code[-200:])
                if scalar:
                    at = self._block(at, code, int(scalar[1] or b"0"))
                    code = b""
            plain, plain_end = (self._plain(code) if not self.depth else -1), code_end
        return Lexed(self.found, sorted(self.opaque))

    def _indent(self, at: int) -> int:
        while self.text[at : at + 1] in (b" ", b"\t"):
            at += 1
        return at

    def _line(self, at: int) -> tuple[int, int]:
        """Lex from `at` to a line end outside quotes: where the code before a comment ends, the next line."""
        text, size = self.text, len(self.text)
        fresh, start = True, at  # fresh: a token may begin here
        while at < size:
            byte = text[at : at + 1]
            if byte in (b"\r", b"\n"):
                return at, at + (2 if text[at : at + 2] == b"\r\n" else 1)
            if byte == b"#" and (at == start or text[at - 1] in b" \t\r\n" or (at == 3 and start == 3)):
                end = line_end(text, at)
                self.found.append(Comment(at, end, at + 1, end, not text[start:at].strip()))
                return at, end + (2 if text[end : end + 2] == b"\r\n" else 1)
            if fresh and byte in _QUOTE:
                at = self._quoted(at, byte)
                fresh = False
                continue
            at, fresh = self._step(at, byte, fresh)
        return size, size

    def _step(self, at: int, byte: bytes, fresh: bool) -> tuple[int, bool]:
        """Over one token that is no quote, comment or line end."""
        if byte in (b" ", b"\t"):
            return at + 1, fresh
        if fresh:
            indicator = _INDICATORS.match(self.text, at)
            if indicator:
                return indicator.end(), True
        if byte in (b"[", b"{") and (fresh or self.depth):
            self.depth += 1
            return at + 1, True
        if byte in (b"]", b"}") and self.depth:
            self.depth -= 1
            return at + 1, False
        if byte == b"," and self.depth:
            return at + 1, True
        if byte == b":":
            after = self.text[at + 1 : at + 2]
            return at + 1, after in (b"", b" ", b"\t", b"\r", b"\n") or (self.depth > 0 and after in b"\"'[{")
        plain = _PLAIN.match(self.text, at)
        return (plain.end() if plain else at + 1), False

    def _quoted(self, at: int, quote: bytes) -> int:
        """Behind a quoted scalar, which may go over several lines."""
        start = at
        at += 1
        for match in _QUOTE[quote].finditer(self.text, at):
            if match.group() == quote:
                if b"\n" in self.text[start : match.end()]:
                    self.opaque.append((start, match.end()))
                return match.end()
        self.opaque.append((start, len(self.text) + 1))
        return len(self.text)

    def _block(self, at: int, code: bytes, digit: int) -> int:
        """Over the lines of a block scalar; `at` is the line behind its header, `code`."""
        dashes = _DASHES.match(code)
        column = dashes.end() if dashes else 0
        if not _KEY.match(code, column):
            column = _last_dash(code[:column])
        parent = -1 if code.startswith(b"---") else column
        inner, start, end = (parent + digit if digit else -1), at, at
        while at < len(self.text):
            line = _LINE.match(self.text, at)
            width = self._indent(at) - at
            blank = self.text[at + width : at + width + 1] in (b"\r", b"\n", b"")
            if not blank:
                inner = max(width, parent + 1) if inner < 0 else inner
                if width < inner:
                    break
            if line is None:
                break
            at = line.end()
            end = end if blank else at
        if end > start:
            self.opaque.append((start - 1, end if end < len(self.text) else end + 1))
        return max(end, start)

    def _plain(self, code: bytes) -> int:
        """The column that the next line must pass to go on with this line's plain scalar; -1: it cannot."""
        code = code.rstrip()
        dashes = _DASHES.match(code)
        column = dashes.end() if dashes else 0
        if not code or len(code) <= column or code.startswith((b"---", b"%")) or code[-1:] in b"\"']}":
            return -1
        key = _KEY.match(code, column)
        if key is None:
            return max(_last_dash(code[:column]), 0) if column else 0
        return -1 if key.end() >= len(code) else column


def _last_dash(lead: bytes) -> int:
    """The column of the last `- ` in a line's lead; -1 when there is none."""
    return lead.rfind(b"-")
