# SPDX-License-Identifier: Apache-2.0
"""The memories of a `.wasm`: its import and memory sections, reached by seeking; code is never read.

Format: WebAssembly core specification, chapter "Binary Format", with the threads (shared), memory64,
multi-memory, custom-page-sizes, exception-handling (tag) and compact-import-section extensions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhooks.checks.wasm_memory.memory import ABSENT, KNOWN, Limits
from mlhooks.checks.wasm_memory.units import PAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAGIC = b"\0asm"
VERSION = b"\x01\0\0\0"
COMPONENT = b"\x01\0"  # the upper half of the version field of a component
IMPORT, MEMORY, EXPORT = 2, 5, 7
# Position of each known section in the order that the specification fixes; custom sections (0) are free.
ORDER = {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 13: 6, 14: 7, 6: 8, 7: 9, 8: 10, 9: 11, 12: 12, 10: 13, 11: 14}
HAS_MAXIMUM, SHARED, WIDE, PAGE_SIZE = 1, 2, 4, 8
EACH, SAME = 0x7F, 0x7E  # behind an empty name: a list of imports, or of names of imports of one type
OBJECT = (
    "env.__linear_memory"  # what object files import in the place of a memory (tool conventions, "Linking")
)
SECTIONS = 100_000  # a module of more is not followed further
ENTRIES = 100_000  # of imports or memories: the engines' own limit on imports
WINDOW = 1 << 16  # bytes read at a time


class MalformedError(Exception):
    """The module breaks off or breaks a rule of the format at `offset` (bytes from the file's start)."""

    def __init__(self, offset: int, reason: str) -> None:
        super().__init__(f"{reason} at byte {offset}")
        self.offset = offset
        self.reason = reason


class TooManyError(Exception):
    """More sections or entries than are followed."""


class Found(NamedTuple):
    """One memory: its number, the byte offset of its limits, and "module.name" when it is imported."""

    number: int
    offset: int
    imported: str
    limits: Limits


class Reader:
    """Bytes [at, end) of the file through a window. Raises MalformedError where they run out."""

    def __init__(self, read_at: Callable[[int, int], bytes], at: int, end: int) -> None:
        self.at = at
        self.end = end
        self._read_at = read_at
        self._window = b""
        self._start = 0

    def byte(self) -> int:
        """The next byte."""
        if self.at >= self.end:
            raise MalformedError(self.at, "breaks off")
        if not self._start <= self.at < self._start + len(self._window):
            self._start = self.at
            self._window = self._read_at(self.at, min(WINDOW, self.end - self.at))
            if not self._window:
                raise MalformedError(self.at, "breaks off")
        self.at += 1
        return self._window[self.at - 1 - self._start]

    def leb(self, bits: int) -> int:
        """An unsigned LEB128 number of at most `bits` bits."""
        start, value, shift = self.at, 0, 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
            if shift >= bits:
                raise MalformedError(start, "number is too long")
        if value >> bits:
            raise MalformedError(start, "number is too large")
        return value

    def skip(self, count: int) -> None:
        """Pass over `count` bytes."""
        if count > self.end - self.at:
            raise MalformedError(self.at, f"breaks off inside a name of {count} bytes")
        self.at += count

    def name(self) -> str:
        """A length and that many bytes of UTF-8; at most 64 of them are returned."""
        count = self.leb(32)
        start = self.at
        self.skip(count)
        return self._read_at(start, min(count, 64)).decode("utf-8", "replace")


def memories(read_at: Callable[[int, int], bytes], size: int) -> Iterator[Found]:
    """The memories of a module, imported ones first. Empty for a component, and for an object file, whose
    limits are those that the linker is told.

    Raises MalformedError, TooManyError and OSError, after the memories found until then.
    """
    head = read_at(0, 8)
    if head[:4] != MAGIC[: len(head)]:
        raise MalformedError(0, "does not begin with \\0asm, so it is no WebAssembly module:")
    if len(head) < 8:
        raise MalformedError(len(head), "breaks off in its header")
    if head[6:8] == COMPONENT:
        return
    if head[4:8] != VERSION:
        raise MalformedError(4, f"has version {int.from_bytes(head[4:8], 'little')}, engines know 1,")
    number = 0
    for kind, reader in _sections(read_at, size):
        for found in _section(kind, reader):
            if found.imported != OBJECT:
                yield found._replace(number=number)
            number += 1


def exports(read_at: Callable[[int, int], bytes], size: int) -> dict[int, list[str]]:
    """The names under which each memory, by its number, is exported. Empty for a component.

    Raises MalformedError, TooManyError and OSError.
    """
    found: dict[int, list[str]] = {}
    if read_at(6, 2) == COMPONENT:
        return found
    for kind, reader in _sections(read_at, size):
        if kind != EXPORT:
            continue
        count = reader.leb(32)
        if count > ENTRIES:
            raise TooManyError
        for _ in range(count):
            name, what, number = reader.name(), reader.byte(), reader.leb(32)
            if what == 2:
                found.setdefault(number, []).append(name)
    return found


def _sections(read_at: Callable[[int, int], bytes], size: int) -> Iterator[tuple[int, Reader]]:
    at, last = 8, 0
    for _ in range(SECTIONS):
        if at >= size:
            return
        header = Reader(read_at, at, min(size, at + 11))
        kind = header.byte()
        length = header.leb(32)
        if kind and ORDER.get(kind, 0) <= last:
            known = "stands twice or out of order" if kind in ORDER else "is unknown"
            raise MalformedError(at, f"section {kind} {known}")
        last = ORDER.get(kind, last)
        if length > size - header.at:
            missing = length - (size - header.at)
            raise MalformedError(
                at, f"breaks off: {missing} of {length} bytes are missing from section {kind}"
            )
        yield kind, Reader(read_at, header.at, header.at + length)
        at = header.at + length
    raise TooManyError


def _section(kind: int, reader: Reader) -> Iterator[Found]:
    if kind not in (IMPORT, MEMORY):
        return
    count = reader.leb(32)
    if count > ENTRIES:
        raise TooManyError
    if kind == IMPORT:
        yield from _imports(reader, count)
    else:
        for _ in range(count):
            yield Found(0, reader.at, "", _memory(reader))
    if reader.at != reader.end:
        raise MalformedError(reader.at, f"section {kind} is longer than its content,")


def _imports(reader: Reader, count: int) -> Iterator[Found]:
    """The memories among the imports, each of which is one or a group of the same module.

    The specification counts groups; wabt 1.0.42 writes the number of all imports, so that either will do.
    """
    left, passed = ENTRIES, 0
    for _ in range(count):
        if passed == count and reader.at == reader.end:
            return
        module, name = reader.name(), reader.name()
        kind = reader.byte()
        if name or kind not in (EACH, SAME):
            reader.at -= 1
            yield from _import(reader, f"{module}.{name}")
            passed += 1
            continue
        found = [] if kind == EACH else list(_import(reader, ""))
        items = reader.leb(32)
        left, passed = left - items, passed + items
        if left < 0:
            raise TooManyError
        for _ in range(items):
            full = f"{module}.{reader.name()}"
            if kind == EACH:
                yield from _import(reader, full)
            else:
                yield from (one._replace(imported=full) for one in found)


def _import(reader: Reader, name: str) -> Iterator[Found]:
    """Pass over the type of an import; the memory, if it is one."""
    start = reader.at
    kind = reader.byte()
    if kind == 0:
        reader.leb(32)
    elif kind == 1:
        _type(reader)
        _limits(reader, "table")
    elif kind == 2:
        yield Found(0, start + 1, name, _memory(reader))
    elif kind == 3:
        _type(reader)
        reader.byte()
    elif kind == 4:
        reader.byte()
        reader.leb(32)
    else:
        raise MalformedError(start, f"unknown kind of import {kind}")


def _type(reader: Reader) -> None:
    """Pass over a value type: one byte, or 0x63 / 0x64 (a reference) and a signed LEB128 heap type."""
    if reader.byte() in (0x63, 0x64):
        for _ in range(5):
            if reader.byte() < 0x80:
                break


def _limits(reader: Reader, what: str) -> tuple[int, int, int | None, int]:
    """Flags, minimum, maximum and page size in bytes. The flags are one byte, no LEB128 number."""
    start = reader.at
    flags = reader.byte()
    if flags > (15 if what == "memory" else 7):
        raise MalformedError(start, f"malformed {what} limits flag {flags}")
    bits = 64 if flags & WIDE else 32
    least = reader.leb(bits)
    most = reader.leb(bits) if flags & HAS_MAXIMUM else None
    page = PAGE
    if flags & PAGE_SIZE:
        at = reader.at
        power = reader.leb(32)
        if power not in (0, 16):
            raise MalformedError(at, f"malformed page size 2^{power}")
        page = 1 << power
    return flags, least, most, page


def _memory(reader: Reader) -> Limits:
    flags, least, most, page = _limits(reader, "memory")
    bound = ABSENT if most is None else KNOWN
    return Limits(least, most, bound, bool(flags & SHARED), bool(flags & WIDE), page, binary=True)
