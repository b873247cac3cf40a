# SPDX-License-Identifier: Apache-2.0
"""Texts that look like chance: found where notes are shown, looked for nowhere else."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from checks.generic_samples import BASE62, HEX, drawn, uuid
from mlhooks.checks.secrets import CHECK
from mlhooks.checks.secrets.generic import GENERIC
from mlhooks.core.source import from_bytes
from mlhooks.engine import Settings, run
from support import git, judge_source

if TYPE_CHECKING:
    from pathlib import Path

    from mlhooks.core.finding import Finding

RULE = "secret-generic-entropy"
VALUE = drawn(BASE62, 40, 31)


def found_in(text: str, folder: Path, path: str = "a.py") -> list[Finding]:
    return judge_source(CHECK, folder, from_bytes(path, text.encode()), notes=True)


@pytest.mark.parametrize(
    "value",
    [
        VALUE,
        drawn(BASE62, 24, 3),
        drawn(HEX, 32, 4),
        drawn(HEX, 64, 5),
        drawn(BASE62 + "-_", 43, 6),
        drawn(BASE62 + "+/", 86, 7) + "==",
    ],
    ids=count(),
)
@pytest.mark.parametrize(
    "text", ['x = "{}"', "x: {}\n", "f('{}', 2)", "# {} was here", "<a b='{}'>", "{}"], ids=count()
)
def test_chance_is_found(value: str, text: str, tmp_path: Path) -> None:
    found = found_in(text.format(value), tmp_path)
    assert [(one.rule, one.severity) for one in found] == [(RULE, "note")]
    assert text.format(value).encode()[slice(*found[0].span)] == value.encode()
    assert value[:8] not in found[0].message


LETTERS = BASE62[10:]
SILENT = [
    f'"{drawn(LETTERS, 30, 3)}"', f"x = '{drawn(LETTERS, 44, 4)}'",
    f"sha256 = '{drawn(HEX, 64, 1)}'", f'"integrity": "sha512-{drawn(BASE62 + "+/", 86, 1)}=="', f"a.py,sha256={drawn(BASE62, 43, 1)},12",
    f'<meta http-equiv="origin-trial" content="{VALUE}">', f"id: {uuid(1)}", f'url(data:font/woff2;base64,{drawn(BASE62, 90, 2)})',
    f"https://files.registry.example/a/{VALUE}/x.png", f"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5{VALUE}", f"commit {drawn(HEX, 40, 3)}",
    '"naver-hyperclovax/HyperCLOVAX-SEED-Think-14B"', '"Qwen2_5OmniToken2WavModel"', '"meta-llama/Llama-2-7b-hf"', "Qwen3OmniMoeCode2WavMlp(config)",
    '"encoder.layers.11.self_attn.in_proj_weight"', "0x3f800000, 0x12345678, 0xdeadbeefcafebabe", "xxxxxxxxxxxxxxxxxxxxxxxx1", "1234567890" * 4,
    f'"{drawn(BASE62, 400, 9)}"', "a_name_of_a_function_that_is_long_2", 'M10.34-4.5 1-1.43-.67-3.3-1-4.5-1C5.33 13 1 14.08 1 16.25',
]  # fmt: skip


@pytest.mark.parametrize("text", SILENT, ids=count())
def test_what_is_known_to_be_no_secret_is_silent(text: str, tmp_path: Path) -> None:
    assert [one.message for one in found_in(text, tmp_path) if one.rule == RULE] == []


def test_files_full_of_digests_are_silent(tmp_path: Path) -> None:
    for path in ("uv.lock", "package-lock.json", "a-1.0.dist-info/RECORD", "a.svg", "go.sum"):
        assert found_in(f'"{VALUE}"', tmp_path, path) == []


def test_a_name_and_a_provider_come_first(tmp_path: Path) -> None:
    assert [one.rule for one in found_in(f'api_key = "{VALUE}"', tmp_path)] == ["secret-generic-assignment"]
    token = "hf" + "_" + drawn("abcdefghijkmnopqrstuvwxyzABCDEFGH", 34, 1)
    assert [one.rule for one in found_in(f'"{token}"', tmp_path)] == ["secret-huggingface-token"]


def test_in_a_notebook_only_the_texts_count(tmp_path: Path) -> None:
    text = f'{{"cells": [{{"cell_type": "code", "id": "{drawn(HEX, 32, 1)}", "source": "f(\\"{VALUE}\\")", "outputs": [{{"data": {{"image/png": "{drawn(BASE62, 150, 1)}"}}}}]}}], "metadata": {{"kernel": "{drawn(HEX, 64, 2)}"}}}}'
    assert [(one.rule, one.where) for one in found_in(text, tmp_path, "a.ipynb")] == [
        (RULE, "cell 1, line 1")
    ]


@pytest.mark.parametrize(
    ("config", "settings", "severity"),
    [
        ("", Settings(), ""),
        ("", Settings(min_severity="note"), "note"),
        ("strict = true", Settings(), "warning"),
        ('min-severity = "note"', Settings(), "note"),
        ('[severity]\nsecret-generic-entropy = "error"', Settings(), "error"),
        ('ignore = ["secret-generic-entropy"]\nstrict = true', Settings(), ""),
    ],
    ids=count(),
)
def test_it_runs_where_notes_are_shown(
    config: str, settings: Settings, severity: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "mlhooks.toml").write_text(config + "\n")
    (tmp_path / "a.py").write_text(f'x = "{VALUE}"\n')
    monkeypatch.chdir(tmp_path)
    result = run(["a.py"], settings)
    assert [one.severity for one in result.findings] == ([severity] if severity else [])
    assert result.unread == []


def test_no_trigger_wakes_it() -> None:
    """Five clean files must not pay for it."""
    assert not CHECK.everything
    row = next(secret for secret in GENERIC if secret.rule.id == RULE)
    assert row.forms == ()


def test_hostile_text_ends(tmp_path: Path) -> None:
    for piece in ("aB3" * 7 + " ", "Aa1_", "a/", "-", "a1" * 99 + "=", "Abc1" * 6 + "/"):
        found_in(piece * (400_000 // len(piece)), tmp_path)
