# SPDX-License-Identifier: Apache-2.0
"""Rows of the catalogue from written shapes: `r8_{w:37}` gives trigger, pattern and the page's example.

A shape is fixed text and runs `{class:count}` or `{class:least-most}`; `CLASSES` has the classes.
"""

import re

from mlhooks.checks.secrets.spec import Form, Secret
from mlhooks.core.check import Trigger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Part = tuple[str, str, int, int]

CLASSES = {
    "A": b"A-Z",
    "U": b"0-9A-Z",
    "b": b"0-9A-Za-z_-",
    "B": b"0-9A-Za-z+/",
    "d": b"0-9",
    "l": b"0-9a-z",
    "w": b"0-9A-Za-z",
    "x": b"0-9a-f",
    "X": b"0-9A-F",
}
UUID = "{x:8}-{x:4}-{x:4}-{x:4}-{x:12}"
CERTAIN = 6  # a beginning of so many characters is a trigger by itself
_WIDE = 24  # characters of a run that a trigger asks for
_SEPARATORS = b"[ _.-]"
# What closes a name, an annotation, an assignment, what opens the value or names a first argument.
_ASSIGNED = (
    rb"[0-9A-Za-z_]{0,12}[\"'`\\\]\)]{0,6}[ \t]{0,8}(?::[ \t]{0,4}(?:str|[Ss]tring)[ \t]{0,4})?"
    rb"(?:=>|:=|->|[=:,>(]|[ \t])[ \t\"'`\\=(]{0,12}"
    rb"(?:[A-Za-z_]{1,16}[ \t]{0,2}[=:][ \t]{0,2}[\"'`\\]{1,2})?"
)


def parts(shape: str) -> "list[Part]":
    """(fixed text, "", 0, 0) or ("", class, least, most), in order. Raises ValueError, KeyError."""
    found: list[Part] = []
    for piece in re.split(r"(\{[^}]*\})", shape):
        if piece.startswith("{"):
            name, _, count = piece[1:-1].partition(":")
            least, _, most = count.partition("-")
            found.append(("", CLASSES[name].decode(), int(least), int(most or least)))
        elif piece:
            found.append((piece, "", 0, 0))
    return found


def _regex(found: "Sequence[Part]") -> bytes:
    return b"".join(
        re.escape(text).encode() if text else b"[%s]{%d,%d}" % (members.encode(), least, most)
        for text, members, least, most in found
    )


def _trigger(found: "Sequence[Part]") -> Trigger:
    """The shortest certain beginning: fixed text that is long enough, or with runs of fixed width."""
    pattern, width, fixed = b"", 0, False
    for text, members, least, most in found:
        if fixed and width >= CERTAIN:
            break
        count = least if least == most else min(least, _WIDE)
        pattern += re.escape(text).encode() if text else b"[%s]{%d}" % (members.encode(), count)
        width += len(text) or count
        fixed = fixed or bool(text)
        if not text and least != most:
            break
    literal = found[0][0].encode()
    return Trigger(literal) if len(literal) == width else Trigger(pattern, width)


def _name_trigger(name: str) -> Trigger:
    if "_" not in name:
        return Trigger(name.encode(), nocase=True)
    return Trigger(re.escape(name).encode().replace(b"_", _SEPARATORS), len(name), nocase=True)


def shaped(label: str, shape: str, *, proof: str = "", cap: str = "") -> Form:
    """A token that is known by its shape alone."""
    found = parts(shape)
    prefix = found[0][0]
    rest = _regex(found[1:] if prefix else found)
    dash = b"" if found[-1][1] == "0-9A-Za-z" else b"-"
    pattern = re.escape(prefix).encode() + b"(?P<body>" + rest + b")(?![0-9A-Za-z_" + dash + b"])"
    shown = prefix.encode()
    return Form(label, (_trigger(found),), pattern, shown=shown, proof=proof, cap=cap, shape=shape)


def named(label: str, names: "Sequence[str]", shape: str, *, proof: str = "random", cap: str = "") -> Form:
    """A token without a sure shape, assigned to one of `names` (snake case stands for every case)."""
    found = parts(shape)
    prefix = found[0][0]
    any_name = b"|".join(re.escape(name).encode().replace(b"_", _SEPARATORS + b"?") for name in names)
    value = re.escape(prefix).encode() + b"(?P<body>" + _regex(found[1:] if prefix else found) + b")"
    pattern = b"(?i:" + any_name + b")" + _ASSIGNED + b"(?P<token>" + value + b")(?![0-9A-Za-z/+=_-])"
    triggers = tuple(
        _name_trigger(spelled) for name in names for spelled in dict.fromkeys((name, name.replace("_", "")))
    )
    shown = prefix.encode()
    return Form(label, triggers, pattern, shown=shown, proof=proof, cap=cap, shape=shape, names=names)


def row(
    id: str,
    provider: str,
    kind: str,
    variable: str,
    forms: "Sequence[Form]",
    *,
    why: str,
    revoke: str = "",
    references: "Sequence[str]" = (),
) -> Secret:
    """A Secret whose page follows from its forms. `kind` is what the provider calls it: "API key"."""
    shown = forms[0].shown.decode()
    return Secret(
        f"secret-{id}",
        provider,
        f"{provider} {kind}",
        why=why,
        revoke=revoke or f"revoke it in {provider}'s account settings",
        variable=variable,
        bad=f'key = "{shown}..."' if not forms[0].names else f'key = "..." # beside {forms[0].names[0]}',
        forms=forms,
        references=references,
    )
