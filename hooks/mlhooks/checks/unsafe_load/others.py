# SPDX-License-Identifier: Apache-2.0
"""Verdicts for pickle and what is built on it, and the variable that turns torch's default off."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from mlhooks.checks.unsafe_load.arguments import argument
from mlhooks.checks.unsafe_load.families import NUMPY
from mlhooks.checks.unsafe_load.report import finding
from mlhooks.checks.unsafe_load.scopes import View, lookup, qualify
from mlhooks.checks.unsafe_load.values import FALSE, MISSING, NONE
from mlhooks.core.finding import Help
from mlhooks.core.rule import ERROR, NOTE, WARNING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhooks.checks.unsafe_load.calls import Load
    from mlhooks.checks.unsafe_load.context import Context
    from mlhooks.checks.unsafe_load.index import Site
    from mlhooks.core.finding import Finding

VARIABLE = "TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD"
SETTERS = frozenset({"setdefault", "putenv", "setenv", "update", "dict"})

WHY = {
    "load-pickle": "pickle calls whatever its input names",
    "load-dill": "dill calls whatever its input names, and carries code",
    "load-cloudpickle": "cloudpickle carries code and calls whatever its input names",
    "load-jsonpickle": "jsonpickle builds any object that its input names",
    "load-joblib": "joblib.load is pickle and calls whatever the file names",
    "load-shelve": "shelve unpickles what the database holds",
    "load-pandas": "read_pickle is pickle and calls whatever the file names",
    "load-numpy": "with allow_pickle, numpy.load is pickle and calls whatever the file names",
}
INSTEAD = {
    "load-joblib": "skops.io, or a format without code",
    "load-pandas": "read_parquet, read_feather or read_csv",
    "load-numpy": "arrays without dtype=object, saved with allow_pickle=False",
    "load-shelve": "sqlite3",
}


def pickles(load: Load, context: Context) -> Finding | None:
    """A call of the pickle family."""
    if load.family == NUMPY and argument(load.call, load.view, "allow_pickle", 2) <= FALSE | NONE | MISSING:
        return None
    if load.family == "load-jsonpickle" and argument(load.call, load.view, "safe") == FALSE | NONE:
        return None
    node = load.site.node
    assert isinstance(node, ast.Call)
    source = (
        load.call.args[0] if load.call.args else load.call.keywords[0].value if load.call.keywords else None
    )
    if source is not None and _dumped(source, load.view):
        return None
    remote = source is not None and context.network.reaches(source, load.view)
    help = (
        Help("because", "whoever wrote the input decides what runs"),
        Help(
            "instead",
            INSTEAD.get(load.family, "a format without code: JSON, safetensors, numpy without pickle"),
        ),
    )
    message = WHY[load.family] + (", and this input comes from the network" if remote else "")
    severity = ERROR if remote else NOTE
    return finding(context.program, node, load.site.around.statement, load.family, severity, message, help)


def _dumped(node: ast.expr, view: View) -> bool:
    """Whether the bytes were made by `dumps` right here."""
    for _ in range(2):
        if isinstance(node, ast.Call):
            return any(name.rpartition(".")[2] in ("dumps", "encode") for name in qualify(node.func, view))
        if not isinstance(node, ast.Name):
            return False
        found = lookup(node.id, view)
        if len(found) != 1 or found[0][0].kind != "value" or found[0][0].value is None:
            return False
        node, view = found[0][0].value, View(found[0][1], found[0][0].at)
    return False


def environment(site: Site, context: Context) -> Finding | None:
    """Where the program sets TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD."""
    found = _assigned(site.node)
    if found is None or (
        isinstance(found[1], ast.Constant)
        and str(found[1].value).lower() in ("0", "", "false", "none", "no", "n")
    ):
        return None
    severity = NOTE if context.tests else WARNING
    help = (
        Help("because", "it holds for every torch.load of the process, those of libraries included"),
        Help("instead", "weights_only=False at the one call whose file you trust, with a reason"),
    )
    message = f"{VARIABLE} turns weights_only off wherever the argument is left out"
    return finding(
        context.program, found[0], site.around.statement, "torch-load-environment", severity, message, help
    )


def _assigned(node: ast.AST) -> tuple[ast.expr, ast.expr] | None:
    """(where the variable is named, its new value) for an assignment, a dict display or a setter."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Subscript) and _is_variable(target.slice):
                return target, node.value
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if key is not None and _is_variable(key):
                return key, value
    elif isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in SETTERS and len(node.args) >= 2 and _is_variable(node.args[0]):
            return node.args[0], node.args[1]
        for keyword in node.keywords:
            if keyword.arg == VARIABLE:
                return keyword.value, keyword.value
    return None


def _is_variable(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == VARIABLE


def environments(context: Context) -> Iterator[Finding]:
    """Every place that sets the variable."""
    for site in (*context.index.calls, *context.index.others):
        made = environment(site, context)
        if made is not None:
            yield made
