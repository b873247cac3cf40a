# SPDX-License-Identifier: Apache-2.0
"""What a person at a terminal sees: colours, code frames, a line while it takes long."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mlhooks.core.finding import Finding, Quote, Span
from mlhooks.report.terminal import Style, style
from reporting import FILES, compare

pty = pytest.importorskip("pty")

PROGRAM = Path(sys.executable).with_name("mlhooks")
HEAP = "const heap = new WebAssembly.Memory({ initial: 256 });\n"
NOT_SET = ("CI", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "GITHUB_ACTIONS", "PRE_COMMIT")


def at_a_terminal(
    folder: Path, *arguments: str, program=(str(PROGRAM),), error_only: bool = False, **extra: str
) -> tuple[int, str]:
    """Run the program with its output, or only its errors, on a pseudo terminal: exit code, what that got."""
    environment = {key: value for key, value in os.environ.items() if key not in NOT_SET}
    environment.update(
        {"TERM": "xterm", "COLUMNS": "80", "PATH": f"{PROGRAM.parent}:{environment['PATH']}", **extra}
    )
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*program, *arguments],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if error_only else theirs,
        stderr=theirs if error_only else subprocess.DEVNULL,  # a slow machine draws a line there
    )
    os.close(theirs)
    seen = b""
    while True:
        try:
            part = os.read(ours, 1 << 16)
        except OSError:  # Linux: nobody has the other end any more
            break
        if not part:
            break
        seen += part
    os.close(ours)
    process.communicate(timeout=60)
    return process.returncode, seen.decode().replace("\r\n", "\n")


@pytest.fixture
def everything(repo, monkeypatch):
    monkeypatch.setattr("mlhooks.hints.program", lambda: "mlhooks")
    for path, content in FILES.items():
        repo.write(path, content)
    return repo


def test_the_whole_report_on_a_terminal(everything):
    code, output = at_a_terminal(everything.root, "check", "--min-severity", "note")
    assert code == 1
    compare("terminal.txt", output)


def test_a_terminal_without_colours(everything):
    coloured = at_a_terminal(everything.root, "check")[1]
    assert "\x1b[" in coloured
    plain = at_a_terminal(everything.root, "check", NO_COLOR="1")
    assert plain == (1, re.sub(r"\x1b\[[\d;]*m", "", coloured))
    assert at_a_terminal(everything.root, "check", TERM="dumb") == plain


def test_the_lines_off_a_terminal_are_all_there_and_none_is_changed(everything):
    on = at_a_terminal(everything.root, "check", NO_COLOR="1")[1].splitlines()
    off = everything.run("check")[1].splitlines()
    frames = [line for line in on if re.match(r" {4} *\d* \|", line)]
    assert frames
    assert [line for line in on if line not in frames] == off


@pytest.mark.parametrize("variable", [{"CI": "true"}, {"PRE_COMMIT": "1"}], ids=["CI", "pre-commit"])
def test_no_dress_in_ci_and_under_pre_commit(variable, everything):
    arguments = ["hook", "mlhooks", *FILES] if "PRE_COMMIT" in variable else ["check"]
    code, output = at_a_terminal(everything.root, *arguments, **variable)
    assert code == 1
    assert "\x1b" not in output
    assert not re.search(r"^ +\d+ \|", output, re.MULTILINE)


@pytest.mark.parametrize(
    ("environment", "terminal", "coloured", "framed"),
    [
        ({}, True, True, True),
        ({}, False, False, False),
        ({"NO_COLOR": "1"}, True, False, True),
        ({"NO_COLOR": ""}, True, True, True),
        ({"FORCE_COLOR": "1"}, False, True, False),
        ({"FORCE_COLOR": "0"}, False, False, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False, True),
        ({"TERM": "dumb"}, True, False, True),
        ({"TERM": "dumb", "FORCE_COLOR": "3"}, True, True, True),
        ({"CI": "true"}, True, False, False),
        ({"CI": "true", "FORCE_COLOR": "1"}, False, True, False),
    ],
)
def test_when_it_is_dressed(environment, terminal, coloured, framed):
    dressed = style(environment, terminal=terminal, width=80)
    assert ("\x1b" in dressed.paint("error", "x")) == coloured
    assert bool(list(dressed.frame(quoting("x", (0, 1))))) == framed


def test_forced_colour_in_a_pipe(everything, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = everything.run("check")[1]
    monkeypatch.delenv("FORCE_COLOR")
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == everything.run("check")[1] != coloured


def quoting(line: str, mark: tuple[int, int] | None) -> Finding:
    return Finding("a-rule", "error", Span(0, 1), "m", "i", quote=Quote(9, (line,), (mark,), ""))


@pytest.mark.parametrize(
    ("line", "mark", "width", "frame"),
    [
        ("x = load(p)", (4, 8), 80, ["    9 | x = load(p)", "      |     ^^^^"]),
        ("\tload(p)", (1, 5), 80, ["    9 |     load(p)", "      |     ^^^^"]),
        ("模型 = load(p)", (5, 9), 80, ["    9 | 模型 = load(p)", "      |        ^^^^"]),
        ("e\u0301 = load", (5, 9), 80, ["    9 | e\u0301 = load", "      |     ^^^^"]),
        ("\x1b[2J\u202eload", (5, 9), 80, ["    9 | \\x1b[2J\\u202eload", "      |              ^^^^"]),
        ("a::error::b", (0, 1), 80, ["    9 | a::error::b", "      | ^"]),
        ("", (0, 0), 80, ["    9 |", "      | ^"]),
        ("abc", (3, 3), 80, ["    9 | abc", "      |    ^"]),
        ("abc", None, 80, ["    9 | abc"]),
        ("x" * 100, (90, 100), 40, ["    9 | ..." + "x" * 17, "      |    " + " " * 7 + "^" * 10]),
        ("x" * 100, (0, 100), 40, ["    9 | " + "x" * 29 + "...", "      | " + "^" * 29]),
    ],
)  # fmt: skip
def test_code_frames(line, mark, width, frame):
    shown = list(Style(width=width).frame(quoting(line, mark)))
    assert shown == frame
    assert all(len(one) <= width for one in shown)


IMPATIENT = """
import sys
from mlhooks import cli, progress
progress.AFTER = progress.EVERY = 0.02
sys.exit(cli.main(sys.argv[1:]))
"""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_line_while_it_takes_long_and_nothing_of_it_stays(jobs, repo):
    for number in range(600):
        repo.write(f"many/{number}.py", "import torch\n\nmodel = torch.load(path, weights_only=True)\n")
    arguments = ["check", "--jobs", jobs, "--format", "json=o.json"]
    impatient = [sys.executable, "-I", "-c", IMPATIENT]
    code, seen = at_a_terminal(repo.root, *arguments, program=impatient, error_only=True)
    assert code == 0
    drawn = [int(count) for count in re.findall(r"mlhooks: ([\d,]+) of 600 files", seen)]
    assert drawn[-1] > 0
    assert sorted(drawn) == drawn
    assert re.fullmatch(r"(\r\x1b\[Kmlhooks: [\d,]+ of 600 files)+\r\x1b\[K", seen)
    for off in ({"CI": "true"}, {"TERM": "dumb"}):
        assert at_a_terminal(repo.root, *arguments, program=impatient, error_only=True, **off) == (0, "")


def test_a_short_run_has_no_such_line(everything):
    patient = [sys.executable, "-I", "-c", IMPATIENT.replace("0.02", "60")]
    assert at_a_terminal(everything.root, "check", program=patient, error_only=True)[1] == ""
