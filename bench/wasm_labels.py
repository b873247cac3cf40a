# SPDX-License-Identifier: Apache-2.0
"""Precision and recall of `wasm-memory` on labelled sites.

Labels are a TSV with a header: package, path, line (0 for binaries), rule, verdict, note. `fail` and `note`
must be reported there by that rule, `silent` must not be reported by that rule ("-": by none), `unsure` is
left out. A finding on another line of the same command counts, and so does the one note of a generated file,
which says how many places it stands for. What has no row counts for nothing.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

NEAR = 1  # lines: a finding may stand on the next or last line of one command
FOLDED = "such places in this generated file"
POSITIVE = ("fail", "note")
KINDS = {"js": "program", "mjs": "program", "cjs": "program", "ts": "program", "jsx": "program",
         "tsx": "program", "mts": "program", "cts": "program", "html": "program", "vue": "program",
         "svelte": "program", "wasm": "wasm", "wat": "wat", "wast": "wat"}  # fmt: skip


class Label(NamedTuple):
    package: str
    path: str
    line: int
    rule: str
    verdict: str
    note: str

    @property
    def kind(self) -> str:
        return KINDS.get(self.path.rpartition(".")[2], "build file")


class Said(NamedTuple):
    line: int
    end: int
    rule: str
    severity: str
    message: str


def findings(folder: Path) -> dict[str, list[Said]]:
    """What the check says in a package, by path."""
    mlhooks = str(Path(sys.executable).parent / "mlhooks")
    command = [mlhooks, "check", "--only", "wasm-memory", "--min-severity", "note", "--format", "json"]
    done = subprocess.run([*command, "."], cwd=folder, capture_output=True, encoding="utf-8", check=False)
    found = defaultdict(list)
    for one in json.loads(done.stdout)["findings"]:
        found[one["path"].removeprefix("./")].append(
            Said(one["start"]["line"], one["end"]["line"], one["rule"], one["severity"], one["message"])
        )
    return found


def matches(label: Label, one: Said) -> bool:
    """Whether the finding is at the label's place."""
    return label.line == 0 or one.line - NEAR <= label.line <= max(one.end, one.line) + NEAR


def judged(label: Label, said: list[Said]) -> str:
    """tp, fn or fp for a label, "" for what is rightly silent; "severity" where only that differs."""
    here = [one for one in said if matches(label, one)]
    if label.verdict == "silent":
        exact = [one for one in said if label.line in (0, one.line) and label.rule in ("-", one.rule)]
        return "fp" if exact else ""
    ours = [one for one in here if one.rule == label.rule] or [one for one in said if FOLDED in one.message]
    if not ours:
        return "fn"
    severity = "note" if label.verdict == "note" else "fail"
    return "tp" if any((one.severity == "note") == (severity == "note") for one in ours) else "severity"


def score(labels: Path, packages: Path) -> None:
    """Print precision and recall over all rows and for each kind of file, and every row that differs."""
    with labels.open(encoding="utf-8", newline="") as stream:
        rows = [
            Label(row["package"], row["path"], int(row["line"]), row["rule"], row["verdict"], row["note"])
            for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    by_package = {name: findings(packages / name) for name in sorted({row.package for row in rows})}
    positives = {(row.package, row.path, row.line) for row in rows if row.verdict in POSITIVE}
    for row in rows:
        said = by_package[row.package].get(row.path, [])
        if row.verdict == "unsure":
            continue
        result = judged(row, said)
        if result == "fp" and (row.package, row.path, row.line) in positives and row.rule == "-":
            result = ""
        for kind in ("all", row.kind):
            counts[kind][result or "silent"] += 1
        if result in ("fp", "fn", "severity"):
            print(f"  {result} {row.package}/{row.path}:{row.line} {row.rule} {row.verdict} | {row.note}")
            print("".join(f"      said {one.line} {one.rule} {one.severity}\n" for one in said[:4]), end="")
    print(f"{labels.name}: {len(rows)} rows")
    print("| kind | precision | recall | tp | fp | fn | other severity | silent |")
    print("|---|---|---|---|---|---|---|---|")
    for kind, count in sorted(counts.items()):
        right, found = count["tp"] + count["severity"], count["tp"] + count["severity"] + count["fp"]
        wanted = right + count["fn"]
        precision = f"{right / found:.3f}" if found else "-"
        recall = f"{right / wanted:.3f}" if wanted else "-"
        cells = (count["tp"], count["fp"], count["fn"], count["severity"], count["silent"])
        print(f"| {kind} | {precision} | {recall} | {' | '.join(map(str, cells))} |")
