# SPDX-License-Identifier: Apache-2.0
"""Tar archives: headers of 512 bytes, members by range.

Format: POSIX.1-1988 ustar with GNU's base-256 sizes; long names only shorten what is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhooks.checks.model_file.reader import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhooks.checks.model_file.budget import Budget
    from mlhooks.checks.model_file.reader import Reader

BLOCK = 512
FILES = b"0\0007"  # plain files, by their type flag


class Member(NamedTuple):
    """A plain file in the archive."""

    name: str
    start: int
    size: int


def is_tar(head: bytes) -> bool:
    """Whether these first 512 bytes are a header whose checksum is right."""
    if len(head) < BLOCK or not head[0]:
        return False
    stored = _number(head[148:156])
    blank = head[:148] + b" " * 8 + head[156:BLOCK]
    return stored is not None and stored == sum(blank)


def _number(field: bytes) -> int | None:
    if field[:1] in (b"\x80", b"\xff"):
        return int.from_bytes(field[1:], "big")
    digits = field.split(b"\0", 1)[0].strip()
    try:
        return int(digits, 8) if digits else 0
    except ValueError:
        return None


def members(reader: Reader, budget: Budget) -> Iterator[Member]:
    """The plain files. Raises UnreadableError where a header is damaged or the content breaks off."""
    at = 0
    while True:
        head = reader.read_at(at, BLOCK)
        if not head.strip(b"\0"):
            return
        if not is_tar(head):
            raise UnreadableError(at, "has a damaged header")
        size = _number(head[124:136])
        if size is None or size < 0:
            raise UnreadableError(at, "has a member of no size")
        budget.spend_members(1)
        if size and not reader.read_at(at + BLOCK + size - 1, 1):
            raise UnreadableError(at, "breaks off in a member")
        if head[156:157] in (b"0", b"\0", b"7"):
            prefix = head[345:500].split(b"\0", 1)[0] if head[257:262] == b"ustar" else b""
            name = head[:100].split(b"\0", 1)[0]
            full = (prefix + b"/" + name if prefix else name).decode("utf-8", "backslashreplace")
            yield Member(full, at + BLOCK, size)
        at += BLOCK + -(-size // BLOCK) * BLOCK
