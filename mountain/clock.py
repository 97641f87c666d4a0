"""The hiker's clock: a hike begins at ten in the morning."""

from __future__ import annotations

import math

DEPARTURE_MINUTES = 10 * 60


def time_of_day(minutes: float) -> str:
    """Return the time of day, as ``14:37``, so many minutes into the hike."""
    if not math.isfinite(minutes):
        return "never"
    days, rest = divmod(DEPARTURE_MINUTES + math.floor(minutes), 24 * 60)
    time = f"{rest // 60:02d}:{rest % 60:02d}"
    # Nobody reads three hundred figures.
    passed = f"{days:.3g}" if days >= 10**9 else str(days)
    return f"{time} +{passed} d" if days else time
