# SPDX-License-Identifier: Apache-2.0
"""What a node binds: imports, assignments, loops, handlers; and what is put into a mapping or an object."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlhooks.checks.unsafe_load.scopes import Binding, Item, Place, Scope

if TYPE_CHECKING:
    from mlhooks.checks.unsafe_load.index import Around

# What never stands for a function or module of another name.
PLAIN = (ast.Constant, ast.Dict, ast.List, ast.Tuple, ast.Set, ast.JoinedStr, ast.Compare, ast.BinOp)


def end_of(node: ast.AST) -> Place:
    """Where a node ends."""
    return getattr(node, "end_lineno", 0) or 0, getattr(node, "end_col_offset", 0) or 0


@dataclass(frozen=True)
class Binder:
    """Writes bindings into scopes. `imports` and `aliases` are those of the index."""

    module: Scope
    imports: set[str]
    aliases: set[str]

    def add(self, scope: Scope, name: str, binding: Binding) -> None:
        """Bind a name in a scope, or where `global` says."""
        if name in scope.elsewhere:
            scope, binding = self.module, binding._replace(maybe=True)
        scope.names.setdefault(name, []).append(binding)
        if binding.value is not None and not isinstance(binding.value, PLAIN):
            self.aliases.add(name)

    def define(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, inner: Scope, around: Around
    ) -> None:
        """Bind the name of a function or class, whose own scope is `inner`."""
        at = (node.lineno, node.col_offset)
        made = Binding(at, "definition", maybe=around.maybe, inner=inner)
        self.add(around.scope, node.name, made)

    def bind(self, node: ast.AST, around: Around) -> None:
        """Record what names a node binds in its scope."""
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            self._import(node, around)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                self._target(target, node.value, end_of(node), around)
        elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)):
            if node.value is not None:
                scope = around.scope.function if isinstance(node, ast.NamedExpr) else around.scope
                self._target(node.target, node.value, end_of(node), around._replace(scope=scope))
        elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
            self._derived(node.target, node.iter, around)
        elif isinstance(node, ast.withitem):
            if node.optional_vars is not None:
                self._derived(node.optional_vars, node.context_expr, around)
        elif isinstance(node, ast.AugAssign):
            self._augmented(node, around)
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            around.scope.elsewhere.update(node.names)
        elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
            at = (node.lineno, node.col_offset)
            self.add(around.scope, node.name, Binding(at, "derived", maybe=around.maybe))

    def mutation(self, node: ast.Call, function: ast.Attribute, around: Around) -> None:
        """`name.setdefault("key", value)` and `name.update(key=value)` or `name.update({...})`."""
        if not isinstance(function.value, ast.Name):
            return
        name, at = function.value.id, end_of(node)
        if function.attr == "setdefault" and len(node.args) == 2:
            key = node.args[0]
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                self._item(name, Item(at, key.value, node.args[1], "default", around.maybe), around)
        elif function.attr == "update":
            for keyword in node.keywords:
                if keyword.arg:
                    self._item(name, Item(at, keyword.arg, keyword.value, "set", around.maybe), around)
            for display in node.args:
                if isinstance(display, ast.Dict):
                    self._display(name, display, at, around)

    def _item(self, name: str, item: Item, around: Around) -> None:
        around.scope.items.setdefault(name, []).append(item)

    def _display(self, name: str, display: ast.Dict, at: Place, around: Around) -> None:
        for key, value in zip(display.keys, display.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                self._item(name, Item(at, key.value, value, "set", around.maybe), around)

    def _import(self, node: ast.Import | ast.ImportFrom, around: Around) -> None:
        at, maybe, scope = end_of(node), around.maybe, around.scope
        if isinstance(node, ast.Import):
            for alias in node.names:
                self.imports.add(alias.name)
                root = alias.name if alias.asname else alias.name.split(".")[0]
                self._imported(scope, alias.asname or root, Binding(at, "import", root, maybe=maybe))
            return
        module = "." * node.level + (node.module or "")
        self.imports.add(module)
        dot = "" if module.endswith(".") else "."
        for alias in node.names:
            if alias.name == "*":
                scope.stars.append(module)
            else:
                made = Binding(at, "import", f"{module}{dot}{alias.name}", maybe=maybe)
                self._imported(scope, alias.asname or alias.name, made)

    def _imported(self, scope: Scope, name: str, binding: Binding) -> None:
        self.add(scope, name, binding)
        if binding.name.rpartition(".")[2] != name:
            self.aliases.add(name)

    def _target(self, target: ast.expr, value: ast.expr, at: Place, around: Around) -> None:
        if isinstance(target, ast.Name):
            self.add(around.scope, target.id, Binding(at, "value", value=value, maybe=around.maybe))
        elif isinstance(target, (ast.Tuple, ast.List)):
            pairs = isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts)
            for place, element in enumerate(target.elts):
                if isinstance(element, ast.Name) and pairs and isinstance(value, (ast.Tuple, ast.List)):
                    made = Binding(at, "value", value=value.elts[place], maybe=around.maybe)
                    self.add(around.scope, element.id, made)
                else:
                    self._derived(element, value, around)
        elif isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
            key = target.slice.value if isinstance(target.slice, ast.Constant) else None
            if isinstance(key, str):
                self._item(target.value.id, Item(at, key, value, "set", around.maybe), around)
        elif isinstance(target, ast.Attribute):
            self.module.attributes.setdefault(target.attr, []).append((value, around.scope, at))

    def _augmented(self, node: ast.AugAssign, around: Around) -> None:
        """`kwargs |= {...}` changes a mapping; anything else makes another value."""
        if (
            isinstance(node.target, ast.Name)
            and isinstance(node.op, ast.BitOr)
            and isinstance(node.value, ast.Dict)
        ):
            self._display(node.target.id, node.value, end_of(node), around)
        else:
            self._derived(node.target, node.value, around)

    def _derived(self, target: ast.expr, value: ast.expr, around: Around) -> None:
        """Names below a target that come out of `value` somehow."""
        todo = [target]
        while todo:
            node = todo.pop()
            if isinstance(node, ast.Name):
                at = (node.lineno, node.col_offset)
                self.add(around.scope, node.id, Binding(at, "derived", value=value, maybe=around.maybe))
            elif isinstance(node, (ast.Tuple, ast.List)):
                todo += node.elts
            elif isinstance(node, ast.Starred):
                todo.append(node.value)
