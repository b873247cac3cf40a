# SPDX-License-Identifier: Apache-2.0
"""`secrets` on labelled samples beside the peers, run for real: what is found and what is wrongly found.

`python bench/secrets.py LABELS... [--peers DIR] [--show]`: LABELS are files of JSON lines, see
bench/labels/secrets/README.md. DIR holds environments named `detect-secrets`, `kingfisher` and
`credsweeper`. No tool is given a network: verification is off. Every sample becomes a file of its own; it
counts as found when a tool reports anything in that file. `--show` lists what mlhooks missed or got wrong.
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple

SECONDS = 900


class Sample(NamedTuple):
    """One line of a label file. `group` is "ml" or "world", `secret` whether a maintainer must act."""

    name: str
    group: str
    provider: str
    secret: bool
    path: str
    content: bytes


def read(file: Path) -> list[Sample]:
    """The samples of a file. Contents are base64 written backwards, so that no scanner is alarmed by it."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Sample(
            row["id"],
            row["group"],
            row["provider"],
            row["label"] == "leak",
            row["file"],
            base64.b64decode(row["content_b64"][::-1]),
        )
        for row in rows
    ]


def plant(samples: list[Sample], folder: Path) -> dict[str, int]:
    """One folder for each sample, with its file; path below `folder` -> index of the sample."""
    where = {}
    for index, sample in enumerate(samples):
        path = f"{index:05}/{sample.path}"
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(sample.content)
        where[path] = index
    return where


def _output(command: list[str], cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=SECONDS, check=False)
    return done.stdout


def ours(folder: Path, _: Path | None) -> set[str]:
    """Paths for which mlhooks reports a warning or an error."""
    command = [sys.executable, "-m", "mlhooks", "check", "--only", "secrets", "--all", "--no-config", "."]
    found = re.findall(r"^(\d{5}/[^\n]*?):\d+:\d+: secret-", _output(command, folder), re.MULTILINE)
    return set(found)


def detect_secrets(folder: Path, peers: Path | None) -> set[str]:
    """Paths for which detect-secrets reports anything with its default plugins, without verification."""
    assert peers
    tool = str(peers / "detect-secrets/bin/detect-secrets")
    found = json.loads(_output([tool, "scan", "--all-files", "--no-verify", "."], folder))
    return {path.removeprefix("./") for path in found["results"]}


def kingfisher(folder: Path, peers: Path | None) -> set[str]:
    """Paths for which kingfisher reports anything at its default confidence, unvalidated."""
    assert peers
    tool = str(peers / "kingfisher/bin/kingfisher")
    command = [tool, "scan", "--no-validate", "--git-history", "none", "-f", "jsonl", "."]
    return {m.lstrip("/") for m in re.findall(r'(?:\./|/)?(\d{5}/[^"\s]+)"', _output(command, folder))}


def credsweeper(folder: Path, peers: Path | None) -> set[str]:
    """Paths for which CredSweeper reports anything with its defaults."""
    assert peers
    report = folder.parent / "credsweeper.json"
    tool = str(peers / "credsweeper/bin/credsweeper")
    _output([tool, "--path", ".", "--save-json", str(report), "--pedantic"], folder)
    text = report.read_text(encoding="utf-8") if report.exists() else ""
    return set(re.findall(r'"path": "(?:[^"]*?/)?(\d{5}/[^"]+)"', text))


TOOLS = {
    "mlhooks": ours,
    "detect-secrets": detect_secrets,
    "kingfisher": kingfisher,
    "credsweeper": credsweeper,
}


def score(samples: list[Sample], hit: set[int], group: str) -> str:
    """What was found of the secrets and of the counter-examples of a group ("" for all)."""
    rows = [(index, s) for index, s in enumerate(samples) if not group or s.group == group]
    secrets = [index for index, s in rows if s.secret]
    others = [index for index, s in rows if not s.secret]
    found, wrong = len(hit.intersection(secrets)), len(hit.intersection(others))
    rate = 100 * found / max(1, len(secrets))
    bad = 100 * wrong / max(1, len(others))
    return f"{found:4}/{len(secrets):<4} ({rate:5.1f}) wrong {wrong:3}/{len(others):<4} ({bad:4.1f})"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", nargs="+", type=Path)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    samples = [sample for file in given.labels for sample in read(file)]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "planted"
        where = plant(samples, folder)
        for name, tool in TOOLS.items():
            if name != "mlhooks" and not given.peers:
                continue
            hit = {where[path] for path in tool(folder, given.peers) if path in where}
            print(f"{name:<16} ml {score(samples, hit, 'ml')}   all {score(samples, hit, '')}")
            if given.show and name == "mlhooks":
                _show(samples, hit)
    return 0


def _show(samples: list[Sample], hit: set[int]) -> None:
    wrong = [s for index, s in enumerate(samples) if (index in hit) != s.secret]
    for sample in wrong:
        print(f"    {'missed' if sample.secret else 'wrong '} {sample.name} {sample.provider}")
    print(f"    {Counter(sample.provider for sample in wrong if sample.secret).most_common(12)}")


if __name__ == "__main__":
    raise SystemExit(main())
