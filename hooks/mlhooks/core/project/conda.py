# SPDX-License-Identifier: Apache-2.0
"""Conda environment files, line by line: `- pytorch>=2.4`, and pip's requirements below `- pip:`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhooks.core.project.requirement_files import decode
from mlhooks.core.project.stated import (
    MAX_REQUIREMENT,
    Stated,
    is_named,
    lowest,
    read_requirement,
    read_specifiers,
)

if TYPE_CHECKING:
    from mlhooks.core.project.project import Tree

# what the channels call a distribution, beside its own name
NAMES = {"torch": ("pytorch", "pytorch-cpu", "pytorch-gpu")}

_ITEM = re.compile(r"""[ \t]*-[ \t]+["']?([^"'\n]*)""")
_MATCH_SPEC = re.compile(r"(?:[A-Za-z0-9_/.-]{1,100}::)?([A-Za-z0-9._-]{1,100})[ \t]*([^\[]*)")
_RELEASE = re.compile(r"[0-9][0-9a-z.!]{0,60}(?:\.\*|\*)?\Z")


def is_environment(file: str) -> bool:
    """Whether conda users give such a name to an environment file."""
    return file.endswith((".yml", ".yaml")) and file.startswith(("environment", "env.", "conda"))


def environments(tree: Tree, folder: str, names: list[str], name: str) -> tuple[Stated | None, list[Stated]]:
    """The lowest version that an environment file of the folder admits, and all that they say."""
    found: list[Stated] = []
    for file in names:
        if not is_environment(file):
            continue
        path = f"{folder}/{file}" if folder else file
        data = tree.read(path)
        for number, line in enumerate(decode(data).split("\n") if data else (), 1):
            stated = _item(line[:MAX_REQUIREMENT], name, path, number)
            if stated is not None:
                found.append(stated)
    return lowest(found), found


def _item(line: str, name: str, path: str, number: int) -> Stated | None:
    at = _ITEM.match(line)
    if not at:
        return None
    text = re.split(r"[ \t]#", at.group(1))[0].strip()
    if is_named(text, name) and (found := read_requirement(text, name, path, number)):
        return found
    spec = _MATCH_SPEC.match(text)
    if not spec or spec.group(1).lower() not in (name, *NAMES.get(name, ())):
        return None
    bare = Stated(path, number, text)
    return lowest(_versions(part, bare) for part in spec.group(2).split("|")) or bare


def _versions(text: str, bare: Stated) -> Stated:
    """conda's `=2.4` is `==2.4.*`, `==2.4` and `2.4=build` are exact, a comma joins."""
    text = text.strip()
    fuzzy = text.startswith("=") and not text.startswith("==")
    if not text or text[0] in "=0123456789":
        release = text.lstrip("= ").replace(" ", "=").split("=")[0]
        if not _RELEASE.match(release):
            return bare
        release = release.rstrip("*").rstrip(".")
        exact = not fuzzy and not text.rstrip().endswith("*")
        return read_specifiers(f"=={release}" if exact else f"=={release}.*", bare)
    return read_specifiers(text.split(" ")[0], bare)
