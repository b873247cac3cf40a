# SPDX-License-Identifier: Apache-2.0
"""The memories of a module in the text format: its fields, never the instructions.

Format: WebAssembly core specification, chapter "Text Format", with the threads, memory64, multi-memory and
custom-page-sizes extensions, and the scripts (`.wast`) of the specification's own tests.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mlhooks.checks.wasm_memory.memory import ABSENT, KNOWN, Limits
from mlhooks.checks.wasm_memory.units import PAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

OPEN, CLOSE, STRING, ATOM = "(", ")", "string", "atom"
FORMS = 100_000  # fields of one module that are looked at
PARTS = 10_000  # tokens of one field that are looked at
LARGEST = 1 << 64

_TOKEN = re.compile(rb'\(;|;;|[()"]|[^\s()";]+')
_COMMENT = re.compile(rb"\(;|;\)")
_QUOTE = re.compile(rb'["\\]')
_NUMBER = re.compile(rb"0x[0-9A-Fa-f](?:_?[0-9A-Fa-f]){0,40}|[0-9](?:_?[0-9]){0,40}")
_ESCAPE = re.compile(rb"\\(?:u\{([0-9A-Fa-f_]{1,10})\}|[0-9A-Fa-f]{2}|.)", re.DOTALL)


class Token(NamedTuple):
    """A piece of the text; `start` and `end` are byte offsets into it."""

    kind: str
    start: int
    end: int


class Written(NamedTuple):
    """One memory: its number in its module, the range of its form, `end` of what its minimum is written
    with (0 where none is), and "module.name" when it is imported."""

    number: int
    start: int
    end: int
    minimum_end: int
    imported: str
    limits: Limits


def tokens(text: bytes) -> Iterator[Token]:
    """Parentheses, strings and atoms; comments, nested ones too, are passed over. Linear, never raises."""
    at = 0
    while True:
        match = _TOKEN.search(text, at)
        if match is None:
            return
        start, at = match.span()
        found = match[0]
        if found == b"(;":
            at = _past_comment(text, at)
        elif found == b";;":
            at = _line_end(text, at)
        elif found == b'"':
            at = _past_string(text, at)
            yield Token(STRING, start, at)
        elif found == b"(":
            yield Token(OPEN, start, at)
        elif found == b")":
            yield Token(CLOSE, start, at)
        else:
            yield Token(ATOM, start, at)


def _line_end(text: bytes, at: int) -> int:
    end = text.find(b"\n", at)
    return len(text) if end < 0 else end


def _past_comment(text: bytes, at: int) -> int:
    depth = 1
    while depth:
        match = _COMMENT.search(text, at)
        if match is None:
            return len(text)
        depth += 1 if match[0] == b"(;" else -1
        at = match.end()
    return at


def _past_string(text: bytes, at: int) -> int:
    while True:
        match = _QUOTE.search(text, at)
        if match is None:
            return len(text)
        at = match.end()
        if match[0] == b'"':
            return at
        at += 1


def memories(text: bytes) -> Iterator[Written]:
    """The memories that the modules of a text define or import, in the order in which they stand.

    A module that a script expects to be refused (`assert_invalid`) is none, and neither is what stands
    below a field: `(export "m" (memory 0))`, `(data (memory 0) ...)`. Never raises.
    """
    stream = tokens(text)
    number, depth, containers = 0, 0, 0  # containers: how many of the open forms are modules
    for token in stream:
        if token.kind == CLOSE and depth:
            depth -= 1
            containers = min(containers, depth)
            continue
        if token.kind != OPEN:
            continue
        form = _Form(text, token, stream)
        if form.is_container(containers == 0):
            number = 0
            depth += 1
            containers += 1
            continue
        found = form.memory(number)
        if found is not None:
            yield found
            number += 1


class _Form:
    """A form at the level of a module's fields; read to its end unless it contains fields itself."""

    def __init__(self, text: bytes, start: Token, stream: Iterator[Token]) -> None:
        self.text = text
        self.start = start.start
        self.end = start.end
        self.parts: list[Token] = []
        self._stream = stream
        self._depth = 1
        self._take()
        if self.word(0) == b"core" and self._depth == 1:
            self._take()

    def _take(self) -> None:
        token = next(self._stream, None)
        if token is None:
            self._depth = 0
            return
        if len(self.parts) < PARTS:
            self.parts.append(token)
        self.end = token.end
        self._depth += (token.kind == OPEN) - (token.kind == CLOSE)

    def word(self, at: int) -> bytes:
        """The part at this place as it is written; b"" where there is none."""
        if at >= len(self.parts):
            return b""
        part = self.parts[at]
        return self.text[part.start : part.end]

    def is_container(self, outermost: bool) -> bool:
        """Whether fields follow: a module, or at the outermost level a component."""
        if self._depth != 1:
            return False
        head = self.word(0)
        if head == b"core":
            return self.word(1) == b"module"
        return head in (b"module", b"component") and (outermost or head == b"module")

    def memory(self, number: int) -> Written | None:
        """Read the form to its end; the memory that it is or imports."""
        head = self.word(0)
        while self._depth > 0:
            self._take()
        if head == b"memory":
            return self._read(1, number, "", self.start, self.end)
        if head == b"import" and [self.word(3), self.word(4)] == [b"(", b"memory"]:
            name = f"{self._name(1)}.{self._name(2)}"
            return self._read(5, number, name, self.start, self.end)
        return None

    def _name(self, at: int) -> str:
        return self.word(at)[1:-1][:64].decode("utf-8", "replace")

    def _read(self, at: int, number: int, imported: str, start: int, end: int) -> Written | None:
        """The limits whose parts begin at `at`."""
        numbers: list[int] = []
        shared = wide = False
        page, minimum_end, depth, data = PAGE, 0, 0, -1
        for index in range(at, len(self.parts)):
            part, word = self.parts[index], self.word(index)
            depth += (part.kind == OPEN) - (part.kind == CLOSE)
            if depth < 0:
                break
            if part.kind == OPEN and depth == 1:
                head = self.word(index + 1)
                if head == b"import":
                    imported = f"{self._name(index + 2)}.{self._name(index + 3)}"
                elif head == b"pagesize":
                    page = _number(self.word(index + 2)) or PAGE
                elif head == b"data":
                    data = 0
            elif part.kind == STRING and depth == 1 and data >= 0:
                data += _length(word[1:-1])
            elif part.kind == ATOM and depth == 0:
                value = _number(word)
                if value is not None and len(numbers) < 2:
                    numbers.append(value)
                    minimum_end = minimum_end or part.end
                shared = shared or word == b"shared"
                wide = wide or word == b"i64"
        if page not in (1, PAGE):
            page = PAGE
        if data >= 0 and not numbers:
            numbers = [-(-data // page)] * 2
        if not numbers:
            return None
        most = numbers[1] if len(numbers) > 1 else None
        bound = ABSENT if most is None else KNOWN
        limits = Limits(numbers[0], most, bound, shared, wide, page, binary=True)
        return Written(number, start, end, minimum_end, imported, limits)


def _number(word: bytes) -> int | None:
    """An unsigned number, decimal or hexadecimal, with underscores between digits."""
    if not _NUMBER.fullmatch(word):
        return None
    return min(int(word.replace(b"_", b""), 16 if word[:2] == b"0x" else 10), LARGEST)


def _length(body: bytes) -> int:
    """How many bytes a string stands for."""
    count = len(body)
    for match in _ESCAPE.finditer(body):
        stands = 1
        if match[1]:
            point = int(match[1].replace(b"_", b"") or b"0", 16)
            stands = 1 + (point > 0x7F) + (point > 0x7FF) + (point > 0xFFFF)
        count += stands - len(match[0])
    return count
