# SPDX-License-Identifier: Apache-2.0
"""Whether a text of a token's shape was invented: by a person for an example, or by a template."""

from __future__ import annotations

import re
from collections import Counter
from math import log2

# Words of five letters and more hit a random token of 36 characters about once in 30,000; of four letters
# only in one case, so about as seldom.
_WORDS = re.compile(
    rb"(?i:example|sample|dummy|placeholder|redacted|replace|insert|change_?me|secret|token|apikey|goes_?here"
    rb"|0123456789|deadbeef|cafebabe|foobar|qwerty|asdfg)"
    rb"|your|YOUR|Your|fake|FAKE|Fake|xxxx|XXXX|here|HERE|TODO|abcde|ABCDE|1234567"
)
_RUN = re.compile(rb"(.)\1{5}", re.DOTALL)
_CAMEL = re.compile(rb"[a-z]*(?:[A-Z]{1,4}[a-z]+)+")
LOW = 3.0  # bits a character; 20 random letters and digits have about 4, 32 hexadecimal digits 3.5
_LOW_SHORT = 2.5


def entropy(text: bytes) -> float:
    """Shannon's entropy in bits a character; 0 for an empty text."""
    total = len(text)
    return -sum(n / total * log2(n / total) for n in Counter(text).values()) if total else 0.0


def is_evident(body: bytes) -> bool:
    """Whether anyone sees that this was never a secret: a word such as EXAMPLE, xxxxx, a short repetition."""
    if _WORDS.search(body) or _RUN.search(body) or len(set(body)) <= 4:
        return True
    if _CAMEL.fullmatch(body) and sum(map(str.isupper, body.decode())) * 4 <= len(body):
        return True  # a name: half of the letters that chance draws are capitals
    if body.replace(b"-", b"").replace(b"_", b"").isalpha() and body.islower() and not _is_hex(body):
        return True
    return any(
        body == (body[:size] * len(body))[: len(body)] for size in range(1, min(9, len(body) // 2 + 1))
    )


def is_unlikely(body: bytes) -> bool:
    """Whether chance hardly makes this text: a sequence as in `a1b2c3`, or too few different characters."""
    low = LOW if len(body) >= 20 else _LOW_SHORT
    return entropy(body) < low or _sequential(body, 1) or _sequential(body, 2)


def _sequential(body: bytes, stride: int) -> bool:
    """Whether two in five characters follow the one `stride` before them in the alphabet, up or down."""
    folded = body.lower()
    steps = [later - earlier for earlier, later in zip(folded, folded[stride:], strict=False)]
    return bool(steps) and max(steps.count(1), steps.count(-1)) * 5 >= len(steps) * 2


def _is_hex(body: bytes) -> bool:
    return not body.strip(b"0123456789abcdef")
