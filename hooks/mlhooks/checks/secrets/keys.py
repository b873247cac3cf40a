# SPDX-License-Identifier: Apache-2.0
"""Private keys in text: found by their header, decoded whatever quotes, escapes or indents stand between."""

from __future__ import annotations

import re
from base64 import b64decode
from typing import NamedTuple

from mlhooks.checks.secrets.der import Key, parse_der, parse_openssh, parse_pgp

WINDOW = 32 * 1024  # of a block; RSA keys of 16,384 bits need 13 KiB, one line each escaped
_NEAR = 4096  # how far from its key a service account's other fields stand

_HEADER = re.compile(rb"-----BEGIN ([A-Z0-9 ]{0,24})PRIVATE KEY(?: BLOCK)?-----")
_NEXT = re.compile(rb"-----(?:BEGIN|END) |PuTTY-User-Key-File-")
_FOOTER = re.compile(rb"-----END [A-Z0-9 ]{0,24}PRIVATE KEY(?: BLOCK)?-----")
_NEWLINE = re.compile(rb"(?:\\{1,4}[nr]){1,4}|\r\n?")
_ESCAPE = re.compile(rb"\\{1,4}(/|u002[bB]|u003[dD])")
_CHARACTERS = {b"/": b"/", b"u002b": b"+", b"u003d": b"="}
_FIELD = re.compile(rb"^[\s\"'#*>|/+-]{0,80}([A-Za-z][A-Za-z0-9-]{2,24}): ?(.{0,200})")
_RUN = re.compile(rb"[0-9A-Za-z+/]+={0,2}")
_CHECKSUM = re.compile(rb"^[^0-9A-Za-z+/=]*=[0-9A-Za-z+/]{4}[^0-9A-Za-z+/=]*$")
_PUTTY = re.compile(
    rb"PuTTY-User-Key-File-[23]: ?([a-z0-9@.-]{1,64})\s*\nEncryption: ?([a-z0-9-]{1,32})\s*\n"
    rb"(?:[A-Za-z-]{1,30}:[^\n]{0,300}\n|[0-9A-Za-z+/=]{1,80}\s*\n){1,400}?"
    rb"Private-Lines: ?[0-9]{1,3}\s*\n(?P<body>(?:[0-9A-Za-z+/=]{4,80}\s*(?:\n|$)){1,200})"
)


class Block(NamedTuple):
    """A private key in a text. `start` and `end` are offsets of the whole block, `key` None when the body
    does not parse, `body` what was decoded (the header when nothing was)."""

    start: int
    end: int
    key: Key | None
    body: bytes
    service_account: bool


def find_key(data: bytes, start: int) -> Block | None:
    """The private key whose header begins at `start`; None where no header does."""
    if data.startswith(b"PuTTY", start):
        return _putty(data, start)
    header = _HEADER.match(data, start)
    if header is None:
        return None
    following = _NEXT.search(data, header.end(), header.end() + WINDOW)
    footer = _FOOTER.match(data, following.start()) if following else None
    stop = following.start() if following else min(len(data), header.end() + WINDOW)
    lines, encrypted = _lines(data[header.end() : stop])
    label = header[1].strip().decode("ascii")
    key, body = _parse(label, lines, encrypted, closed=footer is not None)
    end = footer.end() if footer else header.end()
    account = key is not None and _is_service_account(data, start, end)
    return Block(start, end, key, body or header[0], account)


def secret_part(data: bytes, start: int, end: int) -> tuple[int, int]:
    """The offsets of what is secret in the block [start, end): neither its header nor its footer."""
    mark = b"Private-Lines:" if data.startswith(b"PuTTY", start) else b"-----"
    header = data.find(mark, start + 1, end)
    first = header + len(mark) if header >= 0 else start
    footer = data.rfind(b"-----END ", first, end)
    return first, footer if footer >= 0 else end


def _lines(text: bytes) -> tuple[list[bytes], bool]:
    """The lines of a block without its fields, and whether a field says that it is encrypted."""
    plain = _ESCAPE.sub(lambda at: _CHARACTERS[at[1].lower()], _NEWLINE.sub(b"\n", text))
    kept, encrypted = [], False
    for line in plain.split(b"\n"):
        field = _FIELD.match(line)
        if field:
            encrypted |= field[1] == b"Proc-Type" and b"ENCRYPTED" in field[2]
        elif not _CHECKSUM.match(line):
            kept.append(line)
    return kept, encrypted


def _parse(label: str, lines: list[bytes], encrypted: bool, *, closed: bool) -> tuple[Key | None, bytes]:
    """The key, and the bytes that it was read from."""
    if not closed:
        lines = _leading(lines)
    together = _joined(lines, every=True)
    added = [line.lstrip().removeprefix(b"+") for line in lines]  # a diff; `+` is a digit of base64 too
    for text in dict.fromkeys((together, _joined(lines, every=False), _joined(added, every=True))):
        data = _decode(text)
        key = _key(label, data, encrypted, closed=closed) if data else None
        if data and key:
            return key, data
    return None, together if len(together) > 100 else b""


def _joined(lines: list[bytes], *, every: bool) -> bytes:
    """The runs of base64 in the lines: every one, or the longest of each line where other words stand by."""
    rows = [[run for run in _RUN.findall(line) if run.strip(b"+/=")] for line in lines]
    if every:
        return b"".join(run for row in rows for run in row)
    longest = (max(row, key=len) for row in rows if row)
    return b"".join(run for run in longest if len(run) >= 4)


def _leading(lines: list[bytes]) -> list[bytes]:
    """The lines up to the first that is no part of a body: a block without its last line was cut."""
    kept: list[bytes] = []
    for line in lines:
        bare = line.strip(b" \t\"'`\\+,;#*>|)")
        if bare and (_RUN.fullmatch(bare) is None or len(bare) > 16384):
            break
        kept.append(line)
    return kept


def _decode(text: bytes) -> bytes | None:
    bare = text.replace(b"=", b"")
    if len(bare) < 32 or len(bare) % 4 == 1:
        return None
    return b64decode(bare + b"=" * (-len(bare) % 4))


def _key(label: str, data: bytes, encrypted: bool, *, closed: bool) -> Key | None:
    if label == "OPENSSH":
        return parse_openssh(data)
    if label == "PGP":
        return parse_pgp(data)
    if encrypted:
        return Key(label, True) if len(data) >= 64 and len(data) % 8 == 0 else None
    return parse_der(data, trailing=not closed) or parse_openssh(data)


def _putty(data: bytes, start: int) -> Block | None:
    following = data.find(b"PuTTY-User-Key-File-", start + 1, start + WINDOW)
    window = data[start : following if following > 0 else start + WINDOW]
    text = _NEWLINE.sub(b"\n", window)
    match = _PUTTY.match(text)
    line_end = min(at for at in (window.find(b"\n"), window.find(b"\\n"), 80) if at >= 0)
    end = start + min(len(window), line_end)
    if match is None:
        return Block(start, end, None, window[: end - start], False)
    tail = window.find(b"Private-MAC")
    end = start + tail if tail > 0 else end
    key = Key(f"PuTTY {match[1].decode('ascii')}", match[2] != b"none")
    return Block(start, end, key, match["body"], False)


def _is_service_account(data: bytes, start: int, end: int) -> bool:
    around = data[max(0, start - _NEAR) : start] + data[end : end + _NEAR]
    return b"service_account" in around and b"client_email" in around
