# SPDX-License-Identifier: Apache-2.0
"""What a rule is: the one place where its name, severity and documentation are said."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

NOTE = "note"
WARNING = "warning"
ERROR = "error"
SEVERITIES = (NOTE, WARNING, ERROR)  # weakest first; the index is the rank


class Rule:
    """One thing that can be found. Immutable by convention, and cheap: the hot path builds them all.

    `summary` completes "RULE: ..." in one line. `why` says what goes wrong. `bad` and `good` are short
    examples, shown as code on the rule's page; `language` is their syntax. `references` are URLs or names.
    `marks`: a mark in a comment can accept it, as it cannot in a binary file.
    """

    __slots__ = (
        "bad",
        "good",
        "id",
        "language",
        "marks",
        "references",
        "severity",
        "summary",
        "verdict",
        "why",
    )

    def __init__(
        self,
        id: str,
        severity: str,
        summary: str,
        *,
        why: str,
        bad: str = "",
        good: str = "",
        language: str = "",
        verdict: str = "",
        references: "Sequence[str]" = (),
        marks: bool = True,
    ) -> None:
        self.id = id
        self.severity = severity
        self.summary = summary
        self.why = why
        self.bad = bad
        self.good = good
        self.language = language
        self.verdict = verdict or severity
        self.references = tuple(references)
        self.marks = marks

    def __repr__(self) -> str:
        return f"Rule({self.id!r})"
