# SPDX-License-Identifier: Apache-2.0
"""Which private key a decoded block holds: DER (PKCS #1, SEC 1, PKCS #8), OpenSSH, OpenPGP. Never raises."""

from __future__ import annotations

from typing import NamedTuple

_SEQUENCE, _INTEGER, _OCTETS, _OID = 0x30, 0x02, 0x04, 0x06
_OPENSSH = b"openssh-key-v1\0"
_ALGORITHMS = {
    bytes.fromhex("2a864886f70d010101"): "RSA",
    bytes.fromhex("2a864886f70d01010a"): "RSA-PSS",
    bytes.fromhex("2a864886f70d010301"): "DH",
    bytes.fromhex("2a8648ce380401"): "DSA",
    bytes.fromhex("2a8648ce3d0201"): "EC",
    bytes.fromhex("2b656e"): "X25519",
    bytes.fromhex("2b656f"): "X448",
    bytes.fromhex("2b6570"): "Ed25519",
    bytes.fromhex("2b6571"): "Ed448",
}
# Password-based encryption: PKCS #5 and PKCS #12 (RFC 8018, RFC 7292).
_ENCRYPTION = (bytes.fromhex("2a864886f70d0105"), bytes.fromhex("2a864886f70d010c01"))
# Numbers in the public part of an OpenPGP key by algorithm (RFC 4880, 5.5.2), curves: an OID before them.
_PGP_NUMBERS = {1: 2, 2: 2, 3: 2, 16: 3, 17: 4, 18: 1, 19: 1, 22: 1}
_PGP_NAMES = {1: "RSA", 2: "RSA", 3: "RSA", 16: "ElGamal", 17: "DSA", 18: "ECDH", 19: "ECDSA", 22: "EdDSA"}


class Key(NamedTuple):
    """`kind` for people ("RSA 2048 bits"); `encrypted` is None where the format hides it."""

    kind: str
    encrypted: bool | None


class _Item(NamedTuple):
    tag: int
    content: bytes


def parse_der(data: bytes, *, trailing: bool = False) -> Key | None:
    """The key in one DER sequence; `trailing` allows bytes after it."""
    outer = _read(data, 0)
    if outer is None or outer[0].tag != _SEQUENCE or (outer[1] != len(data) and not trailing):
        return None
    items = _items(outer[0].content)
    tags = [item.tag for item in items]
    if tags[:2] == [_SEQUENCE, _OCTETS]:
        return _encrypted(items)
    if tags[:3] == [_INTEGER, _SEQUENCE, _OCTETS]:
        return _pkcs8(items)
    if tags[:2] == [_INTEGER, _OCTETS] and items[0].content == b"\1" and len(items[1].content) >= 16:
        return Key(f"EC {len(items[1].content) * 8} bits", False)
    if len(tags) >= 6 and tags[:6] == [_INTEGER] * 6:
        kind = "RSA" if len(tags) >= 9 else "DSA"
        bits = int.from_bytes(items[1].content, "big").bit_length()
        return Key(f"{kind} {bits} bits", False) if bits >= 256 else None
    return None


def _encrypted(items: list[_Item]) -> Key | None:
    scheme = _items(items[0].content)
    if not scheme or scheme[0].tag != _OID or not scheme[0].content.startswith(_ENCRYPTION):
        return None
    return Key("", True) if len(items[1].content) >= 16 else None


def _pkcs8(items: list[_Item]) -> Key | None:
    algorithm = _items(items[1].content)
    if not algorithm or algorithm[0].tag != _OID or len(items[2].content) < 16:
        return None
    kind = _ALGORITHMS.get(algorithm[0].content, "")
    inner = parse_der(items[2].content) if kind in ("RSA", "EC") else None
    return Key(inner.kind if inner else kind, False)


def _read(data: bytes, at: int) -> tuple[_Item, int] | None:
    """The tag, content and end of the item at an offset, definite lengths of up to 3 bytes only."""
    if at + 2 > len(data):
        return None
    tag, size = data[at], data[at + 1]
    at += 2
    if size >= 0x80:
        width = size & 0x7F
        if not 1 <= width <= 3 or at + width > len(data):
            return None
        size = int.from_bytes(data[at : at + width], "big")
        at += width
    if at + size > len(data):
        return None
    return _Item(tag, data[at : at + size]), at + size


def _items(data: bytes) -> list[_Item]:
    """The items of a sequence's content, at most 16; empty when it is not made of items."""
    at, found = 0, list[_Item]()
    while at < len(data) and len(found) < 16:
        item = _read(data, at)
        if item is None:
            return []
        found.append(item[0])
        at = item[1]
    return found


def parse_openssh(data: bytes) -> Key | None:
    """An `openssh-key-v1` block: strings with a length of 4 bytes before each."""
    if not data.startswith(_OPENSSH):
        return None
    parts, at = [], len(_OPENSSH)
    for index in range(5):
        if index == 3:
            at += 4  # the number of keys, always 1
        size = int.from_bytes(data[at : at + 4], "big")
        at += 4 + size
        if at > len(data):
            return None
        parts.append(data[at - size : at])
    cipher, public, private = parts[0], parts[3], parts[4]
    kind = public[4 : 4 + int.from_bytes(public[:4], "big")]
    if len(private) < 32 or not cipher or len(kind) > 64:
        return None
    name = kind.decode("ascii", "replace")
    return Key(
        name if name.replace("-", "").replace("@", "").replace(".", "").isalnum() else "", cipher != b"none"
    )


def parse_pgp(data: bytes) -> Key | None:
    """A secret key packet (tag 5) of version 3, 4 or later, whole, at the beginning (RFC 4880, 4.2)."""
    packet = _pgp_packet(data)
    if packet is None or len(packet) < 24 or packet[0] not in (3, 4, 5, 6):
        return None
    if packet[0] != 4:
        return Key("OpenPGP", None)
    algorithm = packet[5]
    name = f"OpenPGP {_PGP_NAMES.get(algorithm, '')}".rstrip()
    usage = _pgp_usage(packet, algorithm)
    return Key(name, None if usage is None else usage != 0)


def _pgp_packet(data: bytes) -> bytes | None:
    if len(data) < 4:
        return None
    first = data[0]
    if first & 0xFC == 0x94:  # old format, tag 5
        width = (1, 2, 4, 0)[first & 3]
        if not width:
            return None
        size, at = int.from_bytes(data[1 : 1 + width], "big"), 1 + width
    elif first == 0xC5:
        size, at = data[1], 2
        if 192 <= size < 224:
            size, at = (size - 192 << 8) + data[2] + 192, 3
        elif size == 255:
            size, at = int.from_bytes(data[2:6], "big"), 6
        elif size >= 224:
            return None
    else:
        return None
    return data[at : at + size] if at + size <= len(data) else None


def _pgp_usage(packet: bytes, algorithm: int) -> int | None:
    """The octet that tells how the secret part is encrypted (0: not), or None."""
    if algorithm not in _PGP_NUMBERS:
        return None
    at = 6
    if algorithm in (18, 19, 22):
        if at >= len(packet):
            return None
        at += 1 + packet[at]
    for _ in range(_PGP_NUMBERS[algorithm]):
        at += 2 + (int.from_bytes(packet[at : at + 2], "big") + 7) // 8
    if algorithm == 18 and at < len(packet):
        at += 1 + packet[at]
    return packet[at] if at < len(packet) else None
