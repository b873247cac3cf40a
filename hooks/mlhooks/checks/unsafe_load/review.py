# SPDX-License-Identifier: Apache-2.0
"""One file from its bytes to its findings."""

from __future__ import annotations

import sys
from itertools import islice
from typing import TYPE_CHECKING

from mlhooks.checks.unsafe_load import (
    DOCUMENTS,
    loaders,
    others,
    safe_globals,
    tokens,
    torch_calls,
    wrapped,
    yamls,
)
from mlhooks.checks.unsafe_load.calls import loads
from mlhooks.checks.unsafe_load.context import Context
from mlhooks.checks.unsafe_load.families import (
    FROM_URL,
    LIGHTNING,
    LOADERS,
    REMOTE_CODE,
    SAFE_GLOBALS,
    TORCH_LOAD,
    WRAPPER,
    WRAPPERS,
    YAML,
)
from mlhooks.checks.unsafe_load.floor import torch_floor
from mlhooks.checks.unsafe_load.index import build
from mlhooks.checks.unsafe_load.network import Network
from mlhooks.checks.unsafe_load.program import program
from mlhooks.checks.unsafe_load.report import at_range
from mlhooks.checks.unsafe_load.resolver import Resolver
from mlhooks.core.deep import uncollected
from mlhooks.core.rule import NOTE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhooks.checks.unsafe_load.floor import TorchFloor
    from mlhooks.checks.unsafe_load.program import Program
    from mlhooks.core.finding import Finding
    from mlhooks.core.project import Project
    from mlhooks.core.source import Source


JUDGES = {
    FROM_URL: wrapped.from_url,
    WRAPPER: wrapped.wrapper,
    YAML: yamls.judge,
    **dict.fromkeys((*LOADERS.values(), REMOTE_CODE, LIGHTNING), loaders.judge),
}


MOST = 60  # times the bound on findings of a rule: the engine gives up before


def review(source: Source, project: Project) -> list[Finding]:
    """Findings of one file that holds what may be a call of ours."""
    with uncollected():
        return list(islice(_review(source, project), MOST * project.limits["findings"]))


def _review(source: Source, project: Project) -> Iterator[Finding]:
    made = program(source, project.limits)
    if made is None:
        return
    floor, tests = torch_floor(project), "tests" in project.classes
    if made.tree is not None:
        yield from _by_tree(made, floor, project)
    names = tokens.names(made) if made.broken else {}
    note = None
    for part, why, at in made.broken:
        found = list(tokens.review(made, part, names, floor, tests=tests))
        yield from found
        if note is None and source.kind not in DOCUMENTS and (found or tokens.HIT.search(part.original)):
            note = _unparsable(made, why, at)
    if note is not None:
        yield note


def _by_tree(made: Program, floor: TorchFloor, project: Project) -> Iterator[Finding]:
    assert made.tree is not None
    tests = "tests" in project.classes
    index = build(made.tree)
    context = Context(made, index, Network(index), floor, tests, tests or "examples" in project.classes)
    found = list(loads(index, {**WRAPPERS, **project.options.get("loaders", {})}))
    yield from torch_calls.torch_loads([load for load in found if load.family == TORCH_LOAD], context)
    for load in found:
        if load.family == SAFE_GLOBALS:
            yield from safe_globals.judge(load, context)
        elif load.family != TORCH_LOAD:
            one = JUDGES.get(load.family, others.pickles)(load, context)
            if one is not None:
                yield one
    ours = {id(load.site.node) for load in found}
    yield from wrapped.callers(context, Resolver(project, index), ours)
    yield from wrapped.escapes(context)
    yield from others.environments(context)
    yield from tokens.magics(made, tests=tests)
    index.forget()


def _unparsable(made: Program, why: str, at: int) -> Finding:
    version = ".".join(str(number) for number in sys.version_info[:3])
    end = made.text.find(b"\n", at)
    message = f"Python {version} does not parse this ({why}); its calls were judged by tokens"
    return at_range(made, at, len(made.text) if end < 0 else end, "unparsable", NOTE, message)
