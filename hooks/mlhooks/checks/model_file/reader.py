# SPDX-License-Identifier: Apache-2.0
"""Bytes that are read by ranges: a file, a part of one, or what a compressed part unpacks to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

WINDOW = 1 << 16  # bytes read at a time


class UnreadableError(Exception):
    """The content breaks off or breaks a rule of its format at `offset` (bytes from its start)."""

    def __init__(self, offset: int, reason: str) -> None:
        super().__init__(f"{reason} at byte {offset}")
        self.offset = offset
        self.reason = reason


class OverLimitError(UnreadableError):
    """A bound of `core.limits` was reached; nothing behind it was looked at."""


class Reader(Protocol):
    """What every format is read through. `size` is -1 where only reading tells it."""

    size: int

    def read_at(self, offset: int, size: int) -> bytes:
        """Up to `size` bytes from `offset` (0-based); fewer at the end. Raises OSError, UnreadableError."""


class File:
    """A whole file."""

    def __init__(self, read_at: Callable[[int, int], bytes], size: int) -> None:
        self._read_at = read_at
        self.size = size

    def read_at(self, offset: int, size: int) -> bytes:
        """See Reader."""
        return self._read_at(offset, size)


class Memory:
    """Bytes that are here already."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def read_at(self, offset: int, size: int) -> bytes:
        """See Reader."""
        return self._data[offset : offset + size]


class Part:
    """The range [start, start + size) of another reader."""

    def __init__(self, whole: Reader, start: int, size: int) -> None:
        self._whole = whole
        self._start = start
        self.size = size

    def read_at(self, offset: int, size: int) -> bytes:
        """See Reader."""
        size = min(size, self.size - offset)
        return self._whole.read_at(self._start + offset, size) if size > 0 else b""


class Cursor:
    """A place in a reader that moves forward, through a window."""

    def __init__(self, reader: Reader, at: int = 0) -> None:
        self.reader = reader
        self._start = at  # of the window
        self._window = b""
        self._next = 0  # in the window

    @property
    def at(self) -> int:
        """Where the next byte stands, from the reader's start."""
        return self._start + self._next

    def byte(self) -> int:
        """The next byte; -1 at the end."""
        if self._next >= len(self._window) and not self._fill(1):
            return -1
        self._next += 1
        return self._window[self._next - 1]

    def take(self, size: int) -> bytes:
        """Exactly `size` bytes. Raises UnreadableError where they run out."""
        end = self._next + size
        if end > len(self._window):
            if not self._fill(size):
                raise UnreadableError(self.at, "breaks off")
            end = self._next + size
        taken = self._window[self._next : end]
        self._next = end
        return taken

    def skip(self, size: int) -> None:
        """Pass over `size` bytes. Raises UnreadableError where they run out."""
        if self._next + size <= len(self._window):
            self._next += size
            return
        target = self.at + size
        known = self.reader.size
        if (0 <= known < target) or (size and not self.reader.read_at(target - 1, 1)):
            raise UnreadableError(self.at, "breaks off")
        self._start, self._window, self._next = target, b"", 0

    def line(self, keep: int) -> bytes:
        """Up to and without the next newline, of which at most `keep` bytes are returned.

        Raises UnreadableError where there is none.
        """
        kept = b""
        while True:
            end = self._window.find(b"\n", self._next)
            piece = self._window[self._next : end if end >= 0 else len(self._window)]
            kept = kept + piece[: keep - len(kept)] if len(kept) < keep else kept
            if end >= 0:
                self._next = end + 1
                return kept
            self._next = len(self._window)
            if not self._fill(1):
                raise UnreadableError(self.at, "breaks off in a line")

    def _fill(self, size: int) -> bool:
        """Read on so that `size` bytes stand in the window; whether they do."""
        rest = self._window[self._next :]
        at = self.at
        more = self.reader.read_at(at + len(rest), max(WINDOW, size - len(rest)))
        self._start, self._window, self._next = at, rest + more, 0
        return len(self._window) >= size
