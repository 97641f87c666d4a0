"""Directories: the pages of a TIFF, and what each tells of itself.

Adobe, "TIFF 6.0", section 2.
"""

from __future__ import annotations

import io
import struct

from mountain.elevation import ElevationError
from mountain.geokeys import Tags

#: So many bytes has a value of each type, from 1 on; Pillow passes over other types.
_SIZES = (1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8)
#: No map needs more: these are the places of some hundred thousand tiles, in bytes.
_MOST_TOLD = 2**23
#: Smaller copies of a map take a dozen pages.
_MOST_PAGES = 100
#: Fractions of whole numbers tell nothing of heights, and take long to read.
_FRACTIONS = (5, 10)
#: Pillow takes such a file for a small one.
_LARGE_HIGH_FIRST = b"MM\0+"


def pages(data: bytes) -> list[Tags]:
    """Return the tags of each page of a TIFF.

    Raises
    ------
    ElevationError
        When there are too many pages, or too much is told of one.
    """
    # Pillow takes time to load, which only those pay who open a picture.
    from PIL import TiffImagePlugin

    if data.startswith(_LARGE_HIGH_FIRST):
        raise ElevationError(
            "it is a large TIFF with the higher byte first; save it with the lower one first"
        )
    is_large = data[2:4] == b"+\0"
    page = TiffImagePlugin.ImageFileDirectory_v2(data[: 16 if is_large else 8])
    file = io.BytesIO(data)
    found: list[Tags] = []
    seen: set[int] = set()
    while page.next and page.next not in seen:
        if len(found) == _MOST_PAGES:
            raise ElevationError(f"it has more than {_MOST_PAGES} pages; save one alone")
        seen.add(page.next)
        _check_told(data, page.next, is_large)
        file.seek(page.next)
        page.load(file)
        found.append({tag: page[tag] for tag in page if page.tagtype[tag] not in _FRACTIONS})
    if not found:
        raise ElevationError("this TIFF has no page; save it anew")
    return found


def _check_told(data: bytes, begin: int, is_large: bool) -> None:
    """Refuse a page of which more is told than of any map, before it is read."""
    order = ">" if data[:1] == b"M" else "<"
    count = struct.Struct(order + ("Q" if is_large else "H"))
    entry = struct.Struct(order + ("HHQ8x" if is_large else "HHI4x"))
    (entries,) = count.unpack_from(data, begin)
    first, told = begin + count.size, entries * entry.size
    if told <= _MOST_TOLD:
        for _, kind, number in entry.iter_unpack(data[first : first + told]):
            told += number * (_SIZES[kind - 1] if 1 <= kind <= len(_SIZES) else 0)
    if told > _MOST_TOLD:
        raise ElevationError(f"it tells {told:,} bytes of itself, as no map does; save it anew")
