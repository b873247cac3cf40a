# SPDX-License-Identifier: Apache-2.0
"""Verdicts for every kind of file under every option, what the messages say, and caps for single folders."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from mlhooks import cli
from mlhooks.checks.wasm_memory import CHECK
from mlhooks.core.source import from_bytes
from support import git, judge_source

HEADER = b"\0asm\1\0\0\0"
SOFT = ("tests", "docs", "examples")
JS = "m = new WebAssembly.Memory({ %s });"
WAT = "(module (memory %s))"


def module(flags: int, *sizes: int) -> bytes:
    body = bytearray((1, flags))
    for size in sizes:
        while size > 0x7F:
            body.append(size & 0x7F | 0x80)
            size >>= 7
        body.append(size)
    return HEADER + bytes((5, len(body))) + bytes(body)


# Bounded at 1 GiB, at 4 GiB, shared at 1 GiB, without a bound, and what nobody makes, in each kind of file.
KINDS = {
    "a.ts": [
        JS % "initial: 1, maximum: 16384",
        JS % "initial: 1, maximum: 65536",
        JS % "initial: 1, maximum: 16384, shared: true",
        JS % "initial: 1",
        JS % "initial: 2, maximum: 1",
    ],
    "a.html": [f"<script>{JS}</script>" % text for text in (
        "initial: 1, maximum: 16384", "initial: 1, maximum: 65536", "initial: 1, maximum: 16384, shared: true",
        "initial: 1", "initial: 1, shared: true",
    )],
    "a.wat": [WAT % text for text in ("1 16384", "1 65536", "1 16384 shared", "1", "2 1")],
    "a.wasm": [module(1, 1, 16384), module(1, 1, 65536), module(3, 1, 16384), module(0, 1), module(1, 2, 1)],
    "a.sh": [
        "emcc -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=1GB",
        "emcc -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=4GB",
        "emcc -pthread -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=1GB",
        "wasm-ld --initial-memory=65536 a.o",
        "emcc -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=5GB",
    ],
    "asconfig.json": [
        '{"options": {"maximumMemory": 16384}}',
        '{"options": {"maximumMemory": 65536}}',
        '{"options": {"maximumMemory": 16384, "sharedMemory": true}}',
        '{"options": {"initialMemory": 1}}',
        '{"options": {"initialMemory": 1, "sharedMemory": true}}',
    ],
    "build.zig": [
        "a.max_memory = 16384 * 65536;",
        "a.max_memory = 65536 * 65536;",
        "a.shared_memory = true;\na.max_memory = 16384 * 65536;",
        "a.initial_memory = 65536;",
        "a.initial_memory = 131072;\na.max_memory = 65536;",
    ],
}  # fmt: skip
OPTIONS = [
    ({}, ["", "too-large:note", "", "unbounded:warning", "invalid:error"]),
    ({"max": "1GiB"}, ["", "too-large:warning", "", "unbounded:warning", "invalid:error"]),
    ({"max": "512MiB"}, ["too-large:warning"] * 3 + ["unbounded:warning", "invalid:error"]),
    ({"max": "8192"}, ["too-large:warning"] * 3 + ["unbounded:warning", "invalid:error"]),
    ({"max": "4GiB"}, ["", "", "", "unbounded:warning", "invalid:error"]),
    ({"target": "mobile"}, ["", "too-large:note", "mobile:warning", "unbounded:warning", "invalid:error"]),
    (
        {"target": "mobile", "mobile-max": "1GiB"},
        ["", "too-large:note", "", "unbounded:warning", "invalid:error"],
    ),
    (
        {"target": "mobile", "mobile-max": "8192", "max": "1GiB"},
        ["", "too-large:warning", "mobile:warning", "unbounded:warning", "invalid:error"],
    ),
]


def said(path: str, content: str | bytes, options: dict[str, str], *classes: str):
    data = content if isinstance(content, bytes) else content.encode()
    return judge_source(CHECK, Path(), from_bytes(path, data), options=options, classes=frozenset(classes))


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize(("options", "expected"), OPTIONS)
def test_verdicts(path: str, options: dict[str, str], expected: list[str]) -> None:
    for content, verdict in zip(KINDS[path], expected, strict=True):
        found = [
            f"{one.rule.removeprefix('wasm-memory-')}:{one.severity}" for one in said(path, content, options)
        ]
        assert found == ([verdict] if verdict else []), content
        soft = re.sub(r"warning", "note", verdict)
        for word in SOFT:
            assert [one.severity for one in said(path, content, options, word)] == [soft.partition(":")[2]][
                : len(found)
            ]
        assert said(path, content, options, "vendored") == []


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize(("options", "expected"), OPTIONS)
def test_messages(path: str, options: dict[str, str], expected: list[str]) -> None:
    for content, verdict in zip(KINDS[path], expected, strict=True):
        for one in said(path, content, options):
            text = " ".join([one.message, *(line.text for line in one.help)])
            assert re.search(r"\d (?:bytes|[KMG]iB)", text) or verdict.startswith("invalid")
            assert re.search(r"\d pages", text) or verdict.startswith("invalid")
            assert not re.search(r"vulnerab|exploit|attack", text)
            assert not re.search(r"maximum\W{0,3} 65536|65536 = |= 65536", " ".join(h.text for h in one.help))
            assert not re.search(r"(?:remove|delete|drop|omit) the (?:bound|maximum|limit)", text)
            if verdict.startswith("mobile"):
                assert "iOS Safari refuses large shared maximums" in text
            assert "phones" in text or verdict.startswith("invalid") or "set max" not in text


def test_a_cap_for_each_folder(tmp_path: Path, monkeypatch, capsys) -> None:
    """The nearest configuration holds: a cap for the whole, another below `web/`, none below `server/`."""
    text = JS % "initial: 1, maximum: 16384"
    for folder, table in (("", 'max = "2GiB"'), ("web/", 'max = "512MiB"'), ("server/", "")):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "mlhooks.toml").write_text(f"[wasm-memory]\n{table}\n")
        (tmp_path / folder / "a.js").write_text(text)
    git(tmp_path, "init", "-q")
    monkeypatch.chdir(tmp_path)
    assert cli.main(["check", "--only", "wasm-memory", "--format", "json", "."]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [(one["path"], one["rule"]) for one in found] == [("web/a.js", "wasm-memory-too-large")]
