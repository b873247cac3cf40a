# SPDX-License-Identifier: Apache-2.0
"""The fixers of license headers that people use today, each run for real in an environment of its own.

`insert-license`: the hook of Lucas-C/pre-commit-hooks is in no package registry; `insert-license-header` is
its author's and another's package of the same program. It takes one comment style a call, so it is called
once for each, as a team's configuration lists it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PACKAGES = {"reuse": "reuse", "licenseheaders": "licenseheaders", "insert-license": "insert-license-header"}
SECONDS = 20
STYLES = {
    "#": "py pyi pyx pxd sh bash zsh rb pl r yaml yml toml cmake mk jl tf nim ps1 cfg ini",
    "//": "c h cc cpp hpp cu cuh js mjs cjs jsx ts tsx java kt kts swift go rs scala dart proto m mm php",
    "/*| *|*/": "css scss",
    "<!--||-->": "html vue svelte md xml",
}


class Peers:
    """The environments below `folder`, made where they are missing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, package in PACKAGES.items():
            if not self.program(name).exists():
                subprocess.run([sys.executable, "-m", "venv", folder / name], check=True)
                subprocess.run([folder / name / "bin/pip", "install", "-q", package], check=True)

    def program(self, name: str) -> Path:
        """The console script of a peer."""
        return self.folder / name / "bin" / name

    def fix(self, name: str, tree: Path, files: list[str], license: str, holder: str) -> None:
        """Let a peer write headers into these files of `tree` (a copy)."""
        getattr(self, "_" + name.replace("-", "_"))(tree, files, license, holder)

    def _run(self, tree: Path, command: list[str | Path]) -> None:
        """Run a peer on one package; what it has done after `SECONDS` counts."""
        environment = {**os.environ, "PYTHONUTF8": "1"}
        try:
            subprocess.run(
                command, cwd=tree, capture_output=True, check=False, env=environment, timeout=SECONDS
            )
        except subprocess.TimeoutExpired:
            print(f"    {Path(command[0]).name} was stopped after {SECONDS} s in {tree.name}", flush=True)

    def _reuse(self, tree: Path, files: list[str], license: str, holder: str) -> None:
        known = ["--copyright", holder, "--license", license, "--exclude-year", "--skip-unrecognised"]
        self._run(tree, [self.program("reuse"), "annotate", *known, *files])

    def _licenseheaders(self, tree: Path, files: list[str], license: str, holder: str) -> None:
        template = tree.parent / "template.tmpl"
        template.write_text(f"SPDX-FileCopyrightText: {holder}\nSPDX-License-Identifier: {license}\n")
        self._run(tree, [self.program("licenseheaders"), "-t", template, "-f", *files])

    def _insert_license(self, tree: Path, files: list[str], license: str, holder: str) -> None:
        header = tree.parent / "header.txt"
        header.write_text(f"SPDX-FileCopyrightText: {holder}\nSPDX-License-Identifier: {license}\n")
        for style, suffixes in STYLES.items():
            chosen = [file for file in files if file.rpartition(".")[2].lower() in suffixes.split()]
            if style == "#":
                chosen += [
                    file for file in files if Path(file).name in ("Dockerfile", "Makefile", "CMakeLists.txt")
                ]
            base = ["--license-filepath", str(header), "--comment-style", style]
            if chosen:
                self._run(tree, [self.program("insert-license"), *base, *chosen])
