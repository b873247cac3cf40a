# SPDX-License-Identifier: Apache-2.0
"""Private keys: kinds, encryption, and the ways in which text carries them."""

from __future__ import annotations

import json
import shutil
import subprocess
from base64 import b64encode
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.secrets_samples import (
    der,
    dsa,
    ec,
    findings,
    openssh,
    pem,
    pgp,
    pkcs8,
    pkcs8_encrypted,
    rsa,
    seen,
)
from mlhooks.checks.secrets.der import parse_der, parse_openssh, parse_pgp

if TYPE_CHECKING:
    from pathlib import Path

ERROR = [("secret-private-key", "error")]
NOTE = [("secret-private-key", "note")]
RSA_OID, EC_OID, ED25519_OID = "2a864886f70d010101", "2a8648ce3d0201", "2b6570"
PUTTY = "\n".join(
    [
        "PuTTY-User-Key-" + "File-2: ssh-rsa",
        "Encryption: none",
        "Comment: rsa-key-2020",
        "Public-Lines: 2",
        b64encode(bytes(range(48))).decode(),
        b64encode(bytes(range(30))).decode(),
        "Private-Lines: 2",
        b64encode(bytes(range(48))).decode(),
        b64encode(bytes(range(20))).decode(),
        "Private-MAC: 0123456789abcdef",
        "",
    ]
)

KINDS = [
    (pem("RSA", rsa()), "private key, RSA 2048 bits, not encrypted"),
    (pem("RSA", rsa(4096)), "private key, RSA 4096 bits, not encrypted"),
    (pem("DSA", dsa()), "private key, DSA 1024 bits, not encrypted"),
    (pem("EC", ec()), "private key, EC 256 bits, not encrypted"),
    (pem("", pkcs8(RSA_OID, rsa())), "private key, RSA 2048 bits, not encrypted"),
    (pem("", pkcs8(EC_OID, ec())), "private key, EC 256 bits, not encrypted"),
    (pem("", pkcs8(ED25519_OID, der(4, b"k" * 32))), "private key, Ed25519, not encrypted"),
    (pem("", pkcs8("2a0304", b"k" * 32)), "private key, not encrypted"),
    (pem("ENCRYPTED", pkcs8_encrypted()), "private key, encrypted with a passphrase"),
    (
        pem("RSA", b"\x91" * 128, head="Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123456789ABCDEF\n"),
        "private key, RSA, encrypted with a passphrase",
    ),
    (pem("OPENSSH", openssh()), "private key, ssh-ed25519, not encrypted"),
    (pem("OPENSSH", openssh(b"aes256-ctr")), "private key, ssh-ed25519, encrypted with a passphrase"),
    (pem("PGP", pgp(), head="Version: 2\nComment: x\n"), "private key, OpenPGP RSA, not encrypted"),
    (pem("PGP", pgp(254)).replace("-----END", "=aB3d\n-----END"), "OpenPGP RSA, encrypted with a passphrase"),
    (PUTTY, "private key, PuTTY ssh-rsa, not encrypted"),
    (PUTTY.replace("none", "aes256-cbc"), "PuTTY ssh-rsa, encrypted with a passphrase"),
]


@pytest.mark.parametrize(("text", "message"), KINDS, ids=[message for _, message in KINDS])
def test_kinds(text: str, message: str) -> None:
    for classes in ((), ("tests",), ("docs",), ("vendored",)):
        found = findings(text, "key.pem", *classes)
        assert seen(found) == ERROR
        assert message in found[0].message
    start, end = found[0].span
    assert (start, end) == (0, len(text)) or text.startswith("PuTTY")


CARRIERS = {
    "json": lambda text: json.dumps({"key": text}),
    "json twice": lambda text: json.dumps(json.dumps({"key": text})),
    "json slashes": lambda text: json.dumps({"key": text}).replace("/", "\\/"),
    "json unicode": lambda text: json.dumps({"key": text}).replace("+", "\\u002b").replace("=", "\\u003d"),
    "windows": lambda text: text.replace("\n", "\r\n"),
    "old mac": lambda text: text.replace("\n", "\r"),
    "yaml": lambda text: "key: |\n" + "".join(f"    {line}\n" for line in text.split("\n")),
    "comment": lambda text: "".join(f"# {line}\n" for line in text.split("\n")),
    "block comment": lambda text: "/*\n" + "".join(f" * {line}\n" for line in text.split("\n")) + "*/",
    "diff": lambda text: "".join(f"+{line}\n" for line in text.split("\n")),
    "java": lambda text: " +\n".join(f'    "{line}\\n"' for line in text.split("\n")) + ";",
    "python": lambda text: "(\n" + "\n".join(f"    '{line}\\n'" for line in text.split("\n")) + "\n)",
    "c": lambda text: "\\n\\\n".join(text.split("\n")),
    "spaces": lambda text: text.replace("\n", " "),
    "one line": lambda text: text.replace("\n", ""),
    "dotenv": lambda text: 'KEY="' + text.replace("\n", "\\n") + '"',
    "array": lambda text: "[" + ",\n".join(f'"{line}"' for line in text.split("\n")) + "]",
    "notebook": lambda text: json.dumps({"source": ['k = """', *text.splitlines(keepends=True)]}, indent=1),
    "named lines": lambda text: json.dumps(
        {"cells": [{"source": [f'k = """{line}\n' for line in text.split("\n")]}]}
    ),
}


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize(
    "text", [pem("RSA", rsa()), pem("", pkcs8(EC_OID, ec())), pem("OPENSSH", openssh())], ids=count()
)
def test_carriers(carrier: str, text: str) -> None:
    found = findings(CARRIERS[carrier](text))
    assert seen(found) == ERROR
    assert "not encrypted (it parses)" in found[0].message


def test_a_key_keeps_its_identity_in_every_carrier() -> None:
    text = pem("RSA", rsa())
    assert len({findings(carry(text))[0].identity for carry in CARRIERS.values()}) == 1


@pytest.mark.parametrize(
    "text",
    [
        pem("RSA", b""),
        pem("RSA", b"Bad Key, though the certificate should be fine, it says"),
        pem("RSA", rsa()[:-200]),
        pem("", pkcs8(RSA_OID, rsa()))[:400],
        pem("OPENSSH", openssh()[:-60]),
        pem("PGP", pgp()[:-20]),
        'HEADER = "' + "-" * 5 + "BEGIN RSA PRIVATE KEY" + "-" * 5 + '"\nFOOTER = 1',
        "-" * 5
        + "BEGIN PRIVATE KEY"
        + "-" * 5
        + "\n<your key here>\n"
        + "-" * 5
        + "END PRIVATE KEY"
        + "-" * 5,
        "-" * 5
        + "BEGIN EC PRIVATE KEY"
        + "-" * 5
        + "\nMIIEowIBAAKCAQEA...\n"
        + "-" * 5
        + "END EC PRIVATE KEY",
        "PuTTY-User-Key-" + "File-2: ssh-rsa\n...",
        pem("RSA", b"\0" * 300),
    ],
    ids=count(),
)
def test_headers_without_a_key_are_notes(text: str) -> None:
    found = findings(text)
    assert seen(found) == NOTE
    assert "looks like a placeholder" in found[0].message


def test_a_key_without_its_last_line() -> None:
    text = pem("RSA", rsa())
    assert seen(findings(text[: text.rindex("\n")] + "\n\nand then prose, no key")) == ERROR


def test_certificates_and_public_keys_are_silent() -> None:
    assert findings(pem("RSA", rsa()).replace("PRIVATE", "PUBLIC")) == []


def test_two_keys_in_one_file() -> None:
    assert seen(findings(pem("RSA", rsa()) + "\n" + pem("EC", ec()) + "\n")) == ERROR * 2


def test_a_google_service_account() -> None:
    account = {
        "type": "service_account",
        "project_id": "p",
        "private_key": pem("", pkcs8(RSA_OID, rsa())) + "\n",
        "client_email": "a@b.iam.gserviceaccount.com",
    }
    found = findings(json.dumps(account, indent=2), "key.json")
    assert seen(found) == [("secret-google-service-account", "error")]
    assert found[0].message == "Google service account key, RSA 2048 bits, not encrypted (it parses)"
    account["private_key"] = "-----BEGIN PRIVATE KEY-----\\n...\\n-----END PRIVATE KEY-----\\n"
    assert seen(findings(json.dumps(account), "key.json")) == NOTE


COMMANDS = {
    "rsa": ["openssl", "genrsa", "-out", "k", "2048"],
    "traditional": [
        "openssl",
        "genrsa",
        "-traditional",
        "-aes128",
        "-passout",
        "pass:abcd",
        "-out",
        "k",
        "2048",
    ],
    "ec": ["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "k"],
    "ed25519": ["openssl", "genpkey", "-algorithm", "ed25519", "-out", "k"],
    "encrypted": [
        "openssl",
        "genpkey",
        "-algorithm",
        "ed25519",
        "-aes256",
        "-pass",
        "pass:abcd",
        "-out",
        "k",
    ],
    "openssh": ["ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", "k"],
    "openssh encrypted": ["ssh-keygen", "-q", "-t", "ed25519", "-N", "abcde", "-f", "k"],
}


@pytest.mark.real
@pytest.mark.parametrize("name", COMMANDS)
def test_keys_of_the_real_tools(tmp_path: Path, name: str) -> None:
    """What OpenSSL and OpenSSH write, where they are installed."""
    if shutil.which(COMMANDS[name][0]) is None:
        pytest.skip(f"{COMMANDS[name][0]} is not installed")
    made = subprocess.run(COMMANDS[name], cwd=tmp_path, capture_output=True, timeout=60, check=False)
    if made.returncode:
        pytest.skip(f"{COMMANDS[name][0]} here does not know this form")
    found = findings((tmp_path / "k").read_bytes())
    assert [f.severity for f in found if f.severity != "note"] == ["error"]
    encrypted = name in ("traditional", "encrypted", "openssh encrypted")
    assert ("not encrypted" in found[-1].message) is not encrypted


@pytest.mark.parametrize("parse", [parse_der, parse_openssh, parse_pgp])
@given(
    data=st.one_of(
        st.binary(max_size=200), st.integers(0, 300).map(lambda n: (rsa(512) + pgp() + openssh())[n:])
    )
)
def test_parsers_never_raise(parse: object, data: bytes) -> None:
    for start in (b"", b"0", b"openssh-key-v1\0", b"\xc5", b"\x95"):
        parse(start + data)  # type: ignore[operator]
