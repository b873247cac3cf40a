# SPDX-License-Identifier: Apache-2.0
"""Parsers written in C recurse on the C stack, and hostile nesting ends the process: a larger one."""

from __future__ import annotations

import gc
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STACK = 512 * 1024 * 1024  # bytes of address space; only what is used becomes memory
T = TypeVar("T")


def deeply(function: Callable[[], T]) -> T:
    """What `function` returns or raises, run on a large stack; on the usual one without a thread."""
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(function())
        except BaseException as error:
            errors.append(error.with_traceback(None))  # its frames would keep the parser alive

    before = threading.stack_size()
    try:
        threading.stack_size(STACK)
        thread = threading.Thread(target=run)
        thread.start()
    except (RuntimeError, ValueError):
        return function()
    finally:
        threading.stack_size(before)
    thread.join()
    if errors:
        raise errors[0]
    return results[0]


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for circular garbage meanwhile: it walks a growing tree again and again."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
