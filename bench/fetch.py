# SPDX-License-Identifier: Apache-2.0
"""Unpack the real packages that the checks are tried on into bench/real/ (never committed).

`python bench/fetch.py [NAME ...]` asks pip and npm, by package name, through whatever registry they are
configured for. A source archive where there is one, since wheels carry no manifests.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

REAL = Path(__file__).resolve().parent / "real"
PYPI = (
    "speechbrain",
    "sentence-transformers",
    "flair",
    "fastai",
    "monai",
    "ultralytics",
    "open-clip-torch",
    "stable-baselines3",
    "demucs",
    "basicsr",
    "pyannote.audio",
    "transformers",
    "detect-secrets",
    "django",
    "scikit-learn",
    "jax",
    "xgboost",
    "llama-cpp-python",
    "tokenizers",
    "deepspeed",
    "pyarrow",
)
NPM = (
    "@huggingface/transformers",
    "@mediapipe/tasks-vision",
    "@techstark/opencv-js",
    "onnxruntime-web",
    "@tensorflow/tfjs-backend-wasm",
    "@wllama/wllama",
    "sql.js",
    "typescript",
    "@tensorflow/tfjs",
)
SECONDS = 300


def quietly(command: list[str], folder: str) -> bool:
    """Run a command; whether it succeeded in time."""
    try:
        return (
            subprocess.run(command, cwd=folder, capture_output=True, timeout=SECONDS, check=False).returncode
            == 0
        )
    except subprocess.TimeoutExpired:
        return False


def download(name: str, folder: str) -> Path | None:
    """The archive of a package in `folder`, None when the registry has none."""
    if name in NPM or name.startswith("@"):
        quietly(["npm", "pack", "--silent", name], folder)
    else:
        pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder, name]
        if not quietly([*pip, "--no-binary", ":all:"], folder):
            quietly(pip, folder)
    return next(
        (file for file in Path(folder).iterdir() if file.suffix in (".tgz", ".gz", ".whl", ".zip")), None
    )


def unpack(archive: Path, target: Path) -> None:
    """Extract data only, without the archive's own top folder."""
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(target)
        return
    with tarfile.open(archive) as packed:
        members = [member for member in packed.getmembers() if member.isfile()]
        for member in members:
            member.name = member.name.partition("/")[2] or member.name
        safe = [m for m in members if ".." not in m.name.split("/") and not os.path.isabs(m.name)]
        packed.extractall(target, safe, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))


def main() -> int:
    missing = 0
    for name in sys.argv[1:] or (*PYPI, *NPM):
        target = REAL / name.replace("/", "__").replace("@", "")
        if target.exists():
            continue
        with tempfile.TemporaryDirectory() as folder:
            archive = download(name, folder)
            if archive is None:
                print(f"{name}: not to be had")
                missing += 1
                continue
            unpack(archive, target)
            quietly(["git", "init", "-q"], str(target))  # a project of its own, not a part of ours
            print(f"{name}: {archive.name}")
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
