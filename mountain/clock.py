"""The hiker's clock: a hike begins at ten in the morning."""

from __future__ import annotations

import math

DEPARTURE_MINUTES = 10 * 60
#: What the walking time goes by, and its words on the screen; the order is the kernels' numbering.
CLOCKS = {"even": "Every step alike", "tobler": "By slope, in metres"}


def walking_minutes(distance: float, rise: float) -> float:
    """Return how long it takes to walk a distance on a slope, by Tobler's hiking function.

    6 km/h · exp(−3.5 |S + 0.05|), where S is the slope along the way: 5 km/h on the level, and 6
    gently down.

    Parameters
    ----------
    distance : float
        In the ground plan, in metres, more than 0.
    rise : float
        In metres, negative on the way down.

    Notes
    -----
    W. Tobler, "Three presentations on geographical analysis and modeling", NCGIA technical report
    93-1, 1993, on footpaths; after E. Imhof's measurements of 1950.
    """
    slowness = 3.5 * abs(rise / distance + 0.05)
    # Nobody climbs what is steeper, and no number tells how long it would take.
    return 0.01 * distance * math.exp(slowness) if slowness < 700.0 else math.inf


def time_of_day(minutes: float) -> str:
    """Return the time of day, as ``14:37``, so many minutes into the hike."""
    if not math.isfinite(minutes):
        return "never"
    days, rest = divmod(DEPARTURE_MINUTES + math.floor(minutes), 24 * 60)
    time = f"{rest // 60:02d}:{rest % 60:02d}"
    # Nobody reads three hundred figures.
    passed = f"{days:.3g}" if days >= 10**9 else str(days)
    return f"{time} +{passed} d" if days else time
