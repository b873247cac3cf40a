# SPDX-License-Identifier: Apache-2.0
"""Imports run one way: cli -> engine, report, fix -> registry -> checks, adapters -> core."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import mlhooks

ROOT = Path(mlhooks.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))

# For each room, what it may import of ours; a check or an adapter also of its own folder.
ALLOWED = {
    "core": {"core"},
    "checks": {"core"},
    "adapters": {"core"},
    "registry": {"core", "checks", "adapters"},
    "index": {"core"},
    "triggers": {"core"},
    "own": {"core", "config"},
    "config": {"core", "registry", "config", "index", "veil"},
    "report": {"core", "report"},
    "fix": {"core"},
    "foreign": set(),
    "suppress": {"core", "foreign", "extents", "marks"},
    "marks": {"core", "foreign"},
    "extents": {"core"},
    "baseline": {"core", "config"},
    "hints": {"core"},
    "errors": set(),
    "listing": {"core", "errors"},
    "changes": {"core", "errors"},
    "staged": {"core", "errors"},
    "redact": {"core", "registry"},
    "veil": {"core", "registry", "index", "triggers"},
    "quote": {"core"},
    "clean": {"core", "foreign", "quote", "redact", "veil"},
    "stale": {"core", "baseline", "hints"},
    "about_marks": {"core", "registry"},
    "trees": {"core", "baseline", "stale", "registry"},
    "awake": {
        "trees",
        "about_marks",
        "errors",
        "stale",
        "clean",
        "core",
        "config",
        "registry",
        "suppress",
        "baseline",
        "engine",
    },
    "deep": {"awake", "trees", "core", "engine", "errors", "finish", "hints", "hook", "registry", "result"},
    "result": set(),
    "engine": {
        "errors",
        "core",
        "config",
        "index",
        "triggers",
        "own",
        "awake",
        "trees",
        "workers",
        "result",
        "places",
    },
    "places": {"core", "config", "index", "own"},
    "workers": {"engine", "config", "result", "core", "errors"},
}


def room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The modules of ours that a file imports, those for annotations only left out."""
    found = set()
    for node in _without_type_checking(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "mlhooks":
            names = [f"mlhooks.{a.name}" for a in node.names] if node.module == "mlhooks" else [node.module]
            found |= {name for name in names if name != "mlhooks.__version__"}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.split(".")[0] == "mlhooks"}
    return found


def _without_type_checking(tree: ast.AST):
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        yield from _without_type_checking(node)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_follow_the_arrow(path):
    allowed = ALLOWED.get(room(path))
    if allowed is None:
        return
    for module in imported(path):
        target = module.split(".")[1]
        own = room(path) in ("checks", "adapters") and module.startswith(
            ".".join(["mlhooks", *path.relative_to(ROOT).parts[:2]])
        )
        assert target in allowed or own, f"{path.relative_to(ROOT)} imports {module}"


def test_the_arrow_is_not_empty():
    assert "mlhooks.core.rule" in imported(ROOT / "registry.py")


def test_only_two_modules_start_processes():
    starts = re.compile(r"^\s*(import|from) (subprocess|multiprocessing)\b", re.MULTILINE)
    starters = [p.name for p in MODULES if starts.search(p.read_text(encoding="utf-8"))]
    assert sorted(starters) == ["child.py", "git.py"]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_mutable_is_written_at_module_level(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {
        n.id for s in tree.body if isinstance(s, ast.Assign) for n in s.targets if isinstance(n, ast.Name)
    }
    for function in ast.walk(tree):
        if isinstance(function, ast.Global):
            raise AssertionError(f"global {function.names} in {path}")
        if isinstance(function, (ast.Assign, ast.AugAssign)) and function not in tree.body:
            targets = function.targets if isinstance(function, ast.Assign) else [function.target]
            for target in targets:
                if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
                    assert target.value.id not in names or target.value.id.islower(), ast.unparse(function)
