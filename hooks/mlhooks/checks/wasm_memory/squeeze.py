# SPDX-License-Identifier: Apache-2.0
"""A program made large by what it embeds: without the inside of its long base64 strings it can be parsed.

That changes nothing of what is judged as long as each of them does stand inside a string or a comment, which
`holds` asks the tree of the shortened program.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlhooks.checks.wasm_memory.program import Program
    from mlhooks.core.regions import Region

LONG = re.compile(rb"[A-Za-z0-9+/]{4096,}")
KEPT = 16  # bytes of each that stay
PLACES = ("string_fragment", "string", "template_string", "comment")


def squeezed(region: Region) -> tuple[Region, list[int]]:
    """The region without the inside of its long runs of base64, and where (in its text) each of them was."""
    parts, pieces, places = [], [], []
    at = length = 0
    for match in LONG.finditer(region.text):
        end = match.start() + KEPT
        parts.append(region.text[at:end])
        pieces.append((length, region.to_source(at)))
        length += end - at
        places.append(length - 1)
        at = match.end()
    if not places:
        return region, []
    parts.append(region.text[at:])
    pieces.append((length, region.to_source(at)))
    return replace(region, text=b"".join(parts), pieces=tuple(pieces), verbatim=False), places


def holds(program: Program, places: list[int]) -> bool:
    """Whether what was left out stood in strings and comments. Raises `program.TooMuchError`."""
    return all(program.path(place, place + 1)[-1].type in PLACES for place in places)
