# SPDX-License-Identifier: Apache-2.0
"""The versions that lock files name: uv, Poetry, PDM, pylock (PEP 751) and Pipenv.

A lock file that is broken, or of a format later than those known here, is told apart from one that says
nothing: what is installed is then unknown, whatever else the folder declares.
"""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from mlhooks.core.project.stated import Stated, lowest, read_specifiers
from mlhooks.core.toml import load_toml, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhooks.core.project.project import Tree

# file -> where its format's number stands, and the highest major number that is read here
FORMATS = {
    "uv.lock": (("version",), 1),
    "poetry.lock": (("metadata", "lock-version"), 2),
    "pdm.lock": (("metadata", "lock_version"), 4),
    "Pipfile.lock": (("_meta", "pipfile-spec"), 6),
}
PYLOCK = (("lock-version",), 1)
MAX_VERSION = 200  # characters of a version that are read

_NAME_LINE = re.compile(r"""^[ \t]*name[ \t]*=[ \t]*["']([A-Za-z0-9._-]+)["']""")
_VERSION_LINE = re.compile(r"""^[ \t]*version[ \t]*=[ \t]*["']([^"']*)["']""")


def lock_files(names: list[str]) -> list[str]:
    """Those of a folder's files that are lock files."""
    return [name for name in names if name in FORMATS or _is_pylock(name)]


def _is_pylock(name: str) -> bool:
    return name == "pylock.toml" or (name.startswith("pylock.") and name.endswith(".toml"))


class Unreadable(NamedTuple):
    """A lock file that names the distribution and cannot be read, and why not, in a few words."""

    path: str
    why: str


def locked(tree: Tree, folder: str, names: list[str], name: str) -> tuple[Stated | None, Unreadable | None]:
    """The lowest version of `name` in the lock files of a folder (`names` are its files), and the first of
    them that cannot be read."""
    found: list[Stated] = []
    unreadable: Unreadable | None = None
    for file in lock_files(names):
        path = f"{folder}/{file}" if folder else file
        data = tree.read(path)
        # A lock file is large and most have nothing to say: its words are looked at before its syntax.
        if data is None or name.split("-")[0].encode() not in data.lower():
            continue
        # A tree may have many folders and each is asked for its own: a file is read once a run.
        stated, why = tree.memo(("lock", path, name), partial(_read, data, file, path, name))
        found += stated
        if why and unreadable is None:
            unreadable = Unreadable(path, why)
    return lowest(found), unreadable


def _read(data: bytes, file: str, path: str, name: str) -> tuple[list[Stated], str]:
    """What a lock file says of `name`, or why it cannot be read."""
    document = _document(data, file)
    if document is None:
        return [], "it does not parse"
    keys, newest = FORMATS.get(file, PYLOCK)
    number = str(table(document, *keys[:-1]).get(keys[-1], ""))[:20]
    major = number.partition(".")[0]
    if not (major.isascii() and major.isdigit()):
        return [], "it does not say its format"
    if int(major) > newest:
        return [], f"its format {number} is later than {newest}"
    if file == "Pipfile.lock":
        return list(_pipenv(document, data, path, name)), ""
    return _versions(document, data, path, name), ""


def _document(data: bytes, file: str) -> dict[str, Any] | None:
    if file != "Pipfile.lock":
        return load_toml(data)
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def _versions(document: dict[str, Any], data: bytes, path: str, name: str) -> list[Stated]:
    found = []
    lines = _lines(data, name)
    for package in _packages(document):
        if canonicalize_name(str(package.get("name", ""))) != name:
            continue
        try:
            version = Version(str(package.get("version", ""))[:MAX_VERSION])
        except InvalidVersion:
            continue
        line = lines.get(str(package["version"]), 1)
        found.append(Stated(path, line, f"{name}=={version}", version, None, True))
    return found


def _packages(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for key in ("package", "packages"):
        entries = document.get(key)
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict):
                yield entry


def _lines(data: bytes, name: str) -> dict[str, int]:
    """Version -> 1-based line on which it stands, below the package's name."""
    found: dict[str, int] = {}
    inside = False
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
        if line.startswith("["):
            inside = False
        elif at := _NAME_LINE.match(line):
            inside = canonicalize_name(at.group(1)) == name
        elif inside and (at := _VERSION_LINE.match(line)):
            found.setdefault(at.group(1), number)
    return found


def _pipenv(document: dict[str, Any], data: bytes, path: str, name: str) -> Iterator[Stated]:
    text = data.decode("utf-8", "replace")
    for section in ("default", "develop"):
        for key, entry in table(document, section).items():
            version = table(entry).get("version")
            if canonicalize_name(key) == name and isinstance(version, str):
                at = text.find(f'"version": "{version}"', max(0, text.find(f'"{key}"')))
                line = text.count("\n", 0, max(0, at)) + 1
                yield read_specifiers(version, Stated(path, line, f"{name}{version}"))._replace(exact=True)
