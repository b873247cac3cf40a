# SPDX-License-Identifier: Apache-2.0
"""What wakes a check. The hot path knows checks only as this; what they judge is imported when they wake."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class Trigger:
    """The shortest certain beginning of what is sought: a literal, or a pattern of one fixed width.

    `pattern` is ASCII: the text itself when `literal`, else a regular expression that Hyperscan and `re`
    read alike, without groups, tails, anchors or look-around. `width` is its length in bytes.
    `names`: it counts in files whose name ends so (lower case), in the place of the check's kinds.
    """

    __slots__ = ("literal", "names", "nocase", "pattern", "width")

    def __init__(
        self, pattern: bytes, width: int = 0, *, nocase: bool = False, names: "Sequence[str]" = ()
    ) -> None:
        self.pattern = pattern
        self.literal = not width
        self.width = width or len(pattern)
        self.nocase = nocase
        self.names = tuple(names)


class Wake:
    """The part of a check that decides whether it looks at a file; the attributes are those of `Check`.

    `widths`: of each trigger, a byte each. `names`: index of a trigger -> the ends of its names.
    """

    __slots__ = ("everything", "id", "kinds", "magics", "names", "opt_in", "rule_ids", "suffixes", "widths")

    def __init__(
        self,
        id: str,
        rule_ids: "Sequence[str]",
        widths: bytes = b"",
        names: "dict[int, tuple[str, ...]] | None" = None,
        kinds: "Sequence[str] | None" = None,
        suffixes: "Sequence[str]" = (),
        magics: "Sequence[bytes]" = (),
        everything: bool = False,
        opt_in: bool = False,
    ) -> None:
        self.id = id
        self.rule_ids = tuple(rule_ids)
        self.widths = widths
        self.names = names or {}
        self.kinds = None if kinds is None else frozenset(kinds)
        self.suffixes = tuple(suffixes)
        self.magics = tuple(magics)
        self.everything = everything
        self.opt_in = opt_in

    def heeds(self, trigger: int, name: str, kind: str) -> bool:
        """Whether the trigger of this index counts in a file of this name and kind."""
        if trigger in self.names:
            return name.lower().endswith(self.names[trigger])
        return self.kinds is None or kind in self.kinds

    def claims(self, name: str, head: bytes) -> bool:
        """Whether a file of this name (any case) or with these first bytes is this check's to read."""
        if self.suffixes and name.lower().endswith(self.suffixes):
            return True
        return bool(self.magics) and head.startswith(self.magics)
