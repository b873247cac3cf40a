# SPDX-License-Identifier: Apache-2.0
"""Checksums and structure, held against examples that others published (issues, samples, documentation)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.secrets_samples import (
    ANNOTATED,
    BASE62,
    HEX,
    NSEC,
    SEED,
    WEB64,
    XPRV,
    chance,
    macaroon,
    routable,
)
from mlhooks.checks.secrets import placeholder
from mlhooks.checks.secrets.azure_keys import marvin
from mlhooks.checks.secrets.proof import VALID, WRONG
from mlhooks.checks.secrets.proofs import bech32
from mlhooks.checks.secrets.rules import SECRETS
from mlhooks.checks.secrets.validators import BASE36, VALIDATORS, in_base

PATTERNS = [
    form
    for secret in SECRETS
    for form in secret.forms
    if form.proof and not (form.within and form.proof in ("mixed", "random", "aws_secret"))
]


def state(token: str) -> str:
    """What the one form that takes the token says of it."""
    matches = [(form, re.compile(form.pattern).fullmatch(token.encode())) for form in PATTERNS]
    form, match = next((form, match) for form, match in matches if match)
    proof = VALIDATORS[form.proof](match)
    return proof.state if proof else "none"


# Where each was published stands beside it; the parts are joined here only.
PUBLISHED = [
    # the examples of kingfisher's GitHub rules
    ("gh" + "p_" + "ZJDeVREhkptGF7Wvep0N" + "wJWlPEQP7a0t2nxL", "valid"),
    ("gh" + "p_" + "XIxB7KMNdAr3zqWtQqhE" + "94qglHqOzn1D1stg", "wrong"),
    ("gh" + "o_" + "fq75OMU7UVbS9pTZmoCC" + "zJT6TM5d1w099FgG", "wrong"),
    # CredSweeper's samples
    ("gh" + "p_" + "0" * 31 + "4WZ4EQ", "valid"),
    ("npm" + "_" + "NFX6dCpmIWvQ7megnY0A" + "tQwkoKzWcVuF3Poc", "wrong"),
    ("npm" + "_" + "NFX6dCpmIWvQ7megnY0A" + "tQwkoKzWcEXAMPLE", "wrong"),
    # secretlint issue 200, whose author computed this checksum ("IT IS DUMMY")
    ("npm" + "_" + "qkJaB6MffYVzZXWqmcoF" + "49yrUxP3wf0LsakP", "valid"),
    # gitleaks issue 1655 and pull request 2030
    ("gl" + "pat-" + "bzox79Of-KE9FD2LjoXX" + "F4CvyxA.0r03gxo7s", "valid"),
    ("gl" + "pat-" + "testd_Rb5_cHeWe1JH56" + "wr2FCBA.0r1pum4t4", "wrong"),
    ("gl" + "pat-" + "TESTtokenGq5K56y8RBb" + "u286MQp1OmFwOAk.01.0z11111is", "wrong"),
    # CredSweeper's sample and two of kingfisher's examples
    (
        "github"
        + "_pat_"
        + "11ABLV2EA0gWlOtew7YDYY_xXoiQzNpBTaTjNuaJKYyZDz"
        + "VsoXQlWknbdKH4x66HFaGKD5XHKHVVirnlZr",
        "valid",
    ),
    (
        "github"
        + "_pat_"
        + "11AALKJEA04kc5Z9kNGzwK_zLv1venPjF9IFl5QvO2plAgK"
        + "D9KWmCiq6seyWr9nftbTMABK664eCS9JYG2",
        "wrong",
    ),
    # the test of detect-secrets' PyPI plugin: its words replaced without mending the lengths
    (
        "pypi-"
        + "AgEIcHlwaS5vcmcCJDU3OTM1MjliLWIyYTYtNDEwOC05NzRkLTM0MjNiNmEwNWIzYgACF1sxLFsitesttestbWlua"
        + "W1hbC1wcm9qZWN0Il1dAAIsWzIsWyJjYWY4OTAwZi0xNDMwLTRiYQstYmFmMi1mMDE3OGIyNWZhNTkiXV0AAAYgh2UINP"
        + "jWBDwT0r3tQ1o5oZyswcjN0-IluP6z34SX3KM",
        "wrong",
    ),
    # kingfisher's examples of its rules for Azure storage and for Vercel
    (
        "/dibjbwrou+tGcn7jfrrLXRXONqGOuVN2VwMy1qRvWtXTdN" + "nR6zqzHo6HcnPb52/3DsQwmM/1VVr+A" + "StZUyYCA==",
        "valid",
    ),
    (
        "oqb4TdY9T0hphvktd5fJnMiHuQqzVy1jd5sSuOpAbGkaoqT" + "lrHl0BOJN2okcasinVLOJzfDbZo1L+A" + "St68RAhA==",
        "valid",
    ),
    (
        "B/1EVX2Ui47X09tqU3GI/j+Nko9r5COPm0Hea9tfzitF9MQ" + "X9lZZiNO3tYQckWnt+rtlGIWS+sCx+A" + "Stkq8ZLg==",
        "valid",
    ),
    ("vc" + "p_" + "35UYJwYZDigYATKhxJUAhPqRhit2" + "Xe3dtiG60LsUTHeklEXDQ94Jafpu", "valid"),
    ("vc" + "a_" + "BQuu9ChDu3n6Pfh6YQnCshpoYkWD" + "SFKogLqmBtQ0tC8NAA5rXt340sjz", "valid"),
    ("vc" + "k_" + "2YkmQj1uHqCVNoUx5a9uvRTe81gm" + "Acln5hoRMPWFBU4tulufUf0OzP2K", "valid"),
    # CredSweeper's samples for Cloudflare (the right and the wrong ones) and for Atlassian
    ("cfa" + "t_" + "ldxiugEl907l4fW6ViLbhZled5GG95J9" + "0dRk9JaD06f546f9", "valid"),
    ("cfu" + "t_" + "WmHcE131Up3QBmRVvjfAyMBSik11OpgJ" + "pZikzYiu5bdbfa91", "valid"),
    ("cf" + "k_" + "7fqkxWi4TYQn4bPzsHyl0JuMV8UwHV2V" + "1xpv54rjb5043cbd", "valid"),
    ("cf" + "k_" + "7fqkxWi4TYQn4bPzsHyl0JuMV8UwHV2V" + "1xpv54rj00000000", "wrong"),
    ("AT" + "BB" + "cCe6fczW96Vzwgvb" + "4r8F2gZS54D591C4", "valid"),
    (
        "ATATT3xFf"
        + "GF0vNZ7oy6ON4KrWEzKEu96n-r2bCLOOcdOADizvJqPd89yKyP853uTZSflBi1Lk1zD460BqyMTa08VUEy8-"
        + "oOzr1esg3j_mZKZwAELnRkCDTJZXhHsv5jaWHyAj4LRL-6h8LI-5MrYs4l7xXSaY8odQxDKJB4hDvdkmuh61xea2jE=00203E68",
        "valid",
    ),
    # the test of Grafana's own generator, and the token in its documentation
    ("gls" + "a_" + "iNValIdinValiDinvalid" + "invalidinva_5b582697", "valid"),
    ("gls" + "a_" + "HOruNAb7SOiCdshU7algk" + "rq7FDsNSLAa_55e2f8be", "wrong"),
    # noseyparker's example of an older key of Grafana's
    (
        "eyJrIjoi" + "Y21sM1JRYjB6RnVYSTNLenRWQkFEaWN2bXI2V202U2IiLCJuIjoiYWRtaW5rZXkiLCJpZCI6MX0=",
        "valid",
    ),
    # the test key of NuGet's gallery: an annotated key of Azure's kind
    (ANNOTATED, "valid"),
    (ANNOTATED[:-1] + "X", "wrong"),
    # BIP 32 (vectors 1 and the second private key of its chain), NIP-19, Stellar's documentation
    (XPRV, "valid"),
    (
        "xpr"
        + "vA2JDeKCSNNZky6uBCviVfJSKyQ1mDYahRjijr5idH2WwLsEd4Hsb2Tyh8RfQMuPh7f7RtyzTtdrbdqqsunu5Mm3wDvUAKRHSC3"
        + "4sJ7in334",
        "valid",
    ),
    (XPRV[:60] + "1" + XPRV[61:], "wrong"),
    (NSEC, "valid"),
    (NSEC[:-1] + "q", "wrong"),
    (SEED, "valid"),
    (SEED[:-1] + "5", "none"),
    # the macaroon of format 2 in the serialization tests of libmacaroons
    (
        "pypi-"
        + "AgETaHR0cDovL2V4YW1wbGUub3JnLwIFa2V5aWQAAhRhY2NvdW50ID0gMzczNTkyODU1OQACDHVzZXIgPSBhbGljZQAA"
        + "BiBL6WfNHqDGsmuvakqU7psFsViG2guoXoxCqTyNDhJe_A",
        "valid",
    ),
]


@pytest.mark.parametrize(("token", "expected"), PUBLISHED, ids=range(len(PUBLISHED)))
def test_published_examples(token: str, expected: str) -> None:
    assert state(token) == expected


# Their proof says "none" of what it does not know, or their alphabet has no such character.
OTHERWISE = ("pypi", SEED[:4], "eyJr", NSEC[:4])
# Their proof says "none" of what it does not know, or their alphabet has no digit one.
OTHERWISE = ("pypi", SEED[:4], "eyJr", NSEC[:4])
CHANGED = [token for token, state in PUBLISHED if state == "valid" and token[:4] not in OTHERWISE]


@pytest.mark.parametrize("token", CHANGED, ids=range(len(CHANGED)))
def test_one_changed_character_breaks_the_proof(token: str) -> None:
    at = len(token) - 20
    assert state(token[:at] + ("1" if token[at] != "1" else "2") + token[at + 1 :]) == "wrong"


@pytest.mark.parametrize(
    ("key", "account"),
    [
        # "A short note on AWS KEY ID" (2020), in which the account is read from the key
        ("AS" + "IA" + "QNZGKIQY56JQ7WML", "029608264753"),
        # the canary of trufflehog's documentation
        ("AK" + "IA" + "YVP4CIPPERUVIFXG", "595918472158"),
    ],
)
def test_the_account_of_a_published_aws_key_id(key: str, account: str) -> None:
    form = next(form for form in PATTERNS if form.pattern.startswith(key[:4].encode()))
    match = re.compile(form.pattern).match(key.encode())
    proof = VALIDATORS["aws_account"](match)
    assert proof is not None
    assert proof.detail == f"of account {account}"


@pytest.mark.parametrize(
    ("text", "seed", "expected"),
    [  # SymCrypt's own test, and the longer one of Microsoft's security-utilities
        (b"abc", "d53cd9cecd0893b7", 0x22C74339492769BF),
        (b"abcdefghijklmnopqrstuvwxyz", "0ddddeeeeffff000", 0xA128EB7E7260ACA2),
    ],
)
def test_marvin_on_published_vectors(text: bytes, seed: str, expected: int) -> None:
    assert marvin(text, bytes.fromhex(seed)) == expected


def test_the_length_field_of_a_routable_token_counts() -> None:
    from zlib import crc32

    head = routable("gl" + "pat-")[:-9] + "0s"
    assert state(head + in_base(crc32(head.encode()), BASE36, 7).decode()) == "wrong"


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_cut_macaroon_is_wrong(cut: int) -> None:
    assert state(macaroon(b"registry.example")[:-cut]) == "wrong"


@given(st.integers(min_value=0, max_value=2**32 - 1))
def test_in_base_is_invertible(number: int) -> None:
    text = in_base(number, BASE36, 7)
    assert len(text) == 7
    assert int(text, 36) == number


@given(st.binary(max_size=200))
def test_validators_never_raise(body: bytes) -> None:
    pattern = re.compile(b"(?s).*?_?(?P<body>.*)")
    match = pattern.fullmatch(body)
    for name, validator in VALIDATORS.items():
        if match and (name != "jwt" or body.count(b".") >= 2):
            validator(match)


@pytest.mark.parametrize(
    "body",
    [
        b"x" * 36,
        b"0" * 30,
        b"abcdefghijklmnopqrstuvwxyz01234567",
        b"YOUR_TOKEN_HERE_PLEASE_REPLACE_IT",
        b"this-is-where-the-words-are-put",
        b"deadbeefdeadbeefdeadbeefdeadbeef",
        b"AKIAIOSFODNN7EXAMPLE",
        b"MyFakeTokenForTheUnitTests12",
        b"aBaBaBaBaBaBaBaBaBaBaBaBaBaBaBaBaB",
        b"0123456789abcdef0123456789abcdef",
    ],
)
def test_evident_placeholders(body: bytes) -> None:
    assert placeholder.is_evident(body)


@pytest.mark.parametrize(
    "body",
    [b"a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6q7", b"AbCdEfGhIjKlMnOpQrStUvWxYz0918273", b"aabbccddaabbccddeeaabb"],
)
def test_unlikely_bodies(body: bytes) -> None:
    assert placeholder.is_unlikely(body) or placeholder.is_evident(body)


@pytest.mark.parametrize(
    ("members", "size"), [(BASE62, 34), (BASE62, 20), (WEB64, 20), (HEX, 32), (HEX, 40), (BASE62, 93)]
)
def test_random_bodies_are_no_placeholders(members: str, size: int) -> None:
    """Of 4,000 random tokens at most four may be lost."""
    bodies = [chance(members, size, seed).encode() for seed in range(4000)]
    lost = [body for body in bodies if placeholder.is_evident(body) or placeholder.is_unlikely(body)]
    assert len(lost) <= 4, lost


@pytest.mark.parametrize(
    ("text", "state"),
    [
        (b"A12UEL5L", VALID),
        (
            b"an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
            VALID,
        ),
        (b"abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", VALID),
        (b"split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w", VALID),
        (b"A1G7SGD8", WRONG),
        (b"abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxq", WRONG),
    ],
)
def test_bech32_on_the_vectors_of_bip_173(text: bytes, state: str) -> None:
    match = re.match(rb".+", text)
    assert match
    assert bech32(match).state == state
