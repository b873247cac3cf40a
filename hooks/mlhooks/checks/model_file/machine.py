# SPDX-License-Identifier: Apache-2.0
"""One pickle, interpreted without making anything: which globals it resolves, what it calls them with.

Opcodes: CPython's Lib/pickletools.py, protocols 0 to 5, and Modules/_pickle.c where the two readings of an
opcode differ. Bytes are read one after the other; a FRAME tells nothing but a length, as in the C reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhooks.checks.model_file import values
from mlhooks.checks.model_file.data_classes import NESTED
from mlhooks.checks.model_file.reader import OverLimitError, UnreadableError
from mlhooks.checks.model_file.values import CONSTANT, EMPTY, GLOBAL, MADE, UNKNOWN, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlhooks.checks.model_file.budget import Budget
    from mlhooks.checks.model_file.reader import Cursor

STACK = 1_000_000  # values; what is above is not followed
NAMES = 10_000  # different globals, or calls of nested files, of one pickle
NAME = 1 << 12  # bytes of a name or a string that are kept; a longer one is no name that we know
HIGHEST = 5
# The opcodes that torch's weights-only unpickler reads (torch/_weights_only_unpickler.py, 2.13.0).
WEIGHTS_ONLY = frozenset(b"c\x81Rbaesu(t\x85\x86\x87N\x89\x88)]}\x8fJKMGXU\x8aQhjqr\x80.")


class Resolved(NamedTuple):
    """A global that the pickle looks up: module and name as written, and the opcode's byte offset."""

    module: str
    name: str
    offset: int
    protocol: int


class Odd(NamedTuple):
    """Something that no writer of weights does and that can run code; `text` completes "it ..."."""

    text: str
    offset: int


class Call(NamedTuple):
    """A global (full name) called with arguments."""

    name: str
    arguments: Value
    offset: int


class Machine:
    """Reads one pickle from a cursor. What it found stays available when `run` raises."""

    def __init__(self, cursor: Cursor, budget: Budget) -> None:
        self.cursor = cursor
        self.budget = budget
        self.resolved: dict[tuple[str, str, bool], Resolved] = {}  # each where it stands first
        self.odd: dict[str, Odd] = {}
        self.called: set[str] = set()
        self.nested: list[Call] = []  # calls that load a file out of their argument
        self.foreign: set[int] = set()  # opcodes that torch's weights-only unpickler does not know
        self.storages: dict[str, tuple[str, int]] = {}  # key -> (type, elements) of persistent tensors
        self.result = UNKNOWN
        self.steps = 0
        self.protocol = 0
        self.here = cursor.at
        self.flaw = ""  # what some readers stop at and others do not
        self.stack: list[Value] = []
        self.marks: list[int] = []
        self.memo: dict[int, Value] = {}
        self.highest = budget.highest
        self.after_build: Callable[[Value], None] | None = None  # joblib's arrays stand between opcodes

    def run(self) -> None:
        """Until STOP. Raises UnreadableError where every loader stops too, OverLimitError at a bound."""
        from mlhooks.checks.model_file.opcodes import HANDLERS

        while True:
            self.here = self.cursor.at
            code = self.cursor.byte()
            if code < 0:
                raise UnreadableError(self.here, "breaks off before its STOP")
            handler = HANDLERS[code]
            if handler is None:
                raise UnreadableError(self.here, f"has the unknown opcode 0x{code:02x}")
            self.spend()
            if code not in WEIGHTS_ONLY:
                self.foreign.add(code)
            handler(self)
            if code == 0x2E:
                return

    def spend(self) -> None:
        """Count an opcode, and look at what has grown."""
        self.steps += 1
        self.budget.opcodes -= 1
        if self.budget.opcodes < 0:
            raise OverLimitError(self.here, "has more opcodes than the limit pickle-opcodes")
        if len(self.stack) > STACK:
            raise OverLimitError(self.here, f"piles up more than {STACK} values")

    def push(self, value: Value) -> None:
        """Onto the stack."""
        self.stack.append(value)

    def pop(self) -> Value:
        """From the stack, not reaching below the last mark."""
        if len(self.stack) <= (self.marks[-1] if self.marks else 0):
            raise UnreadableError(self.here, "takes from an empty stack")
        return self.stack.pop()

    def top(self) -> Value:
        """The uppermost value."""
        if len(self.stack) <= (self.marks[-1] if self.marks else 0):
            raise UnreadableError(self.here, "takes from an empty stack")
        return self.stack[-1]

    def pop_mark(self) -> list[Value]:
        """Everything above the last mark, which goes too."""
        if not self.marks:
            raise UnreadableError(self.here, "looks for a mark that is not there")
        start = self.marks.pop()
        taken = self.stack[start:]
        del self.stack[start:]
        return taken

    def get(self, index: int) -> None:
        """Push what was remembered."""
        if index not in self.memo:
            raise UnreadableError(self.here, f"recalls entry {index}, which was never remembered,")
        self.push(self.memo[index])

    def put(self, index: int) -> None:
        """Remember the uppermost value."""
        value = self.top()
        if index not in self.memo:
            if not 0 <= index <= self.highest:
                raise OverLimitError(self.here, "remembers under a number above the limit pickle-memo")
            self.budget.memo -= 1
            if self.budget.memo < 0:
                raise OverLimitError(self.here, "remembers more than the limit pickle-memo")
        self.memo[index] = value

    def resolve(self, module: str, name: str) -> None:
        """Push a global by its two names."""
        found = Resolved(module, name, self.here, self.protocol)
        self.resolved.setdefault((module, name, self.protocol < 3), found)
        if len(self.resolved) > NAMES:
            raise OverLimitError(self.here, f"looks up more than {NAMES} globals")
        self.push(Value(GLOBAL, full_name(found)))

    def say(self, text: str) -> None:
        """Remember something odd, once."""
        if text not in self.odd and len(self.odd) < NAMES:
            self.odd[text] = Odd(text, self.here)

    def call(self, function: Value, arguments: Value) -> None:
        """Push what calling gives."""
        if function.kind != GLOBAL:
            self.say(f"calls {values.WORDS[function.kind]} that is no global")
            self.push(UNKNOWN)
            return
        self.called.add(function.name())
        if function.name() == NESTED:
            self.nested.append(Call(NESTED, arguments, self.here))
            if len(self.nested) > NAMES:
                raise OverLimitError(self.here, f"holds more than {NAMES} files")
        self.push(Value(MADE, function.name(), arguments))

    def build(self) -> None:
        """Give an object its state."""
        state, target = self.pop(), self.top()
        if target.kind == GLOBAL:
            self.say(f"changes {target.name()} itself")
        target.state = state if target.kind == MADE else None
        if self.after_build is not None:
            self.after_build(target)

    def fill(self, target: Value, allowed: frozenset[str], kinds: tuple[int, ...], word: str) -> None:
        """Entries are put into `target`: anything but a container is memory corruption or a call."""
        if target.kind in kinds or (target.kind == MADE and target.name() in allowed):
            return
        what = target.name() if target.kind in (GLOBAL, MADE) else values.WORDS[target.kind]
        self.say(f"{word} {what} (CVE-2026-24747 below torch 2.10)")

    def storage(self, identity: Value) -> None:
        """Push what a persistent id stands for; torch's are ("storage", type, key, device, elements)."""
        items = identity.items()
        if len(items) >= 5 and items[0].text() == "storage":
            key, elements = items[2].text(), items[4].number()
            if key is not None and elements is not None and len(self.storages) < 1_000_000:
                self.storages[key] = (items[1].name(), elements)
        self.push(Value(values.STORAGE))


def full_name(found: Resolved) -> str:
    """The name that the loader resolves, after Python 2's names are mapped as below protocol 3."""
    from _compat_pickle import IMPORT_MAPPING, NAME_MAPPING

    module, name = found.module, found.name
    if found.protocol < 3:
        if (module, name) in NAME_MAPPING:
            module, name = NAME_MAPPING[module, name]
        else:
            module = IMPORT_MAPPING.get(module, module)
    return f"{module}.{name}"


__all__ = ["CONSTANT", "EMPTY", "Call", "Machine", "Odd", "Resolved", "full_name"]
