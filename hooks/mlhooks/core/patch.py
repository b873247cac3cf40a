# SPDX-License-Identifier: Apache-2.0
"""What `git diff` prints, read as lines that changed in files. Format: git-diff(1), "Raw output format" and
"Generating patch text with -p"."""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ESCAPED = re.compile(rb'\\([abtnvfr"\\]|[0-7]{3})')
_PLAIN = {
    b"a": b"\a",
    b"b": b"\b",
    b"t": b"\t",
    b"n": b"\n",
    b"v": b"\v",
    b"f": b"\f",
    b"r": b"\r",
    b'"': b'"',
    b"\\": b"\\",
}
_START = 4096  # bytes of a line that are looked at; the rest of a long one is passed over


class Lines:
    """What changed in one file: ranges of new lines, and places from which lines went. 1-based."""

    def __init__(self) -> None:
        self.firsts: list[int] = []
        self.lasts: list[int] = []
        self.gaps: list[int] = []  # a line was deleted behind each of these

    def add(self, first: int, count: int) -> None:
        """Lines from `first` on are new; with a `count` of 0 something went from behind `first`."""
        if count:
            self.firsts.append(first)
            self.lasts.append(first + count - 1)
        else:
            self.gaps.append(first)

    def touch(self, first: int, last: int) -> bool:
        """Whether a new line is among these, or one went from between two of them."""
        at = bisect_left(self.lasts, first)
        if at < len(self.firsts) and self.firsts[at] <= last:
            return True
        gap = bisect_left(self.gaps, first)
        return gap < len(self.gaps) and self.gaps[gap] < last


def listed(listing: bytes) -> Iterator[tuple[str, Lines | None]]:
    """The files in `git diff --raw --numstat -z`, without lines yet; None for a new one, for one that is not
    merged or of another type than before, and for a binary.

    A raw entry is `:MODES HASHES LETTER`, then a name, of a rename two; an entry of the numbers is
    `ADDED<tab>DELETED<tab>NAME`, of a rename without the name and then two, and of a binary `-<tab>-<tab>`.
    """
    fields = iter(listing.split(b"\0"))
    for field in fields:
        if field.startswith(b":"):
            letter = field.rpartition(b" ")[2][:1]
            name = next(fields, b"")
            if letter in (b"R", b"C"):
                name = next(fields, b"")
            yield os.fsdecode(name), None if letter in (b"A", b"T", b"U") else Lines()
        elif field:
            added, _, rest = field.partition(b"\t")
            name = rest.partition(b"\t")[2]
            if not name:
                next(fields, b"")
                name = next(fields, b"")
            if added == b"-":
                yield os.fsdecode(name), None


def hunks(stream: IO[bytes]) -> Iterator[tuple[str, Lines]]:
    """The lines of each file in a patch. Its lines of content begin with `+`, `-`, a space or a backslash;
    since `+++ ` can begin content too, a name counts only between `diff --git` and the first `@@`."""
    header, found = False, None
    for line in _starts(stream):
        if line.startswith(b"diff --git "):
            header, found = True, None
        elif header and line.startswith(b"+++ "):
            found = Lines()
            yield _name(line), found
        elif line.startswith(b"@@ ") and found is not None:
            header = False
            hunk = _HUNK.match(line)
            if hunk:
                found.add(int(hunk[2]), 1 if hunk[3] is None else int(hunk[3]))


def _starts(stream: IO[bytes]) -> Iterator[bytes]:
    """The beginning of every line."""
    inside = False
    while part := stream.readline(_START):
        if not inside:
            yield part
        inside = not part.endswith(b"\n")


def _name(line: bytes) -> str:
    """The path in a `+++ ` line: git quotes unusual characters as C does, and marks the end after spaces."""
    name = line[4:].rstrip(b"\n")
    if name.startswith(b'"'):
        inner = name.rstrip(b"\t")[1:-1]
        name = _ESCAPED.sub(lambda found: _PLAIN.get(found[1]) or bytes((int(found[1], 8),)), inner)
    else:
        name = name.removesuffix(b"\t")
    return os.fsdecode(name.removeprefix(b"b/"))
