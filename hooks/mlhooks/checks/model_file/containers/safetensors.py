# SPDX-License-Identifier: Apache-2.0
"""safetensors: a length, a JSON header, the tensors. Nothing in it can run; only its sums can be wrong.

Format: the README of huggingface/safetensors, section "Format".
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any

from mlhooks.checks.model_file.reader import UnreadableError

if TYPE_CHECKING:
    from mlhooks.checks.model_file.reader import Reader

LONGEST = 100_000_000  # bytes; the format's own bound
READ = 1 << 24  # bytes of a header that are read here
BITS = {
    "BOOL": 8, "U8": 8, "I8": 8, "F8_E5M2": 8, "F8_E4M3": 8, "F8_E8M0": 8, "F8_E4M3FNUZ": 8, "F8_E5M2FNUZ": 8,
    "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6, "I16": 16, "U16": 16, "F16": 16, "BF16": 16, "I32": 32, "U32": 32,
    "F32": 32, "C64": 64, "F64": 64, "I64": 64, "U64": 64,
}  # fmt: skip


def looks_so(head: bytes, size: int) -> bool:
    """Whether the first bytes are a length within the file and the beginning of an object."""
    length = int.from_bytes(head[:8], "little")
    return len(head) > 10 and head[8:10] in (b'{"', b"{}") and 2 <= length <= size - 8


def check(reader: Reader) -> int:
    """The number of tensors. Raises UnreadableError with what is wrong."""
    import json

    length = int.from_bytes(reader.read_at(0, 8), "little")
    if reader.size < 8 or not 2 <= length <= min(LONGEST, reader.size - 8):
        raise UnreadableError(0, "has a header that is longer than the file")
    if length > READ:
        raise UnreadableError(0, "has a header of more than 16 MiB")
    try:
        header = json.loads(reader.read_at(8, length), object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise UnreadableError(8, "has a header that is no JSON") from None
    if not isinstance(header, dict):
        raise UnreadableError(8, "has a header that is no object")
    header.pop("__metadata__", None)
    try:
        ranges = sorted(_range(name, entry) for name, entry in header.items())
    except (KeyError, TypeError, ValueError):
        raise UnreadableError(8, "has a tensor without dtype, shape or offsets,") from None
    end = 0
    for start, stop in ranges:
        if start != end:
            raise UnreadableError(8 + length + start, "has tensors that overlap or leave a hole")
        end = stop
    if end != reader.size - 8 - length:
        raise UnreadableError(8 + length + end, "is not as long as its tensors")
    return len(ranges)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys stand once; readers differ in which of two they take."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _range(name: str, entry: Any) -> tuple[int, int]:
    start, stop = entry["data_offsets"]
    bits = BITS.get(entry["dtype"])
    shape = entry["shape"]
    if not all(isinstance(axis, int) and axis >= 0 for axis in (*shape, start, stop)):
        raise ValueError(name)
    if bits is None:
        raise UnreadableError(8, "has a tensor of an unknown dtype")
    if stop - start != -(-prod(shape) * bits // 8):
        raise UnreadableError(8, "has a tensor whose bytes are not those of its shape")
    return start, stop
