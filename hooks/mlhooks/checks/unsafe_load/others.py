# SPDX-License-Identifier: Apache-2.0
"""Verdicts for PyYAML, pickle and what is built on it, and the variable that turns torch's default off."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from mlhooks.checks.unsafe_load.families import NUMPY, YAML
from mlhooks.checks.unsafe_load.report import finding
from mlhooks.checks.unsafe_load.scopes import View, lookup, qualify
from mlhooks.checks.unsafe_load.values import FALSE, MISSING, NONE, argument
from mlhooks.core.finding import Help
from mlhooks.core.rule import ERROR, NOTE, WARNING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhooks.checks.unsafe_load.calls import Load
    from mlhooks.checks.unsafe_load.index import Site
    from mlhooks.checks.unsafe_load.torch_calls import Context
    from mlhooks.core.finding import Finding

SAFE_LOADERS = frozenset(f"yaml.{c}{name}Loader" for c in ("", "C") for name in ("Safe", "Base"))
ANY_LOADERS = frozenset(f"yaml.{c}{name}Loader" for c in ("", "C") for name in ("", "Unsafe"))
SAFE_LOADERS_AT = (
    SAFE_LOADERS
    | {name.replace("yaml.", "yaml.loader.", 1) for name in SAFE_LOADERS}
    | {name.replace("yaml.", "yaml.cyaml.", 1) for name in SAFE_LOADERS}
)
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


def yamls(load: Load, context: Context) -> Finding | None:
    """`yaml.load` and its like; proven to be PyYAML's by the import."""
    name = load.name.rpartition(".")[2]
    if name.startswith("full_"):
        severity, what = NOTE, "builds objects of some Python classes"
    elif name.startswith("unsafe_"):
        severity, what = WARNING, "builds any object that the document names"
    else:
        severity, what = _by_loader(load)
    if not severity:
        return None
    node = load.site.node
    assert isinstance(node, ast.Call)
    function = "yaml.safe_load_all" if name.endswith("_all") else "yaml.safe_load"
    help = (
        Help("because", "tags such as !!python/object/apply call what the document names"),
        Help("instead", f"{function}(...)"),
    )
    return finding(
        context.program, node, load.site.around.statement, YAML, severity, f"yaml.{name} {what}", help
    )


def _by_loader(load: Load) -> tuple[str, str]:
    """(severity, what the call does); "" for a safe loader."""
    loader = next((k.value for k in load.call.keywords if k.arg == "Loader"), None)
    if loader is None and len(load.call.args) > 1:
        loader = load.call.args[1]
    if loader is None or (isinstance(loader, ast.Constant) and loader.value is None):
        if any(k.arg is None for k in load.call.keywords) or any(
            isinstance(a, ast.Starred) for a in load.call.args
        ):
            return NOTE, "takes a Loader that cannot be told from this file"
        return WARNING, "without a Loader builds any object that the document names"
    names = _loaders(loader, load.view)
    if names and names <= SAFE_LOADERS_AT:
        return "", ""
    bare = {name.replace("yaml.loader.", "yaml.").replace("yaml.cyaml.", "yaml.") for name in names}
    if bare & ANY_LOADERS:
        return WARNING, f"with {sorted(bare & ANY_LOADERS)[0]} builds any object that the document names"
    return NOTE, "takes a Loader that is not known to be safe"


def _loaders(node: ast.expr, view: View) -> frozenset[str]:
    """The loader classes that an expression may be; a default of getattr counts."""
    names = qualify(node, view)
    if isinstance(node, ast.Call) and len(node.args) == 3 and names:
        return names | qualify(node.args[2], view)
    return names


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
