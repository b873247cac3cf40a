# SPDX-License-Identifier: Apache-2.0
"""The project around one file: read-only, bounded, memoised for the run."""

from __future__ import annotations

import os
from hashlib import blake2b
from stat import S_ISREG
from typing import TYPE_CHECKING, Any, TypeVar

from mlhooks.core.limits import LIMITS
from mlhooks.core.source import read_regular

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlhooks.core.project.requirements import Floor
    from mlhooks.core.source import Source

T = TypeVar("T")


class Tree:
    """One project root and what was read of it in this run.

    `root`: absolute path, forward slashes. `key`: 16 bytes that key the digests of this run's findings
    (those of the baseline, where there is one). `limits`: `core.limits.LIMITS` with the overrides.
    `staged`: whether files come from git's index in the place of the working tree.
    """

    staged = False

    def __init__(self, root: str, key: bytes, limits: Mapping[str, int] = LIMITS) -> None:
        self.root = root
        self.key = key
        self.limits = limits
        self._files: dict[str, bytes | None] = {}
        self._parsed: dict[tuple[str, object], Any] = {}
        self._floors: dict[tuple[str, str], Floor] = {}
        self._attributes: Any = None
        self._tracked: list[str] | None = None
        self._memo: dict[object, Any] = {}
        self._history: Any = None
        self._real: dict[str, bool] = {}

    def read(self, path: str) -> bytes | None:
        """The content of a regular file below the root (`path` relative, forward slashes), else None.

        No link is followed, in the last part or before it; files over `neighbour-size` give None.
        """
        if path not in self._files:
            self._files[path] = self.read_once(path)
        return self._files[path]

    def tracked(self) -> list[str]:
        """The files below the root that git tracks; without git, those that are there. Relative, sorted."""
        from mlhooks.core.project.tracked import tracked

        if self._tracked is None:
            self._tracked = tracked(self.root)
        return self._tracked

    def read_once(self, path: str) -> bytes | None:
        """As `read`, and not kept: for a search through many files."""
        parts = path.split("/")
        if (
            not path
            or path.startswith("/")
            or ".." in parts
            or "" in parts
            or "\0" in path
            or ":" in parts[0]
        ):
            return None
        file = f"{self.root}/{path}"
        try:
            if not self._is_real(file.rpartition("/")[0]):
                return None
            status = os.lstat(file)
            if not S_ISREG(status.st_mode) or status.st_size > self.limits["neighbour-size"]:
                return None
            with open(file, "rb") as stream:
                return stream.read(self.limits["neighbour-size"])
        except OSError:
            return None

    def whole(self, path: str, limit: int) -> bytes | None:
        """A regular file directly named, of up to `limit` bytes; None where there is none. Raises OSError
        for what is there and is a link, larger, or not to be read."""
        file = f"{self.root}/{path}"
        if not os.path.lexists(file):
            return None
        content = read_regular(file, limit + 1)
        if content is None or len(content) > limit:
            raise OSError("no regular file, or too large")
        return content

    def _is_real(self, folder: str) -> bool:
        """Whether no part of the path of a folder is a link; asked once a run."""
        found = self._real.get(folder)
        if found is None:
            found = self._real[folder] = os.path.realpath(folder).replace(os.sep, "/") == folder
        return found

    def parsed(self, path: str, parser: Callable[[bytes], T]) -> T | None:
        """What `parser` makes of the file at `path`, worked out once; None where it cannot be read."""
        key = (path, parser)
        if key not in self._parsed:
            data = self.read(path)
            self._parsed[key] = None if data is None else parser(data)
        found: T | None = self._parsed[key]
        return found

    def memo(self, key: object, make: Callable[[], T]) -> T:
        """What `make` returns, worked out once a run for this key (begin it with a module's name)."""
        if key not in self._memo:
            self._memo[key] = make()
        found: T = self._memo[key]
        return found

    def first_year(self, path: str) -> int | None:
        """The year in which git first saw the file at `path`; None where git cannot tell."""
        from mlhooks.core.project.history import History

        if self._history is None:
            self._history = History(self.root)
        found: int | None = self._history.first_year(path)
        return found

    def names(self, folder: str) -> list[str]:
        """Sorted names of the regular files directly in `folder` ("" is the root)."""
        try:
            with os.scandir(f"{self.root}/{folder}") as entries:
                return sorted(entry.name for entry in entries if entry.is_file(follow_symlinks=False))
        except OSError:
            return []

    def floor(self, name: str, folder: str) -> Floor:
        """The lowest version of the distribution `name` that the project's files admit in `folder`."""
        from mlhooks.core.project.requirements import find_floor

        key = (name, folder)
        if key not in self._floors:
            self._floors[key] = find_floor(self, name, folder)
        return self._floors[key]

    def digest(self, value: bytes) -> str:
        """A keyed digest of `value` as 32 hexadecimal digits: an identity that tells nothing of a secret."""
        return blake2b(value, key=self.key, digest_size=16).hexdigest()

    def attributes(self, path: str) -> Mapping[str, str | bool]:
        """What the `.gitattributes` files of the project say of `path`."""
        from mlhooks.core.project.attributes import Attributes

        if self._attributes is None:
            self._attributes = Attributes(self)
        found: Mapping[str, str | bool] = self._attributes.of(path)
        return found


class Project:
    """The project as the check of one file sees it.

    `options`: the check's table with its defaults. `path`: relative to the root. `classes`: the words of
    the policy's one classification that hold here: tests, docs, examples, vendored, generated. `table`: how
    the check's table is written where it is in force, for texts that tell the reader to set a key.
    `relative`: the path as the globs of that table see it. `count` adds one under a name, for `--statistics`.
    `fixing`: fixes will be written, so a fix that costs time to prove is proven; else it may be only likely.
    `notes`: notes of this check may be shown, so it may look for what is only worth one.
    `remember` keeps a beginning for which the check need not wake in the next run (`core.openings`).
    """

    def __init__(
        self,
        tree: Tree,
        source: Source,
        options: Mapping[str, Any],
        classes: frozenset[str] = frozenset(),
        *,
        strict: bool = False,
        table: str = "",
        relative: str = "",
        count: Callable[[str], None] = lambda _: None,
        fixing: bool = False,
        notes: bool = False,
        remember: Callable[[bytes], None] | None = None,
    ) -> None:
        self.tree = tree
        self.path = source.path
        self.options = options
        self.classes = classes
        self.strict = strict
        self.table = table or "the table of this check"
        self.relative = relative or source.path
        self.count = count
        self.fixing = fixing
        self.notes = notes
        self.remember = remember

    @property
    def root(self) -> str:
        """The absolute path of the root, forward slashes, no trailing one."""
        return self.tree.root

    @property
    def folder(self) -> str:
        """The folder of the file, relative to the root; "" is the root itself."""
        return self.path.rpartition("/")[0]

    @property
    def limits(self) -> Mapping[str, int]:
        """The bounds in force (`core.limits`)."""
        return self.tree.limits

    def requirement(self, name: str) -> Floor:
        """The floor of a distribution for this file, and the line that decided it."""
        return self.tree.floor(name, self.folder)

    def attributes(self, path: str = "") -> Mapping[str, str | bool]:
        """Git attributes of this file, or of another path below the root."""
        return self.tree.attributes(path or self.path)

    def read(self, path: str) -> bytes | None:
        """A neighbour, relative to the root; None where it may not or cannot be read."""
        return self.tree.read(path)

    def parsed(self, path: str, parser: Callable[[bytes], T]) -> T | None:
        """What `parser` makes of a neighbour, worked out once a run; None where it cannot be read."""
        return self.tree.parsed(path, parser)

    def memo(self, key: object, make: Callable[[], T]) -> T:
        """What `make` returns, worked out once a run for this key."""
        return self.tree.memo(key, make)

    def first_year(self) -> int | None:
        """The year in which git first saw this file, this year for a new one; None where git cannot tell."""
        return self.tree.first_year(self.path)

    def digest(self, value: bytes) -> str:
        """A keyed digest of `value` as 32 hexadecimal digits: an identity that tells nothing of a secret."""
        return self.tree.digest(value)
