# SPDX-License-Identifier: Apache-2.0
"""What holds for any content: nothing raises, spans lie inside, and what a message prints does what it says."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlhooks.core.check import Check
from mlhooks.core.project import Project, Tree
from mlhooks.core.source import from_bytes
from mlhooks.engine import Run, Settings
from mlhooks.fix import apply
from mlhooks.registry import CHECKS
from support import KEY, hits_of

NAMES = [
    "a.py",
    "a.ipynb",
    "a.js",
    "a.ts",
    "a.tsx",
    "a.wasm",
    "a.wat",
    "a.yaml",
    "a.html",
    "a.md",
    "a.txt",
    "a.sh",
    "Makefile",
    "CMakeLists.txt",
    "a.c",
    "a",
]
WORDS = [
    b"import torch\n", b"torch.load(", b"weights_only=", b"None", b"False", b")", b"(", b"\n", b"    ", b"'", b'"""',
    b"new WebAssembly.Memory({", b"initial: 1", b"maximum:", b"}", b"`${", b"//", b"/*", b"<script>", b"</script>",
    b'{"cells": [{"cell_type": "code", "source": ["', b'\\n"]}]}', b"-----BEGIN RSA PRIVATE KEY-----", b"ghp_",
    b"hf_", b"\0asm\1\0\0\0", b"\x05\x03\x01", b"mlhooks: ignore[torch-load-default]", b"# ", b"\xef\xbb\xbf", b"\xff",
    b"-sALLOW_MEMORY_GROWTH", b"-s MAXIMUM_MEMORY=4GB", b"--initial-memory=", b"set(", b"(module ", b"(memory 1", b'(import "a" "b"', b"(;", b";)", b"yaml.load(x)", b"import yaml, pickle\n", b"pickle.load(f)", b"AKIA", b"https://u:", b"p4ssW0rdX@h.io", b"\r",
]  # fmt: skip
content = st.lists(st.one_of(st.sampled_from(WORDS), st.binary(max_size=8)), max_size=40).map(b"".join)
OPTIONS = {"license-header": {"license": "MIT", "holder": "The Example Authors"}}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(NAMES), data=content)
def test_no_check_raises_and_spans_lie_inside(check: Check, name, data, tmp_path):
    source = from_bytes(name, data)
    if source.data is None and not check.claims(name, source.head):
        return
    project = Project(
        Tree(tmp_path.as_posix(), KEY), source, {**check.defaults(), **OPTIONS.get(check.id, {})}
    )
    known = {rule.id for rule in check.rules} | {"unparsable"}
    for finding in check.load().run(source, hits_of(check, source), project):
        assert finding.rule in known
        assert (
            0
            <= finding.span.start
            <= finding.span.end
            <= len(source.data if source.data is not None else data)
        )
        for edit in finding.fix:
            assert 0 <= edit.span.start <= edit.span.end <= len(source.text)


PYTHON = [
    "torch.load(a)",
    "x = torch.load(a); y = torch.load(b)",
    "x = [\n    torch.load(a),\n    torch.load(b),\n]",
    "if torch.load(a):\n    torch.load(b)",
    "with torch.load(a) as f:\n    x = 1",
    "x = torch.load(\n    a\n)",
    "x = torch.load(a) \\\n    + 1",
    'x = """\n""" + str(torch.load(a))',
    's = f"""{torch.load(a)}\n"""',
    "yaml.load(s)",
    "yaml.load(torch.load(a))",
    "def f(x=torch.load(a)):\n    return torch.load(x)",
    "try:\n    x = 1\nexcept E: torch.load(a)",
    "class A:\n    x: int = torch.load(a)",
    "@torch.load(a)\ndef f(): pass",
    "lambda: torch.load(a)",
    'key = "-----BEGIN RSA PRIVATE KEY-----"',
    'u = "https://bob:" + "x"  # comment',
]
JS = [
    "new WebAssembly.Memory({ initial: 1 });",
    "const a = new WebAssembly.Memory({\n  initial: 1,\n});",
    "f(new WebAssembly.Memory({ initial: 1 }), () => {\n  g(new WebAssembly.Memory({ initial: 2 }));\n});",
    "const s = `${new WebAssembly.Memory({ initial: 1 })}\n`;",
    "const m = new WebAssembly.Memory({ initial: 1 }), n = new WebAssembly.Memory({ initial: 1 });",
]


def look(folder: Path, name: str):
    """Findings of one file, as a run from its folder gives them."""
    previous = Path.cwd()
    os.chdir(folder)
    try:
        state = Run(Settings(no_config=not (folder / "mlhooks.toml").exists()))
        state.look(name)
        return state.result.findings
    finally:
        os.chdir(previous)


def key(finding):
    return finding.rule, finding.identity, finding.path


@pytest.mark.parametrize("name", ["a.py", "a.js"])
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_applying_what_is_printed_removes_that_finding_alone(name, data, tmp_path):
    pieces = data.draw(st.lists(st.sampled_from(PYTHON if name == "a.py" else JS), min_size=1, max_size=4))
    text = "import torch, yaml\n" * (name == "a.py") + "\n".join(pieces) + "\n"
    (tmp_path / "mlhooks.toml").unlink(missing_ok=True)
    (tmp_path / name).write_text(text)
    before = look(tmp_path, name)
    for finding in before:
        (tmp_path / "mlhooks.toml").unlink(missing_ok=True)
        (tmp_path / name).write_text(text)
        changed = apply_allowance(tmp_path, name, text, finding)
        if name == "a.py":
            assert ast.dump(ast.parse(changed)) == ast.dump(ast.parse(text))
        after = look(tmp_path, name)
        assert sum(key(f) == key(finding) for f in after) < sum(key(f) == key(finding) for f in before)
        lost = [f for f in before if key(f) not in {key(g) for g in after}]
        assert {f.rule for f in lost} <= {finding.rule}
        if changed != text:  # a comment: no other statement either
            assert {f.statement or f.span for f in lost} <= {finding.statement or finding.span}


def apply_allowance(folder: Path, name: str, text: str, finding) -> str:
    """Do what the `allow` line says; the file's new text."""
    (allow,) = [help.text for help in finding.help if help.label == "allow"]
    entry = re.fullmatch(
        r'(".*" = \[".*"\])   below \[tool\.mlhooks\.per-path-ignores\] in pyproject\.toml', allow
    )
    if entry:
        (folder / "mlhooks.toml").write_text("[per-path-ignores]\n" + entry[1] + "\n")
        return text
    lines = text.split("\n")
    above = re.fullmatch(r"(.*)   on a line of its own above line (\d+)", allow)
    if above:
        indent = re.match(r"\s*", lines[int(above[2]) - 1])
        assert indent
        lines.insert(int(above[2]) - 1, indent[0] + above[1])
    else:
        lines[finding.location.line - 1] += "  " + allow
    changed = "\n".join(lines)
    (folder / name).write_text(changed)
    return changed


def without_weights_only(text: bytes) -> str:
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            node.keywords = [keyword for keyword in node.keywords if keyword.arg != "weights_only"]
    return ast.dump(tree)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_applying_a_fix_removes_that_finding_and_changes_nothing_else(data, tmp_path):
    pieces = data.draw(st.lists(st.sampled_from(PYTHON), min_size=1, max_size=4))
    end = data.draw(st.sampled_from(["\n", "\r\n"]))
    text = ("import torch, yaml\n" + "\n".join(pieces) + "\n").replace("\n", end).encode()
    (tmp_path / "requirements.txt").write_text("torch>=2.4\n")
    (tmp_path / "mlhooks.toml").write_text("")
    (tmp_path / "a.py").write_bytes(text)
    before = look(tmp_path, "a.py")
    for finding in (finding for finding in before if finding.fix):
        changed = apply(finding.fix, text)
        assert without_weights_only(changed) == ast.dump(ast.parse(text))
        (tmp_path / "a.py").write_bytes(changed)
        after = look(tmp_path, "a.py")
        assert len(after) == len(before) - 1
    assert not before or any(f.fix for f in before) or not any("torch" in f.rule for f in before)
