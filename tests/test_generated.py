# SPDX-License-Identifier: Apache-2.0
"""What is derived from the registry is up to date, and fit for its reader."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

import mlhooks
from mlhooks.hook import ids
from mlhooks.registry import ADAPTERS, CHECKS, check_of, rules

ROOT = Path(__file__).resolve().parent.parent


def generate():
    spec = importlib.util.spec_from_file_location("generate", ROOT / "tools/generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


OUTPUTS = generate().outputs()


@pytest.mark.parametrize("path", sorted(OUTPUTS))
def test_is_what_the_generator_writes(path):
    assert (ROOT / path).read_text(encoding="utf-8") == OUTPUTS[path], "run python tools/generate.py"


def test_no_page_is_left_over():
    pages = {f"docs/rules/{page.name}" for page in (ROOT / "docs/rules").glob("*.md")}
    assert pages == {path for path in OUTPUTS if path.startswith("docs/rules/")}


def test_the_readme_keeps_its_promises():
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 150
    assert any("rev: v" + mlhooks.__version__ in line for line in lines[:25])
    assert any("- id: mlhooks" in line for line in lines[:25])
    for hook in ids():
        assert any(f"`{hook}`" in line for line in lines)


def test_the_manifest_is_what_pre_commit_reads():
    yaml = pytest.importorskip("yaml")
    manifest = yaml.safe_load(OUTPUTS[".pre-commit-hooks.yaml"])
    assert [entry["id"] for entry in manifest] == ids()
    known = {"id", "name", "description", "entry", "language", "files", "types_or", "pass_filenames",
             "require_serial", "verbose", "additional_dependencies", "stages", "minimum_pre_commit_version"}  # fmt: skip
    for entry in manifest:
        assert set(entry) <= known
        assert entry["entry"] == f"mlhooks hook {entry['id']}"
        re.compile(entry.get("files", ""))
    serial = {entry["id"] for entry in manifest if entry.get("require_serial")}
    assert serial == {"mlhooks", "mlhooks-baseline", "mlhooks-init", *(adapter.hook for adapter in ADAPTERS)}
    assert ids()[-5:-2] == [adapter.hook for adapter in ADAPTERS]


def test_a_tool_has_an_environment_of_its_own():
    yaml = pytest.importorskip("yaml")
    manifest = {entry["id"]: entry for entry in yaml.safe_load(OUTPUTS[".pre-commit-hooks.yaml"])}
    for adapter in ADAPTERS:
        entry = manifest[adapter.hook]
        assert entry["additional_dependencies"] == [adapter.requirement]
        assert entry["stages"] == ["pre-push", "manual"]
    assert sum("additional_dependencies" in entry for entry in manifest.values()) == len(ADAPTERS)


def test_what_a_tool_leaves_to_us_exists():
    known = {rule.id for rule in rules()}
    for adapter in ADAPTERS:
        for rule, native in adapter.covers.items():
            assert adapter.owns(rule)
            assert native
            assert set(native) <= known, rule


def test_the_manifest_uses_tags_that_identify_knows():
    identify = pytest.importorskip("identify.identify")
    for check in CHECKS:
        assert set(check.types_or) <= identify.ALL_TAGS


@pytest.mark.parametrize(
    ("hook", "path", "passed"),
    [
        ("wasm-memory", "a/b.wasm", True),
        ("wasm-memory", "a/b.wat", True),
        ("wasm-memory", "a.wast", True),
        ("wasm-memory", "a.mjs", True),
        ("wasm-memory", "a.tsx", True),
        ("wasm-memory", "a.vue", True),
        ("wasm-memory", "a/CMakeLists.txt", True),
        ("wasm-memory", "Makefile", True),
        ("wasm-memory", "docker/Dockerfile.web", True),
        ("wasm-memory", ".github/workflows/a.yml", True),
        ("wasm-memory", ".cargo/config.toml", True),
        ("wasm-memory", "web/package.json", True),
        ("wasm-memory", "a.py", True),
        ("wasm-memory", "web/data.json", False),
        ("wasm-memory", "a.c", False),
        ("wasm-memory", "wasm", False),
        ("model-file", "weights/net.pt", True),
        ("model-file", "net.pt2", True),
        ("model-file", "a.npz", True),
        ("model-file", "a.tar.gz", True),
        ("model-file", "a.py", False),
    ],
)
def test_which_files_pre_commit_passes(hook, path, passed):
    check = next(check for check in CHECKS if check.id == hook)
    assert bool(re.search(check.files, path)) == passed


def test_rule_ids_are_unique_kebab_and_documented():
    prefixes = {
        "secrets": ("secret-",),
        "unsafe-load": ("torch-load-", "torch-floor", "load-"),
        "model-file": ("model-file-",),
        "wasm-memory": ("wasm-memory-",),
        "license-header": ("license-header-",),
    }
    seen = set()
    for rule in rules():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+|unparsable", rule.id)
        assert rule.id not in seen
        seen.add(rule.id)
        assert len(rule.why) > 40, rule.id
        assert not rule.summary.endswith("."), rule.id
        check = check_of(rule.id)
        if check:
            assert rule.id.startswith(prefixes[check.id])


def test_the_address_is_written_once():
    url = generate().url()
    for path in (ROOT / "hooks").rglob("*.py"):
        assert url not in path.read_text(encoding="utf-8"), path


def test_the_page_on_other_tools_names_what_they_leave_to_us():
    page = (ROOT / "docs/other-tools.md").read_text(encoding="utf-8")
    rows = {
        row[0]: re.findall("`([^`]+)`", row[1])
        for row in re.findall(r"^\| `([^`]+)` \| (`.*) \|$", page, re.M)
    }
    assert rows == {rule: list(native) for adapter in ADAPTERS for rule, native in adapter.covers.items()}
