# SPDX-License-Identifier: Apache-2.0
"""Memory flags in the languages of other build tools, each with what only looks like one there."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from mlhooks.checks.wasm_memory import CHECK
from mlhooks.core.source import from_bytes
from support import judge_source

IMPLICIT, LARGE = [("implicit", "note")], [("too-large", "note")]
UNBOUNDED, INVALID = [("unbounded", "warning")], [("invalid", "error")]
UNRESOLVED = [("unresolved", "note")]


def said(path: str, text: str, **more: object) -> list[tuple[str, str]]:
    source = from_bytes(path, text.encode())
    found = judge_source(CHECK, Path(), source, **more)  # type: ignore[arg-type]
    assert all(0 <= one.span.start <= one.span.end <= len(text.encode()) for one in found)
    return [(one.rule.removeprefix("wasm-memory-"), one.severity) for one in found]


ZIG = [
    ("exe.initial_memory = 65536;", UNBOUNDED),
    ("exe.initial_memory = 65536;\nexe.max_memory = 131072;", []),
    ("exe.initial_memory = 65536;\nexe.import_memory = true;", []),
    ("exe.import_memory = false;\nexe.initial_memory = 65536;", UNBOUNDED),
    ("exe.max_memory = 65536 * 65_536;", LARGE),
    ("const page = 65536;\nconst most = 64 << 10;\nexe.max_memory = page * most;", LARGE),
    ("const a = b;\nconst b = a;\nexe.max_memory = a;", UNRESOLVED),
    ("const a = 1;\nconst a = 2;\nexe.max_memory = a;", UNRESOLVED),
    ("exe.max_memory = 100000;", INVALID),
    ("exe.max_memory = options.pages * 65536;", UNRESOLVED),
    ("a.initial_memory = 65536;\nb.max_memory = 131072;", UNBOUNDED),
    ("// exe.max_memory = 65536 * 65536;", []),
    ("if (exe.max_memory == 4294967296) {}", []),
    ('const run = b.addSystemCommand(&.{ "emcc", "-sALLOW_MEMORY_GROWTH=1" });', IMPLICIT),
    ('run.addArgs(&.{ "-sALLOW_MEMORY_GROWTH=1", "-sMAXIMUM_MEMORY=1GB" });', []),
    ('pub fn build() void {\n  args.append("-sALLOW_MEMORY_GROWTH=1");\n  x();\n}', IMPLICIT),
    ('args.append("-sALLOW_MEMORY_GROWTH=1");\nargs.append("-sMAXIMUM_MEMORY=1GB");', []),
    ('std.debug.print("pass -sALLOW_MEMORY_GROWTH=1", .{});', []),
    ('@compileError("pass -sALLOW_MEMORY_GROWTH=1");', []),
]
ZIG += [
    (
        'fn a() void {\n x.append("-sALLOW_MEMORY_GROWTH=1");\n}\nfn b() void {\n y.append("-sMAXIMUM_MEMORY=1GB");\n}',
        IMPLICIT,
    ),
]
MESON = [
    ("executable('a', 'a.c', link_args: ['-s', 'ALLOW_MEMORY_GROWTH=1'])", IMPLICIT),
    ("executable('a', 'a.c',\n  link_args: [\n    '-sALLOW_MEMORY_GROWTH=1',\n    '-sMAXIMUM_MEMORY=4GB'])", LARGE),
    ("args = ['-sALLOW_MEMORY_GROWTH=1']\nargs += ['-sMAXIMUM_MEMORY=1GB']\n", []),
    ("args = ['-sALLOW_MEMORY_GROWTH=1']\nmore = ['-sMAXIMUM_MEMORY=1GB']\nexecutable('a', link_args: args + more)", []),
    ("a = ['-sALLOW_MEMORY_GROWTH=1']\nb = ['-sMAXIMUM_MEMORY=1GB']\n", IMPLICIT),
    ("add_project_link_arguments('-sMAXIMUM_MEMORY=1GB', language: 'c')\na = ['-sALLOW_MEMORY_GROWTH=1']\n", []),
    ("message('-sALLOW_MEMORY_GROWTH=1')", []),
    ("# link_args: ['-sALLOW_MEMORY_GROWTH=1']", []),
    ("if x\n  warning('-sALLOW_MEMORY_GROWTH=1')\nendif", []),
]  # fmt: skip
SCRIPT = [
    ("const args = ['-s', 'ALLOW_MEMORY_GROWTH=1'];", IMPLICIT),
    ("spawn('emcc', ['a.c', '-s', 'ALLOW_MEMORY_GROWTH=1', '-s', 'MAXIMUM_MEMORY=4GB']);", LARGE),
    ("exec(`emcc a.c -sALLOW_MEMORY_GROWTH -o ${out}`);", IMPLICIT),
    ("exec('emcc a.c ' + '-sALLOW_MEMORY_GROWTH ' + '-sMAXIMUM_MEMORY=1GB');", []),
    ("const args = ['-sALLOW_MEMORY_GROWTH'];\nargs.push('-sMAXIMUM_MEMORY=1GB');", []),
    ("const a = ['-sALLOW_MEMORY_GROWTH'], b = ['-sMAXIMUM_MEMORY=1GB'];\nrun([...a, ...b]);", []),
    ("const a = ['-sALLOW_MEMORY_GROWTH'], b = ['-sMAXIMUM_MEMORY=1GB'];\nrun(a); run(b);", IMPLICIT),
    ("export default { flags: ['-sALLOW_MEMORY_GROWTH'], debug: ['-sMAXIMUM_MEMORY=4GB'] };", [*IMPLICIT, *LARGE]),
    ("const most = '4GB';\nconst a = [`-sMAXIMUM_MEMORY=${most}`];", LARGE),
    ("const a = [`-sMAXIMUM_MEMORY=${most}`];", UNRESOLVED),
    ("asc.main(['a.ts', '--initialMemory', '10']);", UNBOUNDED),
    ("asc.main(['a.ts', '--initialMemory', '10', '--maximumMemory', '65536']);", LARGE),
    ("task('x', () => { exec('emcc -sALLOW_MEMORY_GROWTH'); });", IMPLICIT),
    ("const args = [];\nargs.push('-sALLOW_MEMORY_GROWTH');\nargs.push('-sMAXIMUM_MEMORY=1GB');", []),
    ("reject(new Error('pass -sALLOW_MEMORY_GROWTH'));", []),
    ("console.log('pass -sALLOW_MEMORY_GROWTH');", []),
    ("abort('compile with -sALLOW_MEMORY_GROWTH=1');", []),
    ("throw new Error('pass -sALLOW_MEMORY_GROWTH');", []),
    ("throw 'pass -sALLOW_MEMORY_GROWTH';", []),
    ("if (args.includes('-sALLOW_MEMORY_GROWTH')) {}", []),
    ("if (arg === '-sALLOW_MEMORY_GROWTH') {}", []),
    ("// -sALLOW_MEMORY_GROWTH", []),
    ("/* emcc -sALLOW_MEMORY_GROWTH */ f();", []),
    ("'emcc -sALLOW_MEMORY_GROWTH';", []),
    ("const pattern = /-sALLOW_MEMORY_GROWTH/;", []),
]  # fmt: skip
POWERSHELL = [
    ("emcc a.c -sALLOW_MEMORY_GROWTH", IMPLICIT),
    ("emcc a.c `\n  -sALLOW_MEMORY_GROWTH `\n  -sMAXIMUM_MEMORY=4GB", LARGE),
    ("$flags = @(\n  '-s', 'ALLOW_MEMORY_GROWTH=1',\n  '-s', 'MAXIMUM_MEMORY=1GB'\n)\nemcc @flags", []),
    ("$flags = '-sALLOW_MEMORY_GROWTH'\n$flags += ' -sMAXIMUM_MEMORY=1GB'\n", []),
    ("$flags = '-sALLOW_MEMORY_GROWTH'\nemcc $flags -sMAXIMUM_MEMORY=1GB", []),
    ("$env:LDFLAGS = '-sMAXIMUM_MEMORY=1GB'\nemcc -sALLOW_MEMORY_GROWTH", []),
    ("Write-Host 'pass -sALLOW_MEMORY_GROWTH'", []),
    ("throw 'pass -sALLOW_MEMORY_GROWTH'", []),
    ("<# emcc -sALLOW_MEMORY_GROWTH #>", []),
    ("# emcc -sALLOW_MEMORY_GROWTH", []),
]
BATCH = [
    ("emcc a.c ^\r\n  -sALLOW_MEMORY_GROWTH ^\r\n  -sMAXIMUM_MEMORY=4GB\r\n", LARGE),
    ('set "F=-sALLOW_MEMORY_GROWTH"\nemcc %F% -sMAXIMUM_MEMORY=1GB\n', []),
    ("set F=-sALLOW_MEMORY_GROWTH\nemcc %F%\n", IMPLICIT),
    ("rem emcc -sALLOW_MEMORY_GROWTH\n@echo -sALLOW_MEMORY_GROWTH\n", []),
]
OTHERS = [
    ("game.nims", 'switch("passL", "-Wl,--initial-memory=65536")', UNBOUNDED),
    ("game.nims", 'switch("passL", "-Wl,--initial-memory=65536")\nswitch("passL", "-Wl,--max-memory=65536")', []),
    ("game.nims", 'echo "-Wl,--max-memory=4294967296"', []),
    ("nim.cfg", '--passL:"-s ALLOW_MEMORY_GROWTH=1"\n# --passL:"-s MAXIMUM_MEMORY=4GB"\n', IMPLICIT),
    ("game.nim", '{.passL: "-s ALLOW_MEMORY_GROWTH=1".}', IMPLICIT),
    ("premake5.lua", 'linkoptions { "-s ALLOW_MEMORY_GROWTH=1",\n  "-s MAXIMUM_MEMORY=4GB" }', LARGE),
    ("xmake.lua", 'add_ldflags("-sALLOW_MEMORY_GROWTH=1")\nprint("-sMAXIMUM_MEMORY=4GB")', IMPLICIT),
    ("xmake.lua", '-- add_ldflags("-sALLOW_MEMORY_GROWTH=1")', []),
    ("BUILD.gn", 'config("a") {\n  ldflags = [ "-sALLOW_MEMORY_GROWTH=1" ]\n}', IMPLICIT),
    ("BUILD.gn", 'config("a") {\n  # ldflags = [ "-sALLOW_MEMORY_GROWTH=1" ]\n  x = 1\n}', []),
    ("BUILD.bazel", 'cc_binary(name = "a", linkopts = ["-s ALLOW_MEMORY_GROWTH=1"])', IMPLICIT),
    ("SConstruct", 'env.Append(LINKFLAGS=["-s", "ALLOW_MEMORY_GROWTH=1"])', IMPLICIT),
    (
        "SCsub",
        'env.Append(LINKFLAGS=["-s", "MAXIMUM_MEMORY=1GB"])\nenv.Append(LINKFLAGS=["-sALLOW_MEMORY_GROWTH"])',
        [],
    ),
    ("emscripten.ini", "[built-in options]\nc_link_args = ['-s', 'ALLOW_MEMORY_GROWTH=1']\n", IMPLICIT),
    ("setup.cfg", "[x]\nhelp = pass -sALLOW_MEMORY_GROWTH=1\n", []),
    ("app.pro", "wasm: QMAKE_LFLAGS += -sALLOW_MEMORY_GROWTH=1\n", IMPLICIT),
    ("Makefile.am", "a_LDFLAGS = -sALLOW_MEMORY_GROWTH \\\n  -sMAXIMUM_MEMORY=4GB\n", LARGE),
    ("dub.sdl", 'lflags "--initial-memory=65536" "--import-memory" "--max-memory=65536"\n', []),
    ("dub.sdl", 'lflags "--no-entry" "--initial-memory=65536"\n', UNBOUNDED),
    ("dub.json", '{"lflags": ["--no-entry", "--initial-memory=65536", "--max-memory=65536"]}', []),
    ("dub.json", '{"lflags": ["--no-entry", "--initial-memory=65536"]}', UNBOUNDED),
    ("project.json", '{"targets": {"a": {"link-args": ["--no-entry", "--initial-memory=65536"]}}}', UNBOUNDED),
    ("wasm-4.json", '{"llvm-target": "wasm32", "ldflags": ["--initial-memory=65536"]}', UNBOUNDED),
    ("wasm-4.json", '{"llvm-target": "wasm32", "ldflags": ["--no-entry", "--initial-memory=65536"]}', UNBOUNDED),
    ("data/wasm-4.json", '{"ldflags": ["--no-entry", "--initial-memory=65536"]}', []),
    ("build.sh", "grain compile --initial-memory-pages=10 a.gr", UNBOUNDED),
    ("build.sh", "grain compile --initial-memory-pages=1 --maximum-memory-pages=1 a.gr", []),
    ("build.sh", "grain compile --maximum-memory-pages 65536 a.gr", LARGE),
    (
        "build.sh",
        "odin build . -target:freestanding_wasm32 -extra-linker-flags:'--initial-memory=65536'",
        UNBOUNDED,
    ),
    (
        "build.sh",
        "odin build . -target:freestanding_wasm32 -extra-linker-flags:'--import-memory --initial-memory=65536'",
        [],
    ),
    ("Makefile", "a:\n\tnelua --cc=clang --ldflags='-Wl,--initial-memory=65536' -t wasm a.nelua\n", UNBOUNDED),
    (".cargo/config", '[target.w]\nrustflags = ["-C", "link-arg=--max-memory=4294967296"]\n', LARGE),
    ("build.rs", 'println!("cargo:rustc-link-arg=--initial-memory=65536");', UNBOUNDED),
    (
        "build.rs",
        'println!("cargo:rustc-link-arg=--initial-memory=65536");\n'
        'println!("cargo:rustc-link-arg=--max-memory=131072");',
        [],
    ),
    ("build.rs", 'Command::new("emcc").args(["-s", "ALLOW_MEMORY_GROWTH=1"]);', IMPLICIT),
    ("build.rs", 'println!("cargo:warning=-Wl,--max-memory=4294967296");', []),
    ("build.rs", 'panic!("pass -sALLOW_MEMORY_GROWTH");', []),
]  # fmt: skip
OTHERS += [
    ("Makefile.emscripten", "a:\n\temcc -sALLOW_MEMORY_GROWTH a.c\n", IMPLICIT),
    ("configure.ac", 'AS_VAR_APPEND([LDFLAGS], [" -sALLOW_MEMORY_GROWTH"])\n', IMPLICIT),
    ("configure.ac", "dnl -sALLOW_MEMORY_GROWTH\n", []),
    (
        "CMakeLists.txt",
        "add_link_options(-sALLOW_MEMORY_GROWTH=1)\nadd_link_options(-sMAXIMUM_MEMORY=4GB)",
        LARGE,
    ),
    (
        "CMakeLists.txt",
        "set_property(TARGET a APPEND PROPERTY LINK_FLAGS -sALLOW_MEMORY_GROWTH)\n"
        "set_property(TARGET b APPEND PROPERTY LINK_FLAGS -sMAXIMUM_MEMORY=1GB)",
        IMPLICIT,
    ),
    (
        "CMakeLists.txt",
        'target_link_options("${t}" PRIVATE -sALLOW_MEMORY_GROWTH)\n'
        'target_link_options("${t}" PRIVATE -sMAXIMUM_MEMORY=1GB)',
        [],
    ),
    (
        "CMakeLists.txt",
        "if(A)\n set_target_properties(t PROPERTIES LINK_FLAGS -sALLOW_MEMORY_GROWTH)\n"
        "else()\n set_target_properties(t PROPERTIES LINK_FLAGS -sALLOW_MEMORY_GROWTH)\nendif()",
        [*IMPLICIT, *IMPLICIT],
    ),
]
STEP = "    steps:\n      - name: a\n        env:\n          EMCC_CFLAGS: -sMAXIMUM_MEMORY=1GB\n"
PIPELINES = [
    (f"jobs:\n  j:\n{STEP}        run: emcc -sALLOW_MEMORY_GROWTH a.c\n", []),
    (f"jobs:\n  j:\n{STEP}      - run: emcc -sALLOW_MEMORY_GROWTH a.c\n", IMPLICIT),
    (f"jobs:\n  j:\n{STEP}        run: |\n          x\n          emcc -sALLOW_MEMORY_GROWTH a.c\n", []),
    (
        "jobs:\n  j:\n    env:\n      EMCC_CFLAGS: -sMAXIMUM_MEMORY=1GB\n    steps:\n"
        "      - run: emcc -sALLOW_MEMORY_GROWTH a.c\n",
        [],
    ),
    ("env:\n  EMCC_CFLAGS: -sMAXIMUM_MEMORY=1GB\njobs:\n  - run: emcc -sALLOW_MEMORY_GROWTH a.c\n", []),
    ("env:\n  OTHER: -sMAXIMUM_MEMORY=1GB\njobs:\n  - run: emcc -sALLOW_MEMORY_GROWTH a.c\n", IMPLICIT),
    ("env:\n  F: -sMAXIMUM_MEMORY=1GB\njobs:\n  - run: emcc $F -sALLOW_MEMORY_GROWTH a.c\n", []),
    ("env:\n  RUSTFLAGS: '-C link-arg=--max-memory=4294967296'\n", LARGE),
    ("emccFlags:\n  - -O3\n  - -sALLOW_MEMORY_GROWTH=1\n  - -sMAXIMUM_MEMORY=1GB\n", []),
    ("emccFlags:\n  - -O3\n  - -sALLOW_MEMORY_GROWTH=1\nname: x\n", IMPLICIT),
    ("a:\n  - -sALLOW_MEMORY_GROWTH=1\nb:\n  - -sMAXIMUM_MEMORY=1GB\n", IMPLICIT),
    (
        "jobs:\n  a:\n    steps:\n      - run: make\n  j:\n    env:\n      EMCC_CFLAGS: -sMAXIMUM_MEMORY=1GB\n"
        "    steps:\n      - run: emcc -sALLOW_MEMORY_GROWTH a.c\n",
        [],
    ),
    (
        "jobs:\n  j:\n    steps:\n      - run: emcc -sALLOW_MEMORY_GROWTH a.c\n        env:\n"
        "          EMCC_CFLAGS: -sMAXIMUM_MEMORY=1GB\n",
        [],
    ),
    ("jobs:\n  - run: echo -sALLOW_MEMORY_GROWTH\n", []),
    (
        "jobs:\n  - run: |\n      emcc \\\n        -sALLOW_MEMORY_GROWTH \\\n        -sMAXIMUM_MEMORY=4GB\n",
        LARGE,
    ),
    (
        "jobs:\n  - run: |\n      emcc -sALLOW_MEMORY_GROWTH a.c\n      emcc -sMAXIMUM_MEMORY=1GB b.c\n",
        IMPLICIT,
    ),
    ("text: |\n  emcc -sALLOW_MEMORY_GROWTH\n", IMPLICIT),
    ("ldflags: >-\n  -sALLOW_MEMORY_GROWTH\n  -sMAXIMUM_MEMORY=1GB\n", []),
]
DOCKER = [
    ("ENV LDFLAGS -sMAXIMUM_MEMORY=4GB\n", LARGE),
    ("ENV LDFLAGS -sMAXIMUM_MEMORY=1GB\nRUN emcc -sALLOW_MEMORY_GROWTH a.c\n", []),
    ('ENV LDFLAGS="-O3 \\\n  -sMAXIMUM_MEMORY=1GB"\nRUN emcc -sALLOW_MEMORY_GROWTH a.c\n', []),
    ("ENV A=1 LDFLAGS=-sALLOW_MEMORY_GROWTH\n", IMPLICIT),
    ("ARG MOST=4GB\nRUN emcc -sMAXIMUM_MEMORY=${MOST} a.c\n", LARGE),
    ("RUN # emcc -sALLOW_MEMORY_GROWTH\nRUN #emcc -sALLOW_MEMORY_GROWTH\n", []),
    ("RUN echo emcc -sALLOW_MEMORY_GROWTH\n# RUN emcc -sALLOW_MEMORY_GROWTH\n", []),
]
CONSTANTS = [
    ("build.sh", "MAX=4GB\nemcc -sMAXIMUM_MEMORY=$MAX a.c\n", LARGE),
    ("build.sh", "MAX=4096\nemcc -sMAXIMUM_MEMORY=${MAX}MB a.c\n", LARGE),
    ("build.sh", "MAX=4GB\nMAX=1GB\nemcc -sMAXIMUM_MEMORY=$MAX a.c\n", UNRESOLVED),
    ("build.sh", "MAX=4GB\nread MAX\nMAX=$(f)\nemcc -sMAXIMUM_MEMORY=$MAX a.c\n", UNRESOLVED),
    ("Makefile", "MAX := 1GB\na:\n\temcc -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=$(MAX)\n", []),
    ("Makefile", "MAX := 4096\na:\n\temcc -sMAXIMUM_MEMORY=$(MAX)MB\n", LARGE),
    ("CMakeLists.txt", 'set(MAX "4GB")\ntarget_link_options(t PRIVATE -sMAXIMUM_MEMORY=${MAX})', LARGE),
    ("CMakeLists.txt", "target_link_options(t PRIVATE -sMAXIMUM_MEMORY=${MAX})", UNRESOLVED),
    ("build.ps1", "$max = '4GB'\nemcc -sMAXIMUM_MEMORY=$max a.c\n", LARGE),
    ("build.py", 'MAX = "4GB"\nrun(["emcc", f"-sMAXIMUM_MEMORY={MAX}"])', LARGE),
]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        *(("build.zig", *case) for case in ZIG),
        *(("meson.build", *case) for case in MESON),
        *(("scripts/build.mjs", *case) for case in SCRIPT),
        *(("build.ts", *case) for case in SCRIPT),
        *(("build.ps1", *case) for case in POWERSHELL),
        *(("build.bat", *case) for case in BATCH),
        *((".github/workflows/a.yml", *case) for case in PIPELINES),
        *(("Dockerfile", *case) for case in DOCKER),
        *CONSTANTS,
        *OTHERS,
    ],
)
def test_builds(path: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(path, text) == expected


SIGNS = ["{", "(", "[", '"', "'", "`", "a = ", "@(", "set(", "- -s\n", "k: |\n ", "f(", "const a = a * a;\n"]


@pytest.mark.parametrize(
    "path", ["build.zig", "meson.build", "a.js", "a.ps1", "a.bat", "a.yml", "build.rs", "BUILD.gn"]
)
@pytest.mark.parametrize("sign", SIGNS)
def test_hostile_builds_end(path: str, sign: str) -> None:
    text = (
        "-sALLOW_MEMORY_GROWTH\nx.max_memory = a;\n"
        + sign * (100_000 // len(sign))
        + "\n'-sALLOW_MEMORY_GROWTH'\n"
    )
    start = time.process_time()
    said(path, text)
    assert time.process_time() - start < 5
