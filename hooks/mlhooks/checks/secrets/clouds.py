# SPDX-License-Identifier: Apache-2.0
"""Catalogue: clouds (AWS, Google). Data only."""

from mlhooks.checks.secrets.shapes import beside, name_triggers, named, row, shaped
from mlhooks.checks.secrets.spec import Form, Secret, literal, prefixed

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
                name_triggers("secret_access_key", "aws_secret"),
                # name, what closes it, an annotation, an assignment, what opens the value
                rb"(?i:(?:aws[ _.-]?)?secret[ _.-]?(?:access[ _.-]?)?(?:key|token)?)[0-9A-Za-z_]{0,16}"
                rb"[\"'`\\\]\)]{0,6}[ \t]{0,8}(?::[ \t]{0,4}(?:str|[Ss]tring)[ \t]{0,4})?"
                rb"(?:=>|:=|->|[=:,>(]|[ \t]|,?\r?\n[ \t]{1,40}[\"']?value[\"']?:)[ \t\"'`\\=(]{0,12}"
                rb"(?P<token>(?P<body>[0-9A-Za-z/+]{40}))(?![0-9A-Za-z/+=_-])",
                proof="aws_secret",
            ),
            beside(
                "secret access key beside its key id",
                (*prefixed(b"AKIA", b"A-Z2-7", 16), *prefixed(b"ASIA", b"A-Z2-7", 16)),
                "{B:40}",
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
                prefixed(b"AIza", WEB64, 35),
                rb"AIza(?P<body>[0-9A-Za-z_-]{35})(?![0-9A-Za-z_-])",
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
            beside("OAuth client secret", (b".apps.googleusercontent.com",), "{b:24}"),
        ),
    ),
)

CLOUD_TOKENS = (
    row(
        "aws-bedrock-api-key",
        "AWS",
        "Bedrock API key",
        "AWS_BEARER_TOKEN_BEDROCK",
        (
            Form(
                "Bedrock API key",
                literal(b"ABSKQmVkcm9ja0FQSUtleS"),
                rb"ABSKQmVkcm9ja0FQSUtleS(?P<body>[0-9A-Za-z+/]{90,270})={0,2}(?![0-9A-Za-z+/=])",
                shown=b"ABSK",
            ),
            Form(
                "short-term Bedrock API key",
                literal(b"bedrock-api-key-YmVkcm9jay"),
                rb"bedrock-api-key-(?P<body>YmVkcm9jay[0-9A-Za-z+/]{100,4000})={0,2}(?![0-9A-Za-z+/=])",
                shown=b"bedrock-api-key-",
            ),
        ),
        why="Whoever has it runs models at the account's cost until it is revoked.",
        references=("https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html",),
    ),
    row(
        "aws-session-token",
        "AWS",
        "session token",
        "AWS_SESSION_TOKEN",
        (named("session token", ("aws_session_token", "aws_security_token"), "{B:200-1400}", proof="mixed"),),
        why="With its key id and secret it acts in the AWS account until it expires.",
    ),
    row(
        "google-oauth-token",
        "Google",
        "OAuth token",
        "GOOGLE_OAUTH_TOKEN",
        (
            shaped("access token", "ya29.{b:60-1000}", proof="mixed"),
            shaped("refresh token", "1//0{b:38-110}", proof="mixed"),
        ),
        why="It acts as the Google account that granted it; a refresh token does so until it is revoked.",
        revoke="revoke the grant in the Google account, Security, third-party access",
    ),
)
