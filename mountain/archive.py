"""Archives: the files that a zip holds, of which none is unpacked further than is asked for."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from mountain.elevation import ElevationError

#: How an archive ends: with a directory, this, and perhaps a remark.
_END, _LARGE, _LONGEST_END = b"PK\5\6", b"PK\6\7", 22 + 2**16
#: So large is a directory of some thousand files, in bytes.
_LARGEST_DIRECTORY = 2**18
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LOCKED = 1
#: What Macs pack beside each file: its colours and the like, in a folder or under a name of theirs.
_BESIDE, _BESIDE_BEGINNING = "__MACOSX", "._"
#: What a damaged archive raises.
BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    struct.error,
    OSError,
    ValueError,
    LookupError,
)


def archive_of(data: bytes) -> zipfile.ZipFile:
    """Open an archive.

    Raises
    ------
    ElevationError
        When it is damaged or locked, has thousands of files in it, or one that is packed by
        another method than deflate, of which more would be unpacked than is asked for.
    """
    _check_directory(data)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN_ARCHIVE as error:
        raise ElevationError("this archive is damaged; fetch it again") from error
    if any(each.flag_bits & _LOCKED for each in archive.infolist()):
        raise ElevationError("this archive is locked by a password; unlock it, and pack it anew")
    if any(each.compress_type not in _METHODS for each in archive.infolist()):
        raise ElevationError("this archive is packed by another method than deflate; pack it anew")
    return archive


def members_of(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the files in an archive that somebody packed, without those that Macs add to them."""
    return [
        each
        for each in archive.infolist()
        if not each.filename.endswith("/")
        and each.filename.split("/")[0] != _BESIDE
        and not each.filename.split("/")[-1].startswith(_BESIDE_BEGINNING)
    ]


def _check_directory(data: bytes) -> None:
    """Refuse an archive of thousands of files before their names are read."""
    end = data.rfind(_END, max(0, len(data) - _LONGEST_END))
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    # The larger form of an end is for archives beyond 4 GB.
    if end >= 0 and (size > _LARGEST_DIRECTORY or data[max(0, end - 20) : end].startswith(_LARGE)):
        raise ElevationError("this archive has too many files in it; unpack it, and try one map")
