"""Files: written whole or not at all, taken by one process alone, and spoken of in one line."""

from __future__ import annotations

import errno
import os
import secrets
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

#: How a file is opened that nobody else may have made.
NEW_FILE = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
EXISTING_FILE = os.O_RDWR | getattr(os, "O_BINARY", 0)


class FileError(Exception):
    """A file that cannot be used; the message is one line: what, where and what would work."""


def shown(path: Path) -> str:
    """Return a path as it can stand in a line of text."""
    text = str(path)
    return text if text.isprintable() else repr(text)


def reason(error: OSError) -> str:
    """Return what the system says went wrong, without the name of a file."""
    return error.strerror or type(error).__name__


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of the data, however little the system takes at a time."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def write_together(files: Mapping[Path, Iterable[bytes]], durable: bool = True) -> None:
    """Write files so that each is there whole or is left as it was.

    Parameters
    ----------
    files : mapping of Path to iterable of bytes
        What is to stand where, in pieces; nothing is put in place before all of it is written.
    durable : bool
        Whether to return only when a power cut can no longer undo it.

    Raises
    ------
    OSError
        When the disk is full, the folder cannot be written, and the like.
    """
    drafts = {path: path.parent / f".misty-{secrets.token_hex(8)}.tmp" for path in files}
    try:
        for path, pieces in files.items():
            _write_draft(drafts[path], pieces, durable)
        for path, draft in drafts.items():
            draft.replace(path)
    finally:
        for draft in drafts.values():
            with suppress(OSError):
                draft.unlink(missing_ok=True)
    if durable:
        for folder in {path.parent for path in files}:
            synchronize(folder)


def _write_draft(draft: Path, pieces: Iterable[bytes], durable: bool) -> None:
    descriptor = os.open(draft, NEW_FILE, 0o666)
    try:
        for piece in pieces:
            write_all(descriptor, piece)
        if durable:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def synchronize(path: Path) -> None:
    """Have a file or a folder on the disk before returning."""
    if os.name == "nt" and path.is_dir():
        # Windows cannot open folders, and keeps their entries on the disk by itself.
        return
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def claim(descriptor: int) -> bool:
    """Take a file for this process alone; the system frees it when the process ends.

    The number of a process would not do: it is given again, and means nothing to another computer
    that sees the same folder.
    """
    try:
        if sys.platform == "win32":
            # One byte far behind the end, because what is locked there cannot be read by others.
            os.lseek(descriptor, 2**30, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        # Some network folders know no locks; there, nobody is kept from anything.
        return error.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
    return True


def in_use(path: Path) -> bool:
    """Tell whether a file is being recorded, or may not be written."""
    try:
        descriptor = os.open(path, EXISTING_FILE)
    except OSError:
        return True
    try:
        return not claim(descriptor)
    finally:
        os.close(descriptor)
