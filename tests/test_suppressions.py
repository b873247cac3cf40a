# SPDX-License-Identifier: Apache-2.0
"""`mlhooks suppressions`: the whole list, with reasons."""

from __future__ import annotations

import json

import pytest

BAD = "import torch\ntorch.load(path)\n"


@pytest.fixture
def full(repo):
    repo.write(
        "a.py", "import torch\ntorch.load(p)  # mlhooks: ignore[torch-load-default] our own exporter\n"
    )
    repo.write("b.py", "# mlhooks: ignore[torch-load-default, load-pickle]\nload()\n")
    repo.write("c.js", "/* mlhooks: ignore[wasm-memory-unbounded] sized by the page */ x();\n")
    repo.write("d.html", "<!-- mlhooks: ignore[wasm-memory-unbounded] a demo -->\n")
    repo.write("e.py", "y()  # nosec B614 reviewed\nz = 1  # pragma: allowlist secret\n")
    cells = [{"cell_type": "code", "source": ["x\n", "t()  # mlhooks: ignore[load-pickle] in a cell\n"]}]
    repo.write("n.ipynb", json.dumps({"cells": cells, "nbformat": 4}, indent=1))
    repo.write("text.txt", "mlhooks: ignore[load-pickle] is not a comment here\n")
    repo.write(
        "pyproject.toml",
        '[tool.mlhooks]\nignore = ["load-dill"] # nobody uses it\nexclude = [\n    "gen", # written by a tool\n'
        '    "other",\n]\n\n[tool.mlhooks.per-path-ignores]\n# the tutorial loads\n# its own file\n'
        '"docs/**" = ["torch-load-default", "load-pickle"]\n"x # y" = ["load-yaml"] # a name with a sign\n',
    )
    repo.write("gen/g.py", "# mlhooks: ignore[load-pickle] excluded\n")
    repo.write("f.py", BAD + "torch.load(other)\n")
    repo.run("baseline")
    return repo


LINES = [
    "a.py:2: torch-load-default   our own exporter",
    "b.py:1: torch-load-default, load-pickle   (no reason given)",
    "c.js:1: wasm-memory-unbounded   sized by the page",
    "d.html:1: wasm-memory-unbounded   a demo",
    "e.py:1: torch-load-*, load-state-dict-from-url (another tool's mark)   nosec B614 reviewed",
    "e.py:2: secret-* (another tool's mark)   pragma: allowlist secret",
    "n.ipynb:7: load-pickle   in a cell",
    'pyproject.toml:2: ignore "load-dill"   nobody uses it',
    'pyproject.toml:4: exclude "gen"   written by a tool',
    'pyproject.toml:5: exclude "other"   (no reason given)',
    'pyproject.toml:11: per-path-ignores "docs/**" = torch-load-default, load-pickle   the tutorial loads its own file',
    'pyproject.toml:12: per-path-ignores "x # y" = load-yaml   a name with a sign',
    "f.py: torch-load-default, 2 findings   (in the baseline)",
    "mlhooks: 13 accepted, 2 without a reason",
]


def test_the_whole_list(full):
    code, output = full.run("suppressions")
    assert output.splitlines() == LINES
    assert code == 0


def test_only_what_has_no_reason(full):
    code, output = full.run("suppressions", "--no-reason")
    assert output.splitlines() == [line for line in LINES if "no reason given" in line] + LINES[-1:]
    assert code == 1
    full.write("b.py", "x = 1\n")
    full.write("pyproject.toml", "[tool.mlhooks]\n")
    assert full.run("suppressions", "--no-reason")[0] == 0


def test_only_below_a_path(full):
    assert full.run("suppressions", "c.js")[1].splitlines() == [
        LINES[2],
        *LINES[7:13],
        "mlhooks: 7 accepted, 1 without a reason",
    ]


def test_nothing_at_all(repo):
    repo.write("a.py", BAD)
    assert repo.run("suppressions") == (0, "mlhooks: 0 accepted, 0 without a reason\n")


def test_what_a_comment_says_cannot_write_lines_of_its_own(repo):
    repo.write("a.py", "x = 1  # mlhooks: ignore[load-pickle] \x1b[2J::error::\u202e y\n")
    output = repo.run("suppressions")[1]
    assert "\x1b" not in output
    assert "\u202e" not in output
    assert output.count("\n") == 2


def test_a_secret_in_a_comment_is_not_shown(repo):
    token = "hf_" + "kTzQwLmNbVcXyUiOpRsDfGhJaEtWqZxCvB"
    repo.write("a.py", f"x = 1  # {token} pragma: allowlist secret\n")
    output = repo.run("suppressions")[1]
    assert "a.py:1: secret-* (another tool's mark)   (not shown: it holds a secret)" in output
    assert token[5:20] not in output


def test_what_accepts_nothing_is_not_listed(repo):
    marks = (
        "ignore[]",
        "ignore",
        "disable[load-pickle]",
        "ignore[load-pikle]",
        "ignore[load-dill, nothing] ours",
    )
    repo.write("a.py", "".join(f"x = 1  # mlhooks: {mark}\n" for mark in marks))
    lines = ["a.py:5: load-dill   ours", "mlhooks: 1 accepted, 0 without a reason"]
    assert repo.run("suppressions")[1].splitlines() == lines
