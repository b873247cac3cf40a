# SPDX-License-Identifier: Apache-2.0
"""The call as it should be: edits for the file, and one line for the reader."""

from __future__ import annotations

import ast
import re
from io import StringIO
from tokenize import COMMENT, NL, TokenError, generate_tokens
from typing import TYPE_CHECKING, NamedTuple

from mlhooks.core.finding import Edit

if TYPE_CHECKING:
    from mlhooks.checks.unsafe_load.program import Program

NEW = b"weights_only=True"
WIDTH = 100  # characters of a call that a help line shows
LONGEST = 4096  # bytes of a call that are read to show it
MAPS = re.compile(rb"(?:[\w.]{1,80}\.)?i?map(?:_unordered)?\s{0,9}\(")  # they pass no keywords on


class Change(NamedTuple):
    """Replace [start, end) of the program's text."""

    start: int
    end: int
    new: bytes


def with_weights_only(program: Program, call: ast.Call) -> list[Change]:
    """What sets weights_only=True in a call that stands in the program; empty where it cannot be written."""
    for keyword in call.keywords:
        if keyword.arg == "weights_only":
            start, end = program.range(keyword.value)
            return [Change(start, end, b"True")]
    arguments: list[ast.expr | ast.keyword] = [*call.args, *call.keywords]
    if not arguments or isinstance(arguments[0], ast.GeneratorExp):
        return []
    last = max(arguments, key=lambda argument: program.range(argument)[1])
    start, end = program.range(last)
    end, comma = _tail(program.text, end, program.range(call)[1] - 1)
    return _insert(program, start, end, comma, program.range(call)[1] - 1)


def _tail(text: bytes, end: int, close: int) -> tuple[int, int]:
    """The last argument's real end (behind parentheses of its own) and its trailing comma, or -1."""
    comma, at = -1, end
    while at < close:
        byte = text[at : at + 1]
        if byte == b"#":
            line = text.find(b"\n", at, close)
            at = close if line < 0 else line
            continue
        if byte == b")":
            end, comma = at + 1, -1
        elif byte == b",":
            comma = at
        at += 1
    return end, comma


def _insert(program: Program, start: int, end: int, comma: int, close: int) -> list[Change]:
    """After the last argument, which stands at [start, end); on a line of its own where that one has one."""
    text = program.text
    indent = text[text.rfind(b"\n", 0, start) + 1 : start]
    line_end = text.find(b"\n", end, close)
    own_line = not indent.strip() and max(comma, end - 1) < line_end
    if not own_line or not program.part(end).region.verbatim:
        return [Change(end, end, b", " + NEW)]
    ending = b"\r\n" if text[line_end - 1 : line_end] == b"\r" else b"\n"
    at = line_end - (len(ending) - 1)
    line = ending + indent + NEW
    if comma >= 0:
        return [Change(at, at, line + b",")]
    return [Change(at, at, b"," + line)] if at == end else [Change(end, end, b","), Change(at, at, line)]


def edits(program: Program, changes: list[Change]) -> tuple[Edit, ...]:
    """The changes as edits of the file."""
    made = []
    for start, end, new in changes:
        if start == end:
            place = program.span(start - 1, start).end
            made.append(Edit(program.span(start, start)._replace(start=place, end=place), new))
        else:
            made.append(Edit(program.span(start, end), new))
    return tuple(made)


def shown(program: Program, call: ast.Call) -> str:
    """The call with weights_only=True on one line, as it is written in the file, shortened when long."""
    start, end = program.range(call)
    text = program.text[start:end]
    function = _unparsed(call.func)[:WIDTH] or "torch.load"
    if program.range(call.func)[0] != start and MAPS.match(text):
        return f"functools.partial({function}, weights_only=True) in place of {function}"
    changes = with_weights_only(program, call)
    inside = all(start <= change.start and change.end <= end for change in changes)
    for change in reversed(changes):
        text = text[: change.start - start] + change.new + text[change.end - start :]
    line = (_one_line(text) if inside else "") or _unparsed(call)
    return line if 0 < len(line) <= WIDTH else f"{function}(..., weights_only=True)"


def _one_line(call: bytes) -> str:
    """A call without its line breaks and comments; "" where a line break is part of a string."""
    text = call[: LONGEST + 1].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if len(lines) == 1 or len(call) > LONGEST:
        return text if len(lines) == 1 else ""
    ends: dict[int, int] = {}
    try:
        for token in generate_tokens(StringIO(text).readline):
            if token.type in (COMMENT, NL):
                ends.setdefault(token.start[0], token.start[1])
    except (TokenError, SyntaxError):
        return ""
    if any(number not in ends for number in range(1, len(lines))):
        return ""
    joined = ""
    for number, line in enumerate(lines, 1):
        part = line[: ends.get(number)].strip()
        glued = not part or not joined or joined[-1] in "([{" or part[0] in ")]}"
        joined += part if glued else " " + part
    return joined[:-2] + ")" if joined.endswith(",)") else joined


def _unparsed(node: ast.expr) -> str:
    try:
        if isinstance(node, ast.Call):
            others = [keyword for keyword in node.keywords if keyword.arg != "weights_only"]
            true = ast.keyword("weights_only", ast.Constant(value=True))
            node = ast.Call(node.func, node.args, [*others, true])
        return ast.unparse(node)
    except (RecursionError, ValueError):
        return ""
