# SPDX-License-Identifier: Apache-2.0
"""What a fixer of license headers did to one file: judged on bytes and with the tools of its language."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import tempfile
import warnings
from enum import Enum
from pathlib import Path
from xml.parsers import expat

BOM = b"\xef\xbb\xbf"
FIRST = re.compile(rb"#!|<\?xml|<\?php|%YAML|@charset|# *syntax=|[ \t\f]*#.*?coding[:=]", re.IGNORECASE)


class Outcome(Enum):
    """`HEADED`: it wanted a header and has a correct one. `LACKING`: it wanted one and has none.
    `LEFT`: it was not to be touched and was not. `TOUCHED`: it was not to be touched. `DAMAGED`: more than
    a header was changed, it stopped parsing, or a first line or byte order mark is no longer first."""

    HEADED = "headed"
    LACKING = "without its header"
    LEFT = "rightly left"
    TOUCHED = "touched wrongly"
    DAMAGED = "damaged"


def judge(path: str, state: str, old: bytes, new: bytes) -> Outcome:
    """The outcome for a file whose label is `state`."""
    if old == new:
        return Outcome.LACKING if state in ("missing", "optional") else Outcome.LEFT
    if _is_damaged(path, old, new):
        return Outcome.DAMAGED
    return Outcome.HEADED if state in ("missing", "optional") else Outcome.TOUCHED


def _is_damaged(path: str, old: bytes, new: bytes) -> bool:
    before, behind = _shared(old, new), _shared(old[::-1], new[::-1])
    if before + behind < len(old):
        return True  # something of the file is gone: a line end, a byte order mark, a notice
    if old.startswith(BOM) != new.startswith(BOM):
        return True
    first = old.removeprefix(BOM).split(b"\n", 1)[0]
    if FIRST.match(first) and not new.removeprefix(BOM).startswith(first):
        return True
    inserted = new[before : len(new) - (len(old) - before)]
    if b"\r\n" in old and b"\n" not in old.replace(b"\r\n", b"") and b"\n" in inserted.replace(b"\r\n", b""):
        return True
    return _parses(path, old) and not _parses(path, new)


def _shared(one: bytes, other: bytes) -> int:
    """How many bytes two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))


def _parses(path: str, data: bytes) -> bool:
    """Whether the tool of its language takes it; True where there is none here."""
    suffix = path.rpartition(".")[2].lower()
    try:
        if suffix in ("py", "pyi"):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                ast.parse(data)
        elif suffix in ("json", "ipynb"):
            json.loads(data)
        elif suffix in ("xml", "svg", "xib", "storyboard", "csproj", "props", "targets", "plist"):
            expat.ParserCreate().Parse(data, True)
        elif suffix in ("js", "mjs", "cjs"):
            return _tool(["node", "--check"], data, "." + suffix)
        elif suffix in ("sh", "bash"):
            return _tool(["bash", "-n"], data, ".sh")
    except (SyntaxError, ValueError, expat.ExpatError):
        return False
    return True


def _tool(command: list[str], data: bytes, suffix: str) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"file{suffix}"
        file.write_bytes(data)
        return subprocess.run([*command, file], capture_output=True, check=False).returncode == 0
