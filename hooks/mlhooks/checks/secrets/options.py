# SPDX-License-Identifier: Apache-2.0
"""The options of `secrets`: rules that a project adds, what it allows, and what it has accepted elsewhere."""

from mlhooks.core.check import Option
from mlhooks.core.rule import SEVERITIES

VALIDATOR = "mlhooks.checks.secrets.own:problem"

RULE = (
    Option("id", "str", "", 'what the rule is called from then on; it begins with "secret-"'),
    Option(
        "pattern",
        "str",
        "",
        "a regular expression in Hyperscan's syntax (no look-around, no back-references); all that it "
        "matches is the secret; `(?i)` for any case",
    ),
    Option(
        "keywords",
        "strs",
        [],
        "words of which one must stand within 200 bytes of the match, in any case; empty: none need",
    ),
    Option("severity", "str", "error", "how bad it is, in tests and docs too", choices=SEVERITIES),
    Option("summary", "str", "", "what it is, for the message: a few words"),
)
OPTIONS = (
    Option(
        "rule",
        "tables",
        [],
        "rules of your own, compiled in Hyperscan only; where that is missing they are refused",
        validator=VALIDATOR,
        fields=RULE,
    ),
    Option("allow-paths", "strs", [], "globs of files in which no secret is looked for"),
    Option(
        "allow-values",
        "digests",
        [],
        "values that are no secrets, each whole as it stands; kept and shown as digests",
    ),
    Option(
        "allow-patterns",
        "strs",
        [],
        "regular expressions in Hyperscan's syntax; a value in which one matches is no secret",
        validator=VALIDATOR,
    ),
    Option(
        "baseline",
        "str",
        ".secrets.baseline",
        "the baseline of detect-secrets that is honoured, relative to the root; empty means none",
    ),
)
