# SPDX-License-Identifier: Apache-2.0
"""Which versions of a distribution a project's own files admit.

The nearest folder that says so wins, from the file's own up to the root. In one folder, a project that is
handed on (`[build-system]`, `setup.py`, a `setup.cfg` with metadata) is judged by what it declares, and
only where that is silent by its requirements files, conda environments, lock files and development groups;
an application by its lock files, then by what it declares, requirements files and conda environments; a
lock file that would decide and cannot be read makes the version unknown.
Several of a kind are alternatives, so the lowest counts; requirements of one list hold together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from packaging.utils import canonicalize_name

from mlhooks.core.project.conda import environments, is_environment
from mlhooks.core.project.locks import Unreadable, locked
from mlhooks.core.project.manifests import Declared, pipfile, pyproject
from mlhooks.core.project.requirement_files import RequirementFiles, is_requirements
from mlhooks.core.project.setup_files import setup_cfg, setup_py
from mlhooks.core.project.stated import Stated, lowest

if TYPE_CHECKING:
    from packaging.version import Version

    from mlhooks.core.project.project import Tree


class Floor(NamedTuple):
    """The lowest admitted version and what decided it.

    `version` is None when no file says one. `path` and `line` (1-based) name the place that decided, and
    `text` the requirement as written there (`torch>=2.4.0`; for a lock file `torch==2.4.0`). `exact` tells
    a pin or lock from a range. `below`: no admitted version reaches this one, None without such a bound.

    Without a version: `manifest` names the file in which a requirement should be written; where it names
    the distribution already, without a version, `path`, `line` and `text` say so. `torch<2.6` gives no
    version but `below` and its place: a lower bound is missing, and yet all that is admitted is old.
    `broken` is why the lock file at `path`, which would have decided, cannot be read.
    """

    version: Version | None
    path: str = ""
    line: int = 0
    text: str = ""
    exact: bool = False
    manifest: str = ""
    below: Version | None = None
    broken: str = ""


class _Folder(NamedTuple):
    """What one folder says: what decides, else everything that was stated, and where one would write."""

    decided: Stated | None
    stated: list[Stated]
    manifest: str
    broken: Unreadable | None = None


def find_floor(tree: Tree, name: str, folder: str) -> Floor:
    """The floor of a distribution for the files of `folder` (relative to the root, "" is the root itself).

    `name` in any spelling (PEP 503). Never raises: a file that is broken, too large or a link says nothing.
    """
    here = _folder(tree, canonicalize_name(name), folder)
    if here.decided is not None:
        one = here.decided
        return Floor(one.lower, one.path, one.line, one.text, one.exact, below=one.below)
    if here.broken is not None:
        return Floor(None, here.broken.path, 1, manifest=here.manifest, broken=here.broken.why)
    outer = Floor(None)
    for above in _above(folder):  # the root first, so that each finds those above it in the tree's memory
        outer = tree.floor(name, above)
    caps = [(one.below, one) for one in here.stated if one.below is not None]
    below, capped = min(caps, key=lambda cap: cap[0], default=(None, None))
    if capped is not None and below is not None and (outer.version is None or outer.version >= below):
        return Floor(None, capped.path, capped.line, capped.text, False, capped.path, below)
    if outer.version is not None or outer.below is not None:
        return outer
    if here.stated:
        bare = here.stated[0]
        return Floor(None, bare.path, bare.line, bare.text, False, bare.path)
    return outer if outer.path or not here.manifest else Floor(None, manifest=here.manifest)


def _above(folder: str) -> list[str]:
    """The folders above a folder, the root first; none above the root."""
    parts = folder.split("/") if folder else []
    return ["/".join(parts[:count]) for count in range(len(parts))]


def _folder(tree: Tree, name: str, folder: str) -> _Folder:
    names = tree.names(folder)
    files = RequirementFiles(tree, name)
    # Only what is there is read: folders may be many and deep.
    project = pyproject(tree, folder, name, files) if "pyproject.toml" in names else Declared()
    pip = pipfile(tree, folder, name) if "Pipfile" in names else Declared()
    code = setup_py(tree, folder, name) if "setup.py" in names else None
    config = setup_cfg(tree, folder, name) if "setup.cfg" in names else None
    setup = [*(code or ()), *(config or ())]
    declared = project.published
    if declared is None or project.dynamic:
        declared = lowest([declared, *setup])
    requirements, listed = files.in_folder(folder, names)
    conda, named = environments(tree, folder, names, name)
    if project.distributed or code is not None or config is not None:
        order = [declared, requirements, conda]
        decided, broken = _first(order), None
        if decided is None:
            decided, broken = locked(tree, folder, names, name)
        decided = decided or (None if broken else _first([project.groups]))
    else:
        groups = lowest([declared, project.groups, pip.published, pip.groups])
        decided, broken = locked(tree, folder, names, name)
        decided = decided or (None if broken else _first([groups, requirements, conda]))
    stated = [*project.stated, *setup, *pip.stated, *listed, *named]
    return _Folder(decided, stated, _manifest(folder, names, project, config), broken)


def _first(order: list[Stated | None]) -> Stated | None:
    return next((stated for stated in order if stated is not None), None)


def _manifest(folder: str, names: list[str], project: Declared, config: list[Stated] | None) -> str:
    """The file of a folder in which a requirement is best written; "" when it has none."""
    candidates = [
        "pyproject.toml" if project.writable else "",
        *(name for name in names if is_requirements(name) and not name.startswith("constraints")),
        "setup.cfg" if config is not None else "",
        *(name for name in ("setup.py", "Pipfile") if name in names),
        *(name for name in names if is_environment(name)),
    ]
    best = next((name for name in candidates if name), "")
    return f"{folder}/{best}" if folder and best else best
