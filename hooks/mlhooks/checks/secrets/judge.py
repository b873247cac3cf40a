# SPDX-License-Identifier: Apache-2.0
"""The judge of `secrets`: the secrets of a file, less those that the project allows or has accepted.

The secret's text lives in this package only; a Finding gets its mask and its keyed digest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhooks.checks.secrets.accepted import Acceptance
from mlhooks.checks.secrets.candidates import RANK, Candidate, candidates, strongest
from mlhooks.checks.secrets.captured import Found
from mlhooks.checks.secrets.masking import mask
from mlhooks.checks.secrets.own import allowed, matches
from mlhooks.checks.secrets.rules import SECRETS
from mlhooks.core.finding import Finding, Help, Span
from mlhooks.core.rule import NOTE, WARNING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhooks.core.check import Hit
    from mlhooks.core.project import Project
    from mlhooks.core.source import Source

ENTROPY = SECRETS[RANK["secret-generic-entropy"]]


def run(source: Source, hits: Sequence[Hit], project: Project) -> Iterator[Finding]:
    """Findings of one file, by offset; see `core.check.Judge`."""
    acceptance = Acceptance(source, project)
    if acceptance.is_baseline() or source.data is None:
        return
    allow = allowed(project)
    if allow.path(project.relative):
        return
    for found in secrets_in(source, hits, project):
        if not found.severity:
            continue
        if allow.value(found.value) or allow.value(source.text[found.start : found.end]):
            project.count("secrets allowed by the configuration")
        elif not acceptance.accepts(Found(found.start, found.end, found.value)):
            yield _finding(found, project)
    if acceptance.is_unstaged():
        yield unstaged(acceptance.name)


def _finding(found: Candidate, project: Project) -> Finding:
    return Finding(
        rule=found.secret.rule.id,
        severity=found.severity,
        span=Span(found.start, found.end),
        message=found.message,
        identity=project.digest(found.value),
        help=(Help("do", found.secret.revoke), Help("instead", found.secret.instead)),
        where=found.where,
        value=Span(*found.part) if found.part else None,
    )


def secrets_in(source: Source, hits: Sequence[Hit], project: Project) -> Iterator[Candidate]:
    """Every secret of a file, accepted ones too, of overlapping ones the strongest; for this package only.

    Those in the cells of a notebook come first.
    """
    if source.kind != "jupyter":
        yield from strongest((*_looked(source.text, hits, project), *_own(source.text, project)))
        return
    from mlhooks.checks.secrets.notebooks import hits_in
    from mlhooks.core.notebook_texts import texts

    read = texts(source.text)
    for region in read.regions:
        inside = _looked(region.text, hits_in(region.text), project)
        for found in strongest((*inside, *_own(region.text, project))):
            start, end = region.span(found.start, found.end)
            part = region.span(*found.part) if found.part else None
            yield found._replace(start=start, end=end, where=region.where(found.start), part=part)
    outside = [hit for hit in hits if not read.covers(hit[1])]
    own = [found for found in _own(source.text, project) if not read.covers(found.start)]
    yield from strongest((*candidates(source.text, outside, project), *own))


def _looked(data: bytes, hits: Sequence[Hit], project: Project) -> Iterator[Candidate]:
    """What stands at the hits and, where notes are shown, what only looks like chance."""
    yield from candidates(data, hits, project)
    if project.notes:
        from mlhooks.checks.secrets.generic_entropy import find

        for run in find(data, project.path):
            message = f"text that looks random, {mask(run.text, run.text, b'')}"
            yield Candidate(run.start, run.end, ENTROPY, NOTE, message, run.text)


def _own(data: bytes, project: Project) -> Iterator[Candidate]:
    """What the project's own rules find."""
    for place in matches(data, project):
        yield Candidate(*place, data[place.start : place.end])


def unstaged(baseline: str) -> Finding:
    """What is accepted here is so by a baseline that the commit does not hold."""
    message = f"accepted by {baseline}, which has changes that are not staged"
    help = (Help("do", f"git add {baseline}"),)
    return Finding("baseline-unstaged", WARNING, Span(0, 0), message, baseline, help)
