# SPDX-License-Identifier: Apache-2.0
"""How far a text is from names and words: a model of which letter follows which.

Entropy cannot tell `Qwen2_5OmniToken2WavModel` from a key of the same length, since names have many
different letters too; what follows what does. Names, words and paths are read as letters (case folded),
digits, and edges (where a word begins or ends: a separator, or a change of case as in `camelCase`). `BITS`
says how surprising each pair is in program text. Chance writes pairs that text hardly has.
"""

from __future__ import annotations

import re
from itertools import pairwise

from mlhooks.checks.secrets.generic_bits import BITS

EDGE, DIGIT = 0, 27
SYMBOLS = 28
STEP = 0.25  # bits that one step of the table stands for
_FIRST = 33  # the character that stands for 0 bits
CHANGE = 2.0  # what a change of class between neighbours adds, in bits
WORD = 3.0  # what a text that is all words loses, in bits
_CHANGE = re.compile(rb"(?<=[a-z])[^a-z]|(?<=[A-Z])[^A-Za-z]|(?<=[0-9])[^0-9]|(?<=[^0-9A-Za-z])[0-9A-Za-z]")
_RUN = re.compile(rb"[A-Z]?[a-z]{3,}|[A-Z]{4,}(?![a-z])")
_WORDLIKE = 4.8  # bits a pair, up to which a run of letters is a word
# Of 24,120 strings of 8 characters and more in transformers, scikit-learn, ultralytics and django (no spaces;
# hexadecimal and evident placeholders left out) 98 to 99 in 100 of any length lie below this line. Of random
# base62 texts 76 (8 characters), 83 (10), 90 (12), 95 (16), 99 (20 and more) in 100 lie above it.
_SHORT, _HIGH, _SLOPE, _LOW = 8, 5.6, 0.07, 4.8
_MOST = 128  # characters that are looked at
EASIER, HARDER = -0.5, 0.4  # 96 to 99 below and 88 (8) to 98 (16) above; 99 below and 65 to 91 above
# Words in which signs and digits stand for letters ("L@stWr!t3") are words once these are read as letters;
# with this margin 1 in 100 random texts is taken for such words.
_DISGUISES = bytes.maketrans(b"@4310!$57", b"aaeioisst")
_DISGUISED = -1.5


def symbols(text: bytes) -> list[int]:
    """EDGE, letters as 1 to 26, and DIGIT; edges at both ends, none beside another."""
    found = [EDGE]
    upper = lower = False
    for at, byte in enumerate(text):
        if 97 <= byte <= 122:
            found.append(byte - 96)
            upper, lower = False, True
            continue
        if 65 <= byte <= 90:
            starts = lower or (upper and at + 1 < len(text) and 97 <= text[at + 1] <= 122)
            if starts and found[-1] != EDGE:
                found.append(EDGE)
            found.append(byte - 64)
            upper, lower = True, False
            continue
        upper = lower = False
        if 48 <= byte <= 57:
            found.append(DIGIT)
        elif found[-1] != EDGE:
            found.append(EDGE)
    if found[-1] != EDGE:
        found.append(EDGE)
    return found


def surprise(text: bytes) -> float:
    """Bits a pair under the model, about 4 for names and words, 6 and more for chance; 0 when empty."""
    read = symbols(text)
    if len(read) < 2:
        return 0.0
    total = sum(ord(BITS[before * SYMBOLS + after]) - _FIRST for before, after in pairwise(read))
    return total * STEP / (len(read) - 1)


def randomness(text: bytes) -> float:
    """Surprise, with what changes between small letters, capitals, digits and signs add and words take."""
    if len(text) < 2:
        return 0.0
    changes = len(_CHANGE.findall(text))
    words = sum(len(run[0]) for run in _RUN.finditer(text) if surprise(run[0]) <= _WORDLIKE)
    return surprise(text) + CHANGE * changes / (len(text) - 1) - WORD * words / len(text)


def looks_random(text: bytes, margin: float = 0.0) -> bool:
    """Whether a text of 8 characters and more is hardly a name. `margin` moves the line: EASIER, HARDER.

    Texts in hexadecimal have too few letters for this; they are told by their form.
    """
    text = text[:_MOST]
    line = max(_LOW, _HIGH - _SLOPE * (len(text) - _SHORT))
    return (
        len(text) >= _SHORT
        and randomness(text) >= line + margin
        and randomness(text.translate(_DISGUISES)) >= line + _DISGUISED
    )
