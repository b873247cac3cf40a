# SPDX-License-Identifier: Apache-2.0
"""What `mlhooks inspect` tells of a model file: what it would need in order to load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhooks.checks.model_file.examine import examine
from mlhooks.checks.model_file.judge import is_text
from mlhooks.checks.model_file.reader import File
from mlhooks.checks.model_file.report import CLEAN, NEEDS_PICKLE, RUNS_CODE, UNREADABLE
from mlhooks.core.check import NotInspected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhooks.checks.model_file.report import Report
    from mlhooks.core.source import Source

VERDICTS = {
    CLEAN: "yes, as far as its names tell",
    NEEDS_PICKLE: "only with the globals below",
    RUNS_CODE: "no; without it the file can run code",
    UNREADABLE: "unknown: it cannot be read to its end",
}


def inspect(source: Source) -> Iterator[tuple[str, str]]:
    """The format, whether it loads with weights_only=True, and every global. Raises NotInspected, OSError."""
    report = examine(File(source.read_at, source.size), source.path)
    if is_text(source, report):
        raise NotInspected("is a text, no model: a page template (.pt) or a path file (.pth)")
    if not report.format and not report.broken:
        raise NotInspected("begins like no format of models that is known here")
    yield "kind", f"{report.format or 'unknown'}, {source.size} bytes"
    yield from report.facts
    if report.pickles:
        yield "pickles", str(report.pickles)
        yield "as weights", _as_weights(report)
    for name in sorted(report.allowed):
        yield "allowed", name
    for name, needed in sorted(report.needs.items()):
        yield "needs", f"{name}, byte {needed.offset} of {needed.member or 'the file'}"
    for danger in report.dangers:
        yield "runs code", f"{danger.text}, byte {danger.offset} of {danger.member or 'the file'}"
    for text in report.advice:
        yield "advice", text
    for path in report.outside:
        yield "outside", path
    for part in report.broken:
        yield "broken", f"{part.member or 'the file'} {part.reason}"
    if report.needs and report.verdict == NEEDS_PICKLE:
        names = ", ".join(sorted(report.needs))
        plain = "it is no torch checkpoint; keep data as JSON, .npz without objects, or .safetensors"
        yield "fix", f"torch.serialization.add_safe_globals([{names}])" if report.torch else plain


def _as_weights(report: Report) -> str:
    """Whether torch.load(weights_only=True) reads the pickles."""
    if report.foreign < 0 or report.verdict in (RUNS_CODE, UNREADABLE):
        return VERDICTS[report.verdict]
    if report.foreign == 2:
        return "no; it holds opcodes that weights_only=True does not know"
    return f"no; weights_only=True refuses pickle protocol {report.foreign}, only 2 is fully supported"
