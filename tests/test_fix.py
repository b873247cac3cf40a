# SPDX-License-Identifier: Apache-2.0
"""The writer: edits, atomic replacement, refusals, diffs."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhooks import fix
from mlhooks.core.finding import Edit, Span

ROOT = Path(fix.__file__).parents[1]
POSIX = pytest.mark.skipif(os.name == "nt", reason="mode bits and links of POSIX")


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([], b"abcdef"),
        ([(0, 0, b"X")], b"Xabcdef"),
        ([(6, 6, b"X")], b"abcdefX"),
        ([(1, 3, b"")], b"adef"),
        ([(4, 5, b"Y"), (0, 2, b"XX")], b"XXcdYf"),
        ([(2, 2, b"1"), (2, 2, b"2")], b"ab12cdef"),
        ([(1, 2, b"1"), (2, 3, b"2")], b"a12def"),
    ],
)
def test_apply(edits, expected):
    assert fix.apply([Edit(Span(a, b), new) for a, b, new in edits], b"abcdef") == expected


@pytest.mark.parametrize("edits", [[(0, 3), (2, 4)], [(3, 2)], [(5, 7)], [(-1, 0)]])
def test_apply_refuses(edits):
    with pytest.raises(fix.FixRefused):
        fix.apply([Edit(Span(a, b), b"x") for a, b in edits], b"abcdef")


@given(st.binary(max_size=60), st.lists(st.integers(0, 60), max_size=8), st.binary(max_size=4))
def test_apply_keeps_what_lies_between(data, cuts, new):
    cuts = sorted({min(cut, len(data)) for cut in cuts})
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    out = fix.apply([Edit(Span(a, b), new) for a, b in pairs], data)
    at, rest = 0, out
    for a, b in pairs:
        assert rest.startswith(data[at:a] + new)
        rest, at = rest[a - at + len(new) :], b
    assert rest == data[at:]


@POSIX
@pytest.mark.parametrize("mode", [0o644, 0o755, 0o600, 0o4755])
def test_write_keeps_mode(tmp_path, mode):
    file = tmp_path / "a b.py"
    file.write_bytes(b"old")
    file.chmod(mode)
    fix.write(str(file), b"old", b"new\r\n")
    assert file.read_bytes() == b"new\r\n"
    assert stat.S_IMODE(file.stat().st_mode) == mode
    assert os.listdir(tmp_path) == ["a b.py"]


def test_write_relative_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("x").write_bytes(b"1")
    fix.write("x", b"1", b"2")
    assert Path("x").read_bytes() == b"2"


def refused(file, old, new=b"new"):
    with pytest.raises(fix.FixRefused) as caught:
        fix.write(str(file), old, new)
    return str(caught.value)


def test_write_refuses_changed(tmp_path):
    file = tmp_path / "a"
    file.write_bytes(b"other")
    assert "changed" in refused(file, b"old")
    assert "changed" in refused(file, b"othes")
    assert file.read_bytes() == b"other"
    assert os.listdir(tmp_path) == ["a"]


@POSIX
def test_write_refuses_what_is_no_plain_file(tmp_path):
    target = tmp_path / "target"
    target.write_bytes(b"old")
    link = tmp_path / "link"
    link.symlink_to(target)
    assert "regular" in refused(link, b"old")
    assert "regular" in refused(tmp_path, b"")
    os.mkfifo(tmp_path / "pipe")
    assert "regular" in refused(tmp_path / "pipe", b"")
    assert "cannot be written" in refused(tmp_path / "none", b"")
    (tmp_path / "twin").hardlink_to(target)
    assert "hard links" in refused(target, b"old")
    assert target.read_bytes() == b"old"
    assert link.is_symlink()


@POSIX
def test_write_refuses_read_only(tmp_path):
    file = tmp_path / "a"
    file.write_bytes(b"old")
    file.chmod(0o444)
    assert "read-only" in refused(file, b"old")
    assert file.read_bytes() == b"old"


@pytest.mark.parametrize("broken", ["replace", "fsync", "open"])
def test_nothing_is_left_behind(tmp_path, monkeypatch, broken):
    file = tmp_path / "a"
    file.write_bytes(b"old")
    real = getattr(os, broken)

    def fail(*args, **kwargs):
        if broken == "open" and not str(args[0]).endswith(".tmp"):
            return real(*args, **kwargs)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(fix.os, broken, fail)
    assert "No space" in refused(file, b"old")
    monkeypatch.undo()
    assert file.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]


def test_an_edit_in_between_is_kept(tmp_path, monkeypatch):
    file = tmp_path / "a"
    file.write_bytes(b"old")
    store = fix._store
    monkeypatch.setattr(fix, "_store", lambda *a: (store(*a), file.write_bytes(b"mine")))
    assert "changed" in refused(file, b"old")
    assert file.read_bytes() == b"mine"
    assert os.listdir(tmp_path) == ["a"]


WRITER = """
import sys
from mlhooks import fix
a, b = b"a" * 3_000_000, b"b" * 3_000_000
print("go", flush=True)
while True:
    fix.write(sys.argv[1], a, b)
    fix.write(sys.argv[1], b, a)
"""


def test_a_killed_writer_leaves_old_or_new(tmp_path):
    file = tmp_path / "f"
    for pause in (0.003, 0.011, 0.02, 0.037, 0.05):
        file.write_bytes(b"a" * 3_000_000)
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(file)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
        )
        assert process.stdout.readline().strip() == b"go"
        time.sleep(pause)
        process.kill()
        process.wait()
        process.stdout.close()
        content = file.read_bytes()
        assert len(content) == 3_000_000
        assert content in (b"a" * 3_000_000, b"b" * 3_000_000)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (b"a\n", b"a\n", ""),
        (b"a\n", b"h\na\n", "--- a/p\n+++ b/p\n@@ -1 +1,2 @@\n+h\n a\n"),
        (
            b"a",
            b"b",
            "--- a/p\n+++ b/p\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n"
            "+b\n\\ No newline at end of file\n",
        ),
        (b"a\x0cb\r\n", b"\xff\r\n", "--- a/p\n+++ b/p\n@@ -1 +1 @@\n-a\x0cb\r\n+\ufffd\r\n"),
    ],
)
def test_diff(old, new, expected):
    assert fix.diff("p", old, new) == expected
