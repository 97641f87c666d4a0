"""SRTM tiles: a square degree of heights, as the Shuttle Radar Topography Mission left them.

Farr et al. 2007, "The Shuttle Radar Topography Mission". A tile has no header: its size tells how
many heights there are, and its name where they lie.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from mountain.elevation import Elevation, ElevationError
from mountain.geography import metres_of_degrees
from mountain.scale import Scale, charted

#: How many heights there are along a side: one for 3, 2 or 1 seconds of arc, and both ends.
SIDES = (1201, 1801, 3601)
#: How large such files are, in bytes.
SIZES = tuple(2 * side * side for side in SIDES)
_VOID = -32768.0
#: Of so many rows one is looked at, to see in which order its bytes lie.
_STRIDE = 8
#: The void, the other one that many programs write, and both with their bytes swapped.
_VOIDS = (-32768, -9999, 128, -3624)
#: Land is smoother than its bytes in the wrong order by far more than this; voids are not.
_SMOOTHER = 4
_NAME = re.compile(r"([NS])(\d{2})([EW])(\d{3})(?!\d)", re.IGNORECASE)


def is_tile(name: str, size: int) -> bool:
    """Tell whether a file is a tile by its name, with or without an ending, and its size."""
    return name.lower().endswith(".hgt") or (size in SIZES and bool(_NAME.fullmatch(name)))


def hgt_elevation(data: bytes, name: str) -> Elevation:
    """Read a tile.

    Parameters
    ----------
    data : bytes
        Whole numbers of two bytes, the higher one first; the first row lies in the north.
    name : str
        The file's, which begins with the south-western corner, as ``N36W085``.

    Raises
    ------
    ElevationError
        When the size is not a tile's, the name tells no corner, or the bytes are swapped.
    """
    if len(data) not in SIZES:
        sizes = ", ".join(f"{size:,}" for size in SIZES)
        raise ElevationError(
            f"{len(data):,} bytes are no SRTM tile; it would have one of {sizes}: fetch it again"
        )
    side = SIDES[SIZES.index(len(data))]
    cell = 1.0 / (side - 1)
    spacing = metres_of_degrees(cell, cell, _latitude(name) + 0.5)
    numbers = np.frombuffer(data, ">i2").reshape(side, side)
    if _are_swapped(numbers):
        raise ElevationError(
            "its bytes are swapped: the higher one of each height must come first; fetch it again"
        )
    return charted(numbers, spacing, f"{name}, an SRTM tile", (), Scale(void=_VOID))


def _are_swapped(numbers: NDArray[np.int16]) -> bool:
    """Tell whether heights would be far smoother with their bytes the other way round."""
    rows = numbers[::_STRIDE]
    # Those beside a void tell nothing.
    known = np.logical_and.reduce([rows != void for void in _VOIDS])
    both = known[:, 1:] & known[:, :-1]
    as_is, swapped = (
        int(np.abs(np.diff(order.astype(np.int32)))[both].sum(dtype=np.int64))
        for order in (rows, rows.view(rows.dtype.newbyteorder()))
    )
    return _SMOOTHER * swapped < as_is


def _latitude(name: str) -> float:
    """Return the latitude of the southern edge, in degrees."""
    corner = _NAME.match(name)
    if not corner:
        raise ElevationError(
            "an SRTM tile's name tells where it lies; name it after its south-western corner, "
            "as N36W085.hgt"
        )
    north, latitude, _, longitude = corner.groups()
    if int(latitude) > 90 or int(longitude) > 180:
        raise ElevationError(f"there is no place {corner.group()}; name it as N36W085.hgt")
    return float(latitude) if north.upper() == "N" else -float(latitude)
