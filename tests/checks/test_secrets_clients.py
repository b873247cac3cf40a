# SPDX-License-Identifier: Apache-2.0
"""Credentials in files that belong to a program: .netrc, .npmrc, .pypirc, Docker's, and keys in base64."""

from __future__ import annotations

from base64 import b64encode
from itertools import count

import pytest

from checks.secrets_samples import BASE62, WEB64, chance, ec, findings, jwt, pem, rsa, seen
from mlhooks.checks.secrets import CHECK
from mlhooks.checks.secrets.rules import OWNERS
from mlhooks.core.source import from_bytes
from support import hits_of

PASSWORD = chance(BASE62 + "!#*", 14)
LOGIN = b64encode(f"somebody:{PASSWORD}".encode()).decode()
FILES = [
    (".netrc", "machine git.registry.example\n  login somebody\n  password {}\n", PASSWORD),
    ("home/_netrc", "machine a.b login c password {}", PASSWORD),
    (".npmrc", "//registry.example/:_authToken={}\n", chance(WEB64, 36)),
    ("web/.npmrc", '//registry.example/:_authToken = "{}"\n', chance(WEB64, 36)),
    (".npmrc", "_auth={}\n", b64encode(PASSWORD.encode()).decode().rstrip("=")),
    (".npmrc", "//registry.example/:_password={}\n", PASSWORD),
    (".pypirc", "[pypi]\nusername = somebody\npassword = {}\n", PASSWORD),
    (".pypirc", "password: {}\n", PASSWORD),
    (".my.cnf", "[client]\nuser=somebody\npassword = {}\n", PASSWORD),
    (".kube/config", "users:\n- name: a\n  user:\n    token: {}\n", chance(WEB64, 40)),
    ("deploy/kubeconfig.yaml", "    username: admin\n    password: {}\n", PASSWORD),
    (".pgpass", "db.registry.example:5432:models:somebody:{}\n", PASSWORD),
    (".pgpass", "db.registry.example:*:*:somebody:{}\n", PASSWORD),
    (".yarnrc.yml", 'npmAuthToken: "{}"\n', chance(WEB64, 36)),
    ("NuGet.Config", '<add key="ClearTextPassword" value="{}" />', PASSWORD),
    (".m2/settings.xml", "<server><id>a</id><password>{}</password></server>", PASSWORD),
    ("auth.json", '{{"http-basic": {{"a": {{"username": "b", "password": "{}"}}}}}}', PASSWORD),
    (".s3cfg", "access_key = a\nsecret_key = {}\n", chance(WEB64, 40)),
    (".docker/config.json", '{{"auths": {{"registry.example": {{"auth": "{}"}}}}}}', LOGIN),
    (".dockercfg", '{{"registry.example": {{"auth" : "{}"}}}}', LOGIN),
]
REFERENCES = (
    "${NPM_TOKEN}", "$NPM_TOKEN", "<your token>", "%(password)s", "{{ token }}", "xxxxxxxxxxxx", "password",
    "********", "your_token", "changeme",
)  # fmt: skip


@pytest.mark.parametrize(("path", "text", "value"), FILES, ids=count())
def test_a_credential_in_a_clients_file(path: str, text: str, value: str) -> None:
    found = findings(text.format(value), path)
    assert seen(found) == [("secret-client-file", "error")]
    assert text.format(value).encode()[slice(*found[0].span)] == value.encode()
    assert value[:8] not in found[0].message
    for reference in REFERENCES:
        assert seen(findings(text.format(reference), path)) == [], reference


@pytest.mark.parametrize(("path", "text", "value"), FILES, ids=count())
def test_other_files_do_not_wake_these_forms(path: str, text: str, value: str) -> None:
    def heeded(name: str) -> list[int]:
        source = from_bytes(name, text.format(value).encode())
        hits = [i for i, _, _ in hits_of(CHECK, source) if CHECK.heeds(i, source.path, source.kind)]
        return [i for i in hits if OWNERS[i][0][0].finder != "generic"]

    assert heeded(path)
    assert heeded("notes.md") == []


def test_the_providers_rule_comes_first() -> None:
    netrc = f"machine api.wandb.ai\n  login user\n  password {chance('0123456789abcdef', 40)}\n"
    assert seen(findings(netrc, ".netrc")) == [("secret-wandb-api-key", "error")]


@pytest.mark.parametrize("key", [pem("RSA", rsa()), pem("EC", ec()), pem("", rsa())], ids=count())
def test_a_private_key_in_base64(key: str) -> None:
    encoded = b64encode(key.encode() + b"\n").decode()
    for text in (f"    client-key-data: {encoded}\n", f"  tls.key: {encoded}\n", f'KEY="{encoded}"'):
        found = findings(text, "tests/config", "tests")
        assert seen(found) == [("secret-encoded-private-key", "error")]
        assert text.encode()[slice(*found[0].span)] == encoded.encode()


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN CERTIFICATE-----\n" + chance(BASE62, 400),
        "-----BEGIN PUBLIC KEY-----\n" + chance(BASE62, 400),
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN " + "A" * 40 + " PRIVATE KEY-----" + chance(BASE62, 400),
    ],
    ids=count(),
)
def test_other_armour_in_base64_is_silent(text: str) -> None:
    assert findings(f"data: {b64encode(text.encode() + b' ' * 100).decode()}", "a.yaml") == []


def test_a_jwt_in_an_npmrc_is_a_jwt() -> None:
    assert seen(findings(f"//registry.example/:_authToken={jwt()}", ".npmrc")) == [("secret-jwt", "error")]


@pytest.mark.parametrize(
    "password", ["password", "xxxxxxxxxx", "changeme", "12345678", "\xe9\xe8\xff\xfe\x80\x81"]
)
def test_a_docker_login_that_is_none(password: str) -> None:
    login = b64encode(b"somebody:" + password.encode("latin-1")).decode()
    assert findings(f'{{"auth": "{login}"}}', ".dockercfg") == []
    assert findings('{"auth": "c29tZWJvZHlhbHdheXM="}', ".dockercfg") == []


def test_a_password_of_few_characters_is_none() -> None:
    assert findings("password = abaabcabbc", ".pypirc") == []


def test_kaggles_file_is_known_by_the_user_beside_the_key() -> None:
    key = chance("0123456789abcdef", 32)
    for text in (f'{{"username":"somebody","key":"{key}"}}', f'{{"key": "{key}", "username": "somebody"}}'):
        found = findings(text, "kaggle.json")
        assert seen(found) == [("secret-kaggle-api-key", "error")]
        assert text.encode()[slice(*found[0].span)] == key.encode()
    assert findings(f'{{"name": "etag", "key": "{key}"}}', "a.json") == []
