# SPDX-License-Identifier: Apache-2.0
"""`mlhooks init` and the hook id `mlhooks-init`: print what sets mlhooks up here, or write it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mlhooks import finish
from mlhooks.core.source import read_regular
from mlhooks.engine import Run
from mlhooks.fix import FixRefused, create
from mlhooks.init.survey import survey
from mlhooks.init.texts import CONFIG, configuration, gitlab, hooks, workflow
from mlhooks.report.escape import escape
from mlhooks.result import Settings

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from mlhooks.commands.options import Parser
    from mlhooks.init.survey import Survey
    from mlhooks.init.texts import Text

HOSTS = ("github", "gitlab")
STAGES = {"github": workflow, "gitlab": gitlab}


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add this command to the command line."""
    command = commands.add_parser("init", help="print what sets mlhooks up for this repository")
    command.add_argument("--write", action="store_true", help="write the files that are not there yet")
    command.add_argument("--ci", choices=HOSTS, help="whose CI stage; default: as the repository shows")
    command.set_defaults(run=lambda given: propose(write=given.write, ci=given.ci))


def propose(*, write: bool, ci: str | None) -> int:
    """Print, or write, the files for the repository of the current folder; the exit code."""
    root = Run(Settings()).root_of(os.getcwd().replace(os.sep, "/"))
    found = survey(root)
    finish.tell("".join(f"# {escape(line)}\n" for line in _told(found)))
    chosen = (ci,) if ci else found.hosts
    code = 0
    for text in [hooks(), configuration(found), *(STAGES[host](found) for host in chosen)]:
        code = max(code, _place(found, text, write=write))
    if not chosen:
        finish.tell("\n# No CI was recognised; --ci github and --ci gitlab print a stage.\n")
    return code


def _told(found: Survey) -> Iterator[str]:
    named = {"python": "Python", "jupyter": "notebook", "javascript": "JavaScript", "ts": "TypeScript"}
    named |= {"wasm": "WebAssembly", "model": "model"}
    counts = [f"{found.counts[kind]} {name}" for kind, name in named.items() if found.counts[kind]]
    yield f"Files that the checks look at most: {', '.join(counts) or 'none yet'}."
    for floor in found.floors:
        yield f"Torch: {floor.text} at {floor.path}:{floor.line}."
    if not found.floors and found.counts["python"]:
        yield "Torch: no file says which."
    if found.license:
        bear = f"{found.headers} of {found.sampled} source files bear a header"
        yield f"License: {found.license}, as {found.license_file} says; {bear}."


def _place(found: Survey, text: Text, *, write: bool) -> int:
    """Print one file, or write it where there is none; 2 when that failed."""
    reason = _there(found, text.path)
    if not write:
        how = f" ({reason}; {text.part})" if reason else ""
        finish.tell(f"\n# {text.path}{how}\n{text.content}")
        return 0
    if reason:
        finish.tell(f"{text.path}: not written, {reason}; {text.part}:\n{text.content}\n")
        return 0
    target = f"{found.root}/{text.path}"
    try:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if os.path.realpath(os.path.dirname(target)).replace(os.sep, "/") != os.path.dirname(target):
            raise FixRefused("its folder is a link")
        create(target, text.content.encode())
    except (OSError, FixRefused) as error:
        finish.tell(f"{text.path}: not written, {escape(str(getattr(error, 'strerror', None) or error))}\n")
        return 2
    finish.tell(f"{text.path}: written\n")
    return 0


def _there(found: Survey, path: str) -> str:
    """Why a file must not be written, "" when it may."""
    if found.has(path):
        return "it is there already"
    shared = read_regular(f"{found.root}/pyproject.toml", 1 << 20) or b""
    if path == CONFIG and b"tool.mlhooks" in shared:
        return "pyproject.toml holds the configuration already"
    return ""
