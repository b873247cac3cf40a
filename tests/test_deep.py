# SPDX-License-Identifier: Apache-2.0
"""Other tools as child processes, played by scripts; `real/test_detect_secrets` and `real/test_tools` run them."""

from __future__ import annotations

import json
import os
import sys
import time
from hashlib import sha1
from pathlib import Path

import pytest

from mlhooks.cli import main
from mlhooks.core import child
from mlhooks.deep import extend
from mlhooks.engine import run
from mlhooks.result import Settings
from support import git

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-ins are shell scripts")

TOOLS = ("detect-secrets", "bandit", "semgrep")
CODE = "import os\n\n\ndef f(x):\n    os.system(\n        x,\n    )\n"


class Tool:
    """A stand-in for one tool: a script that prints what it is given, first in the PATH."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        folder.mkdir()
        # The interpreter beside the tool is what is started for Python ones, for semgrep the tool itself.
        self.script = folder / ("semgrep" if name == "semgrep" else "python")
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o755)

    def does(self, shell: str) -> None:
        self.script.write_text(f"#!/bin/sh\n{shell}\n")
        self.script.chmod(0o755)

    def prints(self, document: object) -> None:
        (self.folder / "out.json").write_text(json.dumps(document))
        self.does(
            f'cat > "{self.folder}/given"; echo "$@" > "{self.folder}/arguments"; cat "{self.folder}/out.json"'
        )

    def arguments(self) -> list[str]:
        return (self.folder / "arguments").read_text().split()

    def given(self) -> dict:
        return json.loads((self.folder / "given").read_text())


@pytest.fixture(params=TOOLS)
def any_tool(request, tmp_path, monkeypatch):
    return _tool(request.param, tmp_path, monkeypatch)


def _tool(name, tmp_path, monkeypatch) -> Tool:
    tool = Tool(name, tmp_path / "bin")
    monkeypatch.setenv("PATH", f"{tool.folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(child, "find_spec", lambda _: None)  # whatever this environment has
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    return tool


@pytest.fixture
def bandit(tmp_path, monkeypatch):
    return _tool("bandit", tmp_path, monkeypatch)


@pytest.fixture
def semgrep(repo, tmp_path, monkeypatch):
    repo.write("rules/r.yaml", "rules: []\n")
    repo.write("mlhooks.toml", '[semgrep]\nrules = ["rules"]\n')
    return _tool("semgrep", tmp_path, monkeypatch)


@pytest.fixture
def secrets(tmp_path, monkeypatch):
    return _tool("detect-secrets", tmp_path, monkeypatch)


def issue(
    repo, path: str = "a.py", line: int = 5, name: str = "B605", severity: str = "HIGH", **more
) -> dict:
    return {
        "filename": f"{repo.root}/{path}", "test_id": name, "line_number": line, "line_range": [5, 6, 7],
        "col_offset": 4, "end_col_offset": 5, "issue_severity": severity, "issue_confidence": "LOW",
        "issue_text": "starts a shell", "more_info": "https://example.invalid/b605", **more,
    }  # fmt: skip


def report(*issues: dict) -> dict:
    return {"results": list(issues), "errors": []}


def semgrep_row(
    repo, path: str = "a.py", rule: str = "rules.my-rule", message: str = "not\nso", **extra
) -> dict:
    return {
        "check_id": rule, "path": f"{repo.root}/{path}", "start": {"line": 5, "col": 5}, "end": {"line": 7, "col": 6},
        "extra": {"message": message, "severity": "WARNING", "metadata": {}, **extra},
    }  # fmt: skip


BAD = {
    "crash": ("exit 3", "printed no report (exit status 3)"),
    "silence": ("exit 0", "printed no report (exit status 0)"),
    "signal": ("kill -9 $$", "printed no report (exit status -9)"),
    "garbage": ("echo garbage", "printed no report (exit status 0)"),
    "half": ("""echo '{"results": ['""", "printed no report"),
    "no object": ("echo '[]'", "printed no report"),
    "other object": ("echo '{}'", "printed a report that is not understood"),
    "odd rows": (
        """echo '{"results": [1], "errors": [], "found": [1], "missing": []}'""",
        "is not understood",
    ),
    "odd errors": (
        """echo '{"results": [], "errors": [1], "found": 1, "missing": 1}'""",
        "is not understood",
    ),
    "a report, then a crash": (
        """echo '{"results": [], "errors": [], "found": [], "missing": []}'; exit 3""",
        "exit status 3",
    ),
    "binary": ("head -c 1000 /dev/urandom", "printed no report"),
    "deep": ("""head -c 1000000 /dev/zero | tr '\\0' '['""", "printed no report"),
    "hang": ("sleep 60", "gave no answer in 1 s and was stopped"),
    "endless": ("yes", "printed more than 1 MiB and was stopped"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_tool_that_fails_is_named(case, any_tool, repo, monkeypatch):
    shell, said = BAD[case]
    any_tool.does(shell)
    monkeypatch.setattr(child, "OUTPUT", 1 << 20)
    repo.write("a.py", CODE)
    repo.write("rules.yaml", "rules: []\n")
    extra = 'rules = ["rules.yaml"]' if any_tool.name == "semgrep" else ""
    repo.write("mlhooks.toml", f"[{any_tool.name}]\nseconds = 1\n{extra}\n")
    start = time.monotonic()
    code, output = repo.run("hook", f"mlhooks-{any_tool.name}", "a.py")
    assert (code, output.count("\n")) == (2, 1)
    assert output.startswith(f"mlhooks: {any_tool.name} ")
    assert said in output
    assert time.monotonic() - start < 20


def test_a_tool_that_cannot_be_started(bandit, repo):
    bandit.script.write_text("no program")
    bandit.script.chmod(0o755)
    repo.write("a.py", CODE)
    code, output = repo.run("hook", "mlhooks-bandit", "a.py")
    assert (code, output) == (2, "mlhooks: bandit could not be started: Exec format error\n")


def test_what_it_started_is_ended_too(bandit, repo):
    mark = bandit.folder / "alive"
    bandit.does(f'(sleep 2; touch "{mark}") &\nsleep 60')
    repo.write("a.py", CODE)
    repo.write("mlhooks.toml", "[bandit]\nseconds = 1\n")
    assert repo.run("hook", "mlhooks-bandit", "a.py")[0] == 2
    time.sleep(1.5)
    assert not mark.exists()


def test_a_missing_tool(any_tool, repo, monkeypatch):
    monkeypatch.setenv("PATH", f"/nowhere{os.pathsep}/bin{os.pathsep}/usr/bin")
    repo.write("a.py", CODE)
    repo.write("rules.yaml", "rules: []\n")
    repo.write("mlhooks.toml", '[semgrep]\nrules = ["rules.yaml"]\n')
    name = any_tool.name
    code, output = repo.run("hook", f"mlhooks-{name}", "a.py")
    assert code == 2
    assert output.startswith(f"mlhooks: {name} is not installed here; pip install {name}==")
    code, output = repo.run("check", "--deep")
    assert code == 0  # said, and no failure
    assert [line.split()[1] for line in output.splitlines()] == list(TOOLS)
    monkeypatch.setenv("PRE_COMMIT", "1")
    assert "`additional_dependencies: [" in repo.run("hook", f"mlhooks-{name}", "a.py")[1]


def test_nothing_to_do_starts_nothing(any_tool, repo):
    any_tool.does("exit 9")
    assert repo.run("hook", f"mlhooks-{any_tool.name}") == (0, "")


def test_the_tool_has_no_say_from_the_scanned_folder(any_tool, repo, monkeypatch):
    """Isolated, in a folder of its own, without the variables that would configure it, and offline."""
    any_tool.does(
        f'env > "{any_tool.folder}/env"; pwd > "{any_tool.folder}/cwd"; echo "$@" > "{any_tool.folder}/arguments"'
    )
    for name in ("PYTHONPATH", "SEMGREP_RULES", "GIT_DIR"):
        monkeypatch.setenv(name, str(repo.root))
    monkeypatch.setenv("HTTPS_PROXY", "http://registry.example")
    repo.write("a.py", CODE)
    repo.write("rules.yaml", "rules: []\n")
    repo.write("mlhooks.toml", '[semgrep]\nrules = ["rules.yaml"]\n')
    repo.run("hook", f"mlhooks-{any_tool.name}", "a.py")
    environment = (any_tool.folder / "env").read_text().splitlines()
    named = {line.partition("=")[0] for line in environment}
    assert not named & {"PYTHONPATH", "SEMGREP_RULES", "GIT_DIR"}
    assert "HTTPS_PROXY=http://127.0.0.1:9" in environment
    assert "GIT_CONFIG_VALUE_0=false" in environment
    assert not (any_tool.folder / "cwd").read_text().startswith(str(repo.root))
    if any_tool.name != "semgrep":
        assert any_tool.arguments()[:3] == ["-I", "-X", "utf8"]


def test_folders_of_the_path_that_lie_in_the_tree_are_passed_over(repo, monkeypatch):
    repo.write("bandit", "#!/bin/sh\ntouch ran\n").chmod(0o755)
    repo.write("python", "#!/bin/sh\ntouch ran\n").chmod(0o755)
    repo.write("a.py", CODE)
    monkeypatch.setattr(child, "find_spec", lambda _: None)
    for path in (".", "", "./"):
        monkeypatch.setenv("PATH", path)
        assert child.python_with("bandit", "bandit") is None
        assert child.program("bandit") is None


def test_files_are_never_options(bandit, repo):
    bandit.prints(report())
    for name in ("-rf.py", "--ini=evil.py"):
        repo.write(name, CODE)
    assert repo.run("hook", "mlhooks-bandit", "-rf.py", "--ini=evil.py") == (0, "")
    arguments = bandit.arguments()
    assert arguments[arguments.index("--") + 1 :] == [f"{repo.root}/-rf.py", f"{repo.root}/--ini=evil.py"]


FINDING = "a.py:5:5: bandit-b605 starts a shell (B605, confidence low)"


@pytest.mark.parametrize(
    ("toml", "code", "first"),
    [
        ("", 1, FINDING),
        ('ignore = ["bandit-b605"]', 0, ""),
        ('ignore = ["bandit"]', 0, ""),
        ('ignore = ["bandit-*"]', 0, ""),
        ('ignore = ["bandit-b60*"]', 0, ""),
        ('ignore = ["bandit-b602"]', 1, FINDING),
        ('select = ["secrets"]', 0, ""),
        ('select = ["bandit"]', 1, FINDING),
        ('select = ["bandit-b605", "secrets"]', 1, FINDING),
        ('[severity]\nbandit-b605 = "note"', 0, ""),
        ('[severity]\nbandit = "note"', 0, ""),
        ('[severity]\n"bandit-*" = "note"\nbandit-b605 = "error"', 1, FINDING),
        ('exclude = ["a.py"]', 0, ""),
        ('[per-path-ignores]\n"*.py" = ["bandit-b605"]', 0, ""),
        ('[per-path-ignores]\n"*.py" = ["bandit"]', 0, ""),
        ('tests = ["a.py"]', 0, ""),
        ('tests = ["a.py"]\nmin-severity = "note"', 0, f"{FINDING} (note)"),
        ('vendored = ["a.py"]\nmin-severity = "note"', 0, ""),
        ('[bandit]\npaths = ["src/**"]', 0, ""),
        ('[bandit]\npaths = ["*.py"]', 1, FINDING),
    ],
)
def test_one_configuration_for_all(toml, code, first, bandit, repo):
    bandit.prints(report(issue(repo)))
    repo.write("a.py", CODE)
    repo.write("mlhooks.toml", toml + "\n")
    found, output = repo.run("hook", "mlhooks-bandit", "a.py")
    assert (found, output.partition("\n")[0]) == (code, first)


@pytest.mark.parametrize(
    "wrong",
    ['ignore = ["bandit-B605"]', 'select = ["bandits"]', "[bandit]\nrule = 1", "[bandit]\nseconds = '1'"],
)
def test_wrong_names_are_named(wrong, repo):
    repo.write("mlhooks.toml", wrong + "\n")
    code, output = repo.run("check")
    assert code == 2
    assert "mlhooks.toml:" in output


@pytest.mark.parametrize(
    "code",
    [
        CODE.replace("os.system(", "os.system(  # mlhooks: ignore[bandit-b605] ours"),
        CODE.replace("    )\n", "    )  # mlhooks: ignore[bandit-b605]\n"),
        CODE.replace("    os.system", "    # mlhooks: ignore[bandit-b605] ours\n    os.system"),
    ],
)
def test_marks(code, bandit, repo):
    at = code.splitlines().index(next(line for line in code.splitlines() if "os.system" in line)) + 1
    bandit.prints(report(issue(repo, line=at, line_range=[at, at + 1, at + 2])))
    repo.write("a.py", code)
    assert repo.run("hook", "mlhooks-bandit", "a.py") == (0, "")
    assert repo.run("check", "--min-severity=note") == (0, "")  # neither unknown nor unused to the others


def test_marks_of_the_tool_itself(bandit, repo):
    bandit.prints(report())
    repo.write("a.py", CODE)
    repo.run("hook", "mlhooks-bandit", "a.py")
    assert "--ignore-nosec" not in bandit.arguments()
    repo.write("mlhooks.toml", 'foreign-marks = false\n[bandit]\nrules = ["B602", "B605"]\n')
    repo.run("hook", "mlhooks-bandit", "a.py")
    assert "--ignore-nosec" in bandit.arguments()
    assert "B602,B605" in bandit.arguments()


@pytest.mark.parametrize(
    ("name", "native"), [("B614", "torch-load-*"), ("B301", "load-*"), ("B506", "load-yaml")]
)
def test_what_a_native_rule_covers_is_off_while_that_is_on(name, native, bandit, repo):
    bandit.prints(report(issue(repo, name=name)))
    repo.write("a.py", CODE)
    assert repo.run("hook", "mlhooks-bandit", "a.py") == (0, "")
    repo.write("mlhooks.toml", f'ignore = ["{native}"]\n')
    assert repo.run("hook", "mlhooks-bandit", "a.py")[0] == 1


def test_the_baseline_accepts_them(bandit, repo):
    bandit.prints(report(issue(repo)))
    repo.write("a.py", CODE)
    repo.git("add", "-A")
    output = repo.run("hook", "mlhooks-bandit", "a.py")[1]
    assert output.rstrip().endswith("mlhooks baseline --deep")
    code, output = repo.run("baseline", "--deep")
    assert code == 0
    assert "accepts 1 finding, 1 of them new" in output
    assert "detect-secrets is not installed here" in output
    assert repo.run("hook", "mlhooks-bandit", "a.py") == (0, "")
    assert repo.run("baseline")[0] == 0  # which asks no tool, and keeps what it does not judge
    assert repo.run("hook", "mlhooks-bandit", "a.py") == (0, "")
    repo.write("a.py", CODE.replace("import os\n", "import os\n\n\n"))
    bandit.prints(report(issue(repo, line=7)))
    assert repo.run("hook", "mlhooks-bandit", "a.py") == (0, "")
    bandit.prints(report())
    assert repo.run("baseline", "--deep")[0] == 0
    bandit.prints(report(issue(repo)))
    assert repo.run("hook", "mlhooks-bandit", "a.py")[0] == 1


def test_the_manual_hook_accepts_those_that_are_listed(bandit, repo):
    bandit.prints(report(issue(repo)))
    repo.write("a.py", CODE)
    repo.write(".pre-commit-config.yaml", "- id: mlhooks-bandit\n- id: mlhooks-baseline\n")
    repo.git("add", "-A")
    assert repo.run("hook", "mlhooks-baseline")[0] == 0
    assert repo.run("hook", "mlhooks-bandit", "a.py") == (0, "")


def test_the_manual_hook_accepts_nothing_that_no_listed_hook_reports(bandit, repo):
    bandit.prints(report(issue(repo)))
    repo.write("a.py", CODE)
    repo.write("b.ts", "new WebAssembly.Memory({ initial: 1 });\n")
    repo.write(".pre-commit-config.yaml", "- id: mlhooks-bandit\n- id: mlhooks-baseline\n")
    repo.git("add", "-A")
    assert "accepts 1 finding, 1 of them new" in repo.run("hook", "mlhooks-baseline")[1]
    assert repo.run("hook", "mlhooks-bandit", "a.py") == (0, "")
    assert repo.run("hook", "wasm-memory", "b.ts")[0] == 1


def test_the_manual_hook_needs_the_tools_of_listed_hooks(any_tool, repo, monkeypatch):
    name = any_tool.name
    monkeypatch.setenv("PATH", f"/nowhere{os.pathsep}/bin{os.pathsep}/usr/bin")
    monkeypatch.setenv("PRE_COMMIT", "1")
    repo.write("a.py", CODE)
    repo.write("rules.yaml", "rules: []\n")
    repo.write("mlhooks.toml", '[semgrep]\nrules = ["rules.yaml"]\n')
    repo.write(".pre-commit-config.yaml", f"- id: mlhooks-{name}\n- id: mlhooks-baseline\n")
    repo.git("add", "-A")
    code, output = repo.run("hook", "mlhooks-baseline")
    assert code == 2
    assert output.startswith(f"mlhooks: .mlhooks-baseline.json was not written: {name} is not installed here")
    assert f"`additional_dependencies: [{name}==" in output
    assert not (repo.root / ".mlhooks-baseline.json").exists()


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("", "add `- id: mlhooks-baseline` with `additional_dependencies: [bandit=="),
        ("- id: mlhooks-baseline\n", "pre-commit run mlhooks-baseline --hook-stage manual --all-files (`additional_"),
    ],
)  # fmt: skip
def test_the_hint_to_accept_names_the_tool(listed, expected, bandit, repo, monkeypatch):
    bandit.prints(report(issue(repo)))
    repo.write("a.py", CODE)
    repo.write(".pre-commit-config.yaml", f"- id: mlhooks-bandit\n{listed}")
    monkeypatch.setenv("PRE_COMMIT", "1")
    output = repo.run("hook", "mlhooks-bandit", "a.py")[1]
    assert f"to accept what is here today: {expected}" in output


def test_deep_adds_to_what_we_find(bandit, repo):
    bandit.prints(report(issue(repo), issue(repo, name="B614")))
    repo.write("a.py", "import torch\n" + CODE + "torch.load(f)\n")
    code, output = repo.run("check", "--deep")
    assert code == 1
    assert [line.split()[1] for line in output.splitlines() if line.startswith("a.py:")] == [
        "bandit-b605",
        "torch-load-default",
    ]
    assert "1 error, 1 warning in 1 file; 1 file looked at" in output
    assert repo.run("check", "--staged", "--deep")[0] == 2


def test_deep_on_changed_lines_only(bandit, repo):
    repo.write("a.py", CODE)
    repo.git("add", "-A")
    repo.git("commit", "-qm", "first")
    bandit.prints(report(issue(repo)))
    repo.write("a.py", CODE + "x = 1\n")
    assert repo.run("check", "--since", "HEAD", "--deep")[0] == 0
    repo.write("a.py", CODE.replace("os.system(", "os.system(x, "))
    assert repo.run("check", "--since", "HEAD", "--deep")[0] == 1


def test_files_that_bandit_cannot_parse(bandit, repo):
    bandit.prints({"results": [], "errors": [{"filename": f"{repo.root}/a.py", "reason": "syntax error"}]})
    repo.write("a.py", "print 'x'\n")
    assert repo.run("hook", "mlhooks-bandit", "a.py") == (0, "")
    assert (
        "a.py:1:1: unparsable bandit could not parse"
        in repo.run("hook", "mlhooks-bandit", "--min-severity=note", "a.py")[1]
    )


def test_findings_elsewhere_do_not_count(bandit, repo):
    """A tool that reports what it was not given: pre-commit's batches would repeat it."""
    bandit.prints(report(issue(repo, path="b.py"), issue(repo, path="../x.py")))
    repo.write("a.py", CODE)
    repo.write("b.py", CODE)
    assert repo.run("hook", "mlhooks-bandit", "a.py") == (0, "")


def test_places_outside_the_file_are_cut(bandit, repo):
    odd = [
        issue(repo, line=line, col_offset=at, end_col_offset=at - 3, line_range=[line])
        for line, at in ((0, 0), (99, 9), (5, 999), (-5, -5))
    ]
    bandit.prints(report(*odd))
    repo.write("a.py", CODE)
    assert repo.run("hook", "mlhooks-bandit", "a.py")[0] == 1


def test_texts_are_escaped_and_passwords_hidden(bandit, repo):
    password = "Zk7" + "qW9x" + "Lm2"
    bandit.prints(
        report(
            issue(repo, issue_text="a\x1b[31m ::error::b"),
            issue(repo, name="B105", issue_text=f"Possible hardcoded password: '{password}'"),
        )
    )
    repo.write("a.py", CODE)
    output = repo.run("hook", "mlhooks-bandit", "a.py")[1]
    assert "\x1b" not in output
    assert "::error" not in output
    assert password not in output
    assert "bandit-b105 possible hard-coded password" in output


def test_what_a_tool_knows_for_a_secret_is_quoted_nowhere(bandit, repo, capsys):
    """In code frames and in what programs read, not even for another finding on its line."""
    password = "Zk7" + "qW9x" + "Lm2"
    bandit.prints(
        report(
            issue(repo, name="B106", line=1, line_range=[1]), issue(repo, name="B605", line=1, line_range=[1])
        )
    )
    repo.write("a.py", f'os.system(x, password="{password}")\n')
    for format in ("sarif", "json", "gitlab", "text"):
        assert main(["check", "--deep", "--min-severity=note", "--format", format]) == 1
        captured = capsys.readouterr()
        assert "b605" in captured.out.lower()
        assert password not in captured.out + captured.err
    settings = Settings(min_severity="note")
    settings.quoted = True
    result = run(["a.py"], settings)
    extend(result, ["a.py"], settings)
    quoted = {finding.rule: finding.quote.lines for finding in result.findings}
    assert quoted.pop("secret-generic-assignment") == ('os.system(x, password="(secret)")',)
    assert quoted == {"bandit-b106": ("(secret)",), "bandit-b605": ("(secret)",)}


def test_semgrep(semgrep, repo):
    semgrep.prints({"results": [semgrep_row(repo)], "errors": []})
    repo.write("a.py", CODE)
    code, output = repo.run("hook", "mlhooks-semgrep", "a.py")
    assert code == 1
    assert output.startswith("a.py:5:5: semgrep-my-rule not so\n")
    arguments = semgrep.arguments()
    assert f"--config={repo.root}/rules" in arguments
    assert "--metrics=off" in arguments
    assert sum(text.startswith("--config=") for text in arguments) == 1  # ours are covered by native ones
    assert "--disable-nosem" not in arguments


def test_semgrep_runs_ours_where_native_ones_are_off(semgrep, repo):
    semgrep.prints(
        {
            "results": [
                semgrep_row(repo, rule="x.torch-load-default"),
                semgrep_row(repo, rule="x.wasm-memory-invalid"),
            ],
            "errors": [],
        }
    )
    repo.write("a.py", CODE)
    repo.write("mlhooks.toml", 'ignore = ["torch-load-default"]\nforeign-marks = false\n')
    output = repo.run("hook", "mlhooks-semgrep", "a.py")[1]
    assert "semgrep-torch-load-default" in output
    assert "semgrep-wasm-memory-invalid" not in output
    (config,) = [text for text in semgrep.arguments() if text.startswith("--config=")]
    assert config.endswith("semgrep-rules")
    assert "--disable-nosem" in semgrep.arguments()
    repo.write("mlhooks.toml", 'ignore = ["torch-load-default"]\n[semgrep]\nbundled = false\n')
    assert repo.run("hook", "mlhooks-semgrep", "a.py") == (0, "")


@pytest.mark.parametrize("name", ["p/python", "../rules", "gone.yaml", "/etc", "out"])
def test_semgrep_takes_rules_of_the_project_only(name, semgrep, repo):
    (repo.root / "out").symlink_to("/etc")
    repo.write("mlhooks.toml", f'[semgrep]\nrules = ["{name}"]\n')
    repo.write("a.py", CODE)
    code, output = repo.run("hook", "mlhooks-semgrep", "a.py")
    assert code == 2
    assert f'mlhooks: semgrep has no rules at "{name}"' in output


def test_semgrep_messages_about_secrets_are_not_repeated(semgrep, repo):
    password = "Zk7" + "qW9x" + "Lm2"
    rows = [
        semgrep_row(repo, rule="x.hard-coded-password", message=f"found {password}"),
        semgrep_row(repo, rule="x.y", message=f"found {password}", metadata={"technology": ["secrets"]}),
    ]
    semgrep.prints({"results": rows, "errors": []})
    repo.write("a.py", CODE)
    output = repo.run("hook", "mlhooks-semgrep", "a.py")[1]
    assert password not in output
    assert output.count("found by this rule") == 2


def test_semgrep_rules_that_do_not_run_are_a_failure(semgrep, repo):
    repo.write("a.py", CODE)
    semgrep.prints({"results": [], "errors": [{"type": "SemgrepError", "message": "bad rule"}]})
    assert "mlhooks: semgrep could not run all rules" in repo.run("hook", "mlhooks-semgrep", "a.py")[1]
    semgrep.prints({"results": [], "errors": [{"type": "Syntax error", "path": f"{repo.root}/a.py"}]})
    assert repo.run("hook", "mlhooks-semgrep", "a.py") == (0, "")
    assert (
        "unparsable semgrep could not parse"
        in repo.run("hook", "mlhooks-semgrep", "--min-severity=note", "a.py")[1]
    )


def test_detect_secrets(secrets, repo):
    hash = "0123456789" * 4
    rows = [
        ["a.py", 5, "Secret Keyword", hash],
        ["a.py", 1, "Hex High Entropy String", hash],
        ["a.py", 2, "My Own Type!", hash],
    ]
    secrets.prints({"found": rows, "missing": []})
    repo.write("a.py", CODE)
    code, output = repo.run("hook", "mlhooks-detect-secrets", "--min-severity=note", "a.py")
    found = [line.split()[:2] for line in output.splitlines() if line.startswith("a.py:")]
    assert found == [
        ["a.py:1:1:", "detect-secrets-hex-high-entropy-string"],
        ["a.py:2:1:", "detect-secrets-my-own-type"],
        ["a.py:5:5:", "detect-secrets-secret-keyword"],
    ]
    assert code == 1
    assert hash not in output
    given = secrets.given()
    assert given["root"] == str(repo.root)
    assert (given["files"], given["plugins"], given["filters"], given["code"]) == (["a.py"], None, None, [])


def test_two_secrets_on_one_line_are_two(secrets, repo):
    """The one that is accepted hides no other."""
    rows = [["a.py", 5, "Secret Keyword", "0" * 40], ["a.py", 5, "Secret Keyword", "1" * 40]]
    secrets.prints({"found": rows, "missing": []})
    repo.write("a.py", CODE)
    output = repo.run("hook", "mlhooks-detect-secrets", "a.py")[1]
    assert output.count("a.py:5:5: detect-secrets-secret-keyword") == 2
    secrets.prints({"found": rows[:1], "missing": []})
    assert repo.run("baseline", "--deep")[0] == 0
    secrets.prints({"found": rows, "missing": []})
    assert repo.run("hook", "mlhooks-detect-secrets", "a.py")[0] == 1


BASELINE = {
    "version": "1.5.0",
    "plugins_used": [{"name": "AWSKeyDetector"}, {"name": "HexHighEntropyString", "limit": 2.5}],
    "filters_used": [
        {"path": "detect_secrets.filters.allowlist.is_line_allowlisted"},
        {"path": "detect_secrets.filters.common.is_ignored_due_to_verification_policies", "min_level": 2},
        {"path": "detect_secrets.filters.regex.should_exclude_file", "pattern": ["^x"]},
    ],
    "results": {"a.py": [{"type": "Secret Keyword", "hashed_secret": "0123456789" * 4}]},
}


def test_the_baseline_of_detect_secrets_holds(secrets, repo):
    common = sha1(b"gh" + b"p").hexdigest()  # it names no secret
    document = json.loads(json.dumps(BASELINE))
    document["results"]["a.py"].append({"type": "GitHub Token", "hashed_secret": common})
    repo.write(".secrets.baseline", json.dumps(document))
    repo.write("a.py", CODE)
    repo.write("mlhooks.toml", 'ignore = ["secrets"]\n')
    rows = [["a.py", 5, "Secret Keyword", "0123456789" * 4], ["a.py", 2, "GitHub Token", common]]
    secrets.prints({"found": rows, "missing": []})
    code, output = repo.run("hook", "mlhooks-detect-secrets", "a.py", ".secrets.baseline")
    assert code == 1
    assert [line.split()[1] for line in output.splitlines() if line.startswith("a.py:")] == [
        "detect-secrets-github-token"
    ]
    given = secrets.given()
    assert given["plugins"] == BASELINE["plugins_used"]
    assert given["filters"] == [
        BASELINE["filters_used"][0],
        BASELINE["filters_used"][2],
    ]  # nothing asks the network
    assert given["files"] == ["a.py"]
    repo.write(
        "mlhooks.toml",
        'foreign-marks = false\n[detect-secrets]\nrules = ["HexHighEntropyString", "JwtTokenDetector"]\n',
    )
    repo.run("hook", "mlhooks-detect-secrets", "a.py")
    given = secrets.given()
    assert given["plugins"] == [BASELINE["plugins_used"][1], {"name": "JwtTokenDetector"}]
    assert given["without"] == [BASELINE["filters_used"][0]["path"]]


def test_plugins_that_the_installed_version_lacks(secrets, repo):
    secrets.prints({"found": [], "missing": ["NewDetector"]})
    repo.write("a.py", CODE)
    repo.write(".secrets.baseline", json.dumps(BASELINE))
    code, output = repo.run("hook", "mlhooks-detect-secrets", "a.py")
    assert code == 2
    assert (
        output
        == "mlhooks: detect-secrets has no plugin NewDetector in the version installed here, and .secrets.baseline asks for it\n"
    )


@pytest.mark.parametrize("content", ["{", '{"version": "9.0.0", "results": {}}'])
def test_a_broken_baseline_is_named(content, secrets, repo):
    secrets.prints({"found": [], "missing": []})
    repo.write("a.py", CODE)
    repo.write(".secrets.baseline", content)
    code, output = repo.run("hook", "mlhooks-detect-secrets", "a.py")
    assert code == 2
    assert output.startswith("mlhooks: .secrets.baseline")


CODE_IN_A_BASELINE = {
    "plugin": {"plugins_used": [{"name": "Evil", "path": "file://evil.py"}, {"name": "AWSKeyDetector"}]},
    "plugin by its whole path": {"plugins_used": [{"name": "Evil", "path": "file://{root}/evil.py"}]},
    "plugin under another's name": {"plugins_used": [{"name": "AWSKeyDetector", "path": "evil.py"}]},
    "plugin, odd path": {"plugins_used": [{"name": "Evil", "path": ["file://evil.py"]}]},
    "filter": {"filters_used": [{"path": "file://evil.py::is_it"}]},
    "filter module": {"filters_used": [{"path": "evil.is_it"}]},
    "filter of the standard library": {"filters_used": [{"path": "os.system"}]},
    "filter below the tool's": {"filters_used": [{"path": "detect_secrets.filters.regex.os.system"}]},
    "old plugin": {"version": "0.14.0", "custom_plugin_paths": ["evil.py"]},
    "word list outside": {"filters_used": [{"path": "detect_secrets.filters.wordlist.should_exclude_secret", "file_name": "/etc/passwd"}]},
}  # fmt: skip


@pytest.mark.parametrize("name", CODE_IN_A_BASELINE)
def test_code_in_a_baseline_is_named_and_does_not_run(name, secrets, repo):
    secrets.prints({"found": [["a.py", 5, "Secret Keyword", "0" * 40]], "missing": []})
    text = json.dumps({**BASELINE, **CODE_IN_A_BASELINE[name]}).replace("{root}", str(repo.root))
    repo.write(".secrets.baseline", text)
    repo.write("evil.py", "")
    repo.write("a.py", CODE)
    code, output = repo.run("hook", "mlhooks-detect-secrets", "a.py")
    assert code == 2
    assert output.count("mlhooks: detect-secrets has not run ") == 1
    assert "a.py:5:5: detect-secrets-secret-keyword" in output  # the others ran
    given = secrets.given()
    assert given["code"] == []
    assert "evil" not in json.dumps(given)
    assert "path" not in [key for plugin in given["plugins"] or () for key in plugin]


@pytest.mark.parametrize("name", ["plugin", "plugin by its whole path", "filter", "old plugin"])
def test_code_that_the_user_allows(name, secrets, repo):
    secrets.prints({"found": [], "missing": []})
    text = json.dumps({**BASELINE, **CODE_IN_A_BASELINE[name]}).replace("{root}", str(repo.root))
    repo.write(".secrets.baseline", text)
    repo.write("evil.py", "")
    repo.write("a.py", CODE)
    assert repo.run("hook", "mlhooks-detect-secrets", "--allow-plugin=evil.py", "a.py") == (0, "")
    assert secrets.given()["code"] == [str(repo.root / "evil.py")]
    assert f"file://{repo.root}/evil.py" in json.dumps(secrets.given()) or name == "old plugin"
    code, output = repo.run("hook", "mlhooks-detect-secrets", "--allow-plugin=other.py", "a.py")
    assert code == 2
    assert 'is given --allow-plugin="other.py", and there is no such file' in output
    assert repo.run("hook", "mlhooks-bandit", "--allow-plugin=evil.py", "a.py")[0] == 2


def test_a_file_of_that_name_allows_nothing(secrets, repo):
    secrets.prints({"found": [], "missing": []})
    repo.write(".secrets.baseline", json.dumps({**BASELINE, **CODE_IN_A_BASELINE["plugin"]}))
    repo.write("evil.py", "")
    repo.write("--allow-plugin=evil.py", "x = 1\n")
    code, output = repo.run("hook", "mlhooks-detect-secrets", "--allow-plugin=evil.py")
    assert code == 2
    assert "has not run the plugin Evil" in output
    assert secrets.given()["code"] == []


def test_a_rule_of_another_tool_is_explained(repo):
    assert (
        "Off while `load-yaml` of mlhooks, which finds the same, is on." in repo.run("rule", "bandit-b506")[1]
    )
    keys = "`secret-aws-access-key-id`, `secret-aws-secret-access-key`"
    said = repo.run("rule", "detect-secrets-aws-access-key")[1]
    assert f"Off while {keys} of mlhooks, which find the same, are on." in said
    assert "# semgrep-my-rule" in repo.run("rule", "semgrep-my-rule")[1]
    assert "bandit-*" in repo.run("rule")[1]


def test_long_lists_go_in_parts():
    names = [f"{'x' * 100}{number}" for number in range(1000)]
    parts = child.batches(names)
    assert [name for part in parts for name in part] == names
    assert all(sum(len(name) + 1 for name in part) <= child.ARGUMENTS for part in parts)
    assert child.batches(["x" * 99_999]) == [["x" * 99_999]]
    assert child.batches([]) == []


def test_several_projects_in_one_run(bandit, repo):
    other = repo.root / "other"
    other.mkdir()
    git(other, "init", "-q")
    repo.write("a.py", CODE)
    repo.write("other/a.py", CODE)
    repo.write("other/mlhooks.toml", 'ignore = ["bandit"]\n')
    bandit.prints(report(issue(repo), issue(repo, path="other/a.py")))
    output = repo.run("hook", "mlhooks-bandit", "a.py", "other/a.py")[1]
    assert [
        line.split()[0] for line in output.splitlines() if "bandit-b605" in line and "allow" not in line
    ] == ["a.py:5:5:"]
