# SPDX-License-Identifier: Apache-2.0
"""Catalogue: clouds (AWS, Google). Data only; on the hot path."""

from mlhooks.checks.secrets.spec import Form, Secret, prefixed
from mlhooks.core.check import Trigger

WEB64 = b"0-9A-Za-z_-"

CLOUDS = (
    Secret(
        "secret-aws-access-key-id",
        "AWS",
        "AWS access key id",
        why="With its secret half it acts in the AWS account that it names; the other half is often near.",
        revoke="deactivate the key in AWS IAM",
        variable="AWS_ACCESS_KEY_ID",
        bad='key = "AKIA..."',
        references=("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",),
        forms=tuple(
            Form(
                label,
                prefixed(prefix, b"A-Z2-7", 16),
                prefix + rb"(?P<body>[A-Z2-7]{16})(?![0-9A-Za-z_+])",
                shown=prefix,
                proof="aws_account",
            )
            for prefix, label in (
                (b"AKIA", "access key id"),
                (b"ASIA", "temporary access key id"),
                (b"ABIA", "service bearer token"),
                (b"ACCA", "context-specific credential"),
            )
        ),
    ),
    Secret(
        "secret-aws-secret-access-key",
        "AWS",
        "AWS secret access key",
        why="It signs requests in the AWS account until the key is deactivated.",
        revoke="deactivate the key in AWS IAM",
        variable="AWS_SECRET_ACCESS_KEY",
        bad='secret_access_key = "..."',
        forms=(
            Form(
                "secret access key",
                (
                    Trigger(b"secret[ _.-]access[ _.-]key", 17, nocase=True),
                    Trigger(b"secretaccesskey", nocase=True),
                    Trigger(b"aws[ _.-]secret", 10, nocase=True),
                    Trigger(b"awssecret", nocase=True),
                ),
                # name, what closes it, an annotation, an assignment, what opens the value
                rb"(?i:(?:aws[ _.-]?)?secret[ _.-]?(?:access[ _.-]?)?(?:key|token)?)[0-9A-Za-z_]{0,16}"
                rb"[\"'`\\\]\)]{0,6}[ \t]{0,8}(?::[ \t]{0,4}(?:str|[Ss]tring)[ \t]{0,4})?"
                rb"(?:=>|:=|->|[=:,>(]|[ \t])[ \t\"'`\\=(]{0,12}"
                rb"(?P<token>(?P<body>[0-9A-Za-z/+]{40}))(?![0-9A-Za-z/+=_-])",
                proof="aws_secret",
            ),
        ),
    ),
    Secret(
        "secret-google-api-key",
        "Google",
        "Google API key",
        why="Whoever has it spends its project's quota, and unless it is restricted reaches every API of it.",
        revoke="rotate it in the Google Cloud console, Credentials,",
        variable="GOOGLE_API_KEY",
        bad='key = "AIza..."',
        forms=(
            Form(
                "API key",
                prefixed(b"AIzaSy", WEB64, 33),
                rb"AIzaSy(?P<body>[0-9A-Za-z_-]{33})(?![0-9A-Za-z_-])",
                shown=b"AIza",
            ),
        ),
    ),
    Secret(
        "secret-google-oauth-secret",
        "Google",
        "Google OAuth client secret",
        why="It lets anyone pose as the application that users trusted with their Google account.",
        revoke="reset it in the Google Cloud console, Credentials,",
        variable="GOOGLE_CLIENT_SECRET",
        bad='secret = "GOCSPX-..."',
        forms=(
            Form(
                "OAuth client secret",
                prefixed(b"GOCSPX-", WEB64, 28),
                rb"GOCSPX-(?P<body>[0-9A-Za-z_-]{28})(?![0-9A-Za-z_-])",
                shown=b"GOCSPX-",
            ),
        ),
    ),
)
