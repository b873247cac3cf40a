# SPDX-License-Identifier: Apache-2.0
"""The judge of `wasm-memory`: programs by their syntax tree, modules by their sections or fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhooks.checks.wasm_memory.memory import settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhooks.core.check import Hit
    from mlhooks.core.finding import Finding
    from mlhooks.core.project import Project
    from mlhooks.core.source import Source

MAGIC = b"\0asm"
BUILD_KINDS = frozenset({
    "cmake", "dockerfile", "json", "makefile", "python", "rust", "shell", "toml", "yaml",
})  # fmt: skip
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
    elif source.kind in BUILD_KINDS:
        if hits:
            from mlhooks.checks.wasm_memory.flags.findings import judge_flags

            yield from judge_flags(source, project, told)
    elif hits and not name.endswith(DECLARATIONS):
        if b"Memory" in source.text:
            from mlhooks.checks.wasm_memory.program_findings import judge_programs

            yield from judge_programs(source, project, told)
        if EMBEDDED in source.text:
            from mlhooks.checks.wasm_memory.embedded import judge_embedded

            yield from judge_embedded(source, project, told)
