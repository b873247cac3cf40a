# SPDX-License-Identifier: Apache-2.0
"""What a repository holds, as far as it decides how mlhooks is set up. Reads little and changes nothing."""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlhooks.checks.license_header.stated import stated
from mlhooks.core.git import GitError, git, listed_files
from mlhooks.core.kinds import SUFFIXES
from mlhooks.core.project import Project, Tree
from mlhooks.core.source import from_bytes, read_regular

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhooks.core.project.requirements import Floor

MODELS = (".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".onnx", ".safetensors", ".joblib", ".keras")
SCRIPTS = ("javascript", "jsx", "ts", "tsx", "html", "vue", "svelte")
PROGRAMS = ("python", "shell", "c", "c++", "header", "cuda", "rust", *SCRIPTS[:4])
MANIFESTS = ("pyproject.toml", "setup.py", "setup.cfg", "requirements.txt", "environment.yml", "Pipfile")
SAMPLE = 200  # source files whose beginning is read for a header
HEAD = 2048
USUAL = ("main", "master")
_NAME = re.compile(r"[A-Za-z0-9][\w./-]{0,99}")
FOLDERS = 200  # that are asked for a torch requirement


@dataclass(frozen=True)
class Survey:
    """`counts`: kind of file -> how many. `floors`: what says which torch, one for each deciding line.

    `license`: the SPDX id that the project states and the file that does; "" for none. `headers`: how many of
    `sampled` source files bear one. `hosts`: "github" and "gitlab", as far as the repository shows.
    `branch`: the one that pull requests go into.
    """

    root: str
    counts: Counter[str]
    floors: tuple[Floor, ...]
    license: str
    license_file: str
    headers: int
    sampled: int
    hosts: tuple[str, ...]
    branch: str

    def has(self, path: str) -> bool:
        """Whether something of this name is there, a link too."""
        return os.path.lexists(f"{self.root}/{path}")


def survey(root: str) -> Survey:
    """Look at the repository with this top (absolute, forward slashes)."""
    tree = Tree(root, b"0" * 16)
    paths = _paths(tree)
    counts = Counter(_kind(path) for path in paths)
    project = Project(tree, from_bytes("x", b""), {})
    license, where = stated(project)
    sources = [path for path in paths if _kind(path) in PROGRAMS]
    step = max(1, len(sources) // SAMPLE)
    sample = sources[::step][:SAMPLE]
    return Survey(
        root,
        counts,
        _floors(tree, paths),
        license.license,
        where,
        sum(_has_header(f"{root}/{path}") for path in sample),
        len(sample),
        _hosts(root),
        _branch(root),
    )


def _paths(tree: Tree) -> list[str]:
    try:
        return listed_files(tree.root, untracked=True)
    except (GitError, OSError):
        return tree.tracked()


def _branch(root: str) -> str:
    """The remote's default branch, else the current one if it has a usual name."""
    remote = _symbolic(root, "refs/remotes/origin/HEAD").removeprefix("origin/")
    if _NAME.fullmatch(remote):
        return remote
    own = _symbolic(root, "HEAD")
    return own if own in USUAL else USUAL[0]


def _symbolic(root: str, name: str) -> str:
    try:
        return git(root, "symbolic-ref", "--short", name).decode("utf-8", "replace").strip()
    except (GitError, OSError):
        return ""


def _kind(path: str) -> str:
    name = path.rpartition("/")[2].lower()
    if name.endswith(MODELS):
        return "model"
    return SUFFIXES.get(name.rpartition(".")[2], "") if "." in name else ""


def _floors(tree: Tree, paths: Sequence[str]) -> tuple[Floor, ...]:
    folders = sorted({p.rpartition("/")[0] for p in paths if p.rpartition("/")[2] in MANIFESTS})
    found: dict[tuple[str, int], Floor] = {}
    for folder in ["", *folders][:FOLDERS]:
        floor = tree.floor("torch", folder)
        if floor.text:
            found.setdefault((floor.path, floor.line), floor)
    return tuple(found.values())


def _has_header(file: str) -> bool:
    head = (read_regular(file, HEAD) or b"").lower()
    return b"spdx-license-identifier" in head or b"copyright" in head


def _hosts(root: str) -> tuple[str, ...]:
    config = (read_regular(f"{root}/.git/config", 1 << 16) or b"").lower()
    github = os.path.lexists(f"{root}/.github") or b"github.com" in config
    gitlab = os.path.lexists(f"{root}/.gitlab-ci.yml") or b"gitlab" in config
    return (*(["github"] if github else []), *(["gitlab"] if gitlab else []))
