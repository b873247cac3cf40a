# SPDX-License-Identifier: Apache-2.0
"""`model-file` on files that were made without knowledge of it, each with the verdict that it must get."""

from __future__ import annotations

import warnings
from collections import Counter

import pytest

from checks.model_bypasses import cases
from mlhooks.checks.model_file.examine import examine
from mlhooks.checks.model_file.reader import Memory

# Where another verdict than the expected one is right, or is an error as well; and why.
ELSE = {
    "memo-sparse": "unreadable",  # a memo index of a million is above pickle-memo
    "zip-lzma": "unreadable",  # method 14, which torch refuses too
    "zip-comment": "unreadable",  # two end records: nothing is vouched for
    "zip-pickle-as-storage": "clean",  # a numbered storage, which nothing unpickles
    "gzip-bomb": "unknown",  # NULs in a .gz: no model
    "legacy-magic-computed": "needs-pickle",  # calls int, and nothing else
    "empty-pt": "unknown",  # empty: left out
}
NAMED = {"silent": ("unknown", "clean"), "clean": ("clean", "unknown")}


def all_cases() -> list[tuple[str, str, bytes, str, str]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile's, of duplicate names
        return list(cases())


CASES = all_cases()


def test_there_are_enough_of_each() -> None:
    counted = Counter(case[3] for case in CASES)
    assert counted["runs-code"] > 300
    assert counted["clean"] + counted["silent"] > 80
    assert {case[0] for case in CASES} >= set(ELSE)


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_verdict(case: tuple[str, str, bytes, str, str]) -> None:
    name, path, content, expected, why = case
    allowed = (ELSE[name],) if name in ELSE else NAMED.get(expected, (expected,))
    report = examine(Memory(content), path)
    assert report.verdict in allowed, (why, report)
