# SPDX-License-Identifier: Apache-2.0
"""`config.json` of a `.keras` archive: layers made of Python code, and classes from elsewhere.

Format: keras/src/saving/serialization_lib.py. A Lambda layer carries marshalled bytecode; an object names the
module that it is imported from, and Keras imports what a file names unless `safe_mode` stops it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlhooks.checks.model_file.reader import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 1 << 24  # bytes
OWN = (
    "keras",
    "tf_keras",
    "keras_hub",
    "keras_nlp",
    "keras_cv",
    "tensorflow.keras",
    "tensorflow.python.keras",
)


class _Pairs(list[Any]):
    """An object of JSON with every one of its keys, those that stand twice too."""


def dangers(config: bytes) -> Iterator[tuple[str, str]]:
    """(full name or "", what it does) of each part that runs code. Raises UnreadableError."""
    import json

    try:
        waiting: list[Any] = [json.loads(config, object_pairs_hook=_Pairs)]
    except (ValueError, RecursionError):
        raise UnreadableError(0, "has a config.json that is no JSON") from None
    while waiting:
        part = waiting.pop()
        if isinstance(part, _Pairs):
            yield from _of(dict(part))
            yield from _of(dict(reversed(part)))
            waiting.extend(value for _, value in part)
        elif isinstance(part, list):
            waiting.extend(part)


def _of(part: dict[str, Any]) -> Iterator[tuple[str, str]]:
    kind, module = part.get("class_name"), part.get("module")
    if kind in ("Lambda", "__lambda__"):
        yield "", f"has a {'Lambda layer' if kind == 'Lambda' else 'function'} of Python bytecode"
    elif isinstance(kind, str) and isinstance(module, str) and not _is_own(module, part):
        name = part.get("config") if kind == "function" and isinstance(part.get("config"), str) else kind
        yield f"{module}.{name}", f"imports {module}.{name}"


def _is_own(module: str, part: dict[str, Any]) -> bool:
    if part.get("registered_name") and not module:
        return True
    return any(module == own or module.startswith(own + ".") for own in OWN)
