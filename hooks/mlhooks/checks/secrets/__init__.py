# SPDX-License-Identifier: Apache-2.0
"""Leaked credentials: tokens of known providers, private keys, passwords in URLs."""

from mlhooks.checks.secrets.options import OPTIONS
from mlhooks.checks.secrets.rules import RULES, TRIGGERS
from mlhooks.core.check import Check

CHECK = Check(
    "secrets",
    "leaked credentials: tokens, private keys, passwords in URLs and assignments, masked in every report",
    "mlhooks.checks.secrets.judge",
    RULES,
    triggers=TRIGGERS,
    options=OPTIONS,
    suffixes=(".secrets.baseline",),  # read when it is committed, so that a broken one is named then
    types_or=("text",),
    thorough=True,
)
