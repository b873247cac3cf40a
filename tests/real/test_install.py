# SPDX-License-Identifier: Apache-2.0
"""The README's commands, word for word, in fresh environments; the wheel outside the checkout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from support import git

pytestmark = pytest.mark.real

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def run(command: list[str] | str, folder: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **extra},
        shell=isinstance(command, str),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    done = run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(ROOT)], folder
    )
    assert done.returncode == 0, done.stdout
    (file,) = folder.glob("*.whl")
    return file


def test_the_wheel_holds_exactly_one_package_with_its_data(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"mlhooks"}
    assert "mlhooks/semgrep-rules/unsafe-pickle-load.yaml" in names
    assert "mlhooks/semgrep-rules/wasm-memory-limit.yaml" in names
    sources = {p.relative_to(ROOT / "hooks").as_posix() for p in (ROOT / "hooks").rglob("*.py")}
    assert sources <= set(names)


def test_the_wheel_works_outside_the_checkout(wheel, tmp_path):
    run([sys.executable, "-m", "venv", "env"], tmp_path)
    binaries = tmp_path / "env" / "bin"
    done = run([str(binaries / "pip"), "install", "-q", str(wheel)], tmp_path)
    assert done.returncode == 0, done.stdout
    (tmp_path / "a.py").write_text("import torch\ntorch.load(p)\n")
    found = run([str(binaries / "mlhooks"), "check", "a.py"], tmp_path)
    assert found.returncode == 1
    assert found.stdout.startswith("a.py:2:1: torch-load-default")
    listed = run(
        [str(binaries / "python"), "-I", "-c",
         "import mlhooks, pathlib; p = pathlib.Path(mlhooks.__file__).parent / 'semgrep-rules';"
         "print(sorted(f.name for f in p.glob('*.yaml') if 'rules:' in f.read_text()))"],
        tmp_path,
    )  # fmt: skip
    assert "unsafe-pickle-load.yaml" in listed.stdout
    semgrep = os.environ.get("MLHOOKS_SEMGREP")
    if semgrep:
        rules = next(binaries.parent.glob("lib/python*/site-packages/mlhooks/semgrep-rules"))
        command = [
            semgrep,
            "scan",
            "--metrics=off",
            "--disable-version-check",
            "--config",
            str(rules),
            "a.py",
        ]
        assert "torch-load-default" in run(command, tmp_path).stdout


def test_the_readmes_main_command(tmp_path):
    command = re.search(r"^python3 -m venv .*git\+https.*$", README, re.MULTILINE)
    assert command
    remote = tmp_path / "remote"
    git(tmp_path, "clone", "-q", str(ROOT), str(remote))
    tag = re.search(r"mlhooks@(v[\d.]+)", command[0])
    assert tag
    git(remote, "tag", "-f", tag[1])
    home, project = tmp_path / "home", tmp_path / "project"
    home.mkdir()
    project.mkdir()
    git(project, "init", "-q")
    (project / "a.py").write_text("import torch\ntorch.load(p)\n")
    done = run(
        command[0],
        project,
        HOME=str(home),
        PATH=f"{Path(sys.executable).resolve().parent}{os.pathsep}{os.environ['PATH']}",
        GIT_CONFIG_COUNT="1",
        GIT_CONFIG_KEY_0=f"url.{remote.as_uri()}.insteadOf",
        GIT_CONFIG_VALUE_0="https://github.com/mlhooks/mlhooks",
    )
    assert "a.py:2:1: torch-load-default" in done.stdout
    assert done.returncode == 1


def test_the_readme_gives_the_test_command_that_ci_runs():
    lines = [line for line in README.splitlines() if line.endswith(".venv/bin/python -m pytest")]
    assert len(lines) == 1
    assert lines[0].startswith("git clone ")
    assert "sed -n 's/^git clone .* && cd mlhooks && //p' README.md" in (ROOT / ".ci/run").read_text()
