# SPDX-License-Identifier: Apache-2.0
"""The shared configuration: one frozen table for each folder, the nearest to the file wins.

This module is on the hot path: it finds and reads files and answers from the cache. Parsing and validation
(`config.load`) are imported when the cache does not know the bytes.
"""

import marshal
import os
import sys
from stat import S_ISLNK

from mlhooks import index
from mlhooks.core import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from mlhooks.core.wake import Wake

    Read = Callable[[str, str, str], "bytes | None"]

OWN_NAME = "mlhooks.toml"
SHARED_NAME = "pyproject.toml"
NAMES = (OWN_NAME, SHARED_NAME)
BASELINE = ".mlhooks-baseline.json"  # see `baseline`, which the hot path does not import
_LIMIT = 1 << 20


class ConfigError(Exception):
    """The configuration cannot be used: `path` as shown to people, 1-based `line` (0 when unknown)."""

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__(message)
        self.path = path
        self.line = line
        self.message = message


class Config:
    """What is in force for files that this configuration is nearest to.

    `path`: the file it came from, relative to the root, "" for the defaults. `folder`: that file's folder;
    every glob in it is relative to it. `values`: the keys of `config.fields.FIELDS`. `tables`: the options
    of each check, by its id, defaults filled in. `written`: ids of the checks whose table was written.
    `off`: ids of the rules that `select` and `ignore` leave out.
    """

    __slots__ = ("_tables", "folder", "off", "path", "values", "written")

    def __init__(
        self,
        path: str,
        values: "dict[str, Any]",
        tables: "dict[str, dict[str, Any]] | None",
        written: "tuple[str, ...]",
        off: "frozenset[str]",
    ) -> None:
        self.path = path
        self.folder = path.rpartition("/")[0]
        self.values = values
        self._tables = tables
        self.written = written
        self.off = off

    @property
    def tables(self) -> "dict[str, dict[str, Any]]":
        """The options of each check; the registry is asked for defaults only when something woke."""
        if self._tables is None:
            from mlhooks.registry import ADAPTERS, CHECKS

            self._tables = {table.id: table.defaults() for table in (*CHECKS, *ADAPTERS)}
        return self._tables

    @property
    def own(self) -> "dict[str, str]":
        """The rules that a project added to its checks: id -> the id of the check."""
        tables = self._tables or {}
        return {row["id"]: check for check, table in tables.items() for row in table.get("rule", ())}

    def relative(self, path: str) -> str:
        """A root-relative path as this configuration's globs see it."""
        if self.folder and path.startswith(self.folder + "/"):
            return path[len(self.folder) + 1 :]
        return path

    def enabled(self, check: "Wake") -> bool:
        """Whether any rule of the check is on, and its table exists where it needs one."""
        if check.opt_in and check.id not in self.written:
            return False
        if not self.off or any(rule not in self.off for rule in check.rule_ids):
            return True
        return any(owner == check.id and rule not in self.off for rule, owner in self.own.items())


def defaults() -> Config:
    """The configuration of a project that wrote none."""
    return Config("", dict(index.VALUES), None, (), frozenset())


def standing_in(root: str, folder: str, read: "Read | None" = None) -> "Config | None":
    """The configuration file in a folder itself; None when there is none.

    `folder` is relative to the root, "" for the root itself. `read` gives the bytes of a file, by its path,
    its path below the root, and the root; without it they are those of the working tree. Raises ConfigError.
    """
    read = read or _read
    for name in NAMES:
        path = f"{folder}/{name}" if folder else name
        content = read(f"{root}/{path}", path, root)
        if content is None or (name == SHARED_NAME and b"mlhooks" not in content):
            continue
        config = parse(content, root, path)
        if config is not None:
            return config
    return None


def named(file: str) -> Config:
    """The configuration in a file that the command line names. Raises ConfigError."""
    absolute = os.path.abspath(file)
    content = _read(absolute, file)
    if content is None:
        raise ConfigError(file, 0, "no such file; --config takes the path of a TOML file")
    folder, name = os.path.split(absolute)
    config = parse(content, folder, name)
    if config is None:
        raise ConfigError(file, 0, "has no table [tool.mlhooks]")
    return config


def _read(file: str, shown: str, root: str = "") -> "bytes | None":
    try:
        mode = os.lstat(file).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError):
        mode = 0
    if root and S_ISLNK(mode):
        real = os.path.realpath(file)
        if os.path.exists(real) and not real.startswith(os.path.realpath(root) + os.sep):
            raise ConfigError(shown, 0, "is a link out of the project. Nothing was checked.")
    try:
        fd = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        return None
    except NotADirectoryError:
        return None
    except PermissionError as error:
        if not os.access(os.path.dirname(file), os.X_OK):
            return None  # the files of this folder will be named as unreadable
        raise ConfigError(shown, 0, f"cannot be read: {error.strerror}") from None
    except OSError as error:
        raise ConfigError(shown, 0, f"cannot be read: {error.strerror}") from None
    try:
        content = os.read(fd, _LIMIT)
    except IsADirectoryError:
        return None
    except OSError as error:
        raise ConfigError(shown, 0, f"cannot be read: {error.strerror}") from None
    finally:
        os.close(fd)
    if len(content) == _LIMIT:
        raise ConfigError(shown, 0, "is larger than 1 MiB")
    return content


def parse(content: bytes, root: str, path: str) -> "Config | None":
    """The configuration in these bytes, from the cache where they are known; None without a table."""
    own = b"1" if path.endswith(OWN_NAME) or not path.endswith(SHARED_NAME) else b"0"
    key = cache.digest(b"config-1", index.SIGNATURE, _python(), own, content)
    stored = cache.read("config", key)
    if stored is not None:
        data = marshal.loads(stored)
        return None if data is None else Config(path, data[0], data[1], data[2], frozenset(data[3]))
    from mlhooks.config import load

    config = load.load(content, root, path)
    if config is None:
        cache.write("config", key, marshal.dumps(None))
    elif not config.values["extend"]:
        data = (config.values, config.tables, config.written, sorted(config.off))
        _keep(key, data, config.tables["secrets"]["rule"])
    return config


def _keep(key: str, data: "Any", own: "list[Any]") -> None:
    """Store what a configuration says, unless a secret stands in it."""
    from mlhooks.veil import veiled

    said = repr(data)
    if veiled(said, own) == said:
        cache.write("config", key, marshal.dumps(data))


def _python() -> bytes:
    """The interpreter, since `marshal` is readable only by the one that wrote it."""
    return str(sys.hexversion).encode()
