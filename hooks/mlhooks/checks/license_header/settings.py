# SPDX-License-Identifier: Apache-2.0
"""Which license and holder hold for a file: the table, or else what the project already says."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from mlhooks.checks.license_header.expression import canonical, problem, spelled
from mlhooks.checks.license_header.texts import normalised, recognise
from mlhooks.core.check import NotConfigured
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
_YEARS = re.compile(r"([0-9]{4})(?:-([0-9]{4}))?\Z")
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


@dataclass(frozen=True)
class Settings:
    """`license`: SPDX expression. `holder`: "" when none is known. `years`: "" when none are written.
    `allowed`: canonical ids of every license that may stand; `allow` as the option is written. `source`: who
    says the license, and `table`: where the options stand, both for people."""

    license: str
    holder: str
    years: str
    allowed: frozenset[str]
    allow: tuple[str, ...]
    replace_own: bool
    source: str
    table: str


def settings_of(project: Project) -> Settings:
    """The settings for this file. Raises NotConfigured when no license is named anywhere."""
    options = project.options
    license_id, holder, source = options["license"], options["holder"].strip(), project.table
    if not license_id or not holder:
        found, place = _stated(project)
        holder = holder or found.holder
        if not license_id:
            license_id, source = found.license, place
    if not license_id:
        raise NotConfigured(
            "license-header does not know your license: pyproject.toml, package.json and LICENSE name no "
            f'SPDX id. Write license = "SPDX-ID" (such as "MIT") in {project.table}. Nothing was checked.'
        )
    allow = tuple(options["allow"])
    years = "" if options["year"] == "none" else options["year"]
    allowed = frozenset(_words(item) for item in (license_id, *allow))
    replace_own = options["replace-own"]
    return Settings(license_id, holder, years, allowed, allow, replace_own, source, project.table)


def _words(expression: str) -> str:
    """An expression for comparison, as `expression.permits` compares it whole."""
    return " ".join(canonical(word) for word in expression.split())


def option_error(name: str, value: object) -> str:
    """What is wrong with a value of the table, or ""; "" as a value means what the default means."""
    found = ""
    if name == "allow" and isinstance(value, list):
        found = next((wrong for item in value if (wrong := problem(str(item)))), "")
    elif isinstance(value, str) and value:
        if name == "license":
            found = problem(value)
        elif name == "year" and not _is_year(value):
            found = f'"{value[:80]}" is neither "none" nor years such as "2024" or "2021-2024"'
        elif name == "holder" and not (value.strip() and value.isprintable()):
            found = "write the name on one line"
    return f"{name}: {found}" if found else ""


def _is_year(year: str) -> bool:
    """ "none", a year, or two years of which the first is not the later."""
    years = _YEARS.match(year)
    return year == "none" or bool(years and (years[2] or years[1]) >= years[1])


def _stated(project: Project) -> tuple[Named, str]:
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
