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
CERTAIN = 6  # so many characters of fixed text are a trigger by themselves
_WIDE = 24  # characters of a trigger after which nothing more is asked for
_WORD = re.compile(r"[a-z]+_?")  # fixed text of this kind begins names too: `secret_`, `key_`
_SEPARATORS = b"[ _.-]"
# What closes a name, an annotation, an assignment, what opens the value or names a first argument; or, as
# in lists of variables of containers, the value on a line of its own.
ASSIGNED = (
    rb"[0-9A-Za-z_]{0,12}[\"'`\\\]\)]{0,6}[ \t]{0,8}(?::[ \t]{0,4}(?:str|[Ss]tring)[ \t]{0,4})?"
    rb"(?:=>|:=|->|[=:,>(]|[ \t]|,?\r?\n[ \t]{1,40}[\"']?value[\"']?:)[ \t\"'`\\=(]{0,12}"
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
    """The shortest certain beginning: fixed text that is long enough and no word, or with runs after it."""
    pattern, width, fixed = b"", 0, ""
    for text, members, least, most in found:
        if width >= _WIDE or (len(fixed) >= CERTAIN and not _WORD.fullmatch(fixed)):
            break
        last = least != most or least > _WIDE
        count = min(least, _WIDE) if last else least
        pattern += re.escape(text).encode() if text else b"[%s]{%d}" % (members.encode(), count)
        width += len(text) or count
        fixed += text
        if not text and last:
            break
    return Trigger(fixed.encode()) if len(fixed) == width else Trigger(pattern, width)


def name_triggers(*names: str) -> "tuple[Trigger, ...]":
    """Triggers for names in snake case, in every way in which their words may be joined, in any case.

    Literals compile far faster than one pattern with a class for the separator.
    """
    spelled = (name.replace("_", joint) for name in names for joint in ("_", "", "-", ".", " "))
    return tuple(Trigger(text.encode(), nocase=True) for text in dict.fromkeys(spelled))


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
    words = [re.escape(name.rstrip("(=")).encode() + rb"[(=]?" * (name[-1] in "(=") for name in names]
    any_name = b"|".join(word.replace(b"_", _SEPARATORS + b"?") for word in words)
    value = re.escape(prefix).encode() + b"(?P<body>" + _regex(found[1:] if prefix else found) + b")"
    pattern = b"(?i:" + any_name + b")" + ASSIGNED + b"(?P<token>" + value + b")(?![0-9A-Za-z/+=_-])"
    triggers = name_triggers(*names)
    shown = prefix.encode()
    return Form(label, triggers, pattern, shown=shown, proof=proof, cap=cap, shape=shape, names=names)


def beside(
    label: str, near: "Sequence[bytes | Trigger]", shape: str, *, proof: str = "mixed", within: int = 200
) -> Form:
    """A token without a sure shape that stands near one of `near`: its host, the id that it goes with."""
    found = parts(shape)
    prefix = found[0][0]
    body = re.escape(prefix).encode() + b"(?P<body>" + _regex(found[1:] if prefix else found) + b")"
    pattern = b"(?P<token>" + body + b")(?![0-9A-Za-z/+_=-])"
    triggers = tuple(one if isinstance(one, Trigger) else Trigger(one) for one in near)
    return Form(label, triggers, pattern, shown=prefix.encode(), proof=proof, within=within)


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
        bad=f'key = "..." # beside {forms[0].names[0]}' if forms[0].names else f'key = "{shown}..."',
        forms=forms,
        references=references,
    )


def table(why: str, *lines: str) -> "tuple[Secret, ...]":
    """Rows in one line each: id | provider | kind | variable | names, or - | shapes | proof, where one is.

    Names and shapes are separated by blanks. With names, the token counts beside one of them.
    """
    return tuple(_row_of([cell.strip() for cell in line.split("|")], why) for line in lines)


def _row_of(cells: "Sequence[str]", why: str) -> Secret:
    id, provider, kind, variable, names, shapes, *proof = cells
    given = {"proof": proof[0]} if proof else {}
    forms = [
        shaped(kind, shape, **given) if names == "-" else named(kind, names.split(), shape, **given)
        for shape in shapes.split()
    ]
    return row(id, provider, kind, variable, forms, why=why)
