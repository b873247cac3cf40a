# SPDX-License-Identifier: Apache-2.0
"""Notebooks, Python that does not parse, encodings, depth, arbitrary bytes."""

from __future__ import annotations

import ast
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlhooks.checks.unsafe_load import CHECK
from mlhooks.core.source import from_bytes
from support import hits_of, judge, judge_source

LOW = {"torch": ">=2.4"}
T = "import torch\n"


def said(root, code, options=None):
    return [(finding.rule, finding.severity) for finding in judge(CHECK, root, "a.py", code, options=options)]


def apply(code, finding):
    data = bytearray(code.encode())
    for edit in sorted(finding.fix, reverse=True):
        data[edit.span.start : edit.span.end] = edit.new
    return data.decode()


def notebook(*cells):
    return json.dumps({"cells": [{"cell_type": "code", "source": cell} for cell in cells], "metadata": {}})


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["import torch as t", "t.load('x')"], ["cell 2, line 1"]),
        (["%matplotlib inline\n!pip install torch \\\n   x\nimport torch",
         "y = %time torch.load('x')\ntorch.load(1)"],
         ["cell 2, line 1", "cell 2, line 2"]),
        (["import torch\n%time m = torch.load('x')"], ["cell 1, line 2"]),
        (["import torch", "%%time\ntorch.load('x')\n"], ["cell 2, line 2"]),
        (["import torch", "%%bash\ntorch.load('x')\n"], []),
        (["import torch", "torch.load?\n?torch.load\nif a:\n  !ls\n  torch.load('é')"], ["cell 2, line 5"]),
        (["import torch", "print 'x'\ntorch.load('x')", "torch.load('y')"],
         ["cell 3, line 1", "cell 2, line 2", "cell 2, line 1"]),
        (["s = '''\n%d\n'''\nimport torch", "torch.load(s\n  % 1)"], ["cell 2, line 1"]),
    ],
)  # fmt: skip
def test_notebooks(tmp_path, cells, expected):
    found = judge(CHECK, tmp_path, "a.ipynb", notebook(*cells), options=LOW)
    assert [finding.where for finding in found] == expected


def test_the_fix_of_a_notebook_is_still_one(tmp_path):
    text = notebook("import torch", 'torch.load(\n    "é",\n)')
    (finding,) = judge(CHECK, tmp_path, "a.ipynb", text, options=LOW)
    assert text.encode()[slice(*finding.span)] == rb"torch.load(\n    \"\u00e9\",\n)"
    assert (
        json.loads(apply(text, finding))["cells"][1]["source"]
        == 'torch.load(\n    "é", weights_only=True,\n)'
    )


def test_the_variable_in_a_magic(tmp_path):
    found = judge(
        CHECK, tmp_path, "a.ipynb", notebook("%env TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD=1\nimport torch")
    )
    assert [(f.rule, f.where) for f in found] == [("torch-load-environment", "cell 1, line 1")]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("print 'x'\nimport torch as t\nt.load(p)", ["torch-load-default", "unparsable"]),
        ("print 'x'\nimport torch\ntorch.load(p, weights_only=True)", ["unparsable"]),
        ("print 'x'\nimport torch\ntorch.load(f(p), weights_only=False)",
         ["torch-load-unsafe", "unparsable"]),
        ("print 'x'\nimport torch\ntorch.load(p, **k)", ["torch-load-unresolved", "unparsable"]),
        ("print 'x'\nimport torch\n# torch.load(p)\ns = 'torch.load(p)'\n'''\ntorch.load(p)\n'''", ["unparsable"]),
        ("print 'x'\nfrom torch import (load as L)\nL(p, ')', pickle_module=x)",
         ["torch-load-pickle-module", "unparsable"]),
        ("print 'x'\nimport cPickle as pickle\npickle.load(p)", ["load-pickle", "unparsable"]),
        ("print 'x'\nimport yaml\nyaml.load(p)\nyaml.load(p, Loader=yaml.SafeLoader)",
         ["load-yaml", "unparsable"]),
        ("print 'x'\nfrom torch import load\ndef load(p): pass\n", ["unparsable"]),
        ("x = '''\nimport torch\ntorch.load(p", ["torch-load-default", "unparsable"]),
        ("import torch\ntorch.load(p)\nx = " + "(" * 3000, ["torch-load-default", "unparsable"]),
        ("import torch\ntorch.load(p)\nx = " + "-" * 100_000 + "1", ["torch-load-default", "unparsable"]),
        ("import torch\n#" + "#" * 9000 + "\n\0\ntorch.load(p)", ["torch-load-default", "unparsable"]),
    ],
    ids=range(13),
)  # fmt: skip
def test_python_that_does_not_parse_is_judged_by_tokens(tmp_path, code, expected):
    source = from_bytes("a.py", code.encode())
    found = judge_source(CHECK, tmp_path, source, options=LOW)
    assert [finding.rule for finding in found] == expected


def test_unparsable_names_the_python_that_ran(tmp_path):
    import platform

    *_, note = judge(CHECK, tmp_path, "a.py", "import torch\ntorch.load(p)\nprint 'x'\n", options=LOW)
    assert (note.rule, note.severity) == ("unparsable", "note")
    assert f"Python {platform.python_version()}" in note.message
    assert "line 3" in note.message


@pytest.mark.parametrize(
    "deep", ["x" + ".a" * 50_000, "1" + "+1" * 50_000, "f" + "()" * 50_000, "[" * 150 + "]" * 150]
)
def test_depth_never_raises(tmp_path, deep):
    code = f"import torch\ntorch.load(p)\ny = {deep}\n"
    assert ("torch-load-default", "error") in said(tmp_path, code, LOW)


def test_a_thousand_nested_calls(tmp_path):
    code = T + "torch.load(" * 90 + "p" + ")" * 90
    assert len(said(tmp_path, code, LOW)) == 90


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (b"# -*- coding: latin-1 -*-\nimport torch\n'\xe9\xe9'; torch.load('\xe9')\n", b"torch.load('\xe9')"),
        (b"\xef\xbb\xbfimport torch; torch.load('x')\n", b"torch.load('x')"),
        (b"import torch\r'\xc3\xa9'; torch.load('x')\r", b"torch.load('x')"),
        (b"import torch\n'\xe9'; torch.load('x')\n", b"torch.load('x')"),
        (b"# coding: punycode\nimport torch\n'\xe9'; torch.load('x')\n", b"torch.load('x')"),
        (b"# coding: shift_jis\nimport torch\n'\x83\x5c'; torch.load('x')\n", b"torch.load('x')"),
        ("import torch\n'é'; torch.load('x')\n".encode("utf-16"), b"torch.load('x')"),
    ],
)
def test_byte_offsets_in_any_encoding(tmp_path, data, shown):
    source = from_bytes("a.py", data)
    (finding,) = judge_source(CHECK, tmp_path, source, options=LOW)
    assert source.data[slice(*finding.span)] == shown


CODE = st.sampled_from(
    ["import torch\n", "import torch as t\n", "from torch import load as L\n", "torch.load(", "t.load(",
     "L(", "p", ")",
     ", ", "weights_only=", "True", "False", "None", "\n", "\n    ", "try:\n", "except:\n",
     "def f(torch):\n", "x = ",
     "'é'", '"""', "#", "**k", "pickle_module=pickle", "import pickle\n", "pickle.loads(", "yaml.load(",
     "import yaml\n",
     "add_safe_globals([getattr])", "TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD", "%time ", "!ls\n", "(", "]",
     "\\\n", "\r", "\x0c"]
)  # fmt: skip


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(CODE | st.binary(max_size=3), max_size=25), st.sampled_from(["a.py", "a.ipynb"]))
def test_no_bytes_raise_and_spans_lie_inside(tmp_path, parts, name):
    text = b"".join(part.encode() if isinstance(part, str) else part for part in parts)
    if name == "a.ipynb":
        text = notebook("import torch as t, torch", text.decode("utf-8", "replace")).encode()
    source = from_bytes(name, text)
    if source.data is None:
        return
    for finding in judge_source(CHECK, tmp_path, source, options=LOW):
        for span in (finding.span, finding.statement or finding.span, *(edit.span for edit in finding.fix)):
            assert 0 <= span.start <= span.end <= len(source.data)
        assert finding.rule in {rule.id for rule in CHECK.rules} | {"unparsable"}
        if finding.fix and name == "a.py":
            ast.parse(apply(source.data.decode(), finding))


@pytest.mark.parametrize("stdlib", [False, True])
def test_both_matchers_wake_alike(stdlib):
    for code, wakes in [
        (b"from torch import load\nload (x); load(x)", True),
        (b"from torch import load as L\nL(x)", True),
        (b"import torch as t\nt.load(x)", True),
        (b"import json\njson.load(x)\ndownload(x)", False),
        (b"from torch import nn, Tensor\nreload(x)", False),
    ]:
        assert bool(hits_of(CHECK, from_bytes("a.py", code), stdlib=stdlib)) == wakes
