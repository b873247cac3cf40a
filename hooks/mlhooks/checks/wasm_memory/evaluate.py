# SPDX-License-Identifier: Apache-2.0
"""What an expression of the program is worth, where that can be told without running it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mlhooks.checks.wasm_memory import values as v
from mlhooks.checks.wasm_memory.changes import changed
from mlhooks.checks.wasm_memory.program import CommonError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    from mlhooks.checks.wasm_memory.program import Program
    from mlhooks.checks.wasm_memory.scope import Names

DEPTH = 40  # of nested expressions and constants; deeper is unknown, so the recursion below is bounded
GLOBALS: dict[bytes, v.Value] = {
    b"globalThis": v.GLOBAL,
    b"window": v.GLOBAL,
    b"self": v.GLOBAL,
    b"global": v.GLOBAL,
    b"WebAssembly": v.WASM,
    b"Math": v.MATH,
    b"Object": v.OBJECT,
    b"Number": v.NUMBER,
    b"BigInt": v.BIGINT,
    b"undefined": v.UNDEFINED,
    b"NaN": math.nan,
    b"Infinity": math.inf,
}
WRAPPERS = frozenset({
    "parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression",
    "type_assertion",
})  # fmt: skip
CONSTANTS: dict[str, v.Value] = {
    "true": True,
    "false": False,
    "null": v.NULL,
    "undefined": v.UNDEFINED,
}


def unwrap(node: Node) -> Node:
    """The expression inside parentheses and TypeScript's casts."""
    while node.type in WRAPPERS:
        inner = [child for child in node.named_children if child.type != "comment"]
        if not inner:
            break
        node = inner[-1] if node.type == "type_assertion" else inner[0]
    return node


class Evaluator:
    """Evaluates nodes of one program. Every method raises `program.TooMuchError` when the budget is spent."""

    def __init__(self, program: Program, names: Names) -> None:
        self.program = program
        self.names = names
        self._kinds: dict[str, Callable[[Node, int], v.Value]] = {
            "identifier": self._identifier,
            "member_expression": self._member,
            "subscript_expression": self._member,
            "object": self._object,
            "binary_expression": self._binary,
            "unary_expression": self._unary,
            "ternary_expression": self._ternary,
            "call_expression": self._call,
            "number": lambda node, _: v.number(self._text(node)),
            "string": self._string,
            "template_string": self._string,
            "sequence_expression": lambda node, depth: self.evaluate(node.named_children[-1], depth),
            "assignment_expression": lambda node, depth: self._field(node, "right", depth),
        }

    def evaluate(self, node: Node, depth: int = 0) -> v.Value:
        """The value of an expression, UNKNOWN when it cannot be told."""
        self.program.spend()
        if depth > DEPTH or node.is_error or node.is_missing:
            return v.UNKNOWN
        node = unwrap(node)
        if node.type in CONSTANTS:
            return CONSTANTS[node.type]
        kind = self._kinds.get(node.type)
        return v.UNKNOWN if kind is None else kind(node, depth + 1)

    def get(self, value: v.Value, name: str, depth: int = 0) -> v.Value:
        """The property `name` of a value."""
        if isinstance(value, v.Obj):
            if name not in value.entries:
                return v.UNKNOWN if value.open else v.UNDEFINED
            entry = value.entries[name]
            if isinstance(entry, (bool, int, float, str, v.Mark, v.Obj)):
                return entry
            return self.evaluate(entry, depth + 1)
        return v.MEMBERS.get((value, name), v.UNKNOWN) if isinstance(value, v.Mark) else v.UNKNOWN

    def _text(self, node: Node) -> str:
        return self.program.source(node).decode("utf-8", "replace")

    def _field(self, node: Node, name: str, depth: int) -> v.Value:
        child = node.child_by_field_name(name)
        return v.UNKNOWN if child is None else self.evaluate(child, depth)

    def _string(self, node: Node, _: int) -> v.Value:
        parts = node.named_children
        if any(part.type != "string_fragment" for part in parts):
            return v.UNKNOWN
        return "".join(self._text(part) for part in parts)

    def _identifier(self, node: Node, depth: int) -> v.Value:
        name = self.program.source(node)
        try:
            return self._named(name, node, depth)
        except CommonError:
            if name in GLOBALS:
                raise
            return v.UNKNOWN

    def _named(self, name: bytes, node: Node, depth: int) -> v.Value:
        binding = self.names.lookup(name, node.start_byte)
        if binding is None:
            return GLOBALS.get(name, v.UNKNOWN)
        if binding.value is None or self.names.declared_twice(name, binding):
            return v.UNKNOWN
        if binding.value.start_byte <= node.start_byte < binding.value.end_byte:
            # `var WebAssembly = WebAssembly || ...` is how glue keeps the global.
            return GLOBALS.get(name, v.UNKNOWN)
        if self.names.of(name, binding, "write"):
            return v.UNKNOWN
        value = self.evaluate(binding.value, depth)
        if binding.key:
            return self.get(value, binding.key, depth)
        if isinstance(value, v.Obj):
            return changed(self, value, name, binding, node.start_byte)
        return value

    def _member(self, node: Node, depth: int) -> v.Value:
        key = self.key(node, depth)
        return v.UNKNOWN if key is None else self.get(self._field(node, "object", depth), key, depth)

    def key(self, node: Node, depth: int = 0) -> str | None:
        """The name that `a.name` or `a["name"]` asks for; None when it cannot be told."""
        name = node.child_by_field_name("property")
        if name is not None:
            return self._text(name)
        index = self._field(node, "index", depth)
        return index if isinstance(index, str) else None

    def _object(self, node: Node, depth: int) -> v.Value:
        found = v.Obj(node)
        self.program.spend(node.named_child_count)
        for child in node.named_children:
            if child.type == "spread_element":
                found.merge(
                    self.evaluate(child.named_children[0], depth) if child.named_children else v.UNKNOWN
                )
            elif child.type == "shorthand_property_identifier":
                found.entries[self._text(child)] = self._identifier(child, depth)
            elif child.type in ("pair", "method_definition"):
                self._property(found, child, depth)
            elif child.type != "comment":
                found.forget()
        return found

    def _property(self, found: v.Obj, pair: Node, depth: int) -> None:
        key = pair.child_by_field_name("key" if pair.type == "pair" else "name")
        value = pair.child_by_field_name("value")
        name: v.Value = v.UNKNOWN
        if key is not None and key.type == "property_identifier":
            name = self._text(key)
        elif key is not None and key.type == "computed_property_name" and key.named_children:
            name = self.evaluate(key.named_children[0], depth)
        elif key is not None:
            name = self.evaluate(key, depth)
        if not isinstance(name, str):
            if isinstance(name, (v.Mark, v.Obj)):
                found.forget()
            return
        found.entries.pop(name, None)
        found.entries[name] = v.UNKNOWN if value is None else value

    def _binary(self, node: Node, depth: int) -> v.Value:
        sign = node.child_by_field_name("operator")
        left = self._field(node, "left", depth)
        if sign is None:
            return v.UNKNOWN
        if sign.type in ("||", "&&", "??"):
            stop = left not in (v.UNDEFINED, v.NULL) if sign.type == "??" else v.truthy(left)
            if left is v.UNKNOWN or stop is None:
                return v.UNKNOWN
            return left if stop != (sign.type == "&&") else self._field(node, "right", depth)
        return v.binary(sign.type, left, self._field(node, "right", depth))

    def _unary(self, node: Node, depth: int) -> v.Value:
        sign = node.child_by_field_name("operator")
        kind = "" if sign is None else sign.type
        if kind == "void":
            return v.UNDEFINED
        value = self._field(node, "argument", depth)
        if kind == "!":
            holds = v.truthy(value)
            return v.UNKNOWN if holds is None else not holds
        if kind == "-" and isinstance(value, v.Big):
            return v.Big(-value)
        if kind == "+" and isinstance(value, v.Big):
            return v.UNKNOWN
        one = {"-": (-1, "*"), "+": (1, "*"), "~": (-1, "^")}.get(kind)
        return v.UNKNOWN if one is None else v.binary(one[1], one[0], value)

    def _ternary(self, node: Node, depth: int) -> v.Value:
        holds = v.truthy(self._field(node, "condition", depth))
        if holds is not None:
            return self._field(node, "consequence" if holds else "alternative", depth)
        both = [self._field(node, name, depth) for name in ("consequence", "alternative")]
        same = both[0] == both[1] and type(both[0]) is type(both[1])
        return both[0] if same else v.UNKNOWN

    def _call(self, node: Node, depth: int) -> v.Value:
        function = node.child_by_field_name("function")
        arguments = node.child_by_field_name("arguments")
        if function is None or arguments is None:
            return v.UNKNOWN
        nodes = [child for child in arguments.named_children if child.type != "comment"][:16]
        called = unwrap(function)
        if called.type == "identifier" and len(nodes) == 1:
            return self._convert(self.evaluate(called, depth), self.evaluate(nodes[0], depth))
        if called.type != "member_expression":
            return v.UNKNOWN
        owner, name = self._field(called, "object", depth), self.key(called, depth)
        if owner is v.MATH and name is not None:
            return v.maths(name, [self.evaluate(child, depth) for child in nodes])
        if owner is v.OBJECT and name in ("freeze", "seal", "assign", "preventExtensions") and nodes:
            return self._assign([self.evaluate(child, depth) for child in nodes])
        return v.UNKNOWN

    @staticmethod
    def _convert(function: v.Value, value: v.Value) -> v.Value:
        number = v.to_number(value)
        if not isinstance(number, (int, float)):
            return v.UNKNOWN
        if function is v.NUMBER:
            return int(number) if isinstance(number, v.Big) else number
        if function is v.BIGINT and isinstance(number, int):
            return v.Big(number)
        return v.UNKNOWN

    @staticmethod
    def _assign(parts: list[v.Value]) -> v.Value:
        first = parts[0]
        if not isinstance(first, v.Obj):
            return v.UNKNOWN
        found = v.Obj(first.node)
        for part in parts:
            found.merge(part)
        return found
