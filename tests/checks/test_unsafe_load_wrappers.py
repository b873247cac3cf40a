# SPDX-License-Identifier: Apache-2.0
"""Callers that pass weights_only to a wrapper of the project: the definition is found, here or on disk."""

from __future__ import annotations

import time

import pytest

from mlhooks.checks.unsafe_load import CHECK
from support import judge

LOW, HIGH = {"torch": ">=2.4"}, {"torch": ">=2.6"}
DEFINED = "import torch\ndef read(p, weights_only=True):\n  return torch.load(p, weights_only=weights_only)\n"
UNSAFE, DEFAULT, UNRESOLVED = ("torch-load-unsafe", "torch-load-default", "torch-load-unresolved")


def said(root, code, options=HIGH, name="a.py"):
    return [f.rule for f in judge(CHECK, root, name, code, options=options)]


@pytest.mark.parametrize(
    ("passed", "options", "expected"),
    [
        ("weights_only=False", HIGH, UNSAFE),
        ("weights_only=0", HIGH, UNSAFE),
        ("weights_only=True", LOW, ""),
        ("weights_only=None", LOW, DEFAULT),
        ("weights_only=None", HIGH, ""),
        ("weights_only=flag", HIGH, UNRESOLVED),
        ("**{'weights_only': False}", HIGH, UNSAFE),
        ("**options", HIGH, ""),
        ("other=False", HIGH, ""),
        ("", LOW, ""),
    ],
)
def test_what_the_caller_passes(tmp_path, passed, options, expected):
    assert said(tmp_path, DEFINED + f"read(q, {passed})\n", options) == [expected] * bool(expected)


@pytest.mark.parametrize(
    ("body", "hands_on"),
    [
        ("def read(p, weights_only=True):\n  return torch.load(p, weights_only=weights_only)", True),
        ("def read(p, **kwargs):\n  return torch.load(p, **kwargs)", True),
        ("def read(p, **k):\n  return torch.load(p, weights_only=k.pop('weights_only', True))", True),
        ("def read(p, **k):\n  k.setdefault('weights_only', True)\n  return torch.load(p, **k)", True),
        ("def read(p, **k):\n  o = dict(map_location=0, **k)\n  return torch.load(p, **o)", True),
        ("def read(p, weights_only=True):\n  w = weights_only\n  return torch.load(p, weights_only=w)", True),
        ("def read(p, weights_only=True):\n  def inner():\n    return torch.load(p, weights_only=weights_only)", True),
        ("def read(p, **kwargs):\n  kwargs['weights_only'] = True\n  return torch.load(p, **kwargs)", False),
        ("def read(p, weights_only=True):\n  return torch.load(p, weights_only=True)", False),
        ("def read(p, weights_only=True):\n  return torch.load(p, weights_only=False)", False),
        ("def read(p, weights_only=True):\n  return other(p, weights_only=weights_only)", False),
        ("def inner(p, **k): return torch.load(p, **k)\n"
         "def read(p, weights_only=True): return inner(p, weights_only=weights_only)", True),
    ],
)  # fmt: skip
def test_what_a_definition_does_with_it(tmp_path, body, hands_on):
    (tmp_path / "b.py").write_text("import torch\n" + body)
    code = "from b import read\nread(q, weights_only=False)\n"
    assert said(tmp_path, code) == [UNSAFE] * hands_on


METHODS = DEFINED + "class C:\n  def get(self, p, **k): return read(p, **k)\nclass D(C): pass\n"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("from pkg.io import read\nread(q, weights_only=False)", True),
        ("from pkg import io\nio.read(q, weights_only=False)", True),
        ("import pkg.io as i\ni.read(q, weights_only=False)", True),
        ("from .io import read as r\nr(q, weights_only=False)", True),
        ("from . import io\nio.read(q, weights_only=False)", True),
        ("from ..pkg.io import read\nread(q, weights_only=False)", True),
        ("from . import again\nagain(q, weights_only=False)", True),
        ("from .star import read\nread(q, weights_only=False)", True),
        ("from .io import C\nC().get(q, weights_only=False)", True),
        ("from .io import D\nd = D()\nd.get(q, weights_only=False)", True),
        ("from .io import C\nclass E(C):\n  def f(self): self.get(q, weights_only=False)", True),
        ("from .io import other\nother(q, weights_only=False)", False),
        ("from elsewhere import read\nread(q, weights_only=False)", False),
        ("from ....pkg.io import read\nread(q, weights_only=False)", False),
        ("read(q, weights_only=False)", False),
        ("model.read(q, weights_only=False)", False),
        ("from pkg.io import read\ndef f(read): read(q, weights_only=False)", False),
    ],
)
@pytest.mark.parametrize("root", ["", "src/"])
def test_where_a_definition_is_found(tmp_path, root, code, found):
    package = tmp_path / root / "pkg"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("from .io import read as again\n")
    (package / "star.py").write_text("from .io import *\n")
    (package / "io.py").write_text(METHODS)
    assert said(tmp_path, code, name=f"{root}pkg/a.py") == [UNSAFE] * found


def test_a_wrapper_of_torch_hub(tmp_path):
    code = (
        "from torch.hub import load_state_dict_from_url as get\n"
        "def fetch(u, weights_only=True): return get(u, weights_only=weights_only)\n"
        "fetch(u, weights_only=False)\n"
    )
    assert said(tmp_path, code) == ["load-state-dict-from-url"]


def test_what_is_said(tmp_path):
    (finding,) = judge(CHECK, tmp_path, "a.py", DEFINED + "read(q, weights_only=False)\n", options=HIGH)
    assert finding.message == "read hands weights_only on to torch.load, and it is off here"
    assert dict(finding.help)["fix"] == "read(q, weights_only=True)"
    assert not finding.fix


def test_circles_and_chains_end(tmp_path):
    for one, other in (("b", "c"), ("c", "b")):
        (tmp_path / f"{one}.py").write_text(
            f"from {other} import *\nfrom {other} import read as again\n"
            "def read(p, **k): return again(p, **k)\n"
        )
    assert said(tmp_path, "from b import read\nread(q, weights_only=False)\n") == []
    assert said(tmp_path, "from b import nothing\nnothing(q, weights_only=False)\n") == []
    own = "def a(**k): b(**k)\ndef b(**k): a(**k)\na(weights_only=False)\n"
    assert said(tmp_path, own) == []
    for number in range(15):
        (tmp_path / f"m{number}.py").write_text(f"from m{number + 1} import read\n")
    (tmp_path / "m15.py").write_text(DEFINED)
    assert said(tmp_path, "from m0 import read\nread(q, weights_only=False)\n") == [UNSAFE]


def test_what_lies_outside_or_is_too_much_is_not_read(tmp_path):
    inside = tmp_path / "project"
    inside.mkdir()
    (tmp_path / "b.py").write_text(DEFINED)
    (inside / "c.py").symlink_to(tmp_path / "b.py")
    (inside / "d.py").write_text(DEFINED + "#" * (3 << 20))
    for module in ("..b", "c", "d"):
        assert said(inside, f"from {module} import read\nread(q, weights_only=False)\n") == []


def test_many_wrappers_take_linear_time(tmp_path):
    """Each function calls the next two: as many ways through them as 2 to their number."""
    names = [f"f{number}" for number in range(400)]
    code = "import torch\n" + "".join(
        f"def {name}(p, **k):\n  {after}(p, **k)\n  {last}(p, **k)\n"
        for name, after, last in zip(names, names[1:], names[2:], strict=False)
    )
    code += "".join(f"f{number}(p, weights_only=False)\n" for number in range(400))
    start = time.process_time()
    said(tmp_path, code)
    assert time.process_time() - start < 5


def test_functions_that_all_call_each_other_end_soon(tmp_path):
    names = [f"f{number}" for number in range(12)]
    calls = "".join(f"  {name}(p, **k)\n" for name in names)
    code = "import torch\n" + "".join(f"def {name}(p, **k):\n{calls}" for name in names)
    start = time.process_time()
    assert said(tmp_path, code + "f0(p, weights_only=False)\n") == []
    assert time.process_time() - start < 5
