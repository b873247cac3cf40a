# SPDX-License-Identifier: Apache-2.0
"""Where a program makes a memory: every `new WebAssembly.Memory(...)`, however it is spelled."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhooks.checks.wasm_memory.evaluate import WRAPPERS, Evaluator
from mlhooks.checks.wasm_memory.values import MEMORY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from mlhooks.checks.wasm_memory.program import Program

ALIASES = 50  # other names of the constructor that are followed in one program
FUNCTIONS = ("arrow_function", "function_expression", "function_declaration", "method_definition")
EXPECTING = frozenset({
    b"expect", b"throws", b"rejects", b"assertThrows", b"assert_throws_js", b"assertRejects",
    b"assertErrorMessage",
})  # fmt: skip
BODIES = ("body", "consequence")


class Site(NamedTuple):
    """One construction. `path` leads from the root to `node`, the `new` expression or the call without it."""

    path: list[Node]
    node: Node
    called: bool  # without `new`

    @property
    def descriptor(self) -> Node | None:
        """The first argument."""
        arguments = self.node.child_by_field_name("arguments")
        found = [] if arguments is None else [c for c in arguments.named_children if c.type != "comment"]
        return found[0] if found else None


def sites(program: Program, evaluator: Evaluator) -> Iterator[Site]:
    """Every construction in the program, by name of the constructor. Raises `program.TooMuchError`."""
    names, seen = [b"Memory"], set[bytes]()
    while names:
        name = names.pop()
        seen.add(name)
        for path in program.occurrences(name):
            reference = _reference(path)
            if reference is None:
                alias = _renamed(path, program)
            else:
                at = _outside(path, reference)
                found = _site(path, at)
                if found is not None and evaluator.evaluate(path[reference]) is MEMORY:
                    yield found
                alias = _stored(path, at, program)
                if alias and evaluator.evaluate(path[reference]) is not MEMORY:
                    alias = b""
            if alias and alias not in seen and len(seen) + len(names) < ALIASES:
                names.append(alias)


def _reference(path: list[Node]) -> int | None:
    """Index of the expression that ends in the word: a name, `x.Memory` or `x["Memory"]`."""
    leaf = path[-1].type
    if leaf == "identifier":
        return len(path) - 1
    if leaf == "property_identifier" and len(path) > 1 and path[-2].type == "member_expression":
        return len(path) - 2
    if leaf == "string_fragment" and len(path) > 2 and path[-3].type == "subscript_expression":
        return len(path) - 3
    return None


def _outside(path: list[Node], at: int) -> int:
    """Index of the expression with the parentheses and casts around it."""
    while at > 0 and path[at - 1].type in WRAPPERS:
        at -= 1
    return at


def _site(path: list[Node], at: int) -> Site | None:
    if at < 1:
        return None
    node, parent = path[at], path[at - 1]
    made = parent.type == "new_expression" and parent.child_by_field_name("constructor") == node
    called = parent.type == "call_expression" and parent.child_by_field_name("function") == node
    if not made and not called:
        return None
    around = path[_outside(path, at - 1) - 1]
    property = around.child_by_field_name("property") if around.type == "member_expression" else None
    if property is not None and property.text == b"buffer":
        return None  # only the ArrayBuffer is wanted: a memory that nobody holds cannot grow
    return Site(path[:at], parent, called)


def _stored(path: list[Node], at: int, program: Program) -> bytes:
    """`name` of `const name = WebAssembly.Memory`."""
    parent = path[at - 1] if at else path[at]
    if parent.type != "variable_declarator" or parent.child_by_field_name("value") != path[at]:
        return b""
    name = parent.child_by_field_name("name")
    return program.source(name) if name is not None and name.type == "identifier" else b""


def _renamed(path: list[Node], program: Program) -> bytes:
    """`name` of `const {Memory: name} = WebAssembly`."""
    if len(path) < 2 or path[-2].type != "pair_pattern" or path[-1].type != "property_identifier":
        return b""
    value = path[-2].child_by_field_name("value")
    return program.source(value) if value is not None and value.type == "identifier" else b""


def is_probe(site: Site) -> bool:
    """Whether the memory is only made to see if it can be: dropped inside `try`, or expected to throw."""
    at = len(site.path) - 1
    dropped = _is_dropped(site.path, at)
    while at > 0:
        node, parent = site.path[at], site.path[at - 1]
        if dropped and parent.type == "try_statement" and parent.child_by_field_name("body") == node:
            return True
        if node.type in FUNCTIONS:
            return parent.type == "arguments" and _expects(site.path[at - 2])
        at -= 1
    return False


def _is_dropped(path: list[Node], at: int) -> bool:
    while at > 0:
        node, parent = path[at], path[at - 1]
        if parent.type == "expression_statement" or (
            parent.type == "unary_expression" and parent.children[0].type == "void"
        ):
            return True
        if parent.type == "sequence_expression" and parent.named_children[-1] != node:
            return True
        if parent.type not in WRAPPERS and parent.type != "sequence_expression":
            return False
        at -= 1
    return False


def _expects(call: Node) -> bool:
    function = call.child_by_field_name("function")
    if function is None:
        return False
    name = function.child_by_field_name("property") or function
    return name.text in EXPECTING


def statement(path: list[Node]) -> tuple[int, int]:
    """The range of the smallest statement around the end of `path`; of a compound one only its header."""
    for at in range(len(path) - 1, 0, -1):
        node = path[at]
        if not node.type.endswith(("_statement", "_declaration", "field_definition")):
            continue
        for name in BODIES:
            body = node.child_by_field_name(name)
            if body is not None and body not in path:
                return node.start_byte, body.start_byte
        return node.start_byte, node.end_byte
    return path[-1].start_byte, path[-1].end_byte
