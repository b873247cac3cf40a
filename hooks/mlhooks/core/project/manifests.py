# SPDX-License-Identifier: Apache-2.0
"""What a `pyproject.toml` or a `Pipfile` declares: PEP 621, PEP 735 groups, the tables of other tools."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from packaging.utils import canonicalize_name

from mlhooks.core.project.requirement_files import decode, inside
from mlhooks.core.project.stated import (
    Stated,
    from_url,
    lowest,
    pep440,
    read_requirement,
    read_specifiers,
    together,
)
from mlhooks.core.toml import load_toml, strings, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhooks.core.project.project import Tree
    from mlhooks.core.project.requirement_files import RequirementFiles

MAX_STATED = 200  # requirements on one distribution that are read from one file


class Declared(NamedTuple):
    """What a manifest says of one distribution.

    `published`: the lowest version that those who install the project may have. `groups`: the lowest that
    its developers may. `stated`: every requirement, those without a version too. `distributed`: it is built
    and handed on, so that no lock file of its own holds for others. `writable`: a requirement could be added.
    `dynamic`: its dependencies are (also) said elsewhere.
    """

    published: Stated | None = None
    groups: Stated | None = None
    stated: Sequence[Stated] = ()
    distributed: bool = False
    writable: bool = False
    dynamic: bool = False


class _Manifest:
    """One TOML manifest, its text at hand for the lines of what is found."""

    def __init__(self, path: str, data: bytes, name: str) -> None:
        self.path = path
        self.name = name
        self.text = decode(data)
        self.document = load_toml(data) or {}
        self._left = MAX_STATED

    def requirements(self, value: object, header: str) -> list[Stated]:
        """Requirement strings of an array on the name, with their lines below the header."""
        found = []
        for text in strings(value):
            stated = read_requirement(text, self.name, self.path, 1)
            if stated is not None and self._left:
                self._left -= 1
                found.append(stated._replace(line=self._line_of(text, header)))
        return found

    def _line_of(self, text: str, header: str) -> int:
        start = max(0, self.text.find(header))
        places = [self.text.find(f"{quote}{text}{quote}", start) for quote in "\"'"]
        at = min((place for place in places if place >= 0), default=start)
        return self.text.count("\n", 0, at) + 1

    def constraints(self, value: object, header: str) -> list[Stated]:
        """Entries of a table `name = constraint`, as Poetry and Pipenv write them."""
        found: list[Stated] = []
        for key, entry in table(value).items():
            if canonicalize_name(key) != self.name:
                continue
            line, text = self._entry(key, header)
            entries = entry if isinstance(entry, list) else [entry]
            for one in entries[:MAX_STATED]:
                found.append(self._constraint(one, Stated(self.path, line, text, marked=len(entries) > 1)))
        return found

    def _entry(self, key: str, header: str) -> tuple[int, str]:
        """The 1-based line of a key below a header, and that line."""
        word = re.escape(key)
        pattern = re.compile(rf"^[ \t]*[\"']?{word}[\"']?[ \t]*=|^\[[^\n\]]*[.\"']{word}[\"']?\]", re.M)
        at = pattern.search(self.text, max(0, self.text.find(header)))
        if not at:
            return 1, key
        end = self.text.find("\n", at.start())
        line = self.text[at.start() : end if end >= 0 else None].partition(" #")[0].strip()
        if "://" in line:  # credentials may stand in an address, and the line will be quoted
            line = f"{key} = ..."
        return self.text.count("\n", 0, at.start()) + 1, line[:200]

    def _constraint(self, entry: object, stated: Stated) -> Stated:
        version = entry
        if isinstance(entry, dict):
            marked = stated.marked or any(key in entry for key in ("markers", "python", "platform"))
            stated = stated._replace(marked=marked)
            version = entry.get("version")
            if isinstance(entry.get("url"), str):
                url = from_url(entry["url"], self.name, self.path, stated.line, marked=marked)
                return url or stated
        if not isinstance(version, str):
            return stated
        choices = [read_specifiers(pep440(part), stated) for part in version[:200].split("||")]
        return lowest(choices) or choices[0]


def pyproject(tree: Tree, folder: str, name: str, files: RequirementFiles) -> Declared:
    """What the `pyproject.toml` of a folder declares."""
    path = f"{folder}/pyproject.toml" if folder else "pyproject.toml"
    data = tree.read(path)
    if data is None:
        return Declared()
    manifest = _Manifest(path, data, name)
    document = manifest.document
    project, tool = table(document, "project"), table(document, "tool")
    base = manifest.requirements(project.get("dependencies"), "[project]")
    base += manifest.constraints(table(tool, "poetry", "dependencies"), "[tool.poetry")
    for file in _dynamic_files(tool):
        target = inside(folder, file)
        base += files.closure(target) if target else []
    optional = table(project, "optional-dependencies").values()
    extras = [manifest.requirements(extra, "[project.optional-dependencies]") for extra in optional]
    groups = list(_groups(manifest, tool))
    published = together(base)
    if published is None or published.marked:  # what always holds also holds with an extra
        published = lowest([published, *map(together, extras)])
    packaged = tool_says_package(tool)
    return Declared(
        published,
        lowest(map(together, groups)),
        [stated for group in (base, *extras, *groups) for stated in group],
        "build-system" in document and packaged,
        "project" in document or bool(table(tool, "poetry")),
        "dependencies" in strings(project.get("dynamic")),
    )


def tool_says_package(tool: dict[str, Any]) -> bool:
    """Whether uv's or Poetry's table leaves it open that this is a package and no application."""
    uv, poetry = table(tool, "uv").get("package"), table(tool, "poetry").get("package-mode")
    return uv is not False and poetry is not False


def pipfile(tree: Tree, folder: str, name: str) -> Declared:
    """What the `Pipfile` of a folder declares."""
    path = f"{folder}/Pipfile" if folder else "Pipfile"
    data = tree.read(path)
    if data is None:
        return Declared()
    manifest = _Manifest(path, data, name)
    base = manifest.constraints(manifest.document.get("packages"), "[packages]")
    develop = manifest.constraints(manifest.document.get("dev-packages"), "[dev-packages]")
    return Declared(together(base), together(develop), base + develop, writable=True)


def _dynamic_files(tool: dict[str, Any]) -> list[str]:
    """Requirements files that setuptools reads in the place of `dependencies`."""
    named = table(tool, "setuptools", "dynamic", "dependencies").get("file")
    return [named] if isinstance(named, str) else strings(named)


def _groups(manifest: _Manifest, tool: dict[str, Any]) -> Iterator[list[Stated]]:
    groups = table(manifest.document, "dependency-groups")
    for group in list(groups)[:MAX_STATED]:
        found: list[Stated] = []
        for member in _with_included(groups, group):
            found += manifest.requirements(groups[member], "[dependency-groups]")
        yield found
    yield manifest.requirements(table(tool, "uv").get("dev-dependencies"), "[tool.uv]")
    for listed in table(tool, "pdm", "dev-dependencies").values():
        yield manifest.requirements(listed, "[tool.pdm")
    yield manifest.constraints(table(tool, "poetry", "dev-dependencies"), "[tool.poetry.dev-dependencies")
    for group, entry in table(tool, "poetry", "group").items():
        yield manifest.constraints(table(entry, "dependencies"), f"[tool.poetry.group.{group}")


def _with_included(groups: dict[str, Any], group: str) -> list[str]:
    """The group and those that it includes, each once, by the names that they have in the table."""
    spelled = {canonicalize_name(key): key for key in groups}
    found, waiting = [group], [group]
    while waiting and len(found) < MAX_STATED:
        members = groups[waiting.pop()]
        for member in members if isinstance(members, list) else ():
            target = spelled.get(canonicalize_name(str(table(member).get("include-group", ""))))
            if target is not None and target not in found:
                found.append(target)
                waiting.append(target)
    return found
