# SPDX-License-Identifier: Apache-2.0
"""What holds in each folder of a run: its project's root, the configuration, the checks. On the hot path."""

import os

from mlhooks import __version__
from mlhooks.config import BASELINE, NAMES, Config, defaults, named, standing_in
from mlhooks.core.cache import digest
from mlhooks.core.openings import Openings
from mlhooks.index import SIGNATURE, WAKES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlhooks.core.wake import Wake
    from mlhooks.result import Settings


class Place:
    """A folder of the run: its project root, its path below it ("" or ending in "/"), what holds in it.

    `openings`: check id -> the beginnings of files for which that check need not wake. `watched`: paths of
    files that are judged although nothing woke, since the baseline speaks of them.
    """

    __slots__ = ("checks", "config", "everything", "openings", "prefix", "root", "shown", "watched")

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
        self.watched: frozenset[str] = frozenset()


class Places:
    """The folders of a run, each worked out once, from what is known of the one above it."""

    def __init__(self, settings: "Settings") -> None:
        self.settings = settings
        self.cwd = os.getcwd().replace(os.sep, "/")
        self._named = named(settings.config) if settings.config else None
        self._tops: dict[str, str] = {}
        self._openings: dict[str, Openings] = {}
        self._configs: dict[tuple[str, str], Config] = {}

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
        return place

    def watches(self, place: Place) -> bool:
        """Whether entries of the baseline that accept nothing would be reported here, and there is one."""
        values, settings = place.config.values, self.settings
        lowest = settings.min_severity or values["min-severity"]
        if settings.collect is not None or settings.since is not None or settings.staged is not None:
            return False
        return (values["strict"] or lowest == "note") and os.path.lexists(f"{place.root}/{BASELINE}")

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
        above: list[str] = []
        at = folder
        while (at + "\0" + marks[0]) not in self._tops:
            above.append(at)
            if not at or at.endswith(":"):
                self._tops[at + "\0" + marks[0]] = ""
            elif any(os.path.lexists(f"{at}/{mark}") for mark in marks):
                self._tops[at + "\0" + marks[0]] = at
            else:
                at = at.rpartition("/")[0]
        top = self._tops[at + "\0" + marks[0]]
        for name in above:
            self._tops[name + "\0" + marks[0]] = top
        return top

    def _config(self, root: str, prefix: str) -> Config:
        if self._named is not None:
            return self._named
        above: list[str] = []
        at = prefix
        while (root, at) not in self._configs:
            above.append(at)
            found = self._standing_in(root, at)
            if found is not None or not at:
                self._configs[(root, at)] = found or defaults()
            else:
                at = at.rpartition("/")[0]
        for name in above:
            self._configs[(root, name)] = self._configs[(root, at)]
        return self._configs[(root, at)]

    def _standing_in(self, root: str, folder: str) -> "Config | None":
        if self.settings.no_config:
            return None
        staged = self.settings.staged
        return standing_in(root, folder, None if staged is None else staged.configuration)
