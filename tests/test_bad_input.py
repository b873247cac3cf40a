# SPDX-License-Identifier: Apache-2.0
"""Each kind of bad input has a stated outcome."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

BAD = b"import torch\ntorch.load(path)\n"
FOUND = "torch-load-default"
SCRIPT = os.path.join(os.path.dirname(sys.executable), "mlhooks")


@pytest.mark.parametrize(
    ("content", "code", "word"),
    [
        pytest.param(b"", 0, "", id="empty"),
        pytest.param(b"\0" * 100, 0, "", id="binary"),
        pytest.param(BAD + b"x = '\0'\n", 0, "", id="NUL in the head: binary"),
        pytest.param(b"#" * 9000 + b"\n" + BAD + b"'\0'\n", 1, FOUND, id="NUL later: judged by tokens"),
        pytest.param(BAD + b"# \xff\xfe\n", 1, FOUND, id="invalid UTF-8"),
        pytest.param(b"# -*- coding: latin-1 -*-\n# \xe9\n" + BAD, 1, FOUND, id="latin-1"),
        pytest.param(b"\xff\xfe" + BAD.decode().encode("utf-16-le"), 1, FOUND, id="UTF-16-LE"),
        pytest.param(b"\xfe\xff" + BAD.decode().encode("utf-16-be"), 1, FOUND, id="UTF-16-BE"),
        pytest.param(b"\xef\xbb\xbf" + BAD, 1, FOUND, id="BOM"),
        pytest.param(BAD.replace(b"\n", b"\r\n"), 1, FOUND, id="CRLF"),
        pytest.param(BAD.replace(b"\n", b"\r"), 1, FOUND, id="CR"),
        pytest.param(BAD + b"def (:\n", 1, FOUND, id="does not parse here"),
        pytest.param(b"print 'x'\n" + BAD, 1, FOUND, id="Python 2"),
        pytest.param(b"x = " + b"(" * 5000 + b")" * 5000 + b"\n" + BAD, 1, FOUND, id="nested deeply"),
    ],
)
def test_content(content, code, word, repo):
    repo.write("a.py", content)
    result, output = repo.run("check", "a.py")
    assert result == code
    assert word in output


def test_line_and_column_of_utf16_and_bom(repo):
    repo.write("a.py", b"\xff\xfe" + BAD.decode().encode("utf-16-le"))
    assert repo.rules() == [f"a.py:2 {FOUND}"]
    repo.write("a.py", b"\xef\xbb\xbf" + BAD.split(b"\n")[0] + b"; torch.load(p)")
    assert "a.py:1:15: " in repo.run("check")[1]


def test_does_not_parse_here_is_a_note(repo):
    repo.write("a.py", BAD + b"def (:\n")
    output = repo.run("check", "--min-severity", "note")[1]
    assert "unparsable" in output
    assert f"Python {sys.version_info[0]}.{sys.version_info[1]}" in output


@pytest.mark.parametrize(
    "content", [b"{", b"[1, 2", b'{"cells": 3}', b'{"cells": [{"source": {}}]}', b"[" * 10**5]
)
def test_broken_notebook_is_no_error(content, repo):
    repo.write("a.ipynb", content + b" torch.load(")
    assert repo.run("check", "a.ipynb")[0] in (0, 1)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda p: p.symlink_to("nowhere"), "link 1"),
        (lambda p: p.mkdir(), "folder 1"),
        (lambda p: p.write_bytes(b"x" * (33 << 20)), "too large 1"),
        (lambda p: p.write_bytes(b"\0" * 10), "binary 1"),
    ],
)
def test_left_out_is_counted_and_silent(make, reason, repo):
    make(repo.root / "a.py")
    assert repo.run("hook", "mlhooks", "a.py") == (0, "")
    assert reason in repo.run("hook", "mlhooks", "--statistics", "a.py")[1]


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda p: p.symlink_to("b.py"), "link"),
        (lambda p: p.write_bytes(b"\0" * 10), "binary"),
        (os.mkfifo, "special file"),
        (lambda p: (p.parent / "mlhooks.toml").write_text('exclude = ["a.py"]\n') and p.touch(), "excluded"),
    ],
)
@pytest.mark.parametrize("more", [(), ("--fix",), ("--jobs", "2")])
def test_a_named_file_that_is_left_out_is_told(more, make, reason, repo):
    repo.write("b.py", "x = 1\n")
    make(repo.root / "a.py")
    assert repo.run("check", "a.py", "b.py", *more) == (0, f"mlhooks: a.py was not looked at: {reason}\n")
    assert repo.run("check", *more) == (0, "")
    assert repo.run("hook", "mlhooks", "a.py") == (0, "")


def test_200_mb_and_a_line_of_50_mb(repo):
    with open(repo.root / "large.py", "wb") as stream:
        stream.truncate(200 << 20)
    with open(repo.root / "large.txt", "wb") as stream:
        stream.write(b"x" * (50 << 20))
    with open(repo.root / "line.js", "wb") as stream:
        stream.write(b"x" * (30 << 20) + b";new WebAssembly.Memory({initial:1})")
    start = time.perf_counter()
    code, output = repo.run("check", "--min-severity", "note")
    assert time.perf_counter() - start < 60
    assert code == 0
    assert "wasm-memory-unresolved" in output
    assert "too large 2" in output or "binary 1, too large 1" in output


def test_what_cannot_be_read_is_named(repo, monkeypatch):
    repo.write("a.py", BAD)
    code, output = repo.run("hook", "mlhooks", "gone.py", "a.py")
    assert code == 2
    assert "mlhooks: could not read gone.py: No such file or directory\n" in output
    assert FOUND in output
    real = os.open
    monkeypatch.setattr(
        os,
        "open",
        lambda f, *a, **k: (
            (_ for _ in ()).throw(PermissionError(13, "Permission denied"))
            if f == "a.py"
            else real(f, *a, **k)
        ),
    )
    assert repo.run("hook", "mlhooks", "a.py") == (2, "mlhooks: could not read a.py: Permission denied\n")


@pytest.mark.parametrize(
    "name",
    ["a b.py", "a\nb.py", "é.py", "--config=x.toml", "-n", "--", "--all", "::error::x.py", "a\x1b[31m.py", "\u202ea.py",
     "a%b,c.py", "\udcff.py"],
)  # fmt: skip
def test_names(name, repo):
    try:
        (repo.root / name).write_bytes(BAD)
    except (OSError, UnicodeError):
        pytest.skip("this file system takes no such name")
    (repo.root / "mlhooks.toml").write_text(
        "select = ['torch-load-default']\n[tests]\n" if 0 else "tests = []\n"
    )
    if name.endswith(".py"):
        code, output = repo.run("hook", "mlhooks", name)
        assert code == 1
        assert output.count("\n") >= 2
        first = output.splitlines()[0]
        assert ":2:1: torch-load-default" in first
        for harmful in ("\x1b", "\u202e"):
            assert harmful not in output
        assert not first.startswith("::")
    else:
        assert repo.run("hook", "mlhooks", name) == (0, "")


def test_a_file_named_like_an_option_is_not_an_option(repo):
    repo.write("evil.toml", 'ignore = ["unsafe-load"]\n')
    repo.write("--config=evil.toml", "x")
    repo.write("a.py", BAD)
    assert repo.run("hook", "mlhooks", "--config=evil.toml", "a.py")[0] == 1


def test_unknown_options_are_named(repo):
    for wrong in ("--min-severity", "--min-severity=bad", "--nothing", "-x"):
        code, output = repo.run("hook", "mlhooks", wrong)
        assert code == 2
        assert wrong in output
    assert repo.run("hook", "nothing")[0] == 2
    assert repo.run("hook")[0] == 2


def test_ten_thousand_arguments_and_none(repo):
    repo.write("a.py", b"x = 1\n")
    assert repo.run("hook", "mlhooks") == (0, "")
    names = ["a.py"] * 5000 + [f"./{'./' * (i % 7)}a.py" for i in range(5000)]
    assert repo.run("hook", "mlhooks", *names) == (0, "")


def test_a_check_that_raises_is_named_and_lets_the_others_go_on(repo, monkeypatch):
    from mlhooks.checks.wasm_memory import judge

    def broken(*_):
        raise ValueError("secret value")

    monkeypatch.setattr(judge, "run", broken)
    repo.write("a.js", "new WebAssembly.Memory({ initial: 1 });\n")
    repo.write("b.py", BAD)
    code, output = repo.run("check")
    assert code == 2
    assert FOUND in output
    assert "wasm-memory failed on a.js: ValueError in " in output
    assert "secret value" not in output


def test_closed_pipe(repo):
    repo.write("a.py", BAD)
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([SCRIPT, "check"], stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert done.stderr == b""
    assert done.returncode == 1


def test_ctrl_c_is_130(repo):
    process = subprocess.Popen(
        [SCRIPT, "check", "--stdin-filename", "a.py"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a background job ignores it
    )
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()
    assert process.returncode == 130
    assert errors == b""


def test_narrow_console_never_raises(repo):
    repo.write("é→.py", BAD)
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    done = subprocess.run([SCRIPT, "check"], env=environment, capture_output=True, check=False)
    assert done.returncode == 1
    assert done.stderr == b""
    assert b"\\u2192.py:2:1:" in done.stdout


def test_unwritable_home_and_environment(repo, monkeypatch):
    repo.write("a.py", BAD)
    environment = {**os.environ, "HOME": "/dev/null/nowhere"}
    done = subprocess.run(
        [SCRIPT, "hook", "mlhooks", "a.py"], env=environment, capture_output=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr == b""


def test_standard_input(repo):
    done = subprocess.run(
        [SCRIPT, "check", "--stdin-filename", "x/a.py"], input=BAD, capture_output=True, check=False
    )
    assert done.returncode == 1
    assert done.stdout.startswith(b"x/a.py:2:1: torch-load-default")


def test_git_that_refuses_is_explained(repo):
    (repo.root / ".git/HEAD").write_text("broken")
    repo.write("a.py", BAD)
    code, output = repo.run("check")
    assert code == 2
    assert output.startswith("mlhooks: git: ")
    assert repo.run("check", "a.py")[0] == 1
    assert repo.run("check", "gone")[1] == "mlhooks: gone: no such file or folder. Nothing was checked.\n"


@pytest.mark.parametrize(
    "arguments",
    [["check", "--since", "HEAD"], ["check", "--staged"], ["check"], ["suppressions"], ["baseline"]],
)
def test_a_repository_without_git_installed(repo, monkeypatch, arguments):
    repo.write("a.py", BAD)
    repo.git("add", ".")
    repo.git("commit", "-qm", "x")
    monkeypatch.setenv("PATH", "/nonexistent")
    sentence = "mlhooks: git: git is not installed, and this is a git repository. mlhooks asks git which"
    code, output = repo.run(*arguments)
    assert (code, output[: len(sentence)]) == (2, sentence)


def _as_anybody() -> list[str]:
    """What starts a command to which the rights of files apply, as they do not to root."""
    if not hasattr(os, "geteuid") or os.geteuid():
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("everything is allowed to root")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


@pytest.mark.skipif(os.name == "nt", reason="no such rights")
@pytest.mark.parametrize("mode", [0o000, 0o400])
@pytest.mark.parametrize("repository", [True, False])
@pytest.mark.parametrize("command", ["check", "suppressions", "baseline", "config"])
@pytest.mark.parametrize("path", ["nd", "nd/heap.ts"])
def test_a_folder_that_may_not_be_read(repo, path, command, repository, mode):
    if command == "config" and path == "nd":
        pytest.skip("a folder's own configuration is that of the one above it")
    repo.write("nd/heap.ts", "x")
    if not repository:
        shutil.rmtree(repo.root / ".git")
    start = _as_anybody()
    os.chmod(repo.root / "nd", mode)
    try:
        done = subprocess.run([*start, SCRIPT, command, path], capture_output=True, check=False, text=True)
    finally:
        os.chmod(repo.root / "nd", 0o700)
    told = f"could not read {path}: Permission denied" if mode == 0 or path != "nd" else "Permission denied"
    assert (done.returncode, told in done.stdout, "bug" in done.stdout) == (2, True, False), done.stdout


def test_which_files_check_looks_at(repo, tmp_path, monkeypatch):
    repo.write(".gitignore", "ignored.py\n")
    for name in ("tracked.py", "untracked.py", "ignored.py", "deleted.py"):
        repo.write(name, BAD)
    repo.git("add", "tracked.py", "deleted.py", ".gitignore")
    (repo.root / "deleted.py").unlink()
    repo.git("init", "-q", "nested")
    repo.write("nested/inside.py", BAD)
    assert [line.split(":")[0] for line in repo.rules()] == ["tracked.py", "untracked.py"]
    assert [line.split(":")[0] for line in repo.rules("--tracked")] == ["tracked.py"]
    assert [line.split(":")[0] for line in repo.rules("ignored.py")] == ["ignored.py"]
    plain = tmp_path / "plain"
    plain.mkdir()
    (plain / "a.py").write_bytes(BAD)
    monkeypatch.chdir(plain)
    assert repo.rules() == ["a.py:2 torch-load-default"]


def test_many_files_give_the_same_with_workers(repo):
    for number in range(600):
        repo.write(f"{number % 7}/{number}.py", BAD if number % 5 == 0 else b"x = 1\n")
    one = repo.run("check", "--jobs", "1", "--all")
    assert one == repo.run("check", "--jobs", "3", "--all")
    assert one[1].count(FOUND) > 100


def test_a_file_full_of_findings_is_folded(repo):
    repo.write("a.py", b"import torch\n" + b"torch.load(p)\n" * 1500)
    code, output = repo.run("check")
    assert code == 1
    assert "mlhooks: 1000 warnings in 1 file" in output
    assert output.count("\n") < 40


def test_without_git_the_project_is_the_folder_with_a_manifest(repo, tmp_path, monkeypatch):
    project = tmp_path / "plain"
    (project / "src").mkdir(parents=True)
    (project / "pyproject.toml").write_text(
        '[project]\nname = "x"\nversion = "1"\ndependencies = ["torch>=2.2"]\n'
    )
    (project / "src/a.py").write_bytes(BAD)
    for folder in (project, project / "src"):
        monkeypatch.chdir(folder)
        assert "torch>=2.2 at pyproject.toml:4" in repo.run("check")[1]


def test_a_file_full_of_triggers_is_named(repo):
    repo.write("a.txt", b"-----BEGIN RSA PRIVATE KEY-----\n" * 210_000)
    start = time.perf_counter()
    code, output = repo.run("check")
    assert code == 2
    assert "mlhooks: could not read a.txt: more than 200000 places to look at" in output
    assert time.perf_counter() - start < 60


def test_notes_cannot_hide_an_error_behind_the_limit(repo):
    repo.write(
        "a.py",
        b"import pickle, torch\n" + b"pickle.load(f)\n" * 1500 + b"torch.load(f, pickle_module=pickle)\n",
    )
    assert repo.rules() == ["a.py:1502 torch-load-pickle-module"]


@pytest.mark.parametrize(
    "content",
    [
        b"import torch\n" + b"torch.load(p);" * 3000,
        b"import torch\n" + b"f(torch.load(p),\n" * 60 + b"1" + b")" * 60,
    ],
    ids=["one line", "one inside the other"],
)
def test_many_findings_that_share_lines_take_no_square_of_time(content, repo):
    repo.write("a.py", content)
    start = time.perf_counter()
    assert repo.run("check")[0] == 1
    assert time.perf_counter() - start < 30


TOKEN = "hf_" + "kTzQwLmNbVcXyUiOpRsDfGhJaEtWqZxCvB"


@pytest.mark.parametrize(
    "content",
    [
        "https://bob:Zk3hX9pQ2v@localhost/\n" * 1001 + f"{TOKEN}\n",
        f'x="{TOKEN}" # mlhooks: ignore[secret-huggingface-token]\n' * 1001 + f'y="{TOKEN}"\n',
        "https://bob:Zk3hX9pQ2v@localhost/\n" * 20_002 + f"{TOKEN}\n",
        "version https://git-lfs.github.com/spec/v1\nTOKEN=" + TOKEN + "\n" + "x=1\n" * 5000,
        "/annex/objects/x\n" + TOKEN + "\n",
        f"TOKEN = '{TOKEN}'  # mlhooks: ignore[*]\n",
        f"TOKEN = '{TOKEN}'  # mlhooks: ignore[secret-*]\n",
    ],
    ids=["notes", "suppressed", "many notes", "lfs", "annex", "any", "prefix"],
)
def test_nothing_hides_a_secret(content, repo):
    repo.write("a.py", content)
    code, output = repo.run("check", "--fail-on", "error", "a.py")
    assert code in (1, 2)
    assert "secret-huggingface-token" in output or code == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("mlhooks.toml", 'bad=1\nx="""\n' + "a" * 45 + '\n"""\n'),
        ("mlhooks.toml", "select=" + "9" * 5000),
        ("mlhooks.toml", 'extend="a\\u0000b"\n'),
        (".pre-commit-config.yaml", "\n" * 4000),
        (".pre-commit-config.yaml", "#" + "{" * 60_000),
        ("setup.py", 'x=["torch !",\n' * 100_000),
        ("uv.lock", "version = " + "9" * 5000),
        ("Pipfile", '[packages]\ntorch = "~2.²"\n'),
    ],
    ids=["key", "integer", "NUL", "blank lines", "braces", "setup.py", "lock", "figure"],
)
def test_hostile_files_around_cost_little_and_raise_nothing(name, content, repo, monkeypatch):
    monkeypatch.setenv("PRE_COMMIT", "1")
    repo.write(name, content)
    repo.write("a.py", BAD)
    start = time.perf_counter()
    code, output = repo.run("check", "a.py")
    assert time.perf_counter() - start < 30
    assert code in (1, 2)
    assert "bug of mlhooks" not in output


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.py", BAD + b"x=1" + b"+1" * 105_000),
        ("a.py", BAD + b"import " + b"a." * 40_000 + b"b\n"),
        ("a.tsx", b"new WebAssembly.Memory({initial:1})\n" + b"<a>" * 207_000),
    ],
    ids=["sum", "name", "tags"],
)
def test_what_exhausts_a_parser_does_not_end_the_run(name, content, repo):
    (repo.root / name).write_bytes(content)
    done = subprocess.run([SCRIPT, "check", "--min-severity", "note", name], capture_output=True, check=False)
    assert done.returncode in (0, 1)
    assert name.encode() in done.stdout


def test_the_baseline_is_a_regular_file(repo):
    os.mkfifo(repo.root / ".mlhooks-baseline.json")
    repo.write("a.py", BAD)
    assert repo.run("check", "a.py") == (
        2,
        "mlhooks: .mlhooks-baseline.json: is no regular file that can be read. Nothing was checked.\n",
    )


def test_a_configuration_is_no_link_out(repo, tmp_path):
    (tmp_path / "outside.toml").write_text("ignore = ['unsafe-load']\n")
    (repo.root / "mlhooks.toml").symlink_to(tmp_path / "outside.toml")
    repo.write("a.py", BAD)
    assert repo.run("check", "a.py")[1].startswith("mlhooks: mlhooks.toml: is a link out of the project")


def test_a_value_in_the_wrong_place_is_not_repeated(repo):
    repo.write("mlhooks.toml", f'select = ["{TOKEN}"]\n')
    repo.write("a.py", BAD)
    assert TOKEN[5:20] not in repo.run("check")[1]


@pytest.mark.parametrize("redirect", [">&-", ">/dev/full"])
def test_no_output_to_write_to(redirect, repo):
    repo.write("a.py", "x = 1\n")
    command = f"{SCRIPT} hook mlhooks a.py {redirect}"
    done = subprocess.run(command, shell=True, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
