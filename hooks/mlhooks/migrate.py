# SPDX-License-Identifier: Apache-2.0
"""`mlhooks baseline --migrate`: entries of detect-secrets that name no secret become entries that do.

Some of its plugins hash only what every token of a kind begins with, so that one accepted token accepts
all later ones. Such an entry is replaced by one for each of these tokens that stands in the file now.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from mlhooks import finish
from mlhooks.checks.secrets.tokens import common_tokens
from mlhooks.core import secrets_baseline
from mlhooks.core.limits import LIMITS
from mlhooks.core.project import Project, Tree
from mlhooks.core.source import from_bytes, read_regular
from mlhooks.errors import UsageError
from mlhooks.fix import write
from mlhooks.report.escape import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhooks.engine import Run

Entry = dict[str, Any]


def migrate(state: Run, root: str) -> int:
    """Rewrite the project's baseline of detect-secrets; the exit code. Raises Unusable, UsageError."""
    name: str = state.place_of(root).config.tables["secrets"]["baseline"]
    work = _Work(state, root)
    baseline = secrets_baseline.read(work.tree, name) if name else None
    if baseline is None:
        raise UsageError(f"there is no {name or 'baseline of detect-secrets'} in {root}; nothing was written")
    old = read_regular(f"{root}/{name}", secrets_baseline.SIZE) or b""
    results = baseline.document["results"]
    baseline.document["results"] = {path: work.migrated(path, listed) for path, listed in results.items()}
    if work.unread:
        raise UsageError(f"{name} was not written, since {work.unread[0]} could not be read")
    if work.replaced:
        write(f"{root}/{name}", old, _rendered(baseline, old))
    finish.say(_summary(name, work))
    return 0


class _Work:
    """What is done to the entries of each file, counted."""

    def __init__(self, state: Run, root: str) -> None:
        self._state = state
        self._root = root
        self.tree = Tree(root, b"0" * 16, {**LIMITS, "neighbour-size": LIMITS["file-size"]})
        self._common = secrets_baseline.common_hashes()
        self.replaced = 0
        self.written = 0
        self.unread: list[str] = []

    def migrated(self, path: str, listed: list[Entry]) -> list[Entry]:
        """The entries of one file, those without a secret replaced."""
        if not any(entry["hashed_secret"].lower() in self._common for entry in listed):
            return listed
        tokens = self._tokens(secrets_baseline.normal(path))
        if tokens is None:
            return listed
        new = [entry for old in listed for entry in self._entries(old, tokens)]
        return [entry for at, entry in enumerate(new) if entry not in new[:at]]

    def _entries(self, old: Entry, tokens: dict[str, list[tuple[str, int]]]) -> Iterator[Entry]:
        hash = old["hashed_secret"].lower()
        if hash not in self._common:
            yield old
            return
        self.replaced += 1
        for full, line in tokens.get(hash, ()):
            self.written += 1
            new = {**old, "hashed_secret": full}
            yield {**new, "line_number": line} if "line_number" in old else new

    def _tokens(self, path: str) -> dict[str, list[tuple[str, int]]] | None:
        """Hash of the common beginning -> hash and line of each whole token; None when the file is gone."""
        content = self.tree.read_once(path)
        if content is None:
            if os.path.lexists(f"{self._root}/{path}"):
                self.unread.append(path)
            return None
        source = from_bytes(path, content)
        if not source.data:
            return None
        project = Project(self.tree, source, {})
        return common_tokens(source, self._state.hits_of("secrets", source.text), project)


def _rendered(baseline: secrets_baseline.SecretsBaseline, old: bytes) -> bytes:
    """The document as detect-secrets writes one, in the encoding and with the line ends that it had."""
    text = json.dumps(baseline.document, indent=2) + "\n"
    newline = "\r\n" if "\r\n" in old.decode(baseline.encoding, "replace") else "\n"
    return text.replace("\n", newline).encode(baseline.encoding)


def _summary(name: str, work: _Work) -> str:
    shown = escape(name)
    if not work.replaced:
        return f"{shown} has no entry that names no secret; nothing was written\n"
    entries = "1 entry" if work.replaced == 1 else f"{work.replaced} entries"
    name = "names" if work.replaced == 1 else "name"
    secrets = "1 secret" if work.written == 1 else f"{work.written} secrets"
    return (
        f"{entries} of {shown} that named no secret now {name} {secrets}: what stands there today; "
        f"detect-secrets itself reports it again. Next: git add {shown}\n"
    )
