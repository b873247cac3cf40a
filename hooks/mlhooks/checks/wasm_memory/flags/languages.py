# SPDX-License-Identifier: Apache-2.0
"""Which family of syntax reads a build file, by its kind, and by its name where it has no kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhooks.checks.wasm_memory.flags import bracketed, cmake, commands, listed, pipelines, scripted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhooks.checks.wasm_memory.flags.group import Group

COMMANDS = ("shell", "powershell", "batch", "makefile", "dockerfile")
SCRIPTS = ("javascript", "jsx", "ts", "tsx")
KINDS = frozenset(
    {*COMMANDS, *SCRIPTS, *bracketed.SHAPES, "cmake", "json", "python", "bazel", "toml", "yaml"}
)
WORDS = frozenset({"python", *SCRIPTS, *bracketed.SHAPES})  # in which a variable stands without a sign
NAMES = {
    ".cargo/config": "toml",
    "nim.cfg": "nim",
    "dub.sdl": "lines",
    ".ac": "lines",
    ".m4": "lines",
    ".pro": "makefile",
    ".pri": "makefile",
    "scsub": "python",
    ".gn": "gn",
    ".gni": "gn",
}
# JSON that drives a build; lock files, data and messages hold the same words.
_BUILD_JSON = re.compile(
    r"(?:^|/)(?:package|asconfig[\w.-]{0,80}|dub|project|CMakePresets|CMakeUserPresets|[\w.-]{0,80}target[\w.-]{0,80})"
    r"\.json$"
)
_TINYGO = b'"llvm-target"'


def language_of(path: str, kind: str, text: bytes) -> str:
    """The language of a build file, "" for a file that builds nothing."""
    if kind == "json":
        return "json" if _BUILD_JSON.search(path) or _TINYGO in text else ""
    if kind == "ini" and not path.lower().endswith("nim.cfg"):
        return "ini" if b"_args" in text or b"flags" in text else ""
    for name, language in NAMES.items():
        if path.lower().endswith(name):
            return language
    return {"bazel": "python"}.get(kind, kind) if kind in KINDS else ""


def groups(text: bytes, language: str) -> Iterator[Group]:
    """The commands, lists and statements of a masked text. Never raises."""
    if language in COMMANDS or language == "lines":
        yield from commands.commands(text, language)
    elif language in SCRIPTS:
        yield from scripted.commands(text, language)
    elif language in bracketed.SHAPES:
        yield from bracketed.statements(text, language)
    elif language == "cmake":
        yield from cmake.commands(text, 0, len(text))
    elif language == "yaml":
        yield from pipelines.commands(text)
    elif language == "python":
        yield from listed.python(text)
    elif language == "toml":
        yield from listed.toml(text)
    elif language == "json":
        yield from listed.json(text)
