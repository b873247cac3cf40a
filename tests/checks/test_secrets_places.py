# SPDX-License-Identifier: Apache-2.0
"""Wherever a secret stands, both matchers find it: starts and ends of lines, borders of what is read at once."""

from __future__ import annotations

from functools import cache
from itertools import count
from random import Random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mlhooks.checks.secrets.judge as judge
from checks.secrets_samples import NAMES, TOKENS, chance, pem, rsa
from checks.test_secrets_beside import PAIRS
from mlhooks.checks.secrets import CHECK
from mlhooks.core.limits import LIMITS
from mlhooks.core.matcher import build, fallback
from mlhooks.core.project import Project, Tree
from mlhooks.core.source import HEAD, from_bytes

# Rule, the text that holds a secret of it.
TEXTS = [
    *((rule, token) for rule, _, token in TOKENS),
    *((rule, f"{name} = '{token}'") for rule, name, token in NAMES),
    *((rule, f"{near} '{secret}'") for near, secret, rule in PAIRS),
    ("secret-url-credentials", f"postgres://app:{chance('abcdef0123456789', 14)}@db.qwvz-models.dev/x"),
    ("secret-private-key", pem("RSA", rsa(512))),
]
LINE = "    value = compute(items[index + 1], scale=0.5)  # as before"


@cache
def _matchers():  # type: ignore[no-untyped-def]
    return build(CHECK.triggers), fallback(CHECK.triggers)


def _both(data: bytes) -> list[tuple[int, int, str]]:
    """(start, end, rule) of each finding; the hits of both matchers are compared first."""
    source = from_bytes("a.py", data)
    hits = []
    for match in _matchers():
        found = [
            (i, end - CHECK.widths[i], end) for i, end in match(data) if CHECK.heeds(i, "a.py", "python")
        ]
        hits.append(sorted(found, key=lambda hit: (hit[1], hit[2], hit[0])))
    assert hits[0] == hits[1]
    project = Project(Tree("/nowhere", b"k" * 16, LIMITS), source, {})
    return [(*finding.span, finding.rule) for finding in judge.run(source, hits[0], project)]


def _document(text: str) -> tuple[bytes, list[int]]:
    """The text at the start, at starts and ends of lines, across borders, at the end; and where it stands."""
    data, places = bytearray(), []

    def put(content: str) -> None:
        places.append(len(data))
        data.extend(content.encode())

    put(text)
    data.extend(b"\n")
    put(text)
    data.extend(f"\r\n{LINE}\r\n{LINE} ".encode())
    put(text)
    data.extend(b"\n")
    for border in (HEAD // 2, HEAD):
        while len(data) < border - len(text) // 2 - len(LINE):
            data.extend(f"{LINE}\n".encode())
        data.extend(b" " * (border - len(text) // 2 - len(data)))
        put(text)
        data.extend(b"\n")
    data.extend(b" ")
    put(text)
    return bytes(data), places


@pytest.mark.parametrize(("rule", "text"), TEXTS, ids=count())
def test_both_matchers_find_it_wherever_it_stands(rule: str, text: str) -> None:
    data, places = _document(text)
    found = [start for start, _, name in _both(data) if name == rule]
    for place in places:
        assert any(place <= start < place + len(text) for start in found), place


@given(
    st.lists(
        st.one_of(
            st.sampled_from(TEXTS).map(lambda row: row[1].encode()),
            st.sampled_from(TEXTS).map(lambda row: row[1].encode()[:-3]),
            st.sampled_from([b"\n", b"\r\n", b" ", b"\\n", b'"', b"\0", b"\xff", b"=", LINE.encode()]),
            st.binary(max_size=20),
        ),
        max_size=10,
    ).map(b"".join)
)
def test_both_matchers_agree_on_anything(data: bytes) -> None:
    if from_bytes("a.py", data).data is not None:
        _both(from_bytes("a.py", data).text)


def test_anywhere_in_a_line_of_five_megabytes_in_bounded_time() -> None:
    draw = Random(8)
    filler = 'function(e,t,n){return void 0===t&&(t=!0),e.map((r=>n[r]||"default"))},'
    parts, planted = [], []
    for rule, token in [(row[0], row[2]) for row in TOKENS][::4]:
        parts += [filler * draw.randrange(50, 1600), f'key:"{token}",']
        planted.append(rule)
    line = "".join(parts)
    line += filler * ((5 << 20) // len(filler) - len(line) // len(filler) + 1)
    assert len(line) > 5 << 20
    assert "\n" not in line
    source = from_bytes("a.min.js", line.encode())
    match = _matchers()[0]
    start = process_time()
    hits = sorted(((i, e - CHECK.widths[i], e) for i, e in match(source.text)), key=lambda hit: hit[1:])
    project = Project(Tree("/nowhere", b"k" * 16, LIMITS), source, {})
    found = [finding.rule for finding in judge.run(source, hits, project)]
    assert process_time() - start < 20
    assert found == planted


def test_across_the_borders_of_what_is_read_at_once(repo) -> None:
    """The first 8 KiB are read to know the kind, then 16 MiB at a time."""
    token = TOKENS[0][2]
    middle = len(token) // 2
    for border, shift in ((HEAD, 1), (HEAD, middle), (HEAD, len(token) - 1), (HEAD + (1 << 24), middle)):
        before = b"x = 1\n" * ((border - shift) // 6)
        before += b" " * (border - shift - len(before))
        repo.write(f"{border}-{shift}.txt", before + token.encode() + b"\n")
    assert len(repo.rules()) == 4


@pytest.mark.parametrize(
    "unit",
    [
        '{"a":[0.12345678,-1.5e-7,"0123456789abcdef"],"sha":"d41d8cd98f00b204e9800998ecf8427e"},',
        "!function(e){var t={};function n(r){if(t[r])return t[r].exports}}([function(e,t){e.exports=t}]);",
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
        'e.exports=JSON.parse(\'{"key":"value","token":"next","secret":"none"}\');AKIAabcdsk_live_secret_key=',
        "sk-ant-sk-proj-://a:b@c;github_pat_pypi-AgExoxb-1hooks.slack.com/",
    ],
    ids=count(),
)
def test_minified_and_generated_files_are_fast(unit: str) -> None:
    source = from_bytes("a.min.js", (unit * ((4 << 20) // len(unit))).encode())
    match = _matchers()[0]
    start = process_time()
    hits = sorted(((i, e - CHECK.widths[i], e) for i, e in match(source.text)), key=lambda hit: hit[1:])
    list(judge.run(source, hits[: LIMITS["triggers"]], Project(Tree("/nowhere", b"k" * 16), source, {})))
    assert process_time() - start < 20  # about one on an idle machine
