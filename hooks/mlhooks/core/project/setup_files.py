# SPDX-License-Identifier: Apache-2.0
"""What `setup.py` and `setup.cfg` declare, without running anything.

In `setup.py` every string literal that is a requirement on the name counts. The literals are taken by a
scanner, not by `ast`: that refuses Python 2, which old projects have here, and on Python 3.10 a hostile
expression that is deep enough crashes the interpreter in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhooks.core.project.requirement_files import decode
from mlhooks.core.project.stated import MAX_REQUIREMENT, Stated, is_named, read_requirement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhooks.core.project.project import Tree

MAX_STATED = 200  # requirements on one distribution that are read from one file

_START = re.compile(r"#[^\n]*|([A-Za-z]*)(\"\"\"|'''|\"|')")
_ENDS = {
    '"': re.compile(r'[^"\\\n]*(?:\\.[^"\\\n]*)*"', re.DOTALL),
    "'": re.compile(r"[^'\\\n]*(?:\\.[^'\\\n]*)*'", re.DOTALL),
    '"""': re.compile(r'[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"""', re.DOTALL),
    "'''": re.compile(r"[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''", re.DOTALL),
}


def python_strings(text: str) -> Iterator[tuple[int, str]]:
    """(0-based offset, value) of the string literals of a Python source; neighbours are joined.

    Formatted strings, bytes and literals with escapes are left out: no requirement is written so.
    """
    at, start, end = 0, 0, -1
    value: str | None = None  # None once a part of it cannot be used
    while found := _START.search(text, at):
        at = found.end()
        quote = found.group(2)
        if not quote:
            continue
        closed = _ENDS[quote].match(text, at)
        if not closed:  # broken source: go on behind the line
            at = text.find("\n", at)
            if at < 0 or len(quote) == 3:
                break
            continue
        inner, at = text[at : closed.end() - len(quote)], closed.end()
        usable = "\\" not in inner and not set(found.group(1).lower()) - set("ru")
        if end < 0 or text[end : found.start()].strip(" \t\r\n\\"):
            if value:
                yield start, value
            start, value = found.start(), ""
        value = value + inner if usable and value is not None and len(value) <= MAX_REQUIREMENT else None
        end = at
    if value:
        yield start, value


def setup_py(tree: Tree, folder: str, name: str) -> list[Stated] | None:
    """The requirements on `name` among the string literals of a folder's `setup.py`; None without one."""
    path = f"{folder}/setup.py" if folder else "setup.py"
    data = tree.read(path)
    if data is None:
        return None
    text = decode(data)
    found: list[Stated] = []
    attempts = 0
    for offset, value in python_strings(text):
        if attempts > 50 * MAX_STATED:
            break
        lines = value.split("\n")
        # Of a literal in several lines each must be a requirement: else it is prose.
        if name[0] not in value.lower() or (len(lines) > 1 and not all(map(_like_requirement, lines))):
            continue
        for index, line in enumerate(lines):
            if is_named(line, name) and len(found) < MAX_STATED:
                attempts += 1
                number = text.count("\n", 0, offset) + 1 + index
                stated = read_requirement(line, name, path, number)
                found += [stated] if stated else []
    return found


def _like_requirement(line: str) -> bool:
    """Whether a line of `install_requires = \"\"\"...\"\"\"` may be one: a name, then no second word."""
    words = line.strip().partition(";")[0]
    return not words or bool(re.match(r"[A-Za-z0-9._-]+(?:\[[^\]]*\])?[ \t]*(?:[<>=!~@(].*)?\Z", words))


def setup_cfg(tree: Tree, folder: str, name: str) -> list[Stated] | None:
    """The requirements on `name` in a folder's `setup.cfg`; None when it describes no distribution."""
    path = f"{folder}/setup.cfg" if folder else "setup.cfg"
    data = tree.read(path)
    if data is None:
        return None
    found: list[Stated] = []
    section, listing, described = "", False, False
    for number, raw in enumerate(decode(data).split("\n"), 1):
        line = raw.strip()
        if not line or line[0] in "#;":
            continue
        if line.startswith("[") and raw[:1] == "[":
            section, listing = line.strip("[]").strip().lower(), False
            described = described or section in ("metadata", "options")
            continue
        if raw[:1] not in " \t":
            key, _, line = line.partition("=")
            wanted = section == "options" and key.strip().replace("-", "_") == "install_requires"
            listing = wanted or section == "options.extras_require"
        if listing and len(found) < MAX_STATED:
            stated = read_requirement(re.split(r"[ \t]#", line)[0].strip(), name, path, number)
            found += [stated] if stated else []
    return found if described else None
