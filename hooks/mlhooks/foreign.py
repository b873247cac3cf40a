# SPDX-License-Identifier: Apache-2.0
"""Suppression marks of other tools, and the native rules that each of their ids stands for.

A bare `# nosec` or `# noqa` names nothing and accepts nothing. Sources: the documentation of bandit, ruff,
TorchFix, semgrep, detect-secrets and gitleaks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

TORCH = ("torch-load-*", "load-state-dict-from-url")
PICKLE = ("load-pickle", "load-dill", "load-cloudpickle", "load-shelve", "load-jsonpickle", "load-pandas")
YAML = ("load-yaml",)
PASSWORD = ("secret-*",)
PASSWORDS = ("bandit-b105", "bandit-b106", "bandit-b107")
SECRET_WORDS = ("secret", "password", "token", "credential", "api-key", "apikey", "private-key")
SECRETS = ("secret-", "detect-secrets-")  # rules about secrets, whose lines detect-secrets' marks accept

NATIVE = {
    "B614": TORCH,
    "S614": TORCH,
    "TOR102": ("torch-load-default",),
    "pickles-in-pytorch": TORCH,
    "B301": PICKLE,
    "S301": PICKLE,
    "avoid-pickle": PICKLE,
    "avoid-dill": ("load-dill",),
    "avoid-shelve": ("load-shelve",),
    "B506": YAML,
    "S506": YAML,
    "avoid-pyyaml-load": YAML,
    "B105": PASSWORD,
    "B106": PASSWORD,
    "B107": PASSWORD,
    "S105": PASSWORD,
    "S106": PASSWORD,
    "S107": PASSWORD,
}

_ID = r"[A-Za-z][\w.-]{0,99}"
_LIST = rf"{_ID}(?:(?:\s{{0,3}},\s{{0,3}}|\s){_ID}){{0,20}}"
_NAMED = re.compile(rf"\b(?:nosec[:\s]\s{{0,3}}|noqa:\s{{0,3}}|nosemgrep:\s{{0,3}}|nosem:\s{{0,3}})({_LIST})")
_SECRET = re.compile(r"pragma: ?(?:allow|white)list[ -]secret|\bgitleaks:allow\b")
_SECRET_NEXT = re.compile(r"pragma: ?allowlist[ -]nextline[ -]secret")
# detect-secrets reads lines, not languages: any of its comment signs will do in any file, in YAML only `#`.
_OPENERS = r"""(?:#|//|'|--)"""
_PRAGMA = r"[ \t]{0,99}pragma: ?(?:allow|white)list[ -]secret"
_LINE = re.compile(rf"{_OPENERS}{_PRAGMA}|/\*{_PRAGMA}.*?\*/[ \t]*$|<!--[# \t]{{0,99}}{_PRAGMA}.*?-->[ \t]*$")
_LINE_YAML = re.compile(rf"#{_PRAGMA}")
_PRAGMA_NEXT = r"[ \t]{0,99}pragma: ?allowlist[ -]nextline[ -]secret"
_ABOVE = re.compile(
    rf"{_OPENERS}{_PRAGMA_NEXT}|/\*{_PRAGMA_NEXT}.*?\*/[ \t]*$|<!--[# \t]{{0,99}}{_PRAGMA_NEXT}.*?-->[ \t]*$"
)
MARKS = (b"nosec", b"noqa", b"nosem", b"list secret", b"list-secret", b"nextline", b"gitleaks:allow")


def accepted(comment: str) -> Iterator[str]:
    """Rule ids and `prefix-*` patterns that the marks in a comment accept on its own statement."""
    for named in _NAMED.finditer(comment):
        for word in re.split(r"[,\s]+", named[1]):
            last = word.rpartition(".")[2]
            if last in NATIVE:
                yield from NATIVE[last]
            elif named[0].startswith("nosem"):
                yield last
    if _SECRET.search(comment):
        yield "secret-*"


def accepted_below(comment: str) -> Iterator[str]:
    """What a comment accepts on the line below it."""
    if _SECRET_NEXT.search(comment):
        yield "secret-*"


def is_allowlisted(path: str, line: str, above: str) -> bool:
    """Whether detect-secrets passes a line over, for a mark on it or for one that is all of the line above.

    It needs no comment of the file's language: plain text, JSON and notebooks have marks too.
    """
    here = _LINE_YAML if path.endswith(".yaml") else _LINE
    return here.search(line) is not None or _ABOVE.match(above) is not None


def is_secret(rule: str) -> bool:
    """Whether what a rule finds is a secret, so that no report may quote it; of semgrep's the name tells."""
    if rule.startswith((*SECRETS, *PASSWORDS)):
        return True
    return rule.startswith("semgrep-") and any(word in rule for word in SECRET_WORDS)
