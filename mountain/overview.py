"""Overviews: a first look at a large elevation map, long before all of it has been read."""

from __future__ import annotations

import math
from pathlib import Path
from typing import BinaryIO

import numpy as np

from mountain.elevation import Elevation, ElevationError
from mountain.files import shown
from mountain.numpy_grid import LONGEST_HEADER, NPY_BEGINNING, npy_layout
from mountain.scale import charted

#: An overview has at most so many heights along a side.
MOST_IN_VIEW = 1024


def overview(path: Path, spacing: float) -> Elevation | None:
    """Read some of the heights of a large map: of every so many rows and columns one.

    No height is a mean or a guess. What is looked at is a fraction of the file: 1/8 of an array of
    8192 x 8192.

    Parameters
    ----------
    path : Path
        An array that NumPy saved (.npy), row by row; of other formats there is no overview.
    spacing : float
        How far apart cells lie in the file, in metres.

    Returns
    -------
    Elevation or None
        None where the map is small, in another format, or cannot be read: the map itself tells why.
    """
    try:
        # To open a pipe is to wait until somebody writes to it.
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return _overview(file, shown(Path(path.name)), spacing)
    except (OSError, ElevationError):
        return None


def _overview(file: BinaryIO, name: str, spacing: float) -> Elevation | None:
    begin = file.read(LONGEST_HEADER)
    if not begin.startswith(NPY_BEGINNING):
        return None
    shape, kind, by_columns, first = npy_layout(begin)
    stride = math.ceil(max(shape) / MOST_IN_VIEW)
    if by_columns or stride < 2:
        return None
    rows, columns = shape
    length = columns * kind.itemsize
    seen = np.empty((-(-rows // stride), -(-columns // stride)), kind)
    for row in range(len(seen)):
        file.seek(first + row * stride * length)
        data = file.read(length)
        if len(data) < length:
            return None
        seen[row] = np.frombuffer(data, kind)[::stride]
    return charted(seen, (spacing * stride, spacing * stride), name)
