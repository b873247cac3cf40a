# SPDX-License-Identifier: Apache-2.0
"""Long lists: several processes give the result of one, in its order, and none of them outlives the run."""

from __future__ import annotations

import gc
import os
import re
import signal
import subprocess
import sys
import time

import pytest

from mlhooks import workers
from mlhooks.engine import Run
from mlhooks.result import Settings

BAD = "import torch\ntorch.load(path)\n"
SCRIPT = os.path.join(os.path.dirname(sys.executable), "mlhooks")
CASES = (
    BAD,
    "x = 1\n",
    BAD * 4,
    "import torch\ntorch.load(path)  # mlhooks: ignore[torch-load-default] ours\n",
    "x = 1  # mlhooks: ignore[nothing-like-it]\n",
    "new WebAssembly.Memory({ initial: 1 });\n",
    "import torch\nif (:\n    torch.load(path)\n",
)
SUFFIXES = (".py", ".py", ".py", ".py", ".py", ".js", ".py")


@pytest.fixture
def many(repo):
    """Everything that a result holds: findings of several rules, marks, what is left out, what is accepted."""
    for number in range(560):
        case = number % len(CASES)
        repo.write(f"{number % 11}/{number}{SUFFIXES[case]}", CASES[case])
    for number in range(9):
        repo.write(f"left/{number}.ico", b"\0")
    repo.write("3/pyproject.toml", '[tool.mlhooks]\nmin-severity = "note"\nstrict = true\n')
    repo.write("4/pyproject.toml", '[project]\nname = "x"\nversion = "1"\ndependencies = ["torch>=2.6"]\n')
    repo.write("5/mlhooks.toml", '[license-header]\nlicense = "MIT"\nholder = "x"\n')
    repo.run("baseline", "6", "7")
    return repo


@pytest.mark.parametrize("jobs", ["2", "3", "7"])
def test_the_same_as_with_one(jobs, many):
    def told(jobs):
        code, output = many.run("check", "--all", "--statistics", "--jobs", jobs)
        return code, re.sub(r"\d+\.\d\d s\n$", "", output)

    one = told("1")
    assert told(jobs) == one
    for part in ("accepted by the baseline", "suppressed", "binary 9", "unparsable", "unbounded", "missing"):
        assert part in one[1]


def test_an_unreadable_file_and_a_broken_check_are_told_once(many, monkeypatch):
    from mlhooks.checks.wasm_memory import CHECK

    monkeypatch.setattr(type(CHECK), "load", lambda self: 1 / 0)
    outputs = {many.run("check", "--jobs", jobs) for jobs in ("1", "3")}
    assert len(outputs) == 1
    assert outputs.pop()[0] == 2


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_a_wrong_configuration_stops_all(jobs, many):
    many.write("9/mlhooks.toml", "selct = []\n")
    code, output = many.run("check", "--jobs", jobs)
    assert (code, output.count("\n")) == (2, 1)
    assert (
        output.startswith('mlhooks: 9/mlhooks.toml:1: mlhooks.toml has no key "selct"') or "selct" in output
    )


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (lambda: os.kill(os.getpid(), signal.SIGKILL), "was ended by signal 9, so not everything was judged"),
        (lambda: os._exit(3), "ended early, so not everything was judged"),
        (lambda: 1 / 0, "ZeroDivisionError in "),
    ],
    ids=["killed", "exit", "raises"],
)
def test_a_process_that_dies(end, said, many, monkeypatch):
    parent, look = os.getpid(), Run.look

    def dies(self, file):
        if os.getpid() != parent and file.endswith("/77.py"):
            end()
        look(self, file)

    monkeypatch.setattr(Run, "look", dies)
    code, output = many.run("check", "--jobs", "3")
    assert (code, output.count("\n")) == (2, 1)
    assert said in output
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_ctrl_c_leaves_nothing_running(many, tmp_path):
    slow = "from mlhooks.engine import Run\nimport os, signal, sys, time\nlook = Run.look\n"
    slow += "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell's `&` has it ignored
    slow += f"def slowly(self, file):\n    open({str(tmp_path)!r} + f'/{{os.getpid()}}', 'w').close()\n    time.sleep(60)\n"
    slow += "Run.look = slowly\nfrom mlhooks.cli import main\nsys.exit(main(['check', '--jobs', '3']))\n"
    process = subprocess.Popen(
        [sys.executable, "-I", "-c", slow], cwd=many.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    workers_of = lambda: [int(name) for name in os.listdir(tmp_path) if name.isdigit()]  # noqa: E731
    while len(workers_of()) < 3:
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)  # to the parent alone
    output, errors = process.communicate(timeout=20)
    assert (process.returncode, output, errors) == (130, b"", b"")
    for pid in workers_of():
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_memory_that_hangs_in_cycles_is_freed_on_the_way(many, monkeypatch):
    """Without it a run over minified bundles kept every syntax tree: 280 MiB for 40 of them."""
    collected = []
    monkeypatch.setattr(gc, "collect", lambda generation: collected.append(generation))
    monkeypatch.setattr("mlhooks.engine.COLLECT", 500)
    state = Run(Settings())
    state.by_hand = True
    workers._look(state, [f"{number % 11}/{number}.py" for number in range(0, 560, 7)])
    assert len(collected) in (4, 5)
    assert gc.isenabled()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_collector_is_left_as_it_was(jobs, many):
    many.run("check", "--jobs", jobs)
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
