# SPDX-License-Identifier: Apache-2.0
"""The comments that a text begins with, without lexing what follows them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhooks.core.comments.lexer import Comment, line_end
from mlhooks.core.comments.markup import rst
from mlhooks.core.comments.syntax import SYNTAXES, Syntax

if TYPE_CHECKING:
    from collections.abc import Iterator

_WHITE = re.compile(rb"[\s\0]*")
_LONG = re.compile(rb"\[(={0,20})\[")


def opening_comments(kind: str, text: bytes, at: int, passed: re.Pattern[bytes]) -> Iterator[Comment]:
    """The comments from the offset `at`, the beginning of a line, up to the first code.

    `passed` matches code that does not end them. 0-based byte offsets; every byte is looked at a bounded
    number of times. Ends at once for a kind without comments.
    """
    syntax = SYNTAXES.get(kind)
    if syntax is None:
        return
    if syntax.family == "rst":
        yield from _of_rst(text, at)
        return
    while at < len(text):
        white = _WHITE.match(text, at)
        at = white.end() if white else at
        comment = _comment(syntax, text, at)
        if comment is not None:
            yield comment
            at = max(comment.end, at + 1)
            continue
        code = passed.match(text, at)
        if code is None or code.end() == at:
            return
        at = code.end()


def _of_rst(text: bytes, at: int) -> Iterator[Comment]:
    for comment in rst(text).comments:
        if comment.start >= at:
            if text[at : comment.start].strip():
                return
            yield comment
            at = comment.end


def _comment(syntax: Syntax, text: bytes, at: int) -> Comment | None:
    """The comment that begins at `at`."""
    for opener, close in syntax.block:
        if text.startswith(opener, at):
            return _block(syntax, text, at, opener, close)
    for opener in syntax.line:
        if text.startswith(opener, at):
            body = at + len(opener)
            long = _LONG.match(text, body) if text[body : body + 1] == b"[" else None
            if long and any(b"[[" in pair[0] for pair in syntax.block):
                return _block(syntax, text, at, opener + long.group(), b"]" + long[1] + b"]")
            end = _line_end(syntax, text, body)
            return Comment(at, end, body, end, True)
    if syntax.pod and re.compile(syntax.pod).match(text, at):
        last = text.find(b"\n" + syntax.pod_end, at)
        end = len(text) if last < 0 else line_end(text, last + 1)
        return Comment(at, end, at, end, True)
    return None


def _line_end(syntax: Syntax, text: bytes, at: int) -> int:
    end = line_end(text, at)
    if syntax.leave:
        left = text.find(syntax.leave, at, end)
        return end if left < 0 else left
    while syntax.spliced and text[end - 1 : end] == b"\\" and end < len(text):
        end = line_end(text, end + (2 if text[end : end + 2] == b"\r\n" else 1))
    return end


def _block(syntax: Syntax, text: bytes, at: int, opener: bytes, close: bytes) -> Comment:
    body = at + len(opener)
    if not syntax.nested:
        found = text.find(close, body)
        stop = len(text) if found < 0 else found
        return Comment(at, min(stop + len(close), len(text)), body, stop, True)
    depth = 1
    for mark in re.compile(re.escape(opener) + b"|" + re.escape(close)).finditer(text, body):
        depth += -1 if mark.group() == close else 1
        if not depth:
            return Comment(at, mark.end(), body, mark.start(), True)
    return Comment(at, len(text), body, len(text), True)
