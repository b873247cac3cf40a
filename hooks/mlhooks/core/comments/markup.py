# SPDX-License-Identifier: Apache-2.0
"""Comments of markup: HTML and XML, Markdown, reStructuredText, and Makefiles (whose recipes are shell)."""

from __future__ import annotations

import re

from mlhooks.core.comments.lexer import Comment, Lexed, line_end, own_line

_OPEN = b"<!--"
_CLOSE = b"-->"
_TAG = re.compile(
    rb"(?P<comment><!--)|(?P<cdata><!\[CDATA\[)|(?P<pi><\?)|<(?P<raw>script|style|textarea|title|pre)\b"
    rb"|(?P<tag></?[A-Za-z]|<![A-Za-z])",
    re.IGNORECASE,
)
_IN_TAG = re.compile(rb"[>\"']")
_FENCE = re.compile(rb"[ ]{0,3}(?:>[ ]?){0,8}[ ]{0,6}(?:[-*+][ ]{1,4})?(`{3,}|~{3,})")
_MARKDOWN = re.compile(rb"<!--|`{1,100}|\n")
_LINES = re.compile(rb"[^\r\n]+")
_RST = re.compile(rb"^([ \t]{0,40})\.\.(?![^ \t\r\n])[ \t]{0,40}([^\r\n]*)", re.MULTILINE)
_RST_LINE = re.compile(rb"(?:\r\n|\n|\r)([^\r\n]*)")
_DIRECTIVE = re.compile(rb"[\w:.+-]{1,80}::")


def markup(text: bytes) -> Lexed:
    """HTML, XML and what is built on them. Tags, CDATA, scripts and styles hold no comment of this kind."""
    found: list[Comment] = []
    opaque: list[tuple[int, int]] = []
    missing = len(text) + 1
    at = 0
    while at < len(text):
        match = _TAG.search(text, at)
        if match is None:
            break
        start, kind = match.start(), match.lastgroup
        if kind == "comment":
            end = _behind(text, _CLOSE, match.end())
            found.append(_comment(text, start, end))
        elif kind in ("cdata", "pi"):
            end = _behind(text, b"]]>" if kind == "cdata" else b"?>", match.end())
        else:
            end = _tag_end(text, match.end())
            if kind == "raw" and end < missing and text[end - 2 : end] != b"/>":
                close = re.compile(rb"</" + match["raw"] + rb"\b", re.IGNORECASE).search(text, end)
                end = close.start() if close else missing
        opaque.append((start, end))
        at = min(end, len(text))
    return Lexed(found, opaque)


def _behind(text: bytes, literal: bytes, at: int) -> int:
    found = text.find(literal, at)
    return len(text) + 1 if found < 0 else found + len(literal)


def _tag_end(text: bytes, at: int) -> int:
    """Behind the `>` of a tag, whose quoted attributes may hold one."""
    while True:
        match = _IN_TAG.search(text, at)
        if match is None:
            return len(text) + 1
        if match.group() == b">":
            return match.end()
        close = text.find(match.group(), match.end())
        if close < 0:
            return len(text) + 1
        at = close + 1


def _comment(text: bytes, start: int, end: int) -> Comment:
    stop = min(end, len(text))
    inner = end - len(_CLOSE) if end <= len(text) else stop
    return Comment(start, stop, start + len(_OPEN), max(inner, start + len(_OPEN)), own_line(text, start))


def markdown(text: bytes) -> Lexed:
    """Fenced code, code spans and front matter hold no comment."""
    found: list[Comment] = []
    opaque: list[tuple[int, int]] = []
    at = _front_matter(text, opaque)
    stop, unclosed = -1, set[bytes]()  # the end of the line, and the spans that nothing on it closes
    while at < len(text):
        fence = _FENCE.match(text, at) if not at or text[at - 1] in b"\r\n" else None
        if fence:
            end = _fence_end(text, fence)
            opaque.append((at, end))
        else:
            match = _MARKDOWN.search(text, at)
            if match is None:
                break
            end = match.end()
            if match.group() == _OPEN:
                end = _behind(text, _CLOSE, end)
                found.append(_comment(text, match.start(), end))
                opaque.append((match.start(), end))
            elif match.group() != b"\n":
                if end > stop:
                    stop, unclosed = line_end(text, end), set()
                end = _span_end(text, match.group(), end, stop, unclosed)
        at = min(end, len(text))
    return Lexed(found, opaque)


def _span_end(text: bytes, mark: bytes, at: int, stop: int, unclosed: set[bytes]) -> int:
    """Behind a code span that ends on its line, else `at`; no mark is looked for twice in vain."""
    close = -1 if mark in unclosed else text.find(mark, at, stop)
    if close < 0:
        unclosed.add(mark)
        return at
    return close + len(mark)


def _front_matter(text: bytes, opaque: list[tuple[int, int]]) -> int:
    if not text.startswith((b"---\n", b"---\r\n")):
        return 0
    close = text.find(b"\n---", 3)
    if close < 0:
        return 0
    end = line_end(text, close + 1)
    opaque.append((-1, end + 1))
    return end


def _fence_end(text: bytes, fence: re.Match[bytes]) -> int:
    """Behind the line that closes a fence: at least as many of the same characters, nothing else."""
    mark = fence[1]
    for line in _LINES.finditer(text, line_end(text, fence.end())):
        content = line.group().strip(b" >\t")
        if content.startswith(mark) and not content.strip(mark[:1]):
            return line.end() + 1
    return len(text) + 1


def rst(text: bytes) -> Lexed:
    """`..` and a text that is no directive, target, substitution or footnote, with its indented lines."""
    found: list[Comment] = []
    at = 0
    for match in _RST.finditer(text):
        body = match[2]
        if match.start() < at or body.startswith((b"_", b"[", b"|")) or _DIRECTIVE.match(body):
            continue
        start, at = match.start(2), _indented(text, match.end(), len(match[1]))
        if body or at > match.end():
            found.append(Comment(match.start() + len(match[1]), at, start, at, True))
    return Lexed(found, [])


def _indented(text: bytes, at: int, depth: int) -> int:
    """The end of the last of the lines below that are indented more than `depth`; blank ones go along,
    but not directly below a bare `..`."""
    end, first = at, at
    bare = text[at - 2 : at] == b".."
    for line in _RST_LINE.finditer(text, at):
        content = line[1].strip()
        if content and len(line[1]) - len(line[1].lstrip(b" \t")) <= depth:
            break
        if content:
            end = line.end()
        elif bare and end == first:
            break
    return end


def makefile(text: bytes) -> Lexed:
    """A `#` behind white space begins a comment, but not in a recipe, which belongs to the shell."""
    found: list[Comment] = []
    for line in _LINES.finditer(text):
        hash_at = _make_comment(line.group())
        if hash_at >= 0:
            start = line.start() + hash_at
            found.append(Comment(start, line.end(), start + 1, line.end(), own_line(text, start)))
    return Lexed(found, [])


def _make_comment(line: bytes) -> int:
    stripped = line.lstrip(b" \t\xef\xbb\xbf")
    if stripped.startswith(b"#"):
        return len(line) - len(stripped)
    if line.startswith(b"\t"):
        return -1
    found = re.search(rb"(?<=[ \t])#", line)
    return found.start() if found else -1
