# SPDX-License-Identifier: Apache-2.0
"""What the policy says of the memory flags of one command, list or target.

Sources: emscripten's settings reference and `tools/link.py` (a size that is no multiple of a page ends the
link); lld's `wasm/Writer.cpp`, seen in lld 14: a size that is no multiple of a page, below what is needed or
above the width ends the link, and a shared memory without a maximum gets its initial size; AssemblyScript's
`asc` options; Grain's command line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mlhooks.checks.wasm_memory import rules
from mlhooks.checks.wasm_memory.flags.group import (
    ASC,
    EMCC,
    FIXED,
    GRAIN,
    GROWTH,
    IMPORTED,
    IN_PAGES,
    INITIAL,
    LINKER,
    MAXIMUM,
    NAPI,
    SHARED,
    ZIG,
    Flag,
)
from mlhooks.checks.wasm_memory.memory import KNOWN, Limits, Settings, Verdict, verdict
from mlhooks.checks.wasm_memory.units import GIB, PAGE, PAGES_32, measure, size
from mlhooks.core.rule import ERROR, NOTE, WARNING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIZE = re.compile(r"(0x[0-9a-f]{1,16}|[0-9]{1,18})([kmgt]?b)?", re.IGNORECASE)
_UNITS = {"": 1, "b": 1, "kb": 1 << 10, "mb": 1 << 20, "gb": 1 << 30, "tb": 1 << 40}
ADVICE = {
    EMCC: "-sMAXIMUM_MEMORY=N beside it",
    LINKER: "-Wl,--max-memory=N beside it (--max-memory=N for wasm-ld itself)",
    ASC: "--maximumMemory N beside it",
    GRAIN: "--maximum-memory-pages=N beside it",
    ZIG: "max_memory = N for the same step",
}
BYTES = "536870912 = 512 MiB, 1073741824 = 1 GiB; pick what your model needs"
PAGES = "8192 = 512 MiB, 16384 = 1 GiB; pick what your model needs"


class Said(NamedTuple):
    """A verdict, the flag at which it is reported, and what would settle it."""

    flag: Flag
    verdict: Verdict
    fix: str


def count(flag: Flag) -> int | None:
    """The bytes that a flag asks for; None when they are not written here."""
    match = _SIZE.fullmatch(flag.value)
    if match is None:
        return None
    unit = (match[2] or "").lower()
    if unit and flag.tool != EMCC:
        return None
    number = int(match[1], 16 if match[1][:2].lower() == "0x" else 10)
    return number * (PAGE if flag.tool in IN_PAGES else _UNITS[unit])


def judge(flags: list[Flag], told: Settings, *, wide: bool, stated: bool, emscripten: bool) -> Iterator[Said]:
    """Judge the flags of one target. `wide`: the file asks for 64-bit memories somewhere. `stated`: another
    place that may belong to this target states a maximum. `emscripten`: emcc links and states one itself."""
    for tool in (EMCC, LINKER, ASC, GRAIN, ZIG, NAPI):
        own = [flag for flag in flags if flag.tool == tool]
        if own:
            yield from _tool(tool, own, told, wide=wide, stated=stated, emscripten=emscripten)


def _tool(
    tool: str, flags: list[Flag], told: Settings, *, wide: bool, stated: bool, emscripten: bool
) -> Iterator[Said]:
    sets = {flag.sets: flag for flag in flags}
    shared = SHARED in sets and sets[SHARED].value not in ("0", "false")
    initials = [count(flag) for flag in flags if flag.sets == INITIAL]
    initial = initials[0] if len(initials) == 1 else None
    maximums = [flag for flag in flags if flag.sets == MAXIMUM]
    grows = GROWTH in sets and sets[GROWTH].value.lower() not in ("0", "false", "no")
    for flag in maximums:
        compared = initial if len(maximums) == 1 and (grows or tool != EMCC) else None
        yield from _maximum(flag, compared, shared, told, wide)
    if maximums or stated:
        return
    growing = [flag for flag in flags if flag.sets == GROWTH and _plain(flag)]
    if tool == EMCC and grows and growing:
        yield from (_implicit(flag, initial, shared, told) for flag in growing)
    elif tool == EMCC and initial is not None and GROWTH not in sets:
        yield from _maximum(sets[INITIAL], None, shared, told, wide)
    elif tool == NAPI:
        text = f"no maximum is stated, so napi-rs takes {measure(PAGES_32)}; phones kill the tab on the way"
        fix = f'"maximumMemory": N beside it   {PAGES}'
        yield Said(flags[0], Verdict(rules.IMPLICIT.id, NOTE, text), fix)
    elif tool == ASC and shared:
        text = "shared memory has no maximum; asc refuses it and nothing is built"
        yield Said(sets[SHARED], Verdict(rules.INVALID.id, ERROR, text), f"{ADVICE[ASC]}   {PAGES}")
    elif INITIAL in sets and not {SHARED, FIXED, IMPORTED} & set(sets) and not (tool == EMCC or emscripten):
        yield _unbounded(sets[INITIAL], initial)


def _plain(flag: Flag) -> bool:
    """Whether growth is certainly on: no value, or one that says so."""
    return flag.value.lower() in ("", "1", "true", "yes", "on")


def _maximum(flag: Flag, initial: int | None, shared: bool, told: Settings, wide: bool) -> Iterator[Said]:
    most = count(flag)
    name = _spelled(flag)
    if most is None:
        text = f"{name} cannot be resolved here, so nothing says how far this memory may grow"
        yield Said(flag, Verdict(rules.UNRESOLVED.id, NOTE, text), "")
        return
    refused = "the linker refuses it and nothing is built"
    if most % PAGE:
        text = f"{name} is no multiple of a page, 65536 bytes; {refused}"
        yield Said(
            flag, Verdict(rules.INVALID.id, ERROR, text), f"{most // PAGE * PAGE + PAGE} or another multiple"
        )
    elif most > PAGES_32 * PAGE and not wide:
        text = f"{name} is above the 4 GiB that a 32-bit memory can have; {refused}"
        yield Said(flag, Verdict(rules.INVALID.id, ERROR, text), "lower it to what your model needs")
    elif initial is not None and most < initial:
        text = f"{name} is below the initial {size(initial)}; {refused}"
        yield Said(
            flag, Verdict(rules.INVALID.id, ERROR, text), "a maximum that is not below the initial size"
        )
    else:
        found = verdict(Limits(None, most // PAGE, KNOWN, shared, wide, binary=True), told)
        if found is not None:
            yield Said(flag, found, "lower it")


def _implicit(flag: Flag, initial: int | None, shared: bool, told: Settings) -> Said:
    most = 4 * GIB if (initial or 0) > 2 * GIB else 2 * GIB
    fix = f"{ADVICE[EMCC]}   {BYTES}"
    if shared and told.mobile:
        found = verdict(Limits(None, most // PAGE, KNOWN, shared, binary=True), told)
        if found is not None:
            stated = "no maximum is stated, so emcc takes its own"
            return Said(flag, found._replace(because=f"{stated}; {found.because}"), fix)
    taken = measure(most // PAGE)
    text = f"may grow and no maximum is stated, so emcc takes {taken}; phones kill the tab on the way"
    if shared:
        text += "; iOS Safari refuses a shared maximum of this size"
    return Said(flag, Verdict(rules.IMPLICIT.id, NOTE, text), fix)


def _unbounded(flag: Flag, initial: int | None) -> Said:
    start = f"starts at {size(initial)}, " if initial else ""
    text = f"{start}has no maximum and may grow to 4 GiB; phones kill the tab on the way"
    because = (
        f"{_spelled(flag)} is written without a maximum, and the linker takes none of its own: "
        f"only the engine stops it, at {PAGES_32} pages"
    )
    sizes = PAGES if flag.tool in IN_PAGES else BYTES
    return Said(flag, Verdict(rules.UNBOUNDED.id, WARNING, text, because), f"{ADVICE[flag.tool]}   {sizes}")


def _spelled(flag: Flag) -> str:
    name = {EMCC: {MAXIMUM: "MAXIMUM_MEMORY", INITIAL: "INITIAL_MEMORY"}}.get(flag.tool, {}).get(flag.sets)
    name = name or {MAXIMUM: "the maximum", INITIAL: "an initial size"}[flag.sets]
    return f"{name} {flag.value}".rstrip()
