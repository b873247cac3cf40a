# SPDX-License-Identifier: Apache-2.0
"""Notebooks: the texts of cells and outputs as people see them, without the escapes of JSON around them.

A notebook in which something was hit is looked at again, text by text: a key whose quotes are escaped, one
that is spelled `\\u003d`, a private key over many lines are then what they are elsewhere. What lies outside
of the cells (metadata) is judged as it stands in the file; media are not looked at.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from mlhooks.checks.secrets.rules import TRIGGERS
from mlhooks.core.matcher import build

if TYPE_CHECKING:
    from mlhooks.core.check import Hit
    from mlhooks.core.matcher import Matcher


# Sound and pictures within a page that an output shows: hits in them are chance.
_EMBEDDED = re.compile(rb";base64,[0-9A-Za-z+/=\s]{100,}")


@cache
def _matcher() -> Matcher:
    return build(TRIGGERS)


def hits_in(text: bytes) -> list[Hit]:
    """The hits of this check's triggers in a decoded text, by start: without those that want a file's name,
    and those in embedded media."""
    embedded = [match.span() for match in _EMBEDDED.finditer(text)] if b";base64," in text else []
    found = [
        (index, end - TRIGGERS[index].width, end)
        for index, end in _matcher()(text)
        if not TRIGGERS[index].names and not any(start < end <= stop for start, stop in embedded)
    ]
    return sorted(found, key=lambda hit: hit[1:])
