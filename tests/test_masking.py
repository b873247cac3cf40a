# SPDX-License-Identifier: Apache-2.0
"""A token of every rule is planted, every output and every failure is provoked, and nothing tells it."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from base64 import b64encode
from urllib.parse import quote

import pytest

from checks.secrets_samples import BASE62, NAMES, PUBLIC, TOKENS, WEB64, chance, ec, pem
from checks.test_secrets_beside import PAIRS
from mlhooks.checks.secrets import CHECK, validators
from mlhooks.commands import parser
from mlhooks.core import cache

PASSWORD = chance(WEB64, 16, 77)
KEY = pem("EC", ec())
SIGNATURE = chance(BASE62, 44, 77)
OWN = "acme" + "_" + chance("0123456789abcdef", 32, 77)
# Rule, what is secret, a file's name (a number is put before it), the text that holds it.
PLANTED = [
    *((rule, token, "a.py", f'x = "{token}"\n') for rule, _, token in TOKENS),
    *((rule, token, "a.py", f"{name} = '{token}'\n") for rule, name, token in NAMES),
    *((rule, secret, "a.py", f'Client("{near}", "{secret}")\n') for near, secret, rule in PAIRS),
    ("secret-private-key", "".join(KEY.split("\n")[1:-1]), "key.pem", KEY),
    (
        "secret-google-service-account",
        "".join(KEY.split("\n")[1:-1]),
        "a.json",
        json.dumps({"type": "service_account", "client_email": "a@b", "private_key": KEY}),
    ),
    ("secret-url-credentials", PASSWORD, "a.md", f"postgres://app:{PASSWORD}@db.qwvz-models.dev/x\n"),
    ("secret-connection-string", PASSWORD, "a.json", f'"Server=sql.qwvz-models.dev;Password={PASSWORD}"'),
    ("secret-generic-assignment", PASSWORD, "a.py", f'password = "{PASSWORD}"\n'),
    ("secret-generic-entropy", SIGNATURE, "a.py", f'x = ["{SIGNATURE}"]\n'),
    ("secret-client-file", PASSWORD, ".pypirc", f"[pypi]\npassword = {PASSWORD}\n"),
    ("secret-encoded-private-key", b64encode(KEY.encode() * 2).decode(), "a.yaml",
     f"  tls.key: {b64encode(KEY.encode() * 2).decode()}\n"),
    ("secret-azure-sas-token", SIGNATURE, "a.txt", f"?sv=2022-11-02&se=2030-01-01&sig={SIGNATURE}\n"),
    ("secret-jwk-private-key", chance(WEB64, 43, 7), "a.jwk",
     '{"kty":"EC","crv":"P-256","x":"a","y":"b","d":"' + chance(WEB64, 43, 7) + '"}'),
    ("secret-convex-key", "eyJ2MiI6I" + chance(WEB64, 60), "a.py", f'x = "prod:a|eyJ2MiI6I{chance(WEB64, 60)}"\n'),
    ("secret-acme-token", OWN, "a.py", f'import torch\ntorch.load("{OWN}")  # mlhooks: ignore[{OWN}]\n'),
]  # fmt: skip
SHORT = 10  # so many characters of a secret nowhere by chance
CONFIG = """\
[project]
name = "x"
version = "1"
dependencies = ["torch>=2.4"]
[tool.mlhooks.severity]
"secret-*" = "error"
[[tool.mlhooks.secrets.rule]]
id = "secret-acme-token"
pattern = "acme_[0-9a-f]{32}"
"""


def test_every_rule_is_planted() -> None:
    assert {rule.id for rule in CHECK.rules} | {"secret-acme-token"} == {row[0] for row in PLANTED}


def _pieces(secret: str) -> list[str]:
    hidden = max((secret.removeprefix(public) for public in PUBLIC), key=lambda rest: -len(rest))
    return [hidden[at : at + SHORT] for at in range(max(1, len(hidden) - SHORT + 1))]


def _forms() -> set[str]:
    """Every piece of every secret, as it stands, reversed, in base64 and hexadecimal, and escaped."""
    found: set[str] = set()
    for _, secret, _, _ in PLANTED:
        for piece in _pieces(secret):
            data = piece.encode()
            shifted = [b64encode(b"\0" * at + data).decode()[4:-4] for at in (0, 1, 2)]
            escaped = [repr(piece)[1:-1], json.dumps(piece)[1:-1], quote(piece, safe="")]
            found |= {piece, piece[::-1], data.hex(), *(text for text in shifted if len(text) >= 8), *escaped}
    return found


FORMS = _forms()
LENGTHS = sorted({len(form) for form in FORMS})


def told(output: str) -> list[str]:
    """The forms of secrets that an output holds."""
    windows = (output[at : at + size] for size in LENGTHS for at in range(len(output) - size + 1))
    return [window for window in windows if window in FORMS]


def test_the_search_finds_what_is_there() -> None:
    secret = PLANTED[0][1]
    for text in (
        secret,
        secret[::-1],
        b64encode(secret.encode()).decode(),
        secret.encode().hex(),
        repr(secret),
    ):
        assert told(f"x{text}y")
    assert not told("x" * 500 + secret[:8])


@pytest.fixture
def planted(repo, tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "folders", lambda: [str(tmp_path / "cache")])
    repo.write("pyproject.toml", CONFIG)
    for number, (_, _, name, text) in enumerate(PLANTED):
        where = f"{number}/{name}" if name.startswith(".") else f"{number}-{name}"
        repo.write(where, text)
    return repo


def _formats() -> list[list[str]]:
    """The arguments for every format of report that `check` offers."""
    check = parser()._subparsers._group_actions[0].choices["check"]  # type: ignore[union-attr,index]
    named = [action for action in check._actions if action.dest in ("format", "output_format")]
    return [[], *([f"{a.option_strings[0]}={choice}"] for a in named for choice in a.choices or ())]


def _everything(repo, monkeypatch) -> str:
    said = []
    for environment in ({}, {"GITHUB_ACTIONS": "true"}):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        for arguments in _formats():
            said.append(repo.run("check", "--all", "--min-severity=note", "--statistics", *arguments)[1])
    monkeypatch.delenv("GITHUB_ACTIONS")
    said.append(repo.run("check", "--only", "unsafe-load", "--diff")[1])
    said.append(repo.run("hook", "mlhooks", "--all", *sorted(os.listdir(repo.root))[:400])[1])
    said.append(repo.run("hook", "secrets", "--all", *sorted(os.listdir(repo.root))[:400])[1])
    said.append(repo.run("config", ".")[1])
    said.append(repo.run("check", "--jobs=2", "--all")[1])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PLANTED[0][3].encode())))
    said.append(repo.run("check", "--stdin-filename=a.py")[1])
    said.append(repo.run("baseline")[1])
    said.append((repo.root / ".mlhooks-baseline.json").read_text())
    return "\n".join(said)


def test_no_output_and_no_file_of_ours_tells_one(planted, tmp_path, monkeypatch):
    output = _everything(planted, monkeypatch)
    seen = set(re.findall(r"secret-[a-z0-9-]+", output))
    assert {row[0] for row in PLANTED} <= seen
    stored = b"".join(file.read_bytes() for file in (tmp_path / "cache").iterdir() if file.name[:2] != "db")
    assert stored
    assert told(output + stored.decode("latin-1")) == []


def _raise_with_the_value(match):
    raise ValueError(match.string, match[0], repr(match))


@pytest.mark.parametrize("jobs", ["--jobs=1", "--jobs=2"])
def test_no_failure_tells_one(planted, monkeypatch, jobs):
    """Everything that can go wrong with the value in hand."""
    monkeypatch.setattr(
        "mlhooks.checks.secrets.candidates.VALIDATORS",
        dict.fromkeys(validators.VALIDATORS, _raise_with_the_value),
    )
    code, output = planted.run("check", "--all", jobs)
    assert code == 2
    assert "secrets failed on" in output
    monkeypatch.setattr("mlhooks.checks.secrets.masking._RUN", None)  # so that masking itself raises
    output += planted.run("check", "--all", jobs)[1]
    monkeypatch.setattr("mlhooks.report.text.render", lambda *_, **__: 1 / 0)
    output += planted.run("check", jobs)[1]
    assert told(output) == []


@pytest.mark.parametrize("limit", ["triggers = 1", "findings = 1", "file-size = 10", "cells = 1"])
def test_no_bound_tells_one(planted, limit):
    planted.write("pyproject.toml", CONFIG + f"[tool.mlhooks.limits]\n{limit}\n")
    everything = "".join(row[3] for row in PLANTED if row[2] == "a.py")
    planted.write("all.py", everything)
    planted.write(
        "all.ipynb", json.dumps({"cells": [{"cell_type": "code", "source": everything}], "nbformat": 4})
    )
    planted.write("broken.ipynb", '{"cells": [' + everything)
    planted.write("broken.py", "def (\n" + everything)
    assert told(planted.run("check", "--all", "--min-severity=note")[1]) == []


@pytest.mark.parametrize(
    "text",
    [
        'select = ["{}"]',
        'min-severity = "{}"',
        'fail-on = ["{}"]',
        '"{}" = 1',
        'severity = {{"secret-jwt" = "{}"}}',
        'per-path-ignores = {{"a" = ["{}"]}}',
        'unsafe-load = {{torch = "{}"}}',
        'unsafe-load = {{"{}" = 1}}',
        'secrets = {{allow-values = ["{}"], allow-patterns = ["("]}}',
        'secrets = {{rule = [{{id = "{}", pattern = "a_b_c"}}]}}',
        'secrets = {{rule = [{{id = "secret-a", pattern = "({}"}}]}}',
        "x = {}",
        '"{}',
    ],
)
def test_a_mistake_in_the_configuration_tells_none(planted, text):
    for token in (row[1] for row in PLANTED[::40] if "\n" not in row[1] and '"' not in row[1]):
        planted.write("pyproject.toml", "[tool.mlhooks]\n" + text.format(token))
        code, output = planted.run("check", "0-a.py")
        assert code == 2
        assert told(output) == []


def test_fingerprints_are_keyed(planted):
    """The same secrets have other fingerprints in another project: no list of words matches them."""
    file = planted.root / ".mlhooks-baseline.json"
    seen = []
    for _ in range(2):
        planted.run("baseline")
        seen.append({line.rpartition(" ")[2] for line in json.loads(file.read_text())["findings"] if line})
        file.unlink()
    assert len(seen[0]) > 400
    assert not seen[0] & seen[1]
