# SPDX-License-Identifier: Apache-2.0
"""Other tools over a list of files: `check --deep` and the hooks `mlhooks-detect-secrets`, `-bandit`,
`-semgrep`.

Their findings take the way of our own: configuration, path classes, severities, marks, baseline, report.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mlhooks import awake, finish, hints
from mlhooks.core.adapter import Ground
from mlhooks.core.child import ToolFailed, ToolMissing
from mlhooks.core.limits import LIMITS
from mlhooks.core.source import LeftOut, open_source
from mlhooks.engine import Run, split
from mlhooks.errors import reason_of
from mlhooks.hook import FLAGS, parse, settings_for
from mlhooks.registry import ADAPTERS, check_of, rules, stands_for
from mlhooks.trees import tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlhooks.core.adapter import Adapter
    from mlhooks.core.finding import Finding
    from mlhooks.places import Place
    from mlhooks.result import Result, Settings

ALLOW = "--allow-plugin="


@dataclass
class Group:
    """Files of one root under one configuration: path below the root -> as it is shown, its classes, and
    what the tools found in it."""

    place: Place
    shown: dict[str, str] = field(default_factory=dict)
    classes: dict[str, frozenset[str]] = field(default_factory=dict)
    found: dict[str, list[Finding]] = field(default_factory=dict)


def hook_main(hook: str, arguments: Sequence[str]) -> int:
    """Run one adapter's hook id; the exit code. Its one option besides those of all hooks loads code, and
    stands in the team's own file for pre-commit: a file of this name is a file."""
    plugins = [text for text in arguments if text.startswith(ALLOW) and not os.path.lexists(text)]
    (adapter,) = (adapter for adapter in ADAPTERS if adapter.hook == hook)
    rest = [text for text in arguments if text not in plugins or adapter.id != "detect-secrets"]
    files, options = parse(rest, FLAGS)
    settings = settings_for(hook, options)
    settings.only, settings.asked = None, frozenset()
    deep = Deep(settings, [text.removeprefix(ALLOW) for text in plugins])
    deep.look(files)
    deep.run(adapter)
    deep.weigh()
    deep.result.broken += deep.missing
    deep.result.findings.sort(key=awake.order)
    deep.result.unread.sort()
    return finish.show(deep.result, {**options, "deep": "1", "needs": adapter.requirement})


def extend(
    result: Result,
    files: Iterable[str],
    settings: Settings,
    plugins: Sequence[str] = (),
    *,
    adapters: Sequence[Adapter] = ADAPTERS,
) -> list[Adapter]:
    """Add what every installed tool finds in these files to a result; the tools that ran to their end.

    One that is not installed is stated and changes no exit code.
    """
    deep = Deep(settings, plugins)
    deep.look(files)
    ran = [adapter for adapter in adapters if deep.run(adapter)]
    deep.weigh()
    deep.result.said += deep.missing
    deep.result.looked_at = 0
    deep.result.left_out.clear()
    deep.result.unread = [row for row in deep.result.unread if row not in result.unread]
    result.merge(deep.result)
    result.findings.sort(key=awake.order)
    result.unread.sort()
    return ran


class Deep:
    """A run of other tools: its files by root and configuration, and its result."""

    def __init__(self, settings: Settings, plugins: Sequence[str]) -> None:
        self._state = Run(settings)
        self._plugins = plugins
        self._groups: dict[tuple[str, str], Group] = {}
        self.result = self._state.result
        self.missing: list[str] = []  # sentences

    def look(self, files: Iterable[str]) -> None:
        """Sort files into their groups; what is left out or cannot be read is counted as in any run."""
        for file in dict.fromkeys(files):
            folder, name = split(file)
            place = self._state.place_of(folder)
            path = place.prefix + name
            if self._matches(place, place.config.values["exclude"], path):
                self.result.leave_out("excluded")
                continue
            try:
                limit = place.config.values["limits"].get("file-size", LIMITS["file-size"])
                source = open_source(file, path, limit, lambda *_: False)
            except LeftOut as left:
                self.result.leave_out(left.reason)
                continue
            except (OSError, ValueError) as error:
                self.result.unread.append((file, reason_of(error)))
                continue
            group = self._groups.setdefault((place.root, place.config.path), Group(place))
            group.shown[path] = place.shown + name
            tree = tree_of(self._state, place)
            group.classes[path] = awake.classes_of(place.config, tree, source)
            self.result.looked_at += 1

    def run(self, adapter: Adapter) -> bool:
        """Run one tool over every group; whether it came to its end everywhere."""
        whole = True
        for group in self._groups.values():
            try:
                for finding in self._findings(adapter, group):
                    group.found.setdefault(finding.path, []).append(finding)
            except ToolMissing:
                self.missing.append(_how_to_install(adapter))
                return False
            except ToolFailed as failed:
                self._complain(adapter, str(failed))
                whole = False
        return whole

    def weigh(self) -> None:
        """Weigh what all the tools found, a file at once: what one knows for a secret no other may quote."""
        for group in self._groups.values():
            for path in sorted(group.found):
                self._weigh(group, path, group.found[path])

    def _findings(self, adapter: Adapter, group: Group) -> Iterable[Finding]:
        config = group.place.config
        options = config.tables[adapter.id]
        paths = [
            path
            for path in group.shown
            if (adapter.everywhere or "vendored" not in group.classes[path])
            and (not options["paths"] or self._matches(group.place, options["paths"], path))
        ]
        ground = Ground(
            tree_of(self._state, group.place),
            options,
            {path: group.classes[path] for path in paths},
            config_folder=config.folder,
            foreign_marks=config.values["foreign-marks"],
            plugins=self._plugins,
            off=lambda rule: self._is_off(adapter, group.place, rule),
            complain=lambda sentence: self._complain(adapter, sentence),
            count=self.result.count,
        )
        for finding in adapter.load().run(paths, ground):
            if finding.path in ground.classes and not ground.off(finding.rule):
                yield finding

    def _is_off(self, adapter: Adapter, place: Place, rule: str) -> bool:
        """Whether a rule is not selected, is ignored, or says what native rules that are on say."""
        values = place.config.values
        if values["select"] and not any(stands_for(name, rule) for name in values["select"]):
            return True
        if any(stands_for(name, rule) for name in values["ignore"]):
            return True
        native = adapter.covers.get(rule, ())
        return bool(native) and all(_is_on(place, name) for name in native)

    def _weigh(self, group: Group, path: str, found: list[Finding]) -> None:
        shown = group.shown[path]
        file = f"{group.place.root}/{path}"
        try:
            source = open_source(file, path, LIMITS["file-size"], lambda *_: False)
        except (LeftOut, OSError, ValueError):
            self.result.unread.append((shown, "changed while it was looked at"))
            return
        awake.weigh(self._state, group.place, source, [replace(f, path=path) for f in found], shown)

    def _matches(self, place: Place, globs: Sequence[str], path: str) -> bool:
        relative = place.config.relative(path)
        return any(self._state.matches(glob, relative) for glob in globs)

    def _complain(self, adapter: Adapter, sentence: str) -> None:
        line = f"{adapter.id} {sentence}"
        if line not in self.result.broken:
            self.result.broken.append(line)


def _how_to_install(adapter: Adapter) -> str:
    if hints.under_pre_commit():
        how = f"`additional_dependencies: [{adapter.requirement}]` at this hook installs it"
    else:
        how = f"pip install {adapter.requirement}"
    return f"{adapter.id} is not installed here; {how}"


def _is_on(place: Place, rule: str) -> bool:
    """Whether a native rule is looked for here, by the hooks or the run that look for everything."""
    check = check_of(rule)
    known = check is not None and any(known.id == rule for known in rules())
    return known and rule not in place.config.off and place.config.enabled(check)  # type: ignore[arg-type]
