# SPDX-License-Identifier: Apache-2.0
"""The checkers beside which `unsafe-load` is measured: what they find in a package, and their CPU time."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "semgrep-rules" / "unsafe-pickle-load.yaml"
QUIET = ("--metrics=off", "--disable-version-check", "--quiet", "--no-git-ignore", "--jobs=1")
CHECK = """
import os, sys
from mlhooks.engine import run
from mlhooks.listing import files
from mlhooks.result import Settings
os.chdir(sys.argv[1])
only = frozenset({"unsafe-load"})
result = run(list(files(["."])), Settings(only=only, asked=only, min_severity="note"))
assert not result.broken, result.broken
for finding in result.findings:
    print(finding.path, finding.location.line, finding.rule, finding.severity, sep="\\t")
"""

LARGE = 3000  # files of the large tree


class Found(NamedTuple):
    """One finding; `fails`: it is more than a note."""

    package: str
    path: str
    line: int
    rule: str
    fails: bool


def output(command: list[str | Path], folder: Path) -> str:
    """What a command prints, whatever its exit code."""
    environment = {**os.environ, "PYTHONWARNINGS": "ignore", "SEMGREP_SEND_METRICS": "off"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    return done.stdout


def mlhooks(package: Path) -> list[Found]:
    """What this check says, notes included, of a package as it is."""
    rows = [line.split("\t") for line in output([sys.executable, "-c", CHECK, package], ROOT).splitlines()]
    return [Found(package.name, path, int(line), rule, level != "note") for path, line, rule, level in rows]


def cpu(command: list[str | Path], folder: Path) -> float:
    """CPU seconds, user and system, of one run with its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    output(command, folder)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


class Peers:
    """Those that are installed: `folder` is an environment with bandit and torchfix, `semgrep` a command."""

    def __init__(self, folder: Path | None, semgrep: str) -> None:
        self.folder = folder.resolve() if folder is not None else None
        self.semgrep = semgrep

    def tools(self, labels: Iterable[tuple[str, ...]]) -> dict[str, Callable[[Path], list[Found]]]:
        """Name -> what it finds in the files of a package that are labelled."""
        paths: dict[str, set[str]] = {}
        for label in labels:
            paths.setdefault(label[0], set()).add(label[1])
        found: dict[str, Callable[[Path], list[Found]]] = {}
        if self.folder is not None:
            found |= {"bandit -t B614": self.bandit, "torchfix TOR102": self.torchfix}
        if self.semgrep:
            found["semgrep, our rules"] = self.by_semgrep

        def on_labelled(tool: Callable[[Path], list[Found]], package: Path) -> list[Found]:
            with tempfile.TemporaryDirectory() as made:
                folder = Path(made) / package.name
                for path in paths.get(package.name, ()):
                    if path.endswith(".py"):
                        (folder / path).parent.mkdir(parents=True, exist_ok=True)
                        (folder / path).write_bytes((package / path).read_bytes())
                return tool(folder) if folder.exists() else []

        return {name: partial(on_labelled, tool) for name, tool in found.items()}

    def bandit(self, package: Path) -> list[Found]:
        assert self.folder is not None
        text = output([self.folder / "bin/bandit", "-q", "-t", "B614", "-f", "json", "-r", "."], package)
        rows = json.loads(text)["results"]
        return [
            Found(
                package.name,
                os.path.normpath(row["filename"]),
                row["line_number"],
                "torch-load-default",
                True,
            )
            for row in rows
        ]

    def torchfix(self, package: Path) -> list[Found]:
        assert self.folder is not None
        command = [self.folder / "bin/torchfix", "--select=TOR102", "--show-stderr", "."]
        found = []
        for line in output(command, package).splitlines():
            parts = line.split(":")
            if len(parts) >= 4 and parts[1].isdigit() and "TOR102" in line:
                path = os.path.normpath(parts[0])
                found.append(Found(package.name, path, int(parts[1]), "torch-load-default", True))
        return found

    def by_semgrep(self, package: Path) -> list[Found]:
        command = [self.semgrep, "scan", *QUIET, "--json", "--config", RULES, "."]
        rows = json.loads(output(command, package))["results"]
        return [
            Found(package.name, row["path"], row["start"]["line"], row["check_id"].rpartition(".")[2], True)
            for row in rows
        ]

    def speed(self, packages: Path) -> None:
        """Ratios of CPU time: five files, two hundred, and a large tree (without bandit, which would take
        hours there); the same files for each tool."""
        everything = sorted(path for path in packages.rglob("*.py") if path.is_file())
        loading = [path for path in everything if b"torch.load" in path.read_bytes()]
        clean = [path for path in everything if b"load" not in path.read_bytes()]
        print("\n| files | mlhooks | bandit -t B614 | semgrep, one rule |\n|---|---|---|---|")
        for name, files in (
            ("5 without a load, as a hook", clean[100:105]),
            ("5 with torch.load, as a hook", loading[:5]),
            ("200", (loading[:20] + everything)[:200]),
            (f"{len(everything[:LARGE])}", everything[:LARGE]),
        ):
            with tempfile.TemporaryDirectory() as made:
                folder = Path(made)
                for number, file in enumerate(files):
                    target = folder / str(number % 50) / f"{number}.py"
                    target.parent.mkdir(exist_ok=True)
                    target.write_bytes(file.read_bytes())
                print(f"| {name} | {' | '.join(self.times(folder, len(files)))} |", flush=True)

    def times(self, folder: Path, number: int) -> list[str]:
        program = Path(sys.executable).parent / "mlhooks"
        ours: list[str | Path] = [program, "check", "--only", "unsafe-load", "--no-config", "."]
        if number <= 5:
            ours = [
                program,
                "hook",
                "unsafe-load",
                *(path.relative_to(folder) for path in folder.rglob("*.py")),
            ]
        cpu(ours, folder)
        best = min(cpu(ours, folder) for _ in range(5))
        said = [f"{best:.2f} s"]
        if number > 200:
            said.append("-")
        elif self.folder is not None:
            bandit = cpu([self.folder / "bin/bandit", "-q", "-t", "B614", "-r", "."], folder)
            said.append(f"{bandit:.1f} s, {bandit / best:.0f} times")
        if self.semgrep:
            one = folder / "one.yaml"
            one.write_text(ONE_RULE)
            scan = cpu([self.semgrep, "scan", *QUIET, "--json", "--config", one, "."], folder)
            said.append(f"{scan:.1f} s, {scan / best:.0f} times")
        return said


ONE_RULE = """rules:
- id: torch-load
  languages: [python]
  severity: WARNING
  message: m
  patterns:
  - pattern: torch.load(...)
  - pattern-not: torch.load(..., weights_only=True, ...)
"""
