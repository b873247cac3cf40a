# SPDX-License-Identifier: Apache-2.0
"""A header of the team's own: a text inside the project with {license}, {holder} and {year} in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from mlhooks.checks.license_header.texts import normalised

if TYPE_CHECKING:
    from mlhooks.core.project import Project

VARIABLES = ("holder", "license", "year")
MAX_SIZE = 64 * 1024  # bytes; the longest license text is shorter
_VARIABLE = re.compile(r"\{([A-Za-z][A-Za-z0-9_.-]{0,39})\}")
_YEARS = "(?:[0-9]{4}(?:[-, ]{1,3}[0-9]{4}){0,20} ?)?"
_EXPRESSION = "[a-z0-9.+()-]{1,80}(?: (?:and|or|with) [a-z0-9.+()-]{1,80}){0,8}"


class TemplateError(Exception):
    """The template cannot be used; the text says where and why, without a final stop."""


@dataclass(frozen=True)
class Template:
    """`lines`: as they are written, without comment signs. `variables`: the names that are used."""

    lines: tuple[str, ...]
    variables: frozenset[str]

    def fill(self, license: str, holder: str, years: str) -> list[str]:
        """The lines of a header; a blank behind a variable that is empty goes with it."""
        values = {"license": license, "holder": holder, "year": years}
        found = []
        for line in self.lines:
            if not years:
                line = line.replace("{year} ", "").replace("{year}", "")
            found.append(_VARIABLE.sub(lambda match: values[match[1]], line).rstrip())
        return found

    def header(self, license: str, holder: str) -> re.Pattern[str]:
        """What a normalised text with this header holds, whatever the years."""
        return self._pattern(re.escape(license.lower()), holder)

    def relicensed(self, holder: str) -> re.Pattern[str]:
        """All of a normalised text that is this header, whatever the years and the license."""
        return self._pattern(_EXPRESSION, holder)

    def _pattern(self, license: str, holder: str) -> re.Pattern[str]:
        values = {"license": license, "holder": re.escape(" ".join(holder.lower().split())), "year": _YEARS}
        text = normalised("\n".join(self.lines))
        parts = re.split(r"\{(holder|license|year)\} ?", text)
        behind = re.findall(r"\{(?:holder|license|year)\}( ?)", text)
        pattern = re.escape(parts[0])
        for at in range(1, len(parts), 2):
            blank = "" if parts[at] == "year" else behind[at // 2]
            pattern += values[parts[at]] + blank + re.escape(parts[at + 1])
        return re.compile(pattern.strip())


def template_at(project: Project, path: str) -> Template:
    """The template at `path`, relative to the root. Raises TemplateError."""
    data = project.read(path)
    if data is None:
        raise TemplateError(f"{path[:80]} is no file inside the project that can be read without a link")
    if len(data) > MAX_SIZE:
        raise TemplateError(f"{path[:80]} is larger than {MAX_SIZE // 1024} KiB")
    found = project.parsed(path, _parse)
    if not isinstance(found, Template):
        line, reason = found or (1, "it is no text")
        raise TemplateError(f"{path[:80]}:{line}: {reason}")
    return found


def _parse(data: bytes) -> Template | tuple[int, str]:
    """The template, or the line (from 1) and the reason why it is none."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return data[: error.start].count(b"\n") + 1, "it is not UTF-8"
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    used = set()
    for number, line in enumerate(lines, 1):
        for name in _VARIABLE.findall(line):
            if name not in VARIABLES:
                return number, _unknown(name)
            used.add(name)
        if not line.isprintable():
            return number, "a control character"
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return Template(tuple(lines), frozenset(used)) if lines else (1, "it is empty")


def _unknown(name: str) -> str:
    near = get_close_matches(name.lower(), VARIABLES, 1)
    meant = f'did you mean "{{{near[0]}}}"?' if near else "known are {holder}, {license} and {year}"
    return f'there is no variable "{{{name}}}"; {meant}'
