# SPDX-License-Identifier: Apache-2.0
"""Opcodes that push a constant: numbers, strings and bytes, in every notation of protocols 0 to 5.

Each is a handler, or makes one for a width; they read the argument and push its shape (see `opcodes.py`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhooks.checks.model_file import values
from mlhooks.checks.model_file.machine import NAME, Machine
from mlhooks.checks.model_file.reader import UnreadableError
from mlhooks.checks.model_file.values import CONSTANT, UNKNOWN, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    Handler = Callable[[Machine], None]

DIGITS = 4000  # of a decimal number that are read; a longer one stays unknown
ESCAPE = re.compile(rb"\\(x[0-9a-fA-F]{2}|[0-7]{1,3}|\r?\n|.)", re.DOTALL)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"a": b"\a", b"b": b"\b", b"f": b"\f", b"v": b"\v"}


def constant(machine: Machine) -> None:
    """None, True, False."""
    machine.push(CONSTANT)


def fixed(size: int) -> Handler:
    """A number of `size` bytes that nobody asks for."""

    def handler(machine: Machine) -> None:
        machine.cursor.skip(size)
        machine.push(CONSTANT)

    return handler


def integer(size: int, signed: bool = False) -> Handler:
    """A little-endian integer of `size` bytes."""

    def handler(machine: Machine) -> None:
        taken = machine.cursor.take(size)
        machine.push(Value(values.INT, int.from_bytes(taken, "little", signed=signed)))

    return handler


def long_integer(width: int) -> Handler:
    """LONG1 and LONG4: a length of `width` bytes, then two's complement."""

    def handler(machine: Machine) -> None:
        size = _size(machine, width)
        if size > 64:
            machine.cursor.skip(size)
            machine.push(CONSTANT)
            return
        machine.push(Value(values.INT, int.from_bytes(machine.cursor.take(size), "little", signed=True)))

    return handler


def _size(machine: Machine, width: int) -> int:
    size = int.from_bytes(machine.cursor.take(width), "little", signed=width == 4)
    if size < 0:
        raise UnreadableError(machine.here, "has a negative length")
    return size


def int_line(machine: Machine) -> None:
    """INT and LONG: decimal digits up to the newline."""
    line = machine.cursor.line(DIGITS).rstrip(b"L\r")
    if line in (b"00", b"01"):
        machine.push(CONSTANT)
        return
    if len(line) >= DIGITS:
        machine.push(CONSTANT)
        return
    try:
        machine.push(Value(values.INT, int(line, 0)))
    except ValueError:
        raise UnreadableError(machine.here, "has a number that is none") from None


def float_line(machine: Machine) -> None:
    """FLOAT: decimal digits up to the newline."""
    try:
        float(machine.cursor.line(DIGITS))
    except ValueError:
        raise UnreadableError(machine.here, "has a number that is none") from None
    machine.push(CONSTANT)


def string_line(machine: Machine) -> None:
    """STRING: quoted and escaped, up to the newline."""
    line = machine.cursor.line(NAME).rstrip(b" \r\t\f\v")
    if len(line) >= NAME:
        machine.push(UNKNOWN)
        return
    if len(line) < 2 or line[:1] != line[-1:] or line[:1] not in (b"'", b'"'):
        raise UnreadableError(machine.here, "has a string without its quotes")
    try:
        machine.push(Value(values.TEXT, ESCAPE.sub(_unescape, line[1:-1]).decode("latin-1")))
    except ValueError:
        raise UnreadableError(machine.here, "has a string that does not decode") from None


def _unescape(match: re.Match[bytes]) -> bytes:
    body = match[1]
    if body[:1] == b"x":
        return bytes((int(body[1:], 16),))
    if body[:1].isdigit():
        return bytes((int(body, 8) & 0xFF,))
    if body in (b"\n", b"\r\n"):
        return b""
    return ESCAPES.get(body, body)


def unicode_line(machine: Machine) -> None:
    """UNICODE: raw-unicode-escape, up to the newline."""
    line = machine.cursor.line(NAME)
    if len(line) >= NAME:
        machine.push(UNKNOWN)
        return
    try:
        machine.push(Value(values.TEXT, line.decode("raw-unicode-escape")))
    except ValueError:
        raise UnreadableError(machine.here, "has a string that does not decode") from None


def sized_text(width: int) -> Handler:
    """A string of a given length; one in bytes becomes a str too (a loader's default, ASCII)."""

    def handler(machine: Machine) -> None:
        size = _size(machine, width) if width != 4 else int.from_bytes(machine.cursor.take(4), "little")
        if size > NAME:
            machine.push(Value(values.OPAQUE, (machine.cursor.at, size)))
            machine.cursor.skip(size)
            return
        try:
            machine.push(Value(values.TEXT, machine.cursor.take(size).decode("utf-8", "surrogatepass")))
        except ValueError:
            machine.push(UNKNOWN)

    return handler


def sized_bytes(width: int, signed: bool = False) -> Handler:
    """Bytes of a given length, remembered by their place."""

    def handler(machine: Machine) -> None:
        size = int.from_bytes(machine.cursor.take(width), "little", signed=signed)
        if size < 0:
            raise UnreadableError(machine.here, "has a negative length")
        machine.push(Value(values.BYTES, (machine.cursor.at, size)))
        machine.cursor.skip(size)

    return handler


def old_string(width: int) -> Handler:
    """STRING of Python 2: short ones may be names, long ones are data."""

    def handler(machine: Machine) -> None:
        size = _size(machine, width)
        if size > NAME:
            machine.push(Value(values.BYTES, (machine.cursor.at, size)))
            machine.cursor.skip(size)
            return
        machine.push(Value(values.TEXT, machine.cursor.take(size).decode("latin-1")))

    return handler
