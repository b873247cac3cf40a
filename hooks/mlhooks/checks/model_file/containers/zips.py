# SPDX-License-Identifier: Apache-2.0
"""Zip archives: torch's checkpoints, .npz, .keras, .pt2 and any other, read by their central directory.

Format: PKWARE APPNOTE 6.3.10. Readers differ in what they believe, the central directory or the local
headers: where the two differ, the archive is inconsistent, and both readings are examined.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, NamedTuple

from mlhooks.checks.model_file.reader import WINDOW, Part, UnreadableError
from mlhooks.checks.model_file.unpack import Unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhooks.checks.model_file.budget import Budget
    from mlhooks.checks.model_file.reader import Reader

LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
END64, LOCATOR = b"PK\x06\x06", b"PK\x06\x07"
TAIL = 22 + 65535  # bytes in which the end record must begin
ENCRYPTED, DESCRIPTOR = 1, 8
METHODS = {0: "", 8: "deflate", 12: "bzip2"}
FULL = 0xFFFFFFFF


class Member(NamedTuple):
    """One entry of the central directory; `offset` is that of its local header."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int


class End(NamedTuple):
    """Where the central directory stands: entries, its size and offset, bytes in front of the archive, and
    whether the comment ends with the file."""

    entries: int
    size: int
    offset: int
    before: int
    exact: bool


def find_end(reader: Reader, *, whole: bool = False) -> End | None:
    """The last end record; None where there is none, so that this is no zip or one that breaks off.

    `whole`: only one whose comment ends with the file, for content that does not begin as a zip.
    """
    start = max(0, reader.size - TAIL)
    tail = reader.read_at(start, TAIL)
    at = tail.rfind(END)
    while at >= 0:
        record = tail[at : at + 22]
        if len(record) == 22:
            exact = int.from_bytes(record[20:22], "little") == len(tail) - at - 22
            return _end(reader, record, start + at, exact) if exact or not whole else None
        at = tail.rfind(END, 0, at)
    return None


def _end(reader: Reader, record: bytes, at: int, exact: bool) -> End:
    entries = int.from_bytes(record[10:12], "little")
    size = int.from_bytes(record[12:16], "little")
    offset = int.from_bytes(record[16:20], "little")
    end = at
    locator = reader.read_at(at - 20, 20) if at >= 20 else b""
    if locator[:4] == LOCATOR:
        wide = reader.read_at(int.from_bytes(locator[8:16], "little"), 56)
        if wide[:4] == END64:
            entries = int.from_bytes(wide[32:40], "little")
            size = int.from_bytes(wide[40:48], "little")
            offset = int.from_bytes(wide[48:56], "little")
            end = int.from_bytes(locator[8:16], "little")
    return End(entries, size, offset, max(0, end - size - offset), exact)


def members(reader: Reader, end: End, budget: Budget) -> Iterator[Member]:
    """The entries of the central directory, in its order. Raises UnreadableError, OverLimitError."""
    budget.spend_members(end.entries)
    at = end.offset + end.before
    for _ in range(end.entries):
        fixed = reader.read_at(at, 46)
        if len(fixed) < 46 or fixed[:4] != CENTRAL:
            raise UnreadableError(at, "breaks off in its central directory")
        number = [int.from_bytes(fixed[i : i + 2], "little") for i in range(0, 46, 2)]
        lengths = number[14], number[15], number[16]
        names = reader.read_at(at + 46, lengths[0] + lengths[1])
        yield _member(fixed, names[: lengths[0]], names[lengths[0] :], end.before)
        at += 46 + sum(lengths)


def _member(fixed: bytes, name: bytes, extra: bytes, before: int) -> Member:
    packed, size = int.from_bytes(fixed[20:24], "little"), int.from_bytes(fixed[24:28], "little")
    offset = int.from_bytes(fixed[42:46], "little")
    wide = _wide(extra)
    if size == FULL and wide:
        size = wide.pop(0)
    if packed == FULL and wide:
        packed = wide.pop(0)
    if offset == FULL and wide:
        offset = wide.pop(0)
    flags, method = int.from_bytes(fixed[8:10], "little"), int.from_bytes(fixed[10:12], "little")
    crc = int.from_bytes(fixed[16:20], "little")
    return Member(name.decode("utf-8", "backslashreplace"), flags, method, crc, packed, size, offset + before)


def _wide(extra: bytes) -> list[int]:
    """The 64-bit numbers of the extra field 1, in order."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = (
            int.from_bytes(extra[at : at + 2], "little"),
            int.from_bytes(extra[at + 2 : at + 4], "little"),
        )
        if kind == 1:
            body = extra[at + 4 : at + 4 + length]
            return [int.from_bytes(body[i : i + 8], "little") for i in range(0, len(body) - 7, 8)]
        at += 4 + length
    return []


class Local(NamedTuple):
    """A member's own header: where its bytes begin, and in what it differs from the central directory."""

    start: int
    differs: str


def local(reader: Reader, member: Member) -> Local:
    """Read the local header of a member. Raises UnreadableError where there is none."""
    fixed = reader.read_at(member.offset, 30)
    if len(fixed) < 30 or fixed[:4] != LOCAL:
        raise UnreadableError(member.offset, "has no member where its directory says")
    lengths = int.from_bytes(fixed[26:28], "little"), int.from_bytes(fixed[28:30], "little")
    name = reader.read_at(member.offset + 30, lengths[0]).decode("utf-8", "backslashreplace")
    flags, method = int.from_bytes(fixed[6:8], "little"), int.from_bytes(fixed[8:10], "little")
    packed = int.from_bytes(fixed[18:22], "little")
    start = member.offset + 30 + sum(lengths)
    return Local(start, _difference(member, name, flags, method, packed))


def _difference(member: Member, name: str, flags: int, method: int, packed: int) -> str:
    if name != member.name:
        return "the name"
    if (flags ^ member.flags) & ENCRYPTED:
        return "the flag for encryption"
    if method != member.method:
        return "the method"
    described = flags & DESCRIPTOR and packed == 0
    return "" if described or packed in (member.packed, FULL) else "the size"


def content(reader: Reader, member: Member, start: int, budget: Budget) -> Reader:
    """The unpacked bytes of a member. Raises UnreadableError for a method that is not read."""
    packed = Part(reader, start, member.packed)
    if member.method == 0:
        return packed
    kind = METHODS.get(member.method)
    if kind is None:
        raise UnreadableError(member.offset, f"is packed by method {member.method}, which is not read,")
    return Unpacked(packed, kind, budget, member.size)


def sum_is_right(inside: Reader, member: Member, budget: Budget) -> bool:
    """Whether the content has the checksum and the size that the directory gives."""
    crc, at = 0, 0
    while piece := inside.read_at(at, WINDOW):
        crc = zlib.crc32(piece, crc)
        at += len(piece)
        if member.method == 0:
            budget.spend_unpacked(len(piece), at)
    return crc == member.crc and at == member.size


def overlap(found: list[Member], size: int) -> bool:
    """Whether two members share bytes, or one reaches beyond the file."""
    last = 0
    for member in sorted(found, key=lambda one: one.offset):
        if member.offset < last:
            return True
        last = member.offset + 30 + len(member.name.encode("utf-8", "replace")) + member.packed
    return last > size
