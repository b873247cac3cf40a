# SPDX-License-Identifier: Apache-2.0
"""What a small clean commit imports. The lasting guard of its speed: a list, not a timer."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from mlhooks.core import matcher
from support import git

OURS = {
    "mlhooks",
    "mlhooks.cli",
    "mlhooks.config",
    "mlhooks.core",
    "mlhooks.core.cache",
    "mlhooks.core.kinds",
    "mlhooks.core.limits",
    "mlhooks.core.matcher",
    "mlhooks.core.openings",
    "mlhooks.core.source",
    "mlhooks.core.wake",
    "mlhooks.engine",
    "mlhooks.errors",
    "mlhooks.hook",
    "mlhooks.index",
    "mlhooks.places",
    "mlhooks.result",
}
THEIRS = {"_blake2", "hyperscan._hs_ext", "errno"}
SLOW = {"re", "typing", "dataclasses", "pathlib", "argparse", "json", "enum", "ast", "tomllib", "identify"}

PROGRAM = """
import sys
before = set(sys.modules)
from mlhooks.cli import main
code = main(["hook", "mlhooks", *sys.argv[1:]])
after = set(sys.modules) - before
import json
print(json.dumps([code, sorted(after)]))
"""

FILES = {
    "a.py": "import os\n\nprint(os.getcwd())\n",
    "b.js": "export const a = 1;\n",
    "c.md": "# Title\n",
    "d.yaml": "a: 1\n",
    "e.txt": "text\n",
}


@pytest.fixture
def project(tmp_path):
    git(tmp_path, "init", "-q")
    for name, content in FILES.items():
        (tmp_path / name).write_text(content)
    return tmp_path


def modules(folder):
    command = [sys.executable, "-I", "-c", PROGRAM, *FILES]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    code, imported = json.loads(done.stdout)
    assert code == 0
    return set(imported)


needs_engine = pytest.mark.skipif(matcher._engine() is None, reason="no wheel of hyperscan here")


@needs_engine
@pytest.mark.parametrize("config", ["", "[tool.mlhooks]\nstrict = false\n"], ids=["no config", "config"])
def test_five_clean_files_import_only_this(project, config):
    if config:
        (project / "pyproject.toml").write_text(config)
    modules(project)  # fills the caches
    assert modules(project) - OURS - THEIRS == set()
    assert modules(project) & SLOW == set()


def test_a_finding_is_what_wakes_the_rest(project):
    (project / "a.py").write_text("import torch\ntorch.load(path)\n")
    done = subprocess.run(
        [sys.executable, "-I", "-c", PROGRAM, "a.py"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "torch-load-default" in done.stdout
    assert "mlhooks.awake" in done.stdout


def test_modules_of_the_scanned_repository_are_not_imported(project):
    for name in ("re.py", "json.py", "ast.py", "typing.py", "tomllib.py", "_blake2.py", "mlhooks.py"):
        (project / name).write_text("raise SystemExit('imported ' + __name__)\n")
    script = os.path.join(os.path.dirname(sys.executable), "mlhooks")
    (project / "a.py").write_text("import torch\ntorch.load(path)\n")
    for command in (
        ["hook", "mlhooks", "a.py"],
        ["check"],
        ["config", "a.py"],
        ["rule", "torch-load-default"],
    ):
        done = subprocess.run([script, *command], cwd=project, capture_output=True, text=True, check=False)
        assert "imported" not in done.stdout + done.stderr
        assert done.returncode in (0, 1)
