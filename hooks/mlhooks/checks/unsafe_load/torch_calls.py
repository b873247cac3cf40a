# SPDX-License-Identifier: Apache-2.0
"""Verdicts for torch.load and what belongs to it, after the policy's table."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mlhooks.checks.unsafe_load import advice
from mlhooks.checks.unsafe_load.families import runs_code
from mlhooks.checks.unsafe_load.report import finding
from mlhooks.checks.unsafe_load.scopes import Scope, View, lookup, qualify
from mlhooks.checks.unsafe_load.values import FALSE, GIVEN, MISSING, NONE, TRUE, Answer, argument
from mlhooks.core.finding import Help
from mlhooks.core.rule import ERROR, NOTE, WARNING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhooks.checks.unsafe_load.calls import Load
    from mlhooks.checks.unsafe_load.floor import TorchFloor
    from mlhooks.checks.unsafe_load.index import Attempt, Index
    from mlhooks.checks.unsafe_load.network import Network
    from mlhooks.checks.unsafe_load.program import Program
    from mlhooks.core.finding import Edit, Finding

ABSENT = NONE | MISSING
SAFE, LEFT_OUT, OFF, PICKLE, UNRESOLVED = "safe", "left out", "off", "pickle", "unresolved"
BREAKS = "whole pickled models stop loading: save a state_dict"


@dataclass(frozen=True)
class Context:
    """What every verdict needs."""

    program: Program
    index: Index
    network: Network
    floor: TorchFloor
    tests: bool
    quiet: bool = False  # tests and examples, where the policy says nothing of some


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
        if weights != FALSE:
            return UNRESOLVED
    return _by_weights(weights, floor)


def _by_weights(weights: Answer, floor: TorchFloor) -> str:
    if weights <= ABSENT:
        return LEFT_OUT
    if weights <= TRUE | ABSENT:
        return SAFE if floor.safe else UNRESOLVED
    return OFF if weights == FALSE else UNRESOLVED


def torch_loads(loads: Sequence[Load], context: Context) -> Iterator[Finding]:
    """Findings of the torch.load calls of one file."""
    saved = _saved(context.index) if loads else set()
    judged = [(load, outcome(load, context.floor)) for load in loads if not _round_trip(load, saved)]
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
        return _make(
            load, context, "torch-load-unresolved", NOTE,
            "whether torch.load reads weights only cannot be told from this file",
            (Help("fix", advice.shown(context.program, load.call)),) if load.direct else (),
        )  # fmt: skip
    if result == OFF:
        return _fallback(load, ERROR, context) if caught else _off(load, context)
    if result == LEFT_OUT and context.floor.severity:
        return _fallback(load, context.floor.severity, context) if caught else _default(load, context)
    return None


def _make(
    load: Load, context: Context, rule: str, severity: str, message: str, help: tuple[Help, ...],
    fix: tuple[Edit, ...] = (),
) -> Finding:  # fmt: skip
    node = load.site.node
    assert isinstance(node, ast.Call)
    return finding(context.program, node, load.site.around.statement, rule, severity, message, help, fix)


def _default(load: Load, context: Context) -> Finding:
    floor = context.floor
    severity = NOTE if context.tests else floor.severity
    message, help = _says(floor, advice.shown(context.program, load.call))
    fix: tuple[Edit, ...] = ()
    if load.direct and floor.version is not None and not floor.ancient:
        fix = advice.edits(context.program, advice.with_weights_only(context.program, load.call))
    found = _make(load, context, "torch-load-default", severity, message, help, fix)
    return replace(found, related=(floor.place,))


def _says(floor: TorchFloor, shown: str) -> tuple[str, tuple[Help, ...]]:
    """Message and help of a load that leaves weights_only out, for each of the three floors."""
    because, runs = Help("because", floor.because), "torch.load runs code stored in the file"
    either = Help("or", f"torch>=2.6 there, which makes it the default; either way {BREAKS}")
    if floor.capped:
        message = (
            f"{runs}; every torch below {floor.below} has weights_only off, and only those are allowed here"
        )
        return message, (because, Help("fix", shown), either)
    if floor.version is None:
        message = f"{runs}, unless torch is 2.6 or newer, and no file says which torch"
        return message, (because, Help("fix", shown), either)
    if floor.ancient:
        do = Help("do", f"raise it to torch>=2.10 there: below 1.13 nothing can be passed; {BREAKS}")
        return f"{runs}; torch {floor.version} is allowed here and has no weights_only", (because, do)
    message = f"{runs}; torch {floor.version} is allowed here and has weights_only off"
    return message, (because, Help("fix", shown), either)


def _off(load: Load, context: Context) -> Finding:
    remote = bool(load.call.args) and context.network.reaches(load.call.args[0], load.view)
    severity = NOTE if context.tests else ERROR if remote else WARNING
    origin = ", which comes from the network here" if remote else ""
    because = "weights_only is off in every torch that is allowed: whoever wrote the file decides what runs"
    help = (
        Help("because", because),
        Help("fix", advice.shown(context.program, load.call)),
        Help("or", f"{BREAKS}; what is left can be allowed by name with torch.serialization.safe_globals"),
    )
    message = f"torch.load with weights_only off runs code stored in the file{origin}"
    return _make(load, context, "torch-load-unsafe", severity, message, help)


def _pickle_module(load: Load, context: Context) -> Finding:
    help = (
        Help("because", "with pickle_module given, the default of weights_only is False in torch 2.13 too"),
        Help("instead", "torch.load(path, weights_only=True) without pickle_module"),
        Help("or", f"without it {BREAKS}"),
    )
    message = "torch.load with pickle_module runs code stored in the file, in every version of torch"
    return _make(load, context, "torch-load-pickle-module", ERROR, message, help)


def _fallback(load: Load, severity: str, context: Context) -> Finding:
    help = (
        Help("because", "a file that the safe load refuses is loaded unsafely: its writer chooses"),
        Help("instead", "let the first error rise, with a message that says how to re-save the file"),
    )
    message = "the handler of a safe torch.load loads the same file unsafely"
    return _make(load, context, "torch-load-fallback", severity, message, help)


def _round_trip(load: Load, saved: set[tuple[Scope, str]]) -> bool:
    """Whether the call reads a buffer that torch.save filled in the same function."""
    target = load.call.args[0] if load.call.args else None
    if isinstance(target, ast.Call) and target.args and _is(target, load.view, "io.BytesIO"):
        target = target.args[0]
        if (
            isinstance(target, ast.Call)
            and isinstance(target.func, ast.Attribute)
            and target.func.attr == "getvalue"
        ):
            target = target.func.value
    if not isinstance(target, ast.Name):
        return False
    made = [b.value for b, _ in lookup(target.id, load.view)]
    if not all(
        isinstance(value, ast.Call) and not value.args and _is(value, load.view, "io.BytesIO")
        for value in made
    ):
        return False
    return bool(made) and (load.view.scope.function, target.id) in saved


def _saved(index: Index) -> set[tuple[Scope, str]]:
    """(function, name) of what torch.save writes to."""
    found: set[tuple[Scope, str]] = set()
    for site in index.calls:
        node = site.node
        if (
            isinstance(node, ast.Call)
            and len(node.args) > 1
            and "torch.save" in qualify(node.func, site.view)
        ):
            buffer = node.args[1]
            if isinstance(buffer, ast.Name):
                found.add((site.around.scope.function, buffer.id))
    return found


def _is(node: ast.Call, view: View, name: str) -> bool:
    return name in qualify(node.func, view)


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
    return _make(
        load, context, "load-state-dict-from-url", severity, message, help if load.direct else help[:1]
    )


def wrapper(load: Load, context: Context) -> Finding | None:
    """A function that hands on to torch.load with weights_only off, unless the caller passes it."""
    weights = argument(load.call, load.view, "weights_only")
    if weights == TRUE:
        return None
    if "unknown" in weights:
        message = f"whether {load.name} reads weights only cannot be told from this file"
        return _make(load, context, "torch-load-unresolved", NOTE, message, ())
    remote = bool(load.call.args) and context.network.reaches(load.call.args[0], load.view)
    severity = NOTE if context.tests else ERROR if remote else WARNING
    help = (
        Help("because", f"{load.name} calls torch.load with weights_only off"),
        Help("fix", advice.shown(context.program, load.call)),
        Help("or", BREAKS),
    )
    message = (
        f"{load.name.rpartition('.')[2]} loads with weights_only off, so it runs code stored in the file"
    )
    return _make(load, context, "torch-load-unsafe", severity, message, help)


def safe_globals(load: Load, context: Context) -> Iterator[Finding]:
    """`add_safe_globals([getattr])`: one finding for each callable that can run code."""
    for node, view in _elements(load):
        names = sorted(name for name in qualify(node, view) if runs_code(name))
        if names or isinstance(node, ast.Lambda):
            name = names[0].removeprefix("builtins.") if names else "a lambda"
            help = (
                Help("because", "weights_only=True calls what is allowed here, with arguments from the file"),
                Help("instead", "allow the classes of your own data only, or save a state_dict"),
            )
            message = f"{name} can run code, and every checkpoint may call it from here on"
            place = node if view.at == load.view.at else load.site.node
            assert isinstance(place, ast.expr)
            yield finding(
                context.program,
                place,
                load.site.around.statement,
                "torch-load-safe-globals",
                ERROR,
                message,
                help,
            )


def _elements(load: Load) -> Iterator[tuple[ast.expr, View]]:
    """The members of the list that the call is given; of (callable, "name") the callable."""
    todo: list[tuple[ast.expr, View]] = [(argument, load.view) for argument in load.call.args[:1]]
    for _ in range(200):
        if not todo:
            return
        node, view = todo.pop(0)
        if isinstance(node, ast.Name) and any(
            isinstance(b.value, (ast.List, ast.Tuple)) for b, _ in lookup(node.id, view)
        ):
            todo += [(b.value, View(s, b.at)) for b, s in lookup(node.id, view) if b.value is not None]
        elif isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[1], ast.Constant):
            todo.append((node.elts[0], view))
        elif isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            todo += [(element, view) for element in node.elts]
        elif isinstance(node, ast.BinOp):
            todo += [(node.left, view), (node.right, view)]
        elif isinstance(node, ast.Starred):
            todo.append((node.value, view))
        else:
            yield node, view
