# SPDX-License-Identifier: Apache-2.0
"""JavaScript values as far as a memory descriptor needs them, and arithmetic on them."""

from __future__ import annotations

import math
import operator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

LARGEST = 1 << 70  # no size is larger; keeps hostile arithmetic small


class Mark:
    """A value that is only itself."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


UNKNOWN = Mark("unknown")
UNDEFINED = Mark("undefined")
NULL = Mark("null")
GLOBAL = Mark("globalThis")
WASM = Mark("WebAssembly")
MEMORY = Mark("WebAssembly.Memory")
MATH = Mark("Math")
OBJECT = Mark("Object")
NUMBER = Mark("Number")
BIGINT = Mark("BigInt")
MEMBERS = {(GLOBAL, "WebAssembly"): WASM, (WASM, "Memory"): MEMORY, (GLOBAL, "Math"): MATH}


class Big(int):
    """A BigInt: the same digits, other operators."""


class Obj:
    """An object literal. `entries` hold nodes that are evaluated when asked for, or values.

    `open`: it may hold more than is known. `node`: the literal it was written as.
    """

    def __init__(self, node: Node | None = None) -> None:
        self.entries: dict[str, Node | Value] = {}
        self.open = False
        self.node = node

    def forget(self) -> None:
        """Something unknown was spread into it or may have changed it."""
        self.entries = dict.fromkeys(self.entries, UNKNOWN)
        self.open = True

    def merge(self, other: Value) -> None:
        """`...other`."""
        if isinstance(other, Obj):
            if other.open:
                self.forget()
            self.entries.update(other.entries)
        elif other is not UNDEFINED and other is not NULL and not isinstance(other, bool):
            self.forget()


Value = bool | int | float | str | Mark | Obj
Number = int | float


def number(text: str) -> Value:
    """A numeric literal as the language writes it."""
    digits = text.replace("_", "")
    if len(digits) > 40:
        return UNKNOWN
    kind = Big if digits.endswith("n") else int
    digits = digits[:-1] if kind is Big else digits
    try:
        if digits[:1] == "0" and digits.isdigit() and len(digits) > 1:
            return int(digits, 10 if set(digits) & set("89") else 8)
        return kind(int(digits, 0))
    except ValueError:
        pass
    try:
        return whole(float(digits))
    except (ValueError, OverflowError):
        return UNKNOWN


def whole(value: Number) -> Number:
    """The same number, as an int where it is one."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def truthy(value: Value) -> bool | None:
    """Whether a condition holds; None when nobody knows."""
    if value is UNKNOWN:
        return None
    if value is UNDEFINED or value is NULL:
        return False
    if isinstance(value, (Mark, Obj)):
        return True
    return bool(value) and value == value


def to_number(value: Value) -> Value:
    """The language's own conversion; UNKNOWN where it is not simple, nan where it is none."""
    if value is NULL:
        return 0
    if value is UNDEFINED:
        return math.nan
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str):
        text = value.strip()
        plain = text.isascii() and text.isalnum() and not text.endswith("n")
        return number(text) if plain and text[:1].isdigit() and len(text) < 20 else UNKNOWN
    return value if isinstance(value, (int, float)) else UNKNOWN


def _int32(value: Number) -> int:
    if not math.isfinite(value):
        return 0
    return (int(value) + (1 << 31)) % (1 << 32) - (1 << 31)


def _divide(left: Number, right: Number) -> Number:
    if right == 0:
        return math.nan if left == 0 or left != left else math.copysign(math.inf, left)
    return left / right


def _power(left: Number, right: Number) -> Number:
    if abs(right) > 80 or abs(left) > LARGEST:
        raise OverflowError
    return float(left) ** right if right < 0 else left**right


def _remainder(left: Number, right: Number) -> Number:
    return math.fmod(left, right) if right and math.isfinite(left) else math.nan


NUMERIC: dict[str, Callable[[Number, Number], Number]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _divide,
    "%": _remainder,
    "**": _power,
    "<<": lambda a, b: _int32(_int32(a) << (_int32(b) & 31)),
    ">>": lambda a, b: _int32(a) >> (_int32(b) & 31),
    ">>>": lambda a, b: (_int32(a) & 0xFFFFFFFF) >> (_int32(b) & 31),
    "|": lambda a, b: _int32(a) | _int32(b),
    "&": lambda a, b: _int32(a) & _int32(b),
    "^": lambda a, b: _int32(a) ^ _int32(b),
}
BIG: dict[str, Callable[[int, int], int]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": lambda a, b: int(math.copysign(1, a) * math.copysign(1, b)) * (abs(a) // abs(b)),
    "**": lambda a, b: int(_power(a, b)),
    "<<": lambda a, b: a << b if 0 <= b < 80 else 1 // 0,
    ">>": lambda a, b: a >> b if 0 <= b < 80 else 1 // 0,
    "|": operator.or_,
    "&": operator.and_,
}
MATHS: dict[str, Callable[..., Number]] = {
    "floor": math.floor,
    "ceil": math.ceil,
    "trunc": math.trunc,
    "round": lambda a: math.floor(a + 0.5),
    "pow": _power,
    "min": min,
    "max": max,
    "abs": abs,
}


def binary(sign: str, left: Value, right: Value) -> Value:
    """`left sign right`; UNKNOWN where an operand or the result is not a number of a sane size."""
    if isinstance(left, Big) != isinstance(right, Big):
        return UNKNOWN
    try:
        if isinstance(left, Big) and isinstance(right, Big):
            return _sane(Big(BIG[sign](int(left), int(right))))
        if sign == "+" and (isinstance(left, (str, Obj)) or isinstance(right, (str, Obj))):
            return left + right if isinstance(left, str) and isinstance(right, str) else UNKNOWN
        a, b = to_number(left), to_number(right)
        if not isinstance(a, (int, float)) or not isinstance(b, (int, float)):
            return UNKNOWN
        return _sane(whole(NUMERIC[sign](a, b)))
    except (ArithmeticError, ValueError, KeyError):
        return UNKNOWN


def maths(name: str, values: list[Value]) -> Value:
    """`Math.name(...values)`."""
    numbers = [to_number(value) for value in values]
    known = [n for n in numbers if isinstance(n, (int, float)) and not isinstance(n, Big)]
    if name not in MATHS or not known or len(known) != len(numbers):
        return UNKNOWN
    try:
        return _sane(whole(MATHS[name](*known)))
    except (ArithmeticError, ValueError, TypeError):
        return UNKNOWN


def _sane(value: Number) -> Value:
    return UNKNOWN if math.isfinite(value) and abs(value) > LARGEST else value
