# SPDX-License-Identifier: Apache-2.0
"""Other tools as child processes: found in our environment or on the PATH, bounded, and kept offline.

A tool gets no say from the scanned folder: Python ones run isolated (`-I`: neither the current folder nor
PYTHONPATH is searched), the environment that configures them is left out, and what they print is a file of
bounded size that is read only after they ended.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OUTPUT = 256 << 20  # bytes that a tool may print
ARGUMENTS = 24 * 1024  # bytes of file names in one command line; Windows takes 32 KiB in all
FOREIGN = ("PYTHON", "SEMGREP", "BANDIT", "GIT_", "DETECT_SECRETS")  # beginnings of variables left out
NOWHERE = "http://127.0.0.1:9"  # the discard port: what tries to go out fails at once
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
OFFLINE = {
    **dict.fromkeys(PROXIES, NOWHERE),
    "no_proxy": "",
    "NO_PROXY": "",
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "core.fsmonitor",
    "GIT_CONFIG_VALUE_0": "false",
    "GIT_OPTIONAL_LOCKS": "0",
}


class ToolFailed(Exception):
    """A tool could not do its work. The text completes "bandit ..." and quotes nothing that it printed."""


class ToolMissing(ToolFailed):
    """A tool is not installed here."""


class Done(NamedTuple):
    """How a process ended, and what it wrote to its standard output."""

    status: int
    output: bytes


def report_of(done: Done, *, any_status: bool = False) -> dict[str, Any]:
    """The JSON object that a process printed, with `any_status` however it ended. Raises ToolFailed."""
    try:
        report = json.loads(done.output)
    except (ValueError, RecursionError):
        report = None
    if (done.status and not any_status) or not isinstance(report, dict):
        raise ToolFailed(f"printed no report (exit status {done.status}); run it by hand to see why")
    return report


def program(name: str) -> str | None:
    """The executable of this name beside our interpreter, else the first in an absolute folder of PATH."""
    folders = [os.path.dirname(sys.executable), *_path()]
    return shutil.which(name, path=os.pathsep.join(folders))


def python_with(module: str, name: str) -> str | None:
    """An interpreter that has a module: ours, or that beside the program `name` on the PATH."""
    if find_spec(module) is not None:
        return sys.executable
    found = shutil.which(name, path=os.pathsep.join(_path()))
    if found is None:
        return None
    folder = os.path.dirname(os.path.realpath(found))
    beside = (os.path.join(folder, python) for python in ("python", "python3", "python.exe"))
    return next((file for file in beside if os.access(file, os.X_OK)), None)


def _path() -> list[str]:
    """PATH without relative folders, which would lie in the scanned tree."""
    return [folder for folder in os.get_exec_path() if os.path.isabs(folder)]


def run(
    command: Sequence[str],
    *,
    seconds: float,
    cwd: str | None = None,
    given: bytes = b"",
    more: Mapping[str, str] | None = None,
) -> Done:
    """Run a command to its end; without `cwd` in an empty folder. Raises ToolFailed after `seconds`, for
    endless output, and when it cannot be started."""
    own = {name: text for name, text in os.environ.items() if not name.upper().startswith(FOREIGN)}
    with TemporaryDirectory(prefix="mlhooks-") as empty, TemporaryFile() as read, TemporaryFile() as written:
        read.write(given)
        read.seek(0)
        environment = {
            **own,
            **OFFLINE,
            **{name: text.format(empty=empty) for name, text in (more or {}).items()},
        }
        try:
            process = subprocess.Popen(
                list(command),
                cwd=cwd or empty,
                env=environment,
                stdin=read,
                stdout=written,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            raise ToolFailed(f"could not be started: {error.strerror}") from None
        try:
            status = _wait(process, written, seconds)
        finally:
            _end(process)
        written.seek(0)
        return Done(status, written.read(OUTPUT))


def _wait(process: subprocess.Popen[bytes], written: IO[bytes], seconds: float) -> int:
    until = time.monotonic() + seconds
    pause = 0.01
    while True:
        try:
            return process.wait(pause)
        except subprocess.TimeoutExpired:
            pause = min(0.2, pause * 2)
        if os.fstat(written.fileno()).st_size > OUTPUT:
            raise ToolFailed(f"printed more than {OUTPUT >> 20} MiB and was stopped")
        if time.monotonic() > until:
            raise ToolFailed(f"gave no answer in {seconds:.0f} s and was stopped")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End whatever is left of the process and of those that it started."""
    if hasattr(os, "killpg"):
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass
    elif process.poll() is None:
        process.kill()
    process.wait()


def batches(names: Sequence[str]) -> list[list[str]]:
    """File names in lists that fit into a command line."""
    parts: list[list[str]] = []
    size = ARGUMENTS
    for name in names:
        length = len(os.fsencode(name)) + 1
        if size + length > ARGUMENTS or len(parts[-1]) >= 400:
            parts.append([])
            size = 0
        parts[-1].append(name)
        size += length
    return parts
