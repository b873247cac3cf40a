# SPDX-License-Identifier: Apache-2.0
"""`mlhooks init`: looks, proposes, and never writes over anything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mlhooks import __version__
from mlhooks.init import pins

ROOT = Path(__file__).resolve().parent.parent
NAMES = (".pre-commit-config.yaml", "mlhooks.toml", ".github/workflows/mlhooks.yml", ".gitlab-ci.yml")
HEADED = "# SPDX-License-Identifier: MIT\nx = 1\n"


@pytest.fixture
def project(repo):
    repo.write(
        "pyproject.toml",
        '[project]\nname = "x"\nversion = "1"\nlicense = "MIT"\ndependencies = ["torch>=2.2"]\n',
    )
    repo.write("src/a.py", HEADED)
    repo.write("src/b.ipynb", "{}")
    repo.write("web/m.wasm", b"\0asm\1\0\0\0")
    repo.write("model.pt", b"x")
    return repo


def files(repo):
    return {name for name in NAMES if (repo.root / name).exists()}


def test_it_says_what_it_saw_and_writes_nothing(project):
    code, output = project.run("init", "--ci", "github")
    assert code == 0
    assert output.splitlines()[:3] == [
        "# Files that the checks look at most: 1 Python, 1 notebook, 1 WebAssembly, 1 model.",
        "# Torch: torch>=2.2 at pyproject.toml:5.",
        "# License: MIT, as pyproject.toml says; 1 of 1 source files bear a header.",
    ]
    assert f"rev: v{__version__}" in output
    assert "- id: mlhooks\n" in output
    assert '[license-header]\nlicense = "MIT"' in output
    assert '# max = "512MiB"' in output
    assert "# [unsafe-load]" not in output
    assert files(project) == set()


@pytest.mark.parametrize(
    ("change", "shown", "absent"),
    [
        pytest.param({"src/a.py": "x = 1\n"}, '# [license-header]\n# license = "MIT"', '\n[license-header]', id="no headers"),
        pytest.param({"pyproject.toml": "[project]\n"}, '# [unsafe-load]\n# torch = ">=2.6"', "license-header", id="no torch, no license"),
        pytest.param({"web/m.wasm": None}, "# [per-path-ignores]", "wasm-memory", id="no modules"),
    ],
)  # fmt: skip
def test_the_configuration_is_what_makes_sense_there(change, shown, absent, project):
    for name, content in change.items():
        (project.root / name).unlink()
        if content is not None:
            project.write(name, content)
    output = project.run("init")[1]
    assert shown in output
    assert absent not in output


@pytest.mark.parametrize("ci", ["github", "gitlab"])
def test_what_it_writes_is_accepted_by_what_reads_it(ci, project):
    yaml = pytest.importorskip("yaml")
    code, output = project.run("init", "--write", "--ci", ci)
    wanted = {*NAMES[:2], NAMES[2 if ci == "github" else 3]}
    assert (code, files(project)) == (0, wanted)
    assert output.count(": written\n") == 3
    assert project.run("check", "src") == (0, "")
    from pre_commit.clientlib import load_config

    hooks = load_config(str(project.root / NAMES[0]))["repos"][0]["hooks"]
    assert [hook["id"] for hook in hooks] == ["mlhooks", "mlhooks-baseline"]
    stage = yaml.safe_load((project.root / NAMES[2 if ci == "github" else 3]).read_text())
    if ci == "github":
        assert stage["permissions"] == {}
        assert stage["jobs"]["mlhooks"]["permissions"] == {"contents": "read", "security-events": "write"}
        for step in stage["jobs"]["mlhooks"]["steps"]:
            assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step.get("uses", "a@" + "0" * 40))
        assert stage["jobs"]["mlhooks"]["steps"][0]["with"] == {"persist-credentials": False}
    else:
        assert "codequality" in stage["mlhooks"]["artifacts"]["reports"]


@pytest.mark.parametrize("existing", [*NAMES, "a link"])
def test_nothing_is_written_over(existing, project, tmp_path):
    name = NAMES[0] if existing == "a link" else existing
    if existing == "a link":
        (project.root / name).symlink_to(tmp_path / "nowhere")
    else:
        project.write(name, "theirs\n" if name != "mlhooks.toml" else "strict = true\n")
    before = (project.root / name).read_bytes() if existing != "a link" else b""
    ci = "gitlab" if name == NAMES[3] else "github"
    code, output = project.run("init", "--write", "--ci", ci)
    assert code == 0
    assert f"{name}: not written, it is there already; " in output
    assert output.count(": written\n") == 2
    if existing == "a link":
        assert not (tmp_path / "nowhere").exists()
    else:
        assert (project.root / name).read_bytes() == before


def test_a_configuration_in_pyproject_stays_the_only_one(project):
    text = (project.root / "pyproject.toml").read_text()
    project.write("pyproject.toml", text + "[tool.mlhooks]\nstrict = true\n")
    output = project.run("init", "--write")[1]
    assert "mlhooks.toml: not written, pyproject.toml holds the configuration already" in output
    assert files(project) == {NAMES[0]}


def test_a_folder_that_leads_out_is_not_written_into(project, tmp_path):
    (tmp_path / "out").mkdir()
    (project.root / ".github").symlink_to(tmp_path / "out")
    code, output = project.run("init", "--write", "--ci", "github")
    assert code == 2
    assert f"{NAMES[2]}: not written, its folder is a link" in output
    assert list((tmp_path / "out").rglob("*.yml")) == []


@pytest.mark.parametrize(
    ("files", "stages"),
    [
        ({}, []),
        ({".github/x": ""}, [NAMES[2]]),
        ({".gitlab-ci.yml": "a: {}\n"}, [NAMES[3]]),
        ({".git/config": '[remote "origin"]\n\turl = git@github.com:x/y\n'}, [NAMES[2]]),
    ],
)  # fmt: skip
def test_the_ci_is_recognised(files, stages, project):
    for name, content in files.items():
        if name == ".git/config":
            content += (project.root / name).read_text()
        project.write(name, content)
    output = project.run("init")[1]
    assert [name for name in NAMES[2:] if f"\n# {name}" in output] == stages
    assert ("No CI was recognised" in output) is not bool(stages)


@pytest.mark.parametrize(
    ("head", "branch"),
    [("refs/remotes/origin/develop", "develop"), ("refs/remotes/origin/a,b", "main"), ("", "main")],
)
def test_the_branch_that_pull_requests_go_into(head, branch, project):
    if head:
        (project.root / ".git/refs/remotes/origin").mkdir(parents=True)
        project.write(".git/refs/remotes/origin/HEAD", f"ref: {head}\n")
    assert f"    branches: [{branch}]\n" in project.run("init", "--ci", "github")[1]


def test_hostile_names_stay_in_their_line(repo):
    repo.write("a\x1b[2J\n.pkl", b"x")
    repo.write(
        "pyproject.toml",
        '[project]\nname = "x"\nversion = "1"\nlicense = "MIT\\n[x]"\ndependencies = ["torch>=2 ; \\u001b[2J"]\n',
    )
    output = repo.run("init", "--ci", "github")[1]
    assert "\x1b" not in output
    assert "\n[x]" not in output


@pytest.mark.parametrize("arguments", [[], ["--ci=gitlab"]])
def test_the_manual_hook(arguments, project):
    code, output = project.run("hook", "mlhooks-init", *arguments)
    assert code == 0
    assert "- id: mlhooks-baseline" in output
    assert (f"\n# {NAMES[3]}" in output) is bool(arguments)


def test_an_unwritable_folder_is_named(project, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mlhooks.fix.os.fsync", full)
    code, output = project.run("init", "--write")
    assert code == 2
    assert "not written, .pre-commit-config.yaml cannot be written: No space left on device" in output
    assert sorted(path.name for path in project.root.iterdir() if path.name.endswith(".tmp")) == []
    assert files(project) == set()


def test_the_action_pins_what_a_workflow_pins():
    text = (ROOT / "action.yml").read_text()
    used = re.findall(r"uses: (.*)", text)
    assert sorted(used) == sorted(pins.uses(pin)[6:] for pin in (pins.PYTHON, pins.UPLOAD))
    assert not re.search(r"^\s+run: .*\$\{\{", text, re.MULTILINE)
