# SPDX-License-Identifier: Apache-2.0
"""`mlhooks inspect`: what a file holds, and a sane answer for every other file."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.model_payloads import checkpoint
from mlhooks import cli, inspection

if TYPE_CHECKING:
    from pathlib import Path

HEAD = b"\0asm\1\0\0\0"
# (import "env" "mem" (memory 1 10 shared)) (memory i64 2) (memory 16 (pagesize 1))
# (export "heap" (memory 1)) (export "again" (memory 1)) (export "table" (table 0))
MODULE = (
    HEAD
    + b"\x02\x0d\x01\x03env\x03mem\x02\x03\x01\x0a"
    + b"\x05\x06\x02\x04\x02\x08\x10\x00"
    + b"\x07\x18\x03\x04heap\x02\x01\x05again\x02\x01\x05table\x01\x00"
)
REFUSED = "no; weights_only=True refuses pickle protocol"
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"


def told(folder: Path, name: str, content: bytes) -> tuple[list[str], int]:
    file = folder / name
    file.write_bytes(content)
    output, code = inspection.inspect([str(file)])
    return [" ".join(line.split()) for line in output.splitlines()[1:]], code


def test_module(tmp_path: Path) -> None:
    assert told(tmp_path, "a.wasm", MODULE) == (
        [
            "kind WebAssembly module, 57 bytes",
            "memory 0 initial 65536 bytes (64 KiB, 1 page), maximum 655360 bytes (640 KiB, 10 pages), shared, "
            "32-bit, page size 65536, imported env.mem, limits at byte 20",
            "memory 1 initial 131072 bytes (128 KiB, 2 pages), maximum none, not shared, 64-bit, "
            "page size 65536, exported heap, exported again, limits at byte 26",
            "memory 2 initial 16 bytes (16 bytes, 16 pages), maximum none, not shared, 32-bit, "
            "page size 1 (custom), limits at byte 28",
        ],
        0,
    )


@pytest.mark.parametrize(
    ("name", "content", "row", "code"),
    [
        ("a.wasm", HEAD, "memories none", 0),
        (
            "a.wasm",
            b"\0asm\x0d\0\1\0",
            "kind WebAssembly component; the memories are those of the modules",
            0,
        ),
        (
            "a.wasm",
            HEAD + b"\5\5\1\3\1",
            "not read breaks off: 2 of 5 bytes are missing from section 5 at byte 8",
            2,
        ),
        ("a.wasm", HEAD + b"\5\3\1\x81\1", "not read malformed memory limits flag 129 at byte 11", 2),
        ("a.wasm", b"", "not read breaks off in its header", 2),
        ("a.wasm", b"<html>", "not read does not begin with \\0asm", 2),
        ("a.wasm", POINTER, "not read Git LFS or annex pointer: there is nothing to read in it", 2),
        ("module", MODULE, "memory 2 initial 16 bytes", 0),
        ("a.wat", b'(module\n(memory (export "m") 1 2))', "memory 0 initial 65536 bytes", 0),
        ("a.wat", b"(module", "memories none", 0),
        ("a.txt", b"text", "not read not a kind of file that is known here; known are .pt .pth", 2),
        ("a.pkl", b"\x80\x02cbuiltins\nprint\n)R.", "runs code calls builtins.print, byte 2 of the file", 0),
        ("a.pkl", b"\x80\x02}.", "as weights yes", 0),
        (
            "a.pkl",
            b"\x80\x02cargparse\nNamespace\n)R.",
            "fix it is no torch checkpoint; keep data as JSON",
            0,
        ),
        (
            "a.pt",
            checkpoint(b"\x80\x02cargparse\nNamespace\n)R."),
            "add_safe_globals([argparse.Namespace])",
            0,
        ),
        ("a.pkl", pickle.dumps({"a": 1}, 4), f"as weights {REFUSED} 4, only 2 is fully supported", 0),
        (
            "a.pt",
            checkpoint(pickle.dumps({"a": 1}, 4)),
            f"as weights {REFUSED} 4, only 2 is fully supported",
            0,
        ),
        ("a.pt", checkpoint(pickle.dumps({"a": 1}, 2)), "as weights yes", 0),
        ("a.pt", b"<html>", "not read is a text, no model: a page template (.pt)", 2),
        ("a.pt", b"\0\1\2", "broken the file begins like no format that a checkpoint has", 0),
        ("a.bin", b"\0\1\2", "not read begins like no format of models", 2),
        ("a.xyz", b"\0\1\2", "not read not a kind of file that is known here", 2),
    ],
)
def test_kinds(tmp_path: Path, name: str, content: bytes, row: str, code: int) -> None:
    rows, ended = told(tmp_path, name, content)
    assert ended == code
    assert any(row in line for line in rows), rows


def test_several_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "a.wasm", tmp_path / "no\x1b.wasm"
    good.write_bytes(MODULE)
    assert cli.main(["inspect", str(bad), str(good), str(tmp_path)]) == 2
    lines = capsys.readouterr().out.splitlines()
    assert "\x1b" not in "".join(lines)
    assert [" ".join(line.split()) for line in lines if "not read" in line] == [
        "not read no such file",
        "not read folder: there is nothing to read in it",
    ]
    assert sum("memory " in line for line in lines) == 3


def test_needs_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["inspect"]) == 2
    assert "FILE" in capsys.readouterr().out


@given(st.integers(0, len(MODULE)), st.binary(max_size=3))
def test_damage_never_raises(tmp_path_factory: pytest.TempPathFactory, at: int, new: bytes) -> None:
    rows, code = told(tmp_path_factory.getbasetemp(), "a.wasm", MODULE[:at] + new)
    assert code in (0, 2)
    assert rows
