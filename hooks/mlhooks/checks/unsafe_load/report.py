# SPDX-License-Identifier: Apache-2.0
"""From a node to a finding: spans, statement, identity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhooks.core.finding import Edit, Finding, Help

if TYPE_CHECKING:
    import ast

    from mlhooks.checks.unsafe_load.program import Program
    from mlhooks.core.finding import Span

IDENTITY = 400  # bytes of code that tell one finding from another


def finding(
    program: Program,
    node: ast.expr,
    statement: ast.stmt | None,
    rule: str,
    severity: str,
    message: str,
    help: tuple[Help, ...] = (),
    fix: tuple[Edit, ...] = (),
) -> Finding:
    """A finding of `rule` at `node`."""
    start, end = program.range(node)
    return at_range(
        program, start, end, rule, severity, message, help, fix,
        _statement(program, statement, node) if statement is not None else None,
    )  # fmt: skip


def at_range(
    program: Program,
    start: int,
    end: int,
    rule: str,
    severity: str,
    message: str,
    help: tuple[Help, ...] = (),
    fix: tuple[Edit, ...] = (),
    statement: Span | None = None,
) -> Finding:
    """A finding at the range [start, end) of the program's text."""
    identity = b" ".join(program.text[start : min(end, start + 4 * IDENTITY)].split())[:IDENTITY].decode(
        "utf-8", "replace"
    )
    return Finding(
        rule,
        severity,
        program.span(start, end),
        message,
        identity,
        help,
        statement,
        fix,
        program.where(start),
    )


def _statement(program: Program, statement: ast.stmt, node: ast.expr) -> Span:
    """The statement, of a compound one only the header, widened to hold the node."""
    start, end = program.range(statement)
    body = [part[0] for name in ("body", "cases") if (part := getattr(statement, name, None))]
    if body:
        line: int = getattr(getattr(body[0], "pattern", body[0]), "lineno", statement.lineno)
        end = program.offset(line, 0) if line > statement.lineno else end
        end = start + len(program.text[start:end].rstrip())
    at, stop = program.range(node)
    return program.span(min(start, at), max(end, stop))
