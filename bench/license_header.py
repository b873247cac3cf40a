# SPDX-License-Identifier: Apache-2.0
"""`license-header` on labelled files of real packages, beside the fixers that people use, in one run.

`python bench/license_header.py LABELS PACKAGES [--peers FOLDER]`: LABELS is a TSV of package, path, kind,
state (ok, missing, foreign, stale, leave, or optional: settings and documents without a header, which are
reported as notes) and why; PACKAGES holds a folder for each package (bench/fetch.py
makes them in bench/real). `--peers`: where the environments of the peers are or are made.
Prints precision and recall of the check, what the fixes did to the files, and speed.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from license_damage import Outcome, judge
from license_peers import PACKAGES, Peers

STATES = ("missing", "foreign", "stale")
HEADER = "# SPDX-FileCopyrightText: Example\n# SPDX-License-Identifier: Apache-2.0\n\n"
CHECK = """
import os, sys
from mlhooks.engine import run
from mlhooks.listing import files
from mlhooks.result import Settings
os.chdir(sys.argv[1])
only = frozenset({"license-header"})
severity = sys.argv[2] if len(sys.argv) > 2 else None
result = run(list(files(["."])), Settings(only=only, asked=only, min_severity=severity))
assert not result.broken, result.broken
for finding in result.findings:
    print(finding.path, finding.rule.removeprefix("license-header-"), sep="\\t")
"""


class Label(NamedTuple):
    package: str
    path: str
    kind: str
    state: str
    why: str


class Terms(NamedTuple):
    """What the project's table says."""

    license: str
    holder: str


def read_labels(file: Path) -> list[Label]:
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]
    return [
        Label(*row[:5])
        for row in rows
        if len(row) >= 5 and row[0] not in ("package", "") and row[0][0] != "#"
    ]


def copy(labels: list[Label], packages: Path, target: Path, terms: dict[str, Terms]) -> None:
    """Each package with what decides (attributes, manifests, licenses) and its labelled files."""
    for package in sorted({label.package for label in labels}):
        source, folder = packages / package, target / package
        for label in labels:
            if label.package == package:
                _copy(source, folder, label.path)
        for pattern in (
            "**/.gitattributes",
            "LICENSE*",
            "COPYING*",
            "pyproject.toml",
            "package.json",
            "REUSE.toml",
        ):
            for file in source.glob(pattern):
                _copy(source, folder, str(file.relative_to(source)))
        known = terms.get(package)
        if known:
            (folder / "mlhooks.toml").write_text(
                f'[license-header]\nlicense = "{known.license}"\nholder = "{known.holder}"\n'
            )
        subprocess.run(["git", "init", "-q"], cwd=folder, check=True)


def _copy(source: Path, folder: Path, path: str) -> None:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists() and (source / path).is_file():
        shutil.copy2(source / path, target)


def found(tree: Path, severity: str) -> dict[tuple[str, str], str]:
    """(package, path) -> the state that the check reports."""
    states = {}
    for folder in sorted(tree.iterdir()):
        command = [sys.executable, "-I", "-c", CHECK, folder, severity]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        for line in done.stdout.splitlines():
            path, state = line.split("\t")
            states[folder.name, path] = state
    return states


def score(labels: list[Label], tree: Path, severity: str) -> list[str]:
    """Precision and recall over the three states that are reported, and every disagreement."""
    states = found(tree, severity)
    right = wrong = missed = 0
    lines = []
    for label in labels:
        said, wanted = states.get((label.package, label.path), "ok"), label.state
        wanted = "missing" if wanted == "optional" and severity == "note" else wanted
        wanted = wanted if wanted in STATES else "ok"
        right += said == wanted != "ok"
        wrong += said not in ("ok", wanted)
        missed += wanted not in ("ok", said)
        if said != wanted:
            lines.append(f"  {label.package}/{label.path}: said {said}, wanted {label.state}: {label.why}")
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    kinds = len({label.kind for label in labels})
    head = f"{severity}: {len(labels)} files, {kinds} kinds: precision {precision:.3f}, recall {recall:.3f}"
    return [f"{head} ({right} right, {wrong} wrong, {missed} missed)", *lines]


def fixed(
    name: str, labels: list[Label], tree: Path, terms: dict[str, Terms], peers: Peers | None
) -> Counter[str]:
    """What a fixer did to a copy of the tree; the files are compared with the originals in `tree`."""
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as scratch:
        for folder in sorted(tree.iterdir()):
            work = Path(scratch) / folder.name
            shutil.copytree(folder, work, symlinks=True)
            own = [label for label in labels if label.package == folder.name]
            known = terms.get(folder.name, Terms("Apache-2.0", "Example"))
            once = _fix(name, work, own, known, peers)
            twice = _fix(name, work, own, known, peers)
            for label in own:
                old, new = (folder / label.path).read_bytes(), once[label.path]
                outcome = judge(label.path, label.state, old, new)
                counts[outcome.value] += 1
                if outcome in (Outcome.DAMAGED, Outcome.TOUCHED) and name == "mlhooks":
                    print("   ", outcome.value, label.package, label.path, file=sys.stderr)
                counts["changed by a second run"] += twice[label.path] != new
    return counts


def _fix(name: str, work: Path, labels: list[Label], terms: Terms, peers: Peers | None) -> dict[str, bytes]:
    files = [label.path for label in labels]
    if name == "mlhooks":
        hook = [Path(sys.executable).parent / "mlhooks", "hook", "license-header-fix", "--min-severity=note"]
        done = subprocess.run([*hook, *files], cwd=work, capture_output=True, text=True, check=False)
        assert "bug of mlhooks" not in done.stdout, done.stdout
    elif peers is not None:
        peers.fix(name, work, files, terms.license, terms.holder)
    return {file: (work / file).read_bytes() for file in files}


def speed(peers: Peers | None, files: int) -> list[str]:
    """Files a second of the check and its peers over one tree of headed files, by wall time."""
    with tempfile.TemporaryDirectory() as scratch:
        tree = Path(scratch) / "tree"
        names = _tree(tree, files)
        script = Path(sys.executable).parent / "mlhooks"
        check = [script, "check", "--only", "license-header", "."]
        rows = [("mlhooks check, first run", _wall(check, tree), files)]
        rows.append(("mlhooks check", min(_wall(check, tree) for _ in range(3)), files))
        rows.append(
            ("mlhooks check --jobs 1", min(_wall([*check, "--jobs", "1"], tree) for _ in range(3)), files)
        )
        rows.append(
            ("mlhooks check --statistics (every header read)", _wall([*check, "--statistics"], tree), files)
        )
        if peers is not None:
            rows.append(("reuse lint", _wall([peers.program("reuse"), "lint", "-q"], tree), files))
            header = tree.parent / "header.txt"
            header.write_text("".join(line.removeprefix("# ") for line in HEADER.strip().splitlines(True)))
            insert = [peers.program("insert-license"), "--license-filepath", header]
            rows.append(("insert-license", min(_wall([*insert, *names], tree) for _ in range(3)), files))
        ours = rows[1][1]
        return [
            f"  {name}: {count / wall:,.0f} files/s, {wall / ours:.1f} times ours"
            for name, wall, count in rows
        ]


def _tree(tree: Path, files: int) -> list[str]:
    library = [p for p in Path(os.__file__).parent.rglob("*.py") if 0 < p.stat().st_size < 100_000]
    # A project's own files bear its header and no other.
    sources = [p for p in library if not re.search(rb"copyright|licen[sc]e", p.read_bytes(), re.IGNORECASE)]
    tree.mkdir()
    subprocess.run(["git", "init", "-q"], cwd=tree, check=True)
    (tree / "mlhooks.toml").write_text('[license-header]\nlicense = "Apache-2.0"\nholder = "Example"\n')
    names = []
    for number in range(files):
        folder = tree / str(number // 200)
        folder.mkdir(exist_ok=True)
        text = sources[number % len(sources)].read_bytes()
        (folder / f"{number}.py").write_bytes(HEADER.encode() + text)
        names.append(f"{number // 200}/{number}.py")
    return names


def _wall(command: list[str | Path], folder: Path) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def ten_files() -> str:
    """CPU time of the hook on ten headed files against the bare interpreter's, medians of many runs.

    In an environment of its own, as pre-commit makes it: an editable install costs more at every start.
    """
    with tempfile.TemporaryDirectory() as scratch:
        environment = Path(scratch) / "env"
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([sys.executable, "-m", "virtualenv", environment], check=True, **quiet)
        root = Path(__file__).resolve().parent.parent
        subprocess.run([environment / "bin/python", "-m", "pip", "install", "-q", root], check=True, **quiet)
        names = _tree(Path(scratch) / "tree", 10)
        commands = {
            "bare": [environment / "bin/python", "-I", "-c", "pass"],
            "hook": [environment / "bin/mlhooks", "hook", "license-header", *names],
        }
        seen: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(25):
            for name, command in commands.items():
                seen[name].append(_cpu(command, Path(scratch) / "tree"))
    bare, hook = statistics.median(seen["bare"]), statistics.median(seen["hook"])
    return f"ten headed files: {hook * 1000:.0f} ms of CPU, {hook / bare:.2f} times `python -I -c pass`"


def _cpu(command: list[str | Path], folder: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", type=Path)
    parser.add_argument("packages", type=Path)
    parser.add_argument("--terms", type=Path, help="TSV of package, license, holder")
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--files", type=int, default=10_000, help="files of the tree for speed; 0: no speed")
    given = parser.parse_args()
    labels = read_labels(given.labels)
    rows = [line.split("\t") for line in given.terms.read_text().splitlines()] if given.terms else []
    terms = {row[0]: Terms(row[1], row[2]) for row in rows}
    peers = Peers(given.peers) if given.peers else None
    with tempfile.TemporaryDirectory() as scratch:
        tree = Path(scratch)
        copy(labels, given.packages, tree, terms)
        for severity in ("warning", "note"):
            print("\n".join(score(labels, tree, severity)))
        for name in ("mlhooks", *(PACKAGES if peers else ())):
            counts = fixed(name, labels, tree, terms, peers)
            print(f"fix, {name}: " + ", ".join(f"{what} {count}" for what, count in sorted(counts.items())))
    if given.files:
        print(ten_files())
        print("\n".join(speed(peers, given.files)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
