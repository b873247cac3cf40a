# SPDX-License-Identifier: Apache-2.0
"""What an argument of a call may be, as far as the file itself says.

An answer is a set of: true, false (falsy and not None), none, missing, given (some object), unknown.
"""

from __future__ import annotations

import ast
import re
from itertools import islice
from typing import TYPE_CHECKING

from mlhooks.checks.unsafe_load.scopes import (
    BRANCHES,
    DEPTH,
    Binding,
    Place,
    Scope,
    View,
    class_of,
    lookup,
    qualify,
)

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = frozenset[str]
TRUE, FALSE, NONE = frozenset({"true"}), frozenset({"false"}), frozenset({"none"})
FALSY = FALSE | NONE
MISSING, GIVEN, UNKNOWN = frozenset({"missing"}), frozenset({"given"}), frozenset({"unknown"})

# A test that asks which torch is there, or what torch.load accepts.
GUARD = re.compile(
    r"version|min_torch|greater|signature|parameters|supports|has_w|_ge_|_gte_|torch_?\d|_1_13|_2_[0-9]",
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
    if isinstance(node, ast.Name):
        return _name(node, view, key, depth)
    if isinstance(node, ast.IfExp):
        return _either(node, view, key, depth)
    if isinstance(node, ast.NamedExpr):
        return truth(node.value, view, key, depth + 1)
    if isinstance(node, ast.BoolOp):
        return _first_decisive(node, view, key, depth)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        inner = truth(node.operand, view, key, depth + 1)
        return TRUE if inner <= FALSY else FALSE if inner <= TRUE | GIVEN else UNKNOWN
    if isinstance(node, ast.Call):
        return _call(node, view, key, depth)
    if isinstance(node, ast.Attribute):
        return _attribute(node, view, key, depth)
    return _literal(node)


def _literal(node: ast.expr) -> Answer:
    """What a constant, a display or a lambda is."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant):
        node = node.operand  # -1 and +0 are what 1 and 0 are
    if isinstance(node, ast.Constant):
        return NONE if node.value is None else TRUE if node.value else FALSE
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return TRUE if node.elts else FALSE
    if isinstance(node, ast.Dict):
        return TRUE if node.keys else FALSE
    return GIVEN if isinstance(node, (ast.Lambda, ast.JoinedStr)) else UNKNOWN


def _first_decisive(node: ast.BoolOp, view: View, key: str, depth: int) -> Answer:
    """`a or b`: the first that is true, else the last; `a and b` the other way round."""
    stops, goes_on = (TRUE | GIVEN, FALSY) if isinstance(node.op, ast.Or) else (FALSY, TRUE | GIVEN)
    found: Answer = frozenset()
    for value in node.values[:-1]:
        one = truth(value, view, key, depth + 1)
        if one <= stops:
            return found | one
        found |= UNKNOWN if "unknown" in one else one - goes_on
    last = truth(node.values[-1], view, key, depth + 1)
    return last if last <= stops and found <= UNKNOWN | stops else found | last


def none_test(test: ast.expr | bool | None) -> tuple[str, bool]:
    """("x", True) of `x is None`, ("x", False) of `x is not None`, ("", False) of anything else."""
    if (
        isinstance(test, ast.Compare)
        and isinstance(test.left, ast.Name)
        and isinstance(test.ops[0], (ast.Is, ast.IsNot))
        and isinstance(test.comparators[0], ast.Constant)
        and test.comparators[0].value is None
    ):
        return test.left.id, isinstance(test.ops[0], ast.Is)
    return "", False


def _filled(before: Answer, fill: Answer) -> Answer:
    """What a value is once its None has been replaced."""
    return (before - NONE) | fill if before & {"none", "unknown"} else before


def _either(node: ast.IfExp, view: View, key: str, depth: int) -> Answer:
    body, other = (truth(part, view, key, depth + 1) for part in (node.body, node.orelse))
    name, is_none = none_test(node.test)
    kept = node.orelse if is_none else node.body
    if name and isinstance(kept, ast.Name) and kept.id == name:
        return _filled(other, body) if is_none else _filled(body, other)
    return TRUE if "true" in body | other and is_guard(node.test) else body | other


def _name(node: ast.Name, view: View, key: str, depth: int) -> Answer:
    found: Answer = frozenset()
    fill: Answer = frozenset()
    guarded = False
    for binding, scope in lookup(node.id, view):
        if binding.kind in ("import", "definition"):
            found |= GIVEN
        elif binding.kind == "parameter" and (view.settled or _is_passed(binding, node.id, key, view)):
            found |= UNKNOWN if view.settled or view.passed is None else view.passed
        elif binding.kind in ("value", "parameter") and binding.value is not None:
            one = memoised(binding, scope, view, key, depth, truth)
            if none_test(binding.maybe) == (node.id, True):
                fill |= one
            else:
                found |= one
                guarded = guarded or is_guard(binding.maybe)
        else:
            found |= UNKNOWN
    if "true" in found and guarded:
        return TRUE
    return (_filled(found, fill) if fill else found) or UNKNOWN


def _is_passed(binding: Binding, name: str, key: str, view: View) -> bool:
    return view.passed is not None and name == key and not binding.name


def memoised(
    binding: Binding, scope: Scope, view: View, key: str, depth: int,
    ask: Callable[[ast.expr, View, str, int], Answer],
) -> Answer:  # fmt: skip
    """The answer for a binding's value, worked out once for each question."""
    assert binding.value is not None
    passed = "" if view.passed is None else "=" + "/".join(sorted(view.passed))
    known = (f"{ask.__name__} {key}{'!' if view.settled else ''}{passed}", id(binding.value))
    if known not in scope.memo:
        scope.memo[known] = UNKNOWN
        scope.memo[known] = ask(binding.value, moved(view, scope, binding.at), key, depth + 1)
    return scope.memo[known]


def moved(view: View, scope: Scope, at: Place) -> View:
    return view._replace(scope=scope, at=at)


def _call(node: ast.Call, view: View, key: str, depth: int) -> Answer:
    """`kwargs.get("weights_only", True)`, `kwargs.pop(...)`, `bool(x)`."""
    function = node.func
    if isinstance(function, ast.Name) and function.id == "bool" and len(node.args) == 1:
        inner = truth(node.args[0], view, key, depth + 1)
        return TRUE if inner <= TRUE | GIVEN else FALSE if inner <= FALSY else UNKNOWN
    if view.settled:
        return UNKNOWN
    if isinstance(function, ast.Attribute) and function.attr in ("get", "pop") and node.args:
        first = node.args[0]
        if isinstance(first, ast.Constant) and first.value == key:
            if view.passed is not None and isinstance(function.value, ast.Name):
                return view.passed
            return truth(node.args[1], view, key, depth + 1) if len(node.args) > 1 else NONE
    return UNKNOWN


def _attribute(node: ast.Attribute, view: View, key: str, depth: int) -> Answer:
    """`self.flag`, `Class.flag`: what the class says, and whatever this file assigns to such an attribute."""
    if any(not name.startswith("builtins.") for name in qualify(node, view)):
        return GIVEN
    home = class_of(node.value, view)
    if home is None or view.settled:
        return UNKNOWN
    assigned = view.scope.attributes.get(node.attr, [])
    values = [(b.value, home, b.at) for b in home.names.get(node.attr, ()) if b.kind == "value"]
    if len(values) + len(assigned) > BRANCHES:
        return UNKNOWN
    found: Answer = frozenset()
    for value, scope, at in (*values, *assigned):
        assert value is not None
        found |= truth(value, moved(view, scope, at), key, depth + 1)
    return found or UNKNOWN
