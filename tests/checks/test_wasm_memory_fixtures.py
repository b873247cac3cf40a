# SPDX-License-Identifier: Apache-2.0
"""The native check against the fixtures that it shares with semgrep."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mlhooks.checks.wasm_memory import CHECK
from support import judge, rows

RULES = Path(__file__).parent.parent / "rules"
ROOTS = (RULES / "wasm-memory-limit", RULES / "wasm-memory-unresolved")
FILES = [(root, file) for root in ROOTS for file in sorted(root.rglob("*.*")) if file.suffix != ".expected"]
MARK = re.compile(r"(?:#|//|<!--|/\*)\s*(todoruleid|ruleid|todook|ok):\s*([a-z0-9, -]+?)\s*(?:-->|\*/)?\s*$")


def marks(file: Path) -> list[tuple[int, str, bool]]:
    """(line judged, rule, whether the native check must report it) of every annotation."""
    found = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        match = MARK.search(line)
        if match:
            fires = match[1].endswith("ruleid")
            found += [(number + 1, rule.strip(), fires) for rule in match[2].split(",")]
    return found


@pytest.mark.parametrize(("root", "file"), FILES, ids=[file.name for _, file in FILES])
def test_fixture(root: Path, file: Path) -> None:
    findings = judge(CHECK, root, file.relative_to(root).as_posix())
    said = marks(file)
    # Notes that semgrep has no rule for cannot be annotated in a folder that it shares.
    silent = set() if "unresolved" in root.name else {"wasm-memory-unresolved"}
    reported = {(line, rule) for line, rule, _ in rows(file, findings) if rule not in silent}
    assert said
    assert {(line, rule) for line, rule, fires in said if fires} == reported
    assert not {(line, rule) for line, rule, fires in said if not fires} & reported
