# SPDX-License-Identifier: Apache-2.0
"""Every hostile input of `wasm-memory` through the whole command: a stated verdict, bounded time and memory."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

OPEN = b"new WebAssembly.Memory({ initial: 256 });\n"
HEADER = b"\0asm\x01\0\0\0"
MIB = 1 << 20
# Prints what was found, what was left out, CPU seconds and the most memory in MiB (Linux).
SCRIPT = """
import sys, time
from mlhooks.engine import run
from mlhooks.result import Settings
result = run([sys.argv[1]], Settings(only=frozenset({"wasm-memory"}), min_severity="note"))
print(" ".join(f"{one.rule.removeprefix('wasm-memory-')}:{one.severity}" for one in result.findings[:3]) or "-")
print(" ".join(result.left_out) or "-", len(result.broken), len(result.unread))
peak = open("/proc/self/status").read().split("VmHWM:")[1].split()[0]
print(time.process_time(), int(peak) / 1024)
"""


def section(kind: int, body: bytes) -> bytes:
    assert len(body) < 128
    return bytes((kind, len(body))) + body


INPUTS = {
    "bundle-100.js": lambda: (b"a();\n" * (20 * MIB) + OPEN, "-", "too large"),
    "bundle-31.js": lambda: (b"a();\n" * (6 * MIB) + OPEN, "unresolved:note", "-"),
    "bundle-2.js": lambda: (b"a;" * (MIB - 50) + OPEN, "unresolved:note", "-"),
    "one-line.min.js": lambda: (b"var a=b+c.d(e);" * 130_000 + OPEN, "unresolved:note", "-"),
    "sites.js": lambda: (OPEN * 20_000, "unresolved:note", "-"),
    "deep.js": lambda: (b"(" * 500_000 + OPEN, "unbounded:note", "-"),
    "broken.js": lambda: (b"function ( { ]\n" + OPEN + b"}}}}\n", "unbounded:warning", "-"),
    "text-100.wat": lambda: (b";; comment\n" * (10 * MIB) + b"(memory 1)", "unresolved:note", "-"),
    "deep.wat": lambda: (b"(module " + b"(func " * 10_000 + b")" * 10_000 + b"(memory 1))", "unbounded:warning", "-"),
    "many.wat": lambda: (b"(memory 1)" * 900, "unbounded:warning", "-"),
    "eleven.wasm": lambda: (HEADER + section(5, b"\1\4" + b"\x80" * 10 + b"\0"), "invalid:error", "-"),
    "long-section.wasm": lambda: (HEADER + b"\5" + b"\xff" * 9 + b"\1", "invalid:error", "-"),
    "sections.wasm": lambda: (HEADER + b"\0\2\1a" * 3 * MIB, "unresolved:note", "-"),
    "overlap.wasm": lambda: (HEADER + b"\5\x80\x80\x80\x80\x08\1\0\1", "invalid:error", "-"),
    "CMakeLists.txt": lambda: (b'set(F "-sALLOW_MEMORY_GROWTH ' + b"x(" * MIB, "-", "-"),
    "cmake/a.cmake": lambda: (b'set(F "-sALLOW_MEMORY_GROWTH ' + b"x(" * (MIB - 50), "implicit:note", "-"),
    "build.py": lambda: (b"x = [" + b"'-sALLOW_MEMORY_GROWTH'," * 80_000 + b"]\n", "implicit:note", "-"),
    "deep.py": lambda: (b"x = '-sALLOW_MEMORY_GROWTH'\ny = " + b"[" * MIB, "-", "-"),
    "build.sh": lambda: (b"emcc -sALLOW_MEMORY_GROWTH $A\nA=$A\n" * 15_000, "implicit:note", "-"),
    "build.zig": lambda: (b"const a = a * a;\nx.max_memory = a * a * a;\n" * 12_000, "unresolved:note", "-"),
    "flags.js": lambda: (b"run('emcc -sALLOW_MEMORY_GROWTH');\n" * 55_000, "-", "-"),
    "package.json": lambda: (b'{"a": "emcc -sALLOW_MEMORY_GROWTH", "b": ' + b"[" * MIB, "implicit:note", "-"),
    "a.yml": lambda: (b"".join(b" " * (n % 200) + b"k: |\n" for n in range(18_000)) + b"x: emcc -sALLOW_MEMORY_GROWTH", "implicit:note", "-"),
}  # fmt: skip


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize("name", INPUTS)
def test_hostile_inputs_end(name: str, tmp_path: Path) -> None:
    content, findings, left_out = INPUTS[name]()
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, name], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True
    )
    found, ended, used = done.stdout.splitlines()
    assert found.split()[0] == findings
    assert ended == f"{left_out} 0 0"
    seconds, memory = map(float, used.split())
    assert seconds < 40
    assert memory < 700
    print(f"{name}: {seconds:.1f} s, {memory:.0f} MiB")
