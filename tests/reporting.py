# SPDX-License-Identifier: Apache-2.0
"""What the tests of the reports share: a repository with a finding of every kind, and the readers' rules."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import mlhooks

DATA = Path(__file__).parent / "data"
TOKEN = "hf_" + "kTzQwLmNbVcXyUiOpRsDfGhJaEtWqZxCvB"
PYPROJECT = """\
[project]
name = "x"
version = "1"
dependencies = [
  "torch>=2.4.0",
]

[tool.mlhooks.per-path-ignores]
"examples/**" = ["torch-load-default"]
"""
CELL = "import torch\\n\\nmodel = torch.load(path)"
NOTEBOOK = f"""\
{{
 "cells": [
  {{"cell_type": "markdown", "source": "# one"}},
  {{"cell_type": "code", "source": "{CELL}"}}
 ],
 "nbformat": 4
}}
"""
FILES = {
    "pyproject.toml": PYPROJECT,
    "src/cli.py": "import torch\n\nmodel = torch.load(model_path, map_location='cpu')\n",
    "src/ours.py": "import torch\n\nm = torch.load(p)  # mlhooks: ignore[torch-load-default] our own [file]\n",
    "src/settings.py": f'import os\n\nTOKEN = "{TOKEN}"\n',
    "examples/a.py": "import torch\n\nm = torch.load(p)\n",
    "web/heap [1].ts": "const heap = new WebAssembly.Memory({ initial: 256 });\n",
    "web/empty.wasm": b"\0asm\1\0\0\0\5\3\1\0\1",
    "lab/été.ipynb": NOTEBOOK,
    "web/app.py": "import pickle\n\nx = pickle.load(f)\n",
}


SARIF = json.loads((DATA / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))


# docs.gitlab.com, "Code Quality report format", written down as a schema.
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./|/).+"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def compare(name: str, output: str) -> None:
    """Compare a whole output with the one that was read and committed."""
    output = output.replace(mlhooks.__version__, "VERSION")
    output = re.sub(r"\b[0-9a-f]{32}::", "TOKEN::", re.sub(r"::[0-9a-f]{32}\n", "::TOKEN\n", output))
    file = DATA / "reports" / name
    if os.environ.get("MLHOOKS_WRITE"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(output, encoding="utf-8", newline="\n")
    assert output == file.read_text(encoding="utf-8")


def runner(output: str) -> tuple[list[str], list[str]]:
    """What GitHub's runner makes of a log: (commands it obeys, lines it prints)."""
    commands, lines, stopped = [], [], ""
    for raw in output.split("\n"):
        line = raw.strip()
        if stopped:
            if line == f"::{stopped}::":
                stopped = ""
            else:
                lines.append(raw)
        elif found := re.match(r"::stop-commands::(.+)$", line):
            stopped = found[1]
        elif re.match(r"::[\w-]+[ :]", line) or re.search(r"##\[", line):
            commands.append(line)
        else:
            lines.append(raw)
    assert not stopped
    return commands, lines
