# SPDX-License-Identifier: Apache-2.0
"""Commands that a message may name: each works where it is read.

Under pre-commit there is no `mlhooks` on the PATH, so there a command runs a hook id, and where the team's
file does not list that id the message gives the line to add first.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys

from mlhooks.core.source import read_regular

LIST = ".pre-commit-config.yaml"
FEW = 3  # paths that a command names


def under_pre_commit() -> bool:
    """Whether pre-commit or prek started us."""
    return os.environ.get("PRE_COMMIT") == "1"


def runner() -> str:
    """The program that runs hooks here."""
    return "prek" if "PREK_HOOK_STAGE" in os.environ else "pre-commit"


def program() -> str:
    """How this program is called from where the reader stands: its name, or the path it was started by."""
    started = sys.argv[0]
    if os.path.basename(started).split(".")[0] != "mlhooks" or shutil.which("mlhooks"):
        return "mlhooks"
    return started


def quoted(argument: str) -> str:
    """An argument as the shell here takes it for one, whatever characters it has."""
    if os.name != "nt":
        return shlex.quote(argument)
    return argument if re.fullmatch(r"[\w./\\:+=@,-]+", argument) else f'"{argument}"'


def command(hook: str, *, otherwise: str, manual: bool = False, needs: str = "") -> str:
    """How to run a hook id from where this is read; `otherwise` is the command outside pre-commit, `needs`
    what must be installed in the hook's environment."""
    if not under_pre_commit():
        return otherwise
    run = f"{runner()} run {hook}{' --hook-stage manual' if manual else ''} --all-files"
    more = f"`additional_dependencies: [{needs}]`" if needs else ""
    if not listed(hook):
        return f"add `- id: {hook}`{f' with {more}' if more else ''} to {LIST}, then {run}"
    return f"{run} ({more} at that hook)" if more else run


def fixer(check: str, hook: str, more: str = "") -> str:
    """How to have a check's fix written; `hook` is the id that does it, "" without one, and `more` what the
    command outside pre-commit says besides."""
    otherwise = f"{program()} check --only {check} --fix{more}"
    if hook:
        return command(hook, otherwise=otherwise)
    return "" if under_pre_commit() else otherwise


def show_all() -> str:
    """How to see the findings that a report folded."""
    return "`args: [--all]` at this hook shows them" if under_pre_commit() else "--all shows them"


def listed(hook: str) -> bool:
    """Whether the team's file for pre-commit lists this hook id."""
    text = (read_regular(LIST, 1 << 20) or b"").decode("utf-8", "replace")
    name = rf"\bid:[ \t]{{0,9}}['\"]?{re.escape(hook)}['\"]?[ \t]{{0,9}}"
    alone, inside = re.compile(rf"{name}(?:#|$)"), re.compile(rf"{name}[,}}]")
    return any(
        alone.search(line) or ("{" in line and inside.search(line))
        for line in text.splitlines()
        if not line.lstrip().startswith("#")
    )
