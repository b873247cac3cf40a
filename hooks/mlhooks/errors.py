# SPDX-License-Identifier: Apache-2.0
"""What ends a run with exit code 2: how it was called, or a bug of ours."""


class UsageError(Exception):
    """The arguments make no sense; the text says which and what to write."""


def place_of(error: BaseException) -> str:
    """Where a bug was: exception type, module and line, never what was being read, which may be a secret."""
    import traceback  # not on the hot path

    last = traceback.extract_tb(error.__traceback__)[-1]
    module = last.filename.replace("\\", "/").rpartition("/mlhooks/")[2]
    return f"{type(error).__name__} in {module}:{last.lineno}; this is a bug of mlhooks"


def reason_of(error: Exception) -> str:
    """Why a file could not be read, without its name."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return "no valid path" if isinstance(error, ValueError) else type(error).__name__
