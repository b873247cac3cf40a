# SPDX-License-Identifier: Apache-2.0
"""joblib's arrays, whose bytes stand in the stream right behind the object that describes them.

Format: joblib/numpy_pickle.py, NumpyArrayWrapper. The element size comes from the dtype's own arguments.
"""

from __future__ import annotations

import re
from math import prod
from typing import TYPE_CHECKING

from mlhooks.checks.model_file.reader import UnreadableError
from mlhooks.checks.model_file.values import MADE

if TYPE_CHECKING:
    from mlhooks.checks.model_file.reader import Cursor
    from mlhooks.checks.model_file.values import Value

WRAPPERS = frozenset({
    "joblib.numpy_pickle.NumpyArrayWrapper", "sklearn.externals.joblib.numpy_pickle.NumpyArrayWrapper",
})  # fmt: skip
PLAIN = re.compile(r"[<>|=]?([?bBiufcSUVmM])(\d*)(?:\[\w+\])?\Z")
HAS_OBJECTS = 1  # the flag NPY_ITEM_HASOBJECT of a dtype's state


def is_wrapper(value: Value) -> bool:
    """Whether array bytes follow."""
    return value.kind == MADE and value.name() in WRAPPERS


def skip_array(cursor: Cursor, wrapper: Value) -> bool:
    """Pass over the array's bytes; False when it holds objects, so that a pickle follows instead.

    Raises UnreadableError when its size cannot be told.
    """
    state = wrapper.state
    if state is None:
        raise UnreadableError(cursor.at, "has an array without a description")
    size = item_size(state.get("dtype"))
    if size is None:
        return False
    if state.get("numpy_array_alignment_bytes").number() is not None:
        cursor.skip(cursor.take(1)[0])
    shape = [axis.number() for axis in state.get("shape").items()]
    if size < 0 or any(axis is None or axis < 0 for axis in shape):
        raise UnreadableError(cursor.at, "has an array whose size cannot be told")
    cursor.skip(prod(axis for axis in shape if axis is not None) * size)
    return True


def item_size(dtype: Value) -> int | None:
    """Bytes of one element; None for objects, -1 when it cannot be told."""
    arguments = dtype.arguments.items() if dtype.arguments is not None else ()
    code = arguments[0].text() if arguments else None
    if dtype.name() != "numpy.dtype" or code is None:
        return -1
    if code.lstrip("<>|=").startswith("O"):
        return None
    flags = dtype.state.items()[7:8] if dtype.state is not None else ()
    if flags and (flags[0].number() or 0) & HAS_OBJECTS:
        return None
    return plain_size(code)


def plain_size(code: str) -> int:
    """Bytes of an element of a dtype without objects, "<f4"; -1 for anything else."""
    match = PLAIN.match(code)
    if match is None:
        return -1
    letter, digits = match.groups()
    if letter in "?bB" and not digits:
        return 1
    return (int(digits) if len(digits) < 10 and digits else 0) * (4 if letter == "U" else 1) or -1
