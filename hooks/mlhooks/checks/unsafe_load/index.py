# SPDX-License-Identifier: Apache-2.0
"""One walk over a tree: every scope with its bindings, every call with where it stands."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from mlhooks.checks.unsafe_load.scopes import COMPREHENSIONS, FUNCTIONS, Binding, Item, Place, Scope, View

if TYPE_CHECKING:
    from collections.abc import Iterable

BRANCHES = (ast.If, ast.While, ast.For, ast.AsyncFor, ast.Match)
TRIES: tuple[type[ast.Try], ...] = (ast.Try, getattr(ast, "TryStar", ast.Try))  # the same fields


class Attempt(NamedTuple):
    """A place inside a try statement: `part` is body or handler; `outer` the try around it."""

    node: ast.stmt
    part: str
    outer: Attempt | None


class Around(NamedTuple):
    """What surrounds a node: its scope, statement, condition and try statements of the same function."""

    scope: Scope
    statement: ast.stmt | None
    maybe: ast.expr | bool | None = None
    attempt: Attempt | None = None


# Two thirds of a tree: they bind nothing, hold nothing and are not visited.
LEAVES = (ast.Name, ast.Constant, ast.expr_context, ast.operator, ast.cmpop, ast.unaryop, ast.boolop, ast.arg)
BINDERS = (
    ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Global, ast.Nonlocal,
    ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.For, ast.AsyncFor, ast.comprehension, ast.withitem,
    ast.AugAssign, ast.ExceptHandler, ast.MatchAs, ast.MatchStar,
)  # fmt: skip


class Site(NamedTuple):
    """A node of interest (a call, a dict, an assignment) and what is around it."""

    node: ast.AST
    around: Around

    @property
    def view(self) -> View:
        """From where its names are looked up."""
        at: Place = (getattr(self.node, "lineno", 0), getattr(self.node, "col_offset", 0))
        return View(self.around.scope, at)


class Index(NamedTuple):
    """What one walk found, in source order."""

    module: Scope
    calls: list[Site]
    classes: list[Site]
    others: list[Site]  # dict displays and subscript assignments
    imports: set[str]


def build(tree: ast.Module) -> Index:
    """Index a tree with an explicit stack: depth costs memory, never an exception."""
    module = Scope(None, "module")
    index = Index(module, [], [], [], set())
    stack: list[tuple[ast.AST, Around]] = [(tree, Around(module, None))]
    scopes = {module}
    while stack:
        node, around = stack.pop()
        if isinstance(node, ast.stmt):
            around = around._replace(statement=node)
        if isinstance(node, ast.Call):
            index.calls.append(Site(node, around))
            _mutation(node, around)
        elif isinstance(node, ast.ClassDef):
            index.classes.append(Site(node, around))
        elif isinstance(node, (ast.Dict, ast.Assign)):
            index.others.append(Site(node, around))
        if isinstance(node, BINDERS):
            _bind(node, around, index, module)
        stack.extend(reversed(list(_children(node, around))))
        scopes.add(around.scope)
    for scope in scopes:
        for bindings in scope.names.values():
            bindings.sort(key=lambda binding: binding.at)
        for items in scope.items.values():
            items.sort(key=lambda item: item.at)
    return index


def _children(node: ast.AST, around: Around) -> Iterable[tuple[ast.AST, Around]]:
    """A node's children, each with its surroundings."""
    if isinstance(node, FUNCTIONS):
        return _function(node, around)
    if isinstance(node, ast.ClassDef):
        inner = Around(Scope(around.scope, "class"), None)
        outside = (*node.decorator_list, *node.bases, *node.keywords)
        return [*((child, around) for child in outside), *((child, inner) for child in node.body)]
    if isinstance(node, COMPREHENSIONS):
        around = around._replace(scope=Scope(around.scope, "comprehension"))
        generators = [(child, around) for child in node.generators]
        return [
            *generators,
            *((c, around) for c in ast.iter_child_nodes(node) if not isinstance(c, ast.comprehension)),
        ]
    if isinstance(node, TRIES):
        return _try(node, around)
    if isinstance(node, BRANCHES):
        maybe = getattr(node, "test", None) or True
        inside = around._replace(maybe=maybe)
        return [
            (c, inside if isinstance(c, (ast.stmt, ast.match_case)) else around)
            for c in ast.iter_child_nodes(node)
        ]
    return [(child, around) for child in ast.iter_child_nodes(node) if not isinstance(child, LEAVES)]


def _function(node: ast.AST, around: Around) -> Iterable[tuple[ast.AST, Around]]:
    assert isinstance(node, FUNCTIONS)
    scope = Scope(around.scope, "function")
    inner = Around(scope, around.statement if isinstance(node, ast.Lambda) else None)
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults))
    defaults += arguments.defaults
    pairs = [
        *zip(positional, defaults, strict=False),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=False),
    ]
    for extra in (arguments.vararg, arguments.kwarg):
        pairs += [(extra, None)] if extra else []
    for argument, default in pairs:
        scope.names.setdefault(argument.arg, []).append(Binding((0, 0), "parameter", value=default))
    body = [node.body] if isinstance(node, ast.Lambda) else node.body
    decorators = [] if isinstance(node, ast.Lambda) else node.decorator_list
    return [*((child, around) for child in (*decorators, node.args)), *((child, inner) for child in body)]


def _try(node: ast.Try, around: Around) -> Iterable[tuple[ast.AST, Around]]:
    children: list[tuple[ast.AST, Around]] = []
    for part, nodes in (("body", node.body), ("handler", node.handlers)):
        inside = around._replace(maybe=True, attempt=Attempt(node, part, around.attempt))
        children += [(child, inside) for child in nodes]
    rest = around._replace(maybe=True)
    return [*children, *((child, rest) for child in (*node.orelse, *node.finalbody))]


def _end(node: ast.AST) -> Place:
    return getattr(node, "end_lineno", 0) or 0, getattr(node, "end_col_offset", 0) or 0


def _bind(node: ast.AST, around: Around, index: Index, module: Scope) -> None:
    """Record what names a node binds in its scope."""
    maybe = around.maybe

    def add(name: str, binding: Binding) -> None:
        scope = around.scope
        if isinstance(node, ast.NamedExpr):
            scope = scope.function
        if name in scope.elsewhere:
            scope, binding = module, binding._replace(maybe=True)
        scope.names.setdefault(name, []).append(binding)

    if isinstance(node, (ast.Import, ast.ImportFrom)):
        _import(node, around, index, add)
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        add(node.name, Binding((node.lineno, node.col_offset), "definition", maybe=maybe))
    elif isinstance(node, (ast.Global, ast.Nonlocal)):
        around.scope.elsewhere.update(node.names)
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            _target(target, node.value, _end(node), around, add)
    elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)):
        if node.value is not None:
            _target(node.target, node.value, _end(node), around, add)
    elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
        _derived(node.target, node.iter, around, add)
    elif isinstance(node, ast.withitem) and node.optional_vars is not None:
        _derived(node.optional_vars, node.context_expr, around, add)
    elif isinstance(node, ast.AugAssign):
        _derived(node.target, node.value, around, add)
    elif (isinstance(node, ast.ExceptHandler) and node.name) or (
        isinstance(node, (ast.MatchAs, ast.MatchStar)) and node.name
    ):
        add(node.name, Binding((node.lineno, node.col_offset), "derived", maybe=maybe))


def _import(node: ast.Import | ast.ImportFrom, around: Around, index: Index, add: Add) -> None:
    at, maybe = _end(node), around.maybe
    if isinstance(node, ast.Import):
        for alias in node.names:
            index.imports.add(alias.name)
            root = alias.name if alias.asname else alias.name.split(".")[0]
            add(alias.asname or root, Binding(at, "import", root, maybe=maybe))
        return
    module = "." * node.level + (node.module or "")
    index.imports.add(module)
    for alias in node.names:
        if alias.name == "*":
            around.scope.stars.append(module)
        else:
            add(alias.asname or alias.name, Binding(at, "import", f"{module}.{alias.name}", maybe=maybe))


def _target(target: ast.expr, value: ast.expr, at: Place, around: Around, add: Add) -> None:
    if isinstance(target, ast.Name):
        add(target.id, Binding(at, "value", value=value, maybe=around.maybe))
    elif isinstance(target, (ast.Tuple, ast.List)):
        pairs = isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts)
        for place, element in enumerate(target.elts):
            if isinstance(element, ast.Name) and pairs and isinstance(value, (ast.Tuple, ast.List)):
                add(element.id, Binding(at, "value", value=value.elts[place], maybe=around.maybe))
            else:
                _derived(element, value, around, add)
    elif isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
        key = target.slice.value if isinstance(target.slice, ast.Constant) else None
        if isinstance(key, str):
            item = Item(at, key, value, "set", around.maybe)
            around.scope.items.setdefault(target.value.id, []).append(item)


def _derived(target: ast.expr, value: ast.expr, around: Around, add: Add) -> None:
    """Names below a target that come out of `value` somehow."""
    todo = [target]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Name):
            at = (node.lineno, node.col_offset)
            add(node.id, Binding(at, "derived", value=value, maybe=around.maybe))
        elif isinstance(node, (ast.Tuple, ast.List)):
            todo += node.elts
        elif isinstance(node, ast.Starred):
            todo.append(node.value)


def _mutation(node: ast.Call, around: Around) -> None:
    """`name.setdefault("key", value)` and `name.update(key=value)` or `name.update({...})`."""
    function = node.func
    if not (isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name)):
        return
    items = (
        around.scope.items.setdefault(function.value.id, [])
        if function.attr in ("setdefault", "update")
        else []
    )
    if function.attr == "setdefault" and len(node.args) == 2:
        key = node.args[0]
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            items.append(Item(_end(node), key.value, node.args[1], "default", around.maybe))
    elif function.attr == "update":
        items += [Item(_end(node), k.arg, k.value, "set", around.maybe) for k in node.keywords if k.arg]
        for display in node.args:
            if isinstance(display, ast.Dict):
                for name, value in zip(display.keys, display.values, strict=True):
                    if isinstance(name, ast.Constant) and isinstance(name.value, str):
                        items.append(Item(_end(node), name.value, value, "set", around.maybe))


if TYPE_CHECKING:
    from collections.abc import Callable

    Add = Callable[[str, Binding], None]
