# SPDX-License-Identifier: Apache-2.0
"""What a file's first comments say about copyright and license."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlhooks.checks.license_header.texts import GRANTS, REFERS, RESERVES, normalised, recognise, undecorated
from mlhooks.core.finding import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

_SPDX = re.compile(rb"SPDX-License-Identifier:[ \t]*([A-Za-z0-9.:+() \t-]{1,300})")
# A line without one of these says nothing that is looked for.
_WORTH = re.compile(rb"copyright|SPDX-|\(c\)|\xc2\xa9", re.IGNORECASE)
_LINE = re.compile(rb"[^\r\n]+")
_COPYRIGHT = re.compile(
    rb"SPDX-(?:File|Snippet)CopyrightText:"
    rb"|(?:\bcopyright\b|\xc2\xa9)[ \t:,]*(?:\(c\)|\xc2\xa9|&copy;|[0-9]{4}|by\b)"
    rb"|(?:\(c\)|\xc2\xa9)[ \t]*(?:copyright\b|[0-9]{4})",
    re.IGNORECASE,
)
# A line that begins so claims copyright without year or sign; "Copyright notice" and the like is prose.
_BEGINS = re.compile(
    rb"@?(?i:copyrights?)\b[ \t:,]{0,8}(?!(?i:notice|header|owner|holder|law|year|check))[A-Z0-9\[]"
    rb"|\([cC]\)[ \t][A-Z]"
)
_COPYRIGHT_WORD = re.compile(rb"\(?copyright", re.IGNORECASE)
_LIST = re.compile(rb"\(b\)", re.IGNORECASE)


@dataclass(frozen=True)
class Tag:
    """An SPDX expression as it stands in the file; the span is in the file's bytes."""

    expression: str
    span: Span


@dataclass(frozen=True)
class Notice:
    """`tags`: SPDX license tags. `recognised`: the license whose text or name was found, "" if none, or where
    a tag says it; nor are `refers`, `grants` and `reserves` looked for beside a tag.
    `copyrights`: lines that claim copyright, undecorated, with their spans. `refers`: a LICENSE file is
    pointed to. `grants`: words that grant or reserve rights under some license; `reserves`: "all rights
    reserved". `only_tags`: nothing but SPDX tags and copyright lines stands in the block. `text`: all of it,
    normalised."""

    tags: tuple[Tag, ...] = ()
    recognised: str = ""
    copyrights: tuple[tuple[str, Span], ...] = ()
    refers: bool = False
    grants: bool = False
    reserves: bool = False
    only_tags: bool = False
    text: str = ""

    @property
    def expressions(self) -> tuple[str, ...]:
        """What the file is licensed under: its tags, or else what its text was recognised as."""
        return tuple(tag.expression for tag in self.tags) or ((self.recognised,) if self.recognised else ())

    @property
    def strong(self) -> bool:
        """Whether it claims something on its own authority, not only mentions a license."""
        return bool(self.tags or self.copyrights)

    def __bool__(self) -> bool:
        return bool(self.tags or self.copyrights or self.recognised or self.grants or self.reserves)


def read(data: bytes, spans: Iterable[tuple[int, int]]) -> Notice:
    """The notice in these parts of `data` (the texts of comments, in order)."""
    tags: list[Tag] = []
    copyrights: list[tuple[str, Span]] = []
    lines: list[str] = []
    plain = False
    block = [(start, data[start:end]) for start, end in spans]
    is_list = any(_LIST.search(text) for _, text in block)
    for start, text in block:
        for line in _LINE.finditer(text):
            shown = undecorated(line.group().decode("utf-8", "replace"))
            lines.append(shown)
            if not _WORTH.search(line.group()):
                plain = plain or bool(shown)
                continue
            tag = _SPDX.search(line.group())
            if tag:
                span = _trimmed(tag, start + line.start())
                tags.append(Tag(data[span.start : span.end].decode("ascii", "replace"), span))
            elif _claims(line.group(), is_list):
                copyrights.append((shown, Span(start + line.start(), start + line.end())))
            elif shown:
                plain = True
    whole = normalised("\n".join(lines))
    if tags:  # the words around them say no more
        return Notice(tuple(tags), "", tuple(copyrights), only_tags=not plain, text=whole)
    return Notice(
        (),
        recognise(whole) or "",
        tuple(copyrights),
        ("licen" in whole or "copying" in whole) and bool(REFERS.search(whole)),
        bool(GRANTS.search(whole)),
        "reserved" in whole and bool(RESERVES.search(whole)),
        not plain,
        whole,
    )


def _trimmed(tag: re.Match[bytes], base: int) -> Span:
    """The expression without the blanks and the decoration behind it."""
    text = tag[1].rstrip(b" \t-")
    while text.endswith(b")") and text.count(b")") > text.count(b"("):
        text = text[:-1].rstrip()
    return Span(base + tag.start(1), base + tag.start(1) + len(text))


def _claims(line: bytes, is_list: bool) -> bool:
    """Whether a line claims copyright; prose that only speaks of it does not."""
    if _COPYRIGHT.search(line):
        return True
    begin = line.lstrip(b" \t*#/;|%=-<!+\"'")
    if not _BEGINS.match(begin):
        return False
    return not is_list or bool(_COPYRIGHT_WORD.match(begin))
