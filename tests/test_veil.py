# SPDX-License-Identifier: Apache-2.0
"""What any command prints of a project's own words, with a secret among them."""

from __future__ import annotations

import pytest

from checks.secrets_samples import TOKENS
from mlhooks import veil
from mlhooks.core import cache
from mlhooks.veil import MASK, UNTOLD, Veil, hits_of, veiled
from support import git

TOKEN = next(token for _, _, token in TOKENS if token.startswith("ghp_"))
SECRET = TOKEN[4:]
MASKED = f"ghp_{MASK}"
PASS = "qT7wKp" + "2vXz9LmR"
OWN = "acme_" + "0f3a9c71" * 4
RULE = {"id": "secret-acme-token", "pattern": "acme_[0-9a-f]{32}"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"a {TOKEN} b {TOKEN}\nc\n", f"a {MASKED} b {MASKED}\nc\n"),
        (f"é\udcff {TOKEN}", f"é\udcff {MASKED}"),
        (f"https://svc:{PASS}@pytorch.corpnet.io/a", f"https://svc:{MASK}@pytorch.corpnet.io/a"),
        (f'password = "{PASS}"', f'password = "{PASS}"'),
        ('"password": "0f3a9c71d2e84b56"', '"password": "0f3a9c71d2e84b56"'),
        (OWN, OWN),
        ("", ""),
    ],
)
def test_a_veil_masks_what_is_a_secret_by_itself(text, shown):
    assert veiled(text) == shown


def test_a_veil_knows_the_rules_of_the_project():
    assert veiled(f"x {OWN} y\nz", [RULE]) == f"x {MASK} y\nz"


def test_a_line_that_cannot_be_judged_is_left_out(monkeypatch):
    monkeypatch.setattr(veil, "check_named", lambda _: 1 / 0)
    assert Veil(hits_of)(f"a\n{TOKEN}") == f"a\n{UNTOLD}"


@pytest.fixture
def known(repo, tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "folders", lambda: [str(tmp_path / "cache")])
    return repo


def _pickle(name: str) -> bytes:
    return b"c" + b"mod\n" + name.encode() + b"\n)R."


@pytest.mark.parametrize("name", [TOKEN, "a." + TOKEN])
def test_inspect(known, name):
    known.write("g.pkl", _pickle(name))
    output = known.run("inspect", "g.pkl")[1]
    assert MASKED in output
    assert SECRET not in output


def test_suppressions(known):
    known.write("a.py", f"x()  # mlhooks: ignore[load-pickle,{TOKEN}] {TOKEN}\n")
    known.write("b.py", f"x()  # mlhooks: ignore[load-dill] {OWN}\n")
    known.write(
        "mlhooks.toml",
        f'exclude = ["{TOKEN}"] # {TOKEN}\n[per-path-ignores]\n"{TOKEN}/**" = ["load-pickle"] # {TOKEN}\n'
        '[[secrets.rule]]\nid = "secret-acme-token"\npattern = "acme_[0-9a-f]{32}"\n',
    )
    output = known.run("suppressions")[1]
    assert f'exclude "{MASKED}"   {MASKED}' in output
    assert output.count("\n") == 5
    assert SECRET not in output
    assert OWN[5:] not in output


def test_config(known):
    known.write("mlhooks.toml", f'exclude = ["{TOKEN}"]\n[secrets]\nallow-patterns = ["{TOKEN}"]\n')
    output = known.run("config", ".")[1]
    assert f'exclude = ["{MASKED}"]   # set' in output
    assert f'allow-patterns = ["{MASKED}"]   # set' in output
    assert SECRET not in output


@pytest.mark.parametrize(
    "text",
    [
        '[license-header]\nlicense = "{}"\n',
        'extend = "{}"\n',
        'extend = "x/{}"\n',
        '[license-header]\nholder = "a"\nlicense = "MIT"\ntemplate = "{}"\n',
    ],
)
def test_a_mistake_in_the_configuration(known, text):
    known.write("mlhooks.toml", text.format(TOKEN))
    known.write("a.py", "x = 1\n")
    code, output = known.run("check", ".")
    assert code == 2
    assert SECRET not in output


def test_a_holder(known, tmp_path):
    known.write("mlhooks.toml", f'[license-header]\nlicense = "MIT"\nholder = "{TOKEN}"\n')
    known.write("a.py", "x = 1\n")
    for arguments in (
        ["check"],
        ["check", "--diff"],
        ["check", "--format=json"],
        ["check", "--format=sarif"],
    ):
        output = known.run(*arguments)[1]
        assert "a.py" in output
        assert MASKED in output
        assert SECRET not in output
    stored = b"".join(file.read_bytes() for file in (tmp_path / "cache").iterdir() if file.name[:2] != "db")
    assert SECRET.encode() not in stored


def test_a_configuration_without_secrets_is_kept(known, tmp_path):
    known.write("mlhooks.toml", '[license-header]\nlicense = "MIT"\nholder = "Acme"\n')
    known.write("a.py", "x = 1\n")
    known.run("check")
    assert [file for file in (tmp_path / "cache").iterdir() if file.name.startswith("config-")]


def test_a_requirement(known):
    known.write("requirements.txt", f"torch>=2.0,<2.5; extra=='{TOKEN}'\n")
    known.write("a.py", "import torch\ntorch.load(p)\n")
    git(known.root, "add", ".")
    for arguments in (["check", "a.py"], ["check", "a.py", "--format=json"], ["init"]):
        output = known.run(*arguments)[1]
        assert "torch>=2.0" in output
        assert SECRET not in output


def test_a_sentence_is_looked_through_once():
    asked = []
    look = Veil(lambda data: asked.append(data) or hits_of(data))
    for _ in range(3):
        assert look("torch.load runs code") == "torch.load runs code"
    assert len(asked) == 1
