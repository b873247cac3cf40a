# SPDX-License-Identifier: Apache-2.0
"""bandit and semgrep themselves through our hooks, in repositories that would like to run code."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

BANDIT, SEMGREP = os.environ.get("MLHOOKS_BANDIT", ""), os.environ.get("MLHOOKS_SEMGREP", "")
needs_bandit = pytest.mark.skipif(not BANDIT, reason="MLHOOKS_BANDIT names no Python with bandit")
needs_semgrep = pytest.mark.skipif(not SEMGREP, reason="MLHOOKS_SEMGREP does not name a semgrep to run")
pytestmark = pytest.mark.real

CODE = """\
import pickle, subprocess, yaml
import torch

subprocess.Popen(x, shell=True)
yaml.load(f, Loader=yaml.Loader)
pickle.loads(data)
torch.load(p)
eval(x)  # nosec
é = "ééé"; eval(x)
password = "hunter" + "x"
exec(
    x,
)
"""
MODULES = (
    "sitecustomize.py",
    "json.py",
    "ast.py",
    "bandit.py",
    "semgrep.py",
    "yaml.py",
    "stevedore.py",
    ".bandit",
)


@pytest.fixture
def hostile(repo, tmp_path, monkeypatch):
    mark = tmp_path / "mark"
    for name in MODULES:
        repo.write(name, f"import pathlib\npathlib.Path({str(mark)!r}).write_text('ran')\n")
    repo.write("code.py", CODE)
    for tool in filter(None, (BANDIT, SEMGREP)):
        monkeypatch.setenv("PATH", f"{os.path.dirname(tool)}{os.pathsep}{os.environ['PATH']}")
    yield repo
    assert not mark.exists()


def found(repo, hook: str, *files: str) -> list[tuple[int, str]]:
    _, output = repo.run("hook", hook, "--all", "--min-severity=note", *files)
    lines = [line.split(":") for line in output.splitlines() if line[:1].isalnum() and ": " in line]
    return [(int(line[1]), line[3].split()[0]) for line in lines if len(line) > 3]


@needs_bandit
def test_bandit_through_us_is_bandit(hostile):
    command = [BANDIT, "-I", "-m", "bandit", "-q", "-f", "json", "--exit-zero", "code.py"]
    done = subprocess.run(command, cwd=hostile.root, capture_output=True, check=True, timeout=120)
    itself = [
        (row["line_number"], f"bandit-{row['test_id'].lower()}") for row in json.loads(done.stdout)["results"]
    ]
    hostile.write("mlhooks.toml", 'ignore = ["unsafe-load"]\n')
    assert sorted(found(hostile, "mlhooks-bandit", "code.py")) == sorted(itself)
    assert {"bandit-b602", "bandit-b506", "bandit-b614", "bandit-b301"} <= {rule for _, rule in itself}


@needs_bandit
def test_bandit_leaves_to_us_what_we_find(hostile):
    rules = {rule for _, rule in found(hostile, "mlhooks-bandit", "code.py")}
    assert "bandit-b602" in rules
    assert not rules & {"bandit-b506", "bandit-b614", "bandit-b301"}


@needs_bandit
def test_a_multi_line_call_takes_a_mark_on_any_line(hostile):
    hostile.write("code.py", "exec(\n    x,  # mlhooks: ignore[bandit-b102] ours\n)\n")
    assert found(hostile, "mlhooks-bandit", "code.py") == []


@needs_bandit
def test_check_deep_runs_it(hostile):
    code, output = hostile.run("check", "--deep", "code.py")
    assert code == 1
    assert "bandit-b602" in output
    assert "torch-load-default" in output


RULES = """\
rules:
  - id: no-eval
    languages: [python]
    severity: ERROR
    message: do not eval $X
    pattern: eval($X)
"""


@needs_semgrep
def test_semgrep_with_rules_of_the_team(hostile):
    hostile.write("ci/rules.yaml", RULES)
    hostile.write("mlhooks.toml", '[semgrep]\nrules = ["ci"]\n')
    hostile.write(".semgrepignore", "*.py\n")  # `exclude` decides, and nothing else
    assert found(hostile, "mlhooks-semgrep", "code.py") == [(8, "semgrep-no-eval"), (9, "semgrep-no-eval")]
    assert (
        "code.py:9:12: semgrep-no-eval do not eval x" in hostile.run("hook", "mlhooks-semgrep", "code.py")[1]
    )
    hostile.write("ci/rules.yaml", "rules:\n  - id: x\n")
    code, output = hostile.run("hook", "mlhooks-semgrep", "code.py")
    assert code == 2
    assert output.startswith("mlhooks: semgrep could not run all rules")


@needs_semgrep
def test_semgrep_with_our_rules_where_native_ones_are_off(hostile):
    hostile.write("mlhooks.toml", 'ignore = ["unsafe-load"]\n')
    assert (7, "semgrep-torch-load-default") in found(hostile, "mlhooks-semgrep", "code.py")
