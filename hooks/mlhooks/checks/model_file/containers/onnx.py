# SPDX-License-Identifier: Apache-2.0
"""ONNX: where a model's external data stands. Only the fields on the way to it are read.

Format: onnx/onnx.proto (ModelProto, GraphProto, NodeProto, AttributeProto, TensorProto, FunctionProto) in the
wire format of Protocol Buffers. A path that leaves the model's folder lets a model read other files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhooks.checks.model_file.reader import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhooks.checks.model_file.budget import Budget
    from mlhooks.checks.model_file.reader import Reader

# Message -> field number -> message that it holds.
WAYS = {
    "model": {7: "graph", 20: "training", 25: "function"},
    "training": {1: "graph", 2: "graph"},
    "function": {7: "node", 11: "attribute"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"},
    "sparse": {1: "tensor", 2: "tensor"},
    "tensor": {13: "entry"},
}
LONGEST = 4096  # bytes of a path


class Field:
    """One field of a message: its number, wire type, and the range of its bytes."""

    __slots__ = ("end", "number", "start", "wire")

    def __init__(self, number: int, wire: int, start: int, end: int) -> None:
        self.number, self.wire, self.start, self.end = number, wire, start, end


def locations(reader: Reader, budget: Budget) -> Iterator[str]:
    """The path of every tensor's external data, as written. Raises UnreadableError."""
    waiting = [("model", 0, reader.size)]
    while waiting:
        message, start, end = waiting.pop()
        for field in fields(reader, start, end, budget):
            inner = WAYS[message].get(field.number) if field.wire == 2 else None
            if inner == "entry":
                location = _location(reader, field, budget)
                if location is not None:
                    yield location
            elif inner is not None:
                waiting.append((inner, field.start, field.end))


def fields(reader: Reader, at: int, end: int, budget: Budget) -> Iterator[Field]:
    """The fields of a message at [at, end)."""
    while at < end:
        budget.opcodes -= 1
        if budget.opcodes < 0:
            raise UnreadableError(at, "has more fields than the limit pickle-opcodes")
        key, at = _varint(reader, at, end)
        number, wire = key >> 3, key & 7
        if wire == 0:
            start = at
            _, at = _varint(reader, at, end)
        elif wire == 2:
            length, start = _varint(reader, at, end)
            at = start + length
        elif wire in (1, 5):
            start, at = at, at + (8 if wire == 1 else 4)
        else:
            raise UnreadableError(at, "is no ONNX model")
        if at > end or not number:
            raise UnreadableError(start, "breaks off")
        yield Field(number, wire, start, at)


def _varint(reader: Reader, at: int, end: int) -> tuple[int, int]:
    value, shift = 0, 0
    for byte in reader.read_at(at, min(10, end - at)):
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at
    raise UnreadableError(at, "breaks off")


def _location(reader: Reader, entry: Field, budget: Budget) -> str | None:
    parts = {
        field.number: reader.read_at(field.start, min(field.end - field.start, LONGEST))
        for field in fields(reader, entry.start, entry.end, budget)
        if field.wire == 2
    }
    return parts.get(2, b"").decode("utf-8", "backslashreplace") if parts.get(1) == b"location" else None


def leaves(path: str) -> bool:
    """Whether a path of external data leads out of the model's folder, on any system."""
    parts = path.replace("\\", "/").split("/")
    return "://" in path or path.startswith(("/", "\\")) or ".." in parts or path[1:2] == ":"
