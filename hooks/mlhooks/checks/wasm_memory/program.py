# SPDX-License-Identifier: Apache-2.0
"""One JavaScript or TypeScript program: its syntax tree, entered from byte offsets and never walked whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tree_sitter import Language, Parser

from mlhooks.core.deep import deeply

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

STEPS = 400_000  # nodes visited for one program; real bundles need some thousands
OCCURRENCES = 3_000  # of one name; a minifier's `e` comes more often and then stays unresolved
OPERATIONS = 3  # parser operations for each byte: real programs, minified ones too, need at most 1.5
BATCH = 100  # operations between two calls of tree-sitter's progress callback

GRAMMARS = {
    "javascript": ("tree_sitter_javascript", "language"),
    "jsx": ("tree_sitter_javascript", "language"),
    "ts": ("tree_sitter_typescript", "language_typescript"),
    "typescript": ("tree_sitter_typescript", "language_typescript"),
    "tsx": ("tree_sitter_typescript", "language_tsx"),
}


class TooMuchError(Exception):
    """The program asks for more work than a file is worth."""


class CommonError(TooMuchError):
    """A name stands in too many places to be followed."""


class Program:
    """A parsed text. Offsets are byte offsets into `text`. Raises TooMuchError when the parser gives up."""

    def __init__(self, text: bytes, language: str) -> None:
        self.text = text
        self.steps = STEPS
        self.root = _parse(text, language)
        self._paths: dict[bytes, list[list[Node]]] = {}

    def spend(self, steps: int = 1) -> None:
        """Count work. Raises TooMuchError."""
        self.steps -= steps
        if self.steps < 0:
            raise TooMuchError

    def path(self, start: int, end: int) -> list[Node]:
        """The nodes around [start, end), from the root to the smallest, found without recursion."""
        nodes = [self.root]
        cursor = self.root.walk()
        while cursor.goto_first_child_for_byte(start) is not None:
            self.spend()
            node = cursor.node
            if node is None or node.start_byte > start or node.end_byte < end:
                break
            nodes.append(node)
        return nodes

    def occurrences(self, name: bytes) -> list[list[Node]]:
        """The paths to every place where `name` stands as a whole word, in order. Raises TooMuchError, and
        CommonError where there are too many."""
        if name not in self._paths:
            word = re.compile(rb"(?<![\w$])" + re.escape(name) + rb"(?![\w$])")
            found: list[list[Node]] = []
            for match in word.finditer(self.text):
                if len(found) == OCCURRENCES:
                    raise CommonError
                found.append(self.path(match.start(), match.end()))
            self._paths[name] = found
        return self._paths[name]

    def source(self, node: Node) -> bytes:
        """The bytes of a node."""
        return self.text[node.start_byte : node.end_byte]


def _parse(text: bytes, language: str) -> Node:
    tree = deeply(lambda: _tree(text, language))
    if tree is None:
        raise TooMuchError
    return tree.root_node


def _tree(text: bytes, language: str) -> Tree | None:
    """The tree, None when the parser gave up; the parser itself is freed here, on the large stack."""
    package, function = GRAMMARS[language]
    grammar = getattr(__import__(package), function)()
    parser = Parser(Language(grammar))
    calls = 0
    limit = 1_000 + len(text) * OPERATIONS // BATCH

    def give_up(*_: Any) -> bool:
        nonlocal calls
        calls += 1
        return calls > limit

    try:
        return parser.parse(lambda offset, _: text[offset : offset + 65_536], progress_callback=give_up)
    except TypeError:  # tree-sitter 0.24 has no callback
        return parser.parse(text)
    except ValueError:
        return None
