# SPDX-License-Identifier: Apache-2.0
"""The `secrets` check on code without secrets: findings by rule, and CPU time beside ripgrep's.

`python bench/secrets_clean.py [--notes] [--show] [--rounds N] FOLDER ...` looks at each folder as a
project of its own, then at all of them together, N times (3) by turns: ripgrep with one thread and 50
fixed texts over the same list of files; the check as it is; without its generic rules; and as under
`strict`. Medians of CPU seconds, user and system. `--show` prints the place of every finding. Needs `rg`
on the PATH.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from statistics import median

from mlhooks.checks.secrets.rules import TRIGGERS
from mlhooks.core.matcher import literal_prefix
from mlhooks.engine import Settings, run
from mlhooks.listing import files

ONLY = frozenset({"secrets"})
TEXTS = 50
# In a process of its own: a run over a list of files, some of the check's triggers taken away.
CHILD = """
import sys
import mlhooks.index as index
skipped, lowest, listed = sys.argv[1:]
for wake in index.WAKES:
    if wake.id == "secrets" and int(skipped):
        wake.triggers = wake.triggers[: -int(skipped)]
from mlhooks.engine import Settings, run
paths = open(listed, encoding="utf-8", errors="surrogateescape").read().split("\\0")
settings = Settings(only=frozenset({"secrets"}), min_severity=lowest or None, no_config=True, jobs=1)
run(paths, settings)
"""


def count(folder: Path, lowest: str | None, show: bool) -> tuple[int, Counter[str]]:
    """Files looked at and findings by rule and severity of one project, without configuration."""
    os.chdir(folder)
    result = run(list(files(["."])), Settings(only=ONLY, min_severity=lowest, no_config=True))
    for found in result.findings if show else ():
        assert found.location is not None
        print(f"    {folder.name}/{found.location.path}:{found.location.line} {found.rule} {found.message}")
    if result.unread or result.broken:
        print(f"    {folder.name}: {result.unread} {result.broken}")
    return result.looked_at, Counter(f"{found.rule} {found.severity[0].upper()}" for found in result.findings)


def table(folders: list[Path], lowest: str | None, show: bool) -> None:
    total, every = 0, Counter[str]()
    print("| project | files | findings by rule |\n|---|---|---|")
    for folder in folders:
        looked_at, counts = count(folder, lowest, show)
        total += looked_at
        every += counts
        print(f"| {folder.name} | {looked_at} | {said(counts)} |")
    per = {name: round(number * 1000 / max(1, total), 2) for name, number in every.items()}
    print(f"| all | {total} | {said(every)} |\n| per 1,000 files | | {said(per)} |")


def said(counts: dict[str, float] | Counter[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(counts.items())) or "-"


def seconds(command: list[str], stdin: bytes) -> float:
    """CPU seconds of a command and what it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, input=stdin, stdout=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode in (0, 1, 123), done.returncode  # nothing found is no failure
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def speed(folders: list[Path], rounds: int) -> None:
    listed = [str(folder / path) for folder in folders for path in listing(folder)]
    prefixes = [literal_prefix(trigger) for trigger in TRIGGERS if not trigger.nocase]
    texts = list(dict.fromkeys(prefix for prefix in prefixes if len(prefix) >= 4))[:TEXTS]
    generic = sum(trigger.pattern.startswith(b"(?:sword|") for trigger in TRIGGERS)
    with tempfile.TemporaryDirectory() as folder:
        fixed, paths = Path(folder, "texts"), Path(folder, "paths")
        fixed.write_bytes(b"\n".join(texts) + b"\n")
        paths.write_text("\0".join(listed), encoding="utf-8", errors="surrogateescape")
        child = [sys.executable, "-I", "-c", CHILD]
        commands = {
            f"rg -j1, {len(texts)} texts": ["xargs", "-0", "rg", "-j1", "-c", "-F", "-f", str(fixed), "--"],
            "all rules": [*child, "0", "", str(paths)],
            "without generic ones": [*child, str(generic), "", str(paths)],
            "notes shown": [*child, "0", "note", str(paths)],
        }
        for command in list(commands.values())[1:]:
            seconds(command, b"")  # compiles and keeps the database
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                times[name].append(seconds(command, paths.read_bytes()))
    first = median(next(iter(times.values())))
    size = sum(os.path.getsize(path) for path in listed)
    print(f"\n{len(listed)} files, {size / 1e6:.0f} MB\n\n| what | CPU seconds | times rg |\n|---|---|---|")
    for name, taken in times.items():
        print(f"| {name} | {median(taken):.2f} | {median(taken) / first:.2f} |")


def listing(folder: Path) -> list[str]:
    os.chdir(folder)
    return list(files(["."]))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--notes", action="store_true")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("folders", nargs="+", type=Path)
    options = parser.parse_args()
    folders = [folder.resolve() for folder in options.folders]
    table(folders, "note" if options.notes else None, options.show)
    if options.rounds:
        speed(folders, options.rounds)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
