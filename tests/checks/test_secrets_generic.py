# SPDX-License-Identifier: Apache-2.0
"""Secrets without a provider: the ways in which they are written, and what their names and values mean."""

from __future__ import annotations

import builtins
import sys
from itertools import count

import pytest

from checks.generic_samples import BASE62, PASSWORD_WAYS, WAYS, drawn, passwords, uuid, values
from checks.generic_unseen import UNSEEN, UNSEEN_AGAIN, UNSEEN_PASSWORDS, UNSEEN_PASSWORDS_AGAIN
from checks.secrets_samples import TOKENS, seen
from checks.secrets_samples import every as findings
from mlhooks.checks.secrets import CHECK, generic_judge
from mlhooks.checks.secrets.generic import GENERIC
from mlhooks.checks.secrets.generic_model import looks_random
from mlhooks.checks.secrets.generic_names import KEY, PASSWORD, WEAK, meaning
from mlhooks.checks.secrets.generic_values import LONGEST, judge_value
from mlhooks.core.matcher import expression
from mlhooks.core.source import from_bytes
from support import hits_of

try:
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:  # Python 3.10
    import sre_parse as parser

ASSIGNED = "secret-generic-assignment"
VALUE = drawn(BASE62, 32, 7)


def caught(text: str, value: str, file: str) -> bool:
    """Whether a finding that fails covers the value and nothing else."""
    spans = [found.span for found in findings(text, file) if found.severity != "note"]
    return [text.encode()[slice(*span)] for span in spans] == [value.encode()]


@pytest.mark.parametrize(("file", "text"), WAYS, ids=count())
def test_ways_of_giving_a_key(file: str, text: str) -> None:
    missed = [
        kind
        for seed in (1, 2)
        for kind, value in values(seed).items()
        if not caught(text.format(value), value, file)
    ]
    assert missed == []


@pytest.mark.parametrize(("file", "text"), PASSWORD_WAYS, ids=count())
def test_ways_of_giving_a_password(file: str, text: str) -> None:
    missed = [
        kind
        for seed in (1, 2)
        for kind, value in passwords(seed).items()
        if not caught(text.format(value), value, file)
    ]
    assert missed == []


def test_ways_that_were_held_out() -> None:
    """What is missed is listed in no place: the share is what counts, and it must not shrink.

    A password in a connection string to a host of one label is a note, as the policy has it for URLs.
    """
    keys, words = UNSEEN + UNSEEN_AGAIN, UNSEEN_PASSWORDS + UNSEEN_PASSWORDS_AGAIN
    for ways, kinds, least in ((keys, values, 0.89), (words, passwords, 0.77)):
        tries = [(text.format(value), value, file) for file, text in ways for value in kinds(3).values()]
        assert sum(caught(*one) for one in tries) / len(tries) >= least


def test_each_finding_is_a_warning_and_says_which_name() -> None:
    found = findings(f'DB_PASSWORD = "{VALUE}"')
    assert seen(found) == [(ASSIGNED, "warning")]
    assert found[0].message == f"the value of `DB_PASSWORD`, ...{VALUE[-2:]}, looks random"
    (short,) = findings(f'password = "{drawn(BASE62, 12, 4)}"')
    assert short.message == "the value of `password` looks random"
    assert "environment variable" in found[0].help[1].text


@pytest.mark.parametrize(("rule", "token"), [(rule, token) for rule, _, token in TOKENS], ids=count())
def test_a_provider_s_rule_takes_the_value_from_the_generic_one(rule: str, token: str) -> None:
    for text in (f'api_token = "{token}"', f"API_TOKEN={token}\n", f"Authorization: Bearer {token}"):
        assert seen(findings(text)) == [(rule, "error")], text


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (PASSWORD, "password PASSWORD dbPassword db_password db-password userPwd smtp_pass DB_PASS PASS passwd root_pw passphrase ssh_pass"),
        (KEY, "token TOKEN authToken API_KEY apikey apiKey client_secret clientSecret SECRET_KEY private_key credentials creds auth GITHUB_PAT access_token user_access_token page_access_token x-api-key app.config.api_key API_KEY_PROD "),
        (WEAK, "key some_key openweather_key"),
        ("", "bos_token eos_token pad_token placeholder_token image_token next_token nextToken page_token csrf_token csrf_middleware_token origin_trial_token primary_key cache_key hash_key public_key publishable_key sort_key keyword word monkey broken forward_pass compass bypass author database pattern secretary"),
    ],
    ids=["password", "key", "weak", "none"],
)  # fmt: skip
def test_what_a_name_means(kind: str, names: str) -> None:
    assert {name: meaning(name) for name in names.split()} == dict.fromkeys(names.split(), kind)


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        (f'api_key = "{uuid(1)}"', "is a UUID"),
        (f'md5 of the archive, api_key = "{drawn("0123456789abcdef", 32, 1)}"', "is a digest"),
        (f'some_key = "{VALUE}"', "looks random, but its name does not say that it is secret"),
        ('password = "correct-horse-battery"', "looks like a placeholder"),
        ('password = "AubergineMountain"', "looks like a placeholder"),
        ('password = "L@stWr!t3M0unt@in"', "looks like words"),
        ('password = "aubergine-mountain river"', "is several words"),
    ],
    ids=count(),
)
def test_what_is_a_note(text: str, remark: str) -> None:
    found = findings(text)
    assert seen(found) == [(ASSIGNED, "note")]
    assert found[0].message.endswith(f" {remark}")


def test_paths_decide_how_much_it_counts() -> None:
    text = f'api_key = "{VALUE}"'
    assert seen(findings(text, "tests/a.py", "tests")) == [(ASSIGNED, "note")]
    assert seen(findings(text, "docs/a.md", "docs")) == [(ASSIGNED, "note")]
    assert seen(findings(text, "vendor/a.js", "vendored")) == [(ASSIGNED, "warning")]
    assert findings('password = "aubergine-mountain"', "tests/a.py", "tests") == []
    for lock in ("poetry.lock", "package-lock.json", "pnpm-lock.yaml", "go.sum", "a/uv.lock", "Cargo.lock"):
        assert findings(text, lock) == []


def test_base64_counts_as_what_it_holds() -> None:
    for value, severities in (("YXViZXJnaW5lLW1vdW50YWlu", ["note"]), ("a1g5bVAydkx3N3pKcTg=", ["warning"])):
        assert [found.severity for found in findings(f"  password: {value}\n", "secret.yaml")] == (
            [] if severities == ["note"] else severities
        )
        assert [found.severity for found in findings(f'password: "{value}"\n', "secret.yaml")] == severities


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_other_encodings(encoding: str) -> None:
    for text in (f'API_KEY = "{VALUE}"\n', f"db:\n  password: {VALUE}\n", f"set API_TOKEN={VALUE}\r\n"):
        found = findings(text.encode(encoding), "a.ps1")
        assert seen(found) == [(ASSIGNED, "warning")]
        source = from_bytes("a.ps1", text.encode(encoding))
        assert source.text[slice(*found[0].span)] == VALUE.encode()


def test_triggers_are_as_wide_as_they_say() -> None:
    """The judge finds the value by it."""
    triggers = [trigger for secret in GENERIC for form in secret.forms for trigger in form.triggers]
    assert len(triggers) > 50
    for trigger in triggers:
        assert parser.parse(expression(trigger)).getwidth() == (trigger.width, trigger.width)


def test_both_matchers_give_the_same_hits() -> None:
    texts = [text.format(VALUE) for _, text in (*WAYS, *PASSWORD_WAYS, *UNSEEN, *UNSEEN_PASSWORDS)]
    source = from_bytes("a.txt", "".join(texts).encode())
    hits = hits_of(CHECK, source)
    assert hits == hits_of(CHECK, source, stdlib=True)
    assert len(hits) >= len(texts) // 2


def test_nothing_of_a_value_is_said() -> None:
    for text in (f'{VALUE}_password = "{VALUE}"', f"TOKEN_{VALUE}_KEY={VALUE}", f'api_key = "{VALUE}"'):
        for found in findings(text):
            said = found.message + found.identity + "".join(map(str, found.help))
            assert not [at for at in range(len(VALUE) - 7) if VALUE[at : at + 8] in said]


def test_a_value_without_quotes_is_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many names stand in it: else a text of names takes the square of its length."""
    judged: list[bytes] = []

    def counted(text: bytes, *more: object) -> object:
        judged.append(text)
        return judge_value(text, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(generic_judge, "judge_value", counted)
    findings("api_key=aB3dE5gH7" * 3000)
    assert 50 < len(judged) < 17 * 3000 // LONGEST + 10


def test_names_of_programs_do_not_look_random_and_random_texts_do() -> None:
    """The bounds are those that the line was set for; the names are others than those it was set on."""
    modules = [
        builtins,
        *map(sys.modules.get, sorted(sys.builtin_module_names)),
        pytest,
        sys.modules["decimal"],
    ]
    names = {name for module in modules if module for name in dir(module) if len(name) >= 8}
    assert len(names) > 500
    assert sum(looks_random(name.encode()) for name in names) / len(names) <= 0.02
    for size, least in ((10, 0.7), (16, 0.88), (24, 0.97), (40, 0.99)):
        texts = [drawn(BASE62, size, seed) for seed in range(500)]
        assert sum(looks_random(text.encode()) for text in texts) / len(texts) >= least


@pytest.mark.parametrize(
    "piece",
    [
        'password = "',
        "token=aaaaaaaa",
        "key: 'aaaaaaaa",
        "Bearer aB3dE5gH",
        "api_key=aB3dE5gH7",
        '"token": "${',
        " | key | ",
    ],
    ids=count(),
)
def test_hostile_repetition_ends(piece: str) -> None:
    """Half a megabyte of beginnings: no value is looked at beyond its limit, no line before its own."""
    findings(piece * (500_000 // len(piece)))
