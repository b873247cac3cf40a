# SPDX-License-Identifier: Apache-2.0
"""The judge of `wasm-memory`: programs by their syntax tree, modules by their sections or fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhooks.checks.wasm_memory.memory import settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhooks.checks.wasm_memory.memory import Settings
    from mlhooks.core.check import Hit
    from mlhooks.core.finding import Finding
    from mlhooks.core.project import Project
    from mlhooks.core.source import Source

MAGIC = b"\0asm"
PROGRAMS = frozenset({"javascript", "jsx", "ts", "tsx", "html", "vue", "svelte"})
SCRIPTS = ("javascript", "jsx", "ts", "tsx")
# A cheap look: whether a flag of a compiler may be written at all.
FLAGS = re.compile(rb"-s[\s\"',]{0,200}[A-Z_]{0,20}(?:MEMORY|MEM_MAX)|--(?:max|initial)")
# What every program that makes a memory holds as a word of its own, or in a string.
MEMORY = re.compile(rb"(?<![0-9A-Za-z_$])Memory(?![0-9A-Za-z_$])")
EMBEDDED = b"AGFzbQ"  # the magic in base64
DECLARATIONS = (".d.ts", ".d.mts", ".d.cts")  # types only: nothing in them runs


def run(source: Source, hits: Sequence[Hit], project: Project) -> Iterator[Finding]:
    """Judge one file: a module when its name or first bytes say so, else the programs in a text.

    Raises ValueError when the configured sizes are none, OSError when the file cannot be read.
    """
    if "vendored" in project.classes:
        return
    told = settings(project.options, project.table)
    name = source.path.lower()
    if name.endswith(".wasm") or source.head.startswith(MAGIC):
        from mlhooks.checks.wasm_memory.module_findings import judge_module

        yield from judge_module(source, project, told)
    elif name.endswith((".wat", ".wast")):
        from mlhooks.checks.wasm_memory.wat_findings import judge_text

        yield from judge_text(source, project, told)
    elif source.kind not in PROGRAMS:
        if hits:
            from mlhooks.checks.wasm_memory.flags.findings import judge_flags

            yield from judge_flags(source, project, told)
    elif hits and not name.endswith(DECLARATIONS):
        yield from _program(source, project, told)


def _program(source: Source, project: Project, told: Settings) -> Iterator[Finding]:
    """A program may make memories, hold modules, and start compilers."""
    found: list[Finding] = []
    if MEMORY.search(source.text):
        from mlhooks.checks.wasm_memory.program_findings import judge_programs

        found += judge_programs(source, project, told)
    if EMBEDDED in source.text:
        from mlhooks.checks.wasm_memory.embedded import judge_embedded

        found += judge_embedded(source, project, told)
    if found:
        from mlhooks.checks.wasm_memory.glue import once

        yield from once(found, source, project)
    if source.kind in SCRIPTS and FLAGS.search(source.text):
        from mlhooks.checks.wasm_memory.flags.findings import judge_flags

        yield from judge_flags(source, project, told)
