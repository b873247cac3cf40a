# SPDX-License-Identifier: Apache-2.0
"""Small files that save work between runs: the compiled triggers and parsed configurations.

They stand in the environment (`sys.prefix`) or, where that cannot be written, in the user's cache folder.
A loaded database is trusted code in effect, so a file is used only when it and its folder belong to this
user or to the environment's owner and nobody else can write them. Every failure means: do without.
"""

import os
import sys

try:
    from _blake2 import blake2b
except ImportError:  # a Python built without it; hashlib then has OpenSSL's
    from hashlib import blake2b

FOLDER = ".mlhooks-cache"
KEEP = 16
_FORMAT = b"mlhooks-cache-1\n"
_DIGEST = 16


def digest(*parts: bytes) -> str:
    """32 hexadecimal digits that name a cache entry."""
    state = blake2b(digest_size=_DIGEST)
    for part in parts:
        state.update(b"%d:" % len(part))
        state.update(part)
    return state.hexdigest()


def folders() -> "list[str]":
    """Where entries may stand, best first."""
    found = [os.path.join(sys.prefix, FOLDER)]
    base = os.environ.get("LOCALAPPDATA") if os.name == "nt" else os.path.expanduser("~")
    if base and os.path.isabs(base):
        found.append(
            os.path.join(base, "mlhooks") if os.name == "nt" else os.path.join(base, ".cache", "mlhooks")
        )
    return found


def read(kind: str, key: str) -> "bytes | None":
    """The payload stored under this key, or None."""
    for folder in folders():
        payload = _read(folder, f"{kind}-{key}")
        if payload is not None:
            return payload
    return None


def _read(folder: str, name: str) -> "bytes | None":
    try:
        if not _trusted(os.lstat(folder), folder=True):
            return None
        fd = os.open(
            os.path.join(folder, name),
            os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0),
        )
    except OSError:
        return None
    try:
        status = os.fstat(fd)
        if not _trusted(status, folder=False) or status.st_size > 1 << 26:
            return None
        content = b""
        while len(content) < status.st_size:
            part = os.read(fd, status.st_size - len(content))
            if not part:
                return None
            content += part
    except OSError:
        return None
    finally:
        os.close(fd)
    start = len(_FORMAT) + _DIGEST
    payload = content[start:]
    if content[:start] != _FORMAT + blake2b(payload, digest_size=_DIGEST).digest():
        return None
    return payload


def _trusted(status: os.stat_result, *, folder: bool) -> bool:
    mode = status.st_mode
    if mode & 0o170000 != (0o040000 if folder else 0o100000):
        return False
    if os.name == "nt":
        return True
    owners = (os.geteuid(), os.stat(sys.prefix).st_uid)
    return status.st_uid in owners and not mode & 0o022


def write(kind: str, key: str, payload: bytes) -> bool:
    """Store a payload in the first folder that takes it; False when none does."""
    return any(_write(folder, kind, f"{kind}-{key}", payload) for folder in folders())


def _write(folder: str, kind: str, name: str, payload: bytes) -> bool:
    temporary = os.path.join(folder, f".{name}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        if not os.path.isdir(folder):
            os.makedirs(folder, 0o700, exist_ok=True)
        if not _trusted(os.lstat(folder), folder=True):
            return False
        flags = (
            os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        )
        fd = os.open(temporary, flags, 0o600)
    except OSError:
        return False
    try:
        with open(fd, "wb") as stream:
            stream.write(_FORMAT + blake2b(payload, digest_size=_DIGEST).digest() + payload)
        os.replace(temporary, os.path.join(folder, name))
        _prune(folder, kind)
    except OSError:
        _remove(temporary)
        return False
    return True


def _prune(folder: str, kind: str) -> None:
    """Keep the newest entries of a kind."""
    with os.scandir(folder) as entries:
        files = [entry for entry in entries if entry.name.startswith(f"{kind}-")]
    files.sort(key=lambda entry: entry.stat(follow_symlinks=False).st_mtime, reverse=True)
    for entry in files[KEEP:]:
        _remove(entry.path)


def _remove(file: str) -> None:
    try:
        os.unlink(file)
    except OSError:
        pass
