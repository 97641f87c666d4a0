"""Turning back: where readings sent a hiker the way they came, and whether it led anywhere."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mountain.track import Track

#: How many readings that turn back without getting anywhere make a bounce.
BOUNCES = 10


def turned_back(track: Track) -> NDArray[np.bool_]:
    """Tell for every reading after the first whether it sent the hiker back the way they came."""
    taken = np.flatnonzero(track.measured)
    grad_x, grad_y = track.grad_x[taken], track.grad_y[taken]
    with np.errstate(all="ignore"):
        turned: NDArray[np.bool_] = grad_x[1:] * grad_x[:-1] + grad_y[1:] * grad_y[:-1] < 0
    return turned


def is_bouncing(track: Track) -> bool:
    """Tell whether the last `BOUNCES` readings turned back without getting anywhere.

    What counts is the way that was walked from reading to reading, whatever rule made the steps.
    Three things are asked. Each of the readings pointed against the one before it. The hiker did
    come back: any two ways in a row lead less far than the longer of them alone. And it led no
    lower: the best height of the later half does not beat that of the earlier half by more than a
    thousandth of what a reading had promised: the slope read times the way walked on it.
    """
    turned = turned_back(track)
    if len(turned) < BOUNCES or not turned[-BOUNCES:].all():
        return False
    taken = np.flatnonzero(track.measured)[-BOUNCES - 1 :]
    heights = track.height[taken[1:]]
    climbed = heights if track.plan.ascend else -heights
    # The spread of the heights is no measure: between two places of one height it is nothing.
    with np.errstate(all="ignore"):
        way_x, way_y = np.diff(track.x[taken]), np.diff(track.y[taken])
        lengths = np.hypot(way_x, way_y)
        onward = np.hypot(way_x[1:] + way_x[:-1], way_y[1:] + way_y[:-1])
        came_back = (onward < np.maximum(lengths[1:], lengths[:-1])).all()
        promised = track.grad_x[taken[:-1]] * way_x + track.grad_y[taken[:-1]] * way_y
        gained = climbed[BOUNCES // 2 :].max() - climbed[: BOUNCES // 2].max()
        # The median, for a first leap may promise more than all others together.
        return bool(came_back and gained <= 1e-3 * np.median(np.abs(promised)))
