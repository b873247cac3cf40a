# SPDX-License-Identifier: Apache-2.0
"""The comment syntax of every kind of file, in one table. Kinds are those of `core.kinds`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Quote:
    """A kind of string literal.

    `open`: a linear regular expression without groups. `close`: the literal that ends it; "" means that it
    is derived from the opener by `lexer.closer`. `escape`: the byte that takes the next one along.
    `hole`, `hole_close`: literals between which code stands inside the string.
    """

    open: bytes
    close: bytes
    escape: bytes = b"\\"
    multiline: bool = False
    hole: bytes = b""
    hole_close: bytes = b"}"
    fields: bool = False  # Python's: `{{` is text and `:` begins a format that is text again


@dataclass(frozen=True)
class Syntax:
    """How comments are written and what only looks like one.

    `line`: openers of comments that end with the line. `block`: (opener, closer). `strings`: literals in
    which neither counts. `before`: the bytes that may precede a line comment, None for any. `own_line`: a
    comment stands alone on its line. `trailing`: a comment may be appended to a line of code. `above`: one
    may be written on a line of its own. `family` picks the lexer; the other flags are particulars of it.
    """

    line: tuple[bytes, ...] = ()
    block: tuple[tuple[bytes, bytes], ...] = ()
    strings: tuple[Quote, ...] = ()
    before: bytes | None = None
    own_line: bool = False
    trailing: bool = True
    above: bool = True
    continuation: bytes = b"\\"
    family: str = "code"
    nested: bool = False
    spliced: bool = False  # a backslash at the end carries a line comment on (C)
    slash: bool = False  # `/` may begin a regular expression (JavaScript, Ruby)
    heredoc: bytes = b""  # a regular expression with the groups `dash` and `word`
    leave: bytes = b""  # a literal behind which text stands that is no code, up to `enter` (PHP)
    enter: bytes = b""
    skip: bytes = b""  # a regular expression of what is passed over whole
    pod: bytes = b""  # opener, at the first column, of documentation that ends at `pod_end`
    pod_end: bytes = b""


_SPACE = b" \t\r\n\f\v\0"
_DOUBLE = Quote(rb'"', b'"')
_SINGLE = Quote(rb"'", b"'")
_C_CHAR = Quote(rb"(?<![0-9a-fA-F])'|\b(?:u8|[uUL])'", b"'")
_BACKTICK = Quote(rb"`", b"`", multiline=True)
_PLAIN_BACKTICK = Quote(rb"`", b"`", escape=b"", multiline=True)
_TRIPLE_DOUBLE = Quote(rb'"""', b'"""', multiline=True)
_TRIPLE_SINGLE = Quote(rb"'''", b"'''", multiline=True)
_RAW_TRIPLE = replace(_TRIPLE_DOUBLE, escape=b"")
# One character literal; what is left of the quotes are lifetimes.
_CHAR = rb"'(?:\\[^\r\n][^'\r\n]{0,12}|[^\\'\r\n\x80-\xff]|[\xc2-\xf4][\x80-\xbf]{1,3})'"
_BLOCK = ((b"/*", b"*/"),)
_LONG = rb"\[={0,20}\["

_PREFIX = rb"\b(?:[bBuU]|[rR][bB]?|[bB][rR])"
_FIELDS = rb"\b(?:[fFtT]|[rR][fFtT]|[fFtT][rR])"


def _python_quotes() -> tuple[Quote, ...]:
    """Prefixed ones first: the lexer takes the first opener that matches at a place."""
    found = []
    for quote, lines in ((b'"""', True), (b"'''", True), (b'"', False), (b"'", False)):
        found.append(Quote(_FIELDS + quote, quote, multiline=lines, hole=b"{", fields=True))
        found.append(Quote(rb"(?:" + _PREFIX + rb")?" + quote, quote, multiline=lines))
    return tuple(found)


PYTHON = Syntax(line=(b"#",), strings=_python_quotes())
_C = Syntax(line=(b"//",), block=_BLOCK, strings=(_DOUBLE, _C_CHAR), spliced=True)
_CPP = replace(_C, strings=(Quote(rb'\b(?:u8|[uUL])?R"[^()\\\s"]{0,16}\(', b"", escape=b""), *_C.strings))
_JS = Syntax(
    line=(b"//",),
    block=_BLOCK,
    strings=(_DOUBLE, _SINGLE, replace(_BACKTICK, hole=b"${")),
    slash=True,
    skip=rb"\A(?:\xef\xbb\xbf)?#![^\r\n]*",
)
_JAVA = Syntax(line=(b"//",), block=_BLOCK, strings=(_TRIPLE_DOUBLE, _DOUBLE, _SINGLE))
_SCRIPTY = (
    replace(_TRIPLE_DOUBLE, hole=b"${"),
    _TRIPLE_SINGLE,
    Quote(rb'"', b'"', hole=b"${"),
    Quote(rb"'", b"'", hole=b"${"),
)
_GO = replace(_JAVA, strings=(_DOUBLE, _SINGLE, _PLAIN_BACKTICK))
_RUST = Syntax(
    line=(b"//",),
    block=_BLOCK,
    strings=(Quote(rb'\b(?:br|cr|r)#{0,32}"', b"", escape=b""), replace(_DOUBLE, multiline=True)),
    nested=True,
    skip=_CHAR,
)
_KOTLIN = Syntax(
    line=(b"//",),
    block=_BLOCK,
    strings=(replace(_RAW_TRIPLE, hole=b"${"), Quote(rb'"', b'"', hole=b"${"), _SINGLE),
    nested=True,
)
_SWIFT = Syntax(
    line=(b"//",),
    block=_BLOCK,
    strings=(
        Quote(rb'#{1,16}(?:""")?"', b"", escape=b""),
        replace(_TRIPLE_DOUBLE, hole=b"\\(", hole_close=b")"),
        Quote(rb'"', b'"', hole=b"\\(", hole_close=b")"),
    ),
    nested=True,
)
_SCALA = replace(_RUST, strings=(replace(_RAW_TRIPLE, hole=b"${"), Quote(rb'"', b'"', hole=b"${")))
_CSHARP = replace(
    _JAVA,
    strings=(_RAW_TRIPLE, Quote(rb'(?:@\$?|\$@)"', b'"', escape=b"", multiline=True), _DOUBLE, _SINGLE),
)
_PHP = Syntax(
    line=(b"//", b"#"),
    block=_BLOCK,
    strings=(replace(_DOUBLE, multiline=True), replace(_SINGLE, multiline=True)),
    heredoc=rb"<<<(?P<dash>)[ \t]*[\"']?(?P<word>[A-Za-z_]\w{0,99})[\"']?",
    skip=rb"#\[",
    leave=b"?>",
    enter=b"<?",
)
_SHELL = Syntax(
    line=(b"#",),
    strings=(
        Quote(rb"\$'", b"'", multiline=True),
        Quote(rb"'", b"'", escape=b"", multiline=True),
        Quote(rb'\$?"', b'"', multiline=True, hole=b"$(", hole_close=b")"),
    ),
    before=_SPACE + b";&|()`",
    heredoc=rb"<<(?P<dash>-?)[ \t]*\\?[\"']?(?P<word>[A-Za-z_][\w.+-]{0,99})[\"']?",
    skip=rb"\\(?:\r\n|[\s\S])|<<<|\$\#|\$\{\#",
)
_RUBY = Syntax(
    line=(b"#",),
    strings=(
        Quote(rb'"', b'"', multiline=True, hole=b"#{"),
        Quote(rb"'", b"'", multiline=True),
        Quote(rb"`", b"`", multiline=True, hole=b"#{"),
        Quote(rb"(?<![^\r\n])__END__(?![^\r\n])", b"", escape=b""),
    ),
    slash=True,
    heredoc=rb"<<(?P<dash>[~-]?)[\"'`]?(?P<word>[A-Z_][A-Za-z0-9_]{0,99})[\"'`]?",
    skip=rb"\?[\"'#`](?!\w)|%r\{[^}\r\n]{0,200}\}",
    pod=rb"(?<![^\r\n])=begin\b",
    pod_end=b"=end",
)
_PERL = Syntax(
    line=(b"#",),
    strings=(
        replace(_DOUBLE, multiline=True),
        replace(_SINGLE, multiline=True),
        Quote(rb"(?<![^\r\n])__(?:END|DATA)__(?![^\r\n])", b"", escape=b""),
    ),
    before=_SPACE + b";{}(),",
    slash=True,
    skip=rb"\$\#|\b(?:s|tr|y)/(?:[^/\\\r\n]|\\[^\r\n])*/(?:[^/\\\r\n]|\\[^\r\n])*/|\b(?:m|qr)/(?:[^/\\\r\n]|\\[^\r\n])*/",
    heredoc=rb"<<(?P<dash>~?)[\"']?(?P<word>[A-Z_][A-Za-z0-9_]{0,99})[\"']?",
    pod=rb"(?<![^\r\n])=[a-z]\w{0,30}",
    pod_end=b"=cut",
)
_POWERSHELL = Syntax(
    line=(b"#",),
    block=((b"<#", b"#>"),),
    strings=(
        Quote(rb'@"(?=[ \t]*[\r\n])', b'\n"@', escape=b"", multiline=True),
        Quote(rb"@'(?=[ \t]*[\r\n])", b"\n'@", escape=b"", multiline=True),
        Quote(rb'"', b'"', escape=b"`", multiline=True, hole=b"$(", hole_close=b")"),
        Quote(rb"'", b"'", escape=b"", multiline=True),
    ),
    before=_SPACE + b";{}()|,",
    continuation=b"`",
    skip=rb"`[\s\S]",
)
_LUA = Syntax(
    line=(b"--",),
    block=((b"--[[", b"]]"),),
    strings=(Quote(_LONG, b"", escape=b""), _DOUBLE, _SINGLE),
)
_CMAKE = Syntax(
    line=(b"#",),
    block=((b"#[[", b"]]"),),
    strings=(Quote(_LONG, b"", escape=b""), replace(_DOUBLE, multiline=True)),
    skip=rb"\\[\s\S]",
)
_SQL = Syntax(
    line=(b"--",),
    block=_BLOCK,
    strings=(
        Quote(rb"'", b"'", escape=b"", multiline=True),
        Quote(rb'"', b'"', escape=b"", multiline=True),
        Quote(rb"\$[A-Za-z_]{0,40}\$", b"", escape=b""),
    ),
)
_R = Syntax(
    line=(b"#",),
    strings=(replace(_DOUBLE, multiline=True), replace(_SINGLE, multiline=True), _PLAIN_BACKTICK),
)
_TOML = Syntax(
    line=(b"#",),
    strings=(
        _TRIPLE_DOUBLE,
        replace(_TRIPLE_SINGLE, escape=b""),
        _DOUBLE,
        Quote(rb"'", b"'", escape=b""),
    ),
)
_TERRAFORM = Syntax(
    line=(b"#", b"//"),
    block=_BLOCK,
    strings=(Quote(rb'"', b'"', hole=b"${"),),
    heredoc=rb"<<(?P<dash>-?)(?P<word>[A-Za-z_]\w{0,99})",
)
_CSS = Syntax(block=_BLOCK, strings=(_DOUBLE, _SINGLE))
_URL = rb"(?i:\burl\()[^\s\"'()]{0,2000}\)"
_WAT = Syntax(line=(b";;",), block=((b"(;", b";)"),), strings=(_DOUBLE,), nested=True)
_OWN = Syntax(line=(b"#",), own_line=True, trailing=False)
_HASH = Syntax(line=(b"#",), strings=(_DOUBLE, _SINGLE), before=_SPACE + b";(){}[],")
_SLASHED = Syntax(line=(b"//",), block=_BLOCK, strings=(_DOUBLE,))
_DASHED = Syntax(line=(b"--",), strings=(_DOUBLE,))
_SEMICOLON = Syntax(line=(b";",), strings=(_DOUBLE,))
# In batch files a mark counts only at the beginning of a command; `@rem` is not echoed.
_BATCH = Syntax(
    line=(b"@rem", b"@REM", b"@Rem", b"rem ", b"REM ", b"Rem ", b"::"), own_line=True, trailing=False
)
_MARKUP = Syntax(block=((b"<!--", b"-->"),), continuation=b"", family="markup")

SYNTAXES: Mapping[str, Syntax] = MappingProxyType(
    {
        "python": PYTHON,
        "pyi": PYTHON,
        "cython": PYTHON,
        "shell": _SHELL,
        "javascript": _JS,
        "jsx": _JS,
        "ts": _JS,
        "tsx": _JS,
        "c": _C,
        "header": _CPP,
        "c++": _CPP,
        "cuda": _CPP,
        "objective-c": _C,
        "objective-c++": _CPP,
        "java": _JAVA,
        "groovy": replace(_JAVA, strings=_SCRIPTY),
        "dart": replace(
            _JAVA, strings=(Quote(rb"\br\"", b'"', escape=b""), Quote(rb"\br'", b"'", escape=b""), *_SCRIPTY)
        ),
        "go": _GO,
        "rust": _RUST,
        "swift": _SWIFT,
        "kotlin": _KOTLIN,
        "scala": _SCALA,
        "c#": _CSHARP,
        "php": _PHP,
        "ruby": _RUBY,
        "perl": _PERL,
        "r": _R,
        "lua": _LUA,
        "powershell": _POWERSHELL,
        "proto": replace(_JAVA, strings=(_DOUBLE, _SINGLE)),
        "wat": _WAT,
        "sql": _SQL,
        "css": _CSS,
        "scss": replace(_CSS, line=(b"//",), skip=_URL),
        "terraform": _TERRAFORM,
        "cmake": _CMAKE,
        # A comment behind a value leaves its blanks in the value, so none is ever written there.
        "makefile": Syntax(line=(b"#",), before=_SPACE, trailing=False, family="make"),
        "dockerfile": _OWN,
        "toml": _TOML,
        "yaml": Syntax(line=(b"#",), before=_SPACE, continuation=b"", family="yaml"),
        "ini": replace(_OWN, line=(b"#", b";")),
        "java-properties": replace(_OWN, line=(b"#", b"!")),
        "dotenv": _OWN,
        "gitattributes": _OWN,
        "gitignore": _OWN,
        "html": _MARKUP,
        "xml": _MARKUP,
        "svg": _MARKUP,
        "vue": _MARKUP,
        "svelte": _MARKUP,
        "markdown": replace(_MARKUP, family="markdown"),
        "jsonc": replace(_JS, strings=(_DOUBLE,), slash=False),
        "bazel": PYTHON,
        "meson": replace(_HASH, strings=(_TRIPLE_SINGLE, _SINGLE)),
        "fish": replace(_HASH, before=_SPACE + b";(){}"),
        "julia": Syntax(
            line=(b"#",), block=((b"#=", b"=#"),), strings=(_TRIPLE_DOUBLE, _DOUBLE), nested=True
        ),
        "nim": Syntax(line=(b"#",), block=((b"#[", b"]#"),), strings=(_RAW_TRIPLE, _DOUBLE), nested=True),
        "elixir": replace(
            _HASH, strings=(_TRIPLE_DOUBLE, Quote(rb'"', b'"', multiline=True, hole=b"#{"), _SINGLE)
        ),
        "graphql": replace(_HASH, strings=(_TRIPLE_DOUBLE, _DOUBLE)),
        "nix": Syntax(
            line=(b"#",),
            block=_BLOCK,
            strings=(replace(_DOUBLE, multiline=True), Quote(rb"''", b"''", escape=b"", multiline=True)),
        ),
        "tcl": _OWN,
        "awk": replace(_HASH, strings=(_DOUBLE,)),
        "gdscript": replace(_HASH, strings=(_TRIPLE_DOUBLE, _DOUBLE, _SINGLE)),
        "textproto": replace(_HASH, before=None),
        "bazelrc": _OWN,
        "editorconfig": replace(_OWN, line=(b"#", b";")),
        "dockerignore": _OWN,
        "metal": _CPP,
        "glsl": _SLASHED,
        "hlsl": _SLASHED,
        "wgsl": replace(_SLASHED, strings=(), nested=True),
        "mlir": replace(_SLASHED, block=()),
        "tablegen": _SLASHED,
        "flatbuffers": _SLASHED,
        "thrift": replace(_SLASHED, line=(b"//", b"#"), strings=(_DOUBLE, _SINGLE)),
        "zig": Syntax(line=(b"//",), strings=(Quote(rb"\\\\[^\r\n]*", b"", escape=b""), _DOUBLE, _SINGLE)),
        "vala": replace(_JAVA, strings=(_RAW_TRIPLE, _DOUBLE, _SINGLE)),
        "solidity": replace(_SLASHED, strings=(_DOUBLE, _SINGLE)),
        "qml": _JS,
        "verilog": _SLASHED,
        "system-verilog": _SLASHED,
        "go-mod": replace(_SLASHED, block=()),
        "f#": Syntax(
            line=(b"//",),
            block=((b"(*", b"*)"),),
            strings=(_RAW_TRIPLE, replace(_DOUBLE, multiline=True)),
            nested=True,
        ),
        "sass": replace(_CSS, line=(b"//",), skip=_URL),
        "less": replace(_CSS, line=(b"//",), skip=_URL),
        # `/*` is what every assembler takes, since the files pass through the C preprocessor.
        "asm": Syntax(block=_BLOCK, strings=(_DOUBLE,)),
        "linker-script": Syntax(block=_BLOCK, strings=(_DOUBLE,)),
        "nasm": replace(_SEMICOLON, strings=(_DOUBLE, _SINGLE)),
        "llvm": _SEMICOLON,
        "clojure": replace(_SEMICOLON, line=(b";;", b";"), strings=(replace(_DOUBLE, multiline=True),)),
        "scheme": Syntax(
            line=(b";;", b";"),
            block=((b"#|", b"|#"),),
            strings=(replace(_DOUBLE, multiline=True),),
            nested=True,
        ),
        "lisp": Syntax(
            line=(b";;", b";"),
            block=((b"#|", b"|#"),),
            strings=(replace(_DOUBLE, multiline=True),),
            skip=rb"\?\\?[;\"]",
            nested=True,
        ),
        "vhdl": _DASHED,
        "ada": _DASHED,
        "haskell": replace(_DASHED, block=((b"{-", b"-}"),), nested=True),
        "elm": replace(_DASHED, block=((b"{-", b"-}"),), strings=(_TRIPLE_DOUBLE, _DOUBLE), nested=True),
        "ocaml": Syntax(block=((b"(*", b"*)"),), strings=(replace(_DOUBLE, multiline=True),), nested=True),
        "erlang": Syntax(
            line=(b"%",), strings=(replace(_DOUBLE, multiline=True), _SINGLE), skip=rb"\$\\?[%\"']"
        ),
        "tex": Syntax(line=(b"%",), skip=rb"\\[\s\S]", trailing=False),
        "rd": Syntax(line=(b"%",), skip=rb"\\[\s\S]", trailing=False),
        "fortran": Syntax(line=(b"!",), strings=(_DOUBLE, _SINGLE), continuation=b"&"),
        "vb": Syntax(line=(b"'",), strings=(Quote(rb'"', b'"', escape=b""),), continuation=b"_"),
        # A double quote also begins a string, but never a line.
        "vim": Syntax(line=(b'"',), own_line=True, trailing=False),
        "batch": _BATCH,
        "jinja": Syntax(block=((b"{#", b"#}"),)),
        "handlebars": Syntax(block=((b"{{!--", b"--}}"),)),
        "rst": Syntax(line=(b".. ",), trailing=False, above=False, continuation=b"", family="rst"),
    }
)
