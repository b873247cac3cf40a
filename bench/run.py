# SPDX-License-Identifier: Apache-2.0
"""Ratios, measured side by side in one run: CPU time of commands against the bare interpreter's.

`python bench/run.py [--readme]` prints a table with machine and versions; `--readme` also writes it there.
Each command runs many times, interleaved; the median counts. POSIX only (it reads a child's CPU time).
"""

from __future__ import annotations

import os
import platform
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import mlhooks

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 40
FILES = {"a.py": "import os\n\nprint(os.getcwd())\n", "b.js": "export const a = 1;\n", "c.md": "# Title\n",
         "d.yaml": "a: 1\n", "e.txt": "text\n"}  # fmt: skip
TREE = 25_000


class Bench:
    """A scratch folder with an environment of its own, as pre-commit would make it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.project = folder / "project"
        self.project.mkdir()
        subprocess.run(["git", "init", "-q"], cwd=self.project, check=True)
        for name, content in FILES.items():
            (self.project / name).write_text(content)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([sys.executable, "-m", "virtualenv", folder / "env"], check=True, **quiet)
        self.python = folder / "env/bin/python"
        subprocess.run([self.python, "-m", "pip", "install", "-q", ROOT], check=True, **quiet)
        self.hook = folder / "env/bin/mlhooks"

    def cpu(self, command: list[str | Path]) -> float:
        """CPU seconds, user and system, of one run."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, cwd=self.project, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def medians(self, commands: dict[str, list[str | Path]]) -> dict[str, float]:
        """The median CPU time of each command, run in turn."""
        seen: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, command in commands.items():
                seen[name].append(self.cpu(command))
        return {name: statistics.median(times) for name, times in seen.items()}

    def small_commit(self) -> dict[str, float]:
        """Five clean files against the bare interpreter, without and with a configuration."""
        run: list[str | Path] = [self.hook, "hook", "mlhooks", *FILES]
        bare: list[str | Path] = [self.python, "-I", "-c", "pass"]
        without = self.medians({"bare": bare, "run": run})
        config = self.project / "pyproject.toml"
        config.write_text(
            '[tool.mlhooks]\nignore = ["load-pickle"]\n[tool.mlhooks.wasm-memory]\nmax = "512MiB"\n'
        )
        self.cpu(run)
        with_config = self.medians({"bare": bare, "run": run})
        config.unlink()
        return {"without": without["run"] / without["bare"], "with": with_config["run"] / with_config["bare"]}

    def cold_start(self) -> float:
        """Seconds of CPU that a run without any cache takes more than one with it."""
        run: list[str | Path] = [self.hook, "hook", "mlhooks", *FILES]
        colds, warms = [], []
        for _ in range(10):
            shutil.rmtree(self.folder / "env/.mlhooks-cache", ignore_errors=True)
            colds.append(self.cpu(run))
            warms.append(self.cpu(run))
        return statistics.median(colds) - statistics.median(warms)

    def memory(self) -> float:
        """Peak memory in MiB of one process over 25,000 files of source."""
        tree = self.folder / "tree"
        sources = [p for p in Path(os.__file__).parent.rglob("*.py") if p.stat().st_size < 200_000]
        for number in range(TREE):
            folder = tree / str(number // 500)
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(sources[number % len(sources)], folder / f"{number}.py")
        check = (
            "import sys,resource\nfrom mlhooks.cli import main\n"
            "main(['check','--jobs','1','--exit-zero',sys.argv[1]])\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss/1024,file=sys.stderr)"
        )
        command = [self.python, "-I", "-c", check, tree]
        done = subprocess.run(command, cwd=self.project, capture_output=True, text=True, check=True)
        return float(done.stderr.split()[-1])


def table(rows: list[tuple[str, str, str]]) -> str:
    """The Markdown table, with what it was measured on."""
    hyperscan = subprocess.run(
        [sys.executable, "-m", "pip", "show", "hyperscan"], capture_output=True, text=True, check=False
    )
    version = re.search(r"^Version: (.*)", hyperscan.stdout, re.MULTILINE)
    where = (
        f"mlhooks {mlhooks.__version__}, Python {platform.python_version()}, "
        f"hyperscan {version[1] if version else 'absent'}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} cores; `python bench/run.py`"
    )
    lines = ["| what | measured | target |", "|---|---|---|", *[f"| {' | '.join(row)} |" for row in rows]]
    return "\n".join([*lines, "", where])


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        small = bench.small_commit()
        cold = bench.cold_start()
        memory = bench.memory()
    text = table(
        [
            ("five clean files, CPU against `python -I -c pass`", f"{small['without']:.2f} times", "1.6"),
            ("the same with a configuration file", f"{small['with']:.2f} times", "2.0"),
            ("first run, nothing cached", f"{cold:.2f} s more", "0.3 s"),
            (f"{TREE:,} files of Python source, one process: memory", f"{memory:.0f} MiB", "120 MiB"),
        ]
    )
    print(text)
    if "--readme" in sys.argv:
        readme = ROOT / "README.md"
        start, end = "<!-- speed: generated by bench/run.py -->", "<!-- end of speed -->"
        before, _, rest = readme.read_text(encoding="utf-8").partition(start)
        readme.write_text(f"{before}{start}\n{text}\n{end}{rest.partition(end)[2]}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
