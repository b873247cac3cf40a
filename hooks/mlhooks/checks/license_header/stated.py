# SPDX-License-Identifier: Apache-2.0
"""What the project says of its license and holder elsewhere: pyproject.toml, package.json, LICENSE."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from mlhooks.checks.license_header.expression import spelled
from mlhooks.checks.license_header.texts import normalised, recognise
from mlhooks.core.toml import load_toml, strings, table

if TYPE_CHECKING:
    from mlhooks.core.project import Project

LICENSE_FILES = ("LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "LICENCE.txt", "COPYING")
# The classifiers that name one SPDX id without doubt.
_CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "MIT License": "MIT",
    "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Boost Software License 1.0 (BSL-1.0)": "BSL-1.0",
}
_HOLDER = re.compile(
    r"^[ \t#*]{0,20}copyright[ \t]+(?:(?:\(c\)|©)[ \t]*(?:[0-9]{4}[-, 0-9]{0,40})?|[0-9]{4}[-, 0-9]{0,40})"
    r"(?:[ \t]*by[ \t])?[ \t]*([^\r\n\[\]{}<>]{2,120})",
    re.IGNORECASE | re.MULTILINE,
)
_RESERVED = re.compile(r"[.,;]?\s{0,9}all rights reserved.*", re.IGNORECASE)


class Named(NamedTuple):
    """What one file of the project says; "" where it says nothing."""

    license: str
    holder: str


def stated(project: Project) -> tuple[Named, str]:
    """The nearest file, from the file's folder outwards, that names a license; its path."""
    folder = project.folder
    while True:
        prefix = f"{folder}/" if folder else ""
        for name, reader in _READERS:
            found = project.parsed(prefix + name, reader)
            if found and found.license:
                return Named(found.license, _holder(project, prefix) or found.holder), prefix + name
        if not folder:
            return Named("", ""), ""
        folder = folder.rpartition("/")[0]


def _holder(project: Project, prefix: str) -> str:
    """Whom the LICENSE of a folder names: a better witness than the authors of a package."""
    for name in LICENSE_FILES:
        found = project.parsed(prefix + name, _license_file)
        if found:
            return found.holder
    return ""


def _pyproject(data: bytes) -> Named:
    document = load_toml(data) or {}
    project = table(document, "project")
    poetry = table(document, "tool", "poetry")
    license_id = project.get("license", poetry.get("license", ""))
    if isinstance(license_id, dict):
        license_id = license_id.get("text", "")
    license_id = spelled(license_id) if isinstance(license_id, str) else ""
    if not license_id:
        names = [item.rpartition(":: ")[2] for item in strings(project.get("classifiers"))]
        known = {_CLASSIFIERS[name] for name in names if name in _CLASSIFIERS}
        license_id = known.pop() if len(known) == 1 else ""
    authors = project.get("authors")
    first = authors[0] if isinstance(authors, list) and authors else {}
    holder = first.get("name", "") if isinstance(first, dict) else ""
    return Named(license_id, holder if isinstance(holder, str) else "")


def _package_json(data: bytes) -> Named:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return Named("", "")
    if not isinstance(document, dict):
        return Named("", "")
    license_id, author = document.get("license"), document.get("author")
    if isinstance(author, dict):
        author = author.get("name")
    holder = re.split(r"[<(]", author, maxsplit=1)[0].strip() if isinstance(author, str) else ""
    return Named(spelled(license_id) if isinstance(license_id, str) else "", holder)


def _license_file(data: bytes) -> Named:
    text = data[: 64 * 1024].decode("utf-8", "replace")
    license_id = recognise(normalised(text)) or ""
    # Which later version of the GNU licenses is meant is not said by their text.
    if "GPL-" in license_id or license_id.startswith("LicenseRef-"):
        return Named("", "")
    holder = _HOLDER.search(text[:4000])
    return Named(license_id, _RESERVED.sub("", holder[1]).strip(" .,") if holder else "")


_READERS = (
    ("pyproject.toml", _pyproject),
    ("package.json", _package_json),
    *((name, _license_file) for name in LICENSE_FILES),
)
