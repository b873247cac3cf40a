# SPDX-License-Identifier: Apache-2.0
"""The only module that starts git; no hook, monitor, pager, fetch or shell of the repository runs."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SAFE = (
    "--no-pager",
    "--literal-pathspecs",
    "-c", "core.fsmonitor=false",
    "-c", f"core.hooksPath={os.devnull}",
    "-c", "core.pager=",
    "-c", "protocol.allow=never",
    "-c", "submodule.recurse=false",
    "-c", "diff.external=",
)  # fmt: skip
# A hook runs with these set to the commit's own repository and a temporary index.
FOREIGN = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE", "GIT_COMMON_DIR"),
    *("GIT_DIFF_OPTS", "GIT_EXTERNAL_DIFF"),
)
ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


class GitError(Exception):
    """git answered with an error; the text is the line that says so, or its first."""


class GitMissing(GitError):
    """There is no git."""

    def __init__(self) -> None:
        super().__init__("git is not installed, and this is a git repository")


def git(
    folder: str,
    *arguments: str,
    seconds: float | None = None,
    more: Mapping[str, str] | None = None,
) -> bytes:
    """What git prints, run in `folder`. Raises GitError (also after `seconds`), and OSError when the folder
    cannot be entered. `more`: variables added to its environment."""
    try:
        done = subprocess.run(
            ["git", *SAFE, *arguments],
            cwd=folder,
            env=_environment(more),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        raise GitError(f"no answer in {seconds:.0f} s") from None
    except OSError as error:
        if error.filename == "git":
            raise GitMissing from None
        raise
    _check(done.returncode, done.stderr)
    return done.stdout


def _environment(more: Mapping[str, str] | None) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return {**own, **ENVIRONMENT, **(more or {})}


def _check(status: int, said: bytes) -> None:
    if status:
        lines = said.decode("utf-8", "replace").splitlines() or [f"exit status {status}"]
        errors = [line for line in lines if line.startswith(("fatal:", "error:"))]
        raise GitError([*errors, *lines][0])


@contextmanager
def output(folder: str, *arguments: str, more: Mapping[str, str] | None = None) -> Iterator[IO[bytes]]:
    """What git prints as a stream, for what may be long. Raises as `git` does, a failure at the end."""
    with TemporaryFile() as said:
        with subprocess.Popen(
            ["git", *SAFE, *arguments],
            cwd=folder,
            env=_environment(more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
        ) as process:
            assert process.stdout is not None
            yield process.stdout
        said.seek(0)
        _check(process.returncode, said.read(1 << 16))


def without_filters(folder: str) -> dict[str, str]:
    """Variables under which no filter that a configuration names runs on a file of the working tree."""
    try:
        names = git(folder, "config", "--null", "--name-only", "--get-regexp", r"^filter\..*\.")
    except GitError:
        return {}  # there is none
    drivers = {os.fsdecode(name).rpartition(".")[0] for name in names.split(b"\0") if name}
    wanted = [
        (f"{driver}.{key}", value)
        for driver in sorted(drivers)
        for key, value in (("clean", ""), ("smudge", ""), ("process", ""), ("required", "false"))
    ]
    before = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
    variables = {"GIT_CONFIG_COUNT": str(before + len(wanted))}
    for number, (key, value) in enumerate(wanted, before):
        variables[f"GIT_CONFIG_KEY_{number}"] = key
        variables[f"GIT_CONFIG_VALUE_{number}"] = value
    return variables


class Blobs:
    """The contents of git's objects, one after the other, from one process that this one starts on demand.

    Use: `begin`, any number of `read`, `end`. A forked process gets a git of its own.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._left = 0

    def begin(self, name: str) -> int:
        """Ask for an object by its hexadecimal name; its size. Raises GitError when it is not there."""
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(name.encode() + b"\n")
            process.stdin.flush()
        except BrokenPipeError:
            pass  # it has ended; there is no answer either
        answer = process.stdout.readline().split()
        if len(answer) != 3 or not answer[2].isdigit():
            self._left = 0
            if not answer:
                self.close()
            raise GitError("this object is not here, and nothing is fetched")
        self._left = int(answer[2]) + 1
        return self._left - 1

    def read(self, size: int) -> bytes:
        """Up to `size` bytes more of the object; b"" at its end."""
        wanted = min(size, self._left - 1)
        if wanted <= 0 or self._process is None or self._process.stdout is None:
            return b""
        data = self._process.stdout.read(wanted)
        self._left -= len(data)
        if len(data) < wanted:
            raise GitError("git ended early")
        return data

    def end(self) -> None:
        """Pass over what was not read."""
        while self._left and self._process is not None and self._process.stdout is not None:
            data = self._process.stdout.read(min(self._left, 1 << 20))
            self._left = self._left - len(data) if data else 0

    def close(self) -> None:
        """End the process, if this one started it."""
        if self._process is not None and self._owner == os.getpid():
            self._process.communicate()
        self._process = None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._owner != os.getpid():
            self._owner = os.getpid()
            self._process = subprocess.Popen(
                ["git", *SAFE, "cat-file", "--batch"],
                cwd=self._folder,
                env=_environment(None),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process


def listed_files(folder: str, *, untracked: bool) -> list[str]:
    """Files below `folder` that git tracks (and those that it does not ignore), relative to it, sorted.

    Names are decoded as the file system's. Submodules and nested repositories appear as one folder each.
    """
    arguments = ["ls-files", "-z", "--cached"]
    if untracked:
        arguments += ["--others", "--exclude-standard"]
    names = git(folder, *arguments).split(b"\0")
    return sorted({os.fsdecode(name).rstrip("/") for name in names if name})


def changed_since_staged(folder: str, path: str) -> bool:
    """Whether a tracked file (relative to `folder`) differs from what git's index holds."""
    return bool(git(folder, "ls-files", "-z", "--modified", "--", path, seconds=10))
