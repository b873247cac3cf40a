# SPDX-License-Identifier: Apache-2.0
"""Rules of secrets that a project added to its configuration, and what it allows.

Patterns of the user run in Hyperscan only (`core.patterns`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from mlhooks.checks.secrets.rules import RULES
from mlhooks.checks.secrets.spec import Secret
from mlhooks.core.cache import digest
from mlhooks.core.check import Wrong
from mlhooks.core.globs import Glob
from mlhooks.core.patterns import Patterns, TooMany, Unusable, check, compiled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhooks.core.project import Project

NEAR = 200  # bytes before and behind a match in which a keyword must stand
MOST = 200  # rules of a project
_ID = re.compile(r"secret-[a-z0-9]+(?:-[a-z0-9]+)*")
_PRINTABLE = 80  # characters of a summary


class Place(NamedTuple):
    """A match of a project's rule: its offsets, the rule as a row of the catalogue, severity, message."""

    start: int
    end: int
    secret: Secret
    severity: str
    message: str


def problem(option: str, value: Any) -> str:
    """What is wrong with the rules or the allowed patterns of a configuration; "" when nothing is."""
    if option == "rule":
        return _rules_problem(value) or _patterns_problem([row["pattern"] for row in value], value)
    return _patterns_problem(value)


def _rules_problem(rows: Sequence[dict[str, Any]]) -> str:
    known = {rule.id for rule in RULES}
    if len(rows) > MOST:
        return Wrong(f"more than {MOST} rules")
    for at, row in enumerate(rows):
        name = row.get("id", "")
        if not _ID.fullmatch(name) or len(name) > 80:
            said = f'"{name}"' if re.fullmatch("[a-z-]{1,40}", name) else "what is written"
            return Wrong(f'a rule needs an id such as "secret-acme-token", not {said}', at, "id")
        if name in known:
            return Wrong(f'there is a rule "{name}" already', at, "id")
        known.add(name)
        if not row.get("pattern"):
            return Wrong(f'the rule "{name}" has no pattern', at, "id")
        if not row.get("summary", "x").isprintable() or len(row.get("summary", "")) > _PRINTABLE:
            long = f"more than {_PRINTABLE} characters, or some that do not print"
            return Wrong(f'the summary of "{name}" has {long}', at, "summary")
        if not all(len(word) >= 2 for word in row.get("keywords", ())):
            return Wrong(f'a keyword of "{name}" is shorter than two characters', at, "keywords")
    return ""


def _patterns_problem(patterns: Sequence[str], rows: Sequence[dict[str, Any]] = ()) -> str:
    try:
        check(patterns)
    except Unusable as unusable:
        at = unusable.index
        if rows:
            return Wrong(f'the pattern of "{rows[at]["id"]}" {unusable}', at, "pattern")
        return Wrong(f"the pattern number {at + 1} {unusable}")
    return ""


def matches(data: bytes, project: Project) -> Iterator[Place]:
    """Where the rules of this project match."""
    rows = project.options.get("rule") or ()
    if not rows:
        return
    patterns, secrets = project.memo((__name__, id(rows)), lambda: _compiled(rows))
    try:
        found = patterns.find(data, project.limits["triggers"])
    except TooMany:  # the engine has named the file
        project.count("files with too many matches of this project's rules")
        return
    for index, start, end in found:
        row = rows[index]
        if _near(data, start, end, row.get("keywords", ())):
            summary = secrets[index].rule.summary
            message = f"{summary} (a rule of this project)"
            yield Place(start, end, secrets[index], row.get("severity", "error"), message)


def _compiled(rows: Sequence[dict[str, Any]]) -> tuple[Patterns, list[Secret]]:
    return compiled([row["pattern"] for row in rows]), [_secret(row) for row in rows]


def _secret(row: dict[str, Any]) -> Secret:
    return Secret(
        row["id"],
        "",
        row.get("summary") or "secret of this project",
        why="",
        revoke="revoke it where it was issued",
        instead="read it from the environment or from a store of secrets",
    )


def _near(data: bytes, start: int, end: int, keywords: Sequence[str]) -> bool:
    if not keywords:
        return True
    around = data[max(0, start - NEAR) : end + NEAR].lower()
    return any(word.lower().encode() in around for word in keywords)


class Allowed:
    """What this project says is no secret."""

    def __init__(self, options: Any) -> None:
        self._globs = [Glob(text) for text in options.get("allow-paths", ())]
        self._digests = frozenset(options.get("allow-values", ()))
        patterns = options.get("allow-patterns", ())
        self._patterns = compiled(patterns) if patterns else None

    def path(self, relative: str) -> bool:
        """Whether no secret is looked for in this file (relative to its configuration's folder)."""
        return any(glob.matches(relative) for glob in self._globs)

    def value(self, value: bytes) -> bool:
        """Whether this value is allowed, as it stands or by a pattern that matches in it."""
        if self._digests and digest(b"value", value) in self._digests:
            return True
        return self._patterns is not None and bool(self._found(self._patterns, value))

    @staticmethod
    def _found(patterns: Patterns, value: bytes) -> object:
        try:
            return patterns.find(value, len(value) + 1)
        except TooMany:
            return True


def allowed(project: Project) -> Allowed:
    """What the configuration in force allows, read once a run."""
    options = project.options
    return project.memo((__name__, "allowed", id(options)), lambda: Allowed(options))
