# SPDX-License-Identifier: Apache-2.0
"""What happened to an object between its literal and the place that uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhooks.checks.wasm_memory.values import UNKNOWN, Obj

if TYPE_CHECKING:
    from tree_sitter import Node

    from mlhooks.checks.wasm_memory.evaluate import Evaluator
    from mlhooks.checks.wasm_memory.scope import Binding

MEMBERS = ("member_expression", "subscript_expression")
TRANSPARENT = ("expression_statement", "sequence_expression", "parenthesized_expression")
HARMLESS = (b"console.", b"Object.freeze", b"Object.seal", b"JSON.stringify")


def changed(evaluator: Evaluator, value: Obj, name: bytes, binding: Binding, offset: int) -> Obj:
    """A copy of `value` as it stands at `offset`, after the assignments to its properties before that.

    An assignment in a branch, a computed key, or a call that was given the object leaves doubt, and what
    is in doubt becomes UNKNOWN. Raises `program.TooMuchError`.
    """
    found = Obj(value.node)
    found.entries, found.open = dict(value.entries), value.open
    for spot in evaluator.names.of(name, binding, "use"):
        if spot.path[-1].end_byte <= offset:
            _apply(evaluator, found, spot.path, offset)
    return found


def _apply(evaluator: Evaluator, found: Obj, path: list[Node], offset: int) -> None:
    at = len(path) - 1
    member = path[at - 1]
    if member.type == "arguments" and path[at - 2].type == "call_expression":
        _passed(evaluator, found, path[at - 2], path[at])
        return
    if member.type not in MEMBERS or member.child_by_field_name("object") != path[at]:
        return
    top = at - 1
    while path[top - 1].type in MEMBERS and path[top - 1].child_by_field_name("object") == path[top]:
        top -= 1
    parent = path[top - 1]
    deleted = parent.type == "unary_expression" and parent.children[0].type == "delete"
    written = parent.type.endswith("assignment_expression") and (
        parent.child_by_field_name("left") == path[top]
    )
    if not (deleted or written or parent.type == "update_expression"):
        return
    key = evaluator.key(member)
    if key is None:
        found.forget()
        return
    plain = parent.type == "assignment_expression" and top == at - 1 and _certain(path, top - 1, offset)
    right = parent.child_by_field_name("right") if plain else None
    found.entries[key] = UNKNOWN if right is None else right


def _passed(evaluator: Evaluator, found: Obj, call: Node, node: Node) -> None:
    """The object is an argument: only calls that are known not to write to it leave it as it is."""
    function = call.child_by_field_name("function")
    text = b"" if function is None else evaluator.program.source(function)[:40]
    if text.startswith(HARMLESS):
        return
    arguments = call.child_by_field_name("arguments")
    others = [] if arguments is None else arguments.named_children
    if text == b"Object.assign" and others and others[0] != node:
        return
    found.forget()


def _certain(path: list[Node], at: int, offset: int) -> bool:
    """Whether the assignment `path[at]` has happened whenever the later `offset` is reached."""
    at -= 1
    while at > 0 and path[at].type in TRANSPARENT and not path[at].start_byte <= offset < path[at].end_byte:
        at -= 1
    return path[at].start_byte <= offset < path[at].end_byte
