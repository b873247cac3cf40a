# SPDX-License-Identifier: Apache-2.0
"""Findings for a module in the text format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhooks.checks.wasm_memory import rules
from mlhooks.checks.wasm_memory.descriptor import suggestion
from mlhooks.checks.wasm_memory.memory import ABSENT, ENOUGH, Settings, Verdict, verdict
from mlhooks.checks.wasm_memory.units import DEFAULT_CAP
from mlhooks.checks.wasm_memory.wat import Written, memories
from mlhooks.core.finding import Finding, Help, Span
from mlhooks.core.rule import NOTE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhooks.core.project import Project
    from mlhooks.core.source import Source

SOFT = frozenset({"tests", "docs", "examples", "generated"})
WIDTH = 100  # characters of a form that is written out


def judge_text(source: Source, project: Project, told: Settings) -> Iterator[Finding]:
    """The memories of one `.wat` or `.wast`."""
    if source.data is None:
        message = "the text is too large to read, so nothing says how far its memories may grow"
        yield Finding(rules.UNRESOLVED.id, NOTE, Span(0, 0), message, "too large")
        return
    for found in memories(source.data):
        said = verdict(found.limits, told)
        if said is not None:
            yield _finding(source, found, said, project, told)


def _finding(source: Source, found: Written, said: Verdict, project: Project, told: Settings) -> Finding:
    name = f"imported memory {found.imported}" if found.imported else f"memory {found.number}"
    soft = said.rule != rules.INVALID.id and project.classes & SOFT
    written = source.text[found.start : found.end]
    span = Span(found.start, found.end)
    return Finding(
        said.rule,
        NOTE if soft else said.severity,
        span,
        f"{name} {said.message}",
        _collapse(written),
        tuple(_help(source, found, said, told)),
        statement=span,
    )


def _help(source: Source, found: Written, said: Verdict, told: Settings) -> Iterator[Help]:
    if said.because:
        yield Help("because", said.because)
    sizes = suggestion(found.limits, said.cap if said.option else told.cap or DEFAULT_CAP)
    if said.advice:
        yield Help("fix", f"{said.advice}   {sizes}".rstrip())
    elif found.limits.bound == ABSENT and found.minimum_end:
        before, after = (found.start, found.minimum_end), (found.minimum_end, found.end)
        form = _collapse(source.text[slice(*before)] + b" N" + source.text[slice(*after)])
        yield Help("fix", f"{form if len(form) <= WIDTH else 'write N behind the initial size'}   {sizes}")
    elif said.option:
        yield Help("fix", f"lower the maximum   {sizes}")
        yield Help("or", f"{said.option} in {told.table}, {ENOUGH}")


def _collapse(text: bytes) -> str:
    return " ".join(text[:4096].decode("utf-8", "replace").split())
