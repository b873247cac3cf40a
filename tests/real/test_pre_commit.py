# SPDX-License-Identifier: Apache-2.0
"""The real pre-commit and the real prek, on a repository that points at this checkout's committed state."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from mlhooks.hook import ADAPTERS, ids
from reporting import runner
from support import git

pytestmark = pytest.mark.real

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
HOOKS = [
    "mlhooks",
    "secrets",
    "unsafe-load",
    "unsafe-load-fix",
    "wasm-memory-fix",
    "wasm-memory",
    "license-header",
    "license-header-fix",
]
PYPROJECT = """[project]
name = "example"
version = "1"
license = "Apache-2.0"
authors = [{ name = "The Example Authors" }]
dependencies = ["torch>=2.4"]
"""
TOKEN = "ghp_" + "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vWx" + "0r5kNo"
BAD = {
    "load.py": ("import torch\ntorch.load(path)\n", "load.py:2:1: torch-load-default"),
    "heap.js": ("new WebAssembly.Memory({ initial: 1 });\n", "heap.js:1:1: wasm-memory-unbounded"),
    "two words.py": ("import torch\ntorch.load(path)\n", "two words.py:2:1: torch-load-default"),
    "empty.wasm": (b"\0asm\1\0\0\0\5\3\1\0\1", "empty.wasm:1:1: wasm-memory-unbounded"),
}


@pytest.fixture(scope="session")
def checkout(tmp_path_factory):
    """A clone of what is committed, with the files of the working tree over it as one more commit."""
    clone = tmp_path_factory.mktemp("checkout") / "mlhooks"
    git(clone.parent, "clone", "-q", str(ROOT), str(clone))
    if not os.environ.get("CI"):
        diff = subprocess.run(
            ["git", "diff", "HEAD", "--binary"], cwd=ROOT, capture_output=True, check=True
        ).stdout
        if diff:
            subprocess.run(["git", "apply", "--index", "-"], cwd=clone, input=diff, check=True)
            git(clone, "commit", "-q", "-m", "working tree")
    return clone


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    """One cache of pre-commit and prek for all tests here."""
    return tmp_path_factory.mktemp("home")


class Project:
    def __init__(self, root: Path, checkout: Path, home: Path, tool: str) -> None:
        self.root = root
        self.tool = tool
        self.environment = {
            **{k: v for k, v in os.environ.items() if k not in ("GITHUB_ACTIONS", "SKIP")},
            "PRE_COMMIT_HOME": str(home / "pre-commit"),
            "PREK_HOME": str(home / "prek"),
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        }
        self.checkout = checkout
        root.mkdir()
        git(root, "init", "-q")

    def write(self, files: dict[str, str | bytes]) -> None:
        for name, content in files.items():
            file = self.root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        git(self.root, "add", "-A")

    def configure(self, *hooks: str, args: str = "") -> None:
        rev = git(self.checkout, "rev-parse", "HEAD").strip()
        lines = [
            "# SPDX-License-Identifier: Apache-2.0",
            "repos:",
            f"- repo: {self.checkout}",
            f"  rev: {rev}",
            "  hooks:",
        ]
        lines += [f"  - id: {hook}{args}" for hook in hooks]
        self.write({".pre-commit-config.yaml": "\n".join(lines) + "\n"})

    def shell(self, command: list[str], **extra: str) -> tuple[int, str]:
        done = subprocess.run(
            command,
            cwd=self.root,
            env={**self.environment, **extra},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="surrogateescape",
            check=False,
        )
        return done.returncode, done.stdout

    def run(self, *arguments: str, **extra: str) -> tuple[int, str]:
        return self.shell([str(BIN / self.tool), "run", "--all-files", *arguments], **extra)


@pytest.fixture(params=["pre-commit", "prek"])
def project(request, tmp_path, checkout, home):
    if not (BIN / request.param).exists():
        pytest.skip(f"{request.param} is not installed beside this Python")
    return Project(tmp_path / "project", checkout, home, request.param)


def test_a_clean_tree_passes_silently(project):
    project.configure("mlhooks", "mlhooks-baseline")
    project.write({"a.py": "x = 1\n", "b.js": "let a;\n", "c.md": "# c\n"})
    code, output = project.run()
    assert code == 0, output
    assert "Passed" in output
    assert "mlhooks:" not in output


def test_each_bad_file_fails_with_its_line_under_each_hook_that_sees_it(project):
    project.configure("mlhooks", "secrets", "unsafe-load", "wasm-memory")
    project.write({name: content for name, (content, _) in BAD.items()})
    project.write({"token.py": f'key = "{TOKEN[:-6]}"\n', "pyproject.toml": PYPROJECT})
    code, output = project.run()
    assert code == 1
    for name, (_, line) in BAD.items():
        assert output.count(line) == 2, f"{name}: {output}"


def test_the_same_set_as_check(project):
    project.configure("mlhooks")
    project.write({name: content for name, (content, _) in BAD.items()})
    project.write({"pyproject.toml": PYPROJECT})
    _, under = project.run()
    _, direct = project.shell([str(BIN / "mlhooks"), "check", "--tracked", "--all"])
    line = re.compile(r"^ *(\S[^\n]*?:\d+:\d+: [a-z-]+)", re.MULTILINE)
    assert sorted(line.findall(under)) == sorted(line.findall(direct))
    assert len(line.findall(direct)) == len(BAD)


def test_annotations_reach_github(project):
    project.configure("mlhooks")
    project.write({name: content for name, (content, _) in BAD.items()})
    project.write({"pyproject.toml": PYPROJECT, "a\n::error::forged.py": BAD["load.py"][0]})
    code, output = project.run(GITHUB_ACTIONS="true")
    assert code == 1
    commands, _ = runner(output)
    assert len(commands) == len(BAD) + 1
    assert all(re.match(r"::(error|warning) file=[^:]+,title=[a-z-]+::", command) for command in commands)
    assert next(command for command in commands if "load.py" in command).startswith(
        "::error file=load.py,line=2,"
    )


def test_the_fixer_changes_the_file_and_then_passes(project):
    project.configure("license-header-fix", "license-header")
    project.write({"pyproject.toml": PYPROJECT, "a.py": "#!/usr/bin/env python3\nx = 1\n"})
    code, output = project.run()
    assert code == 1
    assert "Fixing a.py" in output
    text = (project.root / "a.py").read_text()
    assert text.startswith("#!/usr/bin/env python3\n")
    assert "SPDX-License-Identifier: Apache-2.0" in text
    git(project.root, "add", "-A")
    assert project.run()[0] == 0
    assert (project.root / "a.py").read_text() == text


def test_the_fixer_of_unsafe_load_writes_what_the_message_shows(project):
    project.configure("unsafe-load")
    code = "import dill, torch\r\nm = torch.load(\r\n    path,  # ours\r\n)\r\ntorch.load(a, pickle_module=dill)\r\n"
    project.write({"pyproject.toml": PYPROJECT, "a.py": code})
    _, output = project.run()
    hint = re.search(r"add `- id: (unsafe-load-fix)` to (\S+), then (.+)", output)
    assert hint, output
    project.configure(hint[1])
    exit_code, output = project.shell(_real(project, hint[3]))
    assert exit_code == 1, output
    assert "Fixing a.py" in output
    fixed = (project.root / "a.py").read_bytes().decode()
    assert fixed == code.replace("# ours\r\n", "# ours\r\n    weights_only=True,\r\n")
    assert "torch-load-pickle-module" in output  # never touched, still a failure
    git(project.root, "add", "-A")
    _, output = project.run()
    assert "Fixing" not in output
    assert (project.root / "a.py").read_bytes().decode() == fixed


def test_skip_works(project):
    project.configure("mlhooks", "secrets")  # prek refuses a run in which every hook is skipped
    project.write({"load.py": BAD["load.py"][0]})
    code, output = project.run(SKIP="mlhooks")
    assert code == 0, output
    assert "Skipped" in output or project.tool == "prek"
    assert "load.py" not in output


def test_an_unknown_configuration_key_stops_the_commit(project):
    project.configure("mlhooks")
    project.write({"mlhooks.toml": "strikt = true\n", "a.py": "x = 1\n"})
    project.shell([str(BIN / project.tool), "install"])
    code, output = project.shell(
        ["git", "-c", "user.name=E", "-c", "user.email=e@example.invalid", "commit", "-m", "x"]
    )
    assert code != 0
    message = 'mlhooks: mlhooks.toml:1: the top level has no key "strikt"; did you mean "strict"? Nothing was checked.'
    assert message in output
    assert "exit code: 2" in output


def test_every_command_that_a_message_names_works(project):
    project.configure("mlhooks")
    project.write({"load.py": BAD["load.py"][0], "pyproject.toml": PYPROJECT})
    _, output = project.run()
    hint = re.search(r"to accept what is here today: add `- id: (\S+)` to (\S+), then (.+)", output)
    assert hint, output
    project.configure("mlhooks", hint[1])
    assert (project.root / hint[2]).exists()
    code, written = project.shell(_real(project, hint[3]))
    assert code in (0, 1), written  # pre-commit fails a hook that changes a tracked file; this one is new
    assert "accepts 1 finding, 1 of them new; next: git add .mlhooks-baseline.json" in written
    git(project.root, "add", "-A")
    assert project.run()[0] == 0
    project.write({"more.py": "import torch\ntorch.load(a)\n"})
    again = re.search(r"to accept what is here today: (.+)", project.run()[1])
    assert again
    assert project.shell(_real(project, again[1]))[0] in (0, 1)
    git(project.root, "add", "-A")
    assert project.run()[0] == 0


def _real(project: Project, command: str) -> list[str]:
    words = shlex.split(command)
    assert words[0] == project.tool, f"{command} under {project.tool}"
    return [str(BIN / words[0]), *words[1:]]


def test_folded_findings_can_be_shown_as_the_message_says(project):
    project.configure("mlhooks")
    project.write({f"{n}.py": BAD["load.py"][0] for n in range(9)})
    _, output = project.run()
    assert "4 more of torch-load-default; `args: [--all]` at this hook shows them" in output
    project.configure("mlhooks", args="\n    args: [--all]")
    assert project.run()[1].count(": torch-load-default") == 9


def test_try_repo(project):
    project.write({"load.py": BAD["load.py"][0]})
    command = [str(BIN / project.tool), "try-repo", str(project.checkout), "unsafe-load", "--all-files"]
    code, output = project.shell(command)
    assert code == 1
    assert "load.py:2:1: torch-load-default" in output


def test_other_tools_in_environments_of_their_own(project):
    """Their stages are pre-push and manual, their findings take marks and the configuration as ours do.

    semgrep, whose environment is of 370 MB, is left to `test_tools`.
    """
    project.configure("mlhooks-detect-secrets", "mlhooks-bandit")
    code = (
        'import os\nos.system(x)\nos.system(y)  # mlhooks: ignore[bandit-b605] ours\npassword = "x9Kq2ZmT4"\n'
    )
    project.write({"a.py": code, "mlhooks.toml": '[severity]\nbandit-b605 = "warning"\n'})
    assert "bandit-b605" not in project.run()[1]
    status, output = project.run("--hook-stage", "manual")
    assert status == 1
    assert re.findall(r"^ *(a\.py:\d+:\d+: [a-z0-9-]+)", output, re.MULTILINE) == [
        "a.py:4:1: detect-secrets-secret-keyword",
        "a.py:2:1: bandit-b605",
    ]


def test_every_hook_id_runs(project):
    project.configure(*[hook for hook in ids() if hook not in ("mlhooks-baseline", *ADAPTERS)])
    project.write({"pyproject.toml": PYPROJECT, "a.md": "text\n"})
    code, output = project.run()
    assert code == 0, output
    for hook in HOOKS:
        assert hook in output


def test_the_manual_hook_proposes_and_changes_nothing(project):
    project.configure("mlhooks", "mlhooks-init")
    project.write({"load.py": "x = 1\n", "pyproject.toml": PYPROJECT})
    assert "License: Apache-2.0" not in project.run()[1]
    before = sorted(path.name for path in project.root.iterdir())
    tool = str(BIN / project.tool)
    code, output = project.shell([tool, "run", "mlhooks-init", "--hook-stage", "manual"])
    assert code == 0
    assert "# License: Apache-2.0, as pyproject.toml says; 0 of 1 source files bear a header." in output
    assert "# .pre-commit-config.yaml (it is there already; " in output
    assert sorted(path.name for path in project.root.iterdir()) == before


def test_a_strict_project_hears_of_stale_entries_in_the_file_that_is_committed(project):
    project.configure("mlhooks", "mlhooks-baseline")
    project.write(
        {"load.py": BAD["load.py"][0], "pyproject.toml": PYPROJECT + "[tool.mlhooks]\nstrict = true\n"}
    )
    project.shell(
        [str(BIN / project.tool), "run", "mlhooks-baseline", "--hook-stage", "manual", "--all-files"]
    )
    project.write({"load.py": "x = 1\n"})
    code, output = project.run()
    assert code != 0
    assert "load.py:1:1: baseline-stale" in output
    hint = re.search(r"do       (\S+ run mlhooks-baseline .*)", output)
    assert hint
    assert project.shell(_real(project, hint[1]))[0] in (0, 1)
    git(project.root, "add", "-A")
    assert project.run()[0] == 0
