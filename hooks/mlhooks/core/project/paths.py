# SPDX-License-Identifier: Apache-2.0
"""The one classification of paths, for all checks: tests, docs, examples, vendored, generated.

By names first, then by `.gitattributes` (`linguist-vendored`, `linguist-generated`; a written False takes
the class away), then by the configuration, which has the last word. Names count with their case, as git
counts them; suffixes of documents and minified scripts in any case, as the kinds of files do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhooks.core.globs import Glob
from mlhooks.core.kinds import kind_of
from mlhooks.core.project.generated import is_marked, is_minified

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CLASSES = ("tests", "docs", "examples", "vendored", "generated")

FOLDERS = {
    "tests": ("tests", "test", "__tests__"),
    "docs": ("docs", "doc"),
    "examples": ("examples", "example", "samples", "demo", "demos", "tutorials"),
    "vendored": ("third_party", "third-party", "3rdparty", "vendor", "node_modules"),
}
BY_FOLDER = {folder: name for name, folders in FOLDERS.items() for folder in folders}
SCRIPTS = frozenset(("javascript", "jsx", "ts", "tsx", "css", "html"))
ATTRIBUTES = {"vendored": "linguist-vendored", "generated": "linguist-generated"}


def classify(
    path: str,
    head: bytes,
    attributes: Mapping[str, str | bool],
    extra: Mapping[str, Sequence[str]],
) -> frozenset[str]:
    """The classes of a file; none is usual.

    `path`: relative to the root, forward slashes. `head`: its first bytes (8 KiB suffice, fewer will do).
    `attributes`: what `.gitattributes` says of it. `extra`: class -> globs of the configuration (see
    `globs`), read in order: one that matches adds the class, one behind `!` takes it away.
    """
    folders = path.split("/")
    name = folders.pop()
    classes = {BY_FOLDER[folder] for folder in folders if folder in BY_FOLDER}
    if _is_test(name):
        classes.add("tests")
    if name.lower().endswith((".md", ".rst")):
        classes.add("docs")
    kind = kind_of(path, head)
    if (kind in SCRIPTS and "dist" in folders) or is_minified(name, kind, head) or is_marked(kind, head):
        classes.add("generated")
    for known, attribute in ATTRIBUTES.items():
        _set(classes, known, _truth(attributes.get(attribute)))
    for known, patterns in extra.items():
        for pattern in patterns:
            wanted = not pattern.startswith("!")
            if Glob(pattern if wanted else pattern[1:]).matches(path):
                _set(classes, known, wanted)
    return frozenset(classes)


def _set(classes: set[str], name: str, wanted: bool | None) -> None:
    if wanted:
        classes.add(name)
    elif wanted is not None:
        classes.discard(name)


def _truth(value: str | bool | None) -> bool | None:
    """`linguist-generated`, `=true` and `=1` are True, `-linguist-generated` and `=false` False."""
    if isinstance(value, str):
        return value.lower() not in ("false", "0", "no", "off", "")
    return value


def _is_test(name: str) -> bool:
    """`test_*.py`, `*_test.py`, `*.test.*`, `*.spec.*`, `conftest.py`."""
    if name.endswith(".py"):
        return name.startswith("test_") or name.endswith("_test.py") or name == "conftest.py"
    return ".test." in name or ".spec." in name
