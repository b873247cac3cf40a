# SPDX-License-Identifier: Apache-2.0
"""SPDX license expressions: whether one is valid, how it is spelled, whether what it offers is permitted.

Grammar: SPDX specification, annex "SPDX license expressions": ids joined by AND, OR, WITH and parentheses.
The ids that SPDX lists are those that `packaging` knows (24.2 or newer).
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

LONGEST = 300  # characters; no real expression comes near, and depth is bounded by it
_WORDS = frozenset({"AND", "OR", "WITH", "(", ")"})
_TOKEN = re.compile(r"\s*([()]|[^\s()]+)")
_ID = re.compile(r"[A-Za-z0-9.:-]{1,120}\+?\Z")
_GNU = re.compile(r"(?:a|l)?gpl-[0-9.]+\Z")
_NOISE = re.compile(r"licen[sc]e|version|\bv(?=[0-9])|(?<=gpl)v(?=[0-9])|[^a-z0-9]")
# Ids to propose first for a name that SPDX does not list, the commonest of each family before the others.
_COMMON = (
    *("MIT", "Apache-2.0", "BSD-3-Clause", "BSD-2-Clause", "ISC", "MPL-2.0", "GPL-3.0-or-later"),
    *("GPL-3.0-only", "GPL-2.0-or-later", "GPL-2.0-only", "LGPL-3.0-or-later", "LGPL-2.1-or-later"),
    *("AGPL-3.0-or-later", "AGPL-3.0-only", "CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0"),
    *("BSL-1.0", "EPL-2.0", "EUPL-1.2", "PSF-2.0", "Zlib", "0BSD", "LicenseRef-Proprietary"),
)


# npm's UNLICENSED means the contrary of the first.
_MISLEADING = ("Unlicense", "Unlicense-libtelnet", "Unlicense-libwhirlpool")


def canonical(license_id: str) -> str:
    """An id for comparison: lower case, and the withdrawn GNU ids (`GPL-2.0`, `GPL-2.0+`) as today's."""
    text = license_id.lower()
    if text.endswith("+") and _GNU.match(text[:-1]):
        return text[:-1] + "-or-later"
    return text + "-only" if _GNU.match(text) else text


def is_valid(expression: str) -> bool:
    """Whether the grammar takes it; ids that SPDX does not list are valid here."""
    return _Evaluation(expression, frozenset()).value() is not None


def spelled(expression: str) -> str:
    """The expression as SPDX spells it; "" where it is none, or names what SPDX does not list."""
    try:
        return canonicalize_license_expression(expression) if is_valid(expression) else ""
    except InvalidLicenseExpression:
        return ""


def problem(expression: str) -> str:
    """What is wrong with an expression that somebody configured; "" for one that stands as SPDX spells it."""
    if not is_valid(expression):
        return f'"{expression[:80]}" is no SPDX expression{_meant(expression)}'
    spelling = spelled(expression)
    if spelling:
        return "" if spelling == expression else f'SPDX does not spell it "{expression}"; write "{spelling}"'
    before = ""
    for word in _TOKEN.findall(expression):
        probe = f"MIT WITH {word}" if before == "WITH" else word
        if word.upper() not in _WORDS and not spelled(probe):
            return f'SPDX lists no exception "{word}"' if before == "WITH" else _unlisted(word)
        before = word.upper()
    return f'"{expression}" is no SPDX expression'


def _unlisted(word: str) -> str:
    return f'SPDX lists no license "{word}"{_meant(word)}'


def _meant(name: str) -> str:
    """The listed id that a name probably stands for, or how a license is written that has none."""
    near = _beginning(name) or _close(name)
    return (
        f'; did you mean "{near}"?' if near else '; a license of your own is written "LicenseRef-" and a name'
    )


def _beginning(name: str) -> str:
    """The id that begins like this: a common one, else the shortest of those listed, in its last version."""
    key = _key(name)
    common = [license_id for license_id in _COMMON if key and _key(license_id).startswith(key)]
    if common:
        return common[0]
    listed = [license_id for license_id in _listed() if key and _key(license_id).startswith(key)]
    return max(listed, key=lambda license_id: (-len(license_id), license_id), default="")


def _close(name: str) -> str:
    """The id that is spelled much like this, a common one before the others."""
    for ids in (_COMMON, _listed()):
        keys = [_key(license_id) for license_id in ids]
        near = get_close_matches(_key(name), keys, 1, 0.78)
        if near:
            return ids[keys.index(near[0])]
    return ""


def _listed() -> Sequence[str]:
    """Every id that SPDX lists and has not withdrawn; none where `packaging` keeps its list elsewhere."""
    try:
        from packaging.licenses._spdx import LICENSES
    except ImportError:
        return ()
    ids = [entry["id"] for entry in LICENSES.values() if not entry["deprecated"]]
    return [license_id for license_id in ids if license_id not in _MISLEADING]


def _key(name: str) -> str:
    return _NOISE.sub("", name.lower()[:LONGEST]).removeprefix("ref")


def permits(expression: str, allowed: AbstractSet[str]) -> bool:
    """Whether every license that must be obeyed is in `allowed` (canonical ids): OR chooses, AND does not.

    An id with an exception counts when `allowed` has the id alone (an exception only adds permission) or
    the pair `id with exception`. False for what is no expression.
    """
    if " ".join(canonical(word) for word in expression.split()) in allowed:
        return True
    return bool(_Evaluation(expression, allowed).value())


class _Evaluation:
    """A recursive descent over at most `LONGEST` characters."""

    def __init__(self, expression: str, allowed: AbstractSet[str]) -> None:
        self.tokens = _TOKEN.findall(expression) if len(expression) <= LONGEST else []
        self.allowed = allowed
        self.at = 0

    def value(self) -> bool | None:
        """True or False; None when the text is no expression."""
        found = self._any()
        return found if self.at == len(self.tokens) else None

    def _next(self) -> str:
        return self.tokens[self.at].upper() if self.at < len(self.tokens) else ""

    def _any(self) -> bool | None:
        found = self._all()
        while found is not None and self._next() == "OR":
            self.at += 1
            other = self._all()
            found = None if other is None else found or other
        return found

    def _all(self) -> bool | None:
        found = self._one()
        while found is not None and self._next() == "AND":
            self.at += 1
            other = self._one()
            found = None if other is None else found and other
        return found

    def _one(self) -> bool | None:
        token = self._next()
        if token == "(":
            self.at += 1
            found = self._any()
            if self._next() != ")":
                return None
            self.at += 1
            return found
        if token in ("AND", "OR", "WITH", "") or not _ID.match(token):
            return None
        name = canonical(self.tokens[self.at])
        self.at += 1
        if self._next() != "WITH":
            return name in self.allowed
        self.at += 1
        exception = self._next().lower()
        if not _ID.match(exception):
            return None
        self.at += 1
        return name in self.allowed or f"{name} with {exception}" in self.allowed
