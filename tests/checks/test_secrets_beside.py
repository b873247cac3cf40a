# SPDX-License-Identifier: Apache-2.0
"""Secrets that are known by what stands beside them: a key id, a host, a signature inside, a member."""

from __future__ import annotations

import json
from itertools import count
from time import perf_counter

import pytest

from checks.secrets_samples import BASE62, HEX, LOWER, UPPER, WEB64, chance, expand, findings, seen, signed
from mlhooks.checks.secrets.rules import SECRETS
from mlhooks.checks.secrets.shapes import UUID

KEY_ID = "AK" + "IA" + "Y7XK2QZ5" + "NC4WJD6V"
SECRET = chance(BASE62, 20, 5) + "/" + chance(BASE62, 19, 6)
HEX32, HEX40, HEX64, WORD40 = chance(HEX, 32), chance(HEX, 40), chance(HEX, 64), chance(BASE62, 40)
SK32, SK48 = "sk" + "-" + chance(HEX, 32), "sk" + "-" + chance(BASE62, 48)
ALI, TENCENT = "LT" + "AI" + "5t" + chance(BASE62, 18), "AK" + "ID" + chance(BASE62, 32)
SID = "AC" + chance(HEX, 32)
# what tells it, the secret, its rule
PAIRS = [
    (KEY_ID, SECRET, "secret-aws-secret-access-key"),
    (ALI, chance(BASE62, 30, 3), "secret-alibaba-access-key-id"),
    (TENCENT, chance(BASE62, 32, 3), "secret-tencent-secret-id"),
    (SID, chance(HEX, 32, 3), "secret-twilio-key"),
    ("rzp_live_" + chance(BASE62, 14), chance(BASE62, 24, 3), "secret-razorpay-secret"),
    ("ak" + "-" + chance(BASE62, 22), "as" + "-" + chance(BASE62, 22), "secret-modal-token"),
    ("1234-abc.apps.googleusercontent.com", chance(WEB64, 24, 3), "secret-google-oauth-secret"),
    ("https://api.cohere.ai/v1", WORD40, "secret-cohere-api-key"),
    ("https://api.mistral.ai/v1", chance(BASE62, 32), "secret-mistral-api-key"),
    ("https://api.deepseek.com", SK32, "secret-deepseek-api-key"),
    ("https://api.together.xyz/v1", HEX64, "secret-together-api-key"),
    ("https://api.elevenlabs.io/v1", HEX32, "secret-elevenlabs-api-key"),
    ("https://api.assemblyai.com/v2", HEX32, "secret-assemblyai-api-key"),
    ("https://api.deepgram.com/v1", HEX40, "secret-deepgram-api-key"),
    ("https://api.stability.ai/v1", SK48, "secret-stability-api-key"),
    ("https://api.moonshot.cn/v1", SK48, "secret-moonshot-api-key"),
    ("https://dashscope.aliyuncs.com/v1", SK32, "secret-dashscope-api-key"),
    ("https://a-b.svc.us-east1-gcp.pinecone.io", expand(UUID), "secret-pinecone-api-key"),
    ("https://x.qdrant.io:6333", chance(WEB64, 54), "secret-qdrant-api-key"),
    ("https://x.weaviate.network", chance(BASE62, 36), "secret-weaviate-api-key"),
    ("https://api.clear.ml", chance(BASE62, 50), "secret-clearml-secret-key"),
    ("https://x.openai.azure.com/", HEX32, "secret-azure-openai-key"),
    ("https://dev.azure.com/team", chance(LOWER + "234567", 52), "secret-azure-devops-token"),
]


@pytest.mark.parametrize(("near", "secret", "rule"), PAIRS, ids=[pair[2] for pair in PAIRS])
def test_a_secret_beside_what_tells_it(near: str, secret: str, rule: str) -> None:
    for text in (
        f'Client("{near}", "{secret}")',
        f"# {secret}\n# {near}",
        f"{near}\n{secret}\n",
        f'curl {near} -H "Authorization: Bearer {secret}"',
        f'url = "{near}"\nkey = "{secret}"',
        rf"{{\"a\": \"{near}\", \"b\": \"{secret}\"}}",
    ):
        found = [f for f in findings(text) if f.rule == rule and text[slice(*f.span)] == secret]
        assert [f.severity for f in found] == ["error"], text
        assert secret[8:16] not in found[0].message
    for text in (secret, f"{near}{' ' * 205}{secret}", f"{near} x{secret}", f"{near} {secret}x"):
        assert [f for f in findings(text) if text[slice(*f.span)] == secret] == [], text
    hollow = "".join("x" if char.isalnum() else char for char in secret[3:])
    assert [f for f in findings(f"{near} {secret[:3]}{hollow}") if f.rule == rule and hollow in secret] == []


def test_every_form_of_this_kind_is_tried() -> None:
    forms = [(s.rule.id, form) for s in SECRETS for form in s.forms if form.within]
    assert {rule for rule, form in forms if not form.proof.startswith("azure_")} == {p[2] for p in PAIRS}


def test_the_accounts_own_file_of_keys() -> None:
    text = f"Access key ID,Secret access key\n{KEY_ID},{SECRET}\n"
    assert seen(findings(text)) == [
        ("secret-aws-access-key-id", "error"),
        ("secret-aws-secret-access-key", "error"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"d":"{}","kty":"EC","crv":"P-256","x":"a","y":"b"', True),
        ('"kty": "OKP", "crv": "Ed25519", "x": "a", "d": "{}"', True),
        ('"kty":"RSA","n":"a","e":"AQAB","d":"{}"', True),
        ('"kty":"EC","crv":"P-256","x":"a","d":"{}"', False),
        ('"kty":"oct","k":"a","d":"{}"', False),
        ('"d":"{}","x":"a","y":"b"', False),
        ('"d":"{}"}},{{"kty":"EC","crv":"P-256","x":"a","y":"b"', False),
    ],
    ids=count(),
)
def test_a_json_web_key_is_private_by_its_members(text: str, found: bool) -> None:
    whole = "{" + text.replace("{}", chance(WEB64, 43)).replace("{{", "{").replace("}}", "}") + "}"
    expected = [("secret-jwk-private-key", "error")] if found else []
    assert seen(findings(whole, "a.json", "tests")) == expected


@pytest.mark.parametrize(
    ("query", "severity"),
    [
        ("sv=2022-11-02&se=2030-01-01T00:00:00Z&sp=rl&sig={}", "error"),
        ("sv=2022-11-02&amp;se=2030-01-01&amp;sig={}", "error"),
        ("x=1&sig={}", ""),
        ("x=1&se=2030-01-01&sig={}", ""),
        ("sv=2022-11-02&se=2030-01-01&sig=<signature>", ""),
    ],
    ids=count(),
)
def test_a_shared_access_signature_says_when_it_ends(query: str, severity: str) -> None:
    url = "https://a.blob.core.windows.net/c/f?" + query.format(chance(BASE62, 43) + "%3D")
    found = findings(url)
    assert seen(found) == ([("secret-azure-sas-token", severity)] if severity else [])
    assert all("valid until 2030-01-01" in finding.message for finding in found)


def test_a_signed_key_of_azure_says_what_it_opens_and_a_wrong_one_is_a_note() -> None:
    storage, bus = signed("+A" + "St", b"Default0", 64), signed("+A" + "Sb", b"Manage00", 32)
    assert "of a storage account (its checksum is right)" in findings(storage)[0].message
    assert "of Service Bus (its checksum is right)" in findings(bus)[0].message
    assert seen(findings(signed("+A" + "St", b"Default1", 64))) == [("secret-azure-storage-key", "note")]
    unknown = findings(signed("+A" + "Sb", b"Default1", 32))
    assert seen(unknown) == [("secret-azure-service-key", "error")]
    assert "its checksum is not known" in unknown[0].message


def test_a_convex_key() -> None:
    value = json.dumps({"v2": "0123456789abcdef" + chance(HEX, 40)}, separators=(",", ":"))
    from base64 import b64encode

    key = "prod:quick-fox-123|" + b64encode(value.encode()).decode()
    assert seen(findings(f'CONVEX_DEPLOY_KEY="{key}"')) == [("secret-convex-key", "error")]


@pytest.mark.parametrize("near", [KEY_ID, SID, "api.deepgram.com", "JQQ" + "J99", "+A" + "St" + "AAAAA"])
def test_many_of_them_end_in_seconds(near: str) -> None:
    text = f"{near} {UPPER} " * (400_000 // (len(near) + 28))
    start = perf_counter()
    findings(text)
    assert perf_counter() - start < 10
