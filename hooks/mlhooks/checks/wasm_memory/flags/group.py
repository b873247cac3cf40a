# SPDX-License-Identifier: Apache-2.0
"""What the families of syntax hand to the judgement: flags that are read together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mlhooks.core.regions import Region

EMCC, LINKER, ASC, NAPI, ZIG, GRAIN = "emcc", "linker", "asc", "napi", "zig", "grain"
IN_PAGES = (ASC, NAPI, GRAIN)
MAXIMUM, INITIAL, GROWTH, SHARED, FIXED, IMPORTED = (
    "maximum",
    "initial",
    "growth",
    "shared",
    "fixed",
    "imported",
)


EVERYWHERE = "LDFLAGS"  # the key of flags that hold for every target of the file


class Group(NamedTuple):
    """The range [start, end) of one command, list or target in the masked text. Groups of one `key` are
    one target; "" stands alone. `around`: where the names of other groups stand, when not in the range."""

    start: int
    end: int
    key: str = ""
    around: tuple[int, int] | None = None


class Flag(NamedTuple):
    """One memory flag: the tool whose it is, what it sets, its value as written ("" without one), and its
    range in the text."""

    tool: str
    sets: str
    value: str
    start: int
    end: int


_NAMES = {
    b"ALLOW_MEMORY_GROWTH": GROWTH,
    b"MAXIMUM_MEMORY": MAXIMUM,
    b"WASM_MEM_MAX": MAXIMUM,
    b"BINARYEN_MEM_MAX": MAXIMUM,
    b"INITIAL_MEMORY": INITIAL,
    b"TOTAL_MEMORY": INITIAL,
    b"SHARED_MEMORY": SHARED,
    b"USE_PTHREADS": SHARED,
}
# What may stand between `-s` and its setting: nothing, blanks, or the end and beginning of two list items.
_EMCC = re.compile(
    rb"(?<![\w-])-s[\s\"',]{0,200}("
    + b"|".join(_NAMES)
    + rb")(?!\w)(?:\s{0,4}=\s{0,4}(\$\(\w{1,80}\)\w{0,2}|[^\s\"',;\\)\]]{0,80}))?"
)
_LINKER = re.compile(
    rb"(?<![\w-])--(max-memory|initial-memory|initial-heap|shared-memory|no-growable-memory|import-memory)"
    rb"(?![\w-])(?:[\"']?[=,\s][\s\"']{0,8}([$\w{}().]{1,80}))?"
)
_LINKED = {
    b"max-memory": MAXIMUM,
    b"initial-memory": INITIAL,
    b"initial-heap": INITIAL,
    b"shared-memory": SHARED,
    b"no-growable-memory": FIXED,
    b"import-memory": IMPORTED,
}
_ASC = re.compile(
    rb"(?<![\w-])--(maximumMemory|initialMemory|sharedMemory)(?!\w)(?:[\"']?[=,\s][\s\"']{0,8}([$\w{}().]{1,80}))?"
)
_GRAIN = re.compile(
    rb"(?<![\w-])--(maximum|initial)-memory-pages(?!\w)(?:[\"']?[=,\s][\s\"']{0,8}([$\w{}().]{1,80}))?"
)
_GRAINS = {b"maximum": MAXIMUM, b"initial": INITIAL}
# What every form begins with; where it is not found, no flag is written.
FLAG = re.compile(
    rb"(?<![\w-])-s[\s\"',]{0,200}(?:" + b"|".join(_NAMES) + rb")(?!\w)"
    rb"|(?<![\w-])--(?:(?:max|initial)-memory|(?:maximum|initial)(?:Memory|-memory-pages))(?![\w-])"
)
_ASSEMBLED = {b"maximumMemory": MAXIMUM, b"initialMemory": INITIAL, b"sharedMemory": SHARED}
# `--max-memory` alone is an option of many programs; beside one of these it is the linker's.
_WASM = re.compile(
    rb"-Wl,|link-args?=|wasm|wasi|-Xlinker|emcc|em\+\+|--initial-memory|--import-memory|--no-entry",
    re.IGNORECASE,
)
# emcc makes shared memory for threads; for atomics rustc links one with a maximum of its own.
_THREADS = ((EMCC, re.compile(rb"(?<![\w-])-pthread(?!\w)")), (LINKER, re.compile(rb"\+atomics\b")))


def flags(text: bytes, group: Group) -> list[Flag]:
    """The memory flags written in a group, in order. Linear."""
    body = text[group.start : group.end]
    found = [_flag(EMCC, _NAMES[match[1]], match, group.start) for match in _EMCC.finditer(body)]
    if _WASM.search(body):
        found += [_flag(LINKER, _LINKED[match[1]], match, group.start) for match in _LINKER.finditer(body)]
    found += [_flag(ASC, _ASSEMBLED[match[1]], match, group.start) for match in _ASC.finditer(body)]
    found += [_flag(GRAIN, _GRAINS[match[1]], match, group.start) for match in _GRAIN.finditer(body)]
    for tool, pattern in _THREADS if found else ():
        match = pattern.search(body)
        if match is not None:
            found.append(Flag(tool, SHARED, "", group.start + match.start(), group.start + match.end()))
    return sorted(found, key=lambda flag: flag.start)


def _flag(tool: str, sets: str, match: re.Match[bytes], start: int) -> Flag:
    bare = match[2] is None or (sets in (SHARED, FIXED, IMPORTED) and tool == LINKER)
    value = "" if bare else match[2].decode("utf-8", "replace").rstrip("`>")
    if "{" not in value:
        value = value.rstrip("}")  # of `${THREADS:+ -sX=1}`, which is around the flag
    return Flag(tool, sets, value, start + match.start(), start + (match.end(1) if bare else match.end()))


def masked(region: Region) -> bytes:
    """The text with its comments, and the ends of continued lines, turned into blanks of the same length."""
    from mlhooks.core.comments import comments

    text = bytearray(region.text)
    for comment in comments(_COMMENTED.get(region.language, region.language), region.text):
        piece = region.text[comment.start : comment.end]
        text[comment.start : comment.end] = bytes(b if b in b"\r\n" else 32 for b in piece)
    return _CONTINUED.get(region.language, _BACKSLASH).sub(lambda match: b" " * len(match[0]), bytes(text))


_COMMENTED = {"gn": "toml", "lines": "zig"}  # languages whose comments are written as in another
_BACKSLASH = re.compile(rb"\\[ \t]{0,8}\r?\n")
_CONTINUED = {"powershell": re.compile(rb"`[ \t]{0,8}\r?\n"), "batch": re.compile(rb"\^[ \t]{0,8}\r?\n")}
