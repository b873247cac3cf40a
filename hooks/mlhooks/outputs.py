# SPDX-License-Identifier: Apache-2.0
"""Where reports go: one to standard output, any number of them to files."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING, NamedTuple

from mlhooks.errors import UsageError
from mlhooks.fix import FixRefused, put
from mlhooks.report.escape import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FORMATS = ("text", "github", "gitlab", "sarif", "json")
FOR_PEOPLE = ("text", "github")


class Output(NamedTuple):
    """A format and the file that it goes to, "" for standard output."""

    format: str
    file: str


def parse(given: Sequence[str]) -> list[Output]:
    """What `--format` asks for. Raises UsageError."""
    outputs = [_output(text) for text in given]
    to_stdout = [output.format for output in outputs if not output.file]
    if len(to_stdout) > 1:
        first, second = to_stdout[:2]
        raise UsageError(
            f"{first} and {second} would both go to standard output; write --format {second}=FILE for one"
        )
    files = [os.path.abspath(output.file) for output in outputs if output.file]
    for output in outputs:
        if output.file and files.count(os.path.abspath(output.file)) > 1:
            raise UsageError(f"two reports would go to {output.file}; give each a file of its own")
        if output.file:
            _check(output.file)
    return outputs


def _output(text: str) -> Output:
    name, equals, file = text.partition("=")
    if name not in FORMATS:
        raise UsageError(f'there is no format "{name}"; known are {", ".join(FORMATS)}')
    if equals and not file:
        raise UsageError(f'"{text}" names no file; write --format {name}=FILE')
    return Output(name, "" if file == "-" else file)


def _check(file: str) -> None:
    """Complain about a file that cannot be written before the work rather than after it.

    A relative path through a link is refused: the repository may hold links that lead anywhere.
    """
    folder = os.path.dirname(file)
    if not os.path.isdir(folder or "."):
        raise UsageError(f"{file} cannot be written: there is no folder {folder}. Nothing was checked.")
    if os.path.isdir(file) and not os.path.islink(file):
        raise UsageError(f"{file} cannot be written: it is a folder. Nothing was checked.")
    parts = [] if os.path.isabs(file) else folder.replace(os.sep, "/").split("/")
    for count in range(1, len(parts) + 1):
        link = "/".join(parts[:count])
        if os.path.islink(link):
            raise UsageError(f"{link} is a link; name the folder that it leads to. Nothing was checked.")


def machine(outputs: Sequence[Output]) -> bool:
    """Whether standard output is for a program, so that nothing else may stand there."""
    return any(not output.file and output.format not in FOR_PEOPLE for output in outputs)


def silent(outputs: Sequence[Output]) -> bool:
    """Whether no report that people read tells what could not be looked at."""
    return not any(output.format in FOR_PEOPLE for output in outputs)


def emit(
    outputs: Sequence[Output], rendered: Callable[[Output], str], say: Callable[[str], None]
) -> list[str]:
    """Write every report; a sentence for each that could not be written.

    Files come first: whoever reads standard output may stop doing so.
    """
    failed = []
    for output in sorted(outputs, key=lambda output: not output.file):
        text = rendered(output)
        if not output.file:
            say(text)
            continue
        try:
            _write(output.file, text.encode("utf-8", "backslashreplace"))
        except FixRefused as refused:
            failed.append(f"mlhooks: {escape(output.file)}: {escape(str(refused))}")
    return failed


def _write(file: str, content: bytes) -> None:
    """Write a report whole or not at all; a pipe or a device is written to. Raises FixRefused."""
    try:
        special = not stat.S_ISREG(os.stat(file).st_mode)
    except OSError:
        special = False
    if not special or (os.path.islink(file) and not os.path.isabs(file)):
        return put(file, content)
    try:
        with open(file, "wb") as stream:
            stream.write(content)
    except OSError as error:
        raise FixRefused(f"it cannot be written: {error.strerror or error}") from error
    return None


def warn(lines: Sequence[str]) -> None:
    """Say on standard error what no report says."""
    for line in lines:
        print(line.encode("utf-8", "backslashreplace").decode("utf-8"), file=sys.stderr)
