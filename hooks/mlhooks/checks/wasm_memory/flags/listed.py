# SPDX-License-Identifier: Apache-2.0
"""Flags in lists and strings: Python, build.rs, TOML and JSON."""

from __future__ import annotations

import ast
import re
import warnings
from typing import TYPE_CHECKING

from mlhooks.checks.wasm_memory.flags import cmake
from mlhooks.checks.wasm_memory.flags.group import Group

if TYPE_CHECKING:
    from collections.abc import Iterator

FLAG = re.compile(r"-s[\s\"',]{0,99}[A-Z]|MEMORY|WASM_MEM_MAX|-memory\b")
SPOKEN = frozenset(
    {"print", "warn", "debug", "info", "warning", "error", "log", "echo", "fail", "skip", "help"}
)
EXPECTING = ("expect", "assert")  # of tests: what is expected to fail, or in what is printed
SIMPLE = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.Return)  # statements without others in them
LISTS = (ast.List, ast.Tuple, ast.Set)
CMAKE = re.compile(
    rb"\b(?:target_link_options|set_target_properties|add_executable|cmake_minimum_required|project)\s{0,9}\("
)
_TABLE = re.compile(rb"^[ \t]*\[{1,2}[^\[\]\n]{1,400}\]{1,2}[ \t]*\r?$", re.MULTILINE)
_JSON = re.compile(rb'"(?:[^"\\\n]|\\.)*"')


def python(text: bytes) -> Iterator[Group]:
    """The outermost list around each flag in a Python program; a string alone is a group of its own."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    starts = [0, *(match.end() for match in re.finditer(rb"\r\n?|\n", text))]
    todo: list[tuple[ast.AST, str, ast.AST]] = [(tree, "", tree)]
    while todo:
        node, key, around = todo.pop()
        if _silent(node):
            continue
        if isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
            key = _target(node)
        if isinstance(node, ast.keyword) and node.arg and node.arg.isupper():
            key = node.arg  # `env.Append(LINKFLAGS=[...])` of SCons
        if isinstance(node, SIMPLE):
            around = node
            if not any(_is_text(part) for part in ast.walk(node)):
                yield from _python_group(text, starts, node, key, node)
        if isinstance(node, LISTS) or _is_text(node):
            if any(_is_text(part) for part in ast.walk(node)):
                yield from _python_group(text, starts, node, key, around)
            continue
        if isinstance(node, ast.Call):
            key = _called(node.func)
        todo += [(child, key, around) for child in ast.iter_child_nodes(node)]


def _silent(node: ast.AST) -> bool:
    """Strings that are only said, compared or explained."""
    if isinstance(node, ast.Expr) and isinstance(node.value, (ast.Constant, ast.JoinedStr)):
        return True
    if isinstance(node, (ast.Raise, ast.Assert, ast.Compare)):
        return True
    if not isinstance(node, ast.Call):
        return False
    name = _name(node.func).lower()
    return name in SPOKEN or name.startswith(EXPECTING)


def _is_text(node: ast.AST) -> bool:
    if isinstance(node, ast.JoinedStr):
        return any(_is_text(value) for value in node.values)
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(FLAG.search(node.value))


def _name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _called(function: ast.AST) -> str:
    """`flags` of `flags.append(...)` and its kin: the same list as the one that is assigned to it."""
    if isinstance(function, ast.Attribute) and function.attr in ("append", "extend", "insert"):
        return _name(function.value)
    return ""


def _target(node: ast.Assign | ast.AugAssign | ast.AnnAssign) -> str:
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    return _name(target)


def _range(starts: list[int], node: ast.AST) -> tuple[int, int] | None:
    first, last = getattr(node, "lineno", 0), getattr(node, "end_lineno", 0)
    if not 0 < first <= last <= len(starts):
        return None
    start = starts[first - 1] + getattr(node, "col_offset", 0)
    return start, starts[last - 1] + getattr(node, "end_col_offset", 0)


def _python_group(
    text: bytes, starts: list[int], node: ast.AST, key: str, around: ast.AST
) -> Iterator[Group]:
    found = _range(starts, node)
    if found is None:
        return
    start, end = found
    if not isinstance(node, LISTS) and CMAKE.search(text, start, end):
        yield from cmake.commands(text, start, end)
    else:
        yield Group(start, end, key, _range(starts, around) if isinstance(around, SIMPLE) else None)


def toml(text: bytes) -> Iterator[Group]:
    """The tables of a masked TOML file."""
    at = 0
    for match in _TABLE.finditer(text):
        yield Group(at, match.start())
        at = match.start()
    yield Group(at, len(text))


def json(text: bytes) -> Iterator[Group]:
    """The strings of a JSON file, and each array as one."""
    at = 0
    for match in re.finditer(rb"\[[^\[\]{}]{0,20000}\]", text):
        yield from (Group(one.start(), one.end()) for one in _JSON.finditer(text, at, match.start()))
        yield Group(*match.span())
        at = match.end()
    yield from (Group(one.start(), one.end()) for one in _JSON.finditer(text, at))
