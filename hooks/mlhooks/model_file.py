# SPDX-License-Identifier: Apache-2.0
"""For other programs: what a model file would do when it is loaded, without loading it.

>>> from mlhooks.model_file import judge
>>> judge("model.pt").verdict
'clean'
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, BinaryIO

from mlhooks.checks.model_file.examine import examine
from mlhooks.checks.model_file.reader import File
from mlhooks.checks.model_file.report import Report

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["Report", "judge"]


def judge(
    file: str | os.PathLike[str] | BinaryIO, *, name: str = "", allow_globals: Collection[str] = ()
) -> Report:
    """Read a file by ranges and say what loading it would do; `Report.verdict` sums it up.

    `file`: a path, or an object opened for reading bytes that can seek. `name`: what it is called, since the
    suffix says what it claims to be; by default the path, or the object's own name. `allow_globals`: full
    names that are accepted besides torch's own list. Nothing is executed, imported or unpickled. Raises
    OSError when it cannot be read; what is wrong with its content stands in the report.
    """
    if isinstance(file, (str, os.PathLike)):
        with open(file, "rb") as stream:
            return judge(stream, name=name or os.fspath(file), allow_globals=allow_globals)

    def read_at(offset: int, size: int) -> bytes:
        file.seek(offset)
        return file.read(size)

    size = file.seek(0, os.SEEK_END)
    called = name or str(getattr(file, "name", ""))
    return examine(File(read_at, size), called, allow=allow_globals)
