# SPDX-License-Identifier: Apache-2.0
"""Findings for a `.wasm`. A binary has no lines, so the message names the byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhooks.checks.wasm_memory import rules
from mlhooks.checks.wasm_memory.binary import Found, MalformedError, TooManyError, memories
from mlhooks.checks.wasm_memory.memory import ABSENT, ENOUGH, Settings, verdict
from mlhooks.core.finding import Finding, Help, Span
from mlhooks.core.rule import ERROR, NOTE
from mlhooks.core.source import ANNEX, LFS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhooks.core.project import Project
    from mlhooks.core.source import Source

SOFT = frozenset({"tests", "docs", "examples"})  # `dist/` is where modules are shipped from
WHOLE = Span(0, 0)
LINK = "link with --max-memory=N (wasm-ld, clang -Wl,...) or -sMAXIMUM_MEMORY=N (emcc), in bytes"
SIZES = "536870912 = 512 MiB, 1073741824 = 1 GiB; pick what your model needs"


def judge_module(source: Source, project: Project, told: Settings) -> Iterator[Finding]:
    """The memories of one binary. Raises OSError."""
    if source.head.startswith((LFS, *ANNEX)):
        return
    all_found: list[Found] = []
    try:
        all_found.extend(memories(source.read_at, source.size))
    except MalformedError as error:
        # What no engine compiles has no memory to judge, so nothing else is said of it.
        yield Finding(
            rules.INVALID.id,
            ERROR,
            WHOLE,
            f"{error}; no engine compiles this module, so nothing that loads it starts",
            f"malformed {error.reason}",
            (Help("do", "build it again, or fetch it again: the copy in the repository is not whole"),),
        )
        return
    except TooManyError:
        message = "has more sections or imports than are followed, so its memories are not all judged"
        yield Finding(rules.UNRESOLVED.id, NOTE, WHOLE, message, "too many")
    for found in all_found:
        yield from _memory(found, project, told)


def _memory(found: Found, project: Project, told: Settings) -> Iterator[Finding]:
    said = verdict(found.limits, told)
    if said is None:
        return
    name = f"imported memory {found.imported}" if found.imported else f"memory {found.number}"
    severity = said.severity
    if said.rule != rules.INVALID.id and project.classes & SOFT:
        severity = NOTE
    help = [Help("because", said.because)] if said.because else []
    if said.advice:
        help.append(Help("fix", f"{said.advice}, and link again"))
    elif found.limits.bound == ABSENT:
        help.append(Help("fix", f"{LINK}   {SIZES}"))
    elif said.option:
        help += [Help("fix", LINK), Help("or", f"{said.option} in {told.table}, {ENOUGH}")]
    limits = found.limits
    yield Finding(
        said.rule,
        severity,
        WHOLE,
        f"{name} (limits at byte {found.offset}) {said.message}",
        f"memory {found.number} {found.imported} {limits.initial} {limits.maximum} {limits.shared}",
        tuple(help),
    )
