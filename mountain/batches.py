"""Batches: which of a terrain's points a reading has looked at."""

from __future__ import annotations

import numpy as np

from mountain.draws import batch_points
from mountain.ground import Ground
from mountain.plan import Plan
from mountain.regression import Regression
from mountain.track import Track


def reads_batches(ground: Ground, plan: Plan) -> bool:
    """Tell whether readings look at some of a ground's points only."""
    return isinstance(ground, Regression) and 0 < plan.batch < len(ground.samples)


def batch_limit(ground: Regression, size: int) -> float:
    """Return 2/λ of the steepest batch of so many points: the largest η·k that suits them all.

    Of n points with the mean m of x and the mean s of x^2, the mean squared error's largest
    curvature is λ = s + 1 + hypot(s - 1, 2m); of one point alone 2(1 + x^2).
    """
    # Along any way the steepest batch has the points farthest from some x: from both ends.
    x = np.sort(np.array(ground.samples.x, float))
    ends = np.stack([x[:size], x[len(x) - size :]])
    sums = np.stack([ends, ends * ends])
    below = np.pad(sums[:, 0].cumsum(-1), ((0, 0), (1, 0)))
    above = np.pad(sums[:, 1, ::-1].cumsum(-1), ((0, 0), (1, 0)))[:, ::-1]
    middle, square = (below + above) / size
    return 2.0 / float((square + 1 + np.hypot(square - 1, 2 * middle)).max())


def batch_at(track: Track, step: int) -> tuple[int, ...]:
    """Return the points that the reading looked at which is walked on after a step.

    Returns
    -------
    tuple of int
        Their places, ascending; empty where it looked at all there are, or there are none.
    """
    ground, row = track.terrain.ground, track.rows[step]
    plan = track.plan_at(max(step - int(row["on_reading"]), 0))
    if not isinstance(ground, Regression) or not reads_batches(ground, plan):
        return ()
    number = 0 if plan.shared_noise else track.number
    draw = plan.seed, number, int(row["readings"])
    return tuple(batch_points(len(ground.samples), plan.batch, draw).tolist())
