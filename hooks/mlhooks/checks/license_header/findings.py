# SPDX-License-Identifier: Apache-2.0
"""What is said about a header, and what the fix may write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhooks.checks.license_header import DOCUMENTS
from mlhooks.checks.license_header.expression import permits, spelled
from mlhooks.checks.license_header.leading import insertion
from mlhooks.checks.license_header.notice import read
from mlhooks.checks.license_header.rules import FOREIGN, MISSING, STALE, YEAR
from mlhooks.checks.license_header.settings import FIRST_COMMIT
from mlhooks.checks.license_header.state import is_ours, is_own
from mlhooks.checks.license_header.writing import header_lines, insertion_edit, replacement_edit
from mlhooks.core.comments import comments
from mlhooks.core.finding import Finding, Help, Span
from mlhooks.core.rule import NOTE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhooks.checks.license_header.leading import Top
    from mlhooks.checks.license_header.notice import Notice
    from mlhooks.checks.license_header.settings import Settings
    from mlhooks.core.project import Project
    from mlhooks.core.source import Source

SHOWN = 60  # characters of a notice in a message
_ELSEWHERE = 64 * 1024  # how far a notice below the top is looked for before a fix is offered
_HOLDER = 40  # characters of the holder's name in a line of help
_SPEAKS = re.compile(rb"copyright|SPDX-|\(c\)|\xc2\xa9|licen[sc]e", re.IGNORECASE)
_TOP = 4096
# A notice behind the comment signs of another language: the file is not of the kind that its name tells.
_OTHER_SIGNS = re.compile(
    rb"^[ \t]{0,20}(?://|/\*|\*|#|--|;|%|<!--|!|\.\.|\(\*)[^\r\n]{0,200}?"
    rb"(?:SPDX-License-Identifier:|copyright (?:\(c\)|[0-9]{4})|licensed (?:to|under) the )",
    re.IGNORECASE | re.MULTILINE,
)
_A_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_NO_YEAR = "fetch the whole history: git cannot tell the year of the first commit here"


def _because(settings: Settings) -> Help:
    return Help("because", f"the license is {settings.license}, as {settings.source} says")


def missing(source: Source, top: Top, settings: Settings, project: Project) -> Finding:
    """The finding of a file without a header, with the header to insert where that is safe."""
    place = insertion(source.kind, source.text)
    at = place or 0
    elsewhere = _elsewhere(source.kind, source.text, top)
    help = [_because(settings)]
    edit = None
    years = _years(settings, project)
    if years is None:
        help.append(Help("do", _NO_YEAR))
    elif elsewhere is not None:
        help.append(
            Help(
                "do",
                f"read the notice at line {source.line_of(elsewhere)} first: nothing is written above it",
            )
        )
    elif place is not None and source.encoding == "utf-8":
        edit = insertion_edit(source.kind, source.text, at, settings, years, parse=project.fixing)
    if years is not None and (edit is not None or elsewhere is None):
        help += _how(source.kind, settings, years, fixed=edit is not None)
    return Finding(
        MISSING.id,
        NOTE if source.kind in DOCUMENTS else MISSING.severity,
        Span(at, at),
        "no license header",
        "missing",
        tuple(help),
        fix=() if edit is None else (edit,),
    )


def _how(kind: str, settings: Settings, years: str, *, fixed: bool) -> list[Help]:
    """What is written, or what to write."""
    lines = [line.decode() for line in header_lines(kind, settings, years)]
    if not lines:
        return [Help("do", "write it where this file can hold it, or beside it in a .license file")]
    if settings.template is not None:
        text = f"{len(lines)} lines of {settings.style}"
    else:
        holder = f"   below a copyright line for {settings.holder[:_HOLDER]}" if len(lines) > 1 else ""
        text = f"{lines[-1]}{holder}" if fixed else lines[-1]
    return [Help("fix", text) if fixed else Help("do", f"write {text} among the first lines")]


def _years(settings: Settings, project: Project) -> str | None:
    """The years to write, "" for none; None where git was asked and cannot tell."""
    if settings.year != FIRST_COMMIT:
        return settings.year
    first = project.first_year()
    return None if first is None else str(first)


def wrong_year(notice: Notice, settings: Settings, project: Project) -> Iterator[Finding]:
    """A copyright line of ours whose first year is not that of the file's first commit."""
    if settings.year not in ("", FIRST_COMMIT) or not is_own(notice, settings):
        return
    found = [(int(year[0]), span) for text, span in notice.copyrights if (year := _A_YEAR.search(text))]
    if not found:
        return
    stated, span = min(found)
    first = project.first_year()
    if first is not None and first != stated:
        yield Finding(
            YEAR.id,
            YEAR.severity,
            span,
            f"the header says {stated}; git says that the file was first committed in {first}",
            "year",
            (
                Help(
                    "do",
                    f"write {first}, or no year at all; a file that came from elsewhere may keep its own",
                ),
            ),
        )


def _elsewhere(kind: str, data: bytes, top: Top) -> int | None:
    """Where a comment below the top claims a copyright or a license, so that a fix would speak over it."""
    head = data[:_ELSEWHERE]
    odd = _OTHER_SIGNS.search(head, top.end, _TOP)
    if odd:
        return odd.end() - len(odd.group().lstrip())
    if not _SPEAKS.search(head, top.end) and not (top.docstring and _SPEAKS.search(head)):
        return None
    for comment in comments(kind, head):
        if comment.start >= top.end and read(head, [(comment.text_start, comment.text_end)]).strong:
            return comment.start
    if top.docstring is not None and read(data, [top.docstring]):
        return top.docstring[0]
    return None


def _named(notice: Notice) -> str:
    """What the notice says its license is, for a message."""
    text = " AND ".join(notice.expressions)
    return text[:SHOWN] if text else "no license that is known" if notice.grants else "no license"


def foreign(data: bytes, notice: Notice, top: Top, settings: Settings) -> Finding:
    """The finding of a notice with terms of others; it carries no fix."""
    expressions = notice.expressions
    if expressions:
        what = f"the header says {_named(notice)}"
    else:
        what = "the header claims rights and names no license that is known"
    if notice.copyrights:
        what += f' ("{notice.copyrights[0][0][:SHOWN]}")'
    help = [_because(settings)]
    if expressions:
        help.append(Help("do", f"keep the notice; {_allow(expressions, settings)}"))
        help.append(Help("or", "mark the folder linguist-vendored in .gitattributes"))
    else:
        help.append(Help("do", "keep the notice and add the SPDX-License-Identifier that its author gave"))
    return Finding(
        FOREIGN.id,
        FOREIGN.severity,
        _span(data, notice, top),
        f"{what}; it is kept as it is",
        "foreign",
        tuple(help),
    )


def _allow(expressions: Sequence[str], settings: Settings) -> str:
    """How to permit what a notice says; only what SPDX lists can be written there."""
    foreign = [text for text in dict.fromkeys(expressions) if not permits(text, settings.allowed)]
    unlisted = [text for text in foreign if not spelled(text)]
    if unlisted:
        return f"SPDX does not list {unlisted[0][:SHOWN]}, so `allow` cannot name it"
    quoted = ", ".join(f'"{spelled(text)}"' for text in foreign)
    key = f"add {quoted} to allow" if settings.allow else f"allow = [{quoted}]"
    return f"if its terms are fine here, {key} in {settings.table}"


def _span(data: bytes, notice: Notice, top: Top) -> Span:
    """The tag, the first line that claims copyright, or the first line of the notice."""
    if notice.tags:
        return notice.tags[0].span
    if notice.copyrights:
        return notice.copyrights[0][1]
    start, end = next(((a, b) for a, b in top.texts if data[a:b].strip()), (0, 0))
    text = data[start:end]
    begin = start + len(text) - len(text.lstrip())
    line = re.compile(rb"[^\r\n]*").match(data, begin, end)
    return Span(begin, line.end() if line else begin)


def stale(source: Source, notice: Notice, settings: Settings, project: Project) -> Finding:
    """The finding of our own header with no license or another, with the license to put in if wanted."""
    span = notice.tags[0].span if notice.tags else notice.copyrights[0][1]
    old = notice.expressions or notice.grants
    help = [_because(settings)]
    edit = None
    if is_ours(notice, settings):
        if settings.replace_own and source.encoding == "utf-8":
            edit = replacement_edit(source.kind, source.text, span, settings, parse=project.fixing)
        how = "" if edit else f"   with replace-own = true in {settings.table} the fix writes it"
        help.append(Help("fix", f"SPDX-License-Identifier: {settings.license}{how}"))
    else:
        tag = f"SPDX-License-Identifier: {settings.license}"
        help.append(Help("do", f"write {tag} in place of the old terms" if old else f"add {tag}"))
    return Finding(
        STALE.id,
        STALE.severity if old else NOTE,
        span,
        f"this header names {_named(notice)}; the project's is {settings.license}",
        "stale",
        tuple(help),
        fix=() if edit is None else (edit,),
    )
