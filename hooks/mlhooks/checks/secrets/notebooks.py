# SPDX-License-Identifier: Apache-2.0
"""Notebooks: the texts of cells and outputs as people see them, without the escapes of JSON around them.

A notebook in which something was hit is looked at again, text by text: a key whose quotes are escaped, one
that is spelled `\\u003d`, a private key over many lines are then what they are elsewhere. What lies outside
of the cells (metadata) is judged as it stands in the file; media are not looked at.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from mlhooks.checks.secrets.rules import TRIGGERS
from mlhooks.core.matcher import build
from mlhooks.core.notebook_texts import texts

if TYPE_CHECKING:
    from mlhooks.core.check import Hit
    from mlhooks.core.matcher import Matcher


@cache
def _matcher() -> Matcher:
    return build(TRIGGERS)


def hits_in(text: bytes) -> list[Hit]:
    """The hits of this check's triggers in a decoded text, without those that want a file's name."""
    found = [
        (index, end - TRIGGERS[index].width, end)
        for index, end in _matcher()(text)
        if not TRIGGERS[index].names
    ]
    return sorted(found, key=lambda hit: hit[1:])


__all__ = ["hits_in", "texts"]
