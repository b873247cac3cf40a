# SPDX-License-Identifier: Apache-2.0
"""The project tree of a root and its baseline, read once a run; which of its entries are stale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlhooks import baseline, stale
from mlhooks.core.limits import LIMITS
from mlhooks.core.project import Tree
from mlhooks.registry import check_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhooks.core.finding import Finding
    from mlhooks.core.source import Source
    from mlhooks.engine import Run
    from mlhooks.places import Place
    from mlhooks.staged import Staged


def tree_of(run: Run, place: Place) -> Any:
    """The project tree of a root, with its baseline, read once a run."""
    if place.root not in run.trees:
        staged, limits = run.settings.staged, {**LIMITS, **place.config.values["limits"]}
        accepted = run.settings.collect or _baseline(place.root, staged)
        make = Tree if staged is None else staged.tree
        tree = make(place.root, accepted.key, limits)
        run.trees[place.root] = (tree, accepted)
    return run.trees[place.root][0]


def watched(run: Run, place: Place) -> frozenset[str]:
    """The files that the baseline speaks of, and itself."""
    tree_of(run, place)
    accepted: baseline.Baseline = run.trees[place.root][1]
    return frozenset([*accepted.accepted, baseline.NAME] if accepted.accepted else ())


def stale_in(run: Run, place: Place, source: Source, findings: Sequence[Finding]) -> Iterator[Finding]:
    """What the baseline accepts and is not in this source, of the checks that looked at it."""
    accepted: baseline.Baseline = run.trees[place.root][1]

    def asked(rule: str) -> bool:
        check = check_of(rule)
        return check is not None and any(known.id == check.id for known in place.checks)

    yield from stale.mended(accepted, source, findings, asked)
    if source.path == baseline.NAME and source.data is not None and run.settings.only is None:
        yield from stale.deleted(accepted, place.root, source)


def _baseline(root: str, staged: Staged | None) -> baseline.Baseline:
    if staged is None:
        return baseline.read(root)
    content = staged.content(baseline.NAME, baseline.LIMIT)
    return baseline.empty() if content is None else baseline.parse(content)
