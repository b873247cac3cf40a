# SPDX-License-Identifier: Apache-2.0
"""A long list of files, over several processes, with the result of one.

Processes are forked by hand: a spawned interpreter would look for modules in the current folder, which is
the scanned repository. Where there is no fork the list is done by this process.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
from typing import TYPE_CHECKING

from mlhooks.config import ConfigError
from mlhooks.core.check import NotConfigured, Unusable
from mlhooks.engine import Run
from mlhooks.errors import UsageError, place_of
from mlhooks.result import Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlhooks.result import Settings

    # What a child tells: its result, where a configuration is wrong, or why it stopped.
    Told = Result | tuple[str, int, str] | str


def run(files: Sequence[str], settings: Settings) -> Result:
    """Look at every file. Raises ConfigError as the serial run does, and UsageError when a process dies."""
    state = Run(settings)
    state.by_hand = True
    gc.disable()
    gc.freeze()  # what is here now stays, and a collection need not look at it
    try:
        if settings.jobs == 1 or not hasattr(os, "fork"):
            return _look(state, files)
        return _share(state, files, settings.jobs)
    finally:
        gc.unfreeze()
        gc.enable()


def _look(state: Run, files: Sequence[str]) -> Result:
    for file in files:
        state.look(file)
    state.save()
    return state.result


def _share(state: Run, files: Sequence[str], jobs: int) -> Result:
    children: dict[int, int] = {}  # process id -> the pipe that its result comes through
    total = Result()
    try:
        _start_all(state, files, jobs, children)
        for pid, reader in list(children.items()):
            told = _finish(pid, reader)
            del children[pid]
            total.merge(_result(told))
    finally:
        _stop(children)
    return total


def _start_all(state: Run, files: Sequence[str], jobs: int, children: dict[int, int]) -> None:
    """Start every child; Ctrl-C waits meanwhile, so that none is started that nobody knows of."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        for part in range(jobs):
            pid, reader = _start(state, files[part::jobs], before)
            children[pid] = reader
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start(state: Run, files: Sequence[str], signals: Iterable[int]) -> tuple[int, int]:
    """Fork a child that looks at these files with these signals blocked; its process id and the pipe that
    its result comes through."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writer)
        return pid, reader
    status = 1
    try:
        os.close(reader)
        signal.pthread_sigmask(signal.SIG_SETMASK, signals)
        told = _told(state, files)
        with open(writer, "wb") as stream:
            pickle.dump(told, stream)
        status = 0
    finally:
        os._exit(status)


def _told(state: Run, files: Sequence[str]) -> Told:
    try:
        return _look(state, files)
    except ConfigError as error:
        return error.path, error.line, error.message
    except Unusable as error:
        return error.path, error.line, error.message
    except NotConfigured as error:
        return "license-header", 0, str(error)
    except Exception as error:
        return place_of(error)


def _finish(pid: int, reader: int) -> Told:
    """What a child told. What is unpickled was written by our own child."""
    with open(reader, "rb") as stream:
        content = stream.read()
    _, status = os.waitpid(pid, 0)
    if status or not content:
        number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        how = f"was ended by signal {number}" if number else "ended early"
        return f"a process of this run {how}, so not everything was judged; --jobs 1 needs less memory"
    told: Told = pickle.loads(content)
    return told


def _result(told: Told) -> Result:
    if isinstance(told, tuple):
        raise ConfigError(*told)
    if isinstance(told, str):
        raise UsageError(told)
    return told


def _stop(children: Iterable[int]) -> None:
    """End the children that are left when something went wrong, or the user has had enough."""
    for pid in children:
        try:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass  # it has ended by itself
