# SPDX-License-Identifier: Apache-2.0
"""What `mlhooks check` says of each project below bench/real (or of the folders given), by rule.

`python bench/findings.py [--notes] [FOLDER ...]` prints a table: a first run, without configuration.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path

from mlhooks.engine import Settings, run
from mlhooks.listing import files

REAL = Path(__file__).resolve().parent / "real"


def main() -> int:
    arguments = [argument for argument in sys.argv[1:] if argument != "--notes"]
    lowest = "note" if "--notes" in sys.argv else None
    folders = [Path(argument) for argument in arguments] or sorted(REAL.iterdir())
    print("| project | files | seconds | findings by rule |\n|---|---|---|---|")
    for folder in folders:
        os.chdir(folder)
        result = run(list(files(["."])), Settings(min_severity=lowest, jobs=os.cpu_count() or 1))
        counts = Counter(f"{finding.rule} {finding.severity[0].upper()}" for finding in result.findings)
        said = ", ".join(f"{rule} {count}" for rule, count in sorted(counts.items())) or "-"
        broken = f" BROKEN {result.broken} {result.unread}" if result.exit_code == 2 else ""
        print(f"| {folder.name} | {result.looked_at} | {result.seconds:.1f} | {said}{broken} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
