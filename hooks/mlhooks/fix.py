# SPDX-License-Identifier: Apache-2.0
"""The one writer: checks yield edits; this applies them and puts the result in the file's place, whole."""

from __future__ import annotations

import os
import stat
from difflib import unified_diff
from typing import TYPE_CHECKING

from mlhooks.core.source import SAFELY, read_up_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhooks.core.finding import Edit

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_SYNC_FOLDER = os.name != "nt"


class FixRefused(Exception):
    """The file was left as it is; the text is one sentence that says why, without the path."""


def apply(edits: Sequence[Edit], data: bytes) -> bytes:
    """The bytes after all edits, whose spans are offsets into `data`.

    Insertions at one offset keep their order. Raises FixRefused for a span outside `data` and for edits
    that overlap.
    """
    pieces: list[bytes] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        start, end = edit.span
        if not at <= start <= end <= len(data):
            raise FixRefused("two fixes touch the same place, or one lies outside the file")
        pieces += (data[at:start], edit.new)
        at = end
    pieces.append(data[at:])
    new = b"".join(pieces)
    removed = sum(edit.span.end - edit.span.start for edit in edits)
    if len(new) != len(data) - removed + sum(len(edit.new) for edit in edits):
        raise FixRefused("the fixed text is not what its pieces make")
    return new


def write(file: str, old: bytes, new: bytes) -> None:
    """Replace the content `old` of a regular file by `new`, atomically; its mode bits stay.

    A reader, and whoever comes after a crash, finds either the one or the other. Raises FixRefused, and
    leaves nothing behind, where the file is no regular one, is read-only, is no longer `old`, or where its
    folder takes no new file.
    """
    try:
        status = os.lstat(file)
        _check(file, status, old)
        temporary = _temporary(file)
    except OSError as error:
        raise FixRefused(f"it cannot be written: {error.strerror or error}") from error
    try:
        _store(temporary, new, status)
        # Looked at again as late as possible: an editor may have saved while the new content was written.
        _check(file, status, old)
        os.replace(temporary, file)
    except OSError as error:
        _remove(temporary)
        raise FixRefused(f"it cannot be written: {error.strerror or error}") from error
    except BaseException:
        _remove(temporary)
        raise
    _sync_folder(os.path.dirname(file) or ".")


def create(file: str, content: bytes) -> None:
    """Write a new file, whole or not at all. Raises FixRefused where something has that name already."""
    if os.path.lexists(file):
        raise FixRefused("something has this name already")
    try:
        put(file, content)
    except FixRefused as refused:
        raise FixRefused(str(refused).replace("it", os.path.basename(file), 1)) from refused


def put(file: str, content: bytes) -> None:
    """Write a file, in the place of what has that name, whole or not at all; a link is replaced itself.

    Raises FixRefused where it cannot be written; nothing is left behind then, nor on an interrupt.
    """
    temporary = _temporary(file)
    try:
        fd = os.open(temporary, _NEW, 0o666)
        with open(fd, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, file)
    except OSError as error:
        _remove(temporary)
        raise FixRefused(f"it cannot be written: {error.strerror or error}") from error
    except BaseException:
        _remove(temporary)
        raise
    _sync_folder(os.path.dirname(file) or ".")


def _check(file: str, expected: os.stat_result, old: bytes) -> None:
    """Raise FixRefused unless the file is still the regular, writable one that held `old`."""
    if not stat.S_ISREG(expected.st_mode):
        raise FixRefused("it is not a regular file")
    if not expected.st_mode & stat.S_IWUSR or not os.access(file, os.W_OK):
        raise FixRefused("it is read-only")
    if expected.st_nlink > 1:
        raise FixRefused("it has several names (hard links), which a new file would part")
    fd = os.open(file, SAFELY)
    try:
        status = os.fstat(fd)
        same = (status.st_dev, status.st_ino) == (expected.st_dev, expected.st_ino)
        if not same or status.st_size != len(old) or read_up_to(fd, len(old) + 1) != old:
            raise FixRefused("it changed since it was read")
    finally:
        os.close(fd)


def _temporary(file: str) -> str:
    """A name in the file's own folder, since a rename is atomic only inside one file system."""
    folder, name = os.path.split(file)
    return os.path.join(folder, f".{name[:100]}.{os.getpid()}.{os.urandom(4).hex()}.tmp")


def _store(temporary: str, new: bytes, status: os.stat_result) -> None:
    fd = os.open(temporary, _NEW, 0o600)
    with open(fd, "wb") as stream:
        stream.write(new)
        stream.flush()
        if hasattr(os, "fchmod"):
            _keep_owner(stream.fileno(), status)
            os.fchmod(stream.fileno(), stat.S_IMODE(status.st_mode))
        os.fsync(stream.fileno())


def _keep_owner(fd: int, status: os.stat_result) -> None:
    """Root fixing another user's file must not take it over; others cannot change an owner anyway."""
    mine = os.fstat(fd)
    if (mine.st_uid, mine.st_gid) != (status.st_uid, status.st_gid):
        try:
            os.fchown(fd, status.st_uid, status.st_gid)
        except OSError:
            pass


def _sync_folder(folder: str) -> None:
    """Make the rename itself last; a file system that cannot has already the right content."""
    if not _SYNC_FOLDER:
        return
    try:
        fd = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(fd)
    except OSError:
        pass
    finally:
        os.close(fd)


def _remove(file: str) -> None:
    try:
        os.unlink(file)
    except OSError:
        pass


def diff(path: str, old: bytes, new: bytes, around: int = 3) -> str:
    """A unified diff of two contents of `path`, each line ended by a line feed.

    `around`: how many unchanged lines stand before and after each change.

    Bytes that are no UTF-8 come as U+FFFD; control characters are left to the caller to escape.
    """
    before, after = _lines(old), _lines(new)
    found = []
    for line in unified_diff(before, after, f"a/{path}", f"b/{path}", n=around):
        found.append(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
    return "".join(found)


def _lines(content: bytes) -> list[str]:
    """Lines that end at line feeds only: a form feed or a lone CR is part of its line."""
    text = content.decode("utf-8", "replace")
    lines = text.split("\n")
    return [line + "\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
