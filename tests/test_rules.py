# SPDX-License-Identifier: Apache-2.0
"""The fixtures that the native checks and semgrep share: `tests/rules/<slug>/`, annotated as semgrep does.

`ruleid: id` on the line above one that must be reported, `ok: id` above one that must not; `todoruleid` and
`todook` mark where semgrep is weaker than we are. `<name>.expected` tells for formats without comments.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mlhooks.engine import Run, Settings
from mlhooks.registry import CHECKS

RULES = Path(__file__).parent / "rules"
MARK = re.compile(r"\b(todoruleid|ruleid|todook|ok):\s*([a-z0-9-]+(?:,\s*[a-z0-9-]+)*)")
EVERYTHING = frozenset(check.id for check in CHECKS)
SUPPORT = {
    "pyproject.toml",
    "mlhooks.toml",
    "requirements.txt",
    "uv.lock",
    "LICENSE",
    "package.json",
    ".gitattributes",
}


def fixtures() -> list[Path]:
    files = [path for path in sorted(RULES.rglob("*")) if path.is_file() and path.suffix != ".expected"]
    return [path for path in files if path.name not in SUPPORT]


def expectations(path: Path) -> tuple[set[tuple[int, str]], set[tuple[int, str]]]:
    """(line, rule) that must be reported, and that must not."""
    listed = path.with_name(path.name + ".expected")
    if listed.exists():
        rows = [line.split() for line in listed.read_text().splitlines() if line and not line.startswith("#")]
        return {(int(row[0]), row[1]) for row in rows}, set()
    fires, silent = set(), set()
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        for kind, names in MARK.findall(line):
            wanted = fires if kind in ("ruleid", "todoruleid") else silent
            wanted |= {(number + 1, name.strip()) for name in names.split(",")}
    return fires, silent


def found(path: Path, monkeypatch) -> set[tuple[int, str]]:
    """What the engine reports for a fixture, its slug's folder being the project's root."""
    slug = RULES / path.relative_to(RULES).parts[0]
    monkeypatch.chdir(slug)
    monkeypatch.setattr(Run, "root_of", lambda self, folder: slug.as_posix())
    state = Run(Settings(asked=EVERYTHING - {"license-header"}, min_severity="note"))
    if "license-header" in slug.name:
        state = Run(Settings(only=frozenset({"license-header"}), asked=EVERYTHING, min_severity="note"))
    state.look(path.relative_to(slug).as_posix())
    assert not state.result.broken
    return {(f.location.line, f.rule) for f in state.result.findings if f.location}


@pytest.mark.parametrize("path", fixtures(), ids=lambda p: p.relative_to(RULES).as_posix())
def test_fixture(path, monkeypatch):
    fires, silent = expectations(path)
    reported = found(path, monkeypatch)
    named = {rule for _, rule in fires | silent}
    about = {(line, rule) for line, rule in reported if rule in named}
    assert about == fires
    assert not reported & silent


def test_every_fixture_says_something():
    for path in fixtures():
        fires, silent = expectations(path)
        assert fires or silent or path.with_name(path.name + ".expected").exists(), path


def test_slugs_have_no_dots():
    assert all("." not in path.name for path in RULES.iterdir())
