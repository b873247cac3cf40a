# SPDX-License-Identifier: Apache-2.0
"""One line on a terminal that tells how far a long run is; nothing of it stays.

Workers are processes, so each file that is done is a byte in a pipe, and a timer of this process reads it.
Where there is no such timer (Windows) or no terminal there is no line.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlhooks.result import Settings

AFTER = 1.0  # seconds before a run counts as long
EVERY = 0.2  # seconds
BATCH = 16  # files for one byte
ERASE = "\r\x1b[K"  # ECMA-48, 8.3.41: erase to the end of the line


class Progress:
    """Counts files across processes and draws the line."""

    def __init__(self, total: int, terminal: int) -> None:
        """`total` files; `terminal` is the descriptor that the line goes to."""
        self._total = total
        self._terminal = terminal
        self._done = self._pending = 0
        self._drawn = False
        self._reader, self._writer = os.pipe()
        os.set_blocking(self._reader, False)
        os.set_blocking(self._writer, False)

    def tick(self) -> None:
        """One more file was looked at, in whatever process."""
        self._pending += 1
        if self._pending == BATCH:
            self._pending = 0
            try:
                os.write(self._writer, b".")
            except OSError:
                pass  # the pipe is full: the line lags, the work does not

    def draw(self, *_: object) -> None:
        """Write the line anew; called by the timer."""
        try:
            self._done += BATCH * len(os.read(self._reader, 1 << 16))
        except OSError:
            pass
        self._drawn = True
        self._write(f"{ERASE}mlhooks: {min(self._done, self._total):,} of {self._total:,} files")

    def close(self) -> None:
        """Take the line away, if there was one."""
        if self._drawn:
            self._write(ERASE)
        os.close(self._reader)
        os.close(self._writer)

    def _write(self, text: str) -> None:
        try:
            os.write(self._terminal, text.encode())
        except OSError:
            pass


def wanted(environment: Mapping[str, str]) -> bool:
    """Whether somebody watches standard error, and its terminal can take a line back."""
    stream = sys.stderr
    if stream is None or not stream.isatty() or not hasattr(signal, "setitimer"):
        return False
    return not environment.get("CI") and environment.get("TERM", "dumb") != "dumb"


@contextmanager
def watching(total: int, settings: Settings) -> Iterator[None]:
    """Show how far the run inside is, if it takes long and somebody watches."""
    if not wanted(os.environ):
        yield
        return
    progress = Progress(total, sys.stderr.fileno())
    before = signal.signal(signal.SIGALRM, progress.draw)
    signal.setitimer(signal.ITIMER_REAL, AFTER, EVERY)
    settings.tick = progress.tick
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        settings.tick = None
        progress.close()
