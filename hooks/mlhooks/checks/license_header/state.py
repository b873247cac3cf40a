# SPDX-License-Identifier: Apache-2.0
"""What a notice means for the project: in order, missing, foreign or stale."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhooks.checks.license_header.expression import permits
from mlhooks.checks.license_header.rules import FOREIGN, MISSING, STALE

if TYPE_CHECKING:
    from mlhooks.checks.license_header.notice import Notice
    from mlhooks.checks.license_header.settings import Settings

# What may stand around years and holder in a copyright line that is ours word for word.
_FRAME = re.compile(
    r"spdx-(?:file|snippet)copyrighttext:|\bcopyright\b|\(c\)|\u00a9|&copy;|\b[0-9]{4}\b|\bby\b"
    r"|all rights reserved|[-,.:;\s]"
)
# "Copyright 2015 by Contributors": of this project.
_NOBODY = re.compile(
    r"[0-9,)t] (?:by )?(?:the )?(?:contributors|authors)(?: [0-9]{4}[-, 0-9]{0,40})?\.?$"
    r"|copyright by contributors"
)


def state(notice: Notice, settings: Settings) -> str:
    """The rule that the notice breaks, "" when it is fine."""
    if settings.header is not None and settings.header.search(notice.text):
        return ""
    if not notice:
        return MISSING.id
    if notice.expressions:
        if all(permits(expression, settings.allowed) for expression in notice.expressions):
            return ""
        return STALE.id if is_own(notice, settings) else FOREIGN.id
    # "See the LICENSE file" names the project's license, unless somebody else says it.
    if notice.refers and (not notice.copyrights or is_own(notice, settings)):
        return ""
    return STALE.id if is_own(notice, settings) else FOREIGN.id


def is_own(notice: Notice, settings: Settings) -> bool:
    """Whether every copyright in the notice is the project's."""
    named = _named(settings)
    if named is None or not notice.copyrights:
        return False
    return all(named.search(_plain(line)) or _NOBODY.search(_plain(line)) for line, _ in notice.copyrights)


def is_ours(notice: Notice, settings: Settings) -> bool:
    """Whether the block is what we would write, word for word but for years, decoration and the license."""
    if len(notice.tags) != 1:
        return False
    if settings.relicensed is not None and settings.relicensed.fullmatch(notice.text):
        return True
    named = _named(settings)
    if named is None or not notice.only_tags:
        return False
    return not any(_FRAME.sub("", named.sub("", _plain(line), count=1)) for line, _ in notice.copyrights)


def _named(settings: Settings) -> re.Pattern[str] | None:
    """The holder as whole words of a plain line; None when none is known."""
    holder = _plain(settings.holder)
    return re.compile(rf"(?<!\w){re.escape(holder)}(?!\w)") if holder else None


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
