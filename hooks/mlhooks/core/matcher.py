# SPDX-License-Identifier: Apache-2.0
"""Triggers of all checks as one multi-pattern matcher, its cached database, and the stdlib fallback.

A matcher is a function from bytes to a list of (pattern index, end offset), in the order of the ends.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from mlhooks.core.wake import Trigger

    Match = tuple[int, int]
    Matcher = Callable[[bytes], list[Match]]

MAGIC = b"mlhooks-db-1\n"
_SPECIAL = tuple(bytes((byte,)) for byte in b"\\[](){}.*+?^$|")


def build(triggers: "Sequence[Trigger]") -> "Matcher":
    """The fastest matcher that this machine has for these triggers."""
    return prepared(key_of(triggers), lambda: triggers)


def prepared(key: str, load: "Callable[[], Sequence[Trigger]]") -> "Matcher":
    """As `build`, for triggers whose `key_of` is known: they are loaded only when no database is cached."""
    engine = extension()
    if engine is None:
        return fallback(load())
    try:
        return hyperscan_matcher(engine, key, load)
    except engine.error:
        return fallback(load())


def key_of(triggers: "Sequence[Trigger]") -> str:
    """What names the database of these triggers in the cache."""
    from mlhooks.core import cache

    lines = [b"%d %d %d %s" % (t.width, t.nocase, t.literal, t.pattern) for t in triggers]
    return cache.digest(MAGIC, b"\n".join(lines))


def extension() -> "Any":
    """Hyperscan's extension module, or None. `MLHOOKS_MATCHER=stdlib` asks for the fallback.

    The package's `__init__` imports `typing` and with it `re`, which costs more than all of a small commit;
    the extension itself needs neither, so it is loaded from its file. Whatever goes wrong there falls back
    to the public import.
    """
    if os.environ.get("MLHOOKS_MATCHER") == "stdlib":
        return None
    known = sys.modules.get("hyperscan._hs_ext") or sys.modules.get("mlhooks._hs_ext")
    if known is not None:
        return known
    try:
        return _load_extension()
    except Exception:
        try:
            import hyperscan
        except ImportError:
            return None
        return hyperscan


def _load_extension() -> "Any":
    from _imp import create_dynamic, exec_dynamic, extension_suffixes

    spec_type = type(sys.__spec__ or __spec__)
    for folder in sys.path:
        for suffix in extension_suffixes():
            file = f"{folder}/hyperscan/_hs_ext{suffix}"
            if os.path.isfile(file):
                # The extension's own name must be its last part; the package is never entered.
                spec = spec_type("hyperscan._hs_ext", None, origin=file)
                module = create_dynamic(spec)
                exec_dynamic(module)
                for name in ("Database", "Scratch", "loadb", "dumpb", "error", "HS_MODE_BLOCK"):
                    getattr(module, name)
                return module
    raise ImportError("no extension module of hyperscan")


def hyperscan_matcher(engine: "Any", key: str, load: "Callable[[], Sequence[Trigger]]") -> "Matcher":
    """A matcher over the engine's database, loaded from the cache or compiled. Raises engine.error."""
    scan = stored(engine, "db", key, lambda: compile_database(engine, load())).scan

    def match(data: bytes) -> "list[Match]":
        found: list[Match] = []

        def event(index: int, _start: int, end: int, _flags: int, _context: object) -> None:
            found.append((index, end))

        scan(data, match_event_handler=event)
        return found

    return match


def stored(engine: "Any", kind: str, key: str, compile: "Callable[[], Any]") -> "Any":
    """The database in the cache under this kind and key, else what `compile` makes, which is then kept."""
    from mlhooks.core import cache

    content = cache.read(kind, key)
    if content is not None:
        try:
            database = engine.loadb(content, engine.HS_MODE_BLOCK)
            database.scratch = engine.Scratch(database)
            return database
        except (engine.error, ValueError, TypeError):
            pass  # of another version or processor
    database = compile()
    cache.write(kind, key, engine.dumpb(database))
    return database


def compile_database(engine: "Any", triggers: "Sequence[Trigger]") -> "Any":
    """Compile in block mode, without start offsets: a trigger's width gives its start."""
    flags = [engine.HS_FLAG_DOTALL | (engine.HS_FLAG_CASELESS if t.nocase else 0) for t in triggers]
    database = engine.Database(mode=engine.HS_MODE_BLOCK)
    database.compile(
        expressions=[expression(t) for t in triggers],
        ids=list(range(len(triggers))),
        elements=len(triggers),
        flags=flags,
    )
    return database


def expression(trigger: "Trigger") -> bytes:
    """The trigger as a regular expression that both engines read."""
    if not trigger.literal:
        return trigger.pattern
    return b"".join(bytes((byte,)) if chr(byte).isalnum() else b"\\x%02x" % byte for byte in trigger.pattern)


def fallback(triggers: "Sequence[Trigger]") -> "Matcher":
    """The same matches from the standard library, more slowly.

    Triggers are tried where the literal text that they begin with stands, found once for all that share it;
    literals in any case are looked for in the text in small letters.
    """
    import re

    folded = [
        (index, trigger.width, trigger.pattern.lower())
        for index, trigger in enumerate(triggers)
        if trigger.nocase and trigger.literal
    ]
    groups: "dict[bytes, list[tuple[int, int, Any]]]" = {}
    for index, trigger in enumerate(triggers):
        if trigger.nocase and trigger.literal:
            continue
        flags = re.DOTALL | (re.IGNORECASE if trigger.nocase else 0)
        pattern = re.compile(expression(trigger), flags)
        prefix = b"" if trigger.nocase else literal_prefix(trigger)
        groups.setdefault(prefix, []).append((index, trigger.width, pattern))

    def match(data: bytes) -> "list[Match]":
        found: list[Match] = []
        small = data.lower()
        for index, width, text in folded:
            at = small.find(text)
            while at >= 0:
                found.append((index, at + width))
                at = small.find(text, at + 1)
        for prefix, members in groups.items():
            at = data.find(prefix) if prefix else -1
            while at >= 0:
                found += [(index, at + width) for index, width, pattern in members if pattern.match(data, at)]
                at = data.find(prefix, at + 1)
            for index, width, pattern in members if not prefix else ():
                position = pattern.search(data)
                while position:
                    found.append((index, position.start() + width))
                    position = pattern.search(data, position.start() + 1)
        found.sort(key=lambda item: (item[1], item[0]))
        return found

    return match


def literal_prefix(trigger: "Trigger") -> bytes:
    """The text that every match of a case-sensitive trigger begins with."""
    if trigger.literal:
        return trigger.pattern
    end = 0
    while end < len(trigger.pattern) and trigger.pattern[end : end + 1] not in _SPECIAL:
        end += 1
    quantified = trigger.pattern[end : end + 1] in (b"{", b"*", b"?")
    return trigger.pattern[: end - 1 if quantified and end else end]
