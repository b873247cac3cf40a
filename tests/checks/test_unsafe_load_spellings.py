# SPDX-License-Identifier: Apache-2.0
"""torch.load in every spelling, and every way in which its weights_only can be given."""

from __future__ import annotations

import pytest

from mlhooks.checks.unsafe_load import CHECK
from support import judge

LOW, HIGH = {"torch": ">=2.4"}, {"torch": ">=2.6"}
DEFAULT, UNSAFE, PICKLE, UNRESOLVED = (
    f"torch-load-{name}" for name in ("default", "unsafe", "pickle-module", "unresolved")
)


def said(root, code, options=LOW):
    return [finding.rule for finding in judge(CHECK, root, "a.py", code, options=options)]


@pytest.mark.parametrize(
    "code",
    [
        "import torch as t\nt.load(p)",
        "from torch import load as L\nL(p)",
        "from torch import *\nload(p)",
        "from torch.serialization import load\nload(p)",
        "from torch import serialization as s\ns.load(p)",
        "import torch.serialization as s\ns.load(p)",
        "import torch\nser = torch.serialization\nser.load(p)",
        "import torch.nn as nn, torch as T\nT.load(p)",
        "import torch.nn\ntorch.load(p)",
        "from torch import nn, load\nload(p)",
        "from torch import (\n  nn,\n  load,\n)\nload(p)",
        "from torch import nn, \\\n  load\nload(p)",
        "import importlib\nimportlib.import_module('torch').load(p)",
        "import importlib\nt = importlib.import_module('torch')\nt.load(p)",
        'from importlib import import_module as im\nim("torch").load(p)',
        "__import__('torch').load(p)",
        "import sys\nsys.modules['torch'].load(p)",
        "import pytest\nt = pytest.importorskip('torch')\nt.load(p)",
        "torch = LazyLoader('torch', globals(), 'torch')\ntorch.load(p)",
        "import torch\ngetattr(torch, 'load')(p)",
        "import torch\nf = getattr(torch, 'load')\nf(p)",
        "import torch\ngetattr(torch.serialization, 'load', None)(p)",
        "def f(p):\n  import torch\n  return torch.load(p)",
        "try:\n  import torch\nexcept ImportError:\n  torch = None\ndef f(p): return torch.load(p)",
        "if True:\n  from torch import load\nload(p)",
        "import functools, torch\nf = functools.partial(torch.load, map_location='cpu')\nf(p)",
        "from functools import partial\nimport torch\nf = partial(torch.load, map_location='cpu')",
        "from functools import partial\nimport torch\npartial(torch.load)(p)",
        "from joblib import Parallel, delayed\nimport torch\nParallel()(delayed(torch.load)(q) for q in p)",
        "import torch\nlist(map(torch.load, p))",
        "import torch\nwith Pool() as pool: pool.map(torch.load, p)",
        "import torch\npool.starmap(torch.load, p)",
        "import torch\npool.apply_async(torch.load, (p,))",
        "import torch, itertools\nlist(itertools.starmap(torch.load, p))",
        "import torch\nasync def f():\n  return await loop.run_in_executor(None, torch.load, p)",
        "import torch, asyncio\nasync def f():\n  return await asyncio.to_thread(torch.load, p)",
        "import torch\nf = torch.load\nf(p)",
        "import torch\nf: object = torch.load\nf(p)",
        "import torch\nf, g = torch.load, 1\nf(p)",
        "import torch\n(f := torch.load)(p)",
        "import torch\n(torch.load if a else b)(p)",
        "import torch\ndef f(p, loader=torch.load): return loader(p)",
        "import torch\n(torch).load(p)",
        "import torch\n(torch.load)(p)",
        "import torch\nx = (torch\n  .load(p))",
        "import torch\nx = torch.\\\n  load(p)",
        "import torch\ntorch.load(\n  p,\n)",
        "import torch\nx = f'{torch.load(p)}'",
        "import torch\n@torch.load(p)\ndef f(): pass",
        "import torch\n@dec(torch.load(p))\nclass f: pass",
        "import torch\nclass A(torch.load(p)): pass",
        "import torch\nf = lambda p: torch.load(p)",
        "import torch\nmatch torch.load(p):\n  case {'a': b}: pass",
        "import torch\nmatch x:\n  case 1 if torch.load(p): pass",
        "import torch\nmatch x:\n  case 1:\n    torch.load(p)",
        "import torch\ndef f(*, x=torch.load(p)): pass",
        "import torch\n[torch.load(q) for q in p]",
        "import torch\n{1: 2 for q in p if torch.load(q)}",
        "import torch\nwhile torch.load(p): pass",
        "import torch\nfor x in torch.load(p): pass\nelse: pass",
        "import torch\nwith torch.load(p) as x: pass",
        "import torch\ndel torch.load(p)[0]",
        "import torch\nclass A:\n  async def f(self):\n    yield torch.load(p)",
    ],
)
def test_every_spelling_is_found_once(tmp_path, code):
    assert said(tmp_path, code) == [DEFAULT]


@pytest.mark.parametrize(
    "code",
    [
        "LOADERS = {'pt': torch.load}\ndef f(k, p): return LOADERS[k](p)",
        "class A:\n  def __init__(s): s.read = torch.load",
        "class A:\n  read = staticmethod(torch.load)",
        "read(p, loader=torch.load)",
        "def get(): return torch.load",
    ],
)
def test_a_function_that_leaves_sight_is_a_note(tmp_path, code):
    assert said(tmp_path, "import torch\n" + code) == [UNRESOLVED]
    assert said(tmp_path, "import torch\n" + code, HIGH) == []


@pytest.mark.parametrize(
    "code",
    ["functools.partial(torch.load)(p, weights_only=True)", "torch.load = print", "inspect.signature(torch.load)", "hasattr(torch, 'load')", "original = torch.load",
     "from . import torch\ntorch.load(p)", "from x import torch as torch\ntorch.load(p)"],
)  # fmt: skip
def test_what_is_no_call_of_it(tmp_path, code):
    assert said(tmp_path, "import torch, inspect, functools\n" + code) == []


KWARGS = "def f(p, **kwargs):\n  {}\n  return torch.load(p, {})"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        # Constants and literals.
        *((f"torch.load(p, weights_only={value})", "") for value in
          ("1", "'False'", "[1]", "-1", "...", "True and 1", "x or True", "bool(1)", "not None")),
        *((f"torch.load(p, weights_only={value})", UNSAFE) for value in
          ("0", "''", "0.0", "()", "[]", "{}", "b''", "-0", "bool(0)", "not 1", "True and False")),
        *((f"torch.load(p, weights_only={value})", DEFAULT) for value in ("None", "False or None")),
        *((f"torch.load(p, weights_only={value})", UNRESOLVED) for value in
          ("x", "x == 1", "True if a else False", "x and y", "bool(x)", "f()")),
        # Names: of the module, of a class, of a parameter.
        ("W: bool = False\ntorch.load(p, weights_only=W)", UNSAFE),
        ("W = V = False\ntorch.load(p, weights_only=V)", UNSAFE),
        ("W, V = True, False\ntorch.load(p, weights_only=V)", UNSAFE),
        ("(W := False)\ntorch.load(p, weights_only=W)", UNSAFE),
        ("if x: W = False\nelse: W = 0\ntorch.load(p, weights_only=W)", UNSAFE),
        ("if x: W = True\nelse: W = False\ntorch.load(p, weights_only=W)", UNRESOLVED),
        ("class C:\n  W = False\n  def f(self): torch.load(p, weights_only=self.W)", UNSAFE),
        ("class C:\n  W = True\ntorch.load(p, weights_only=C.W)", ""),
        ("class C:\n  W = True\n  def f(self):\n    self.W = x\n    torch.load(p, weights_only=self.W)", UNRESOLVED),
        ("class C:\n  def __init__(self, w=True): self.w = w\n  def f(self): torch.load(p, weights_only=self.w)", ""),
        ("def f(p, w=None):\n  if w is None: w = True\n  torch.load(p, weights_only=w)", ""),
        ("def f(p, w=None):\n  if w is None: w = False\n  torch.load(p, weights_only=w)", UNSAFE),
        ("def f(p, w):\n  if w is None: w = False\n  torch.load(p, weights_only=w)", UNRESOLVED),
        ("def f(p, w=None): torch.load(p, weights_only=True if w is None else w)", ""),
        ("def f(p, w=None): torch.load(p, weights_only=w if w is not None else False)", UNSAFE),
        ("def g(w=False):\n  def f(p): return torch.load(p, weights_only=w)", UNSAFE),
        ("f = lambda p, w=False: torch.load(p, weights_only=w)", UNSAFE),
        # Mappings.
        ("K = {'weights_only': False, 'map_location': 'cpu'}\ndef f(p): torch.load(p, **K)", UNSAFE),
        ("K = dict(map_location='cpu')\ndef f(p): torch.load(p, **{**K, 'weights_only': False})", UNSAFE),
        (KWARGS.format("kwargs['weights_only'] = False", "**kwargs"), UNSAFE),
        (KWARGS.format("kwargs.setdefault('weights_only', False)", "**kwargs"), UNSAFE),
        (KWARGS.format("kwargs = {'weights_only': True, **kwargs}", "**kwargs"), ""),
        (KWARGS.format("kwargs = {**kwargs, 'weights_only': False}", "**kwargs"), UNSAFE),
        (KWARGS.format("kwargs = {'weights_only': False} | kwargs", "**kwargs"), UNSAFE),
        (KWARGS.format("kwargs |= {'weights_only': True}", "**kwargs"), ""),
        (KWARGS.format("kwargs.update({'weights_only': False})", "**kwargs"), UNSAFE),
        (KWARGS.format("w = kwargs.get('weights_only', False)", "weights_only=w"), UNSAFE),
        (KWARGS.format("w = kwargs.pop('weights_only', None)", "weights_only=w"), DEFAULT),
        (KWARGS.format("pass", "**kwargs"), UNRESOLVED),
        ("def f(p, weights_only=True, **kwargs): torch.load(p, **kwargs)", DEFAULT),
        # pickle_module, by name and by place.
        ("def f(p, m=None): torch.load(p, pickle_module=m)", DEFAULT),
        ("def f(p, m=pickle): torch.load(p, None, m)", PICKLE),
        ("k = dict(pickle_module=pickle)\ntorch.load(p, **k)", PICKLE),
        ("def f(p, m): torch.load(p, pickle_module=m, weights_only=False)", UNSAFE),
        # Guards.
        ("k = {'weights_only': True} if HAS_WEIGHTS_ONLY else {}\ntorch.load(p, **k)", ""),
        ("k = {'weights_only': True} if 'weights_only' in inspect.signature(torch.load).parameters else {}\n"
         "torch.load(p, **k)", ""),
    ],
)  # fmt: skip
def test_what_the_argument_is(tmp_path, code, expected):
    assert said(tmp_path, "import torch, pickle, inspect\n" + code) == ([expected] if expected else [])
