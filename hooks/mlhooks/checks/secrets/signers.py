# SPDX-License-Identifier: Apache-2.0
"""Catalogue: keys with which somebody signs or spends in their own name, and that are no PEM. Data only."""

from mlhooks.checks.secrets.shapes import named, row
from mlhooks.checks.secrets.spec import Form, literal
from mlhooks.core.check import Trigger

OWNS = "Whoever reads it is its owner, and what it signs or spends cannot be undone."
MOVE = "move what it holds to another key"


def _extended(label: str, prefix: bytes) -> Form:
    pattern = prefix + rb"(?P<body>[1-9A-HJ-NP-Za-km-z]{106})(?![0-9A-Za-z])"
    return Form(label, literal(prefix), pattern, shown=prefix, proof="base58check")


SIGNERS = (
    row(
        "jwk-private-key",
        "",
        "private key as a JSON web key",
        "PRIVATE_JWK",
        (
            Form(
                "private key as a JSON web key",
                (Trigger(rb'"d":"[0-9A-Za-z_-]{22}', 27), Trigger(rb'"d": "[0-9A-Za-z_-]{22}', 28)),
                rb'"d": ?"(?P<token>(?P<body>[0-9A-Za-z_-]{22,700}))(?=")',
                proof="jwk",
            ),
        ),
        why=OWNS,
        revoke="replace the key wherever its public half is trusted",
        references=("RFC 7517", "RFC 7518", "RFC 8037"),
    ),
    row(
        "wireguard-key",
        "WireGuard",
        "private key",
        "WG_PRIVATE_KEY",
        (
            named(
                "private key",
                ("PrivateKey", "wg_private_key", "wireguard_private_key"),
                "{B:43}=",
                proof="mixed",
            ),
        ),
        why="It joins the private network as the machine that it belongs to.",
        revoke="make a new pair of keys, and replace the public one at its peers",
    ),
    row(
        "ethereum-key",
        "Ethereum",
        "private key",
        "ETH_PRIVATE_KEY",
        (
            named(
                "private key",
                (
                    "eth_private_key",
                    "ethereum_private_key",
                    "wallet_private_key",
                    "deployer_private_key",
                    "deployer_key",
                ),
                "0x{x:64}",
            ),
            named("private key", ("eth_private_key", "ethereum_private_key", "wallet_private_key"), "{x:64}"),
        ),
        why=OWNS,
        revoke=MOVE,
    ),
    row(
        "bitcoin-key",
        "Bitcoin",
        "extended private key",
        "WALLET_XPRV",
        tuple(_extended("extended private key", prefix) for prefix in (b"xprv9", b"xprvA", b"tprv8")),
        why=OWNS,
        revoke=MOVE,
        references=("BIP 32",),
    ),
    row(
        "nostr-key",
        "Nostr",
        "secret key",
        "NOSTR_SECRET_KEY",
        (
            Form(
                "secret key",
                (Trigger(b"nsec1[02-9ac-hj-np-z]{20}", 25),),
                rb"nsec1(?P<body>[02-9ac-hj-np-z]{58})(?![0-9A-Za-z])",
                shown=b"nsec1",
                proof="bech32",
            ),
        ),
        why=OWNS,
        revoke="move to another key",
        references=("NIP-19", "BIP 173"),
    ),
    row(
        "stellar-seed",
        "Stellar",
        "secret seed",
        "STELLAR_SECRET_SEED",
        (
            Form(
                "secret seed",
                (Trigger(b"S[A-D][A-Z2-7]{54}", 56),),
                rb"(?P<body>S[A-D][A-Z2-7]{54})(?![0-9A-Za-z])",
                proof="strkey",
            ),
        ),
        why=OWNS,
        revoke=MOVE,
        references=("SEP-23",),
    ),
)
