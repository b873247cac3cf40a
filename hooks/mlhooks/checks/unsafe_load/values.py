# SPDX-License-Identifier: Apache-2.0
"""What an argument of a call may be, as far as the file itself says.

An answer is a set of: true, false (falsy and not None), none, missing, given (some object), unknown.
"""

from __future__ import annotations

import ast
import re
from itertools import islice

from mlhooks.checks.unsafe_load.scopes import DEPTH, Place, Scope, View, changes, lookup, qualify

Answer = frozenset[str]
TRUE, FALSE, NONE = frozenset({"true"}), frozenset({"false"}), frozenset({"none"})
MISSING, GIVEN, UNKNOWN = frozenset({"missing"}), frozenset({"given"}), frozenset({"unknown"})

# A test that asks which torch is there, or what torch.load accepts.
GUARD = re.compile(
    r"version|min_torch|greater|signature|parameters|supports|_ge_|_gte_|torch_?\d|_1_13|_2_[0-9]",
    re.IGNORECASE,
)


def is_guard(test: ast.expr | bool | None) -> bool:
    """Whether a condition looks at a version or a signature."""
    if not isinstance(test, ast.expr):
        return False
    for node in islice(ast.walk(test), 60):
        word = getattr(node, "id", None) or getattr(node, "attr", None) or getattr(node, "value", None)
        if isinstance(word, str) and GUARD.search(word):
            return True
    return False


def truth(node: ast.expr, view: View, key: str, depth: int = 0) -> Answer:
    """What an expression may be. `key` is the argument's name: `kwargs.pop(key, True)` is its default."""
    if depth > DEPTH:
        return UNKNOWN
    if isinstance(node, ast.Constant):
        return NONE if node.value is None else TRUE if node.value else FALSE
    if isinstance(node, ast.Name):
        return _name(node, view, key, depth)
    if isinstance(node, ast.IfExp):
        both = truth(node.body, view, key, depth + 1) | truth(node.orelse, view, key, depth + 1)
        return TRUE if "true" in both and is_guard(node.test) else both
    if isinstance(node, ast.NamedExpr):
        return truth(node.value, view, key, depth + 1)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        inner = truth(node.operand, view, key, depth + 1)
        return TRUE if inner <= FALSE | NONE else FALSE if inner <= TRUE | GIVEN else UNKNOWN
    if isinstance(node, ast.Call):
        return _call(node, view, key, depth)
    if isinstance(node, ast.Attribute) and any(not n.startswith("builtins.") for n in qualify(node, view)):
        return GIVEN
    return GIVEN if isinstance(node, (ast.Lambda, ast.JoinedStr)) else UNKNOWN


def _name(node: ast.Name, view: View, key: str, depth: int) -> Answer:
    found: Answer = frozenset()
    guarded = False
    for binding, scope in lookup(node.id, view):
        known = (_memo(key, view), id(binding.value))
        if binding.kind in ("import", "definition"):
            found |= GIVEN
        elif binding.kind == "parameter" and view.settled:
            found |= UNKNOWN
        elif binding.kind in ("value", "parameter") and binding.value is not None:
            if known not in scope.memo:
                scope.memo[known] = UNKNOWN
                scope.memo[known] = truth(binding.value, _moved(view, scope, binding.at), key, depth + 1)
            found |= scope.memo[known]
            guarded = guarded or is_guard(binding.maybe)
        else:
            found |= UNKNOWN
    if "true" in found and guarded:
        return TRUE
    return found or UNKNOWN


def _memo(key: str, view: View) -> str:
    return key + "!" if view.settled else key


def _moved(view: View, scope: Scope, at: Place) -> View:
    return view._replace(scope=scope, at=at)


def _call(node: ast.Call, view: View, key: str, depth: int) -> Answer:
    """`kwargs.get("weights_only", True)`, `kwargs.pop(...)`, `bool(x)`."""
    function = node.func
    if view.settled:
        return UNKNOWN
    if isinstance(function, ast.Attribute) and function.attr in ("get", "pop") and node.args:
        first = node.args[0]
        if isinstance(first, ast.Constant) and first.value == key:
            return truth(node.args[1], view, key, depth + 1) if len(node.args) > 1 else NONE
    return UNKNOWN


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
        right = keyed(node.right, view, key, depth + 1)
        return keyed(node.left, view, key, depth + 1) if right == MISSING else right
    if isinstance(node, ast.Call) and "builtins.dict" in qualify(node.func, view):
        named = argument(node, view, key)
        return keyed(node.args[0], view, key, depth + 1) if named == MISSING and node.args else named
    return UNKNOWN


def _display(node: ast.Dict, view: View, key: str, depth: int) -> Answer:
    found = MISSING
    for name, value in zip(node.keys, node.values, strict=True):
        if name is None:
            spread = keyed(value, view, key, depth + 1)
            found = spread - MISSING | found if "missing" in spread else spread
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
        known = ("**" + _memo(key, view), id(binding.value))
        if binding.kind == "value" and binding.value is not None:
            if known not in scope.memo:
                scope.memo[known] = UNKNOWN
                scope.memo[known] = keyed(binding.value, _moved(view, scope, binding.at), key, depth + 1)
            new = scope.memo[known]
            found |= new
            guarded = guarded or (new == TRUE and is_guard(binding.maybe))
        else:
            found |= UNKNOWN
    found = TRUE if guarded else found
    for item, scope in changes(node.id, view):
        if item.key != key:
            continue
        new = truth(item.value, _moved(view, scope, item.at), key, depth + 1)
        default = _asks_for(item.maybe, key)
        certain = item.maybe is None or default or (new == TRUE and is_guard(item.maybe))
        unset = MISSING if view.settled else MISSING | UNKNOWN
        if (item.how == "set" and not default) or found <= unset:
            found = new if certain else found | new
    return found or UNKNOWN
