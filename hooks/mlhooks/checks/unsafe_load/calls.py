# SPDX-License-Identifier: Apache-2.0
"""Which calls are ours: the call, or a function passed on (`map(torch.load, files)`, `partial`)."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from mlhooks.checks.unsafe_load.families import (
    FAMILIES,
    HUB_PACKAGES,
    LIGHTNING,
    LIGHTNING_BASES,
    LOADERS,
    REMOTE_CODE,
    TORCH_LOAD,
    WRAPPER,
    WRAPPERS,
)
from mlhooks.checks.unsafe_load.scopes import Scope, View, lookup, qualify

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlhooks.checks.unsafe_load.index import Index, Site

CLASSES = 8  # bases of a class, and of a base, that are followed
# Functions that call their first argument with the others; run_in_executor has its executor before it.
PASSED_ON = frozenset(
    {"map", "imap", "imap_unordered", "starmap", "submit", "to_thread", "apply", "apply_async",
     "map_async", "starmap_async", "run_in_executor"}
)  # fmt: skip
PROVEN = frozenset({"builtins.map", "asyncio.to_thread", "itertools.starmap"})
PARTIALS = frozenset({"functools.partial", "joblib.delayed", "dask.delayed"})
LASTS = frozenset(name.rpartition(".")[2] for name in (*FAMILIES, *LOADERS))


class Load(NamedTuple):
    """One call that is judged. `call` holds the arguments as the function will see them: it is the node in
    the file when `direct`, else made up of it."""

    site: Site
    name: str
    family: str
    call: ast.Call
    direct: bool

    @property
    def view(self) -> View:
        """From where its names are looked up."""
        return self.site.view


class Finder:
    """Finds the calls of one file. Most are passed over by their last name alone, before any look-up."""

    def __init__(self, index: Index, wrappers: Mapping[str, str] = WRAPPERS) -> None:
        self.index = index
        self.wrappers = wrappers
        self.lasts = LASTS | {name.rpartition(".")[2] for name in wrappers}
        self.bound = self._bound_partials()

    def loads(self) -> Iterator[Load]:
        """Every call of a function in the tables, in source order."""
        for site in self.index.calls:
            node = site.node
            assert isinstance(node, ast.Call)
            found = self._ours(node.func, site) or _by_receiver(node, site)
            if found:
                yield Load(site, *found, node, direct=True)
            else:
                yield from self._indirect(node, site)

    def may_be(self, function: ast.expr) -> bool:
        """Whether an expression can stand for a function in the tables, by what it is called here."""
        if isinstance(function, ast.Attribute):
            return function.attr in self.lasts
        if isinstance(function, ast.Name):
            return function.id in self.lasts or function.id in self.index.aliases
        return True

    def _ours(self, function: ast.expr, site: Site) -> tuple[str, str] | None:
        if not self.may_be(function):
            return None
        for name in sorted(qualify(function, site.view)):
            family = FAMILIES.get(name) or LOADERS.get(name)
            if family:
                return name, family
            if self.wrappers.get(name) == "unsafe":
                return name, WRAPPER
        return None

    def _indirect(self, node: ast.Call, site: Site) -> Iterator[Load]:
        partial = self._partial_behind(node.func, site.view)
        if partial is not None and (found := self._ours(partial.args[0], site)):
            yield Load(site, *found, _merge(partial, node), direct=False)
        elif node.args and id(node) not in self.bound:
            place = 1 if _last(node.func) == "run_in_executor" and len(node.args) > 1 else 0
            if not self.may_be(node.args[place]) or not self._passes_on(node, site.view):
                return
            found = self._ours(node.args[place], site)
            if found:
                passing = ast.Call(node.func, node.args[place:], node.keywords)
                bare = ast.copy_location(ast.Call(node.func, [], []), node)
                yield Load(site, *found, _merge(passing, bare), direct=False)

    def _bound_partials(self) -> set[int]:
        """Partials that stand behind a name: judged where the name is called."""
        bound: set[int] = set()
        for site in self.index.calls:
            assert isinstance(site.node, ast.Call)
            partial = self._partial_behind(site.node.func, site.view)
            if partial is not None:
                bound.add(id(partial))
        return bound

    def _partial_behind(self, function: ast.expr, view: View) -> ast.Call | None:
        """The `partial(...)` that is called, by its name or right where it is made."""
        if isinstance(function, ast.Call):
            return function if _is_partial(function, view) else None
        if not isinstance(function, ast.Name) or function.id not in self.index.aliases:
            return None
        for binding, scope in lookup(function.id, view):
            value = binding.value
            if binding.kind == "value" and isinstance(value, ast.Call):
                return value if _is_partial(value, View(scope, binding.at)) else None
        return None

    def _passes_on(self, node: ast.Call, view: View) -> bool:
        last = _last(node.func)
        if isinstance(node.func, ast.Attribute) and last in PASSED_ON:
            return True
        aliased = isinstance(node.func, ast.Name) and last in self.index.aliases
        if not aliased and last not in ("map", "to_thread", "starmap", "partial", "delayed"):
            return False
        return bool(qualify(node.func, view) & (PROVEN | PARTIALS))


def loads(index: Index, wrappers: Mapping[str, str] = WRAPPERS) -> Iterator[Load]:
    """Every call of a function in the table, in source order. `wrappers`: name -> "unsafe" or "safe"."""
    return Finder(index, wrappers).loads()


def _last(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def handed_on(index: Index) -> Iterator[tuple[ast.expr, Site]]:
    """`torch.load` itself as a value that leaves sight: in a dict, a keyword, an attribute, a return."""
    for site in (*index.calls, *index.others):
        for value in _values(site.node):
            if isinstance(value, (ast.Attribute, ast.Name)) and _last(value) == "load":
                names = qualify(value, site.view)
                if any(FAMILIES.get(name) == TORCH_LOAD for name in names):
                    yield value, site


def _values(node: ast.AST) -> list[ast.expr | None]:
    if isinstance(node, ast.Call):
        given = node.args if _last(node.func) in ("staticmethod", "setattr", "register") else []
        return [*given, *(keyword.value for keyword in node.keywords)]
    if isinstance(node, ast.Dict):
        return [*node.values]
    if isinstance(node, ast.Assign):
        return [node.value] if isinstance(node.targets[0], ast.Attribute) else []
    return [node.value] if isinstance(node, ast.Return) else []


def _by_receiver(node: ast.Call, site: Site) -> tuple[str, str] | None:
    """Calls that their argument or method tells, once the receiver is proven by an import."""
    if any(keyword.arg == "trust_remote_code" for keyword in node.keywords):
        for name in sorted(qualify(node.func, site.view)):
            if name.partition(".")[0] in HUB_PACKAGES:
                return name, REMOTE_CODE
    function = node.func
    if not isinstance(function, ast.Attribute) or function.attr != "load_from_checkpoint":
        return None
    return (function.attr, LIGHTNING) if _is_lightning(function.value, site.view) else None


def _is_lightning(node: ast.expr, view: View, depth: int = 0) -> bool:
    """Whether an expression is a class of Lightning's, or one of this file that derives from it."""
    if qualify(node, view) & LIGHTNING_BASES:
        return True
    if not isinstance(node, ast.Name) or depth > CLASSES:
        return False
    for binding, scope in lookup(node.id, view):
        made = binding.inner.node if isinstance(binding.inner, Scope) else None
        if isinstance(made, ast.ClassDef):
            place = View(scope, binding.at)
            return any(_is_lightning(base, place, depth + 1) for base in made.bases[:CLASSES])
    return False


def _is_partial(node: ast.AST | None, view: View) -> bool:
    return isinstance(node, ast.Call) and bool(node.args) and bool(qualify(node.func, view) & PARTIALS)


def _merge(partial: ast.Call, node: ast.Call) -> ast.Call:
    """The call with what a partial had already; the later keyword wins."""
    late = {keyword.arg for keyword in node.keywords if keyword.arg}
    early = [keyword for keyword in partial.keywords if keyword.arg not in late]
    merged = ast.Call(partial.args[0], [*partial.args[1:], *node.args], [*early, *node.keywords])
    return ast.copy_location(merged, node)
