# SPDX-License-Identifier: Apache-2.0
"""Catalogue: secret stores, infrastructure as code, networks, databases. Data only."""

from mlhooks.checks.secrets.shapes import named, row, shaped
from mlhooks.checks.secrets.spec import Form
from mlhooks.core.check import Trigger

OPENS = "It opens the store in which the other secrets are kept."
INFRASTRUCTURE = (
    row(
        "supabase-key",
        "Supabase",
        "key",
        "SUPABASE_ACCESS_TOKEN",
        (shaped("access token", "sbp_{x:40}"), shaped("secret key", "sb_secret_{b:31}")),
        why="It passes by the rules that guard the rows of the database.",
    ),
    row(
        "planetscale-token",
        "PlanetScale",
        "token",
        "PLANETSCALE_SERVICE_TOKEN",
        (
            shaped("service token", "pscale_tkn_{b:32-64}"),
            shaped("password", "pscale_pw_{b:32-64}"),
            shaped("OAuth token", "pscale_oauth_{b:32-64}"),
        ),
        why="It reads and changes the database.",
    ),
    row(
        "neon-api-key",
        "Neon",
        "API key",
        "NEON_API_KEY",
        (shaped("API key", "napi_{l:64}"),),
        why="It reads, changes and deletes the databases of its owner.",
    ),
    row(
        "doppler-token",
        "Doppler",
        "token",
        "DOPPLER_TOKEN",
        (
            shaped("personal token", "dp.pt.{w:40-44}"),
            shaped("CLI token", "dp.ct.{w:40-44}"),
            shaped("service account token", "dp.sa.{w:40-44}"),
            shaped("SCIM token", "dp.scim.{w:40-44}"),
            shaped("audit token", "dp.audit.{w:40-44}"),
            Form(
                "service token",
                (Trigger(b"dp.st."),),
                rb"dp\.st\.(?:[0-9a-z_-]{2,35}\.)?(?P<body>[0-9A-Za-z]{40,44})(?![0-9A-Za-z_])",
                shown=b"dp.st.",
            ),
        ),
        why=OPENS,
    ),
    row(
        "vault-token",
        "HashiCorp Vault",
        "token",
        "VAULT_TOKEN",
        (
            shaped("service token", "hvs.{b:90-120}"),
            shaped("service token", "hvs.{b:24}", proof="mixed"),
            shaped("batch token", "hvb.{b:130-300}"),
            shaped("recovery token", "hvr.{b:90-120}"),
        ),
        why=OPENS,
    ),
    row(
        "terraform-token",
        "HCP Terraform",
        "API token",
        "TF_TOKEN_app_terraform_io",
        (
            Form(
                "API token",
                (Trigger(rb"[0-9A-Za-z]{14}\.atlasv1\.", 23),),
                rb"(?P<body>[0-9A-Za-z]{14}\.atlasv1\.[0-9A-Za-z_=-]{60,70})(?![0-9A-Za-z_=-])",
                proof="mixed",
            ),
        ),
        why="It reads the state, with the secrets in it, and applies changes to what it describes.",
    ),
    row(
        "pulumi-token",
        "Pulumi",
        "access token",
        "PULUMI_ACCESS_TOKEN",
        (shaped("access token", "pul-{x:40}"),),
        why="It reads the state, with the secrets in it, and applies changes to what it describes.",
    ),
    row(
        "infracost-api-key",
        "Infracost",
        "API key",
        "INFRACOST_API_KEY",
        (shaped("API key", "ico-{w:32}", proof="mixed"),),
        why="It uses the account of its owner.",
    ),
    row(
        "onepassword-token",
        "1Password",
        "service account token",
        "OP_SERVICE_ACCOUNT_TOKEN",
        (
            Form(
                "service account token",
                (Trigger(b"ops_eyJ"),),
                rb"ops_(?P<body>eyJ[0-9A-Za-z_+/-]{200,1500})={0,2}",
                shown=b"ops_",
            ),
        ),
        why=OPENS,
    ),
    row(
        "age-secret-key",
        "age",
        "secret key",
        "SOPS_AGE_KEY",
        (
            Form(
                "secret key",
                (Trigger(b"AGE-SECRET-KEY-1"),),
                rb"AGE-SECRET-KEY-1(?P<body>[02-9AC-HJ-NP-Z]{58})(?![0-9A-Za-z])",
                shown=b"AGE-SECRET-KEY-1",
                proof="bech32",
            ),
        ),
        why="It opens every file that is encrypted to it.",
        revoke="encrypt anew, to another key, and replace every secret that it opened",
        references=("https://age-encryption.org/v1", "BIP 173"),
    ),
    row(
        "tailscale-key",
        "Tailscale",
        "key",
        "TS_AUTHKEY",
        (
            Form(
                "key",
                (Trigger(b"tskey-"),),
                rb"tskey-(?:api|auth|client|scim|webhook)-[0-9A-Za-z]{8,20}(?:CNTRL)?-(?P<body>[0-9A-Za-z]{20,40})(?![0-9A-Za-z_-])",
                shown=b"tskey-",
            ),
        ),
        why="It joins a machine to, or governs, the private network of its owner.",
    ),
    row(
        "ngrok-token",
        "ngrok",
        "authtoken",
        "NGROK_AUTHTOKEN",
        (
            named(
                "authtoken",
                (
                    "ngrok_authtoken",
                    "ngrok_auth_token",
                    "ngrok config add-authtoken",
                    "ngrok authtoken",
                    "ngrok.set_auth_token(",
                ),
                "{w:27}_{w:20-24}",
            ),
        ),
        why="It opens tunnels in its owner's name.",
    ),
    row(
        "openshift-token",
        "OpenShift",
        "token",
        "OPENSHIFT_TOKEN",
        (shaped("token", "sha256~{b:43}", proof="mixed"),),
        why="It acts in the cluster with the rights of its owner.",
    ),
)
