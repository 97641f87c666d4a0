"""Geography: how far apart places on the Earth lie, in metres, however a map counts them."""

from __future__ import annotations

import math

#: On a sphere of 6,371 km; the Earth's own figure is within 0.5 % of it.
METRES_PER_DEGREE = 111_195.0
#: International and United States survey feet, in metres.
FOOT, SURVEY_FOOT = 0.3048, 1200.0 / 3937.0
#: The radius that the web's Mercator projection takes the Earth to have, in metres.
_MERCATOR_RADIUS = 6_378_137.0
#: What is to be said of the web's Mercator.
MERCATOR_NOTE = "Its projection stretches the land: cells are measured in its middle."
#: Nearer to a pole than this, a map in degrees is a fan, not a rectangle.
_FARTHEST = 85.0
#: Cells this wide or wider are not measured in degrees: they would be counties.
_WIDEST_CELL = 0.5


class GeographyError(ValueError):
    """A place that is none, or where a flat map will not do; the message says which."""


def metres_of_degrees(width: float, height: float, latitude: float) -> tuple[float, float]:
    """Return what a cell measures in metres.

    Parameters
    ----------
    width, height : float
        From west to east and from south to north, in degrees.
    latitude : float
        Where the middle of the map lies, in degrees.

    Raises
    ------
    GeographyError
        When the place lies beyond a latitude of 85 degrees.
    """
    if not abs(latitude) <= _FARTHEST:
        raise GeographyError(
            f"its middle lies at a latitude of {latitude:.6g}°; "
            f"maps in degrees are read up to {_FARTHEST:g}°, nearer the poles in metres only"
        )
    shrunk = math.cos(math.radians(latitude))
    return width * METRES_PER_DEGREE * shrunk, height * METRES_PER_DEGREE


def mercator_shrinkage(northing: float) -> float:
    """Return how many metres on the ground a metre of the web's Mercator projection is.

    Parameters
    ----------
    northing : float
        Distance from the equator in the projection, in its metres.
    """
    return 1.0 / math.cosh(min(abs(northing) / _MERCATOR_RADIUS, 20.0))


def looks_like_degrees(edges: tuple[float, float, float, float], cell: float) -> bool:
    """Tell whether a map that does not name its unit is likely to be in degrees.

    Parameters
    ----------
    edges : (float, float, float, float)
        West, east, south and north.
    cell : float
        The wider side of a cell.
    """
    west, east, south, north = edges
    on_earth = west >= -180.5 and east <= 360.5 and south >= -90.5 and north <= 90.5
    return on_earth and cell < _WIDEST_CELL
