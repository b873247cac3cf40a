# SPDX-License-Identifier: Apache-2.0
"""Tokens of every form, assembled at run time from parts and seeded chance; none was ever issued."""

from __future__ import annotations

import json
import re
import struct
from base64 import b32encode, b64decode, b64encode, urlsafe_b64encode
from functools import cache
from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING
from zlib import crc32

import mlhooks.checks.secrets.judge as judge
from mlhooks.checks.secrets import CHECK
from mlhooks.checks.secrets.rules import NAMED
from mlhooks.core.limits import LIMITS
from mlhooks.core.matcher import build
from mlhooks.core.project import Project, Tree
from mlhooks.core.source import from_bytes

if TYPE_CHECKING:
    from mlhooks.core.finding import Finding

DIGITS = "0123456789"
UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LOWER = UPPER.lower()
BASE62 = DIGITS + UPPER + LOWER
BASE36 = DIGITS + LOWER
WEB64 = BASE62 + "-_"
HEX = "0123456789abcdef"


@cache
def _matcher():  # type: ignore[no-untyped-def]
    return build(CHECK.triggers)


def findings(text: str | bytes, path: str = "a.txt", *classes: str) -> list[Finding]:
    """What the rules of providers say of a text; generic ones take what these leave."""
    return [found for found in every(text, path, *classes) if not found.rule.startswith("secret-generic-")]


def every(text: str | bytes, path: str = "a.txt", *classes: str) -> list[Finding]:
    """What the check says of a text; as `support.judge_source`, with one matcher for all tests."""
    source = from_bytes(path, text if isinstance(text, bytes) else text.encode())
    if source.data is None:
        return []
    hits = [
        (i, end - CHECK.triggers[i].width, end)
        for i, end in _matcher()(source.data)
        if CHECK.heeds(i, path, source.kind)
    ]
    project = Project(Tree("/nowhere", b"k" * 16, LIMITS), source, {}, frozenset(classes))
    return list(judge.run(source, sorted(hits, key=lambda hit: (hit[1], hit[2], hit[0])), project))


def seen(found: list[Finding]) -> list[tuple[str, str]]:
    return [(f.rule, f.severity) for f in found]


def chance(members: str, count: int, seed: int = 1) -> str:
    """`count` characters drawn from `members`; the last is a letter or digit."""
    draw = Random(f"{members}{count}{seed}")
    return "".join(draw.choices(members, k=count - 1)) + draw.choice(
        members.replace("-", "").replace("_", "")
    )


def digits_of(number: int, alphabet: str, width: int) -> str:
    """Written independently of the code under test: by repeated division of a fixed width."""
    return "".join(
        alphabet[number // len(alphabet) ** place % len(alphabet)] for place in reversed(range(width))
    )


def with_crc(prefix: str, body: str) -> str:
    return prefix + body + digits_of(crc32(body.encode()), BASE62, 6)


def fine_grained(seed: int = 1) -> str:
    head = "github" + "_pat_" + chance(BASE62, 22, seed) + "_" + chance(BASE62, 43, seed)
    return head + b32encode(sha256(head.encode()).digest()).decode()[:8] + chance(BASE62, 8, seed)


def routable(prefix: str, size: int = 27, version: str = "") -> str:
    head = f"{prefix}{chance(WEB64, size)}.{version}{digits_of(size, BASE36, 2)}"
    return head + digits_of(crc32(head.encode()), BASE36, 7)


def web64(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def macaroon(host: bytes) -> str:
    def field(kind: int, content: bytes) -> bytes:
        return bytes((kind, len(content))) + content

    body = b"\2" + field(1, host) + field(2, chance(HEX, 36).encode()) + b"\0"
    body += field(2, b'[1, ["a-project"]]') + b"\0" + b"\0" + field(6, sha256(host).digest())
    return "pypi-" + web64(body)


def jwt() -> str:
    head, payload = b'{"alg":"RS256","typ":"JWT"}', b'{"iss":"12345","exp":1900000000}'
    return f"{web64(head)}.{web64(payload)}.{chance(WEB64, 86)}"


def der(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    if size < 128:
        return bytes((tag, size)) + content
    width = (size.bit_length() + 7) // 8
    return bytes((tag, 0x80 | width)) + size.to_bytes(width, "big") + content


def integer(bits: int, seed: int = 1) -> bytes:
    number = Random(seed).getrandbits(bits) | 1 << bits - 1 | 1
    return der(2, number.to_bytes(bits // 8 + 1, "big"))


SMALL = der(2, b"\0")


def rsa(bits: int = 2048) -> bytes:
    return der(
        0x30, SMALL, *(integer(bits, n) if n in (1, 3) else integer(bits // 2, n) for n in range(1, 9))
    )


def dsa() -> bytes:
    return der(0x30, SMALL, *(integer(1024, n) for n in range(1, 6)))


def ec() -> bytes:
    return der(0x30, der(2, b"\1"), der(4, Random(3).randbytes(32)))


def pkcs8(oid: str, key: bytes) -> bytes:
    return der(0x30, SMALL, der(0x30, der(6, bytes.fromhex(oid))), der(4, key))


def pkcs8_encrypted() -> bytes:
    scheme = der(0x30, der(6, bytes.fromhex("2a864886f70d01050d")), der(0x30))
    return der(0x30, scheme, der(4, Random(4).randbytes(64)))


def openssh(cipher: bytes = b"none") -> bytes:
    def text(content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + content

    public = text(b"ssh-ed25519") + text(Random(5).randbytes(32))
    head = b"openssh-key-v1\0" + text(cipher) + text(b"none") + text(b"") + struct.pack(">I", 1)
    return head + text(public) + text(Random(6).randbytes(128))


def pgp(usage: int = 0) -> bytes:
    number = Random(7).getrandbits(255) | 1 << 254
    mpi = struct.pack(">H", 255) + number.to_bytes(32, "big")
    packet = b"\4" + struct.pack(">I", 1_600_000_000) + b"\1" + mpi + mpi + bytes((usage,)) + mpi
    return b"\xc5" + bytes((len(packet),)) + packet


def pem(label: str, data: bytes, *, head: str = "", newline: str = "\n") -> str:
    text = b64encode(data).decode()
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    block = "PRIVATE KEY" + (" BLOCK" if label == "PGP" else "")
    name = f"{label} {block}".strip()
    edge = "-" * 5
    return newline.join(
        [f"{edge}BEGIN {name}{edge}", *([head] if head else []), *lines, f"{edge}END {name}{edge}"]
    )


# Rule, name of the form, the token. `+` keeps every one of them out of this file.
TOKENS: list[tuple[str, str, str]] = [
    *(("secret-github-token", f"gh{c}", with_crc(f"gh{c}" + "_", chance(BASE62, 30))) for c in "oprsu"),
    ("secret-github-token", "refresh of 76", with_crc("ghr" + "_", chance(BASE62, 70))),
    ("secret-github-token", "installation", "ghs" + "_123456_" + jwt()),
    ("secret-github-fine-grained-token", "fine-grained", fine_grained()),
    ("secret-gitlab-token", "routable", routable("glpat" + "-")),
    ("secret-gitlab-token", "routable with version", routable("glpat" + "-", 33, "01.")),
    ("secret-gitlab-token", "routable runner", routable("glrt" + "-t1_")),
    *(
        ("secret-gitlab-token", prefix, prefix + "-" + chance(WEB64, 20))
        for prefix in ("glpat", "gldt", "glrt", "glrtr", "glft", "glwt", "glsoat", "glffct")
    ),
    ("secret-gitlab-token", "glcbt", "glcbt" + "-64_" + chance(WEB64, 20)),
    ("secret-gitlab-token", "glptt", "glptt" + "-" + chance(HEX, 40)),
    ("secret-gitlab-token", "glimt", "glimt" + "-" + chance(WEB64, 25)),
    ("secret-gitlab-token", "glagent", "glagent" + "-" + chance(WEB64, 50)),
    ("secret-gitlab-token", "gloas", "gloas" + "-" + chance(WEB64, 64)),
    ("secret-gitlab-token", "registration", "GR1348" + "941" + chance(WEB64, 20)),
    ("secret-npm-token", "npm", with_crc("npm" + "_", chance(BASE62, 30))),
    ("secret-pypi-token", "pypi", macaroon(b"registry.example")),
    ("secret-huggingface-token", "hf", "hf" + "_" + chance(UPPER + LOWER, 34)),
    ("secret-huggingface-token", "organisation", "api_org" + "_" + chance(UPPER + LOWER, 34)),
    ("secret-openai-api-key", "classic", "sk-" + chance(BASE62, 20) + "T3Blbk" + "FJ" + chance(BASE62, 20)),
    *(
        (
            "secret-openai-api-key",
            f"{kind} {size}",
            f"sk-{kind}-" + chance(WEB64, size) + "T3Blbk" + "FJ" + chance(WEB64, size),
        )
        for kind, size in (("proj", 20), ("proj", 58), ("proj", 74), ("svcacct", 58), ("admin", 58))
    ),
    ("secret-anthropic-api-key", "api", "sk-" + "ant-api03-" + chance(WEB64, 93) + "AA"),
    ("secret-anthropic-api-key", "admin", "sk-" + "ant-admin01-" + chance(WEB64, 93) + "AA"),
    ("secret-aws-access-key-id", "AKIA", "AK" + "IA" + "Y7XK2QZ5" + "NC4WJD6V"),
    ("secret-aws-access-key-id", "ASIA", "AS" + "IA" + "Y7XK2QZ5" + "NC4WJD6V"),
    ("secret-aws-access-key-id", "ABIA", "AB" + "IA" + "Y7XK2QZ5" + "NC4WJD6V"),
    ("secret-aws-access-key-id", "ACCA", "AC" + "CA" + "Y7XK2QZ5" + "NC4WJD6V"),
    ("secret-google-api-key", "AIza", "AI" + "zaSy" + chance(WEB64, 33)),
    ("secret-google-oauth-secret", "GOCSPX", "GOC" + "SPX-" + chance(WEB64, 28)),
    (
        "secret-slack-token",
        "bot",
        "xox" + "b-" + f"{chance(DIGITS, 12)}-{chance(DIGITS, 13)}-" + chance(BASE62, 24),
    ),
    (
        "secret-slack-token",
        "user",
        "xox" + "p-" + "-".join(chance(DIGITS, 12, n) for n in (1, 2, 3)) + "-" + chance(HEX, 32),
    ),
    ("secret-slack-token", "refresh", "xox" + "e-1-" + chance(BASE62, 146)),
    ("secret-slack-token", "rotating", "xoxe" + ".xoxb-1-" + chance(BASE62, 160)),
    (
        "secret-slack-token",
        "app",
        "xap" + "p-1-A" + chance(DIGITS + UPPER, 10) + f"-{chance(DIGITS, 13)}-" + chance(HEX, 64),
    ),
    (
        "secret-slack-webhook",
        "webhook",
        "hooks.slack"
        + f".com/services/T{chance(UPPER + DIGITS, 10)}/B{chance(UPPER + DIGITS, 10)}/"
        + chance(BASE62, 24),
    ),
    ("secret-jwt", "jwt", jwt()),
    ("secret-stripe-key", "live", "sk_" + "live_" + chance(BASE62, 24)),
    ("secret-stripe-key", "restricted", "rk_" + "live_" + chance(BASE62, 99)),
]


RUNS = {
    "A": UPPER,
    "U": DIGITS + UPPER,
    "b": WEB64,
    "B": BASE62 + "+/",
    "d": DIGITS,
    "l": DIGITS + LOWER,
    "w": BASE62,
    "x": HEX,
    "X": HEX.upper(),
}


def expand(shape: str, seed: int = 1, short: int = 0) -> str:
    """A token of a shape, each run as short as it may be, or by `short` characters shorter than that."""

    def run(match: re.Match[str]) -> str:
        count = int(match[2]) - short * (match.end() == last)
        return chance(RUNS[match[1]], count, seed + match.start()) if count else ""

    last = shape.rindex("}") + 1
    return re.sub(r"\{(\w):(\d+)(?:-\d+)?\}", run, shape)


def _grafana() -> str:
    head = "gl" + "sa_" + chance(BASE62, 32)
    return f"{head}_{crc32(head.encode()).to_bytes(4, 'little').hex()}"


def _hex_end(prefix: str, size: int) -> str:
    body = chance(BASE62, size)
    return f"{prefix}{body}{crc32(body.encode()):08x}"


def _upper_end(head: str) -> str:
    return head + f"{crc32(head.encode()):08X}"


def _wrapped(**values: str) -> str:
    return b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


def marvin(data: bytes, seed: bytes) -> bytes:
    """Marvin32 as SymCrypt describes it, folded to 4 bytes: written apart from the code under test."""
    a, b = struct.unpack(">II", seed)[::-1]
    padded = data + b"\x80" + b"\0" * (-(len(data) + 1) % 4)
    words = [*struct.unpack(f"<{len(padded) // 4}I", padded), 0]
    for word in words:
        a = (a + word) % 2**32
        for shifts in ((20, 9), (27, 19)):
            b ^= a
            a = (a << shifts[0] | a >> 32 - shifts[0]) % 2**32
            a = (a + b) % 2**32
            b = (b << shifts[1] | b >> 32 - shifts[1]) % 2**32
    return struct.pack("<I", a ^ b)


def signed(signature: str, seed: bytes, size: int) -> str:
    """A key of `size` bytes whose base64 has the signature before the 6 characters of its checksum."""
    text = chance(BASE62, (size * 8 + 5) // 6 - 10) + signature + "AAAAAA"
    head = b64decode(text + "=" * (-len(text) % 4))[: size - 4]
    return b64encode(head + marvin(head, seed)).decode()


# Tokens that prove themselves, written here from the description of each format.
PROVING: dict[str, str] = {
    "glsa_{w:32}_{x:8}": _grafana(),
    **{f"vc{c}_{{b:50}}{{w:6}}": with_crc(f"vc{c}" + "_", chance(WEB64, 50)) for c in "piark"},
    "cfut_{w:40}{x:8}": _hex_end("cfu" + "t_", 40),
    "cfat_{w:40}{x:8}": _hex_end("cfa" + "t_", 40),
    "cfk_{w:40}{x:8}": _hex_end("cf" + "k_", 40),
    "ngc": b64encode(f"{chance(DIGITS + LOWER, 26)}:0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9".encode()).decode(),
}
SHAPED = [
    (secret.rule.id, f"{secret.rule.id} {form.shape}", PROVING.get(form.shape) or expand(form.shape))
    for secret in NAMED
    for form in secret.forms
    if form.shape and not form.names
]
# Printed in the documentation of two programs as the key of a published sample.
AGE = "AGE-SECRET-" + "KEY-1N84CR29PJTUQA22ALHP4YDL5Z" + "FMXPW5GVETVY3UK58ZD6NPNPDLS4MCZFS"
AGE_TOO = "AGE-SECRET-" + "KEY-1JQ4L7CGCHC2TE7JUJ7YG4Y4D" + "REUWFD7Y6U5XKFZ3EYTNY62Z5PES6MWJVN"
# Printed in BIP 32 (test vector 1), NIP-19, the documentation of Stellar, and of NuGet (its own test key).
XPRV = "xprv" + (
    "9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxr"
    "MPHi"
)
NSEC = "nsec" + "1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe5"
SEED = "SCZANGBA5YHTNYVVV4C3U252E2" + "B6P6F5T3U6MM63WBSBZATAQI3EBTQ4"
ANNOTATED = "a" * 52 + "JQQ" + "J99" + "ALN5Z0000LZENeS003NUGT3OrW"
WRITTEN: list[tuple[str, str, str]] = [
    ("secret-age-secret-key", "age", AGE),
    ("secret-age-secret-key", "another age", AGE_TOO),
    (
        "secret-neptune-api-token",
        "neptune",
        _wrapped(api_address="https://app.registry.example", api_key=chance(HEX, 36)),
    ),
    ("secret-azure-storage-key", "signed storage", signed("+A" + "St", b"Default0", 64)),
    *(
        ("secret-azure-service-key", f"signed {name}", signed(name, seed, size))
        for name, seed, size in (
            ("+A" + "Ba", b"AbAcct00", 64),
            ("AC" + "Db", b"MastRW00", 64),
            ("+A" + "Sb", b"Send0000", 32),
            ("+A" + "Eh", b"Listen00", 32),
            ("AI" + "oT", b"IoTHub00", 32),
            ("Az" + "Ca", b"Access00", 32),
            ("Az" + "Se", b"Query000", 39),
            ("Az" + "Fu", b"Functi00", 40),
        )
    ),
    ("secret-azure-key", "annotated", ANNOTATED),
    ("secret-bitcoin-key", "xprv", XPRV),
    ("secret-nostr-key", "nsec", NSEC),
    ("secret-stellar-seed", "stellar", SEED),
    ("secret-aws-bedrock-api-key", "bedrock", "ABSKQmVkcm9ja0FQ" + "SUtleS" + chance(BASE62, 110)),
    (
        "secret-aws-bedrock-api-key",
        "short-term bedrock",
        "bedrock-api-key-" + "YmVkcm9jay" + chance(BASE62, 200),
    ),
    ("secret-firebase-server-key", "fcm", "AAAA" + chance(WEB64, 7) + ":APA" + "91b" + chance(WEB64, 134)),
    ("secret-azure-client-secret", "azure", "aB3" + "8Q~" + chance(WEB64, 34)),
    ("secret-doppler-token", "doppler", "dp" + ".st.dev." + chance(BASE62, 43)),
    ("secret-terraform-token", "terraform", chance(BASE62, 14) + ".atlas" + "v1." + chance(BASE62, 67)),
    ("secret-onepassword-token", "1password", "ops" + "_eyJ" + chance(BASE62, 400)),
    (
        "secret-tailscale-key",
        "tailscale",
        "tskey" + "-auth-" + chance(BASE62, 12) + "CNTRL-" + chance(BASE62, 32),
    ),
    ("secret-atlassian-token", "atlassian", _upper_end("ATATT3xFf" + "GF0" + chance(WEB64, 171) + "=")),
    ("secret-atlassian-token", "atlassian access", _upper_end("ATCTT3x" + "FfG" + chance(WEB64, 171) + "=")),
    ("secret-atlassian-token", "app password", _upper_end("AT" + "BB" + chance(BASE62, 24))),
    ("secret-discord-token", "discord", web64(b"123456789012345678") + ".X-ab1Z." + chance(WEB64, 38)),
    (
        "secret-discord-webhook",
        "discord webhook",
        "discord.com/api" + "/webhooks/123456789012345678/" + chance(WEB64, 68),
    ),
    ("secret-telegram-token", "telegram", "1234567890" + ":AA" + chance(WEB64, 33)),
    (
        "secret-teams-webhook",
        "teams",
        ".webhook.office"
        + ".com/webhookb2/"
        + "@".join([expand("{x:8}-{x:4}-{x:4}-{x:4}-{x:12}")] * 2)
        + "/IncomingWebhook/"
        + expand("{x:32}/{x:8}-{x:4}-{x:4}-{x:4}-{x:12}"),
    ),
    ("secret-mailchimp-key", "mailchimp", chance(HEX, 32) + "-us" + "12"),
    ("secret-mapbox-token", "mapbox", "sk." + "eyJ1Ijoi" + chance(BASE62, 60) + "." + chance(WEB64, 22)),
    ("secret-x-bearer-token", "x", "A" * 21 + "Mk7Qz" + "%" + chance(BASE62, 70)),
    ("secret-grafana-token", "cloud", "glc" + "_" + _wrapped(o="1", n="a-name", k=chance(BASE62, 24), m="m")),
    ("secret-grafana-token", "old key", _wrapped(k=chance(BASE62, 32), n="a-name", id="1")),
    (
        "secret-sentry-token",
        "sentry",
        "sntry" + "s_" + "eyJ" + chance(BASE62, 120) + "_" + chance(BASE62, 43),
    ),
    ("secret-maxmind-key", "maxmind", chance(BASE62, 6) + "_" + chance(BASE62, 29) + "_m" + "mk"),
]
TOKENS += SHAPED + WRITTEN
# Rule, the name beside which it counts, the token.
NAMES = [
    (secret.rule.id, name, PROVING["ngc"] if form.proof == "ngc" else expand(form.shape))
    for secret in NAMED
    for form in secret.forms
    for name in form.names
]

# What proves itself is an error in tests and docs too.
PROVEN = {
    "gho", "ghp", "ghr", "ghs", "ghu", "refresh of 76", "installation", "fine-grained", "routable",
    "routable with version", "routable runner", "npm", "pypi", "neptune", "atlassian", "atlassian access",
    "app password", "discord", "age", "another age", "cloud", "old key", "annotated", "xprv", "nsec", "stellar",
    *(name for _, name, _ in WRITTEN if name.startswith("signed ")),
    *(name for _, name, _ in SHAPED if name.split(" ")[-1] in PROVING),
}  # fmt: skip

# Beginnings that everyone knows; what follows them is the secret.
PUBLIC = (
    "github" + "_pat_",
    "gh" + "s_123456_",
    "bedrock-api-key-" + "YmVkcm9jay",
    "ABSKQmVkcm9ja0FQ" + "SUtleS",
    "glagent" + "-",
    "GR1348" + "941",
    "api_org" + "_",
    "sk-proj" + "-",
    "sk-svcacct" + "-",
    "sk-admin" + "-",
    "sk-" + "ant-api03-",
    "sk-" + "ant-admin01-",
    "xoxe" + ".xoxb-1-",
    "hooks.slack" + ".com/services/",
    "sk_" + "live_",
    "rk_" + "live_",
    "glrt" + "-t1_",
    "glsoat" + "-",
    "glffct" + "-",
    "glcbt" + "-64_",
    "GOC" + "SPX-",
    "1234567890:AA",
    "tskey" + "-auth-",
    "ATATT3xFf" + "GF0",
    "ATCTT3x" + "FfG",
    "dp" + ".st.dev.",
    *(form.shown.decode() for secret in NAMED for form in secret.forms),
)

# Lines that come close to a rule and are none of its tokens.
NEAR_MISSES: list[tuple[str, str]] = [
    ("secret-github-token", "gh" + "p_" + chance(BASE62, 35)),
    ("secret-github-token", "x" + with_crc("gh" + "p_", chance(BASE62, 30))),
    ("secret-github-token", "gh" + "x_" + chance(BASE62, 36)),
    ("secret-github-token", "gh" + "p_" + "x" * 36),
    ("secret-github-token", "ghs" + "_123_" + "eyJub3QiOiJhIn0"),
    ("secret-github-fine-grained-token", "github" + "_pat_" + chance(BASE62, 80)),
    ("secret-github-fine-grained-token", "github" + "_pat_YOUR_TOKEN"),
    ("secret-gitlab-token", "gl" + "pat-" + "x" * 20),
    ("secret-gitlab-token", "gl" + "pat-" + chance(WEB64, 19)),
    ("secret-gitlab-token", "gl" + "ft-this-is-a-css-class-name"),
    ("secret-gitlab-token", "--gl" + "pat-<your access token>"),
    ("secret-huggingface-token", "hf" + "_" + "x" * 34),
    ("secret-huggingface-token", "hf" + "_your_token_here"),
    ("secret-huggingface-token", "hf" + "_convertCheckpointsToSafetensorFile"),
    ("secret-huggingface-token", "from models import hf" + "_AutoModelForSequenceClassification"),
    ("secret-huggingface-token", "hf" + "_" + chance(LOWER, 34)),
    ("secret-huggingface-token", "hf" + "_" + chance(UPPER + LOWER, 33)),
    ("secret-huggingface-token", "hf" + "_" + chance(UPPER + LOWER, 34) + "_suffix"),
    ("secret-huggingface-token", "self" + "hf" + "_" + chance(UPPER + LOWER, 34)),
    ("secret-huggingface-token", "hf" + "_${TOKEN}"),
    ("secret-openai-api-key", "sk-" + chance(BASE62, 48)),
    ("secret-openai-api-key", "sk-proj" + "-" + "x" * 20 + "T3Blbk" + "FJ" + "x" * 20),
    ("secret-openai-api-key", "task-proj" + "-" + chance(BASE62, 40)),
    ("secret-openai-api-key", "sk-proj" + "-" + chance(WEB64, 60)),
    ("secret-anthropic-api-key", "sk-" + "ant-api03-your-key-here"),
    ("secret-anthropic-api-key", "sk-" + "ant-api03-" + "x" * 93 + "AA"),
    ("secret-aws-access-key-id", "AK" + "IAIOSFODNN7EXAMPLE"),
    ("secret-aws-access-key-id", "AK" + "IA" + "XXXXXXXXXXXXXXXX"),
    ("secret-aws-access-key-id", "AS" + "IA" + "PACIFICREGIONSAL"),
    ("secret-aws-access-key-id", "u8AK" + "IA" + "Y7XK2QZ5NC4WJD6V"),
    ("secret-aws-access-key-id", "AK" + "IA" + "Y7XK2QZ5NC4WJD6V/+u8Q"[:16] + "u8Q/"),
    (
        "secret-aws-secret-access-key",
        "aws_secret" + "_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCY" + "EXAMPLEKEY",
    ),
    ("secret-aws-secret-access-key", "aws_secret" + "_access_key = " + chance(HEX, 40)),
    ("secret-aws-secret-access-key", "aws_secret" + '_access_key = os.environ["AWS_SECRET_ACCESS_KEY"]'),
    ("secret-aws-secret-access-key", "digest = " + chance(BASE62, 40)),
    ("secret-google-api-key", "AI" + "zaSy" + chance(WEB64, 32)),
    ("secret-google-api-key", "AI" + "zaSy" + chance(WEB64, 40)),
    ("secret-google-oauth-secret", "GOC" + "SPX-your-client-secret-goes-here"),
    ("secret-npm-token", "npm" + "_config_registry"),
    ("secret-npm-token", "npm" + "_" + "0" * 36),
    ("secret-pypi-token", "pypi" + "-AgEI" + "..."),
    ("secret-slack-token", "xox" + "b-your-token-here"),
    ("secret-slack-token", "xox" + "b-" + "0" * 12 + "-" + "x" * 24),
    ("secret-slack-webhook", "hooks.slack" + ".com/services/T00000000/B00000000/" + "X" * 24),
    ("secret-stripe-key", "sk_" + "live_" + "xxxxxxxxxxxxxxxxxxxxxxxx"),
    ("secret-stripe-key", "sk_" + "live_..."),
    ("secret-jwt", "eyJhbGci" + "OiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIi..."),
    (
        "secret-jwt",
        "eyJhbGci" + "Oi" + chance(BASE62, 30) + ".eyJ" + chance(BASE62, 40) + "." + chance(WEB64, 43),
    ),
    ("secret-jwt", jwt()[:-80]),
    ("secret-private-key", "-----BEGIN PUBLIC KEY-----"),
    ("secret-url-credentials", "https://git@github.com/a/b"),
    ("secret-url-credentials", "http://localhost:8080/@scope/name"),
    ("secret-url-credentials", 'f"https://{user}:{password}@' + 'db.site.io"'),
]
