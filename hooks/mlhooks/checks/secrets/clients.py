# SPDX-License-Identifier: Apache-2.0
"""Catalogue: what programs keep in files of their own to sign in (.netrc, .npmrc, .pypirc, Docker's)."""

from mlhooks.checks.secrets.spec import Form, Secret, literal
from mlhooks.core.check import Trigger

# A value, bare or in quotes, that is no reference (`${TOKEN}`, `%(token)s`) and no blank (`<token>`).
_VALUE = rb"[\"']?(?P<token>(?P<body>[^\s\"'$%{}<>]{6,400}))(?=[\s\"']|\Z)"
_NETRC = (".netrc", "_netrc")
_NPMRC = (".npmrc",)
_PYPIRC = (".pypirc",)
_DOCKER = (".dockercfg", ".dockerconfigjson", ".docker/config.json")

CLIENTS = (
    Secret(
        "secret-client-file",
        "",
        "credential in a client's file",
        why="The program that owns the file signs in with it, and so does everyone who has the repository.",
        revoke="revoke it, or change the password, at the host that the line names,",
        instead="keep the file in the home folder, or let it read a variable where the program can",
        bad='password = "..."',
        good='password = os.environ["PASSWORD"]',
        references=(
            "https://docs.npmjs.com/cli/configuring-npm/npmrc",
            "https://packaging.python.org/en/latest/specifications/pypirc/",
        ),
        forms=(
            Form("password in .netrc", (Trigger(b"password", names=_NETRC),), rb"password\s{1,20}" + _VALUE),
            Form(
                "credential in .npmrc",
                tuple(Trigger(text, names=_NPMRC) for text in (b"_authToken", b"_auth", b"_password")),
                rb"_(?:authToken|auth|password)[ \t]{0,8}=[ \t]{0,8}" + _VALUE,
            ),
            Form(
                "password in .pypirc",
                (Trigger(b"password", names=_PYPIRC),),
                rb"password[ \t]{0,8}[=:][ \t]{0,8}" + _VALUE,
            ),
            Form(
                "login in a file of Docker's",
                (Trigger(b'"auth"', names=_DOCKER),),
                rb'"auth"[ \t]{0,8}:[ \t]{0,8}"(?P<token>(?P<body>[0-9A-Za-z+/]{8,4000}={0,2}))(?=")',
                proof="login",
            ),
        ),
    ),
    Secret(
        "secret-encoded-private-key",
        "",
        "private key in base64",
        why="Base64 hides nothing: whoever decodes it is the key's owner, in a cluster or on a server.",
        revoke="replace the key wherever its public half is trusted",
        instead="keep the key outside the repository, for a cluster in its own store of secrets",
        bad='key = "LS0tLS1CRUdJTi..."',
        good='path = os.environ["PRIVATE_KEY_FILE"]',
        verdict="error where it decodes to a private key, in tests and docs too; else silent",
        references=("RFC 7468", "https://kubernetes.io/docs/concepts/configuration/secret/"),
        forms=(
            Form(
                "private key",
                literal(b"LS0tLS1CRUdJTi"),
                rb"(?P<body>LS0tLS1CRUdJTi[0-9A-Za-z+/]{80,40000})={0,2}(?![0-9A-Za-z+/=])",
                proof="encoded_key",
            ),
        ),
    ),
)
