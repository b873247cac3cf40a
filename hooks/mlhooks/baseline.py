# SPDX-License-Identifier: Apache-2.0
"""Findings that a team has accepted, as fingerprints that survive a move and tell nothing of a secret.

`.mlhooks-baseline.json` at the project's root:

    {
    "format": 2,
    "key": 32 hex digits,
    "findings": [
    "src/a.py rule-id 32 hex digits",
    ""
    ]}

one finding a line, sorted, without line numbers, time or version. The empty string at the end lets every
other line end in a comma, so that two branches conflict only where they add or drop neighbours, and with
`merge=union` in `.gitattributes` not even there. The key is random and keeps a fingerprint from being a hash
that a word list could match. Format 1, a table of lists by path, is read too.
"""

from __future__ import annotations

import json
import os
import re
from hashlib import blake2b
from typing import TYPE_CHECKING

from mlhooks.config import BASELINE, ConfigError
from mlhooks.core.source import read_regular

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mlhooks.core.finding import Finding

NAME = BASELINE
FORMAT = 2
KEY_SIZE = 16
LIMIT = 1 << 26  # bytes
_ENTRY = re.compile(r"[a-z0-9-]{1,80} [0-9a-f]{32}")
_LINE = re.compile(r"(?s)(.+) ([a-z0-9-]{1,80} [0-9a-f]{32})")


class Baseline:
    """The accepted fingerprints of a project: root-relative path -> "rule-id digest", and their key."""

    def __init__(self, key: bytes, accepted: Mapping[str, frozenset[str]]) -> None:
        self.key = key
        self.accepted = accepted

    def accepts(self, finding: Finding) -> bool:
        """Whether this very finding was accepted."""
        return entry(finding) in self.accepted.get(finding.path, ())


def entry(finding: Finding) -> str:
    """A finding's line in the file."""
    return f"{finding.rule} {finding.fingerprint}"


def fingerprint(key: bytes, rule: str, path: str, identity: str, ordinal: int) -> str:
    """What names a finding for good: 32 hexadecimal digits. `ordinal` counts equals in a file from 0."""
    text = "\0".join((rule, path, identity, str(ordinal)))
    return blake2b(text.encode("utf-8", "surrogateescape"), key=key, digest_size=16).hexdigest()


def read(root: str) -> Baseline:
    """The project's baseline; an empty one with a fresh key when it has none. Raises ConfigError."""
    if not os.path.lexists(f"{root}/{NAME}"):
        return empty()
    content = read_regular(f"{root}/{NAME}", LIMIT)
    if content is None:
        raise ConfigError(NAME, 0, "is no regular file that can be read. Nothing was checked.")
    return parse(content)


def empty() -> Baseline:
    """One that accepts nothing, with a fresh key."""
    return Baseline(os.urandom(KEY_SIZE), {})


def parse(content: bytes) -> Baseline:
    """A baseline from its bytes. Raises ConfigError."""
    try:
        document = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        raise _wrong("is not JSON", line) from None
    if not isinstance(document, dict) or not isinstance(document.get("format"), int):
        raise _wrong('has no integer "format"')
    if document["format"] not in (1, FORMAT):
        raise _wrong(f"has format {document['format']}, this version reads 1 and {FORMAT}", later=True)
    key, findings = document.get("key"), document.get("findings")
    if not isinstance(key, str) or not re.fullmatch("[0-9a-f]{32}", key):
        raise _wrong('has no "key" of 32 hexadecimal digits')
    read = _by_path if document["format"] == 1 else _by_line
    return Baseline(
        bytes.fromhex(key), {path: frozenset(entries) for path, entries in read(findings).items()}
    )


def _by_line(findings: object) -> dict[str, list[str]]:
    if not isinstance(findings, list):
        raise _wrong('has no list "findings"')
    found: dict[str, list[str]] = {}
    for line in findings:
        parts = _LINE.fullmatch(line) if isinstance(line, str) else None
        if parts:
            found.setdefault(parts[1], []).append(parts[2])
        elif line != "":
            raise _wrong('has an entry that is no "path rule-id digest"')
    return found


def _by_path(findings: object) -> dict[str, list[str]]:
    if not isinstance(findings, dict):
        raise _wrong('has no table "findings"')
    for path, entries in findings.items():
        if not isinstance(entries, list) or not all(
            isinstance(e, str) and _ENTRY.fullmatch(e) for e in entries
        ):
            raise _wrong(f'has entries for "{path}" that are no list of "rule-id digest"')
    return findings


def _wrong(message: str, line: int = 0, *, later: bool = False) -> ConfigError:
    advice = "restore it from git, or delete it and write it anew"
    advice = "it was written by a later mlhooks; update this one" if later else advice
    return ConfigError(NAME, line, f"{message}; {advice}. Nothing was checked.")


def line_of(content: bytes, path: str) -> int:
    """The offset of the first line that a path has in the file's content; 0 when it has none."""
    return max(0, content.find(json.dumps(path).encode()[:-1] + b" "))


class Covered:
    """Which entries are judged anew: those below these paths, of these checks' rules."""

    def __init__(self, paths: Iterable[str], rules: Callable[[str], bool]) -> None:
        self._paths = tuple(paths)
        self._rules = rules

    def __call__(self, path: str, rule: str) -> bool:
        return self._rules(rule) and any(
            not above or path == above or path.startswith(above + "/") for above in self._paths
        )


def renewed(old: Baseline, covered: Callable[[str, str], bool], failing: Iterable[Finding]) -> Baseline:
    """What fails now, and the old entries whose path and rule are not `covered`."""
    entries = {
        path: {line for line in known if not covered(path, line.partition(" ")[0])}
        for path, known in old.accepted.items()
    }
    for finding in failing:
        entries.setdefault(finding.path, set()).add(entry(finding))
    return Baseline(old.key, {path: frozenset(known) for path, known in entries.items() if known})


def dropped(old: Baseline, new: Baseline) -> list[tuple[str, str, int]]:
    """What the new one does not accept any more: path, rule and how many, sorted."""
    gone: dict[tuple[str, str], int] = {}
    for path, known in old.accepted.items():
        for line in known - new.accepted.get(path, frozenset()):
            key = (path, line.partition(" ")[0])
            gone[key] = gone.get(key, 0) + 1
    return [(path, rule, count) for (path, rule), count in sorted(gone.items())]


def render(accepted: Baseline) -> bytes:
    """The file's content."""
    pairs = sorted((path, line) for path, known in accepted.accepted.items() for line in known)
    lines = [f"{json.dumps(f'{path} {line}')},\n" for path, line in pairs]
    head = f'{{\n"format": {FORMAT},\n"key": "{accepted.key.hex()}",\n"findings": [\n'
    return f'{head}{"".join(lines)}""\n]}}\n'.encode()
