# SPDX-License-Identifier: Apache-2.0
"""pip's requirements files (https://pip.pypa.io/en/stable/reference/requirements-file-format/).

Read are `requirements*.txt`, `*requirements.txt`, `constraints*.txt`, the same with `.in`, and every `.txt`
and `.in` in a folder `requirements/`; what they name with `-r` and `-c` inside the root belongs to them.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple

from mlhooks.core.project.stated import Stated, from_url, lowest, read_requirement, together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhooks.core.project.project import Tree

MAX_FILES = 100  # of a folder, and of one file's includes
MAX_STATED = 500  # requirements on one distribution that are read in a file; who writes more says no more

_INCLUDE = re.compile(r"(?:-r|-c|--requirements?|--constraints?)(?:[ \t]*=[ \t]*|[ \t]*)([^ \t].*)")
_DASH = re.compile(r"^[ \t]*-", re.MULTILINE)
_OPTIONS = re.compile(r"[ \t]--?[A-Za-z]")
_COMMENT = re.compile(r"[ \t]#")


class Logical(NamedTuple):
    """A line after joining `\\` at ends and without its comment; `number` is that of its first line."""

    number: int
    text: str


class Parsed(NamedTuple):
    """What one file says of the distribution, and the files that it includes."""

    stated: list[Stated]
    includes: list[str]


class RequirementFiles:
    """Requirements files of one tree as far as they speak of one distribution; each is parsed once a run."""

    def __init__(self, tree: Tree, name: str) -> None:
        self._tree = tree
        self._name = name

    def in_folder(self, folder: str, names: list[str]) -> tuple[Stated | None, list[Stated]]:
        """The lowest version that a file of the folder admits, and all that they say.

        A `.in` beside its `.txt` is the source from which that was compiled, and is passed over.
        """
        below = f"{folder}/requirements" if folder else "requirements"
        paths = [f"{folder}/{file}" if folder else file for file in names if is_requirements(file)]
        paths += [f"{below}/{file}" for file in self._tree.names(below) if file.endswith((".txt", ".in"))]
        compiled = set(paths)
        paths = [path for path in paths if not (path.endswith(".in") and f"{path[:-3]}.txt" in compiled)]
        each = [self.closure(path) for path in paths[:MAX_FILES]]
        return lowest(map(together, each)), [stated for one in each for stated in one]

    def closure(self, path: str) -> list[Stated]:
        """What a file and all that it includes say of the distribution."""
        found: list[Stated] = []
        waiting, seen = [path], {path}
        while waiting and len(found) < 4 * MAX_STATED:
            parsed = self._file(waiting.pop())
            found += parsed.stated
            for include in parsed.includes:
                if include not in seen and len(seen) < MAX_FILES:
                    seen.add(include)
                    waiting.append(include)
        return found

    def _file(self, path: str) -> Parsed:
        return self._tree.memo(("requirements", path, self._name), lambda: self._read(path))

    def _read(self, path: str) -> Parsed:
        data = self._tree.read(path)
        text = decode(data) if data else ""
        # Most files name neither the distribution nor another file: looked for before the lines are.
        joined = text.lower().replace("\\\r\n", "").replace("\\\n", "")
        if self._name.partition("-")[0] not in joined and not _DASH.search(text):
            return Parsed([], [])
        return _parse(text, path, self._name)


def is_requirements(file: str) -> bool:
    """Whether pip users give such a name to a requirements or constraints file."""
    stem, dot, suffix = file.rpartition(".")
    if not dot or suffix not in ("txt", "in"):
        return False
    return stem.startswith(("requirements", "constraints")) or stem.endswith("requirements")


def decode(data: bytes) -> str:
    """A manifest as text; UTF-16 too, which is what `pip freeze > requirements.txt` writes on Windows."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8-sig", "replace")


def _parse(text: str, path: str, name: str) -> Parsed:
    stated: list[Stated] = []
    includes: list[str] = []
    folder = posixpath.dirname(path)
    for number, line in logical_lines(text):
        if line.startswith("-"):
            include = _INCLUDE.match(line)
            target = inside(folder, include.group(1)) if include else None
            if target and len(includes) < MAX_FILES:
                includes.append(target)
            continue
        options = _OPTIONS.search(line)
        line = line[: options.start()] if options else line
        found = read_requirement(line, name, path, number)
        if found is None and "://" in line:
            found = from_url(line, name, path, number)
        if found is not None:
            stated.append(found)
            if len(stated) == MAX_STATED:
                break
    return Parsed(stated, includes)


def inside(folder: str, target: str) -> str | None:
    """A path written in a file of `folder`, from the root; None when it leaves the root or is a URL."""
    target = target.strip().strip("\"'").replace("\\", "/")
    if not target or "://" in target or target.startswith("/") or target[1:2] == ":":
        return None
    path = posixpath.normpath(posixpath.join(folder, target))
    return None if path == ".." or path.startswith("../") else path


def logical_lines(text: str) -> Iterator[Logical]:
    """Lines that are not empty, joined and without comments, stripped, as pip joins them."""
    parts: list[str] = []
    first = 0
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.rstrip("\r")
        first = first or number
        # A comment line ends what was being continued, as in pip.
        if line.endswith("\\") and not line.lstrip().startswith("#"):
            parts.append(line[:-1])
            continue
        comment = line.lstrip().startswith("#")
        parts.append("" if comment else line)
        joined = "".join(parts)
        cut = _COMMENT.search(joined)
        joined = (joined[: cut.start()] if cut else joined).strip()
        if joined:
            yield Logical(first, joined)
        parts, first = [], 0
    if joined := "".join(parts).strip():
        yield Logical(first, joined)
