# SPDX-License-Identifier: Apache-2.0
"""A stream of pickles: one, several, torch's legacy layout, or bytes that only look like one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhooks.checks.model_file import arrays, values
from mlhooks.checks.model_file.data_classes import DATA, NESTED, TORCHSCRIPT
from mlhooks.checks.model_file.machine import Machine
from mlhooks.checks.model_file.reader import Cursor, Memory, OverLimitError, Part, UnreadableError
from mlhooks.checks.model_file.report import Break, Danger, Needed
from mlhooks.checks.model_file.torch_names import WEIGHTS_ONLY

if TYPE_CHECKING:
    from mlhooks.checks.model_file.examine import Examination
    from mlhooks.checks.model_file.machine import Call
    from mlhooks.checks.model_file.reader import Reader
    from mlhooks.checks.model_file.values import Value

MAGIC = 0x1950A86A20F9469CFC6C  # torch/serialization.py, MAGIC_NUMBER
LEGACY = 5  # pickles: magic number, protocol, system, object, storage keys
PICKLES = 10_000
NAMES = re.compile(r"[^\W\d][\w.]*\Z")
PADDING = 1 << 12  # bytes between two pickles
FIRM = 8  # opcodes in a row that no other kind of content holds by chance
LATIN = 1 << 26  # bytes of a nested file inside a string
SIZES = {
    "Double": 8, "Float": 4, "Half": 2, "BFloat16": 2, "Long": 8, "Int": 4, "Short": 2, "Char": 1, "Byte": 1,
    "Bool": 1, "ComplexFloat": 8, "ComplexDouble": 16, "QInt8": 1, "QUInt8": 1, "QInt32": 4, "Untyped": 1,
}  # fmt: skip


def read_pickles(
    exam: Examination, reader: Reader, member: str, *, claimed: bool, torch: bool = False
) -> bool:
    """Examine the pickles at the start of `reader`; whether there were any.

    `claimed`: its name says that it is one, so that content that breaks off is unreadable, never unknown.
    `torch`: it is read by torch.load, whose weights-only reader knows fewer opcodes.
    """
    cursor = Cursor(reader)
    machines: list[Machine] = []
    storages: dict[str, tuple[str, int]] = {}
    while True:
        if len(machines) == PICKLES:
            raise OverLimitError(cursor.at, f"holds more than {PICKLES} pickles")
        legacy = bool(machines) and _is_legacy(machines[0])
        sure = legacy or (claimed and (not machines or _begins(cursor)))
        machine = _read_one(exam, cursor, member, sure=sure, torch=torch)
        if machine is None:
            break
        machines.append(machine)
        storages |= machine.storages
        done = len(machines) == LEGACY and _is_legacy(machines[0])
        if done or not _skip_padding(cursor):
            break
    if machines and _is_legacy(machines[0]):
        exam.describe("PyTorch legacy checkpoint")
        exam.report.torch = True
        exam.fact("tensors", str(len(storages)))
        _measure(exam, cursor, storages, member, len(machines))
    exam.report.pickles += len(machines)
    return bool(machines)


def _skip_padding(cursor: Cursor) -> bool:
    """Pass over NULs; whether anything follows within what is looked at."""
    ahead = cursor.reader.read_at(cursor.at, PADDING)
    rest = ahead.lstrip(b"\0")
    if rest:
        cursor.skip(len(ahead) - len(rest))
    return bool(rest)


def _begins(cursor: Cursor) -> bool:
    """Whether a pickle of a binary protocol begins here."""
    head = cursor.reader.read_at(cursor.at, 2)
    return len(head) == 2 and head[0] == 0x80 and 2 <= head[1] <= 5


def _is_legacy(first: Machine) -> bool:
    return first.result.number() == MAGIC


def _read_one(exam: Examination, cursor: Cursor, member: str, *, sure: bool, torch: bool) -> Machine | None:
    """One pickle, judged; None when what stands here is none (then nothing was said of it)."""
    machine = Machine(cursor, exam.budget)
    start = cursor.at
    first = cursor.reader.read_at(start, 2)
    if not first:
        if sure:
            exam.report.broken.append(Break(f"breaks off at byte {start}", member))
        return None
    reason = _run(exam, machine, member)
    binary = first[:1] == b"\x80"
    if reason is not None and not _plausible(machine, sure=sure, binary=binary):
        return None
    if reason is None and machine.steps < 2:
        return None
    _judge(exam, machine, member, torch=torch or exam.torch)
    if reason is not None:
        exam.report.broken.append(Break(str(reason), member))
    return machine if reason is None else None


def _run(exam: Examination, machine: Machine, member: str) -> UnreadableError | None:
    def after_build(value: Value) -> None:
        if arrays.is_wrapper(value) and not arrays.skip_array(machine.cursor, value):
            with exam.deeper():
                _read_one(exam, machine.cursor, member, sure=True, torch=False)

    machine.after_build = after_build
    try:
        machine.run()
    except UnreadableError as reason:
        return reason
    return UnreadableError(machine.here, machine.flaw) if machine.flaw else None


def _plausible(machine: Machine, *, sure: bool, binary: bool) -> bool:
    """Whether content that breaks off was a pickle at all."""
    acted = bool(machine.called or machine.odd)
    named = all(NAMES.match(one.module) and NAMES.match(one.name) for one in machine.resolved.values())
    if acted and named:
        return True
    return binary and (sure or machine.steps >= FIRM)


def _judge(exam: Examination, machine: Machine, member: str, *, torch: bool) -> None:
    from mlhooks.checks.model_file.machine import full_name

    for one in machine.resolved.values():
        _judge_name(exam, full_name(one), one.name, member, one.offset, machine.called)
    for odd in machine.odd.values():
        exam.report.dangers.append(Danger("", odd.text, member, odd.offset))
    for call in machine.nested:
        _read_nested(exam, machine, call, member)
    if not machine.foreign:
        return
    exam.report.foreign = machine.protocol
    if torch:
        text = f"written with pickle protocol {machine.protocol}; weights_only=True reads protocol 2 only"
        exam.report.advice.append(text)


def _judge_name(exam: Examination, full: str, name: str, member: str, offset: int, called: set[str]) -> None:
    """A dotted name walks through attributes, so only names that are written as on the lists count."""
    whole = "." not in name
    native = exam.torchscript and (full in TORCHSCRIPT or full.startswith("__torch__."))
    if whole and (full in WEIGHTS_ONLY or full in exam.allow or native):
        exam.report.allowed.add(full)
    elif whole and full in DATA:
        exam.report.needs.setdefault(full, Needed(full, member, offset))
    elif full not in exam.dangerous:
        exam.dangerous.add(full)
        verb = "calls" if full in called else "imports"
        exam.report.dangers.append(Danger(full, f"{verb} {full}", member, offset))


def _read_nested(exam: Examination, machine: Machine, call: Call, member: str) -> None:
    """The torch file inside the argument of torch.storage._load_from_bytes."""
    items = call.arguments.items()
    inside = _content(machine, items[0]) if items else None
    if inside is None:
        text = f"calls {NESTED} with bytes that it works out itself"
        exam.report.dangers.append(Danger("", text, member, call.offset))
        return
    exam.describe("pickle")
    outer = exam.report.torch
    with exam.deeper():
        exam.look(inside, f"{member}>bytes at {call.offset}", claimed=True, torch=True)
    exam.report.torch = outer  # torch.load reads the inner file, never the outer one


def _content(machine: Machine, value: Value) -> Reader | None:
    """The bytes of a value: written as such, or by protocol 2 as a string that is encoded again."""
    if value.kind == values.BYTES and isinstance(value.detail, tuple):
        return Part(machine.cursor.reader, *value.detail)
    if value.kind == values.MADE and value.name() == "_codecs.encode" and value.arguments is not None:
        text = value.arguments.items()[:1]
        if text and text[0].text() is not None:
            return Memory((text[0].text() or "").encode("latin-1", "replace"))
        if text and text[0].kind == values.OPAQUE and isinstance(text[0].detail, tuple):
            offset, size = text[0].detail
            if size > LATIN:
                raise OverLimitError(offset, "holds a file in a string that is too long")
            raw = machine.cursor.reader.read_at(offset, size)
            return Memory(raw.decode("utf-8", "replace").encode("latin-1", "replace"))
    return None


def _measure(
    exam: Examination, cursor: Cursor, storages: dict[str, tuple[str, int]], member: str, count: int
) -> None:
    """Whether a legacy file holds the tensors that it speaks of: 8 bytes and the elements, for each."""
    if count < LEGACY:
        if not exam.report.broken:
            exam.report.broken.append(Break(f"breaks off at byte {cursor.at}", member))
        return
    wanted = 0
    for kind, elements in storages.values():
        size = SIZES.get(kind.rpartition(".")[2].removesuffix("Storage"))
        if size is None or elements < 0:
            return
        wanted += 8 + elements * size
    missing = wanted - (cursor.reader.size - cursor.at)
    if cursor.reader.size >= 0 and missing > 0:
        reason = f"breaks off: {missing} bytes of its tensors are missing"
        exam.report.broken.append(Break(reason, member))
