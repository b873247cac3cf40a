# SPDX-License-Identifier: Apache-2.0
"""A long list of files over several processes, with the result of one.

Processes are forked by hand: a spawned interpreter would look for modules in the current folder, which is
the scanned repository. Where there is no fork the list is done by this process.
"""

from __future__ import annotations

import os
import pickle
from typing import TYPE_CHECKING

from mlhooks.config import ConfigError
from mlhooks.core.check import NotConfigured, Unusable
from mlhooks.engine import Run
from mlhooks.result import Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhooks.result import Settings


def run(files: Sequence[str], settings: Settings) -> Result:
    """Look at every file. Raises ConfigError as the serial run does."""
    state = Run(settings)
    if not hasattr(os, "fork"):
        return _look(state, files)
    readers = [_start(state, files[part :: settings.jobs]) for part in range(settings.jobs)]
    parts = [_finish(pid, reader) for pid, reader in readers]
    total = Result()
    for part in parts:
        if isinstance(part, tuple):
            raise ConfigError(*part)
        total.merge(part)
    return total


def _look(state: Run, files: Sequence[str]) -> Result:
    for file in files:
        state.look(file)
    state.save()
    return state.result


def _start(state: Run, files: Sequence[str]) -> tuple[int, int]:
    """Fork a child that looks at these files; its process id and the pipe that its result comes through."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writer)
        return pid, reader
    status = 1
    try:
        os.close(reader)
        try:
            result: object = _look(state, files)
        except ConfigError as error:
            result = (error.path, error.line, error.message)
        except Unusable as error:
            result = (error.path, error.line, error.message)
        except NotConfigured as error:
            result = ("license-header", 0, str(error))
        with open(writer, "wb") as stream:
            pickle.dump(result, stream)
        status = 0
    finally:
        os._exit(status)


def _finish(pid: int, reader: int) -> Result | tuple[str, int, str]:
    """The child's result. What is unpickled was written by our own child. Raises RuntimeError if it died."""
    with open(reader, "rb") as stream:
        content = stream.read()
    _, status = os.waitpid(pid, 0)
    if status or not content:
        raise RuntimeError(f"a worker process ended early (status {status})")
    result: Result | tuple[str, int, str] = pickle.loads(content)
    return result
