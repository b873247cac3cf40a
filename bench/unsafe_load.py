# SPDX-License-Identifier: Apache-2.0
"""`unsafe-load` on labelled sites of real packages, beside the checkers that people use, in one run.

`python bench/unsafe_load.py LABELS PACKAGES [--peers FOLDER] [--semgrep COMMAND] [--wrong] [--speed]`: LABELS
is a TSV of package, path, line, kind, verdict (fail, note, silent, unsure) and note (which says the floor of
torch); PACKAGES holds a folder for each package. `--peers`: an environment with bandit and flake8 plus
torchfix. `--wrong` prints every row that is not as labelled, `--speed` measures CPU times as ratios.

Precision counts what fails (errors and warnings), recall whatever is reported. A finding on a line that no
row names counts as wrong; rows labelled `unsure` and what is found on their lines are left out. The peers
get the labelled Python files of a package, not all of it: one of them takes a minute for a hundred files.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from unsafe_peers import Found, Peers, mlhooks

TORCH = ("default", "unsafe", "pickle-module", "fallback", "unresolved")
TORCH_CALLS = frozenset(f"torch-load-{name}" for name in TORCH)
FLOOR = re.compile(r"floor[^;]*")
NUMBER = re.compile(r"\d+\.\d+")
BARE = re.compile(r"unknown|unversioned|says nothing|builds the string")


class Label(NamedTuple):
    package: str
    path: str
    line: int
    kind: str
    verdict: str
    note: str

    @property
    def floor(self) -> str:
        """ "unknown", "high" (2.6 or more) or "low", as the note says."""
        said = FLOOR.search(self.note)
        if said is None or BARE.search(said[0]):
            return "unknown"
        number = NUMBER.search(said[0])
        if number is None:
            return "unknown"
        return "high" if tuple(map(int, number[0].split("."))) >= (2, 6) else "low"


class Score(NamedTuple):
    """Counts, and what was wrong: (why, label or None, finding or None)."""

    right: int
    wrong: int
    found: int
    missed: int
    problems: list[tuple[str, Label | None, Found | None]]

    def row(self, name: str) -> str:
        precision = self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0
        recall = self.found / (self.found + self.missed) if self.found + self.missed else 1.0
        counts = f"{self.right}/{self.right + self.wrong} | {self.found}/{self.found + self.missed}"
        return f"| {name} | {precision:.3f} | {recall:.3f} | {counts} |"


def read_labels(file: Path) -> list[Label]:
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()[1:]]
    return [Label(row[0], row[1], int(row[2]), *row[3:6]) for row in rows if len(row) >= 6]


def score(labels: list[Label], findings: list[Found], torch: bool, floors: tuple[str, ...]) -> Score:
    """Over torch calls (of projects with one of these floors), or over every kind but torch-floor."""
    rows: dict[tuple[str, str, int], list[Label]] = defaultdict(list)
    floor_of: dict[str, set[str]] = defaultdict(set)
    for label in labels:
        rows[label[:3]].append(label)
        if label.kind in TORCH_CALLS:
            floor_of[label.package].add(label.floor)

    def counts(kind: str) -> bool:
        return kind in TORCH_CALLS if torch else kind != "torch-floor"

    right = wrong = found = missed = 0
    problems: list[tuple[str, Label | None, Found | None]] = []
    seen: dict[tuple[str, str, int], list[Found]] = defaultdict(list)
    for finding in findings:
        if counts(finding.rule):
            seen[finding[:3]].append(finding)
    for label in labels:
        if label.verdict in ("fail", "note") and counts(label.kind) and label.floor in floors:
            hit = bool(seen.get(label[:3]))
            found, missed = found + hit, missed + (not hit)
            if not hit:
                problems.append(("missed", label, None))
    for place, several in seen.items():
        known = rows.get(place, [])
        floor = {label.floor for label in known} or floor_of.get(place[0], {"unknown"})
        failing = [one for one in several if one.fails]
        unsure = any(label.verdict == "unsure" for label in known)
        if not failing or unsure or not floor & set(floors):
            continue
        good = any(label.verdict == "fail" and counts(label.kind) for label in known)
        right, wrong = right + good, wrong + (not good)
        if not good:
            problems.append(("wrong", known[0] if known else None, failing[0]))
    return Score(right, wrong, found, missed, problems)


GROUPS = (
    ("torch calls, floor unknown", True, ("unknown",)),
    ("torch calls, floor 2.6 or more", True, ("high",)),
    ("torch calls, floor below 2.6", True, ("low",)),
    ("torch calls, all", True, ("unknown", "high", "low")),
    ("all loaders", False, ("unknown", "high", "low")),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("labels", type=Path)
    parser.add_argument("packages", type=Path)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--semgrep", default="")
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--speed", action="store_true", help="and no scores")
    options = parser.parse_args()
    labels = read_labels(options.labels)
    names = sorted({label.package for label in labels})
    peers = Peers(options.peers, options.semgrep)
    if options.speed:
        peers.speed(options.packages)
        return
    tools = {"mlhooks": mlhooks, **peers.tools(labels)}
    print("| tool, sites | precision | recall | failing right | reported |\n|---|---|---|---|---|")
    for tool, run in tools.items():
        findings = [one for name in names for one in run(options.packages / name)]
        for name, torch, floors in GROUPS if tool == "mlhooks" else GROUPS[:4]:
            result = score(labels, findings, torch, floors)
            print(result.row(f"{tool}: {name}"), flush=True)
            for why, label, finding in result.problems if options.wrong and tool == "mlhooks" else ():
                print(f"    {why}\t{label and tuple(label)}\t{finding and tuple(finding)}")


if __name__ == "__main__":
    main()
