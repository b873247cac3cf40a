# SPDX-License-Identifier: Apache-2.0
"""A memory descriptor read from a program: its limits, and how to write it with a maximum."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from mlhooks.checks.wasm_memory import values as v
from mlhooks.checks.wasm_memory.evaluate import unwrap
from mlhooks.checks.wasm_memory.memory import ABSENT, KNOWN, OPEN, Limits
from mlhooks.checks.wasm_memory.units import DEFAULT_CAP, PAGE, PAGES_32, PAGES_64, size

if TYPE_CHECKING:
    from tree_sitter import Node

    from mlhooks.checks.wasm_memory.evaluate import Evaluator
    from mlhooks.checks.wasm_memory.program import Program

PLAIN = re.compile(
    r"(?!.*(?:\+\+|--))[\w.$\s*/+<-]+"
)  # names and arithmetic: worth the same whenever it is worked out
WIDTH = 110  # characters of a rewritten call that one line of help can carry
SIZES = (8192, 16384, 32768)  # pages that are worth naming


class Descriptor(NamedTuple):
    """`limits` where the descriptor is known, None where it is not; `wrong` why its values are refused."""

    limits: Limits | None
    wrong: str = ""
    same: bool = False  # initial and maximum are the same expression: bounded, whatever it is worth
    literal: Node | None = None
    maximum: str = ""  # the maximum's own source, shortened


def read(evaluator: Evaluator, node: Node | None) -> Descriptor:
    """What the constructor gets. Raises `program.TooMuchError`."""
    if node is None:
        return Descriptor(None, "there is no descriptor; the constructor throws TypeError")
    if node.type == "spread_element":
        return Descriptor(None)
    value = evaluator.evaluate(node)
    if not isinstance(value, v.Obj):
        primitive = value is v.UNDEFINED or value is v.NULL or not isinstance(value, v.Mark)
        wrong = "the descriptor is no object; the constructor throws TypeError"
        return Descriptor(None, wrong if primitive else "", maximum=_short(evaluator, node))
    return _fields(evaluator, value)


def _fields(evaluator: Evaluator, value: v.Obj) -> Descriptor:
    get = evaluator.get
    first = "initial" if get(value, "initial") is not v.UNDEFINED else "minimum"
    initial, maximum = get(value, first), get(value, "maximum")
    address = get(value, "address")
    address = get(value, "index") if address is v.UNDEFINED else address
    wide = None if address is v.UNKNOWN else address == "i64"
    source = _short(evaluator, value.entries.get("maximum"))
    if initial is v.UNDEFINED:
        wrong = "initial is missing; the constructor throws TypeError"
        return Descriptor(None, wrong, literal=value.node)
    pages = [_pages(initial), _pages(maximum)]
    for name, page in zip((first, "maximum"), pages, strict=True):
        if isinstance(page, str) and not (name == "maximum" and maximum is v.UNDEFINED):
            wrong = f"{name} {page}; the constructor throws TypeError"
            return Descriptor(None, wrong, literal=value.node)
    known = [page if isinstance(page, int) else None for page in pages]
    bound = ABSENT if maximum is v.UNDEFINED else KNOWN if known[1] is not None else OPEN
    limits = Limits(known[0], known[1], bound, v.truthy(get(value, "shared")), wide)
    alike = source == _short(evaluator, value.entries.get(first))
    same = bound == OPEN and alike and bool(PLAIN.fullmatch(source))
    return Descriptor(limits, same=same, literal=value.node, maximum=source)


def _pages(value: v.Value) -> int | str | None:
    """Pages as Web IDL converts them, None when not known, or what is wrong with the value."""
    if isinstance(value, v.Obj):
        return None
    number = v.to_number(value)
    if not isinstance(number, (int, float)):
        return None
    if not math.isfinite(number):
        return "is not a number of pages"
    return "is negative" if number <= -1 else int(number)


def _short(evaluator: Evaluator, entry: object) -> str:
    """The source of an entry on one line, at most 40 characters."""
    start = getattr(entry, "start_byte", None)
    if not isinstance(start, int):
        return ""
    text = evaluator.program.text[start : min(getattr(entry, "end_byte", start), start + 120)]
    line = " ".join(text.decode("utf-8", "replace").split())
    return line if len(line) <= 40 else line[:39] + "\u2026"


def suggestion(limits: Limits | None, cap: int = DEFAULT_CAP) -> str:
    """Sizes to pick from, none below the initial one, none above `cap` bytes; "" where there is none."""
    least = (limits.initial if limits is not None else None) or 0
    if least > (PAGES_64 if limits is not None and limits.wide else PAGES_32):
        return ""
    most = cap // PAGE
    fitting = [f"{pages} = {size(pages * PAGE)}" for pages in SIZES if least <= pages <= most][:2]
    if not fitting and least <= most and cap < DEFAULT_CAP:
        fitting = [f"at most {most} = {size(most * PAGE)}"]
    return f"{', '.join(fitting) or f'N at least {least}'}; pick what your model needs"


def rewritten(program: Program, argument: Node, literal: Node | None, limits: Limits | None) -> str:
    """The call with `maximum: N` put into the user's own descriptor, or words where that does not fit."""
    suffix = "n" if limits is not None and limits.wide else ""
    inline = unwrap(argument)
    if literal is None or literal != inline:
        name = " ".join(program.source(inline)[:40].decode("utf-8", "replace").split())
        return f"give {name} a maximum: N{suffix}"
    parts, after = [], 0
    for child in literal.named_children:
        text = _plain(program, child)
        if not text or property_name(program, child) == "maximum":
            continue
        parts.append(text)
        if property_name(program, child) in ("initial", "minimum"):
            after = len(parts)
    # A spread may bring a maximum of its own, so the new one must stand behind it.
    spread = any(part.startswith("...") for part in parts)
    parts.insert(len(parts) if spread or not after else after, f"maximum: N{suffix}")
    call = f"new WebAssembly.Memory({{ {', '.join(parts)} }})"
    return call if len(call) <= WIDTH else f"add maximum: N{suffix} to the descriptor"


def _plain(program: Program, node: Node) -> str:
    """A property on one line, "" for a comment or what holds one."""
    text = program.source(node)[: 2 * WIDTH].decode("utf-8", "replace")
    if node.type == "comment":
        return ""
    return " ".join(text.split())


def property_name(program: Program, node: Node) -> str:
    """The name of a property of a literal, without quotes and brackets; "" for what has none."""
    if node.type == "shorthand_property_identifier":
        return program.source(node).decode("utf-8", "replace")
    key = node.child_by_field_name("key") if node.type == "pair" else None
    return "" if key is None else program.source(key).decode("utf-8", "replace").strip("[]'\" ")
