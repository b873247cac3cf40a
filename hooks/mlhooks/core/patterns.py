# SPDX-License-Identifier: Apache-2.0
"""Patterns that people wrote in their configuration: compiled in Hyperscan only, in a database of their own.

Hyperscan takes time linear in the text whatever the pattern; the standard library's engine does not, so it
never runs them. Compiling is bounded by the number of positions that a pattern stands for. A pattern reads
bytes: letters outside ASCII are their UTF-8 bytes, `^` and `$` are the ends of lines, `.` is no line end.
"""

from mlhooks.core import cache, matcher

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

LONGEST = 1_000  # characters of one pattern
POSITIONS = 4_000  # of one pattern, repeats written out
UNKNOWN = -1
TOGETHER = 40_000  # of all patterns of one table
_EVENTS = 20  # ends that one place may have, on average, before the scan is given up
_MAGIC = b"mlhooks-patterns-1\n"
# Source lines that hold no secret: what finds something here would find something everywhere.
ORDINARY = (
    b"import os, sys",
    b"def main(argv: list[str]) -> int:",
    b'    print(f"{count} of {total} files", file=sys.stderr)',
    b"The quick brown fox jumps over the lazy dog.",
    b"<div class='row'>&nbsp;</div>",
    b"x = 0.5 * (a[i + 1] - b[-1]) / 1024 % 7",
    b"#include <stdio.h>",
    b'{"name": "demo", "version": "1.0.2", "private": true}',
    b"\t\r\n",
    b"  - run: make test && ./configure --prefix=/usr | tee log.txt",
)


class Unusable(Exception):
    """A pattern, or every one, cannot be used; the text says why. `index`: which, -1 for all."""

    def __init__(self, reason: str, index: int = -1) -> None:
        super().__init__(reason)
        self.index = index


class TooMany(Exception):
    """The patterns match at more places than the bound allows."""


class Patterns:
    """Compiled patterns."""

    __slots__ = ("_scan",)

    def __init__(self, database: "Any") -> None:
        self._scan = database.scan

    def find(self, data: bytes, most: int) -> "list[tuple[int, int, int]]":
        """(pattern, start, end) of each match, sorted by start: the longest that begins there, and none
        inside another of the same pattern. Raises TooMany above `most`."""
        ends: dict[tuple[int, int], int] = {}
        left = _EVENTS * most

        def event(index: int, start: int, end: int, _flags: int, _context: object) -> bool:
            nonlocal left
            left -= 1
            ends[index, start] = end  # a later end of the same start comes later
            return left < 0 or len(ends) > most

        try:
            self._scan(data, match_event_handler=event)
        except Exception as error:
            if left < 0 or len(ends) > most:
                raise TooMany from None
            raise error
        found: list[tuple[int, int, int]] = []
        reached: dict[int, int] = {}
        for (index, start), end in sorted(ends.items(), key=lambda item: (item[0][1], -item[1])):
            if start >= reached.get(index, 0):
                found.append((index, start, end))
                reached[index] = end
        return found


def compiled(patterns: "Sequence[str]") -> Patterns:
    """The patterns as one database, from the cache where it is known. Raises Unusable."""
    engine = matcher.extension()
    if engine is None:
        raise Unusable("needs hyperscan, which is not installed here")
    expressions = [pattern.encode() for pattern in patterns]
    key = cache.digest(_MAGIC, *expressions)
    try:
        return Patterns(matcher.stored(engine, "own", key, lambda: _compile(engine, expressions)))
    except engine.error as error:
        raise Unusable(f"does not compile: {error}") from None


def _compile(engine: "Any", expressions: "Sequence[bytes]") -> "Any":
    database = engine.Database(mode=engine.HS_MODE_BLOCK)
    count = len(expressions)
    flags = engine.HS_FLAG_SOM_LEFTMOST | engine.HS_FLAG_MULTILINE
    database.compile(expressions=expressions, ids=list(range(count)), elements=count, flags=[flags] * count)
    return database


def check(patterns: "Sequence[str]") -> None:
    """Raises Unusable, with the index of the first pattern that cannot be used and why."""
    engine = matcher.extension()
    total = 0
    for index, pattern in enumerate(patterns):
        if engine is None:
            raise Unusable("needs hyperscan, which is not installed here", index)
        size = positions(pattern) if len(pattern) <= LONGEST else POSITIONS + 1
        if size == UNKNOWN:
            how = "parentheses must pair, and comments, quoting and (?x) are not allowed"
            raise Unusable(f"cannot be read: {how}", index)
        total += size
        if size > POSITIONS or total > TOGETHER:
            raise Unusable("is too large: shorten its repeats", index)
        try:
            database = _compile(engine, [pattern.encode("utf-8", "surrogatepass")])
        except engine.error as error:
            reason = str(error).partition(";")[0].rstrip(".")
            raise Unusable(f"does not compile in Hyperscan: {reason}", index) from None
        if any(Patterns(database).find(line, 1 << 16) for line in ORDINARY):
            raise Unusable("matches ordinary text, so that it would match nearly everything", index)


def positions(pattern: str) -> int:
    """How many characters and classes a pattern stands for once its repeats are written out.

    UNKNOWN for what this cannot read (comments, quoting, parentheses that do not pair), so that nothing is
    compiled whose cost is unknown.
    """
    if _hides(pattern):
        return UNKNOWN
    sums, last, at = [0], 0, 0  # one sum for each open group; `last` is the size of what a repeat repeats
    while at < len(pattern):
        sign = pattern[at]
        at += 1
        if sign == "(":
            sums.append(0)
            last = 0
            continue
        if sign == ")":
            if len(sums) < 2:
                return UNKNOWN
            last = sums.pop()
        elif sign == "{":
            close = pattern.find("}", at)
            most = pattern[at:close].split(",")[-1] or pattern[at:close].split(",")[0]
            if close < 0 or not most.isdigit():
                last = 1
            else:
                at = close + 1
                sums[-1] += last * (min(int(most[:6]), POSITIONS + 1) - 1)
                last *= max(1, min(int(most[:6]), POSITIONS + 1))
                continue
        elif sign == "[":
            at = _class_end(pattern, at)
            last = 1
        else:
            at += sign == "\\"
            last = 1
        sums[-1] += last
        if sums[-1] > POSITIONS:
            return POSITIONS + 1
    return sums[0] if len(sums) == 1 else UNKNOWN


def _hides(pattern: str) -> bool:
    """Whether a comment, a quotation or the extended syntax may hide what stands in the pattern."""
    if "(?#" in pattern or "\\Q" in pattern:
        return True
    at = pattern.find("(?")
    while at >= 0:
        end = at + 2
        while end < len(pattern) and (pattern[end].isalpha() or pattern[end] == "-"):
            if pattern[end] == "x":
                return True
            end += 1
        at = pattern.find("(?", at + 1)
    return False


def _class_end(pattern: str, at: int) -> int:
    """The offset behind a character class whose content begins at `at`."""
    at += pattern[at : at + 1] == "^"
    at += pattern[at : at + 1] == "]"
    while at < len(pattern) and pattern[at] != "]":
        if pattern[at : at + 2] == "[:":
            close = pattern.find(":]", at)
            at = close + 2 if close > 0 else at + 1
        else:
            at += 2 if pattern[at] == "\\" else 1
    return at + 1
