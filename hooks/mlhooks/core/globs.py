# SPDX-License-Identifier: Apache-2.0
"""The globs of the configuration (`exclude`, `per-path-ignores`, path classes), read as in a .gitignore.

- `*` and `?` stay inside a folder, `**` crosses folders: `src/**/gen_*.py`.
- Without a slash (but for one at the end) a pattern matches a name in any folder: `*.onnx`, `build`.
- With one at the beginning or in the middle it begins at the root: `/setup.py`, `docs/conf.py`.
- What matches a folder matches everything below it; with a slash at the end it matches only folders.
- `[a-z]`, `[!a-z]` and `\\` are as in git. Case counts. A pattern with wildcards that is over
  4096 characters matches nothing.

Stands on the hot path, hence no imports but the automaton.
"""

from mlhooks.core.wildmatch import SPECIAL, Wildcard


class Glob:
    """A compiled pattern: worth keeping when many paths are asked. `!` is an ordinary character here."""

    __slots__ = ("_anchored", "_folders", "_needle", "_wildcard", "pattern")

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        text = pattern[2:] if pattern.startswith("./") else pattern
        self._folders = text.endswith("/")
        text = text.rstrip("/")
        self._anchored = "/" in text
        text = text.lstrip("/")
        self._wildcard: Wildcard | None = None
        self._needle = f"/{text}/" if text else ""
        if any(char in text for char in SPECIAL):
            self._needle = ""
            rest = text[1:]
            plain = rest and not any(char in rest for char in SPECIAL)
            if plain and text[0] == "*" and not self._anchored:
                self._needle = f"{rest}/"  # `*.onnx`, the commonest
            else:
                self._wildcard = Wildcard(text if self._anchored else f"**/{text}")

    def matches(self, path: str) -> bool:
        """Whether the path (relative to the root, forward slashes) or a folder above it matches."""
        if self._wildcard is not None:
            if self._folders:
                path = path.rpartition("/")[0]
            return bool(path) and self._wildcard.matches(path, below=True)
        if not self._needle:
            return False
        framed = f"/{path}" if self._folders else f"/{path}/"
        return framed.startswith(self._needle) if self._anchored else self._needle in framed


def glob_match(pattern: str, path: str) -> bool:
    """Whether `pattern` matches `path` (relative to the root, forward slashes), as this module says."""
    return Glob(pattern).matches(path)
