# SPDX-License-Identifier: Apache-2.0
"""`torch-floor`: the line of a manifest or lock file that admits a torch with known holes in torch.load."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from packaging.version import Version

from mlhooks.checks.unsafe_load.floor import SAFE_DEFAULT
from mlhooks.core.finding import Finding, Help, Span
from mlhooks.core.rule import NOTE, WARNING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhooks.core.project import Project
    from mlhooks.core.project.requirements import Floor
    from mlhooks.core.source import Source

RULE = "torch-floor"
MENDED = Version("2.10")  # the first torch without CVE-2026-24747
LOCKS = {
    "uv.lock": "uv lock --upgrade-package torch",
    "poetry.lock": "poetry update torch",
    "pdm.lock": "pdm update torch",
    "pipfile.lock": "pipenv update torch",
}
PYTHON = (".py", ".ipynb", ".pyw")

# Loading with torch, as far as a search tells it without parsing.
LOADS = re.compile(
    rb"\btorch\s?\.\s?(?:serialization\.)?load\b|load_state_dict_from_url|model_zoo|torch\.hub\.load"
    rb"|from torch(?:\.serialization)? import [^\n]{0,200}\bload\b|torch, ?['\"]load['\"]"
)
ALIAS = re.compile(rb"\bimport torch as (\w{1,40})")


def judge(source: Source, project: Project) -> Iterator[Finding]:
    """At most one finding: at the line that decides the floor, when that line is in this file.

    Silent where the configuration's `torch` overrides the files, and where nothing that this file decides
    for loads with torch.
    """
    if project.options.get("torch"):
        return
    floor = project.requirement("torch")
    if floor.path != source.path or not _is_low(floor) or not _matters(project, floor):
        return
    yield _unread(source, floor) if floor.broken else _finding(source, floor)


def _is_low(floor: Floor) -> bool:
    if floor.broken:
        return True
    if floor.version is not None:
        return floor.version < MENDED
    return floor.below is not None  # no lower bound: `torch<3` admits the oldest


def _matters(project: Project, floor: Floor) -> bool:
    """Whether a Python file or notebook for which this floor holds loads with torch; True once the search is
    over its bound, since a project of that size with torch in its requirements does."""
    left = project.limits["search"]
    for path in project.tree.tracked():
        if not path.endswith(PYTHON):
            continue
        if project.tree.floor("torch", path.rpartition("/")[0]).path != floor.path:
            continue
        data = project.tree.read_once(path)
        if data is None:
            continue
        if _loads(data):
            return True
        left -= len(data)
        if left < 0:
            return True
    return False


def _loads(data: bytes) -> bool:
    if b"torch" not in data:
        return False
    if LOADS.search(data):
        return True
    names = {found[1] for found in ALIAS.finditer(data)}
    return any(re.search(rb"\b%b\s?\.\s?load\b" % name, data) for name in sorted(names)[:5])


def _finding(source: Source, floor: Floor) -> Finding:
    old = floor.version is None or floor.version < SAFE_DEFAULT
    severity = WARNING if old and floor.exact else NOTE
    version = floor.version if floor.version is not None else "of any age"
    verb = "is what this pins" if floor.exact else "is admitted here"
    if old:
        what = "below 2.6 even torch.load(weights_only=True) runs code stored in the file"
    else:
        what = "below 2.10 a crafted checkpoint corrupts memory, with weights_only=True too"
    help = (
        Help(
            "because",
            "CVE-2025-32434 (runs code), closed in torch 2.6.0; CVE-2026-24747 (memory), closed in 2.10.0"
            if old
            else "CVE-2026-24747, closed in torch 2.10.0",
        ),
        Help("do", _advice(floor)),
    )
    return Finding(
        RULE, severity, _line(source, floor.line), f"torch {version} {verb}; {what}", floor.text, help
    )


def _unread(source: Source, floor: Floor) -> Finding:
    """The lock file that would decide, once, at itself; the loads that depend on it have an unknown floor."""
    command = LOCKS.get(floor.path.rpartition("/")[2].lower(), "lock the project again")
    help = (
        Help("because", "which torch it pins decides whether torch.load is safe by default"),
        Help("do", f"{command}, or write torch>=2.10 in the manifest that it was made from"),
    )
    message = f"this lock file cannot be read: {floor.broken}; the lowest torch counts as unknown"
    return Finding(RULE, NOTE, _line(source, 1), message, "unreadable", help)


def _advice(floor: Floor) -> str:
    command = LOCKS.get(floor.path.rpartition("/")[2].lower())
    if command:
        return f"{command}, and torch>=2.10 in the manifest, so that no later lock goes back"
    write = "torch==2.10.0 or newer" if floor.exact else "torch>=2.10"
    return f"write {write} here; torch>=2.6 at least"


def _line(source: Source, number: int) -> Span:
    """The 1-based line without its indentation and ending; the last one where the file has changed."""
    data = source.data or b""
    start = 0
    for _ in range(number - 1):
        at = data.find(b"\n", start)
        if at < 0:
            break
        start = at + 1
    end = data.find(b"\n", start)
    text = data[start : end if end >= 0 else len(data)]
    start += len(text) - len(text.lstrip())
    return Span(start, start + len(text.strip()))
