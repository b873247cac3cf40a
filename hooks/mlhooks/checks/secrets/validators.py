# SPDX-License-Identifier: Apache-2.0
"""What a token proves about itself offline: checksums and structure.

A validator is a function of the match of a form's pattern. It returns a Proof, or None when the text is no
such token after all. None of them raises on any bytes.
"""

from __future__ import annotations

from base64 import b32encode
from hashlib import sha256
from typing import TYPE_CHECKING
from zlib import crc32

from mlhooks.checks.secrets.azure_keys import annotated, client_secret, signed
from mlhooks.checks.secrets.placeholder import entropy
from mlhooks.checks.secrets.proof import (
    NO_CHECKSUM,
    RIGHT,
    UNKNOWN,
    UNSOUND,
    VALID,
    WRONG,
    Proof,
    json_object,
    web64,
)
from mlhooks.checks.secrets.proofs import MORE
from mlhooks.checks.secrets.signatures import base58check, jwk, strkey

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    Validator = Callable[["re.Match[bytes]"], "Proof | None"]

BASE62 = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BASE36 = b"0123456789abcdefghijklmnopqrstuvwxyz"


def in_base(number: int, alphabet: bytes, width: int) -> bytes:
    """A non-negative number in the alphabet's base, padded on the left with the alphabet's zero."""
    digits = bytearray()
    while number:
        number, digit = divmod(number, len(alphabet))
        digits.append(alphabet[digit])
    return bytes(reversed(digits)).rjust(width, alphabet[:1])


def crc_base62(match: re.Match[bytes]) -> Proof:
    """GitHub's and npm's checksum: the last 6 characters are the CRC-32 of those before, without prefix."""
    body = match["body"]
    right = in_base(crc32(body[:-6]), BASE62, 6) == body[-6:]
    return RIGHT if right else UNSOUND


def github_fine_grained(match: re.Match[bytes]) -> Proof:
    """Characters 44 to 51 of the second part begin the base32 SHA-256 of all before them."""
    token, start = match[0], len("github_pat_") + 22 + 1 + 43
    right = b32encode(sha256(token[:start]).digest())[:8] == token[start : start + 8]
    return RIGHT if right else UNSOUND


def gitlab_routable(match: re.Match[bytes]) -> Proof:
    """The last 7 characters are the CRC-32 in base 36 of all before; 2 more give the payload's length."""
    token, payload = match[0], match["body"]
    size, crc = token[-9:-7], token[-7:]
    # Runner tokens carry their type ("t1_") before the payload; both readings of the length are in use.
    sizes = {in_base(len(payload), BASE36, 2), in_base(len(payload.split(b"_", 1)[-1]), BASE36, 2)}
    if in_base(crc32(token[:-7]), BASE36, 7) == crc and size in sizes:
        return RIGHT
    return UNSOUND


def jwt(match: re.Match[bytes]) -> Proof:
    """Header and payload are JSON objects in base64url (RFC 7519), and the header names an algorithm."""
    header, payload, _signature = match["body"].split(b".", 2)
    if "alg" in json_object(header) and json_object(payload):
        return Proof(VALID, "it holds a whole JSON web token")
    return Proof(WRONG, "its JSON web token does not decode")


def macaroon(match: re.Match[bytes]) -> Proof:
    """A macaroon of format 2: location, identifier, caveats and a signature of 32 bytes, nothing after."""
    wrong = Proof(WRONG, "it is no whole macaroon")
    try:
        data = web64(match["body"])
    except ValueError:
        return wrong
    fields = _macaroon_fields(data)
    if fields is None:
        return wrong
    location = fields[0][1].lower()
    detail = "for the test index" if location.startswith(b"test.") else ""
    return Proof(VALID, "its structure is whole", detail)


def _macaroon_fields(data: bytes) -> list[tuple[int, bytes]] | None:
    """(type, content) of each field up to the signature; type 0 ends a section. None when it is not one."""
    at, fields = 1, []
    if data[:1] != b"\x02":
        return None
    while at < len(data):
        kind, at = data[at], at + 1
        if kind == 0:
            fields.append((0, b""))
            continue
        size, at = _varint(data, at)
        if kind not in (1, 2, 4, 6) or at + size > len(data):
            return None
        fields.append((kind, data[at : at + size]))
        at += size
        if kind == 6:
            break
    kinds = [kind for kind, _ in fields]
    whole = at == len(data) and kinds[:3] == [1, 2, 0] and kinds[-2:] == [0, 6] and len(fields[-1][1]) == 32
    return fields if whole else None


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """(value, offset behind it) of a little-endian base-128 number of at most 3 bytes; else a huge value."""
    value = 0
    for place in range(3):
        if at >= len(data):
            break
        byte, at = data[at], at + 1
        value |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            return value, at
    return 1 << 30, at


def aws_account(match: re.Match[bytes]) -> Proof | None:
    """The account that a key id names: 40 bits of its base32, in keys made since 2019.

    Those before have I or J as their fifth character and name none.
    """
    body = match["body"]
    if match[0][:4] != b"AKIA" and body.isalpha():
        return None  # words in capitals: ASIA is a continent
    if body[:1] in b"IJ":
        return NO_CHECKSUM
    number = 0
    for character in body[:10]:
        number = number << 5 | (character - 65 if character >= 65 else character - 24)
    account = (number >> 2 & 0x7FFFFFFFFF80) >> 7
    return Proof(UNKNOWN, "no checksum exists", f"of account {account:012d}")


def aws_secret(match: re.Match[bytes]) -> Proof | None:
    """40 random base64 characters have all three kinds of letters and are no digest in hexadecimal."""
    body = match["body"]
    mixed = (
        any(97 <= c <= 122 for c in body) and any(65 <= c <= 90 for c in body) and any(c < 58 for c in body)
    )
    return NO_CHECKSUM if mixed and entropy(body) >= 4.0 else None


def openai_marker(match: re.Match[bytes]) -> Proof | None:
    """Every key since 2023 has "OpenAI" in base64 in its middle."""
    before, marker, after = match["body"].partition(b"T3BlbkFJ")
    return NO_CHECKSUM if marker and len(before) >= 16 and len(after) >= 16 else None


VALIDATORS: dict[str, Validator] = {
    "aws_account": aws_account,
    "azure_annotated": annotated,
    "azure_client": client_secret,
    "azure_signed": signed,
    "aws_secret": aws_secret,
    "base58check": base58check,
    "crc_base62": crc_base62,
    "github_fine_grained": github_fine_grained,
    "gitlab_routable": gitlab_routable,
    "jwk": jwk,
    "jwt": jwt,
    "macaroon": macaroon,
    "openai_marker": openai_marker,
    "strkey": strkey,
    **MORE,
}
