# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import subprocess

import pytest

from mlhooks.baseline import NAME, fingerprint, parse
from support import git as plain_git

LOAD = "torch.load(path)\n"
BAD = "import torch\n" + LOAD


def entries(repo):
    """Path -> the rules that are accepted in it."""
    accepted = parse((repo.root / NAME).read_bytes()).accepted
    return {path: sorted(line.split()[0] for line in lines) for path, lines in accepted.items()}


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
    assert document["format"] == 2
    assert len(bytes.fromhex(document["key"])) == 16
    assert [line.rpartition(" ")[0] for line in document["findings"]] == [
        "a.py torch-load-default",
        "sub/b.py torch-load-default",
        "",
    ]
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
    assert list(entries(accepted)) == ["sub/b.py"]
    (accepted.root / "sub/b.py").unlink()
    accepted.run("baseline", "a.py")
    assert list(entries(accepted)) == ["sub/b.py"]
    accepted.run("baseline", "sub")
    assert entries(accepted) == {}


def test_it_lies_at_the_root_wherever_it_is_called(repo, monkeypatch):
    repo.write("sub/b.py", BAD)
    monkeypatch.chdir(repo.root / "sub")
    assert repo.run("baseline")[1].startswith(
        f"../{NAME} accepts 1 finding, 1 of them new; next: git add ../"
    )
    assert list(entries(repo)) == ["sub/b.py"]
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
        (
            b'{"format": 3}',
            "has format 3, this version reads 1 and 2; it was written by a later mlhooks; update",
        ),
        (b'{"format": 2}', 'has no "key"'),
        (b'{"format": 2, "key": "%s"}' % (b"0" * 32), 'has no list "findings"'),
        (
            b'{"format": 2, "key": "%s", "findings": ["a.py torch-load"]}' % (b"0" * 32),
            "has an entry that is no",
        ),
        (b'{"format": 2, "key": "%s", "findings": [7]}' % (b"0" * 32), "has an entry that is no"),
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
    assert {rule for listed in entries(repo).values() for rule in listed} == rules


def test_a_path_without_findings_leaves_no_entry(accepted):
    accepted.write("a.py", "x = 1\n")
    accepted.write("sub/b.py", "x = 1\n")
    accepted.run("baseline")
    assert entries(accepted) == {}


def test_the_first_format_is_read_and_written_anew(accepted):
    content = parse((accepted.root / NAME).read_bytes())
    old = {
        "format": 1,
        "key": content.key.hex(),
        "findings": {p: sorted(x) for p, x in content.accepted.items()},
    }
    accepted.write(NAME, json.dumps(old))
    assert accepted.run("check") == (0, "")
    accepted.run("baseline")
    assert json.loads((accepted.root / NAME).read_text())["format"] == 2
    assert parse((accepted.root / NAME).read_bytes()).accepted == content.accepted


@pytest.mark.parametrize("name", ["a b.py", "é.py", "a\nb.py", 'q"q.py', "-n.py", " .py"])
def test_any_name_is_kept(name, repo):
    repo.write(name, BAD)
    repo.run("baseline")
    assert entries(repo) == {name: ["torch-load-default"]}
    assert repo.run("check") == (0, "")


def merged(repo, ours, theirs, *, union=False):
    """Two branches change some files and write the baseline anew; whether git merges it, and what it holds."""
    for number in range(0, 90, 10):
        repo.write(f"m{number:02}.py", BAD)
    repo.run("baseline")
    if union:
        repo.write(".gitattributes", f"{NAME} merge=union\n")
    repo.git("add", "-A")
    repo.git("commit", "-q", "-m", "base")
    for branch, files in (("ours", ours), ("theirs", theirs)):
        repo.git("checkout", "-q", "-b", branch, "main")
        for name, content in files.items():
            repo.write(name, content)
        repo.run("baseline")
        repo.git("add", "-A")
        repo.git("commit", "-q", "-m", branch)
    try:
        plain_git(repo.root, "merge", "-q", "-m", "merge", "ours")
    except subprocess.CalledProcessError:
        return None
    return entries(repo)


NINE = [f"m{number:02}.py" for number in range(0, 90, 10)]


@pytest.mark.parametrize(
    ("ours", "theirs", "union", "expected"),
    [
        pytest.param({"a.py": BAD}, {"z.py": BAD}, False, ["a.py", *NINE, "z.py"], id="first and last"),
        pytest.param(
            {"m11.py": BAD}, {"m25.py": BAD}, False, sorted([*NINE, "m11.py", "m25.py"]), id="between"
        ),
        pytest.param({"m80.py": "x = 1\n"}, {"a.py": BAD}, False, ["a.py", *NINE[:-1]], id="the last goes"),
        pytest.param({"m00.py": "x = 1\n"}, {"z.py": BAD}, False, [*NINE[1:], "z.py"], id="the first goes"),
        pytest.param({"z.py": BAD}, {"z.py": BAD}, False, [*NINE, "z.py"], id="the same"),
        pytest.param({"z1.py": BAD}, {"z2.py": BAD}, False, None, id="neighbours"),
        pytest.param({"z1.py": BAD}, {"z2.py": BAD}, True, [*NINE, "z1.py", "z2.py"], id="neighbours, union"),
    ],
)
def test_branches_conflict_only_where_they_differ(ours, theirs, union, expected, repo):
    found = merged(repo, ours, theirs, union=union)
    assert (found and sorted(found)) == expected
    if expected:
        assert repo.run("check") == (0, "")


def test_what_stands_there_twice_or_out_of_order_is_one_entry(accepted):
    document = json.loads((accepted.root / NAME).read_text())
    document["findings"] = [*reversed(document["findings"]), document["findings"][0]]
    accepted.write(NAME, json.dumps(document))
    assert accepted.run("check") == (0, "")
    assert "accepts 2 findings, 0 of them new" in accepted.run("baseline")[1]


def test_an_update_drops_and_says_so(accepted):
    accepted.write("a.py", "x = 1\n")
    accepted.write("new.py", BAD)
    accepted.write("two.py", BAD + "torch.load(other)\n")
    accepted.run("baseline", "two.py")
    (accepted.root / "two.py").unlink()
    code, output = accepted.run("baseline", "--update")
    assert (code, output) == (
        0,
        "dropped a.py: torch-load-default\n"
        "dropped two.py: torch-load-default, 2 findings\n"
        f"{NAME} accepts 1 finding, 0 of them new, 3 dropped; next: git add {NAME}\n",
    )
    assert entries(accepted) == {"sub/b.py": ["torch-load-default"]}
    assert accepted.rules() == ["new.py:2 torch-load-default"]
    before = (accepted.root / NAME).read_bytes()
    assert "dropped" not in accepted.run("baseline", "--update")[1]
    assert (accepted.root / NAME).read_bytes() == before


def test_an_update_keeps_what_it_was_not_asked_about(accepted):
    for name in ("a.py", "sub/b.py"):
        accepted.write(name, "x = 1\n")
    assert "dropped a.py" in accepted.run("baseline", "--update", "a.py")[1]
    assert list(entries(accepted)) == ["sub/b.py"]
    assert "dropped" not in accepted.run("baseline", "--update", "--only", "secrets")[1]


def test_an_update_makes_no_file(repo):
    repo.write("a.py", BAD)
    assert "accepts 0 findings" in repo.run("baseline", "--update")[1]
    assert not (repo.root / NAME).exists()


STRICT = "[tool.mlhooks]\nstrict = true\n"


@pytest.mark.parametrize(
    ("content", "config", "arguments", "expected"),
    [
        pytest.param("x = 1\n", STRICT, [], ["a.py:1 baseline-stale"], id="strict, mended"),
        pytest.param("x = 1\n", STRICT, ["a.py"], ["a.py:1 baseline-stale"], id="one file"),
        pytest.param("x = 1\n", STRICT, ["sub"], [], id="another file"),
        pytest.param("x = 1\n", "", [], [], id="a note is not shown"),
        pytest.param("x = 1\n", "", ["--min-severity", "note"], ["a.py:1 baseline-stale"], id="but can be"),
        pytest.param("x = 1\n", STRICT, ["--only", "secrets"], [], id="not looked for"),
        pytest.param("x = 1\n", STRICT + 'ignore = ["baseline-stale"]\n', [], [], id="ignored"),
        pytest.param("x = 1\n", STRICT + 'exclude = ["a.py"]\n', [], [], id="excluded"),
        pytest.param("# moved\n" + BAD, STRICT, [], [], id="moved"),
        pytest.param(BAD.replace("path", "p"), STRICT, [], ["a.py:1 baseline-stale", "a.py:2 torch-load-default"], id="changed"),
        pytest.param(BAD.replace("\n", "  # mlhooks: ignore[torch-load-default] y\n").replace("  #", "", 1).replace(" mlhooks: ignore[torch-load-default] y", "", 1), STRICT, [], ["a.py:1 baseline-stale"], id="accepted twice"),
        pytest.param(None, STRICT, [], [f"{NAME}:5 baseline-stale"], id="deleted"),
        pytest.param(None, STRICT, ["sub"], [], id="deleted, and the baseline not looked at"),
    ],
)  # fmt: skip
def test_stale_entries(content, config, arguments, expected, accepted):
    if config:
        accepted.write("pyproject.toml", config)
    if content is None:
        (accepted.root / "a.py").unlink()
    else:
        accepted.write("a.py", content)
    assert accepted.rules(*arguments) == expected


def test_a_stale_entry_says_what_to_do_and_its_command_works(accepted):
    accepted.write("pyproject.toml", STRICT)
    accepted.write("a.py", "x = 1\n")
    code, output = accepted.run("check")
    assert code == 1
    assert output.startswith(
        "a.py:1:1: baseline-stale the baseline accepts a finding of torch-load-default that is not in this file "
        "any more\n    do       mlhooks baseline --update\nmlhooks: 1 warning"
    )
    assert accepted.run("baseline", "--update")[0] == 0
    assert accepted.run("check") == (0, "")


def test_what_a_broken_check_did_not_look_at_is_not_stale(accepted, monkeypatch):
    from mlhooks.checks.unsafe_load import CHECK

    accepted.write("pyproject.toml", STRICT)
    monkeypatch.setattr(type(CHECK), "load", lambda self: 1 / 0)
    assert "baseline-stale" not in accepted.run("check")[1]
