# SPDX-License-Identifier: Apache-2.0
"""The judge of `license-header`: ok, missing, foreign or stale, and what the fix may write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhooks.checks.license_header.expression import permits, spelled
from mlhooks.checks.license_header.leading import BOM, top_of
from mlhooks.checks.license_header.notice import Notice, read
from mlhooks.checks.license_header.reuse import licensed_outside
from mlhooks.checks.license_header.rules import FOREIGN, MISSING, STALE
from mlhooks.checks.license_header.settings import settings_of
from mlhooks.checks.license_header.writing import header_lines, insertion_edit
from mlhooks.core.comments import comments
from mlhooks.core.finding import Edit, Finding, Help, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhooks.checks.license_header.leading import Top
    from mlhooks.checks.license_header.settings import Settings
    from mlhooks.core.check import Hit
    from mlhooks.core.project import Project
    from mlhooks.core.source import Source

MAX_SIZE = 1024 * 1024  # no source that people write is larger; data, amalgamations and bundles are
_ELSEWHERE = 64 * 1024  # how far a notice below the top is looked for before a fix is offered
_LOCKS = re.compile(r"(?:^|/)(?:pnpm-lock\.ya?ml|yarn\.lock|conda-lock\.ya?ml|\.terraform\.lock\.hcl)$")
_MINIFIED = re.compile(r"[.-](?:min|bundle)\.[cm]?[a-z]{1,4}$", re.IGNORECASE)
_SHOWN = 60  # characters of a notice in a message
_HOLDER = 40  # characters of the holder's name in a line of help


def run(source: Source, hits: Sequence[Hit], project: Project) -> Iterator[Finding]:  # noqa: ARG001
    """Judge one file. Raises NotConfigured when nothing says which license is the project's."""
    if source.data is None or _left_alone(source, project):
        return
    settings = settings_of(project)
    top = top_of(source.kind, source.data)
    notice = _notice(source.data, top)
    rule = state(notice, settings)
    if rule == "" or licensed_outside(project):
        return
    if rule == MISSING.id:
        yield _missing(source, top, settings)
    elif rule == STALE.id:
        yield _stale(notice, settings)
    else:
        yield _foreign(source.data, notice, top, settings)


def _left_alone(source: Source, project: Project) -> bool:
    """Files that carry no header by nature, or that are not the project's to head."""
    data = source.text
    if project.classes & {"generated", "vendored"} or len(data) > MAX_SIZE:
        return True
    if any(pattern.search(source.path) for pattern in (_LOCKS, _MINIFIED)):
        return True
    return not data.removeprefix(BOM).strip()


def _notice(data: bytes, top: Top) -> Notice:
    """The notice in the comments at the top; in a docstring only what claims something by itself."""
    notice = read(data, top.texts)
    if notice or top.docstring is None:
        return notice
    inner = read(data, [top.docstring])
    return inner if inner.strong else notice


def state(notice: Notice, settings: Settings) -> str:
    """The rule that the notice breaks, "" when it is fine."""
    if not notice:
        return MISSING.id
    if notice.expressions:
        if all(permits(expression, settings.allowed) for expression in notice.expressions):
            return ""
        return STALE.id if _own(notice, settings) else FOREIGN.id
    # "See the LICENSE file" names the project's license, unless somebody else says it.
    if notice.refers and (not notice.copyrights or _own(notice, settings)):
        return ""
    return STALE.id if _own(notice, settings) else FOREIGN.id


def _own(notice: Notice, settings: Settings) -> bool:
    """Whether every copyright in the notice is the project's."""
    holder = " ".join(settings.holder.lower().split())
    lines = [" ".join(line.lower().split()) for line, _ in notice.copyrights]
    return bool(holder and lines) and all(holder in line for line in lines)


def _because(settings: Settings) -> Help:
    return Help("because", f"the license is {settings.license}, as {settings.source} says")


def _missing(source: Source, top: Top, settings: Settings) -> Finding:
    at = top.insert if top.insert is not None else 0
    elsewhere = _elsewhere(source.kind, source.text, top)
    help = [_because(settings)]
    edit = None
    if elsewhere is not None:
        help.append(
            Help(
                "do",
                f"read the notice at line {source.line_of(elsewhere)} first: nothing is written above it",
            )
        )
    elif top.insert is not None and source.encoding == "utf-8":
        edit = insertion_edit(source.kind, source.text, at, settings)
    lines = [line.decode() for line in header_lines(source.kind, settings)]
    if edit is not None:
        holder = f"   below a copyright line for {settings.holder[:_HOLDER]}" if len(lines) > 1 else ""
        help.append(Help("fix", f"{lines[-1]}{holder}"))
    elif lines and elsewhere is None:
        help.append(Help("do", f"write {lines[-1]} among the first lines"))
    return Finding(
        MISSING.id,
        MISSING.severity,
        Span(at, at),
        "no license header",
        "missing",
        tuple(help),
        fix=() if edit is None else (edit,),
    )


def _elsewhere(kind: str, data: bytes, top: Top) -> int | None:
    """Where a comment below the top claims a copyright or a license, so that a fix would speak over it."""
    head = data[:_ELSEWHERE]
    for comment in comments(kind, head):
        if comment.start >= top.end and read(head, [(comment.text_start, comment.text_end)]).strong:
            return comment.start
    if top.docstring is not None and read(data, [top.docstring]):
        return top.docstring[0]
    return None


def _named(notice: Notice) -> str:
    """What the notice says its license is, for a message."""
    text = " AND ".join(notice.expressions)
    return text[:_SHOWN] if text else "no license that is known" if notice.grants else "no license"


def _foreign(data: bytes, notice: Notice, top: Top, settings: Settings) -> Finding:
    expressions = notice.expressions
    if expressions:
        what = f"the header says {_named(notice)}"
    else:
        what = "the header claims rights and names no license that is known"
    if notice.copyrights:
        what += f' ("{notice.copyrights[0][0][:_SHOWN]}")'
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
        return f"SPDX does not list {unlisted[0][:_SHOWN]}, so `allow` cannot name it"
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


def _stale(notice: Notice, settings: Settings) -> Finding:
    span = notice.tags[0].span if notice.tags else notice.copyrights[0][1]
    help = [_because(settings)]
    edit = None
    if len(notice.tags) == 1 and notice.only_tags:
        if settings.replace_own:
            edit = Edit(span, settings.license.encode())
        how = "" if edit else f"   with replace-own = true in {settings.table} the fix writes it"
        help.append(Help("fix", f"SPDX-License-Identifier: {settings.license}{how}"))
    else:
        tag = f"SPDX-License-Identifier: {settings.license}"
        old = notice.expressions or notice.grants
        help.append(Help("do", f"write {tag} in place of the old terms" if old else f"add {tag}"))
    return Finding(
        STALE.id,
        STALE.severity,
        span,
        f"this header names {_named(notice)}; the project's is {settings.license}",
        "stale",
        tuple(help),
        fix=() if edit is None else (edit,),
    )
