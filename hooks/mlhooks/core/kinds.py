# SPDX-License-Identifier: Apache-2.0
"""What kind of file this is, from its name and, without a suffix, from its first line.

Kinds carry the names of `identify`'s tags where it has one. The table holds what the checks ask for and
answers without an import; `tags` asks `identify` for everything else.
"""

SUFFIXES = {
    "py": "python", "pyw": "python", "pyi": "pyi", "pyx": "cython", "ipynb": "jupyter",
    "js": "javascript", "mjs": "javascript", "cjs": "javascript", "jsx": "jsx",
    "ts": "ts", "mts": "ts", "cts": "ts", "tsx": "tsx",
    "html": "html", "htm": "html", "vue": "vue", "svelte": "svelte",
    "c": "c", "h": "header", "cc": "c++", "cpp": "c++", "cxx": "c++", "hh": "c++", "hpp": "c++",
    "hxx": "c++", "cu": "cuda", "cuh": "cuda", "m": "objective-c", "mm": "objective-c++",
    "yaml": "yaml", "yml": "yaml", "toml": "toml", "json": "json", "jsonl": "json", "ini": "ini",
    "cfg": "ini", "conf": "ini", "properties": "java-properties", "env": "dotenv",
    "sh": "shell", "bash": "shell", "zsh": "shell", "ps1": "powershell",
    "md": "markdown", "markdown": "markdown", "rst": "rst", "txt": "plain-text",
    "xml": "xml", "svg": "svg", "css": "css", "scss": "scss", "sql": "sql", "csv": "csv",
    "java": "java", "kt": "kotlin", "swift": "swift", "go": "go", "rs": "rust", "rb": "ruby",
    "php": "php", "cs": "c#", "r": "r", "lua": "lua", "pl": "perl", "cmake": "cmake", "mk": "makefile",
    "tf": "terraform", "proto": "proto", "scala": "scala", "dart": "dart", "groovy": "groovy",
    "wasm": "wasm", "wat": "wat", "wast": "wat",
}  # fmt: skip

NAMES = {
    "dockerfile": "dockerfile",
    "makefile": "makefile",
    "cmakelists.txt": "cmake",
    "package-lock.json": "json",
    ".npmrc": "ini",
    ".pypirc": "ini",
    ".bashrc": "shell",
    ".env": "dotenv",
}

INTERPRETERS = (
    (b"python", "python"),
    (b"pypy", "python"),
    (b"node", "javascript"),
    (b"deno", "ts"),
    (b"bun", "ts"),
    (b"bash", "shell"),
    (b"zsh", "shell"),
    (b"dash", "shell"),
    (b"sh", "shell"),
    (b"ruby", "ruby"),
    (b"perl", "perl"),
)


def kind_of(path: str, head: bytes) -> str:
    """The kind of the file, or "" when the table does not know it. `path` has forward slashes."""
    name = path[path.rfind("/") + 1 :].lower()
    known = NAMES.get(name)
    if known:
        return known
    dot = name.rfind(".")
    if dot >= 0:
        kind = SUFFIXES.get(name[dot + 1 :], "")
        if kind:
            return kind
    if name.startswith((".env.", "dockerfile.")):
        return "dotenv" if name.startswith(".env") else "dockerfile"
    if dot <= 0 and head.startswith(b"#!"):
        return _from_shebang(head)
    return ""


def _from_shebang(head: bytes) -> str:
    words = head[2:].split(b"\n", 1)[0].replace(b"\\", b"/").split()
    if words and words[0].endswith(b"/env"):
        words = [word for word in words[1:] if not word.startswith(b"-") and b"=" not in word]
    if not words:
        return ""
    program = words[0].rsplit(b"/", 1)[-1]
    for prefix, kind in INTERPRETERS:
        if program.startswith(prefix):
            return kind
    return ""


def tags(path: str) -> frozenset[str]:
    """`identify`'s tags for this name (imported here, since it costs more than the whole hot path)."""
    from identify.identify import tags_from_filename

    return frozenset(tags_from_filename(path))
