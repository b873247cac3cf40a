# SPDX-License-Identifier: Apache-2.0
"""Passwords in URLs: which fail, which are notes, which are no logins at all."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.secrets_samples import findings, seen

ERROR = [("secret-url-credentials", "error")]
NOTE = [("secret-url-credentials", "note")]
SECRET = "kJ8x" + "92Lm-qP"


def url(
    password: str = SECRET, host: str = "db.qwvz-models.dev", user: str = "app", scheme: str = "postgres"
) -> str:
    return f"{scheme}://{user}:" + password + f"@{host}"


@pytest.mark.parametrize(
    "text",
    [
        url(),
        url() + ":5432/app",
        f'DATABASE_URL="{url()}/app?x=1"',
        f"<a href='{url()}'>",
        f"({url()})",
        url(user=""),
        url(host="8.8.8.8"),
        url(host="[2001:4860:4860::8888]"),
        url(scheme="mongodb+srv"),
        url(scheme="https", host="artifacts.qwvz-models.co.uk"),
        url(password="tr0ub4dor" + "&3"),
        url(password="p@ss" + "@kJ8x92Lm"),
        url(password="kJ8x%2F" + "92Lm"),
        url(password="99" + "48261746"),
        url(password="$" + "9kJ8x92Lm"),
        url(user="u" * 40, password="kJ8x92" + "LmqP1"),
        f'{{\\"url\\": \\"{url()}\\"}}',
        f"line one\\n{url()}\\n",
    ],
    ids=count(),
)
def test_logins_that_fail(text: str) -> None:
    for classes in ((), ("tests",), ("docs",)):
        found = findings(text, "a.py", *classes)
        assert seen(found) == ERROR
        assert "://***:***@" in found[0].message
        assert SECRET not in text or SECRET.encode() in text.encode()[slice(*found[0].span)]


HOSTS = (
    "localhost",
    "postgres",
    "127.0.0.1",
    "10.1.2.3",
    "192.168.1.5",
    "172.16.0.9",
    "169.254.169.254",
    "0.0.0.0",
    "[::1]",
    "example.com",
    "db.example.org",
    "db.example",
    "site.test",
    "nas.local",
    "db.internal",
    "x.invalid",
    "db.prod.svc.cluster.local",
    "yourdomain.com",
    "db.mycompany.com",
    "host.docker.internal",
    "printer.lan",
    "203.0.113.9",
    "192.0.2.1",
    "proxy.domain.com",
)
PASSWORDS = (
    "password",
    "PASSWORD",
    "pass",
    "secret",
    "s3cr3t",
    "changeme",
    "password123",
    "mypassword",
    "my-secret-password",
    "your_password",
    "YOUR_PASSWORD",
    "app",
    "app123",
    "xxxx",
    "xxxxxxxxxx",
    "********",
    "...",
    "hunter2",
    "admin",
    "$PASSWORD",
    "%PASSWORD%",
    "%s",
    "%(password)s",
    "[password]",
    "(password)",
    "&lt;password&gt;",
    "abc",
    "12345",
    "postgres",
    "root",
    "test",
    "p%40ssw0rd",
    "$(cat",
    "correcthorsebatterystaple",
    "__PASSWORD__",
    "REDACTED",
    "!password",
)


@pytest.mark.parametrize(
    "text", [url(host=host) for host in HOSTS] + [url(password=word) for word in PASSWORDS], ids=count()
)
def test_logins_that_are_notes(text: str) -> None:
    assert seen(findings(text)) in (NOTE, [])


@pytest.mark.parametrize(
    "text",
    [
        "https://github.com/a/b@v1:x",
        "ssh://git@github.com:22/a/b",
        "https://user@db.qwvz-models.dev",
        'f"postgres://{user}:{password}@' + '{host}"',
        "https://${USER}:${PASSWORD}@" + "db.qwvz-models.dev",
        "https://<user>:<password>@" + "db.qwvz-models.dev",
        '"https://" + user + ":" + password + "@db.qwvz-models.dev"',
        "https://$USER:$PASSWORD@" + "$HOST/x",
        "https://host:8080/path@x",
        "https://host/?email=a:b@c.io",
        "http://[::1]:80/@x",
        "://" + "a:kJ8x92LmqP@db.qwvz-models.dev",
        "https://app:" + SECRET + " @db.qwvz-models.dev",
        "@scope/name://",
        "mailto:a:b@c.io",
    ],
    ids=count(),
)
def test_no_logins(text: str) -> None:
    assert findings(text) == []


def test_the_message_names_the_host_and_hides_the_rest() -> None:
    found = findings(url(user="rosalind"))[0]
    assert found.message == "password in a URL: postgres://***:***@db.qwvz-models.dev"
    assert "local" in findings(url(host="postgres"))[0].message
    assert "example" in findings(url(host="example.com"))[0].message


@pytest.mark.parametrize("password", ["qwvz-models.dev-42x", "db.qwvz-models.dev", "b.qwv"])
def test_a_host_that_repeats_the_password_is_hidden_too(password: str) -> None:
    for found in findings(url(password=password)):
        assert password not in found.message


@given(st.text(max_size=60))
def test_never_raises(text: str) -> None:
    findings(f"https://a:{text}@db.qwvz-models.dev")
    findings(f"https://{text}:{SECRET}@{text}")


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("Server=sql.qwvz-models.dev;Database=app;User Id=app;Password={};Encrypt=True", "error"),
        ("Data Source=tcp:sql.qwvz-models.dev,1433;Uid=app;Pwd={}", "error"),
        ("Driver={{ODBC}};Server=sql.qwvz-models.dev; PWD={};", "error"),
        ("User Id=app;Password={};Host=pg.qwvz-models.dev", "error"),
        ("Server=localhost;User Id=app;Password={}", "note"),
        ("Server=db;User Id=app;Password={}", "note"),
        ("Server=sql.qwvz-models.dev;User Id=app;Password=password", "note"),
        ("Server=sql.qwvz-models.dev;User Id=kJ8x92LmqP;Password=kJ8x92LmqP", "note"),
        ("Server=sql.qwvz-models.dev;User Id=app;Password={{DB_PASSWORD}}", "note"),
        ("Server=sql.qwvz-models.dev;User Id=app;Password={{settings.db.password}}", "note"),
        ("Server=sql.qwvz-models.dev;Password=<your password>", ""),
        ("Database=app;User Id=app;Password={}", ""),
        ("a;password={}", ""),
    ],
)
def test_a_password_in_a_connection_string(text: str, severity: str) -> None:
    password = "kJ8x" + "92LmqPz"
    for before, after in (('"Main": "', '"'), ("", "\n"), ("x = '", "'")):
        whole = before + text.format(password) + after
        found = findings(whole, "a.json", "tests")
        assert seen(found) == ([("secret-connection-string", severity)] if severity else [])
        assert all(password not in finding.message for finding in found)
        if severity == "error":
            assert whole[slice(*found[0].span)] == password


def test_a_host_in_another_string_is_not_that_of_the_password() -> None:
    assert findings(f'"Server=sql.qwvz-models.dev" "a;Password={"kJ8x" + "92LmqPz"}"') == []
