# SPDX-License-Identifier: Apache-2.0
"""REUSE's ways of licensing a file from outside: `FILE.license` beside it, and `REUSE.toml`.

REUSE specification 3.3, "Comment headers", "REUSE.toml": https://reuse.software/spec-3.3/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhooks.core.toml import load_toml
from mlhooks.core.wildmatch import Wildcard

if TYPE_CHECKING:
    from mlhooks.core.project import Project

_TAG = re.compile(rb"SPDX-License-Identifier:[ \t]*[A-Za-z0-9(]")


def licensed_outside(project: Project) -> bool:
    """Whether a sidecar or a REUSE.toml at or above the file names a license for it."""
    sidecar = project.read(project.path + ".license")
    if sidecar and _TAG.search(sidecar):
        return True
    folder = project.folder
    while True:
        prefix = f"{folder}/" if folder else ""
        globs = project.parsed(prefix + "REUSE.toml", _annotated) or ()
        if any(glob.matches(project.path[len(prefix) :]) for glob in globs):
            return True
        if not folder:
            return False
        folder = folder.rpartition("/")[0]


def _annotated(data: bytes) -> tuple[Wildcard, ...]:
    """The globs of the annotations that name a license."""
    document = load_toml(data) or {}
    annotations = document.get("annotations")
    globs: list[Wildcard] = []
    for annotation in annotations if isinstance(annotations, list) else ():
        if isinstance(annotation, dict) and annotation.get("SPDX-License-Identifier"):
            paths = annotation.get("path")
            for path in paths if isinstance(paths, list) else [paths]:
                if isinstance(path, str) and path:
                    globs.append(Wildcard(path))
    return tuple(globs)
