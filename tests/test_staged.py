# SPDX-License-Identifier: Apache-2.0
"""`check --staged`: what git's index holds, and nothing else, with real git."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from mlhooks.core.git import Blobs, GitError
from support import git

BAD = "import torch\ntorch.load(path)\n"
GOOD = "import torch\nx = 1\n"
OLD_TORCH = '[project]\nname = "x"\nversion = "1"\ndependencies = ["torch>=2.2"]\n'
NEW_TORCH = OLD_TORCH.replace("2.2", "2.6")
SCRIPT = os.path.join(os.path.dirname(sys.executable), "mlhooks")


@pytest.fixture
def clean(repo):
    repo.write("a.py", GOOD)
    repo.write("sub/b.py", GOOD)
    repo.git("add", "-A")
    repo.git("commit", "-q", "-m", "x")
    return repo


def test_the_index_is_judged_and_not_the_working_tree(clean):
    clean.write("a.py", BAD)
    clean.git("add", "a.py")
    clean.write("a.py", GOOD)
    clean.write("sub/b.py", BAD)
    clean.write("new.py", BAD)
    assert clean.rules("--staged") == ["a.py:2 torch-load-default"]
    clean.git("reset", "-q")
    assert clean.run("check", "--staged") == (0, "")


def test_only_what_differs_from_the_last_commit(clean):
    clean.write("a.py", BAD)
    clean.git("commit", "-q", "-a", "-m", "y")
    clean.write("sub/b.py", BAD)
    clean.git("add", "-A")
    assert clean.rules("--staged") == ["sub/b.py:2 torch-load-default"]
    assert clean.rules("--staged", "a.py") == []


@pytest.mark.parametrize(
    ("folder", "paths", "expected"),
    [
        ("", [], ["a.py", "sub/b.py"]),
        ("", ["."], ["a.py", "sub/b.py"]),
        ("", ["sub"], ["sub/b.py"]),
        ("", ["sub/", "./a.py"], ["a.py", "sub/b.py"]),
        ("sub", [], ["b.py"]),
        ("sub", [".."], ["../a.py", "../sub/b.py"]),
    ],
)
def test_paths_are_those_that_were_written(folder, paths, expected, clean, monkeypatch):
    for name in ("a.py", "sub/b.py"):
        clean.write(name, BAD)
    clean.git("add", "-A")
    for name in ("a.py", "sub/b.py"):
        (clean.root / name).unlink()
    monkeypatch.chdir(clean.root / folder)
    assert [line.partition(":")[0] for line in clean.rules("--staged", *paths)] == expected


def test_before_the_first_commit_everything_is_new(repo):
    repo.write("a.py", BAD)
    repo.git("add", "a.py")
    assert repo.rules("--staged") == ["a.py:2 torch-load-default"]


@pytest.mark.parametrize(
    ("index", "tree", "fails"), [(OLD_TORCH, NEW_TORCH, True), (NEW_TORCH, OLD_TORCH, False)]
)
def test_neighbours_are_those_of_the_index(index, tree, fails, clean):
    clean.write("pyproject.toml", index)
    clean.write("a.py", BAD)
    clean.git("add", "-A")
    clean.write("pyproject.toml", tree)
    assert bool(clean.rules("--staged")) is fails
    assert bool(clean.rules("a.py")) is not fails


@pytest.mark.parametrize("name", ["mlhooks.toml", "requirements/base.txt"])
def test_configuration_and_listed_folders_are_those_of_the_index(name, clean):
    content = 'ignore = ["torch-load-default"]\n' if name == "mlhooks.toml" else "torch==2.7.0\n"
    clean.write(name, content)
    clean.write("a.py", BAD)
    clean.git("add", "a.py")
    assert clean.rules("--staged") == ["a.py:2 torch-load-default"]
    clean.git("add", "-A")
    (clean.root / name).unlink()
    assert clean.rules("--staged") == []


def test_the_baseline_is_that_of_the_index(clean):
    clean.write("a.py", BAD)
    clean.run("baseline")
    clean.git("add", "a.py")
    assert clean.rules("--staged") == ["a.py:2 torch-load-default"]
    clean.git("add", "-A")
    (clean.root / ".mlhooks-baseline.json").unlink()
    assert clean.rules("--staged") == []
    clean.write(".mlhooks-baseline.json", "{")
    clean.git("add", "-A")
    assert clean.run("check", "--staged")[0] == 2


def test_what_is_no_file_is_left_out(clean, tmp_path):
    (clean.root / "link.py").symlink_to("/etc/passwd")
    git(tmp_path, "init", "-q", "inner")
    git(tmp_path / "inner", "commit", "-q", "--allow-empty", "-m", "x")
    clean.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(tmp_path / "inner"), "lib")
    clean.write("lfs.py", "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 5\n" % ("0" * 64))
    clean.write("x.bin", b"\0\1\2")
    clean.write("big.txt", "a\n" * 5000)
    clean.write("mlhooks.toml", "[limits]\nfile-size = 9000\n")
    clean.git("add", "-A")
    output = clean.run("check", "--staged", "--statistics")[1]
    assert "left out: Git LFS or annex pointer 1, link 1, submodule 1, too large 1" in output


def test_a_claimed_binary_is_read_by_ranges(clean):
    clean.write("model.pkl", b"\x80\x04" + b"\x8c\x05posix\x8c\x06system\x93\x8c\x02id\x85R.")
    clean.write("mlhooks.toml", "[limits]\nfile-size = 9\n")
    clean.git("add", "-A")
    (clean.root / "model.pkl").unlink()
    assert clean.rules("--staged") == ["model.pkl:1 model-file-runs-code"]


def test_what_is_not_merged_is_named(clean):
    clean.git("checkout", "-q", "-b", "other")
    clean.write("a.py", GOOD + "y = 1\n")
    clean.git("commit", "-q", "-a", "-m", "y")
    clean.git("checkout", "-q", "main")
    clean.write("a.py", GOOD + "z = 1\n")
    clean.git("commit", "-q", "-a", "-m", "z")
    with pytest.raises(subprocess.CalledProcessError):
        clean.git("merge", "other")
    code, output = clean.run("check", "--staged")
    assert (code, output) == (
        2,
        "mlhooks: could not read a.py: it is not merged; `git add` it once its conflict is resolved\n",
    )


def test_a_partial_clone_is_not_completed(clean, tmp_path, monkeypatch):
    clean.write("c.py", BAD)
    clean.git("add", "-A")
    clean.git("commit", "-q", "-m", "z")
    clean.git("config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{clean.root}", "partial")
    git(tmp_path / "partial", "update-ref", "HEAD", "HEAD~1")
    git(tmp_path / "partial", "read-tree", "origin/main")
    monkeypatch.chdir(tmp_path / "partial")
    code, output = clean.run("check", "--staged")
    assert (code, output) == (
        2,
        "mlhooks: could not read c.py: its content is not in this clone, and mlhooks fetches nothing\n",
    )


def test_a_sparse_checkout(clean):
    clean.write("a.py", BAD)
    clean.git("add", "-A")
    clean.git("commit", "-q", "-m", "y")
    clean.git("sparse-checkout", "set", "--no-cone", "/sub/")
    clean.write("sub/b.py", BAD)
    clean.git("add", "sub/b.py")
    assert clean.rules("--staged") == ["sub/b.py:2 torch-load-default"]


def test_a_worktree_has_its_own_index(clean, tmp_path, monkeypatch):
    clean.git("worktree", "add", "-q", "-b", "other", str(tmp_path / "other"))
    clean.write("a.py", BAD)
    clean.git("add", "-A")
    monkeypatch.chdir(tmp_path / "other")
    assert clean.rules("--staged") == []
    (tmp_path / "other/sub/b.py").write_text(BAD)
    git(tmp_path / "other", "add", "-A")
    assert clean.rules("--staged") == ["sub/b.py:2 torch-load-default"]


def test_a_commit_of_one_file_is_judged_by_its_own_index(clean):
    """`git commit FILE` commits neither the index nor the working tree; its hook is told another index."""
    hook = clean.write(".git/hooks/pre-commit", f"#!/bin/sh\nexec {SCRIPT} check --staged > ../hooked\n")
    hook.chmod(0o755)
    clean.write("a.py", BAD)
    clean.write("sub/b.py", BAD)
    clean.git("add", "a.py")
    with pytest.raises(subprocess.CalledProcessError):
        clean.git("commit", "-m", "y", "sub/b.py")
    said = (clean.root.parent / "hooked").read_text()
    assert "sub/b.py:2:1" in said
    assert "\na.py" not in "\n" + said


def test_an_index_of_elsewhere_is_not_read(clean, tmp_path, monkeypatch):
    git(tmp_path, "init", "-q", "elsewhere")
    (tmp_path / "elsewhere/a.py").write_text(BAD)
    git(tmp_path / "elsewhere", "add", "-A")
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "elsewhere/.git/index"))
    assert clean.run("check", "--staged") == (0, "")


def test_no_filter_runs(clean, tmp_path):
    program = tmp_path / "pwn.sh"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/pwned\ncat\n")
    program.chmod(0o755)
    clean.write("a.py", BAD)
    clean.write(".gitattributes", "*.py filter=evil diff=evil\n")
    clean.git("add", "-A")
    for key in ("filter.evil.smudge", "filter.evil.clean", "diff.evil.textconv", "diff.evil.command"):
        clean.git("config", key, str(program))
    clean.write("a.py", GOOD)
    assert clean.rules("--staged") == ["a.py:2 torch-load-default"]
    assert not (tmp_path / "pwned").exists()


def test_with_many_files_and_processes_too(clean):
    for number in range(600):
        clean.write(f"many/{number}.py", BAD if number % 100 == 7 else GOOD)
    clean.git("add", "-A")
    one, two = clean.rules("--staged", "--jobs", "1"), clean.rules("--staged", "--jobs", "2")
    assert len(one) == 6
    assert one == two


@pytest.mark.parametrize("path", ["nope.py", "nope/"])
def test_a_path_that_is_nowhere(path, clean):
    code, output = clean.run("check", "--staged", path)
    assert code == 2
    assert (
        output == f"mlhooks: {path}: no such file or folder, and the index has none. Nothing was checked.\n"
    )


def test_objects_come_one_after_the_other(clean):
    names = [clean.git("rev-parse", f":{path}").strip() for path in ("a.py", "sub/b.py")]
    blobs = Blobs(str(clean.root))
    assert blobs.begin(names[0]) == len(GOOD)
    assert blobs.read(5) == GOOD[:5].encode()
    blobs.end()
    with pytest.raises(GitError):
        blobs.begin("0" * 40)
    assert blobs.begin(names[1]) == len(GOOD)
    assert blobs.read(1 << 20) == GOOD.encode()
    assert blobs.read(1) == b""
    blobs.end()
    blobs.close()
