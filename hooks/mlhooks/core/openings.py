# SPDX-License-Identifier: Apache-2.0
"""Beginnings of files that a check found in order, kept between runs so that it need not wake for them.

A project repeats its header. A file that begins with one that is known here, and says nothing more about
rights in what else the check would read, is in order without being judged. Stands on the hot path.
"""

import marshal

from mlhooks.core import cache

MOST = 200  # beginnings that are kept for one configuration
LONGEST = 4096  # bytes of one
WITHIN = 16 * 1024  # bytes in which nothing more may be said; the check reads no further
# What is said, in small letters, wherever rights are claimed or given: the full texts all speak of copyright.
SAYS = (
    b"spdx-", b"licen", b"copyright", b"copying", b"(c) 19", b"(c) 20", b"(c) copy", b"\xc2\xa9",
    b"rights reserved", b"redistribution and use", b"permission is hereby", b"permission to use",
    b"proprietary", b"public domain", b"apache 2", b"apache-2", b"publicdomain", b"unencumbered",
    b"gplv", b"gpl-",
)  # fmt: skip

AHEAD = 200  # bytes; more blank lines than that are looked at as if a comment followed
# How comments begin in any language, and code that does not end the top of a file for the check.
FUTURE = b"from __future__ import"
COMMENTS = (
    *(b"#", b"/", b'"', b"'", b"-", b";", b"%", b"<", b"@", b"*", b"!", b"(", b"{", b".", b"=", b":"),
    *(b"r'", b'r"', b"u'", b'u"', b"package", b"set ", b"from __future__", b"declare", b"rem"),
)


class Openings:
    """What is known for one configuration; `key` names everything that decides besides the beginning."""

    __slots__ = ("_key", "_known", "_new", "_sizes")

    def __init__(self, key: str) -> None:
        self._key = key
        self._new = False
        stored = cache.read("openings", key)
        known: "list[tuple[str, bytes]]" = [] if stored is None else marshal.loads(stored)
        self._known = set(known)
        self._sizes = {len(opening) for _, opening in known}

    def holds(self, kind: str, data: bytes) -> bool:
        """Whether a text of this kind begins with something known and says nothing more."""
        for size in self._sizes:
            if data[size : size + 1] in (b"\n", b"\r", b"") and (kind, data[:size]) in self._known:
                return not _goes_on(data, size) or not _says_more(data, size)
        return False

    def add(self, kind: str, opening: bytes) -> None:
        """Keep a beginning that was found in order by itself; it ends before a line end."""
        if len(self._known) < MOST and 0 < len(opening) <= LONGEST:
            self._known.add((kind, opening))
            self._sizes.add(len(opening))
            self._new = True

    def save(self) -> None:
        """Write what is new where the next run finds it."""
        if self._new:
            self._new = False
            cache.write("openings", self._key, marshal.dumps(sorted(self._known)))


def _goes_on(data: bytes, at: int) -> bool:
    """Whether comments may follow at `at`, or behind a docstring or a future import there."""
    for _ in range(4):
        rest = data[at : at + AHEAD].lstrip()
        if rest.startswith(FUTURE):
            at = data.find(b"\n", data.find(FUTURE, at)) + 1
            if not at:
                return False
            continue
        if rest[:3] not in (b'"""', b"'''"):
            return not rest or rest.lower().startswith(COMMENTS)
        start = data.find(rest[:3], at)
        at = data.find(rest[:3], start + 3) + 3
        if at < 3:
            return True
    return True


def _says_more(data: bytes, at: int) -> bool:
    rest = data[at:WITHIN].lower()
    return any(part in rest for part in SAYS)
