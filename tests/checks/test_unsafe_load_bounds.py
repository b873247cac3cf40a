# SPDX-License-Identifier: Apache-2.0
"""Bad input: bounded time, a stated verdict, no crash. Through the engine, help and suppressions included."""

from __future__ import annotations

import json
import time

import pytest

from mlhooks.core.project import Tree
from mlhooks.core.project.requirement_files import MAX_STATED, RequirementFiles
from mlhooks.engine import Settings, run

T = "import torch\n"
BROKEN = "print 'x'\n" + T
ONLY = frozenset({"unsafe-load"})
DEFAULT, UNPARSABLE, UNSAFE = "torch-load-default", "unparsable", "torch-load-unsafe"


def notebook(*cells):
    return json.dumps({"cells": [{"cell_type": "code", "source": cell} for cell in cells], "metadata": {}})


def wrappers(number):
    return T + "".join(
        f"def f{n}(p, weights_only=True):\n  return torch.load(p, weights_only=weights_only)\n"
        f"f{n}(p, weights_only=False)\n"
        for n in range(number)
    )


CASES = {
    "calls that nothing closes": ("a.py", BROKEN + "torch.load(\n" * 20_000, {DEFAULT, UNPARSABLE}),
    "calls in calls": ("a.py", T + "torch.load(" * 2000 + ")" * 2000, {DEFAULT, UNPARSABLE}),
    "calls in code that does not parse": ("a.py", BROKEN + "torch.load(p)\n" * 10_000, {DEFAULT, UNPARSABLE}),
    "calls": ("a.py", T + "torch.load(p)\n" * 10_000, {DEFAULT}),
    "calls in latin-1": (
        "a.py",
        ("# coding: latin-1\n" + T + "s = 'é'\n" + "torch.load(p)\n" * 10_000).encode("latin-1"),
        {DEFAULT},
    ),
    "calls on one line": ("a.py", T + "x = [" + "torch.load(p), " * 10_000 + "]\n", {DEFAULT, UNPARSABLE}),
    "a generated module of 20 MB": (
        "a.py", T + "x = [1, 2, 3, 'abc def']\n" * 800_000 + "torch.load(p)\n", {DEFAULT, UNPARSABLE},
    ),
    "a thousand brackets": ("a.py", T + "x = " + "(" * 1000 + "torch.load(p)" + ")" * 1000, {DEFAULT, UNPARSABLE}),
    "a thousand unary operators": ("a.py", T + "torch.load(p)\nx = " + "not " * 1000 + "y\n", {DEFAULT}),
    "a name of a million parts": ("a.py", T + "x" + ".a" * 900_000 + "\ntorch.load(p)\n", {DEFAULT, UNPARSABLE}),
    "cells": ("a.ipynb", notebook("import torch", *["torch.load(p)"] * 5000), {DEFAULT}),
    "cells that do not parse": (
        "a.ipynb", notebook("import torch", *["print 'x'\ntorch.load(p)"] * 2000), {DEFAULT, UNPARSABLE},
    ),
    "one large cell": ("a.ipynb", notebook(T + "torch.load(p)\n" * 5000), {DEFAULT}),
    "quotes": ("a.py", BROKEN + "'" * 200_000 + "\ntorch.load(p)\n", {DEFAULT, UNPARSABLE}),
    "strings that nothing closes": ("a.py", BROKEN + "'''\n" * 30_000 + "torch.load(p)\n", {DEFAULT, UNPARSABLE}),
    "names bound again and again": ("a.py", T + "f = torch.load\n" * 20_000 + "f(p)\n" * 5000, {DEFAULT}),
    "partials of partials": (
        "a.py", "import torch, functools\nf = torch.load\n" + "f = functools.partial(f, a=0)\n" * 5000 + "f(p)\n",
        {DEFAULT},
    ),
    "a mapping changed again and again": (
        "a.py", T + "k = {}\n" + "k['weights_only'] = x\n" * 5000 + "torch.load(p, **k)\n" * 5000,
        {"torch-load-unresolved"},
    ),
    "stars": ("a.py", "from torch import *\n" * 5000 + "load(p)\n" * 1000, {DEFAULT}),
    "fallbacks": (
        "a.py", T + "try:\n  torch.load(p, weights_only=True)\nexcept E:\n  torch.load(p)\n" * 4000,
        {"torch-load-fallback"},
    ),
    "downloads": (
        "a.py", "import requests\n" + T + "x = requests.get(x)\n" * 5000 + "torch.load(x, weights_only=0)\n" * 3000,
        {UNSAFE},
    ),
    "wrappers": ("a.py", wrappers(3000), {UNSAFE}),
    "attributes": (
        "a.py",
        T + "class C:\n  def f(self):\n" + "    self.w = x\n" * 5000 + "    torch.load(p, weights_only=self.w)\n" * 3000,
        {"torch-load-unresolved"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "rules"), CASES.values(), ids=CASES)
def test_bad_input_ends_soon_with_a_verdict(tmp_path, monkeypatch, name, content, rules):
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\ndependencies = ["torch>=2.4"]\n')
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    monkeypatch.chdir(tmp_path)
    start = time.process_time()
    result = run([name], Settings(only=ONLY, asked=ONLY, min_severity="note"))
    assert time.process_time() - start < 20
    assert {finding.rule for finding in result.findings} == rules
    assert not result.broken
    assert not result.unread


@pytest.mark.parametrize(
    "line", ["torch\n", "torch>=2.4 ; python_version > '3.8'\n", "numpy==1.2\n", "-r x.txt\n"]
)
def test_many_large_requirements_end_soon(tmp_path, monkeypatch, line):
    (tmp_path / "requirements.txt").write_text("".join(f"-r r{n}.txt\n" for n in range(99)))
    for number in range(99):
        (tmp_path / f"r{number}.txt").write_text(line * (160_000 // len(line)))
    (tmp_path / "a.py").write_text(T + "torch.load(p)\n")
    monkeypatch.chdir(tmp_path)
    start = time.process_time()
    result = run(["a.py"], Settings(only=ONLY, asked=ONLY))
    assert [finding.rule for finding in result.findings] == [DEFAULT]
    assert time.process_time() - start < 15


def test_one_file_that_says_the_same_again_and_again(tmp_path):
    (tmp_path / "requirements.txt").write_text("torch>=2.4\n" * 10_000)
    files = RequirementFiles(Tree(tmp_path.resolve().as_posix(), b"0" * 16), "torch")
    assert len(files.closure("requirements.txt")) == MAX_STATED
