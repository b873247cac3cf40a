# SPDX-License-Identifier: Apache-2.0
"""detect-secrets itself as the oracle: what its baseline accepts never comes back from us."""

from __future__ import annotations

import json
import os
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from checks.secrets_samples import BASE62, TOKENS, chance, ec, openssh, pem, pgp, pkcs8, rsa, with_crc

if TYPE_CHECKING:
    from pathlib import Path

PYTHON = os.environ.get("MLHOOKS_DETECT_SECRETS", "")
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not PYTHON, reason="MLHOOKS_DETECT_SECRETS names no Python with detect-secrets"),
]

PASSWORD = "Zk7" + "qW9x" + "Lm2"
SECRETS = [token for _, _, token in TOKENS] + [f"postgres://bob:{PASSWORD}@db.acme-corp.io/x"]
NOTEBOOK = '{{"cells": [{{"cell_type": "code", "source": ["token = \\"{0}\\"\\n"], "metadata": {{}}, "outputs": [], "execution_count": null}}], "metadata": {{}}, "nbformat": 4, "nbformat_minor": 5}}\n'  # fmt: skip
# Five packages: the kinds of files that one of each sort is made of. `{0}` is the secret.
PACKAGES = {
    "python": [
        ("a.py", 'api_key = "{0}"\n'),
        ("b.py", "client(token='{0}', x=1)\n"),
        ("c.py", "# see {0} for it\n"),
        ("d.py", 'D = {{"password": "{0}", "b": 1}}\n'),
        ("setup.cfg", "[s]\nfoo = {0} ; comment\n"),
        ("a.ipynb", NOTEBOOK),
    ],
    "yaml": [
        ("a.yaml", "a:\n  password: {0}\n"),
        ("b.yml", 'a:\n  - name: x\n    value: "{0}"\n'),
        ("c.yaml", "a: |\n  foo\n  secret: {0} bar\n"),
        ("d.yaml", "password: |\n  {0}\n"),
        ("e.yaml", "password: >\n  one\n  {0}\n  two\nb: 1\n"),
    ],
    "configuration": [
        ("a.ini", "[s]\npassword = {0}\n"),
        (".env", "API_KEY={0}\n"),
        ("b.env", 'export SECRET="{0}"\n'),
        ("a.toml", '[a]\nsecret = "{0}"\n'),
        ("a.properties", "db.password={0}\n"),
        ("Dockerfile", "FROM a\nENV SECRET_KEY={0} B=c\n"),
    ],
    "web": [
        ("a.json", '{{"a": "{0}", "password": "{0}"}}\n'),
        ("a.js", "const key = '{0}';\n"),
        ("a.xml", '<a key="{0}"/>\n'),
        ("a.md", "Use `{0}` as the password.\n"),
        ("a.txt", "{0}\n"),
        ("a.sh", 'curl -H "Authorization: Bearer {0}" https://a.b/c\n'),
    ],
    "compiled": [
        ("a.go", "password := `{0}`\n"),
        ("a.c", 'char password[25] = "{0}";\n'),
        ("a.cs", 'var secret = @"{0}";\n'),
        ("a.tf", 'secret = "{0}"\n'),
        ("a.java", 'String privateKey = "{0}";\n'),
    ],
}  # fmt: skip
LINE = re.compile(r"^(\S[^\n]*?):(\d+):\d+: (\S+)", re.MULTILINE)


def scan(repo, *arguments: str) -> dict[str, list[dict]]:
    """Write the tool's baseline, and give its results."""
    repo.git("add", "-A")
    command = [PYTHON, "-m", "detect_secrets", "scan", "-n", *arguments]
    done = subprocess.run(command, cwd=repo.root, capture_output=True, check=True, timeout=300)
    repo.write(".secrets.baseline", done.stdout)
    results: dict[str, list[dict]] = json.loads(done.stdout)["results"]
    return results


def hook_code(repo, *files: str) -> int:
    """The exit code of the tool's own hook with the baseline as it stands, which it may rewrite."""
    hook = os.path.join(os.path.dirname(PYTHON), "detect-secrets-hook")
    command = [hook, "-n", "--baseline", ".secrets.baseline", *files]
    return subprocess.run(command, cwd=repo.root, capture_output=True, timeout=300, check=False).returncode


def ours(repo) -> list[tuple[str, str]]:
    _, output = repo.run("check", "--all", "--only", "secrets", "--min-severity", "note")
    return [(found[1], found[3]) for found in LINE.finditer(output)]


@pytest.mark.parametrize("package", PACKAGES)
def test_nothing_that_it_accepts_comes_back(package, repo):
    """One secret a file, of every form that we know, in every syntax; and what it did not see still shows."""
    for at, secret in enumerate(SECRETS):
        for name, text in PACKAGES[package]:
            repo.write(f"{at}/{name}", text.format(secret))
    before = ours(repo)
    accepted = scan(repo)
    after = ours(repo)
    assert len(accepted) > 150
    assert [found for found in after if found[0] in accepted] == []
    assert after == [found for found in before if found[0] not in accepted]
    for file in list(accepted)[::50]:
        repo.write(file, "\n\n\n" + (repo.root / file).read_text())  # lines move
    assert ours(repo) == after


KEYS = {
    "RSA": rsa(1024),
    "": pkcs8("2a864886f70d010101", rsa(1024)),
    "EC": ec(),
    "OPENSSH": openssh(),
    "PGP": pgp(),
}
KEY_FILES = {
    "a.pem": "{0}\n",
    "a.py": 'KEY = """{0}"""\n',
    "b.py": 'private_key = "{1}"\n',
    "a.json": '{{"private_key": "{1}"}}\n',
}


def test_private_keys(repo):
    for at, (label, data) in enumerate(KEYS.items()):
        key = pem(label, data)
        for name, text in KEY_FILES.items():
            repo.write(f"{at}/{name}", text.format(key, key.replace("\n", "\\n")))
    assert len(ours(repo)) == len(KEYS) * len(KEY_FILES)
    assert len(scan(repo)) == len(KEYS) * len(KEY_FILES)
    assert ours(repo) == []


def test_the_capture_group_does_not_pass_through_us(repo):
    """detect-secrets takes every later token for the accepted one; the first stays, the others are reported,
    and --migrate accepts what stands there now, and no more."""
    tokens = [with_crc("gh" + "p_", chance(BASE62, 30, seed)) for seed in range(4)]
    repo.write("a.md", f"Use {tokens[0]} here\n")
    scan(repo)
    repo.git("add", "-A")
    repo.write("a.md", "".join(f"\nUse {token} here\n" for token in tokens[:3]))
    assert ours(repo) == [("a.md", "secret-github-token")] * 2
    assert repo.run("baseline", "--migrate")[0] == 0
    repo.git("add", "-A")
    assert ours(repo) == []
    repo.write("a.md", "".join(f"\nUse {token} here\n" for token in tokens))
    assert ours(repo) == [("a.md", "secret-github-token")]


def test_it_does_accept_them_itself(repo):
    tokens = [with_crc("gh" + "p_", chance(BASE62, 30, seed)) for seed in range(2)]
    repo.write("a.md", f"Use {tokens[0]} here\n")
    scan(repo, "--slim")
    repo.git("add", "-A")
    repo.write("a.md", f"Use {tokens[0]} here\nUse {tokens[1]} here\n")
    assert hook_code(repo, "a.md") == 0


def test_lines_that_it_passes_over(repo):
    """What it passes over we do not report. It reports some of the others: where a line with a mark reads as
    `key: value`, it looks a second time at a text without the mark."""
    from checks.test_secrets_baseline import NO_PRAGMAS, PRAGMAS, SLACK

    for at, (name, text) in enumerate(PRAGMAS + NO_PRAGMAS):
        repo.write(f"{at}/{name}", text.format(SLACK) + "\n")
    reported = {file for file, _ in ours(repo)}
    assert reported <= set(scan(repo))
    assert reported == {f"{len(PRAGMAS) + at}/{name}" for at, (name, _) in enumerate(NO_PRAGMAS)}


@pytest.mark.parametrize("version", ["0.10.0", "0.12.0", "0.14.3", "1.0.3", "1.1.0", "1.4.0", "1.5.0"])
def test_what_it_upgrades_we_read(version, repo, tmp_path: Path):
    secret = SECRETS[0]
    repo.write("a.py", f'api_key = "{secret}"\n')
    scan(repo)
    document = json.loads((repo.root / ".secrets.baseline").read_text())
    document["version"] = version
    if version.startswith("0."):
        del document["filters_used"]
        document["exclude_regex"] = None
        for plugin in document["plugins_used"]:
            if "limit" in plugin:
                plugin["base64_limit" if plugin["name"].startswith("B") else "hex_limit"] = plugin.pop(
                    "limit"
                )
        for entry in document["results"]["a.py"]:
            del entry["filename"]
    repo.write(".secrets.baseline", json.dumps(document))
    repo.git("add", "-A")
    assert ours(repo) == []
    assert hook_code(repo, "a.py") in (0, 3)


EVIL = """
import pathlib
pathlib.Path({mark!r}).write_text("ran")
from detect_secrets.plugins.base import RegexBasedDetector
import re

class Evil(RegexBasedDetector):
    secret_type = "Evil Type"
    denylist = [re.compile("evil-[0-9]+")]

def is_it(secret):
    return False
"""
EVERYWHERE = (
    "sitecustomize.py",
    "json.py",
    "re.py",
    "requests.py",
    "yaml.py",
    "detect_secrets.py",
    "hashlib.py",
)


@pytest.fixture
def installed(monkeypatch):
    """The tool's environment on the PATH, as a user has it."""
    monkeypatch.setenv("PATH", f"{os.path.dirname(PYTHON)}{os.pathsep}{os.environ['PATH']}")


def through_us(repo, *more: str) -> set[tuple[str, int, str]]:
    files = repo.git("ls-files").splitlines()
    _, output = repo.run("hook", "mlhooks-detect-secrets", "--all", "--min-severity=note", *more, *files)
    return {(path, int(line), rule) for path, line, rule in LINE.findall(output)}


def from_itself(results: dict[str, list[dict]]) -> set[tuple[str, int, str]]:
    return {
        (
            path,
            entry["line_number"],
            "detect-secrets-" + re.sub("[^a-z0-9]+", "-", entry["type"].lower()).strip("-"),
        )
        for path, listed in results.items()
        for entry in listed
    }


@pytest.mark.parametrize("package", PACKAGES)
def test_the_same_set_through_us(package, repo, installed):
    """Verification off, the map of covered rules, suppressions and baseline off, notes shown."""
    for at, secret in enumerate(SECRETS[::5]):
        for name, text in PACKAGES[package]:
            repo.write(f"{at}/{name}", text.format(secret))
            repo.write(f"vendor/{at}/{name}", "\n" + text.format(secret))
    expected = from_itself(scan(repo))
    repo.write("mlhooks.toml", 'ignore = ["secrets"]\n[detect-secrets]\nbaseline = ""\n')
    assert len(expected) > 50
    assert through_us(repo) == expected


def test_limits_and_filters_of_a_baseline_hold(repo, installed):
    repo.write(
        "a.py", f'x = "{chance("0123456789abcdef", 40)}"\ny = "{chance(BASE62, 40)}"\nz = "{"ab12" * 5}"\n'
    )
    repo.write("b.py", 'password = "x9Kq2ZmT4"\n')
    arguments = (
        "--hex-limit",
        "1.5",
        "--exclude-files",
        "b.py",
        "--disable-plugin",
        "Base64HighEntropyString",
    )
    expected = from_itself(scan(repo, *arguments))
    document = json.loads((repo.root / ".secrets.baseline").read_text())
    repo.write(".secrets.baseline", json.dumps({**document, "results": {}}))
    assert through_us(repo) == expected
    assert {path for path, _, _ in expected} == {"a.py"}
    repo.write(".secrets.baseline", json.dumps(document))
    assert through_us(repo) == set()


def hostile(repo, tmp_path) -> Path:
    """A repository whose baseline, and whose every file that Python might import, would leave a mark."""
    mark = tmp_path / "mark"
    code = EVIL.format(mark=str(mark))
    repo.write("evil.py", code)
    for name in EVERYWHERE:
        repo.write(name, code)
    repo.write("a.py", 'password = "x9Kq2ZmT4"\nother = "evil-1234"\n')
    scan_in = tmp_path / "clean"
    scan_in.mkdir()
    document = {
        "version": "1.5.0",
        "plugins_used": [
            {"name": "KeywordDetector", "keyword_exclude": ""},
            {"name": "Evil", "path": "file://evil.py"},
        ],
        "filters_used": [{"path": "file://evil.py::is_it"}],
        "results": {},
    }
    repo.write(".secrets.baseline", json.dumps(document))
    repo.git("add", "a.py", ".secrets.baseline")
    return mark


def test_a_hostile_baseline_runs_nothing(repo, tmp_path, installed):
    mark = hostile(repo, tmp_path)
    code, output = repo.run("hook", "mlhooks-detect-secrets", "a.py", ".secrets.baseline")
    assert code == 2
    assert "a.py:1:1: detect-secrets-secret-keyword" in output
    assert output.count("has not run the plugin Evil") == 1
    assert output.count("has not run the filter file://evil.py") == 1
    assert repo.run("check", "--deep")[0] == 2
    assert not mark.exists()


def test_it_does_run_it_itself(repo, tmp_path):
    mark = hostile(repo, tmp_path)
    for name in EVERYWHERE:
        (repo.root / name).unlink()
    hook_code(repo, "a.py")
    assert mark.exists()


def test_code_that_the_user_allows_runs(repo, tmp_path, installed):
    mark = hostile(repo, tmp_path)
    code, output = repo.run("hook", "mlhooks-detect-secrets", "--allow-plugin=evil.py", "a.py")
    assert code == 1
    assert "a.py:2:1: detect-secrets-evil-type" in output
    assert mark.exists()
