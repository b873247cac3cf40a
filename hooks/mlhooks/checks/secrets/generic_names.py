# SPDX-License-Identifier: Apache-2.0
"""Whether the name that is given a value names a secret: `db_password` does, `pad_token` does not."""

from __future__ import annotations

import re

PASSWORD, KEY, WEAK = "password", "key", "weak"

_BEFORE = re.compile(rb"[0-9A-Za-z_.$-]{1,80}\Z")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_PASSWORDS = ("password", "passwd", "passphrase", "pwd", "passwort")
_SECRETS = ("secret", "token", "credential", "credentials", "apikey", "creds", "bearer")
_KEYS = ("accesskey", "secretkey", "privatekey", "authkey", "encryptionkey", "signingkey", "masterkey")

# Words before "token", "key" or "secret" with which it is no secret: pieces of text (tokenizers), places in a
# list, ids, keys of tables.
_HARMLESS = frozenset(
    """
    bos eos pad unk mask sep cls image video audio vision speech special placeholder sentinel vocab subword
    word char text css design lexer lex parse parser syntax decoder page pagination continuation resume
    cursor sync cancel cancellation primary foreign partition sort sorting cache hash index row column group
    order lookup translation message object event dict map site metric node edge state layer weight param
    field attr attribute label json yaml query i18n digest checksum sha sha1 sha256 md5 fingerprint etag
    commit revision integrity verification verify measurement known host hosts id name type kind format
    start end begin stop first last next prev previous current unused
    """.split()
)
# Words anywhere before that say so: what every visitor is sent.
_PUBLIC = frozenset("public publishable anon csrf xsrf trial origin idempotency".split())
# Words before "pass" with which it is one over data, and what may stand behind a name.
_PASSES = frozenset(
    """
    first second third last next low high band all forward backward single multi two one render shader
    compiler optimization fusion lowering analysis k q v nope rope dry prefill decode by
    """.split()
)
_SUFFIXES = frozenset("prod base".split())
# Words before "key" with which it is one.
_QUALIFIERS = frozenset(
    """
    api app application access secret private priv auth authentication account encryption encrypt enc signing
    sign signature master service storage shared client consumer session admin root deploy deployment webhook
    hmac jwt crypt crypto cipher aes ssh subscription rapidapi write read ingest ingestion server developer
    dev license licence merchant payment x rest web user internal prod production staging
    """.split()
)


def read_name(data: bytes, end: int) -> str:
    """The name that ends at `end`, with what qualifies it: `os.db_password`, and "API key" in a text."""
    match = _BEFORE.search(data, max(0, end - 80), end)
    name = match[0].decode("ascii") if match else ""
    if match and name.lower() in ("key", "token", "password", "secret", "credential"):
        start = match.start()
        if data[start - 1 : start] == b" ":
            before = _BEFORE.search(data, max(0, start - 41), start - 1)
            word = before[0].decode("ascii") if before else ""
            if word.lower() in _QUALIFIERS:
                return f"{word} {name}"
    return name


def words_of(name: str) -> list[str]:
    """`dbPassword`, `DB_PASSWORD` and `db-password` are db and password."""
    return [word.lower() for word in _WORDS.findall(name)]


def meaning(name: str) -> str:
    """PASSWORD, KEY, WEAK ("key" and nothing that says which) or "" for the name of no secret."""
    words = words_of(name.rpartition(".")[2])
    while len(words) > 1 and (words[-1] in _SUFFIXES or words[-1].isdigit()):
        words.pop()
    if not words:
        return ""
    last, before = words[-1], words[:-1]
    if (
        last.endswith(_PASSWORDS)
        or last in ("pw", "psw", "pswd")
        or (last == "pass" and _is_login(name, before))
    ):
        return PASSWORD
    if last == "key":
        return _key(before)
    if last.endswith(_SECRETS) or last.endswith(_KEYS) or (last in ("auth", "pat") and before):
        return "" if _is_harmless(before) else KEY
    return KEY if last in ("auth", "authorization", "basic") else ""


def _is_login(name: str, before: list[str]) -> bool:
    """`DB_PASS` and `PASS`, not a pass over something."""
    return before[-1] not in _PASSES if before else name.isupper()


def _is_harmless(before: list[str]) -> bool:
    return bool(_PUBLIC & set(before)) or (bool(before) and before[-1] in _HARMLESS)


def _key(before: list[str]) -> str:
    if _is_harmless(before):
        return ""
    return KEY if before and before[-1] in _QUALIFIERS else WEAK
