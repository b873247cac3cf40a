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
from mlhooks.places import Places
from mlhooks.registry import rules

RULES = Path(__file__).parent / "rules"
MARK = re.compile(r"\b(todoruleid|ruleid|todook|ok):\s*([a-z0-9-]+(?:,\s*[a-z0-9-]+)*)")
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


def expectations(path: Path) -> tuple[set[tuple[int, str, str]], set[tuple[int, str]]]:
    """(line, rule, severity) that must be reported, and (line, rule) that must not; "" is any severity."""
    listed = path.with_name(path.name + ".expected")
    if listed.exists():
        rows = [line.split() for line in listed.read_text().splitlines() if line and not line.startswith("#")]
        return {(int(line), rule, severity) for line, rule, severity in rows}, set()
    fires, silent = set(), set()
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        for kind, names in MARK.findall(line):
            for name in re.split(r",\s*", names):
                if kind in ("ruleid", "todoruleid"):
                    fires.add((number + 1, name, ""))
                else:
                    silent.add((number + 1, name))
    return fires, silent


def found(path: Path, monkeypatch) -> set[tuple[int, str, str]]:
    """What the engine reports for a fixture, its slug's folder being the project's root."""
    slug = RULES / path.relative_to(RULES).parts[0]
    monkeypatch.chdir(slug)
    monkeypatch.setattr(Places, "root_of", lambda self, folder: slug.as_posix())
    only = frozenset({"license-header"}) if slug.name.startswith("license-header") else None
    state = Run(Settings(only=only, asked=only or frozenset(), min_severity="note", no_config=True))
    state.look(path.relative_to(slug).as_posix())
    assert not state.result.broken
    return {(f.location.line, f.rule, f.severity) for f in state.result.findings if f.location}


@pytest.mark.parametrize("path", fixtures(), ids=lambda p: p.relative_to(RULES).as_posix())
def test_fixture(path, monkeypatch):
    fires, silent = expectations(path)
    reported = found(path, monkeypatch)
    named = {rule for _, rule, _ in fires} | {rule for _, rule in silent}
    if all(severity for _, _, severity in fires):  # listed: everything, with its severity
        assert reported == fires or silent
    assert {(line, rule) for line, rule, _ in reported if rule in named} == {row[:2] for row in fires}
    assert not {(line, rule) for line, rule, _ in reported} & silent


def test_every_fixture_says_something():
    for path in fixtures():
        fires, silent = expectations(path)
        assert fires or silent or path.with_name(path.name + ".expected").exists(), path


def test_every_shared_rule_fires_and_is_silent_somewhere():
    said = [expectations(path) for path in fixtures()]
    fires = {rule for rows, _ in said for _, rule, _ in rows}
    silent = {rule for _, rows in said for _, rule in rows}
    assert {"torch-load-default", "wasm-memory-unbounded", "load-yaml", "load-pickle"} <= fires & silent
    assert fires | silent <= {rule.id for rule in rules()}


def test_slugs_have_no_dots():
    assert all("." not in path.name for path in RULES.iterdir())
