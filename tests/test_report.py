# SPDX-License-Identifier: Apache-2.0
"""The whole output that people see, and what it may never hold."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhooks import hints
from mlhooks.report.escape import escape

PYPROJECT = '[project]\nname = "x"\nversion = "1"\ndependencies = [\n  "torch>=2.4.0",\n]\n'
CODE = "import torch\n\nmodel = torch.load(model_path, map_location='cpu')\n"
HEAP = "const heap = new WebAssembly.Memory({ initial: 256 });\n"

WHOLE = """\
src/cli.py:3:9: torch-load-default torch.load runs code stored in the file; torch 2.4.0 is allowed here and has \
weights_only off
    because  torch>=2.4.0 at pyproject.toml:5
    fix      torch.load(model_path, map_location='cpu', weights_only=True)
    or       torch>=2.6 there, which makes it the default; either way whole pickled models stop loading: save a \
state_dict
    allow    # mlhooks: ignore[torch-load-default] <why>
web/heap.ts:1:14: wasm-memory-unbounded starts at 16 MiB, may grow to 4 GiB; phones kill the tab on the way
    because  the descriptor has no maximum: only the engine stops it, at 65536 pages; it starts at 256
    fix      new WebAssembly.Memory({ initial: 256, maximum: N })   8192 = 512 MiB, 16384 = 1 GiB; pick what your \
model needs
    allow    // mlhooks: ignore[wasm-memory-unbounded] <why>
1 of unsafe-load can be written: mlhooks check --only unsafe-load --fix
mlhooks: 1 error, 1 warning in 2 files; 3 files looked at; to accept what is here today: mlhooks baseline
"""


@pytest.fixture
def failing(repo):
    repo.write("pyproject.toml", PYPROJECT)
    repo.write("src/cli.py", CODE)
    repo.write("web/heap.ts", HEAP)
    return repo


def test_the_whole_report(failing):
    assert failing.run("check") == (1, WHOLE)


def test_a_finding_takes_at_most_six_lines(failing):
    output = failing.run("check")[1]
    for block in re.split(r"^(?=\S)", output, flags=re.MULTILINE):
        assert block.count("\n") <= 6


def test_paths_are_shown_from_where_the_reader_stands(failing, monkeypatch):
    monkeypatch.chdir(failing.root / "src")
    assert failing.run("check")[1].startswith("cli.py:3:9: ")
    assert failing.run("check", "../web")[1].startswith("../web/heap.ts:1:14: ")


def test_folding(repo):
    for number in range(8):
        repo.write(f"{number}.ts", HEAP)
    output = repo.run("check")[1]
    assert output.count(": wasm-memory-unbounded") == 5
    assert "\n3 more of wasm-memory-unbounded; --all shows them\n" in output
    assert repo.run("check", "--all")[1].count(": wasm-memory-unbounded") == 8


def test_statistics_stand_also_in_a_clean_run(repo):
    repo.write("a.ts", HEAP)
    assert re.search(r"^ +1 wasm-memory-unbounded$", repo.run("check", "--statistics")[1], re.MULTILINE)
    repo.write("a.ts", "x\n")
    code, output = repo.run("check", "--statistics")
    assert code == 0
    assert output.startswith("mlhooks: no findings; 1 file looked at\n")


def test_exit_zero(repo):
    repo.write("a.ts", HEAP)
    assert repo.run("check", "--exit-zero")[0] == 0
    assert repo.run("check")[0] == 1


def test_annotations_for_github(failing, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    lines = failing.run("check")[1].splitlines()
    token = re.fullmatch(r"::stop-commands::([0-9a-f]{32})", lines[0])
    assert token
    end = lines.index(f"::{token[1]}::")
    assert not any(line.startswith("::") for line in lines[1:end])
    assert [line.split(" ")[0] for line in lines[end + 1 :]] == ["::error", "::warning"]
    assert lines[end + 1].startswith(
        "::error file=src/cli.py,line=3,col=9,endLine=3,endColumn=51,title=torch-load-default::"
    )
    failing.write("a,b%c.ts", HEAP)
    assert "file=a%2Cb%25c.ts," in failing.run("check")[1]


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("plain text", "plain text"),
        ("a\nb\r\tc", "a\\nb\\x0d\\x09c"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\u202eevil", "\\u202eevil"),
        ("\u2066a\u2069\u200b", "\\u2066a\\u2069\\u200b"),
        ("\u2028x\ufeff", "\\u2028x\\ufeff"),
        ("::error::x", ":\\x3aerror:\\x3ax"),
        (":::", ":\\x3a:"),
        ("##[error]x", "##\\x5berror]x"),
        ("été 模型", "été 模型"),
        ("\udcff", "\\udcff"),
    ],
)
def test_escape(content, shown):
    assert escape(content) == shown


@given(st.text())
def test_escaped_text_is_one_harmless_line(content):
    shown = escape(content)
    assert shown.isprintable()
    assert "::" not in shown
    assert shown.splitlines() in ([], [shown])


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("- id: mlhooks-baseline", "pre-commit run mlhooks-baseline --hook-stage manual --all-files"),
        ("- id: 'mlhooks-baseline' # x", "pre-commit run mlhooks-baseline --hook-stage manual --all-files"),
        ("- {id: mlhooks-baseline}", "pre-commit run mlhooks-baseline --hook-stage manual --all-files"),
        ("- id: mlhooks", "add `- id: mlhooks-baseline` to .pre-commit-config.yaml, then pre-commit run "),
        ("- id: mlhooks-baseline-x", "add `- id: mlhooks-baseline` to "),
    ],
)
def test_commands_work_where_they_are_read(listed, expected, repo, monkeypatch):
    assert hints.command("mlhooks-baseline", otherwise="mlhooks baseline", manual=True) == "mlhooks baseline"
    monkeypatch.setenv("PRE_COMMIT", "1")
    repo.write(".pre-commit-config.yaml", f"repos:\n- repo: x\n  hooks:\n  {listed}\n")
    assert hints.command("mlhooks-baseline", otherwise="mlhooks baseline", manual=True).startswith(expected)


@pytest.mark.parametrize(
    "command", [["rule", "torch-load-default"], ["rule"], ["check", "--help"], ["--version"], ["--help"]]
)
def test_explanations(command, repo):
    try:
        code, output = repo.run(*command)
    except SystemExit as stop:
        code, output = stop.code or 0, repo._capsys.readouterr().out
    assert code == 0
    assert output


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (["rule", "torch-laod-default"], 'mlhooks: rule: no rule is called "torch-laod-default"; did you mean "torch-load-default"?\n'),
        (["check", "--only", "secret"], 'mlhooks: no check is called "secret"; did you mean "secrets"?\n'),
        (["check", "--nothing"], 'mlhooks: there is no option "--nothing"'),
        (["check", "--formt=json"], 'mlhooks: there is no option "--formt"; did you mean "--format"?; `mlhooks check --help`'),
        (["rule", "load-pickle", "load-dill"], 'mlhooks: nothing can be done with "load-dill" here; `mlhooks rule --help` lists'),
        (["chekc"], 'mlhooks: no command is called "chekc"; did you mean "check"?; `mlhooks --help` lists what there is\n'),
        (["--chekc"], "mlhooks: the following arguments are required: COMMAND; `mlhooks --help` lists"),
        (["check", "--only", ""], "mlhooks: --only names no check; known are "),
        (["baseline", "--only", " ,"], "mlhooks: --only names no check; known are "),
        (["rule", ""], 'mlhooks: rule: no rule is called ""'),
        (["check", "--jobs", "-1"], 'mlhooks: argument --jobs: "-1" is no number of processes; 1 is the lowest; `mlhooks check --help`'),
        (["check", "--jobs", "x"], "mlhooks: argument --jobs: "),
        (["check", "--allow-plugin", "x.py"], "mlhooks: --allow-plugin is about the tools that --deep runs; add --deep\n"),
        (["check", "--stdin-filename", ""], "mlhooks: --stdin-filename needs the name that standard input is judged under\n"),
        (["check", "--stdin-filename", "x.py", "y.py"], "mlhooks: --stdin-filename judges standard input alone; leave other paths out\n"),
        (["check", "--stdin-filename", "x.py", "--fix"], "mlhooks: --stdin-filename judges standard input alone; leave --fix out\n"),
        (["check", "--stdin-filename", "x.py", "--diff"], "mlhooks: --stdin-filename judges standard input alone; leave --diff out\n"),
        (["check", "--stdin-filename", "x.py", "--deep"], "mlhooks: --stdin-filename judges standard input alone; leave --deep out\n"),
        (["config", "gone"], "mlhooks: gone: no such file or folder."),
    ],
)  # fmt: skip
def test_mistakes_are_explained(command, message, repo):
    code, output = repo.run(*command)
    assert code == 2
    assert output.startswith(message)


def test_only_and_diff_and_fix(repo):
    repo.write(
        "pyproject.toml", '[tool.mlhooks.license-header]\nlicense = "MIT"\nholder = "The Example Authors"\n'
    )
    repo.write("a.py", "x = 1\n")
    code, output = repo.run("check", "--diff")
    assert code == 1
    assert "+# SPDX-License-Identifier: MIT" in output
    assert (repo.root / "a.py").read_text() == "x = 1\n"
    code, output = repo.run("check", "--fix")
    assert (code, output) == (0, "Fixing a.py\n")
    assert "MIT" in (repo.root / "a.py").read_text()
    assert repo.run("check") == (0, "")


def test_fix_leaves_other_checks_alone_unless_named(repo):
    repo.write("pyproject.toml", PYPROJECT)
    repo.write("a.py", CODE)
    repo.run("check", "--fix")
    assert (repo.root / "a.py").read_text() == CODE
    assert repo.run("check", "--fix", "--only", "unsafe-load")[0] == 0
    assert "weights_only=True" in (repo.root / "a.py").read_text()


def test_a_diff_shows_no_secret_and_what_it_leaves(repo):
    token = "hf_" + "kTzQwLmNbVcXyUiOpRsDfGhJaEtWqZxCvB"
    repo.write("pyproject.toml", PYPROJECT)
    repo.write(
        "a.py",
        f'import torch\nT = "{token}"\nm = torch.load("{token}")\nimport pickle\nn = torch.load(p, None, pickle)\n',
    )
    code, output = repo.run("check", "--diff", "--only", "unsafe-load")
    assert code == 1
    assert "weights_only=True" in output
    assert token[3:20] not in output
    assert "torch-load-pickle-module" in output
    assert token[3:20] not in repo.run("check", "--min-severity", "note")[1]


def test_a_diff_without_fixes_still_fails(repo):
    repo.write("a.ts", HEAP)
    code, output = repo.run("check", "--diff")
    assert code == 1
    assert "wasm-memory-unbounded" in output


@pytest.mark.parametrize(
    ("files", "rule"),
    [
        ({"pyproject.toml": PYPROJECT, "a.py": CODE}, "torch-load-default"),
        (
            {"mlhooks.toml": '[license-header]\nlicense = "MIT"\n', "a.py": "x = 1\n"},
            "license-header-missing",
        ),
    ],
    ids=["unsafe-load", "license-header"],
)
def test_the_command_behind_a_fix_writes_it(files, rule, repo):
    for path, content in files.items():
        repo.write(path, content)
    output = repo.run("check")[1]
    assert rule in output
    found = re.search(r"^1 of \S+ can be written: (mlhooks check .*--fix)$", output, re.MULTILINE)
    assert found, output
    repo.run(*found[1].split()[1:])
    assert rule not in repo.run("check")[1]
