# SPDX-License-Identifier: Apache-2.0
"""More of what tokens prove offline (see `validators`): checksums at the end, wrapped JSON, plain chance."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from datetime import date, timedelta
from typing import TYPE_CHECKING
from zlib import crc32

from mlhooks.checks.secrets.placeholder import entropy, is_evident
from mlhooks.checks.secrets.proof import (
    NO_CHECKSUM,
    RIGHT,
    UNKNOWN,
    UNSOUND,
    VALID,
    WHOLE,
    WRONG,
    Proof,
    json_object,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Match = re.Match[bytes]

_BECH32 = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_DAY = 86_400
_EPOCH = date(1970, 1, 1)
_LAST_SECOND = 4_102_444_800  # of the year 2099; what lies behind is no date
_ISSUER = re.compile(r"[0-9A-Za-z.:/@_-]{1,60}\Z")
_QUERY = re.compile(rb"[?&;]se=([0-9]{4}-[0-9]{2}-[0-9]{2})")
_NGC = re.compile(rb"[0-9a-z]{26}:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")


def _kinds(body: bytes) -> tuple[bool, bool, bool]:
    digits = any(48 <= c <= 57 for c in body)
    return digits, any(65 <= c <= 90 for c in body), any(97 <= c <= 122 for c in body)


def random(match: Match) -> Proof | None:
    """Chance makes letters and digits; a word, a name or a number is no key."""
    digits, upper, lower = _kinds(match["body"])
    return NO_CHECKSUM if digits and (upper or lower) and entropy(match["body"]) >= 3.0 else None


def mixed(match: Match) -> Proof | None:
    """As `random`, for keys in which capitals and small letters both occur."""
    return NO_CHECKSUM if all(_kinds(match["body"])) and entropy(match["body"]) >= 3.5 else None


def digits(match: Match) -> Proof | None:
    """Capitals without a digit are a constant's name."""
    return NO_CHECKSUM if sum(48 <= c <= 57 for c in match["body"]) >= 3 else None


def crc_hex(match: Match) -> Proof:
    """Cloudflare: the last 8 characters are the CRC-32 of the 40 before, in hexadecimal."""
    body = match["body"]
    return RIGHT if b"%08x" % crc32(body[:-8]) == body[-8:] else UNSOUND


def crc_upper(match: Match) -> Proof:
    """Atlassian: the last 8 characters are the CRC-32 of all before, in capital hexadecimal digits."""
    token = match[0]
    return RIGHT if b"%08X" % crc32(token[:-8]) == token[-8:] else UNSOUND


def grafana(match: Match) -> Proof:
    """Service accounts: the CRC-32 of all before the last underscore, its bytes in little-endian order."""
    head, _, tail = match[0].rpartition(b"_")
    return RIGHT if crc32(head).to_bytes(4, "little").hex().encode() == tail else UNSOUND


def wrapped(*keys: str) -> Callable[[Match], Proof]:
    """A validator: the body is base64 of a JSON object that has all `keys`."""

    def check(match: Match) -> Proof:
        body = match["body"].replace(b"-", b"+").replace(b"_", b"/")
        try:
            value = json.loads(b64decode(body + b"=" * (-len(body) % 4)))
        except (ValueError, RecursionError):
            value = None
        whole = isinstance(value, dict) and all(value.get(key) for key in keys)
        return WHOLE if whole else Proof(WRONG, "its structure does not decode")

    return check


def ngc(match: Match) -> Proof | None:
    """An NGC key is base64 of 26 letters and digits, a colon and a UUID."""
    try:
        whole = _NGC.match(b64decode(match["body"]))
    except ValueError:
        whole = None
    return WHOLE if whole else mixed(match)


def discord(match: Match) -> Proof | None:
    """The first part is base64url of the bot's numeric id."""
    first = match["body"].split(b".", 1)[0].replace(b"-", b"+").replace(b"_", b"/")
    try:
        number = b64decode(first + b"=" * (-len(first) % 4))
    except ValueError:
        return None
    return Proof(VALID, "its structure is whole") if number.isdigit() and len(number) >= 17 else None


def beside_username(match: Match) -> Proof | None:
    """`kaggle.json`: the key counts in an object that names a user just before or after it."""
    around = match.string[max(0, match.start() - 80) : match.end() + 80]
    return NO_CHECKSUM if b'"username"' in around else None


def json_token(match: Match) -> Proof | None:
    """A JSON web token: who issued it and when it ends (RFC 7519, section 4.1). None when it is none."""
    header, _, rest = match["body"].partition(b".")
    head, claims = json_object(header), json_object(rest.partition(b".")[0])
    if "alg" not in head or not claims:
        return None
    said = [f"issued by {issuer[:60]}"] if (issuer := _plain(claims.get("iss"))) else []
    ends = claims.get("exp")
    if isinstance(ends, int) and 0 < ends < _LAST_SECOND:
        said.append(f"valid until {_EPOCH + timedelta(days=ends // _DAY)}")
    elif ends is None:
        said.append("without an end")
    return Proof(UNKNOWN, "its structure is whole, its signature is not checked", ", ".join(said))


def _plain(value: object) -> str:
    """An issuer that is safe to print: a URL or a name, no text that could hide a secret or an order."""
    return value if isinstance(value, str) and _ISSUER.match(value) else ""


def azure_sas(match: Match) -> Proof | None:
    """A shared access signature: the query around it states a version and an end (sv, se); says the end."""
    start, end = max(0, match.start() - 300), match.end() + 300
    query = _QUERY.search(match.string, start, end)
    if query is None or b"sv=" not in match.string[start:end]:
        return None
    return Proof(UNKNOWN, "no checksum exists", f"valid until {query[1].decode('ascii')}")


def login(match: Match) -> Proof | None:
    """Docker's `auth` is base64 of a user, a colon and a password."""
    try:
        user, colon, password = b64decode(match["body"], validate=True).partition(b":")
    except ValueError:
        return None
    real = colon and user.isascii() and password.isascii() and not is_evident(password)
    return WHOLE if real else None


def encoded_key(match: Match) -> Proof | None:
    """Base64 of an armoured private key whose own body is long enough to be one."""
    body = match["body"]
    try:
        text = b64decode(body[: len(body) // 4 * 4])
    except ValueError:
        return None
    begins, _, rest = text.partition(b"PRIVATE KEY")
    armoured = begins.startswith(b"-----BEGIN ") and len(begins) <= 30 and len(b"".join(rest.split())) >= 60
    return Proof(VALID, "it decodes to one") if armoured else None


def bech32(match: Match) -> Proof:
    """The last 6 characters are the checksum of BIP 173 over the lower-cased text."""
    name, _, data = match[0].lower().rpartition(b"1")
    check = 1
    if data.strip(_BECH32):
        return UNSOUND
    for value in (*(c >> 5 for c in name), 0, *(c & 31 for c in name), *map(_BECH32.index, data)):
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for place, term in enumerate(_GENERATOR):
            check ^= term if top >> place & 1 else 0
    return RIGHT if check == 1 else UNSOUND


MORE: dict[str, Callable[[Match], Proof | None]] = {
    "azure_sas": azure_sas,
    "bech32": bech32,
    "beside_username": beside_username,
    "crc_hex": crc_hex,
    "crc_upper": crc_upper,
    "digits": digits,
    "encoded_key": encoded_key,
    "discord": discord,
    "grafana": grafana,
    "grafana_cloud": wrapped("o", "n", "k", "m"),
    "grafana_key": wrapped("k", "n", "id"),
    "json_token": json_token,
    "login": login,
    "mixed": mixed,
    "neptune": wrapped("api_address", "api_key"),
    "ngc": ngc,
    "random": random,
}
