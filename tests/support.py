# SPDX-License-Identifier: Apache-2.0
"""What tests share: one check run on one file, without the engine."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

from mlhooks.core.limits import LIMITS
from mlhooks.core.matcher import build, fallback
from mlhooks.core.project import Project, Tree
from mlhooks.core.source import Source, from_bytes, open_source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from mlhooks.core.check import Check, Hit
    from mlhooks.core.finding import Finding

KEY = b"0123456789abcdef"


def hits_of(check: Check, source: Source, *, stdlib: bool = False) -> list[Hit]:
    """The check's trigger hits in a source, as the engine would hand them over."""
    if source.data is None or not check.triggers:
        return []
    match = (fallback if stdlib else build)(check.triggers)
    found = [
        (i, end - check.triggers[i].width, end)
        for i, end in match(source.data)
        if check.heeds(i, source.path, source.kind)
    ]
    return sorted(found, key=lambda hit: (hit[1], hit[2], hit[0]))


def judge(
    check: Check,
    root: Path,
    path: str,
    content: bytes | str | None = None,
    *,
    options: Mapping[str, Any] | None = None,
    classes: frozenset[str] = frozenset(),
    strict: bool = False,
) -> list[Finding]:
    """Findings of `check` for `path` below `root`, written first when `content` is given.

    Empty when nothing wakes the check, as in the engine.
    """
    if content is not None:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    source = open_source(str(root / path), path, LIMITS["file-size"], check.claims)
    try:
        return judge_source(check, root, source, options=options, classes=classes, strict=strict)
    finally:
        source.close()


def judge_source(
    check: Check,
    root: Path,
    source: Source,
    *,
    options: Mapping[str, Any] | None = None,
    classes: frozenset[str] = frozenset(),
    strict: bool = False,
    count: Callable[[str], None] = lambda _: None,
    notes: bool | None = None,
) -> list[Finding]:
    """`notes`: whether notes are shown; without a word they are, but for a check that then reads every file."""
    notes = not check.thorough if notes is None else notes
    claimed = check.claims(source.path, source.head)
    wanted = check.kinds is None or source.kind in check.kinds
    hits = hits_of(check, source)
    if not (hits or claimed or ((check.everything or (check.thorough and notes)) and wanted)):
        return []
    tree = Tree(root.resolve().as_posix(), KEY)
    table = f"[tool.mlhooks.{check.id}] in pyproject.toml"
    given = {**check.defaults(), **(options or {})}
    project = Project(
        tree, source, given, classes, strict=strict, table=table, count=count, fixing=True, notes=notes
    )
    return list(check.load().run(source, hits, project))


def rows(source_path: Path, findings: list[Finding]) -> list[tuple[int, str, str]]:
    """(line, rule, severity) of each finding, sorted."""
    source = from_bytes(source_path.name, source_path.read_bytes())
    return sorted((source.line_of(f.span.start), f.rule, f.severity) for f in findings)


def told(finding: Finding) -> dict[str, str]:
    """What the lines below a finding say, by label."""
    return {help.label: help.text for help in finding.help}


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder under a neutral identity; what it prints."""
    identity = ["-c", "user.name=Example", "-c", "user.email=example@example.invalid"]
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout
