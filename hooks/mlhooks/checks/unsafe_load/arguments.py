# SPDX-License-Identifier: Apache-2.0
"""What a call passes: by name, by position, inside `**mapping`, and what a mapping holds."""

from __future__ import annotations

import ast

from mlhooks.checks.unsafe_load.scopes import DEPTH, Scope, View, changes, lookup, qualify
from mlhooks.checks.unsafe_load.values import MISSING, TRUE, UNKNOWN, Answer, is_guard, memoised, moved, truth


def argument(node: ast.Call, view: View, key: str, position: int = -1) -> Answer:
    """What the call passes as `key`, by name, by 0-based position or inside `**mapping`."""
    for keyword in node.keywords:
        if keyword.arg == key:
            return truth(keyword.value, view, key)
    for place, value in enumerate(node.args[: position + 1]):
        if isinstance(value, ast.Starred):
            return UNKNOWN
        if place == position:
            return truth(value, view, key)
    found = MISSING
    for keyword in node.keywords:
        if keyword.arg is None:
            spread = keyed(keyword.value, view, key)
            found = spread - MISSING | found if "missing" in spread else spread
    return found


def set_in(node: ast.Call, view: View, key: str) -> ast.expr | None:
    """The mapping behind `**` that holds `key`, or may; passing the key beside it would be an error."""
    if any(keyword.arg == key for keyword in node.keywords):
        return None
    spreads = (keyword.value for keyword in node.keywords if keyword.arg is None)
    return next((value for value in spreads if keyed(value, view, key) != MISSING), None)


def keyed(node: ast.expr, view: View, key: str, depth: int = 0) -> Answer:
    """What a mapping holds under `key`."""
    if depth > DEPTH:
        return UNKNOWN
    if isinstance(node, ast.Dict):
        return _display(node, view, key, depth)
    if isinstance(node, ast.Name):
        return _mapping(node, view, key, depth)
    if isinstance(node, ast.IfExp):
        both = keyed(node.body, view, key, depth + 1) | keyed(node.orelse, view, key, depth + 1)
        return TRUE if "true" in both and is_guard(node.test) else both
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _spread(node.right, keyed(node.left, view, key, depth + 1), view, key, depth + 1)
    if isinstance(node, ast.Call) and "builtins.dict" in qualify(node.func, view):
        named = argument(node, view, key)
        return keyed(node.args[0], view, key, depth + 1) if named == MISSING and node.args else named
    return UNKNOWN


def _spread(node: ast.expr, found: Answer, view: View, key: str, depth: int) -> Answer:
    """What `{..., **node}` holds where `found` stood before it; what callers add is taken as left out."""
    spread = keyed(node, view, key, depth)
    gathers = isinstance(node, ast.Name) and [b.name for b, _ in lookup(node.id, view)] == ["**"]
    if spread == UNKNOWN and found != MISSING and not view.settled and gathers:
        return found
    return spread - MISSING | found if "missing" in spread else spread


def _display(node: ast.Dict, view: View, key: str, depth: int) -> Answer:
    found = MISSING
    for name, value in zip(node.keys, node.values, strict=True):
        if name is None:
            found = _spread(value, found, view, key, depth + 1)
        elif not isinstance(name, ast.Constant):
            found = UNKNOWN
        elif name.value == key:
            found = truth(value, view, key, depth + 1)
    return found


def _asks_for(test: ast.expr | bool | None, key: str) -> bool:
    """Whether a condition is `"key" not in mapping`, alone or with others: what it guards is a default."""
    parts = test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else [test]
    return any(
        isinstance(part, ast.Compare)
        and isinstance(part.ops[0], ast.NotIn)
        and isinstance(part.left, ast.Constant)
        and part.left.value == key
        for part in parts
    )


def _mapping(node: ast.Name, view: View, key: str, depth: int) -> Answer:
    """A variable that holds a mapping, and what is put into it afterwards."""
    found: Answer = frozenset()
    guarded = False
    for binding, scope in lookup(node.id, view):
        if binding.kind == "value" and binding.value is not None:
            new = memoised(binding, scope, view, key, depth, keyed)
            found |= new
            guarded = guarded or (new == TRUE and is_guard(binding.maybe))
        elif binding.name == "**":
            found |= _gathered(node.id, view, key)
        else:
            found |= UNKNOWN
    found = TRUE if guarded else found
    for item, scope in changes(node.id, view):
        if item.key != key:
            continue
        new = truth(item.value, moved(view, scope, item.at), key, depth + 1)
        default = _asks_for(item.maybe, key)
        certain = item.maybe is None or default or (new == TRUE and is_guard(item.maybe))
        unset = MISSING if view.settled else MISSING | UNKNOWN
        if (item.how == "set" and not default) or found <= unset:
            found = new if certain else found | new
    return found or UNKNOWN


def _gathered(name: str, view: View, key: str) -> Answer:
    """What `**kwargs` holds under a key: never a parameter of its own function."""
    scope: Scope | None = view.scope
    while scope is not None and name not in scope.names:
        scope = scope.parent
    own = scope.names.get(key, ()) if scope is not None else ()
    if any(binding.kind == "parameter" and not binding.name for binding in own):
        return MISSING
    return UNKNOWN if view.passed is None or view.settled else view.passed
