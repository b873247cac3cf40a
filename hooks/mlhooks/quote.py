# SPDX-License-Identifier: Apache-2.0
"""The lines at a finding, for a code frame, and the hash by which GitHub knows a line again.

Secrets are masked before a line leaves this module: in the lines by a fixed text, in what is hashed by two
bytes of a digest, so that a new secret in the place of an old one is a new finding, while the hash tells no
more of it than its mask in the message does.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from hashlib import blake2b
from typing import TYPE_CHECKING

from mlhooks.core.finding import Quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlhooks.core.finding import Span
    from mlhooks.core.source import Source
    from mlhooks.redact import Redactor

MASK = "(secret)"
AROUND = 1  # lines before and after
MOST = 4  # lines that a finding covers and that are quoted
LONGEST = 240  # bytes on either side of what a long line is quoted for
BLOCK, BASE, BITS = 100, 37, 64
END = "\uffff"


class Quoter:
    """Quotes one source."""

    def __init__(self, source: Source, redactor: Redactor, spans: Iterable[Span]) -> None:
        """`spans`: of all findings that will be quoted; their lines are hashed in one pass."""
        self._source = source
        self._redactor = redactor
        self._hashes: dict[int, str] = {}
        if source.data is None:
            self._hashes = line_hashes(source.head, {1})
        elif not redactor.everything:
            self._hashes = line_hashes(self._masked(), {source.line_of(span.start) for span in spans})

    def of(self, span: Span) -> Quote:
        """The lines at a span and around it; none in a binary, which has one line and its hash."""
        source = self._source
        if source.data is None or self._redactor.everything:
            return Quote(1, (), (), self._hashes.get(1, "") if source.data is None else "")
        number = source.line_of(span.start)
        last = min(source.line_of(max(span.start, span.end - 1)), number + MOST - 1)
        first = max(1, number - AROUND)
        total = len(source.line_starts()) - source.text.endswith(b"\n")
        quoted = [self._line(line, span) for line in range(first, min(last + AROUND, total) + 1)]
        lines, marks = zip(*quoted, strict=True) if quoted else ((), ())
        return Quote(first, lines, marks, self._hashes.get(number, ""))

    def _line(self, number: int, span: Span) -> tuple[str, tuple[int, int] | None]:
        """A line with its secrets masked, shortened when long, and the columns that the span covers."""
        source = self._source
        start, end = self._extent(number)
        low, high = min(max(span.start, start), end), min(span.end, end)
        covered = low < high or source.line_of(span.start) == number
        left, right = _clip(source.text, start, end, low if covered else start, high if covered else start)
        parts = [
            MASK if secret else source.text[at:to].decode("utf-8", "replace")
            for at, to, secret in self._pieces(left, right)
        ]
        text = "".join(parts)
        shown = self._redactor.hide(text)
        if not covered:
            return shown, None
        if shown != text:
            return shown, (0, len(shown))
        first = self._column(left, right, low, after=False)
        return text, (first, max(first, self._column(left, right, min(high, right), after=True)))

    def _extent(self, number: int) -> tuple[int, int]:
        """Where a line begins and ends, its line end left out; a line may be all of a large file."""
        text, starts = self._source.text, self._source.line_starts()
        end = starts[number] if number < len(starts) else len(text)
        while end > starts[number - 1] and text[end - 1] in b"\r\n":
            end -= 1
        return starts[number - 1], end

    def _column(self, left: int, right: int, offset: int, *, after: bool) -> int:
        """Characters before an offset in what is quoted; in a mask those before it, or all with `after`."""
        count = 0
        for at, to, secret in self._pieces(left, right):
            if offset <= at:
                break
            if secret:
                count += len(MASK) if after or offset >= to else 0
            else:
                count += len(self._source.text[at : min(to, offset)].decode("utf-8", "replace"))
        return count

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
        """The range in pieces, each of them all secret or not at all."""
        at, spans = start, self._redactor.spans
        for low, high in spans[max(0, bisect_right(spans, (start, start)) - 1) :]:
            if low >= end:
                break
            low, high = max(low, at), min(high, end)
            if low < high:
                if at < low:
                    yield at, low, False
                yield low, high, True
                at = high
        if at < end:
            yield at, end, False

    def _masked(self) -> bytes:
        text, parts = self._source.text, []
        if not self._redactor.spans:
            return text
        for at, to, secret in self._pieces(0, len(text)):
            value = text[at:to]
            if secret:
                value = blake2b(value, digest_size=2).hexdigest().encode() + b"\n" * value.count(b"\n")
            parts.append(value)
        return b"".join(parts)


def _clip(text: bytes, start: int, end: int, low: int, high: int) -> tuple[int, int]:
    """The part of a line [start, end) that is quoted for [low, high); no character is cut."""
    left = max(start, low - LONGEST)
    right = min(end, min(max(low, high), low + LONGEST) + LONGEST)
    while left < right and left > start and text[left] & 0xC0 == 0x80:
        left += 1
    while right > left and right < end and text[right] & 0xC0 == 0x80:
        right -= 1
    return left, right


def line_hashes(text: bytes, wanted: set[int]) -> dict[int, str]:
    """GitHub's `primaryLocationLineHash` of the wanted lines (1-based), "HASH:COUNT".

    As published with github/codeql-action: a polynomial over the first 100 UTF-16 units from the line's
    start, blanks and tabs left out, line ends as a line feed, U+FFFF and zeros behind the end; base 37, 64
    bits; and how many lines down to this one have that hash.
    """
    units = _units(text) + END + "\0" * (BLOCK - 1)
    starts, at = [0], units.find("\n")
    while at >= 0 and len(starts) < max(wanted, default=0):
        starts.append(at + 1)
        at = units.find("\n", at + 1)
    blocks = {n: units[starts[n - 1] : starts[n - 1] + BLOCK] for n in wanted if n <= len(starts)}
    counts = dict.fromkeys(blocks.values(), 0)
    found = {}
    for number, start in enumerate(starts, 1):
        block = units[start : start + BLOCK]
        if block in counts:
            counts[block] += 1
            if number in blocks:
                found[number] = f"{_hash(block):x}:{counts[block]}"
    return found


def _units(text: bytes) -> str:
    """The text as UTF-16 units without blanks and tabs, every line end a line feed."""
    content = text.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    content = content.replace(" ", "").replace("\t", "")
    if content.isascii() or max(content) < "\U00010000":
        return content
    units = array("H")
    units.frombytes(content.encode("utf-16-le", "surrogatepass"))
    if array("H", [1]).tobytes() != b"\1\0":
        units.byteswap()
    return "".join(map(chr, units))


def _hash(block: str) -> int:
    value = 0
    for unit in block:
        value = (value * BASE + ord(unit)) % (1 << BITS)
    return value
