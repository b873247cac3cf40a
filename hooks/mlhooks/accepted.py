# SPDX-License-Identifier: Apache-2.0
"""Everything that a project accepts, with its reason: marks in comments, entries of the configuration, and
findings in the baseline. Judges nothing."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from mlhooks import baseline
from mlhooks.config.locate import line_of_key
from mlhooks.core import secrets_baseline
from mlhooks.core.comments import comments
from mlhooks.core.limits import LIMITS
from mlhooks.core.project import Tree
from mlhooks.core.source import LeftOut, open_source, read_regular
from mlhooks.engine import split
from mlhooks.errors import reason_of
from mlhooks.redact import Redactor
from mlhooks.registry import may_name
from mlhooks.suppress import Suppressions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlhooks.config import Config
    from mlhooks.engine import Run
    from mlhooks.places import Place

KEYS = ("ignore", "exclude", "per-path-ignores")
IN_BASELINE = "in the baseline"


class Accepted(NamedTuple):
    """One thing that is accepted. `line` is 0 where there is none; `reason` is "" where none was given."""

    path: str
    line: int
    what: str
    reason: str


def accepted(run: Run, files: Iterable[str]) -> Iterator[Accepted]:
    """What these files accept, then the configurations nearest to them, then their projects' baselines.

    What cannot be read is added to `run.result.unread`. Raises ConfigError, and Unusable for a baseline of
    detect-secrets.
    """
    configurations: dict[tuple[str, str], Config] = {}
    roots: dict[str, str] = {}
    theirs = set[tuple[str, str]]()  # baselines of detect-secrets
    for file in files:
        folder, name = split(file)
        place = run.place_of(folder)
        if place.config.path:
            configurations[(place.root, place.config.path)] = place.config
        roots.setdefault(place.root, "")
        theirs.add((place.root, place.config.tables["secrets"]["baseline"]))
        yield from _in_file(run, place, file, name)
    for (root, path), config in sorted(configurations.items()):
        yield from _in_configuration(root, path, config)
    for root in sorted(roots):
        yield from _in_baseline(root)
    for root, name in sorted(theirs):
        yield from _in_theirs(root, name)


def _in_file(run: Run, place: Place, file: str, name: str) -> Iterator[Accepted]:
    path = place.prefix + name
    if any(run.matches(glob, place.config.relative(path)) for glob in place.config.values["exclude"]):
        return
    try:
        source = open_source(file, path, LIMITS["file-size"], lambda *_: False)
    except (LeftOut, FileNotFoundError):
        return
    except (OSError, ValueError) as error:
        run.result.unread.append((file, reason_of(error)))
        return
    marks = Suppressions(source, honour_foreign=place.config.values["foreign-marks"]).marks()
    if not marks:
        return
    own = place.config.tables["secrets"]["rule"]
    hide = Redactor(source, place.root, run.hits_of("secrets", source.data or b""), own).hide
    for mark in marks:
        ids = [known for known in mark.ids if not mark.ours or may_name(known, place.config.own)]
        if not ids:
            continue
        what = ", ".join(map(hide, ids)) + ("" if mark.ours else " (another tool's mark)")
        yield Accepted(place.shown + name, source.line_of(mark.span.start), what, hide(mark.reason))


def _in_configuration(root: str, path: str, config: Config) -> Iterator[Accepted]:
    """The entries as they are in force; one that `extend` brought in has no line here."""
    content = read_regular(f"{root}/{path}", 1 << 20) or b""
    text = content.decode("utf-8", "replace")
    prefix = ["tool", "mlhooks"] if path.endswith("pyproject.toml") else []
    told = _comments(content)
    for key in KEYS:
        values = config.values[key]
        if isinstance(values, dict):
            rows = [([key, glob], f'{key} "{glob}" = {", ".join(rules)}') for glob, rules in values.items()]
        else:
            rows = [([key], f'{key} "{value}"') for value in values]
        for keys, what in rows:
            line = line_of_key(text, [*prefix, *keys])
            if isinstance(values, list):
                line = _line_with(text, line, what.split('"')[1])
            yield Accepted(path, line, what, told.get(line, ""))


def _line_with(text: str, first: int, value: str) -> int:
    """The line of a value in the list that begins on line `first`."""
    lines = text.splitlines()
    for number in range(first, len(lines) + 1):
        if first and (f'"{value}"' in lines[number - 1] or f"'{value}'" in lines[number - 1]):
            return number
    return first


def _comments(content: bytes) -> dict[int, str]:
    """Line -> the comment behind what stands there, or else the one directly above it."""
    starts = [0]
    for part in content.splitlines(keepends=True):
        starts.append(starts[-1] + len(part))
    found: dict[int, str] = {}
    above: dict[int, str] = {}
    for comment in comments("toml", content):
        line = bisect_right(starts, comment.start)
        text = content[comment.start : comment.end].decode("utf-8", "replace").lstrip("# ").strip()
        if comment.own_line:
            above[line + 1] = " ".join(filter(None, (above.get(line, ""), text)))
        else:
            found[line] = text
    return {**above, **found}


def _in_baseline(root: str) -> Iterator[Accepted]:
    known = baseline.read(root).accepted
    for path, entries in sorted(known.items()):
        for rule in sorted({entry.partition(" ")[0] for entry in entries}):
            count = sum(entry.startswith(f"{rule} ") for entry in entries)
            yield Accepted(path, 0, f"{rule}{f', {count} findings' if count > 1 else ''}", IN_BASELINE)


def _in_theirs(root: str, name: str) -> Iterator[Accepted]:
    """The baseline of detect-secrets, as one row."""
    found = secrets_baseline.read(Tree(root, b""), name) if name else None
    count = sum(1 for _ in secrets_baseline.entries(found.document)) if found else 0
    if count:
        yield Accepted(name, 0, f"{count} secret{'' if count == 1 else 's'}", IN_BASELINE)
