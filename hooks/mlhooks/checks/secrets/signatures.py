# SPDX-License-Identifier: Apache-2.0
"""What private keys in forms of their own prove: Base58Check, strkey, JSON web keys."""

from __future__ import annotations

from base64 import b32decode
from hashlib import sha256
from typing import TYPE_CHECKING

from mlhooks.checks.secrets.proof import RIGHT, UNSOUND, WHOLE, Proof

if TYPE_CHECKING:
    import re

_BASE58 = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_AROUND = 4096  # bytes in which the other members of a JSON web key stand


def base58check(match: re.Match[bytes]) -> Proof:
    """BIP 32: 78 bytes and 4 of their double SHA-256, in base 58."""
    number = 0
    for character in match[0]:
        number = number * 58 + _BASE58.find(character)
    if number >> 82 * 8:
        return UNSOUND
    data = number.to_bytes(82, "big")
    return RIGHT if sha256(sha256(data[:-4]).digest()).digest()[:4] == data[-4:] else UNSOUND


def strkey(match: re.Match[bytes]) -> Proof | None:
    """SEP-23: a version byte, 32 bytes and their CRC-16 (XMODEM), little-endian, in base32."""
    try:
        data = b32decode(match[0])
    except ValueError:
        return None
    crc = 0
    for byte in data[:-2]:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return RIGHT if crc.to_bytes(2, "little") == data[-2:] else None


def jwk(match: re.Match[bytes]) -> Proof | None:
    """The member `d` of a key counts in an object that has a type, and what its public half needs."""
    around = match.string[max(0, match.start() - _AROUND) : match.end() + _AROUND]
    object = _object(around, match.start() - max(0, match.start() - _AROUND))
    kinds = {b"RSA": (b'"n"', b'"e"'), b"EC": (b'"x"', b'"y"', b'"crv"'), b"OKP": (b'"x"', b'"crv"')}
    for kind, members in kinds.items():
        typed = any(b'"kty":' + blank + b'"' + kind + b'"' in object for blank in (b"", b" "))
        if typed and all(member in object for member in members):
            return Proof(WHOLE.state, WHOLE.text, f"({kind.decode()})")
    return None


def _object(text: bytes, at: int) -> bytes:
    """What stands between the braces around an offset."""
    start = text.rfind(b"{", 0, at) + 1
    end = text.find(b"}", at)
    return text[start : end if end >= 0 else len(text)]
