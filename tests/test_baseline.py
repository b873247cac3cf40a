# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json

import pytest

from mlhooks.baseline import NAME, fingerprint

LOAD = "torch.load(path)\n"
BAD = "import torch\n" + LOAD


@pytest.fixture
def accepted(repo):
    repo.write("a.py", BAD)
    repo.write("sub/b.py", BAD)
    assert repo.run("baseline") == (0, f"{NAME} accepts 2 findings, 2 of them new; next: git add {NAME}\n")
    return repo


def test_what_was_accepted_passes(accepted):
    assert accepted.run("check") == (0, "")
    assert accepted.run("hook", "unsafe-load", "a.py") == (0, "")


def test_the_file_is_sorted_and_says_nothing_that_changes(accepted):
    document = json.loads((accepted.root / NAME).read_text())
    assert sorted(document) == ["findings", "format", "key"]
    assert document["format"] == 1
    assert len(bytes.fromhex(document["key"])) == 16
    assert list(document["findings"]) == ["a.py", "sub/b.py"]
    before = (accepted.root / NAME).read_bytes()
    accepted.run("baseline")
    assert (accepted.root / NAME).read_bytes() == before


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param("\n\n# moved\n" + BAD, [], id="moved"),
        pytest.param("import torch\nif x:\n    " + LOAD, [], id="indented"),
        pytest.param(BAD + "y = 1\n", [], id="a stranger's line"),
        pytest.param(BAD + LOAD, ["a.py:3 torch-load-default"], id="a second time in the file"),
        pytest.param(BAD + "torch.load(other)\n", ["a.py:3 torch-load-default"], id="another"),
        pytest.param("import torch\ntorch.load(other)\n", ["a.py:2 torch-load-default"], id="changed"),
    ],
)
def test_only_what_is_new_fails(content, expected, accepted):
    accepted.write("a.py", content)
    assert accepted.rules() == expected


def test_a_renamed_file_is_new(accepted):
    (accepted.root / "a.py").rename(accepted.root / "c.py")
    assert accepted.rules() == ["c.py:2 torch-load-default"]


def test_entries_of_other_paths_stay_and_vanished_ones_go(accepted):
    accepted.write("a.py", "x = 1\n")
    accepted.run("baseline", "a.py")
    assert list(json.loads((accepted.root / NAME).read_text())["findings"]) == ["sub/b.py"]
    (accepted.root / "sub/b.py").unlink()
    accepted.run("baseline", "a.py")
    assert list(json.loads((accepted.root / NAME).read_text())["findings"]) == ["sub/b.py"]
    accepted.run("baseline", "sub")
    assert json.loads((accepted.root / NAME).read_text())["findings"] == {}


def test_it_lies_at_the_root_wherever_it_is_called(repo, monkeypatch):
    repo.write("sub/b.py", BAD)
    monkeypatch.chdir(repo.root / "sub")
    assert repo.run("baseline")[1].startswith(
        f"../{NAME} accepts 1 finding, 1 of them new; next: git add ../"
    )
    assert list(json.loads((repo.root / NAME).read_text())["findings"]) == ["sub/b.py"]
    assert repo.run("check") == (0, "")


def test_notes_are_not_accepted(repo):
    repo.write("tests/test_a.py", BAD)
    assert "accepts 0 findings, 0 of them new" in repo.run("baseline")[1]


def test_checks_never_write_it(accepted):
    before = (accepted.root / NAME).read_bytes()
    accepted.write("a.py", "x = 1\n")
    accepted.run("check")
    accepted.run("hook", "mlhooks", "a.py", "sub/b.py")
    assert (accepted.root / NAME).read_bytes() == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "1: is not JSON"),
        (b"{\n'a'", "2: is not JSON"),
        (b"\xff\xfe{\0", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"[]", 'has no integer "format"'),
        (b'{"format": 2}', "has format 2, this version reads 1; update mlhooks"),
        (b'{"format": 1}', 'has no "key"'),
        (b'{"format": 1, "key": "zz"}', 'has no "key"'),
        (b'{"format": 1, "key": "%s"}' % (b"0" * 32), 'has no table "findings"'),
        (b'{"format": 1, "key": "%s", "findings": {"a": [1]}}' % (b"0" * 32), 'has entries for "a"'),
    ],
)
def test_a_broken_baseline_stops(content, message, repo):
    repo.write(NAME, content)
    repo.write("a.py", BAD)
    code, output = repo.run("check", "a.py")
    assert code == 2
    assert output.startswith(f"mlhooks: {NAME}:")
    assert message in output
    assert repo.run("baseline")[0] == 2
    assert (repo.root / NAME).read_bytes() == content


def test_a_file_that_cannot_be_judged_stops_the_writing(repo, monkeypatch):
    repo.write("a.py", BAD)
    repo.run("baseline")
    before = (repo.root / NAME).read_bytes()
    from mlhooks.checks.unsafe_load import CHECK

    monkeypatch.setattr(type(CHECK), "load", lambda self: 1 / 0)
    code, output = repo.run("baseline")
    assert code == 2
    assert "was not written" in output
    assert (repo.root / NAME).read_bytes() == before


def test_the_key_decides_the_fingerprint():
    parts = ("rule", "a.py", "identity", 0)
    names = {fingerprint(key * 16, *parts) for key in (b"a", b"b")}
    assert len(names) == 2
    assert fingerprint(b"a" * 16, "rule", "a.py", "identity", 1) not in names


def test_only_some_checks(repo):
    repo.write("a.py", BAD)
    repo.write("a.ts", "new WebAssembly.Memory({ initial: 1 });\n")
    hint = repo.run("check", "--only", "wasm-memory")[1].strip().rpartition(": ")[2]
    assert hint == "mlhooks baseline --only wasm-memory"
    assert "accepts 1 finding, 1 of them new" in repo.run(*hint.split()[1:])[1]
    assert repo.rules() == ["a.py:2 torch-load-default"]
    assert "accepts 2 findings, 1 of them new" in repo.run("baseline", "--only", "unsafe-load")[1]
    assert repo.run("check") == (0, "")


@pytest.mark.parametrize(
    ("listed", "rules"),
    [
        (["mlhooks"], {"torch-load-default"}),
        (["secrets"], set()),
        (["unsafe-load"], {"torch-load-default"}),
        (["license-header"], {"license-header-missing"}),
        (["mlhooks", "license-header"], {"torch-load-default", "license-header-missing"}),
    ],
)
def test_the_manual_hook_accepts_what_the_listed_hooks_report(listed, rules, repo):
    hooks = "".join(f"  - id: {hook}\n" for hook in [*listed, "mlhooks-baseline"])
    repo.write(".pre-commit-config.yaml", f"repos:\n- repo: x\n  hooks:\n{hooks}")
    repo.write("pyproject.toml", '[project]\nname = "x"\nversion = "1"\nlicense = "MIT"\n')
    repo.write("a.py", BAD)
    repo.git("add", "-A")
    assert repo.run("hook", "mlhooks-baseline")[0] == 0
    accepted = json.loads((repo.root / NAME).read_text())["findings"]
    assert {line.split()[0] for lines in accepted.values() for line in lines} == rules


def test_a_path_without_findings_leaves_no_entry(accepted):
    accepted.write("a.py", "x = 1\n")
    accepted.write("sub/b.py", "x = 1\n")
    accepted.run("baseline")
    assert json.loads((accepted.root / NAME).read_text())["findings"] == {}
