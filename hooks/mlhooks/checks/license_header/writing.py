# SPDX-License-Identifier: Apache-2.0
"""The header as it is written, and the proof that writing it changes nothing else."""

from __future__ import annotations

import ast
import re
import warnings
from typing import TYPE_CHECKING

from mlhooks.checks.license_header.leading import BOM, top_of
from mlhooks.checks.license_header.notice import read
from mlhooks.checks.license_header.state import state
from mlhooks.core.comments import render, render_block
from mlhooks.core.deep import deeply
from mlhooks.core.finding import Edit, Span

if TYPE_CHECKING:
    from mlhooks.checks.license_header.settings import Settings

_DECLARED = re.compile(rb"[ \t\f]*#[^\n]*?coding[:=][ \t]*([-\w.]+)")  # PEP 263
_ENCODINGS = (
    "utf-8",
    "utf8",
    "ascii",
    "us-ascii",
    "latin-1",
    "iso-8859-1",
    "iso-8859-15",
    "cp1252",
    "euc-jp",
    "gbk",
)
_COOKIE = re.compile(rb"coding[:=][ \t]*(?!utf-?8)[-\w.]+", re.IGNORECASE)


def header_lines(kind: str, settings: Settings, years: str) -> list[bytes]:
    """The header as comments of this kind; none where a comment cannot hold it. `years`: "" for none."""
    if settings.template is not None:
        texts = settings.template.fill(settings.license, settings.holder, years)
        return render_block(kind, [text.encode("utf-8") for text in texts]) or []
    lines = [render(kind, tag.encode("utf-8")) for tag in _tags(settings, years)]
    return [line for line in lines if line is not None] if None not in lines else []


def _tags(settings: Settings, years: str) -> list[str]:
    """The lines of a header in SPDX tags, without comment signs."""
    holder = " ".join(part for part in (years, settings.holder) if part) if settings.holder else ""
    found = [f"SPDX-FileCopyrightText: {holder}"] if holder else []
    return [*found, f"SPDX-License-Identifier: {settings.license}"]


def line_ending(data: bytes) -> bytes:
    """What most lines of the file end with."""
    crlf = data.count(b"\r\n")
    counts = [(data.count(b"\n") - crlf, b"\n"), (crlf, b"\r\n"), (data.count(b"\r") - crlf, b"\r")]
    return max(counts, key=lambda pair: pair[0])[1]


def insertion_edit(
    kind: str, data: bytes, at: int, settings: Settings, years: str, *, parse: bool
) -> Edit | None:
    """The insertion of a header at `at`, or None where it cannot be proven harmless; `parse`: Python too."""
    lines = header_lines(kind, settings, years)
    if not lines or not _plain(settings.holder) or not _encodable(data, lines):
        return None
    end = line_ending(data)
    header = end.join(lines)
    if at == len(data) and at and not data.endswith((b"\n", b"\r")) and data != BOM:
        header = end + header  # no final newline before, none after
    else:
        header += end
        if data[at : at + 1] not in (b"", b"\r", b"\n"):
            header += end  # a blank line, so that it never becomes part of a doc comment below
    edit = Edit(Span(at, at), header)
    return edit if _proven(kind, data, edit, settings, parse=parse) else None


def replacement_edit(kind: str, data: bytes, span: Span, settings: Settings, *, parse: bool) -> Edit | None:
    """The license in place of the expression at `span`, or None where it cannot be proven harmless."""
    edit = Edit(span, settings.license.encode())
    return edit if _proven(kind, data, edit, settings, parse=parse) else None


def _plain(holder: str) -> bool:
    """Whether a holder is text that ends no comment and declares no encoding."""
    return holder.isprintable() and not re.search(r"coding[:=]", holder)


def _encodable(data: bytes, lines: list[bytes]) -> bool:
    """Whether the header's bytes mean the same in the file's encoding."""
    if all(line.isascii() for line in lines):
        return True
    try:
        data.decode("utf-8")
    except ValueError:
        return False
    return not _COOKIE.search(b"".join(data.split(b"\n", 2)[:2]))


def _proven(kind: str, data: bytes, edit: Edit, settings: Settings, *, parse: bool) -> bool:
    """Nothing else changes, the file is in order afterwards, and Python still parses."""
    (start, end), header = edit
    new = data[:start] + header + data[end:]
    if len(new) - len(header) != len(data) - (end - start) or not new.endswith(data[end:]):
        return False
    if state(read(new, top_of(kind, new).texts), settings):
        return False
    return not parse or kind not in ("python", "pyi") or _parses(new)


def _odd_encoding(program: bytes) -> bool:
    """Whether a cookie declares an encoding that may take more than linear time to decode."""
    cookies = [_DECLARED.match(line) for line in program.split(b"\n", 2)[:2]]
    names = [cookie[1].decode("ascii").lower().replace("_", "-") for cookie in cookies if cookie]
    return any(name not in _ENCODINGS for name in names)


def _parses(program: bytes) -> bool:
    if _odd_encoding(program):
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            deeply(lambda: ast.parse(program))
    except (SyntaxError, ValueError, MemoryError, RecursionError, OverflowError):
        return False
    return True
