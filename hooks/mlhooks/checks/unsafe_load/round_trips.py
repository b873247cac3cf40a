# SPDX-License-Identifier: Apache-2.0
"""Buffers that torch.save filled in the same function: reading them back runs nothing from elsewhere."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from mlhooks.checks.unsafe_load.scopes import Scope, View, lookup, qualify

if TYPE_CHECKING:
    from mlhooks.checks.unsafe_load.calls import Load
    from mlhooks.checks.unsafe_load.index import Index


def is_round_trip(load: Load, saved: set[tuple[Scope, str]]) -> bool:
    """Whether the call reads a buffer that torch.save filled in the same function."""
    target = load.call.args[0] if load.call.args else None
    if isinstance(target, ast.Call) and target.args and _is(target, load.view, "io.BytesIO"):
        target = target.args[0]
        if (
            isinstance(target, ast.Call)
            and isinstance(target.func, ast.Attribute)
            and target.func.attr == "getvalue"
        ):
            target = target.func.value
    if not isinstance(target, ast.Name):
        return False
    made = [b.value for b, _ in lookup(target.id, load.view)]
    if not all(
        isinstance(value, ast.Call) and not value.args and _is(value, load.view, "io.BytesIO")
        for value in made
    ):
        return False
    return bool(made) and (load.view.scope.function, target.id) in saved


def saved_to(index: Index) -> set[tuple[Scope, str]]:
    """(function, name) of what torch.save writes to."""
    found: set[tuple[Scope, str]] = set()
    for site in index.calls:
        node = site.node
        if (
            isinstance(node, ast.Call)
            and len(node.args) > 1
            and "torch.save" in qualify(node.func, site.view)
        ):
            buffer = node.args[1]
            if isinstance(buffer, ast.Name):
                found.add((site.around.scope.function, buffer.id))
    return found


def _is(node: ast.Call, view: View, name: str) -> bool:
    return name in qualify(node.func, view)
