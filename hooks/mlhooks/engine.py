# SPDX-License-Identifier: Apache-2.0
"""Paths to a result: read each file once, scan it once, and wake only the checks that were triggered.

Prints nothing. This is the loop that every commit passes through, so it imports little: what happens to a
file in which something woke is in `awake`.
"""

import os
from time import perf_counter

from mlhooks.core.limits import LIMITS
from mlhooks.core.matcher import prepared
from mlhooks.core.source import LeftOut, open_source
from mlhooks.errors import reason_of
from mlhooks.index import KEY, WAKES
from mlhooks.places import Place, Places
from mlhooks.result import Result, Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from mlhooks.config import Config
    from mlhooks.core.globs import Glob
    from mlhooks.core.source import Source
    from mlhooks.core.wake import Trigger, Wake

    Woken = dict[str, list[tuple[int, int, int]]]


COLLECT = 1 << 19  # bytes of judged text after which a long run collects


class Run:
    """The state of one run over a list of files: the matcher and what is known of their folders."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.result = Result()
        self.trees: dict[str, Any] = {}
        self.veils: dict[int, Any] = {}  # by the identity of a configuration's rules, which lives as long
        self._open = open_source if settings.staged is None else settings.staged.open
        self._places = Places(settings)
        self._known: dict[str, Place] = {}
        self._globs: dict[str, Glob] = {}
        self.by_hand = False
        self._judged = 0
        self._owners: list[Wake] = []
        self._firsts: dict[str, int] = {}  # of each check's triggers
        for check in WAKES:
            self._firsts[check.id] = len(self._owners)
            self._owners += [check] * len(check.widths)
        self._widths = b"".join([check.widths for check in WAKES])
        self._match: "Callable[[bytes], list[tuple[int, int]]]" = prepared(KEY, _triggers)

    def look(self, file: str) -> None:
        """Judge one file, or count why not. Raises ConfigError."""
        if self.settings.tick is not None:
            self.settings.tick()
        folder, name = split(file)
        place = self._known.get(folder)
        if place is None:
            place = self._known[folder] = self.place_of(folder)
        path = place.prefix + name
        if place.config.values["exclude"] and self._excluded(place.config, path):
            return self._leave_out("excluded", file)
        limit = place.config.values["limits"].get("file-size", LIMITS["file-size"])

        def claimed(path: str, head: bytes) -> bool:
            return any(check.claims(path, head) for check in place.checks)

        try:
            source = self._open(file, path, limit, claimed)
        except LeftOut as left:
            return self._leave_out(left.reason, file)
        except (FileNotFoundError, NotADirectoryError) as error:
            if self.settings.listed:
                return self._leave_out("not in the working tree", file)  # deleted, or a sparse checkout
            return self.result.unread.append((file, reason_of(error)))
        except (OSError, ValueError) as error:
            return self.result.unread.append((file, reason_of(error)))
        try:
            self._judge(source, place, name)
        finally:
            source.close()
        return None

    def _leave_out(self, reason: str, file: str) -> None:
        """Count a file that is not looked at, and say so of one that the user named."""
        self.result.leave_out(reason)
        if file in self.settings.named:
            self.result.said.append(f"{file} was not looked at: {reason}")

    def judge(self, source: "Source", file: str) -> None:
        """Judge a source that did not come from the file itself (standard input)."""
        folder, name = split(file)
        self._judge(source, self.place_of(folder), name)

    def _judge(self, source: "Source", place: Place, name: str) -> None:
        self.result.looked_at += 1
        woken, marked = self._wake(source, place, place.shown + name)
        if woken or marked or source.path in place.watched:
            from mlhooks import awake

            awake.judge(self, place, source, woken, marked, place.shown + name)
            self.judged(len(source.data or b""))

    def judged(self, size: int) -> None:
        """Free what judging a file of this size left behind, in a long run that does this by hand.

        Syntax trees hang in cycles, and what a parser written in C holds for one Python object is large: the
        interpreter's own counting of objects comes too often for the time and too late for the memory.
        """
        self._judged += size
        if self.by_hand and self._judged > COLLECT:
            import gc

            gc.collect(1)
            self._judged = 0

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
        place = self._places.place_of(folder)
        if self._places.watches(place):
            from mlhooks.trees import watched

            place.watched = watched(self, place)
        return place

    def root_of(self, folder: str) -> str:
        """The root of the project that an absolute folder lies in."""
        return self._places.root_of(folder)

    def save(self) -> None:
        """Keep what the next run may know."""
        self._places.save()

    def _excluded(self, config: "Config", path: str) -> bool:
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
    if len(files) > 500:
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
        from mlhooks.core.settled import tell

        result.findings.sort(key=order)
        tell(result.findings)
    result.unread.sort()
    result.seconds = perf_counter() - start
    return result
