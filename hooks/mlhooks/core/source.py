# SPDX-License-Identifier: Apache-2.0
"""One file, read once. The only place that opens what is scanned."""

import os
from stat import S_ISDIR, S_ISLNK, S_ISREG

from mlhooks.core.kinds import kind_of

HEAD = 8192
FIRST = 65536  # bytes of the first read, which is the whole of most files
BOM = b"\xef\xbb\xbf"
LFS = b"version https://git-lfs.github.com/spec/"
POINTER = 1024  # bytes; the specification of Git LFS allows no larger one
KEYS = (b"version ", b"oid sha256:", b"size ", b"ext-")
ANNEX = (b"/annex/objects/", b"../.git/annex/objects/", b".git/annex/objects/")
# How anything scanned is opened: no link followed, and no waiting for a writer.
SAFELY = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class LeftOut(Exception):
    """This path is not looked at, by policy; `reason` is a word or two for the summary line."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Source:
    """A text as the bytes that were scanned, or a binary to be read by ranges.

    `path`: relative to the project's root, with forward slashes. `head`: the first 8 KiB of the file.
    `data`: the text as UTF-8 or as it stood (invalid UTF-8 stays), None for a binary or a text over the
    limit that a check claims. Offsets everywhere are 0-based byte offsets into `data`; `to_file` turns
    them into offsets of the file where it is UTF-16.
    """

    __slots__ = ("_fd", "_lines", "_raw", "_regions", "data", "encoding", "head", "kind", "path", "size")

    def __init__(self, path: str, head: bytes, size: int, data: "bytes | None", fd: int = -1) -> None:
        self.path = path
        self.head = head
        self.size = size
        self.kind = kind_of(path, head)
        self.encoding = "utf-8"
        self.data = data
        self._fd = fd
        self._raw = b""
        self._lines: list[int] | None = None
        self._regions: object = None
        if data is not None and head[:2] in (b"\xff\xfe", b"\xfe\xff"):
            self.encoding = "utf-16-le" if head[:1] == b"\xff" else "utf-16-be"
            text = data[2:].decode(self.encoding, "replace")
            self.data = text.encode("utf-8", "replace")

    def __repr__(self) -> str:
        return f"Source({self.path!r}, {self.kind!r}, {self.size} bytes)"

    @property
    def text(self) -> bytes:
        """`data` of a source that is known to be a text."""
        if self.data is None:
            raise TypeError(f"{self.path} is not a text")
        return self.data

    def read_at(self, offset: int, size: int) -> bytes:
        """Up to `size` bytes of the file from `offset`; fewer at its end. Raises OSError."""
        if self._fd < 0:
            return (self.data or self._raw)[offset : offset + size]
        os.lseek(self._fd, offset, os.SEEK_SET)
        return read_up_to(self._fd, size)

    def close(self) -> None:
        """Give the file back; `data` stays."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def to_file(self, offset: int) -> int:
        """The offset in the file of an offset in `data`."""
        if self.encoding == "utf-8":
            return offset
        before = self.text[:offset].decode("utf-8", "replace")
        return 2 + len(before.encode(self.encoding, "replace"))

    def line_starts(self) -> list[int]:
        """Offsets at which lines begin; `\\n`, `\\r\\n` and (in a text without `\\n`) `\\r` end a line."""
        if self._lines is None:
            text = self.data or b""
            end = b"\n" if b"\n" in text or b"\r" not in text else b"\r"
            starts, at = [0], text.find(end)
            while at >= 0:
                starts.append(at + 1)
                at = text.find(end, at + 1)
            self._lines = starts
        return self._lines

    def line_of(self, offset: int) -> int:
        """The 1-based line of an offset."""
        from bisect import bisect_right

        return bisect_right(self.line_starts(), offset)

    def position(self, offset: int) -> tuple[int, int]:
        """The 1-based line and column, in characters, of an offset; (1, 1) in a binary."""
        if self.data is None:
            return 1, 1
        line = self.line_of(offset)
        start = self.line_starts()[line - 1]
        if line == 1 and self.data.startswith(BOM):
            start = min(len(BOM), offset)
        return line, len(self.data[start:offset].decode("utf-8", "replace")) + 1

    def line(self, number: int) -> bytes:
        """The 1-based line, without its end."""
        starts = self.line_starts()
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip(b"\r\n")


def is_pointer(content: bytes) -> bool:
    """Whether this is all of a Git LFS pointer (keys of its specification), or one line of git-annex."""
    if content.startswith(ANNEX):
        return content.count(b"\n") <= 1
    lines = content.split(b"\n")
    return content.startswith(LFS) and all(line.startswith(KEYS) or not line for line in lines)


def is_binary(head: bytes) -> bool:
    """Whether the first bytes hold a NUL and are no UTF-16 text."""
    if b"\0" not in head:
        return False
    return head[:2] not in (b"\xff\xfe", b"\xfe\xff") or head[2:4] == b"\0\0"


def from_bytes(path: str, data: bytes) -> Source:
    """A source from memory: standard input, a blob of git, a test."""
    binary = is_binary(data[:HEAD])
    source = Source(path, data[:HEAD], len(data), None if binary else data)
    if binary:
        source._raw = data
    return source


def by_ranges(path: str, head: bytes, size: int, limit: int, claimed: "object") -> bool:
    """Whether a file is read by ranges and not whole; the arguments are those of `open_source`, `head` and
    `size` the file's. Raises LeftOut."""
    if size <= POINTER and is_pointer(head):
        raise LeftOut("Git LFS or annex pointer")
    binary = is_binary(head)
    if not binary and size <= limit:
        return False
    if not claimed(path, head):  # type: ignore[operator]
        raise LeftOut("binary" if binary else "too large")
    return True


def open_source(file: str, path: str, limit: int, claimed: "object") -> Source:
    """Read the file `file`, known to the project as `path`.

    `claimed(path, head) -> bool` says whether some check reads it although it is binary or larger than
    `limit` bytes; such a source stays open until `close`. Raises LeftOut, and OSError when it cannot be read.
    """
    mode = os.lstat(file).st_mode
    if not S_ISREG(mode):
        kind = "link" if S_ISLNK(mode) else "folder" if S_ISDIR(mode) else "special file"
        raise LeftOut(kind)
    fd = os.open(file, SAFELY)
    keep = False
    try:
        status = os.fstat(fd)
        if not S_ISREG(status.st_mode):
            raise LeftOut("special file")
        size = status.st_size
        first = os.read(fd, FIRST)
        head = first[:HEAD]
        if by_ranges(path, head, size, limit, claimed):
            keep = True
            return Source(path, head, size, None, fd)
        data = first if len(first) == size else first + _rest(fd, size - len(first), limit + 1)
        return Source(path, head, len(data), data)
    finally:
        if not keep:
            os.close(fd)


def read_regular(file: str, limit: int) -> "bytes | None":
    """The first `limit` bytes of a regular file; None where it is a link, no such thing, or unreadable."""
    try:
        fd = os.open(file, SAFELY)
    except (OSError, ValueError):
        return None
    try:
        return read_up_to(fd, limit) if S_ISREG(os.fstat(fd).st_mode) else None
    except OSError:
        return None
    finally:
        os.close(fd)


def _rest(fd: int, expected: int, limit: int) -> bytes:
    """What follows, at most `limit` bytes; `expected` are said to, and one more tells whether that holds."""
    part = os.read(fd, max(0, min(expected, limit)) + 1)
    return part if len(part) == expected else part + read_up_to(fd, limit - len(part))


def read_up_to(fd: int, limit: int) -> bytes:
    """What follows in an open file, at most `limit` bytes. Raises OSError."""
    parts = []
    while limit > 0:
        part = os.read(fd, min(limit, 1 << 24))
        if not part:
            break
        parts.append(part)
        limit -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)
