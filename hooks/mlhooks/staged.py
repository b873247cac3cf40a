# SPDX-License-Identifier: Apache-2.0
"""What is going to be committed: `check --staged` reads git's index, not the working tree.

Files come from the index, and so do their neighbours, the configuration nearest to them and the baseline: a
change that was not added does not count anywhere. (What a configuration names under `extend` and the file
given by `--config` are read from the working tree.) Nothing is fetched, and no filter runs: a file under Git
LFS is the pointer that will be committed.
"""

from __future__ import annotations

import errno
import os
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from mlhooks.core.git import Blobs, GitError, git
from mlhooks.core.project import Tree
from mlhooks.core.source import HEAD, LeftOut, Source, by_ranges
from mlhooks.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LINK, SUBMODULE = "120000", "160000"
GONE = "its content is not in this clone, and mlhooks fetches nothing"
UNMERGED = "it is not merged; `git add` it once its conflict is resolved"
CHUNK = 1 << 20


class Staged:
    """The index of a repository. `root`: its top, absolute, without links."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.more = _index_of_this_commit(root)
        self._entries: dict[str, tuple[str, str]] = {}
        self._unmerged: set[str] = set()
        self._folders: dict[str, list[str]] = {"": []}  # folder -> the names directly in it
        self._blobs = Blobs(root)
        self._read_index()

    def _read_index(self) -> None:
        listing = git(self.root, "ls-files", "--stage", "-z", more=self.more)
        for entry in listing.split(b"\0"):
            about, _, name = entry.partition(b"\t")
            if name:
                mode, oid, stage = about.decode().split()
                self._add(os.fsdecode(name), mode, oid, merged=stage == "0")

    def _add(self, path: str, mode: str, oid: str, *, merged: bool) -> None:
        if not merged:
            self._unmerged.add(path)
            return
        self._entries[path] = (mode, oid)
        folder, _, name = path.rpartition("/")
        while folder not in self._folders:
            self._folders[folder] = []
            folder = folder.rpartition("/")[0]
        if mode not in (LINK, SUBMODULE):
            self._folders[path.rpartition("/")[0]].append(name)

    def files(self, paths: Sequence[str]) -> Iterator[str]:
        """The files that differ from the last commit and lie at or below these paths, as these are written.

        Raises UsageError for a path that is neither in the index nor in the working tree.
        """
        names = git(
            self.root, "diff", "--cached", "--name-only", "-z", "--no-renames", "--diff-filter=d",
            *("--no-ext-diff", "--no-relative", "--ignore-submodules=none"), more=self.more,
        )  # fmt: skip
        changed = sorted({os.fsdecode(name) for name in names.split(b"\0") if name})
        for path in paths:
            inside = self._inside(path)
            for name in changed:
                if name == inside:
                    yield path
                elif not inside or name.startswith(inside + "/"):
                    rest = name[len(inside) + 1 :] if inside else name
                    yield rest if path in (".", "./") else f"{path.rstrip('/' + os.sep)}/{rest}"

    def _inside(self, path: str) -> str:
        folder, name = os.path.split(os.path.abspath(path))
        real = f"{os.path.realpath(folder)}/{name}".replace(os.sep, "/")
        if os.path.realpath(path).replace(os.sep, "/") == self.root:
            return ""
        if not real.startswith(self.root + "/"):
            raise UsageError(f"{path} does not lie in {self.root}, whose index is read")
        inside = real[len(self.root) + 1 :]
        known = inside in self._entries or inside in self._unmerged or inside in self._folders
        if not known and not os.path.lexists(path):
            raise UsageError(f"{path}: no such file or folder, and the index has none. Nothing was checked.")
        return inside

    def open(self, _: str, path: str, limit: int, claimed: object) -> Source:
        """As `core.source.open_source`, from the index."""
        if path not in self._entries:
            raise OSError(errno.ENODATA, UNMERGED if path in self._unmerged else "it is not in the index")
        mode, oid = self._entries[path]
        if mode in (LINK, SUBMODULE):
            raise LeftOut("link" if mode == LINK else "submodule")
        size = self._begin(oid)
        try:
            head = self._blobs.read(HEAD)
            if by_ranges(path, head, size, limit, claimed):
                return Source(path, head, size, None, self._spooled(head))
            return Source(path, head, size, head + self._blobs.read(limit))
        finally:
            self._blobs.end()

    def _begin(self, oid: str) -> int:
        try:
            return self._blobs.begin(oid)
        except GitError:
            raise OSError(errno.ENODATA, GONE) from None

    def _spooled(self, head: bytes) -> int:
        """A file without a name that holds the object: what is read by ranges need not fit into memory."""
        with TemporaryFile() as stream:
            part = head
            while part:
                stream.write(part)
                part = self._blobs.read(CHUNK)
            stream.flush()
            return os.dup(stream.fileno())

    def content(self, path: str, limit: int) -> bytes | None:
        """A regular file of the index; None where it has none, not here, or a larger one."""
        mode, oid = self._entries.get(path, (LINK, ""))
        if mode in (LINK, SUBMODULE):
            return None
        try:
            size = self._blobs.begin(oid)
            return self._blobs.read(size) if size <= limit else None
        except GitError:
            return None
        finally:
            self._blobs.end()

    def configuration(self, _file: str, path: str, _root: str) -> bytes | None:
        """A configuration file of the index, for `config.nearest`."""
        return self.content(path, 1 << 20)

    def names(self, folder: str) -> list[str]:
        """Sorted names of the regular files directly in a folder."""
        return sorted(self._folders.get(folder, ()))

    def tree(self, root: str, key: bytes, limits: Mapping[str, int]) -> Tree:
        """The project around a file as it will be committed."""
        return StagedTree(root, key, limits, self)

    def close(self) -> None:
        """End the process that reads objects."""
        self._blobs.close()


class StagedTree(Tree):
    """A project whose files are those of the index."""

    staged = True

    def __init__(self, root: str, key: bytes, limits: Mapping[str, int], staged: Staged) -> None:
        super().__init__(root, key, limits)
        self._staged = staged

    def read_once(self, path: str) -> bytes | None:
        return self._staged.content(path, self.limits["neighbour-size"])

    def whole(self, path: str, limit: int) -> bytes | None:
        return self._staged.content(path, limit)

    def names(self, folder: str) -> list[str]:
        return self._staged.names(folder)


def _index_of_this_commit(root: str) -> dict[str, str]:
    """git's hooks run with the index of the commit in progress, which for `git commit FILE` is another than
    the repository's. It is taken over only where it lies in this repository."""
    index = os.environ.get("GIT_INDEX_FILE")
    if not index:
        return {}
    folder = os.fsdecode(git(root, "rev-parse", "--absolute-git-dir")).rstrip("\n")
    file = os.path.realpath(index)
    return {"GIT_INDEX_FILE": file} if file.startswith(os.path.realpath(folder) + os.sep) else {}
