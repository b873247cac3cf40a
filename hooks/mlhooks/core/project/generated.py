# SPDX-License-Identifier: Apache-2.0
"""Whether a program was written by a program: what it says of itself at its beginning, or how it looks.

Markers count only in comments of code that stand on lines of their own in the first kilobyte, and only in
the form of a statement about the file: documentation that speaks of markers is not generated.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MARKERS_WITHIN = 1024  # bytes
MINIFIED_WITHIN = 8192  # bytes
MINIFIED_LINE = 400  # bytes of a line on average; what people write stays below 100
MINIFIED_LEAST = 1500  # bytes of code that must be there to judge

_SLASHES = (
    "javascript", "jsx", "ts", "tsx", "c", "header", "c++", "cuda", "objective-c", "objective-c++", "java",
    "kotlin", "swift", "go", "rust", "c#", "php", "css", "scss", "proto", "scala", "dart", "groovy", "vue",
    "svelte", "metal", "glsl", "hlsl", "wgsl", "mlir", "tablegen", "flatbuffers", "thrift", "zig", "vala",
    "solidity", "qml", "verilog", "system-verilog", "f#", "sass", "less", "jsonc", "asm", "linker-script",
)  # fmt: skip
_HASHES = (
    "python", "pyi", "cython", "shell", "powershell", "yaml", "toml", "ini", "java-properties", "dotenv", "r",
    "ruby", "perl", "php", "cmake", "makefile", "dockerfile", "terraform", "bazel", "meson", "fish", "julia",
    "nim", "elixir", "graphql", "nix", "tcl", "awk", "gdscript", "textproto", "thrift",
)  # fmt: skip
_LINE_COMMENTS = {
    **dict.fromkeys(_SLASHES, ("//",)),
    **dict.fromkeys(_HASHES, ("#",)),
    **dict.fromkeys(("php",), ("//", "#")),
    **dict.fromkeys(("thrift",), ("//", "#")),
    **dict.fromkeys(("ini", "wat"), ("#", ";")),
    **dict.fromkeys(("sql", "lua", "vhdl", "ada", "haskell", "elm"), ("--",)),
    **dict.fromkeys(("nasm", "llvm", "clojure", "scheme", "lisp"), (";",)),
    **dict.fromkeys(("erlang", "tex", "rd"), ("%",)),
    "fortran": ("!",),
    "batch": ("@rem", "@REM", "rem ", "REM ", "::"),
}
_BLOCKS = {
    **dict.fromkeys(_SLASHES, ("/*", "*/")),
    **dict.fromkeys(("html", "xml", "svg", "vue", "svelte"), ("<!--", "-->")),
    "sql": ("/*", "*/"),
}
_LONG_STRINGS = {  # in which a template of a file may begin like a comment
    **dict.fromkeys(("javascript", "jsx", "ts", "tsx", "vue", "svelte", "go"), ("`",)),
    **dict.fromkeys(("python", "pyi", "cython"), ('"""', "'''")),
}
_MINIFIABLE = frozenset(("javascript", "jsx", "css"))

# Without this word no marker below can match.
_WORTH = re.compile(rb"generated", re.I)
# `@generated` opens the line, or the line says that the file is.
_AT_GENERATED = re.compile(r"@generated(?![\w`'\"-])|[^`'\"]*\b(?:is|automatically|partially) @generated\b")
_AUTO_TAG = re.compile(r"<auto-?generated\b", re.I)
_BY = re.compile(
    r"(?:(?:(?:this|the) )?(?:file|code|module|source|script) (?:(?:is|was|has been) )?)?"
    r"(?:auto(?:matically)?[- ]?)?generated(?: automatically)? (?:by|from|with|using)\b",
    re.I,
)
_IS = re.compile(
    r"(?:this|the) (?:file|code|module|source|script) (?:is|was|has been) (?:auto-?|automatically )"
    r"generated\b",
    re.I,
)
_HANDS_OFF = re.compile(
    r"(?<![`'\"\w])DO NOT (?:EDIT|MODIFY|CHANGE)\b(?![`'\"])"
    r"|(?:^|[.!;,:(-] ?)(?:please,? )?do(?: not|n't) (?:edit|modify|change)\b",
    re.I,
)
_GENERATED = re.compile(r"(?<![`'\"@\w])(?:auto-?)?generated\b(?![`'\"])", re.I)

# Glue that tools write without any marker, by what only their templates say.
_GLUE = (
    # Emscripten: plain, minified, and as a factory
    b"var Module = typeof Module != 'undefined' ? Module : {};",
    b'var Module=typeof Module!="undefined"?Module:{};',
    b"// The Module object: Our interface to the outside world.",
    b"var _scriptDir = typeof document !== 'undefined' && document.currentScript ? ",
    b"var _scriptName = typeof document != 'undefined' ? document.currentScript?.src : undefined;",
    b'var _scriptName=typeof document!="undefined"?document.currentScript?.src:undefined;',
    # wasm-bindgen, by its targets
    b"let wasm_bindgen;\n(function() {",
    b"\n__wbg_set_wasm(wasm);\n",
    b"const heap = new Array(32).fill(undefined);\n\nheap.push(undefined, null, true, false);",
    b"const heap = new Array(128).fill(undefined);\n\nheap.push(undefined, null, true, false);",
    b"cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });",
    b"cachedTextDecoder = (typeof TextDecoder !== 'undefined' ? new TextDecoder('utf-8', { ignoreBOM: true",
)
_GLUE_KINDS = frozenset(("javascript", "ts"))


def is_marked(kind: str, head: bytes) -> bool:
    """Whether a program says in its first kilobyte that a tool wrote it. `kind` as in `core.kinds`."""
    if kind not in _LINE_COMMENTS and kind not in _BLOCKS:
        return False
    if kind in _GLUE_KINDS and any(sign in head[:MARKERS_WITHIN] for sign in _GLUE):
        return True
    if head[:2] not in (b"\xff\xfe", b"\xfe\xff") and not _WORTH.search(head, 0, MARKERS_WITHIN):
        return False
    hands_off, generated = -9, -9  # the lines on which they were last said
    for number, text in comments(kind, head[:MARKERS_WITHIN]):
        if _AT_GENERATED.match(text) or _AUTO_TAG.match(text) or _IS.match(text) or _says_by(text):
            return True
        if _HANDS_OFF.search(text):
            hands_off = number
        if _GENERATED.search(text):
            generated = number
        if abs(hands_off - generated) <= 3 and hands_off >= 0 <= generated:
            return True
    return False


def _says_by(text: str) -> bool:
    """`Generated by`, as a sentence begins: "generated by the scheduler" goes on from a line before."""
    found = _BY.match(text)
    return bool(found) and (text[0].isupper() or not text.startswith("generated"))


def comments(kind: str, head: bytes) -> Iterator[tuple[int, str]]:
    """(line, text) of the comments at the head of a file that have their lines to themselves, unmarked."""
    marks = _LINE_COMMENTS.get(kind, ())
    opens, closes = _BLOCKS.get(kind, ("", ""))
    quotes = _LONG_STRINGS.get(kind, ())
    inside = quoted = False
    for number, raw in enumerate(_decode(head).splitlines()):
        line = raw.strip()
        if not (inside or quoted) and opens and line.startswith(opens):
            inside, line = True, line[len(opens) :]
        elif not inside:
            if quoted or not (marks and line.startswith(marks)):
                quoted ^= sum(map(line.count, quotes)) % 2 == 1
            else:
                yield number, line.lstrip("/#;-!").strip()
            continue
        text, end, _ = line.partition(closes)
        inside = not end
        yield number, text.strip().lstrip("*!").strip()


def _decode(head: bytes) -> str:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head.decode("utf-16", "replace")
    return head.decode("utf-8-sig", "replace")


def is_minified(name: str, kind: str, head: bytes) -> bool:
    """Whether a script or style sheet is minified, by its name or because its lines are very long.

    Comments (the license that minifiers keep) do not count, nor does a head too short to judge.
    """
    if kind not in _MINIFIABLE:
        return False
    if ".min." in name.lower():
        return True
    code = [line for line in _without_comments(head[:MINIFIED_WITHIN]).split(b"\n") if line.strip()]
    size = sum(map(len, code))
    return size >= MINIFIED_LEAST and size >= MINIFIED_LINE * len(code)


def _without_comments(head: bytes) -> bytes:
    """The head without block comments and lines of line comments (strings are not looked at)."""
    parts, at = [], 0
    while (start := head.find(b"/*", at)) >= 0:
        parts.append(head[at:start])
        end = head.find(b"*/", start + 2)
        at = len(head) if end < 0 else end + 2
    parts.append(head[at:])
    lines = b"".join(parts).split(b"\n")
    return b"\n".join(line for line in lines if not line.lstrip().startswith(b"//"))
