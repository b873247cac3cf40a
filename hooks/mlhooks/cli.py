# SPDX-License-Identifier: Apache-2.0
"""Arguments in, exit code out: 0 clean, 1 findings, 2 could not do it, 130 interrupted."""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: "Sequence[str] | None" = None) -> int:
    """Run `mlhooks hook ID ...` without the weight of an argument parser, and everything else with it."""
    if sys.stdout is None:  # closed by whoever started us
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - it stays open to the end
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _dispatch(arguments)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _forget_output()
        return 1
    except Exception as error:
        from mlhooks.finish import complain

        try:
            code = complain(error)
            sys.stdout.flush()
            return code
        except OSError:
            _forget_output()
            return 2


def _forget_output() -> None:
    """The reader has gone, or the disk is full; the interpreter would complain when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _dispatch(arguments: "list[str]") -> int:
    if arguments[:1] == ["hook"]:
        from mlhooks import hook

        return hook.main(arguments[1:])
    from mlhooks import commands

    return commands.main(arguments)
