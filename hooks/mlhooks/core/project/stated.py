# SPDX-License-Identifier: Apache-2.0
"""One requirement on the distribution that is asked for, where it stands, and what several say together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, Specifier, SpecifierSet
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename
from packaging.version import InvalidVersion, Version

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_REQUIREMENT = 2000  # characters; nobody writes a longer one, and a parser of them need not be asked

_CONSTRAINT = re.compile(r"(\^|~=|~|===|==|!=|>=|<=|>|<|)[ \t]*([0-9][^ \t,]{0,60})")
_LEADING_NAME = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)")


class Stated(NamedTuple):
    """One requirement, or a version that a lock file names.

    `path` and `line` (1-based) say where, `text` how it is written. `lower` is the lowest version that it
    admits, None when it has no lower bound; every version that it admits is less than `below`. `exact`: a
    pin or a lock. `marked`: it holds only in some environments.
    """

    path: str
    line: int
    text: str
    lower: Version | None = None
    below: Version | None = None
    exact: bool = False
    marked: bool = False


def is_named(text: str, name: str) -> bool:
    """Whether `text` begins with the distribution's name in any of its spellings (PEP 503)."""
    found = _LEADING_NAME.match(text[:MAX_REQUIREMENT])
    return bool(found) and canonicalize_name(found.group(1)) == name  # type: ignore[union-attr]


def read_requirement(text: str, name: str, path: str, line: int) -> Stated | None:
    """A requirement (PEP 508) on `name`; None when it is on something else or is none."""
    text = text.strip()
    if len(text) > MAX_REQUIREMENT or not is_named(text, name):
        return None
    try:
        parsed = Requirement(text)
    except (InvalidRequirement, RecursionError):
        return None
    if canonicalize_name(parsed.name) != name:
        return None
    marked = parsed.marker is not None
    if parsed.url:
        return from_url(parsed.url, name, path, line, marked=marked) or Stated(
            path, line, text, marked=marked
        )
    return from_specifiers(parsed.specifier, Stated(path, line, text, marked=marked))


def from_url(url: str, name: str, path: str, line: int, *, marked: bool = False) -> Stated | None:
    """The version that a wheel's file name carries; None when the URL is no wheel of `name`."""
    url = url.strip()[:MAX_REQUIREMENT]
    try:
        found, version, _, _ = parse_wheel_filename(unquote(re.split("[?#;]", url)[0].rpartition("/")[2]))
    except (InvalidWheelFilename, InvalidVersion, ValueError):
        return None
    if found != name:
        return None
    return Stated(path, line, f"{name}=={version}", version, _after(version), True, marked)


def from_specifiers(specifiers: SpecifierSet, stated: Stated) -> Stated:
    """`stated` with the bounds that all the specifiers together set."""
    lower: Version | None = None
    below: Version | None = None
    exact = False
    for specifier in specifiers:
        try:
            low, high, pinned = _bounds(specifier)
        except (InvalidVersion, ValueError):
            continue
        exact = exact or pinned
        if low is not None and (lower is None or low > lower):
            lower = low
        if high is not None and (below is None or high < below):
            below = high
    return stated._replace(lower=lower, below=below, exact=exact)


def read_specifiers(text: str, stated: Stated) -> Stated:
    """`stated` with the bounds of a bare specifier list (`>=2.4,<3`); without them when it is none."""
    try:
        return from_specifiers(SpecifierSet(text[:MAX_REQUIREMENT]), stated)
    except InvalidSpecifier:
        return stated


def pep440(constraint: str) -> str:
    """Poetry's `^2.4`, `~2.4` and `2.4` as specifiers; what it does not know is left out."""
    parts = []
    for operator, version in _CONSTRAINT.findall(constraint):
        if operator not in ("^", "~"):
            parts.append(f"{operator or '=='}{version}")
            continue
        figures = [figure for figure in version.split(".")[:3] if figure.isdecimal() and figure.isascii()]
        parts.append(f">={version}")
        keep = min(len(figures), 2) if operator == "~" else 1
        if operator == "^":
            keep += next((at for at, figure in enumerate(figures) if int(figure)), max(0, len(figures) - 1))
        if figures:
            last = int(figures[keep - 1]) + 1
            parts.append("<" + ".".join([*figures[: keep - 1], str(last)]))
    return ",".join(parts)


def _bounds(specifier: Specifier) -> tuple[Version | None, Version | None, bool]:
    """The lowest admitted version, the first that is too high, and whether this is a pin.

    `==2.4.*` is a pin too: it admits one minor release and no later one.
    """
    text = specifier.version
    if specifier.operator == "==" and text.endswith(".*"):
        version = Version(text[:-2])
        return version, _next(version, len(version.release)), len(version.release) > 1
    version = Version(text)
    match specifier.operator:
        case "==" | "===":
            return version, _after(version), True
        case ">=":
            return version, None, False
        case ">":
            return _after(version), None, False
        case "~=":
            return version, _next(version, len(version.release) - 1), False
        case "<":
            return None, version, False
        case "<=":
            return None, _after(version), False
    return None, None, False


def _after(version: Version) -> Version:
    """The first final release after a version, as projects number them: three figures, the last one more."""
    if version.is_prerelease:
        return Version(version.base_version)
    return _next(version, max(3, len(version.release)))


def _next(version: Version, figures: int) -> Version:
    """2.4.1 to 2 figures is 2.5: the first version that differs in them."""
    release = (*version.release, 0, 0, 0)[: max(1, figures)]
    return Version(f"{version.epoch}!" + ".".join(map(str, (*release[:-1], release[-1] + 1))))


def lowest(alternatives: Iterable[Stated | None]) -> Stated | None:
    """Of alternatives, the one that admits the lowest version; those without a lower bound say nothing."""
    known = [stated for stated in alternatives if stated is not None and stated.lower is not None]
    return min(known, key=lambda stated: (stated.lower, stated.path, stated.line), default=None)


def together(stated: Iterable[Stated]) -> Stated | None:
    """What requirements say that hold at once: the highest floor, or the lowest of those under markers."""
    known = [one for one in stated if one.lower is not None]
    always = [one for one in known if not one.marked]
    if always:
        return max(always, key=lambda one: (one.lower, -one.line))
    return lowest(known)
