# SPDX-License-Identifier: Apache-2.0
"""Catalogue: chat, telephony and mail. Data only."""

from mlhooks.checks.secrets.shapes import UUID, beside, named, row, shaped
from mlhooks.checks.secrets.spec import Form, literal
from mlhooks.core.check import Trigger

POSTS = "It reads and writes messages in its owner's name."
MAILS = "It sends mail in its owner's name, to anybody."
MESSAGING = (
    row(
        "discord-token",
        "Discord",
        "bot token",
        "DISCORD_TOKEN",
        (
            Form(
                "bot token",
                (
                    Trigger(rb"[MNO][0-9A-Za-z_-]{23}\.[0-9A-Za-z_-]{6}\.[0-9A-Za-z_-]{27}", 59),
                    Trigger(rb"[MNO][0-9A-Za-z_-]{25}\.[0-9A-Za-z_-]{6}\.[0-9A-Za-z_-]{27}", 61),
                ),
                rb"(?P<body>[MNO][0-9A-Za-z_-]{23,25}\.[0-9A-Za-z_-]{6}\.[0-9A-Za-z_-]{27,38})(?![0-9A-Za-z_-])",
                proof="discord",
            ),
        ),
        why=POSTS,
    ),
    row(
        "discord-webhook",
        "Discord",
        "webhook URL",
        "DISCORD_WEBHOOK_URL",
        (
            Form(
                "webhook URL",
                literal(b"discord.com/api/webhooks/", b"discordapp.com/api/webhooks/"),
                rb"discord(?:app)?\.com/api/webhooks/[0-9]{17,20}/(?P<body>[0-9A-Za-z_-]{60,72})(?![0-9A-Za-z_-])",
                shown=b"discord",
            ),
        ),
        why=POSTS,
    ),
    row(
        "telegram-token",
        "Telegram",
        "bot token",
        "TELEGRAM_BOT_TOKEN",
        (
            Form(
                "bot token",
                tuple(Trigger(b"[0-9]{%d}:AA[0-9A-Za-z_-]{33}" % n, n + 36) for n in (8, 9, 10)),
                rb"[0-9]{8,10}:(?P<body>AA[0-9A-Za-z_-]{33})(?![0-9A-Za-z_-])",
                proof="mixed",
            ),
        ),
        why=POSTS,
    ),
    row(
        "teams-webhook",
        "Microsoft Teams",
        "webhook URL",
        "TEAMS_WEBHOOK_URL",
        (
            Form(
                "webhook URL",
                literal(b".webhook.office.com/webhookb2/"),
                rb"\.webhook\.office\.com/webhookb2/[0-9a-f-]{36}@[0-9a-f-]{36}/IncomingWebhook/"
                rb"(?P<body>[0-9a-f]{32}/[0-9a-f-]{36})(?![0-9A-Za-z])",
                shown=b".webhook.office.com/",
            ),
        ),
        why=POSTS,
    ),
    row(
        "twilio-key",
        "Twilio",
        "key",
        "TWILIO_AUTH_TOKEN",
        (
            shaped("API key", "SK{x:32}"),
            named("auth token", ("twilio_auth_token", "twilio_token", "twilio_secret"), "{x:32}"),
            beside("auth token", (Trigger(b"AC[0-9a-f]{32}", 34),), "{x:32}", proof="random"),
        ),
        why=POSTS,
    ),
    row(
        "sendgrid-key",
        "SendGrid",
        "API key",
        "SENDGRID_API_KEY",
        (shaped("API key", "SG.{b:22}.{b:43}"),),
        why=MAILS,
    ),
    row(
        "mailgun-key",
        "Mailgun",
        "API key",
        "MAILGUN_API_KEY",
        (
            shaped("API key", "key-{x:32}"),
            named("API key", ("mailgun_api_key", "mailgun_key"), "{x:32}-{x:8}-{x:8}"),
        ),
        why=MAILS,
    ),
    row(
        "mailchimp-key",
        "Mailchimp",
        "API key",
        "MAILCHIMP_API_KEY",
        (
            Form(
                "API key",
                (Trigger(b"[0-9a-f]{32}-us[0-9]", 36),),
                rb"(?P<body>[0-9a-f]{32})-us[0-9]{1,2}(?![0-9A-Za-z_-])",
            ),
        ),
        why=MAILS,
    ),
    row(
        "brevo-key",
        "Brevo",
        "API key",
        "BREVO_API_KEY",
        (shaped("API key", "xkeysib-{x:64}-{w:16}"), shaped("SMTP key", "xsmtpsib-{x:64}-{w:16}")),
        why=MAILS,
    ),
    row(
        "postmark-token",
        "Postmark",
        "server token",
        "POSTMARK_SERVER_TOKEN",
        (named("server token", ("postmark_server_token", "postmark_api_token", "postmark_token"), UUID),),
        why=MAILS,
    ),
    row(
        "resend-key",
        "Resend",
        "API key",
        "RESEND_API_KEY",
        (shaped("API key", "re_{w:8}_{w:24}", proof="mixed"),),
        why=MAILS,
    ),
    row(
        "mailersend-token",
        "MailerSend",
        "API token",
        "MAILERSEND_API_KEY",
        (shaped("API token", "mlsn.{x:64}"),),
        why=MAILS,
    ),
    row(
        "facebook-token",
        "Meta",
        "access token",
        "FACEBOOK_ACCESS_TOKEN",
        (shaped("access token", "EAA{w:90-400}", proof="mixed"),),
        why=POSTS,
    ),
    row(
        "x-bearer-token",
        "X",
        "bearer token",
        "X_BEARER_TOKEN",
        (
            Form(
                "bearer token",
                literal(b"AAAAAAAAAAAAAAAAAAAAA"),
                rb"A{20,24}(?P<body>[B-Zb-z0-9][0-9A-Za-z]{2,30}%[0-9A-Za-z%]{40,110})(?![0-9A-Za-z%])",
                shown=b"AAAA",
            ),
        ),
        why=POSTS,
    ),
)
