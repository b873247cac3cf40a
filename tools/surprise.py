# SPDX-License-Identifier: Apache-2.0
"""Derive the table of letter pairs behind generic secrets from the standard library's own sources.

`python tools/surprise.py` counts the names and the string literals of every module of the Python that runs
it, each once, and writes hooks/mlhooks/checks/secrets/generic_bits.py; `--check` only says whether it would
change (another version of Python gives slightly other counts).
"""

from __future__ import annotations

import ast
import platform
import re
import sys
import sysconfig
from collections import Counter
from itertools import pairwise
from math import log2
from pathlib import Path

from mlhooks.checks.secrets.generic_model import STEP, SYMBOLS, symbols

TARGET = Path(__file__).resolve().parent.parent / "hooks/mlhooks/checks/secrets/generic_bits.py"
LEFT_OUT = ("test", "tests", "idle_test", "lib2to3", "site-packages", "dist-packages", "encodings")
LONGEST = 200  # characters of a literal: longer ones are documents or data
WIDTH = 98  # characters of the table a line
HEAD = '''# SPDX-License-Identifier: Apache-2.0
"""Letter pairs in names and strings of Python {version}'s standard library; made by tools/surprise.py."""

from __future__ import annotations

# Row: the symbol before (edge, a to z, digit); column: the one after. A character c stands for
# (ord(c) - 33) quarters of a bit: the surprise of that pair.
BITS = (
'''


def texts(module: ast.AST) -> set[str]:
    """Names and words of one module: identifiers, and the words of its short string literals."""
    found: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) <= LONGEST:
            found |= set(re.findall(r"[!-~]{2,60}", node.value))
    return found


def table() -> str:
    every: set[str] = set()
    for file in sorted(Path(sysconfig.get_path("stdlib")).rglob("*.py")):
        if not set(LEFT_OUT) & set(file.parts):
            every |= texts(ast.parse(file.read_bytes()))
    pairs: Counter[tuple[int, int]] = Counter()
    for text in every:
        read = symbols(text.encode("ascii", "replace"))
        pairs.update(pairwise(read))
    rows = []
    for before in range(SYMBOLS):
        total = sum(pairs[before, after] + 1 for after in range(SYMBOLS))
        bits = [-log2((pairs[before, after] + 1) / total) for after in range(SYMBOLS)]
        rows.append("".join(chr(33 + min(93, round(bit / STEP))) for bit in bits))
    return "".join(rows)


def main() -> int:
    whole = table()
    lines = [whole[at : at + WIDTH] for at in range(0, len(whole), WIDTH)]
    said = HEAD.format(version=".".join(platform.python_version_tuple()[:2]))
    said += "".join(f"    {line!r}\n" if '"' in line else f'    r"{line}"\n' for line in lines) + ")\n"
    if "--check" in sys.argv[1:]:
        return int(said != TARGET.read_text(encoding="utf-8"))
    TARGET.write_text(said, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
