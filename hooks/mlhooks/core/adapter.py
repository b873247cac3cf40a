# SPDX-License-Identifier: Apache-2.0
"""What an adapter is: another tool whose results become our findings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

from mlhooks.core.check import Option
from mlhooks.core.finding import Span
from mlhooks.core.source import from_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mlhooks.core.finding import Finding
    from mlhooks.core.project import Tree
    from mlhooks.core.source import Source

_OTHER = re.compile(r"[^a-z0-9]+")
LONGEST = 48  # characters of a tool's own id in ours

PATHS = Option("paths", "strs", [], "globs of files and folders that it looks at; empty means all")
SECONDS = Option("seconds", "int", 300, "after this time it is stopped, and the run could not do its work")


class Runner(Protocol):
    """The module named by `Adapter.module`."""

    def run(self, paths: Sequence[str], project: Ground) -> Iterator[Finding]:
        """The tool's findings in these files, relative to the root. Raises `core.child.ToolFailed`."""


class Adapter:
    """Another tool. Its rules are `<id>-<the tool's own id>`, whatever those are: no list of them is kept.

    `module`: dotted name of what runs it. `requirement`: what pip installs. `options`: its table in the
    configuration. `covers`: rule id of ours for the tool's -> the native rules that say the same; while all
    of these are on, the tool's is off. `home`: where the tool documents its rules.
    """

    def __init__(
        self,
        id: str,
        summary: str,
        module: str,
        *,
        requirement: str,
        home: str,
        options: Sequence[Option] = (),
        covers: Mapping[str, Sequence[str]],
        types_or: Sequence[str] = (),
        everywhere: bool = False,
    ) -> None:
        self.id = id
        self.summary = summary
        self.module = module
        self.requirement = requirement
        self.home = home
        self.options = (*options, PATHS, SECONDS)
        self.covers = {rule: tuple(native) for rule, native in covers.items()}
        self.types_or = tuple(types_or)
        self.everywhere = everywhere  # in vendored files too

    @property
    def hook(self) -> str:
        """The id of its pre-commit hook."""
        return f"mlhooks-{self.id}"

    def rule(self, name: str) -> str:
        """Our rule id for the tool's own name of a rule."""
        return f"{self.id}-{slug(name)}"

    def owns(self, rule: str) -> bool:
        """Whether a rule id is one of this tool's."""
        return rule.startswith(self.id + "-") and slug(rule) == rule

    def defaults(self) -> dict[str, Any]:
        """The adapter's table as it stands when nothing is configured."""
        return {option.name: option.default for option in self.options}

    def load(self) -> Runner:
        """Import what runs the tool."""
        runner: Runner = __import__(self.module, fromlist=["run"])
        return runner


def slug(name: str) -> str:
    """A name in the form of our ids: `B614` is `b614`, `AWS Access Key` is `aws-access-key`."""
    return _OTHER.sub("-", name.lower())[: LONGEST + 20].strip("-") or "unnamed"


class Ground:
    """The project as an adapter sees it: one root, one configuration.

    `options`: its table. `classes`: path -> the policy's classes. `config_folder`: the folder that paths in
    its table are relative to, itself relative to the root. `foreign_marks`: whether the tool's own
    suppression marks count. `plugins`: files whose code the user allowed. `off`: whether a rule of ours is
    off here. `complain` states what could not be done (exit code 2), `count` adds to the statistics.
    """

    def __init__(
        self,
        tree: Tree,
        options: Mapping[str, Any],
        classes: Mapping[str, frozenset[str]],
        *,
        config_folder: str = "",
        foreign_marks: bool = True,
        plugins: Sequence[str] = (),
        off: Callable[[str], bool] = lambda _: False,
        complain: Callable[[str], None] = lambda _: None,
        count: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.tree = tree
        self.options = options
        self.classes = classes
        self.config_folder = config_folder
        self.foreign_marks = foreign_marks
        self.plugins = tuple(plugins)
        self.off = off
        self.complain = complain
        self.count = count
        self._last: Source | None = None

    @property
    def root(self) -> str:
        """The absolute path of the root, forward slashes, no trailing one."""
        return self.tree.root

    def inside(self, file: str) -> str:
        """A path that a tool printed, absolute or relative to the root, as the root-relative one."""
        path = file.replace("\\", "/") if "\\" in file and "/" not in file else file
        return path[len(self.root) + 1 :] if path.startswith(self.root + "/") else path.removeprefix("./")

    def span(self, path: str, line: int, column: int = 0, end_line: int = 0, end_column: int = 0) -> Span:
        """The byte range of 1-based lines and columns, in bytes, the end exclusive.

        Without `column` it begins behind the line's indent, without an end it ends with the line. What lies
        outside the file is cut to it.
        """
        source = self._source(path)
        if source.data is None:
            return Span(0, 0)
        start = self._offset(source, line, column)
        end = self._offset(source, end_line or line, end_column or 1 + len(self._line(source, line).rstrip()))
        return Span(start, max(start, end))

    def _source(self, path: str) -> Source:
        if self._last is None or self._last.path != path:
            self._last = from_bytes(path, self.tree.read_once(path) or b"")
        return self._last

    def _line(self, source: Source, line: int) -> bytes:
        return source.line(line) if 1 <= line <= len(source.line_starts()) else b""

    def _offset(self, source: Source, line: int, column: int) -> int:
        starts = source.line_starts()
        at = starts[max(0, min(line, len(starts)) - 1)]
        text = self._line(source, line)
        if not column:
            return at + len(text) - len(text.lstrip())
        return at + max(0, min(len(text), column - 1))
