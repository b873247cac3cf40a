# SPDX-License-Identifier: Apache-2.0
"""The only ways in which a secret's text may reach a message."""

from __future__ import annotations

LONG = 20  # random characters from which on the last two may be shown
_RUN = 8


def mask(token: bytes, body: bytes, shown: bytes) -> str:
    """The public beginning of a token and, of a long one, its last two characters: `hf_...k9`.

    `shown` is the beginning, as `public` takes it.
    """
    start = token[: public(token, body, shown)]
    tail = token.rstrip(b"=")[-2:] if len(body) >= LONG else b""
    return f"{start.decode('ascii', 'replace')}...{tail.decode('ascii', 'replace')}"


def public(token: bytes, body: bytes, shown: bytes) -> int:
    """How many bytes of a token its public beginning has. `*` in `shown` stands for letters that differ from
    token to token and are public too; what follows the `*` ends them."""
    start, star, last = shown.partition(b"*")
    end = token.find(last[:1], len(start), token.find(body)) if star else -1
    return end + 1 if end >= 0 else len(start)


def guard(text: str, secret: bytes, otherwise: str) -> str:
    """`text`, or `otherwise` when eight characters of the secret (or all of a shorter one) stand in it."""
    raw = text.encode("utf-8", "replace")
    last = max(1, len(secret) - _RUN + 1)
    return otherwise if any(secret[at : at + _RUN] in raw for at in range(last)) else text
