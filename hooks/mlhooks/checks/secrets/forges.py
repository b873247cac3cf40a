# SPDX-License-Identifier: Apache-2.0
"""Catalogue: where code and packages are kept (GitHub, GitLab, npm, PyPI). Data only; on the hot path."""

from mlhooks.checks.secrets.spec import Form, Secret, literal, prefixed
from mlhooks.core.check import Trigger

WORD = b"0-9A-Za-z"
WEB64 = b"0-9A-Za-z_-"
PROVEN = "error where the checksum is right, in tests and docs too; a note where it is wrong"

GITHUB = (
    Secret(
        "secret-github-token",
        "GitHub",
        "GitHub token",
        why="It acts as its owner on GitHub until it is revoked: it reads private code and pushes.",
        revoke="revoke it in GitHub's settings, Developer settings,",
        variable="GITHUB_TOKEN",
        bad='token = "ghp_..."',
        verdict=PROVEN,
        references=(
            "https://github.blog/engineering/platform-security/"
            "behind-githubs-new-authentication-token-formats/",
        ),
        forms=(
            Form(
                "token",
                (Trigger(b"gh[oprsu]_[0-9A-Za-z]{36}", 40),),
                rb"gh[oprsu]_(?P<body>[0-9A-Za-z]{36,255})(?![0-9A-Za-z_])",
                shown=b"gh*_",
                proof="crc_base62",
            ),
            Form(
                "app installation token",
                (Trigger(b"ghs_[0-9]", 5),),
                rb"ghs_[0-9]{1,12}_(?P<body>eyJ[0-9A-Za-z_-]{8,1000}\.eyJ[0-9A-Za-z_-]{8,4000}"
                rb"\.[0-9A-Za-z_-]{20,1000})(?![0-9A-Za-z_.-])",
                shown=b"ghs_",
                proof="jwt",
            ),
        ),
    ),
    Secret(
        "secret-github-fine-grained-token",
        "GitHub",
        "GitHub fine-grained token",
        why="It acts as its owner on the repositories that it was made for until it is revoked.",
        revoke="revoke it in GitHub's settings, Developer settings,",
        variable="GITHUB_TOKEN",
        bad='token = "github_pat_..."',
        verdict=PROVEN,
        forms=(
            Form(
                "fine-grained token",
                literal(b"github_pat_"),
                rb"github_pat_(?P<body>[0-9A-Za-z]{22}_[0-9A-Za-z]{59})(?![0-9A-Za-z_])",
                shown=b"github_pat_",
                proof="github_fine_grained",
            ),
        ),
    ),
)

# Prefix, what it is, and the secret part of the older form (GitLab documentation, "Token prefixes").
_GITLAB = (
    (b"glpat", "access token", b"[0-9A-Za-z_-]{20}"),
    (b"gldt", "deploy token", b"[0-9A-Za-z_-]{20}"),
    (b"glrt", "runner token", b"(?:t[0-9]_)?[0-9A-Za-z_-]{20}"),
    (b"glrtr", "runner registration token", b"[0-9A-Za-z_-]{20}"),
    (b"glcbt", "CI job token", b"[0-9A-Za-z]{1,5}_[0-9A-Za-z_-]{20}"),
    (b"glptt", "pipeline trigger token", b"[0-9a-f]{40}"),
    (b"glft", "feed token", b"[0-9A-Za-z_-]{20}"),
    (b"glimt", "incoming mail token", b"[0-9A-Za-z_-]{25}"),
    (b"glagent", "agent token", b"[0-9A-Za-z_-]{50}"),
    (b"glwt", "workspace token", b"[0-9A-Za-z_-]{20}"),
    (b"glsoat", "SCIM token", b"[0-9A-Za-z_-]{20}"),
    (b"glffct", "feature flags token", b"[0-9A-Za-z_-]{20}"),
    (b"gloas", "OAuth application secret", b"[0-9A-Za-z_-]{64}"),
)

GITLAB = (
    Secret(
        "secret-gitlab-token",
        "GitLab",
        "GitLab token",
        why="It acts on GitLab with the rights of its user, runner or project until it is revoked.",
        revoke="revoke it in GitLab's settings, Access tokens,",
        variable="GITLAB_TOKEN",
        bad='token = "glpat-..."',
        forms=(
            Form(
                "token",
                [t for row in _GITLAB for t in prefixed(row[0] + b"-", WEB64, 20)],
                rb"gl[a-z]{2,5}-(?P<body>(?:t[0-9]_)?[0-9A-Za-z_-]{27,300})\.(?:[0-9a-z]{2}\.)?[0-9a-z]{9}"
                rb"(?![0-9A-Za-z_.-])",
                shown=b"gl*-",
                proof="gitlab_routable",
            ),
            *(
                Form(
                    label,
                    prefixed(prefix + b"-", WEB64, 20),
                    prefix + b"-(?P<body>" + body + rb")(?![0-9A-Za-z_-]|\.[0-9a-z]{2}[.0-9a-z])",
                    shown=prefix + b"-",
                )
                for prefix, label, body in _GITLAB
            ),
            Form(
                "runner registration token",
                prefixed(b"GR1348941", WEB64, 20),
                rb"GR1348941(?P<body>[0-9A-Za-z_-]{20})(?![0-9A-Za-z_-])",
                shown=b"GR1348941",
            ),
        ),
    ),
)

PACKAGES = (
    Secret(
        "secret-npm-token",
        "npm",
        "npm access token",
        why="It publishes packages in its owner's name until it is revoked; users install them.",
        revoke="revoke it with `npm token revoke`",
        variable="NPM_TOKEN",
        bad='token = "npm_..."',
        verdict=PROVEN,
        forms=(
            Form(
                "access token",
                prefixed(b"npm_", WORD, 36),
                rb"npm_(?P<body>[0-9A-Za-z]{36})(?![0-9A-Za-z_])",
                shown=b"npm_",
                proof="crc_base62",
            ),
        ),
    ),
    Secret(
        "secret-pypi-token",
        "PyPI",
        "PyPI upload token",
        why="It uploads releases in its owner's name until it is revoked; users install them.",
        revoke="revoke it in the account's API tokens",
        variable="TWINE_PASSWORD",
        instead="read TWINE_PASSWORD from the environment, or publish from CI with a trusted publisher",
        bad='token = "pypi-..."',
        verdict="error where the token's structure is whole, in tests and docs too; else a note",
        references=("Birgisson et al., Macaroons, 2014; libmacaroons, format 2",),
        forms=(
            Form(
                "upload token",
                literal(b"pypi-AgE"),
                rb"pypi-(?P<body>AgE[0-9A-Za-z_-]{60,1500})(?![0-9A-Za-z_-])",
                shown=b"pypi-",
                proof="macaroon",
            ),
        ),
    ),
)
