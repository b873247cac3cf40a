# SPDX-License-Identifier: Apache-2.0
"""`wasm-memory` beside wasm-objdump and semgrep, and on labelled sites, in one run.

`python bench/wasm_memory.py PACKAGES [--labels TSV ...] [--objdump PATH] [--semgrep PATH]`: PACKAGES holds a
folder for each package (bench/fetch.py makes them in bench/real). CPU times of child processes; POSIX only.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from wasm_labels import score

from mlhooks.checks.wasm_memory import CHECK
from mlhooks.checks.wasm_memory.binary import MalformedError, memories
from mlhooks.core.kinds import kind_of
from mlhooks.core.matcher import build

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "semgrep-rules" / "wasm-memory-limit.yaml"
OURS = [str(Path(sys.executable).parent / "mlhooks"), "check", "--only", "wasm-memory", "--exit-zero"]
SCRIPTS = frozenset({"javascript", "jsx", "ts", "tsx"})
LINE = re.compile(r"memory\[\d+\] pages: initial=(\d+)(?: max=(\d+))?( shared)?")
SEMGREP = 1_000_000  # bytes of a file that semgrep looks at unless it is told otherwise
ROUNDS = 7
# Reads each file, then looks at each, in one process; prints the CPU seconds of both. With "alone" no other
# check's triggers are looked for in the same pass.
QUIET = """
import sys, time
from mlhooks import engine
from mlhooks.engine import Run
if sys.argv[1:] == ["alone"]:
    from mlhooks.checks.wasm_memory import CHECK
    from mlhooks.core.matcher import build
    from mlhooks.triggers import TRIGGERS
    engine.WAKES = tuple(check for check in engine.WAKES if check.id == "wasm-memory")
    engine.prepared = lambda *_: build([*CHECK.triggers, TRIGGERS[-1]])
from mlhooks.result import Settings
files = sys.stdin.read().split("\\n")
state = Run(Settings(only=frozenset({"wasm-memory"})))
start = time.process_time()
for file in files:
    with open(file, "rb") as stream:
        stream.read()
read = time.process_time()
for file in files:
    state.look(file)
print(read - start, time.process_time() - read)
assert not state.result.findings and not state.result.broken
"""

Rows = list[tuple[int, int | None, bool]]


def cpu(command: list[str], folder: Path, text: str = "") -> tuple[float, str]:
    """CPU seconds, user and system, of a command, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command, cwd=folder, input=text, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def ours(file: Path) -> Rows | None:
    """The memories that our reader finds; None for a module that it refuses."""
    with file.open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        try:
            found = list(memories(lambda at, count: os.pread(stream.fileno(), count, at), size))
        except MalformedError:
            return None
    return [(one.limits.initial or 0, one.limits.maximum, bool(one.limits.shared)) for one in found]


def modules(packages: Path, objdump: str) -> None:
    """All `.wasm` of the packages: the same memories, and how long both take."""
    files = sorted(file for file in packages.rglob("*.wasm") if file.is_file())
    theirs, same, differing = 0.0, 0, []
    for file in files:
        spent, printed = cpu([objdump, "-x", str(file)], packages)
        theirs += spent
        rows = [(int(a), int(b) if b else None, bool(c)) for a, b, c in LINE.findall(printed)]
        if rows == ours(file):
            same += 1
        else:
            differing.append(f"{file.relative_to(packages)} {rows} {ours(file)}")
    names = [str(file) for file in files]
    start = time.process_time()
    for file in files:
        ours(file)
    reading = time.process_time() - start
    spent = statistics.median(cpu([*OURS, *names], packages)[0] for _ in range(ROUNDS))
    size = sum(file.stat().st_size for file in files) >> 20
    print(f"{len(files)} modules, {size} MiB: same memories in {same}")
    print(f"wasm-objdump -x {theirs:.2f} s; our reader {reading:.3f} s: {theirs / reading:.0f} times")
    print(f"  mlhooks as one process, its start too, {spent:.3f} s: {theirs / spent:.0f} times")
    print("".join(f"  differs: {line}\n" for line in differing), end="")


def scripts(packages: Path, semgrep: str) -> None:
    """The JavaScript and TypeScript of the packages that hold modules, against the rule in semgrep."""
    files = [
        str(file)
        for file in sorted(packages.rglob("*"))
        if file.is_file()
        and not file.is_symlink()
        and kind_of(file.name, b"") in SCRIPTS
        and file.stat().st_size < SEMGREP
    ]
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"SEMGREP_SETTINGS_FILE": f"{home}/settings.yml", "SEMGREP_SEND_METRICS": "off"}
        command = [semgrep, "scan", "--metrics=off", "--disable-version-check", "--json", "--quiet"]
        command += [
            "--x-ignore-semgrepignore-files",
            "--no-git-ignore",
            "--max-target-bytes=0",
            "--timeout=60",
        ]
        theirs, printed = cpu([*command, "--config", str(RULES), str(packages)], packages)
    results = len(json.loads(printed)["results"]) if printed.startswith("{") else -1
    spent = statistics.median(cpu([*OURS, "--jobs", "1", *files], packages)[0] for _ in range(ROUNDS))
    size = sum(os.path.getsize(file) for file in files) >> 20
    print(f"{len(files)} scripts, {size} MiB")
    print(f"semgrep {theirs:.1f} s ({results} results), mlhooks {spent:.2f} s: {theirs / spent:.0f} times")


def silent(packages: Path) -> None:
    """Text files in which no trigger is hit: CPU time of looking at them against reading them."""
    match = build(CHECK.triggers)
    files = []
    for file in sorted(packages.rglob("*")):
        if not file.is_file() or file.is_symlink() or ".git" in file.parts or file.stat().st_size > 1 << 25:
            continue
        data = file.read_bytes()
        if b"\0" not in data[:8192] and not match(data) and not CHECK.claims(file.name, data[:8]):
            files.append(str(file))
    text = "\n".join(files)
    for alone in ("alone", ""):
        both = []
        for _ in range(ROUNDS):
            printed = cpu([sys.executable, "-c", QUIET, *([alone] if alone else [])], packages, text)[
                1
            ].split()
            both.append((float(printed[0]), float(printed[1])))
        read, looked = (statistics.median(column) for column in zip(*both, strict=True))
        label = "this check" if alone else "with the triggers of all checks"
        print(
            f"{len(files)} files without a trigger, {label}: read {read:.3f} s, looked at {looked:.3f} s: "
            f"{looked / read:.2f} times"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("packages", type=Path)
    parser.add_argument("--labels", type=Path, nargs="*", default=[])
    parser.add_argument("--objdump", default="")
    parser.add_argument("--semgrep", default="")
    given = parser.parse_args()
    packages = given.packages.resolve()
    for labels in given.labels:
        score(labels, packages)
    if given.objdump:
        modules(packages, given.objdump)
    if given.semgrep:
        scripts(packages, given.semgrep)
    silent(packages)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
