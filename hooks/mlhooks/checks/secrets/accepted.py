# SPDX-License-Identifier: Apache-2.0
"""Secrets that a team has accepted in the baseline of detect-secrets. Decided here, where the value is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhooks.checks.secrets.captured import Found, bare, digest, firsts, is_accepted, texts
from mlhooks.core import secrets_baseline
from mlhooks.core.git import GitError, changed_since_staged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlhooks.core.project import Project
    from mlhooks.core.source import Source

MOST = 500_000  # texts hashed for one file, about half a second; beyond, only whole values are compared


class Acceptance:
    """What the baseline accepts in one file; the baseline is read when the first secret was found.

    Raises `core.check.Unusable` from its methods where the baseline cannot be used.
    """

    def __init__(self, source: Source, project: Project) -> None:
        self._source = source
        self._project = project
        self.name: str = project.options.get("baseline", "")
        self.used = False
        self._left = MOST
        self._whole: Mapping[str, set[str]] | None = None  # without the hashes that name no secret
        self._firsts: dict[bytes, int] | None = None

    def is_baseline(self) -> bool:
        """Whether the file is the baseline itself, which is then read to see that it can be."""
        if not self.name or self._source.path != self.name:
            return False
        secrets_baseline.read(self._project.tree, self.name)
        return True

    def accepts(self, found: Found) -> bool:
        """Whether the team has accepted this secret in this file, on whatever line it stands now."""
        baseline = self._baseline() if self.name else None
        known = baseline.of(self._source.path) if baseline else {}
        if not known:
            return False
        if self._whole is None:
            common = self._project.memo((__name__, "common"), secrets_baseline.common_hashes)
            self._whole = {hash: types for hash, types in known.items() if hash not in common}
        if self._is_known(found, self._whole) or self._is_first(found, known):
            self.used = True
            self._project.count(secrets_baseline.COUNTED + self.name)
            return True
        return False

    def _is_known(self, found: Found, known: Mapping[str, set[str]]) -> bool:
        if self._left <= 0:
            return digest(found.value) in known
        for text, narrow in texts(self._source.text, found):
            self._left -= 1
            if is_accepted(text, narrow, known):
                return True
        return False

    def _is_first(self, found: Found, known: Mapping[str, set[str]]) -> bool:
        """Whether the baseline holds no more than what all secrets like this begin with, and it is the
        first of them in the file: which one was meant cannot be told, so no other passes."""
        common = bare(self._source.text, found)
        if common is None or digest(common) not in known:
            return False
        if self._firsts is None:
            self._firsts = firsts(self._source.text)
        return self._firsts.get(common) == found.start

    def is_unstaged(self) -> bool:
        """Whether the baseline that accepted something has changes that are not in git's index."""
        return self.used and self._project.memo((__name__, "unstaged", self.name), self._ask_git)

    def _baseline(self) -> secrets_baseline.SecretsBaseline | None:
        tree, name = self._project.tree, self.name
        return self._project.memo((__name__, name), lambda: secrets_baseline.read(tree, name))

    def _ask_git(self) -> bool:
        if self._project.tree.staged:
            return False
        try:
            return changed_since_staged(self._project.root, self.name)
        except (GitError, OSError):
            return False
