# SPDX-License-Identifier: Apache-2.0
"""The native check against its fixtures; `unsafe-pickle-load` is shared with semgrep."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mlhooks.checks.unsafe_load import CHECK
from support import judge, rows

RULES = Path(__file__).parent.parent / "rules"
SLUGS = (
    "unsafe-pickle-load", "load-yaml", "load-pickle", "load-state-dict-from-url", "torch-load-environment",
    "torch-load-safe-globals",
)  # fmt: skip
FILES = [(RULES / slug, file) for slug in SLUGS for file in sorted((RULES / slug).rglob("*.py"))]
MARK = re.compile(r"#\s*(todoruleid|ruleid|todook|ok):\s*([a-z0-9, -]+)$")


def marks(file: Path) -> set[tuple[int, str, bool]]:
    """(line judged, rule, whether the native check must report it) of every annotation."""
    found = set()
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        match = MARK.search(line)
        if match:
            found |= {(number + 1, rule.strip(), match[1].endswith("ruleid")) for rule in match[2].split(",")}
    return found


@pytest.mark.parametrize(
    ("root", "file"), FILES, ids=[file.relative_to(RULES).as_posix() for _, file in FILES]
)
def test_annotated(root: Path, file: Path) -> None:
    said = marks(file)
    reported = {
        (line, rule) for line, rule, _ in rows(file, judge(CHECK, root, file.relative_to(root).as_posix()))
    }
    assert said
    named = {rule for _, rule, _ in said}
    assert {(line, rule) for line, rule, fires in said if fires} == {r for r in reported if r[1] in named}
    assert not {(line, rule) for line, rule, fires in said if not fires} & reported


@pytest.mark.parametrize(
    "expected", sorted(RULES.glob("torch-load-notebook/*.expected")), ids=lambda f: f.stem
)
def test_expected(expected: Path) -> None:
    root, file = expected.parent, expected.with_suffix("")
    wanted = [line.split() for line in expected.read_text(encoding="utf-8").splitlines()]
    found = rows(file, judge(CHECK, root, file.relative_to(root).as_posix()))
    assert found == [(int(line), rule, severity) for line, rule, severity in wanted]


def test_every_rule_has_a_firing_and_a_silent_line() -> None:
    said = {(rule, fires) for _, file in FILES for _, rule, fires in marks(file)}
    fired = {rule for rule, fires in said if fires}
    shared = {"torch-load-default", "torch-load-unsafe", "torch-load-pickle-module", "torch-load-fallback"}
    assert shared <= fired & {rule for rule, fires in said if not fires}
    assert {rule.id for rule in CHECK.rules} - fired == {"torch-load-unresolved"}
