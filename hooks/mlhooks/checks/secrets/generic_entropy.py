# SPDX-License-Identifier: Apache-2.0
"""Texts that look like chance, with no name beside them that says what they are.

Most of them are digests, ids and data, so this is for those who ask: it runs where notes are shown, over the
whole text, and every trigger stays out of the matcher that all files pass through.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mlhooks.checks.secrets.generic_judge import LOCKS
from mlhooks.checks.secrets.generic_model import HARDER, looks_random
from mlhooks.checks.secrets.generic_values import decoded, is_reference
from mlhooks.checks.secrets.placeholder import is_evident, is_unlikely

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORTEST, LONGEST = 20, 200  # characters: below are too many words, above are data
_RUN = re.compile(rb"(?<![0-9A-Za-z+/_.%%-])[0-9A-Za-z+/_-]{%d,}={0,2}" % SHORTEST)
_DIGIT = re.compile(rb"[0-9]")  # 1 in 30 random texts of base62 has none; most names have none
# `Qwen3OmniMoeCode2Wav`, `meta-llama/Llama-2-7b-hf`: a class, a model.
_NAME = re.compile(rb"(?:[A-Z][a-z]{2,}[0-9]?_?){2,}|[\w-]{2,20}/[\w-]{1,40}")
_HEX = re.compile(rb"[0-9a-fA-F-]+")
DATA = (".svg", ".css", ".map", ".csv", ".tsv", ".po", "/record", ".sum", ".crt", ".vcf", ".fasta", ".eml")
_LINE = 160  # characters before in which it is said what a text is
# What is public though it is chance: hashes of files, tokens for trials of browsers, ids, data in base64.
_SAID = re.compile(
    rb"(?i:sha-?(?:1|2|3|224|256|384|512)|md5|hash|checksum|digest|etag|fingerprint|integrity|commit|revision"
    rb"|origin-?trial|uuid|guid|kernel_?id|base64,|ssh-(?:rsa|ed25519|dss)|ecdsa-|public.?key|certificate"
    rb"|nonce|signature|https?://\S*\Z)"
)


class Run(NamedTuple):
    """A text that looks like chance, at [start, end)."""

    start: int
    end: int
    text: bytes


def find(data: bytes, path: str) -> Iterator[Run]:
    """The texts of a file that look like chance, in order; none in files that lock versions or draw."""
    if path.lower().endswith((*LOCKS, *DATA)):
        return
    for match in _RUN.finditer(data):
        text = match[0]
        if len(text) <= LONGEST and _DIGIT.search(text) and _counts(text):
            start = match.start()
            line = data[max(0, start - _LINE) : start].rpartition(b"\n")[2]
            if not _SAID.search(line):
                yield Run(start, start + len(text), text)


def _counts(text: bytes) -> bool:
    """Whether chance made a text, as far as it tells itself. Cheap things first: most texts are names."""
    if text.isdigit() or _NAME.fullmatch(text):
        return False
    if _HEX.fullmatch(text):
        return b"-" not in text and len(text) >= 32 and not is_unlikely(text)
    if not looks_random(text, HARDER) or is_evident(text) or is_unlikely(text):
        return False
    return decoded(text) is None and not is_reference(text)
