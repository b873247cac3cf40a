# SPDX-License-Identifier: Apache-2.0
"""Every bound of this tool, in one table. Checks take theirs from here; `[tool.mlhooks.limits]` overrides.

Sizes are bytes. A text file above `file-size` is left out and counted; what lies above another bound is
judged more coarsely, never silently dropped.
"""

LIMITS = {
    "file-size": 32 * 1024 * 1024,  # a larger text is left out
    "parse-size": 2 * 1024 * 1024,  # a larger program is judged by tokens, not by a syntax tree
    "neighbour-size": 4 * 1024 * 1024,  # of a manifest or lock file that a check asks for
    "frame-width": 160,  # characters of a source line that a report shows
    "regions": 10_000,  # cells, script blocks and code blocks in a file
    "nesting": 200,  # of JSON, archives and included requirement files
    "findings": 1_000,  # of a rule in a file; a check stops there, and the summary line says so
    "cells": 10_000,  # members of one notebook that are read
}
