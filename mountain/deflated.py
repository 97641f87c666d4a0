"""Deflated: what zlib packed, unpacked little by little as it is wanted."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

#: So much is given to be unpacked at once, in bytes: what is left of it is copied each time.
_GIVEN = 2**18


class Deflated:
    """A stream of bytes that zlib packed.

    Parameters
    ----------
    parts : iterable of memoryview
        What is packed, which may be cut up.
    """

    def __init__(self, parts: Iterable[memoryview]) -> None:
        pieces = ((part, range(0, len(part), _GIVEN)) for part in parts)
        self._given = (bytes(part[at : at + _GIVEN]) for part, places in pieces for at in places)
        self._unpacker = zlib.decompressobj()

    @property
    def has_ended(self) -> bool:
        """Whether all has been unpacked, and its check sum found right."""
        return self._unpacker.eof

    def read(self, size: int) -> bytes:
        """Return so many bytes, or all that there are.

        Raises
        ------
        zlib.error
            When they are damaged.
        """
        found: list[bytes] = []
        missing = size
        while missing and not self._unpacker.eof:
            given = self._unpacker.unconsumed_tail or next(self._given, b"")
            part = self._unpacker.decompress(given, missing)
            if not given and not part:
                break
            found.append(part)
            missing -= len(part)
        return b"".join(found)

    def padding(self, most: int) -> int:
        """Unpack what is left, up to so many bytes and some; return how many there were.

        Raises
        ------
        zlib.error
            When they are damaged, or their check sum is wrong.
        """
        count = 0
        while count <= most and not self._unpacker.eof:
            part = self.read(_GIVEN)
            count += len(part)
            if not part:
                break
        return count
