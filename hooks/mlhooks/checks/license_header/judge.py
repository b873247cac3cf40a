# SPDX-License-Identifier: Apache-2.0
"""The judge of `license-header`: what is left alone, and ok, missing, foreign or stale."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from mlhooks.checks.license_header import DOCUMENTS
from mlhooks.checks.license_header.expression import permits, spelled
from mlhooks.checks.license_header.findings import SHOWN, foreign, missing, stale, wrong_year
from mlhooks.checks.license_header.leading import BOM, top_of
from mlhooks.checks.license_header.notice import Notice, read
from mlhooks.checks.license_header.reuse import licensed_outside
from mlhooks.checks.license_header.rules import MISSING, STALE
from mlhooks.checks.license_header.settings import settings_of
from mlhooks.checks.license_header.state import state

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhooks.checks.license_header.leading import Top
    from mlhooks.checks.license_header.settings import Settings
    from mlhooks.core.check import Hit
    from mlhooks.core.finding import Finding
    from mlhooks.core.project import Project
    from mlhooks.core.source import Source

MAX_SIZE = 1024 * 1024  # no source that people write is larger; data, amalgamations and bundles are
# Without one of these the comments below the first block say nothing about rights.
_SAYS = re.compile(
    rb"copyright|SPDX-|\(c\)|\xc2\xa9|licen|reserved|permi|redistrib|proprietary|domain|apache|gpl|bsd|\bmit\b",
    re.IGNORECASE,
)
_REPEATED = 4096  # bytes; a longer beginning is hardly the same in two files
# Lock files, minified scripts, what tests compare output with, what compilers of schemas write.
_NEVER = re.compile(
    r"(?:^|/)(?:pnpm-lock\.ya?ml|yarn\.lock|conda-lock\.ya?ml|\.terraform\.lock\.hcl)$"
    r"|[-_.]generated\.[a-z.]{1,6}$|_pb2(?:_grpc)?\.pyi?$|\.pb\.(?:cc|h|go|dart)$|\.g\.(?:dart|cs)$"
    r"|[.-](?:min|bundle)\.[cm]?[a-z]{1,4}$|(?:^|/)(?:__snapshots__|goldens?|LICENSES)/|\.(?:snap|golden)\.",
    re.IGNORECASE,
)
# Documents that are licenses themselves.
_LEGAL = re.compile(
    r"(?:^|/)(?:LICEN[CS]ES?|COPYING|COPYRIGHT|NOTICE|PATENTS|THIRD[-_]?PARTY[^/]{0,40})(?:[-.][^/]*)?$",
    re.IGNORECASE,
)


def run(source: Source, hits: Sequence[Hit], project: Project) -> Iterator[Finding]:  # noqa: ARG001
    """Judge one file. Raises NotConfigured when nothing says which license is the project's."""
    if source.data is None or _left_alone(source, project):
        return
    settings = settings_of(project)
    top = top_of(source.kind, source.data, project.memo)
    notice = _notice(source.data, top, project)
    rule = state(notice, settings)
    outside = rule != "" and licensed_outside(project)
    _count(project, rule, notice, settings, outside=outside)
    if rule == "" and project.remember is not None and _decides(source.data, top, settings, project):
        project.remember(source.data[: top.first_end])
    if rule == "" and project.strict:
        yield from wrong_year(notice, settings, project)
    if rule == "" or outside:
        return
    if rule == MISSING.id:
        yield missing(source, top, settings, project)
    elif rule == STALE.id:
        yield stale(source, notice, settings, project)
    else:
        yield foreign(source.data, notice, top, settings)


def _decides(data: bytes, top: Top, settings: Settings, project: Project) -> bool:
    """Whether the first block alone, under the table alone, puts every file that begins with it in order."""
    options = project.options
    if project.strict or options["policy"] or not options["license"] or settings.template is not None:
        return False
    if not top.first or data[top.first_end : top.first_end + 1] not in (b"\n", b"\r", b""):
        return False
    known = read(data, top.texts[: top.first]).expressions
    return bool(known) and all(permits(expression, settings.allowed) for expression in known)


def _count(project: Project, rule: str, notice: Notice, settings: Settings, *, outside: bool) -> None:
    """Count the file by state and by license, for `--statistics`."""
    known = notice.expressions
    if outside:
        state_ = "licensed by a file beside it"
    elif rule:
        state_ = rule.removeprefix("license-header-")
    else:
        ours = not known or all(permits(expression, settings.own) for expression in known)
        state_ = "ok" if ours else "foreign, allowed"
    project.count(f"files with license-header {state_}")
    for expression in dict.fromkeys(known):
        name = project.memo((__name__, expression), partial(_spelling, expression))
        project.count(f"files under {name}")
    if not known:
        project.count("files that name no license themselves")


def _spelling(expression: str) -> str:
    """An expression for the statistics."""
    return spelled(expression) or expression[:SHOWN]


def _left_alone(source: Source, project: Project) -> bool:
    """Files that carry no header by nature, or that are not the project's to head."""
    data = source.text
    if project.classes & {"generated", "vendored"} or len(data) > MAX_SIZE:
        return True
    if _NEVER.search(source.path):
        return True
    if source.kind in DOCUMENTS and _LEGAL.search(source.path):
        return True
    return not data.removeprefix(BOM).strip()


def _notice(data: bytes, top: Top, project: Project) -> Notice:
    """The notice in the comments at the top; in a docstring only what claims something by itself.

    A project repeats its header: what was read of the same bytes is not read again.
    """
    first = top.texts[: top.first]
    end = first[-1][1] if first else 0
    if first and end <= _REPEATED and not _SAYS.search(data, end, top.end):
        notice = project.memo((__name__, data[:end]), lambda: read(data, first))
    else:
        notice = read(data, top.texts)
    if notice or top.docstring is None:
        return notice
    inner = read(data, [top.docstring])
    return inner if inner.strong else notice
