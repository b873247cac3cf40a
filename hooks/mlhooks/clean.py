# SPDX-License-Identifier: Apache-2.0
"""What makes a finding fit to be shown: located, what it quotes without secrets, its lines on demand."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from mlhooks.core.finding import Help, Location
from mlhooks.foreign import is_secret
from mlhooks.quote import Quoter
from mlhooks.redact import Redactor
from mlhooks.veil import Veil

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlhooks.core.finding import Finding, Span
    from mlhooks.core.source import Source
    from mlhooks.engine import Run
    from mlhooks.places import Place


def cleaner(
    run: Run, place: Place, source: Source, findings: Sequence[Finding], shown: str
) -> Callable[[Finding], Finding]:
    """A function that cleans the findings of one source, which people know as `shown`."""
    if not findings:
        return lambda finding: finding
    hits = run.hits_of("secrets", source.data) if source.data is not None else []
    own = place.config.tables["secrets"]["rule"]
    redactor = Redactor(source, place.root, hits, own)
    veil = run.veils.setdefault(id(own), Veil(partial(run.hits_of, "secrets"), own))
    quoter = None
    if run.settings.quoted:
        secrets = [finding for finding in findings if is_secret(finding.rule)]
        redactor.cover(span for finding in secrets for span in _covered(finding))
        quoter = Quoter(source, redactor, [finding.span for finding in findings])

    def clean(finding: Finding) -> Finding:
        quote = quoter.of(finding.span) if quoter is not None else None
        located = replace(finding, location=_locate(source, finding, shown), quote=quote)
        return _without_secrets(located, lambda text: veil(redactor.hide(text)))

    return clean


def _covered(finding: Finding) -> list[Span]:
    """Where the value of a secret may stand: ours know it, other tools only the statement."""
    if finding.rule.startswith("secret-") or finding.statement is None:
        return [finding.span]
    return [finding.span, finding.statement]


def _without_secrets(finding: Finding, hide: Callable[[str], str]) -> Finding:
    """The finding with what it quotes from a line that holds a secret left out; a secret masks itself."""
    if finding.accepted is not None:
        reason = hide(finding.accepted.reason)
        finding = replace(finding, accepted=finding.accepted._replace(reason=reason))
    if finding.rule.startswith("secret-"):
        return finding
    help = tuple(Help(h.label, hide(h.text)) for h in finding.help)
    return replace(finding, message=hide(finding.message), help=help)


def _locate(source: Source, finding: Finding, shown: str) -> Location:
    line, column = source.position(finding.span.start)
    end_line, end_column = source.position(max(finding.span))
    return Location(shown, line, column, end_line, end_column)
