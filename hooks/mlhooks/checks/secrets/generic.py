# SPDX-License-Identifier: Apache-2.0
"""Catalogue: secrets without a provider, known by the name they are given, or by chance alone. Data only.

A trigger is the end of a name (`_password`, `apiKey`), one way of giving it a value, and the first characters
of that value. All are of fixed width, so where the value begins follows from where the hit ends.
"""

from mlhooks.checks.secrets.spec import Form, Secret
from mlhooks.core.check import Trigger

# The last five characters of password, passwd, pass, pwd, secret, token, creds, auth, pat, and of a key
# that is said which ("api_key", "API key", not "key" alone). Where a word is shorter, anything before it:
# so a file that begins with `pwd` is not noticed. What else ends so is told apart once something is hit.
# Each word here adds to the time in which all triggers are compiled; rarer ones (passphrase, credential)
# are left out for it.
ENDS = (
    b"sword", b"asswd", b".pass", b"..pwd", b"ecret", b"token", b"creds", b".auth", b"._pat",
    b".[0-9a-z_-]key", b"[ist] key",
)  # fmt: skip
END = 5  # width of these
HEAD = 8  # characters of the value in a trigger,
LONG = 16  # and behind a space, where a text would go on
_NAME = b"(?:" + b"|".join(ENDS) + b")"
_QUOTE = rb"[\"'`]"
_INSIDE = rb"[!#-&(-_a-~\x80-\xff]{%d}" % HEAD  # printable, no quote
_VALUE = rb"[0-9A-Za-z+/_.:~!?@#%^&=*$-]"
_PLAIN = _VALUE + rb"{%d}" % HEAD
_CLOSE = rb"[\"'`\])]"  # what closes a name: `"token"`, `token]`
_GAPS = (2, 3, 4, 5)  # spaces by which people align values
_INDENTS = (2, 4, 6, 8, 10, 12)

# What stands between a name and the quote of its value, and how wide that is.
QUOTED = (
    (rb"[=:( ]", 1),
    (rb"[=:] ", 2),
    (rb" [=:] ", 3),
    *((rb" {%d}[=:] " % gap, gap + 2) for gap in _GAPS),
    *((rb"[=:] {%d}" % gap, gap + 1) for gap in _GAPS),
    (rb"[=( ][bruf@]", 2),
    (rb" = [bruf@]", 4),
    (rb" (?:or|\|\||\?\?|:=|=>|->|==|!=) ", 4),
    (rb"\[\] = ", 5),
    (rb" = \[", 4),
    (rb": \[", 3),
    (rb": str = ", 8),
    (rb": Final = ", 10),
    (rb": SecretStr = ", 14),
    (rb": str \| None = ", 15),
    (rb": Optional\[str\] = ", 18),
    (rb": &str = ", 9),
    (rb": string = ", 11),
    (_CLOSE + rb"[=:,]", 2),
    (_CLOSE + rb"[=:,] ", 3),
    (_CLOSE + rb"=>", 3),
    (_CLOSE + rb" [=:] ", 4),
    (_CLOSE + rb" (?:or|\|\||\?\?|=>|==) ", 5),
    (rb"[\"'][\])][=,]", 3),
    (rb"[\"'][\])] = ", 5),
    (rb"[\"'][\])] (?:or|\|\||\?\?) ", 6),
    (rb":\*\* ", 4),
    (rb"[\"'], default=", 11),
    (rb"[\"'] value=", 8),
    (rb"[\"'] android:value=", 16),
    (rb"[\"'], value = ", 11),
    (rb"[\"'], \"value\": ", 12),
    (rb"[\"'],\"value\":", 10),
    *((rb"[\"'],\n {%d}\"value\": " % indent, indent + 12) for indent in _INDENTS),
)
# The same where the quotes are written within others, as in the cells of a notebook.
ESCAPED = (
    (rb"[=:( ]", 1),
    (rb"[=:] ", 2),
    (rb" [=:] ", 3),
    (rb" (?:or|:=|=>|==|!=) ", 4),
    (rb"\\[\"'][:,]", 3),
    (rb"\\[\"'][:,] ", 4),
    (rb"\\[\"'][\])]=", 4),
    (rb"\\[\"'][\])] = ", 6),
    (rb"'[\])] = ", 5),
)
# What stands before a value without quotes.
PLAIN = (
    (rb"[=:>]", 1),
    (rb"(?:: |:-|=\t|:\t)", 2),
    (rb" = ", 3),
    *((rb" {%d}= " % gap, gap + 2) for gap in _GAPS),
    *((rb"[=:] {%d}" % gap, gap + 1) for gap in _GAPS),
    (_CLOSE + rb"[=:>]", 2),
    (_CLOSE + rb": ", 3),
    (rb"(?:\*\*: |:\*\* | [:?]= )", 4),
    (rb", value: ", 9),
)
SPACED = ((rb"[ \t]", 1), (rb" \| ", 3))
# A name and its value in lines of their own; the value with quotes or without.
LISTED = (
    *((rb"\n {%d}value: " % indent, indent + 8) for indent in _INDENTS),
    *((rb"[\"']\n {%d}value: " % indent, indent + 9) for indent in _INDENTS),
    *((rb"</key>\n[ \t]{%d}<string>" % indent, indent + 15) for indent in (1, 2, 4, 8)),
)
# What names a secret itself: the scheme of a header, an option, a statement.
SCHEMES = (
    (b"bearer ", 7),
    (b"authorization: basic ", 21),
    (rb"authorization[\"'], [\"']basic ", 23),
    (rb"authorization[\"']: [\"']basic ", 23),
    (b"authorization: ", 15),
    (rb"authorization[\"'], [\"']", 17),
    (rb"authorization[\"']: [\"']", 17),
    (b"sshpass -p ", 11),
    (rb"sshpass -p [\"']", 12),
    (rb"identified by [\"']", 15),
    (rb"securestring [\"']", 14),
)


def _triggers(joins: "tuple[tuple[bytes, int], ...]", value: bytes, width: int) -> "tuple[Trigger, ...]":
    """A trigger for the joins of each width; `width` is that of `value`, its quote with it."""
    wide: dict[int, list[bytes]] = {}
    for join, size in joins:
        wide.setdefault(size, []).append(join)
    return tuple(
        Trigger(_NAME + b"(?:" + b"|".join(same) + b")" + value, END + size + width, nocase=True)
        for size, same in wide.items()
    )


ELSEWHERE = "read it from an environment variable or from a secret store"
GENERIC = (
    Secret(
        "secret-generic-assignment",
        "",
        "value of a password, token or key",
        why="The name says that it lets someone in, and the value looks like chance, as real ones do.",
        revoke="replace it where it is used",
        variable="API_TOKEN",
        instead=ELSEWHERE,
        bad='token = "..."',
        verdict="warning where the value looks random; a note in tests, for words, placeholders, digests and "
        "UUIDs; special tokens, names, references and templates are silent",
        finder="generic",
        forms=(
            Form("quoted", _triggers(QUOTED, _QUOTE + _INSIDE, HEAD + 1), b""),
            Form("escaped", _triggers(ESCAPED, rb"\\[\"']" + _INSIDE, HEAD + 2), b""),
            Form("plain", _triggers(PLAIN, _PLAIN, HEAD), b""),
            Form("spaced", _triggers(SPACED, _VALUE + rb"{%d}" % LONG, LONG), b""),
            Form("listed", _triggers(LISTED, rb"[\"'" + _PLAIN[1:], HEAD), b""),
            Form(
                "scheme",
                tuple(Trigger(join + _PLAIN, wide + HEAD, nocase=True) for join, wide in SCHEMES),
                b"",
            ),
        ),
    ),
    Secret(
        "secret-generic-entropy",
        "",
        "text that looks like chance",
        why="No name says what it is; keys and tokens look like this, and so do digests and ids.",
        revoke="replace it where it is used",
        when="if it is a secret that was ever pushed",
        variable="API_TOKEN",
        instead=ELSEWHERE,
        bad='value = "..."',
        verdict="note; looked for only where notes are shown (strict, min-severity, its own severity)",
        finder="generic",
    ),
)
