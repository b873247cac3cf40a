# SPDX-License-Identifier: Apache-2.0
"""Whether what a call reads comes from a URL or a download in the same function."""

from __future__ import annotations

import ast
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from mlhooks.checks.unsafe_load.families import DOWNLOAD, NETWORK, URL
from mlhooks.checks.unsafe_load.scopes import Scope, View, lookup, qualify

if TYPE_CHECKING:
    from mlhooks.checks.unsafe_load.index import Index

STEPS = 40  # expressions that are followed
NODES = 400  # nodes of one expression that are read
QUESTIONS = 2000  # asked of one file; a file with more loads is judged without


class Network:
    """What one file downloads, and where to."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.left = QUESTIONS

    @cached_property
    def filled(self) -> set[tuple[Scope, str]]:
        """(function, name) of what is handed to a download there, as the place to write to."""
        names: set[tuple[Scope, str]] = set()
        for site in self.index.calls:
            node = site.node
            if isinstance(node, ast.Call) and downloads(node, site.view, self.index):
                values = [*node.args, *(keyword.value for keyword in node.keywords)]
                home = site.around.scope.function
                names |= {(home, value.id) for value in values if isinstance(value, ast.Name)}
        return names

    def reaches(self, node: ast.expr, view: View) -> bool:
        """Whether an expression, followed through the assignments of its function, comes from a download."""
        self.left -= 1
        home = view.scope.function
        todo, seen = [(node, view)], set[str]()
        for _ in range(STEPS if self.left > 0 else 0):
            if not todo:
                break
            expression, place = todo.pop()
            for part in islice(ast.walk(expression), NODES):
                if _is_remote(part, place, self.index):
                    return True
                if isinstance(part, ast.Name) and part.id not in seen:
                    seen.add(part.id)
                    if (home, part.id) in self.filled:
                        return True
                    todo += _sources(part.id, place, home)
        return False


def _sources(name: str, view: View, home: Scope) -> list[tuple[ast.expr, View]]:
    """The expressions that give a local name its value, parameters left out."""
    return [
        (binding.value, View(scope, binding.at))
        for binding, scope in lookup(name, view)
        if binding.value is not None and binding.kind != "parameter" and scope.function is home
    ]


def _is_remote(node: ast.AST, view: View, index: Index) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and URL.match(node.value) is not None
    return isinstance(node, ast.Call) and downloads(node, view, index)


def downloads(node: ast.Call, view: View, index: Index) -> bool:
    """Whether a call fetches something: proven by its import, or by how the function calls itself."""
    function = node.func
    last = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if DOWNLOAD.match(last):
        return True
    if last in ("recv", "recvfrom"):
        return "socket" in index.imports
    return bool(qualify(function, view) & NETWORK)
