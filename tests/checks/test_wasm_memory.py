# SPDX-License-Identifier: Apache-2.0
"""Verdicts, messages and limits of `wasm-memory` in programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlhooks.checks.wasm_memory import CHECK
from mlhooks.checks.wasm_memory.units import measure, option_error, parse_size, size
from mlhooks.core.source import from_bytes
from support import judge, judge_source, told

if TYPE_CHECKING:
    from mlhooks.core.finding import Finding

OPEN = "new WebAssembly.Memory({ initial: 256 })"
SHARED = "new WebAssembly.Memory({ initial: 256, shared: true })"


def found(text: str, path: str = "web/heap.ts", **more: object) -> list[Finding]:
    source = from_bytes(path, text.encode())
    return judge_source(CHECK, Path(), source, **more)  # type: ignore[arg-type]


def said(text: str, **more: object) -> list[tuple[str, str]]:
    return [(f.rule.removeprefix("wasm-memory-"), f.severity) for f in found(text, **more)]


@pytest.mark.parametrize("name", ["a.js", "a.mjs", "a.cjs", "a.jsx", "a.ts", "a.mts", "a.cts", "a.tsx"])
def test_kinds(name: str) -> None:
    assert said(f"const m = {OPEN};", path=name) == [("unbounded", "warning")]


@pytest.mark.parametrize("name", ["a.d.ts", "a.d.mts", "a.py", "a.md", "a.json", "a.js.map"])
def test_other_kinds_are_silent(name: str) -> None:
    assert said(f"const m = {OPEN};", path=name) == []


@pytest.mark.parametrize("name", ["page.html", "App.vue", "App.svelte"])
def test_script_blocks(name: str) -> None:
    text = f"<p>{OPEN}</p>\n<script>\nconst m = {OPEN};\n</script>\n"
    (one,) = found(text, path=name)
    assert (one.rule, one.span.start) == ("wasm-memory-unbounded", text.rindex("new "))


@pytest.mark.parametrize("word", ["tests", "docs", "examples", "generated"])
def test_classes_soften_what_is_unbounded(word: str) -> None:
    assert said(f"const m = {OPEN};", classes=frozenset({word})) == [("unbounded", "note")]
    assert said(f"const m = {SHARED};", classes=frozenset({word})) == [("invalid", "error")]


def test_vendored_files_are_not_judged() -> None:
    assert said(f"const m = {SHARED};", classes=frozenset({"vendored"})) == []


def test_sample_of_the_policy() -> None:
    (one,) = found(f"    memory = {OPEN};\n")
    assert one.message == "starts at 16 MiB, may grow to 4 GiB; phones kill the tab on the way"
    assert told(one)["fix"] == (
        "new WebAssembly.Memory({ initial: 256, maximum: N })   "
        "8192 = 512 MiB, 16384 = 1 GiB; pick what your model needs"
    )
    assert [h.label for h in one.help] == ["because", "fix", "or"]  # the last since fixes are written


@pytest.mark.parametrize(
    ("descriptor", "fixed"),
    [
        ("{ initial: 1, shared: true }", "{ initial: 1, maximum: N, shared: true }"),
        ("{ shared: true, initial: 1 }", "{ shared: true, initial: 1, maximum: N }"),
        ("{ initial: 1, maximum: undefined }", "{ initial: 1, maximum: N }"),
        ("{ 'initial': 1, // pages\n }", "{ 'initial': 1, maximum: N }"),
        ("{ address: 'i64', initial: 1n }", "{ address: 'i64', initial: 1n, maximum: Nn }"),
        ("{ initial: 1, ...{} }", "{ initial: 1, ...{}, maximum: N }"),
    ],
)
def test_fix_keeps_the_other_properties(descriptor: str, fixed: str) -> None:
    (one,) = found(f"const m = new WebAssembly.Memory({descriptor});")
    (fix,) = [h.text for h in one.help if h.label == "fix"]
    call = f"new WebAssembly.Memory({fixed})"
    assert fix.startswith(call + "   ")
    assert said(f"const m = {call.replace('N', '8192')};") == []


def test_sizes_that_are_offered_hold_the_initial_one() -> None:
    for initial, offered in [(9000, "16384 = 1 GiB, 32768 = 2 GiB"), (40000, "N at least 40000")]:
        (one,) = found(f"const m = new WebAssembly.Memory({{ initial: {initial} }});")
        assert offered in told(one)["fix"]
        assert "65536 =" not in one.help[-1].text


@pytest.mark.parametrize(
    ("maximum", "options", "expected"),
    [
        ("32768", {}, []),
        ("65536", {}, [("too-large", "note")]),
        ("65536", {"max": "4GiB"}, []),
        ("16384", {"max": "512MiB"}, [("too-large", "warning")]),
        ("8192", {"max": "512MiB"}, []),
        ("8192", {"max": "8192"}, []),
        ("8193", {"max": "8192"}, [("too-large", "warning")]),
        ("49152", {"max": "3 gib"}, []),
    ],
)
def test_cap(maximum: str, options: dict[str, str], expected: list[tuple[str, str]]) -> None:
    text = f"const m = new WebAssembly.Memory({{ initial: 1, maximum: {maximum} }});"
    assert said(text, options=options) == expected


@pytest.mark.parametrize(
    ("descriptor", "options", "expected"),
    [
        ("maximum: 16384, shared: true", {}, []),
        ("maximum: 16384, shared: true", {"target": "mobile"}, [("mobile", "warning")]),
        ("maximum: 8192, shared: true", {"target": "mobile"}, []),
        ("maximum: 16384", {"target": "mobile"}, []),
        (
            "maximum: 8192, shared: true",
            {"target": "mobile", "mobile-max": "256MiB"},
            [("mobile", "warning")],
        ),
        ("maximum: 65536, shared: true", {"target": "mobile"}, [("mobile", "warning")]),
    ],
)
def test_mobile(descriptor: str, options: dict[str, str], expected: list[tuple[str, str]]) -> None:
    text = f"const m = new WebAssembly.Memory({{ initial: 1, {descriptor} }});"
    assert said(text, options=options) == expected
    soft = [(rule, "note") for rule, _ in expected]
    assert said(text, options=options, classes=frozenset({"tests"})) == soft


@pytest.mark.parametrize("text", ["512 bananas", "-1", "1.5GiB", "MiB", "9" * 40])
def test_sizes_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match="max = "):
        said(f"const m = {OPEN};", options={"max": text})


@pytest.mark.parametrize(
    ("name", "value", "wrong"),
    [
        ("max", "", ""),
        ("max", "512MiB", ""),
        ("max", 8192, ""),
        ("mobile-max", "1 GiB", ""),
        ("max", 0, "max = 0 leaves no memory"),
        ("max", -1, "max = -1 leaves no memory"),
        ("mobile-max", "0MiB", 'mobile-max = "0MiB" leaves no memory'),
        ("mobile-max", "", 'mobile-max = "": write a size such as "512MiB", or pages such as 8192'),
        ("max", "-1MiB", 'max = "-1MiB": write a size'),
    ],
)
def test_option_error(name: str, value: object, wrong: str) -> None:
    found = option_error(name, value)
    assert found.startswith(wrong)
    assert bool(found) is bool(wrong)


def test_every_size_of_the_table_is_validated() -> None:
    names = [option.name for option in CHECK.options if option.type == "size"]
    assert names == [option.name for option in CHECK.options if option.validator]


def helped(descriptor: str, **options: object) -> tuple[str, dict[str, str]]:
    (one,) = found(f"const m = new WebAssembly.Memory({{ {descriptor} }});", options=options)
    return one.message, told(one)


@pytest.mark.parametrize(
    ("descriptor", "fix"),
    [
        (
            "initial: 256, maximum: 70000",
            "lower maximum: a 32-bit memory takes at most 65536 pages   "
            "8192 = 512 MiB, 16384 = 1 GiB; pick what your model needs",
        ),
        (
            "address: 'i64', initial: 1n, maximum: 262145n",
            "lower maximum: a 64-bit memory takes at most 262144 pages   "
            "8192 = 512 MiB, 16384 = 1 GiB; pick what your model needs",
        ),
        ("initial: 70000", "lower initial: a 32-bit memory takes at most 65536 pages"),
        ("initial: 70000, shared: true", "lower initial: a 32-bit memory takes at most 65536 pages"),
        ("initial: 70000, maximum: 80000", "lower initial: a 32-bit memory takes at most 65536 pages"),
        (
            "initial: 2, maximum: 1",
            "write a maximum that is not below initial   "
            "8192 = 512 MiB, 16384 = 1 GiB; pick what your model needs",
        ),
    ],
)
def test_limits_that_no_engine_takes_are_told(descriptor: str, fix: str) -> None:
    assert helped(descriptor)[1] == {"fix": fix}


TABLE = "[tool.mlhooks.wasm-memory] in pyproject.toml"
ENOUGH = "when the devices that it must run on have that much"


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ({}, {"or": f"set max in {TABLE}, {ENOUGH}"}),
        ({"max": "2GiB"}, {"or": f"raise max in {TABLE}, {ENOUGH}", "because": f"max = 2 GiB in {TABLE}"}),
        (
            {"target": "mobile"},
            {"or": f"raise mobile-max in {TABLE}, {ENOUGH}", "because": f'target = "mobile" in {TABLE}'},
        ),
    ],
)
def test_the_key_to_set_and_its_table(options: dict[str, object], wanted: dict[str, str]) -> None:
    _, lines = helped("initial: 1, maximum: 40000, shared: true", **options)
    assert lines == {"fix": lines["fix"], **wanted}


def test_no_size_above_the_cap_is_offered() -> None:
    for descriptor in ("initial: 1", "initial: 1, maximum: 70000"):
        assert helped(descriptor, max="512MiB")[1]["fix"].endswith(
            "   8192 = 512 MiB; pick what your model needs"
        )


def test_an_initial_size_above_the_cap_has_no_maximum_to_pick() -> None:
    _, lines = helped("initial: 9000, maximum: 9000", max="512MiB")
    assert lines["fix"] == "lower initial and the maximum"


@pytest.mark.parametrize(
    ("maximum", "options", "said_of_phones"),
    [
        (40000, {}, True),
        (8192, {"max": "256MiB"}, False),
        (8193, {"max": "256MiB"}, True),
        (16384, {"max": "256MiB", "mobile-max": "1GiB"}, False),
    ],
)
def test_phones_are_named_only_above_what_is_set_for_them(
    maximum: int, options: dict[str, object], said_of_phones: bool
) -> None:
    message, _ = helped(f"initial: 1, maximum: {maximum}, shared: true", **options)
    assert ("iOS" in message) == ("phones" in message) == said_of_phones


@pytest.mark.parametrize(
    ("descriptor", "message"),
    [
        ("{ initial: 1, shared: true }", "shared memory has no maximum"),
        ("{ initial: 2, maximum: 1 }", "maximum of 64 KiB (1 page) is below initial, 128 KiB (2 pages)"),
        ("{ initial: 1, maximum: 65537 }", "above the 4 GiB (65536 pages) that a 32-bit memory can have"),
        ("{ address: 'i64', initial: 1n, maximum: 262145n }", "above the 16 GiB (262144 pages)"),
        ("{ initial: 1, maximum: null }", "maximum of 0 bytes (0 pages) is below initial"),
        ("{ initial: 1, maximum: NaN }", "maximum is not a number of pages"),
        ("{ initial: 1, maximum: 1/0 }", "maximum is not a number of pages"),
        ("{ initial: -1 }", "initial is negative"),
        ("{ maximum: 1 }", "initial is missing"),
        ("{}", "initial is missing"),
        ("", "there is no descriptor"),
        ("256", "the descriptor is no object"),
        ("undefined", "the descriptor is no object"),
    ],
)
def test_invalid(descriptor: str, message: str) -> None:
    (one,) = found(f"const m = new WebAssembly.Memory({descriptor});")
    assert (one.rule, one.severity) == ("wasm-memory-invalid", "error")
    assert message in one.message
    assert "throws" in one.message


def test_called_without_new() -> None:
    (one,) = found("const m = WebAssembly.Memory({ initial: 1 });")
    assert (one.rule, one.severity) == ("wasm-memory-invalid", "error")
    assert one.help[0].text == "new WebAssembly.Memory({ initial: 1 })"


@pytest.mark.parametrize(
    ("maximum", "expected"),
    [
        ("65_536", "too-large"), ("6.5536e4", "too-large"), ("0x1_0000", "too-large"),
        ("0b1 << 16", "too-large"), ("0200000", "too-large"), ("'65536'", "too-large"),
        ("2 ** 16", "too-large"),
        ("2**16-1", "too-large"),
        ("Math.pow(2, 16)", "too-large"), ("Math.min(65536, 1e9)", "too-large"), ("(0, 65536)", "too-large"),
        ("Number('65536')", "too-large"), ("true ? 65536 : 1", "too-large"), ("null ?? 65536", "too-large"),
        ("0 || 65536", "too-large"), ("65536 && 65536", "too-large"), ("Math.ceil(65535.5)", "too-large"),
        ("-(-65536)", "too-large"), ("+65536", "too-large"), ("~~65536", "too-large"),
        ("a = 65536", "too-large"),
        ("void 0", "unbounded"), ("undefined", "unbounded"), ("true ? undefined : 1", "unbounded"),
        ("1 / 0 > 1 ? 1 : 2", "unresolved"), ("9**9**9**9", "unresolved"), ("'x' * 1", "unresolved"),
        ("5..toFixed()", "unresolved"), ("`6${5}`", "unresolved"), ("await pages", "unresolved"),
        ("1n + 1", "unresolved"), ("1 << 1n", "unresolved"), ("1" * 5000, "unresolved"), ("{}", "unresolved"),
    ],
)  # fmt: skip
def test_arithmetic(maximum: str, expected: str) -> None:
    text = f"const m = new WebAssembly.Memory({{ initial: 1, maximum: {maximum} }});"
    assert [rule for rule, _ in said(text)] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"test('x', () => {{ expect(() => {SHARED}).toThrow(); }})", [("invalid", "note")]),
        (f"assert.throws(function () {{ {SHARED}; }}, TypeError)", [("invalid", "note")]),
        (f"try {{ {OPEN}; }} catch {{}}", [("unbounded", "note")]),
        (f"try {{ void {OPEN}; }} catch {{}}", [("unbounded", "note")]),
        (f"try {{ {OPEN}, x = 1; }} catch {{}}", [("unbounded", "note")]),
        (f"try {{ x = 1, {OPEN}; }} catch {{}}", [("unbounded", "note")]),
        (f"try {{ use({OPEN}); }} catch {{}}", [("unbounded", "warning")]),
        (f"try {{}} catch {{ {OPEN}; }}", [("unbounded", "warning")]),
        (f"{OPEN};", [("unbounded", "warning")]),
    ],
)
def test_probes(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        (f"a(); const m = {OPEN}; b();", f"const m = {OPEN};"),
        (f"if ({OPEN}) {{ b(); }}", f"if ({OPEN}) "),
        (f"if (a) {{ x = {OPEN}; }}", f"x = {OPEN};"),
        (f"for (const m = {OPEN}; ;) {{ b(); }}", f"const m = {OPEN};"),
        (f"while ({OPEN}) b();", f"while ({OPEN}) "),
        (f"f(() =>\n  {OPEN}\n);", f"f(() =>\n  {OPEN}\n);"),
        (f"class A {{ m = {OPEN}; n = 1 }}", f"m = {OPEN}"),
        (f"function f(m = {OPEN}) {{ return m; }}", f"function f(m = {OPEN}) "),
        (f"export const m = {OPEN};", f"const m = {OPEN};"),
    ],
)
def test_statement(text: str, statement: str) -> None:
    (one,) = found(text)
    assert one.statement is not None
    assert text[slice(*one.statement)] == statement
    assert text[slice(*one.span)] == OPEN


def test_broken_programs_are_judged_as_far_as_they_parse() -> None:
    text = f"const a = {OPEN};\nfunction ( {{ ]\nconst b = {OPEN};\n"
    assert ("unbounded", "warning") in said(text)
    assert said("new WebAssembly.Memory({ initial: 1, maximum: }") in ([], [("unresolved", "note")])


def test_a_program_over_the_limit_is_a_note() -> None:
    text = f"const m = {OPEN};\n" + "// filler\n" * 250_000
    assert said(text) == [("unresolved", "note")]


@pytest.mark.parametrize(
    "text",
    [
        "(" * 50_000 + OPEN + ")" * 50_000,
        "[" * 50_000 + OPEN,
        "a+" * 50_000 + OPEN,
        "{" * 50_000 + OPEN + "}" * 50_000,
        f"const m = new WebAssembly.Memory({{ initial: 1, maximum: {'1+' * 20_000}1 }});",
        f"const m = new WebAssembly.Memory({{ initial: 1, maximum: {'(' * 9_000}1{')' * 9_000} }});",
        "const x = 1;" * 4_000 + "const m = new WebAssembly.Memory({ initial: x, maximum: x + 1 });",
        "".join(f"const a{n} = a{n + 1} + a{n + 1};" for n in range(300))
        + "const m = new WebAssembly.Memory({ initial: 1, maximum: a0 });",
        "const m = new WebAssembly.Memory({ initial: 1, maximum: m.maximum });",
        "const a = b, b = a; const m = new WebAssembly.Memory({ initial: 1, maximum: a });",
        f"const d = {{ initial: 1 }}; {'d.x = 1;' * 4_000} const m = new WebAssembly.Memory(d);",
        "<a" * 60_000 + OPEN,
        "Memory " * 20_000 + OPEN,
    ],
    ids=range(13),
)
def test_hostile_programs_end(text: str) -> None:
    for one in found(text, path="a.js"):
        assert 0 <= one.span.start <= one.span.end <= len(text)


def test_regex_of_the_gate_needs_both_words() -> None:
    assert said("WebAssembly.instantiate(module)") == []
    assert said("WebAssembly.instantiate(new MemoryPool())") == []


def test_identity_ignores_spaces_and_lines() -> None:
    (one,) = found(f"const m = {OPEN};")
    (other,) = found("\n\nconst m = new WebAssembly.Memory({\n  initial:   256 });")
    assert one.identity == other.identity


def test_messages_are_one_line_and_sober() -> None:
    for text in (OPEN, SHARED, "new WebAssembly.Memory({ initial: 1, maximum: `\n${x}` })"):
        for one in found(f"const m = {text};"):
            lines = [one.message, *(h.text for h in one.help)]
            assert not any("\n" in line or "vulnerab" in line for line in lines)
            assert not any("maximum: 65536" in line for line in lines)


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 bytes"),
        (65536, "64 KiB"),
        (1 << 24, "16 MiB"),
        (3 << 29, "1.5 GiB"),
        ((1 << 31) - 65536, "2047.94 MiB"),
    ],
)
def test_size(count: int, text: str) -> None:
    assert size(count) == text


def test_measure_and_parse_size() -> None:
    assert measure(1) == "64 KiB (1 page)"
    assert parse_size("1GiB", "max") == 1 << 30


PIECES = st.sampled_from([
    "new ", "WebAssembly", ".Memory", "(", ")", "{", "}", "initial: 1", "maximum", ": ", ", ", "const d = ",
    "d", "...", "'", "`", "${", "undefined", "=>", "\n", "try ", "catch ", "function f", "[", "]", "1n",
    " = ", ";", "\u00e9",
    "globalThis['WebAssembly']", "/*", "//", "<a>", "class A ", "export default ", "d.maximum = 1", "\0",
])  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=40), st.sampled_from(["a.js", "a.ts", "a.tsx", "a.vue"]))
def test_never_raises_on_shuffled_code(pieces: list[str], path: str) -> None:
    data = ("WebAssembly.Memory " + "".join(pieces)).encode()
    _inside(path, data)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.binary(max_size=200), st.sampled_from(["a.js", "a.ts", "a.html"]))
def test_never_raises_on_bytes(before: bytes, after: bytes, path: str) -> None:
    _inside(path, before + OPEN.encode() + after)


def _inside(path: str, data: bytes) -> None:
    source = from_bytes(path, data)
    for one in judge_source(CHECK, Path(), source):
        for span in (one.span, one.statement or one.span):
            assert 0 <= span.start <= span.end <= len(source.data or b"")


def test_reads_from_disk(tmp_path: Path) -> None:
    (one,) = judge(CHECK, tmp_path, "web/heap.ts", f"\ufeffexport const m = {OPEN};\r\n")
    assert one.span.start == 20
