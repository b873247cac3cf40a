# SPDX-License-Identifier: Apache-2.0
"""The fixtures of `license-header`: a header cannot be annotated, so each file has its `.expected`."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlhooks.checks.license_header import CHECK
from support import judge, rows

ROOT = Path(__file__).parent.parent / "rules" / "license-header-missing"
EXPECTED = sorted(ROOT.glob("*.expected"))


@pytest.mark.parametrize("expected", EXPECTED, ids=[file.stem for file in EXPECTED])
def test_fixture(expected: Path) -> None:
    file = expected.with_suffix("")
    wanted = [tuple(line.split()) for line in expected.read_text(encoding="utf-8").splitlines()]
    found = rows(file, judge(CHECK, ROOT, file.name))
    assert [(str(line), rule, severity) for line, rule, severity in found] == wanted


def test_every_file_is_expected() -> None:
    names = {file.name for file in ROOT.iterdir() if file.suffix != ".expected"} - {"LICENSE"}
    assert names == {file.stem for file in EXPECTED}
