# SPDX-License-Identifier: Apache-2.0
"""Catalogue: what programs keep in files of their own to sign in (.netrc, .npmrc, kubectl's, Docker's)."""

from mlhooks.checks.secrets.spec import Form, Secret, literal
from mlhooks.core.check import Trigger

# A value, bare or in quotes, that is no reference (`${TOKEN}`, `%(token)s`) and no blank (`<token>`).
_VALUE = rb"[\"']?(?P<token>(?P<body>[^\s\"'$%{}<>]{6,400}))(?=[\s\"']|\Z)"
_NETRC = (".netrc", "_netrc")
_NPMRC = (".npmrc",)
_INI = (".pypirc", ".my.cnf")
_KUBE = (".kube/config", "kubeconfig", "kubeconfig.yaml", "kubeconfig.yml")
_PGPASS = (".pgpass", "pgpass.conf")
_YARN = (".yarnrc.yml",)
_NUGET = ("nuget.config",)
_MAVEN = ("settings.xml", "settings-security.xml")
_COMPOSER = ("auth.json",)
_AWS = (".aws/credentials", ".aws/config", ".s3cfg", ".boto")
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
            "https://github.com/npm/cli/blob/latest/docs/lib/content/configuring-npm/npmrc.md",
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
                "password in .pypirc or .my.cnf",
                (Trigger(b"password", names=_INI),),
                rb"password[ \t]{0,8}[=:][ \t]{0,8}" + _VALUE,
            ),
            Form(
                "login in a file of Docker's",
                (Trigger(b'"auth"', names=_DOCKER),),
                rb'"auth"[ \t]{0,8}:[ \t]{0,8}"(?P<token>(?P<body>[0-9A-Za-z+/]{8,4000}={0,2}))(?=")',
                proof="login",
            ),
            Form(
                "credential in a Kubernetes configuration",
                tuple(Trigger(text, names=_KUBE) for text in (b"token:", b"password:")),
                rb"(?:token|password):[ \t]{1,8}" + _VALUE,
            ),
            Form(
                "password in .pgpass",
                (Trigger(rb":[0-9]{4}:", 6, names=_PGPASS), Trigger(b":*:*:", names=_PGPASS)),
                rb":(?:[0-9]{4}:[^:\n]{1,64}|\*:\*):[^:\n]{1,64}:(?P<token>(?P<body>[^\s:$%<>{}]{4,200}))(?=\s|\Z)",
            ),
            Form(
                "token in .yarnrc.yml",
                (Trigger(b"npmAuthToken", names=_YARN),),
                rb"npmAuthToken:[ \t]{0,8}" + _VALUE,
            ),
            Form(
                "password in NuGet's configuration",
                (Trigger(b"ClearTextPassword", names=_NUGET),),
                rb"ClearTextPassword\"[ \t]{1,8}value=(?=\")" + _VALUE,
            ),
            Form(
                "password in Maven's settings",
                (Trigger(b"<password>", names=_MAVEN), Trigger(b"<passphrase>", names=_MAVEN)),
                rb"<pass(?:word|phrase)>(?P<token>(?P<body>[^\s<>$%{}]{6,400}))(?=</pass)",
            ),
            Form(
                "password in Composer's auth.json",
                (Trigger(b'"password"', names=_COMPOSER),),
                rb'"password"[ \t]{0,8}:[ \t]{0,8}(?=")' + _VALUE,
            ),
            Form(
                "secret key in a configuration of AWS or S3",
                (Trigger(b"secret_key", names=_AWS), Trigger(b"secret_access_key", names=_AWS)),
                rb"secret(?:_access)?_key[ \t]{0,8}=[ \t]{0,8}" + _VALUE,
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
