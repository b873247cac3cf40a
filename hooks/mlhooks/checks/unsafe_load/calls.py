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
    WRAPPER,
    WRAPPERS,
)
from mlhooks.checks.unsafe_load.scopes import View, lookup, qualify

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlhooks.checks.unsafe_load.index import Index, Site

CLASSES = 8  # bases of a class, and of a base, that are followed
PASSED_ON = frozenset({"map", "imap", "imap_unordered", "submit", "to_thread"})


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


def loads(index: Index, wrappers: Mapping[str, str] = WRAPPERS) -> Iterator[Load]:
    """Every call of a function in the table, in source order. `wrappers`: name -> "unsafe" or "safe"."""
    bound = _bound_partials(index)
    for site in index.calls:
        node = site.node
        assert isinstance(node, ast.Call)
        found = (
            _ours(node.func, site.view)
            or _by_receiver(node, site.view, index)
            or _wrapper(node.func, site.view, wrappers)
        )
        if found:
            yield Load(site, *found, node, direct=True)
            continue
        partial = _partial_behind(node.func, site.view)
        if partial is not None and (found := _ours(partial.args[0], site.view)):
            yield Load(site, *found, _merge(partial, node), direct=False)
        elif node.args and id(node) not in bound and _passes_on(node, site.view):
            found = _ours(node.args[0], site.view)
            if found:
                yield Load(
                    site,
                    *found,
                    _merge(node, ast.copy_location(ast.Call(node.func, [], []), node)),
                    direct=False,
                )


def _ours(function: ast.expr, view: View) -> tuple[str, str] | None:
    for name in sorted(qualify(function, view)):
        family = FAMILIES.get(name) or LOADERS.get(name)
        if family:
            return name, family
    return None


def _by_receiver(node: ast.Call, view: View, index: Index) -> tuple[str, str] | None:
    """Calls that their argument or method tells, once the receiver is proven by an import."""
    if any(keyword.arg == "trust_remote_code" for keyword in node.keywords):
        for name in sorted(qualify(node.func, view)):
            if name.partition(".")[0] in HUB_PACKAGES:
                return name, REMOTE_CODE
    if isinstance(node.func, ast.Attribute) and node.func.attr == "load_from_checkpoint":
        receiver = node.func.value
        if _is_lightning(receiver, view, index):
            return "load_from_checkpoint", LIGHTNING
    return None


def _wrapper(function: ast.expr, view: View, wrappers: Mapping[str, str]) -> tuple[str, str] | None:
    for name in sorted(qualify(function, view)):
        if wrappers.get(name) == "unsafe":
            return name, WRAPPER
    return None


def _is_lightning(node: ast.expr, view: View, index: Index, depth: int = 0) -> bool:
    """Whether an expression is a class of Lightning's, or one of this file that derives from it."""
    if qualify(node, view) & LIGHTNING_BASES:
        return True
    if not isinstance(node, ast.Name) or depth > CLASSES:
        return False
    at = {binding.at for binding, _ in lookup(node.id, view) if binding.kind == "definition"}
    for site in index.classes:
        made = site.node
        assert isinstance(made, ast.ClassDef)
        if made.name == node.id and (made.lineno, made.col_offset) in at:
            place = View(site.around.scope, (made.lineno, made.col_offset))
            return any(_is_lightning(base, place, index, depth + 1) for base in made.bases[:CLASSES])
    return False


def _is_partial(node: ast.AST | None, view: View) -> bool:
    return isinstance(node, ast.Call) and bool(node.args) and "functools.partial" in qualify(node.func, view)


def _partial_behind(function: ast.expr, view: View) -> ast.Call | None:
    """The `partial(...)` that a called name stands for."""
    if isinstance(function, ast.Name):
        for binding, scope in lookup(function.id, view):
            value = binding.value
            if binding.kind == "value" and isinstance(value, ast.Call):
                return value if _is_partial(value, View(scope, binding.at)) else None
    return None


def _bound_partials(index: Index) -> set[int]:
    """Partials that stand behind a name: judged where the name is called."""
    bound: set[int] = set()
    for site in index.calls:
        assert isinstance(site.node, ast.Call)
        partial = _partial_behind(site.node.func, site.view)
        if partial is not None:
            bound.add(id(partial))
    return bound


def _passes_on(node: ast.Call, view: View) -> bool:
    if _is_partial(node, view):
        return True
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    return name in PASSED_ON or bool(
        qualify(node.func, view) & {"builtins.map", "asyncio.to_thread", "functools.partial"}
    )


def _merge(partial: ast.Call, node: ast.Call) -> ast.Call:
    """The call with what a partial had already; the later keyword wins."""
    late = {keyword.arg for keyword in node.keywords if keyword.arg}
    early = [keyword for keyword in partial.keywords if keyword.arg not in late]
    merged = ast.Call(partial.args[0], [*partial.args[1:], *node.args], [*early, *node.keywords])
    return ast.copy_location(merged, node)
