# SPDX-License-Identifier: Apache-2.0
"""What `.gitattributes` says of a path, by git's own precedence (gitattributes(5), git's attr.c).

A deeper file wins over a shallower one, a later line over an earlier one, and in a line the later word.
Only the project's own files count: not those of the user, the system or `.git/info`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mlhooks.core.wildmatch import SPECIAL, Wildcard

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlhooks.core.project.project import Tree

FILE = ".gitattributes"
MAX_LINE = 2048  # bytes; git leaves out longer lines too
MAX_RULES = 10_000  # lines of one file that are kept; git has no such bound, a hostile file needs one
MACRO = "[attr]"
BLANK = " \t\r\n"
MACROS: dict[str, States] = {"binary": (("diff", False), ("merge", False), ("text", False))}

_NAME = re.compile(r"[A-Za-z0-9_.][A-Za-z0-9_.-]*\Z")
_ESCAPE = re.compile(r"\\(?:([abfnrtv\"\\])|([0-3][0-7]{2}))")
_ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')

Value = str | bool | None  # None is `!attr`: as if nothing had been said further out
States = tuple[tuple[str, Value], ...]


class Rule(NamedTuple):
    """One line: which paths below its folder, and what it says of them."""

    matcher: Matcher
    states: States


class Attributes:
    """The `.gitattributes` files below one root, each read at most once."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._files: dict[str, tuple[list[Rule], dict[str, States]]] = {}

    def of(self, path: str) -> Mapping[str, str | bool]:
        """The attributes of a file (relative to the root, forward slashes) that are set, unset or valued."""
        folders = _folders(path)
        macros = {**MACROS, **self._file("")[1]}
        found: dict[str, Value] = {}
        for folder in folders:
            below = _bytewise(path[len(folder) + 1 :] if folder else path)
            for rule in self._file(folder)[0]:
                if rule.matcher.matches(below):
                    _fill(found, rule.states, macros)
        return {name: value for name, value in found.items() if value is not None}

    def _file(self, folder: str) -> tuple[list[Rule], dict[str, States]]:
        if folder not in self._files:
            data = self._tree.read(f"{folder}/{FILE}" if folder else FILE)
            self._files[folder] = _parse(data) if data else ([], {})
        return self._files[folder]


def _folders(path: str) -> list[str]:
    """The folders above a file, the deepest first, "" (the root) last."""
    found, at = [], path.rfind("/")
    while at > 0:
        found.append(path[:at])
        at = path.rfind("/", 0, at)
    return [*found, ""]


def _bytewise(text: str) -> str:
    """One character for each byte: git's patterns know nothing of characters."""
    return text.encode("utf-8", "surrogateescape").decode("latin-1")


def _fill(found: dict[str, Value], states: States, macros: Mapping[str, States]) -> None:
    """Take what is new, the last word of a line first; a macro that is set brings its own words."""
    stack = list(states)
    while stack:
        name, value = stack.pop()
        if name in found:
            continue
        found[name] = value
        if value is True and name in macros:
            stack += macros[name]


def _parse(data: bytes) -> tuple[list[Rule], dict[str, States]]:
    """The rules of a file, the last line first, and the macros that it defines (for the root to use)."""
    rules: list[Rule] = []
    macros: dict[str, States] = {}
    text = data.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    for line in text.split("\n")[:MAX_RULES]:
        entry = _line(line)
        if entry is None:
            continue
        pattern, states = entry
        if pattern.startswith(MACRO) and pattern != MACRO:
            macros[pattern[len(MACRO) :]] = states
        elif not pattern.startswith("!"):
            rules.append(Rule(Matcher(pattern), states))
    return rules[::-1], macros


def _line(line: str) -> tuple[str, States] | None:
    """The pattern (or `[attr]NAME`) and the states of a line; None where git takes nothing from it."""
    line = line.split("\0", 1)[0]
    text = line.strip(BLANK)
    if not text or text.startswith("#") or len(line) >= MAX_LINE:
        return None
    quoted = _QUOTED.match(text)
    pattern = _unquote(quoted.group(1)) if quoted else None
    if quoted and pattern is not None:
        words = _words(text[quoted.end() :])
    else:
        pattern, *words = _words(text)
    if pattern.startswith(MACRO) and pattern != MACRO and not _NAME.match(pattern[len(MACRO) :]):
        return None
    states = _states(words)
    return None if states is None else (pattern, states)


def _words(text: str) -> list[str]:
    """Split at blanks as git knows them (`str.split` knows more)."""
    return [word for word in re.split("[ \t\r\n]", text) if word]


def _unquote(text: str) -> str | None:
    """A pattern in C quotes; None when an escape is none of C's."""
    if "\\" in _ESCAPE.sub("", text):
        return None
    return _ESCAPE.sub(
        lambda at: chr(int(at.group(2), 8)) if at.group(2) else _ESCAPES.get(at.group(1), at.group(1)), text
    )


def _states(words: list[str]) -> States | None:
    """`-attr`, `!attr`, `attr`, `attr=value`; None when a name is not valid: git drops the whole line."""
    states: list[tuple[str, Value]] = []
    for word in words:
        name, equals, value = word.partition("=")
        mark = name[:1] if name[:1] in ("-", "!") else ""
        name = name[len(mark) :]
        if not _NAME.match(name) or name.startswith("builtin_"):
            return None
        states.append((name, False if mark == "-" else None if mark else value if equals else True))
    return tuple(states)


class Matcher:
    """A pattern of a `.gitattributes` line, for paths relative to the file's folder, byte by byte."""

    __slots__ = ("_basename", "_folder", "_pattern", "_prefix", "_suffix", "_wildcard")

    def __init__(self, pattern: str) -> None:
        self._folder = pattern.endswith("/")  # a folder has no attributes, and gives none to its files
        self._basename = "/" not in pattern
        self._suffix = pattern[:1] == "*" and self._basename and not any(c in pattern[1:] for c in SPECIAL)
        self._wildcard: Wildcard | None = None
        pattern = pattern.removeprefix("/")
        plain = next((at for at, char in enumerate(pattern) if char in SPECIAL), len(pattern))
        self._prefix, self._pattern = pattern[:plain], pattern
        if plain < len(pattern) and not self._suffix:
            # Git takes the literal beginning off before it looks at the stars, so that in `a**/b` the
            # stars stand at a beginning; for a name alone it does not.
            self._wildcard = Wildcard(pattern if self._basename else pattern[plain:])

    def matches(self, path: str) -> bool:
        """Whether the line speaks of this file."""
        if self._folder:
            return False
        if self._basename:
            path = path[path.rfind("/") + 1 :]
            if self._suffix:
                return path.endswith(self._pattern[1:])
        if self._wildcard is None:
            return path == self._pattern
        if self._basename:
            return self._wildcard.matches(path)
        return path.startswith(self._prefix) and self._wildcard.matches(path[len(self._prefix) :])
