# SPDX-License-Identifier: Apache-2.0
"""What stands at a hit, what it proves, and which of two overlapping secrets counts.

The secret's text lives in this package only; a message holds its mask.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from mlhooks.checks.secrets.connections import find_connection
from mlhooks.checks.secrets.generic_judge import Finder
from mlhooks.checks.secrets.keys import Block, find_key, secret_part
from mlhooks.checks.secrets.masking import guard, mask, public
from mlhooks.checks.secrets.placeholder import is_evident, is_unlikely
from mlhooks.checks.secrets.proof import NO_CHECKSUM, VALID, WRONG, Proof
from mlhooks.checks.secrets.rules import OWNERS, SECRETS
from mlhooks.checks.secrets.urls import find_login
from mlhooks.checks.secrets.validators import VALIDATORS
from mlhooks.core.rule import ERROR, NOTE, WARNING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mlhooks.checks.secrets.generic_judge import Assigned
    from mlhooks.checks.secrets.spec import Form, Secret
    from mlhooks.core.check import Hit
    from mlhooks.core.project import Project

RANK = {secret.rule.id: rank for rank, secret in enumerate(SECRETS)}
_WORD = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_")
# An escape that ends in a letter or digit: `\n`, `\x1b`, `\u0022`, `%3D`.
_ESCAPE = re.compile(rb"(?:\\[a-zA-Z0]|\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|%[0-9a-fA-F]{2})\Z")
_JOINTS = (b"+", b"/")  # what base64 has besides letters and digits
_LONG = re.compile(rb"[0-9A-Za-z+/]{40}")
LOOKS = "looks like a placeholder"
_JOINED = (b"/", b"+", b"-", b".")  # before a value: a part of a path, a word, a longer value
LONGEST = 200  # bytes of a token that stands beside what tells it


class Candidate(NamedTuple):
    """A secret at [start, end). `severity` is "" for one that is silent but hides what it overlaps. `part`:
    the offsets of what nobody may know in it; None where that is all of it."""

    start: int
    end: int
    secret: Secret
    severity: str
    message: str
    value: bytes
    where: str = ""
    part: tuple[int, int] | None = None


def candidates(data: bytes, hits: Sequence[Hit], project: Project) -> Iterator[Candidate]:
    """What stands at the hits in one text."""
    weak = bool(project.classes & {"tests", "docs"})
    generic = Finder(data, project.path, project.classes)
    for index, start, end in hits:
        taken = False
        for secret, form in OWNERS[index]:
            if form.within:
                yield from _beside(data, start, secret, form, weak)
                continue
            if taken:
                continue
            if secret.finder == "generic":
                found = _generic(generic.find(start, end, form.label), secret)
            else:
                found = _one(data, start, secret, form, weak)
            if found is not None:
                taken = True
                yield found


def _one(data: bytes, start: int, secret: Secret, form: Form, weak: bool) -> Candidate | None:
    if secret.finder == "key":
        return _key(data, start, secret)
    if secret.finder == "url":
        return _url(data, start, secret)
    if secret.finder == "connection":
        return _connection(data, start, secret)
    return _token(data, start, secret, form, weak)


def strongest(found: Iterable[Candidate]) -> Iterator[Candidate]:
    """Of overlapping candidates the one whose rule comes first in the catalogue, then the longest."""
    kept: list[Candidate] = []
    for one in sorted(found, key=lambda c: (c.start, _rank(c), -c.end)):
        while kept and kept[-1].end > one.start:
            if _rank(kept[-1]) <= _rank(one):
                break
            kept.pop()
        else:
            kept.append(one)
    return iter(kept)


def _rank(candidate: Candidate) -> int:
    return RANK.get(candidate.secret.rule.id, -1)  # a project's own rules come first


@cache
def _compiled(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern)


def _starts_a_word(data: bytes, start: int) -> bool:
    """Whether a token may begin here: what stands before is no part of one."""
    if start == 0 or data[start - 1] not in _WORD:
        return True
    return _ESCAPE.search(data, max(0, start - 6), start) is not None


def _in_base64(data: bytes, start: int, end: int) -> bool:
    """Whether a text lies within base64 that goes on around it: media, a module, a page of a notebook."""
    before = data[start - 1 : start] in _JOINTS and _LONG.fullmatch(data, max(0, start - 40), start)
    return bool(before or (data[end : end + 1] in _JOINTS and _LONG.match(data, end)))


def _token(data: bytes, start: int, secret: Secret, form: Form, weak: bool) -> Candidate | None:
    pattern = _compiled(form.pattern)
    group = "token" if "token" in pattern.groupindex else 0  # a named part follows a keyword, not a boundary
    if group == 0 and not _starts_a_word(data, start):
        return None
    match = pattern.match(data, start)
    if match is None or _in_base64(data, *match.span(group)):
        return None
    return _weighed(match, group, secret, form, weak)


def _beside(data: bytes, start: int, secret: Secret, form: Form, weak: bool) -> Iterator[Candidate]:
    """The tokens of a form that stand around a trigger at `start`."""
    pattern = _compiled(form.pattern)
    last = start + form.within
    for match in pattern.finditer(data, max(0, start - form.within), last + LONGEST):
        begin = match.start("token")
        if begin > last:
            break
        if data[begin - 1 : begin] in _JOINED or not _starts_a_word(data, begin):
            continue
        found = _weighed(match, "token", secret, form, weak)
        if found is not None:
            yield found


def _weighed(
    match: re.Match[bytes], group: int | str, secret: Secret, form: Form, weak: bool
) -> Candidate | None:
    """The candidate that a match is, after its proof; None when it is no token after all."""
    proof = VALIDATORS[form.proof](match) if form.proof else NO_CHECKSUM
    if proof is None:
        return None
    token, body = match[group], match["body"]
    severity, remark = _verdict(proof, body, form.cap, weak)
    words = (secret.provider, form.label, mask(token, body, form.shown), proof.detail, f"({remark})")
    message = guard(" ".join(word for word in words if word), body, f"{secret.rule.summary} ({remark})")
    start, end = match.span(group)
    part = start + public(token, body, form.shown), end
    return Candidate(start, end, secret, severity, message, token, part=part)


def _verdict(proof: Proof, body: bytes, cap: str, weak: bool) -> tuple[str, str]:
    """Severity ("" for silent) and the remark for the message, after the policy's table."""
    if is_evident(body) and (proof.state != VALID or len(set(body)) <= 8):
        return "", LOOKS
    if proof.state == VALID:
        return cap or ERROR, proof.text
    if proof.state == WRONG:
        return NOTE, f"{proof.text}: {LOOKS}"
    if is_unlikely(body):
        return NOTE, LOOKS
    return cap or (WARNING if weak else ERROR), proof.text


def _key(data: bytes, start: int, secret: Secret) -> Candidate | None:
    block = find_key(data, start)
    if block is None:
        return None
    if block.service_account:
        secret = next(row for row in SECRETS if row.rule.id == "secret-google-service-account")
    severity = NOTE if block.key is None else ERROR
    part = secret_part(data, start, block.end)
    return Candidate(start, block.end, secret, severity, _describe(block), block.body, part=part)


def _describe(block: Block) -> str:
    if block.key is None:
        return f"header of a private key, but no key follows that parses ({LOOKS})"
    state = {True: "encrypted with a passphrase", False: "not encrypted", None: "may be encrypted"}
    name = "Google service account key" if block.service_account else "private key"
    kind = f", {block.key.kind}" if block.key.kind else ""
    return f"{name}{kind}, {state[block.key.encrypted]} (it parses)"


def _url(data: bytes, start: int, secret: Secret) -> Candidate | None:
    login = find_login(data, start)
    if login is None:
        return None
    reason = f" ({login.reason})" if login.reason else ""
    place = guard(f"{login.scheme}://***:***@{login.host}", login.password, "the host is not shown")
    message = f"password in a URL: {place}{reason}"
    severity = NOTE if login.reason else ERROR
    part = login.at, login.at + len(login.password)
    return Candidate(login.start, login.end, secret, severity, message, login.password, part=part)


def _connection(data: bytes, start: int, secret: Secret) -> Candidate | None:
    login = find_connection(data, start)
    if login is None:
        return None
    reason = f" ({login.reason})" if login.reason else ""
    place = guard(f"for {login.host}", login.password, "for a host that is not shown")
    message = f"password in a connection string {place}{reason}"
    return Candidate(login.start, login.end, secret, NOTE if login.reason else ERROR, message, login.password)


def _generic(found: Assigned | None, secret: Secret) -> Candidate | None:
    if found is None:
        return None
    shown = mask(found.value, found.value, b"")
    name = found.name if " " in found.name else f"`{found.name}`"
    ending = "" if shown == "..." else f", {shown},"  # of a short value nothing is shown
    message = guard(f"the value of {name}{ending} {found.remark}", found.value, secret.rule.summary)
    return Candidate(found.start, found.end, secret, found.severity, message, found.value)
