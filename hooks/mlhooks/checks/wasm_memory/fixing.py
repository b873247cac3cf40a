# SPDX-License-Identifier: Apache-2.0
"""The one certain fix: the configured cap into a literal descriptor that has no maximum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhooks.checks.wasm_memory.descriptor import property_name
from mlhooks.checks.wasm_memory.evaluate import unwrap
from mlhooks.checks.wasm_memory.memory import ABSENT
from mlhooks.checks.wasm_memory.program import Program, TooMuchError
from mlhooks.checks.wasm_memory.units import PAGE, PAGES_32
from mlhooks.core.finding import Edit

if TYPE_CHECKING:
    from tree_sitter import Node

    from mlhooks.checks.wasm_memory.descriptor import Descriptor
    from mlhooks.checks.wasm_memory.memory import Settings
    from mlhooks.checks.wasm_memory.sites import Site
    from mlhooks.core.regions import Region

INITIAL = ("initial", "minimum")


def edits(
    region: Region, program: Program, site: Site, found: Descriptor, told: Settings
) -> tuple[Edit, ...]:
    """The insertion of `maximum`; none where the cap, the initial size or the descriptor leaves doubt."""
    limits, argument, pages = found.limits, site.descriptor, _pages(told, found)
    if limits is None or argument is None or limits.bound != ABSENT or not region.verbatim or site.called:
        return ()
    if limits.initial is None or not limits.initial <= pages < PAGES_32 or limits.wide is None:
        return ()
    literal = unwrap(argument)
    if literal != found.literal or literal.type != "object":
        return ()
    behind = _initial(program, literal)
    if behind is None:
        return ()
    new = f", maximum: {pages}{'n' if limits.wide else ''}".encode()
    if not _holds(program, region.language, site.node, literal, behind.end_byte, new):
        return ()
    return (Edit(region.span(behind.end_byte, behind.end_byte), new),)


def _pages(told: Settings, found: Descriptor) -> int:
    """The cap in pages, 0 without one; for a shared memory that must run on phones, not above theirs."""
    cap = told.cap or 0
    if told.mobile and found.limits is not None and found.limits.shared is not False:
        cap = min(cap, told.mobile_cap)
    return cap // PAGE


def _initial(program: Program, literal: Node) -> Node | None:
    """The property that says the initial size, where every property is plain and none is a maximum."""
    behind = None
    for child in literal.named_children:
        if child.type == "comment":
            continue
        name = property_name(program, child)
        if child.type not in ("pair", "shorthand_property_identifier") or not name or name == "maximum":
            return None
        key = child.child_by_field_name("key")
        if key is not None and key.type == "computed_property_name":
            return None
        if name in INITIAL:
            behind = child
    return behind


def _holds(program: Program, language: str, call: Node, literal: Node, at: int, new: bytes) -> bool:
    """Whether the call with the insertion parses, to the same properties and the new one behind `at`."""
    text = program.text[call.start_byte : at] + new + program.text[at : call.end_byte]
    try:
        parsed = Program(b"(" + text + b")", language)
    except TooMuchError:
        return False
    if parsed.root.has_error:
        return False
    start = literal.start_byte - call.start_byte + 1
    objects = [n for n in parsed.path(start, start + 1) if n.type == "object" and n.start_byte == start]
    if len(objects) != 1:
        return False
    before = [program.source(child) for child in literal.named_children]
    after = [parsed.source(child) for child in objects[0].named_children]
    added = new[2:]
    return added in after and [part for part in after if part != added] == before
