# SPDX-License-Identifier: Apache-2.0
"""What `mlhooks inspect` tells of a module: its memories, binary or text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhooks.checks.wasm_memory import wat
from mlhooks.checks.wasm_memory.binary import (
    COMPONENT,
    MAGIC,
    MalformedError,
    TooManyError,
    exports,
    memories,
)
from mlhooks.checks.wasm_memory.units import PAGE, size
from mlhooks.core.check import NotInspected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhooks.checks.wasm_memory.memory import Limits
    from mlhooks.core.source import Source

SHOWN = 20  # names of one memory; a module may export it under any number


def inspect(source: Source) -> Iterator[tuple[str, str]]:
    """The kind of the file, then one row for each memory. Raises NotInspected and OSError."""
    if source.path.lower().endswith((".wat", ".wast")) and not source.head.startswith(MAGIC):
        yield from _text(source)
    elif source.head[:4] == MAGIC and source.head[6:8] == COMPONENT:
        yield "kind", "WebAssembly component; the memories are those of the modules inside it"
    else:
        yield "kind", f"WebAssembly module, {source.size} bytes"
        yield from _binary(source)


def _text(source: Source) -> Iterator[tuple[str, str]]:
    if source.data is None:
        raise NotInspected("the text is too large to read")
    yield "kind", f"WebAssembly text, {source.size} bytes"
    found = list(wat.memories(source.data))
    for one in found:
        names = [f"imported {one.imported}"] if one.imported else []
        yield f"memory {one.number}", _row(one.limits, [*names, f"line {source.line_of(one.start)}"])
    if not found:
        yield "memories", "none"


def _binary(source: Source) -> Iterator[tuple[str, str]]:
    try:
        found = list(memories(source.read_at, source.size))
        names = exports(source.read_at, source.size)
    except MalformedError as error:
        raise NotInspected(f"{error}; no engine compiles this module") from error
    except TooManyError as error:
        raise NotInspected("has more sections or imports than are followed") from error
    for one in found:
        links = [f"imported {one.imported}"] if one.imported else []
        exported = names.get(one.number, [])
        links += [f"exported {name}" for name in exported[:SHOWN]]
        if len(exported) > SHOWN:
            links.append(f"and {len(exported) - SHOWN} more names")
        yield f"memory {one.number}", _row(one.limits, [*links, f"limits at byte {one.offset}"])
    if not found:
        yield "memories", "none"


def _row(limits: Limits, more: list[str]) -> str:
    """The limits in bytes and pages, and what else is known."""
    parts = [
        f"initial {_amount(limits.initial, limits.page)}",
        f"maximum {_amount(limits.maximum, limits.page)}",
    ]
    parts.append("shared" if limits.shared else "not shared")
    parts.append("64-bit" if limits.wide else "32-bit")
    parts.append(f"page size {limits.page}{'' if limits.page == PAGE else ' (custom)'}")
    return ", ".join([*parts, *more])


def _amount(pages: int | None, page: int) -> str:
    if pages is None:
        return "none"
    count = pages * page
    return f"{count} bytes ({size(count)}, {pages} page{'' if pages == 1 else 's'})"
