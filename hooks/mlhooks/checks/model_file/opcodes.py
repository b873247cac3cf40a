# SPDX-License-Identifier: Apache-2.0
"""What each opcode does to the machine. The names are those of CPython's Lib/pickletools.py."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhooks.checks.model_file import values
from mlhooks.checks.model_file.literals import (
    constant,
    fixed,
    float_line,
    int_line,
    integer,
    long_integer,
    old_string,
    sized_bytes,
    sized_text,
    string_line,
    unicode_line,
)
from mlhooks.checks.model_file.machine import HIGHEST, NAME, Machine
from mlhooks.checks.model_file.reader import UnreadableError
from mlhooks.checks.model_file.values import EMPTY, UNKNOWN, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    Handler = Callable[[Machine], None]

LISTS = frozenset({"collections.deque", "builtins.list"})
DICTS = frozenset(
    {"builtins.dict", "collections.OrderedDict", "collections.defaultdict", "collections.Counter"}
)
SETS = frozenset({"builtins.set"})
# Readers differ in what they take behind the digits; what matters is that PUT and GET agree.
INDEX = re.compile(rb"\s*[+-]?\d+(?:_\d+)*")


def _tuple(count: int) -> Handler:
    def handler(machine: Machine) -> None:
        taken = [machine.pop() for _ in range(count)]
        machine.push(Value(values.TUPLE, tuple(reversed(taken))) if count else EMPTY)

    return handler


def _mark_tuple(machine: Machine) -> None:
    machine.push(Value(values.TUPLE, tuple(machine.pop_mark()[: values.KEPT])))


def _fresh(kind: int) -> Handler:
    def handler(machine: Machine) -> None:
        machine.push(Value(kind, {} if kind == values.DICT else None))

    return handler


def _mark_list(machine: Machine) -> None:
    machine.pop_mark()
    machine.push(Value(values.LIST))


def _mark_dict(machine: Machine) -> None:
    items = machine.pop_mark()
    made = Value(values.DICT, {})
    for key, value in zip(items[::2], items[1::2], strict=False):
        made.put(key, value)
    machine.push(made)


def _frozen(machine: Machine) -> None:
    machine.pop_mark()
    machine.push(Value(values.SET))


def _append(machine: Machine) -> None:
    machine.pop()
    machine.fill(machine.top(), LISTS, (values.LIST,), "appends to")


def _appends(machine: Machine) -> None:
    machine.pop_mark()
    machine.fill(machine.top(), LISTS, (values.LIST,), "appends to")


def _set_item(machine: Machine) -> None:
    value, key = machine.pop(), machine.pop()
    target = machine.top()
    machine.fill(target, DICTS, (values.DICT,), "sets an item of")
    target.put(key, value)


def _set_items(machine: Machine) -> None:
    items = machine.pop_mark()
    target = machine.top()
    machine.fill(target, DICTS, (values.DICT,), "sets an item of")
    if len(items) <= 2 * values.KEPT:
        for key, value in zip(items[::2], items[1::2], strict=False):
            target.put(key, value)


def _add_items(machine: Machine) -> None:
    machine.pop_mark()
    machine.fill(machine.top(), SETS, (values.SET,), "adds to")


def _pop(machine: Machine) -> None:
    if machine.marks and machine.marks[-1] == len(machine.stack):
        machine.marks.pop()
    else:
        machine.pop()


def _pop_mark(machine: Machine) -> None:
    machine.pop_mark()


def _frame(machine: Machine) -> None:
    size = int.from_bytes(machine.cursor.take(8), "little")
    known = machine.cursor.reader.size
    if 0 <= known < machine.cursor.at + size:
        machine.flaw = machine.flaw or "has a frame that is longer than what follows"


def _put_line(machine: Machine) -> None:
    machine.put(_index(machine))


def _get_line(machine: Machine) -> None:
    machine.get(_index(machine))


def _index(machine: Machine) -> int:
    match = INDEX.match(machine.cursor.line(32))
    if match is None:
        raise UnreadableError(machine.here, "has a number that is none")
    return int(match[0])


def _global(machine: Machine) -> None:
    module, name = _name(machine), _name(machine)
    machine.resolve(module, name)


def _name(machine: Machine) -> str:
    return machine.cursor.line(NAME).decode("utf-8", "backslashreplace")


def _stack_global(machine: Machine) -> None:
    name, module = machine.pop(), machine.pop()
    first, second = module.text(), name.text()
    if first is None or second is None:
        machine.say("looks up a global by names that it works out itself")
        machine.push(UNKNOWN)
        return
    machine.resolve(first, second)


def _extension(size: int) -> Handler:
    def handler(machine: Machine) -> None:
        code = int.from_bytes(machine.cursor.take(size), "little")
        machine.say(f"looks up extension code {code}, whose global stands elsewhere")
        machine.push(UNKNOWN)

    return handler


def _reduce(machine: Machine) -> None:
    arguments, function = machine.pop(), machine.pop()
    machine.call(function, arguments)


def _new_object_with_keywords(machine: Machine) -> None:
    machine.pop()
    _reduce(machine)


def _instance(machine: Machine) -> None:
    module, name = _name(machine), _name(machine)
    arguments = Value(values.TUPLE, tuple(machine.pop_mark()[: values.KEPT]))
    machine.resolve(module, name)
    machine.call(machine.pop(), arguments)


def _object(machine: Machine) -> None:
    taken = machine.pop_mark()
    if not taken:
        raise UnreadableError(machine.here, "takes from an empty stack")
    machine.call(taken[0], Value(values.TUPLE, tuple(taken[1 : values.KEPT])))


def _protocol(machine: Machine) -> None:
    machine.protocol = machine.cursor.take(1)[0]
    if machine.protocol > HIGHEST:
        raise UnreadableError(machine.here, f"has protocol {machine.protocol}, which no Python reads,")


def _persistent_line(machine: Machine) -> None:
    machine.cursor.line(NAME)
    machine.push(Value(values.STORAGE))


def _mark(machine: Machine) -> None:
    machine.marks.append(len(machine.stack))
    if len(machine.marks) > 1_000_000:
        raise UnreadableError(machine.here, "nests too deep")


def _stop(machine: Machine) -> None:
    machine.result = machine.pop()


def _buffer(machine: Machine) -> None:
    machine.push(UNKNOWN)


TABLE: dict[str, Handler] = {
    "(": _mark,
    ".": _stop,
    "0": _pop,
    "1": _pop_mark,
    "2": lambda machine: machine.push(machine.top()),
    "F": float_line,
    "G": fixed(8),
    "I": int_line,
    "J": integer(4, signed=True),
    "K": integer(1),
    "L": int_line,
    "M": integer(2),
    "N": constant,
    "P": _persistent_line,
    "Q": lambda machine: machine.storage(machine.pop()),
    "R": _reduce,
    "S": string_line,
    "T": old_string(4),
    "U": old_string(1),
    "V": unicode_line,
    "X": sized_text(4),
    "a": _append,
    "b": lambda machine: machine.build(),
    "c": _global,
    "d": _mark_dict,
    "}": _fresh(values.DICT),
    "e": _appends,
    "g": _get_line,
    "h": lambda machine: machine.get(machine.cursor.take(1)[0]),
    "i": _instance,
    "j": lambda machine: machine.get(int.from_bytes(machine.cursor.take(4), "little")),
    "l": _mark_list,
    "]": _fresh(values.LIST),
    "o": _object,
    "p": _put_line,
    "q": lambda machine: machine.put(machine.cursor.take(1)[0]),
    "r": lambda machine: machine.put(int.from_bytes(machine.cursor.take(4), "little")),
    "s": _set_item,
    "t": _mark_tuple,
    ")": _tuple(0),
    "u": _set_items,
    "B": sized_bytes(4),
    "C": sized_bytes(1),
    "\x80": _protocol,
    "\x81": _reduce,  # NEWOBJ: cls.__new__(cls, *arguments)
    "\x82": _extension(1),
    "\x83": _extension(2),
    "\x84": _extension(4),
    "\x85": _tuple(1),
    "\x86": _tuple(2),
    "\x87": _tuple(3),
    "\x88": constant,
    "\x89": constant,
    "\x8a": long_integer(1),
    "\x8b": long_integer(4),
    "\x8c": sized_text(1),
    "\x8d": sized_text(8),
    "\x8e": sized_bytes(8),
    "\x8f": _fresh(values.SET),
    "\x90": _add_items,
    "\x91": _frozen,
    "\x92": _new_object_with_keywords,
    "\x93": _stack_global,
    "\x94": lambda machine: machine.put(len(machine.memo)),
    "\x95": _frame,
    "\x96": sized_bytes(8),
    "\x97": _buffer,
    "\x98": lambda machine: machine.push(machine.pop()),  # READONLY_BUFFER
}
HANDLERS: tuple[Handler | None, ...] = tuple(TABLE.get(chr(code)) for code in range(256))
