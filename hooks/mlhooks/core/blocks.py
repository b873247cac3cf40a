# SPDX-License-Identifier: Apache-2.0
"""Script blocks of HTML, Vue and Svelte; code blocks of Markdown and reStructuredText."""

from __future__ import annotations

import re

from mlhooks.core.limits import LIMITS
from mlhooks.core.regions import Region

OPEN = re.compile(rb"<!--|<script(?=[\s/>])", re.IGNORECASE)
CLOSE = re.compile(rb"</script", re.IGNORECASE)
TAG = re.compile(rb"(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
TAG_SIZE = 4096  # bytes of an opening tag that are read, so that unclosed quotes stay cheap
ATTRIBUTE = re.compile(rb"(?<![\w-])(type|lang)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
# Of `type` and `lang` together; what is not listed (text/template, json, importmap, glsl) is no program.
SCRIPTS = {
    b"": "javascript", b"module": "javascript", b"js": "javascript", b"javascript": "javascript",
    b"text/javascript": "javascript", b"application/javascript": "javascript",
    b"text/ecmascript": "javascript", b"application/ecmascript": "javascript",
    b"application/x-javascript": "javascript",
    b"jsx": "jsx", b"text/jsx": "jsx", b"text/babel": "jsx",
    b"ts": "ts", b"typescript": "ts", b"text/typescript": "ts", b"application/typescript": "ts",
    b"tsx": "tsx", b"text/tsx": "tsx",
    b"py": "python", b"mpy": "python", b"text/python": "python", b"text/x-python": "python",
}  # fmt: skip

FENCE = re.compile(rb"^([ \t>]*)(`{3,}|~{3,})([^\n]*)$", re.MULTILINE)
WORD = re.compile(rb"[A-Za-z0-9_+#-]+")
DIRECTIVES = (b"code-cell", b"code-block", b"code", b"sourcecode")  # of MyST: the language follows
FENCES = {
    b"python": "python", b"py": "python", b"python3": "python", b"ipython": "python", b"ipython3": "python",
    b"javascript": "javascript", b"js": "javascript", b"mjs": "javascript", b"cjs": "javascript",
    b"node": "javascript", b"jsx": "jsx",
    b"typescript": "ts", b"ts": "ts", b"mts": "ts", b"tsx": "tsx",
}  # fmt: skip

# docutils' and Sphinx's directives that hold a program; without a language those that are Python's.
DIRECTIVE = re.compile(
    rb"^([ \t]*)\.\.[ \t]{1,9}(code-block|code|sourcecode|ipython|testcode|doctest)::[ \t]*([^\n]*)$"
    rb"|^([ \t]*)>>>[ \t]",
    re.MULTILINE,
)
PYTHON_DIRECTIVES = (b"ipython", b"testcode", b"doctest")
FIELD = re.compile(rb"[ \t]*:[\w-]{1,40}:")
PROMPT = re.compile(rb"(?:>>>|\.\.\.)(?: |$)")


def scripts(data: bytes) -> list[Region]:
    """The `<script>` blocks that hold a program. Comments and blocks of other types are passed over."""
    found: list[Region] = []
    at, tags = 0, 0
    while tags < LIMITS["regions"]:
        opening = OPEN.search(data, at)
        if opening is None:
            break
        if opening[0] == b"<!--":
            end = data.find(b"-->", opening.end())
            at = len(data) if end < 0 else end + 3
            continue
        tags += 1
        tag = TAG.match(data, opening.end(), min(len(data), opening.end() + TAG_SIZE))
        if tag is None:
            at = opening.end()
            continue
        closing = None if tag[0].endswith(b"/>") else CLOSE.search(data, tag.end())
        start, end = tag.end(), tag.end() if tag[0].endswith(b"/>") else len(data)
        at = end = closing.start() if closing else end
        language = _script_language(tag[0])
        if language and data[start:end].strip():
            number = len(found) + 1
            found.append(Region(language, data[start:end], ((0, start),), f"script {number}", number))
    return found


def _script_language(tag: bytes) -> str:
    """The kind of program that the attributes of an opening tag announce, "" for none."""
    values = {match[1].lower(): match[2] or match[3] or match[4] or b"" for match in ATTRIBUTE.finditer(tag)}
    language = values.get(b"lang", b"").strip().lower()
    kind = values.get(b"type", b"").split(b";")[0].strip().lower()
    if kind not in SCRIPTS:
        return ""
    return SCRIPTS.get(language, "") if language else SCRIPTS[kind]


def fences(data: bytes) -> list[Region]:
    """The fenced code blocks whose info string names a language that some check reads."""
    found: list[Region] = []
    opened: re.Match[bytes] | None = None
    for fence in FENCE.finditer(data):
        if opened is None:
            opened = None if b"`" in fence[3] and fence[2][:1] == b"`" else fence
        elif fence[2].startswith(opened[2]) and not fence[3].strip():
            _add(found, data, opened, fence.start())
            opened = None
    if opened is not None:
        _add(found, data, opened, len(data))
    return found


def _add(found: list[Region], data: bytes, opened: re.Match[bytes], end: int) -> None:
    language = _fence_language(opened[3])
    start = min(opened.end() + 1, end)
    if not language or start >= end or len(found) >= LIMITS["regions"]:
        return
    _block(found, data, language, start, end, len(opened[1]))


def _block(found: list[Region], data: bytes, language: str, start: int, end: int, width: int) -> None:
    text, pieces = _dedent(data, start, end, width)
    number = len(found) + 1
    found.append(Region(language, text, pieces, f"block {number}", number, verbatim=len(text) == end - start))


def directives(data: bytes) -> list[Region]:
    """The code blocks of reStructuredText: directives with a language, and doctests."""
    found: list[Region] = []
    at = 0
    while len(found) < LIMITS["regions"]:
        opening = DIRECTIVE.search(data, at)
        if opening is None:
            break
        if opening[2] is None:
            end = data.find(b"\n\n", opening.start()) + 1 or len(data)
            _block(found, data, "python", opening.start(), end, len(opening[4]))
            at = end
            continue
        named = WORD.findall(opening[3][:200])
        language = FENCES.get(named[0].lower(), "") if named else ""
        language = "python" if opening[2] in PYTHON_DIRECTIVES else language
        start, at, width = _content(data, opening.end() + 1, len(opening[1]))
        if language and start < at:
            _block(found, data, language, start, at, width)
    return found


def _content(data: bytes, at: int, outer: int) -> tuple[int, int, int]:
    """Start, end and indentation of what belongs to a directive indented by `outer`, its fields left out."""
    start, width = -1, 0
    while at < len(data):
        stop = data.find(b"\n", at) + 1 or len(data)
        line = data[at:stop]
        indent = len(line) - len(line.lstrip(b" \t"))
        if line.strip():
            if indent <= outer:
                break
            if start < 0 and not FIELD.match(line):
                start, width = at, indent
        at = stop
    return (start if start >= 0 else at), at, width


def _fence_language(info: bytes) -> str:
    words = WORD.findall(info[:200])
    if words and words[0].lower() in DIRECTIVES:
        words = words[1:]
    return FENCES.get(words[0].lower(), "") if words else ""


def _dedent(data: bytes, start: int, end: int, width: int) -> tuple[bytes, tuple[tuple[int, int], ...]]:
    """The block without the indentation (or quote marks) of its fence, as CommonMark reads it; of an
    interpreter's session what stands behind the prompts."""
    session = data[start:end].lstrip().startswith(b">>> ")
    if not width and not session:
        return data[start:end], ((0, start),)
    parts: list[bytes] = []
    pieces: list[tuple[int, int]] = []
    length, at = 0, start
    while at < end:
        stop = data.find(b"\n", at, end) + 1 or end
        line = data[at:stop]
        margin = min(width, len(line) - len(line.lstrip(b" \t" if session else b" \t>")))
        if session:
            prompt = PROMPT.match(line, margin)
            margin = prompt.end() if prompt else len(line.rstrip(b"\r\n"))
        pieces += ((length, at), (length, at + margin)) if margin else ((length, at),)
        parts.append(line[margin:])
        length += stop - at - margin
        at = stop
    pieces.append((length, end))
    return b"".join(parts), tuple(pieces)
