# SPDX-License-Identifier: Apache-2.0
"""Memories of `.wasm` files, from modules built by hand."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlhooks.checks.wasm_memory import CHECK
from mlhooks.core.finding import Span
from mlhooks.core.source import HEAD, Source
from support import judge, judge_source

if TYPE_CHECKING:
    from mlhooks.core.finding import Finding

HEADER = b"\0asm\x01\0\0\0"
MAXIMUM, SHARED, WIDE, SMALL_PAGE = 1, 2, 4, 8


def leb(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*out, value))


def section(kind: int, body: bytes) -> bytes:
    return bytes((kind,)) + leb(len(body)) + body


def limits(least: int, most: int | None = None, flags: int = 0, page: int | None = None) -> bytes:
    flags |= MAXIMUM if most is not None else 0
    flags |= SMALL_PAGE if page is not None else 0
    rest = leb(least) + (leb(most) if most is not None else b"") + (leb(page) if page is not None else b"")
    return bytes((flags,)) + rest


def memory(*all_limits: bytes) -> bytes:
    return section(5, leb(len(all_limits)) + b"".join(all_limits))


def imported(*entries: bytes) -> bytes:
    return section(2, leb(len(entries)) + b"".join(entries))


def entry(kind: int, body: bytes, name: str = "m") -> bytes:
    return leb(3) + b"env" + leb(len(name)) + name.encode() + bytes((kind,)) + body


def found(data: bytes, path: str = "a.wasm", **more: object) -> list[Finding]:
    """Judge a file that is read by ranges, as the engine hands over a claimed binary."""
    with TemporaryFile() as stream:
        stream.write(data)
        stream.flush()
        source = Source(path, data[:HEAD], len(data), None, stream.fileno())
        return judge_source(CHECK, Path(), source, **more)  # type: ignore[arg-type]


def said(data: bytes, path: str = "a.wasm", **more: object) -> list[tuple[str, str]]:
    return [(f.rule.removeprefix("wasm-memory-"), f.severity) for f in found(data, path, **more)]


def compact(kind: int, count: int, *parts: bytes) -> bytes:
    """An import section of one group: items behind 0x7F, one type and names behind 0x7E."""
    listed = leb(count) if kind == 0x7F else b""
    return section(2, leb(1) + leb(3) + b"env" + b"\x00" + bytes((kind,)) + listed + b"".join(parts))


def named(name: str, body: bytes) -> bytes:
    return leb(len(name)) + name.encode() + body


CODE = section(10, b"\x01\x02\x00\x0b")
NAMES = section(0, b"\x04name\x00\x00")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", []),
        (NAMES, []),
        (memory(limits(1, 10)), []),
        (memory(limits(1)), [("unbounded", "warning")]),
        (NAMES + memory(limits(1)) + NAMES + CODE, [("unbounded", "warning")]),
        (imported(entry(2, limits(1))), [("unbounded", "warning")]),
        (imported(entry(2, limits(1, 8192, SHARED))), []),
        (memory(limits(1, 65536)), [("too-large", "note")]),
        (memory(limits(1, 65536, SHARED)), [("too-large", "note")]),
        (memory(limits(1), limits(1, 2), limits(1)), [("unbounded", "warning")] * 2),
        (memory(limits(1, 262144, WIDE)), [("too-large", "note")]),
        (memory(limits(1, flags=WIDE)), [("unbounded", "warning")]),
        (memory(limits(1, 1 << 48, WIDE)), [("too-large", "note")]),
        (memory(limits(1, (1 << 48) + 1, WIDE)), [("invalid", "error")]),
        (memory(limits(100, 65536, page=0)), []),
        (memory(limits(1, 3 << 30, page=0)), [("too-large", "note")]),
        (memory(limits(1, 2, page=16)), []),
        (memory(limits(2, 1)), [("invalid", "error")]),
        (memory(limits(1, 65537)), [("invalid", "error")]),
        (memory(limits(65537)), [("invalid", "error")]),
        (memory(limits(1, flags=SHARED)), [("invalid", "error")]),
        (
            imported(
                entry(0, leb(300), "f"),
                entry(1, b"\x70" + limits(1), "t"),
                entry(1, b"\x63\x80\x01" + limits(1, 2), "r"),
                entry(3, b"\x7f\x00", "g"),
                entry(3, b"\x64\x70\x01", "h"),
                entry(4, b"\x00\x05", "tag"),
                entry(2, limits(17, 18), "memory"),
            ),
            [],
        ),
        (
            compact(0x7F, 2, named("f", b"\x00\x07"), named("m", b"\x02" + limits(1))),
            [("unbounded", "warning")],
        ),
        (compact(0x7E, 2, b"\x02" + limits(1) + leb(2), b"\x01a", b"\x01b"), [("unbounded", "warning")] * 2),
        (compact(0x7E, 0, b"\x02" + limits(1) + leb(0)), []),
        (imported(entry(2, limits(0), "__linear_memory")), []),
        # wabt counts the imports, not the groups.
        (
            section(2, b"\x02\x03env\x00\x7f\x02\x01f\x00\x07\x01m\x02" + limits(1)),
            [("unbounded", "warning")],
        ),
        (imported(entry(2, limits(1, 2), "")), []),
    ],
)
def test_memories(body: bytes, expected: list[tuple[str, str]]) -> None:
    assert said(HEADER + body) == expected


@pytest.mark.parametrize(
    ("body", "options", "lines"),
    [
        (memory(limits(1, 65536)), {}, ["link with --max-memory=N", "set max in [tool.mlhooks.wasm-memory]"]),
        (
            memory(limits(1, 65536)),
            {"max": "1GiB"},
            ["max = 1 GiB in [tool", "link with --max-memory=N", "raise max in [tool.mlhooks.wasm-memory]"],
        ),
        (memory(limits(1, 65537)), {}, ["lower maximum: a 32-bit memory takes at most 65536 pages"]),
        (memory(limits(2, 1)), {}, ["write a maximum that is not below initial"]),
        (memory(limits(1, (1 << 48) + 1, WIDE)), {}, ["lower maximum: a 64-bit memory takes at most"]),
    ],
)
def test_what_to_do(body: bytes, options: dict[str, str], lines: list[str]) -> None:
    (one,) = found(HEADER + body, options=options)
    assert len(one.help) == len(lines)
    assert all(h.text.startswith(line) for h, line in zip(one.help, lines, strict=True))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "breaks off in its header at byte 0"),
        (b"\0asm\x01", "breaks off in its header at byte 5"),
        (b"<!DOCTYPE html>", "no WebAssembly module: at byte 0"),
        (b"(module)", "no WebAssembly module: at byte 0"),
        (b"\0asm\x02\0\0\0", "version 2, engines know 1, at byte 4"),
        (HEADER + b"\x05", "breaks off at byte 9"),
        (HEADER + memory(limits(1))[:-1], "1 of 3 bytes are missing from section 5 at byte 8"),
        (HEADER + CODE + section(10, b""), "section 10 stands twice or out of order at byte 14"),
        (HEADER + CODE + memory(limits(1, 2)), "section 5 stands twice or out of order at byte 14"),
        (HEADER + section(77, b""), "section 77 is unknown at byte 8"),
        (HEADER + section(5, b"\x01\x81\x01\x01"), "malformed memory limits flag 129 at byte 11"),
        (HEADER + section(5, b"\x01\x00\x01\x00"), "section 5 is longer than its content, at byte 13"),
        (HEADER + section(5, b"\x02\x00\x01"), "breaks off at byte 13"),
        (HEADER + section(5, b"\x01\x00\xff\xff\xff\xff\xff\x01"), "number is too long at byte 12"),
        (HEADER + section(5, b"\x01\x00\xff\xff\xff\xff\x7f"), "number is too large at byte 12"),
        (HEADER + section(5, b"\x01\x08\x01\x07"), "malformed page size 2^7 at byte 13"),
        (HEADER + imported(entry(9, b"")), "unknown kind of import 9 at byte 17"),
        (HEADER + imported(entry(0x7F, leb(0))), "unknown kind of import 127 at byte 17"),
        (HEADER + compact(0x7F, 1), "breaks off at byte 18"),
        (HEADER + section(2, b"\x01\x7fenv"), "breaks off inside a name of 127 bytes at byte 12"),
    ],
)
def test_malformed(data: bytes, message: str) -> None:
    (one,) = found(data)
    assert (one.rule, one.severity, one.span) == ("wasm-memory-invalid", "error", Span(0, 0))
    assert message in one.message


@pytest.mark.parametrize(
    "data",
    [
        b"\0asm\x0d\0\x01\0" + b"anything",
        b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n",
    ],
)
def test_components_and_pointers_are_silent(data: bytes) -> None:
    assert said(data) == []


def test_claimed_by_suffix_and_by_magic() -> None:
    data = HEADER + memory(limits(1))
    for path in ("a.wasm", "A.WASM", "model.bin", "noname"):
        assert said(data, path) == [("unbounded", "warning")]
    assert CHECK.claims("x.wasm", b"")
    assert not CHECK.claims("x.bin", b"asm")


def test_place_in_the_project() -> None:
    data = HEADER + memory(limits(1))
    assert said(data, classes=frozenset({"tests"})) == [("unbounded", "note")]
    assert said(data, classes=frozenset({"generated"})) == [("unbounded", "warning")]
    assert said(data, classes=frozenset({"vendored"})) == []


def test_options_hold_for_modules() -> None:
    data = HEADER + memory(limits(1, 16384, SHARED))
    assert said(data, options={"max": "512MiB"}) == [("too-large", "warning")]
    assert said(data, options={"target": "mobile"}) == [("mobile", "warning")]


def test_message_names_the_memory_and_the_byte() -> None:
    data = HEADER + imported(entry(2, limits(256), "memory"))
    (one,) = found(data)
    assert one.message == (
        "imported memory env.memory (limits at byte 23) starts at 16 MiB, may grow to 4 GiB; "
        "phones kill the tab on the way"
    )
    assert data[23:26] == limits(256)
    assert [h.label for h in one.help] == ["because", "fix"]


def test_code_is_not_read(tmp_path: Path) -> None:
    """A module of 1 GiB of code: a sparse file, read in some kilobytes."""
    head = HEADER + memory(limits(1)) + b"\x0a" + leb(1 << 30)
    file = tmp_path / "big.wasm"
    with file.open("wb") as stream:
        stream.write(head)
        stream.truncate(len(head) + (1 << 30))
    assert [f.rule for f in judge(CHECK, tmp_path, "big.wasm")] == ["wasm-memory-unbounded"]


def test_many_sections_and_imports_end() -> None:
    assert said(HEADER + section(0, b"\x01a") * 120_000) == [("unresolved", "note")]
    assert said(HEADER + section(2, leb(1 << 31) + b"\0" * 50)) == [("unresolved", "note")]
    assert said(HEADER + compact(0x7F, 1 << 31)) == [("unresolved", "note")]
    assert said(HEADER + compact(0x7E, 0, b"\0\0", leb(1 << 31))) == [("unresolved", "note")]


WHOLE = HEADER + imported(entry(2, limits(1, 2))) + memory(limits(1)) + CODE + NAMES


def test_truncation_at_every_byte() -> None:
    boundaries = 0
    for end in range(len(WHOLE)):
        rules = [rule for rule, _ in said(WHOLE[:end])]
        boundaries += "invalid" not in rules
        assert rules in (["invalid"], ["unbounded"], [])
    assert boundaries == 4  # after the header and after each section but the last


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=80), st.integers(0, 2**32))
def test_random_bytes_never_raise(tail: bytes, seed: int) -> None:
    said(HEADER + tail)
    said(tail)
    broken = bytearray(WHOLE)
    broken[random.Random(seed).randrange(len(broken))] = seed % 256
    said(bytes(broken))
