# SPDX-License-Identifier: Apache-2.0
"""The lines at a finding: what is quoted, what is masked, and the hash of a line."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.secrets_samples import TOKENS, ec, pem
from mlhooks.core.finding import Span
from mlhooks.core.source import from_bytes
from mlhooks.quote import LONGEST, Quoter, line_hashes
from mlhooks.redact import HIDDEN, Redactor

KEY = pem("EC", ec())
FINE = next(token for _, _, token in TOKENS if token.startswith("github_pat_"))
TOKEN = "hf_" + "kTzQwLmNbVcXyUiOpRsDfGhJaEtWqZxCvB"
OTHER = "hf_" + "QmNbVcXyUiOpRsDfGhJaEtWqZxCvBkTzwL"


@pytest.mark.parametrize(
    ("text", "hashes"),
    # Values that the tests of github/codeql-action publish.
    [
        ("", ["c129715d7a2bc9a3:1"]),
        (" a\nb\n  \t\tc\n d", ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"]),
        (
            " hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n",
            ["e9496ae3ebfced30:1", "fb7c023a8b9ccb3f:1", "ce8ba1a563dcdaca:1", "e20e36e16fcb0cc8:1", "b3edc88f2938467e:1", "c8e28b0b4002a3a0:1", "c129715d7a2bc9a3:1"],
        ),
        (
            "Lorem ipsum dolor sit amet.\n" * 10,
            [*(f"a7f2ff13bc495cf2:{n}" for n in range(1, 7)), "a7f2ff1481e87703:1", "a9cf91f7bbf1862b:1", "55ec222b86bcae53:1", "cc97dc7b1d7d8f7b:1", "c129715d7a2bc9a3:1"],
        ),
    ],
)  # fmt: skip
def test_line_hashes_are_github_s(text, hashes):
    wanted = set(range(1, len(hashes) + 1))
    assert line_hashes(text.encode(), wanted) == dict(enumerate(hashes, 1))


def rolled(text: str) -> dict[int, str]:
    """The same, as the publication describes it: a window that rolls over the units, one at a time."""
    units = memoryview(text.encode("utf-16-le", "surrogatepass")).cast("H").tolist()
    window, found, counts, state = [0] * 100, {}, {}, {"hash": 0, "line": 0, "start": True, "cr": False}
    owners = [0] * 100
    at = 0

    def out():
        value = f"{state['hash']:x}"
        counts[value] = counts.get(value, 0) + 1
        found[owners[at]] = f"{value}:{counts[value]}"
        owners[at] = 0

    def roll(unit):
        state["hash"] = (state["hash"] * 37 + unit - window[at] * 37**100) % 2**64
        window[at] = unit

    for unit in [*units, 0xFFFF]:
        if unit in (9, 32) or (state["cr"] and unit == 10):
            state["cr"] = False
            continue
        state["cr"] = unit == 13
        unit = 10 if unit == 13 else unit
        if owners[at]:
            out()
        if state["start"]:
            state["line"] += 1
            owners[at] = state["line"]
        state["start"] = unit == 10
        roll(unit)
        at = (at + 1) % 100
    for _ in range(100):
        if owners[at]:
            out()
        roll(0)
        at = (at + 1) % 100
    return found


@given(
    st.lists(
        st.sampled_from(["a", "b" * 99, "é", "\U0001f600", " ", "\t", "\n", "\r", "\r\n", "x" * 30]),
        max_size=40,
    ).map("".join)
)
def test_line_hashes_are_those_of_a_rolling_window(text):
    expected = rolled(text)
    assert line_hashes(text.encode(), set(expected)) == expected


def quoter(text: str, *spans: Span):
    source = from_bytes("a.py", text.encode())
    redactor = Redactor(source, ".", hits_of(text), [])
    return Quoter(source, redactor, spans)


def hits_of(text: str):
    from mlhooks.engine import Run
    from mlhooks.result import Settings

    return Run(Settings(no_config=True)).hits_of("secrets", text.encode())


def span_of(text: str, part: str) -> Span:
    start = text.encode().index(part.encode())
    return Span(start, start + len(part.encode()))


def test_a_quote_has_a_line_on_either_side():
    text = "one\ntwo\nthree\nfour\nfive\n"
    quote = quoter(text, span_of(text, "three")).of(span_of(text, "three"))
    assert quote.first == 2
    assert quote.lines == ("two", "three", "four")
    assert quote.marks == (None, (0, 5), None)


@pytest.mark.parametrize(
    ("text", "part", "lines", "marks"),
    [
        ("x = load(\n  a,\n  b)\ny\n", "load(\n  a,\n  b)", ("x = load(", "  a,", "  b)", "y"), ((4, 9), (0, 4), (0, 4), None)),
        ("é = load()", "load()", ("é = load()",), ((4, 10),)),
        ("f(\n1\n2\n3\n4\n5\n)\n", "f(\n1\n2\n3\n4\n5\n)", ("f(", "1", "2", "3", "4"), ((0, 2), (0, 1), (0, 1), (0, 1), (0, 1))),
        ("", "", ("",), ((0, 0),)),
        ("a\r\nb\r\n", "b", ("a", "b"), (None, (0, 1))),
        (f'T = "{TOKEN}"\nload()\n', "load()", ('T = "(secret)"', "load()"), (None, (0, 6))),
        (f'T = "{TOKEN}"\n', TOKEN, ('T = "(secret)"',), ((5, 13),)),
        (f'T = load("{TOKEN}", {TOKEN[3:15]!r})\n', "load", (HIDDEN,), ((0, len(HIDDEN)),)),
        (f'load(a); T = "{OTHER}"; U = "{TOKEN}"\n', "load(a)", ('load(a); T = "(secret)"; U = "(secret)"',), ((0, 7),)),
    ],
)  # fmt: skip
def test_what_is_quoted(text, part, lines, marks):
    span = span_of(text, part)
    quote = quoter(text, span).of(span)
    assert quote.lines == lines
    assert quote.marks == marks


PASS = "qT7wKp" + "2vXz9LmR"


@pytest.mark.parametrize(
    ("secret", "told", "constant"),
    [
        (f"https://svc:{PASS}@pytorch.corpnet.io/a", PASS[3:9], "torch-load-default in pytorch, https://svc: corpnet.io"),
        (FINE, FINE[12:20], "torch.hub.load(github) github_pat_"),
        (KEY, KEY.split("\n")[1][10:16], "BEGIN PRIVATE KEY, END PRIVATE KEY"),
        (f"Server=sql.pytorch.dev;User Id=torch-load;Password={PASS};", PASS[3:9], "pytorch torch-load Server= Password="),
        (TOKEN, TOKEN[2:8], "hf_"),
    ],
    ids=["url", "github", "key", "connection", "token"],
)  # fmt: skip
@pytest.mark.parametrize("notebook", [False, True])
def test_what_hides_a_text_is_the_value_and_not_what_stands_around_it(secret, told, constant, notebook):
    content = f'URL = """{secret}"""\n'
    if notebook:
        content = json.dumps({"cells": [{"cell_type": "code", "source": [content]}], "nbformat": 4})
    source = from_bytes("a.ipynb" if notebook else "a.py", content.encode())
    redactor = Redactor(source, ".", hits_of(content), [])
    assert redactor.spans
    assert redactor.hide(f"load({told})") == HIDDEN
    assert redactor.hide(constant) == constant


def test_a_long_line_is_quoted_around_its_mark():
    text = "é" * 50_000 + "load()" + "ü" * 50_000
    quote = quoter(text, span_of(text, "load()")).of(span_of(text, "load()"))
    [(low, high)] = quote.marks
    assert quote.lines[0][low:high] == "load()"
    assert len(quote.lines[0].encode()) <= 2 * LONGEST + 6
    assert "\ufffd" not in quote.lines[0]


def test_a_hash_tells_a_new_secret_from_an_old_one_and_nothing_more():
    def line_hash(value: str) -> str:
        text = f'T = "{value}"\nload()\n'
        return quoter(text, Span(0, 1)).of(Span(0, 1)).line_hash

    assert line_hash(TOKEN) != line_hash(OTHER)
    values = {line_hash("hf_" + f"{n:04}" + "kTzQwLmNbVcXyUiOpRsDfGhJaEtWqZ") for n in range(3000)}
    assert len(values) < 2999  # two bytes of a digest: some of three thousand must meet
    plain = f'T = "{TOKEN}"\nload()\n'
    assert line_hash(TOKEN) != line_hashes(plain.encode(), {1})[1]


def test_a_line_without_secrets_near_has_github_s_hash():
    text = f'T = "{TOKEN}"\n' + "x = 1\n" * 30 + "load()\n" + "y = 2\n" * 40
    span = span_of(text, "load()")
    assert quoter(text, span).of(span).line_hash == line_hashes(text.encode(), {32})[32]


def test_where_there_are_too_many_to_tell_nothing_is_quoted():
    source = from_bytes("a.py", b"load()\n")
    redactor = Redactor(source, ".", [(0, 0, 1)] * 6000, [])
    quote = Quoter(source, redactor, [Span(0, 4)]).of(Span(0, 4))
    assert (quote.lines, quote.line_hash) == ((), "")


def test_a_binary_has_no_lines_but_a_hash():
    source = from_bytes("a.wasm", b"\0asm\1\0\0\0")
    quote = Quoter(source, Redactor(source, ".", [], []), [Span(0, 1)]).of(Span(0, 1))
    assert quote.lines == ()
    assert quote.line_hash.endswith(":1")
