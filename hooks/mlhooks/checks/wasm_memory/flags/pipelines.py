# SPDX-License-Identifier: Apache-2.0
"""YAML that builds: pipelines, recipes, environments, lists of flags."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhooks.checks.wasm_memory.flags.commands import PLAIN, SHELL, group, split
from mlhooks.checks.wasm_memory.flags.group import FLAG, Group

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCK = re.compile(
    rb"^([ \t]{0,200})(?:- )?[\"']?([\w.-]{1,80})[\"']?:[ \t]{1,9}([>|])[-+0-9]{0,3}[ \t]*$", re.M
)
# Items of one list that begin with a sign, one under the other.
_ITEMS = re.compile(rb"(?:^[ \t]{0,200}- {1,9}[\"']?-[^\n]*(?:\n|\Z))+", re.M)
_VALUE = re.compile(rb"\s{0,200}(?:- )?([A-Z][A-Z0-9_]{0,80}):[ \t]{1,9}[\"']?[^\s\"']")
STEPS = 100  # environments of steps in one file; the rest count for themselves
NEAR = 20_000  # bytes before a key in which its step is looked for
RUN = (b"run", b"script", b"before_script", b"command", b"cmd")


def commands(text: bytes) -> Iterator[Group]:
    """The groups of a masked text; the environment of a step is one with the commands of that step."""
    found = list(_commands(text))
    steps: dict[int, tuple[int, int]] = {}
    for one in found:
        if (
            len(steps) < STEPS
            and _VALUE.match(text, one.start, one.end)
            and FLAG.search(text, one.start, one.end)
        ):
            step = _step(text, one.start)
            if step is not None:
                steps[one.start] = step
    for one in found:
        if one.start in steps or not one.key:
            start = next((start for start, end in steps.values() if start <= one.start < end), None)
            one = one if start is None else one._replace(key=f"step@{start}")
        yield one


def _step(text: bytes, at: int) -> tuple[int, int] | None:
    """The item of a list around the key whose line begins before `at`; None for a key of no item."""
    lines = text[max(0, at - NEAR) : at + 1].split(b"\n")
    start = at + 1 - len(lines[-1])
    depth = _indent(text[start : start + 400])
    for line in reversed(lines[:-1]):
        start -= len(line) + 1
        inner = _indent(line)
        if not line.strip() or inner >= depth:
            continue
        if line.lstrip().startswith(b"- "):
            return start, _block_end(text, start, inner)
        depth = inner
    return None


def _indent(line: bytes) -> int:
    return len(line) - len(line.lstrip(b" "))


def _commands(text: bytes) -> Iterator[Group]:
    """Lines; a block of a key which runs nothing, a folded one, and a list of flags are each one group."""
    at = 0
    for start, end, block in _blocks(text):
        yield from _lines(text, at, start)
        if block is None:
            yield Group(start, end)
        elif block[3] == b"|" and block[2] in RUN:
            yield from split(text, start, end, SHELL)
        else:
            yield from _named(text, start, end, block[2])
        at = end
    yield from _lines(text, at, len(text))


def _blocks(text: bytes) -> Iterator[tuple[int, int, re.Match[bytes] | None]]:
    """The ranges that are read in their own way, in order: block scalars, and lists (None)."""
    at = 0
    lists = [match.span() for match in _ITEMS.finditer(text)]
    lists.reverse()
    for match in _BLOCK.finditer(text):
        while lists and lists[-1][0] < match.start():
            start, end = lists.pop()
            if start >= at:
                yield start, end, None
                at = end
        if match.start() >= at:
            end = _block_end(text, match.end(), len(match[1]))
            yield match.end(), end, match
            at = end
    yield from ((start, end, None) for start, end in reversed(lists) if start >= at)


def _lines(text: bytes, start: int, end: int) -> Iterator[Group]:
    for found in split(text, start, end, PLAIN):
        said = _VALUE.match(text, found.start, found.end)
        yield found if found.key or not said else found._replace(key=said[1].decode())


def _named(text: bytes, start: int, end: int, name: bytes) -> Iterator[Group]:
    for found in group(text, start, end):
        yield found._replace(key=name.decode() if name.isupper() else "")


def _block_end(text: bytes, at: int, indent: int) -> int:
    """Where the lines end that stand deeper than `indent` columns."""
    at = text.find(b"\n", at) + 1 or len(text)
    while at < len(text):
        end = text.find(b"\n", at) + 1 or len(text)
        line = text[at:end]
        if line.strip() and len(line) - len(line.lstrip()) <= indent:
            break
        at = end
    return at
