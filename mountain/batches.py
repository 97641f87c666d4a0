"""Batches: which of a terrain's points a reading has looked at."""

from __future__ import annotations

from mountain.kernels import batch_points
from mountain.regression import Regression
from mountain.track import Track


def batch_at(track: Track, step: int) -> tuple[int, ...]:
    """Return the points that the reading looked at which is walked on after a step.

    Returns
    -------
    tuple of int
        Their places, ascending; empty where it looked at all there are, or there are none.
    """
    ground, row = track.terrain.ground, track.rows[step]
    plan = track.plan_at(max(step - int(row["on_reading"]), 0))
    if not isinstance(ground, Regression) or not 0 < plan.batch < len(ground.samples):
        return ()
    number = 0 if plan.shared_noise else track.number
    draw = plan.seed, number, int(row["readings"])
    return tuple(batch_points(len(ground.samples), plan.batch, draw).tolist())
