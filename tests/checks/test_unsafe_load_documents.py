# SPDX-License-Identifier: Apache-2.0
"""Code blocks of Markdown and reStructuredText, which are judged under `strict` alone."""

from __future__ import annotations

import time

import pytest

from mlhooks.checks.unsafe_load import CHECK
from mlhooks.core.regions import regions
from mlhooks.core.source import from_bytes
from support import judge

LOW = {"torch": ">=2.4"}
CODE = "import torch\ntorch.load(p)\n"


def indented(code, by="   "):
    return "".join(f"{by}{line}\n" if line else "\n" for line in code.splitlines())


SESSION = ">>> import torch\n>>> for p in q:\n...     torch.load(p)\nout(1)\n"
DOCUMENTS = {
    "a fence": ("a.md", f"# T\n\n```python\n{CODE}```\n"),
    "a fence in a list": ("a.md", f"1. x\n\n   ```py\n{indented(CODE)}   ```\n"),
    "a session": ("a.md", f"```python\n{SESSION}```\n"),
    "a session in a list": (
        "a.md",
        f"- x\n\n  ```pycon\n{indented(SESSION, '  ')}  ```\n".replace("pycon", "python"),
    ),
    "two blocks": ("a.md", "```python\nimport torch\n```\n\ntext\n\n```python\ntorch.load(p)\n```\n"),
    "one that does not parse": ("a.md", f"```python\n{CODE}$ run\n```\n"),
    "a directive": ("a.rst", f"T\n=\n\n.. code-block:: python\n   :caption: c\n\n{indented(CODE)}\ntext\n"),
    "another": ("a.rst", f".. code:: python\n\n{indented(CODE)}"),
    "a nested one": ("a.rst", f"* x\n\n  .. testcode::\n\n{indented(CODE, '     ')}\n  text\n"),
    "a doctest": ("a.rst", f"text::\n\n{SESSION}\ntext\n"),
    "an indented doctest": ("a.rst", f"text\n\n{indented(SESSION)}\ntext\n"),
    "a doctest directive": ("a.rst", f".. doctest::\n\n{indented(SESSION)}"),
}


@pytest.mark.parametrize(("name", "text"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_blocks_are_judged_under_strict(tmp_path, name, text):
    assert judge(CHECK, tmp_path, name, text, options=LOW) == []
    (found,) = judge(CHECK, tmp_path, name, text, options=LOW, strict=True)
    assert found.rule == "torch-load-default"
    assert text.encode()[slice(*found.span)] == b"torch.load(p)"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "torch.load(p)\n"),
        ("a.md", "```sh\nimport torch; torch.load(p)\n```\n"),
        ("a.md", "```python\nimport torch\ntorch.load(p, weights_only=True)\n```\n"),
        ("a.rst", f".. code-block:: bash\n\n{indented(CODE)}"),
        ("a.rst", f".. note::\n\n{indented(CODE)}"),
        ("a.rst", ".. code-block:: python\n\n   import torch\n\ntorch.load(p)\n"),
        ("a.txt", CODE),
    ],
)
def test_what_is_no_program_there(tmp_path, name, text):
    assert judge(CHECK, tmp_path, name, text, options=LOW, strict=True) == []


def test_a_fix_keeps_the_document(tmp_path):
    text = f"1. x\n\n   ```py\n{indented(CODE)}   ```\n"
    (found,) = judge(CHECK, tmp_path, "a.md", text, options=LOW, strict=True)
    data = text.encode()
    for edit in found.fix:
        data = data[: edit.span.start] + edit.new + data[edit.span.end :]
    assert data.decode() == text.replace("torch.load(p)", "torch.load(p, weights_only=True)")


@pytest.mark.parametrize(
    "text",
    [".. code:: python\n" * 40_000, ".. code:: python\n\n   x\n" * 20_000, ">>> x\n" * 100_000,
     ">>> x\n\n" * 60_000, ".. code:: python\n\n" + "   x\n" * 200_000, "  " * 200_000 + ">>> x"],
)  # fmt: skip
def test_hostile_documents_end_soon(text):
    start = time.process_time()
    assert len(regions(from_bytes("a.rst", text.encode()))) <= 10_000
    assert time.process_time() - start < 3
