# SPDX-License-Identifier: Apache-2.0
"""Verdicts for torch.load and what belongs to it, after the policy's table."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from mlhooks.checks.unsafe_load import advice
from mlhooks.checks.unsafe_load.arguments import argument, set_in
from mlhooks.checks.unsafe_load.context import BREAKS, Context, make
from mlhooks.checks.unsafe_load.round_trips import is_round_trip, saved_to
from mlhooks.checks.unsafe_load.values import FALSE, GIVEN, MISSING, NONE, TRUE, Answer
from mlhooks.core.finding import Help
from mlhooks.core.rule import ERROR, NOTE, WARNING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhooks.checks.unsafe_load.calls import Load
    from mlhooks.checks.unsafe_load.floor import TorchFloor
    from mlhooks.checks.unsafe_load.index import Attempt
    from mlhooks.core.finding import Edit, Finding

ABSENT = NONE | MISSING
SAFE, LEFT_OUT, OFF, PICKLE, UNRESOLVED = "safe", "left out", "off", "pickle", "unresolved"


def outcome(load: Load, floor: TorchFloor, *, settled: bool = False) -> str:
    """How one torch.load reads its file; `settled`: whatever its function's callers pass."""
    view = load.view._replace(settled=settled)
    weights = argument(load.call, view, "weights_only")
    module = argument(load.call, view, "pickle_module", 2)
    if weights == TRUE:
        return SAFE
    if not module <= ABSENT:
        if module <= TRUE | GIVEN:
            return UNRESOLVED if "unknown" in weights else PICKLE
        if weights != FALSE:  # left out: unsafe with a pickle_module, and without one where the floor is low
            return LEFT_OUT if weights <= ABSENT and floor.severity == ERROR else UNRESOLVED
    return _by_weights(weights, floor)


def _by_weights(weights: Answer, floor: TorchFloor) -> str:
    if weights <= ABSENT:
        return LEFT_OUT
    if weights <= TRUE | ABSENT:
        return SAFE if floor.safe else UNRESOLVED
    return OFF if weights == FALSE else UNRESOLVED


def torch_loads(loads: Sequence[Load], context: Context) -> Iterator[Finding]:
    """Findings of the torch.load calls of one file."""
    saved = saved_to(context.index) if loads else set()
    judged = [(load, outcome(load, context.floor)) for load in loads if not is_round_trip(load, saved)]
    safe: set[int] = set()
    for load, _ in judged:
        settled = outcome(load, context.floor, settled=True)
        if settled == SAFE or (settled == LEFT_OUT and context.floor.safe):
            safe |= {id(attempt.node) for attempt in _attempts(load) if attempt.part == "body"}
    for load, result in judged:
        caught = any(a.part == "handler" and id(a.node) in safe for a in _attempts(load))
        made = _finding(load, result, caught, context)
        if made is not None:
            yield made


def _attempts(load: Load) -> Iterator[Attempt]:
    attempt = load.site.around.attempt
    while attempt is not None:
        yield attempt
        attempt = attempt.outer


def _finding(load: Load, result: str, caught: bool, context: Context) -> Finding | None:
    if result == PICKLE:
        return _pickle_module(load, context)
    if result == UNRESOLVED:
        return make(
            load, context, "torch-load-unresolved", NOTE,
            "whether torch.load reads weights only cannot be told from this file",
            (_better(load, context),) if load.direct else (),
        )  # fmt: skip
    if result == OFF:
        return _fallback(load, ERROR, context) if caught else _off(load, context)
    if result == LEFT_OUT and context.floor.severity:
        return _fallback(load, context.floor.severity, context) if caught else left_out(load, context)
    return None


def _better(load: Load, context: Context) -> Help:
    """The call with weights_only=True, or where else it has to be set."""
    mapping = set_in(load.call, load.view, "weights_only")
    if mapping is not None:
        name = mapping.id if isinstance(mapping, ast.Name) else "the mapping behind **"
        return Help("do", f"set weights_only=True in {name}")
    return Help("fix", advice.shown(context.program, load.call))


def left_out(load: Load, context: Context) -> Finding:
    """A finding for a load without weights_only, or with None."""
    floor = context.floor
    severity = NOTE if context.tests else floor.severity
    message, help = _says(floor, _better(load, context))
    fix: tuple[Edit, ...] = ()
    whole = argument(load.call, load.view, "pickle_module", 2) == MISSING
    named = set_in(load.call, load.view, "weights_only") is None
    if load.direct and whole and named and floor.version is not None and not floor.ancient:
        fix = advice.edits(context.program, advice.with_weights_only(context.program, load.call))
    made = make(load, context, "torch-load-default", severity, message, help, fix)
    return replace(made, settled=floor.settled, related=(floor.place,))


def _says(floor: TorchFloor, better: Help) -> tuple[str, tuple[Help, ...]]:
    """Message and help of a load that leaves weights_only out, for each of the three floors."""
    because, runs = Help("because", floor.because), "torch.load runs code stored in the file"
    either = Help("or", f"torch>=2.6 there, which makes it the default; either way {BREAKS}")
    if floor.capped:
        message = (
            f"{runs}; every torch below {floor.below} has weights_only off, and only those are allowed here"
        )
        return message, (because, better, either)
    if floor.version is None:
        either = Help("or", f"torch>=2.6, which makes it the default; either way {BREAKS}")
        return f"{runs}, unless torch is 2.6 or newer", (because, better, either)
    if floor.ancient:
        do = Help("do", f"raise it to torch>=2.10 there: below 1.13 nothing can be passed; {BREAKS}")
        return f"{runs}; torch {floor.version} is allowed here and has no weights_only", (because, do)
    message = f"{runs}; torch {floor.version} is allowed here and has weights_only off"
    return message, (because, better, either)


def _off(load: Load, context: Context) -> Finding:
    remote = bool(load.call.args) and context.network.reaches(load.call.args[0], load.view)
    severity = NOTE if context.tests else ERROR if remote else WARNING
    origin = ", which comes from the network here" if remote else ""
    because = "weights_only is off in every torch that is allowed: whoever wrote the file decides what runs"
    help = (
        Help("because", because),
        _better(load, context),
        Help("or", f"{BREAKS}; what is left can be allowed by name with torch.serialization.safe_globals"),
    )
    message = f"torch.load with weights_only off runs code stored in the file{origin}"
    return make(load, context, "torch-load-unsafe", severity, message, help)


def _pickle_module(load: Load, context: Context) -> Finding:
    help = (
        Help("because", "with pickle_module given, the default of weights_only is False in torch 2.13 too"),
        Help("instead", "torch.load(path, weights_only=True) without pickle_module"),
        Help("or", f"without it {BREAKS}"),
    )
    message = "torch.load with pickle_module runs code stored in the file, in every version of torch"
    return make(load, context, "torch-load-pickle-module", ERROR, message, help)


def _fallback(load: Load, severity: str, context: Context) -> Finding:
    help = (
        Help("because", "a file that the safe load refuses is loaded unsafely: its writer chooses"),
        Help("instead", "let the first error rise, with a message that says how to re-save the file"),
    )
    message = "the handler of a safe torch.load loads the same file unsafely"
    return make(load, context, "torch-load-fallback", severity, message, help)
