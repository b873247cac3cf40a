# SPDX-License-Identifier: Apache-2.0
"""`check --since REF`: only what lies on lines changed since the merge base, with real git."""

from __future__ import annotations

import os
import subprocess

import pytest

from mlhooks.core.patch import _name, hunks, listed
from support import git

HEAD = "import torch\n"
LOAD = "torch.load(path)\n"
BAD = HEAD + LOAD
CALL = "torch.load(\n    path,\n    weights_only=True,\n)\n"


def commit(repo, message="x"):
    repo.git("add", "-A")
    repo.git("commit", "-q", "-m", message)


@pytest.fixture
def old(repo):
    """A code base that is not clean: main holds findings, and the branch is where work goes on."""
    repo.write("a.py", BAD)
    repo.write("sub/b.py", BAD)
    repo.write("c.py", HEAD + CALL)
    commit(repo)
    repo.git("checkout", "-q", "-b", "work")
    return repo


@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        pytest.param("a.py", BAD, [], id="nothing"),
        pytest.param("a.py", BAD + "x = 1\n", [], id="another line"),
        pytest.param("a.py", BAD + "torch.load(other)\n", ["a.py:3"], id="an added line"),
        pytest.param("a.py", "# new\n" * 3 + BAD, [], id="moved down"),
        pytest.param("a.py", HEAD + "torch.load(path2)\n", ["a.py:2"], id="a changed line"),
        pytest.param(
            "c.py", HEAD + CALL.replace("    weights_only=True,\n", ""), ["c.py:2"], id="a deleted line in it"
        ),
        pytest.param("a.py", "import os\n" + BAD, [], id="above"),
        pytest.param("new.py", BAD, ["new.py:2"], id="a new file"),
        pytest.param("sub/b b\té\n.py", BAD, ["sub/b b"], id="an unusual name"),
        pytest.param('sub/"+++ b.py', BAD, ['sub/"+++ b.py:2'], id="quotes"),
        pytest.param(
            "a.py",
            "x = '''\n++ b/sub/b.py\n'''\n" + BAD + "torch.load(other)\n",
            ["a.py:6"],
            id="content like a name",
        ),
        pytest.param(
            "a.py",
            BAD + "x = '''\n+++ b/sub/b.py\n@@ -1 +1,2 @@\ndiff --git a/x b/sub/b.py\n'''\n",
            [],
            id="content like a patch",
        ),
    ],
)
@pytest.mark.parametrize("how", ["working tree", "added", "committed"])
def test_only_what_lies_on_changed_lines(path, content, expected, how, old):
    old.write(path, content)
    if how != "working tree":
        old.git("add", "-A")
    if how == "committed" and old.git("status", "--porcelain"):
        old.git("commit", "-q", "-m", "y")
    found = [line.rpartition(" ")[0] for line in old.rules("--since", "main")]
    assert [line[: len(want)] for line, want in zip(found, expected, strict=True)] == expected


def test_the_exit_code_is_that_of_what_changed(old):
    assert old.run("check")[0] == 1
    assert old.run("check", "--since", "main") == (0, "")
    old.write("a.py", BAD + LOAD)
    code, output = old.run("check", "--since", "main", "--statistics")
    assert code == 1
    assert "mlhooks: 1 warning in 1 file; 1 file looked at" in output
    assert "1 not on lines that changed" in output


def test_renames_are_followed(old):
    filler = "".join(f"x{n} = {n}\n" for n in range(40))
    old.write("a.py", BAD + filler)
    commit(old)
    base = old.git("rev-parse", "HEAD").strip()
    old.git("mv", "a.py", "moved.py")
    commit(old)
    assert old.rules("--since", base) == []
    old.write("moved.py", BAD + "torch.load(other)\n" + filler)
    assert old.rules("--since", base) == ["moved.py:3 torch-load-default"]


def test_what_main_did_meanwhile_is_not_ours(old):
    old.write("a.py", BAD + LOAD)
    commit(old)
    old.git("checkout", "-q", "main")
    old.write("sub/b.py", BAD + LOAD)
    commit(old)
    old.git("checkout", "-q", "work")
    assert old.rules("--since", "main") == ["a.py:3 torch-load-default"]


@pytest.mark.parametrize("added", [False, True])
def test_a_finding_about_a_file_counts_where_the_file_is_new(added, old):
    old.write("pyproject.toml", '[tool.mlhooks.license-header]\nlicense = "MIT"\nholder = "x"\n')
    old.write("new.py", "x = 1\n")
    old.write("a.py", BAD + "x = 1\n")
    if added:
        old.git("add", "-A")
    assert "new.py:1 license-header-missing" in old.rules("--since", "main")
    assert "a.py:1 license-header-missing" not in old.rules("--since", "main")
    assert "a.py:1 license-header-missing" in old.rules()


@pytest.mark.parametrize("name", ["x.bin", "x.py"])
def test_what_git_takes_for_a_binary_counts_whole(name, old):
    old.write(".gitattributes", "*.py -diff\n")
    old.write("model.pkl", b"\x80\x04N.")
    commit(old)
    old.git("branch", "-f", "main")
    old.write("a.py", BAD + "x = 1\n")
    assert old.rules("--since", "main") == ["a.py:2 torch-load-default"]


def test_other_modes_change_no_line(old):
    (old.root / "a.py").chmod(0o755)
    old.git("add", "-A")
    assert old.rules("--since", "main") == []


def test_paths_and_tracked_only(old, monkeypatch):
    old.write("sub/b.py", BAD + LOAD)
    old.write("new.py", BAD)
    old.write("ignored.py", BAD)
    old.write(".gitignore", "ignored.py\n")
    assert old.rules("--since", "main", "sub") == ["sub/b.py:3 torch-load-default"]
    assert old.rules("--since", "main", "--tracked") == ["sub/b.py:3 torch-load-default"]
    assert old.rules("--since", "main", "ignored.py") == ["ignored.py:2 torch-load-default"]
    monkeypatch.chdir(old.root / "sub")
    assert old.rules("--since", "main") == ["b.py:3 torch-load-default"]


def test_with_many_files_and_processes_too(old):
    for number in range(600):
        old.write(f"many/{number}.py", BAD)
    commit(old)
    old.git("branch", "-f", "main")
    for number in range(600):
        old.write(f"many/{number}.py", BAD + "# x\n")
    old.write("many/7.py", BAD + LOAD)
    assert old.rules("--since", "main", "--jobs", "2") == ["many/7.py:3 torch-load-default"]


@pytest.mark.parametrize(
    "ref", ["nope", "origin/main", "--output=x", "-h", "", "HEAD:a.py", "\u202e", "a\nb"]
)
def test_an_unknown_reference(ref, old):
    code, output = old.run("check", f"--since={ref}")
    assert code == 2
    assert output.startswith("mlhooks: git knows no commit called ")
    assert output.count("\n") == 1
    assert "origin/NAME and must have been fetched" in output
    assert not (old.root / "x").exists()


def test_an_unborn_head(repo):
    repo.write("a.py", BAD)
    code, output = repo.run("check", "--since", "main")
    assert (code, output) == (
        2,
        "mlhooks: HEAD has no commit yet, so nothing can have changed since main; leave --since out\n",
    )


def test_no_common_commit(old):
    old.git("checkout", "-q", "--orphan", "lone")
    commit(old, "a root of its own")
    code, output = old.run("check", "--since", "main")
    assert code == 2
    assert "main and HEAD have no commit in common" in output


def test_no_repository(tmp_path, repo, monkeypatch):
    (tmp_path / "plain").mkdir()
    monkeypatch.chdir(tmp_path / "plain")
    (tmp_path / "plain/a.py").write_text(BAD)
    code, output = repo.run("check", "--since", "main")
    assert (code, output) == (2, "mlhooks: --since and --staged ask git, and there is no repository here\n")


def clone(old, target, *options):
    url = f"file://{old.root}"
    git(target.parent, "clone", "-q", *options, url, str(target))


def forked(old):
    """main and work part two commits ago."""
    for branch in ("main", "work"):
        old.git("checkout", "-q", branch)
        for number in range(2):
            old.write(f"{branch}{number}.py", "x = 1\n" if number else HEAD + "torch.load(new)\n")
            commit(old)
    old.git("config", "uploadpack.allowFilter", "true")


@pytest.mark.parametrize(
    ("options", "ref", "said"),
    [
        (
            ["--depth", "1", "--no-single-branch"],
            "origin/main",
            "is shallow and does not reach the commit where",
        ),
        (["--depth", "1"], "origin/main", "and this clone is shallow; fetch it"),
    ],
)
def test_a_shallow_clone(options, ref, said, old, tmp_path, monkeypatch):
    forked(old)
    clone(old, tmp_path / "shallow", *options)
    monkeypatch.chdir(tmp_path / "shallow")
    code, output = old.run("check", "--since", ref)
    assert code == 2
    assert said in output
    assert "fetch-depth: 0" in output
    git(tmp_path / "shallow", "fetch", "-q", "--unshallow", "origin", "+refs/heads/*:refs/remotes/origin/*")
    assert old.rules("--since", ref) == ["work0.py:2 torch-load-default"]


def test_a_partial_clone_is_not_completed(old, tmp_path, monkeypatch):
    forked(old)
    old.write("c.py", HEAD + CALL + LOAD)
    commit(old)
    clone(old, tmp_path / "partial", "--filter=blob:none")
    monkeypatch.chdir(tmp_path / "partial")
    packs = sorted(os.listdir(".git/objects/pack"))
    code, output = old.run("check", "--since", "origin/main")
    assert code == 2
    assert "this partial clone lacks contents that a comparison with origin/main needs" in output
    assert sorted(os.listdir(".git/objects/pack")) == packs
    git(tmp_path / "partial", "diff", "--stat", "origin/main...HEAD")
    assert old.rules("--since", "origin/main") == [
        "c.py:6 torch-load-default",
        "work0.py:2 torch-load-default",
    ]


def test_a_sparse_checkout(old):
    old.write("a.py", BAD + LOAD)
    old.write("sub/b.py", BAD + LOAD)
    commit(old)
    old.git("sparse-checkout", "set", "--no-cone", "/sub/")
    assert not (old.root / "a.py").exists()
    assert old.rules("--since", "main") == ["sub/b.py:3 torch-load-default"]
    assert "left out: not in the working tree 1" in old.run("check", "--since", "main")[1]


def test_a_worktree(old, tmp_path, monkeypatch):
    old.git("worktree", "add", "-q", "-b", "other", str(tmp_path / "other"), "main")
    monkeypatch.chdir(tmp_path / "other")
    assert old.run("check", "--since", "main") == (0, "")
    (tmp_path / "other/a.py").write_text(BAD + LOAD)
    assert old.rules("--since", "main") == ["a.py:3 torch-load-default"]


def test_a_submodule_is_its_own_repository(old, tmp_path, monkeypatch):
    inner = tmp_path / "inner"
    inner.mkdir()
    git(inner, "init", "-q", "-b", "main")
    (inner / "m.py").write_text(BAD)
    git(inner, "add", "-A")
    git(inner, "commit", "-q", "-m", "x")
    old.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner), "lib")
    commit(old)
    (old.root / "lib/m.py").write_text(BAD + LOAD)
    assert old.rules("--since", "main") == []  # the superproject never enters it
    code, output = old.run("check", "--since", "main", "lib", "a.py")
    assert code == 2
    assert "these paths lie in several repositories" in output
    monkeypatch.chdir(old.root / "lib")
    assert old.rules("--since", "main") == ["m.py:3 torch-load-default"]


def test_a_commit_in_progress_of_another_repository_is_not_asked(old, tmp_path, monkeypatch):
    git(tmp_path, "init", "-q", "elsewhere")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere/.git"))
    monkeypatch.setenv("GIT_DIFF_OPTS", "--unified=5")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    old.write("a.py", BAD + "x = 1\n")
    assert old.rules("--since", "main") == []


def test_nothing_of_the_repository_runs(old, tmp_path):
    program = tmp_path / "pwn.sh"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/pwned\ncat\n")
    program.chmod(0o755)
    old.write(".gitattributes", "*.py filter=evil diff=evil\n*.txt filter=a=b\n")
    commit(old)
    for key in (
        "filter.evil.clean",
        "filter.evil.process",
        "filter.a=b.clean",
        "diff.evil.textconv",
        "diff.evil.command",
    ):
        old.git("config", key, str(program))
    old.git("config", "filter.evil.required", "true")
    old.git("config", "diff.external", str(program))
    old.write("a.py", BAD + LOAD)
    old.write("n.txt", "x\n")
    assert old.rules("--since", "main") == ["a.py:3 torch-load-default"]
    assert not (tmp_path / "pwned").exists()
    subprocess.run(["git", "diff", "--stat", "main"], cwd=old.root, capture_output=True, check=False)
    assert (tmp_path / "pwned").exists(), "the fixture is hostile"


@pytest.mark.parametrize(
    "arguments", [["--stdin-filename", "a.py"], ["--staged", "--fix"], ["--staged", "--diff"]]
)
def test_what_does_not_go_together(arguments, old):
    code, output = old.run("check", "--since", "main", *arguments)
    assert code == 2
    assert output.rstrip().endswith("leave one out")


def test_the_index_against_a_commit(old):
    old.write("a.py", BAD + LOAD)
    old.git("add", "a.py")
    old.write("a.py", BAD)
    old.write("sub/b.py", BAD + LOAD)
    assert old.rules("--since", "main", "--staged") == ["a.py:3 torch-load-default"]


def test_the_parts_of_a_patch(tmp_path):
    assert _name(b'+++ "b/a\\tb\\303\\251\\"\\\\"\n') == 'a\tbé"\\'
    assert _name(b"+++ b/a b\t\n") == "a b"
    long = (
        b"diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n+"
        + b"y" * 9000
        + b"\n@@ -9,2 +10,0 @@ f\n-a\n-b\n"
    )
    (tmp_path / "patch").write_bytes(long)
    with open(tmp_path / "patch", "rb") as stream:
        [(path, lines)] = hunks(stream)
    assert (path, lines.firsts, lines.lasts, lines.gaps) == ("x", [1], [2], [10])
    listing = b":100644 100644 1 2 R075\0a\0b\0:100644 100644 1 2 M\0c\x000\t0\t\0a\0b\0-\t-\tc\0"
    assert [path for path, _ in listed(listing)] == ["b", "c", "c"]
    assert dict(listed(listing))["c"] is None
