# SPDX-License-Identifier: Apache-2.0
"""What keys of Azure prove: signatures at a fixed place, then a Marvin checksum.

Seeds, signatures and layouts are those of Microsoft's published library (security-utilities), the hash is
that of SymCrypt. Which of them were held against published keys stands in the tests; a checksum that was
not is believed when it is right and means nothing when it is not.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

from mlhooks.checks.secrets.placeholder import entropy
from mlhooks.checks.secrets.proof import NO_CHECKSUM, RIGHT, UNSOUND, VALID, Proof

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

_MASK = 0xFFFFFFFF
_ANNOTATED = b"Default0"
_BASE62 = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_AAD = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890.-_~"
_MESSAGING = (b"Send0000", b"Manage00", b"Listen00", b"System00", b"Unknown0")
# Signature before the checksum -> what the key opens, seeds.
SIGNED: dict[bytes, tuple[str, tuple[bytes, ...]]] = {
    b"+ASt": ("a storage account", (b"Default0",)),
    b"+ABa": ("a Batch account", (b"AbAcct00",)),
    b"ACDb": ("Cosmos DB", (b"MastRO00", b"MastRW00")),
    b"+ASb": ("Service Bus", _MESSAGING),
    b"+AEh": ("Event Hubs", _MESSAGING),
    b"+ARm": ("a relay", _MESSAGING),
    b"AIoT": ("IoT Hub", (b"IoTHub00", b"DpsKey00", b"Device00")),
    b"AzCa": ("a Redis cache", (b"Access00",)),
    b"AzFu": ("a function", (b"Functi00", b"System00", b"Master00")),
    b"AzSe": ("a search service", (b"PAdmin00", b"Query000")),
    b"+ACR": ("a container registry", (b"ACRDflt0",)),
}
_HELD = (b"+ASt",)  # the signatures whose checksum was held against published keys
# Provider signature of an annotated key -> what it opens.
PROVIDERS = {
    b"AZDO": "of Azure DevOps",
    b"ACOG": "of Azure AI services",
    b"APIM": "of API Management",
    b"NUGT": "of NuGet",
    b"AZEG": "of Event Grid",
    b"AZIO": "of IoT",
}


def marvin(data: bytes, seed: bytes) -> int:
    """Marvin32 of `data` as 64 bits; `seed` is 8 bytes, the most significant first."""
    low, high = int.from_bytes(seed[4:], "big"), int.from_bytes(seed[:4], "big")
    whole = len(data) // 4 * 4
    for word in _words(data[:whole]):
        low, high = _block((low + word) & _MASK, high)
    low, high = _block((low + int.from_bytes(data[whole:] + b"\x80", "little")) & _MASK, high)
    low, high = _block(low, high)
    return high << 32 | low


def _words(data: bytes) -> Iterator[int]:
    return (int.from_bytes(data[at : at + 4], "little") for at in range(0, len(data), 4))


def _block(low: int, high: int) -> tuple[int, int]:
    high ^= low
    low = _turned(low, 20)
    low = (low + high) & _MASK
    high = _turned(high, 9) ^ low
    low = (_turned(low, 27) + high) & _MASK
    return low, _turned(high, 19)


def _turned(value: int, by: int) -> int:
    return (value << by | value >> 32 - by) & _MASK


def checksum(data: bytes, seed: bytes) -> bytes:
    """The 4 bytes that such a key ends in."""
    value = marvin(data, seed)
    return ((value >> 32) ^ (value & _MASK)).to_bytes(4, "little")


def signed(match: re.Match[bytes]) -> Proof | None:
    """A key whose last 4 bytes are the checksum of those before; the signature says which seeds count."""
    body = match["body"].replace(b"-", b"+").replace(b"_", b"/")
    signature = body[-10:-6]
    if signature not in SIGNED:
        return None
    name, seeds = SIGNED[signature]
    data = b64decode(body + b"=" * (-len(body) % 4))
    detail = f"of {name}"
    if any(checksum(data[:-4], seed) == data[-4:] for seed in seeds):
        return Proof(VALID, RIGHT.text, detail)
    if signature in _HELD:
        return Proof(UNSOUND.state, UNSOUND.text, detail)
    return Proof(NO_CHECKSUM.state, "its checksum is not known", detail) if entropy(body) >= 4.0 else None


def annotated(match: re.Match[bytes]) -> Proof | None:
    """A common annotated security key: 3 bytes of the checksum of the first 60, in base64 or base62."""
    body = match["body"]
    if len(body) != 84:
        return None
    last = checksum(b64decode(body[:80]), _ANNOTATED)
    written = body[80:84]
    right = written in (b64encode(last)[:4], _base62(int.from_bytes(last, "big"), _BASE62)[:4].ljust(4, b"0"))
    detail = PROVIDERS.get(body[76:80].upper(), "")
    return Proof(VALID, RIGHT.text, detail) if right else Proof(UNSOUND.state, UNSOUND.text, detail)


def client_secret(match: re.Match[bytes]) -> Proof | None:
    """Entra ID: a secret with `8Q~` ends in 3 of the 6 characters of its checksum."""
    body = match["body"]
    value = int.from_bytes(checksum(body[:-3], b"AadPwd00"), "little")
    if body[3:6] == b"8Q~" and _base62(value, _AAD)[:3] == body[-3:]:
        return RIGHT
    mixed = any(65 <= c <= 90 for c in body) and any(97 <= c <= 122 for c in body)
    return NO_CHECKSUM if mixed and entropy(body) >= 3.5 else None


def _base62(number: int, alphabet: bytes) -> bytes:
    digits = bytearray()
    while number:
        number, digit = divmod(number, len(alphabet))
        digits.append(alphabet[digit])
    return bytes(reversed(digits))
