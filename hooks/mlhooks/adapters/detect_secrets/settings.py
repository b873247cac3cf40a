# SPDX-License-Identifier: Apache-2.0
"""Which plugins and filters a baseline of detect-secrets asks for. A `path` in it is code, and code is data.

detect-secrets itself imports whatever its baseline names; we import only files that the user has allowed.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FILE = "file://"
VERIFY = "detect_secrets.filters.common.is_ignored_due_to_verification_policies"  # asks the network
WORDS = "detect_secrets.filters.wordlist.should_exclude_secret"
BASELINE = "detect_secrets.filters.common.is_baseline_file"
_HEURISTICS = (
    *("is_sequential_string", "is_potential_uuid", "is_likely_id_string", "is_templated_secret"),
    *("is_prefixed_with_dollar_sign", "is_indirect_reference", "is_lock_file"),
    *("is_not_alphanumeric_string", "is_swagger_file"),
)
DEFAULTS = (
    "detect_secrets.filters.allowlist.is_line_allowlisted",
    *(f"detect_secrets.filters.heuristic.{name}" for name in _HEURISTICS),
)
LATER = DEFAULTS[-3:]  # added when a file of before 1.1 is upgraded
HARMLESS = frozenset(
    (
        *DEFAULTS,
        BASELINE,
        "detect_secrets.filters.common.is_invalid_file",
        "detect_secrets.filters.heuristic.is_non_text_file",
        *(f"detect_secrets.filters.regex.should_exclude_{what}" for what in ("line", "file", "secret")),
    )
)


@dataclass
class Wanted:
    """What the tool is told. `plugins` and `filters`: as in a baseline, None for the tool's own choice.
    `code`: allowed plugin files, absolute. `refused`: what is named and does not run."""

    plugins: list[dict[str, Any]] | None = None
    filters: list[dict[str, Any]] | None = None
    code: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def wanted(document: dict[str, Any], root: str, allowed: Sequence[str]) -> Wanted:
    """What a baseline's document asks for; `allowed` are the real paths of files whose code may run."""
    reader = _Reader(root, allowed)
    plugins = _tables(document.get("plugins_used"))
    reader.wanted.plugins = (
        [plugin for entry in plugins for plugin in reader.plugin(entry)] if plugins else None
    )
    filters = _tables(document.get("filters_used"))
    if "filters_used" not in document:
        filters = [{"path": path} for path in DEFAULTS] + list(_excludes(document))
    elif str(document.get("version", "")).startswith("1.0."):
        filters += [{"path": path} for path in LATER]
    reader.wanted.filters = [kept for entry in filters for kept in reader.filter(entry)]
    custom = document.get("custom_plugin_paths")
    for path in custom if isinstance(custom, list) else ():
        reader.file(f"the plugin {path}", str(path))
    return reader.wanted


def _tables(value: object) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _excludes(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The patterns of a file of before 1.0 as filters."""
    exclude = document.get("exclude")
    parts = dict(exclude) if isinstance(exclude, dict) else {}
    parts.setdefault("files", document.get("exclude_regex"))
    for part, name in (("files", "file"), ("lines", "line")):
        if isinstance(parts.get(part), str):
            yield {"path": f"detect_secrets.filters.regex.should_exclude_{name}", "pattern": [parts[part]]}


class _Reader:
    def __init__(self, root: str, allowed: Sequence[str]) -> None:
        self.wanted = Wanted(code=list(allowed))
        self._root = os.path.realpath(root)
        self._allowed = allowed

    def file(self, what: str, path: str) -> str | None:
        """The real path of a file that is named as code, where the user has allowed it, else None."""
        real = os.path.realpath(os.path.join(self._root, path.removeprefix(FILE)))
        if real in self._allowed:
            return real
        self.wanted.refused.append(what)
        return None

    def plugin(self, entry: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The entry without what the tool could take for code or does not know."""
        name = entry.get("name")
        if not isinstance(name, str):
            return
        plain = {key: value for key, value in entry.items() if isinstance(value, (str, int, float))}
        for old in ("base64_limit", "hex_limit"):
            if old in plain:
                plain["limit"] = plain.pop(old)
        if "path" not in entry:
            yield plain
            return
        real = self.file(f"the plugin {name} ({entry['path']})", str(entry["path"]))
        if real is not None:
            yield {**plain, "path": FILE + real}

    def filter(self, entry: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The entry, when it is a filter of the tool's own that reads nothing outside, or allowed code."""
        path = entry.get("path")
        if path == VERIFY or not isinstance(path, str):
            return
        if path in HARMLESS or (path == WORDS and self._is_inside(entry.get("file_name"))):
            yield entry
            return
        name, _, function = path.partition("::")
        if path.startswith(FILE) and function:
            real = self.file(f"the filter {path}", name)
            if real is not None:
                yield {**entry, "path": f"{FILE}{real}::{function}"}
            return
        self.wanted.refused.append(f"the filter {path}")

    def _is_inside(self, name: object) -> bool:
        return isinstance(name, str) and os.path.realpath(os.path.join(self._root, name)).startswith(
            self._root + os.sep
        )
