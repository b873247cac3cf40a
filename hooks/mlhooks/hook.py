# SPDX-License-Identifier: Apache-2.0
"""What pre-commit starts: `mlhooks hook ID [--name=value ...] [FILE ...]`.

An argument that names an existing path is a file even if it begins with `-`, since pre-commit passes names
verbatim. Options take values only as `--name=value`, write nowhere and load no code. Clean files pass
through here without an import beyond the engine's.
"""

import os

from mlhooks.engine import run
from mlhooks.errors import UsageError
from mlhooks.index import WAKES
from mlhooks.result import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhooks.result import Result

FLAGS = ("all", "statistics", "exit-zero", "no-config")
FIXER_FLAGS = (*FLAGS, "diff")
VALUES = {"min-severity": ("note", "warning", "error"), "fail-on": ("warning", "error"), "config": ()}
FIXERS = {  # hook id -> check
    "unsafe-load-fix": "unsafe-load",
    "wasm-memory-fix": "wasm-memory",
    "license-header-fix": "license-header",
}
ADAPTERS = ("mlhooks-detect-secrets", "mlhooks-bandit", "mlhooks-semgrep")  # in environments of their own
ALL = "mlhooks"
BASELINE = "mlhooks-baseline"
INIT = "mlhooks-init"


def ids() -> "list[str]":
    """Every hook id, in the manifest's order."""
    return [ALL, *[check.id for check in WAKES], *FIXERS, *ADAPTERS, BASELINE, INIT]


def main(argv: "Sequence[str]") -> int:
    """Run one hook id; the exit code. Raises what `finish.complain` explains."""
    if not argv or argv[0] not in ids():
        known = ", ".join(ids())
        raise UsageError(
            f'no hook is called "{argv[0]}"; known are {known}' if argv else f"which hook? {known}"
        )
    hook = argv[0]
    if hook in ADAPTERS:
        from mlhooks.deep import hook_main

        return hook_main(hook, argv[1:])
    if hook == INIT:
        return _init(argv[1:])
    files, options = parse(argv[1:], FIXER_FLAGS if hook in FIXERS else FLAGS)
    if hook == BASELINE:
        from mlhooks.commands.accept import write_listed_baseline

        return write_listed_baseline()
    result = run(files, settings_for(hook, options))
    if hook in FIXERS:
        from mlhooks.finish import fix

        return fix(result, options, changed_is_failure=True)
    if not (result.findings or result.unread or result.broken or "statistics" in options):
        return 0
    return _finish(result, options)


def _init(arguments: "Sequence[str]") -> int:
    from mlhooks.commands import main as run_command

    return run_command(["init", *arguments])


def _finish(result: "Result", options: "dict[str, str]") -> int:
    from mlhooks.finish import show

    return show(result, options)


def parse(arguments: "Sequence[str]", flags: "Sequence[str]" = FLAGS) -> "tuple[list[str], dict[str, str]]":
    """Files and options. Raises UsageError."""
    files: list[str] = []
    options: dict[str, str] = {}
    for at, argument in enumerate(arguments):
        if not argument.startswith("-") or os.path.lexists(argument):
            files.append(argument)
        elif argument == "--":
            files += arguments[at + 1 :]
            break
        else:
            name, value = option(argument, flags)
            options[name] = value
    return files, options


def option(argument: str, flags: "Sequence[str]" = FLAGS) -> "tuple[str, str]":
    """The name and value of one option. Raises UsageError."""
    name, equals, value = argument[2:].partition("=")
    if argument.startswith("--"):
        if name in flags and not equals:
            return name, "1"
        if name in VALUES and equals and (not VALUES[name] or value in VALUES[name]):
            return name, value
        if name in VALUES:
            wanted = " or ".join(f"--{name}={choice}" for choice in VALUES[name]) or f"--{name}=FILE"
            raise UsageError(f'"{argument}" is not understood; write {wanted}')
    known = ", ".join([f"--{flag}" for flag in flags] + [f"--{name}=..." for name in VALUES])
    raise UsageError(f'there is no option "{argument}" and no file of this name; options are {known}')


def settings_for(hook: str, options: "dict[str, str]") -> Settings:
    """What a hook id and its options ask the engine for."""
    check = FIXERS.get(hook, hook)
    only = None if hook == ALL else frozenset((check,))
    return Settings(
        only=only,
        asked=only or frozenset(),
        config=options.get("config"),
        no_config="no-config" in options,
        min_severity=options.get("min-severity"),
        fail_on=options.get("fail-on"),
        jobs=(os.cpu_count() or 1) if hook == ALL else 1,
        fixing=hook in FIXERS,
        statistics="statistics" in options,
    )
