# SPDX-License-Identifier: Apache-2.0
"""`add_safe_globals`: what may be allowed in checkpoints, and what may not."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from mlhooks.checks.unsafe_load.families import runs_code
from mlhooks.checks.unsafe_load.report import finding
from mlhooks.checks.unsafe_load.scopes import View, lookup, qualify
from mlhooks.core.finding import Help
from mlhooks.core.rule import ERROR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhooks.checks.unsafe_load.calls import Load
    from mlhooks.checks.unsafe_load.context import Context
    from mlhooks.core.finding import Finding


def judge(load: Load, context: Context) -> Iterator[Finding]:
    """`add_safe_globals([getattr])`: one finding for each callable that can run code."""
    for node, view in _elements(load):
        names = sorted(name for name in qualify(node, view) if runs_code(name))
        if names or isinstance(node, ast.Lambda):
            name = names[0].removeprefix("builtins.") if names else "a lambda"
            help = (
                Help("because", "weights_only=True calls what is allowed here, with arguments from the file"),
                Help("instead", "allow the classes of your own data only, or save a state_dict"),
            )
            message = f"{name} can run code, and every checkpoint may call it from here on"
            place = node if view.at == load.view.at else load.site.node
            assert isinstance(place, ast.expr)
            yield finding(
                context.program,
                place,
                load.site.around.statement,
                "torch-load-safe-globals",
                ERROR,
                message,
                help,
            )


def _elements(load: Load) -> Iterator[tuple[ast.expr, View]]:
    """The members of the list that the call is given; of (callable, "name") the callable."""
    todo: list[tuple[ast.expr, View]] = [(argument, load.view) for argument in load.call.args[:1]]
    for _ in range(200):
        if not todo:
            return
        node, view = todo.pop(0)
        if isinstance(node, ast.Name) and any(
            isinstance(b.value, (ast.List, ast.Tuple)) for b, _ in lookup(node.id, view)
        ):
            todo += [(b.value, View(s, b.at)) for b, s in lookup(node.id, view) if b.value is not None]
        elif isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[1], ast.Constant):
            todo.append((node.elts[0], view))
        elif isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            todo += [(element, view) for element in node.elts]
        elif isinstance(node, ast.BinOp):
            todo += [(node.left, view), (node.right, view)]
        elif isinstance(node, ast.Starred):
            todo.append((node.value, view))
        else:
            yield node, view
