# SPDX-License-Identifier: Apache-2.0
"""The value at a hit, and what it is when it is no secret: a reference, a template, a digest, a name."""

from __future__ import annotations

import re
from base64 import b64decode
from typing import NamedTuple

from mlhooks.checks.secrets.generic_model import EASIER, looks_random
from mlhooks.checks.secrets.generic_names import KEY, PASSWORD, WEAK
from mlhooks.checks.secrets.placeholder import is_evident, is_unlikely
from mlhooks.checks.secrets.urls import is_stand_in

LONGEST = 512
LEAST = {PASSWORD: 8, KEY: 12, WEAK: 16}  # characters of a value that counts
_PLAIN = re.compile(rb"[^\x00-\x20\x7f\"'`<>,;&|(){}\[\]\\]{8,%d}" % LONGEST)
_TEMPLATE = re.compile(
    rb"\$[{(]|\A\$[A-Za-z_:]\w*|\{\{|\{%|<[^<>]{1,60}>|%\(|\A%[A-Za-z_]+%\Z|\A%[sdr](?![0-9A-Za-z])|#\{|\A\{.*\}\Z"
    rb"|\{[A-Za-z_][A-Za-z_0-9.]*\}|\{\w*[:!][^{}]{0,20}\}|\{\d{1,4}(?:,\d{0,4})?\}|\A\[.*\]\Z|\A__\w+__\Z|\.\.\.|\xe2\x80\xa6|\*\*\*|\A@\w+@\Z"
)
# Where a value is kept instead: variables, the stores of clouds and of tools, and values that are encrypted.
_REFERENCE = re.compile(
    rb"(?i:\A(?:env|file|vault|ssm|secret|secrets|secretsmanager|keyring|op|gcpsm|awssm|ref|bws|pass|doppler"
    rb"|keyvault|azurekeyvault|kms|sops|infisical|conjur)[:/.]|arn:aws|secretsmanager|keyvault|vault_"
    rb"|os\.environ|process\.env|getenv|\benv\.|\benv\[|projects/[^/]+/secrets/|secretkeyref|valuefrom)"
)
_ENCRYPTED = re.compile(
    rb"\A[A-Z]{2,12}[\[(]|\{cipher\}|\$ANSIBLE_VAULT|AQICAH|\{[A-Z0-9]{3,8}\}|\$2[abxy]?\$|\$(?:1|5|6|y|7)\$|\$argon2"
    rb"|(?:pbkdf2|bcrypt|argon2|scrypt|sha\d|md5)[\w-]*[$:]|vault:v\d|!vault|crypt_"
)
_PUBLIC = re.compile(rb"AAAA[BC]3Nza|AAAAE2VjZHNh|-----BEGIN|sha(?:256|384|512)-|\Apk[_-](?:live|test)")
# Another name and its value: `get_secret_key keyid=3FAD9F1E`.
_ASSIGNMENT = re.compile(rb"(?:[a-z_-]{3,30}|[A-Z_]{3,30})=[^=]")
_UUID = re.compile(rb"(?i:\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?)")
_HEX = re.compile(rb"(?:0x)?(?:[0-9a-f]+|[0-9A-F]+)")
_DIGESTS = (32, 40, 48, 56, 64, 96, 128)
_DIGEST_WORD = re.compile(
    rb"(?i:sha-?(?:1|2|3|224|256|384|512)|md5|hash|checksum|digest|etag|fingerprint|integrity|commit|revision)"
)
# Where a quote is not the one that opens a value: `"no token ",f(a)`, `</b>"`.
_BETWEEN = re.compile(rb"\A[,;)\]}+]|[(){};,][^(){};,]{0,40}[(){};,][^(){};,]{0,40}[(){};,]|</")
_ELSEWHERE = re.compile(rb"[A-Za-z]:\\|[A-Za-z][A-Za-z0-9+.-]{1,20}://|data:[a-z]+/|[\w./-]+\.[a-z]{2,5}\Z")


class Value(NamedTuple):
    """A value at [start, end) of the source; `follows` is what stands behind it."""

    start: int
    end: int
    text: bytes
    follows: bytes


class Verdict(NamedTuple):
    """`random`: it counts. `remark` says why not otherwise; `silent` hides even that."""

    random: bool
    remark: str = ""
    silent: bool = False


_SILENT = Verdict(False, "", True)


def take(data: bytes, at: int, form: str) -> Value | None:
    """The value whose first character is at `at`; None where it does not end within the line."""
    if form == "listed" and data[at : at + 1] in (b'"', b"'"):
        at, form = at + 1, "quoted"
    if form == "scheme":
        form = "quoted" if data[at - 1 : at] in (b'"', b"'") else "plain"
    if form in ("plain", "spaced", "listed"):
        match = _PLAIN.match(data, at)
        if match is None:
            return None
        text = match[0].rstrip(b".:!*#")
        if text.startswith(b"-") and data[at - 1 : at] == b":":  # `${TOKEN:-value}`
            at, text = at + 1, text[1:]
        return Value(at, at + len(text), text, data[match.end() : match.end() + 1])
    quote = data[at - 1 : at]
    closing = b"\\" + quote if form == "escaped" else quote
    end = data.find(closing, at, at + LONGEST + len(closing))
    text = data[at:end] if end >= 0 else b"\n"
    if b"\n" in text or (form == "escaped" and b"\\n" in text):
        return None
    return Value(at, end, text, b"")


def judge_value(text: bytes, kind: str, before: bytes) -> Verdict:
    """What a value is, given to a name of this kind; `before` is what stands in the line before the name."""
    if is_reference(text):
        return _SILENT
    if any(byte <= 32 for byte in text):
        return Verdict(False, "is several words") if kind == PASSWORD else _SILENT
    if _UUID.fullmatch(text):
        return Verdict(False, "is a UUID")
    if _HEX.fullmatch(text):
        return _judge_hex(text, before)
    plain = decoded(text)
    if plain is not None:
        return judge_value(plain.partition(b":")[2] or plain, kind, before)
    random = len(text) >= LEAST[kind] and looks_random(text, EASIER if kind == PASSWORD else 0.0)
    if not random and kind != PASSWORD:
        return _SILENT
    if is_evident(text) or is_unlikely(text) or is_stand_in(text, text):
        return Verdict(False, "looks like a placeholder", kind != PASSWORD)
    return Verdict(True) if random else Verdict(False, "looks like words")


def is_reference(text: bytes) -> bool:
    """Whether a text stands for a value that is elsewhere, is encrypted or public, or is no value at all."""
    anywhere = (_TEMPLATE, _REFERENCE, _ENCRYPTED, _PUBLIC, _BETWEEN)
    if any(pattern.search(text) for pattern in anywhere):
        return True
    return bool(_ELSEWHERE.match(text) or _ASSIGNMENT.match(text))


def _judge_hex(text: bytes, before: bytes) -> Verdict:
    digits = sum(48 <= byte <= 57 for byte in text)
    if len(text) < 16 or digits in (0, len(text)) or is_evident(text) or is_unlikely(text):
        return Verdict(False, "looks like a placeholder", len(text) < 16)
    if len(text.removeprefix(b"0x")) in _DIGESTS and _DIGEST_WORD.search(before):
        return Verdict(False, "is a digest")
    return Verdict(True)


def decoded(text: bytes) -> bytes | None:
    """The text that base64 holds where it holds one, as the secrets of Kubernetes do; else None."""
    if len(text) % 4 or not re.fullmatch(rb"[0-9A-Za-z+/]{8,}={0,2}", text):
        return None
    try:
        plain = b64decode(text, validate=True)
    except ValueError:
        return None
    return plain if len(plain) >= 6 and all(32 <= byte < 127 for byte in plain) else None
