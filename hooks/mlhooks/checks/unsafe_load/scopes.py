# SPDX-License-Identifier: Apache-2.0
"""Who a name is: scopes, bindings and qualified names of one syntax tree, without running or recursing."""

from __future__ import annotations

import ast
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import NamedTuple

Place = tuple[int, int]  # ast's line and column
DEPTH = 12  # of aliases of aliases
BRANCHES = 40  # conditional bindings of one name, or changes of one mapping, that are considered

# A module of this name that nothing here binds came with a `from somewhere import *`.
REEXPORTED = frozenset({"torch", "pickle", "dill", "cloudpickle", "joblib"})

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class Binding(NamedTuple):
    """One place that gives a name its value.

    `kind`: import (then `name` is the qualified name), value (`value` is the whole value), parameter
    (`value` is the default, None without one), derived (unpacked, looped over, opened), definition.
    `maybe`: the test, or True, under which it happens; None when it always does.
    """

    at: Place
    kind: str
    name: str = ""
    value: ast.expr | None = None
    maybe: ast.expr | bool | None = None


class Item(NamedTuple):
    """`name[key] = value`, `name.setdefault(key, value)` or `name.update(key=value)`."""

    at: Place
    key: str
    value: ast.expr
    how: str
    maybe: ast.expr | bool | None


@dataclass(eq=False)
class Scope:
    """A module, function, class or comprehension and what it binds (sorted by place once it is built).

    `memo` is shared by all scopes of a tree: what was found out about a node, so that no web of aliases is
    walked twice.
    """

    parent: Scope | None
    kind: str
    names: dict[str, list[Binding]] = field(default_factory=dict)
    items: dict[str, list[Item]] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)  # global and nonlocal
    stars: list[str] = field(default_factory=list)
    memo: dict[tuple[str, int], frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.parent is not None:
            self.memo = self.parent.memo

    @property
    def function(self) -> Scope:
        """The function (or module) in which this scope's code runs."""
        scope = self
        while scope.kind in ("comprehension", "class") and scope.parent is not None:
            scope = scope.parent
        return scope


class View(NamedTuple):
    """From where a name is looked up. `settled`: what a caller may change counts as unknown."""

    scope: Scope
    at: Place
    settled: bool = False


def lookup(name: str, view: View) -> list[tuple[Binding, Scope]]:
    """The bindings that may hold at the place (the last unconditional one and what follows it), and where
    their values are evaluated."""
    scope: Scope | None = view.scope
    at: Place | None = view.at
    outer = False
    while scope is not None:
        bindings = scope.names.get(name)
        if bindings and name not in scope.elsewhere and not (outer and scope.kind == "class"):
            before = bindings[: bisect_left(bindings, at, key=_at)] if at is not None else bindings
            outside = scope.parent or scope  # where a parameter's default is evaluated
            return [(b, outside if b.kind == "parameter" else scope) for b in _live(before or bindings)]
        if scope.kind != "comprehension":
            at, outer = None, True
        scope = scope.parent
    return []


def changes(name: str, view: View) -> list[tuple[Item, Scope]]:
    """What is put into the mapping `name` before the place (the last of it), and where the name is bound."""
    scope: Scope | None = view.scope
    while scope is not None and name not in scope.names:
        scope = scope.parent
    if scope is None:
        return []
    items = scope.items.get(name, [])
    stop = bisect_left(items, view.at, key=_at) if scope is view.scope.function else len(items)
    return [(item, scope) for item in items[max(0, stop - BRANCHES) : stop]]


def _at(made: Binding | Item) -> Place:
    return made.at


def _live(bindings: list[Binding]) -> list[Binding]:
    live: list[Binding] = []
    for binding in bindings[: -BRANCHES - 1 : -1]:
        live.append(binding)
        if binding.maybe is None:
            break
    some = [b for b in live if not (isinstance(b.value, ast.Constant) and b.value.value is None)]
    return some if any(b.kind == "import" for b in some) else live


def qualify(node: ast.expr, view: View, depth: int = 0) -> frozenset[str]:
    """The qualified names that an expression may be (`torch.load`); empty for what lives in this file.

    A name that nothing binds is `builtins.NAME`, or a member of what `from M import *` brought.
    """
    if depth > DEPTH:
        return frozenset()
    if isinstance(node, ast.Name):
        return _qualify_name(node.id, view, depth)
    tail: list[str] = []
    while isinstance(node, ast.Attribute):
        tail.append(node.attr)
        node = node.value
    if tail:
        suffix = "." + ".".join(reversed(tail))
        return frozenset(name + suffix for name in qualify(node, view, depth + 1))
    if isinstance(node, ast.NamedExpr):
        return qualify(node.value, view, depth + 1)
    if isinstance(node, ast.IfExp):
        return qualify(node.body, view, depth + 1) | qualify(node.orelse, view, depth + 1)
    if isinstance(node, ast.Call):
        return _qualify_call(node, view, depth)
    return frozenset()


def _qualify_name(name: str, view: View, depth: int) -> frozenset[str]:
    found: set[str] = set()
    bindings = lookup(name, view)
    for binding, scope in bindings:
        if binding.kind == "import":
            found.add(binding.name)
        elif binding.kind in ("value", "parameter") and binding.value is not None:
            key = ("", id(binding.value))
            if key not in scope.memo:
                scope.memo[key] = frozenset()
                scope.memo[key] = qualify(binding.value, View(scope, binding.at), depth + 1)
            found |= scope.memo[key]
    if bindings:
        return frozenset(found)
    around: Scope | None = view.scope
    while around is not None:
        found |= {f"{module}.{name}" for module in around.stars}
        if around.stars and name in REEXPORTED:
            found.add(name)
        around = around.parent
    return frozenset(found | {"builtins." + name})


def _qualify_call(node: ast.Call, view: View, depth: int) -> frozenset[str]:
    """`getattr(torch, "load")`, `importlib.import_module("torch")`, `__import__("torch")`."""
    words = [a.value if isinstance(a, ast.Constant) and isinstance(a.value, str) else "" for a in node.args]
    if not any(words):
        return frozenset()
    called = qualify(node.func, view, depth + 1)
    if called & {"importlib.import_module", "builtins.__import__"} and words[0]:
        return frozenset({words[0]})
    if "builtins.getattr" in called and len(words) >= 2 and words[1]:
        return frozenset(f"{name}.{words[1]}" for name in qualify(node.args[0], view, depth + 1))
    return frozenset()
