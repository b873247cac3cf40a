# SPDX-License-Identifier: Apache-2.0
"""Every bound of this tool, in one table. Checks take theirs from here; `[tool.mlhooks.limits]` overrides.

Sizes are bytes. A text file above `file-size` is left out and counted; what lies above another bound is
judged more coarsely, never silently dropped.
"""

BOUNDS = {
    "file-size": "a text that is read",
    "parse-size": "a program that is judged by its syntax tree; a larger one by tokens, or as unresolved",
    "neighbour-size": "a manifest, lock file or license that a check asks for",
    "search": "files of the project that are read to answer one question about it, all together",
    "regions": "script and code blocks that are read in a file",
    "cells": "cells that are read in a notebook",
    "nesting": "levels of JSON, and of requirement files that include each other",
    "triggers": "places in a file that one check looks at; a file with more is named, and the run ends in 2",
    "archive-nesting": "archives and packed files inside each other, in a model file",
    "archive-members": "members of all archives in a model file",
    "archive-unpacked": "bytes that all parts of a model file unpack to",
    "archive-ratio": "how many times its packed size a part of a model file may unpack to",
    "pickle-opcodes": "opcodes of all pickles in a model file",
    "pickle-memo": "values that the pickles of a model file remember",
    "findings": "findings of a rule that are shown for a file; all are counted",
}
LIMITS = {
    "file-size": 32 * 1024 * 1024,
    "parse-size": 2 * 1024 * 1024,
    "neighbour-size": 4 * 1024 * 1024,
    "search": 64 * 1024 * 1024,
    "regions": 10_000,
    "cells": 10_000,
    "nesting": 200,
    "triggers": 200_000,
    "archive-nesting": 8,
    "archive-members": 50_000,
    "archive-unpacked": 1 << 30,
    "archive-ratio": 1_000,
    "pickle-opcodes": 5_000_000,
    "pickle-memo": 1_000_000,
    "findings": 1_000,
}
