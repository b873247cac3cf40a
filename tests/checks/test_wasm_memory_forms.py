# SPDX-License-Identifier: Apache-2.0
"""Every form of a memory in a program, and everything that only looks like one: what is said, on which line."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlhooks.checks.wasm_memory import CHECK
from mlhooks.core.source import from_bytes
from support import judge_source

D = "({ initial: 1 })"
SIZES = "const KB = 1024, GB = KB * KB * KB, WASM_PAGE_SIZE = 64 * KB;"

UNBOUNDED = [
    f"new WebAssembly.Memory{D}",
    f"new globalThis.WebAssembly.Memory{D}",
    f"new window['WebAssembly']['Memory']{D}",
    f"new self.WebAssembly.Memory{D}",
    f"new (WebAssembly.Memory){D}",
    f"const {{ WebAssembly }} = globalThis; new WebAssembly.Memory{D}",
    f"const {{ Memory }} = WebAssembly; new Memory{D}",
    f"const {{ Memory }} = globalThis.WebAssembly; new Memory{D}",
    f"const {{ Memory: M, Table }} = WebAssembly; new M{D}",
    f"const W = self['WebAssembly']; new W.Memory{D}",
    f"let M = WebAssembly.Memory; new M{D}",
    f"const o = {{ Memory: WebAssembly.Memory }}; new o.Memory{D}",
    f"memory ??= new WebAssembly.Memory{D}",
    f"f(memory || new WebAssembly.Memory{D})",
    f"const m = new WebAssembly.Memory{D}, b = m.buffer",
    f"{{ const WebAssembly = 1; }} new WebAssembly.Memory{D}",
    "new WebAssembly.Memory({ 'initial': /* maximum: 1 */ 1 })",
    "new WebAssembly.Memory({ ['initial']: 1 })",
    "const initial = 1; new WebAssembly.Memory({ initial })",
    "new WebAssembly.Memory({ minimum: 1 })",
    "new WebAssembly.Memory({ initial: 1, maximum: undefined })",
    "new WebAssembly.Memory({ initial: 1, maximum: void 0 })",
    "new WebAssembly.Memory({ initial: 1n, address: 'i64' })",
    "new WebAssembly.Memory({ initial: 1n, index: 'i64' })",
    "new WebAssembly.Memory({ initial: 1, shared: !1 })",
    "const d = { initial: 1 }; new WebAssembly.Memory(d)",
    "const d = {}; d.initial = 1; new WebAssembly.Memory(d)",
    "const d = { initial: 1 }; new WebAssembly.Memory(d); d.maximum = 5",
    "const d = { initial: 1 }; new WebAssembly.Memory({ ...d, shared: false })",
    "new WebAssembly.Memory(Object.assign({}, { initial: 1 }))",
]
LARGE = [
    "new WebAssembly.Memory({ initial: 1, maximum: 65_536 })",
    "new WebAssembly.Memory({ initial: 1, maximum: 1 << 16 })",
    "new WebAssembly.Memory({ initial: 1, maximum: 4e4 })",
    "new WebAssembly.Memory({ initial: 1, maximum: 4294967296 / 65536 })",
    "new WebAssembly.Memory({ initial: 1n, maximum: 65536n, address: 'i64' })",
    "new WebAssembly.Memory({ initial: 1, ['maximum']: 65536 })",
    'new WebAssembly.Memory({ initial: 1, "maximum" /* pages */ : 65536 })',
    f"{SIZES} new WebAssembly.Memory({{ initial: 1, maximum: (4 * GB - 64 * KB) / WASM_PAGE_SIZE }})",
    "const maximum = 65536; new WebAssembly.Memory({ initial: 1, maximum })",
    "let max = 65536; new WebAssembly.Memory({ initial: 1, maximum: max })",
    "const d = { initial: 1 }; d.maximum = 65536; new WebAssembly.Memory(d)",
    "const d = { initial: 1, maximum: 65536 }; new WebAssembly.Memory({ ...d, initial: 2 })",
    "const c = { wasm: { max: 65536 } }; new WebAssembly.Memory({ initial: 1, maximum: c.wasm.max })",
]
INVALID = [
    "new WebAssembly.Memory",
    "new WebAssembly.Memory({ initial: 1, shared: !0 })",
    "new WebAssembly.Memory({ initial: 1, 'shared': 1 })",
    "new WebAssembly.Memory({ initial: 2, maximum: 1 })",
    "new WebAssembly.Memory({ initial: 1, maximum: Infinity })",
    f"WebAssembly.Memory{D}",
]
UNRESOLVED = [
    "function f(pages = 5) { return new WebAssembly.Memory({ initial: 1, maximum: pages }); }",
    "new WebAssembly.Memory({ initial: 1, maximum: process.env.MAX })",
    "new WebAssembly.Memory({ initial: 1, maximum: (() => 5)() })",
    "let max = 5; max--; new WebAssembly.Memory({ initial: 1, maximum: max })",
    "const d = { initial: 1 }; function g() { d.maximum = 5; } new WebAssembly.Memory(d)",
    "new WebAssembly.Memory(Object.assign({ initial: 1 }, o))",
    "new WebAssembly.Memory(...args)",
    "new WebAssembly.Memory(descriptor)",
]
SILENT = [
    "new WebAssembly.Memory({ initial: 1, maximum: 2 })",
    "new WebAssembly.Memory({ initial: 1, maximum: 32768, shared: true })",
    f"{SIZES} new WebAssembly.Memory({{ initial: 1, maximum: (2 * GB - 64 * KB) / WASM_PAGE_SIZE }})",
    "new WebAssembly.Memory({ initial: pages, maximum: pages })",
    "const d = { initial: 1 }; d['maximum'] = 2; new WebAssembly.Memory(d)",
    f"// new WebAssembly.Memory{D}",
    f"/* new WebAssembly.Memory{D} */",
    f"'new WebAssembly.Memory{D}'",
    f"`new WebAssembly.Memory{D}`",
    "/new WebAssembly.Memory/",
    f"function f(WebAssembly) {{ new WebAssembly.Memory{D} }}",
    f"import WebAssembly from 'x'; new WebAssembly.Memory{D}",
    f"import {{ Memory }} from 'x'; new Memory{D}; WebAssembly",
    f"class Memory {{}} new Memory{D}; WebAssembly",
    f"new three.WebAssembly.Memory{D}",
    "new WebAssembly.Memory({ initial: 0, maximum: 0, shared: !0 }).buffer.constructor",
    f"new WebAssembly.Memory{D}.buffer",
    "m instanceof WebAssembly.Memory",
    "WebAssembly.Memory.prototype.grow",
    f"new WebAssembly.Table{D}; Memory",
    f"new WebAssembly.MemoryPool{D}; Memory",
]


def said(text: str, path: str) -> list[tuple[str, int]]:
    found = judge_source(CHECK, Path(), from_bytes(path, text.encode()))
    return [
        (one.rule.removeprefix("wasm-memory-"), text.encode().count(b"\n", 0, one.span.start) + 1)
        for one in found
    ]


@pytest.mark.parametrize("path", ["a.js", "a.mts", "a.tsx"])
@pytest.mark.parametrize(
    ("text", "rule"),
    [(text, "unbounded") for text in UNBOUNDED]
    + [(text, "too-large") for text in LARGE]
    + [(text, "invalid") for text in INVALID]
    + [(text, "unresolved") for text in UNRESOLVED]
    + [(text, "") for text in SILENT],
)
def test_forms(text: str, rule: str, path: str) -> None:
    assert said(f"\n\n{text};\n", path) == ([(rule, 3)] if rule else [])


CODE = f"const m = new WebAssembly.Memory{D};"


@pytest.mark.parametrize(
    ("path", "text", "lines"),
    [
        ("a.html", f"<html>\r\n<script type='module'>\r\n\r\n{CODE}\r\n</script>", [4]),
        ("a.html", f"<script>{CODE}</script>\n<p></p>\n<script>\n{CODE}\n</script>", [1, 4]),
        ("a.html", f"<pre><script>{CODE}</script></pre>", [1]),
        ("a.html", f"<script type='text/template'>{CODE}</script>", []),
        ("a.html", f"<script type='importmap'>{CODE}</script>", []),
        ("a.html", f"<!-- <script>{CODE}</script> -->", []),
        ("a.html", f"<pre>{CODE}</pre>", []),
        ("a.vue", f"<template>\n</template>\n<script setup lang='ts'>\nconst a: any = 1;\n{CODE}\n</script>", [5]),
        ("a.vue", f"<template>\n{{{{ {CODE} }}}}\n</template>\n", []),
        ("a.svelte", f"<script lang='ts'>\nlet a: any;\n</script>\n<script context='module'>\n{CODE}</script>", [5]),
        ("a.svelte", f"<p>\n{CODE}</p>", []),
    ],
)  # fmt: skip
def test_script_blocks_keep_their_lines(path: str, text: str, lines: list[int]) -> None:
    assert said(text, path) == [("unbounded", line) for line in lines]
