# SPDX-License-Identifier: Apache-2.0
"""The shape of a row in the catalogue of secrets. On the hot path: plain classes over those of the core."""

from mlhooks.core.check import Trigger
from mlhooks.core.rule import ERROR, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

PUSHED = "if it was ever pushed"
NEVER_UNDONE = "deleting the line does not undo that"


class Form:
    """One written form of a secret.

    `triggers`: where to look; each begins where `pattern` begins. `pattern` (for `re`, over bytes) takes the
    token; its group `body` is the secret part, its group `token`, where it has one, the part that is
    reported. `label` names it in the message. `shown` is the public beginning that a mask may show.
    `proof` names a function of `validators`. `cap` is the severity that this form never exceeds. A form
    made by `shapes` keeps its `shape`, and the `names` beside which alone it counts. With `within`, the
    pattern is looked for up to so many bytes before and behind a trigger (a key id, a host), not at it.
    """

    __slots__ = ("cap", "label", "names", "pattern", "proof", "shape", "shown", "triggers", "within")

    def __init__(
        self,
        label: str,
        triggers: "Sequence[Trigger]",
        pattern: bytes,
        *,
        shown: bytes = b"",
        proof: str = "",
        cap: str = "",
        shape: str = "",
        names: "Sequence[str]" = (),
        within: int = 0,
    ) -> None:
        self.label = label
        self.within = within
        self.triggers = tuple(triggers)
        self.pattern = pattern
        self.shown = shown
        self.proof = proof
        self.cap = cap
        self.shape = shape
        self.names = tuple(names)


class Secret:
    """One rule of the catalogue and the forms in which its secret is written.

    `revoke` completes "do", and holds `when` the secret was pushed; `variable` is the environment variable
    to read instead. `bad` assigns the secret to a name; on the rule's page the same name reads the variable,
    unless `good` is given. `finder` names what takes the secret at a hit: "token" (the form's pattern), "key"
    (armoured private keys), "url", "connection" or "generic" (the value given to a name).
    """

    __slots__ = ("finder", "forms", "instead", "provider", "revoke", "rule")

    def __init__(
        self,
        id: str,
        provider: str,
        summary: str,
        *,
        why: str,
        revoke: str,
        variable: str = "",
        instead: str = "",
        bad: str = "",
        good: str = "",
        forms: "Sequence[Form]" = (),
        finder: str = "token",
        when: str = PUSHED,
        verdict: str = "error; warning in tests and docs; a placeholder is silent or a note",
        references: "Sequence[str]" = (),
    ) -> None:
        self.provider = provider
        self.revoke = f"{revoke} {when}; {NEVER_UNDONE}"
        self.instead = instead or f"read {variable} from the environment"
        self.forms = tuple(forms)
        self.finder = finder
        self.rule = Rule(
            id,
            ERROR,
            summary,
            why=f"{why} {when.capitalize()}, first {revoke.rstrip(',')}; {NEVER_UNDONE}.",
            bad=bad,
            good=good or f'{bad.partition(" = ")[0]} = os.environ["{variable}"]',
            language="python",
            verdict=verdict,
            references=references,
        )


def literal(*texts: bytes) -> "tuple[Trigger, ...]":
    """One trigger for each fixed text."""
    return tuple(Trigger(text) for text in texts)


def prefixed(prefix: bytes, members: bytes, count: int) -> "tuple[Trigger, ...]":
    """A trigger for `prefix` followed by `count` bytes of the class `members` (as in `[members]`)."""
    return (Trigger(prefix + b"[" + members + b"]{%d}" % count, len(prefix) + count),)
