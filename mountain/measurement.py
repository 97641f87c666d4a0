"""The reading: how a hiker can measure the slope, and what the phone's screen says of it."""

from __future__ import annotations

import math

#: How the slope can be read, and its words on the screen; the order is the kernels' numbering.
READINGS = {
    "phone": "Phone",
    "feet": "Feet",
    "exact": "Exact",
}

_COMPASS = (
    "east",
    "north-east",
    "north",
    "north-west",
    "west",
    "south-west",
    "south",
    "south-east",
)


def tilt(slope: float) -> float:
    """Return the angle of the ground in degrees, for a slope in height per map unit."""
    return math.degrees(math.atan(slope))


def bearing(dx: float, dy: float) -> float:
    """Return a direction in degrees clockwise from north (north is up the map, +y)."""
    return math.degrees(math.atan2(dx, dy)) % 360.0


def heading(dx: float, dy: float) -> str:
    """Return a direction as the nearest of eight compass words; empty for no direction."""
    if not math.isfinite(dx + dy) or dx == dy == 0:
        return ""
    return _COMPASS[round(math.atan2(dy, dx) / (math.pi / 4)) % 8]
