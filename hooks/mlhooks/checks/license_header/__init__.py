# SPDX-License-Identifier: Apache-2.0
"""`license-header`: every source file says under which license it may be used."""

from mlhooks.checks.license_header.rules import RULES
from mlhooks.core.check import Check, Option

# Programs and what builds them: a header is expected there.
PROGRAMS = (
    "python", "pyi", "cython", "shell", "fish", "javascript", "jsx", "ts", "tsx", "c", "c++", "header",
    "cuda", "objective-c", "objective-c++", "metal", "glsl", "hlsl", "wgsl", "asm", "nasm", "linker-script",
    "llvm", "mlir", "tablegen", "java", "kotlin", "scala", "groovy", "dart", "swift", "go", "rust", "zig",
    "vala", "c#", "f#", "vb", "php", "ruby", "perl", "r", "julia", "lua", "nim", "elixir", "erlang",
    "haskell", "elm", "ocaml", "clojure", "scheme", "lisp", "ada", "fortran", "verilog", "system-verilog",
    "vhdl", "solidity", "qml", "gdscript", "awk", "tcl", "vim", "nix", "powershell", "batch", "wat",
    "proto", "flatbuffers", "thrift", "graphql", "css", "scss", "sass", "less", "sql", "terraform", "cmake",
    "makefile", "meson", "bazel", "dockerfile", "vue", "svelte",
)  # fmt: skip
# Settings, documents and markup: one that is there is judged, one that is missing is a note.
DOCUMENTS = (
    "yaml", "toml", "ini", "java-properties", "dotenv", "textproto", "bazelrc", "editorconfig",
    "dockerignore", "gitignore", "gitattributes", "go-mod", "jsonc", "xml", "html", "markdown", "rst", "tex",
    "rd", "jinja", "handlebars",
)  # fmt: skip
KINDS = (*PROGRAMS, *DOCUMENTS)

VALIDATOR = "mlhooks.checks.license_header.settings:option_error"

POLICY = (
    Option("paths", "strs", [], "globs of the files that it holds for", validator=VALIDATOR),
    Option("license", "str", "", "as above", validator=VALIDATOR),
    Option("holder", "str", "", "as above", validator=VALIDATOR),
    Option("year", "str", "none", "as above", validator=VALIDATOR),
    Option("style", "str", "spdx", "as above", validator=VALIDATOR),
    Option("allow", "strs", [], "as above", validator=VALIDATOR),
    Option("replace-own", "bool", False, "as above"),
)

CHECK = Check(
    "license-header",
    "source files without a license header, or with another license's",
    "mlhooks.checks.license_header.judge",
    RULES,
    kinds=KINDS,
    options=(
        Option(
            "license",
            "str",
            "",
            "the SPDX expression of your files; empty: as pyproject.toml, package.json or LICENSE says",
            validator=VALIDATOR,
        ),
        Option(
            "holder",
            "str",
            "",
            "whose copyright is written and taken as yours; empty: as these files name the holder or author",
            validator=VALIDATOR,
        ),
        Option(
            "year",
            "str",
            "none",
            'written before the holder: "none", "first-commit" (as git says), "2024" or "2021-2024"',
            validator=VALIDATOR,
        ),
        Option(
            "style",
            "str",
            "spdx",
            '"spdx" for SPDX tags, or the path from the root of a template with {license}, {holder}, {year}',
            validator=VALIDATOR,
        ),
        Option("allow", "strs", [], "SPDX ids of other licenses that files may bear", validator=VALIDATOR),
        Option(
            "replace-own",
            "bool",
            False,
            "let the fix put your license into a header that is yours and otherwise ours",
        ),
        Option(
            "policy",
            "tables",
            [],
            "what holds for some paths in place of the keys above; the last one that matches counts",
            validator=VALIDATOR,
            fields=POLICY,
        ),
    ),
    everything=True,
    opt_in=True,
    types_or=("text",),
)
