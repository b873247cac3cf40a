# SPDX-License-Identifier: Apache-2.0
"""The top of a file: lines that must stay first, and the comments before any code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from mlhooks.core.comments import opening_comments

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

TOP = 16 * 1024  # bytes in which the leading comments are looked for
BOM = b"\xef\xbb\xbf"
HASH_KINDS = frozenset(
    (
        *("python", "pyi", "cython", "shell", "ruby", "perl", "r", "yaml", "cmake", "makefile"),
        *(
            "dockerfile",
            "powershell",
            "terraform",
            "fish",
            "julia",
            "nim",
            "elixir",
            "tcl",
            "awk",
            "textproto",
        ),
        *("meson", "bazel", "gdscript", "graphql", "nix", "toml", "ini", "java-properties", "dotenv"),
        *("bazelrc", "editorconfig", "dockerignore", "gitignore", "gitattributes"),
    )
)
_PYTHON = ("python", "pyi", "cython")
# A run of comments, for the kinds where one is told without knowing the language further.
_HASHES = re.compile(rb"(?:\s*#[^\r\n]*)*")
_SLASHES = re.compile(rb"(?:\s*(?://[^\r\n]*|/\*[^*]*\*+(?:[^/*][^*]*\*+)*/))*")
_RUN = {
    **dict.fromkeys(
        ("python", "pyi", "cython", "shell", "r", "yaml", "makefile", "dockerfile", "toml"), _HASHES
    ),
    **dict.fromkeys(("javascript", "jsx", "ts", "tsx", "c", "c++", "header", "cuda", "java", "go"), _SLASHES),
}
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r)?")
_COOKIE = re.compile(rb"[ \t\f]*#[^\r\n]{0,200}?coding[:=][ \t]*[-\w.]+")  # PEP 263
_SIGN = rb"[ \t]*(?:#|//|--|;|%|!|/\*)"
# What an editor or an interpreter reads in the first line (or the second, behind a shebang) only.
_EDITOR = re.compile(
    _SIGN + rb"(?:[^\r\n]{0,80}-\*-[^\r\n*]{1,200}-\*-[^\r\n]{0,80}|[ \t]*(?:vim?|ex):[ \t][^\r\n]{0,200})"
)
_OWN_FIRST = {
    "swift": re.compile(rb"//[ \t]*swift-tools-version"),
    "shell": re.compile(rb"#(?:compdef|autoload)\b"),
    "tex": re.compile(rb"%[ \t]*!|%&"),
    "erlang": re.compile(rb"%%!"),
}
_BLANK = re.compile(rb"[ \t\f]*(?:#[^\r\n]*)?[\r\n]*\Z")
_DOCKER = re.compile(rb"#[ \t]*(?:syntax|escape|check)[ \t]*=", re.IGNORECASE)
_RUBY = re.compile(
    rb"#[ \t]*(?:frozen[_-]string[_-]literal|typed|encoding|coding|warn_indent)[ \t]*:", re.IGNORECASE
)
_YAML = re.compile(rb"%(?:YAML|TAG)\b|#cloud-config|#[ \t]*yaml-language-server:|#jinja2:")
_XML = re.compile(
    rb"[ \t\r\n]*(?:<\?xml[^>]{0,2000}\?>|<!DOCTYPE[^>\[]{0,2000}>)[ \t]*(?:\r\n|\n|\r)", re.IGNORECASE
)
_PHP = re.compile(rb"<\?php[ \t]*(?:\r\n|\n|\r)", re.IGNORECASE)
_CHARSET = re.compile(rb"@charset[ \t]+[\"'][^\"'\r\n]{1,60}[\"'];[ \t]*(?:\r\n|\n|\r)", re.IGNORECASE)
# jest and flow read their pragmas from the first comment of the file only.
_DOCBLOCK = re.compile(rb"[ \t\r\n]*/\*(?:[^*]|\*(?!/)){0,8000}\*/[ \t]*(?:\r\n|\n|\r)")
_PRAGMA = re.compile(rb"@(?:jest-|flow\b|noflow\b)|@format\b|@prettier\b")
_FLOW_LINE = re.compile(rb"[ \t]*//[ \t]*@(?:no)?flow\b[^\r\n]*(?:\r\n|\n|\r)")
_JUPYTEXT = re.compile(
    rb"# ---[ \t]*(?:\r\n|\n|\r)(?:#[^\r\n]*(?:\r\n|\n|\r)){1,60}?# ---[ \t]*(?:\r\n|\n|\r)"
)
# Code that often stands above a notice and does not end the top of the file.
_PASSED = re.compile(
    rb"(?:#[ \t]*pragma[ \t]+once|#[ \t]*(?:ifndef|define)[ \t]+\w+(?:[ \t]+1)?"
    rb"|[\"']use (?:strict|client|server)[\"'];?|package[ \t]+[\w.]+;?|<\?php|declare\(strict_types=1\);"
    rb"|<\?xml[^>\r\n]*\?>|<!DOCTYPE[^>\r\n]*>|---|%YAML[^\r\n]*|@echo[ \t]+off|@file:[^\r\n]{0,200}"
    rb"|set[ \t]+-[a-z]{1,6}(?:[ \t]+pipefail)?|from __future__ import [\w, ]+|@charset[^\r\n]*)"
    rb"(?=\s|\Z|/[/*]|#|<!--)",
    re.IGNORECASE,
)
_FRONT_MATTER = re.compile(rb"---[ \t]*\r?\n(?:(?!---)[^\n]*\n){0,400}---[ \t]*(?:\r?\n|\Z)")
_MARKUP = ("html", "xml", "markdown", "rst", "textproto")
_TEMPLATED = re.compile(rb"\{%-?[ \t]|\{\{[^{}\r\n]|<%")
_DOCSTRING = re.compile(rb"\s*[rRuU]?(\"\"\"|''')")


class Memo(Protocol):
    """`core.project.Project.memo`."""

    def __call__(self, key: object, make: Callable[[], T]) -> T:
        """What `make` returns, or returned before for this key."""


class Top(NamedTuple):
    """`texts`: ranges of the texts of the comments before any code (around
    the docstring in Python). `docstring`: its range. `end`: where the last comment ends. `first`: how many
    of the texts belong to the first block, which a project repeats and which ends at `first_end`."""

    texts: tuple[tuple[int, int], ...]
    docstring: tuple[int, int] | None
    end: int
    first: int = 0
    first_end: int = 0


def at_once(key: object, make: Callable[[], T]) -> T:  # noqa: ARG001
    """A memo that keeps nothing."""
    return make()


def top_of(kind: str, data: bytes, memo: Memo = at_once) -> Top:
    """The top of the file `data`; `memo(key, make)` keeps what is made of a block that files repeat."""
    head = data[:TOP]
    at = len(BOM) if head.startswith(BOM) else 0
    if head.startswith(b"#!", at) and not head.startswith(b"#![", at):
        at = _next(head, at)
    at = _behind_front_matter(head, at) if kind == "markdown" else at
    texts, at = _first_block(kind, head, at, memo)
    first, first_end = len(texts), at
    more, at = _leading(kind, head, at)
    texts += more
    docstring = None
    opener = _DOCSTRING.match(head, at) if kind in _PYTHON else None
    if opener:
        close = head.find(opener[1], opener.end())
        docstring = (opener.end(), close if close >= 0 else len(head))
        more, at = _leading(kind, head, min(docstring[1] + 3, len(head)))
        texts += more
    return Top(texts, docstring, at, first, first_end)


def _first_block(kind: str, head: bytes, at: int, memo: Memo) -> tuple[tuple[tuple[int, int], ...], int]:
    """The texts of the comments that stand at `at` with nothing between them, and where the last one ends."""
    run = _RUN.get(kind)
    block = run.match(head, at) if run else None
    if block is None or not block.group() or b"\\\n" in block.group():
        return (), at
    return memo((__name__, kind, at, block.group()), lambda: _leading(kind, head[: block.end()], at))


def _leading(kind: str, head: bytes, at: int) -> tuple[tuple[tuple[int, int], ...], int]:
    """The texts of the comments from `at` on that stand before code, and where the last one ends."""
    texts: list[tuple[int, int]] = []
    for comment in opening_comments(kind, head, at, _PASSED):
        at = comment.end
        texts.append((comment.text_start, comment.text_end))
    return tuple(texts), at


def insertion(kind: str, data: bytes) -> int | None:
    """The offset, at the beginning of a line or the end of the file, where a header belongs: behind the lines
    that must stay first (BOM, shebang, encoding, declarations, directives). None when there is none."""
    at = len(BOM) if data.startswith(BOM) else 0
    if data.startswith(b"#!", at) and not data.startswith(b"#![", at):
        at = _next(data, at)
    if kind in ("jinja", "handlebars") or (kind in _MARKUP and _TEMPLATED.search(data, 0, TOP)):
        return None  # what stands outside the marks of a template is printed, the line end of a comment too
    if kind in HASH_KINDS:
        at = _behind_hash_lines(kind, data, at)
    elif kind in ("vue", "svelte", "html", "xml", "svg"):
        at = _while(_XML, data, at)
        if data[at:].lstrip()[:5].lower() == b"<?xml":
            return None  # the declaration and the document share a line
    elif kind == "markdown":
        at = _behind_front_matter(data, at)
    elif kind == "php":
        opening = _PHP.match(data, at)
        if opening is None:
            return None
        at = opening.end()
    elif kind in ("css", "scss"):
        at = _while(_CHARSET, data, at)
    elif kind in ("javascript", "jsx", "ts", "tsx"):
        at = _behind_pragmas(data, at)
    return at if kind in HASH_KINDS else _behind_first_lines(kind, data, at)


def _behind_first_lines(kind: str, data: bytes, at: int) -> int:
    """Behind a line that an editor or an interpreter reads only as the first, if it is a whole comment."""
    begin = len(BOM) if data.startswith(BOM) else 0
    first = data[begin : begin + 2] != b"#!"
    while at in ((begin,) if first else (_next(data, begin),)):
        end = _next(data, at)
        line = data[at:end].rstrip()
        own = _OWN_FIRST.get(kind)
        whole = not line.lstrip().startswith(b"/*") or (line.endswith(b"*/") and line.count(b"*/") == 1)
        if not (whole and (_EDITOR.fullmatch(line) or (own and own.match(line)))):
            break
        at = end
    return at


def _behind_front_matter(data: bytes, at: int) -> int:
    """Behind the settings that a document begins with."""
    found = _FRONT_MATTER.match(data, at)
    return found.end() if found else at


def _next(data: bytes, at: int) -> int:
    """The beginning of the next line."""
    line = _LINE.match(data, at)
    return line.end() if line else len(data)


def _while(pattern: re.Pattern[bytes], data: bytes, at: int) -> int:
    found = pattern.match(data, at)
    while found:
        at = found.end()
        found = pattern.match(data, at)
    return at


def _behind_hash_lines(kind: str, data: bytes, at: int) -> int:
    """Behind an encoding or editor line among the first two, and the directives of some languages."""
    begin = len(BOM) if data.startswith(BOM) else 0
    first = _next(data, begin)
    second = _next(data, first)
    for start, end in ((begin, first), (first, second)):
        # The second line counts only behind a comment or a blank one (PEP 263).
        if start == begin or _BLANK.match(data[begin:first]):
            line = data[start:end]
            own = _OWN_FIRST.get(kind)
            if (kind in _PYTHON and _COOKIE.match(line)) or _EDITOR.match(line) or (own and own.match(line)):
                at = max(at, end)
    directive = {"dockerfile": _DOCKER, "ruby": _RUBY, "yaml": _YAML}.get(kind)
    while directive is not None and at < len(data) and directive.match(data, at):
        at = _next(data, at)
    if kind == "python":
        jupytext = _JUPYTEXT.match(data, at)
        at = jupytext.end() if jupytext else at
    return at


def _behind_pragmas(data: bytes, at: int) -> int:
    line = _FLOW_LINE.match(data, at)
    if line:
        return line.end()
    block = _DOCBLOCK.match(data, at)
    return block.end() if block and _PRAGMA.search(block.group()) else at
