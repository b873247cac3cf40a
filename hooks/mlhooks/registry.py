# SPDX-License-Identifier: Apache-2.0
"""The explicit list of checks, and the rules that the tool itself reports. Nothing is discovered."""

from mlhooks.adapters import bandit, detect_secrets, semgrep
from mlhooks.checks import license_header, model_file, secrets, unsafe_load, wasm_memory
from mlhooks.core.rule import NOTE, WARNING, Rule
from mlhooks.core.wake import Trigger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlhooks.core.adapter import Adapter
    from mlhooks.core.check import Check

CHECKS = (secrets.CHECK, unsafe_load.CHECK, model_file.CHECK, wasm_memory.CHECK, license_header.CHECK)

ADAPTERS = (detect_secrets.ADAPTER, bandit.ADAPTER, semgrep.ADAPTER)

MARK = Trigger(b"mlhooks:", nocase=True)

OWN = (
    Rule(
        "suppression-unknown",
        WARNING,
        "a suppression names a rule that does not exist, or is not written as one",
        why="The mark was meant to accept something, but no rule has this name: either it accepts nothing, "
        "or the finding that it was written for has come back under another name. A mark in another "
        "spelling, such as `disable[...]`, or without a rule accepts nothing either.",
        bad="model = torch.load(path)  # mlhooks: ignore[torch-load-defualt] our own file",
        good="model = torch.load(path)  # mlhooks: ignore[torch-load-default] our own file",
        language="python",
        marks=False,
    ),
    Rule(
        "suppression-unused",
        NOTE,
        "a suppression accepts nothing any more",
        why="The rule was looked for on this line and did not fire. A mark that stays behind would silently "
        "accept the next finding that somebody writes here.",
        bad="state = torch.load(path, weights_only=True)  # mlhooks: ignore[torch-load-default]",
        good="state = torch.load(path, weights_only=True)",
        language="python",
        marks=False,
    ),
    Rule(
        "baseline-unstaged",
        WARNING,
        "secrets are accepted by a baseline whose changes are not staged",
        why="A commit holds what is staged. The secrets in this file are accepted by a line of the baseline "
        "that the commit may not hold, so they would fail for everybody else.",
        bad="detect-secrets scan > .secrets.baseline && git commit app.py",
        good="detect-secrets scan > .secrets.baseline && git add .secrets.baseline app.py && git commit",
        language="sh",
    ),
    Rule(
        "baseline-stale",
        NOTE,
        "the baseline accepts a finding that is not there any more",
        why="What was accepted once was mended, moved to another file or deleted with it. Its entry would "
        "silently accept the same finding when somebody brings it back. `mlhooks baseline --update` drops "
        "such entries, adds none, and says what it dropped. Reported in the file that an entry speaks of; "
        "where that file is gone, in `.mlhooks-baseline.json`, when that is looked at.",
        bad="git rm src/old_loader.py && git commit",
        good="git rm src/old_loader.py; mlhooks baseline --update; git add .mlhooks-baseline.json",
        language="sh",
        marks=False,
    ),
    Rule(
        "unparsable",
        NOTE,
        "the file does not parse with the Python that runs the hook, so its calls were judged by tokens",
        why="A syntax tree tells what a name means; tokens tell only what is written. The calls in this file "
        "were looked at, but an alias or a constant defined elsewhere in it may have been missed.",
        bad='print "loading", path\nmodel = torch.load(path)',
        good='print("loading", path)\nmodel = torch.load(path, weights_only=True)',
        language="python",
        references=("https://docs.python.org/3/library/ast.html",),
    ),
)


def rules() -> "list[Rule]":
    """Every rule, the checks' in their order and then the tool's own."""
    return [rule for check in CHECKS for rule in check.rules] + list(OWN)


def check_named(name: str) -> "Check | None":
    """The check with this id."""
    for check in CHECKS:
        if check.id == name:
            return check
    return None


def check_of(rule: str) -> "Check | None":
    """The check that a rule belongs to; None for the tool's own and for unknown names."""
    for check in CHECKS:
        for known in check.rules:
            if known.id == rule:
                return check
    return None


def may_name(name: str, own: "Mapping[str, str]") -> bool:
    """Whether a mark may name it: a rule, one that the project added (`own`), or one of another tool."""
    return name in own or adapter_of(name) is not None or any(rule.id == name for rule in rules())


def adapter_named(name: str) -> "Adapter | None":
    """The adapter with this id."""
    for adapter in ADAPTERS:
        if adapter.id == name:
            return adapter
    return None


def adapter_of(rule: str) -> "Adapter | None":
    """The adapter whose tool a rule belongs to: `bandit-b602` is bandit's. None for rules of ours."""
    for adapter in ADAPTERS:
        if adapter.owns(rule):
            return adapter
    return None


def stands_for(name: str, rule: str) -> bool:
    """Whether a name in the configuration (rule id, `prefix-*`, check or adapter) means this rule."""
    if name == rule or (name.endswith("*") and rule.startswith(name[:-1])):
        return True
    check = check_named(name)
    if check is not None:
        return any(known.id == rule for known in check.rules)
    adapter = adapter_named(name)
    return adapter is not None and adapter.owns(rule)
