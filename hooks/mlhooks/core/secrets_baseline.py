# SPDX-License-Identifier: Apache-2.0
"""The baseline of detect-secrets (`.secrets.baseline`), read without that library and never run.

JSON: `version`, `plugins_used` and `filters_used` (lists of tables; a `path` in them is data here),
`results`: file name -> list of {type, hashed_secret, line_number?, is_secret?}. `hashed_secret` is the SHA-1
of what a plugin captured, in hexadecimal; versions before 1.0 differ only in how filters are written.
Source of the format: detect-secrets 1.5.0 as installed, which upgrades every older one.
"""

from __future__ import annotations

import codecs
import json
import re
from hashlib import sha1
from typing import TYPE_CHECKING, Any

from mlhooks.core.check import Unusable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlhooks.core.project import Tree

NAME = ".secrets.baseline"
COUNTED = "secrets accepted by "  # a run counts them under this and the name of the baseline
LATEST = (1, 5)  # major and minor of the last detect-secrets whose files are known
SIZE = 64 << 20
_VERSION = re.compile(r"(\d{1,6})\.(\d{1,6})(?:\.\d{1,6})?")
_HASH = re.compile(r"[0-9a-fA-F]{40}")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class SecretsBaseline:
    """What a team has accepted: `accepted` is path -> hash -> the types under which it was accepted.

    `document` is the parsed JSON as it stands, `encoding` the codec that reads and writes it.
    """

    def __init__(self, document: dict[str, Any], encoding: str) -> None:
        self.document = document
        self.encoding = encoding
        self.accepted: dict[str, dict[str, set[str]]] = {}
        for path, entry in entries(document):
            hashes = self.accepted.setdefault(path, {})
            hashes.setdefault(entry["hashed_secret"].lower(), set()).add(entry["type"])

    def of(self, path: str) -> Mapping[str, set[str]]:
        """Hash -> types of what is accepted in a file, given relative to the root."""
        return self.accepted.get(path, {})


def entries(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The root-relative path and the table of every accepted secret, in the file's order."""
    for name, listed in document["results"].items():
        for entry in listed:
            yield normal(name), entry


def normal(name: str) -> str:
    """A file's name as the baseline spells it, on Windows too, as a root-relative path."""
    return name.replace("\\", "/").removeprefix("./")


def read(tree: Tree, name: str) -> SecretsBaseline | None:
    """The baseline at `name` below the root; None when there is none. Raises Unusable."""
    try:
        content = tree.whole(name, SIZE)
    except OSError:
        message = "is no regular file below 64 MiB that can be read. Nothing was checked."
        raise Unusable(name, 0, message) from None
    return None if content is None else parse(content, name)


def parse(content: bytes, name: str) -> SecretsBaseline:
    """A baseline from its bytes; UTF-16 with its mark (PowerShell writes it) as well. Raises Unusable."""
    encoding = next((codec for mark, codec in _MARKS if content.startswith(mark)), "utf-8")
    try:
        document = json.loads(content.decode(encoding))
    except (ValueError, RecursionError) as error:
        raise _wrong(name, "is not JSON", getattr(error, "lineno", 0)) from None
    if not isinstance(document, dict) or not isinstance(document.get("version"), str):
        raise _wrong(name, 'has no "version"')
    _check_version(name, document["version"])
    if not isinstance(document.get("results"), dict):
        raise _wrong(name, 'has no table "results"')
    for path, listed in document["results"].items():
        if not isinstance(listed, list) or not all(map(_is_entry, listed)):
            raise _wrong(name, f'has results for "{path}" that are no list of type and hashed_secret')
    return SecretsBaseline(document, encoding)


def common_hashes() -> frozenset[str]:
    """The hashes that name no secret: plugins that capture only what every token of a kind begins with
    (a group of their pattern: `ghp`, `glpat`; the header of a private key) hash nothing else."""
    kinds = ("DSA ", "EC ", "OPENSSH ", "RSA ", "SSH2 ENCRYPTED ", "")
    headers = [f"BEGIN {kind}PRIVATE KEY" for kind in kinds]
    headers += ["BEGIN PGP PRIVATE KEY BLOCK", "PuTTY-User-Key-File-2"]
    prefixes = ["ghp", "gho", "ghu", "ghs", "ghr", "glpat", "gldt", "glft", "glsoat", "glrt"]
    hexes = "0123456789abcdefABCDEF"
    jobs = [f"{one}{other}_" for one in hexes for other in hexes]
    return frozenset(
        sha1(text.encode(), usedforsecurity=False).hexdigest() for text in (*headers, *prefixes, *jobs)
    )


def _is_entry(entry: object) -> bool:
    return (
        isinstance(entry, dict)
        and isinstance(entry.get("type"), str)
        and isinstance(entry.get("hashed_secret"), str)
        and _HASH.fullmatch(entry["hashed_secret"]) is not None
    )


def _check_version(name: str, version: str) -> None:
    found = _VERSION.fullmatch(version)
    if found is None:
        raise _wrong(name, "has a version that is no number")
    if (int(found[1]), int(found[2])) > LATEST:
        known = ".".join(map(str, LATEST))
        raise _wrong(
            name, f"was written by detect-secrets {version}, and {known} is the last that is known here"
        )


def _wrong(name: str, message: str, line: int = 0) -> Unusable:
    advice = 'restore it from git, or write `baseline = ""` below [secrets]'
    return Unusable(name, line, f"{message}; {advice}. Nothing was checked.")
