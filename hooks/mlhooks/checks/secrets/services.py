# SPDX-License-Identifier: Apache-2.0
"""Catalogue: models, messages and money (Hugging Face, OpenAI, Anthropic, Slack, Stripe). Data only; hot."""

from mlhooks.checks.secrets.spec import Form, Secret, literal, prefixed
from mlhooks.core.check import Trigger
from mlhooks.core.rule import NOTE

WORD = b"0-9A-Za-z"

MODELS = (
    Secret(
        "secret-huggingface-token",
        "Hugging Face",
        "Hugging Face token",
        why="It reads private models and data of its owner, and may replace the models that others load.",
        revoke="revoke it in the account's token settings",
        variable="HF_TOKEN",
        bad='token = "hf_..."',
        forms=tuple(
            Form(
                label,
                prefixed(prefix, WORD, 34),
                prefix + rb"(?P<body>[0-9A-Za-z]{34})(?![0-9A-Za-z_])",
                shown=prefix,
            )
            for prefix, label in ((b"hf_", "token"), (b"api_org_", "organisation token"))
        ),
    ),
    Secret(
        "secret-openai-api-key",
        "OpenAI",
        "OpenAI API key",
        why="Whoever has it runs models at its owner's cost and reads what its project stored.",
        revoke="revoke it on the platform's API keys page",
        variable="OPENAI_API_KEY",
        bad='key = "sk-proj-..."',
        forms=(
            Form(
                "API key",
                (Trigger(b"sk-[0-9A-Za-z]{20}T3BlbkFJ", 31),),
                rb"sk-(?P<body>[0-9A-Za-z]{20}T3BlbkFJ[0-9A-Za-z]{20})(?![0-9A-Za-z_-])",
                shown=b"sk-",
            ),
            *(
                Form(
                    label,
                    literal(prefix),
                    prefix + rb"(?P<body>[0-9A-Za-z_-]{40,250})(?![0-9A-Za-z_-])",
                    shown=prefix,
                    proof="openai_marker",
                )
                for prefix, label in (
                    (b"sk-proj-", "project API key"),
                    (b"sk-svcacct-", "service account API key"),
                    (b"sk-admin-", "admin API key"),
                    (b"sk-None-", "API key"),
                )
            ),
        ),
    ),
    Secret(
        "secret-anthropic-api-key",
        "Anthropic",
        "Anthropic API key",
        why="Whoever has it runs models at its owner's cost until the key is deleted.",
        revoke="delete it in the console's API keys",
        variable="ANTHROPIC_API_KEY",
        bad='key = "sk-ant-..."',
        forms=(
            Form(
                "API key",
                literal(b"sk-ant-"),
                rb"sk-ant-(?:api|admin|oat|ort|sid)[0-9]{2}-(?P<body>[0-9A-Za-z_-]{80,130})(?![0-9A-Za-z_-])",
                shown=b"sk-ant-",
            ),
        ),
    ),
)

MESSAGES = (
    Secret(
        "secret-slack-token",
        "Slack",
        "Slack token",
        why="It reads and writes in the workspace with the rights of its bot, app or user.",
        revoke="revoke it with Slack's auth.revoke or in the app's settings",
        variable="SLACK_TOKEN",
        bad='token = "xoxb-..."',
        forms=(
            Form(
                "token",
                (Trigger(b"xox[abceoprs]-[0-9]", 6),),
                rb"xox[abceoprs]-(?:[0-9]{1,14}-){1,4}(?P<body>[0-9A-Za-z]{20,255})(?![0-9A-Za-z_-])",
                shown=b"xox*-",
            ),
            Form(
                "rotating token",
                literal(b"xoxe.xox"),
                rb"xoxe\.xox[bp]-[0-9]-(?P<body>[0-9A-Za-z]{40,255})(?![0-9A-Za-z_-])",
                shown=b"xoxe.xox*-",
            ),
            Form(
                "app-level token",
                (Trigger(b"xapp-[0-9]", 6),),
                rb"xapp-[0-9]-A[0-9A-Z]{7,12}-[0-9]{9,15}-(?P<body>[0-9a-f]{64})(?![0-9A-Za-z_-])",
                shown=b"xapp-",
            ),
        ),
    ),
    Secret(
        "secret-slack-webhook",
        "Slack",
        "Slack webhook URL",
        why="Whoever has the URL posts into the channel, in the name of an app that its readers trust.",
        revoke="remove the webhook in the app's settings",
        variable="SLACK_WEBHOOK_URL",
        bad='url = "hooks.slack.com/services/..."',
        forms=(
            Form(
                "webhook URL",
                literal(b"hooks.slack.com/"),
                rb"hooks\.slack\.com/(?:services/T[0-9A-Z]{7,12}/B[0-9A-Z]{7,12}"
                rb"|workflows/T[0-9A-Z]{7,12}/A[0-9A-Z]{7,12}/[0-9]{15,20})"
                rb"/(?P<body>[0-9A-Za-z]{20,32})(?![0-9A-Za-z_-])",
                shown=b"hooks.slack.com/",
            ),
        ),
    ),
    Secret(
        "secret-stripe-key",
        "Stripe",
        "Stripe secret key",
        why="A live key charges and refunds real money and reads the data of its customers.",
        revoke="roll it in the Stripe dashboard, API keys,",
        variable="STRIPE_API_KEY",
        bad='key = "sk_live_..."',
        verdict="error for live keys, a warning in tests and docs; test keys are a note",
        forms=tuple(
            Form(
                label,
                literal(prefix),
                prefix + rb"(?P<body>[0-9A-Za-z]{20,247})(?![0-9A-Za-z_])",
                shown=prefix,
                cap=cap,
            )
            for prefix, label, cap in (
                (b"sk_live_", "live secret key", ""),
                (b"rk_live_", "live restricted key", ""),
                (b"sk_test_", "test secret key", NOTE),
                (b"rk_test_", "test restricted key", NOTE),
            )
        ),
    ),
)
