# SPDX-License-Identifier: Apache-2.0
"""The check `secrets`: what each rule takes, what it leaves, how severe it is, and that nothing leaks."""

from __future__ import annotations

import json
import re
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.secrets_samples import (
    BASE62,
    NAMES,
    NEAR_MISSES,
    PROVEN,
    PUBLIC,
    TOKENS,
    chance,
    expand,
    findings,
    pem,
    rsa,
    seen,
    web64,
    with_crc,
)
from mlhooks.checks.secrets import CHECK
from mlhooks.checks.secrets.generic import GENERIC
from mlhooks.checks.secrets.masking import guard
from mlhooks.checks.secrets.rules import NAMED, OWNERS, SECRETS
from mlhooks.checks.secrets.spec import Form
from mlhooks.core.source import from_bytes
from support import hits_of

KEY_ID = "AK" + "IA" + "Y7XK2QZ5" + "NC4WJD6V"
AWS_SECRET = chance(BASE62, 20, 5) + "/" + chance(BASE62, 19, 6)
TOKEN = {name: token for _, name, token in TOKENS}


@pytest.mark.parametrize(("rule", "name", "token"), TOKENS, ids=[f"{r}-{n}" for r, n, _ in TOKENS])
def test_each_token_is_its_rules_and_no_others(rule: str, name: str, token: str) -> None:
    weak = "error" if name in PROVEN else "warning"
    for before, after in (
        ("", ""),
        ('x = "', '"'),
        ("TOKEN=", "\n"),
        (r"a\n", r"\n"),
        (r"k=\"", r"\""),
        ("%3D", "&b"),
    ):
        text = before + token + after
        found = findings(text)
        assert seen(found) == [(rule, "error")], (before, after)
        start, end = found[0].span
        assert text.encode()[start:end] == token.encode()
    assert seen(findings(token, "README.md", "docs")) == [(rule, weak)]
    assert seen(findings(token, "tests/a.py", "tests")) == [(rule, weak)]
    assert seen(findings(token, "vendor/a.py", "vendored")) == [(rule, "error")]


@pytest.mark.parametrize(("rule", "text"), NEAR_MISSES, ids=count())
def test_near_misses_do_not_fail(rule: str, text: str) -> None:
    assert [f for f in findings(text) if f.severity != "note"] == [], rule


def test_every_rule_has_tokens_and_near_misses() -> None:
    rules = {rule.id for rule in CHECK.rules}
    elsewhere = {"secret-private-key", "secret-google-service-account", "secret-url-credentials"}
    elsewhere |= {"secret-client-file", "secret-encoded-private-key", "secret-azure-sas-token"}
    elsewhere |= {"secret-jwk-private-key", "secret-convex-key", "secret-connection-string"}
    elsewhere |= {secret.rule.id for secret in GENERIC}
    covered = {rule for rule, _, _ in TOKENS + NAMES} | elsewhere | {"secret-aws-secret-access-key"}
    assert covered == rules
    shapes = {secret.rule.id for secret in NAMED}
    elsewhere = {"secret-google-service-account", "secret-client-file", "secret-encoded-private-key"}
    elsewhere |= {"secret-connection-string", *(secret.rule.id for secret in GENERIC)}
    assert {rule for rule, _ in NEAR_MISSES} | elsewhere == rules - shapes


FORMS = [(secret.rule.id, form) for secret in NAMED for form in secret.forms if form.shape]


@pytest.mark.parametrize(("rule", "form"), FORMS, ids=[f"{r}-{f.shape}" for r, f in FORMS])
def test_a_shape_that_is_not_quite_met_is_not_its_token(rule: str, form: Form) -> None:
    name = form.names[0] if form.names else "value"
    short, whole = expand(form.shape, short=1), expand(form.shape)
    inside = "Q" + whole + "Q" * 12
    hollow = re.sub(r"[0-9A-Za-z]", "x", whole.removeprefix(form.shown.decode()))
    for value in (short, inside, form.shown.decode() + hollow, "os.environ['KEY']", "${KEY}", "<your key>"):
        text = f'{name} = "{value}"'
        assert [f for f in findings(text) if f.rule == rule and f.severity != "note"] == [], value


@pytest.mark.parametrize(("rule", "name", "token"), NAMES, ids=[f"{r}-{n}" for r, n, _ in NAMES])
def test_a_key_without_a_shape_counts_beside_its_names(rule: str, name: str, token: str) -> None:
    spelled = (
        [name]
        if re.search(r"\W", name)
        else [name, name.upper(), name.replace("_", "-"), "".join(w.title() for w in name.split("_"))]
    )
    for word in spelled:
        for text in (
            f'{word} = "{token}"', f"export {word}={token}", f'"{word}": "{token}",', f"  {word}: {token}",
            f'- name: {word}\n  value: "{token}"',
            f"x({word}='{token}')", f'f(os.environ["{word}"] = "{token}")', rf"\"{word}\": \"{token}\"",
        ):  # fmt: skip
            found = findings(text)
            assert seen(found) == [(rule, "error")], text
            assert text.encode()[slice(*found[0].span)] == token.encode()
    assert seen(findings(f"name = {token}")) != [(rule, "error")] or token.startswith("sk_live_")
    assert [f for f in findings(f"{name}\n{token}") if f.rule == rule] == []
    assert [f for f in findings(f'{name} = "{"a" * len(token)}"') if f.severity != "note"] == []


@pytest.mark.parametrize(
    "token",
    [
        with_crc("gh" + "p_", chance(BASE62, 30))[:-1] + "0",
        "npm" + "_" + chance(BASE62, 36),
        TOKEN["fine-grained"][:60] + "0" + TOKEN["fine-grained"][61:],
        TOKEN["routable"][:-1] + "0",
        *(TOKEN[name][:-1] + "0" for name in ("age", "atlassian", "app password")),
        expand("cfat_{w:40}{x:8}", 7),
        expand("glsa_{w:32}_{x:8}", 7),
        "glc" + "_eyJ" + chance(BASE62, 80),
        TOKEN["pypi"][:-8] + "AAAABBBB0",
        "ghs" + "_12_eyJ" + chance(BASE62, 30) + ".eyJ" + chance(BASE62, 40) + "." + chance(BASE62, 40),
        "hf" + "_" + "aB" * 17,
        "hf" + "_aBcDeFgHiJkLmNoPqRsTuVwXyZaBcDeFgHiJ"[:35],
        "sk_" + "test_" + chance(BASE62, 24),
        "rk_" + "test_" + chance(BASE62, 99),
    ],
    ids=count(),
)
def test_wrong_checksums_and_sequences_are_at_most_notes(token: str) -> None:
    for path, classes in (("a.py", ()), ("tests/a.py", ("tests",))):
        assert [f.severity for f in findings(token, path, *classes)] in (["note"], [])


@pytest.mark.parametrize(
    "text",
    [
        "aws_secret" + "_access_key = {}",
        "AWS_SECRET" + '_ACCESS_KEY="{}"',
        '"SecretAccess' + 'Key": "{}",',
        "secretAccess" + "Key: '{}'",
        'os.environ["AWS_SECRET' + '_ACCESS_KEY"] = "{}"',
        "aws_secret" + '_key: str = "{}"',
        "aws configure set aws_secret" + "_access_key {}",
        r'"source": ["aws_secret' + r'_access_key = \"{}\"\n"]',
        "<SecretAccess" + "Key>{}</SecretAccessKey>",
        'getenv("AWS_SECRET' + '_ACCESS_KEY", "{}")',
    ],
    ids=count(),
)
def test_aws_secret_next_to_a_keyword(text: str) -> None:
    for secret in (AWS_SECRET, AWS_SECRET[::-1]):
        found = findings(text.format(secret))
        assert seen(found) == [("secret-aws-secret-access-key", "error")]
        assert text.format(secret).encode()[slice(*found[0].span)] == secret.encode()


def test_aws_secret_without_a_keyword_is_silent() -> None:
    assert findings(f"value = {AWS_SECRET}") == []


def test_the_account_of_an_aws_key_is_printed() -> None:
    message = findings(KEY_ID)[0].message
    assert re.search(r"AKIA\.\.\. of account \d{12} \(no checksum exists\)$", message)
    assert "of account" not in findings("AK" + "IA" + "J7XK2QZ5" + "NC4WJD6V")[0].message


def test_a_jwt_says_who_issued_it_and_when_it_ends() -> None:
    def said(**claims: object) -> str:
        head, tail = web64(b'{"alg":"HS256"}'), chance(BASE62, 43)
        return findings(f"{head}.{web64(json.dumps(claims).encode())}.{tail}")[0].message

    assert "issued by https://id.registry.example, valid until 2030-03-17 (" in said(
        iss="https://id.registry.example", exp=1_900_000_000
    )
    assert "issued by" not in said(iss="a b\x1b[31m::error::", sub="x")
    assert "without an end" in said(sub="x")
    assert "valid until" not in said(exp=1 << 70)
    assert "valid until" not in said(exp="tomorrow")


def test_the_message_is_the_policys() -> None:
    token = TOKEN["hf"]
    found = findings(f"token: {token}")[0]
    assert found.message == f"Hugging Face token hf_...{token[-2:]} (no checksum exists)"
    assert [line.label for line in found.help] == ["do", "instead"]
    assert found.help[0].text.startswith("revoke it in the account's token settings if it was ever pushed; ")
    assert found.help[1].text == "read HF_TOKEN from the environment"
    assert "its checksum is right" in findings(TOKEN["ghp"])[0].message


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        *((token, token) for _, _, token in TOKENS),
        *((token, f"{name} = '{token}'") for _, name, token in NAMES),
        *((token[:-1] + "0", token[:-1] + "0") for _, name, token in TOKENS if name in PROVEN),
        (AWS_SECRET, "aws_secret" + "_access_key=" + AWS_SECRET),
        *(
            (pw, f"postgres://app:{pw}@db.qwvz-models.dev/x")
            for pw in ("kJ8#x-92Lm!qP", "qwvz-models.devkJ82", "db.qwvz-models.dev99", "app7Qzz1")
        ),
        (rsa().hex(), pem("RSA", rsa())),
        (pem("", rsa()), pem("", rsa())),
    ],
    ids=count(),
)
def test_no_attribute_and_no_exception_holds_the_secret(secret: str, text: str) -> None:
    hidden = max((secret.removeprefix(public) for public in PUBLIC), key=lambda rest: -len(rest))
    pieces = [hidden[at : at + 8] for at in range(max(1, len(hidden) - 7))]
    for path in ("a.txt", "a.ipynb"):
        for found in findings(text, path):
            shown = repr(found) + "".join(map(str, (found.message, found.identity, *found.help)))
            assert not [piece for piece in pieces if piece in shown]


def test_short_tokens_show_no_end() -> None:
    assert KEY_ID[-2:] not in findings(KEY_ID)[0].message.split(" of ")[0]


def test_the_guard_holds_back_any_eight_characters() -> None:
    assert guard("token abcdefgh", b"xxabcdefghxx", "token") == "token"
    assert guard("token abcdefg", b"xxabcdefghxx", "token") == "token abcdefg"
    assert guard("short ab", b"ab", "short") == "short"


def test_a_key_in_an_argument_of_a_call_counts_and_a_name_does_not() -> None:
    key = chance(BASE62, 40)
    for text in (
        f'cohere.Client(api_key="{key}")',
        f"cohere.Client('{key}')",
        f'cohere.ClientV2(key="{key}")',
    ):
        assert seen(findings(text)) == [("secret-cohere-api-key", "error")], text
    assert findings(f'cohere_api_key = "{"ANameOfSomeClassThatIsLongAndQuiteUnusualToo"[:40]}"') == []
    assert findings(f'cohere_api_key = "{"12" * 20}"') == []


@pytest.mark.parametrize(
    "text",
    [
        "fw" + "_" + chance(BASE62.lower(), 22),
        "AP" + "I-" + chance(BASE62[10:36], 26),
        web64(b"123456789") + "x" * 12 + ".X-ab1Z." + chance(BASE62, 38),
        web64(b"1234567890123456xx") + ".X-ab1Z." + chance(BASE62, 38),
        "Mc" + chance(BASE62, 22) + ".X-ab1Z." + chance(BASE62, 38),
    ],
    ids=count(),
)
def test_what_chance_or_the_provider_would_not_make_is_silent(text: str) -> None:
    assert findings(f"x = {text}") == []


def test_identity_is_the_value_not_the_place() -> None:
    token, other = TOKEN["hf"], "hf" + "_" + chance(BASE62, 34, 9)
    first, second, third = findings(f"{token}\n\n x {token}\n{other}")
    assert first.identity == second.identity != third.identity
    assert re.fullmatch("[0-9a-f]{32}", first.identity)


def test_the_most_specific_rule_takes_the_span() -> None:
    found = findings(f"https://someone:{TOKEN['ghp']}@github.com/a/b")
    assert seen(found) == [("secret-github-token", "error")]
    found = findings("https://x-access-token:" + "gh" + "p_" + "x" * 36 + "@github.com/a/b")
    assert found == []


def test_a_token_in_a_notebook_within_escaped_quotes() -> None:
    cell = {
        "cell_type": "code",
        "source": [f'login(token="{TOKEN["hf"]}")\n', f"x\n{TOKEN['npm']}\n"],
        "outputs": [],
    }
    text = json.dumps({"cells": [cell], "nbformat": 4, "nbformat_minor": 5, "metadata": {}})
    assert seen(findings(text, "a.ipynb")) == [
        ("secret-huggingface-token", "error"),
        ("secret-npm-token", "error"),
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8-sig"])
def test_other_encodings(encoding: str) -> None:
    data = (
        f"\ufefftoken = {TOKEN['hf']}".encode(encoding)
        if encoding == "utf-16-be"
        else TOKEN["hf"].encode(encoding)
    )
    assert seen(findings(data)) == [("secret-huggingface-token", "error")]


def test_anywhere_in_a_line_of_five_megabytes() -> None:
    filler = "ab(c)+1;" * 160_000
    text = f'{filler}"{TOKEN["hf"]}"{filler}"{TOKEN["ghp"]}"{filler}{filler}'
    assert len(text) > 5_000_000
    assert seen(findings(text)) == [
        ("secret-huggingface-token", "error"),
        ("secret-github-token", "error"),
    ]


@pytest.mark.parametrize(
    "piece",
    [
        b"sk-ant-",
        b"sk-proj-",
        b"://a:b@",
        b"-----BEGIN PRIVATE KEY-----",
        b"github_pat_",
        b"pypi-AgE",
        b"xoxb-1",
        b"PuTTY-User-Key-File-2: a\n",
        b"aws_secret_",
        b"-----BEGIN RSA PRIVATE KEY-----\\n",
        b"://aaaaaaaaaaaa@",
        b"hooks.slack.com/",
        b"glpat-aaaaaaaaaaaaaaaaaaaa",
        b"ghs_1",
    ],
    ids=count(),
)
def test_hostile_repetition_ends(piece: bytes) -> None:
    """The engine bounds the findings; here half a megabyte of beginnings must only not take minutes."""
    findings(piece * (500_000 // len(piece)))


def test_binary_like_text_is_quiet() -> None:
    blob = chance(BASE62 + "+/", 400_000)
    assert findings(f'"data": "{blob}"') == []


def test_both_matchers_give_the_same_hits() -> None:
    text = (
        "\n".join(token for _, _, token in TOKENS)
        + f"\nhttps://a:{chance(BASE62, 12)}@b.io\n"
        + pem("EC", b"x" * 40)
    )
    source = from_bytes("a.txt", text.encode())
    assert hits_of(CHECK, source) == hits_of(CHECK, source, stdlib=True)


ANY = st.lists(
    st.one_of(
        st.binary(max_size=30),
        st.sampled_from([t.encode()[:n] for _, _, t in TOKENS for n in (10, 30, len(t))]),
        st.sampled_from([pem("RSA", rsa(512)).encode()[:n] for n in (40, 100, 400)]),
        st.sampled_from(
            [b"://", b"a:b", b"@h.io", b"\\n", b'"', b"Proc-Type: 4,ENCRYPTED\n", b"PuTTY-User-Key-File-2: "]
        ),
    ),
    max_size=12,
).map(b"".join)


@given(data=ANY)
def test_never_raises_and_stays_inside(data: bytes) -> None:
    size = len(from_bytes("a.txt", data).data or b"")
    for found in findings(data):
        assert 0 <= found.span.start < found.span.end <= size
        assert found.message.isprintable()


WHEN = {"secret-generic-entropy": "it is a secret that"}


def test_every_row_is_complete() -> None:
    for secret in SECRETS:
        assert secret.rule.id.startswith("secret-")
        assert f"If {WHEN.get(secret.rule.id, 'it')} was ever pushed, first " in secret.rule.why
        assert f" if {WHEN.get(secret.rule.id, 'it')} was ever pushed; " in secret.revoke
        assert secret.rule.why.endswith("; deleting the line does not undo that.")
        name, _, value = secret.rule.good.partition(" = ")
        assert name.isidentifier()
        assert value.startswith("os.environ[")
        assert name == "path" or secret.rule.bad.startswith(f'{name} = "')
        assert secret.revoke
        assert secret.instead
        for form in secret.forms:
            for trigger in form.triggers:
                assert trigger.width >= 5, "a shorter trigger would wake the check on clean files"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("DeepgramClient('{x:40}')", "secret-deepgram-api-key"),
        ('Roboflow("{w:20}")', "secret-roboflow-api-key"),
        ("AccountName=a;AccountKey={B:86}==;", "secret-azure-storage-key"),
        ("sonar.token={x:40}", "secret-sonar-token"),
        ("WANDB_API_KEY=local-{x:40}", "secret-wandb-api-key"),
        ('    - name: NGC_API_KEY\n      value: "{w:84}"', "secret-nvidia-api-key"),
        ("- name: AWS_SECRET_ACCESS_KEY\n  value: {B:40}", "secret-aws-secret-access-key"),
    ],
)
def test_other_ways_in_which_a_key_is_given(text: str, rule: str) -> None:
    assert seen(findings(expand(text, 3))) == [(rule, "error")]


def test_the_triggers_find_nothing_in_ordinary_text() -> None:
    """A trigger that names of every program begin with would wake the check on clean files."""
    words = (
        "feature_extractor pre_training core_model_loading self.secret_key client_secret_name api_key=api_key "
        "0.12345678 1.0.2 patch_embeddings pattern_matching st.session_state key_value_states up_sample_blocks "
        "https://docs.python.org/3/library/re.html cohere wandb openai_api_base hf_hub_download sk_learn "
        "token_type_ids password = getpass() AAAA BSAFE EAAS pb_utils pl_module.training ck-editor nk-model "
        "xai_explain sl.slider csk-1 rdme_ fw_modules db-postgres ico-small pa-russian SK_ID SKUs cio_loop"
    )
    hits = hits_of(CHECK, from_bytes("a.py", words.encode()))
    assert [hit for hit in hits if any(secret.finder != "generic" for secret, _ in OWNERS[hit[0]])] == []


@pytest.mark.parametrize(
    ("before", "after", "counts"),
    [
        ("{blob}/", "/{blob}", False),
        ("{blob}+", '"', False),
        ('"', "/{blob}", False),
        ("data:image/png;base64,{blob}/", "==", False),
        ('"', '"', True),
        ("https://registry.example/a/", "/b", True),
        ("path/to/", " ", True),
        ("{blob:.20}/", "/{blob:.20}", True),
    ],
)
def test_a_token_is_none_within_longer_base64(before: str, after: str, counts: bool) -> None:
    token, blob = expand("hf_{w:34}", 5), expand("{w:60}", 6)
    text = before.format(blob=blob) + token + after.format(blob=blob)
    found = [one for one in findings(text) if "huggingface" in one.rule]
    assert bool(found) is counts
