# SPDX-License-Identifier: Apache-2.0
"""Git's wildcard patterns in linear time: an automaton whose states are the bits of one integer.

One step for each character of the text, whatever the pattern: no backtracking, so a hostile pattern costs
nothing special. Stands on the hot path (the configuration's `exclude`), hence no imports.

`?` and `[...]` match one character that is no slash, `*` any run without a slash, `**` between slashes (or
at an end) any run at all, and `**/` also nothing; `\\` makes the next character literal. The grammar is
that of git's `wildmatch.c` with WM_PATHNAME.
"""

SPECIAL = "*?[\\"
MAX_PATTERN = 4096  # characters; a longer pattern matches nothing, as no path is longer either

_POSIX = {
    "alnum": (("0", "9"), ("A", "Z"), ("a", "z")),
    "alpha": (("A", "Z"), ("a", "z")),
    "blank": ((" ", " "), ("\t", "\t")),
    "cntrl": (("\0", "\x1f"), ("\x7f", "\x7f")),
    "digit": (("0", "9"),),
    "graph": (("!", "~"),),
    "lower": (("a", "z"),),
    "print": ((" ", "~"),),
    "punct": (("!", "/"), (":", "@"), ("[", "`"), ("{", "~")),
    "space": ((" ", " "), ("\t", "\r")),
    "upper": (("A", "Z"),),
    "xdigit": (("0", "9"), ("A", "F"), ("a", "f")),
}


class Wildcard:
    """A compiled pattern. `valid` is False for one that git refuses (an unclosed `[`); it matches nothing."""

    __slots__ = ("_any", "_end", "_enter", "_literals", "_sets", "_star", "_start", "_wild", "valid")

    def __init__(self, pattern: str) -> None:
        self._literals: dict[str, int] = {}
        self._sets: list[tuple[int, bool, list[tuple[str, str]]]] = []
        self._any = self._star = self._wild = self._enter = 0
        self._end = 1
        self.valid = len(pattern) <= MAX_PATTERN and self._compile(pattern)
        self._start = self._close(1)

    def _literal(self, char: str) -> None:
        self._literals[char] = self._literals.get(char, 0) | self._end
        self._end <<= 1

    def _compile(self, pattern: str) -> bool:
        at, size = 0, len(pattern)
        while at < size:
            char = pattern[at]
            if char == "*":
                at = self._stars(pattern, at)
                continue
            if char == "[":
                at = self._bracket(pattern, at + 1)
                if not at:
                    return False
                continue
            if char == "?":
                self._any |= self._end
                self._end <<= 1
            elif char == "\\":
                at += 1
                if at == size:
                    return False
                self._literal(pattern[at])
            else:
                self._literal(char)
            at += 1
        return True

    def _stars(self, pattern: str, at: int) -> int:
        """Add the run of stars at `at`; return where the pattern goes on."""
        end = at
        while pattern.startswith("*", end):
            end += 1
        free = at == 0 or pattern[at - 1] == "/"
        if end - at > 1 and free and pattern.startswith("/", end):
            if not (self._enter << 3) & self._end:  # `**/**/` says no more than `**/`
                self._enter |= self._end
                self._wild |= self._end << 1
                self._end <<= 2
                self._literal("/")
            return end + 1
        if end - at > 1 and free and (end == len(pattern) or pattern.startswith("\\/", end)):
            self._wild |= self._end
        else:
            self._star |= self._end
        self._end <<= 1
        return end

    def _bracket(self, pattern: str, at: int) -> int:
        """Add the set that begins after its `[`; return where the pattern goes on, 0 when it is broken."""
        negated = pattern[at : at + 1] in ("!", "^") and at < len(pattern)
        at += negated
        ranges: list[tuple[str, str]] = []
        before, first = "", True
        while first or pattern[at : at + 1] != "]":
            first = False
            char = pattern[at : at + 1]
            close = pattern.find("]", at + 2) if pattern.startswith("[:", at) else -1
            if close > 0 and pattern[close - 1] == ":" and close - 1 >= at + 2:
                if pattern[at + 2 : close - 1] not in _POSIX:
                    return 0
                ranges += _POSIX[pattern[at + 2 : close - 1]]
                before, at = "", close + 1
                continue
            if char == "-" and before and pattern[at + 1 : at + 2] not in ("", "]"):
                at += 1 + (pattern[at + 1] == "\\")
                ranges.append((before, pattern[at : at + 1]))
                before = ""
            else:
                at += char == "\\"
                before = pattern[at : at + 1]
                ranges.append((before, before))
            if not pattern[at : at + 1]:
                return 0
            at += 1
        self._sets.append((self._end, negated, ranges))
        self._end <<= 1
        return at + 1

    def _close(self, states: int) -> int:
        """Add the states that are reached without reading a character."""
        entered = states & self._enter
        states |= entered << 1 | entered << 3
        return states | (states & (self._star | self._wild)) << 1

    def _accepting(self, char: str) -> int:
        states = self._literals.get(char, 0)
        if char != "/":
            states |= self._any
            for bit, negated, ranges in self._sets:
                if any(low <= char <= high for low, high in ranges) != negated:
                    states |= bit
        return states

    def matches(self, text: str, *, below: bool = False) -> bool:
        """Whether the whole text matches; with `below`, whether a folder above it does as well or instead."""
        if not self.valid:
            return False
        states, accepting = self._start, dict[str, int]()
        for char in text:
            if below and char == "/" and states & self._end:
                return True
            step = accepting.get(char, -1)
            if step < 0:
                step = accepting[char] = self._accepting(char)
            loops = self._wild if char == "/" else self._wild | self._star
            states = self._close((states & step) << 1 | states & loops)
            if not states:
                return False
        return bool(states & self._end)
