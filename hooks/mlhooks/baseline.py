# SPDX-License-Identifier: Apache-2.0
"""Findings that a team has accepted, as fingerprints that survive a move and tell nothing of a secret.

`.mlhooks-baseline.json` at the project's root:

    {"format": 1, "key": 32 hex digits, "findings": {"src/a.py": ["rule-id 32 hex digits", ...]}}

sorted, one fingerprint a line, without line numbers, time or version, so that two branches conflict only
where they differ. The key is random and keeps a fingerprint from being a hash that a word list could match.
"""

from __future__ import annotations

import json
import os
import re
from hashlib import blake2b
from typing import TYPE_CHECKING

from mlhooks.config import ConfigError
from mlhooks.core.source import read_regular

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mlhooks.core.finding import Finding

NAME = ".mlhooks-baseline.json"
FORMAT = 1
KEY_SIZE = 16
LIMIT = 1 << 26  # bytes
_ENTRY = re.compile(r"[a-z0-9-]{1,80} [0-9a-f]{32}")


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
    if document["format"] != FORMAT:
        raise _wrong(f"has format {document['format']}, this version reads {FORMAT}; update mlhooks")
    key, findings = document.get("key"), document.get("findings")
    if not isinstance(key, str) or not re.fullmatch("[0-9a-f]{32}", key):
        raise _wrong('has no "key" of 32 hexadecimal digits')
    if not isinstance(findings, dict):
        raise _wrong('has no table "findings"')
    for path, entries in findings.items():
        if not isinstance(entries, list) or not all(
            isinstance(e, str) and _ENTRY.fullmatch(e) for e in entries
        ):
            raise _wrong(f'has entries for "{path}" that are no list of "rule-id digest"')
    return Baseline(bytes.fromhex(key), {path: frozenset(entries) for path, entries in findings.items()})


def _wrong(message: str, line: int = 0) -> ConfigError:
    advice = "restore it from git, or delete it and write it anew. Nothing was checked."
    return ConfigError(NAME, line, f"{message}; {advice}")


def render(old: Baseline, covered: Callable[[str, str], bool], failing: Iterable[Finding]) -> bytes:
    """The file's new content: what fails now, and the old entries whose path and rule are not `covered`."""
    entries: dict[str, set[str]] = {}
    for path, known in old.accepted.items():
        kept = {line for line in known if not covered(path, line.partition(" ")[0])}
        if kept:
            entries[path] = kept
    for finding in failing:
        entries.setdefault(finding.path, set()).add(entry(finding))
    document = {
        "format": FORMAT,
        "key": old.key.hex(),
        "findings": {path: sorted(entries[path]) for path in sorted(entries)},
    }
    return (json.dumps(document, indent=1, ensure_ascii=True) + "\n").encode()
