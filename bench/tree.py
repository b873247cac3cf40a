# SPDX-License-Identifier: Apache-2.0
"""A whole tree, in one run: reading its files, and all checks over it with one process and with two.

`python bench/tree.py [--from FOLDER] [--rounds N]` unpacks what is missing of PACKAGES with `bench/fetch.py`
(or takes them from FOLDER), copies them into one repository without maps, images and modules, and prints
CPU seconds, wall time and memory. POSIX with /proc (it reads the memory of every process of a run).
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import fetch

PACKAGES = (
    "django", "scikit-learn", "sympy", "transformers", "pandas", "matplotlib", "salt",
    "onnxruntime-web", "@tensorflow/tfjs-backend-wasm", "three", "typescript",
)  # fmt: skip
OUT = (".map", ".png", ".jpg", ".jpeg", ".gif", ".ico", ".svg", ".webp", ".pdf", ".wasm", ".so", ".pyc")
READ = """
import os, sys
total = 0
for name in open(sys.argv[1], 'rb').read().split(b'\\0')[:-1]:
    fd = os.open(name, os.O_RDONLY)
    while part := os.read(fd, 1 << 24):
        total += len(part)
    os.close(fd)
"""
WHAT = ("cpu", "wall", "memory")
HEADERS = '[license-header]\nlicense = "MIT"\nholder = "Example"\n'


class Tree:
    """The tree in a scratch folder, and the commands that are measured on it."""

    def __init__(self, folder: Path, source: Path) -> None:
        self.root = folder / "tree"
        self.names = folder / "names"
        self.files = self.size = 0
        for name in PACKAGES:
            self._copy(source / name.replace("/", "__").replace("@", ""))
        subprocess.run(["git", "init", "-q"], cwd=self.root, check=True)
        subprocess.run(["git", "add", "-A"], cwd=self.root, check=True)

    def _copy(self, package: Path) -> None:
        with open(self.names, "ab") as names:
            for file in sorted(package.rglob("*")):
                if file.is_symlink() or not file.is_file() or file.suffix.lower() in OUT:
                    continue
                if ".git" in file.relative_to(package).parts or file.name in (".gitignore", ".gitattributes"):
                    continue
                target = self.root / package.name / file.relative_to(package)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, target)
                names.write(os.fsencode(target) + b"\0")
                self.files += 1
                self.size += file.stat().st_size

    def commands(self, headers: bool) -> dict[str, list[str]]:
        """What is measured; `mlhooks` is the one of this environment, isolated from the folder. `headers`:
        the check that is off without its table runs too, and finds something in nearly every file.
        """
        run = [sys.executable, "-I", "-c", "from mlhooks.cli import main; raise SystemExit(main())"]
        check = [*run, "check", "--exit-zero", "--jobs"]
        config = self.root.parent / "headers.toml"
        config.write_text(HEADERS)
        more = {"two, with license-header": [*check, "2", "--config", str(config)]} if headers else {}
        return {
            "read": [sys.executable, "-I", "-c", READ, str(self.names)],
            "one process": [*check, "1"],
            "two processes": [*check, "2"],
            **more,
        }


class Measured:
    """One run: `cpu` of all its processes and `wall` in seconds, `memory` in MiB (the highest sum seen)."""

    def __init__(self, command: list[str], folder: Path) -> None:
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
        self.memory = 0.0
        watcher = threading.Thread(target=self._watch, args=(process,))
        watcher.start()
        status = process.wait()
        self.wall = time.perf_counter() - start
        watcher.join()
        if status:
            print(f"exit status {status}: {' '.join(command[3:])[:100]}", file=sys.stderr)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        while process.poll() is None:
            self.memory = max(self.memory, sum(map(proportional, family(process.pid))) / 1024)
            time.sleep(0.1)


def family(pid: int) -> list[int]:
    """A process and its children."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        children = []
    return [pid, *(one for child in children for one in family(int(child)))]


def proportional(pid: int) -> int:
    """A process's memory in KiB, shared pages divided among those that share them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--from", dest="source", type=Path, default=fetch.REAL)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--headers", action="store_true", help="with license-header too")
    parser.add_argument("--keep", type=Path, help="build the tree here, and leave it")
    given = parser.parse_args()
    if given.source == fetch.REAL:
        subprocess.run([sys.executable, fetch.__file__, *PACKAGES], check=True)
    with tempfile.TemporaryDirectory() as scratch:
        tree = Tree(given.keep or Path(scratch), given.source)
        runs: dict[str, list[Measured]] = {}
        for _ in range(given.rounds + 1):
            for name, command in tree.commands(given.headers).items():
                runs.setdefault(name, []).append(Measured(command, tree.root))
    print(f"{tree.files:,} files, {tree.size / 1e6:.0f} MB; median of {given.rounds} after a first run\n")
    print("| what | CPU s | times reading | wall s | memory MiB |\n|---|---|---|---|---|")
    reading = statistics.median(run.cpu for run in runs["read"][1:])
    for name, measured in runs.items():
        cpu, wall, memory = (
            statistics.median(getattr(run, what) for run in measured[1:])
            for what in ("cpu", "wall", "memory")
        )
        print(f"| {name} | {cpu:.2f} | {cpu / reading:.1f} | {wall:.2f} | {memory:.0f} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
