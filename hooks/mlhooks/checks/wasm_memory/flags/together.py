# SPDX-License-Identifier: Apache-2.0
"""Which flags are read together: those of one target, and those of the variables that it names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mlhooks.checks.wasm_memory.flags.constants import Constants
from mlhooks.checks.wasm_memory.flags.group import MAXIMUM, Flag, flags

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlhooks.checks.wasm_memory.flags.group import Group

# `$F`, `${F}`, `$(F)`, `$env:F`, `${F[@]}`, `@F` of PowerShell, `%F%` of batch files.
_NAMED = re.compile(rb"(?:\$[({]?(?:env:)?|(?<!\w)@)([A-Za-z_]\w{0,80})|%([A-Za-z_]\w{0,80})%")
_WORD = re.compile(rb"[A-Za-z_]\w{0,80}")
# What a tool reads by itself: a flag in one of these is a flag of every command of the file.
_EVERYWHERE = re.compile(
    r"(?:CMAKE_\w*LINKER_FLAGS|CMAKE_C\w*_FLAGS|EMCC_CFLAGS|EMCC_FORCE_STDLIBS|LDFLAGS|C(?:XX|PP)?FLAGS|RUSTFLAGS"
    r"|LINKFLAGS)\w{0,40}",
    re.IGNORECASE,
)
MOST = 2_000  # targets of one file that are followed; a file of more has each judged by its own flags
DEEP = 200  # variables that one target may name, themselves and through others


class Target(NamedTuple):
    """Flags that are reported together: those written in groups of one key (`own`, each with the group it
    stands in), those that count beside them (`beside`), and whether all that use it state a maximum."""

    key: str
    own: list[tuple[Flag, Group]]
    beside: list[Flag]
    stated: bool


class _Node:
    def __init__(self) -> None:
        self.own: list[tuple[Flag, Group]] = []
        self.names: set[str] = set()
        self.users: set[str] = set()


def targets(text: bytes, groups: Iterable[Group], *, words: bool) -> Iterator[Target]:
    """The targets of a masked text that have flags. `words`: variables stand in it without a sign, as in
    Python and meson."""
    nodes = _nodes(text, list(groups), words)
    everywhere = [flag for key, node in nodes.items() if _EVERYWHERE.fullmatch(key) for flag, _ in node.own]
    for key, node in nodes.items():
        if not node.own:
            continue
        users = _reached(nodes, key, "users") if len(nodes) <= MOST else {key}
        ends = [user for user in users if not nodes[user].users - {user}] or [key]
        reach = [_flags(nodes, end, everywhere) for end in ends[:DEEP]]
        stated = all(any(flag.sets == MAXIMUM for flag in found) for found in reach)
        own = {flag for flag, _ in node.own}
        beside = [flag for flag in reach[0] if flag not in own] if len(reach) == 1 else []
        yield Target(key, node.own, beside, stated)


def _nodes(text: bytes, groups: list[Group], words: bool) -> dict[str, _Node]:
    """Targets by key; groups without one stand alone under their offset."""
    known = {group.key for group in groups if group.key}
    nodes: dict[str, _Node] = {}
    constants = Constants(text)
    for group in groups:
        found = [flag._replace(value=constants.resolved(flag.value)) for flag in flags(text, group)]
        names = _names(text, group, known, words) - {group.key}
        if not (found or names or group.key):
            continue
        node = nodes.setdefault(group.key or f"@{group.start}", _Node())
        node.own += [(flag, group) for flag in found]
        node.names |= names
    for key, node in nodes.items():
        node.names &= nodes.keys()
        for name in node.names:
            nodes[name].users.add(key)
    return nodes


def _names(text: bytes, group: Group, known: set[str], words: bool) -> set[str]:
    start, end = group.around or (group.start, group.end)
    found = {match[1] or match[2] for match in _NAMED.finditer(text, start, end)}
    if words:
        found |= {match[0] for match in _WORD.finditer(text, start, end)}
    return {name.decode() for name in found} & known


def _reached(nodes: dict[str, _Node], key: str, side: str) -> set[str]:
    seen, todo = {key}, [key]
    while todo and len(seen) < DEEP:
        for name in getattr(nodes[todo.pop()], side):
            if name not in seen:
                seen.add(name)
                todo.append(name)
    return seen


def _flags(nodes: dict[str, _Node], key: str, everywhere: list[Flag]) -> list[Flag]:
    names = _reached(nodes, key, "names") if len(nodes) <= MOST else {key}
    found = {flag for name in names for flag, _ in nodes[name].own} | set(everywhere)
    return sorted(found, key=lambda flag: flag.start)
