# SPDX-License-Identifier: Apache-2.0
"""Compressed content as a reader: unpacked as far as it is asked for, never held whole."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from mlhooks.checks.model_file.reader import WINDOW, UnreadableError

if TYPE_CHECKING:
    import bz2
    import lzma
    from collections.abc import Callable
    from typing import TypeAlias

    from mlhooks.checks.model_file.budget import Budget
    from mlhooks.checks.model_file.reader import Reader

KEPT = 1 << 20  # bytes behind the last read that can be asked for again
MEMORY = 1 << 26  # bytes that an xz stream's dictionary may take


class _Flate:
    """zlib's object with the others' interface."""

    def __init__(self, bits: int) -> None:
        self._inner = zlib.decompressobj(bits)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data


def _bzip2() -> bz2.BZ2Decompressor:
    import bz2

    return bz2.BZ2Decompressor()


def _xz() -> lzma.LZMADecompressor:
    import lzma

    return lzma.LZMADecompressor(memlimit=MEMORY)


if TYPE_CHECKING:
    Unpacker: TypeAlias = _Flate | bz2.BZ2Decompressor | lzma.LZMADecompressor

UNPACKERS: dict[str, Callable[[], Unpacker]] = {
    "gzip": lambda: _Flate(31),
    "zlib": lambda: _Flate(15),
    "deflate": lambda: _Flate(-15),
    "bzip2": _bzip2,
    "xz": _xz,
}
# Kinds of which readers take several streams one after the other as one, and how the next begins.
JOINED = {"gzip": b"\x1f\x8b", "bzip2": b"BZh", "xz": b"\xfd7zXZ\0"}
BAD = (zlib.error, OSError, EOFError, ValueError)


class Unpacked:
    """What `packed` unpacks to. Reading backwards beyond what is kept starts again, on the same budget."""

    def __init__(self, packed: Reader, kind: str, budget: Budget, size: int = -1) -> None:
        self.size = size
        self._packed = packed
        self._kind = kind
        self._budget = budget
        self._restart()

    def _restart(self) -> None:
        self._unpacker = UNPACKERS[self._kind]()
        self._from = 0  # in the packed bytes
        self._pending = b""  # packed bytes behind the end of a stream
        self._failed: UnreadableError | None = None
        self._kept = b""
        self._start = 0  # of what is kept, in the unpacked bytes

    def read_at(self, offset: int, size: int) -> bytes:
        """See Reader."""
        if self.size >= 0:
            size = min(size, self.size - offset)
        if size <= 0:
            return b""
        if offset < self._start:
            self._restart()
        while self._start + len(self._kept) < offset + size:
            if self._failed is not None:
                if self._start + len(self._kept) > offset:
                    break  # what came before the damage is given out first: a loader has read it too
                raise self._failed
            try:
                piece = self._more()
            except UnreadableError as error:
                self._failed = error
                continue
            if not piece:
                break
            self._kept += piece
            surplus = min(len(self._kept) - KEPT, offset - self._start)
            if surplus > 0:
                self._kept = self._kept[surplus:]
                self._start += surplus
        begin = offset - self._start
        return self._kept[begin : begin + size]

    def _more(self) -> bytes:
        """The next unpacked bytes; none at the end. Raises UnreadableError."""
        here = self._start + len(self._kept)
        while not self._unpacker.eof or self._next_stream():
            data = self._input(here) if self._unpacker.needs_input else b""
            try:
                piece = self._unpacker.decompress(data, WINDOW)
            except BAD:
                raise UnreadableError(here, f"has damaged {self._kind} data") from None
            except Exception as error:
                if type(error).__name__ != "LZMAError":  # its module is imported for xz only
                    raise
                raise UnreadableError(here, "has damaged xz data") from None
            if piece:
                self._budget.spend_unpacked(len(piece), here)
                self._budget.judge_ratio(self._from, here + len(piece))
                return piece
        return b""

    def _input(self, here: int) -> bytes:
        data, self._pending = self._pending, b""
        if not data:
            data = self._packed.read_at(self._from, self._step())
            self._from += len(data)
        if not data:
            raise UnreadableError(here, f"breaks off in its {self._kind} data")
        return data

    def _step(self) -> int:
        """How much to read: the end in single bytes, so that a wrong checksum takes nothing else with it."""
        left = self._packed.size - self._from
        return WINDOW if self._packed.size < 0 or left > WINDOW else max(left - 16, 1)

    def _next_stream(self) -> bool:
        """Whether another stream follows the one that has ended; then it is the one that is read."""
        rest = self._unpacker.unused_data + self._packed.read_at(self._from, 16)
        if self._kind not in JOINED or not rest.lstrip(b"\0").startswith(JOINED[self._kind]):
            return False
        self._pending = self._unpacker.unused_data.lstrip(b"\0")
        self._unpacker = UNPACKERS[self._kind]()
        return True
