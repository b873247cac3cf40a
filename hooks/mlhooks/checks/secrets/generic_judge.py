# SPDX-License-Identifier: Apache-2.0
"""A secret without a provider, at the hit of a trigger: its name, its value, and whether that counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhooks.checks.secrets.generic import END, HEAD, LONG
from mlhooks.checks.secrets.generic_names import KEY, PASSWORD, WEAK, meaning, read_name
from mlhooks.checks.secrets.generic_values import judge_value, take
from mlhooks.core.rule import NOTE, WARNING

if TYPE_CHECKING:
    from collections.abc import Set

    from mlhooks.checks.secrets.generic_values import Value, Verdict

# Files that machines write, full of digests.
LOCKS = (
    ".lock", ".lockb", "-lock.json", "-lock.yaml", "-lock.yml", "lock.json", "npm-shrinkwrap.json", "go.sum",
    "-baseline.json", ".secrets.baseline",
)  # fmt: skip
_LINE = 160  # characters before a name in which a hash may be named
MILD = frozenset(("tests", "docs"))


class Assigned(NamedTuple):
    """A value at [start, end) of the text; `severity` is a rule's, `remark` says of the value why."""

    start: int
    end: int
    name: str
    value: bytes
    severity: str
    remark: str


class Finder:
    """Looks at the hits of one text in their order.

    `classes` are those of the file's path. A value without quotes is looked at once, however many names
    stand in it: so a text of nothing but names costs no more than its length.
    """

    def __init__(self, data: bytes, path: str, classes: Set[str]) -> None:
        self._data = data
        self._locked = path.lower().endswith(LOCKS)
        self._mild = bool(MILD & classes)
        self._until = 0

    def find(self, start: int, end: int, form: str) -> Assigned | None:
        """What the hit of a trigger at [start, end) stands for; None where it is nothing to speak of.

        `form` is the label of the trigger's form.
        """
        at = end - (LONG if form == "spaced" else HEAD)
        bare = form in ("plain", "spaced", "scheme")
        if self._locked or (bare and at < self._until):
            return None
        value = take(self._data, at, form)
        if value is None or value.follows in (b"(", b"[", b"{"):
            return None
        if bare:
            self._until = value.end
        name_end = start if form == "scheme" else start + END
        name, kind = self._named(name_end, form)
        if not kind:
            return None
        line = self._data[max(0, name_end - _LINE) : name_end].rpartition(b"\n")[2]
        verdict = judge_value(value.text, kind, line)
        if verdict.silent:
            return None
        if not verdict.random and self._says_nothing(value, name, form):
            return None
        return Assigned(value.start, value.end, name, value.text, *self._severity(verdict, kind))

    def _named(self, end: int, form: str) -> tuple[str, str]:
        """The name that ends (for a scheme: begins) at `end`, and what it means."""
        if form != "scheme":
            name = read_name(self._data, end)
            return name, meaning(name)
        if self._data[end : end + 1] in b"bBaA":
            return "the Authorization header", KEY
        return "a password", PASSWORD

    def _says_nothing(self, value: Value, name: str, form: str) -> bool:
        """Whether a value that is no chance is not worth a note: in tests, in a text, the name itself."""
        return self._mild or form in ("plain", "spaced") or value.text.lower() in name.lower().encode()

    def _severity(self, verdict: Verdict, kind: str) -> tuple[str, str]:
        if not verdict.random:
            return NOTE, verdict.remark
        if kind == WEAK:
            return NOTE, "looks random, but its name does not say that it is secret"
        return (NOTE if self._mild else WARNING), "looks random"
