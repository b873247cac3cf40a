# SPDX-License-Identifier: Apache-2.0
"""Secrets that a team has accepted with detect-secrets; `real/test_detect_secrets` asks the tool itself."""

from __future__ import annotations

import json
from hashlib import sha1

import pytest

from checks.secrets_samples import BASE62, WEB64, chance, jwt, pem, rsa, with_crc
from mlhooks.checks.secrets import accepted

GH = with_crc("gh" + "p_", chance(BASE62, 30))
GH2 = with_crc("gh" + "p_", chance(BASE62, 30, 2))
GH3 = with_crc("gh" + "p_", chance(BASE62, 30, 3))
GL = "gl" + "pat-" + chance(WEB64, 20)
GL2 = "gl" + "pat-" + chance(WEB64, 20, 2)
SLACK = "xox" + "b-2345678901-3456789012-aZ3kQ9vB7nM1xC5tR8wY2pLd"
SLACK2 = "xox" + "b-2345678901-3456789012-bY4kQ9vB7nM1xC5tR8wY2pLd"
STRIPE = "sk_" + "live_" + chance(BASE62, 99)
OPENAI = "sk-proj-" + chance(WEB64, 58) + "T3Blbk" + "FJ" + chance(BASE62, 58)
PASSWORD = "Zk7" + "qW9x" + "Lm2"
KEY = pem("RSA", rsa(1024))
KEY2 = pem("RSA", rsa(1536))
KEYWORD = "Secret Keyword"


def entry(text: str, type: str = KEYWORD, **more) -> dict:
    return {"type": type, "filename": "a.py", "hashed_secret": sha1(text.encode()).hexdigest(), **more}


def document(*entries: dict, path: str = "a.py", version: str = "1.5.0") -> dict:
    return {"version": version, "plugins_used": [], "filters_used": [], "results": {path: list(entries)}}


def accept(repo, *entries: dict, **more) -> None:
    repo.write(".secrets.baseline", json.dumps(document(*entries, **more), indent=2))


@pytest.mark.parametrize(
    ("code", "captured", "type"),
    [
        (f'x = "{SLACK}"\n', SLACK, "Slack Token"),
        (f'\n\n\ny = 1\nx = "{SLACK}"\n', SLACK, "Slack Token"),
        (f'x = "a {SLACK} b"\n', f"a {SLACK} b", KEYWORD),
        (f"x = {SLACK} # why,\n", f"{SLACK} # why", KEYWORD),
        (f"password: x {SLACK}\n", f"x {SLACK}", KEYWORD),
        (f"x = {STRIPE}\n", STRIPE[: 8 + 24], "Stripe Access Key"),
        (f"x = {OPENAI}\n", OPENAI[: OPENAI.index("FJ") + 22], "OpenAI Token"),
        (f"x = {jwt()}\n", jwt().rpartition(".")[0] + ".", "JSON Web Token"),
        (f"x = '//h/:_authToken={GH}'\n", GH, "NPM tokens"),
        (f"u = postgres://bob:{PASSWORD}@db.acme-corp.io/x\n", PASSWORD, "Basic Auth Credentials"),
        (f"u = 'postgres://bob:{PASSWORD}@db.acme-corp.io/x'\n", f"postgres://bob:{PASSWORD}@db.acme-corp.io/x", KEYWORD),
        (f'x = "{GH}"\n', GH, "Base64 High Entropy String"),
        (f"{GH}\n", "gh" + "p", "GitHub Token"),
        (f"# {GL}\n", "gl" + "pat", "GitLab Token"),
        (KEY, "BEGIN RSA PRIVATE KEY", "Private Key"),
    ],
)  # fmt: skip
def test_what_was_accepted_stays_accepted(code, captured, type, repo):
    repo.write("a.py", code)
    assert len(repo.rules("--only", "secrets")) == 1
    accept(repo, entry(captured, type))
    assert repo.run("check", "--only", "secrets") == (0, "")
    accept(repo, entry(captured, type), path="b.py")
    assert len(repo.rules("--only", "secrets")) == 1  # of another file


@pytest.mark.parametrize(
    ("code", "captured", "type"),
    [
        (f'x = "{SLACK2}"\n', SLACK, "Slack Token"),
        (f'x = "{SLACK}"\n', SLACK[:30], KEYWORD),  # a part that is not the whole secret
        (f'x = "{SLACK}"\n', "xoxb", "Slack Token"),
        (f"x = {jwt()}\n", jwt().partition(".")[0], "Base64 High Entropy String"),  # what all of them begin with
        (f"x = {STRIPE}\n", STRIPE[: 8 + 24], KEYWORD),
        (f'"""\n{GH2}\n{GH}"""\n', GH, "GitHub Token"),
        (f"x = {GH}\n", "gh" + "o", "GitHub Token"),
        (f"u = postgres://bob:{PASSWORD}@db.acme-corp.io/x\n", "bob", "Basic Auth Credentials"),
        (KEY2, "BEGIN EC PRIVATE KEY", "Private Key"),
    ],
)  # fmt: skip
def test_what_was_not_is_reported(code, captured, type, repo):
    repo.write("a.py", code)
    accept(repo, entry(captured, type))
    assert len(repo.rules("--only", "secrets")) == 1


@pytest.mark.parametrize(
    ("first", "second", "common"),
    [(GH, GH2, "gh" + "p"), (GL, GL2, "gl" + "pat"), (KEY, KEY2, "BEGIN RSA PRIVATE KEY")],
)
def test_only_the_first_of_a_common_beginning_is_meant(first, second, common, repo):
    accept(repo, entry(common, "GitHub Token", line_number=1))
    repo.write("a.py", f'"""{first}"""\n\n"""{second}"""\n')
    (found,) = repo.rules("--only", "secrets")
    assert int(found.split()[0].partition(":")[2]) > 1
    repo.write("a.py", f'# pragma: allowlist nextline secret\n"""{first}"""\n\n"""{second}"""\n')
    assert repo.rules("--only", "secrets") == []


def test_nothing_is_ever_written(repo):
    repo.write("a.py", f'\n\n"""{GH}"""\n')
    accept(repo, entry("gh" + "p", "GitHub Token", line_number=1))
    before = (repo.root / ".secrets.baseline").read_bytes()
    assert repo.run("check", "--only", "secrets")[0] == 0
    assert repo.run("hook", "secrets", "a.py", ".secrets.baseline") == (0, "")
    assert (repo.root / ".secrets.baseline").read_bytes() == before


def test_accepted_secrets_are_still_hidden(repo):
    """What the team has accepted is no less secret in the code that a fix line quotes."""
    repo.write("a.py", f'import torch\ntorch.load(get("{SLACK}"), map_location=1)\n')
    accept(repo, entry(SLACK, "Slack Token"))
    code, output = repo.run("check")
    assert code == 1
    assert SLACK[:20] not in output


OLD = {
    "0.9": {"exclude_regex": "x", "generated_at": "now", "plugins_used": [{"name": "HexHighEntropyString", "hex_limit": 3}]},
    "0.12": {"exclude": {"files": "x", "lines": None}, "word_list": {"file": None, "hash": None}},
    "0.14": {"custom_plugin_paths": ["evil.py"], "plugins_used": []},
    "1.0": {"plugins_used": [], "filters_used": []},
    "1.5": {"plugins_used": [{"name": "X", "path": "file://evil.py"}], "filters_used": []},
}  # fmt: skip


@pytest.mark.parametrize("version", OLD)
def test_every_version_is_read(version, repo):
    listed = [{"type": KEYWORD, "hashed_secret": sha1(SLACK.encode()).hexdigest(), "is_secret": False}]
    text = json.dumps({**OLD[version], "version": f"{version}.3", "results": {"a.py": listed}})
    repo.write("a.py", f'x = "{SLACK}"\n')
    repo.write("evil.py", "raise SystemExit('ran')\n")
    for content in (
        text,
        text.encode("utf-16"),
        b"\xfe\xff" + text.encode("utf-16-be"),
        b"\xef\xbb\xbf" + text.encode(),
    ):
        repo.write(".secrets.baseline", content)
        assert repo.run("check") == (0, "")


BROKEN = {
    "not JSON": ("{\n\n]", ".secrets.baseline:3: is not JSON"),
    "cut": ('{"version": "1.5.0", "results": {', "is not JSON"),
    "empty": ("", "is not JSON"),
    "UTF-16 without its mark": ('{"version": "1"}'.encode("utf-16-le"), "is not JSON"),
    "deep": ("[" * 200_000, "is not JSON"),
    "long number": ('{"version": ' + "9" * 10_000 + "}", "is not JSON"),
    "a list": ("[]", 'has no "version"'),
    "no version": ('{"results": {}}', 'has no "version"'),
    "odd version": ('{"version": "latest", "results": {}}', "has a version that is no number"),
    "later": ('{"version": "1.6.0", "results": {}}', "was written by detect-secrets 1.6.0"),
    "much later": ('{"version": "2.0.0", "results": {}}', "was written by detect-secrets 2.0.0"),
    "no results": ('{"version": "1.5.0"}', 'has no table "results"'),
    "odd results": ('{"version": "1.5.0", "results": {"a.py": {}}}', 'has results for "a.py"'),
    "odd entry": ('{"version": "1.5.0", "results": {"a.py": [{"type": 1}]}}', 'has results for "a.py"'),
    "odd hash": ('{"version": "1.5.0", "results": {"a.py": [{"type": "x", "hashed_secret": "1"}]}}', 'has results for'),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_baseline_that_cannot_be_used_is_named(name, repo):
    content, said = BROKEN[name]
    repo.write("a.py", f'x = "{SLACK}"\n')
    repo.write(".secrets.baseline", content)
    for arguments in (("check",), ("hook", "secrets", "a.py"), ("hook", "mlhooks", ".secrets.baseline")):
        code, output = repo.run(*arguments)
        assert code == 2
        assert said in output
        assert SLACK not in output
        assert output.count("\n") == 1
    repo.write("mlhooks.toml", '[secrets]\nbaseline = ""\n')
    assert repo.run("check")[0] == 1


def test_a_link_is_no_baseline(repo):
    repo.write("a.py", f'x = "{SLACK}"\n')
    (repo.root / ".secrets.baseline").symlink_to("/dev/zero")
    assert "is no regular file" in repo.run("check")[1]


def test_many_files_name_it_once(repo, monkeypatch):
    repo.write(".secrets.baseline", "{")
    for number in range(600):
        repo.write(f"{number}.py", f'x = "{SLACK}"\n')
    code, output = repo.run("check", "--jobs", "2")
    assert (code, output.count("\n")) == (2, 1)
    assert output.startswith("mlhooks: .secrets.baseline:1: is not JSON")


def test_changes_that_are_not_staged_are_named(repo):
    repo.write("a.py", f'x = "{SLACK}"\n')
    accept(repo)
    repo.git("add", "-A")
    accept(repo, entry(SLACK))
    code, output = repo.run("hook", "secrets", "a.py")
    assert code == 1
    assert "a.py:1:1: baseline-unstaged accepted by .secrets.baseline, which has changes" in output
    assert "do       git add .secrets.baseline" in output
    repo.git("add", "-A")
    assert repo.run("hook", "secrets", "a.py") == (0, "")


def test_staged_files_are_judged_by_the_staged_baseline(repo):
    repo.write("a.py", f'x = "{SLACK}"\n')
    accept(repo, entry(SLACK))
    repo.git("add", "-A")
    accept(repo)
    assert repo.run("check", "--staged") == (0, "")
    repo.git("add", "-A")
    accept(repo, entry(SLACK))
    assert repo.run("check", "--staged")[0] == 1


def test_another_name_for_the_baseline(repo):
    repo.write("a.py", f'x = "{SLACK}"\n')
    repo.write("ci/secrets.json", json.dumps(document(entry(SLACK))))
    repo.write("mlhooks.toml", '[secrets]\nbaseline = "ci/secrets.json"\n')
    assert repo.run("check") == (0, "")


PRAGMAS = [
    ("a.py", "{}  # pragma: allowlist secret"),
    ("a.py", "{} #pragma:allowlist secret"),
    ("a.py", "{}  # pragma: whitelist secret"),
    ("a.py", "{}  # pragma: allowlist-secret because"),
    ("a.go", "{} // pragma: allowlist secret"),
    ("a.c", "{} /* pragma: allowlist secret */"),
    ("a.vb", "{} 'pragma: allowlist secret"),
    ("a.sql", "{} -- pragma: allowlist secret"),
    ("a.xml", "<a>{}</a> <!-- pragma: allowlist secret -->"),
    ("a.html", "<a>{}</a> <!--# pragma: allowlist secret -->"),
    ("a.yaml", "a: {} # pragma: allowlist secret"),
    ("a.txt", "{} # pragma: allowlist secret"),
    ("a.md", "{} // pragma: allowlist secret"),
    ("a.json", '{{"a": "{}"}} // pragma: allowlist secret'),
    ("a.cfg", "[s]\na = {} # pragma: allowlist secret"),
    ("a.py", "# pragma: allowlist nextline secret\n{}"),
    ("a.py", "#pragma: allowlist-nextline-secret\n{}"),
    ("a.sql", "-- pragma: allowlist nextline secret\n{}"),
    ("a.txt", "// pragma: allowlist nextline secret\n{}"),
    ("a.xml", "<!-- pragma: allowlist nextline secret -->\n<a>{}</a>"),
    ("a.c", "/* pragma: allowlist nextline secret */\n{}"),
]
NO_PRAGMAS = [
    ("a.py", "# pragma: whitelist nextline secret\n{}"),
    ("a.txt", "x // pragma: allowlist nextline secret\n{}"),
    ("a.txt", "{} pragma: allowlist secret"),
    ("a.txt", "{} # pragma: allow secret"),
    ("a.txt", "{} /* pragma: allowlist secret */ x"),
    ("a.yaml", "a: {} // pragma: allowlist secret"),
    ("a.txt", "# pragma: allowlist secret\n{}"),
]


@pytest.mark.parametrize(("path", "text", "accepted"), [*((*p, True) for p in PRAGMAS), *((*p, False) for p in NO_PRAGMAS)])  # fmt: skip
def test_marks_in_a_line(path, text, accepted, repo):
    repo.write(path, text.format(SLACK) + "\n")
    assert (repo.rules("--only", "secrets") == []) == accepted
    repo.write("mlhooks.toml", "foreign-marks = false\n")
    assert len(repo.rules("--only", "secrets")) == 1


def test_migrate(repo):
    repo.write("a.py", f'"""\n{GH}\n{GH2}\n{SLACK}\n"""\n')
    kept = entry(SLACK, "Slack Token", line_number=4)
    accept(repo, entry("gh" + "p", "GitHub Token", line_number=2, is_verified=False), kept)
    assert len(repo.rules("--only", "secrets")) == 1
    code, output = repo.run("baseline", "--migrate")
    assert (code, output) == (0, MIGRATED.format("1 entry", "names 2 secrets"))
    listed = json.loads((repo.root / ".secrets.baseline").read_text())["results"]["a.py"]
    new = [
        entry(token, "GitHub Token", line_number=line, is_verified=False)
        for token, line in ((GH, 2), (GH2, 3))
    ]
    assert listed == [*new, kept]
    assert repo.run("check") == (0, "")
    repo.write("a.py", f'"""{GH}\n{GH2}\n{GH3}"""\n')
    assert len(repo.rules("--only", "secrets")) == 1  # the one that came after
    before = (repo.root / ".secrets.baseline").read_bytes()
    assert (
        repo.run("baseline", "--migrate")[1]
        == ".secrets.baseline has no entry that names no secret; nothing was written\n"
    )
    assert (repo.root / ".secrets.baseline").read_bytes() == before


MIGRATED = (
    "{} of .secrets.baseline that named no secret now {}: what stands there today; "
    "detect-secrets itself reports it again. Next: git add .secrets.baseline\n"
)


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_migrate_keeps_encoding_and_line_ends(codec, repo):
    repo.write("a.py", f"# {GL}\n{KEY}\n")
    text = json.dumps(
        document(entry("gl" + "pat", "GitLab Token"), entry("BEGIN RSA PRIVATE KEY", "Private Key")), indent=2
    )
    repo.write(".secrets.baseline", text.replace("\n", "\r\n").encode(codec))
    assert repo.run("baseline", "--migrate") == (0, MIGRATED.format("2 entries", "name 2 secrets"))
    new = (repo.root / ".secrets.baseline").read_bytes().decode(codec)
    assert new.count("\r\n") == new.count("\n") > 5
    assert repo.run("check", "--only", "secrets") == (0, "")


def test_migrate_reads_nothing_outside(repo, tmp_path):
    """A path in a baseline is data: what it names outside the project is neither read nor hashed."""
    (tmp_path / "out.txt").write_text(GH)
    (repo.root / "link.txt").symlink_to(tmp_path / "out.txt")
    common = entry("gh" + "p", "GitHub Token")
    for path in ("../out.txt", str(tmp_path / "out.txt"), "gone.txt", "link.txt"):
        accept(repo, common, path=path)
        before = (repo.root / ".secrets.baseline").read_bytes()
        repo.run("baseline", "--migrate")
        assert (repo.root / ".secrets.baseline").read_bytes() == before
    assert repo.run("baseline", "--migrate")[0] == 2  # the link is there and not read


def test_migrate_without_a_baseline(repo):
    code, output = repo.run("baseline", "--migrate")
    assert code == 2
    assert "there is no .secrets.baseline" in output


def test_many_tokens_in_a_listed_file_end_in_time(repo):
    """The texts that are tried for one file are bounded; beyond, only whole values are compared."""
    tokens = [with_crc("gh" + "p_", chance(BASE62, 30, seed)) for seed in range(3000)]
    repo.write("a.py", "".join(f'x = f("{token}", a, b, c="{token}")\n' for token in tokens))
    accept(repo, *(entry(token) for token in tokens))
    assert repo.run("check", "--only", "secrets")[0] == 0


def test_beyond_the_bound_only_whole_values_are_compared(repo, monkeypatch):
    """A bound hides nothing: what it leaves untried is reported."""
    monkeypatch.setattr(accepted, "MOST", 100)
    repo.write("a.py", "".join(f'x = f("{token}", a, b, c)\n' for token in (SLACK, GH, STRIPE)))
    around = entry(f'{STRIPE}", a, b, c')
    accept(repo, around)
    assert len(repo.rules("--only", "secrets")) == 3
    accept(repo, entry(STRIPE))
    assert len(repo.rules("--only", "secrets")) == 2
    monkeypatch.setattr(accepted, "MOST", 500_000)
    accept(repo, around)
    assert len(repo.rules("--only", "secrets")) == 2


def test_what_it_accepts_is_counted_and_listed(repo):
    token = "hf_" + "kTzQwLmNbVcXyUiOpRsDfGhJaEtWqZxCvB"
    entry = {"type": "Hugging Face", "hashed_secret": sha1(token.encode()).hexdigest()}
    baseline = {"version": "1.5.0", "plugins_used": [], "results": {"a.py": [entry], "gone.py": [entry]}}
    repo.write("ci/base.json", json.dumps(baseline))
    repo.write("mlhooks.toml", '[secrets]\nbaseline = "ci/base.json"\n')
    repo.write("a.py", f'T = "{token}"\n')
    assert "; 1 accepted by ci/base.json" in repo.run("check", "--statistics")[1]
    summary = json.loads(repo.run("check", "--format", "json")[1])["summary"]
    assert (summary["accepted_by_detect_secrets"], summary["accepted"]) == (1, 0)
    lines = repo.run("suppressions")[1].splitlines()
    assert "ci/base.json: 2 secrets   (in the baseline)" in lines
