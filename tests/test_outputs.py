# SPDX-License-Identifier: Apache-2.0
"""Reports that go to files: whole or not at all, and what stands on standard output beside them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from mlhooks.cli import main

resource = pytest.importorskip("resource")

HEAP = "const heap = new WebAssembly.Memory({ initial: 256 });\n"


@pytest.fixture
def failing(repo):
    repo.write("a.ts", HEAP)
    return repo


def left_behind(repo):
    return sorted(path.name for path in repo.root.iterdir() if path.name not in (".git", "a.ts"))


def test_several_reports_of_one_run(failing):
    plain = failing.run("check")
    code, output = failing.run(
        "check",
        "--format",
        "sarif=o.sarif",
        "--format",
        "text",
        "--format=json=o.json",
        "--format",
        "gitlab=q.json",
    )
    assert (code, output) == plain
    assert left_behind(failing) == ["o.json", "o.sarif", "q.json"]
    assert json.loads((failing.root / "o.sarif").read_text())["version"] == "2.1.0"
    assert json.loads((failing.root / "o.json").read_text())["format"] == 1
    assert json.loads((failing.root / "q.json").read_text())[0]["check_name"] == "wasm-memory-unbounded"


@pytest.mark.parametrize("format", ["text", "github", "gitlab", "sarif", "json"])
@pytest.mark.parametrize(("extra", "expected"), [((), 1), (("--exit-zero",), 0), (("--fail-on", "error"), 0)])
def test_the_exit_code_does_not_depend_on_the_format(format, extra, expected, failing):
    assert failing.run("check", "--format", format, *extra)[0] == expected
    assert failing.run("check", "--format", f"{format}=o", *extra) == (expected, "")


def test_a_file_is_replaced_and_a_link_is_not_followed(failing):
    (failing.root / "o.json").write_text("old")
    assert failing.run("check", "--format", "json=o.json")[0] == 1
    assert json.loads((failing.root / "o.json").read_text())["format"] == 1
    failing.write("precious.txt", "precious")
    (failing.root / "o.json").unlink()
    (failing.root / "o.json").symlink_to("precious.txt")
    failing.run("check", "--format", "json=o.json")
    assert (failing.root / "precious.txt").read_text() == "precious"
    assert not (failing.root / "o.json").is_symlink()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "xml"], 'mlhooks: there is no format "xml"; known are text, github, gitlab, sarif, json\n'),
        (["--format", "sarif="], 'mlhooks: "sarif=" names no file; write --format sarif=FILE\n'),
        (["--format", "text", "--format", "json"], "mlhooks: text and json would both go to standard output; write --format json=FILE for one\n"),
        (["--format", "json=o", "--format", "sarif=./o"], "mlhooks: two reports would go to o; give each a file of its own\n"),
        (["--format", "json=gone/o"], "mlhooks: gone/o cannot be written: there is no folder gone. Nothing was checked.\n"),
        (["--format", "json=folder"], "mlhooks: folder cannot be written: it is a folder. Nothing was checked.\n"),
        (["--format", "json=link/o"], "mlhooks: link is a link; name the folder that it leads to. Nothing was checked.\n"),
        (["--format", "json", "--fix"], "mlhooks: --fix and --diff change what a report would say; leave --format out, or write --format text\n"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_said_before_the_work(arguments, message, failing):
    (failing.root / "folder").mkdir()
    (failing.root / "link").symlink_to("folder")
    assert failing.run("check", *arguments) == (2, message)
    assert left_behind(failing) == ["folder", "link"]
    assert list((failing.root / "folder").iterdir()) == []


@pytest.mark.parametrize("option", ["--fix", "--diff"])
def test_fixes_go_with_the_text_that_people_read(option, failing, monkeypatch):
    plain = failing.run("check", option)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert failing.run("check", option, "--format", "text") == plain
    assert failing.run("check", option, "--format", "text=o")[0] == 2


def run_with_errors(capsys, *arguments):
    capsys.readouterr()
    code = main(list(arguments))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_statistics_are_in_json_and_missed_elsewhere(failing, capsys):
    counted = json.loads(failing.run("check", "--statistics", "--format", "json")[1])["statistics"]
    assert counted["rules"] == {"wasm-memory-unbounded": 1}
    assert counted["seconds"] >= 0
    assert "statistics" not in json.loads(failing.run("check", "--format", "json")[1])
    errors = run_with_errors(capsys, "check", "--statistics", "--format", "sarif")[2]
    assert errors == "mlhooks: statistics are in text, github, json only\n"


def test_a_full_disk_leaves_no_part_and_the_other_reports_are_written(failing, capsys):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    (failing.root / "o.sarif").write_text("old")
    resource.setrlimit(resource.RLIMIT_FSIZE, (600, hard))  # the kernel refuses what a full disk would
    try:
        code, output, errors = run_with_errors(
            capsys, "check", "--format", "sarif=o.sarif", "--format", "text", "--format", "gitlab=q.json"
        )
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert code == 2
    assert errors == "mlhooks: o.sarif: it cannot be written: File too large\n"
    assert "wasm-memory-unbounded" in output
    assert (failing.root / "o.sarif").read_text() == "old"
    assert left_behind(failing) == ["o.sarif", "q.json"]
    assert len(json.loads((failing.root / "q.json").read_text())) == 1


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full here")
def test_a_device_is_written_to(failing, capsys):
    assert failing.run("check", "--format", "sarif=/dev/null") == (1, "")
    code, output, errors = run_with_errors(capsys, "check", "--format", "sarif=/dev/full")
    assert (code, output) == (2, "")
    assert errors == "mlhooks: /dev/full: it cannot be written: No space left on device\n"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everything is allowed to root")
def test_a_folder_that_takes_no_file(failing, capsys):
    (failing.root / "kept").mkdir(mode=0o500)
    code, _, errors = run_with_errors(capsys, "check", "--format", "sarif=kept/o")
    assert code == 2
    assert errors == "mlhooks: kept/o: it cannot be written: Permission denied\n"


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_an_interrupt_leaves_no_part(step, failing, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(f"mlhooks.fix.os.{step}", interrupt)
    assert failing.run("check", "--format", "sarif=o.sarif") == (130, "")
    assert left_behind(failing) == []


def test_files_are_written_though_nobody_reads_standard_output(failing):
    command = [
        sys.executable,
        "-I",
        "-c",
        "import sys; from mlhooks.cli import main; sys.exit(main(sys.argv[1:]))",
    ]
    failing.write("a.ts", HEAP * 400)  # more than a buffer
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.run(
        [*command, "check", "--all", "--format", "text", "--format", "json=o.json"],
        cwd=failing.root,
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (process.returncode, process.stderr) == (1, b"")
    assert json.loads((failing.root / "o.json").read_text())["format"] == 1


# A shell ignores the signal for what it starts in the background, and the ignoring is inherited.
TELLING = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from mlhooks import cli
from mlhooks.commands import check
run = check.run
def telling(*arguments):
    print("begun", file=sys.stderr, flush=True)
    return run(*arguments)
check.run = telling
sys.exit(cli.main(sys.argv[1:]))
"""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_in_the_middle_of_the_work(jobs, failing):
    for number in range(600):
        failing.write(f"many/{number}.ts", HEAP * 150)
    command = [sys.executable, "-I", "-c", TELLING, "check", "--jobs", jobs]
    process = subprocess.Popen(
        [*command, "--format", "sarif=o.sarif", "--format", "text"],
        cwd=failing.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stderr.readline() == b"begun\n"
    time.sleep(0.3)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    output, errors = process.communicate(timeout=120)
    assert (process.returncode, output, errors) == (130, b"", b"")
    assert left_behind(failing) == ["many"]


def test_standard_output_for_programs_holds_nothing_else(failing, capsys):
    failing.write("mlhooks.toml", "wrong = 1\n")
    code, output, errors = run_with_errors(capsys, "check", "--format", "json")
    assert (code, output) == (2, "")
    assert errors.startswith("mlhooks: mlhooks.toml:1: ")
    code, output, errors = run_with_errors(capsys, "check", "--format", "json=o.json")
    assert (code, errors) == (2, "")
    assert output.startswith("mlhooks: mlhooks.toml:1: ")
    assert left_behind(failing) == ["mlhooks.toml"]


def test_standard_input(failing, monkeypatch):
    import io

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(HEAP.encode())))
    code, output = failing.run("check", "--stdin-filename", "new/b.ts", "--format", "json")
    found = json.loads(output)["findings"]
    assert (code, [one["path"] for one in found]) == (1, ["new/b.ts"])
