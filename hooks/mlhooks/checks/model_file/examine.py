# SPDX-License-Identifier: Apache-2.0
"""One file, whatever it is: recognised by its content, followed into what it holds, within one budget."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from mlhooks.checks.model_file.archive import look_into_tar, look_into_zip
from mlhooks.checks.model_file.budget import Budget
from mlhooks.checks.model_file.containers import npy, onnx, safetensors, tars, zips
from mlhooks.checks.model_file.pickles import read_pickles
from mlhooks.checks.model_file.reader import OverLimitError, Part, UnreadableError
from mlhooks.checks.model_file.report import Break, Report
from mlhooks.checks.model_file.unpack import Unpacked
from mlhooks.core.limits import LIMITS
from mlhooks.core.source import POINTER, is_pointer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from mlhooks.checks.model_file.reader import Reader

CHECKPOINTS = (".pt", ".pth", ".ckpt", ".pkl", ".pickle")
TORCH = (".pt", ".pth", ".ckpt", ".pt2")
PACKED = ((b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"), (b"\xfd7zXZ\0", "xz"), (b"\x5d\0\0", "xz"))
CLOSED = (
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"\x04\x22\x4d\x18", "LZ4"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
)
PACKED_AS = "is packed as"
MODELS = (*CHECKPOINTS, ".joblib", ".npy", ".npz", ".pt2", ".keras", ".safetensors", ".onnx", ".dill")


class Examination:
    """The state of one reading: what was found, what is left to spend, what the user allows."""

    def __init__(self, allow: Collection[str], limits: Mapping[str, int]) -> None:
        self.report = Report()
        self.budget = Budget(limits)
        self._levels = self.budget.nesting
        self.allow = frozenset(allow)
        self.name = ""
        self.dangerous: set[str] = set()  # names that were reported
        self.torch = False  # inside a checkpoint that torch.load reads
        self.torchscript = False
        self.keras = False

    def describe(self, format: str) -> None:
        """The outermost format is the file's."""
        self.report.format = self.report.format or format

    def fact(self, label: str, value: str) -> None:
        """A row for `mlhooks inspect`; what stands in a nested file adds none."""
        if self.budget.nesting < self._levels:
            return
        self.report.facts.append((label, value))

    def unreadable(self, reason: str, member: str) -> None:
        """A part that cannot be vouched for."""
        self.report.broken.append(Break(reason, member))

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """One level of nesting. Raises OverLimitError."""
        self.budget.nesting -= 1
        if self.budget.nesting < 0:
            raise OverLimitError(0, "nests deeper than the limit archive-nesting")
        try:
            yield
        finally:
            self.budget.nesting += 1

    def look(self, reader: Reader, member: str, *, claimed: bool, torch: bool = False) -> None:
        """Examine one thing: the file, or a member of it."""
        try:
            self._look(reader, member, claimed=claimed, torch=torch)
        except UnreadableError as error:
            self.unreadable(str(error), member)

    def _look(self, reader: Reader, member: str, *, claimed: bool, torch: bool) -> None:
        head = reader.read_at(0, 512)
        if head.startswith((zips.LOCAL, zips.END)):
            look_into_zip(self, reader, member, claimed=claimed)
            return
        self._look_at_plain(reader, head, member, claimed=claimed, torch=torch)
        if (
            reader.size > 0
            and not isinstance(reader, Unpacked)
            and claimed
            and zips.find_end(reader, whole=True)
        ):
            look_into_zip(self, reader, member, claimed=False)

    def _look_at_plain(self, reader: Reader, head: bytes, member: str, *, claimed: bool, torch: bool) -> None:
        name = (member or self.name).lower()
        if head.startswith(npy.MAGIC):
            self._look_at_array(reader, member)
        elif tars.is_tar(head):
            look_into_tar(self, reader, member)
        elif name.endswith((".safetensors", ".onnx")) and self._is_renamed(reader, member):
            self.describe("pickle")
        elif name.endswith(".safetensors") or safetensors.looks_so(head, reader.size):
            self.describe("safetensors")
            self.fact("tensors", str(safetensors.check(reader)))
        elif name.endswith(".onnx"):
            self._look_at_onnx(reader)
        elif kind := _packed(head):
            self._look_at_packed(reader, kind, member, claimed=claimed, torch=torch)
        elif read_pickles(self, reader, member, claimed=claimed, torch=torch):
            self.describe("pickle")
        elif name.endswith(MODELS) and (closed := next((w for m, w in CLOSED if head.startswith(m)), "")):
            self.unreadable(f"{PACKED_AS} {closed}, which is not read here", member)

    def _is_renamed(self, reader: Reader, member: str) -> bool:
        """Whether a pickle stands under the name of a format that has none."""
        return read_pickles(self, reader, member, claimed=False)

    def _look_at_array(self, reader: Reader, member: str) -> None:
        self.describe("numpy array")
        start = npy.objects_at(reader)
        if start is not None:
            read_pickles(self, Part(reader, start, _rest(reader, start)), member, claimed=True)

    def _look_at_onnx(self, reader: Reader) -> None:
        self.describe("ONNX model")
        for location in onnx.locations(reader, self.budget):
            if onnx.leaves(location) and location not in self.report.outside:
                self.report.outside.append(location)

    def _look_at_packed(self, reader: Reader, kind: str, member: str, *, claimed: bool, torch: bool) -> None:
        inside = Unpacked(reader, kind, self.budget)
        try:
            inside.read_at(0, 1)
        except UnreadableError:
            if kind == "zlib" and not claimed:
                return
            raise
        with self.deeper():
            self.look(inside, member, claimed=claimed, torch=torch)
        if self.report.format and not self.report.format.endswith(kind):
            self.report.format += f", {kind}"


def _rest(reader: Reader, start: int) -> int:
    return reader.size - start if reader.size >= 0 else 1 << 62


def _packed(head: bytes) -> str:
    for magic, kind in PACKED:
        if head.startswith(magic):
            return kind
    zlib = len(head) > 2 and head[0] == 0x78 and not (head[0] << 8 | head[1]) % 31 and not head[1] & 0x20
    return "zlib" if zlib else ""


def examine(
    reader: Reader, name: str, *, allow: Collection[str] = (), limits: Mapping[str, int] = LIMITS
) -> Report:
    """Read a file by ranges and say what loading it would do. `name` decides what it claims to be.

    Raises OSError; everything else that is wrong with the content stands in the report.
    """
    exam = Examination(allow, limits)
    lower = name.lower()
    claimed = lower.endswith(CHECKPOINTS)
    exam.name = lower
    exam.torch = lower.endswith(TORCH)
    if reader.size == 0 or (reader.size <= POINTER and is_pointer(reader.read_at(0, POINTER))):
        return exam.report
    exam.look(reader, "", claimed=claimed or lower.endswith(MODELS), torch=exam.torch)
    if claimed and not exam.report.format and not exam.report.dangers and not exam.report.broken:
        exam.unreadable("begins like no format that a checkpoint has", "")
    return exam.report
