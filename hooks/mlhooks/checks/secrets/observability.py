# SPDX-License-Identifier: Apache-2.0
"""Catalogue: what watches running systems, and search and data services. Data only."""

from mlhooks.checks.secrets.shapes import UUID, named, row, shaped
from mlhooks.checks.secrets.spec import Form, literal
from mlhooks.core.check import Trigger

WATCHES = "It reads, or floods, what is recorded of the running systems of its owner."
RECORDS = "It reads and changes the records of its owner."

OBSERVABILITY = (
    row(
        "grafana-token",
        "Grafana",
        "token",
        "GRAFANA_TOKEN",
        (
            shaped("service account token", "glsa_{w:32}_{x:8}", proof="grafana"),
            Form(
                "cloud token",
                literal(b"glc_eyJ"),
                rb"glc_(?P<body>eyJ[0-9A-Za-z+/]{40,400})={0,2}(?![0-9A-Za-z+/])",
                shown=b"glc_",
                proof="grafana_cloud",
            ),
            Form(
                "API key",
                literal(b"eyJrIjoi"),
                rb"(?P<body>eyJrIjoi[0-9A-Za-z+/]{60,400})={0,2}(?![0-9A-Za-z+/])",
                shown=b"eyJr",
                proof="grafana_key",
            ),
        ),
        why=WATCHES,
    ),
    row(
        "datadog-key",
        "Datadog",
        "key",
        "DD_API_KEY",
        (
            named(
                "application key",
                ("dd_app_key", "datadog_app_key", "dd_application_key", "datadog_application_key"),
                "{x:40}",
            ),
            named("API key", ("dd_api_key", "datadog_api_key"), "{x:32}"),
        ),
        why=WATCHES,
    ),
    row(
        "newrelic-key",
        "New Relic",
        "key",
        "NEW_RELIC_API_KEY",
        (
            shaped("user key", "NRAK-{U:27}"),
            shaped("insights key", "NRII-{b:32}"),
            named("license key", ("new_relic_license_key", "newrelic_license_key"), "{x:36}NRAL"),
        ),
        why=WATCHES,
    ),
    row(
        "sentry-token",
        "Sentry",
        "auth token",
        "SENTRY_AUTH_TOKEN",
        (
            shaped("user token", "sntryu_{x:64}"),
            Form(
                "organisation token",
                literal(b"sntrys_eyJ"),
                rb"sntrys_(?P<body>eyJ[0-9A-Za-z+/]{40,400}={0,2}_[0-9A-Za-z+/]{43})(?![0-9A-Za-z+/])",
                shown=b"sntrys_",
            ),
            named("auth token", ("sentry_auth_token",), "{x:64}"),
        ),
        why=WATCHES,
    ),
    row(
        "honeycomb-key",
        "Honeycomb",
        "API key",
        "HONEYCOMB_API_KEY",
        (shaped("ingest key", "hcaik_{l:58-64}"), shaped("management key", "hcamk_{l:58-64}")),
        why=WATCHES,
    ),
    row(
        "dynatrace-token",
        "Dynatrace",
        "token",
        "DYNATRACE_TOKEN",
        (shaped("token", "dt0c01.{U:24}.{U:64}"), shaped("platform token", "dt0s16.{U:8}.{U:64}")),
        why=WATCHES,
    ),
    row(
        "rollbar-token",
        "Rollbar",
        "access token",
        "ROLLBAR_ACCESS_TOKEN",
        (named("access token", ("rollbar_access_token", "rollbar_token"), "{x:32}"),),
        why=WATCHES,
    ),
    row(
        "pagerduty-key",
        "PagerDuty",
        "API key",
        "PAGERDUTY_API_KEY",
        (named("API key", ("pagerduty_api_key", "pagerduty_token", "pagerduty_api_token"), "u+{b:18}"),),
        why=WATCHES,
    ),
    row(
        "posthog-key",
        "PostHog",
        "personal API key",
        "POSTHOG_PERSONAL_API_KEY",
        (shaped("personal API key", "phx_{w:43-50}"),),
        why=WATCHES,
    ),
    row(
        "splunk-token",
        "Splunk",
        "collector token",
        "SPLUNK_HEC_TOKEN",
        (named("collector token", ("splunk_hec_token", "splunk_token"), UUID),),
        why=WATCHES,
    ),
    row(
        "algolia-key",
        "Algolia",
        "admin API key",
        "ALGOLIA_ADMIN_KEY",
        (
            named(
                "admin API key", ("algolia_admin_key", "algolia_admin_api_key", "algolia_write_key"), "{x:32}"
            ),
        ),
        why=RECORDS,
    ),
    row(
        "elastic-key",
        "Elastic",
        "API key",
        "ELASTIC_API_KEY",
        (
            shaped("cloud key", "essu_{B:40-120}", proof="mixed"),
            named("API key", ("elastic_api_key", "elasticsearch_api_key"), "{B:58}==", proof="mixed"),
        ),
        why=RECORDS,
    ),
    row(
        "databento-key",
        "Databento",
        "API key",
        "DATABENTO_API_KEY",
        (shaped("API key", "db-{w:29}", proof="mixed"),),
        why="It uses the account of its owner.",
    ),
    row(
        "maxmind-key",
        "MaxMind",
        "license key",
        "MAXMIND_LICENSE_KEY",
        (
            Form(
                "license key",
                (Trigger(b"[0-9A-Za-z]{6}_[0-9A-Za-z]{29}_mmk", 40),),
                rb"(?P<body>[0-9A-Za-z]{6}_[0-9A-Za-z]{29})_mmk(?![0-9A-Za-z_])",
            ),
        ),
        why="It uses the account of its owner.",
    ),
    row(
        "upstash-token",
        "Upstash",
        "REST token",
        "UPSTASH_REDIS_REST_TOKEN",
        (
            named(
                "REST token",
                ("upstash_redis_rest_token", "upstash_vector_rest_token", "upstash_token"),
                "{w:40-110}",
                proof="mixed",
            ),
        ),
        why=RECORDS,
    ),
)
