# SPDX-License-Identifier: Apache-2.0
"""Generated glue and bundles: one note for a file, the flag that made it, and large files."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mlhooks.checks.wasm_memory import CHECK
from mlhooks.checks.wasm_memory.flags.group import EMCC, LINKER, NAPI
from mlhooks.checks.wasm_memory.glue import maker
from mlhooks.core.source import from_bytes
from support import git, judge, judge_source, told

if TYPE_CHECKING:
    from mlhooks.core.finding import Finding

OPEN = "new WebAssembly.Memory({ initial: 256 });"
LARGE = "new WebAssembly.Memory({ initial: 256, maximum: 65536 });"
SHARED = "new WebAssembly.Memory({ initial: 256, shared: true });"
GENERATED = frozenset({"generated"})
EMSCRIPTEN = "function updateMemoryViews() {}\nvar wasmMemory = "
BINDGEN = "function __wbg_get_imports() {}\nfunction __wbg_init() {}\nlet m = "
NAPI_RS = "instantiateNapiModule(); const __napiModule = 1, m = "


def found(text: str, path: str = "a.js", **more: object) -> list[Finding]:
    return judge_source(CHECK, Path(), from_bytes(path, text.encode()), **more)  # type: ignore[arg-type]


def said(text: str, **more: object) -> list[tuple[str, str]]:
    return [(f.rule.removeprefix("wasm-memory-"), f.severity) for f in found(text, **more)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (OPEN, [("unbounded", "note")]),
        (OPEN * 3, [("unbounded", "note")]),
        (LARGE + OPEN, [("unbounded", "note")]),
        (LARGE + LARGE, [("too-large", "note")]),
        (SHARED + OPEN + LARGE, [("invalid", "error"), ("unbounded", "note")]),
        ("new WebAssembly.Memory(x);" + LARGE, [("too-large", "note")]),
        ("new WebAssembly.Memory({ initial: 1, maximum: 2 });", []),
    ],
)
@pytest.mark.parametrize("glue", ["", EMSCRIPTEN, BINDGEN, NAPI_RS])
def test_one_note_for_a_file(text: str, expected: list[tuple[str, str]], glue: str) -> None:
    assert said(glue + text, classes=frozenset() if glue else GENERATED) == expected


def test_hand_written_programs_are_judged_place_by_place() -> None:
    assert said(OPEN * 3) == [("unbounded", "warning")] * 3
    assert said("import init from './pkg'; // calls __wbindgen_malloc\n" + OPEN) == [("unbounded", "warning")]


def test_the_note_counts_and_offers_no_edit() -> None:
    (one,) = found(OPEN + LARGE, classes=GENERATED, options={"max": "512MiB"})
    assert one.message.endswith("; 2 such places in this generated file")
    assert one.fix == ()
    assert "fix" not in told(one)


@pytest.mark.parametrize(
    ("text", "tool"),
    [
        (EMSCRIPTEN, EMCC),
        ("function updateGlobalBufferAndViews(b){}var wasmMemory", EMCC),
        ("if(!ENVIRONMENT_IS_PTHREAD)wasmMemory=1", EMCC),
        (BINDGEN, LINKER),
        ("imports.wbg.__wbindgen_throw = f; function initSync() {}", LINKER),
        (NAPI_RS, NAPI),
        ("instantiateNapiModuleSync(); __emnapiContext", NAPI),
        ("wasmMemory", ""),
        ("updateMemoryViews(); wasmMemory", ""),
        ("__wbindgen_throw", ""),
        ("", ""),
    ],
)
def test_makers(text: str, tool: str) -> None:
    assert maker(text.encode()) == tool


FILES = {
    "build.sh": "emcc -sALLOW_MEMORY_GROWTH a.c\n",
    "web/CMakeLists.txt": "# glue\ntarget_link_options(t PRIVATE -sALLOW_MEMORY_GROWTH)\n"
    "target_link_options(t PRIVATE -sMAXIMUM_MEMORY=4GB)\n",
    "rust/.cargo/config.toml": '[target.w]\nrustflags = ["-Clink-arg=--max-memory=1048576"]\n',
    "node/package.json": '{"napi": {"wasm": {\n"maximumMemory": 65536}}}',
    "zeta/build.sh": "emcc -sMAXIMUM_MEMORY=3GB a.c\n",
    "tests/build.sh": "emcc -sMAXIMUM_MEMORY=2GB a.c\n",
    "third_party/build.sh": "emcc -sMAXIMUM_MEMORY=2GB a.c\n",
    "web/B.cmake": "# target_link_options(t PRIVATE -sMAXIMUM_MEMORY=3GB)\n",
    "web/A.sh": "# emcc -sMAXIMUM_MEMORY=2GB a.c\necho -sMAXIMUM_MEMORY=2GB\n",
}


@pytest.mark.parametrize(
    ("path", "glue", "flag"),
    [
        ("web/dist/a.js", EMSCRIPTEN, "-sMAXIMUM_MEMORY=4GB at web/CMakeLists.txt:3"),
        ("out/a.js", EMSCRIPTEN, "-sMAXIMUM_MEMORY=4GB at web/CMakeLists.txt:3"),
        ("zeta/out/a.js", EMSCRIPTEN, "-sMAXIMUM_MEMORY=3GB at zeta/build.sh:1"),
        ("rust/pkg/a.js", BINDGEN, "--max-memory=1048576 at rust/.cargo/config.toml:2"),
        ("node/a.cjs", NAPI_RS, '"maximumMemory": 65536 at node/package.json:2'),
        ("dist/a.js", "", "-sMAXIMUM_MEMORY=4GB at web/CMakeLists.txt:3"),
    ],
)
def test_points_at_the_flag_that_made_it(path: str, glue: str, flag: str, tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    (one,) = judge(CHECK, tmp_path, path, glue + LARGE, classes=frozenset() if glue else GENERATED)
    assert told(one).get("do") == f"state the maximum in the build, not here: {flag}"


def test_without_a_flag_nothing_is_pointed_at(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("emcc -sMAXIMUM_MEMORY=4GB\n")
    (one,) = judge(CHECK, tmp_path, "a.js", EMSCRIPTEN + LARGE)
    assert "do" not in told(one)


DATA = "QUJD" * 700_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"const d = '{DATA}';\nconst p = 65536;\nconst m = new WebAssembly.Memory({{ initial: 1, maximum: p }});", "too-large"),
        (f"const d = `{DATA}`, e = '{DATA}';\n{OPEN}", "unbounded"),
        (f"// {DATA}\n{OPEN}", "unbounded"),
        (f"const d = {DATA} / {DATA};\n{OPEN}", "unresolved"),
        (f"const d = /{DATA}/;\n{OPEN}", "unresolved"),
        ("a();\n" * 500_000 + OPEN, "unresolved"),
    ],
    ids=range(6),
)  # fmt: skip
def test_embedded_data_makes_no_program_too_large(text: str, expected: str) -> None:
    (one,) = found(text, classes=frozenset())
    assert one.rule == f"wasm-memory-{expected}"
    assert text[one.span.start :].startswith(("new WebAssembly.Memory(", "WebAssembly.Memory("))


def test_a_name_that_stands_everywhere_leaves_the_rest_readable() -> None:
    text = "e(1);" * 4_000
    assert said(text + "new WebAssembly.Memory({ initial: e / 65536, maximum: 65536 });") == [
        ("too-large", "note")
    ]
    assert said(text + "new WebAssembly.Memory({ initial: 1, maximum: e });") == [("unresolved", "note")]
    assert said(text + "new WebAssembly.Memory({ initial: e });") == [("unbounded", "warning")]
    assert said("WebAssembly(1);" * 4_000 + OPEN) == [("unresolved", "note")]


@pytest.mark.parametrize(
    ("maximum", "expected"),
    [
        ("size / 65536", []),
        ("o.pages", []),
        ("i++", [("unresolved", "note")]),
        ("pages()", [("unresolved", "note")]),
    ],
)
def test_the_same_expression_twice_is_a_bound(maximum: str, expected: list[tuple[str, str]]) -> None:
    assert said(f"new WebAssembly.Memory({{ initial: {maximum}, maximum: {maximum} }});") == expected


@pytest.mark.parametrize("sign", ["a;", "a.b(c);", "[", "{", "(", "`${", "<a>", "/*", "a?b:", "=>"])
def test_two_megabytes_of_one_sign_are_bounded(sign: str) -> None:
    import resource

    text = sign * (2_000_000 // len(sign)) + OPEN
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    found(text)
    assert time.process_time() - start < 30
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 700_000


def test_a_program_in_which_no_memory_is_named_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "WebAssembly.instantiate(b).then(updateMemoryViews, $Memory, wasmMemory);\n"
    source = from_bytes("a.js", text.encode())
    monkeypatch.setattr(
        "mlhooks.checks.wasm_memory.program_findings.judge_programs", lambda *_: pytest.fail("parsed")
    )
    assert judge_source(CHECK, Path("/nowhere"), source) == []
    with pytest.raises(pytest.fail.Exception):
        judge_source(CHECK, Path("/nowhere"), from_bytes("a.js", text.encode() + b"const { Memory } = W;\n"))
