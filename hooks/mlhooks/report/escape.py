# SPDX-License-Identifier: Apache-2.0
"""Text from scanned content, made harmless: no terminal sequence, no extra line, no workflow command."""

from __future__ import annotations


def escape(content: str) -> str:
    """For text output: as `visible`, and `::` and `##[` broken up.

    A workflow command of GitHub begins a line with `::`, an old one holds `##[` anywhere.
    """
    return visible(content).replace("::", ":\\x3a").replace("##[", "##\\x5b")


def visible(content: str) -> str:
    """Controls, bidirectional and invisible characters as `\\xNN` or `\\uNNNN`: one line anywhere."""
    return content if content.isprintable() else "".join(map(_visible, content))


def _visible(char: str) -> str:
    """Unicode's "other" and "separator" categories, which `isprintable` leaves out, as escapes."""
    if char.isprintable():
        return char
    code = ord(char)
    if char == "\n":
        return "\\n"
    return f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
