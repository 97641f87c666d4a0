"""Facts of an elevation map: how large it is, how high, and how many pits it has."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mountain.atlas import read_elevation
from mountain.elevation import Elevation
from mountain.errand import go_on
from mountain.files import FileError, shown
from mountain.flats import pits
from mountain.grid import Grid
from mountain.ground import Floats
from mountain.holes import HoledGrid
from mountain.origin import Origin
from mountain.unread import gallery_elevation


@dataclass(frozen=True)
class ElevationFacts:
    """What is worth knowing of a ground that is an elevation map.

    Attributes
    ----------
    columns, rows : int
        How many heights it has from west to east, and from south to north.
    across, along : float
        How far it reaches from west to east, and from south to north, in metres.
    low, high : float
        The lowest and the highest height that was measured, in metres.
    empty : int
        How many heights are missing.
    smoothing : float
        Over how many cells the heights were smoothed last; 0 where they are as measured.
    pits_before, pits : int
        How many hollows there were as measured, and now: single cells and level floors with higher
        ground all around.
    notes : tuple of str
        What else a person should know about these heights, a sentence each.
    """

    columns: int
    rows: int
    across: float
    along: float
    low: float
    high: float
    empty: int
    smoothing: float
    pits_before: int
    pits: int
    notes: tuple[str, ...]


def measured_elevation(origin: Origin) -> Elevation:
    """Read the heights that a map's file has, not smoothed.

    Raises
    ------
    FileError
        When the file cannot be read, or is another one by now.
    """
    if origin.in_gallery:
        measured = gallery_elevation(origin.file)
    else:
        measured = read_elevation(Path(origin.file), origin.height_range, origin.spacing)
    if measured.origin is None or measured.origin.digest != origin.digest:
        raise FileError(
            f"{shown(Path(origin.file))}: has changed since it was opened; open it again"
        )
    return measured


def elevation_facts(ground: Grid) -> ElevationFacts:
    """Tell of a ground that is an elevation map; its file is read once more.

    Raises
    ------
    FileError
        When the file cannot be read, or is another one by now.
    ValueError
        When the ground comes from no file.
    """
    origin = ground.origin
    if origin is None:
        raise ValueError(f"{ground.text}: comes from no file; try the ground of an elevation map")
    measured = measured_elevation(origin)
    go_on()
    rows, columns = measured.heights.shape
    west, east, south, north = measured.edges
    low, high = measured.height_range
    before = pits(measured.heights)
    return ElevationFacts(
        columns=columns,
        rows=rows,
        across=east - west,
        along=north - south,
        low=low,
        high=high,
        empty=0 if measured.missing is None else int(measured.missing.sum()),
        smoothing=origin.smoothing[-1] if origin.smoothing else 0.0,
        pits_before=before,
        pits=pits(_walked_on(ground)) if origin.smoothing else before,
        notes=measured.notes,
    )


def _walked_on(ground: Grid) -> Floats:
    """Return a ground's heights, NaN in its holes."""
    if not isinstance(ground, HoledGrid):
        return ground.heights
    return np.where(ground.missing, np.nan, ground.heights)
