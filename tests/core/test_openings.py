# SPDX-License-Identifier: Apache-2.0
"""Beginnings of files for which a check need not wake: known ones only, and only when nothing more is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhooks.checks.license_header import CHECK
from mlhooks.core import cache
from mlhooks.core.openings import LONGEST, MOST, Openings
from mlhooks.core.source import from_bytes
from support import judge_source

HEADER = b"# SPDX-License-Identifier: MIT"


@pytest.fixture
def stored(monkeypatch):
    """The cache in memory."""
    entries = {}
    monkeypatch.setattr(cache, "read", lambda kind, key: entries.get((kind, key)))
    monkeypatch.setattr(cache, "write", lambda kind, key, data: entries.update({(kind, key): data}))
    return entries


def kept(stored):
    return [key for kind, key in stored if kind == "openings"]


@pytest.mark.parametrize(
    ("data", "held"),
    [
        (HEADER, True),
        (HEADER + b"\n", True),
        (HEADER + b"\r\nx = 1\n", True),
        (HEADER + b"\n\nimport a\n# Copyright 2020 X\n", True),  # below code
        (HEADER + b'\n\n"""Copyright of X."""\nimport a\n', True),  # a docstring beside a header is prose
        (HEADER + b"\n# coding note\n", True),
        (HEADER + b"-0\n", False),
        (HEADER + b" AND GPL-2.0-only\n", False),
        (HEADER + b"\n# SPDX-License-Identifier: GPL-2.0-only\n", False),
        (HEADER + b"\n\n\n# Copyright (c) 2020 Somebody\n", False),
        (HEADER + b"\n" * 300 + b"# Copyright (c) 2020 Somebody\n", False),
        (HEADER + b'\n\n"""Doc."""\n# Copyright (c) 2020 Somebody\n', False),
        (HEADER + b'\n\n"""Doc."""  # License: GPL\n', False),
        (HEADER + b"\nfrom __future__ import annotations\n# (c) 2020 Somebody\n", False),
        (HEADER + b"\nfrom __future__ import a; x = 1  # (c) 2020 Somebody\nimport b\n", True),
        (HEADER + b"\nfrom __future__ import a", True),
        (b"\n" + HEADER + b"\n", False),
        (b"x = 1\n", False),
        (b"", False),
    ],
)
def test_holds(stored, data, held):
    known = Openings("k")
    known.add("python", HEADER)
    known.save()
    again = Openings("k")
    assert again.holds("python", data) is held
    assert not again.holds("shell", data)
    assert not Openings("other").holds("python", data)


def test_bounds(stored):
    known = Openings("k")
    known.add("c", b"#" * (LONGEST + 1))
    known.add("c", b"")
    assert not known.holds("c", b"#" * (LONGEST + 1))
    for number in range(MOST + 5):
        known.add("c", b"%d" % number)
    known.save()
    assert sum(Openings("k").holds("c", b"%d" % number) for number in range(MOST + 5)) == MOST


PIECES = [
    b"\n", b"# a\n", b"# SPDX-License-Identifier: GPL-2.0-only\n", b"# Copyright 2020 X\n", b'"""', b"'''", b"x = 1\n",
    b"from __future__ import a\n", b"# Licensed under the GPL v2\n", b"r", b"# MIT License\n", b" " * 90, b"\r\n",
    b"# All rights reserved.\n", b"# Permission is hereby granted, free of charge, to any person obtaining a copy\n",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=8).map(b"".join))
def test_what_is_held_is_in_order(tmp_path_factory, rest):
    """The short way never says other than the judge."""
    data = HEADER + b"\n" + rest
    known = Openings("never stored")
    known.add("python", HEADER)
    if known.holds("python", data):
        options = {"license": "MIT", "holder": "Ex"}
        assert (
            judge_source(CHECK, tmp_path_factory.getbasetemp(), from_bytes("a.py", data), options=options)
            == []
        )


def test_a_second_run_wakes_nothing(repo, monkeypatch, stored):
    repo.write("mlhooks.toml", '[license-header]\nlicense = "MIT"\n')
    repo.write("a.py", HEADER + b"\nx = 1\n")
    repo.write("b.py", HEADER + b"\n# Copyright (c) 2020 Somebody\n# SPDX-License-Identifier: GPL-2.0-only\n")
    for _ in range(2):
        assert repo.rules("a.py", "b.py") == ["b.py:1 license-header-foreign"]
    assert len(kept(stored)) == 1
    judged = []
    from mlhooks.checks.license_header import judge

    run = judge.run
    monkeypatch.setattr(
        judge, "run", lambda source, *rest: (judged.append(source.path), run(source, *rest))[1]
    )
    repo.run("hook", "license-header", "a.py", "b.py")
    assert judged == ["b.py"]
    repo.run("hook", "license-header", "--statistics", "a.py")
    assert judged == ["b.py", "a.py"]
    repo.write("mlhooks.toml", '[license-header]\nlicense = "ISC"\n')
    assert repo.rules("a.py") == ["a.py:1 license-header-foreign"]


@pytest.mark.parametrize(
    "table", ['style = "t"', '[[license-header.policy]]\npaths = ["x"]\nlicense = "ISC"', ""]
)
def test_nothing_is_kept_where_more_than_the_beginning_decides(table, repo, stored):
    license = 'license = "MIT"\n' if table else ""
    repo.write("LICENSE", "MIT License\n\nCopyright (c) 2020 Ex\n")
    repo.write("t", "SPDX-License-Identifier: {license}\n")
    repo.write("mlhooks.toml", f"[license-header]\n{license}{table}\n")
    repo.write("a.py", HEADER + b"\nx = 1\n")
    assert repo.rules("a.py") == []
    assert kept(stored) == []
