# SPDX-License-Identifier: Apache-2.0
"""`.npy`: a header in Python's literals, then the elements, or a pickle when they are objects.

Format: numpy/lib/format.py, versions 1.0 to 3.0.
"""

from __future__ import annotations

import re
from math import prod
from typing import TYPE_CHECKING, Any

from mlhooks.checks.model_file.arrays import PLAIN, plain_size
from mlhooks.checks.model_file.reader import UnreadableError

if TYPE_CHECKING:
    from mlhooks.checks.model_file.reader import Reader

MAGIC = b"\x93NUMPY"
LONG = re.compile(r"(?<=[(\[, ])(\d+)L(?=[,)\] ])")  # Python 2's numbers, as numpy reads them still
LONGEST = 10_000  # bytes of a header; numpy refuses longer ones unless told otherwise


def objects_at(reader: Reader) -> int | None:
    """Where the pickle begins, when the elements are objects; else None. Raises UnreadableError."""
    import ast

    head = reader.read_at(0, 12)
    if len(head) < 10 or head[6] not in (1, 2, 3):
        raise UnreadableError(6, "breaks off in its header")
    width = 2 if head[6] == 1 else 4
    length = int.from_bytes(head[8 : 8 + width], "little")
    text = reader.read_at(8 + width, min(length, LONGEST + 1))
    if length > LONGEST or len(text) < length:
        raise UnreadableError(8, "breaks off in its header")
    try:
        header = ast.literal_eval(LONG.sub(r"\1", text.decode("latin-1").strip()))
        plain = _is_plain(header["descr"])
    except (ValueError, SyntaxError, KeyError, TypeError, MemoryError, RecursionError):
        raise UnreadableError(8, "has a header that is no numpy header") from None
    start = 8 + width + length
    if plain and 0 <= reader.size < start + _extent(header):
        raise UnreadableError(reader.size, "breaks off: its data is shorter than its shape")
    return None if plain else start


def _extent(header: dict[str, Any]) -> int:
    """Bytes of the elements; 0 where only numpy could tell."""
    descr, shape = header["descr"], header.get("shape")
    if not isinstance(descr, str) or not isinstance(shape, tuple):
        return 0
    axes = [axis for axis in shape if isinstance(axis, int) and axis >= 0]
    return prod(axes) * max(plain_size(descr), 0) if len(axes) == len(shape) else 0


def _is_plain(descr: Any) -> bool:
    """Whether a dtype, as `numpy.lib.format` writes it, holds no objects."""
    if isinstance(descr, str):
        return bool(PLAIN.match(descr))
    if isinstance(descr, list):
        return all(_is_plain(field[1]) for field in descr)
    if isinstance(descr, tuple) and len(descr) == 2:
        return _is_plain(descr[0])
    return False
