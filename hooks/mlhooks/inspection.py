# SPDX-License-Identifier: Apache-2.0
"""`mlhooks inspect FILE ...`: what a file that some check claims holds, as that check reads it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mlhooks.core.check import NotInspected
from mlhooks.core.limits import LIMITS
from mlhooks.core.source import LeftOut, open_source
from mlhooks.errors import place_of
from mlhooks.registry import CHECKS
from mlhooks.report.escape import escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhooks.core.source import Source

WIDTH = 12  # columns of a row's label


def inspect(paths: Sequence[str]) -> tuple[str, int]:
    """What each file holds, and the exit code: 2 where one could not be described to its end, else 0."""
    lines, code = list[str](), 0
    for path in paths:
        lines.append(escape(path))
        try:
            for label, text in _rows(path):
                lines.append(_line(label, text))
        except (NotInspected, OSError) as error:
            lines.append(_line("not read", _sentence(error)))
            code = 2
        except Exception as error:
            lines.append(_line("not read", place_of(error)))
            code = 2
    return "".join(f"{line}\n" for line in lines), code


def known() -> str:
    """The endings of the files that some check can describe."""
    return " ".join(suffix for check in CHECKS if check.inspector for suffix in check.suffixes)


def _rows(path: str) -> Iterator[tuple[str, str]]:
    """The rows of one file. Raises NotInspected and OSError, maybe after some rows."""
    try:
        source = open_source(path, path.replace(os.sep, "/"), LIMITS["file-size"], lambda *_: True)
    except LeftOut as left:
        raise NotInspected(f"{left.reason}: there is nothing to read in it") from left
    try:
        found = [check for check in CHECKS if check.inspector and check.claims(source.path, source.head)]
        if not found:
            raise NotInspected(f"not a kind of file that is known here; known are {known()}")
        for check in found:
            yield from _told(check.inspector, source)
    finally:
        source.close()


def _told(module: str, source: Source) -> Iterator[tuple[str, str]]:
    rows: Iterator[tuple[str, str]] = __import__(module, fromlist=["inspect"]).inspect(source)
    return rows


def _sentence(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file"
    return str(getattr(error, "strerror", "") or error)


def _line(label: str, text: str) -> str:
    return f"    {escape(label):<{WIDTH}}{escape(text)}"
