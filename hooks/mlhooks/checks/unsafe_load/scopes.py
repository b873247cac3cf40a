# SPDX-License-Identifier: Apache-2.0
"""Who a name is: scopes, bindings and qualified names of one syntax tree, without running or recursing."""

from __future__ import annotations

import ast
import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import NamedTuple

Place = tuple[int, int]  # ast's line and column
DEPTH = 12  # of aliases of aliases
BRANCHES = 40  # conditional bindings of one name, or changes of one mapping, that are considered

# A module of this name that nothing here binds came with a `from somewhere import *`.
REEXPORTED = frozenset({"torch", "pickle", "dill", "cloudpickle", "joblib"})


IMPORTERS = frozenset({"importlib.import_module", "builtins.__import__", "pytest.importorskip"})
LAZY = re.compile(r"lazy|import", re.IGNORECASE)


class Binding(NamedTuple):
    """One place that gives a name its value.

    `kind`: import (then `name` is the qualified name), value (`value` is the whole value), parameter
    (`value` is the default, None without one), derived (unpacked, looped over, opened), definition.
    `maybe`: the test, or True, under which it happens; None when it always does. `name` of a parameter is
    "*" or "**" for those that gather others. `inner`: the scope of a function or class that is defined.
    """

    at: Place
    kind: str
    name: str = ""
    value: ast.expr | None = None
    maybe: ast.expr | bool | None = None
    inner: Scope | None = None


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

    `node` is what made it. Shared by all scopes of a tree are `memo`, what was found out about a node, so
    that no web of aliases is walked twice; and `attributes`: what is assigned to `anything.NAME`, and where.
    """

    parent: Scope | None
    kind: str
    node: ast.AST
    names: dict[str, list[Binding]] = field(default_factory=dict)
    items: dict[str, list[Item]] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)  # global and nonlocal
    stars: list[str] = field(default_factory=list)
    memo: dict[tuple[str, int], frozenset[str]] = field(default_factory=dict)
    attributes: dict[str, list[tuple[ast.expr, Scope, Place]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.parent is not None:
            self.memo = self.parent.memo
            self.attributes = self.parent.attributes

    def sort(self) -> None:
        """Put what was recorded in source order."""
        for bindings in self.names.values():
            if len(bindings) > 1:
                bindings.sort(key=_at)
        for items in self.items.values():
            if len(items) > 1:
                items.sort(key=_at)

    @property
    def function(self) -> Scope:
        """The function (or module) in which this scope's code runs."""
        scope = self
        while scope.kind in ("comprehension", "class") and scope.parent is not None:
            scope = scope.parent
        return scope


class View(NamedTuple):
    """From where a name is looked up. `settled`: what a caller may change counts as unknown. `passed`: what
    the caller gives for the argument that is asked for, None when that is not known."""

    scope: Scope
    at: Place
    settled: bool = False
    passed: frozenset[str] | None = None


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


def class_of(node: ast.expr, view: View) -> Scope | None:
    """The scope of the class that `self`, `cls` or a class of this file is; None for anything else."""
    if not isinstance(node, ast.Name):
        return None
    bindings = lookup(node.id, view)
    if len(bindings) != 1:
        return None
    binding = bindings[0][0]
    if binding.kind == "definition" and isinstance(binding.inner, Scope):
        return binding.inner if binding.inner.kind == "class" else None
    if binding.kind != "parameter" or node.id not in ("self", "cls"):
        return None
    scope: Scope | None = view.scope
    while scope is not None and scope.kind != "class":
        scope = scope.parent
    return scope


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
    return _qualify_item(node, view, depth) if isinstance(node, ast.Subscript) else frozenset()


def _qualify_item(node: ast.Subscript, view: View, depth: int) -> frozenset[str]:
    """`sys.modules["torch"]`."""
    key = node.slice.value if isinstance(node.slice, ast.Constant) else None
    if isinstance(key, str) and "sys.modules" in qualify(node.value, view, depth + 1):
        return frozenset({key})
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
    """`getattr(torch, "load")`, `importlib.import_module("torch")`, `pytest.importorskip("torch")`, and a
    loader of the project's own, as in `LazyLoader("torch", globals(), "torch")`."""
    words = [a.value if isinstance(a, ast.Constant) and isinstance(a.value, str) else "" for a in node.args]
    if not any(words):
        return frozenset()
    called = qualify(node.func, view, depth + 1)
    if called & IMPORTERS and words[0]:
        return frozenset({words[0]})
    last = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
    if "torch" in words and LAZY.search(str(last)):
        return frozenset({"torch"})
    if "builtins.getattr" in called and len(words) >= 2 and words[1]:
        return frozenset(f"{name}.{words[1]}" for name in qualify(node.args[0], view, depth + 1))
    return frozenset()
