# SPDX-License-Identifier: Apache-2.0
"""The configured cap, written into descriptors where nothing is in doubt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhooks import cli
from mlhooks.checks.wasm_memory import CHECK
from mlhooks.core.source import from_bytes
from mlhooks.fix import apply
from support import judge_source

if TYPE_CHECKING:
    from mlhooks.core.finding import Finding

CAP = {"max": "512MiB"}


def found(text: str, path: str = "a.ts", **options: str) -> list[Finding]:
    return judge_source(CHECK, Path(), from_bytes(path, text.encode()), options=options or CAP)


def fixed(text: str, path: str = "a.ts", **options: str) -> str:
    edits = [edit for one in found(text, path, **options) for edit in one.fix]
    return apply(edits, text.encode()).decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{ initial: 256 }", "{ initial: 256, maximum: 8192 }"),
        ("{initial:256}", "{initial:256, maximum: 8192}"),
        ("{ initial: 1, shared: true }", "{ initial: 1, maximum: 8192, shared: true }"),
        ("{ shared: false, initial: 1 }", "{ shared: false, initial: 1, maximum: 8192 }"),
        ("{\n  // pages\n  'initial': 1,\n}", "{\n  // pages\n  'initial': 1, maximum: 8192,\n}"),
        ("{ initial: 8192 }", "{ initial: 8192, maximum: 8192 }"),
        ("{ address: 'i64', initial: 1n }", "{ address: 'i64', initial: 1n, maximum: 8192n }"),
        ("({ initial: 1 })", "({ initial: 1, maximum: 8192 })"),
    ],
)
@pytest.mark.parametrize(
    "around", ["const m = new WebAssembly.Memory(%s);\n", "\ufeff\u20ac; use(new WebAssembly.Memory(%s))\r\n"]
)
def test_fixes(before: str, after: str, around: str) -> None:
    assert fixed(around % before) == around % after
    assert found(around % after) == []


@pytest.mark.parametrize(
    "text",
    [
        "new WebAssembly.Memory({ initial: 256, maximum: undefined })",
        "new WebAssembly.Memory({ initial: 256, ...rest })",
        "new WebAssembly.Memory({ ...rest, initial: 256 })",
        "new WebAssembly.Memory({ initial: 8193 })",
        "new WebAssembly.Memory({ initial: pages })",
        "new WebAssembly.Memory({ initial: 1, [key]: 2 })",
        "new WebAssembly.Memory({ ['initial']: 1 })",
        "new WebAssembly.Memory({ initial: 1, get maximum() { return 2; } })",
        "const d = { initial: 1 }; new WebAssembly.Memory(d)",
        "WebAssembly.Memory({ initial: 1 })",
        "new WebAssembly.Memory({ initial: 1, address: wide })",
        "try { new WebAssembly.Memory({ initial: 1 }); } catch {}",
        "new WebAssembly.Memory({ initial: 1, )",
        "new WebAssembly.Memory({ initial: 1, maximum: 65536 })",
    ],
)
def test_leaves_alone_what_is_in_doubt(text: str) -> None:
    assert fixed(text) == text


def test_only_a_configured_cap_that_bounds_something() -> None:
    text = "new WebAssembly.Memory({ initial: 1 })"
    assert fixed(text, max="") == text
    assert fixed(text, max="4GiB") == text
    assert fixed(text, max="16384") == text.replace("1 ", "1, maximum: 16384 ")


@pytest.mark.parametrize(
    ("config", "text", "says"),
    [
        ("", "new WebAssembly.Memory({ initial: 1 });\n", True),
        ("", "new WebAssembly.Memory({ ...rest });\n", False),  # nothing to write with a cap either
        ('[wasm-memory]\nmax = "64KiB"\n', "new WebAssembly.Memory({ initial: 2 });\n", False),
    ],
)
@pytest.mark.parametrize(
    "command", [["check", "--only", "wasm-memory", "--fix"], ["hook", "wasm-memory-fix"]]
)
def test_without_a_cap_the_fixer_says_what_it_needs(command, config, text, says, repo) -> None:
    if config:
        repo.write("mlhooks.toml", config)
    repo.write("a.js", text)
    code, output = repo.run(*command, "a.js")
    table = "[tool.mlhooks.wasm-memory] in pyproject.toml"
    assert code == ("initial" in text)
    assert (f"    or       set max in {table}, and --fix writes it here\n" in output) == says
    assert (repo.root / "a.js").read_text() == text
    assert "--fix writes" not in repo.run("check", "a.js")[1]


def test_phones_lower_the_cap_of_shared_memories() -> None:
    text = "new WebAssembly.Memory({ initial: 1, shared: true })"
    assert "maximum: 8192," in fixed(text, max="1GiB", target="mobile")
    assert "maximum: 16384," in fixed(text, max="1GiB")


def test_script_blocks() -> None:
    page = "<p>\n<script>\nconst m = new WebAssembly.Memory({ initial: 1 });\n</script>\n"
    assert fixed(page, "a.html") == page.replace("initial: 1", "initial: 1, maximum: 8192")


@given(
    st.lists(
        st.sampled_from(["initial: 1", "shared: true", "'initial': 2", "/* c */", "...x", "a", ",", "\n"])
    )
)
def test_what_is_fixed_is_bounded_and_nothing_else_changed(parts: list[str]) -> None:
    text = f"const m = new WebAssembly.Memory({{ {', '.join(parts)} }});\n"
    new = fixed(text)
    if new != text:
        assert new.replace(", maximum: 8192", "", 1) == text
        assert found(new) == []


@pytest.mark.parametrize(
    "command", [["check", "--only", "wasm-memory", "--fix"], ["hook", "wasm-memory-fix"]]
)
def test_commands(command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mlhooks.toml").write_text('[wasm-memory]\nmax = "512MiB"\n')
    file = tmp_path / "a.js"
    file.write_bytes(b"const m = new WebAssembly.Memory({ initial: 1 });\r\n")
    monkeypatch.chdir(tmp_path)
    assert cli.main([*command, "a.js"]) in (0, 1)
    assert file.read_bytes() == b"const m = new WebAssembly.Memory({ initial: 1, maximum: 8192 });\r\n"
    assert cli.main([*command, "a.js"]) == 0
