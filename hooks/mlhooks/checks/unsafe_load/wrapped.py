# SPDX-License-Identifier: Apache-2.0
"""Verdicts for functions that hand on to torch.load: torch.hub's, other packages', the project's own."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from mlhooks.checks.unsafe_load import advice, torch_calls
from mlhooks.checks.unsafe_load.arguments import argument
from mlhooks.checks.unsafe_load.calls import Load, handed_on
from mlhooks.checks.unsafe_load.context import BREAKS, make
from mlhooks.checks.unsafe_load.families import FROM_URL
from mlhooks.checks.unsafe_load.report import finding
from mlhooks.checks.unsafe_load.summaries import ASKED, KEY, references_of
from mlhooks.checks.unsafe_load.values import FALSE, NONE, TRUE, Answer
from mlhooks.core.finding import Help
from mlhooks.core.rule import ERROR, NOTE, WARNING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from mlhooks.checks.unsafe_load.context import Context
    from mlhooks.checks.unsafe_load.resolver import End, Resolver
    from mlhooks.core.finding import Finding


def from_url(load: Load, context: Context) -> Finding | None:
    """`load_state_dict_from_url`, whose default is still off."""
    weights = argument(load.call, load.view, "weights_only", 6)
    if weights == TRUE:
        return None
    severity = NOTE if "unknown" in weights else WARNING
    short = load.name.rpartition(".")[2]
    help = (
        Help("because", "its weights_only is False by default in torch 2.13 too, unlike that of torch.load"),
        Help("fix", advice.shown(context.program, load.call)),
    )
    message = f"{short} runs code stored in the file that it downloads"
    return make(
        load, context, "load-state-dict-from-url", severity, message, help if load.direct else help[:1]
    )


def wrapper(load: Load, context: Context) -> Finding | None:
    """A function that hands on to torch.load with weights_only off, unless the caller passes it."""
    weights = argument(load.call, load.view, "weights_only")
    if weights == TRUE:
        return None
    if "unknown" in weights:
        message = f"whether {load.name} reads weights only cannot be told from this file"
        return make(load, context, "torch-load-unresolved", NOTE, message, ())
    short = load.name.rpartition(".")[2]
    return _unsafe(load, f"{short} loads with weights_only off, so it runs code stored in the file", context)


def _unsafe(load: Load, message: str, context: Context) -> Finding:
    remote = bool(load.call.args) and context.network.reaches(load.call.args[0], load.view)
    severity = NOTE if context.tests else ERROR if remote else WARNING
    help = (
        Help("because", f"{load.name} calls torch.load with weights_only off"),
        Help("fix", advice.shown(context.program, load.call)),
        Help("or", BREAKS),
    )
    return make(load, context, "torch-load-unsafe", severity, message, help)


def callers(context: Context, resolver: Resolver, ours: Collection[int]) -> Iterator[Finding]:
    """Calls that pass `weights_only` themselves to a function of the project that hands it on.

    `ours`: the ids of nodes that are judged already.
    """
    for site in context.index.calls:
        node = site.node
        assert isinstance(node, ast.Call)
        if id(node) in ours or all(keyword.arg not in (KEY, None) for keyword in node.keywords):
            continue
        passed = argument(node, site.view, KEY)
        if passed == TRUE or "missing" in passed or (passed not in ASKED and not _says(node)):
            continue
        for reference in references_of(node.func, site.view):
            end = resolver.end(reference, passed if passed in ASKED else FALSE)
            if end is not None:
                name = reference.strip(".:")
                load = Load(site, name, end.family, node, direct=True)
                made = _called(load, end if passed in ASKED else None, context)
                if made is not None:
                    yield made
                break


def _says(node: ast.Call) -> bool:
    return any(keyword.arg == KEY for keyword in node.keywords)


def _called(load: Load, end: End | None, context: Context) -> Finding | None:
    """A finding for a call of a wrapper; `end`: what its argument becomes, None where that is not known."""
    gives: Answer = frozenset({"unknown"}) if end is None else end.gives
    if gives == TRUE:
        return None
    short = load.name.rpartition(".")[2]
    if not gives <= FALSE | NONE:
        message = f"whether {short} reads weights only cannot be told from what is passed here"
        return make(load, context, "torch-load-unresolved", NOTE, message, ())
    if load.family == FROM_URL:
        return from_url(load._replace(name=short), context)
    if "false" not in gives:
        return torch_calls.left_out(load, context) if context.floor.severity else None
    return _unsafe(load, f"{short} hands weights_only on to torch.load, and it is off here", context)


def escapes(context: Context) -> Iterator[Finding]:
    """`torch.load` handed on as a value, where its default is not safe: nobody can tell how it is called."""
    if not context.floor.severity:
        return
    message = "torch.load is handed on here; whether its caller passes weights_only cannot be told"
    seen = set[int]()
    for node, site in handed_on(context.index):
        if id(node) not in seen:
            seen.add(id(node))
            statement = site.around.statement
            yield finding(context.program, node, statement, "torch-load-unresolved", NOTE, message)
