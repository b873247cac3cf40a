# SPDX-License-Identifier: Apache-2.0
"""The readers of binaries and texts against wabt: what `wat2wasm` compiles and `wasm-objdump` prints."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from mlhooks.checks.wasm_memory import wat
from mlhooks.checks.wasm_memory.binary import memories

if TYPE_CHECKING:
    from pathlib import Path

TOOLS = ("wat2wasm", "wasm-objdump")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(bool(MISSING), reason=f"{', '.join(MISSING)} of wabt not on the PATH"),
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
]
SHAPES = [
    "(memory {})",
    '(memory (export "memory") {})',
    '(memory $heap (export "a") (export "b") {})',
    '(import "env" "memory" (memory {}))',
    '(memory (import "env" "memory") {})',
]
MODULES = [f"(module {shape.format(limit)})" for shape in SHAPES for limit in LIMITS] + [
    "(module)",
    "(module (memory 1 10 shared))",
    '(module (memory (import "a" "b") 1 65536 shared))',
    "(module (memory i64 1))",
    "(module (memory i64 1 100))",
    "(module (memory i64 1 281474976710656))",
    "(module (memory 1) (memory 2 3) (memory 4))",
    '(module (import "a" "m" (memory 1)) (memory 2 3))',
    '(module (memory (data "some bytes")))',
    '(module (memory $m (export "m") (data "a\\00\\u{20ac}" "b")))',
    "(module (memory (data)))",
    "(memory 1 2)",
    '(module $name (import "a" "m" (memory $m i64 1 2)))',
    '(module (memory 1 2) (func (drop (memory.size))) (data (i32.const 0) "\\"(memory 5)"))',
    '(module (memory $m 1 2) (data (memory $m) (i32.const 0) "x") (export "m" (memory $m)))',
    "(module (; (memory 9) (; (memory 8) ;) ;) (memory 0x10 1_000))",
    '(module (memory 1) (data (i32.const 0) "(memory 7)") (export "memory" (memory 0)))',
    '(module (import "a" "f" (func (param i32))) (import "a" "t" (table 1 funcref)) (memory 3 4))',
    '(module (import "a" "g" (global (mut i64))) (import "a" "t" (tag (param i32))) (memory 5))',
    '(module (import "a" "x" (table 1 2 externref)) (import "\u00fcber" "\u540d" (memory 6 7)))',
    '(module (func (export "grow") (drop (memory.grow (i32.const 1)))) (memory 1 2))',
]
LINE = re.compile(r"memory\[(\d+)\] pages: initial=(\d+)(?: max=(\d+))?( shared)?( i64)?")


@pytest.mark.parametrize("text", MODULES)
def test_same_memories_as_wasm_objdump(text: str, tmp_path: Path) -> None:
    source, module = tmp_path / "module.wat", tmp_path / "module.wasm"
    source.write_text(text, encoding="utf-8")
    subprocess.run(["wat2wasm", "--enable-all", source, "-o", module], check=True)
    command = ["wasm-objdump", "-x", module]
    printed = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    theirs = [
        (int(found[1]), int(found[2]), int(found[3]) if found[3] else None, bool(found[4]), bool(found[5]))
        for found in LINE.finditer(printed)
    ]
    data = module.read_bytes()
    ours = [
        (found.number, found.limits.initial, found.limits.maximum, found.limits.shared, found.limits.wide)
        for found in memories(lambda offset, size: data[offset : offset + size], len(data))
    ]
    assert ours == theirs
    written = [
        (found.number, found.limits.initial, found.limits.maximum, found.limits.shared, found.limits.wide)
        for found in wat.memories(text.encode())
    ]
    assert written == theirs
    assert len(ours) == printed.count(" pages: initial=")
