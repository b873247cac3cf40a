# SPDX-License-Identifier: Apache-2.0

from __future__ import annotations

import os
import shutil
import subprocess
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlhooks.core.globs import Glob, glob_match
from mlhooks.core.project import Tree
from mlhooks.core.project.attributes import Attributes
from mlhooks.core.wildmatch import Wildcard

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="no git here")
ENVIRONMENT = {
    "PATH": os.environ.get("PATH", ""),
    "SYSTEMROOT": os.environ.get("SYSTEMROOT", ""),
    "HOME": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_ATTR_NOSYSTEM": "1",
}


def write(root, files):
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())


def ours(root, paths, names):
    attributes = Attributes(Tree(root.resolve().as_posix(), b"0123456789abcdef"))
    words = {True: "set", False: "unset"}
    found = {}
    for path in paths:
        values = attributes.of(path)
        for name in names:
            value = values.get(name, "unspecified")
            found[path, name] = words.get(value, value) if isinstance(value, bool) else value
    return found


def of_git(root, paths, names):
    if not (root / ".git").exists():
        subprocess.run(["git", "init", "-q", root], check=True, env=ENVIRONMENT)
    given_paths = b"".join(path.encode() + b"\0" for path in paths)
    command = ["git", "-C", root, "check-attr", "-z", "--stdin", *names]
    done = subprocess.run(command, input=given_paths, capture_output=True, check=True, env=ENVIRONMENT)
    fields = done.stdout.decode().split("\0")
    return {(fields[at], fields[at + 1]): fields[at + 2] for at in range(0, len(fields) - 2, 3)}


PATTERNS = [
    "*.py", "a.py", "/a.py", "src/*.py", "/src/*.py", "src/**", "src/", "src", "**/a.py", "**/src/**/a.py",
    "src/**/a.py", "s**/a.py", "src/d/*", "*/a.py", "?.py", "[ab].py", "[!a].py", "[^a-c].py", "[[:alpha:]].py",
    "[]x].py", "[a", "a\\.py", "\\a.py", "*", "**", "/**", "**/", "*/", "/", "***", "a**b.py", "src/**/", "#a", "!a.py",
    "src/**.py", "*.PY", "é.py", "??.py", "**/d/*", "d/a.py", "src*/a.py", "src\\/a.py", "**\\/a.py", "**/**/a.py", "src/**/**/**/b.py", "*a*", "src/d",
]  # fmt: skip
PATHS = [
    "a.py", "b.py", "x.py", "src/a.py", "src/d/a.py", "src/d/e/b.py", "src/d", "src", "srcx/a.py", "é.py", "].py",
    "aXb.py", "a/b.py", "d/a.py", "x/src/d/a.py", "A.PY", "#a", "s/a.py",
]  # fmt: skip


@needs_git
@pytest.mark.parametrize("pattern", PATTERNS)
def test_patterns_as_git_reads_them(tmp_path, pattern):
    write(tmp_path, {".gitattributes": f"{pattern} x\n", "sub/.gitattributes": f"{pattern} y\n"})
    paths = PATHS + [f"sub/{path}" for path in PATHS]
    assert ours(tmp_path, paths, ["x", "y"]) == of_git(tmp_path, paths, ["x", "y"])


FILES = [
    {".gitattributes": "*.js x\n*.js -x\n", "a/.gitattributes": "*.js !x y=1\n"},
    {".gitattributes": "* x -x\na/* y=1 y=2 !y\n"},
    {".gitattributes": "*.js x\r\n*.bin binary\r\n"},
    {".gitattributes": "*.js gen\n[attr]gen x -y linguist-generated=true\n*.bin -gen\n"},
    {".gitattributes": "[attr]one two x\n[attr]two one y\n* one\n"},
    {".gitattributes": "[attr]one x\n[attr]one y\n* one\n"},
    {".gitattributes": "* one\n", "a/.gitattributes": "[attr]one x\n* y\n"},
    {".gitattributes": '"a b.js" x\n"\\141.js" y\n"a.js"y x\n"open.js x\n'},
    {".gitattributes": "\ufeff*.js x\n  *.bin\ty \n# *.js y\n#\n\n"},
    {".gitattributes": "*.js x a:b\n*.js --y\n*.js =1\n*.js é\n*.bin x=\n*.bin y=a=b\n"},
    {".gitattributes": "*.js " + "x" * 2043 + "\n*.js y\n*.js x" + " " * 2100 + "\n"},
    {".gitattributes": "[attr] x\n*.js -binary\n*.bin binary -binary\n"},
    {".gitattributes": b"\xff* x\n*.js y\n"},
    {"a/.gitattributes": "*.js x\n", "a/b/.gitattributes": "*.js -x\n/c.js y\n"},
]


@needs_git
@pytest.mark.parametrize("files", FILES)
def test_files_as_git_reads_them(tmp_path, files):
    write(tmp_path, files)
    paths = ["a.js", "a b.js", "a/c.js", "a/b/c.js", "x.bin", "a/x.bin", "open.js", '"open.js']
    names = ["x", "y", "one", "two", "text", "diff", "binary", "linguist-generated"]
    assert ours(tmp_path, paths, names) == of_git(tmp_path, paths, names)


ATOMS = st.sampled_from(
    [
        "a",
        "b",
        "*",
        "**",
        "/",
        "?",
        "[ab]",
        "[!a]",
        "\\a",
        "\\*",
        "-",
        "**/",
        "/**",
        "*.a",
        "[a-b]",
        "[a",
        "\\",
        "é",
        "]",
    ]
)
NAMES = st.sampled_from(["a", "b", "ab", "a.a", "ba", ".a", "é", "-", "*"])


@needs_git
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(ATOMS, min_size=1, max_size=6).map("".join), min_size=20, max_size=20),
    st.lists(st.lists(NAMES, min_size=1, max_size=4).map("/".join), min_size=20, max_size=20, unique=True),
)
def test_any_pattern_as_git_reads_it(tmp_path, patterns, paths):
    write(tmp_path, {".gitattributes": "".join(f"{p} x{n}\n" for n, p in enumerate(patterns))})
    names = [f"x{n}" for n in range(len(patterns))]
    assert ours(tmp_path, paths, names) == of_git(tmp_path, paths, names)


def test_values(tmp_path):
    write(tmp_path, {".gitattributes": "*.c a -b c=1 d\n*.c !d\n"})
    tree = Tree(tmp_path.resolve().as_posix(), b"0123456789abcdef")
    assert tree.attributes("x/y.c") == {"a": True, "b": False, "c": "1"}
    assert tree.attributes("x/y.h") == {}


def test_a_linked_file_is_not_read(tmp_path):
    write(tmp_path, {"outside": "* x\n", "root/a.c": ""})
    (tmp_path / "root" / ".gitattributes").symlink_to(tmp_path / "outside")
    assert Attributes(Tree((tmp_path / "root").resolve().as_posix(), b"")).of("a.c") == {}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_arbitrary_bytes(tmp_path, data):
    write(tmp_path, {".gitattributes": data})
    Attributes(Tree(tmp_path.resolve().as_posix(), b"")).of("a/\udcff/\u20ac.py")


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("*.onnx", "a/b.onnx", True),
        ("*.onnx", "b.onnx/c.py", True),
        ("*.onnx/", "b.onnx", False),
        ("*.onnx/", "b.onnx/c.py", True),
        ("build", "build", True),
        ("build", "a/build/c.py", True),
        ("build", "rebuild/c.py", False),
        ("build/", "a/build/c.py", True),
        ("build/", "a/build", False),
        ("/build", "build/x", True),
        ("/build", "a/build", False),
        ("./build", "build/x", True),
        ("docs/conf.py", "docs/conf.py", True),
        ("docs/conf.py", "a/docs/conf.py", False),
        ("docs/*", "docs/a/b.py", True),
        ("docs/*.py", "docs/a/b.py", False),
        ("docs/**/*.py", "docs/a/b/c.py", True),
        ("docs/**/*.py", "docs/c.py", True),
        ("src/**", "src/a/b", True),
        ("src/**", "src", False),
        ("**/gen", "a/b/gen/c.py", True),
        ("**/gen", "gen", True),
        ("gen_*", "a/gen_x/b", True),
        ("gen_?.py", "gen_é.py", True),
        ("[a-c]x", "bx", True),
        ("[!a-c]x", "bx", False),
        ("a[", "a[", False),
        ("\\*.py", "*.py", True),
        ("\\*.py", "a.py", False),
        ("*", "a/b", True),
        ("*/", "a", False),
        ("*/", "a/b", True),
        ("**", "a", True),
        ("", "a", False),
        ("/", "a", False),
        ("*.PY", "a.py", False),
        ("a" * 5000, "a" * 5000, True),
        ("*a" * 3000, "a" * 5000, False),
    ],
)
def test_globs(pattern, path, expected):
    assert glob_match(pattern, path) is expected


@pytest.mark.parametrize(
    "pattern",
    ["*a" * 1000 + "b", "**/" * 1000 + "b", "?*" * 1000 + "b", "[a]*" * 800 + "b", "**/*a" * 600 + "/b"],
)
def test_globs_are_linear(pattern):
    start = time.process_time()
    assert not Wildcard(pattern).matches("a/" * 2000 + "aa")
    assert not Glob("x/" + pattern).matches("x/" + "aa/" * 1300)
    assert time.process_time() - start < 1


@given(st.text(max_size=30), st.text(max_size=30))
def test_globs_take_anything(pattern, path):
    assert glob_match(pattern, path) in (True, False)
