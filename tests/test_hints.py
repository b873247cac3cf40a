# SPDX-License-Identifier: Apache-2.0
"""The commands that a report names do what it says of them, to what it shows."""

from __future__ import annotations

import re
import shlex

import pytest

from mlhooks import hints

PYPROJECT = '[project]\nname = "x"\nversion = "1"\ndependencies = ["torch>=2.4"]\n'
CODE = "import torch\nm = torch.load(path)\n"
HEAP = "const heap = new WebAssembly.Memory({ initial: 256 });\n"


@pytest.fixture
def project(repo):
    repo.write("pyproject.toml", PYPROJECT)
    for path in ("a.py", "src/x/b.py", "src/y/c.py", "a b/d.py", "-e/f.py"):
        repo.write(path, CODE)
    repo.write("web/heap.ts", HEAP)
    repo.write("other.toml", "")
    repo.git("add", "-A")
    repo.git("commit", "-qm", "x")
    return repo


def named(output, command):
    """What follows `mlhooks COMMAND` in the output, None where it is not there."""
    found = re.search(rf"mlhooks {command}\b(.*)$", output, re.MULTILINE)
    return found and found[1]


FIX = " --only unsafe-load --fix"
BOTH = [
    ([], FIX, ""),
    (["src/x"], f"{FIX} src/x", " src/x"),
    (["a b", "src"], f"{FIX} 'a b' src", " 'a b' src"),
    (["--", "-e/f.py"], f"{FIX} ./-e/f.py", " ./-e/f.py"),
    (["a.py", "src/x", "src/y", "a b"], f"{FIX} PATH ...", " PATH ..."),
    (["--only", "unsafe-load"], FIX, " --only unsafe-load"),
    (["--min-severity", "note"], f"{FIX} --min-severity note", ""),
    (["--min-severity", "error"], f"{FIX} --min-severity error", None),
    (["--fail-on", "error", "--min-severity", "note"], f"{FIX} --min-severity note", None),
    (["--config", "other.toml", "--tracked"], f"{FIX} --tracked --config other.toml", " --tracked --config other.toml"),
    (["--no-config", "."], f"{FIX} --no-config .", " --no-config ."),
    (["--since", "HEAD"], None, None),
    (["--staged"], None, None),
    (["--fix"], FIX, ""),
    (["--diff", "src/x"], f"{FIX} src/x", " src/x"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "fix", "accept"), BOTH, ids=lambda value: repr(value))
def test_a_hinted_command_repeats_what_was_asked(arguments, fix, accept, project):
    output = project.run("check", *arguments)[1]
    assert named(output, "check") == fix
    assert named(output, "baseline") == accept


def test_since_fixes_what_it_shows_and_accepts_nothing(project):
    project.write("a.py", CODE + "n = torch.load(other)\n")
    output = project.run("check", "--since", "HEAD")[1]
    assert named(output, "check") == f"{FIX} --since HEAD"
    assert named(output, "baseline") is None


def test_what_is_staged_gets_no_command_for_the_working_tree(project):
    project.write("a.py", CODE + "n = torch.load(other)\n")
    project.git("add", "a.py")
    code, output = project.run("check", "--staged")
    assert code == 1
    assert "torch-load-default" in output
    assert "mlhooks baseline" not in output
    assert "--fix" not in output


@pytest.mark.parametrize("arguments", [["src/x"], ["--min-severity", "note"], ["a b", "web"]])
def test_a_hinted_command_does_just_that(arguments, project):
    project.write("src/x/n.py", "import joblib\nimport torch\nm = torch.load(path, weights_only=False)\n")
    output = project.run("check", *arguments)[1]
    counted, command = re.search(
        r"^(\d+) of unsafe-load can be written: (.*)$", output, re.MULTILINE
    ).groups()
    written = [line for line in project.run(*shlex.split(command)[1:])[1].splitlines() if "Fixing" in line]
    assert len(written) == int(counted)


@pytest.mark.parametrize(
    ("system", "argument", "expected"),
    [
        ("posix", "a b", "'a b'"),
        ("posix", "a'b", "'a'\"'\"'b'"),
        ("posix", "src/a.py", "src/a.py"),
        ("nt", "a b", '"a b"'),
        ("nt", "C:\\src\\a.py", "C:\\src\\a.py"),
        ("nt", "a&b", '"a&b"'),
    ],
)
def test_quoting(system, argument, expected, monkeypatch):
    monkeypatch.setattr("mlhooks.hints.os.name", system)
    assert hints.quoted(argument) == expected
