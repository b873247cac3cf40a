# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from mlhooks.checks.unsafe_load import CHECK
from support import judge, told

LOW, HIGH = {"torch": ">=2.4"}, {"torch": ">=2.6"}
ANCIENT = {"torch": ">=1.7"}
TESTS = frozenset({"tests"})
T = "import torch\n"


def said(root, code, options=None, classes=frozenset(), name="a.py"):
    found = judge(CHECK, root, name, code, options=options, classes=classes)
    return [(finding.rule, finding.severity) for finding in found]


@pytest.mark.parametrize(
    ("call", "options", "expected"),
    [
        ("torch.load(p)", LOW, "torch-load-default error"),
        ("torch.load(p)", ANCIENT, "torch-load-default error"),
        ("torch.load(p)", None, "torch-load-default warning"),
        ("torch.load(p)", HIGH, ""),
        ("torch.load(p)", {"torch": "2.6.0"}, ""),
        ("torch.load(p)", {"torch": "==2.5.*"}, "torch-load-default error"),
        ("torch.load(p)", {"torch": "nonsense"}, "torch-load-default warning"),
        ("torch.load(p, weights_only=None)", LOW, "torch-load-default error"),
        ("torch.load(p, weights_only=None)", HIGH, ""),
        ("torch.load(p, weights_only=True)", LOW, ""),
        ("torch.load(p, weights_only=1)", LOW, ""),
        ("torch.load(p, weights_only='False')", LOW, ""),
        ("torch.load(p, weights_only=False)", HIGH, "torch-load-unsafe warning"),
        ("torch.load(p, weights_only=0)", LOW, "torch-load-unsafe warning"),
        ("torch.load(p, weights_only=not True)", LOW, "torch-load-unsafe warning"),
        ("torch.load(p, pickle_module=pickle)", HIGH, "torch-load-pickle-module error"),
        ("torch.load(p, 'cpu', pickle)", HIGH, "torch-load-pickle-module error"),
        ("torch.load(p, 'cpu', pickle, weights_only=False)", HIGH, "torch-load-pickle-module error"),
        ("torch.load(p, 'cpu', None)", LOW, "torch-load-default error"),
        ("torch.load(p, pickle_module=None)", LOW, "torch-load-default error"),
        ("torch.load(p, pickle_module=pickle, weights_only=True)", LOW, ""),
        ("torch.load(p, weights_only=flag)", LOW, "torch-load-unresolved note"),
        ("torch.load(p, **options)", HIGH, "torch-load-unresolved note"),
        ("torch.load(*arguments)", LOW, "torch-load-default error"),  # it takes weights_only by name alone
        ("torch.load(*arguments)", None, "torch-load-unresolved note"),
        ("torch.load(*arguments, **options)", LOW, "torch-load-unresolved note"),
        ("torch.load(p, **{'weights_only': True})", LOW, ""),
        ("torch.load(p, **{'map_location': 'cpu'})", LOW, "torch-load-default error"),
        ("torch.load(p, **dict(weights_only=False))", LOW, "torch-load-unsafe warning"),
        ("torch.load(p, **{'pickle_module': pickle})", HIGH, "torch-load-pickle-module error"),
        ("torch.serialization.load(p)", LOW, "torch-load-default error"),
        ("getattr(torch, 'load')(p)", LOW, "torch-load-default error"),
        ("list(map(torch.load, p))", LOW, "torch-load-default error"),
        ("pool.submit(torch.load, p, weights_only=True)", LOW, ""),
        ("functools.partial(torch.load, weights_only=False)", LOW, "torch-load-unsafe warning"),
        ("torch.loads(p)", LOW, ""),
        ("torch.jit.load(p)", LOW, ""),
        ("model.load(p)", LOW, ""),
        ("x = torch.load", LOW, ""),
        ("'torch.load(p)'  # torch.load(p)", LOW, ""),
    ],
)
def test_verdicts(tmp_path, call, options, expected):
    code = "import torch, pickle, functools\n" + call + "\n"
    assert said(tmp_path, code, options) == ([tuple(expected.split())] if expected else [])


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        # Constants, defaults, mappings that the file itself settles.
        ("W = True\ndef f(p):\n  torch.load(p, weights_only=W)", []),
        ("W = False\ndef f(p):\n  torch.load(p, weights_only=W)", ["torch-load-unsafe"]),
        ("def f(p, w=True):\n  torch.load(p, weights_only=w)", []),
        ("def f(p, w=False):\n  torch.load(p, weights_only=w)", ["torch-load-unsafe"]),
        ("def f(p, w=None):\n  torch.load(p, weights_only=w)", ["torch-load-default"]),
        ("def f(p, w):\n  torch.load(p, weights_only=w)", ["torch-load-unresolved"]),
        ("def f(p, **k):\n  torch.load(p, weights_only=k.pop('weights_only', True), **k)", []),
        ("def f(p, **k):\n  k.setdefault('weights_only', True)\n  torch.load(p, **k)", []),
        ("def f(p, **k):\n  torch.load(p, **k)\n  k.setdefault('weights_only', True)",
         ["torch-load-unresolved"]),
        ("k = {}\nk['weights_only'] = True\ntorch.load(p, **k)", []),
        ("k = dict(map_location=0)\nk.update(weights_only=False)\ntorch.load(p, **k)", ["torch-load-unsafe"]),
        ("k = {'a': 1}\nk = dict(k)\ntorch.load(p, **k)", ["torch-load-default"]),
        ("k = {'weights_only': True} if version >= (1, 13) else {}\ntorch.load(p, **k)", []),
        ("k = {}\nif is_torch_greater_1_13:\n  k = {'weights_only': True}\ntorch.load(p, **k)", []),
        ("k = {}\nif torch_version > x:\n  k['weights_only'] = True\ntorch.load(p, **k)", []),
        ("k = {'weights_only': True} if trusted else {}\ntorch.load(p, **k)", ["torch-load-unresolved"]),
        # Names: what shadows, what does not.
        ("def torch(): ...\ntorch.load(p)", []),
        ("def f(torch): torch.load(p)", []),
        ("def f():\n  torch = 1\n  return torch.load(p)", []),
        ("try:\n  import torch\nexcept ImportError:\n  torch = None\ntorch.load(p)", ["torch-load-default"]),
        ("torch = None\ntorch.load(p)", []),
        ("class A:\n  load = torch.load\n  def f(self): load(p)", []),
        ("load = torch.load\ndef f(): load(p)", ["torch-load-default"]),
        ("def f(load=torch.load): load(p)", ["torch-load-default"]),
        ("[t.load(p) for t in torches]", []),
        ("def g():\n  global L\n  from torch import load as L\ndef f(): L(p)", ["torch-load-default"]),
        ("from torch import *\nload(p)", ["torch-load-default"]),
        ("from .models import *\ntorch.load(p)", ["torch-load-default"]),
        ("from json import *\nload(p)", []),
        ("from .torch import load\nload(p)", []),
        ("load = torch.load if a else torch.jit.load\nload(p)", ["torch-load-default"]),
        # Fallbacks.
        ("try:\n  torch.load(p)\nexcept E:\n  torch.load(p, weights_only=False)",
         ["torch-load-default", "torch-load-unsafe"]),
        ("try:\n  torch.load(p, weights_only=True)\nexcept E:\n  def f(): torch.load(p)",
         ["torch-load-default"]),
        ("try:\n  torch.load(p, weights_only=True)\nexcept E:\n  try:\n    torch.load(p)\n"
         "  except E:\n    torch.load(p, weights_only=False)",
         ["torch-load-fallback", "torch-load-fallback"]),
        ("try:\n  torch.load(p, weights_only=True)\nexcept E:\n  raise\nelse:\n  torch.load(p)",
         ["torch-load-default"]),
        # A buffer that torch.save filled right here.
        ("import io\nb = io.BytesIO()\ntorch.save(m, b)\ntorch.load(b)", []),
        ("import io\nb = io.BytesIO()\ntorch.save(m, b)\ntorch.load(io.BytesIO(b.getvalue()))", []),
        ("import io\nb = io.BytesIO(data)\ntorch.save(m, b)\ntorch.load(b)", ["torch-load-default"]),
    ],
)  # fmt: skip
def test_what_the_file_itself_says(tmp_path, code, expected):
    assert [rule for rule, _ in said(tmp_path, ("" if "torch import" in code else T) + code, LOW)] == expected


@pytest.mark.parametrize(
    ("handler", "options", "expected"),
    [
        ("torch.load(p, weights_only=False)", LOW, "error"),
        ("torch.load(p, weights_only=False)", HIGH, "error"),
        ("torch.load(p)", LOW, "error"),
        ("torch.load(p)", None, "warning"),
        ("torch.load(p)", HIGH, ""),
    ],
)
def test_the_severity_of_a_fallback(tmp_path, handler, options, expected):
    code = T + f"try:\n  torch.load(p, weights_only=True)\nexcept:\n  {handler}\n"
    assert said(tmp_path, code, options) == ([("torch-load-fallback", expected)] if expected else [])


@pytest.mark.parametrize(
    ("parameter", "before", "argument", "safe"),
    [
        ("w=True", "", "weights_only=w", False),
        ("w=True", "k = dict(map_location=0, weights_only=w)", "**k", False),
        ("w=True", "k = {'weights_only': w}", "**k", False),
        ("w=True", "k = {}; k['weights_only'] = w", "**k", False),
        ("w=True", "v = w", "weights_only=v", False),
        ("w=True", "v = not (not w)", "weights_only=v", False),
        ("w=None", "", "weights_only=w", False),
        ("**k", "", "weights_only=k.pop('weights_only', True)", False),
        ("**k", "k.setdefault('weights_only', True)", "**k", False),
        ("m=0", "k = dict(map_location=m, weights_only=True)", "**k", True),
        ("**k", "k.update(weights_only=True)", "**k", True),
        ("w=True", "w = True", "weights_only=w", True),
        ("m=0", "", "map_location=m, weights_only=W", True),
        ("m=0", "", "map_location=m", True),
    ],
)
def test_what_a_caller_may_change_is_no_safe_load(tmp_path, parameter, before, argument, safe):
    code = f"W = True\ndef f(p, {parameter}):\n  {before or 'pass'}\n  try:\n    torch.load(p, {argument})\n"
    handler = "  except TypeError:\n    torch.load(p, weights_only=False)\n"
    expected = "torch-load-fallback error" if safe else "torch-load-unsafe warning"
    assert said(tmp_path, T + code + handler, HIGH)[-1] == tuple(expected.split())


def test_a_default_that_is_safe_has_a_fallback_too(tmp_path):
    code = T + "try:\n  torch.load(p)\nexcept:\n  torch.load(p, weights_only=False)\n"
    assert said(tmp_path, code, HIGH) == [("torch-load-fallback", "error")]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import torch\ntorch.load(p)", "torch-load-default note"),
        ("import torch\ntorch.load(p, weights_only=False)", "torch-load-unsafe note"),
        ("import torch, dill\ntorch.load(p, pickle_module=dill)", "torch-load-pickle-module error"),
        ("import os\nos.environ['TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD'] = '1'", "torch-load-environment note"),
    ],
)
def test_tests_are_quieter_where_the_policy_says_so(tmp_path, code, expected):
    assert said(tmp_path, code, LOW, TESTS) == [tuple(expected.split())]


def test_vendored_files_are_silent(tmp_path):
    assert said(tmp_path, T + "torch.load(p)", LOW, frozenset({"vendored"})) == []


@pytest.mark.parametrize(
    ("before", "argument", "expected"),
    [
        ("", "'model.pt'", "warning"),
        ("", "'https://models.example/a.pt'", "error"),
        ("from huggingface_hub import hf_hub_download as get", "get('org/name', 'a.pt')", "error"),
        ("import urllib.request\n  urllib.request.urlretrieve(url, p)", "p", "error"),
        ("f = download_file(url)\n  g = open(f)", "g", "error"),
        ("import requests, io\n  r = requests.get(url)", "io.BytesIO(r.content)", "error"),
        ("get = print", "get(p)", "warning"),
        ("is_downloaded(p)", "p", "warning"),
    ],
)
def test_a_download_in_the_same_function_is_an_error(tmp_path, before, argument, expected):
    torch = T + f"def f(p, url):\n  {before}\n  torch.load({argument}, weights_only=False)\n"
    assert [row for row in said(tmp_path, torch, HIGH) if row[1] != "note"] == [
        ("torch-load-unsafe", expected)
    ]
    pickle = f"import pickle\ndef f(p, url):\n  {before}\n  pickle.load({argument})\n"
    found = [row for row in said(tmp_path, pickle) if row[0] != "load-hub-revision"]
    assert found == [("load-pickle", expected.replace("warning", "note"))]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import yaml\nyaml.load(x)", "warning"),
        ("import yaml\nyaml.load(x, yaml.Loader)", "warning"),
        ("import yaml\nyaml.load(x, Loader=yaml.CLoader)", "warning"),
        ("import yaml\nyaml.unsafe_load(x)", "warning"),
        ("import yaml as y\ny.load_all(x, Loader=y.UnsafeLoader)", "warning"),
        ("from yaml import *\nload(x, Loader=Loader)", "warning"),
        ("import yaml\ntry:\n  from yaml import CLoader as L\nexcept ImportError:\n"
         "  from yaml import Loader as L\nyaml.load(x, L)",
         "warning"),
        ("import yaml\nyaml.load(x, Loader=None)", "warning"),
        ("import yaml\nyaml.load(x, Loader=yaml.FullLoader)", "note"),
        ("import yaml\nyaml.load(x, Loader=getattr(yaml, 'CFullLoader', yaml.FullLoader))", "note"),
        ("import yaml\nyaml.load(x, Loader=yaml.FullLoader if a else yaml.Loader)", "warning"),
        ("import yaml\nyaml.load(x, Loader=other)", "note"),
        ("import yaml\nyaml.load(x, **k)", "note"),
        ("import yaml\nclass L(yaml.SafeLoader): ...\nyaml.load(x, L)", "note"),
        ("import yaml\nyaml.load(x, Loader=yaml.CSafeLoader)", ""),
        ("import yaml\nyaml.load(x, yaml.loader.BaseLoader)", ""),
        ("import yaml\nL = yaml.CSafeLoader if c else yaml.SafeLoader\nyaml.load(x, L)", ""),
        ("from ruamel import yaml\nyaml.load(x)", ""),
        ("from ruamel.yaml import YAML\nyaml = YAML()\nyaml.load(x)", ""),
        ("from . import yaml\nyaml.load(x)", ""),
        ("yaml.load(x)", ""),
    ],
)  # fmt: skip
def test_yaml(tmp_path, code, expected):
    assert said(tmp_path, code) == ([("load-yaml", expected)] if expected else [])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            "load(x)",
            "yaml.load without a Loader raises TypeError in PyYAML 6; below 5.1 it builds any object",
        ),
        ("load_all(x)", "yaml.load_all without a Loader raises TypeError in PyYAML 6"),
        ("load(x, yaml.Loader)", "yaml.load with yaml.Loader builds any object"),
        (
            "load(x, yaml.FullLoader)",
            "yaml.load with FullLoader may run code that the document names in PyYAML 5.1 to",
        ),
        (
            "full_load(x)",
            "yaml.full_load may run code that the document names in PyYAML 5.1 to 5.3; newer ones refuse",
        ),
        ("load(x, Theirs)", "yaml.load takes a Loader that cannot be told from this file"),
        ("load(x, **k)", "yaml.load takes a Loader that cannot be told from this file"),
        ("load(x, Own)", "yaml.load takes a Loader of this file's own"),
    ],
)
def test_what_is_said_of_yaml(tmp_path, call, message):
    code = f"import yaml\nfrom theirs import Theirs\nclass Own(yaml.SafeLoader): ...\nyaml.{call}\n"
    (finding,) = judge(CHECK, tmp_path, "a.py", code)
    assert finding.message.startswith(message)
    assert [help.label for help in finding.help] == ["because", "instead"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import pickle\npickle.loads(x)", "load-pickle"),
        ("import pickle\npickle.loads(pickle.dumps(x))", ""),
        ("import pickle\ns = pickle.dumps(x)\ny = pickle.loads(s)", ""),
        ("import pickle\ns = pickle.dumps(x)\ns = read()\ny = pickle.loads(s)", "load-pickle"),
        ("import _pickle\n_pickle.load(x)", "load-pickle"),
        ("from pickle import Unpickler\nUnpickler(f)", "load-pickle"),
        ("from six.moves import cPickle as p\np.load(f)", "load-pickle"),
        ("import pickle as p\np.load(f)", "load-pickle"),
        ("import dill\ndill.loads(x)", "load-dill"),
        ("import numpy\nnumpy.load(x, allow_pickle=True)", "load-numpy"),
        ("import numpy\nnumpy.load(x, None, True)", ""),
        ("import numpy\nnumpy.load(x, allow_pickle=False)", ""),
        ("import json\njson.load(f)\npickle = 1\n# pickle.load", ""),
        ("import pickle\nclass U(pickle.Unpickler): ...", ""),
    ],
)
def test_pickle_and_its_kin(tmp_path, code, expected):
    assert said(tmp_path, code) == ([(expected, "note")] if expected else [])


@pytest.mark.parametrize(
    ("code", "after"),
    [
        ("torch.load(p)", "torch.load(p, weights_only=True)"),
        ("torch.load((p))", "torch.load((p), weights_only=True)"),
        ("torch.load(p,)", "torch.load(p, weights_only=True,)"),
        ("torch.load(p, weights_only=None)", "torch.load(p, weights_only=True)"),
        ("torch.load(p, **{})", "torch.load(p, **{}, weights_only=True)"),
        ("torch.load(f(')'))  # é", "torch.load(f(')'), weights_only=True)  # é"),
        ("'é'; torch.load('é')", "'é'; torch.load('é', weights_only=True)"),
        ("torch.load(\n    p\n)", "torch.load(\n    p,\n    weights_only=True\n)"),
        ("torch.load(\n    p,  # why, (\n)", "torch.load(\n    p,  # why, (\n    weights_only=True,\n)"),
        ("torch.load(\r\n    p,\r\n)", "torch.load(\r\n    p,\r\n    weights_only=True,\r\n)"),
        ("torch.load(\n    p, map_location=m)", "torch.load(\n    p, map_location=m, weights_only=True)"),
        ("torch.load(p,\n           m,\n           )",
         "torch.load(p,\n           m,\n           weights_only=True,\n           )"),
        ("torch.load(p  # why\n)", "torch.load(p, weights_only=True  # why\n)"),
        ("torch.load(\n    **{\n    }\n)", "torch.load(\n    **{\n    },\n    weights_only=True\n)"),
    ],
)  # fmt: skip
def test_the_fix_keeps_commas_comments_and_layout(tmp_path, code, after):
    (finding,) = judge(CHECK, tmp_path, "a.py", T + code, options=LOW)
    assert finding.rule == "torch-load-default"
    assert apply(T + code, finding) == T + after
    assert said(tmp_path, T + after, LOW) == []


def apply(code, finding):
    data = bytearray(code.encode())
    for edit in sorted(finding.fix, reverse=True):
        data[edit.span.start : edit.span.end] = edit.new
    return data.decode()


@pytest.mark.parametrize(
    ("call", "options", "fixes"),
    [
        ("torch.load(p)", None, False),
        ("torch.load(p)", ANCIENT, False),
        ("torch.load(p, weights_only=False)", LOW, False),
        ("torch.load()", LOW, False),
        ("list(map(torch.load, p))", LOW, False),
        ("torch.load(p, pickle_module=None)", LOW, False),
        ("torch.load(p, 'cpu', None)", LOW, False),
        ("torch.load(p, weights_only=None, **k)", LOW, False),
        ("torch.load(p)", LOW, True),
    ],
)
def test_only_a_sure_fix_is_offered(tmp_path, call, options, fixes):
    (finding,) = judge(CHECK, tmp_path, "a.py", T + call, options=options)
    assert bool(finding.fix) == fixes


def test_what_a_failure_says(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\ndependencies = ["torch>=2.4.0"]\n')
    (finding,) = judge(CHECK, tmp_path, "a.py", T + "m = torch.load(path,\n  map_location='cpu')")
    assert (
        finding.message
        == "torch.load runs code stored in the file; torch 2.4.0 is allowed here and has weights_only off"
    )
    assert [help[:2] for help in finding.help] == [
        ("because", "torch>=2.4.0 at pyproject.toml:3"),
        ("fix", "torch.load(path, map_location='cpu', weights_only=True)"),
        ("or", "torch>=2.6 there, which makes it the default; either way whole pickled models stop loading: "
               "save a state_dict"),
    ]  # fmt: skip
    assert finding.identity == "torch.load(path, map_location='cpu')"


@pytest.mark.parametrize(
    ("call", "fix"),
    [
        ('torch.load(\n    path,  # why, (\n    map_location="cpu",\n)',
         'torch.load(path, map_location="cpu", weights_only=True)'),
        ('torch.load(\r\n  path\r\n)', "torch.load(path, weights_only=True)"),
        ('torch.load(\n  f(  "a  b", [1,\n    2],\n    (p,\n  ))\n)',
         'torch.load(f(  "a  b", [1, 2], (p,)), weights_only=True)'),
        ('torch.load(open("é#",\n  "rb"),\n\n  "cpu")', 'torch.load(open("é#", "rb"), "cpu", weights_only=True)'),
        ('torch.load(p, weights_only=\n  None)', "torch.load(p, weights_only= True)"),
        ('torch.load("""a\n""")', "torch.load('a\\n', weights_only=True)"),
        ('torch.load(p, \\\n  "cpu")', "torch.load(p, 'cpu', weights_only=True)"),
        (f'torch.load({"p" * 90},\n  "cpu")', "torch.load(..., weights_only=True)"),
        (f'torch.load(p,\n  # {"x" * 5000}\n  "cpu")', "torch.load(p, 'cpu', weights_only=True)"),
        ("list(map(torch.load, p))", "functools.partial(torch.load, weights_only=True) in place of torch.load"),
        ("pool.submit(torch.load, p)", "pool.submit(torch.load, p, weights_only=True)"),
    ],
)  # fmt: skip
def test_the_fix_is_shown_in_the_words_of_the_file(tmp_path, call, fix):
    (finding,) = judge(CHECK, tmp_path, "a.py", T + call, options=LOW)
    assert told(finding)["fix"] == fix


def test_the_option_is_named_with_its_table(tmp_path):
    (finding,) = judge(CHECK, tmp_path, "a.py", T + "torch.load(p)", options=LOW)
    assert finding.help[0].text == 'torch = ">=2.4" in [tool.mlhooks.unsafe-load] in pyproject.toml'


def test_an_unknown_floor_names_the_line_that_settles_it(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\ndependencies = ["torch"]\n')
    (finding,) = judge(CHECK, tmp_path, "a.py", T + "torch.load(path)")
    assert finding.severity == "warning"
    assert "no file says which torch; `torch>=2.6` in pyproject.toml" in finding.help[0].text


def test_a_floor_below_113_says_so(tmp_path):
    (finding,) = judge(CHECK, tmp_path, "a.py", T + "torch.load(path)", options=ANCIENT)
    assert finding.message.endswith("torch 1.7 is allowed here and has no weights_only")
    assert [help.label for help in finding.help] == ["because", "do"]


def test_a_statement_is_the_header_of_a_compound_one(tmp_path):
    code = T + "with torch.load(\n    p\n) as f:\n    pass\nx = [\n  torch.load(p),\n]\n"
    first, second = judge(CHECK, tmp_path, "a.py", code, options=LOW)
    assert code.encode()[slice(*first.statement)] == b"with torch.load(\n    p\n) as f:"
    assert code.encode()[slice(*second.statement)] == b"x = [\n  torch.load(p),\n]"
    assert code.encode()[slice(*second.span)] == b"torch.load(p)"


def test_a_cap_without_a_floor_is_known_to_be_unsafe(tmp_path):
    (tmp_path / "requirements.txt").write_text("torch<2.6\n")
    (found,) = judge(CHECK, tmp_path, "a.py", "import torch\ntorch.load(p)\n")
    assert (found.rule, found.severity) == ("torch-load-default", "error")
    assert found.help[0].text == "torch<2.6 at requirements.txt:1"
    (tmp_path / "requirements.txt").write_text("torch<3\n")
    (found,) = judge(CHECK, tmp_path, "a.py")
    assert found.severity == "warning"


@pytest.mark.parametrize(
    ("call", "classes", "expected"),
    [
        ("AutoModel.from_pretrained('o/m', trust_remote_code=True)", frozenset(), "warning"),
        ("AutoModel.from_pretrained(N, trust_remote_code=True)", frozenset(), "warning"),
        ("AutoModel.from_pretrained(model='o/m', trust_remote_code=True)", frozenset(), "warning"),
        ("AutoModel.from_pretrained(path, trust_remote_code=True)", frozenset(), "note"),
        ("AutoModel.from_pretrained('./local/m', trust_remote_code=True)", frozenset(), "note"),
        ("AutoModel.from_pretrained('o/m', trust_remote_code=True, revision=r)", frozenset(), "note"),
        ("AutoModel.from_pretrained('o/m', trust_remote_code=True, **k)", frozenset(), "note"),
        ("AutoModel.from_pretrained('o/m', trust_remote_code=flag)", frozenset(), ""),
        ("AutoModel.from_pretrained('o/m', trust_remote_code=True)", TESTS, ""),
        ("AutoModel.from_pretrained('o/m', trust_remote_code=True)", frozenset({"examples"}), ""),
        ("unknown.from_pretrained('o/m', trust_remote_code=True)", frozenset(), ""),
    ],
)
def test_remote_code(tmp_path, call, classes, expected):
    code = f"from transformers import AutoModel\nN = 'o/m'\n{call}\n"
    assert said(tmp_path, code, classes=classes) == [("load-remote-code", expected)] * bool(expected)


def test_classes_that_derive_from_each_other_end(tmp_path):
    code = "class A(B): pass\nclass B(A): pass\nA.load_from_checkpoint(p)\n"
    assert said(tmp_path, code) == []


OURS = {"loaders": {"pkg.io.load_checkpoint": "unsafe"}, **HIGH}
CALLED = "from pkg.io import load_checkpoint\nload_checkpoint({})\n"
KNOWN = "from ultralytics.utils.patches import torch_load\ntorch_load({})\n"


@pytest.mark.parametrize(
    ("code", "options", "expected"),
    [
        (CALLED.format("p"), OURS, "torch-load-unsafe warning"),
        (CALLED.format("p, weights_only=False"), OURS, "torch-load-unsafe warning"),
        (CALLED.format("p, weights_only=True"), OURS, ""),
        (CALLED.format("p, weights_only=f"), OURS, "torch-load-unresolved note"),
        (CALLED.format("'https://models.example/a.pt'"), OURS, "torch-load-unsafe error"),
        (CALLED.format("p"), HIGH, ""),
        (CALLED.replace("pkg", "other").format("p"), OURS, ""),
        (KNOWN.format("p"), HIGH, "torch-load-unsafe warning"),
        (KNOWN.format("p"), {"loaders": {"ultralytics.utils.patches.torch_load": "safe"}}, ""),
    ],
)
def test_wrappers_of_other_packages(tmp_path, code, options, expected):
    assert [" ".join(row) for row in said(tmp_path, code, options)] == [expected] * bool(expected)


def test_a_wrapper_whose_default_is_off_is_reported_where_it_is_defined(tmp_path):
    code = T + "def read(p, weights_only=False):\n  return torch.load(p, weights_only=weights_only)\n"
    assert said(tmp_path, code, HIGH) == [("torch-load-unsafe", "warning")]


@pytest.mark.parametrize(("value", "expected"), [("False", [("torch-load-unsafe", "warning")]), ("True", [])])
def test_a_default_that_is_set_where_the_caller_left_it_out(tmp_path, value, expected):
    code = T + (
        "def torch_load(*args, **kwargs):\n"
        "  if NEW and 'weights_only' not in kwargs:\n"
        f"    kwargs['weights_only'] = {value}\n"
        "  return torch.load(*args, **kwargs)\n"
    )
    assert said(tmp_path, code, HIGH) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("def f(p, **kw):\n  torch.load(p, **kw)", "do: set weights_only=True in kw"),
        ("k = dict(weights_only=False)\ntorch.load(p, **k)", "do: set weights_only=True in k"),
        ("k = dict(weights_only=None)\ntorch.load(p, **k)", "do: set weights_only=True in k"),
        ("torch.load(p, **options.load['torch'])", "do: set weights_only=True in the mapping behind **"),
        ("k = {'map_location': 0}\ntorch.load(p, **k)", "fix: torch.load(p, **k, weights_only=True)"),
        ("k = g()\ntorch.load(p, weights_only=False, **k)", "fix: torch.load(p, weights_only=True, **k)"),
    ],
)
def test_weights_only_is_not_passed_twice(tmp_path, code, expected):
    (finding,) = judge(CHECK, tmp_path, "a.py", T + code, options=LOW)
    assert expected in [f"{help.label}: {help.text}" for help in finding.help]
    assert not finding.fix or expected.startswith("fix")


def test_no_torch_in_any_file_is_said_once(tmp_path):
    (finding,) = judge(CHECK, tmp_path, "a.py", T + "torch.load(p)")
    assert finding.message == "torch.load runs code stored in the file, unless torch is 2.6 or newer"
    because, _, either = (help.text for help in finding.help)
    assert because == "no file says which torch; `torch>=2.6` in a pyproject.toml settles this"
    assert either.startswith("torch>=2.6, which makes it the default; either way")
