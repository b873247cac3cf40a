# SPDX-License-Identifier: Apache-2.0
"""Catalogue: private keys of any issuer, and passwords in URLs. Data only; on the hot path."""

from mlhooks.checks.secrets.spec import Form, Secret, literal
from mlhooks.core.check import Trigger

KEY_VERDICT = "error where the key parses, in tests and docs too; a header without a body is a note"
# Long passwords in URLs are provider tokens, and those have rules of their own.
USERINFO = range(3, 65)
# What cannot stand in the user part of a URL, or shows that it is a template.
_NOT_USERINFO = rb"""\x00-\x20/@"'`<>{}\\?#\x7f"""

KEYS = (
    Secret(
        "secret-private-key",
        "",
        "private key",
        why="Whoever reads it is its owner: for servers, signatures and logins that trust its public half.",
        revoke="replace the key wherever its public half is trusted",
        instead="keep the key outside the repository and read its path from the environment",
        bad='key = "-----BEGIN ..."',
        good='path = os.environ["PRIVATE_KEY_FILE"]',
        verdict=KEY_VERDICT,
        references=("RFC 7468", "RFC 8017", "RFC 5915", "RFC 5958", "RFC 4880", "OpenSSH PROTOCOL.key"),
        finder="key",
        forms=(
            Form(
                "private key",
                literal(
                    b"-----BEGIN PRIVATE KEY-----",
                    b"-----BEGIN ENCRYPTED PRIVATE KEY-----",
                    b"-----BEGIN RSA PRIVATE KEY-----",
                    b"-----BEGIN DSA PRIVATE KEY-----",
                    b"-----BEGIN EC PRIVATE KEY-----",
                    b"-----BEGIN OPENSSH PRIVATE KEY-----",
                    b"-----BEGIN PGP PRIVATE KEY BLOCK-----",
                    b"PuTTY-User-Key-File-",
                ),
                b"",
            ),
        ),
    ),
    Secret(
        "secret-google-service-account",
        "Google",
        "Google service account key",
        why="It acts as the service account in its Google Cloud project until the key is deleted.",
        revoke="delete the key of this service account in Google Cloud IAM",
        variable="GOOGLE_APPLICATION_CREDENTIALS",
        instead="keep the file outside the repository and name it in GOOGLE_APPLICATION_CREDENTIALS",
        bad='{"type": "service_account", "private_key": "..."}',
        good='path = os.environ["GOOGLE_APPLICATION_CREDENTIALS"]',
        verdict=KEY_VERDICT,
        finder="key",
    ),
)

JWTS = (
    Secret(
        "secret-jwt",
        "",
        "JSON web token",
        why="Until it ends it signs in as the one that it was issued for; some never end.",
        revoke="end it, or replace the key that signed it, at its issuer",
        instead="read the token from the environment, or fetch a short-lived one",
        bad='token = "eyJ..."',
        good='token = os.environ["ACCESS_TOKEN"]',
        verdict="error; warning in tests and docs; the message says who issued it and when it ends",
        references=("RFC 7519",),
        forms=(
            Form(
                "JSON web token",
                # {"alg":" {"typ":" {"kid":" {"x5t":" {"cty":" in base64url
                literal(b"eyJhbGciOi", b"eyJ0eXAiOi", b"eyJraWQiOi", b"eyJ4NXQiOi", b"eyJjdHkiOi"),
                rb"(?P<body>eyJ[0-9A-Za-z_-]{14,600}\.eyJ[0-9A-Za-z_-]{10,4000}\.[0-9A-Za-z_-]{20,1000})"
                rb"(?![0-9A-Za-z_.-])",
                shown=b"eyJ",
                proof="json_token",
            ),
        ),
    ),
)

URLS = (
    Secret(
        "secret-connection-string",
        "",
        "password in a connection string",
        why="The password stands where everyone who reads the code, its logs and its history reads it too.",
        revoke="change the password",
        variable="DATABASE_CONNECTION",
        instead="read the string, or its password, from the environment",
        bad='connection = "Server=db.host;User Id=app;Password=..."',
        verdict="error for a public host and a password that is no placeholder, template or common word; "
        "else a note",
        finder="connection",
        forms=(
            Form(
                "password in a connection string",
                tuple(
                    Trigger(text, nocase=True)
                    for text in (
                        b";password=",
                        b";pwd=",
                        b"; password=",
                        b"; pwd=",
                        b";password =",
                        b";pwd =",
                    )
                ),
                b"",
            ),
        ),
    ),
    Secret(
        "secret-url-credentials",
        "",
        "credentials in a URL",
        why="The password stands where everyone who reads the code, its logs and its history reads it too.",
        revoke="change the password",
        variable="DATABASE_URL",
        instead="read the URL, or its password, from the environment",
        bad='url = "postgres://app:...@db.host/app"',
        verdict="error for a public host and a password that is no placeholder, template or common word; "
        "else a note",
        finder="url",
        forms=(
            Form(
                "credentials in a URL",
                tuple(
                    Trigger(b"://[^" + _NOT_USERINFO + b"]{%d}@" % count, 3 + count + 1) for count in USERINFO
                ),
                b"",
            ),
        ),
    ),
)
