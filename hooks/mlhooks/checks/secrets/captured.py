# SPDX-License-Identifier: Apache-2.0
"""What detect-secrets would have captured, and hashed, where we find a secret.

Its plugins hash the text that their pattern captures: the token itself, all of a quoted string or of a
value around it, or, where a provider's pattern is shorter than the token, its beginning. Some capture only
what every such token has in common (`ghp`, `BEGIN RSA PRIVATE KEY`): their hash names no secret. All of this
was worked out from detect-secrets 1.5.0, which the tests run beside it.
"""

from __future__ import annotations

import re
from hashlib import sha1
from typing import TYPE_CHECKING, NamedTuple

from mlhooks.checks.secrets.scalars import block_texts, line_around

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Types whose pattern may be any text around a token: they tell nothing of where it begins or ends in one.
LOOSE = frozenset(("Secret Keyword", "Base64 High Entropy String", "Hex High Entropy String"))
NEAREST = 24  # boundaries on either side that are tried as the beginning or end of a captured text
SHORTEST = 16  # bytes; a provider's pattern captures no less of a token
LONGEST = 512  # bytes of a token whose beginnings are tried

LOOKS = 1000  # lines that are searched for an accepting comment

_GITHUB = re.compile(rb"(ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9_]{36}")
_GITLAB = re.compile(rb"(glpat|gldt|glft|glsoat|glrt)-[A-Za-z0-9_-]{20,50}(?![A-Za-z0-9_])")
_GITLAB_JOB = re.compile(rb"glcbt-([0-9a-fA-F]{2}_)[A-Za-z0-9_-]{20,50}(?![A-Za-z0-9_])")
_KEY = re.compile(
    rb"-----(BEGIN (?:(?:DSA |EC |OPENSSH |RSA |SSH2 ENCRYPTED )?PRIVATE KEY|PGP PRIVATE KEY BLOCK))-----"
    rb"|(PuTTY-User-Key-File-2)"
)
BARE = (_GITHUB, _GITLAB, _GITLAB_JOB, _KEY)
_PRAGMA = re.compile(rb"pragma: ?(?:allow|white)list[ -]secret")
_PRAGMA_ABOVE = re.compile(rb"pragma: ?allowlist[ -]nextline[ -]secret")
_OPTION = re.compile(rb"[:=]")
_PART = re.compile(rb"[^0-9A-Za-z]")


class Found(NamedTuple):
    """A secret at [start, end) of a text; `value` is the secret part of it, decoded for a private key."""

    start: int
    end: int
    value: bytes


def digest(text: bytes) -> str:
    """The hash that a baseline holds for a captured text."""
    return sha1(text, usedforsecurity=False).hexdigest()


def texts(data: bytes, found: Found) -> Iterator[tuple[bytes, bool]]:
    """Every text that may have been captured for this secret, and whether only a provider's pattern can
    have: one that is a part of the secret, and long enough to be of no other."""
    for text in _whole(data, found):
        yield text, False
    for text in _parts(data, found):
        yield text, True


def is_accepted(text: bytes, narrow: bool, known: Mapping[str, set[str]]) -> bool:
    """Whether a hash in `known` (hash -> types) is that of this text, under a type that can capture it."""
    types = known.get(digest(text))
    return types is not None and not (narrow and types <= LOOSE)


def bare(data: bytes, found: Found) -> bytes | None:
    """What detect-secrets captures of this secret when that is no secret at all; None for any other."""
    for pattern in BARE:
        match = pattern.match(data, found.start)
        if match:
            return match[match.lastindex or 0]
    return None


def firsts(data: bytes) -> dict[bytes, int]:
    """Where the first secret stands that gives each bare text: only that one may the baseline mean.

    Those on a line with an accepting comment do not count: detect-secrets passes them over.
    """
    found: dict[bytes, int] = {}
    looks = 0
    for pattern in BARE:
        for match in pattern.finditer(data):
            text = match[match.lastindex or 0]
            if text in found:
                continue
            looks += 1
            if looks > LOOKS or not _is_passed_over(data, match.start()):
                found[text] = match.start()
    return found


def _whole(data: bytes, found: Found) -> Iterator[bytes]:
    """The secret, and every text on its line that holds it and begins and ends at a boundary.

    Of a file that parses as INI or YAML the plugins see values in quotes that it did not have, with a
    backslash before each quote that it had.
    """
    yield found.value
    start, end = _inner(data, found)
    first, last = line_around(data, start, end)
    ends = _ends(data, end, last)
    for begin in _beginnings(data, first, start):
        for stop in ends:
            text = data[begin:stop]
            yield text
            if data[stop : stop + 1] == b'"':
                yield text + b"\\"
    token = data[start:end]
    yield from (b'"' + token + after for after in (b"", b'"', b" "))
    yield from block_texts(data, start, end, _beginnings(data, first, start))
    if not data[first:start].strip():
        # A line that begins with the secret is read as an option of INI: its value is what follows the sign.
        option = _OPTION.search(data, start, end)
        if option:
            yield data[option.end() : last].strip()


def _inner(data: bytes, found: Found) -> tuple[int, int]:
    """The range of the value itself; of the whole where the value is not written so (a decoded key)."""
    at = data.find(found.value, found.start, found.end)
    return (at, at + len(found.value)) if at >= 0 else (found.start, found.end)


def _beginnings(data: bytes, first: int, start: int) -> list[int]:
    """Where a captured text may begin: at the secret, one before it, and after what parts words."""
    window = max(first, start - LONGEST)
    parted = [at.end() for at in _PART.finditer(data, window, start)][-NEAREST:]
    return sorted({start, max(first, start - 1), *parted, *([first] if window == first else [])})


def _ends(data: bytes, end: int, last: int) -> list[int]:
    stop = len(data[end:last].rstrip()) + end
    parted = [at.start() for at in _PART.finditer(data, end, min(stop, end + LONGEST))][:NEAREST]
    return sorted({end, min(end + 1, stop), *parted, max(stop, end)})


def _parts(data: bytes, found: Found) -> Iterator[bytes]:
    """Beginnings of the secret, and of what follows a boundary inside it, of a certain length."""
    text = data[found.start : min(found.end, found.start + LONGEST)]
    begins = [0, *[at.end() for at in _PART.finditer(text)][:8]]
    for begin in begins:
        for stop in range(begin + SHORTEST, len(text) + 1):
            yield text[begin:stop]


def _is_passed_over(data: bytes, at: int) -> bool:
    begin = data.rfind(b"\n", 0, at) + 1
    end = data.find(b"\n", at)
    above = data[data.rfind(b"\n", 0, max(0, begin - 1)) + 1 : begin]
    line = data[begin : end if end >= 0 else len(data)]
    return _PRAGMA.search(line) is not None or _PRAGMA_ABOVE.search(above) is not None
