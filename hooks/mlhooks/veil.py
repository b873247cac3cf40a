# SPDX-License-Identifier: Apache-2.0
"""Keep secrets out of a text that is going to be printed, wherever it came from.

`redact` knows the secrets of the file that a finding is in. What else is repeated (a configuration's value, a
requirement of another file, a name in a pickle) is looked through here as any file would be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhooks.core.matcher import prepared
from mlhooks.core.project import Project, Tree
from mlhooks.core.rule import NOTE
from mlhooks.core.source import from_bytes
from mlhooks.index import KEY, WAKES
from mlhooks.registry import check_named

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from mlhooks.core.check import Hit, Trigger
    from mlhooks.core.finding import Span

MASK = "(secret)"
UNTOLD = "(not shown: it may hold a secret)"
# These judge a value by its name and by chance: they would take our own words and digests for secrets.
GUESSED = "secret-generic-"
MOST = 4096  # texts that are known to be harmless; findings repeat their sentences
_NAME = "x.txt"  # of no kind that is read in a way of its own


class Veil:
    """Masks what in a text is a secret by itself: tokens, private keys, passwords in URLs."""

    def __init__(
        self, hits_of: Callable[[bytes], Sequence[Hit]], own: Sequence[Mapping[str, Any]] = ()
    ) -> None:
        """`hits_of`: the hits of the secrets check in bytes; `own`: the rules that the project added."""
        self._hits_of = hits_of
        self._options: dict[str, Any] = {"rule": own, "baseline": ""}
        self._harmless: set[str] = set()
        self._tree = Tree("", b"0" * 16)  # keeps what was compiled for the project's rules

    def __call__(self, text: str) -> str:
        """The text with the value of each secret masked; a line that cannot be judged is left out."""
        if text in self._harmless:
            return text
        if not self._options["rule"] and not self._hits_of(_bytes(text)):
            shown = text
        else:
            shown = "\n".join(map(self._line, text.split("\n")))
        if shown == text and len(self._harmless) < MOST:
            self._harmless.add(text)
        return shown

    def _line(self, line: str) -> str:
        data = _bytes(line)
        try:
            spans = self._spans(data)
        except Exception:  # whatever it is, the line was not found to be harmless
            return UNTOLD
        for start, end in reversed(spans):
            data = data[:start] + MASK.encode() + data[end:]
        return data.decode("utf-8", "surrogatepass") if spans else line

    def _spans(self, data: bytes) -> list[Span]:
        """Where the values stand, ascending; no two overlap."""
        hits = self._hits_of(data)
        if not (hits or self._options["rule"]):
            return []
        check = check_named("secrets")
        assert check is not None
        source = from_bytes(_NAME, data)
        hits = [hit for hit in hits if check.heeds(hit[0], _NAME, source.kind)]
        names = {row["id"] for row in self._options["rule"]}
        found = check.load().run(source, hits, Project(self._tree, source, self._options))
        return [
            finding.value or finding.span
            for finding in found
            if finding.rule in names or (finding.severity != NOTE and not finding.rule.startswith(GUESSED))
        ]


def hits_of(data: bytes) -> list[Hit]:
    """The hits of the secrets check, for whoever has no run at hand."""
    first = 0
    for owner in WAKES:
        if owner.id == "secrets":
            break
        first += len(owner.widths)
    widths = owner.widths
    hits = [
        (index - first, end - widths[index - first], end)
        for index, end in prepared(KEY, _triggers)(data)
        if first <= index < first + len(widths)
    ]
    return sorted(hits, key=lambda hit: hit[1:])


def veiled(text: str, own: Sequence[Mapping[str, Any]] = ()) -> str:
    """The text as a `Veil` leaves it."""
    return Veil(hits_of, own)(text)


def _triggers() -> Sequence[Trigger]:
    from mlhooks.triggers import TRIGGERS

    return TRIGGERS


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
