# SPDX-License-Identifier: Apache-2.0
"""The whole tokens of a file of which detect-secrets hashes only the common beginning, as hashes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhooks.checks.secrets.captured import Found, bare, digest
from mlhooks.checks.secrets.judge import secrets_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhooks.core.check import Hit
    from mlhooks.core.project import Project
    from mlhooks.core.source import Source


def common_tokens(source: Source, hits: Sequence[Hit], project: Project) -> dict[str, list[tuple[str, int]]]:
    """Hash of a common beginning -> (hash of the whole token, its 1-based line), by place in the file."""
    tokens: dict[str, list[tuple[str, int]]] = {}
    for candidate in secrets_in(source, hits, project):
        found = Found(candidate.start, candidate.end, candidate.value)
        common = bare(source.text, found)
        if candidate.severity and common is not None:
            row = (digest(found.value), source.line_of(found.start))
            tokens.setdefault(digest(common), []).append(row)
    return tokens
