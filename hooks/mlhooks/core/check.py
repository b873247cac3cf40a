# SPDX-License-Identifier: Apache-2.0
"""What a check is: its rules, what wakes it, what it can be told. The code that judges loads on demand."""

from mlhooks.core.wake import Trigger, Wake

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, Protocol

    from mlhooks.core.finding import Finding
    from mlhooks.core.project import Project
    from mlhooks.core.rule import Rule
    from mlhooks.core.source import Source

    Hit = tuple[int, int, int]

    class Judge(Protocol):
        """The module named by `Check.module`."""

        def run(self, source: Source, hits: Sequence[Hit], project: Project) -> Iterator[Finding]:
            """Judge one file. `hits` are (index into the check's triggers, start, end), sorted by start;
            start and end are 0-based byte offsets into `source.data`. Empty for a claimed file."""


class NotInspected(Exception):
    """A file cannot be described, or not to its end. The text is one sentence that says why."""


class NotConfigured(Exception):
    """A check that was added by name cannot work until something is configured. The text says what."""


class Wrong(str):
    """What is wrong with an option's value, and the `keys` below the option at which it stands."""

    keys: "tuple[str | int, ...]"

    def __new__(cls, text: str, *keys: "str | int") -> "Wrong":
        made = super().__new__(cls, text)
        made.keys = keys
        return made


class Unusable(NotConfigured):
    """A file of the project that a check must read cannot be used: its path as shown, 1-based line or 0."""

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}" if line else f"{path}: {message}")
        self.path = path
        self.line = line
        self.message = message


class Option:
    """A key of a check's table. `type` is one of bool, int, str, strs (list of strings), digests (the
    same, but of each string `core.cache.digest(b"value", it)` is kept in its place), size (bytes or pages),
    versions (a specifier), words (a table of name = choice), tables (an array of tables whose keys are
    `fields`; a key that is not written is absent); `config.reader` has a reader for each.

    `choices`, where given, are the only values allowed for a str, for the members of a strs and in words.
    `validator` names a function, "module:function", that gets the option's name and value and returns ""
    or what is wrong with it (a `Wrong` to name a key inside); it is imported when a configuration that has
    the option is read.
    """

    __slots__ = ("choices", "default", "doc", "fields", "name", "type", "validator")

    def __init__(
        self,
        name: str,
        type: str,
        default: "Any",
        doc: str,
        *,
        choices: "Sequence[str]" = (),
        validator: str = "",
        fields: "Sequence[Option]" = (),
    ) -> None:
        self.name = name
        self.type = type
        self.default = default
        self.doc = doc
        self.choices = tuple(choices)
        self.validator = validator
        self.fields = tuple(fields)


class Check(Wake):
    """A family of rules that share triggers and a judge.

    `kinds`: the kinds of file (see `core.kinds`) in which a trigger counts; None means every text file.
    `suffixes` and `magics`: a file whose name ends so, or whose first bytes are so, is claimed: the judge
    is called without a trigger, also for a binary file (it then uses `source.read_at`).
    `everything`: the judge is called for every text file of its kinds (license headers).
    `thorough`: the same, but only where notes are shown: for what has no trigger.
    `opt_in`: silent in `check` and in the collective hook until its table exists in the configuration.
    `module`: dotted name of the judge, imported when something woke. `inspector`: dotted name of the module
    whose `inspect(source)` describes a claimed file for `mlhooks inspect` as rows (label, text), and raises
    NotInspected or OSError where it cannot go on; "" where the check has nothing to tell.
    `files` and `types_or`: what pre-commit passes to the check's own hook id.
    """

    __slots__ = ("files", "inspector", "module", "options", "rules", "summary", "triggers", "types_or")

    def __init__(
        self,
        id: str,
        summary: str,
        module: str,
        rules: "Sequence[Rule]",
        *,
        triggers: "Sequence[Trigger]" = (),
        kinds: "Sequence[str] | None" = None,
        suffixes: "Sequence[str]" = (),
        magics: "Sequence[bytes]" = (),
        options: "Sequence[Option]" = (),
        everything: bool = False,
        opt_in: bool = False,
        thorough: bool = False,
        files: str = "",
        types_or: "Sequence[str]" = (),
        inspector: str = "",
    ) -> None:
        rule_ids = [rule.id for rule in rules]
        widths = bytes(trigger.width for trigger in triggers)
        names = {index: trigger.names for index, trigger in enumerate(triggers) if trigger.names}
        super().__init__(id, rule_ids, widths, names, kinds, suffixes, magics, everything, opt_in, thorough)
        self.triggers = tuple(triggers)
        self.summary = summary
        self.module = module
        self.rules = tuple(rules)
        self.options = tuple(options)
        self.files = files
        self.types_or = tuple(types_or)
        self.inspector = inspector

    def defaults(self) -> "dict[str, Any]":
        """The check's table as it stands when nothing is configured."""
        return {option.name: option.default for option in self.options}

    def load(self) -> "Judge":
        """Import the judge."""
        judge: Judge = __import__(self.module, fromlist=["run"])
        return judge


__all__ = ["Check", "NotConfigured", "NotInspected", "Option", "Trigger", "Unusable", "Wrong"]
