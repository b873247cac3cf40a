# SPDX-License-Identifier: Apache-2.0
"""Verdicts for loaders that fetch or run more than a pickle: the Hub, torch.hub, Keras, Lightning, mlflow."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

from mlhooks.checks.unsafe_load.arguments import argument
from mlhooks.checks.unsafe_load.families import (
    HUB,
    HUB_REVISION,
    KERAS,
    LIGHTNING,
    REMOTE_CODE,
)
from mlhooks.checks.unsafe_load.report import finding
from mlhooks.checks.unsafe_load.scopes import View, lookup
from mlhooks.checks.unsafe_load.values import FALSE, TRUE
from mlhooks.core.finding import Help
from mlhooks.core.rule import NOTE, WARNING

if TYPE_CHECKING:
    from mlhooks.checks.unsafe_load.calls import Load
    from mlhooks.checks.unsafe_load.context import Context
    from mlhooks.core.finding import Finding

REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[\w.-]{1,96}\Z")
COMMIT = re.compile(r"[0-9a-f]{40}\Z")
HUB_COMMIT = re.compile(r"[\w./-]{1,200}:[0-9a-f]{40}\Z")


class Said(NamedTuple):
    """What is said of a loader; `message` is a sentence without its end."""

    message: str
    because: str
    instead: str


SAID = {
    HUB: Said(
        "torch.hub.load runs the hubconf.py of a repository as it is at that moment",
        "a branch or tag can be moved; trust_repo only asks, and only once",
        'source="local" with a copy of your own, or repo "owner/name:COMMIT" with the whole hash',
    ),
    REMOTE_CODE: Said(
        "trust_remote_code=True runs Python that the model's repository holds",
        "whoever can write to that repository decides what runs here",
        "a model whose code is part of the library, or a revision that you have read",
    ),
    HUB_REVISION: Said(
        "this downloads whatever the repository holds that day",
        "a branch can be moved; a commit cannot",
        "revision= with the hash of a commit",
    ),
    KERAS: Said(
        "Keras with its safe mode off runs code stored in the model",
        "a Lambda layer is marshalled Python",
        "layers of your own under register_keras_serializable, and the safe mode left on",
    ),
    LIGHTNING: Said(
        "load_from_checkpoint unpickles the checkpoint, hyperparameters included",
        "below Lightning 2.6 there is no weights_only here; from a URL it is off by default",
        "weights_only=True (Lightning 2.6), or load the state_dict with torch.load(..., weights_only=True)",
    ),
    "load-distributed": Said(
        "a distributed checkpoint is read through a pickle, its metadata",
        "whoever wrote the folder decides what runs",
        "a folder that nobody else can write, or safetensors",
    ),
    "load-mlflow": Said(
        "an mlflow model is a pickle, or names code that is run",
        "whoever wrote the model decides what runs, also in a registry",
        "a registry that few can write to, or weights in safetensors",
    ),
    "load-export": Said(
        "torch.export.load unpickles what a .pt2 archive may hold",
        "constants and example inputs of the archive are read with weights_only off",
        "archives of your own only",
    ),
    "load-package": Said(
        "PackageImporter runs the Python that the archive holds",
        "a torch.package is code by design",
        "a state_dict, read with weights_only=True into code of your own",
    ),
}


def judge(load: Load, context: Context) -> Finding | None:
    """A finding for a call of one of these loaders, None where its arguments make it harmless."""
    severity = NOTE
    if load.family == REMOTE_CODE:
        severity = _remote_code(load, context)
    elif load.family in HARMLESS and HARMLESS[load.family](load):
        severity = ""
    if not severity:
        return None
    said = SAID[load.family]
    node = load.site.node
    assert isinstance(node, ast.Call)
    help = (Help("because", said.because), Help("instead", said.instead))
    statement = load.site.around.statement
    return finding(context.program, node, statement, load.family, severity, said.message, help)


def _remote_code(load: Load, context: Context) -> str:
    if context.quiet or argument(load.call, load.view, "trust_remote_code") != TRUE:
        return ""
    named = {keyword.arg for keyword in load.call.keywords}
    pinned = bool(named & {"revision", "code_revision", None})
    text = _first(load)
    return WARNING if not pinned and text is not None and REPOSITORY.match(text) else NOTE


def _hub(load: Load) -> bool:
    if argument(load.call, load.view, "trust_repo", 3) == FALSE:  # it asks each time
        return True
    source = _given(load, "source", 2)
    if source == "local":
        return True
    return HUB_COMMIT.match(_first(load) or "") is not None


def _pinned(load: Load) -> bool:
    """Whether a revision is passed that is no name of a branch everybody has."""
    for keyword in load.call.keywords:
        if keyword.arg is None:
            return True  # what a mapping holds may be a revision
        if keyword.arg == "revision":
            return constant(keyword.value, load.view) not in (None, "main", "master") or not isinstance(
                keyword.value, ast.Constant
            )
        if keyword.arg == "local_files_only" and argument(load.call, load.view, keyword.arg) == TRUE:
            return True
    return False


def _keras(load: Load) -> bool:
    if load.name.endswith("load_model"):
        return argument(load.call, load.view, "safe_mode") != FALSE
    return False


def _lightning(load: Load) -> bool:
    return argument(load.call, load.view, "weights_only") == TRUE


HARMLESS = {HUB: _hub, HUB_REVISION: _pinned, KERAS: _keras, LIGHTNING: _lightning}


def _first(load: Load) -> str | None:
    """The repository that the call names, where it is a constant."""
    if load.call.args:
        return constant(load.call.args[0], load.view)
    for name in ("pretrained_model_name_or_path", "repo_or_dir", "model_name_or_path", "model", "path"):
        for keyword in load.call.keywords:
            if keyword.arg == name:
                return constant(keyword.value, load.view)
    return None


def _given(load: Load, name: str, position: int) -> str | None:
    for keyword in load.call.keywords:
        if keyword.arg == name:
            return constant(keyword.value, load.view)
    return constant(load.call.args[position], load.view) if len(load.call.args) > position else None


def constant(node: ast.expr, view: View) -> str | None:
    """The string that an expression is, followed through one name; None when it cannot be told."""
    if isinstance(node, ast.Name):
        found = lookup(node.id, view)
        if len(found) != 1 or found[0][0].kind != "value" or found[0][0].value is None:
            return None
        node = found[0][0].value
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
