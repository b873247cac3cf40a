# SPDX-License-Identifier: Apache-2.0
"""Under the real pre-commit, in one run: what installing costs, and what five clean files cost.

`python bench/pre_commit.py [--installs N] [--runs N]`. Installing is measured against an empty package with
the same build backend, each time into a new folder with pip's cache warm. A run is measured against one whose
only hook is that package's `true`, which is pre-commit's own share (it looks at the environment of a Python
package before each run); a `true` of the system stands beside it. Installed is this tree's committed state.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILES = {"a.py": "import os\n\nprint(os.getcwd())\n", "b.js": "export const a = 1;\n", "c.md": "# Title\n",
         "d.yaml": "a: 1\n", "e.txt": "text\n"}  # fmt: skip
EMPTY = {
    ".pre-commit-hooks.yaml": "- {id: nothing, name: nothing, entry: 'true', language: python}\n",
    "pyproject.toml": '[build-system]\nrequires = ["hatchling>=1.26"]\nbuild-backend = "hatchling.build"\n'
    '[project]\nname = "nothing"\nversion = "1"\n',
    "nothing/__init__.py": "",
}


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Example", "-c", "user.email=example@example.invalid"]
    command = ["git", *identity, *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def committed(folder: Path, files: dict[str, str]) -> Path:
    """A repository with these files and one commit."""
    folder.mkdir()
    git(folder, "init", "-q")
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x")
    return folder


def config(source: Path, hook: str) -> str:
    revision = git(source, "rev-parse", "HEAD")
    return f"repos:\n- repo: {source}\n  rev: {revision}\n  hooks: [{hook}]\n"


def pre_commit(project: Path, home: Path, text: str, *arguments: str) -> float:
    """Wall time of one call in seconds."""
    (project / ".pre-commit-config.yaml").write_text(text)
    environment = {**os.environ, "PRE_COMMIT_HOME": str(home)}
    start = time.perf_counter()
    command = [sys.executable, "-m", "pre_commit", *arguments]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return time.perf_counter() - start


def size(home: Path) -> float:
    """MB of the environments in a pre-commit home."""
    files = [file for env in home.glob("repo*/py_env*") for file in env.rglob("*")]
    return sum(file.stat().st_size for file in files if file.is_file() and not file.is_symlink()) / 1e6


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--installs", type=int, default=5)
    parser.add_argument("--runs", type=int, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        project = committed(scratch / "project", FILES)
        ours = scratch / "ours"
        git(scratch, "clone", "-q", str(ROOT), str(ours))
        texts = {"empty": config(committed(scratch / "empty", EMPTY), "{id: nothing}"),
                 "ours": config(ours, "{id: mlhooks}")}  # fmt: skip
        installs: dict[str, list[float]] = {"empty": [], "ours": []}
        for number in range(given.installs + 1):
            for what, text in texts.items():
                home = scratch / f"home-{what}-{number}"
                installs[what].append(pre_commit(project, home, text, "install-hooks"))
        homes = {what: scratch / f"home-{what}-{given.installs}" for what in texts}
        megabytes = size(homes["ours"])
        system = "{id: t, name: t, entry: 'true', language: system, files: '[.]'}"
        texts["system"] = f"repos:\n- repo: local\n  hooks: [{system}]\n"
        homes["system"] = homes["ours"]
        runs: dict[str, list[float]] = {what: [] for what in texts}
        for _ in range(given.runs + 1):
            for what, text in texts.items():
                runs[what].append(pre_commit(project, homes[what], text, "run", "--files", *FILES))
    empty, full = (statistics.median(installs[what][1:]) for what in ("empty", "ours"))
    bare, own, with_us = (statistics.median(runs[what][1:]) for what in ("system", "empty", "ours"))
    print(f"install-hooks: empty {empty:.1f} s, ours {full:.1f} s, {full / empty:.2f} times (2.0)")
    print(f"environment: {megabytes:.1f} MB (40)")
    print(f"five files: `true` {bare:.3f} s, an empty package's `true` {own:.3f} s, with us {with_us:.3f} s")
    print(f"our share: {(with_us - own) / own:.1%} of pre-commit's own (15 %)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
