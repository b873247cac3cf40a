# SPDX-License-Identifier: Apache-2.0
"""Memory flags of compilers and linkers, wherever they are written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlhooks.checks.wasm_memory import CHECK
from mlhooks.core.source import from_bytes
from support import judge_source

if TYPE_CHECKING:
    from mlhooks.core.finding import Finding

IMPLICIT, LARGE = [("implicit", "note")], [("too-large", "note")]
UNBOUNDED, INVALID = [("unbounded", "warning")], [("invalid", "error")]
UNRESOLVED = [("unresolved", "note")]


def found(text: str, path: str, **more: object) -> list[Finding]:
    return judge_source(CHECK, Path(), from_bytes(path, text.encode()), **more)  # type: ignore[arg-type]


def said(text: str, path: str = "build.sh", **more: object) -> list[tuple[str, str]]:
    return [(f.rule.removeprefix("wasm-memory-"), f.severity) for f in found(text, path, **more)]


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("emcc -sALLOW_MEMORY_GROWTH a.c", IMPLICIT),
        ("emcc -sALLOW_MEMORY_GROWTH=1 a.c", IMPLICIT),
        ("emcc -s ALLOW_MEMORY_GROWTH=1 a.c", IMPLICIT),
        ('emcc "SHELL:-s ALLOW_MEMORY_GROWTH=1" a.c', IMPLICIT),
        ("emcc -sALLOW_MEMORY_GROWTH=0 a.c", []),
        ("emcc -sALLOW_MEMORY_GROWTH -sALLOW_MEMORY_GROWTH=1 a.c", IMPLICIT),
        ("emcc -sALLOW_MEMORY_GROWTH=$GROW a.c", []),
        ("emcc -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=1GB a.c", []),
        ("emcc -sALLOW_MEMORY_GROWTH \\\n  -sMAXIMUM_MEMORY=4gb a.c", LARGE),
        ("emcc -s WASM_MEM_MAX=2147483648 -s ALLOW_MEMORY_GROWTH=1 a.c", []),
        ("emcc -s BINARYEN_MEM_MAX=4294967296 a.c", LARGE),
        ("emcc -s TOTAL_MEMORY=33554432 a.c", []),
        ("emcc -sINITIAL_MEMORY=3GB a.c", LARGE),
        ("emcc -sINITIAL_MEMORY=3GB -sALLOW_MEMORY_GROWTH a.c", IMPLICIT),
        ("emcc -sMAXIMUM_MEMORY=1000000 a.c", INVALID),
        ("emcc -sMAXIMUM_MEMORY=5GB a.c", INVALID),
        ("emcc -sMEMORY64 -sMAXIMUM_MEMORY=8GB a.c", LARGE),
        ("emcc -sALLOW_MEMORY_GROWTH -sINITIAL_MEMORY=512MB -sMAXIMUM_MEMORY=256mb", INVALID),
        ("emcc -sINITIAL_MEMORY=512MB -sMAXIMUM_MEMORY=256mb", []),
        ("emcc -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=$MOST", UNRESOLVED),
        ("# emcc -sALLOW_MEMORY_GROWTH", []),
        ("echo -sALLOW_MEMORY_GROWTH", []),
        ('echo "use -sALLOW_MEMORY_GROWTH" && true', []),
        ("wasm-ld --initial-memory=1048576 a.o", UNBOUNDED),
        ("wasm-ld --initial-memory=1048576 --max-memory=16777216 a.o", []),
        ("wasm-ld --initial-memory=1048576 --no-growable-memory a.o", []),
        ("wasm-ld --initial-memory=1048576 --import-memory a.o", []),
        ("wasm-ld --import-memory a.o", []),
        ("wasm-ld a.o --max-memory=16777217", INVALID),
        ("wasm-ld a.o --max-memory=4294967296", LARGE),
        ("clang --target=wasm32 -Wl,--initial-memory=1048576 a.c", UNBOUNDED),
        ("clang -Wl,--max-memory=4294967296 a.c", LARGE),
        ("clang -Wl,--initial-memory=1048576,--max-memory=0x1000000 a.c", []),
        ("emcc -Wl,--initial-memory=1048576 a.c", []),
        ("serve --max-memory=4294967296", []),
        ("RUSTFLAGS='-C link-arg=--max-memory=4294967296' cargo build", LARGE),
        ("RUSTFLAGS='-C target-feature=+atomics -C link-arg=--initial-memory=65536' cargo build", []),
        ('F="${MT:+ -sALLOW_MEMORY_GROWTH=1}"', IMPLICIT),
        ("asc a.ts --initialMemory 10", UNBOUNDED),
        ("asc a.ts --initialMemory 10 --maximumMemory 100", []),
        ("asc a.ts --maximumMemory 65536", LARGE),
        ("asc a.ts --sharedMemory", INVALID),
        ("asc a.ts --sharedMemory --maximumMemory 100", []),
    ],
)
def test_commands(command: str, expected: list[tuple[str, str]]) -> None:
    assert said(f"set -e\n{command}\nls\n") == expected


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("build.sh", 'F="-sALLOW_MEMORY_GROWTH"\nF+=" -sMAXIMUM_MEMORY=1GB"\nemcc $F', []),
        ("build.sh", "F=(\n  -sALLOW_MEMORY_GROWTH # grow\n  -sMAXIMUM_MEMORY=1GB\n)\n", []),
        ("build.sh", 'F="\n  -s ALLOW_MEMORY_GROWTH=1\n  -s MAXIMUM_MEMORY=4GB\n"\n', LARGE),
        ("build.sh", 'F=(\n  ${MT:+ -sALLOW_MEMORY_GROWTH}\n  "a)"\n)\n', IMPLICIT),
        ("build.sh", "don't\nemcc -sALLOW_MEMORY_GROWTH\n", IMPLICIT),
        ("Makefile", "F = -sALLOW_MEMORY_GROWTH\nF += -sMAXIMUM_MEMORY=1GB\n", []),
        ("Makefile", "all:\n\temcc -sALLOW_MEMORY_GROWTH a.c\n\t@echo -sMAXIMUM_MEMORY=4GB\n", IMPLICIT),
        ("Makefile", "# -sMAXIMUM_MEMORY=4GB\n", []),
        ("Dockerfile", 'ENV LDFLAGS="-s MAXIMUM_MEMORY=4GB"\n', LARGE),
        ("Dockerfile", "RUN echo hi && emcc \\\n  # a comment\n  -sALLOW_MEMORY_GROWTH a.c\n", IMPLICIT),
        (
            "CMakeLists.txt",
            'set_target_properties(t PROPERTIES LINK_FLAGS "-s ALLOW_MEMORY_GROWTH=1 -s MAXIMUM_MEMORY=4GB")',
            LARGE,
        ),
        ("CMakeLists.txt", "target_link_options(t PRIVATE -sALLOW_MEMORY_GROWTH)", IMPLICIT),
        (
            "CMakeLists.txt",
            'target_link_options(t PRIVATE "-sALLOW_MEMORY_GROWTH")\n'
            'target_link_options(t PRIVATE "SHELL:-s MAXIMUM_MEMORY=1GB")',
            [],
        ),
        ("CMakeLists.txt", "target_link_options(t PRIVATE $<$<BOOL:${MT}>:-sMAXIMUM_MEMORY=4GB>)", LARGE),
        ("CMakeLists.txt", "message(STATUS -sALLOW_MEMORY_GROWTH)", []),
        ("CMakeLists.txt", "#[[ set(F -sALLOW_MEMORY_GROWTH) ]]\n", []),
        ("CMakeLists.txt", 'set(F "-sALLOW_MEMORY_GROWTH', IMPLICIT),
        ("build.py", 'x = ["emcc", "-s", "ALLOW_MEMORY_GROWTH=1"]', IMPLICIT),
        ("build.py", 'x = ["-s", "ALLOW_MEMORY_GROWTH=1", "-s", "MAXIMUM_MEMORY=4GB"]', LARGE),
        ("build.py", 'x = ["-sALLOW_MEMORY_GROWTH"]\nx += ["-sMAXIMUM_MEMORY=1GB"]', []),
        ("build.py", 'x = ["-sALLOW_MEMORY_GROWTH"]\nx.append("-sMAXIMUM_MEMORY=1GB")', []),
        ("build.py", 'x = "-sALLOW_MEMORY_GROWTH"', IMPLICIT),
        ("build.py", '"""Pass -sALLOW_MEMORY_GROWTH to emcc."""', []),
        ("build.py", 'print("-sALLOW_MEMORY_GROWTH")', []),
        ("build.py", 'assert "-sALLOW_MEMORY_GROWTH" in flags', []),
        ("build.py", 'self.expect_fail(["emcc", "-sMAXIMUM_MEMORY=1"])', []),
        ("build.py", 'self.assertContained("-sALLOW_MEMORY_GROWTH", out)', []),
        ("build.py", '# "-sALLOW_MEMORY_GROWTH"', []),
        (
            "build.py",
            'T = """\nproject(x)\n# -sMAXIMUM_MEMORY=4GB\n'
            'set_target_properties(t PROPERTIES LINK_FLAGS "-sALLOW_MEMORY_GROWTH")\n"""',
            IMPLICIT,
        ),
        ("build.py", "x = [", []),
        (".cargo/config.toml", '[target.w]\nrustflags = ["-C", "link-arg=--max-memory=4294967296"]\n', LARGE),
        (".cargo/config.toml", '[target.w]\nrustflags = ["-Clink-args=--initial-memory=65536"]\n', UNBOUNDED),
        (".cargo/config.toml", '# rustflags = ["-C", "link-arg=--max-memory=4294967296"]\n', []),
        ("build.rs", 'println!("cargo:rustc-link-arg=--max-memory=4294967296");', LARGE),
        ("src/main.rs", 'println!("pass -Wl,--max-memory=4294967296");', []),
        ("package.json", '{"scripts": {"build": "emcc -sALLOW_MEMORY_GROWTH a.c"}}', IMPLICIT),
        ("package.json", '{"scripts": {"build": "emcc -sMAXIMUM_MEMORY=4GB a.c"}}', LARGE),
        ("wasm-target.json", '{"ldflags": ["--initial-memory=65536", "--no-entry"]}', UNBOUNDED),
        ("asconfig.json", '{"options": {"initialMemory": 10, "maximumMemory": 100}}', []),
        ("asconfig.json", '{"options": {"initialMemory": 10}}', UNBOUNDED),
        ("asconfig.json", '{"options": {"maximumMemory": 65536}}', LARGE),
        ("asconfig.release.json", '{"options": {"initialMemory": 10, "sharedMemory": true}}', INVALID),
        ("asconfig.json", '{"extends": "./a.json", "options": {"sharedMemory": true}}', []),
        (
            "asconfig.json",
            '{"targets": {"debug": {"maximumMemory": 10}}, "options": {"sharedMemory": true}}',
            [],
        ),
        ("package.json", '{"napi": {"wasm": {"initialMemory": 10}}}', IMPLICIT),
        ("package.json", '{"napi": {"wasm": {"initialMemory": 10, "maximumMemory": 65536}}}', LARGE),
        ("package.json", '{"napi": {"wasm": {"maximumMemory": 16384}}, "x": {"initialMemory": 1}}', []),
        ("package.json", '{"x": {"initialMemory": 1}}', []),
        ("data.json", '{"text": "emcc -sALLOW_MEMORY_GROWTH a.c"}', []),
        (
            ".github/workflows/a.yml",
            "jobs:\n  - run: |\n      echo hi\n      emcc -sALLOW_MEMORY_GROWTH a.c # x\n",
            IMPLICIT,
        ),
        (
            "meta.yaml",
            "build:\n  ldflags: |\n    -s ALLOW_MEMORY_GROWTH=1\n    -s MAXIMUM_MEMORY=1GB\n",
            [],
        ),
        ("a.yml", "  run: >-\n    emcc\n    -sALLOW_MEMORY_GROWTH\n    -sMAXIMUM_MEMORY=4GB\n", LARGE),
        ("a.yml", "# emcc -sALLOW_MEMORY_GROWTH\n", []),
        ("README.md", "    emcc -sALLOW_MEMORY_GROWTH\n", []),
        ("a.c", "// emcc -sALLOW_MEMORY_GROWTH\n", []),
    ],
)
def test_places(path: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text, path) == expected


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        # Another command's maximum does not silence.
        ("build.sh", "emcc -sALLOW_MEMORY_GROWTH a.c\nemcc -sMAXIMUM_MEMORY=1GB b.c\n", IMPLICIT),
        ("Makefile", "a:\n\temcc -sALLOW_MEMORY_GROWTH\nb:\n\temcc -sMAXIMUM_MEMORY=1GB\n", IMPLICIT),
        (
            "package.json",
            '{"scripts": {"a": "emcc -sALLOW_MEMORY_GROWTH", "b": "emcc -sMAXIMUM_MEMORY=1GB"}}',
            IMPLICIT,
        ),
        (
            "CMakeLists.txt",
            "target_link_options(a -sALLOW_MEMORY_GROWTH)\ntarget_link_options(b -sMAXIMUM_MEMORY=1GB)",
            IMPLICIT,
        ),
        ("b.py", 'a = ["-sALLOW_MEMORY_GROWTH"]\nb = ["-sMAXIMUM_MEMORY=1GB"]\n', IMPLICIT),
        # Variables of one command are read together.
        ("build.sh", 'A="-sALLOW_MEMORY_GROWTH"\nB="-sMAXIMUM_MEMORY=1GB"\nemcc $A ${B} a.c\n', []),
        ("build.sh", 'A="-sALLOW_MEMORY_GROWTH"\nemcc $A -sMAXIMUM_MEMORY=1GB a.c\n', []),
        ("build.sh", 'A="-sALLOW_MEMORY_GROWTH"\nemcc $A -sMAXIMUM_MEMORY=1GB a.c\nemcc $A b.c\n', IMPLICIT),
        ("build.sh", 'A="-sALLOW_MEMORY_GROWTH"\nB="$A -O3"\nC="$B -sMAXIMUM_MEMORY=1GB"\nemcc $C\n', []),
        ("Makefile", "A = -sALLOW_MEMORY_GROWTH\nB = -sMAXIMUM_MEMORY=1GB\nall:\n\temcc $(A) $(B) a.c\n", []),
        ("Makefile", "LDFLAGS = -sMAXIMUM_MEMORY=1GB\nall:\n\temcc -sALLOW_MEMORY_GROWTH a.c\n", []),
        (
            "CMakeLists.txt",
            "set(A -sALLOW_MEMORY_GROWTH)\nset(B -sMAXIMUM_MEMORY=1GB)\ntarget_link_options(t ${A} ${B})",
            [],
        ),
        ("CMakeLists.txt", "set(A -sALLOW_MEMORY_GROWTH)\ntarget_link_options(t ${A})", IMPLICIT),
        (
            "CMakeLists.txt",
            'set(CMAKE_EXE_LINKER_FLAGS "-sMAXIMUM_MEMORY=1GB")\ntarget_link_options(t -sALLOW_MEMORY_GROWTH)',
            [],
        ),
        ("b.py", 'a = ["-sALLOW_MEMORY_GROWTH"]\nb = ["-sMAXIMUM_MEMORY=1GB"]\nrun(["emcc", *a, *b])\n', []),
        ("b.py", 'a = ["-sALLOW_MEMORY_GROWTH"]\nb = a + ["-sMAXIMUM_MEMORY=1GB"]\n', []),
        ("build.sh", 'A="$A -sALLOW_MEMORY_GROWTH"\nB="$A"\nA="$B"\nemcc $A\n', IMPLICIT),
    ],
)
def test_flags_of_one_target_are_judged_together(
    path: str, text: str, expected: list[tuple[str, str]]
) -> None:
    assert said(text, path) == expected


def test_a_mark_on_any_line_of_the_command_counts() -> None:
    text = "emcc \\\n  -O3 \\\n  -sALLOW_MEMORY_GROWTH \\\n  a.c\nls\n"
    (one,) = found(text, "build.sh")
    assert one.statement is not None
    assert text[one.statement.start : one.statement.end].startswith("emcc")
    assert text[one.statement.start : one.statement.end].endswith("a.c")


def test_policy() -> None:
    command = "emcc -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=1GB -pthread\n"
    assert said(command, options={"max": "512MiB"}) == [("too-large", "warning")]
    assert said(command, options={"target": "mobile"}) == [("mobile", "warning")]
    implicit = "emcc -sALLOW_MEMORY_GROWTH -pthread\n"
    assert said(implicit, options={"target": "mobile"}) == [("mobile", "warning")]
    assert said(implicit, options={"target": "mobile", "mobile-max": "2GiB"}) == IMPLICIT
    assert "iOS Safari" in found(implicit, "a.sh")[0].message
    assert said("emcc -sALLOW_MEMORY_GROWTH\n", options={"target": "mobile", "max": "1GiB"}) == IMPLICIT
    assert said("wasm-ld --initial-memory=65536\n", classes=frozenset({"tests"})) == [("unbounded", "note")]
    assert said("wasm-ld --max-memory=1\n", classes=frozenset({"tests"})) == INVALID
    assert said("wasm-ld --max-memory=1\n", classes=frozenset({"vendored"})) == []


def test_message() -> None:
    text = "clang -Wl,--initial-memory=16777216 a.c # \u00fc\n"
    (one,) = found(text, "build.sh")
    assert (
        one.message
        == "starts at 16 MiB, has no maximum and may grow to 4 GiB; phones kill the tab on the way"
    )
    assert one.span.start == text.index("--initial")
    assert [line.label for line in one.help] == ["because", "fix"]


@pytest.mark.parametrize(
    "path", ["a.sh", "Makefile", "CMakeLists.txt", "a.py", "a.toml", "a.yml", "package.json"]
)
@settings(deadline=None, max_examples=60)
@given(
    words=st.lists(
        st.one_of(
            st.sampled_from(
                ["-sALLOW_MEMORY_GROWTH ", "-s MAXIMUM_MEMORY=", "4GB", '"', "'", "(", ")", "[", "]"]
            ),
            st.sampled_from(
                ["\n", "\\\n", "#", "x=", "=(", "run: |\n  ", "set(", "wasm --max-memory=", "{", "}"]
            ),
            st.text(max_size=3),
        ),
        max_size=30,
    )
)
def test_never_raises(path: str, words: list[str]) -> None:
    text = "".join(words).encode("utf-8", "replace").decode()
    for one in found(text, path):
        assert 0 <= one.span.start <= one.span.end <= len(text.encode())


@pytest.mark.parametrize("path", ["a.sh", "Makefile", "CMakeLists.txt", "a.yml", "package.json", "a.toml"])
@pytest.mark.parametrize(
    "unit", ['"', "'", "(", "=(", "=('", "set(", "[", "a:\n ", "-s ", "\\\n", "x = 1\n", '"a" ']
)
def test_time_is_bounded(path: str, unit: str) -> None:
    import time

    text = "-sALLOW_MEMORY_GROWTH\n" + unit * (200_000 // len(unit))
    start = time.process_time()
    said(text, path)
    assert time.process_time() - start < 5
