# SPDX-License-Identifier: Apache-2.0
"""The semgrep rules under real semgrep, on the fixtures that they share with the native checks.

semgrep pairs `semgrep-rules/X.yaml` with every file below `tests/rules/X/` (at any depth, by the part of
the name before its first dot; YAML and `*.fixed.*` files do not count) and says nothing of what has no
partner. It fails a file whose annotated ids are not exactly the ids that fire in it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent
CONFIG = ROOT / "semgrep-rules"
FIXTURES = ROOT / "tests" / "rules"
OFFLINE = ("--metrics=off", "--disable-version-check")
MARK = re.compile(r"(?:#|//|<!--)\s*(todoruleid|ruleid|todook|ok):\s*([a-z0-9, -]+)")
FILES = sorted(CONFIG.glob("*.yaml"))

SEMGREP = os.environ.get("MLHOOKS_SEMGREP", "")
needs_semgrep = pytest.mark.skipif(not SEMGREP, reason="MLHOOKS_SEMGREP does not name a semgrep to run")
pytestmark = pytest.mark.real


def semgrep(*arguments: str | Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Run semgrep offline from the root, with its settings and logs in a folder of the test."""
    environment = {
        **os.environ,
        "HOME": str(home),
        "SEMGREP_SETTINGS_FILE": str(home / "settings.yml"),
        "SEMGREP_SEND_METRICS": "off",
        "SEMGREP_ENABLE_VERSION_CHECK": "0",
        "PYTHONWARNINGS": "ignore",
    }
    command = [SEMGREP, *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=600, check=False
    )


def rules(file: Path) -> list[str]:
    return [rule["id"] for rule in yaml.safe_load(file.read_text(encoding="utf-8"))["rules"]]


def fixtures(file: Path) -> list[Path]:
    return [path for path in sorted((FIXTURES / file.stem).rglob("*")) if path.is_file()]


def marks(file: Path) -> Counter[tuple[str, str]]:
    """How often each (kind of annotation, rule) stands in a fixture."""
    text = file.read_text(encoding="utf-8")
    return Counter((found[1], rule.strip()) for found in MARK.finditer(text) for rule in found[2].split(","))


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_every_rule_has_a_firing_and_a_silent_line(file: Path) -> None:
    assert "." not in file.stem
    counted = sum((marks(fixture) for fixture in fixtures(file)), Counter[tuple[str, str]]())
    for rule in rules(file):
        assert counted["ruleid", rule] >= 1, f"{rule} fires nowhere in tests/rules/{file.stem}"
        assert counted["ok", rule] >= 1, f"{rule} is silent nowhere in tests/rules/{file.stem}"
    assert {rule for _, rule in counted} == set(rules(file))


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_semgrep_can_parse_whatever_stands_beside_the_fixtures(file: Path) -> None:
    """It reads every file there as the rule's language, and one that does not parse fails the rule."""
    assert [path.name for path in fixtures(file) if path.suffix == ".expected"] == []


@needs_semgrep
def test_fixtures(tmp_path: Path) -> None:
    ran = semgrep("scan", *OFFLINE, "--test", "--json", "--config", CONFIG, FIXTURES, home=tmp_path)
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-4000:]
    report: dict[str, Any] = json.loads(ran.stdout)
    assert report["config_missing_tests"] == []
    assert report["config_with_errors"] == []
    checked = {rule: check for one in report["results"].values() for rule, check in one["checks"].items()}
    assert set(checked) == {rule for file in FILES for rule in rules(file)}
    assert all(check["passed"] for check in checked.values())


@needs_semgrep
@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_the_test_mode_looks_at_every_fixture(file: Path, tmp_path: Path) -> None:
    ran = semgrep("scan", *OFFLINE, "--test", "--json", "--config", CONFIG, FIXTURES, home=tmp_path)
    (results,) = [
        one for name, one in json.loads(ran.stdout)["results"].items() if Path(name).name == file.name
    ]
    seen = {Path(path).resolve() for check in results["checks"].values() for path in check["matches"]}
    firing = {path for path in fixtures(file) if any(kind == "ruleid" for kind, _ in marks(path))}
    assert firing <= seen


@needs_semgrep
def test_a_broken_rule_would_be_seen(tmp_path: Path) -> None:
    """The rule that circulates under this name: quoted so that it loads, it misses every `new`."""
    config, target = tmp_path / "wasm-memory-limit.yaml", tmp_path / "wasm-memory-limit.js"
    config.write_text(
        "rules:\n- id: wasm-memory-unbounded\n  languages: [javascript]\n  severity: WARNING\n"
        "  message: m\n  pattern: 'WebAssembly.Memory({initial: $SIZE, ...})'\n"
    )
    target.write_text("// ruleid: wasm-memory-unbounded\nnew WebAssembly.Memory({ initial: 1 });\n")
    assert semgrep("scan", *OFFLINE, "--test", "--config", config, target, home=tmp_path).returncode != 0


@needs_semgrep
def test_rules_are_valid(tmp_path: Path) -> None:
    """`--validate` also wants semgrep's own lints from the network; offline, only that may be missing.

    It goes by `semgrep validate`, which reads the rules as strictly and does not wait for the network.
    """
    ran = semgrep("validate", "semgrep-rules", home=tmp_path)
    said = ran.stdout + ran.stderr
    assert "invalid" not in said.lower()
    assert ran.returncode == 0 or "semgrep-rule-lints" in said
    clean = tmp_path / "clean.js"
    clean.write_text("export const nothing = 1;\n")
    scanned = semgrep("scan", *OFFLINE, "--json", "--config", CONFIG, clean, home=tmp_path)
    assert scanned.returncode == 0
    assert json.loads(scanned.stdout)["errors"] == []


@needs_semgrep
def test_an_invalid_rule_would_be_seen(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(
        "rules:\n- id: a\n  languages: [javascript]\n  severity: WARNING\n  message: m\n"
        "  patterns:\n  - pattern-nott: 'f(...)'\n"
    )
    ran = semgrep("validate", broken, home=tmp_path)
    assert "invalid" in (ran.stdout + ran.stderr).lower()
