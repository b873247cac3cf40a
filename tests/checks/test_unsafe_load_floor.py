# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from mlhooks.checks.unsafe_load import CHECK
from mlhooks.engine import Settings, run
from support import git, judge

LOAD = "import torch\ntorch.load(p, weights_only=True)\n"
LIBRARY = '[build-system]\nrequires = []\n[project]\nname = "x"\ndependencies = ["torch{}"]\n'
LOCK = 'version = 1\n[[package]]\nname = "torch"\nversion = "{}"\n'


def said(root, name, content, **more):
    found = judge(CHECK, root, name, content, **more)
    return [f"{f.rule} {f.severity} {content[f.span.start : f.span.end]}" for f in found]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("requirements.txt", "torch==2.4.1\n", "warning torch==2.4.1"),
        ("requirements.txt", "a\r\n  torch == 2.4.1\r\n", "warning torch == 2.4.1"),
        ("requirements.txt", "torch==2.4.*\n", "warning torch==2.4.*"),
        ("requirements.txt", "torch>=2.4\n", "note torch>=2.4"),
        ("requirements.txt", "torch<2.6\n", "note torch<2.6"),
        ("requirements.txt", "torch==2.6.0\n", "note torch==2.6.0"),
        ("requirements.txt", "torch>=2.10\n", ""),
        ("requirements.txt", "torch\n", ""),
        ("requirements.txt", "torchvision==0.1\n", ""),
        ("requirements.txt", "pytorch-lightning==2.0\ntorch>=2.10\n", ""),
        ("requirements/gpu.txt", "torch==2.4.1\n", "warning torch==2.4.1"),
        ("notes.txt", "torch==2.4.1\n", ""),
        ("pyproject.toml", LIBRARY.format(">=2.4"), 'note dependencies = ["torch>=2.4"]'),
        ("pyproject.toml", LIBRARY.format("==2.4"), 'warning dependencies = ["torch==2.4"]'),
        ("pyproject.toml", LIBRARY.format("[opt]>=2.4"), 'note dependencies = ["torch[opt]>=2.4"]'),
        ("uv.lock", LOCK.format("2.5.1"), 'warning version = "2.5.1"'),
        ("uv.lock", LOCK.format("2.9.0"), 'note version = "2.9.0"'),
        ("uv.lock", LOCK.format("2.10.0"), ""),
        (
            "setup.py",
            "setup(install_requires=['torch>=1.8'])\n",
            "note setup(install_requires=['torch>=1.8'])",
        ),
        ("environment.yml", "dependencies:\n  - pytorch=2.4\n", "warning - pytorch=2.4"),
        ("ci.yml", "run: pip install torch==2.4\n", ""),
    ],
)
def test_the_deciding_line(tmp_path, name, content, expected):
    (tmp_path / "load.py").write_text(LOAD)
    assert said(tmp_path, name, content) == [f"torch-floor {row}" for row in [expected] if row]


@pytest.mark.parametrize(
    ("code", "fires"),
    [
        ("import torch\n", False),
        ("import pickle\npickle.load(f)\n", False),
        ("import torch as t\nt.load(p)\n", True),
        ("from torch import nn, load\nload(p)\n", True),
        ("from torch.hub import load_state_dict_from_url\n", True),
    ],
)
def test_only_where_something_loads_with_torch(tmp_path, code, fires):
    (tmp_path / "load.py").write_text(code)
    assert bool(said(tmp_path, "requirements.txt", "torch==2.4\n")) is fires


def test_a_nearer_manifest_takes_its_folder_out(tmp_path):
    inner = tmp_path / "app"
    inner.mkdir()
    (inner / "load.py").write_text(LOAD)
    (inner / "requirements.txt").write_text("torch>=2.10\n")
    assert said(tmp_path, "requirements.txt", "torch==2.4\n") == []
    assert said(tmp_path, "app/requirements.txt", "torch==2.4\n") == ["torch-floor warning torch==2.4"]


def test_what_git_does_not_track_does_not_count(tmp_path):
    git(tmp_path, "init", "-q")
    (tmp_path / "load.py").write_text(LOAD)
    assert said(tmp_path, "requirements.txt", "torch==2.4\n") == []
    git(tmp_path, "add", "load.py")
    assert said(tmp_path, "requirements.txt", "torch==2.4\n") != []


def test_the_option_overrides_the_files(tmp_path):
    (tmp_path / "load.py").write_text(LOAD)
    options = {"torch": ">=2.10"}
    assert said(tmp_path, "requirements.txt", "torch==2.4\n", options=options) == []


def test_only_the_manifest_that_decides(tmp_path):
    (tmp_path / "load.py").write_text(LOAD)
    (tmp_path / "pyproject.toml").write_text(LIBRARY.format(">=2.4"))
    assert said(tmp_path, "uv.lock", LOCK.format("2.3.0")) == []  # a library's lock holds for nobody else


def test_vendored_manifests_are_silent(tmp_path):
    (tmp_path / "load.py").write_text(LOAD)
    vendored = frozenset({"vendored"})
    assert said(tmp_path, "requirements.txt", "torch==2.4\n", classes=vendored) == []


LOADS = "import torch\ntorch.load(p)\n"
APP = '[project]\nname = "x"\n'


@pytest.mark.parametrize(
    ("lock", "content", "why"),
    [
        ("uv.lock", LOCK.format("2.7.0") + "<<<<<<< HEAD\n", "it does not parse"),
        (
            "uv.lock",
            LOCK.format("2.7.0").replace("version = 1", "version = 9"),
            "its format 9 is later than 1",
        ),
        ("pylock.toml", LOCK.format("2.7.0"), "it does not say its format"),
        ("Pipfile.lock", '{"_meta": {"pipfile-spec": 6}, "default": {"torch"', "it does not parse"),
        ("Pipfile.lock", '["torch"]', "it does not parse"),
    ],
)
def test_a_lock_that_cannot_be_read_is_named_once_at_itself(tmp_path, lock, content, why):
    (tmp_path / "pyproject.toml").write_text(APP + 'dependencies = ["torch>=2.6"]')
    (tmp_path / "load.py").write_text(LOADS)
    (found,) = judge(CHECK, tmp_path, lock, content)
    assert (found.rule, found.severity) == ("torch-floor", "note")
    assert found.message.startswith(f"this lock file cannot be read: {why}")
    assert judge(CHECK, tmp_path, "pyproject.toml") == []
    (load,) = judge(CHECK, tmp_path, "load.py")
    assert (load.rule, load.severity) == ("torch-load-default", "warning")
    assert load.help[0].text.startswith(f"{lock} cannot be read ({why})")


@pytest.mark.parametrize("jobs", [1, 2])
def test_one_line_settles_this_and_more(tmp_path, monkeypatch, jobs):
    (tmp_path / "pyproject.toml").write_text(APP)
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner/requirements.txt").write_text("torch\n")
    names = [f"f{number}.py" for number in range(501)]
    for name in names:
        (tmp_path / name).write_text(LOADS if name in ("f1.py", "f2.py", "f500.py") else "")
    (tmp_path / "inner/a.py").write_text(LOADS)
    (tmp_path / "f3.py").write_text("import torch\nprint 'x'\ntorch.load(p)\n")
    monkeypatch.chdir(tmp_path)
    only = frozenset({"unsafe-load"})
    result = run([*names, "inner/a.py"], Settings(only=only, asked=only, jobs=jobs))
    said = {finding.path: finding.help[0].text for finding in result.findings}
    more = "no file says which torch; `torch>=2.6` in pyproject.toml settles this and 3 more"
    assert {path: text for path, text in said.items() if "inner" not in path} == dict.fromkeys(
        ("f1.py", "f2.py", "f3.py", "f500.py"), more
    )
    assert said["inner/a.py"].endswith("`torch>=2.6` in inner/requirements.txt:1 settles this")
