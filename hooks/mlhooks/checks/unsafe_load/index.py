# SPDX-License-Identifier: Apache-2.0
"""One walk over a tree: every scope with its bindings, every call with where it stands."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from mlhooks.checks.unsafe_load.bindings import Binder, end_of
from mlhooks.checks.unsafe_load.scopes import Binding, Place, Scope, View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Visit = Callable[["Walk", Any, "Around"], None]

# Two thirds of a tree: they bind nothing, hold nothing and are not visited.
LEAVES = frozenset({ast.Name, ast.Constant, ast.arg, ast.Pass, ast.Break, ast.Continue})
UNREAD = frozenset({"ctx", "op", "ops", "annotation", "returns", "type_params", "type_ignores"})


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


class Site(NamedTuple):
    """A node of interest (a call, a dict, an assignment) and what is around it."""

    node: ast.AST
    around: Around

    @property
    def view(self) -> View:
        """From where its names are looked up."""
        at: Place = (getattr(self.node, "lineno", 0), getattr(self.node, "col_offset", 0))
        return View(self.around.scope, at)


@dataclass(frozen=True)
class Index:
    """What one walk found, in source order. `aliases`: names that may stand for something with another name
    (imported as, assigned from an expression); a name that is not among them is what it is called."""

    module: Scope
    calls: list[Site] = field(default_factory=list)
    others: list[Site] = field(default_factory=list)  # dict displays, assignments, returns
    imports: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)
    scopes: list[Scope] = field(default_factory=list)

    def forget(self) -> None:
        """Undo the circles between scopes, so that the tree goes at once and not with the next collection."""
        for scope in self.scopes:
            scope.names.clear()
            scope.attributes.clear()


@dataclass(frozen=True)
class Walk:
    """The state of one walk: what is still to be visited, and the fields of each kind of node."""

    index: Index
    binder: Binder
    stack: list[tuple[ast.AST, Around]] = field(default_factory=list)
    fields: dict[type[ast.AST], tuple[str, ...]] = field(default_factory=dict)

    def push(self, nodes: Iterable[ast.AST | None], around: Around) -> None:
        """Visit these next. They come last first, so that the first is on top."""
        stack = self.stack
        for node in nodes:
            if node is not None and type(node) not in LEAVES:
                stack.append((node, around))

    def below(self, node: ast.AST, around: Around) -> None:
        """Visit all children of a node."""
        kind = type(node)
        names = self.fields.get(kind)
        if names is None:
            names = self.fields[kind] = tuple(name for name in reversed(kind._fields) if name not in UNREAD)
        stack = self.stack
        for name in names:
            value = getattr(node, name, None)
            if type(value) is list:
                for one in reversed(value):
                    if isinstance(one, ast.AST) and type(one) not in LEAVES:
                        stack.append((one, around))
            elif isinstance(value, ast.AST) and type(value) not in LEAVES:
                stack.append((value, around))

    def scope(self, parent: Scope, kind: str, node: ast.AST) -> Scope:
        """A new scope below another."""
        made = Scope(parent, kind, node)
        self.index.scopes.append(made)
        return made


def build(tree: ast.Module) -> Index:
    """Index a tree with an explicit stack: depth costs memory, never an exception."""
    module = Scope(None, "module", tree)
    index = Index(module, scopes=[module])
    walk = Walk(index, Binder(module, index.imports, index.aliases))
    stack = walk.stack
    stack.append((tree, Around(module, None)))
    while stack:
        node, around = stack.pop()
        if isinstance(node, ast.stmt):
            around = Around(around.scope, node, around.maybe, around.attempt)
        visit = VISITS.get(type(node))
        if visit is None:
            walk.below(node, around)
        else:
            visit(walk, node, around)
    for scope in index.scopes:
        scope.sort()
    return index


def _call(walk: Walk, node: ast.Call, around: Around) -> None:
    walk.index.calls.append(Site(node, around))
    function = node.func
    if isinstance(function, ast.Attribute) and function.attr in ("setdefault", "update"):
        walk.binder.mutation(node, function, around)
    walk.below(node, around)


def _other(walk: Walk, node: ast.AST, around: Around) -> None:
    walk.index.others.append(Site(node, around))
    walk.binder.bind(node, around)
    walk.below(node, around)


def _binds(walk: Walk, node: ast.AST, around: Around) -> None:
    walk.binder.bind(node, around)
    walk.below(node, around)


def _import(walk: Walk, node: ast.AST, around: Around) -> None:
    walk.binder.bind(node, around)


def _class(walk: Walk, node: ast.ClassDef, around: Around) -> None:
    scope = walk.scope(around.scope, "class", node)
    walk.binder.define(node, scope, around)
    walk.push(reversed(node.body), Around(scope, None))
    walk.push(reversed([*node.decorator_list, *node.bases, *node.keywords]), around)


def _function(walk: Walk, node: ast.FunctionDef | ast.AsyncFunctionDef, around: Around) -> None:
    scope = _parameters(walk, node, around)
    walk.binder.define(node, scope, around)
    walk.push(reversed(node.body), Around(scope, None))
    walk.push([node.args, *reversed(node.decorator_list)], around)


def _lambda(walk: Walk, node: ast.Lambda, around: Around) -> None:
    scope = _parameters(walk, node, around)
    walk.push([node.body], Around(scope, around.statement))
    walk.push([node.args], around)


def _parameters(
    walk: Walk, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, around: Around
) -> Scope:
    """The scope of a function with what its parameters bind; `**kwargs` is a binding called "**"."""
    scope = walk.scope(around.scope, "function", node)
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults))
    defaults += arguments.defaults
    pairs = [
        *zip(positional, defaults, strict=False),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=False),
    ]
    for argument, default in pairs:
        scope.names[argument.arg] = [Binding((0, 0), "parameter", value=default)]
        if default is not None and type(default) is not ast.Constant:
            walk.index.aliases.add(argument.arg)
    for extra, name in ((arguments.vararg, "*"), (arguments.kwarg, "**")):
        if extra is not None:
            scope.names[extra.arg] = [Binding((0, 0), "parameter", name)]
    return scope


def _comprehension(walk: Walk, node: ast.AST, around: Around) -> None:
    inside = Around(
        walk.scope(around.scope, "comprehension", node), around.statement, around.maybe, around.attempt
    )
    generators: list[ast.comprehension] = node.generators  # type: ignore[attr-defined]
    parts = [getattr(node, name, None) for name in ("value", "key", "elt")]
    walk.push([*parts, *reversed(generators)], inside)


def _branch(walk: Walk, node: ast.AST, around: Around) -> None:
    """If, while, for and match: what is inside may not happen."""
    test = getattr(node, "test", None)
    inside = Around(around.scope, around.statement, test or True, around.attempt)
    walk.binder.bind(node, around)
    for name in ("orelse", "body", "cases"):
        walk.push(reversed(getattr(node, name, ())), inside)
    walk.push([getattr(node, name, None) for name in ("iter", "target", "subject")], around)
    walk.push([test], around)


def _try(walk: Walk, node: ast.Try, around: Around) -> None:
    rest = Around(around.scope, around.statement, True, around.attempt)
    walk.push(reversed([*node.orelse, *node.finalbody]), rest)
    for part, nodes in (("handler", node.handlers), ("body", node.body)):
        attempt = Attempt(node, part, around.attempt)
        walk.push(reversed(nodes), Around(around.scope, around.statement, True, attempt))


VISITS: dict[type[ast.AST], Visit] = {
    ast.Call: _call,
    **dict.fromkeys((ast.Dict, ast.Assign, ast.Return), _other),
    **dict.fromkeys(
        (ast.AnnAssign, ast.NamedExpr, ast.comprehension, ast.withitem, ast.AugAssign, ast.ExceptHandler,
         ast.MatchAs, ast.MatchStar),
        _binds,
    ),
    **dict.fromkeys((ast.Import, ast.ImportFrom, ast.Global, ast.Nonlocal), _import),
    ast.ClassDef: _class,
    **dict.fromkeys((ast.FunctionDef, ast.AsyncFunctionDef), _function),
    ast.Lambda: _lambda,
    **dict.fromkeys((ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp), _comprehension),
    **dict.fromkeys((ast.If, ast.While, ast.For, ast.AsyncFor, ast.Match), _branch),
    **dict.fromkeys((ast.Try, getattr(ast, "TryStar", ast.Try)), _try),
}  # fmt: skip

__all__ = ["Around", "Attempt", "Index", "Site", "build", "end_of"]
