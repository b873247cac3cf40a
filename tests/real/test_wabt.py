# SPDX-License-Identifier: Apache-2.0
"""The readers of binaries and texts against wabt: what `wat2wasm` compiles and `wasm-objdump` prints.

wabt's tools are those in the folder that `MLHOOKS_WABT` names, or those on the PATH.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from itertools import product
from typing import TYPE_CHECKING

import pytest

from mlhooks.checks.wasm_memory import wat
from mlhooks.checks.wasm_memory.binary import exports, memories

if TYPE_CHECKING:
    from pathlib import Path

    from mlhooks.checks.wasm_memory.memory import Limits

FOLDER = os.environ.get("MLHOOKS_WABT", "")
TOOLS = {tool: shutil.which(tool, path=FOLDER or None) for tool in ("wat2wasm", "wasm-objdump")}
MISSING = [tool for tool, found in TOOLS.items() if found is None]
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        bool(MISSING), reason=f"{', '.join(MISSING)} of wabt not in MLHOOKS_WABT or on the PATH"
    ),
]

LIMITS = [
    "0",
    "0x1_0",
    "1_000 0x2_000",
    "1 ;; first\n 2",
    "(; (; 7 ;) 8 ;) 3 4",
    "1",
    "1 1",
    "1 10",
    "256 8192",
    "0 65536",
    "65536",
    "16384 65536",
    "128 128",
    "1 10 shared",
    "256 65536 shared",
    "i64 1",
    "i64 1 100",
    "i64 1 281474976710656",
    "i32 1 2",
]
SHAPES = [
    "(memory {})",
    "(memory $heap {})",
    '(memory (export "memory") {})',
    '(memory $heap (export "a") (export "b") {})',
    '(import "env" "memory" (memory {}))',
    '(import "env" "memory" (memory $heap {}))',
    '(memory (import "env" "memory") {})',
    '(memory $heap (export "again") (import "a.b" "\\22m\\22") {})',
]
# What stands around the memory, and must neither hide it nor be taken for another.
AROUND = [
    "(module {})",
    "{}",
    '(module $m {} (export "m" (memory 0)))',
    '(module (type (func (param i32))) (import "a" "f" (func $f (type 0))) {} (data "(memory 9)"))',
    '(module (; (memory 7) (; (memory 8) ;) ;) ;; (memory 9)\n {} (func (export "g") (drop (memory.size))))',
    '(module (import "a" "t" (table 1 2 funcref)) (import "a" "g" (global i32)) {} (func (drop (i32.const 1))))',
]
MANY = [
    "(module)",
    "(module (memory 1) (memory 2 3) (memory 4))",
    '(module (import "a" "m" (memory 1)) (memory 2 3))',
    '(module (import "a" "m" (memory 1 2 shared)) (import "a" "n" (memory i64 5)) (memory $x 2 3) (export "x" (memory $x)))',
    '(module (memory (data "some bytes")))',
    '(module (memory $m (export "m") (data "a\\00\\u{20ac}" "b")))',
    "(module (memory (data)))",
    "(memory 1 2)",
    '(module (func (export "grow") (drop (memory.grow (i32.const 1)))) (memory 1 2))',
    '(module (memory i64 (data "x")))',
    "(module " + "(memory 1 2) " * 200 + ")",
    "(module " + "".join(f'(import "a" "{number}" (memory {number}))' for number in range(150)) + ")",
]
MODULES = [
    around.replace("{}", shape.format(limit)) for around, shape, limit in product(AROUND, SHAPES, LIMITS)
]
MODULES = [text for text in MODULES if not text.startswith("(import") or "\n" not in text] + MANY
LINE = re.compile(r"memory\[(\d+)\] pages: initial=(\d+)(?: max=(\d+))?( shared)?( i64)?(?: <- (\S+))?")
SIZE = 60  # modules of one test

Row = tuple[int, int, int | None, bool, bool]


def row(number: int, limits: Limits) -> Row:
    assert limits.initial is not None
    return (number, limits.initial, limits.maximum, bool(limits.shared), bool(limits.wide))


def theirs(module: Path) -> list[Row]:
    command = [str(TOOLS["wasm-objdump"]), "-x", str(module)]
    printed = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    rows = [
        (int(found[1]), int(found[2]), int(found[3]) if found[3] else None, bool(found[4]), bool(found[5]))
        for found in LINE.finditer(printed)
    ]
    assert len(rows) == printed.count(" pages: initial=")
    return rows


@pytest.mark.parametrize("part", range(0, len(MODULES), SIZE))
def test_same_memories_as_wasm_objdump(part: int, tmp_path: Path) -> None:
    source, module = tmp_path / "module.wat", tmp_path / "module.wasm"
    for text in MODULES[part : part + SIZE]:
        source.write_text(text, encoding="utf-8")
        subprocess.run([str(TOOLS["wat2wasm"]), "--enable-all", str(source), "-o", str(module)], check=True)
        expected = theirs(module)
        data = module.read_bytes()

        def read_at(offset: int, size: int, data: bytes = data) -> bytes:
            return data[offset : offset + size]

        assert [row(one.number, one.limits) for one in memories(read_at, len(data))] == expected, text
        assert [row(one.number, one.limits) for one in wat.memories(text.encode())] == expected, text
        assert set(exports(read_at, len(data))) <= {number for number, *_ in expected}


@pytest.mark.parametrize("limits", ["1 2", "0", "65536 131072"])
def test_custom_page_sizes(limits: str, tmp_path: Path) -> None:
    """Known to wabt since 1.0.37."""
    source, module = tmp_path / "module.wat", tmp_path / "module.wasm"
    text = f"(module (memory {limits} (pagesize 1)))"
    source.write_text(text)
    ran = subprocess.run(
        [str(TOOLS["wat2wasm"]), "--enable-all", str(source), "-o", str(module)], check=False
    )
    if ran.returncode:
        pytest.skip("this wabt does not know custom page sizes")
    data = module.read_bytes()
    expected = [(*one, 1) for one in theirs(module)]
    found = memories(lambda at, size: data[at : at + size], len(data))
    assert [(*row(one.number, one.limits), one.limits.page) for one in found] == expected
    written = wat.memories(text.encode())
    assert [(*row(one.number, one.limits), one.limits.page) for one in written] == expected


def test_there_are_some_hundred_of_them() -> None:
    assert len(set(MODULES)) > 800


@pytest.mark.parametrize("flag", ["1", "3", "5", "7", "9", "11", "15"])
def test_limits_flags_are_one_byte_for_both(flag: str, tmp_path: Path) -> None:
    """The flag as a byte, then its continuation as an LEB128 number of two bytes, which both refuse."""
    module = tmp_path / "module.wasm"
    rest = b"\1\2" + (b"\x10" if int(flag) & 8 else b"")
    for flags, whole in ((bytes((int(flag),)), True), (bytes((int(flag) | 0x80, 0)), False)):
        body = b"\1" + flags + rest
        data = b"\0asm\1\0\0\0\5" + bytes((len(body),)) + body
        module.write_bytes(data)
        ran = subprocess.run(
            [str(TOOLS["wasm-objdump"]), "-x", str(module)], capture_output=True, check=False
        )
        assert not (whole is False and ran.returncode == 0)
        try:
            found = list(memories(lambda at, size, data=data: data[at : at + size], len(data)))  # type: ignore[misc]
        except Exception:
            found = []
        assert bool(found) == whole
