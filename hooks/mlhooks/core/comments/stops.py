# SPDX-License-Identifier: Apache-2.0
"""What the lexer stops at, as patterns: in code, in a string, and what closes a string."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlhooks.core.comments.syntax import Quote, Syntax


def closer(opener: bytes) -> bytes:
    """What ends a string whose closer follows from its opener (C++, Rust, Swift, Lua, SQL); b"" if none."""
    if opener.startswith(b"["):
        return opener.replace(b"[", b"]")
    if opener.endswith(b"("):
        return b")" + opener[opener.index(b'"') + 1 : -1] + b'"'
    if b'"' in opener or b"'" in opener:
        mark = b'"""' if b'"""' in opener else opener[-1:]
        return mark + b"#" * opener.count(b"#")
    return opener if opener.startswith(b"$") else b""


def code_pattern(syntax: Syntax, hole: Quote | None) -> re.Pattern[bytes]:
    """What the lexer stops at in code; inside a hole of a string also brackets."""
    parts = []
    if syntax.skip:
        parts.append(b"(?P<skip>" + syntax.skip + b")")
    if syntax.leave:
        parts.append(b"(?P<leave>" + re.escape(syntax.leave) + b")")
    if syntax.pod:
        parts.append(b"(?P<pod>" + syntax.pod + b")")
    parts += [b"(?P<b%d>%s)" % (i, re.escape(pair[0])) for i, pair in enumerate(syntax.block)]
    parts += [b"(?P<l%d>%s)" % (i, re.escape(opener)) for i, opener in enumerate(syntax.line)]
    parts += [b"(?P<s%d>%s)" % (i, quote.open) for i, quote in enumerate(syntax.strings)]
    if syntax.heredoc:
        parts += [b"(?P<heredoc>" + syntax.heredoc + b")", rb"(?P<newline>\r?\n)"]
    if syntax.slash:
        parts.append(b"(?P<slash>/)")
    if hole is not None:
        if hole.fields:
            parts += [rb"(?P<open>[(\[{])", rb"(?P<close>[)\]}])", rb"(?P<colon>:)"]
        else:
            opens = b"(" if hole.hole_close == b")" else b"{"
            parts += [rb"(?P<open>\%s)" % opens, rb"(?P<close>\%s)" % hole.hole_close]
    return re.compile(b"|".join(parts))


def string_pattern(quote: Quote, close: bytes, spec: bool) -> re.Pattern[bytes]:
    """What the lexer stops at in a string; in a format (`spec`) of Python also the `}` that ends it."""
    parts = []
    if quote.fields and not spec:
        parts.append(rb"(?P<double>\{\{)")
    if quote.hole:  # before the escape: Swift's hole begins with the same byte
        parts.append(b"(?P<hole>" + re.escape(quote.hole) + b")")
    if quote.escape and not spec:
        parts.append(b"(?P<escape>" + re.escape(quote.escape) + rb"(?:\r\n|[\s\S]))")
    if spec:
        parts.append(rb"(?P<endspec>\})")
    parts.append(b"(?P<close>" + re.escape(close) + b")")
    if not quote.multiline:
        parts.append(rb"(?P<newline>[\r\n])")
    return re.compile(b"|".join(parts))
