# SPDX-License-Identifier: Apache-2.0
"""Build scripts in JavaScript and TypeScript: the expression around each string that holds a flag."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from mlhooks.checks.wasm_memory.flags.group import FLAG, Group
from mlhooks.checks.wasm_memory.program import Program, TooMuchError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tree_sitter import Node

T = TypeVar("T")
MOST = 500  # flags of one script, and uses of the variables that hold them; more are not followed
STRINGS = ("string_fragment", "string", "template_string", "escape_sequence")
ENDS = ("_statement", "_declaration", "_declarator", "_definition", "assignment_expression", "_clause")
INSIDE = frozenset({
    "arrow_function", "function_expression", "method_definition", "statement_block", "pair", "program",
    "class_body", "class_static_block", "switch_case", "switch_default", "required_parameter",
    "assignment_pattern", "jsx_expression",
})  # fmt: skip
SPOKEN = frozenset({
    b"log", b"warn", b"error", b"info", b"debug", b"abort", b"assert", b"err", b"out", b"fail", b"test",
    b"it", b"describe", b"includes", b"indexOf", b"startsWith", b"endsWith", b"match", b"replace",
    b"replaceAll", b"split", b"expect", b"warnOnce", b"write", b"has", b"fatal", b"dbg", b"alert",
})  # fmt: skip
ADDED = frozenset({b"push", b"unshift", b"concat", b"splice", b"add"})
COMPARED = frozenset({"==", "===", "!=", "!==", "in"})
SILENT = ("throw_statement", "import_statement")
SAID = re.compile(rb"(?:Error|Exception|RegExp)\Z")


def commands(text: bytes, language: str) -> Iterator[Group]:
    """The expressions that hold flags, and those that name the variables in which such an expression is
    kept. None where the program is too large to follow."""
    if not FLAG.search(text):
        return
    try:
        program = Program(text, language)
        found: dict[tuple[int, int], Group] = {}
        for match in _few(FLAG.finditer(text)):
            group = _around(program, match.start())
            if group is not None:
                found[group.start, group.end] = group
        for name in {group.key for group in found.values() if group.key}:
            for path in _few(program.occurrences(name.encode())):
                group = _group(path, len(path) - 1) if _is_use(path) else None
                if group is not None:
                    found.setdefault((group.start, group.end), group)
    except TooMuchError:
        return
    yield from found.values()


def _few(items: Iterable[T]) -> Iterator[T]:
    """The items. Raises TooMuchError where they are many."""
    for number, item in enumerate(items):
        if number == MOST:
            raise TooMuchError
        yield item


def _around(program: Program, start: int) -> Group | None:
    """The group of the flag at `start`; None in a comment or in code."""
    path = program.path(start, start + 1)
    return _group(path, len(path) - 1) if path[-1].type in STRINGS else None


def _is_use(path: list[Node]) -> bool:
    """Whether the name at the end of `path` is read there, and not declared or assigned to."""
    if path[-1].type != "identifier" or len(path) < 2:
        return False
    return all(path[-2].child_by_field_name(field) != path[-1] for field in ("name", "left", "pattern"))


def _group(path: list[Node], at: int) -> Group | None:
    """The largest expression around `path[at]` below a statement, an assignment, a property or a function;
    None where it is only said or compared."""
    key = ""
    while at > 1:
        node, parent = path[at], path[at - 1]
        if node.type == "call_expression" and _called(node) in SPOKEN:
            return None
        if node.type == "call_expression" and _called(node) in ADDED:
            key = _owner(node)
        if node.type == "new_expression" and SAID.search(_text(node.child_by_field_name("constructor"))):
            return None
        if (
            node.type == "binary_expression"
            and _text(node.child_by_field_name("operator")).decode() in COMPARED
        ):
            return None
        if parent.type in INSIDE or parent.type.endswith(ENDS):
            break
        at -= 1
    if path[at - 1].type in SILENT or (
        path[at].type == "string" and path[at - 1].type == "expression_statement"
    ):
        return None  # a string that is a statement does nothing
    return Group(path[at].start_byte, path[at].end_byte, key or _kept(path[at - 1], path[at]))


def _called(call: Node) -> bytes:
    function = call.child_by_field_name("function")
    return b"" if function is None else _text(function.child_by_field_name("property") or function)


def _owner(call: Node) -> str:
    """`flags` of `flags.push(...)`."""
    function = call.child_by_field_name("function")
    owner = None if function is None else function.child_by_field_name("object")
    return _name(owner)


def _kept(parent: Node, node: Node) -> str:
    """The variable that the expression begins or replaces."""
    for field, value in (("name", "value"), ("left", "right")):
        if parent.child_by_field_name(value) == node:
            return _name(parent.child_by_field_name(field))
    return ""


def _name(node: Node | None) -> str:
    if node is None or node.type != "identifier":
        return ""
    return _text(node).decode("utf-8", "replace")


def _text(node: Node | None) -> bytes:
    return b"" if node is None or node.text is None else node.text[:100]
