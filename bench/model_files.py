# SPDX-License-Identifier: Apache-2.0
"""`model-file` beside other scanners: hostile and clean files of the tests, a large file, many small ones.

`python bench/model_files.py [NAME=COMMAND ...]`: NAME is picklescan, modelscan, fickling or modelaudit,
COMMAND its executable. Every scanner judges each file in a process of its own, and says so by its exit
code. POSIX only.
"""

from __future__ import annotations

import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from checks.model_payloads import HOSTILE, PROTO2, STATE, checkpoint, legacy, name, text  # noqa: E402
from checks.test_model_file import CLEAN  # noqa: E402

OURS = [str(Path(sys.executable).parent / "mlhooks"), "hook", "model-file"]
SECONDS = 60
GIB = 1 << 30


def commands(given: list[str]) -> dict[str, list[str]]:
    """How each scanner is started on one path."""
    known = {
        "picklescan": {"picklescan": ["-p"], "picklescan --strict": ["--strict", "-p"]},
        "modelscan": {"modelscan": ["scan", "-p"]},
        "fickling": {"fickling": ["-s"]},
        "modelaudit": {"modelaudit": ["scan"]},
    }
    chosen = {"mlhooks": OURS}
    for one in given:
        tool, _, executable = one.partition("=")
        chosen |= {label: [executable, *arguments] for label, arguments in known[tool].items()}
    return chosen


def run(command: list[str], path: Path) -> tuple[int, float, float]:
    """Exit code, CPU seconds, and MiB of memory of a run in the folder of `path`."""
    given = sorted(str(one) for one in path.iterdir()) if path.is_dir() and command is OURS else [str(path)]
    script = (
        "import resource,subprocess,sys;"
        f"c=subprocess.run(sys.argv[1:],stdout=-3,stderr=-3,timeout={SECONDS}).returncode;"
        "r=resource.getrusage(resource.RUSAGE_CHILDREN);print(c,r.ru_utime+r.ru_stime,r.ru_maxrss)"
    )
    try:
        told = subprocess.run(
            [sys.executable, "-c", script, *command, *given],
            cwd=path if path.is_dir() else path.parent,
            capture_output=True,
            text=True,
            check=True,
        )
    except subprocess.CalledProcessError:
        return 99, float(SECONDS), 0.0
    code, cpu, memory = told.stdout.split()
    return int(code), float(cpu), int(memory) / 1024


def verdicts(tools: dict[str, list[str]], folder: Path) -> None:
    """Of hostile files how many are reported, of clean ones how many wrongly."""
    cases = {"hostile": [case[1:] for case in HOSTILE], "clean": list(CLEAN.items())}
    print("| scanner | hostile reported | clean reported |\n|---|---|---|")
    for label, command in tools.items():
        counts = {}
        for kind, files in cases.items():
            reported = 0
            for number, (path, content) in enumerate(files):
                file = folder / f"{kind}{number}" / path
                file.parent.mkdir(exist_ok=True)
                file.write_bytes(content)
                reported += run(command, file)[0] == 1
            counts[kind] = f"{reported} of {len(files)}"
        print(f"| {label} | {counts['hostile']} | {counts['clean']} |", flush=True)


def large(folder: Path) -> list[Path]:
    """Two checkpoints of 1 GiB, sparse: a zip whose storage is not compressed, and a legacy file."""
    numbers = struct.pack("<i", GIB // 4)
    tensor = PROTO2 + b"(" + text("storage") + name("torch", "FloatStorage") + text("0") + text("cpu") + b"J"
    old = folder / "legacy.pt"
    with old.open("wb") as stream:
        stream.write(legacy(tensor + numbers + b"tQ.") + struct.pack("<Q", GIB // 4))
        stream.truncate(stream.tell() + GIB)
    new = folder / "zip.pt"
    import zipfile

    with zipfile.ZipFile(new, "w") as archive:
        archive.writestr("archive/data.pkl", STATE)
        with archive.open(zipfile.ZipInfo("archive/data/0"), "w", force_zip64=True) as stream:
            for _ in range(GIB >> 24):
                stream.write(bytes(1 << 24))
    return [new, old]


def speed(tools: dict[str, list[str]], folder: Path) -> None:
    """CPU time on a large file, and on a thousand small ones in a folder."""
    small = folder / "small"
    small.mkdir()
    for number in range(1000):
        content = checkpoint(STATE, **{"data/0": bytes(400)}) if number % 2 else legacy(STATE)
        (small / f"{number}.pt").write_bytes(content)
    paths = [*large(folder), small]
    print(
        "\n| scanner | 1 GiB zip: s, MiB | 1 GiB legacy: s, MiB | 1,000 small files: s |\n|---|---|---|---|"
    )
    for label, command in tools.items():
        rows = []
        for path in paths:
            results = sorted(run(command, path)[1:] for _ in range(3))
            cpu, memory = results[1]
            rows.append(f"{cpu:.2f}" + ("" if path.is_dir() else f", {memory:.0f}"))
        print(f"| {label} | {' | '.join(rows)} |", flush=True)


def main() -> int:
    started = time.monotonic()
    tools = commands(sys.argv[1:])
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        speed(tools, folder)
        verdicts(tools, folder)
    print(f"\n{time.monotonic() - started:.0f} s; Python {sys.version.split()[0]}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
