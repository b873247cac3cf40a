# SPDX-License-Identifier: Apache-2.0
"""Secrets in notebooks: sources and outputs, with their cells; images, ids and metadata."""

from __future__ import annotations

import json
from itertools import count

import pytest

from checks.generic_samples import BASE62, drawn, uuid
from checks.secrets_samples import TOKENS, pem, rsa, seen
from checks.secrets_samples import every as findings

TOKEN = next(token for _, name, token in TOKENS if name == "hf")
VALUE = drawn(BASE62, 32, 21)
KEY_ID = "AK" + "IA" + "Y7XK2QZ5" + "NC4WJD6V"
PNG = "iVBORw0KGgo" + drawn(BASE62, 4000, 1)


def notebook(*cells: dict[str, object], **more: object) -> str:
    return json.dumps(
        {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}, indent=1
    )


def code(source: object, *outputs: dict[str, object], **more: object) -> dict[str, object]:
    return {
        "cell_type": "code",
        "id": drawn("0123456789abcdef", 8, 1),
        "source": source,
        "outputs": list(outputs),
        **more,
    }


def shown(**data: object) -> dict[str, object]:
    return {"output_type": "display_data", "data": data, "metadata": {}}


STREAM = {"output_type": "stream", "name": "stdout"}
PLACES = [
    (notebook(code("x = 1"), code(f'login(token="{TOKEN}")')), "cell 2, line 1"),
    (notebook(code(["x = 1\n", f'login(token="{TOKEN}")\n'])), "cell 1, line 2"),
    (notebook({"cell_type": "markdown", "source": f"Use {TOKEN}"}, code("x")), "cell 1, line 1"),
    (notebook({"cell_type": "raw", "source": [f"a\nb\n{TOKEN}"]}), "cell 1, line 3"),
    (notebook(code("x", {**STREAM, "text": ["a\n", f"token: {TOKEN}\n"]})), "output of cell 1, line 2"),
    (notebook(code("x", {**STREAM, "text": f"{TOKEN}\n"})), "output of cell 1, line 1"),
    (notebook(code("x", shown(**{"text/plain": [f"'{TOKEN}'"]}))), "output of cell 1, line 1"),
    (notebook(code("x", shown(**{"text/html": f"<b>{TOKEN}</b>", "image/png": PNG}))), "output of cell 1, line 1"),
    (notebook(code("x", {"output_type": "error", "ename": "E", "evalue": f"bad {TOKEN}", "traceback": []})), "output of cell 1, line 1"),
    (notebook(code("x", {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["\x1b[0;31m", f"key {TOKEN}"]})), "output of cell 1, line 1"),
    (notebook(code("x"), metadata={"papermill": {"parameters": {"hub": TOKEN}}}), ""),
    (json.dumps({"worksheets": [{"cells": [{"cell_type": "code", "input": ["a\n", TOKEN], "outputs": []}]}]}), "cell 1, line 2"),
    (json.dumps({"worksheets": [{"cells": [{"cell_type": "code", "input": "", "outputs": [{"text": TOKEN, "png": PNG}]}]}]}), "output of cell 1, line 1"),
    ('{"cells": [{"cell_type": "code", "source": ["' + TOKEN, ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "where"), PLACES, ids=count())
def test_where_it_stands(text: str, where: str) -> None:
    found = findings(text, "a.ipynb")
    assert [(one.severity, one.where) for one in found] == [("error", where)]
    assert text.encode()[slice(*found[0].span)] == TOKEN.encode()


SOURCES = [
    f'API_KEY = "{VALUE}"', f"API_KEY = '{VALUE}'", f'os.environ["API_TOKEN"] = "{VALUE}"', f"%env API_TOKEN={VALUE}",
    f'headers = {{"Authorization": "Bearer {VALUE}"}}', f'client = Client(\n    api_key="{VALUE}",\n)', f"!curl -H 'X-Api-Key: {VALUE}' x",
    f'json.loads("{{\\"secret\\": \\"{VALUE}\\"}}")', f'db_password = "aß{VALUE}"', f'API_KEY\t=\t"{VALUE}" # or API_KEY = "{VALUE}"',
]  # fmt: skip


@pytest.mark.parametrize("source", SOURCES, ids=count())
@pytest.mark.parametrize("lines", [False, True])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_assignments_in_cells_are_read_without_escapes(source: str, lines: bool, ascii_only: bool) -> None:
    cell = code(source.splitlines(keepends=True) if lines else source)
    text = json.dumps(
        {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, ensure_ascii=ascii_only
    )
    found = findings(text, "a.ipynb")
    assert seen(found) == [("secret-generic-assignment", "warning")]
    assert found[0].where.startswith("cell 1, line ")
    assert VALUE.encode() in text.encode()[slice(*found[0].span)]
    assert len(text.encode()[slice(*found[0].span)]) <= len(VALUE) + 12


def test_a_private_key_over_lines() -> None:
    for source in (pem("RSA", rsa()), [line + "\n" for line in pem("RSA", rsa()).split("\n")]):
        found = findings(notebook(code(["x = 1\n"]), code(source)), "a.ipynb")
        assert [(one.rule, one.severity, one.where) for one in found] == [
            ("secret-private-key", "error", "cell 2, line 1")
        ]


def test_the_mark_that_json_makes_of_a_character_hides_nothing() -> None:
    text = notebook(code("token here")).replace(
        "token here", f'api_key \\u003d \\u0022{VALUE}\\u0022 # api_key = \\"{VALUE}\\"'
    )
    assert [one.severity for one in findings(text, "a.ipynb")] == ["warning", "warning"]


def test_only_data_in_a_page_is_passed_over() -> None:
    for html in (f"<i>{KEY_ID}</i>", f"<audio src='data:audio/wav;base64,{PNG}'/> {KEY_ID}"):
        assert len(findings(notebook(code("x", shown(**{"text/html": html}))), "a.ipynb")) == 1


@pytest.mark.parametrize(
    "text",
    [
        notebook(code("x", shown(**{"image/png": PNG + TOKEN}))),
        notebook(code("x", shown(**{"application/pdf": [PNG, TOKEN]}))),
        notebook({"cell_type": "markdown", "source": "![a](attachment:a.png)", "attachments": {"a.png": {"image/png": TOKEN + PNG}}}),
        notebook(code("x", shown(**{"text/html": f"<audio src='data:audio/wav;base64,{PNG}/{KEY_ID}/{PNG}'/>"}))),
        notebook(code("x"), metadata={"kernelspec": {"name": "python3", "hash": drawn("0123456789abcdef", 64, 3)}, "kernel_id": uuid(1)}),
        notebook(code("x", id=uuid(3))),
        notebook(code("token = tokenizer.bos_token", {**STREAM, "text": "pad_token: <|endoftext|>\n"})),
    ],
    ids=count(),
)  # fmt: skip
def test_media_and_ids_are_silent(text: str) -> None:
    assert findings(text + "\n", "a.ipynb") == []
