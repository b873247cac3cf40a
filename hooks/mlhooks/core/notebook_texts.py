# SPDX-License-Identifier: Apache-2.0
"""Everything in a notebook that people wrote or a program printed: sources of cells, texts of outputs.

Beside it the places that hold media (images and documents in base64): nobody reads those. nbformat 3 and 4.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from mlhooks.core.limits import LIMITS
from mlhooks.core.notebook import CELLS, SOURCE, decode, strings
from mlhooks.core.regions import Region

DEPTH = 10  # of worksheets[].cells[].outputs[].data{}.mime[]
# Below an output: printed texts, what an error says; in format 3 the names of formats themselves.
PRINTED = (b"text", b"traceback", b"evalue", b"html", b"latex", b"json", b"javascript", b"svg")
MEDIA3 = (b"png", b"jpeg", b"pdf")
TEXTS = (b"text/", b"application/json", b"application/javascript", b"image/svg", b"application/vnd.")


class Texts(NamedTuple):
    """`regions` in order; `covered`: ascending spans in the file of these and of media."""

    regions: list[Region]
    covered: list[tuple[int, int]]

    def covers(self, offset: int) -> bool:
        """Whether an offset in the file lies in a text of a cell, or in media."""
        at = bisect_right(self.covered, (offset, 1 << 62)) - 1
        return at >= 0 and offset <= self.covered[at][1]


def texts(data: bytes) -> Texts:
    """What can be read of a notebook, broken or not. Labels are "cell 3" and "output of cell 3"."""
    found: list[tuple[str, list[tuple[int, int]]]] = []
    media: list[tuple[int, int]] = []
    number = 0
    open_path: tuple[bytes, ...] = ()
    for path, start, end in strings(data, DEPTH):
        rest = _below_cell(path)
        if rest is None:
            continue
        if start < 0:
            number += not rest
            if number > LIMITS["cells"]:
                break
            open_path = ()
        elif _is_media(rest):
            media.append((start, end))
        elif _is_text(rest):
            label = f"output of cell {number}" if rest[0] == b"outputs" else f"cell {number}"
            whole = path[:-1] if path[-1] == b"" else path
            if whole != open_path or path[-1] != b"":
                found.append((label, []))
            found[-1][1].append((start, end))
            open_path = whole
    regions: list[Region] = []
    for label, spans in found[: LIMITS["regions"]]:
        text, pieces = decode(data, spans)
        regions.append(Region("", text, pieces, label, len(regions) + 1, verbatim=False))
    read = [(region.pieces[0][1], region.pieces[-1][1]) for region in regions]
    return Texts(regions, sorted(read + media))


def _below_cell(path: tuple[bytes, ...]) -> tuple[bytes, ...] | None:
    """The part of a path below a cell; None outside of cells."""
    for cells in CELLS:
        if path[: len(cells)] == cells and len(path) > len(cells):
            return path[len(cells) + 1 :]
    return None


def _is_media(rest: tuple[bytes, ...]) -> bool:
    """Below a cell: attachments, and the data of outputs in a format that is no text."""
    if rest[:1] == (b"attachments",):
        return True
    if rest[:1] != (b"outputs",) or len(rest) < 3:
        return False
    if rest[2] == b"data" and len(rest) > 3:
        return not rest[3].startswith(TEXTS)
    return rest[2] in MEDIA3


def _is_text(rest: tuple[bytes, ...]) -> bool:
    if rest and rest[0] in SOURCE:
        return len(rest) <= 2
    if rest[:1] != (b"outputs",) or len(rest) < 3:
        return False
    return rest[2] in PRINTED or (rest[2] == b"data" and len(rest) > 3)
