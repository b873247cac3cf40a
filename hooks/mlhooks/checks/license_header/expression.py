# SPDX-License-Identifier: Apache-2.0
"""SPDX license expressions: whether one is valid, and whether what it offers is permitted here.

Grammar: SPDX specification, annex "SPDX license expressions": ids joined by AND, OR, WITH and parentheses.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

LONGEST = 300  # characters; no real expression comes near, and depth is bounded by it
_TOKEN = re.compile(r"\s*([()]|[^\s()]+)")
_ID = re.compile(r"[A-Za-z0-9.:-]{1,120}\+?\Z")
_GNU = re.compile(r"(?:a|l)?gpl-[0-9.]+\Z")


def canonical(license_id: str) -> str:
    """An id for comparison: lower case, and the withdrawn GNU ids (`GPL-2.0`, `GPL-2.0+`) as today's."""
    text = license_id.lower()
    if text.endswith("+") and _GNU.match(text[:-1]):
        return text[:-1] + "-or-later"
    return text + "-only" if _GNU.match(text) else text


def is_valid(expression: str) -> bool:
    """Whether the grammar takes it; ids that SPDX does not list are valid here."""
    return _Evaluation(expression, frozenset()).value() is not None


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
