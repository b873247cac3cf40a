# SPDX-License-Identifier: Apache-2.0
"""Verdicts for PyYAML: which loader a call takes, and what that loader builds in which version."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from mlhooks.checks.unsafe_load.families import YAML
from mlhooks.checks.unsafe_load.report import finding
from mlhooks.checks.unsafe_load.scopes import View, lookup, qualify
from mlhooks.core.finding import Help
from mlhooks.core.rule import NOTE, WARNING

if TYPE_CHECKING:
    from mlhooks.checks.unsafe_load.calls import Load
    from mlhooks.checks.unsafe_load.context import Context
    from mlhooks.core.finding import Finding

SAFE_LOADERS = frozenset(f"yaml.{c}{name}Loader" for c in ("", "C") for name in ("Safe", "Base"))
ANY_LOADERS = frozenset(f"yaml.{c}{name}Loader" for c in ("", "C") for name in ("", "Unsafe"))
SAFE_LOADERS_AT = (
    SAFE_LOADERS
    | {name.replace("yaml.", "yaml.loader.", 1) for name in SAFE_LOADERS}
    | {name.replace("yaml.", "yaml.cyaml.", 1) for name in SAFE_LOADERS}
)
FULL_LOADERS = frozenset({"yaml.FullLoader", "yaml.CFullLoader"})


class Yaml(NamedTuple):
    """What is said of a call of PyYAML; `what` completes "yaml.load ..."."""

    severity: str
    what: str
    because: str = "tags such as !!python/object/apply call what the document names"


BUILDS = "builds any object that the document names"
_KNOWN = "SafeLoader and BaseLoader build plain data only; of another class that is not known"
# Changes of PyYAML 5.1 (FullLoader, and load takes it without a Loader), 5.4 (it refuses these tags), 6.0.
MISSING_LOADER = Yaml(
    WARNING,
    f"without a Loader raises TypeError in PyYAML 6; below 5.1 it {BUILDS}",
    "PyYAML 5.1 to 5.4 takes FullLoader then, which may run code up to 5.3 (CVE-2020-14343)",
)
FULL = Yaml(
    NOTE,
    "with FullLoader may run code that the document names in PyYAML 5.1 to 5.3; newer ones refuse those tags",
    "CVE-2020-14343, closed in PyYAML 5.4",
)
UNTOLD = Yaml(NOTE, "takes a Loader that cannot be told from this file", _KNOWN)
OWN = Yaml(NOTE, "takes a Loader of this file's own, whose constructors are not judged", _KNOWN)


def judge(load: Load, context: Context) -> Finding | None:
    """`yaml.load` and its like; proven to be PyYAML's by the import."""
    name = load.name.rpartition(".")[2]
    if name.startswith("full_"):
        said: Yaml | None = FULL._replace(what=FULL.what.removeprefix("with FullLoader "))
    elif name.startswith("unsafe_"):
        said = Yaml(WARNING, BUILDS)
    else:
        said = _by_loader(load)
    if said is None:
        return None
    node = load.site.node
    assert isinstance(node, ast.Call)
    function = "yaml.safe_load_all" if name.endswith("_all") else "yaml.safe_load"
    help = (Help("because", said.because), Help("instead", f"{function}(...)"))
    message = f"yaml.{name} {said.what}"
    return finding(context.program, node, load.site.around.statement, YAML, said.severity, message, help)


def _by_loader(load: Load) -> Yaml | None:
    """What to say of the loader that a call passes; None for a safe one."""
    loader = next((k.value for k in load.call.keywords if k.arg == "Loader"), None)
    if loader is None and len(load.call.args) > 1:
        loader = load.call.args[1]
    if loader is None and (
        any(k.arg is None for k in load.call.keywords)
        or any(isinstance(a, ast.Starred) for a in load.call.args)
    ):
        return UNTOLD
    if loader is None or (isinstance(loader, ast.Constant) and loader.value is None):
        return MISSING_LOADER
    names = _loaders(loader, load.view)
    if names and names <= SAFE_LOADERS_AT:
        return None
    bare = {name.replace("yaml.loader.", "yaml.").replace("yaml.cyaml.", "yaml.") for name in names}
    if bare & ANY_LOADERS:
        return Yaml(WARNING, f"with {min(bare & ANY_LOADERS)} {BUILDS}")
    if bare and bare <= FULL_LOADERS | SAFE_LOADERS:
        return FULL
    if isinstance(loader, ast.Name) and any(b.kind == "definition" for b, _ in lookup(loader.id, load.view)):
        return OWN
    return UNTOLD


def _loaders(node: ast.expr, view: View) -> frozenset[str]:
    """The loader classes that an expression may be; a default of getattr counts."""
    names = qualify(node, view)
    if isinstance(node, ast.Call) and len(node.args) == 3 and names:
        return names | qualify(node.args[2], view)
    return names
