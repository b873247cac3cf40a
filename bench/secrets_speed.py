# SPDX-License-Identifier: Apache-2.0
"""CPU time of `secrets` beside ripgrep and the peers, on one list of files, in one run.

`python bench/secrets_speed.py --tree FOLDER... [--peers DIR]` wants `rg` on the PATH and in DIR environments
named `detect-secrets` and `kingfisher`. mlhooks runs as it is installed in an environment of its own, in one
process with a warm cache. User and system time of the child count; medians of interleaved rounds.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = (".map", ".png", ".jpg", ".gif", ".ico", ".wasm", ".woff", ".woff2", ".ttf", ".pdf", ".gz", ".zip")
MOST = 25_000
# Fifty beginnings of tokens, for ripgrep.
LITERALS = """
ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- gldt- glrt- npm_ pypi- hf_ api_org_ sk-proj- sk-ant-
AKIA ASIA AIza GOCSPX- xoxb- xoxp- xoxa- xapp- hooks.slack.com sk_live_ rk_live_ r8_ gsk_ xai-
sk-or-v1- pplx- nvapi- pcsk_ lsv2_ dapi wandb_v1_ tgp_v1_ dop_v1_ dckr_pat_ rubygems_ shpat_ SG.
key- xkeysib- glsa_ NRAK- hvs. tskey- AGE-SECRET-KEY- PRIVATE
"""
HOOK = (
    "import sys, resource\nfrom mlhooks.cli import main\n"
    "main(['hook', 'secrets', '--exit-zero', *open(sys.argv[1]).read().split('\\0')])\n"
    "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)"
)


def listed(folders: list[Path]) -> list[str]:
    """Text files of the folders, no more than `MOST`."""
    found: list[str] = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            small = not path.name.lower().endswith(LEFT_OUT) and ".git" not in path.parts
            if small and path.is_file() and not path.is_symlink() and b"\0" not in _head(path):
                found.append(str(path))
    return found[:MOST]


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(8192)


def cpu(command: list[str], stdin: Path | None = None) -> tuple[float, str]:
    """CPU seconds of one run, and what it wrote to standard error."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with open(stdin or os.devnull, "rb") as stream:
        done = subprocess.run(command, stdin=stream, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, done.stderr.decode("utf-8", "replace")


class Bench:
    """An environment with mlhooks as it is built here, and the files that everybody reads."""

    def __init__(self, scratch: Path, files: list[str]) -> None:
        self.scratch = scratch
        self.files = files
        subprocess.run([sys.executable, "-m", "virtualenv", "-q", scratch / "env"], check=True)
        python = scratch / "env/bin/python"
        subprocess.run([python, "-m", "pip", "install", "-q", ROOT], check=True, capture_output=True)
        self.python = str(python)
        self.list = scratch / "list"
        self.list.write_text("\0".join(files))
        (scratch / "literals").write_text("\n".join(LITERALS.split()) + "\n")

    def mlhooks(self, files: list[str] | None = None) -> list[str]:
        """Our command for a list of files; all of them unless given."""
        target = self.list
        if files is not None:
            target = self.scratch / f"list-{len(files)}"
            target.write_text("\0".join(files))
        return [self.python, "-I", "-c", HOOK, str(target)]

    def ripgrep(self) -> list[str]:
        return ["xargs", "-0", "rg", "-j1", "-c", "-F", "-f", str(self.scratch / "literals")]

    def tree(self) -> Path:
        """A folder of links to the files, for tools that take only folders."""
        folder = self.scratch / "tree"
        for number, file in enumerate(self.files):
            target = folder / str(number // 500)
            target.mkdir(parents=True, exist_ok=True)
            os.link(file, target / f"{number}-{Path(file).name}")
        return folder


def medians(commands: dict[str, tuple[list[str], Path | None]], rounds: int) -> dict[str, float]:
    """The median CPU time of each command, run in turn after one run that does not count."""
    seen: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, (command, stdin) in commands.items():
            spent, _ = cpu(command, stdin)
            if turn:
                seen[name].append(spent)
    return {name: statistics.median(times) for name, times in seen.items()}


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--tree", nargs="+", type=Path, required=True)
    given.add_argument("--peers", type=Path)
    given.add_argument("--rounds", type=int, default=3)
    asked = given.parse_args()
    files = listed(asked.tree)
    size = sum(os.path.getsize(file) for file in files)
    print(f"{len(files)} files, {size / 1e6:.0f} MB, medians of {asked.rounds} rounds, CPU seconds")
    with tempfile.TemporaryDirectory(dir=asked.tree[0].parent) as folder:
        bench = Bench(Path(folder), files)
        _tree(bench, asked.rounds, asked.peers)
        if asked.peers:
            _small(bench, asked.rounds, asked.peers)
    return 0


def _tree(bench: Bench, rounds: int, peers: Path | None) -> None:
    commands: dict[str, tuple[list[str], Path | None]] = {
        "mlhooks, tree": (bench.mlhooks(), None),
        "rg -j1, 50 literals, tree": (bench.ripgrep(), bench.list),
    }
    if peers:
        tool = str(peers / "kingfisher/bin/kingfisher")
        scan = [
            tool,
            "scan",
            "--no-validate",
            "-j1",
            "--git-history",
            "none",
            "-f",
            "jsonl",
            str(bench.tree()),
        ]
        commands["kingfisher, tree"] = (scan, None)
    times = medians(commands, rounds)
    for name, spent in times.items():
        print(f"  {name:<28}{spent:8.3f}   mlhooks takes {times['mlhooks, tree'] / spent:.2f} times that")
    print(f"  memory of mlhooks: {cpu(bench.mlhooks())[1].split()[-1]} MiB")


def _small(bench: Bench, rounds: int, peers: Path) -> None:
    five = bench.files[:: max(1, len(bench.files) // 5)][:5]
    many = [file for file in bench.files if file.endswith(".py")][::25][:200]
    megabytes = sum(map(os.path.getsize, many)) / 1e6
    detect = str(peers / "detect-secrets/bin/detect-secrets-hook")
    king = [str(peers / "kingfisher/bin/kingfisher"), "scan", "--no-validate", "-j1", "--git-history", "none"]
    times = medians(
        {
            "nothing": ([bench.python, "-I", "-c", "pass"], None),
            "mlhooks, five files": (bench.mlhooks(five), None),
            "detect-secrets, five files": ([detect, *five], None),
            "kingfisher, five files": ([*king, *five], None),
            "mlhooks, sample": (bench.mlhooks(many), None),
            "detect-secrets, sample": ([detect, *many], None),
        },
        rounds,
    )
    start = times["nothing"]
    for name, spent in times.items():
        ours = times["mlhooks, sample" if "sample" in name else "mlhooks, five files"]
        print(f"  {name:<28}{spent:8.3f}   {spent / ours:8.1f} times mlhooks")
    slow = times["detect-secrets, sample"] / megabytes
    fast = max(times["mlhooks, sample"] - start, 0.001) / megabytes
    print(f"  by the megabyte ({megabytes:.1f} MB, one start taken off ours): {slow / fast:.0f} times")


if __name__ == "__main__":
    raise SystemExit(main())
