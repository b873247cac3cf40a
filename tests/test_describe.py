# SPDX-License-Identifier: Apache-2.0
"""`mlhooks rule`: names that are no rule's id."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("torch-load", 2, '; did you mean "torch-load-default" or "torch-load-'),
        ("torch-load-unr", 2, '; did you mean "torch-load-unresolved"?'),
        ("Torch-Load-Default", 2, '; did you mean "torch-load-default"?'),
        ("TORCH_LOAD_DEFAULT", 2, '; did you mean "torch-load-default"?'),
        ("torch-laod-default", 2, '; did you mean "torch-load-default"?'),
        ("unsafe-load", 0, "\n    load-yaml "),
        ("torch-load-*", 0, "\n    torch-load-unresolved "),
        ("nothing-*", 2, 'no rule is called "nothing-*"'),
        ("B614", 0, "B614 of another tool is, here:\n    torch-load-default "),
        ("b301", 0, "\n    load-shelve "),
        ("TOR102", 0, "\n    torch-load-default "),
    ],
)
def test_what_a_name_stands_for(name, code, said, repo):
    ended, output = repo.run("rule", name)
    assert (ended, said in output) == (code, True), output
    assert output.count('"torch-load-') <= 3


def test_a_rule_of_the_project(repo):
    assert repo.run("rule", "secret-acme-token")[0] == 2
    row = (
        "id = 'secret-acme-token'\npattern = 'acme_[0-9a-f]{32}'\nsummary = 'Acme token'\nseverity = 'note'\n"
    )
    repo.write("mlhooks.toml", f"[[secrets.rule]]\n{row}")
    code, output = repo.run("rule", "secret-acme-token")
    assert code == 0
    assert "A rule of this project in `mlhooks.toml`: Acme token." in output
    assert "Check: `secrets`. Default: note." in output
