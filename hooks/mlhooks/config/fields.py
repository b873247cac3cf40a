# SPDX-License-Identifier: Apache-2.0
"""The keys of `[tool.mlhooks]`: names, types, defaults and a line of documentation each."""

from mlhooks.core.check import Option

CLASSES = ("tests", "docs", "examples", "vendored", "generated")

FIELDS = (
    Option(
        "extend", "str", "", "another TOML file inside the project whose keys hold where this one has none"
    ),
    Option("select", "strs", [], "rule ids, check names or prefix-* to look for; empty means all"),
    Option("ignore", "strs", [], "rule ids, check names or prefix-* to leave out"),
    Option("exclude", "strs", [], "globs of files that are never looked at, also when named explicitly"),
    Option("per-path-ignores", "ids-by-glob", {}, "glob = list of rule ids, check names or prefix-*"),
    Option("severity", "severities", {}, 'rule id, check name or prefix-* = "error", "warning" or "note"'),
    Option("strict", "bool", False, "notes become warnings"),
    Option(
        "min-severity",
        "str",
        "warning",
        "what lies below is neither shown nor counted",
        choices=("note", "warning", "error"),
    ),
    Option("fail-on", "str", "warning", "the lowest severity that fails", choices=("warning", "error")),
    Option("foreign-marks", "bool", True, "honour `# nosec B614`, `# noqa: S301` and their like"),
    Option("limits", "limits", {}, "overrides of the bounds at the end of this page"),
    *[
        Option(name, "strs", [], f'more globs of paths that count as {name}; "!glob" takes paths out')
        for name in CLASSES
    ],
)
