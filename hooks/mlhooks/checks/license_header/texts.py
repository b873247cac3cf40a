# SPDX-License-Identifier: Apache-2.0
"""Licenses recognised by what they say, whatever the decoration, wrapping and case."""

from __future__ import annotations

import re

_LEAD = " \t\f\v*#/;|%=-<!>+\"'."
_TAIL = " \t\f\v*#/|=-<>\"'"
_SPACE = re.compile(r"\s+")

_PERMISSION = "permission is hereby granted, free of charge, to any person obtaining a copy"
_REDISTRIBUTION = "redistribution and use in source and binary forms"
_ENDORSE = re.compile(r"neither the names? of|may not be used to endorse|(?:can|must) not be used to endorse")
# What precedes a version in the GNU notices, and how they offer later ones.
_GNU = re.compile(r"gnu (affero |lesser |library )?(?:general )?public licen[sc]e")
_GNU_VERSION = re.compile(r"\b(?:version|v|gplv) ?(2\.1|2|3)(?:\.0)?\b")
_LATER = re.compile(r"(?:any|or) later|or \(at your option\)|or newer")
_GNU_SHORT = re.compile(r"\b([al]?gpl)[- ]?v?(2\.1|2|3)(?:\.0)?(\+|-or-later|-only|\b)")
_GNU_IDS = {"affero ": "AGPL-", "lesser ": "LGPL-", "library ": "LGPL-"}

# (id, linear pattern over the normalised text); the first that matches is taken.
_PHRASES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (license_id, re.compile(pattern))
    for license_id, pattern in (
        (
            "Apache-2.0",
            r"apache licen[sc]e,? ?(?:\(?the .licen[sc]e.\)?,? ?)?\(?(?:version |v\.? ?)?2(?:\.0)?\b",
        ),
        ("Apache-2.0", r"apache[- ]2(?:\.0)? licen[sc]e|licen[sc]es?/licen[sc]e-2\.0"),
        ("MPL-2.0", r"mozilla public licen[sc]e,? ?(?:version |v\.? ?)?2\.0"),
        ("BSL-1.0", r"boost software licen[sc]e"),
        (
            "ISC",
            r"permission to use, copy, modify, (?:and|and/or|or) distribute this software for any purpose",
        ),
        ("Unlicense", r"this is free and unencumbered software released into the public domain"),
        ("CC0-1.0", r"\bcc0[- ]1\.0\b|publicdomain/zero/1\.0"),
        ("CC-BY-NC-4.0", r"\bcc[- ]by[- ]nc[- ]4\.0\b|licenses/by-nc/4\.0|attribution-noncommercial 4\.0"),
        ("CC-BY-NC-SA-4.0", r"\bcc[- ]by[- ]nc[- ]sa[- ]4\.0\b|licenses/by-nc-sa/4\.0"),
        ("CC-BY-SA-4.0", r"\bcc[- ]by[- ]sa[- ]4\.0\b|licenses/by-sa/4\.0"),
        ("CC-BY-4.0", r"\bcc[- ]by[- ]4\.0\b|licenses/by/4\.0"),
        ("Zlib", r"this software is provided ['\"]?as-is['\"]?, without any express or implied warranty"),
        (
            "BSD-3-Clause",
            r"\b(?:3|three)[- ]clause bsd\b|\bbsd[- ]3[- ]clause\b|(?:new|modified|revised) bsd licen[sc]e",
        ),
        ("BSD-2-Clause", r"\b(?:2|two)[- ]clause bsd\b|\bbsd[- ]2[- ]clause\b|simplified bsd licen[sc]e"),
        (
            "MIT",
            r"\bmit[- ]licen[sc]ed?\b|licen[sc]es?/mit\b|licen[sc]e: ?mit\b",
        ),
        ("LicenseRef-BSD-style", r"\bbsd[- ]style licen[sc]e|\bbsd licen[sc]e|licen[sc]e: ?bsd\b"),
    )
)
# Without one of these no phrase above can match.
_HINT = re.compile(
    r"apache|licen|mozilla|boost|permission to use|unencumbered|cc0|publicdomain|\bcc[- ]|by-nc|commercial"
    r"|as-is|bsd|mit\b"
)
_TAG = re.compile(r"@licen[sc]e[ :]+([a-z0-9][a-z0-9.+-]{1,40})")
REFERS = re.compile(
    r"(?:see|found in|in|to) the (?:(?:accompanying|root|top-level|project'?s?) |\"){0,4}"
    r"(?:licen[sc]e|copying)\b"
    r"|\bsee licen[sc]e\b|licen[sc]e(?:\.txt|\.md)? file"
    r"|\bsame (?:licen[sc]e|terms|licensing terms) as (?:the |this )?[^.]{1,60}"
)
RESERVES = re.compile(r"\ball rights reserved\b")
# Words that grant or reserve rights under a license that is not among ours.
GRANTS = re.compile(
    r"\blicen[sc]ed under\b|\blicen[sc]e ?: ?[a-z]|@licen[sc]e\b"
    r"|\b(?:released|distributed|available|published|provided) under (?:the|an?) [^.]{0,60}\blicen[sc]e"
    r"|\bunder the terms of (?:the|this|an?)\b[^.]{0,60}\b(?:licen[sc]e|agreement)"
    r"|\bproprietary and confidential\b|\bconfidential and proprietary\b|\bto the public domain\b"
)


def undecorated(line: str) -> str:
    """A line of a comment without the characters that only draw a box."""
    return line.lstrip(_LEAD).rstrip(_TAIL)


def normalised(text: str) -> str:
    """One line, lower case, without decoration."""
    lines = (undecorated(line) for line in text.splitlines())
    return _SPACE.sub(" ", " ".join(line for line in lines if line)).lower()


def recognise(text: str) -> str | None:
    """The SPDX id of the license that a normalised text grants or is; None when it is none of ours."""
    if _PERMISSION in text:
        return "MIT"
    if _REDISTRIBUTION in text:
        return "BSD-3-Clause" if _ENDORSE.search(text) else "BSD-2-Clause"
    gnu = (_gnu(text) or _gnu_short(text)) if "gnu" in text or "gpl" in text else None
    if gnu:
        return gnu
    for license_id, pattern in _PHRASES if _HINT.search(text) else ():
        if pattern.search(text):
            return license_id
    tag = _TAG.search(text)
    return _spelled(tag[1]) if tag else None


def _gnu(text: str) -> str | None:
    name = _GNU.search(text)
    version = _GNU_VERSION.search(text, name.end()) if name else None
    if name is None or version is None:
        return None
    number = version[1] if "." in version[1] else version[1] + ".0"
    later = _LATER.search(text, version.end(), version.end() + 80) or _LATER.search(
        text, name.start(), version.start()
    )
    return f"{_GNU_IDS.get(name[1] or '', 'GPL-')}{number}{'-or-later' if later else '-only'}"


def _gnu_short(text: str) -> str | None:
    """`AGPL-3.0 License`, `GPLv2+` and the like."""
    found = _GNU_SHORT.search(text)
    if found is None:
        return None
    number = found[2] if "." in found[2] else found[2] + ".0"
    return f"{found[1].upper()}-{number}-{'or-later' if found[3] in ('+', '-or-later') else 'only'}"


def _spelled(name: str) -> str | None:
    known = {license_id.lower(): license_id for license_id, _ in _PHRASES}
    return known.get(name.rstrip("."))
