# SPDX-License-Identifier: Apache-2.0
"""`python tests/fuzz/model_file.py [CORPUS] [-max_total_time=N]`: atheris against the reader of model files.

The first byte chooses the suffix. Whatever the rest is, there must be a verdict, within bounds; only
OSError may be raised, and memory in a file never raises it.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports():
    from mlhooks.checks.model_file.examine import examine
    from mlhooks.checks.model_file.reader import Memory

from mlhooks.core.limits import LIMITS

SUFFIXES = (".pt", ".pkl", ".npy", ".joblib", ".safetensors", ".onnx", ".keras", ".bin", ".tar", ".pt2", "")
SMALL = {**LIMITS, "pickle-opcodes": 20_000, "archive-unpacked": 1 << 20, "archive-members": 200}


def once(data: bytes) -> None:
    """One file."""
    if data:
        report = examine(Memory(data[1:]), "a" + SUFFIXES[data[0] % len(SUFFIXES)], limits=SMALL)
        assert report.verdict in ("clean", "needs-pickle", "runs-code", "unreadable", "unknown")


if __name__ == "__main__":
    atheris.Setup(sys.argv, once)
    atheris.Fuzz()
