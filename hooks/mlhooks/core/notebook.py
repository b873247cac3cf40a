# SPDX-License-Identifier: Apache-2.0
"""Code cells of Jupyter notebooks (nbformat 3 and 4), with a map from every byte back into the JSON.

`json` would forget positions, raise on the first broken byte and recurse on nesting. This reader makes one
pass over strings and brackets, knows the path to what it needs, and keeps whatever it could read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhooks.core.limits import LIMITS
from mlhooks.core.regions import Region

if TYPE_CHECKING:
    from collections.abc import Iterator

# A string and, when it is a key, its colon; a bracket; or the quote of a string that never ends. Numbers,
# commas and literals carry nothing here.
TOKEN = re.compile(rb'"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?|[{}\[\]]|"', re.DOTALL)
ESCAPE = re.compile(
    rb"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\(.)", re.DOTALL
)
SIMPLE = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"b": b"\b", b"f": b"\f"}

DEPTH = 6  # of worksheets[].cells[].source[]; deeper values are counted, not followed
CELLS = ((b"cells",), (b"worksheets", b"", b"cells"))
SOURCE = (b"source", b"input")  # the second in nbformat 3
LANGUAGE = ((b"metadata", b"kernelspec", b"language"), (b"metadata", b"language_info", b"name"))

PYTHON_MAGICS = (b"time", b"timeit", b"capture", b"prun", b"memit", b"mprun", b"python", b"python3", b"pypy")
MAGICS = {
    b"bash": "shell", b"sh": "shell", b"script": "shell", b"system": "shell", b"sx": "shell",
    b"javascript": "javascript", b"js": "javascript", b"html": "html", b"latex": "tex",
    b"markdown": "markdown", b"perl": "perl", b"ruby": "ruby", b"sql": "sql", b"r": "r",
}  # fmt: skip
MAGIC = re.compile(rb"\s*%%([A-Za-z_0-9]+)[ \t]*([^\n]*)")


class _Cell:
    """What was read of one cell; `strings` are spans of the contents of JSON strings."""

    __slots__ = ("kind", "strings")

    def __init__(self) -> None:
        self.kind = b"code"
        self.strings: list[tuple[int, int]] = []


def cells(data: bytes) -> list[Region]:
    """The code cells that hold code, in order.

    "cell N" counts from 1 over the cells of every type, as editors and other linters count: that is the
    number under which a person finds it. A key that stands twice counts as its last, as in Jupyter.
    """
    found, language = _collect(data)
    regions: list[Region] = []
    for index, cell in enumerate(found, 1):
        if cell.kind != b"code" or not cell.strings:
            continue
        text, pieces = decode(data, cell.strings)
        if text.strip() and len(regions) < LIMITS["regions"]:
            label = f"cell {index}"
            regions.append(
                Region(_language(text, language), text, pieces, label, len(regions) + 1, verbatim=False)
            )
    return regions


def _collect(data: bytes) -> tuple[list[_Cell], str]:
    """The cells and the kernel's language ("python" when the notebook does not say)."""
    found: list[_Cell] = []
    languages: dict[bytes, bytes] = {}
    for path, start, end in strings(data):
        if start < 0:
            if path[:-1] in CELLS:
                if len(found) >= LIMITS["cells"]:
                    break
                found.append(_Cell())
            elif found and path[:-2] in CELLS and path[-1] in SOURCE:
                found[-1].strings = []
            continue
        if path in LANGUAGE:
            languages[path[1]] = _plain(data[start:end]).lower()
        elif found and path[:-2] in CELLS and path[-1] == b"cell_type":
            found[-1].kind = _plain(data[start:end])
        elif found and path[:-2] in CELLS and path[-1] in SOURCE:
            found[-1].strings = [(start, end)]
        elif found and path[:-3] in CELLS and path[-2] in SOURCE:
            found[-1].strings.append((start, end))
    language = (languages.get(b"kernelspec") or languages.get(b"language_info") or b"python")[:40]
    return found, "python" if b"python" in language else language.decode("ascii", "replace")


def strings(data: bytes, depth: int = DEPTH) -> Iterator[tuple[tuple[bytes, ...], int, int]]:
    """(path, start, end) of every string value near the top; (path, -1, -1) where a container begins.

    The path names the keys from the root; a place in an array is the empty name. What is nested more than
    `depth` deep is passed over.
    """
    path: list[bytes] = []  # of each open container: the key under which the next value stands
    arrays: list[bool] = []
    deeper = 0
    for token in TOKEN.finditer(data):
        first = data[token.start()]
        if first == 0x22:
            if token.end(1) < 0:
                return
            if deeper or not path:
                continue
            if token.end(2) >= 0 and not arrays[-1]:
                path[-1] = _plain(token[1])
            else:
                yield tuple(path), token.start(1), token.end(1)
        elif first in b"{[":
            if deeper or len(path) >= depth:
                deeper += 1
                continue
            if path:
                yield tuple(path), -1, -1
            path.append(b"")
            arrays.append(first == 0x5B)
        elif deeper:
            deeper -= 1
        elif path:
            path.pop()
            arrays.pop()


def _plain(string: bytes) -> bytes:
    """The content of a short JSON string."""
    return ESCAPE.sub(_unescape, string) if b"\\" in string else string


def decode(data: bytes, strings: list[tuple[int, int]]) -> tuple[bytes, tuple[tuple[int, int], ...]]:
    """The text of JSON strings joined, and its pieces (see `Region`). A lone surrogate becomes U+FFFD."""
    parts: list[bytes] = []
    pieces: list[tuple[int, int]] = []
    length = 0
    for start, end in strings:
        pieces.append((length, start))
        at = start
        for escape in ESCAPE.finditer(data, start, end):
            run, new = data[at : escape.start()], _unescape(escape)
            parts += (run, new)
            length += len(run)
            pieces.append((length, escape.start()))
            length += len(new)
            pieces.append((length, escape.end()))
            at = escape.end()
        parts.append(data[at:end])
        length += end - at
        pieces.append((length, end))
    return b"".join(parts), tuple(pieces)


def _unescape(escape: re.Match[bytes]) -> bytes:
    high, low, single, simple = escape.groups()
    if simple is not None:
        return SIMPLE.get(simple, simple)
    code = int(single, 16) if single else 0x10000 + ((int(high, 16) & 0x3FF) << 10) + (int(low, 16) & 0x3FF)
    return chr(code).encode("utf-8", "replace") if not 0xD800 <= code < 0xE000 else b"\xef\xbf\xbd"


def _language(text: bytes, language: str) -> str:
    """The cell's language: a cell magic (`%%bash`) changes the notebook's."""
    magic = MAGIC.match(text)
    if magic is None or magic[1] in PYTHON_MAGICS:
        return language
    if magic[1] in (b"writefile", b"file"):
        return language if magic[2].rstrip().endswith(b".py") else "plain-text"
    return MAGICS.get(magic[1].lower(), language)
