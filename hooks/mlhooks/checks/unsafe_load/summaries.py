# SPDX-License-Identifier: Apache-2.0
"""What a module's functions do with the `weights_only` that callers pass, without keeping its tree."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from mlhooks.checks.unsafe_load.arguments import argument
from mlhooks.checks.unsafe_load.calls import loads
from mlhooks.checks.unsafe_load.families import FROM_URL, TORCH_LOAD
from mlhooks.checks.unsafe_load.scopes import Scope, View, class_of, lookup, qualify
from mlhooks.checks.unsafe_load.values import FALSE, NONE, TRUE, Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhooks.checks.unsafe_load.index import Index, Site

KEY = "weights_only"
ASKED = (TRUE, FALSE, NONE)  # what a caller may pass, in the order of `Hand.gives`
LOCAL = ":"  # begins a reference to what the module itself defines
RECEIVERS = 4  # of a method of what a call of a class returns, and so on
MEMBERS = 2000  # functions with hands, names and classes of one module that are kept


class Hand(NamedTuple):
    """One call to which a function hands its `weights_only` on.

    `family`: TORCH_LOAD or FROM_URL, "" for another function, which `references` name. `gives`: what the
    call then passes, for each of ASKED.
    """

    family: str
    references: tuple[str, ...]
    gives: tuple[Answer, ...]


class Summary(NamedTuple):
    """A module: functions and methods (`f`, `Class.f`) with their hands, imported names, bases of classes.

    A reference is a dotted name as the module imports it, or one that begins with LOCAL.
    """

    functions: dict[str, tuple[Hand, ...]]
    names: dict[str, str]
    stars: tuple[str, ...]
    bases: dict[str, tuple[str, ...]]


def summarise(index: Index) -> Summary:
    """The summary of an indexed module."""
    functions: dict[str, list[Hand]] = {}
    ours = {id(load.site.node): load for load in loads(index)}
    for site in index.calls:
        name = _home(site)
        if not name or (name not in functions and len(functions) >= MEMBERS):
            continue
        load = ours.get(id(site.node))
        call = load.call if load is not None else site.node
        assert isinstance(call, ast.Call)
        if load is not None and load.family not in (TORCH_LOAD, FROM_URL):
            continue
        if load is None and all(keyword.arg not in (KEY, None) for keyword in call.keywords):
            continue
        gives = tuple(argument(call, site.view._replace(passed=asked), KEY) for asked in ASKED)
        if gives[0] == gives[1]:
            continue
        references = () if load is not None else tuple(references_of(call.func, site.view))
        if load is not None or references:
            hand = Hand(load.family if load is not None else "", references, gives)
            functions.setdefault(name, []).append(hand)
    return Summary({name: tuple(hands) for name, hands in functions.items()}, *_names(index.module))


def _names(module: Scope) -> tuple[dict[str, str], tuple[str, ...], dict[str, tuple[str, ...]]]:
    names: dict[str, str] = {}
    bases: dict[str, tuple[str, ...]] = {}
    for name, bindings in list(module.names.items())[:MEMBERS]:
        last = bindings[-1]
        if last.kind == "import":
            names[name] = last.name
        elif isinstance(last.inner, Scope) and isinstance(last.inner.node, ast.ClassDef):
            view = View(module, last.at)
            found = (references_of(base, view) for base in last.inner.node.bases[:RECEIVERS])
            bases[name] = tuple(one for several in found for one in several)
        elif last.kind == "value" and last.value is not None:
            for one in sorted(references_of(last.value, View(module, last.at)))[:1]:
                names[name] = one
    return names, tuple(module.stars), bases


def _home(site: Site) -> str:
    """The function of the module, or method of one of its classes, in which a call stands; "" where it has
    neither a parameter `weights_only` nor `**`."""
    scope: Scope | None = site.around.scope
    while scope is not None and scope.parent is not None:
        if scope.kind == "function" and (name := _name(scope)):
            takes = any(
                binding.kind == "parameter" and (name == KEY or binding.name == "**")
                for name, bindings in scope.names.items()
                for binding in bindings[:1]
            )
            return name if takes else ""
        scope = scope.parent
    return ""


def _name(scope: Scope) -> str:
    """`f` or `Class.f` of a scope that the module can be asked for, else ""."""
    node, parent = scope.node, scope.parent
    if parent is None or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return ""
    if parent.kind == "module":
        return node.name
    if parent.kind == "class" and parent.parent is not None and parent.parent.kind == "module":
        return f"{parent.node.name}.{node.name}" if isinstance(parent.node, ast.ClassDef) else ""
    return ""


def references_of(node: ast.expr, view: View, depth: int = 0) -> Iterator[str]:
    """What a called expression may refer to: imported names, functions and classes of the module, methods."""
    if depth > RECEIVERS:
        return
    for name in sorted(qualify(node, view)):
        if not name.startswith("builtins."):
            yield name
    if isinstance(node, ast.Name):
        for binding, _ in lookup(node.id, view):
            if isinstance(binding.inner, Scope) and (name := _name(binding.inner)):
                yield LOCAL + name
    elif isinstance(node, ast.Attribute):
        home = class_of(node.value, view)
        if home is not None:
            if name := _name(home):
                yield f"{LOCAL}{name}.{node.attr}"
            return
        made, place = _made(node.value, view)
        if made is not None:
            for reference in references_of(made.func, place, depth + 1):
                yield f"{reference}.{node.attr}"


def _made(node: ast.expr, view: View) -> tuple[ast.Call | None, View]:
    """The call whose result an expression is: `Class()` itself, or what a name was assigned."""
    if isinstance(node, ast.Call):
        return node, view
    if isinstance(node, ast.Name):
        bindings = lookup(node.id, view)
        if (
            len(bindings) == 1
            and isinstance(bindings[0][0].value, ast.Call)
            and bindings[0][0].kind == "value"
        ):
            return bindings[0][0].value, View(bindings[0][1], bindings[0][0].at)
    return None, view
