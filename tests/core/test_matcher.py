# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import random
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhooks.core import cache, matcher
from mlhooks.core.check import Trigger
from mlhooks.registry import CHECKS, MARK

if sys.version_info >= (3, 11):  # the regex parser tells the shape of a pattern
    import re._constants as sre_constants
    import re._parser as sre_parse
else:
    import sre_constants
    import sre_parse

TRIGGERS = [trigger for check in CHECKS for trigger in check.triggers] + [MARK]
TOY = [Trigger(b"ab"), Trigger(rb"[a-c]\d", 2), Trigger(b"aB", nocase=True), Trigger(b"a.b")]

needs_hyperscan = pytest.mark.skipif(matcher.extension() is None, reason="no wheel of hyperscan here")


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "folders", lambda: [str(tmp_path / "cache")])
    return tmp_path / "cache"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"", []),
        (b"ab", [(0, 2), (2, 2)]),
        (b"AB", [(2, 2)]),
        (b"xabab", [(0, 3), (2, 3), (0, 5), (2, 5)]),
        (b"a1b2", [(1, 2), (1, 4)]),
        (b"a.b axb", [(3, 3)]),
        (b"a\nb", []),
    ],
)
@pytest.mark.parametrize("stdlib", [False, True], ids=["best", "stdlib"])
def test_matches(text, expected, stdlib, own_cache):
    match = (matcher.fallback if stdlib else matcher.build)(TOY)
    assert sorted(match(text), key=lambda m: (m[1], m[0])) == expected


@given(st.binary(max_size=300), st.lists(st.sampled_from(range(len(TRIGGERS))), max_size=6), st.randoms())
def test_both_matchers_agree_on_planted_triggers(noise, planted, rng):
    text = bytearray(noise)
    for index in planted:
        at = rng.randint(0, len(text))
        text[at:at] = _example(TRIGGERS[index])
    found = BEST(bytes(text))
    assert sorted(found) == sorted(STDLIB(bytes(text)))
    assert set(planted) <= {index for index, _ in found} or _overwritten(text, planted)


def _example(trigger: Trigger) -> bytes:
    """Bytes that the trigger matches: itself, or for a pattern a string found by hypothesis' regexes."""
    if trigger.literal:
        return trigger.pattern.swapcase() if trigger.nocase else trigger.pattern
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return bytes(EXAMPLES[trigger.pattern])


def _overwritten(text: bytearray, planted: list[int]) -> bool:
    """A later plant may have been inserted inside an earlier one."""
    return len(planted) > 1


def _pattern_examples() -> dict[bytes, bytes]:
    import re

    rng = random.Random(0)
    alphabet = b"aA0bB1zZ9_-.(\" ='/:\\"
    found = {}
    for trigger in TRIGGERS:
        if not trigger.literal:
            found[trigger.pattern] = b"".join(
                _one(part, rng, alphabet) for part in sre_parse.parse(trigger.pattern)
            )
            assert re.fullmatch(trigger.pattern, found[trigger.pattern], re.DOTALL)
    return found


def _one(part, rng, alphabet) -> bytes:
    c = sre_constants
    kind, value = part
    if kind is c.LITERAL:
        return bytes([value])
    if kind is c.IN:
        return _one(value[0], rng, alphabet) if value[0][0] is not c.NEGATE else b"~"
    if kind is c.RANGE:
        return bytes([value[0]])
    if kind is c.CATEGORY:
        return {c.CATEGORY_DIGIT: b"7", c.CATEGORY_SPACE: b" ", c.CATEGORY_WORD: b"w"}[value]
    if kind is c.MAX_REPEAT:
        low, high, inner = value
        assert low == high, "a trigger has one width"
        return b"".join(_one(inner[0], rng, alphabet) for _ in range(low))
    if kind is c.ANY:
        return b"x"
    if kind is c.SUBPATTERN:
        assert value[0] is None, "no group captures"
        return b"".join(_one(inner, rng, alphabet) for inner in value[3])
    if kind is c.BRANCH:
        return b"".join(_one(inner, rng, alphabet) for inner in rng.choice(value[1]))
    raise AssertionError(f"{kind} is not for triggers")


EXAMPLES = _pattern_examples()
BEST = matcher.build(TRIGGERS)
STDLIB = matcher.fallback(TRIGGERS)


def test_every_trigger_has_the_width_that_it_claims():
    for trigger in TRIGGERS:
        example = _example(trigger)
        assert len(example) == trigger.width
        assert (TRIGGERS.index(trigger), trigger.width) in BEST(example)


@needs_hyperscan
def test_database_is_cached_and_used_again(own_cache, monkeypatch):
    engine = matcher.extension()
    matcher.hyperscan_matcher(engine, matcher.key_of(TOY), lambda: TOY)
    assert [name[:3] for name in os.listdir(own_cache)] == ["db-"]
    monkeypatch.setattr(matcher, "compile_database", lambda *_: pytest.fail("compiled although cached"))
    assert matcher.hyperscan_matcher(engine, matcher.key_of(TOY), lambda: TOY)(b"ab") == [(0, 2), (2, 2)]


@needs_hyperscan
@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda f: f.write_bytes(f.read_bytes()[:-1]), id="truncated"),
        pytest.param(lambda f: f.write_bytes(f.read_bytes()[:-1] + b"!"), id="one byte changed"),
        pytest.param(lambda f: f.write_bytes(b""), id="empty"),
        pytest.param(lambda f: f.write_bytes(os.urandom(5000)), id="foreign content"),
        pytest.param(lambda f: f.chmod(0o666), id="writable by others"),
        pytest.param(lambda f: f.parent.chmod(0o777), id="folder writable by others"),
        pytest.param(lambda f: (f.rename(f.parent / "moved"), f.symlink_to(f.parent / "moved")), id="link"),
    ],
)
def test_untrusted_cache_is_not_used(damage, own_cache, monkeypatch):
    engine = matcher.extension()
    matcher.hyperscan_matcher(engine, matcher.key_of(TOY), lambda: TOY)
    (file,) = own_cache.iterdir()
    damage(file)
    compiled = []
    real = matcher.compile_database
    monkeypatch.setattr(matcher, "compile_database", lambda *a: compiled.append(1) or real(*a))
    assert matcher.hyperscan_matcher(engine, matcher.key_of(TOY), lambda: TOY)(b"ab") == [(0, 2), (2, 2)]
    assert compiled


@needs_hyperscan
def test_database_of_another_engine_version_is_compiled_anew(own_cache):
    key = matcher.key_of(TOY)
    assert cache.write("db", key, b"not a database of this engine")
    assert matcher.build(TOY)(b"ab") == [(0, 2), (2, 2)]


def test_unwritable_cache_compiles_in_memory(monkeypatch):
    monkeypatch.setattr(cache, "folders", lambda: [os.devnull + "/nowhere"])
    assert not cache.write("db", "00", b"x")
    assert matcher.build(TOY)(b"ab") == [(0, 2), (2, 2)]


def test_fallback_when_there_is_no_engine(monkeypatch):
    monkeypatch.setenv("MLHOOKS_MATCHER", "stdlib")
    assert matcher.extension() is None
    assert matcher.build(TOY)(b"ab") == [(0, 2), (2, 2)]


def test_public_import_when_the_extension_cannot_be_loaded(monkeypatch):
    pytest.importorskip("hyperscan")
    monkeypatch.delitem(sys.modules, "hyperscan._hs_ext", raising=False)
    monkeypatch.setattr(matcher, "_load_extension", lambda: 1 / 0)
    engine = matcher.extension()
    assert engine is not None
    assert hasattr(engine, "Database")


def test_cache_keeps_a_bounded_number_of_entries(own_cache):
    for number in range(cache.KEEP + 5):
        assert cache.write("config", f"{number:032x}", b"x")
    assert len(list(own_cache.iterdir())) == cache.KEEP
