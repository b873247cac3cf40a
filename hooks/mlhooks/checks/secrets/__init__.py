# SPDX-License-Identifier: Apache-2.0
"""Leaked credentials: tokens of known providers, private keys, passwords in URLs."""

from mlhooks.checks.secrets.rules import RULES, TRIGGERS
from mlhooks.core.check import Check

CHECK = Check(
    "secrets",
    "leaked credentials: provider tokens, private keys and passwords in URLs, masked in every report",
    "mlhooks.checks.secrets.judge",
    RULES,
    triggers=TRIGGERS,
    types_or=("text",),
    thorough=True,
)
