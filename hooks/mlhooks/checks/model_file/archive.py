# SPDX-License-Identifier: Apache-2.0
"""What stands in an archive: each member by its content, but for the storages of a torch checkpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhooks.checks.model_file.containers import keras, tars, zips
from mlhooks.checks.model_file.reader import Part, UnreadableError

if TYPE_CHECKING:
    from mlhooks.checks.model_file.examine import Examination
    from mlhooks.checks.model_file.reader import Reader

PICKLES = (".pkl", ".pickle", ".pt", ".pth", ".ckpt")
STREAMS = ("storages", "tensors")  # of torch's oldest format: pickles with bare numbers between them
SUMMED = 1 << 24  # bytes of a member whose checksum is looked at


def look_into_zip(exam: Examination, reader: Reader, member: str, *, claimed: bool) -> None:
    """Examine a zip archive. Raises UnreadableError, OverLimitError."""
    if reader.size < 0:
        reader = Part(reader, 0, _length(reader))
    end = zips.find_end(reader)
    if end is None:
        exam.describe("zip archive")
        raise UnreadableError(reader.size, "breaks off: its directory is missing")
    found = list(zips.members(reader, end, exam.budget))
    names = [one.name for one in found]
    roots = {name[: -len("data.pkl")] for name in names if name == "data.pkl" or name.endswith("/data.pkl")}
    outer = exam.torch, exam.torchscript
    if roots:
        exam.torch = exam.report.torch = True
        exam.torchscript = any(f"{root}constants.pkl" in names for root in roots)
    weights = exam.name.endswith(".keras") or any(name.endswith("weights.h5") for name in names)
    exam.keras = weights and "config.json" in names
    _describe(exam, names, roots)
    if zips.overlap(found, reader.size):
        exam.unreadable("has members that overlap or reach beyond its end", member)
    if (not end.exact or any("\0" in name for name in names)) and (roots or claimed):
        exam.unreadable("has a directory that readers take in different ways", member)
    if len(set(names)) < len(names) and (roots or claimed):
        exam.unreadable("has two members of one name", member)
    for one in found:
        storage = any(_is_storage(one.name, root) for root in roots)
        _look_at_member(exam, reader, one, f"{member}>{one.name}" if member else one.name, storage, claimed)
    exam.torch, exam.torchscript = outer


def _is_storage(name: str, root: str) -> bool:
    """Whether torch reads this member as the bare numbers of a tensor, and nobody as anything else."""
    return name.startswith(f"{root}data/") and name[len(root) + 5 :].isdigit()


def _describe(exam: Examination, names: list[str], roots: set[str]) -> None:
    if exam.torchscript:
        exam.describe("TorchScript archive")
    elif any(name.endswith("archive_format") for name in names):
        exam.describe("torch.export archive (.pt2)")
    elif roots:
        exam.describe("PyTorch checkpoint")
    elif exam.keras:
        exam.describe("Keras archive")
    exam.describe("zip archive")
    if roots:
        tensors = sum(any(_is_storage(name, root) for root in roots) for name in names)
        exam.fact("tensors", str(tensors))


def _length(reader: Reader) -> int:
    """The size of a reader that does not know it: unpacked to its end, on the budget."""
    at, step = 0, 1 << 16
    while piece := reader.read_at(at, step):
        at += len(piece)
    return at


def _look_at_member(
    exam: Examination, reader: Reader, one: zips.Member, path: str, storage: bool, claimed: bool
) -> None:
    model = claimed or exam.keras or one.name.lower().endswith(PICKLES)
    try:
        header = zips.local(reader, one)
        if header.differs and model:
            exam.unreadable(f"says two things of {header.differs} of a member", path)
        if one.flags & zips.ENCRYPTED and model:
            exam.unreadable("is marked as encrypted", path)
        if storage or not one.size:
            return
        inside = zips.content(reader, one, header.start, exam.budget)
        named = one.name.lower().endswith(PICKLES)
        if one.name == "config.json" and exam.keras:
            _look_at_keras(exam, inside, path)
        with exam.deeper():
            exam.look(inside, path, claimed=named, torch=named and exam.torch)
        if model and named and one.size <= SUMMED and not zips.sum_is_right(inside, one, exam.budget):
            exam.unreadable("has the wrong checksum", path)
    except UnreadableError as error:
        if model:
            exam.unreadable(str(error), path)


def _look_at_keras(exam: Examination, inside: Reader, path: str) -> None:
    from mlhooks.checks.model_file.report import Danger

    config = inside.read_at(0, keras.LONGEST + 1)
    if len(config) > keras.LONGEST:
        raise UnreadableError(0, "has a config.json of more than 16 MiB")
    for name, text in keras.dangers(config):
        if name not in exam.allow:
            exam.report.dangers.append(Danger(name, text, path, 0))


def look_into_tar(exam: Examination, reader: Reader, member: str) -> None:
    """Examine a tar archive. Raises UnreadableError, OverLimitError."""
    exam.describe("tar archive")
    for one in tars.members(reader, exam.budget):
        path = f"{member}>{one.name}" if member else one.name
        inside = Part(reader, one.start, one.size)
        if one.name in STREAMS and one.size > 64:
            exam.unreadable("is a stream of torch's oldest format, which is not followed", path)
        with exam.deeper():
            exam.look(inside, path, claimed=one.name.lower().endswith(PICKLES))
