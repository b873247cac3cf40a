# SPDX-License-Identifier: Apache-2.0
"""`license-header`: every kind of file gets a header that its own tools take, where it belongs."""

from __future__ import annotations

import pytest
from identify.extensions import EXTENSIONS
from identify.identify import tags_from_filename

from mlhooks import fix
from mlhooks.checks.license_header import CHECK, DOCUMENTS, KINDS, PROGRAMS
from mlhooks.core.comments.syntax import SYNTAXES
from mlhooks.core.kinds import NAMES, SUFFIXES, kind_of
from support import judge

TABLE = {"license": "MIT", "holder": "Ex"}

# Kinds of our own, where `identify` has no tag or one that says less than which comments are written.
OUR_NAMES = {
    "header": "header",  # of C and C++ alike
    "asm": "asm",
    "nasm": "asm",
    "xml": "xml",
    "jsonc": "",
    "f#": "f#",
    "lisp": "",
    "glsl": "",
    "terraform": "hcl",
}
# The commonest tags and untagged suffixes of ML repositories, with a file of each.
COMMON = {
    "python": "a.py", "c++": "a.cc", "header": "a.h", "c": "a.c", "ruby": "a.rb", "javascript": "a.js",
    "markdown": "a.md", "yaml": "a.yml", "shell": "a.sh", "rst": "a.rst", "objective-c": "a.m",
    "cmake": "CMakeLists.txt", "ts": "a.ts", "r": "a.R", "rust": "a.rs", "java": "a.java", "swift": "a.swift",
    "bazel": "BUILD", "objective-c++": "a.mm", "xml": "a.xml", "c#": "a.cs", "kotlin": "a.kts",
    "cython": "a.pxd", "gitignore": ".gitignore", "go": "a.go", "meson": "meson.build",
    "dockerfile": "Dockerfile", "lua": "a.lua", "cuda": "a.cu", "php": "a.php", "nim": "a.nim",
    "dart": "a.dart", "batch": "a.bat", "toml": "a.toml", "pyi": "a.pyi", "ini": "setup.cfg",
    "groovy": "a.gradle", "makefile": "Makefile", "powershell": "a.ps1", "proto": "a.proto", "html": "a.html",
    "java-properties": "a.properties", "vala": "a.vala", "go-mod": "go.mod", "css": "a.css", "tsx": "a.tsx",
    "jsx": "a.jsx", "metal": "a.metal", "glsl": "a.comp", "hlsl": "a.hlsl", "wgsl": "a.wgsl",
    "flatbuffers": "a.fbs", "wat": "a.wat", "asm": "a.S", "nasm": "a.asm", "linker-script": "a.ld",
    "llvm": "a.ll", "mlir": "a.mlir", "tablegen": "a.td", "julia": "a.jl", "zig": "a.zig",
    "scala": "a.scala", "perl": "a.pl", "sql": "a.sql", "terraform": "a.tf", "vue": "a.vue",
    "svelte": "a.svelte", "scss": "a.scss", "sass": "a.sass", "less": "a.less", "thrift": "a.thrift",
    "graphql": "a.graphql", "elixir": "a.ex", "erlang": "a.erl", "haskell": "a.hs", "ocaml": "a.ml",
    "clojure": "a.clj", "scheme": "a.scm", "lisp": "a.el", "fortran": "a.f90", "verilog": "a.v",
    "system-verilog": "a.sv", "vhdl": "a.vhd", "ada": "a.adb", "elm": "a.elm", "f#": "a.fs", "vb": "a.vb",
    "solidity": "a.sol", "qml": "a.qml", "gdscript": "a.gd", "awk": "a.awk", "tcl": "a.tcl", "vim": "a.vim",
    "nix": "a.nix", "fish": "a.fish", "tex": "a.tex", "rd": "a.Rd", "jsonc": "a.jsonc", "dotenv": ".env",
    "textproto": "a.pbtxt", "bazelrc": ".bazelrc", "editorconfig": ".editorconfig",
    "dockerignore": ".dockerignore", "gitattributes": ".gitattributes",
}  # fmt: skip
CONTENT = {"php": "<?php\nx();\n", "python": "x = 1\n"}
SIGN = {
    **dict.fromkeys(("css", "asm", "linker-script"), "/* "),
    **dict.fromkeys(("html", "xml", "vue", "svelte", "markdown"), "<!-- "),
    **dict.fromkeys(("lua", "sql", "vhdl", "ada", "haskell", "elm"), "-- "),
    **dict.fromkeys(("wat", "clojure", "scheme", "lisp"), ";; "),
    **dict.fromkeys(("nasm", "llvm"), "; "),
    **dict.fromkeys(("tex", "rd", "erlang"), "% "),
    "rst": ".. ", "ocaml": "(* ", "vb": "' ", "fortran": "! ", "vim": '" ', "batch": "@rem ",
}  # fmt: skip
SLASHES = (
    "javascript", "jsx", "ts", "tsx", "c", "c++", "header", "cuda", "objective-c", "objective-c++", "metal", "glsl",
    "hlsl", "wgsl", "mlir", "tablegen", "java", "kotlin", "scala", "groovy", "dart", "swift", "go", "rust", "zig",
    "vala", "c#", "f#", "php", "solidity", "qml", "verilog", "system-verilog", "proto", "flatbuffers", "thrift",
    "scss", "sass", "less", "go-mod", "jsonc",
)  # fmt: skip


def test_at_least_sixty_kinds_have_a_file_here():
    assert len(COMMON) >= 100
    assert set(KINDS) - set(COMMON) == {"jinja", "handlebars"}


@pytest.mark.parametrize(("kind", "path"), COMMON.items())
def test_each_kind_is_headed_once(tmp_path, kind, path):
    old = CONTENT.get(kind, "x\n").encode()
    assert kind_of(path, b"") == kind
    (finding,) = judge(CHECK, tmp_path, path, old, options=TABLE)
    assert finding.severity == ("note" if kind in DOCUMENTS else "warning")
    new = fix.apply(finding.fix, old)
    sign = SIGN.get(kind, "// " if kind in SLASHES else "# ").encode()
    header = [line for line in new.splitlines() if b"SPDX" in line]
    assert [line.startswith(sign) for line in header] == [True, True]
    assert judge(CHECK, tmp_path, path, new, options=TABLE) == []


@pytest.mark.parametrize(("kind", "path"), COMMON.items())
def test_a_header_of_others_is_seen_in_each_kind(tmp_path, kind, path):
    (missing,) = judge(CHECK, tmp_path, path, CONTENT.get(kind, "x\n"), options=TABLE)
    headed = fix.apply(missing.fix, CONTENT.get(kind, "x\n").encode()).replace(b"MIT", b"GPL-2.0-only")
    (finding,) = judge(CHECK, tmp_path, path, headed, options={**TABLE, "holder": "Other"})
    assert (finding.rule, finding.severity, finding.fix) == ("license-header-foreign", "warning", ())


def test_kinds_have_comments():
    assert set(KINDS) <= set(SYNTAXES)
    assert not set(PROGRAMS) & set(DOCUMENTS)


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_suffixes_agree_with_identify(suffix):
    kind, tags = SUFFIXES[suffix], EXTENSIONS.get(suffix, set())
    assert kind in tags or OUR_NAMES.get(kind, kind) in tags or not tags - {"text"} or kind in OUR_NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_names_agree_with_identify(name):
    spelled = {"cmakelists.txt": "CMakeLists.txt", "dockerfile": "Dockerfile", "jenkinsfile": "Jenkinsfile"}
    tags = tags_from_filename(spelled.get(name, name)) - {"text"}
    assert NAMES[name] in tags or not tags or name in ("package-lock.json",)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("CMakeLists.txt", "cmake"),  # also plain-text
        ("x/BUILD", "bazel"),
        ("bin/build", ""),
        ("config.h.in", "header"),
        ("x.cmake.in", "cmake"),
        ("CMakeLists.txt.in", "cmake"),
        ("config.h.cmake", "header"),
        ("FindX.cmake", "cmake"),
        ("x86.toolchain.cmake", "cmake"),
        ("requirements.in", ""),
        ("MANIFEST.in", ""),
        ("x.json.in", "json"),
        ("a.ipynb", "jupyter"),  # also json
        ("uv.lock", ""),  # also toml
        ("poetry.lock", ""),
        ("Cargo.lock", ""),
        ("package-lock.json", "json"),
        ("a.svg", "svg"),  # also xml
        ("LICENSE", ""),
    ],
)
def test_which_tag_comes_first(path, kind):
    assert kind_of(path, b"") == kind


# (path, before, after) with H for the header's lines; None where none is written
PLACES = [
    ("a.xml", '<?xml version="1.0"?>\n<a/>\n', '<?xml version="1.0"?>\nH\n<a/>\n'),
    ("a.xml", '<?xml version="1.0"?><a/>\n', None),
    ("a.xml", '<?xml version="1.0"?>\n<?xml-stylesheet href="x"?>\n<a/>\n',
     '<?xml version="1.0"?>\n<?xml-stylesheet href="x"?>\nH\n<a/>\n'),
    ("a.plist", '<?xml version="1.0"?>\n<!DOCTYPE plist>\n<plist/>\n',
     '<?xml version="1.0"?>\n<!DOCTYPE plist>\nH\n<plist/>\n'),
    ("a.html", "<!DOCTYPE html>\n<p>\n", "<!DOCTYPE html>\nH\n<p>\n"),
    ("a.md", "# T\n", "H\n# T\n"),
    ("a.md", "---\ntitle: x\n---\n# T\n", "---\ntitle: x\n---\nH\n# T\n"),
    ("a.swift", "// swift-tools-version:5.9\nx\n", "// swift-tools-version:5.9\nH\nx\n"),
    ("a.zsh", "#compdef x\nx\n", "#compdef x\nH\nx\n"),
    ("a.tex", "% !TEX root = x\nx\n", "% !TEX root = x\nH\nx\n"),
    ("a.el", ";;; a.el --- x -*- lexical-binding: t -*-\nx\n",
     ";;; a.el --- x -*- lexical-binding: t -*-\nH\nx\n"),
    ("a.h", "// -*- mode: c++ -*-\nx\n", "// -*- mode: c++ -*-\nH\nx\n"),
    ("a.h", "/* -*- C++ -*- */\nx\n", "/* -*- C++ -*- */\nH\nx\n"),
    ("a.h", "/* -*- C++ -*-\n * doc\n */\nx\n", "H\n/* -*- C++ -*-\n * doc\n */\nx\n"),
    ("a.toml", "# -*- mode: toml -*-\nx = 1\n", "# -*- mode: toml -*-\nH\nx = 1\n"),
    ("a.bat", "@echo off\nx\n", "H\n@echo off\nx\n"),
    ("a.j2", "{{ x }}\n", None),
    ("a.hbs", "{{ x }}\n", None),
]  # fmt: skip


@pytest.mark.parametrize(("path", "before", "after"), PLACES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_where_a_header_stands(tmp_path, path, before, after, end):
    old = before.replace("\n", end).encode()
    (finding,) = judge(CHECK, tmp_path, path, old, options={"license": "MIT", "holder": ""})
    if after is None:
        assert finding.fix == ()
        return
    new = fix.apply(finding.fix, old).decode()
    (header,) = [line for line in new.split(end) if "SPDX" in line]
    assert new == after.replace("H\n", header + "\n\n").replace("\n", end)
    assert judge(CHECK, tmp_path, path, new, options={"license": "MIT", "holder": ""}) == []
