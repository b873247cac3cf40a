# SPDX-License-Identifier: Apache-2.0
"""The lexer for programs: comments, strings over several lines, and code nested inside strings.

It knows just enough of a language to tell a comment from what looks like one, never raises, and looks at
each byte a bounded number of times whatever it is given.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from mlhooks.core.comments.slash import Slashes
from mlhooks.core.comments.stops import closer, code_pattern, string_pattern

if TYPE_CHECKING:
    from mlhooks.core.comments.syntax import Quote, Syntax


class Comment(NamedTuple):
    """One comment: [start, end) with its opener and closer, [text_start, text_end) without them.

    0-based byte offsets; the line's end is not part of it. `own_line`: only white space stands before it.
    """

    start: int
    end: int
    text_start: int
    text_end: int
    own_line: bool


class Lexed(NamedTuple):
    """`opaque`: ascending ranges (start, end) over several lines at whose inner line ends no comment can
    stand; one that is never closed ends behind the text."""

    comments: list[Comment]
    opaque: list[tuple[int, int]]


LINE_END = re.compile(rb"[\r\n]")
_LONG = re.compile(rb"\[(={0,20})\[")


def own_line(text: bytes, start: int) -> bool:
    """Whether only white space (or a byte order mark) stands before `start` on its line."""
    at = start
    while at > 0 and text[at - 1] in b" \t\f\v":
        at -= 1
    return at == 0 or text[at - 1] in b"\r\n" or (at == 3 and text.startswith(b"\xef\xbb\xbf"))


def line_end(text: bytes, start: int) -> int:
    """The offset of the next line end, or of the end of the text."""
    found = LINE_END.search(text, start)
    return found.start() if found else len(text)


class _Frame:
    """An open string. `depth`: -1 in its text, else how many brackets are open in its current hole."""

    __slots__ = ("close", "depth", "quote", "spec", "start")

    def __init__(self, quote: Quote, close: bytes, start: int) -> None:
        self.quote = quote
        self.close = close
        self.start = start
        self.depth = -1
        self.spec = False


class Lexer:
    """One pass over one text."""

    def __init__(self, syntax: Syntax, text: bytes, start: int = 0, end: int | None = None) -> None:
        self.syntax = syntax
        self.text = text
        self.at = start
        self.end = len(text) if end is None else end
        self.found: list[Comment] = []
        self.opaque: list[tuple[int, int]] = []
        self.stack: list[_Frame] = []
        self.pending: list[tuple[bytes, bool]] = []
        self.slashes = Slashes(text, self.found)
        self._lines: dict[tuple[bytes, bool], list[int]] | None = None
        self._outside = code_pattern(syntax, None)
        self._patterns: dict[tuple[int, bytes, bool], re.Pattern[bytes]] = {}
        self._long = any(b"[[" in pair[0] for pair in syntax.block)

    def run(self) -> Lexed:
        """Lex to the end."""
        if self.syntax.enter:
            self._enter()
        while self.at < self.end:
            if self.stack and self.stack[-1].depth < 0:
                self._string(self.stack[-1])
            else:
                self._code()
        for frame in self.stack[:1]:
            self.opaque.append((frame.start, len(self.text) + 1))
        return Lexed(self.found, sorted(self.opaque))

    def _in_hole(self, quote: Quote) -> re.Pattern[bytes]:
        """What to stop at in the code of a hole; the table's quotes live as long as the program."""
        key = (id(quote), b"", False)
        if key not in self._patterns:
            self._patterns[key] = code_pattern(self.syntax, quote)
        return self._patterns[key]

    def _inside(self, frame: _Frame) -> re.Pattern[bytes]:
        """What to stop at in the text of a string."""
        key = (id(frame.quote), frame.close, frame.spec)
        if key not in self._patterns:
            self._patterns[key] = string_pattern(frame.quote, frame.close, frame.spec)
        return self._patterns[key]

    def _code(self) -> None:
        frame = self.stack[-1] if self.stack else None
        pattern = self._in_hole(frame.quote) if frame else self._outside
        match = pattern.search(self.text, self.at, self.end)
        if match is None:
            self.at = self.end
            return
        kind = match.lastgroup or ""
        start, self.at = match.start(), match.end()
        if kind in ("open", "close", "colon"):
            self._bracket(kind, start, frame)
        elif kind == "slash":
            self.at = self.slashes.after(start)
        elif kind == "newline":
            self._heredocs()
        elif kind == "pod":
            self._pod(start)
        elif kind == "heredoc":
            self.pending.append((match["word"], bool(match["dash"]) or bool(self.syntax.leave)))
        elif kind == "leave":
            self._enter()
        elif kind[0] == "b":
            self._block(start, *self.syntax.block[int(kind[1:])])
        elif kind[0] == "l":
            self._line(start, self.syntax.line[int(kind[1:])])
        elif kind[0] == "s" and kind != "skip":
            self._open(self.syntax.strings[int(kind[1:])], start, match.group())

    def _enter(self) -> None:
        """Pass over text that is no code."""
        found = self.text.find(self.syntax.enter, self.at, self.end)
        end = len(self.text) + 1 if found < 0 else found + len(self.syntax.enter)
        self.opaque.append((self.at - 1, end))
        self.at = min(end, self.end)

    def _bracket(self, kind: str, start: int, frame: _Frame | None) -> None:
        if frame is None:
            return
        if kind == "open":
            frame.depth += 1
        elif kind == "close":
            last = frame.depth == 0 and self.text[start : start + 1] == frame.quote.hole_close
            frame.depth = -1 if last else max(frame.depth - 1, 0)
        elif frame.depth == 0:
            frame.depth, frame.spec = -1, True

    def _open(self, quote: Quote, start: int, opener: bytes) -> None:
        if quote.close:
            self.stack.append(_Frame(quote, quote.close, start))
            return
        close = closer(opener)
        end = self.text.find(close, self.at, self.end) if close else -1
        self.at = self.end if end < 0 else end + len(close)
        self._hide(start, self.at if end >= 0 else len(self.text) + 1)

    def _string(self, frame: _Frame) -> None:
        match = self._inside(frame).search(self.text, self.at, self.end)
        if match is None:
            self.at = self.end
            return
        self.at = match.end()
        kind = match.lastgroup
        if kind == "hole":
            # A hole inside a format is a field of its own; the format goes on behind it as plain text.
            frame.depth, frame.spec = 0, False
        elif kind == "endspec":
            frame.spec = False
        elif kind in ("close", "newline"):
            if kind == "newline":
                self.at = match.start()
            self.stack.pop()
            if not self.stack:
                self._hide(frame.start, self.at)

    def _hide(self, start: int, end: int) -> None:
        if not self.stack and (end > len(self.text) or LINE_END.search(self.text, start, end)):
            self.opaque.append((start, end))

    def _line(self, start: int, opener: bytes) -> None:
        text, syntax = self.text, self.syntax
        own = own_line(text, start)
        if syntax.own_line and not own:
            return
        if syntax.before is not None and start and text[start - 1] not in syntax.before and not own:
            return
        if self._long:
            level = _LONG.match(text, self.at)
            if level:
                self._block(start, opener + level.group(), b"]" + level[1] + b"]")
                return
        end = line_end(text, self.at)
        if syntax.leave:
            left = text.find(syntax.leave, self.at, end)
            end = end if left < 0 else left
        while syntax.spliced and text[end - 1 : end] == b"\\" and end < len(text):
            end = line_end(text, end + (2 if text[end : end + 2] == b"\r\n" else 1))
            if end > self.at and LINE_END.search(text, self.at, end):
                self.opaque.append((start, end))
        self.at = min(end, self.end)
        self.found.append(Comment(start, self.at, start + len(opener), self.at, own))

    def _block(self, start: int, opener: bytes, close: bytes) -> None:
        body = start + len(opener)
        end = self._block_end(body, opener, close)
        self.at = min(end, self.end)
        closed = end <= self.end
        inner = end - len(close) if closed else self.end
        self.found.append(
            Comment(start, self.at, min(body, self.at), max(inner, body), own_line(self.text, start))
        )
        self._hide(start, end)

    def _block_end(self, at: int, opener: bytes, close: bytes) -> int:
        """Behind the closer, or behind the text when there is none."""
        missing = len(self.text) + 1
        if not self.syntax.nested:
            found = self.text.find(close, at, self.end)
            return missing if found < 0 else found + len(close)
        depth = 1
        for match in re.compile(re.escape(opener) + b"|" + re.escape(close)).finditer(
            self.text, at, self.end
        ):
            depth += 1 if match.group() == opener else -1
            if not depth:
                return match.end()
        return missing

    def _pod(self, start: int) -> None:
        """Ruby's =begin and Perl's POD, up to the line that ends them."""
        found = self.text.find(b"\n" + self.syntax.pod_end, start, self.end)
        end = len(self.text) + 1 if found < 0 else line_end(self.text, found + 1)
        self.at = min(end, self.end)
        self.found.append(Comment(start, self.at, start, self.at, True))
        self._hide(start, end + 1)

    def _heredocs(self) -> None:
        """At a line end: pass over the bodies that were announced on the line."""
        for word, indented in self.pending:
            end = self._terminator(word, indented)
            if end is not None:
                self.opaque.append((self.at - 1, end + 1))
                self.at = min(end, self.end)
        self.pending.clear()

    def _terminator(self, word: bytes, indented: bool) -> int | None:
        """The end of the first line that is only `word`; None when it is no heredoc but a shift."""
        if self._lines is None:
            self._lines = _line_index(self.text)
        starts = self._lines.get((word, indented), [])
        index = bisect_right(starts, self.at - 1)
        return line_end(self.text, starts[index]) if index < len(starts) else None


def _line_index(text: bytes) -> dict[tuple[bytes, bool], list[int]]:
    """Where the short lines begin, by their content; True: white space at the beginning does not count."""
    index: dict[tuple[bytes, bool], list[int]] = {}
    for line in re.finditer(rb"[^\r\n]+", text):
        content = line.group() if line.end() - line.start() <= 200 else b""
        index.setdefault((content.rstrip(b" \t;),"), False), []).append(line.start())
        index.setdefault((content.strip(b" \t;),"), True), []).append(line.start())
    return index
