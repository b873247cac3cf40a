# SPDX-License-Identifier: Apache-2.0
"""`model-file`: verdicts of hostile, clean and damaged files, and what people are told."""

from __future__ import annotations

import argparse
import gzip
import io
import json
import pickle
import random
import struct
import zipfile
from collections import Counter, OrderedDict, defaultdict, deque
from datetime import datetime, timezone
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.model_payloads import (
    CALL,
    HOSTILE,
    PROTO2,
    PROTO4,
    STATE,
    array,
    broken_zip,
    checkpoint,
    legacy,
    name,
    tarred,
    text,
    zipped,
)
from mlhooks.checks.model_file import CHECK
from mlhooks.checks.model_file.code_names import runs_code
from mlhooks.checks.model_file.data_classes import DATA
from mlhooks.checks.model_file.examine import examine
from mlhooks.checks.model_file.machine import Resolved, full_name
from mlhooks.checks.model_file.reader import Memory
from mlhooks.checks.model_file.torch_names import WEIGHTS_ONLY
from mlhooks.core.limits import LIMITS
from mlhooks.model_file import judge as verdict_of
from support import judge

SUFFIXES = (
    ".pt",
    ".pth",
    ".ckpt",
    ".pkl",
    ".npy",
    ".npz",
    ".joblib",
    ".bin",
    ".pt2",
    ".onnx",
    ".keras",
    ".safetensors",
    ".tar",
    "",
)


def said(content: bytes, path: str = "a.pkl", **limits: int) -> str:
    return examine(Memory(content), path, limits={**LIMITS, **limits}).verdict


@pytest.mark.parametrize(
    ("path", "content"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE]
)
def test_hostile_files_run_code(path: str, content: bytes) -> None:
    report = examine(Memory(content), path)
    assert report.verdict == "runs-code", report


@pytest.mark.parametrize(
    ("path", "content"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE]
)
def test_hostile_files_cut_short_are_never_clean(path: str, content: bytes) -> None:
    if path == "behind-a-pickle.pkl" or (path.endswith(".pkl") and content[:1] != b"\x80"):
        return  # a text that breaks off before it does anything is judged by its suffix, below
    for end in {1, len(content) // 3, len(content) // 2, len(content) - 2, len(content) - 1}:
        if path.endswith((".pt", ".pkl")):
            assert said(content[:end], path) in ("runs-code", "unreadable"), end


PLAIN = [1, -1, 2**70, 1.5, "text", "x" * 300, b"bytes", None, True, [1], (1, 2, 3, 4), {"a": {"b": []}}]
CLEAN = {
    **{f"plain-{p}.pkl": pickle.dumps(PLAIN, p) for p in (2, 3, 4, 5)},
    **{f"text-{p}.pkl": pickle.dumps([1, "a", {"k": 2.5}, None, True], p) for p in (0, 1)},
    "ordered.pt": checkpoint(STATE),
    "ordered-legacy.pt": legacy(STATE),
    "counter.pkl": pickle.dumps(Counter("aab"), 2),
    "complex.pkl": pickle.dumps([1j, bytearray(b"x"), {1, 2}], 4),
    "two.pkl": pickle.dumps([1], 2) * 2,
    "trailing.pkl": pickle.dumps([1], 2) + b"\0" * 100,
    "storage.pt": checkpoint(STATE, **{"data/0": CALL, "data/1": b"\x80\x02c"}),
    "floats.npy": array("'<f4'", b"\0" * 4),
    "fields.npy": array("[('a', '<f4'), ('b', '<i8', (2,))]", b"\0" * 20),
    "python-2.npy": array("'<f4'", b"\0" * 4).replace(b"(1,), ", b"(1L,),"),
    "floats.npz": zipped({"a.npy": array("'<f8'", b"\0" * 8)}, zipfile.ZIP_DEFLATED),
    "tensors.safetensors": struct.pack("<Q", 59) + b'{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}     ' + b"\0" * 4,
    "plain.gz": gzip.compress(b"some text"),
    "plain.zip": zipped({"a.txt": b"cat\ndog\nfish\n", "b.py": b"import os\n"}),
    "dense.keras": zipped({"config.json": json.dumps({"module": "keras.layers", "class_name": "Dense", "config": {}}).encode(), "model.weights.h5": b"x"}),
    "script.pt": checkpoint(PROTO2 + name("__torch__", "Net") + b")\x81.", **{"constants.pkl": PROTO2 + b")."}),
}  # fmt: skip


@pytest.mark.parametrize("path", CLEAN)
def test_clean_files_give_nothing(path: str) -> None:
    report = examine(Memory(CLEAN[path]), path)
    assert report.verdict == "clean" or (report.verdict == "unknown" and path.endswith(".gz")), report


UNKNOWN = {
    "weights.bin": b"GGUF" + bytes(range(200)),
    "ggml.bin": b"lmgg\x01\0\0\0" + b"\0" * 100,
    "words.dat": b"cat\ndog\nfish\n",
    "floats.bin": struct.pack("<100f", *[i / 7 for i in range(100)]),
    "looks.bin": b"\x80\x02\x00\x01\x02\x03",
    "empty.pt2": b"",
}


@pytest.mark.parametrize("path", UNKNOWN)
def test_unknown_content_is_silent(path: str) -> None:
    assert said(UNKNOWN[path], path) == "unknown"


NEEDS = {
    "namespace": (argparse.Namespace(a=1), {"argparse.Namespace"}),
    "defaultdict": (defaultdict(list), {"collections.defaultdict", "builtins.list"}),
    "deque": (deque([1]), {"collections.deque"}),
    "time": (datetime(2020, 1, 1, tzinfo=timezone.utc), {"datetime.datetime", "datetime.timezone", "datetime.timedelta"}),
    "path": (PurePosixPath("a"), {f"{PurePosixPath.__module__}.PurePosixPath"}),
}  # fmt: skip


@pytest.mark.parametrize("key", NEEDS)
@pytest.mark.parametrize("protocol", [0, 2, 4])
def test_data_classes_need_pickle(key: str, protocol: int) -> None:
    value, names = NEEDS[key]
    report = examine(Memory(pickle.dumps(value, protocol)), "a.pkl")
    expected = names | ({"copyreg._reconstructor", "builtins.object"} & set(report.needs))
    assert (report.verdict, set(report.needs) - report.allowed) == ("needs-pickle", expected)


def zip_of_many(count: int) -> bytes:
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count & 0xFFFF, count & 0xFFFF, 0, 0, 0)
    return b"PK\x03\x04" + b"\0" * 26 + end


UNREADABLE = {
    "duplicate names": (lambda: twice(STATE), "a.pt"),
    "encrypted": (lambda: flagged(checkpoint(STATE)), "a.pt"),
    "no directory": (lambda: checkpoint(STATE)[:-30], "a.pt"),
    "no directory, any suffix": (lambda: checkpoint(STATE)[:-30], "a.bin"),
    **{f"differs in {what}": (lambda what=what: broken_zip(what, STATE), "a.pt") for what in ("flag in the header", "name")},
    "wrong checksum": (lambda: checkpoint(STATE).replace(b"X\x01\0\0\0a", b"X\x01\0\0\0b"), "a.pt"),
    "method": (lambda: checkpoint(STATE).replace(b"\x00\x00\x00\x00\x00\x00!\x00", b"\x00\x00\x63\x00\x00\x00!\x00"), "a.pt"),
    "legacy, four pickles": (lambda: legacy(STATE)[: -len(pickle.dumps([], 2))], "a.pt"),
    "html": (lambda: b"<!DOCTYPE html>", "a.ckpt"),
    "unknown": (lambda: b"\1\2\3\4", "a.pt"),
    "7z": (lambda: b"7z\xbc\xaf\x27\x1c", "a.pth"),
    "zstandard": (lambda: b"\x28\xb5\x2f\xfd\0\0", "a.joblib"),
    "gzip": (lambda: gzip.compress(pickle.dumps([0] * 999, 2))[:-20], "a.pkl"),
    "many members": (lambda: zip_of_many(60_000), "a.pt"),
    "npy header": (lambda: b"\x93NUMPY\x01\0\xff\xff{", "a.npy"),
    "npy expression": (lambda: array("__import__('os')", b""), "a.npy"),
    "safetensors length": (lambda: struct.pack("<Q", 1 << 40) + b"{}", "a.safetensors"),
    "safetensors hole": (lambda: struct.pack("<Q", 54) + b'{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}' + b"\0" * 8, "a.safetensors"),
    "safetensors shape": (lambda: struct.pack("<Q", 54) + b'{"a":{"dtype":"F32","shape":[9],"data_offsets":[0,4]}}' + b"\0" * 4, "a.safetensors"),
    "onnx": (lambda: b"\x3a\xff\xff\xff\x7f", "a.onnx"),
    "onnx outside": (lambda: onnx("../../etc/passwd"), "a.onnx"),
    "tar": (lambda: tarred({"a": b"x" * 600})[:700], "a.tar"),
    "oldest format": (lambda: tarred({"storages": pickle.dumps([1] * 99)}), "a.pt"),
    "protocol 9": (lambda: b"\x80\x09.", "a.pkl"),
    "quine-like nesting": (lambda: nested(12), "a.pt"),
    "bomb": (lambda: gzip.compress(gzip.compress(b"\0" * (1 << 26))), "a.pkl"),
}  # fmt: skip


def twice(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("archive/data.pkl", content)
        archive.writestr("archive/data.pkm", content)
    return out.getvalue().replace(b"data.pkm", b"data.pkl")


def flagged(whole: bytes) -> bytes:
    changed = bytearray(whole)
    changed[6] |= 1
    changed[changed.find(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def nested(levels: int) -> bytes:
    content = STATE
    for _ in range(levels):
        content = zipped({"archive/data.pkl": content})
    return content


def field(number: int, body: bytes) -> bytes:
    return bytes((number << 3 | 2,)) + bytes((len(body),)) + body


def onnx(path: str) -> bytes:
    entry = field(1, b"location") + field(2, path.encode())
    return field(7, field(5, field(13, entry)))


@pytest.mark.parametrize("key", UNREADABLE)
def test_unreadable(key: str) -> None:
    make, path = UNREADABLE[key]
    report = examine(Memory(make()), path)
    assert report.verdict == "unreadable", report


def test_external_data_beside_the_model_is_fine() -> None:
    for path, expected in [("weights.bin", "clean"), ("a/b.bin", "clean"), ("/etc/x", "unreadable"), ("C:x", "unreadable"), ("a\\..\\..\\x", "unreadable")]:  # fmt: skip
        assert said(onnx(path), "m.onnx") == expected


@pytest.mark.parametrize(
    ("content", "limits"),
    [
        (PROTO2 + b"K\x01" + b"2" * 100_000 + b".", {"pickle-opcodes": 50_000}),
        (PROTO2 + b"K\x01" + b"".join(b"r" + struct.pack("<I", i * 4_000_000) for i in range(900)) + b".", {"pickle-memo": 500}),
        (PROTO2 + b"B\xff\xff\xff\xff" + b"x", {}),
        (PROTO4 + b"\x8d" + b"\xff" * 8 + b"x", {}),
        (PROTO4 + b"\x8e" + b"\xff" * 8 + b"x", {}),
        (PROTO2 + b"(" * 1_100_000, {}),
        (PROTO2 + b"]" + b"\x85" * 1_000_000, {}),
        (PROTO2 + b"\x8b\xff\xff\xff\x7f", {}),
        (b"\x80\x02" + b"K\x01\x85" * 300_000 + b"t.", {}),
        (PROTO2 + b"K\x00" * 1_100_000, {}),
        (b"\x80\x02N." * 10_001, {}),
    ],
    ids=["dup", "memo", "4-gb", "string-8", "bytes-8", "marks", "tuples", "long-4", "no-mark", "stack", "pickles"],
)  # fmt: skip
def test_pickle_bombs_end(content: bytes, limits: dict[str, int]) -> None:
    assert said(content, "a.pkl", **limits) == "unreadable"


def test_members_that_share_bytes() -> None:
    whole = bytearray(checkpoint(STATE))
    second = whole.rfind(b"PK\x01\x02")
    whole[second + 42 : second + 46] = struct.pack("<I", 0)
    report = examine(Memory(bytes(whole)), "a.pt")
    assert any("overlap" in part.reason for part in report.broken), report


def test_all_pickles_of_a_file_share_one_memo_bound() -> None:
    one = PROTO4 + b"N" + b"\x94" * 300 + b"."
    assert said(one, **{"pickle-memo": 500}) == "clean"
    assert said(one * 2, **{"pickle-memo": 500}) == "unreadable"


def test_many_different_globals_end() -> None:
    body = PROTO2 + b"".join(b"cm%d\nx\n0" % i for i in range(20_000)) + b"N."
    report = examine(Memory(body), "a.pkl")
    assert (report.verdict, len(report.dangers), len(report.broken)) == ("runs-code", 10_001, 1)


class Shrinking:
    """A file that is cut short after its head was read."""

    def __init__(self, content: bytes) -> None:
        self.content, self.size, self.reads = content, len(content), 0

    def read_at(self, offset: int, size: int) -> bytes:
        self.reads += 1
        return self.content[: self.size if self.reads < 2 else 40][offset : offset + size]


@pytest.mark.parametrize("content", [checkpoint(STATE), legacy(STATE), gzip.compress(STATE)])
def test_a_file_that_changes_while_it_is_read(content: bytes) -> None:
    assert examine(Shrinking(content), "a.pt").verdict == "unreadable"


def test_truncation_at_every_byte() -> None:
    for whole, path in [(checkpoint(STATE), "a.pt"), (legacy(STATE), "a.pt"), (pickle.dumps(PLAIN, 4), "a.pkl"), (tarred({"pickle": CALL}), "a.pt")]:  # fmt: skip
        for end in range(1, len(whole)):
            if path == "a.pt" and whole[:1] not in (b"P", b"\x80") and not whole[end:].strip(b"\0"):
                break  # only the padding of the tar is missing
            assert said(whole[:end], path) in ("unreadable", "runs-code"), (path, end)


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(SUFFIXES), st.sampled_from([b"", b"\x80\x02", b"\x80\x04", b"PK\x03\x04", b"\x93NUMPY\x01\0", b"\x1f\x8b", b"x\x9c"]))  # fmt: skip
def test_random_bytes_have_a_verdict(content: bytes, suffix: str, magic: bytes) -> None:
    assert said(magic + content, "a" + suffix)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(HOSTILE), st.randoms(use_true_random=False))
def test_damaged_files_have_a_verdict(case: tuple[str, str, bytes], chance: random.Random) -> None:
    damaged = bytearray(case[2])
    for _ in range(3):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    assert said(bytes(damaged), case[1])


@settings(max_examples=200, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(), lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner), max_leaves=30), st.integers(0, 5))  # fmt: skip
def test_what_python_writes_is_read_to_its_end(value: object, protocol: int) -> None:
    written = pickle.dumps(value, protocol)
    report = examine(Memory(written), "a.pkl")
    assert report.verdict == "clean" or set(report.needs) <= {"builtins.bytes"}, report
    assert not report.broken


def test_names_are_exact() -> None:
    assert not {full for full in WEIGHTS_ONLY | DATA if full_name(Resolved(*full.rpartition(".")[::2], 0, 2)) not in WEIGHTS_ONLY | DATA}  # fmt: skip
    assert not WEIGHTS_ONLY & DATA
    for full in sorted(WEIGHTS_ONLY)[:20]:
        module, _, last = full.rpartition(".")
        for near in (f"{full}x", f"x{full}", f"{full} ", full.upper(), f"{module}x.{last}"):
            body = PROTO4 + name(*near.rpartition(".")[::2]) + b"."
            assert said(body) == "runs-code", near


def test_allowed_by_the_user(tmp_path: Path) -> None:
    body = PROTO2 + name("mine", "Net") + b")R."
    (one,) = judge(CHECK, tmp_path, "a.pkl", body)
    assert [h.label for h in one.help] == ["because", "do", "or"]
    assert 'allow-globals = ["mine.Net"]' in one.help[2].text
    assert judge(CHECK, tmp_path, "a.pkl", body, options={"allow-globals": ["mine.Net"]}) == []
    assert judge(CHECK, tmp_path, "a.pkl", body, options={"allow-globals": ["mine.Ne"]}) != []


CODE = (
    "posix.system",
    "os.system",
    "nt.system",
    "subprocess.Popen",
    "builtins.eval",
    "__builtin__.exec",
    "builtins.getattr",
    "sys.exit",
    "importlib.import_module",
    "importlib.util.find_spec",
    "runpy.run_path",
    "pty.spawn",
    "socket.create_connection",
    "shutil.rmtree",
    "webbrowser.open",
    "code.interact",
)
NO_CODE = ("mine.Net", "osmium.Net", "mine.os.Net", "os.PathLike", "builtins.Exception", "codes.Net")


@pytest.mark.parametrize(("full", "refused"), [*((n, True) for n in CODE), *((n, False) for n in NO_CODE)])
def test_what_runs_code_cannot_be_allowed(full: str, refused: bool, tmp_path: Path, repo: Any) -> None:
    (one,) = judge(CHECK, tmp_path, "a.pkl", PROTO2 + name(*full.rpartition(".")[::2]) + b")R.")
    assert any("allow-globals" in help.text for help in one.help) != refused
    repo.write("mlhooks.toml", f'[model-file]\n# ours\nallow-globals = ["mine.Net", "{full}"]\n')
    code, output = repo.run("check")
    assert (code == 2) == refused
    assert ("mlhooks.toml:3: " in output and f'cannot hold "{full}"' in output) == refused


@pytest.mark.parametrize(
    ("content", "path", "expected"),
    [
        (CALL, "a.pkl", ("model-file-runs-code", "error", "loading it calls builtins.print, which can run code")),
        (checkpoint(CALL), "a.pt", ("model-file-runs-code", "error", "loading it calls builtins.print, which can run code")),
        (pickle.dumps(argparse.Namespace(), 2), "a.pkl", ("model-file-needs-pickle", "warning", "loads only as a pickle: it needs argparse.Namespace")),
        (checkpoint(STATE)[:-9], "a.pt", ("model-file-unreadable", "error", "cannot be vouched for: it breaks off: its directory is missing at byte")),
        (checkpoint(pickle.dumps({}, 4)), "a.pt", ("model-file-needs-pickle", "warning", "torch.load(weights_only=True) refuses it: written with pickle protocol 4")),
        (onnx("../x"), "a.onnx", ("model-file-unreadable", "error", "its external data leaves its folder: ../x")),
    ],
)  # fmt: skip
def test_what_people_read(content: bytes, path: str, expected: tuple[str, str, str], tmp_path: Path) -> None:
    (one,) = judge(CHECK, tmp_path, path, content)
    assert (one.rule, one.severity) == expected[:2]
    assert one.message.startswith(expected[2])
    assert len(one.help) <= 4


NAMESPACE = {protocol: pickle.dumps(argparse.Namespace(), protocol) for protocol in (2, 4)}
ALLOW = "torch.serialization.add_safe_globals([argparse.Namespace]) before torch.load"


@pytest.mark.parametrize(
    ("content", "path", "fix"),
    [
        (checkpoint(NAMESPACE[2]), "a.pt", ALLOW),
        (checkpoint(NAMESPACE[2]), "a.pkl", ALLOW),
        (legacy(NAMESPACE[2]), "a.bin", ALLOW),
        (tarred({"a.ckpt": checkpoint(NAMESPACE[2])}), "a.nemo", ALLOW),
        (checkpoint(NAMESPACE[4]), "a.pt", f"torch.save(..., pickle_protocol=2) again, then {ALLOW}"),
        (NAMESPACE[2], "a.pkl", ""),
        (NAMESPACE[4], "a.pkl", ""),
        (gzip.compress(NAMESPACE[4]), "a.joblib", ""),
        (zipped({"a.pkl": NAMESPACE[4]}), "a.zip", ""),
    ],
)
def test_only_a_torch_checkpoint_is_loaded_by_torch(
    content: bytes, path: str, fix: str, tmp_path: Path
) -> None:
    (one,) = judge(CHECK, tmp_path, path, content)
    assert one.rule == "model-file-needs-pickle"
    help = {line.label: line.text for line in one.help}
    assert help.get("fix", "") == fix
    if not fix:
        assert "torch.load" not in " ".join(help.values())
        assert help["or"].startswith('if the team trusts it: allow-globals = ["argparse.Namespace"]')


@pytest.mark.parametrize(
    ("content", "advice"),
    [(b"Rar!\x1a\x07\0" + bytes(99), "unpack it"), (checkpoint(STATE)[:-9], "save or download it again")],
)
def test_what_to_do_with_an_unreadable_file(content: bytes, advice: str, tmp_path: Path) -> None:
    (one,) = judge(CHECK, tmp_path, "a.pt", content)
    assert one.help[1].text.startswith(advice)


def test_data_classes_may_be_allowed() -> None:
    assert not any(map(runs_code, DATA | WEIGHTS_ONLY))


def test_place_in_the_project(tmp_path: Path) -> None:
    needs = pickle.dumps(argparse.Namespace(), 2)
    tests = frozenset({"tests"})
    assert [f.severity for f in judge(CHECK, tmp_path, "a.pkl", needs, classes=tests)] == ["note"]
    assert [f.severity for f in judge(CHECK, tmp_path, "a.pkl", CALL, classes=tests)] == ["error"]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("page.pt", b'<html tal:replace="x">'),
        ("class.pt", b"class A:\n    pass\n"),
        ("easy-install.pth", b"import os; print(1)\n./src\n"),
        ("empty.pkl", b""),
        ("pointer.pt", b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n"),
    ],
)
def test_texts_of_these_suffixes_are_silent(path: str, content: bytes, tmp_path: Path) -> None:
    if path == "pointer.pt":
        from mlhooks.core.source import LeftOut

        with pytest.raises(LeftOut):
            judge(CHECK, tmp_path, path, content)
    else:
        assert judge(CHECK, tmp_path, path, content) == []


def test_a_large_checkpoint_is_not_read_whole(tmp_path: Path) -> None:
    """Two sparse files of 1 GiB: what is read is counted."""
    tensor = (PROTO2 + b"(" + text("storage") + name("torch", "FloatStorage") + text("0") + text("cpu") + b"J" + struct.pack("<i", 1 << 28) + b"tQ.")  # fmt: skip
    old = legacy(tensor) + struct.pack("<Q", 1 << 28)
    file = tmp_path / "old.pt"
    with file.open("wb") as stream:
        stream.write(old)
        stream.truncate(len(old) + (1 << 30))
    read = [0]
    with file.open("rb") as stream:

        class Counting(io.RawIOBase):
            def seek(self, offset: int, whence: int = 0) -> int:
                return stream.seek(offset, whence)

            def read(self, size: int = -1) -> bytes:
                read[0] += size
                return stream.read(size)

        assert verdict_of(Counting(), name="old.pt").verdict == "clean"  # type: ignore[arg-type]
    assert read[0] < 1 << 21
    with file.open("rb+") as stream:
        stream.truncate(1 << 29)
    assert verdict_of(file).verdict == "unreadable"


def test_the_function_for_other_programs(tmp_path: Path) -> None:
    file = tmp_path / "a.pt"
    file.write_bytes(checkpoint(CALL))
    assert verdict_of(file).verdict == verdict_of(str(file)).verdict == "runs-code"
    with file.open("rb") as stream:
        assert verdict_of(stream).dangers[0].name == "builtins.print"
    assert verdict_of(io.BytesIO(STATE), name="x.pkl").verdict == "clean"
    with pytest.raises(OSError):
        verdict_of(tmp_path / "missing.pt")


def test_ordered_dict_is_what_torch_writes() -> None:
    assert pickle.loads(STATE) == OrderedDict(a=1)
