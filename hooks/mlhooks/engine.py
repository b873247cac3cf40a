# SPDX-License-Identifier: Apache-2.0
"""Paths to a result: read each file once, scan it once, and wake only the checks that were triggered.

Prints nothing. This is the loop that every commit passes through, so it imports little: what happens to a
file in which something woke is in `awake`.
"""

import os
from time import perf_counter

from mlhooks import __version__
from mlhooks.config import NAMES, Config, defaults, named, written_in
from mlhooks.core.cache import digest
from mlhooks.core.limits import LIMITS
from mlhooks.core.matcher import prepared
from mlhooks.core.openings import Openings
from mlhooks.core.source import LeftOut, open_source
from mlhooks.errors import reason_of
from mlhooks.index import KEY, SIGNATURE, WAKES
from mlhooks.result import Result, Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from mlhooks.core.globs import Glob
    from mlhooks.core.patterns import Patterns
    from mlhooks.core.source import Source
    from mlhooks.core.wake import Trigger, Wake

    Woken = dict[str, list[tuple[int, int, int]]]


class Place:
    """A folder of the run: its project root, its path below it ("" or ending in "/"), what holds in it.

    `openings`: check id -> the beginnings of files for which that check need not wake. `own`: check id ->
    the patterns of the rules that the project added to it.
    """

    __slots__ = ("checks", "config", "everything", "openings", "own", "prefix", "root", "shown")

    def __init__(
        self, root: str, prefix: str, shown: str, config: Config, checks: "tuple[Wake, ...]"
    ) -> None:
        self.root = root
        self.prefix = prefix
        self.shown = shown
        self.config = config
        self.checks = checks
        self.everything = tuple(check for check in checks if check.everything)
        self.openings: dict[str, Openings] = {}
        self.own: dict[str, Patterns] = {}


class Run:
    """The state of one run over a list of files: the matcher and what is known of their folders."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.result = Result()
        self.trees: dict[str, Any] = {}
        self.cwd = os.getcwd().replace(os.sep, "/")
        self._named = named(settings.config) if settings.config else None
        self._places: dict[str, Place] = {}
        self._tops: dict[str, str] = {}
        self._globs: dict[str, Glob] = {}
        self._openings: dict[str, Openings] = {}
        self._patterns: dict[str, Patterns] = {}
        self._configs: dict[tuple[str, str], Config] = {}
        self._owners: list[Wake] = []
        self._firsts: dict[str, int] = {}  # of each check's triggers
        for check in WAKES:
            self._firsts[check.id] = len(self._owners)
            self._owners += [check] * len(check.widths)
        self._widths = b"".join([check.widths for check in WAKES])
        self._match: "Callable[[bytes], list[tuple[int, int]]]" = prepared(KEY, _triggers)

    def look(self, file: str) -> None:
        """Judge one file, or count why not. Raises ConfigError."""
        folder, name = split(file)
        place = self._places.get(folder)
        if place is None:
            place = self._places[folder] = self.place_of(folder)
        path = place.prefix + name
        if place.config.values["exclude"] and self._excluded(place.config, path):
            return self.result.leave_out("excluded")
        limit = place.config.values["limits"].get("file-size", LIMITS["file-size"])

        def claimed(path: str, head: bytes) -> bool:
            return any(check.claims(path, head) for check in place.checks)

        try:
            source = open_source(file, path, limit, claimed)
        except LeftOut as left:
            return self.result.leave_out(left.reason)
        except (OSError, ValueError) as error:
            return self.result.unread.append((file, reason_of(error)))
        try:
            self._judge(source, place, name)
        finally:
            source.close()
        return None

    def judge(self, source: "Source", file: str) -> None:
        """Judge a source that did not come from the file itself (standard input)."""
        folder, name = split(file)
        self._judge(source, self.place_of(folder), name)

    def _judge(self, source: "Source", place: Place, name: str) -> None:
        self.result.looked_at += 1
        woken, marked = self._wake(source, place, place.shown + name)
        if woken or marked:
            from mlhooks import awake

            awake.judge(self, place, source, woken, marked, place.shown + name)

    def hits_of(self, check: str, data: bytes) -> "list[tuple[int, int, int]]":
        """The hits of one check's triggers, whether it runs or not: (trigger, start, end) by start."""
        first = self._firsts[check]
        hits = [
            (index - first, end - self._widths[index], end)
            for index, end in self._match(data)
            if index < len(self._owners) and self._owners[index].id == check
        ]
        return sorted(hits, key=lambda hit: (hit[1], hit[2]))

    def _wake(self, source: "Source", place: Place, shown: str) -> "tuple[Woken, bool]":
        woken: Woken = {}
        marked = False
        if source.data is not None:
            most = place.config.values["limits"].get("triggers", LIMITS["triggers"])
            last = len(self._owners)
            for index, end in self._match(source.data):
                if index == last:
                    marked = True
                    continue
                check = self._owners[index]
                local = index - self._firsts[check.id]
                if check in place.checks and check.heeds(local, source.path, source.kind):
                    hits = woken.setdefault(check.id, [])
                    if len(hits) < most:
                        hits.append((local, end - self._widths[index], end))
            if any(len(hits) == most for hits in woken.values()):
                self.result.unread.append(
                    (shown, f"more than {most} places to look at; the rest was not judged")
                )
            if place.own:
                self._wake_own(source.data, place, most, woken, shown)
        for check in place.checks:
            if check.claims(source.path, source.head):
                woken.setdefault(check.id, [])
        for check in place.everything:
            if source.data is not None and (check.kinds is None or source.kind in check.kinds):
                known = place.openings.get(check.id)
                if known is None or not known.holds(source.kind, source.data):
                    woken.setdefault(check.id, [])
        return woken, marked

    def _wake_own(self, data: bytes, place: Place, most: int, woken: "Woken", shown: str) -> None:
        from mlhooks import own

        found, over = own.woken(place.own, data, most)
        woken.update({check: [] for check in found if check not in woken})
        if over:
            self.result.unread.append((shown, f"rules of the project match at more than {most} places"))

    def place_of(self, folder: str) -> Place:
        """What holds in a folder, given as people wrote it. Raises ConfigError."""
        absolute = os.path.abspath(folder or ".").replace(os.sep, "/")
        root = self.root_of(absolute)
        prefix = absolute[len(root) :].strip("/")
        config = self._config(root, prefix)
        only = self.settings.only
        checks = tuple(
            check
            for check in WAKES
            if (only is None or check.id in only)
            and (check.id in self.settings.asked or config.enabled(check))
        )
        shown = folder.replace(os.sep, "/")
        place = Place(root, prefix + "/" if prefix else "", shown + "/" if shown else "", config, checks)
        for check in place.everything:
            if check.id in config.written and not self.settings.statistics:
                place.openings[check.id] = self._openings_of(check.id, config)
        if config.own:
            from mlhooks.own import patterns_of

            place.own = patterns_of(config, [check.id for check in checks], self._patterns)
        return place

    def _openings_of(self, check: str, config: Config) -> Openings:
        said = repr((__version__, check, sorted(config.tables[check].items()), config.values["strict"]))
        key = digest(b"openings-1", SIGNATURE, said.encode("utf-8", "surrogatepass"))
        if key not in self._openings:
            self._openings[key] = Openings(key)
        return self._openings[key]

    def save(self) -> None:
        """Keep what the next run may know."""
        for openings in self._openings.values():
            openings.save()

    def root_of(self, folder: str) -> str:
        """The nearest folder upwards that git knows as a top; without git, one with a pyproject.toml.

        Where there is neither, the current folder, or the file's own when that lies elsewhere.
        """
        top = self._top(folder, ".git") or self._top(folder, *NAMES)
        if top:
            return top
        return self.cwd if folder == self.cwd or folder.startswith(self.cwd + "/") else folder

    def _top(self, folder: str, *marks: str) -> str:
        """The nearest folder from this one upwards in which one of the marks stands, "" for none."""
        known, asked, at = self._tops, [], folder
        top = known.get(at + "\0" + marks[0])
        while top is None:
            asked.append(at)
            if not at or at.endswith(":"):
                top = ""
            elif any(os.path.lexists(f"{at}/{mark}") for mark in marks):
                top = at
            else:
                at = at.rpartition("/")[0]
                top = known.get(at + "\0" + marks[0])
        known.update((folder + "\0" + marks[0], top) for folder in asked)
        return top

    def _config(self, root: str, prefix: str) -> Config:
        if self._named is not None:
            return self._named
        asked, at = [], prefix
        found = self._configs.get((root, at))
        while found is None:  # outwards, to a folder that is known or has a file
            asked.append(at)
            if not self.settings.no_config:
                found = written_in(root, at)
            if found is None and not at:
                found = defaults()
            if found is None:
                at = at.rpartition("/")[0]
                found = self._configs.get((root, at))
        self._configs.update(((root, folder), found) for folder in asked)
        return found

    def _excluded(self, config: Config, path: str) -> bool:
        relative = config.relative(path)
        return any(self.matches(pattern, relative) for pattern in config.values["exclude"])

    def matches(self, pattern: str, path: str) -> bool:
        """Whether a glob of the configuration matches a path relative to it."""
        glob = self._globs.get(pattern)
        if glob is None:
            from mlhooks.core.globs import Glob

            glob = self._globs[pattern] = Glob(pattern)
        return glob.matches(path)


def _triggers() -> "tuple[Trigger, ...]":
    from mlhooks.triggers import TRIGGERS

    return TRIGGERS


def split(file: str) -> "tuple[str, str]":
    """The folder and the name of a path, the folder without a leading `./`."""
    if os.sep != "/":
        file = file.replace(os.sep, "/")
    if "//" in file or "./" in file:
        file = os.path.normpath(file).replace(os.sep, "/")
    folder, _, name = file.rpartition("/")
    if not folder and file.startswith("/"):
        folder = "/"
    return folder, name


def run(files: "Iterable[str]", settings: Settings) -> Result:
    """Look at every file, in order; a file named twice counts once. Raises ConfigError."""
    start = perf_counter()
    files = list(dict.fromkeys(files))
    if settings.jobs > 1 and len(files) > 500:
        from mlhooks import workers

        result = workers.run(files, settings)
    else:
        state = Run(settings)
        for file in files:
            state.look(file)
        state.save()
        result = state.result
    if result.findings:
        from mlhooks.awake import order

        result.findings.sort(key=order)
    result.unread.sort()
    result.seconds = perf_counter() - start
    return result
