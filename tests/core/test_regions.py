# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlhooks.core.regions import regions
from mlhooks.core.source import from_bytes


def read(name, text):
    source = from_bytes(name, text if isinstance(text, bytes) else text.encode())
    return [(region.language, region.label, region.text.decode()) for region in regions(source)]


def notebook(*cells, **metadata):
    made = [{"cell_type": kind, "metadata": {}, "source": source} for kind, source in cells]
    return json.dumps({"cells": made, "metadata": metadata, "nbformat": 4})


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (notebook(("code", "a = 1\n")), [("python", "cell 1", "a = 1\n")]),
        (notebook(("code", ["a = 1\n", "b"])), [("python", "cell 1", "a = 1\nb")]),
        (notebook(("markdown", "# x"), ("code", "y")), [("python", "cell 2", "y")]),
        (notebook(("code", 'p("\\u00e9\\t😀")')), [("python", "cell 1", 'p("\\u00e9\\t😀")')]),
        (notebook(("code", "x"), kernelspec={"language": "R"}), [("r", "cell 1", "x")]),
        (notebook(("code", "x"), language_info={"name": "ipython3"}), [("python", "cell 1", "x")]),
        (notebook(("code", "%%bash\nls")), [("shell", "cell 1", "%%bash\nls")]),
        (notebook(("code", "%%time\nf()")), [("python", "cell 1", "%%time\nf()")]),
        (notebook(("code", "%%javascript\nx")), [("javascript", "cell 1", "%%javascript\nx")]),
        (notebook(("code", " \n"), ("raw", "x")), []),
        # A lone surrogate, a key written with an escape, the last of two equal keys.
        ('{"cells":[{"cell_type":"code","source":"\\ud83d."}]}', [("python", "cell 1", "\ufffd.")]),
        ('{"cells":[{"cell_type":"c\\u006fde","s\\u006furce":"x"}]}', [("python", "cell 1", "x")]),
        ('{"cells":[{"source":["a"],"source":["b","c"]}]}', [("python", "cell 1", "bc")]),
        (
            '{"cells":[{"source":"a","outputs":[{"source":["z"],"data":{"source":"z"}}]}]}',
            [("python", "cell 1", "a")],
        ),
        (
            '{"worksheets":[{"cells":[{"cell_type":"code","input":["x\\n","y"]}]}]}',
            [("python", "cell 1", "x\ny")],
        ),
        # Broken: cut off, a string that never ends, brackets that do not match, nothing at all.
        ('{"cells":[{"cell_type":"code","source":["a\\n","b', [("python", "cell 1", "a\n")]),
        ('{"cells":[{"source":"a"}]}}}]]', [("python", "cell 1", "a")]),
        (
            '{"cells":[{"source":"a"},{"source":5},null,{"source":"b"',
            [("python", "cell 1", "a"), ("python", "cell 3", "b")],
        ),
        ("", []),
        ("[]", []),
        ("\ufeff" + notebook(("code", "x")), [("python", "cell 1", "x")]),
    ],
)
def test_notebook(content, expected):
    assert read("a.ipynb", content) == expected


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 300_000,
        b'{"cells":' * 50_000,
        b'{"cells":[{"source":' + b"[" * 100_000 + b'"x"',
        b'"' + b'\\"' * 100_000,
        b'{"cells":[{"source":"' + b"\\n" * 100_000 + b'"}]}',
    ],
    ids=["arrays", "objects", "source", "unended", "escapes"],
)
def test_hostile_notebooks_are_read_in_linear_time(content):
    read("a.ipynb", content)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.html", "<script>x()</script>", [("javascript", "x()")]),
        ("a.html", "<SCRIPT TYPE='module'>x</SCRIPT >", [("javascript", "x")]),
        ("a.html", '<script type="text/template"><b></script><script>y</script>', [("javascript", "y")]),
        ("a.html", '<script type="application/json">{}</script>', []),
        ("a.html", "<!-- <script>x</script> --><script>y</script>", [("javascript", "y")]),
        ("a.html", "<script src=x></script>", []),
        ("a.html", "<script data-lang='ts' a='>'>x</script>", [("javascript", "x")]),
        ("a.html", "<scripts>x</scripts><script>y", [("javascript", "y")]),
        ("a.html", "<!-- <script>x</script>", []),
        ("a.vue", '<template/><script setup lang="ts">\nx</script>', [("ts", "\nx")]),
        ("a.vue", '<script src="./x.js"/><script>y</script>', [("javascript", "y")]),
        ("a.svelte", "<script lang=tsx>x</script><style>y</style>", [("tsx", "x")]),
        ("a.svelte", "<script lang=coffee>x</script>", []),
        ("a.md", "# x\n```python\na\n```\n```sh\nb\n```\n", [("python", "a\n")]),
        ("a.md", "~~~ js title=`x`\na\n```\n~~~~\n", [("javascript", "a\n```\n")]),
        ("a.md", "````md\n```py\nx\n```\n````\n", []),
        ("a.md", "```ts\nnever ends", [("ts", "never ends")]),
        ("a.md", "- x\n  ```py\n  if a:\n      b\n  ```\n", [("python", "if a:\n    b\n")]),
        ("a.md", "> ```py\n> a\n> ```\n", [("python", "a\n")]),
        ("a.md", "```{code-cell} ipython3\na\n```", [("python", "a\n")]),
        ("a.md", "```py\n```\n```", []),
        ("a.py", "x = 1", [("python", "x = 1")]),
    ],
)
def test_blocks(name, content, expected):
    assert [(language, text) for language, _, text in read(name, content)] == expected


def test_a_cell_tells_people_where_and_a_block_leaves_it_to_the_line():
    cell = regions(from_bytes("a.ipynb", notebook(("markdown", ""), ("code", "a\nb")).encode()))[0]
    assert cell.where(cell.text.index(b"b")) == "cell 2, line 2"
    assert regions(from_bytes("a.html", b"<script>x</script>"))[0].where(0) == ""


def test_regions_are_read_once():
    source = from_bytes("a.md", b"```py\na\n```")
    assert regions(source) is regions(source)


def test_a_span_covers_an_escape_whole_and_ends_in_its_string():
    source = from_bytes("a.ipynb", b'{"cells":[{"source":["a\\n", "b\\u00e9"]}]}')
    region = regions(source)[0]
    assert source.data[slice(*region.span(0, 2))] == b"a\\n"
    assert source.data[slice(*region.span(0, 1))] == b"a"
    assert source.data[slice(*region.span(2, 5))] == b"b\\u00e9"
    assert source.data[slice(*region.span(2, 2))] == b""


def check_round_trip(source):
    for region in regions(source):
        assert len(source.data) >= region.to_source(len(region.text)) >= 0
        exact = bytearray(b"\0" * len(region.text))
        for (at, to), (end, stop) in zip(
            region.pieces, (*region.pieces[1:], (len(region.text), None)), strict=False
        ):
            if stop is None or stop - to == end - at:
                exact[at:end] = b"\1" * (end - at)
        for offset in range(len(region.text)):
            place = region.to_source(offset)
            assert 0 <= place < len(source.data)
            if exact[offset] and source.data[place : place + 1] != b"\\":
                assert source.data[place] == region.text[offset]
            start, end = region.span(offset, offset + 1)
            assert 0 <= start <= end <= len(source.data)


CODE = st.text(alphabet=st.sampled_from('ab\n\t"\\é😀\u2028 \x01{}[]:,'), max_size=30)


@given(st.lists(st.one_of(CODE, st.lists(CODE, max_size=4)), max_size=4), st.booleans())
def test_a_notebook_maps_back(sources, plain):
    cells = [{"cell_type": "code", "source": source} for source in sources]
    source = from_bytes("a.ipynb", json.dumps({"cells": cells}, ensure_ascii=plain).encode())
    texts = ["".join(cell) for cell in sources]
    assert [region.text.decode() for region in regions(source)] == [
        text for text in texts if text.strip(" \t\r\n\v\f")
    ]
    check_round_trip(source)


PARTS = st.sampled_from(
    [b"<script", b" lang='ts'", b'type="', b">", b"</script>", b"<!--", b"-->", b"\n", b"```", b"~~~", b"py",
     b"  ", b"> ", b"x()", b"{", b"[", b'"cells":', b'"source":', b'"', b"\\", b"\\u00", b"]", b"}", b"\xff",
     b"\xc3"]
)  # fmt: skip


@settings(max_examples=300)
@given(
    st.sampled_from(["a.html", "a.vue", "a.md", "a.ipynb", "a.py"]),
    st.lists(PARTS | st.binary(max_size=3), max_size=40),
)
def test_no_bytes_raise(name, parts):
    check_round_trip(from_bytes(name, b"".join(parts)))
