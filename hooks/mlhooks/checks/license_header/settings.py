# SPDX-License-Identifier: Apache-2.0
"""What holds for a file: the table, its policies by path, or else what the project already says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlhooks.checks.license_header.expression import canonical, problem
from mlhooks.checks.license_header.stated import stated
from mlhooks.checks.license_header.template import TemplateError, template_at
from mlhooks.core.check import NotConfigured
from mlhooks.core.globs import Glob

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlhooks.checks.license_header.template import Template
    from mlhooks.core.project import Project

FIRST_COMMIT = "first-commit"
SPDX_STYLE = "spdx"
_YEARS = re.compile(r"([0-9]{4})(?:-([0-9]{4}))?\Z")
_NOTHING = "Nothing was checked."


@dataclass(frozen=True)
class Settings:
    """`license`: SPDX expression. `holder`: "" when none is known. `year`: "" when none is written, years,
    or `FIRST_COMMIT`. `style` and `allow`: as the options are written. `own`: the canonical license;
    `allowed`: that of every license that may stand. `template`: None for SPDX tags, else with `header`, what
    a normalised text with it holds, and `relicensed`, all of one that has another license. `source`: who
    says the license, and `table`: where the options stand, both for people."""

    license: str
    holder: str
    year: str
    style: str
    own: frozenset[str]
    allowed: frozenset[str]
    allow: tuple[str, ...]
    replace_own: bool
    template: Template | None
    header: re.Pattern[str] | None
    relicensed: re.Pattern[str] | None
    source: str
    table: str


def settings_of(project: Project) -> Settings:
    """The settings for this file. Raises NotConfigured when no license is named anywhere, or when the
    template cannot be used."""
    at = _policy(project)
    key = (__name__, id(project.options), at, project.folder)
    return project.memo(key, lambda: _settings(project, at))


def _settings(project: Project, policy: int) -> Settings:
    options, table = _options(project, policy)
    license_id, holder, source = options["license"], options["holder"].strip(), table
    if not license_id or not holder:
        found, place = stated(project)
        holder = holder or found.holder
        if not license_id:
            license_id, source = found.license, place
    if not license_id:
        raise NotConfigured(
            "license-header does not know your license: pyproject.toml, package.json and LICENSE name no "
            f'SPDX id. Write license = "SPDX-ID" (such as "MIT") in {table}. {_NOTHING}'
        )
    allow = tuple(options["allow"])
    own = frozenset({_words(license_id)})
    template = _template(project, options["style"], holder, table)
    return Settings(
        license_id,
        holder,
        "" if options["year"] == "none" else options["year"],
        options["style"],
        own,
        own | {_words(item) for item in allow},
        allow,
        options["replace-own"],
        template,
        template.header(license_id, holder) if template else None,
        template.relicensed(holder) if template else None,
        source,
        table,
    )


def _policy(project: Project) -> int:
    """The index of the last policy whose paths match this file; -1 when none does."""
    policies = project.options["policy"]
    if not policies:
        return -1
    key = (__name__, id(project.options))
    globs = project.memo(key, lambda: [[Glob(glob) for glob in item["paths"]] for item in policies])
    found = [at for at, item in enumerate(globs) if any(glob.matches(project.relative) for glob in item)]
    return found[-1] if found else -1


def _options(project: Project, policy: int) -> tuple[Mapping[str, Any], str]:
    """The options with what a policy says in their place, and the table where the license stands."""
    if policy < 0:
        return project.options, project.table
    chosen = project.options["policy"][policy]
    name, _, file = project.table.rpartition(" in ")
    table = f"[{name[:-1]}.policy]] in {file}" if name and "license" in chosen else project.table
    return {**project.options, **chosen}, table


def _template(project: Project, style: str, holder: str, table: str) -> Template | None:
    if style == SPDX_STYLE:
        return None
    try:
        found = template_at(project, style)
    except TemplateError as error:
        raise NotConfigured(f'{error} (style = "{style[:80]}" in {table}). {_NOTHING}') from None
    if "holder" in found.variables and not holder:
        raise NotConfigured(
            f"{style[:80]} has {{holder}}, and nothing names one. Write holder in {table}. {_NOTHING}"
        )
    return found


def _words(expression: str) -> str:
    """An expression for comparison, as `expression.permits` compares it whole."""
    return " ".join(canonical(word) for word in expression.split())


def option_error(name: str, value: object) -> str:
    """What is wrong with a value of the table, or ""; "" as a value means what the default means."""
    found = ""
    if name == "allow" and isinstance(value, list):
        found = next((wrong for item in value if (wrong := problem(str(item)))), "")
    elif name == "paths" and isinstance(value, list):
        found = "" if value and all(value) else "name at least one glob"
    elif name == "policy" and isinstance(value, list):
        found = "" if all("paths" in item for item in value) else "each policy needs paths"
    elif isinstance(value, str) and value:
        found = _text_error(name, value)
    return f"{name}: {found}" if found else ""


def _text_error(name: str, value: str) -> str:
    if name == "license":
        return problem(value)
    if name == "year" and value != FIRST_COMMIT and not _is_year(value):
        return f'"{value[:80]}" is neither "none", "first-commit" nor years such as "2024" or "2021-2024"'
    if name == "holder" and not (value.strip() and value.isprintable()):
        return "write the name on one line"
    if name == "style" and (value.startswith(("/", "~")) or ".." in value.split("/") or "\\" in value):
        return f'"{value[:80]}" leaves the project; write a path from its root, with forward slashes'
    return ""


def _is_year(year: str) -> bool:
    """ "none", a year, or two years of which the first is not the later."""
    years = _YEARS.match(year)
    return year == "none" or bool(years and (years[2] or years[1]) >= years[1])
