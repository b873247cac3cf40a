# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json

import pytest

RULE = "torch-load-default"
IGNORE = f"mlhooks: ignore[{RULE}]"


@pytest.mark.parametrize(
    ("code", "accepted"),
    [
        (f"torch.load(p)  # {IGNORE} ours\n", True),
        (f"torch.load(p)  # {IGNORE}\n", True),
        (f"torch.load(p)  # mlhooks:ignore[load-pickle, {RULE}]\n", True),
        (f"torch.load(p)  # noqa: E501  {IGNORE}\n", True),
        (f"# {IGNORE} ours\ntorch.load(p)\n", True),
        (f"# {IGNORE} ours\n# more about it\ntorch.load(p)\n", True),
        (f"# {IGNORE} ours\n\ntorch.load(p)\n", False),
        (f"x = 1  # {IGNORE}\ntorch.load(p)\n", False),
        (f"torch.load(p)\n# {IGNORE}\n", False),
        (f"torch.load(\n    p,\n)  # {IGNORE}\n", True),
        (f"torch.load(\n    p,  # {IGNORE}\n)\n", True),
        (f"x = [\n    1,\n    # {IGNORE}\n    torch.load(p),\n]\n", True),
        (f"# {IGNORE}\nx = [\n    1,\n    torch.load(p),\n]\n", True),
        (f'torch.load(p); s = "# {IGNORE}"\n', False),
        (f'"""\n# {IGNORE}\n"""; torch.load(p)\n', False),
        ("torch.load(p)  # mlhooks: ignore[unsafe-load]\n", False),
        ("torch.load(p)  # mlhooks: ignore\n", False),
        ("torch.load(p)  # mlhooks: ignore[]\n", False),
        (f"with torch.load(p) as f:\n    x = 1  # {IGNORE}\n", False),
        (f"with open(\n    p  # {IGNORE}\n) as f:\n    torch.load(f)\n", False),
        ("torch.load(p)  # nosec B614\n", True),
        ("torch.load(p)  # nosec: B614\n", True),
        ("torch.load(p)  # nosec\n", False),
        ("torch.load(p)  # noqa\n", False),
        ("torch.load(p)  # noqa: E501, S614\n", True),
        ("torch.load(p)  # noqa: E501\n", False),
        ("torch.load(p)  # nosec B301\n", False),
        (f"torch.load(p)  # nosemgrep: rules.{RULE}\n", True),
        ("torch.load(p)  # nosemgrep: pickles-in-pytorch\n", True),
        ("torch.load(p)  # pragma: allowlist secret\n", False),
    ],
)
def test_python(code, accepted, repo):
    repo.write("a.py", "import torch\n" + code)
    found = [line for line in repo.rules("--only", "unsafe-load") if RULE in line]
    assert (found == []) == accepted


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("a.js", "new WebAssembly.Memory({ initial: 1 }); // {mark}\n"),
        ("a.ts", "/* {mark} */\nnew WebAssembly.Memory({ initial: 1 });\n"),
        ("a.js", "new WebAssembly.Memory({\n  initial: 1, // {mark}\n});\n"),
        ("a.html", "<script>\n// {mark}\nnew WebAssembly.Memory({ initial: 1 });\n</script>\n"),
        ("a.vue", "<script>\nnew WebAssembly.Memory({ initial: 1 }); // {mark}\n</script>\n"),
    ],
)
def test_javascript(path, code, repo):
    repo.write(path, code.replace("{mark}", "x"))
    assert len(repo.rules()) == 1
    repo.write(path, code.replace("{mark}", "mlhooks: ignore[wasm-memory-unbounded] ours"))
    assert repo.rules() == []


def notebook(*cells: str) -> str:
    sources = [cell.splitlines(keepends=True) for cell in cells]
    return json.dumps(
        {"cells": [{"cell_type": "code", "source": lines} for lines in sources], "nbformat": 4}, indent=1
    )


@pytest.mark.parametrize(
    ("cells", "count"),
    [
        (["import torch\n", "torch.load(p)"], 1),
        (["import torch\n", f'torch.load(p)  # {IGNORE} a "reason"'], 0),
        (["import torch\n", f"# {IGNORE}\ntorch.load(p)"], 0),
        ([f"import torch\n# {IGNORE}", "torch.load(p)"], 1),
    ],
)
def test_notebook_cells_have_their_own_lines(cells, count, repo):
    repo.write("a.ipynb", notebook(*cells))
    assert len(repo.rules()) == count


@pytest.mark.parametrize(
    ("code", "severity", "expected"),
    [
        ("x = 1  # mlhooks: ignore[torch-laod-default]\n", "warning", ["a.py:2 suppression-unknown"]),
        (f"x = 1  # {IGNORE}\n", "note", ["a.py:2 suppression-unused"]),
        (f"x = 1  # {IGNORE}\n", "warning", []),
        (f"torch.load(p)  # {IGNORE}\n", "note", []),
        ("torch.load(p)  # nosec B301\n", "error", []),
        ("x = 1  # nosec B614\n", "note", []),
        ("x = 1  # mlhooks: ignore[wasm-memory-unbounded]\n", "note", ["a.py:2 suppression-unused"]),
        ("x = 1  # mlhooks: ignore[license-header-missing]\n", "note", []),
    ],
)
def test_findings_about_marks(code, severity, expected, repo):
    repo.write("a.py", "import torch\n" + code)
    found = repo.rules("--min-severity", severity)
    assert [line for line in found if "suppression" in line] == expected


@pytest.mark.parametrize(
    ("path", "line", "reported"),
    [
        ("a.py", "# mlhooks: ignore", True),
        ("a.py", "# mlhooks: ignore[]", True),
        ("a.py", "# mlhooks: ignore[ , ] why", True),
        ("a.py", f"# mlhooks: ignore [{RULE}] why", True),
        ("a.py", f"# mlhooks: disable[{RULE}]", True),
        ("a.py", f"# mlhooks: disable={RULE}", True),
        ("a.py", f"# mlhooks:skip {RULE}", True),
        ("a.py", "# noqa: E501 mlhooks: allow", True),
        ("a.py", "# mlhooks: disable-next-line", True),
        ("a.py", f"# MLHOOKS: ignore[{RULE}]", True),
        ("a.py", f"# Mlhooks: Ignore[{RULE}]", True),
        ("a.js", "// mlhooks: ignore", True),
        ("a.html", "<!-- mlhooks: disable -->", True),
        ("a.py", f"# mlhooks: ignore[{RULE}] why", False),
        ("a.py", f"# mlhooks: ignore[{RULE}] why mlhooks: ignore[load-pickle] too", False),
        ("a.py", "# about mlhooks: ignored files, allow-globals", False),
        ("a.py", "# mlhooks: allow-globals", False),
        ("a.py", "s = 'mlhooks: ignore'", False),
        ("a.txt", "mlhooks: ignore", False),
    ],
)
def test_a_mark_that_is_not_understood(path, line, reported, repo):
    repo.write(path, f"{line}\n")
    output = repo.run("check")[1]
    said = "this mark was not understood; write `mlhooks: ignore[rule-id] why`"
    assert (output.count(f"{path}:1:"), said in output) == (int(reported), reported)


@pytest.mark.parametrize(
    ("listed", "unused", "do"),
    [
        (f"{RULE}, load-pickle", "load-pickle", "take load-pickle out of the mark"),
        (f"load-dill, {RULE}", "load-dill", "take load-dill out of the mark"),
        ("load-dill", "load-dill", "delete the mark"),
        ("load-dill, load-pickle", "load-pickle", "delete the mark"),
        ("load-dill, license-header-missing", "load-dill", "take load-dill out of the mark"),
    ],
)
def test_what_to_do_with_an_unused_id(listed, unused, do, repo):
    repo.write("a.py", f"import torch\ntorch.load(p)  # mlhooks: ignore[{listed}]\n")
    output = repo.run("check", "--min-severity", "note")[1]
    assert f"{unused} was looked for here and not found; {do}" in output


@pytest.mark.parametrize("name", ["torch-load-*", "unsafe-load"])
def test_a_mark_names_single_rules(name, repo):
    repo.write("a.py", f"x = 1  # mlhooks: ignore[{name}]\n")
    assert f'"{name}" stands for several rules; a mark names each' in repo.run("check")[1]


def test_unknown_names_the_nearest(repo):
    repo.write("a.py", "x = 1  # mlhooks: ignore[torch-laod-default]\n")
    assert 'did you mean "torch-load-default"?' in repo.run("check")[1]


def test_unused_only_counts_rules_of_this_run(repo):
    repo.write("a.py", f"x = 1  # {IGNORE}\n")
    assert repo.run("hook", "secrets", "--min-severity=note", "a.py") == (0, "")
    assert repo.run("hook", "unsafe-load", "--min-severity=note", "a.py")[1] != ""
    repo.write("mlhooks.toml", f"ignore = ['{RULE}']\n")
    assert repo.run("hook", "unsafe-load", "--min-severity=note", "a.py") == (0, "")


def test_foreign_marks_can_be_turned_off(repo):
    repo.write("a.py", "import torch\ntorch.load(p)  # nosec B614\n")
    assert repo.run("check")[0] == 0
    repo.write("mlhooks.toml", "foreign-marks = false\n")
    assert repo.run("check")[0] == 1


def test_secret_marks_of_other_tools(repo):
    token = "xoxb-" + "2345678901-3456789012-" + "aZ3kQ9vB7nM1xC5tR8wY2pLd"
    for comment in ("# pragma: allowlist secret", "# gitleaks:allow", "# noqa: S105"):
        repo.write("a.py", f'token = "{token}"  {comment}\n')
        assert repo.rules() == []
    repo.write("a.py", f'# pragma: allowlist nextline secret\ntoken = "{token}"\n')
    assert repo.rules() == []
    repo.write("a.py", f'token = "{token}"\n')
    assert len(repo.rules()) == 1
