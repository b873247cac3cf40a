# SPDX-License-Identifier: Apache-2.0
"""What ends a run with exit code 2 because of how it was called."""


class UsageError(Exception):
    """The arguments make no sense; the text says which and what to write."""
