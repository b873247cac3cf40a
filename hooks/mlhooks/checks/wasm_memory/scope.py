# SPDX-License-Identifier: Apache-2.0
"""Which declaration a name means at an offset, and what the program writes to it.

Only the places where the name itself stands are looked at, so the cost follows the name, not the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tree_sitter import Node

    from mlhooks.checks.wasm_memory.program import Program

FUNCTIONS = frozenset({
    "program", "function_declaration", "function_expression", "generator_function", "arrow_function",
    "generator_function_declaration", "method_definition", "class_static_block", "internal_module", "module",
})  # fmt: skip
BLOCKS = FUNCTIONS | {
    "statement_block", "for_statement", "for_in_statement", "catch_clause", "switch_body", "class",
    "class_declaration", "abstract_class_declaration",
}  # fmt: skip
PATTERNS = frozenset({
    "object_pattern", "array_pattern", "pair_pattern", "rest_pattern", "assignment_pattern",
    "object_assignment_pattern",
})  # fmt: skip
IMPORTS = frozenset({"import_clause", "import_specifier", "namespace_import", "import_alias"})
NAMED = {  # declarations by `name`, and whether the name lives outside (in the scope above) or inside
    "function_declaration": "outside",
    "generator_function_declaration": "outside",
    "class_declaration": "outside",
    "abstract_class_declaration": "outside",
    "enum_declaration": "outside",
    "internal_module": "outside",
    "function_expression": "inside",
    "generator_function": "inside",
    "class": "inside",
}
LEAVES = frozenset({"identifier", "shorthand_property_identifier_pattern", "type_identifier"})


class Binding(NamedTuple):
    """A declared name: where it holds, and what it begins with.

    `value` is the initialiser, None where there is none to read; `key` the property of it that a
    destructuring takes, "" for the value itself.
    """

    start: int
    end: int
    value: Node | None = None
    key: str = ""


class Place(NamedTuple):
    """One place where a name stands; `role` is "declare", "write" or "use"."""

    path: list[Node]
    role: str
    binding: Binding | None = None


class Names:
    """The names of a program, resolved on demand. Every method raises `program.TooMuchError`."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._places: dict[bytes, list[Place]] = {}
        self._bindings: dict[bytes, list[Binding]] = {}

    def places(self, name: bytes) -> list[Place]:
        """Where `name` stands as an identifier, in order."""
        if name not in self._places:
            paths = self.program.occurrences(name)
            spots = [place(path, self.program) for path in paths if path[-1].type in LEAVES]
            self._places[name] = spots
            self._bindings[name] = [spot.binding for spot in spots if spot.binding is not None]
        return self._places[name]

    def lookup(self, name: bytes, offset: int) -> Binding | None:
        """The innermost declaration that holds at `offset`; None for a global."""
        self.places(name)
        self.program.spend(len(self._bindings[name]))
        holding = [found for found in self._bindings[name] if found.start <= offset < found.end]
        return min(holding, key=lambda found: found.end - found.start, default=None)

    def of(self, name: bytes, binding: Binding, role: str) -> list[Place]:
        """The places of one role that mean `binding`."""
        return [
            spot
            for spot in self.places(name)
            if spot.role == role and self.lookup(name, spot.path[-1].start_byte) == binding
        ]

    def declared_twice(self, name: bytes, binding: Binding) -> bool:
        """Whether the same scope declares the name again (`var a = 1; var a = 2`)."""
        self.places(name)
        return sum(found[:2] == binding[:2] for found in self._bindings[name]) > 1


def place(path: list[Node], program: Program) -> Place:
    """What the identifier at the end of `path` is there for."""
    at = len(path) - 1
    while at > 0 and path[at - 1].type in PATTERNS and _binds(path[at - 1], path[at]):
        at -= 1
    if at < 1:
        return Place(path, "use")
    node, parent = path[at], path[at - 1]
    if parent.type == "variable_declarator" and parent.child_by_field_name("name") == node:
        return _declarator(path, at, program)
    if _is_parameter(parent, node):
        return Place(path, "declare", _scoped(path, at - 1, FUNCTIONS | {"catch_clause"}))
    if parent.type in NAMED and parent.child_by_field_name("name") == node:
        top = at - 1 if NAMED[parent.type] == "inside" else at - 2
        return Place(path, "declare", _scoped(path, top, BLOCKS))
    if parent.type in IMPORTS and _imports(parent, node):
        return Place(path, "declare", _scoped(path, 0, BLOCKS))
    if parent.type == "for_in_statement" and parent.child_by_field_name("left") == node:
        return _loop(path, at)
    return Place(path, "write" if _is_written(parent, node) else "use")


def _binds(pattern: Node, node: Node) -> bool:
    if pattern.type == "pair_pattern":
        return pattern.child_by_field_name("value") == node
    if pattern.type in ("assignment_pattern", "object_assignment_pattern"):
        return pattern.child_by_field_name("left") == node
    return True


def _scoped(path: list[Node], top: int, kinds: frozenset[str]) -> Binding:
    """A binding that holds in the innermost node of `kinds` at or above `path[top]`."""
    for node in reversed(path[: max(0, top) + 1]):
        if node.type in kinds:
            return Binding(node.start_byte, node.end_byte)
    return Binding(path[0].start_byte, path[0].end_byte)


def _declarator(path: list[Node], at: int, program: Program) -> Place:
    if any(node.type == "ambient_declaration" for node in path[max(0, at - 3) : at]):
        return Place(path, "use")  # `declare const WebAssembly: any` says that the global is meant
    hoisted = at > 1 and path[at - 2].type == "variable_declaration"
    scope = _scoped(path, at - 2, FUNCTIONS if hoisted else BLOCKS)
    value = path[at - 1].child_by_field_name("value")
    depth = len(path) - 1 - at
    if depth == 0:
        return Place(path, "declare", scope._replace(value=value))
    key = _key(path, program) if path[at].type == "object_pattern" else ""
    if not key or depth > (2 if path[-2].type == "pair_pattern" else 1):
        value = None
    return Place(path, "declare", scope._replace(value=value, key=key))


def _key(path: list[Node], program: Program) -> str:
    """The property that `{name}` or `{property: name}` takes; "" for anything else."""
    parent = path[-2]
    if parent.type == "object_pattern":
        return program.source(path[-1]).decode("utf-8", "replace")
    key = parent.child_by_field_name("key") if parent.type == "pair_pattern" else None
    if key is None or key.type != "property_identifier":
        return ""
    return program.source(key).decode("utf-8", "replace")


def _is_parameter(parent: Node, node: Node) -> bool:
    if parent.type == "formal_parameters":
        return True
    if parent.type in ("required_parameter", "optional_parameter"):
        return parent.child_by_field_name("pattern") == node
    return parent.type in ("arrow_function", "catch_clause") and (
        parent.child_by_field_name("parameter") == node
    )


def _imports(parent: Node, node: Node) -> bool:
    if parent.type != "import_specifier":
        return parent.type != "import_alias" or parent.named_children[0] == node
    return (parent.child_by_field_name("alias") or parent.child_by_field_name("name")) == node


def _loop(path: list[Node], at: int) -> Place:
    kind = path[at - 1].child_by_field_name("kind")
    if kind is None:
        return Place(path, "write")
    return Place(path, "declare", _scoped(path, at - 1, FUNCTIONS if kind.type == "var" else BLOCKS))


def _is_written(parent: Node, node: Node) -> bool:
    if parent.type in ("assignment_expression", "augmented_assignment_expression"):
        return parent.child_by_field_name("left") == node
    return parent.type == "update_expression"
