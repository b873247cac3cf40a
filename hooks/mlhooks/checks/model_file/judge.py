# SPDX-License-Identifier: Apache-2.0
"""The judge of `model-file`: a report becomes at most one finding of each rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhooks.checks.model_file.code_names import runs_code
from mlhooks.checks.model_file.examine import PACKED_AS, examine
from mlhooks.checks.model_file.reader import File
from mlhooks.checks.model_file.report import NEEDS_PICKLE, RUNS_CODE
from mlhooks.core.finding import Finding, Help, Span
from mlhooks.core.rule import ERROR, NOTE, WARNING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhooks.checks.model_file.report import Danger, Report
    from mlhooks.core.check import Hit
    from mlhooks.core.project import Project
    from mlhooks.core.source import Source

AGAIN = "save or download it again; a large file belongs into Git LFS"
SHOWN = 3  # dangers, and names, that a line lists


def run(source: Source, _hits: Sequence[Hit], project: Project) -> Iterator[Finding]:
    """Judge one file. Raises OSError when it cannot be read."""
    if source.size == 0:
        return
    allow = project.options["allow-globals"]
    report = examine(File(source.read_at, source.size), source.path, allow=allow, limits=project.limits)
    if is_text(source, report):
        return
    if report.verdict == RUNS_CODE:
        yield _runs_code(report, project)
    elif report.outside or report.broken:
        yield _unreadable(report)
    elif report.verdict == NEEDS_PICKLE:
        yield _needs_pickle(report, project)


def is_text(source: Source, report: Report) -> bool:
    """Whether it is a text under a suffix that texts have too: a page template (.pt), a path file (.pth)."""
    unknown = source.data is not None and not report.format and not report.dangers
    return unknown and source.path.lower().endswith((".pt", ".pth"))


def _runs_code(report: Report, project: Project) -> Finding:
    first = report.dangers[0]
    rest = f" and {len(report.dangers) - 1} more" if len(report.dangers) > 1 else ""
    names = sorted({danger.name for danger in report.dangers if danger.name})
    help = [Help("because", f"{_place(first)}; torch.load(weights_only=True) refuses it, others run it")]
    if len(report.dangers) > 1:
        help.append(
            Help("because", "also " + ", ".join(_short(one) for one in report.dangers[1 : SHOWN + 1]))
        )
    help.append(Help("do", "do not load it; ask whoever made it for a state_dict or a .safetensors file"))
    whole = len(names) == len({danger.name or danger.text for danger in report.dangers})
    if names and whole and not any(map(runs_code, names)):
        help.append(Help("or", f"if all of it is yours: {_entry(names, project)}"))
    identity = " ".join(names + sorted({danger.text for danger in report.dangers if not danger.name}))
    message = f"loading it {first.text}{rest}, which can run code"
    return Finding("model-file-runs-code", ERROR, Span(0, 0), message, identity, tuple(help))


def _entry(names: Sequence[str], project: Project) -> str:
    """The entry of the configuration that accepts these globals."""
    listed = ", ".join(f'"{name}"' for name in names[:SHOWN])
    more = f" (and {len(names) - SHOWN} more)" if len(names) > SHOWN else ""
    return f"allow-globals = [{listed}] in {project.table}{more}"


def _place(danger: Danger) -> str:
    where = f" of {danger.member}" if danger.member else ""
    return f"the opcode at byte {danger.offset}{where} {danger.text}"


def _short(danger: Danger) -> str:
    return f"{danger.text} at byte {danger.offset}"


def _unreadable(report: Report) -> Finding:
    if report.outside:
        shown = ", ".join(report.outside[:SHOWN])
        help: tuple[Help, ...] = (
            Help("fix", "save it with its data beside it: onnx.save_model(..., location='weights.bin')"),
        )
        message = f"its external data leaves its folder: {shown}"
        return Finding("model-file-unreadable", ERROR, Span(0, 0), message, " ".join(report.outside), help)
    first = report.broken[0]
    where = f"{first.member} " if first.member else "it "
    rest = f" (and {len(report.broken) - 1} more)" if len(report.broken) > 1 else ""
    help = (
        Help("because", "what cannot be read to its end is never called clean: a loader may read on"),
        Help("do", "unpack it" if first.reason.startswith(PACKED_AS) else AGAIN),
    )
    message = f"cannot be vouched for: {where}{first.reason}{rest}"
    return Finding("model-file-unreadable", ERROR, Span(0, 0), message, first.reason, help)


def _needs_pickle(report: Report, project: Project) -> Finding:
    names = sorted(report.needs)
    severity = NOTE if "tests" in project.classes else WARNING
    if not names:
        text = report.advice[0]
        help: tuple[Help, ...] = (Help("fix", "torch.save(..., pickle_protocol=2), which is the default"),)
        message = f"torch.load(weights_only=True) refuses it: {text}"
        return Finding("model-file-needs-pickle", severity, Span(0, 0), message, text, help)
    needs = f"it needs {', '.join(names[:SHOWN])}" + (
        f" and {len(names) - SHOWN} more" if names[SHOWN:] else ""
    )
    help = _how_to_load(report, names) if report.torch else _plain(names, project)
    message = f"loads only as a pickle: {needs}"
    return Finding("model-file-needs-pickle", severity, Span(0, 0), message, " ".join(names), help)


def _how_to_load(report: Report, names: Sequence[str]) -> tuple[Help, ...]:
    """For a torch checkpoint."""
    allow = f"torch.serialization.add_safe_globals([{', '.join(names)}]) before torch.load"
    again = "torch.save(..., pickle_protocol=2) again, then " if report.advice else ""
    return (
        Help("fix", again + allow),
        Help("or", "save a state_dict and plain values only, or .safetensors"),
    )


def _plain(names: Sequence[str], project: Project) -> tuple[Help, ...]:
    """For a pickle that torch did not write."""
    return (
        Help(
            "because", "it is no torch checkpoint: its loaders (pickle, joblib, numpy) know no weights_only"
        ),
        Help("instead", "keep data in a format without code: JSON, .npz without objects, .safetensors"),
        Help("or", f"if the team trusts it: {_entry(names, project)}"),
    )
