# SPDX-License-Identifier: Apache-2.0
"""The call as it should be: edits for the file, and one line for the reader."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from mlhooks.core.finding import Edit

if TYPE_CHECKING:
    from mlhooks.checks.unsafe_load.program import Program

NEW = b"weights_only=True"
WIDTH = 100  # characters of a call that a help line shows


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
    """The call with weights_only=True on one line, shortened when long."""
    start, end = program.range(call)
    changes = with_weights_only(program, call)
    text = program.text[start:end]
    if b"\n" not in text and b"\r" not in text:
        for change in reversed(changes):
            text = text[: change.start - start] + change.new + text[change.end - start :]
        line = text.decode("utf-8", "replace")
    else:
        line = _unparsed(call)
    if len(line) > WIDTH or not line:
        return f"{_unparsed(call.func)[:WIDTH] or 'torch.load'}(..., weights_only=True)"
    return line


def _unparsed(node: ast.expr) -> str:
    try:
        if isinstance(node, ast.Call):
            others = [keyword for keyword in node.keywords if keyword.arg != "weights_only"]
            true = ast.keyword("weights_only", ast.Constant(value=True))
            node = ast.Call(node.func, node.args, [*others, true])
        return ast.unparse(node)
    except (RecursionError, ValueError):
        return ""
