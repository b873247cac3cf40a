# SPDX-License-Identifier: Apache-2.0
"""What happens to a file in which something woke: its checks run, and each finding is weighed.

In this order: the rule is on; severity as configured; accepted by path, by a mark, by the baseline; below
`min-severity`. What is left is located, told how to be allowed, and added to the run's result.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from mlhooks import baseline, stale
from mlhooks.about_marks import about_marks
from mlhooks.clean import cleaner
from mlhooks.core.check import NotConfigured
from mlhooks.core.finding import Acceptance, Finding
from mlhooks.core.project import Project, Tree
from mlhooks.core.project.paths import classify
from mlhooks.core.rule import NOTE, SEVERITIES, WARNING
from mlhooks.errors import place_of
from mlhooks.registry import CHECKS, stands_for
from mlhooks.suppress import Allowances, Suppressions
from mlhooks.trees import stale_in, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhooks.config import Config
    from mlhooks.core.source import Source
    from mlhooks.engine import Run, Woken
    from mlhooks.places import Place

# Times the bound on findings: a check that goes on beyond is stopped, and the file named as not judged whole.
GIVE_UP = 50
ELSEWHERE = "not on lines that changed"  # in the statistics


def judge(run: Run, place: Place, source: Source, woken: Woken, marked: bool, shown: str) -> None:
    """Run the woken checks on one source and add what they find to the run's result."""
    broken = len(run.result.broken)
    found = list(_found(run, place, source, woken, tree_of(run, place), shown))
    whole = broken == len(run.result.broken) and all(path != shown for path, _ in run.result.unread)
    weigh(run, place, source, found, shown, marked=marked, whole=whole)


def weigh(
    run: Run,
    place: Place,
    source: Source,
    found: list[Finding],
    shown: str,
    *,
    marked: bool = False,
    whole: bool = False,
) -> None:
    """Add what counts of these findings in one source to the run's result.

    `marked`: the source holds marks of ours, which are judged as well. `whole`: these are all the findings
    of the run's checks, so that what the baseline accepts besides is stale.
    """
    tree = tree_of(run, place)
    honour = place.config.values["foreign-marks"]
    suppressions = Suppressions(source, honour_foreign=honour) if found or marked else None
    marked_off = suppressions.accepted(found) if suppressions is not None else []
    weighed = [
        (finding, Acceptance("mark", mark.reason) if mark else _ignored_here(run, place.config, finding))
        for finding, mark in zip(found, marked_off, strict=True)
    ]
    kept = [finding for finding, why in weighed if why is None]
    run.result.suppressed += len(found) - len(kept)
    if suppressions is not None and marked:
        kept += [
            finding
            for finding in about_marks(place, source, suppressions)
            if finding.rule not in place.config.off and not _ignored_here(run, place.config, finding)
        ]
    kept = _number(tree, source, place.config, kept)
    if source.path in place.watched and whole and stale.RULE not in place.config.off:
        kept += _number(tree, source, place.config, list(stale_in(run, place, source, kept)))
    kept = _changed(run, source, kept)
    hidden: list[Finding] = []
    if run.settings.suppressed:
        hidden = [replace(finding, accepted=why) for finding, why in weighed if why is not None]
        hidden = _number(tree, source, place.config, _touched(run, source, hidden))
    _report(run, place, source, suppressions, kept, hidden, shown)


def _found(run: Run, place: Place, source: Source, woken: Woken, tree: Tree, shown: str) -> Iterator[Finding]:
    classes = classes_of(place.config, tree, source)
    for check in CHECKS:
        if check.id not in woken:
            continue
        options = place.config.tables[check.id]
        where = table_of(place.config, check.id)
        project = Project(
            tree,
            source,
            options,
            classes,
            strict=place.config.values["strict"],
            table=where,
            relative=place.config.relative(source.path),
            count=run.result.count,
            fixing=run.settings.fixing,
            notes=place.notes,
            remember=partial(place.openings[check.id].add, source.kind)
            if check.id in place.openings
            else None,
        )
        left = GIVE_UP * tree.limits["findings"]
        try:
            hits = sorted(woken[check.id], key=lambda hit: hit[1:])
            for finding in check.load().run(source, hits, project):
                left -= 1
                if left < 0:
                    run.result.unread.append((shown, f"{check.id} gave up: too many findings"))
                    break
                if finding.rule not in place.config.off:
                    yield replace(finding, path=source.path)
        except NotConfigured:
            raise
        except Exception as error:
            run.result.broken.append(f"{check.id} failed on {shown}: {place_of(error)}")


def classes_of(config: Config, tree: Tree, source: Source) -> frozenset[str]:
    """The policy's classes of a path: tests, docs, examples, vendored, generated."""
    from mlhooks.config.fields import CLASSES

    extra = {name: config.values[name] for name in CLASSES if config.values[name]}
    return classify(source.path, source.head, tree.attributes(source.path), extra)


def _ignored_here(run: Run, config: Config, finding: Finding) -> Acceptance | None:
    """The entry of `per-path-ignores` that accepts a finding."""
    path = config.relative(finding.path)
    for glob, names in config.values["per-path-ignores"].items():
        if any(_stands_for(name, finding.rule, config) for name in names) and run.matches(glob, path):
            return Acceptance("path", f"{glob} in {table_of(config, 'per-path-ignores')}")
    return None


def _stands_for(name: str, rule: str, config: Config) -> bool:
    """Whether a name in the configuration means this rule, one that the project added among them."""
    return stands_for(name, rule) or config.own.get(rule) == name


def _number(tree: Tree, source: Source, config: Config, findings: Sequence[Finding]) -> list[Finding]:
    """Sort, drop what was said twice, and give severities and fingerprints."""
    counts: dict[tuple[str, str], int] = {}
    done: list[Finding] = []
    seen = set()
    for finding in sorted(findings, key=lambda item: (item.span, item.rule)):
        if (finding.rule, finding.span, finding.message) in seen:
            continue
        seen.add((finding.rule, finding.span, finding.message))
        key = (finding.rule, finding.identity)
        ordinal = counts[key] = counts.get(key, -1) + 1
        name = baseline.fingerprint(tree.key, finding.rule, source.path, finding.identity, ordinal)
        done.append(replace(finding, severity=severity_of(config, finding), fingerprint=name))
    return done


def _changed(run: Run, source: Source, findings: Sequence[Finding]) -> list[Finding]:
    """Those on lines that changed, where the run asks for these only."""
    kept = _touched(run, source, findings)
    for _ in range(len(findings) - len(kept)):
        run.result.count(ELSEWHERE)
    return kept


def _touched(run: Run, source: Source, findings: Sequence[Finding]) -> list[Finding]:
    since = run.settings.since
    return [finding for finding in findings if since is None or since.touches(source, finding)]


def severity_of(config: Config, finding: Finding) -> str:
    """The severity that holds: the most exact name in the table wins; strict lifts notes."""
    chosen, length = finding.severity, -1
    for name, severity in config.values["severity"].items():
        exact = 1000 if name == finding.rule else len(name)
        if exact > length and _stands_for(name, finding.rule, config):
            chosen, length = severity, exact
    if config.values["strict"] and chosen == NOTE:
        return WARNING
    return chosen


def _report(
    run: Run,
    place: Place,
    source: Source,
    suppressions: Suppressions | None,
    findings: Sequence[Finding],
    hidden: Sequence[Finding],
    shown: str,
) -> None:
    """Add what shows of one file to the run's result; `hidden` was accepted, and a report asks for it."""
    accepted: baseline.Baseline = run.trees[place.root][1]
    values, settings = place.config.values, run.settings
    lowest = SEVERITIES.index(settings.min_severity or values["min-severity"])
    fails = SEVERITIES.index(settings.fail_on or values["fail-on"])
    if settings.collect is not None:
        lowest = fails
    counts: dict[tuple[str, str], int] = {}
    shown_ones: list[Finding] = []
    gone = [finding for finding in hidden if finding.rank >= lowest]
    for finding in findings:
        if settings.collect is None and accepted.accepts(finding):
            run.result.accepted += 1
            if settings.suppressed and finding.rank >= lowest:
                gone.append(replace(finding, accepted=Acceptance("baseline")))
        elif finding.rank >= lowest:
            run.result.failed += finding.rank >= fails
            key = (finding.rule, finding.severity)
            counts[key] = counts.get(key, 0) + 1
            if settings.collect is not None or counts[key] <= run.trees[place.root][0].limits["findings"]:
                shown_ones.append(finding)
    if shown_ones or gone:
        _show(run, place, source, suppressions, findings, shown_ones, gone, shown)


def _show(
    run: Run,
    place: Place,
    source: Source,
    suppressions: Suppressions | None,
    findings: Sequence[Finding],
    shown_ones: Sequence[Finding],
    hidden: Sequence[Finding],
    shown: str,
) -> None:
    """Clean what is reported, and say how to accept it; `findings` are all of the file."""
    allowances = Allowances(suppressions, findings) if suppressions is not None else None
    clean = cleaner(run, place, source, [*shown_ones, *hidden], shown)
    for finding in shown_ones:
        located = clean(finding)
        if allowances is not None and not finding.rule.startswith(("suppression-", "baseline-")):
            entry = path_entry(place.config, source.path, finding.rule)
            located = located.because(allowances.of(finding, entry))
        run.result.findings.append(located)
        if located.fix and source.encoding == "utf-8":
            run.result.texts[shown] = source.text
            run.result.own[shown] = place.config.tables["secrets"]["rule"]
    run.result.hidden += [clean(finding) for finding in hidden]


def table_of(config: Config, name: str) -> str:
    """A table of the configuration as it is written, and the file that it belongs to."""
    file = config.path or "pyproject.toml"
    return f"[{name if not file.endswith('pyproject.toml') else f'tool.mlhooks.{name}'}] in {file}"


def path_entry(config: Config, path: str, rule: str) -> str:
    """The configuration entry that accepts a rule in one file."""
    glob = "".join("\\" + char if char in "\\*?[]!#" else char for char in config.relative(path))
    if "/" not in glob:
        glob = "/" + glob
    key = '"' + glob.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f'{key} = ["{rule}"]   below {table_of(config, "per-path-ignores")}'


def order(finding: Finding) -> tuple[object, ...]:
    """The one order of a report: path, line, column, rule."""
    location = finding.location
    assert location is not None
    return (location.path, location.line, location.column, finding.rule, finding.message)
