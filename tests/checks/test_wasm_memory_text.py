# SPDX-License-Identifier: Apache-2.0
"""Memories of modules in the text format."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlhooks.checks.wasm_memory import CHECK
from mlhooks.checks.wasm_memory.wat import memories
from mlhooks.core.source import from_bytes
from support import judge_source, told

if TYPE_CHECKING:
    from mlhooks.core.finding import Finding

MODULE = '(module (import "a" "f" (func))\n  {}\n)'


def found(text: str | bytes, path: str = "a.wat", **more: object) -> list[Finding]:
    data = text.encode() if isinstance(text, str) else text
    return judge_source(CHECK, Path(), from_bytes(path, data), **more)  # type: ignore[arg-type]


def read(text: str | bytes) -> list[tuple[int | None, int | None]]:
    data = text.encode() if isinstance(text, str) else text
    return [(one.limits.initial, one.limits.maximum) for one in memories(data)]


@pytest.mark.parametrize(
    ("form", "limits"),
    [
        ("(memory 1)", (1, None)),
        ("(memory 0)", (0, None)),
        ("(memory 1 10)", (1, 10)),
        ("(memory 1 10 shared)", (1, 10)),
        ("(memory $m 1)", (1, None)),
        ('(memory $m (export "memory") (export "b") 1 2)', (1, 2)),
        ('(memory (import "env" "memory") 1 1)', (1, 1)),
        ('(import "env" "m" (memory 1))', (1, None)),
        ('(import "env" "m" (memory $m 1 2 shared))', (1, 2)),
        ("(memory i64 1 100)", (1, 100)),
        ("(memory i32 1)", (1, None)),
        ('(memory (data "bytes"))', (1, 1)),
        ('(memory (data "a\\00" "\\u{20ac}"))', (1, 1)),
        ('(memory (data "abc") )', (1, 1)),
        ("(memory (data))", (0, 0)),
        ("(memory 1 7 (pagesize 1))", (1, 7)),
        ("(memory 0x1_0 1_000)", (16, 1000)),
        ("(memory\n  1\n  ;; two\n  2)", (1, 2)),
        ("(memory (; 9 (; 8 ;) ;) 1)", (1, None)),
        ("( memory 1)", (1, None)),
        ("((; c ;) memory 1)", (1, None)),
    ],
)
def test_forms(form: str, limits: tuple[int, int | None]) -> None:
    assert read(MODULE.format(form)) == [limits]
    assert read(form) == [limits]  # a module may be written without the word


@pytest.mark.parametrize(
    "form",
    [
        '(export "m" (memory 0))',
        '(data (memory 1) (i32.const 0) "(memory 2)")',
        '(data (i32.const 0) "\\"(memory 2)")',
        "(; (memory 1) (; (memory 2) ;) (memory 3) ;)",
        ";; (memory 1)",
        "(func (drop (memory.size 0)))",
        "(func (memory 1))",
        "(memory)",
        "(memory $m)",
        "(memory x y)",
        '(import "a" "b" (func $memory))',
    ],
)
def test_no_sites(form: str) -> None:
    assert read(MODULE.format(form)) == []


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("(module (memory 1))\n(module $b (memory 2 3))", [(1, None), (2, 3)]),
        ("(module definition $m (memory 1))", [(1, None)]),
        ('(assert_invalid (module (memory 2 1)) "size")\n(module (memory 1 1))', [(1, 1)]),
        ('(assert_malformed (module quote "(memory 0x)") "x")', []),
        ('(module quote "(memory 1)")', []),
        ("(component (core module $m (memory 1)) (core instance (instantiate $m)))", [(1, None)]),
        ('(component (alias core export $i "mem" (core memory $m)))', []),
        ("(module (memory 1)", [(1, None)]),
        ("(module (memory 1", [(1, None)]),
        (") (module (memory 1))", [(1, None)]),
        ('(module (data "never closed (memory 1)', []),
        ("(; never closed (memory 1)", []),
    ],
)
def test_scripts_and_broken_texts(text: str, limits: list[tuple[int, int | None]]) -> None:
    assert read(text) == limits


@pytest.mark.parametrize(
    ("form", "options", "expected"),
    [
        ("(memory 256)", {}, [("unbounded", "warning")]),
        ("(memory 256 8192)", {}, []),
        ("(memory 256 65536)", {}, [("too-large", "note")]),
        ("(memory 256 8193)", {"max": "512MiB"}, [("too-large", "warning")]),
        ("(memory 256 65537)", {}, [("invalid", "error")]),
        ("(memory 2 1)", {}, [("invalid", "error")]),
        ("(memory 2 shared)", {}, [("invalid", "error")]),
        ("(memory 2 16384 shared)", {"target": "mobile"}, [("mobile", "warning")]),
        ("(memory i64 1 65537)", {}, [("too-large", "note")]),
        ("(memory 1 70000 (pagesize 1))", {}, []),
    ],
)
def test_verdicts(form: str, options: dict[str, str], expected: list[tuple[str, str]]) -> None:
    said = found(MODULE.format(form), options=options)
    assert [(f.rule.removeprefix("wasm-memory-"), f.severity) for f in said] == expected


def test_message_and_fix() -> None:
    text = MODULE.format('(memory $m (export "memory")\n    256)')
    (one,) = found(text)
    assert one.message == "memory 0 starts at 16 MiB, may grow to 4 GiB; phones kill the tab on the way"
    fix = '(memory $m (export "memory") 256 N)'
    assert told(one)["fix"].startswith(f"{fix}   8192 = 512 MiB, 16384 = 1 GiB")
    assert one.span.start == text.index("(memory")
    assert found(MODULE.format(fix.replace("N", "8192"))) == []


@pytest.mark.parametrize("word", ["tests", "docs", "examples", "generated"])
def test_classes(word: str) -> None:
    (one,) = found("(module (memory 1))", classes=frozenset({word}))
    assert one.severity == "note"
    assert found("(module (memory 1))", classes=frozenset({"vendored"})) == []


def test_nesting_has_no_depth() -> None:
    deep = "(module " + "(func " * 10_000 + ")" * 10_000 + " (memory 1))"
    assert read(deep) == [(1, None)]
    assert read("(module " * 10_000 + "(memory 1)") == [(1, None)]
    assert read("(; " * 10_000 + ";) " * 10_000 + "(memory 1)") == [(1, None)]


@pytest.mark.parametrize("unit", ["(memory 1)", "(", ")", '"', "(;", ";;\n", "(import ", "x ", '\\"'])
def test_time_is_linear(unit: str) -> None:
    data = (unit * (1_000_000 // len(unit))).encode()
    start = time.process_time()
    for _ in memories(data):
        pass
    assert time.process_time() - start < 10


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                ["(module ", "(memory ", "(import ", '"a"', "1 ", "(data ", ")", "(;", ";)", "0x"]
            ),
            st.text(max_size=4),
        ),
        max_size=30,
    ).map("".join)
)
def test_spans_lie_inside(text: str) -> None:
    data = text.encode("utf-8", "replace")
    for one in found(data):
        assert 0 <= one.span.start <= one.span.end <= len(data)
