# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhooks.core.kinds import kind_of
from mlhooks.core.source import LeftOut, _rest, from_bytes, open_source

LIMIT = 100_000
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n"


def nothing(path: str, head: bytes) -> bool:
    return False


@pytest.mark.parametrize(
    ("content", "data"),
    [
        (b"", b""),
        (b"a\n", b"a\n"),
        (b"\xef\xbb\xbfa", b"\xef\xbb\xbfa"),
        (b"\xff\xfea\0b\0", b"ab"),
        (b"\xfe\xff\0a\0b", b"ab"),
        (b"\xe9t\xe9", b"\xe9t\xe9"),
        (b"x" * 20_000, b"x" * 20_000),
        (b"x" * 8192, b"x" * 8192),
        (b"x" * 9000 + b"\0", b"x" * 9000 + b"\0"),
    ],
    ids=[
        "empty",
        "short",
        "bom",
        "utf-16-le",
        "utf-16-be",
        "latin-1",
        "long",
        "exactly the head",
        "late NUL",
    ],
)
def test_text_is_read_whole(content, data, tmp_path):
    (tmp_path / "a.py").write_bytes(content)
    assert open_source(str(tmp_path / "a.py"), "a.py", LIMIT, nothing).data == data


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda p: p.write_bytes(b"a\0b"), "binary"),
        (lambda p: p.write_bytes(b"\xff\xfe\0\0a\0\0\0"), "binary"),
        (lambda p: p.write_bytes(b"x" * (LIMIT + 1)), "too large"),
        (lambda p: p.write_bytes(POINTER), "Git LFS or annex pointer"),
        (lambda p: p.write_bytes(b"/annex/objects/MD5E-s5--00.bin\n"), "Git LFS or annex pointer"),
        (lambda p: p.symlink_to("nowhere"), "link"),
        (lambda p: p.mkdir(), "folder"),
        (lambda p: os.mkfifo(p), "special file"),
    ],
    ids=["binary", "utf-32", "large", "lfs", "annex", "link to nowhere", "folder", "fifo"],
)
def test_left_out_with_a_reason(make, reason, tmp_path):
    make(tmp_path / "a.py")
    with pytest.raises(LeftOut) as left:
        open_source(str(tmp_path / "a.py"), "a.py", LIMIT, nothing)
    assert left.value.reason == reason


def test_claimed_binary_is_read_by_ranges(tmp_path):
    file = tmp_path / "a.wasm"
    file.write_bytes(b"\0asm" + b"x" * 300_000)
    source = open_source(str(file), "a.wasm", LIMIT, lambda path, head: head.startswith(b"\0asm"))
    assert source.data is None
    assert source.read_at(0, 5) == b"\0asmx"
    assert source.read_at(300_002, 50) == b"xx"
    assert source.read_at(400_000, 5) == b""
    source.close()
    source.close()


def test_missing_file_raises(tmp_path):
    with pytest.raises(FileNotFoundError):
        open_source(str(tmp_path / "gone"), "gone", LIMIT, nothing)


@pytest.mark.parametrize(
    ("data", "offset", "expected"),
    [
        (b"ab\ncd", 3, (2, 1)),
        (b"ab\r\ncd", 5, (2, 2)),
        (b"ab\rcd", 3, (2, 1)),
        ("é x\n".encode(), 3, (1, 3)),
        (b"\xef\xbb\xbfab", 4, (1, 2)),
        (b"\xef\xbb\xbfab", 0, (1, 1)),
        (b"", 0, (1, 1)),
        (b"\xff\xfea\0\n\0b\0", 2, (2, 1)),
    ],
)
def test_position(data, offset, expected):
    assert from_bytes("a.py", data).position(offset) == expected


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=50), st.sampled_from(["le", "be"]))
def test_utf16_offsets_point_into_the_file(text, order):
    bom = b"\xff\xfe" if order == "le" else b"\xfe\xff"
    raw = bom + text.encode(f"utf-16-{order}")
    source = from_bytes("a.txt", raw)
    if source.data is None:
        return
    for at in range(len(text)):
        offset = source.to_file(len(text[:at].encode()))
        size = len(text[at].encode(f"utf-16-{order}"))
        assert raw[offset : offset + size].decode(f"utf-16-{order}") == text[at]


@pytest.mark.parametrize(
    ("path", "head", "kind"),
    [
        ("a.py", b"", "python"),
        ("A.PY", b"", "python"),
        ("src/x.ipynb", b"", "jupyter"),
        ("CMakeLists.txt", b"", "cmake"),
        ("Dockerfile", b"", "dockerfile"),
        ("Dockerfile.gpu", b"", "dockerfile"),
        (".env", b"", "dotenv"),
        (".env.local", b"", "dotenv"),
        ("run", b"#!/usr/bin/env python3\n", "python"),
        ("run", b"#!/usr/bin/env -S FOO=1 bash -e\n", "shell"),
        ("run", b"#!/bin/sh", "shell"),
        ("run", b"#!", ""),
        ("run", b"", ""),
        ("a.unknown", b"#!/bin/sh", ""),
        (".hidden", b"#!/bin/sh", "shell"),
    ],
)
def test_kind(path, head, kind):
    assert kind_of(path, head) == kind


@pytest.mark.parametrize("said", [0, 10, 99_990, 100_000, 200_000])
@pytest.mark.parametrize("limit", [50_000, 1 << 20])
def test_a_file_that_grows_or_shrinks_is_read_to_its_end(said, limit, tmp_path):
    (tmp_path / "a").write_bytes(b"x" * 100_000)
    fd = os.open(tmp_path / "a", os.O_RDONLY)
    try:
        assert len(_rest(fd, said, limit)) in (min(100_000, limit), min(100_000, limit) + 1)
    finally:
        os.close(fd)
