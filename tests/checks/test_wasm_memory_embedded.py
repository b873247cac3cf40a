# SPDX-License-Identifier: Apache-2.0
"""Modules that stand in programs as base64."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest

from mlhooks.checks.wasm_memory import CHECK
from mlhooks.core.source import from_bytes
from support import judge_source

HEADER = b"\0asm\x01\0\0\0"
OPEN, BOUNDED, LARGE = b"\x05\3\1\0\1", b"\x05\4\1\1\1\2", b"\x05\6\1\1\1\x80\x80\4"
BODY = b"\0\x81\x04\1x" + bytes(511)  # a custom section, which makes it larger than a probe


def module(memory: bytes) -> str:
    return b64encode(HEADER + memory + BODY).decode()


def said(text: str, path: str = "a.js", **more: object) -> list[tuple[str, str]]:
    found = judge_source(CHECK, Path(), from_bytes(path, text.encode()), **more)  # type: ignore[arg-type]
    assert all(text.encode()[f.span.start :].startswith(b"AGFzbQ") for f in found)
    return [(f.rule.removeprefix("wasm-memory-"), f.severity) for f in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("const m = '{}';", [("unbounded", "warning")]),
        ('f("data:application/wasm;base64,{}")', [("unbounded", "warning")]),
        ("f(`data:application/octet-stream;base64,{}`)", [("unbounded", "warning")]),
        ("const m = 'x{}';", []),
        ("const m = '{}' + more;", []),
        ("const m = '{}-';", []),
        ("const m = '{}", []),
        ("// {}", []),
    ],
)
def test_only_whole_strings(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text.format(module(OPEN))) == expected


def test_verdicts() -> None:
    assert said(f"x = '{module(BOUNDED)}'") == []
    assert said(f"x = '{module(LARGE)}'") == [("too-large", "note")]
    assert said(f"x = '{module(LARGE)}'", options={"max": "1GiB"}) == [("too-large", "warning")]
    assert said(f"x = '{module(OPEN)}'", classes=frozenset({"generated"})) == [("unbounded", "note")]
    assert said(f"x = '{module(OPEN)}'", path="a.py") == []


def test_probes_and_broken_modules_are_silent() -> None:
    assert said(f"WebAssembly.validate(atob('{b64encode(HEADER + OPEN).decode()}'))") == []
    assert said(f"x = '{b64encode((HEADER + BODY)[:-9]).decode()}'") == []
    assert said(f"x = '{module(OPEN)[:-1]}'") == []
