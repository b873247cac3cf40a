# SPDX-License-Identifier: Apache-2.0
"""Python text as one program: a file, or the cells of a notebook joined; with the way back to the file."""

from __future__ import annotations

import ast
import re
import warnings
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mlhooks.core.deep import deeply
from mlhooks.core.regions import regions
from mlhooks.core.source import BOM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlhooks.core.finding import Span
    from mlhooks.core.regions import Region
    from mlhooks.core.source import Source

COOKIE = re.compile(rb"^[ \t\f]*#.{0,200}?coding[:=][ \t]*([-\w.]+)")  # PEP 263
# Only plain tables: a file must not choose `punycode`, `zip` or what else is registered as a codec.
ENCODINGS = re.compile(r"(?:latin-?1|iso-?8859-?\d+|cp\d+|windows-?\d+|koi8-[rut]|gbk|gb2312|gb18030|big5"
                       r"|shift-?jis|euc-?(?:jp|kr|cn)|mac-?roman)\Z")  # fmt: skip
INK = re.compile(rb"[^\r\n]")
LINE = re.compile(rb"\r\n|\r|\n")
MAGIC = re.compile(
    rb"^([ \t]*(?:[A-Za-z_][\w, \t.]{0,200}=[ \t]*)?)([%!?][^\r\n]*|[\w.]{1,200}\?{1,2}[ \t]*$)", re.MULTILINE
)
MARKS_APART = 512  # bytes, or a longer line
TIMERS = re.compile(rb"%(?:time|timeit|prun|memit)\b(?=[ \t]+[^-\s])")


@dataclass(frozen=True)
class Part:
    """The range [start, end) of a program's text that comes from one region.

    `shift`: bytes of the region before the text (a byte order mark). `encoding`: where the region is not
    UTF-8; "" when text and region are the same bytes. `original`: the text before magics were blanked.
    """

    start: int
    end: int
    region: Region
    original: bytes
    shift: int = 0
    encoding: str = ""
    marks: list[tuple[int, int]] = field(default_factory=list, compare=False)

    def to_region(self, offset: int) -> int:
        """The offset in the region's bytes of an offset in the program's text."""
        inside = max(0, min(offset, self.end) - self.start)
        if self.encoding:
            inside = self._encoded(inside)
        return min(inside + self.shift, len(self.region.text))

    def _encoded(self, offset: int) -> int:
        """The offset in another encoding, counted from the nearest of marks that stand every few lines."""
        if not self.marks:
            at, length = 0, 0
            for line in self.original.splitlines(keepends=True):
                if not self.marks or at - self.marks[-1][0] > MARKS_APART:
                    self.marks.append((at, length))
                at += len(line)
                length += self._length(line)
            self.marks.append((at, length))
        at, length = self.marks[bisect_right(self.marks, (offset, len(self.region.text))) - 1]
        return length + self._length(self.original[at:offset])

    def _length(self, text: bytes) -> int:
        return len(text.decode("utf-8", "replace").encode(self.encoding, "replace"))


@dataclass(frozen=True)
class Program:
    """UTF-8 `text`, its parts, the tree (None when it is judged by tokens), and why a part did not parse.

    `broken` has for every part that is judged by tokens: the part, the reason, the offset in `text`.
    """

    text: bytes
    parts: tuple[Part, ...]
    tree: ast.Module | None
    broken: tuple[tuple[Part, str, int], ...] = ()
    starts: list[int] = field(default_factory=list, compare=False)
    begins: list[int] = field(default_factory=list, compare=False)

    def offset(self, line: int, column: int) -> int:
        """The offset in `text` of ast's 1-based line and 0-based column in UTF-8 bytes."""
        if not self.starts:
            self.starts.append(0)
            self.starts.extend(match.end() for match in LINE.finditer(self.text))
        return min(self.starts[min(line, len(self.starts)) - 1] + column, len(self.text))

    def range(self, node: ast.expr | ast.stmt | ast.keyword) -> tuple[int, int]:
        """Start and end of a node in `text`."""
        end = self.offset(node.end_lineno or node.lineno, node.end_col_offset or 0)
        return self.offset(node.lineno, node.col_offset), end

    def part(self, offset: int) -> Part:
        """The part in which an offset of `text` lies."""
        if not self.begins:
            self.begins.extend(part.start for part in self.parts)
        at = bisect_right(self.begins, offset) - 1
        return self.parts[max(at, 0)]

    def span(self, start: int, end: int) -> Span:
        """The span in `Source.data` of a range of `text`."""
        part = self.part(start)
        return part.region.span(part.to_region(start), part.to_region(max(start, end)))

    def where(self, offset: int) -> str:
        """ "cell 3, line 2" in a notebook, "" in a file."""
        part = self.part(offset)
        return part.region.where(part.to_region(offset))


def program(source: Source, limits: Mapping[str, int]) -> Program | None:
    """The Python of a source, None when it holds none. Never raises."""
    found = [region for region in regions(source) if region.language == "python"]
    if not found:
        return None
    texts = [_decode(region.text) for region in found]
    if sum(len(text) for text, _, _ in texts) > limits["parse-size"]:
        return _join(found, texts, dict.fromkeys(range(len(found)), ("larger than parse-size", 0)))
    tree, error, _ = parse(b"\n".join(text for text, _, _ in texts))
    if tree is not None or source.kind == "python":
        broken = {} if tree is not None else {0: (error, _)}
        return _join(found, texts, broken, tree)
    return _by_cell(found, texts)


def _by_cell(found: list[Region], texts: list[tuple[bytes, int, str]]) -> Program:
    """Cells on their own: magics blanked where that helps, the rest left to tokens."""
    cleaned, broken = [], {}
    for index, (text, shift, encoding) in enumerate(texts):
        tree, error, at = parse(text)
        if tree is None:
            text = blank_magics(text)
            tree, error, at = parse(text)
        if tree is None:
            broken[index] = (error, at)
        cleaned.append((text, shift, encoding))
    joined = b"\n".join(
        INK.sub(b" ", text) if index in broken else text for index, (text, _, _) in enumerate(cleaned)
    )
    tree, error, at = parse(joined)
    if tree is None:
        broken = dict.fromkeys(range(len(found)), (error, 0))
    return _join(found, cleaned, broken, tree)


def _join(
    found: list[Region],
    texts: list[tuple[bytes, int, str]],
    broken: Mapping[int, tuple[str, int]],
    tree: ast.Module | None = None,
) -> Program:
    parts, at = [], 0
    for region, (text, shift, encoding) in zip(found, texts, strict=True):
        parts.append(Part(at, at + len(text), region, text, shift, encoding))
        at += len(text) + 1
    failed = tuple((parts[index], why, parts[index].start + place) for index, (why, place) in broken.items())
    return Program(b"\n".join(text for text, _, _ in texts), tuple(parts), tree, failed)


def _decode(raw: bytes) -> tuple[bytes, int, str]:
    """(UTF-8 text, bytes of a mark before it, encoding or "" when the bytes are the same)."""
    shift = len(BOM) if raw.startswith(BOM) else 0
    cookie = None
    for line in raw.split(b"\n", 2)[:2]:
        cookie = cookie or COOKIE.match(line)
    name = cookie[1].decode("ascii", "replace").lower().replace("_", "-") if cookie and not shift else ""
    for encoding in (name if ENCODINGS.match(name) else "utf-8", "utf-8", "latin-1"):
        try:
            text = raw[shift:].decode(encoding)
        except (UnicodeError, LookupError):
            continue
        return (
            (raw[shift:], shift, "")
            if encoding == "utf-8"
            else (text.encode("utf-8", "replace"), shift, encoding)
        )
    raise AssertionError("latin-1 decodes everything")


MOST_DOTS = 2_000  # in one line


def parse(text: bytes) -> tuple[ast.Module | None, str, int]:
    """(tree, "", 0), or (None, why not, offset of the error). Whatever the parser does, this returns."""
    if has_endless_name(text):
        return None, "a name of thousands of parts", 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return deeply(lambda: ast.parse(text.decode("utf-8", "replace"))), "", 0
    except SyntaxError as error:
        line = error.lineno or 1
        at = 0
        for _ in range(min(line, 1_000_000) - 1):
            found = LINE.search(text, at)
            if found is None:
                break
            at = found.end()
        return None, f"{error.msg}, line {line}", min(at, len(text))
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        return None, str(error) or "nested too deeply", 0


def has_endless_name(text: bytes) -> bool:
    """Whether some line has so many dots that joining its names would take the square of their length."""
    if text.count(b".") < MOST_DOTS:
        return False
    return any(line.count(b".") > MOST_DOTS for line in text.replace(b"\\\n", b"").split(b"\n"))


def blank_magics(text: bytes) -> bytes:
    """The text with IPython's magics and shell lines made an expression of the same length."""

    def blank(match: re.Match[bytes]) -> bytes:
        timer = TIMERS.match(match[2])
        if timer is not None:
            return match[1] + b"0;".ljust(timer.end()) + match[2][timer.end() :]
        return match[1] + b"0".ljust(len(match[2]))

    lines: list[bytes] = []
    continued = False
    for line in text.split(b"\n"):
        new = b"0".ljust(len(line)) if continued and line else MAGIC.sub(blank, line)
        continued = line.rstrip().endswith(b"\\") and new != line
        lines.append(new)
    return b"\n".join(lines)
