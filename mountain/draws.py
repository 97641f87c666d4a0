"""Draws: noise and batches, each a function of seed, hiker and reading alone."""

from __future__ import annotations

import math

import numpy as np

from mountain.compilation import kernel
from mountain.ground import Floats
from mountain.records import Pair, Wholes

#: Sets the draw of batches apart from that of noise: "batches" in ASCII.
_BATCHES = 0x62617463686573
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


@kernel
def _mixed(z: np.uint64) -> np.uint64:
    """Scramble 64 bits (Steele, Lea and Flood 2014, the finalizer of SplitMix64)."""
    z = np.uint64((z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9))
    z = np.uint64((z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB))
    return np.uint64(z ^ (z >> np.uint64(31)))


@kernel
def normal_pair(seed: int, hiker: int, reading: int) -> tuple[float, float]:
    """Return two independent standard normal numbers, a function of the arguments alone.

    Two 53-bit uniforms by SplitMix64, then Box and Muller 1958.
    """
    state = _mixed(np.uint64(np.uint64(seed) + _GOLDEN))
    state = _mixed(np.uint64((state ^ np.uint64(hiker)) + _GOLDEN))
    state = _mixed(np.uint64((state ^ np.uint64(reading)) + _GOLDEN))
    first = _mixed(np.uint64(state + _GOLDEN)) >> np.uint64(11)
    second = _mixed(np.uint64(state ^ _GOLDEN)) >> np.uint64(11)
    # The first is never 0, so that its logarithm is finite.
    radius = math.sqrt(-2.0 * math.log((np.float64(first) + 1.0) / 9007199254740992.0))
    angle = 2.0 * math.pi * np.float64(second) / 9007199254740992.0
    return radius * math.cos(angle), radius * math.sin(angle)


@kernel
def _begun_draw(draw: tuple[int, int, int]) -> np.uint64:
    """Return the state that a draw of points begins with."""
    state = _mixed(np.uint64(np.uint64(draw[0]) + _GOLDEN))
    state = _mixed(np.uint64((state ^ np.uint64(draw[1])) + _GOLDEN))
    state = _mixed(np.uint64((state ^ np.uint64(draw[2])) + _GOLDEN))
    return _mixed(np.uint64((state ^ np.uint64(_BATCHES)) + _GOLDEN))


@kernel
def _is_drawn(state: np.uint64, left: int, wanted: int) -> bool:
    """Tell whether the next of so many points that are left is one of so many that are wanted."""
    chance = np.uint64(_mixed(state) >> np.uint64(32))
    share = np.uint64(np.uint64(chance * np.uint64(left)) >> np.uint64(32))
    return bool(np.int64(share) < wanted)


@kernel
def batch_slope(samples: Floats, size: int, draw: tuple[int, int, int], line: Pair) -> Pair:
    """Return the slope of the mean squared error of a line over some points, drawn anew each time.

    Parameters
    ----------
    samples : array, shape (2, n)
        The points' x, and their y.
    size : int
        How many are drawn: at most n, without replacement (Knuth 1969, The Art of Computer
        Programming 2, section 3.4.2, algorithm S).
    draw : (int, int, int)
        Seed, hiker and reading: which points are drawn is a function of these alone.
    line : (float, float)
        Slope and intercept.
    """
    state = _begun_draw(draw)
    count, taken = samples.shape[1], 0
    by_slope, by_intercept = 0.0, 0.0
    for i in range(count):
        state = np.uint64(state + _GOLDEN)
        if _is_drawn(state, count - i, size - taken):
            taken += 1
            error = line[0] * samples[0, i] + line[1] - samples[1, i]
            by_slope += error * samples[0, i]
            by_intercept += error
    return by_slope * (2.0 / size), by_intercept * (2.0 / size)


@kernel
def batch_points(count: int, size: int, draw: tuple[int, int, int]) -> Wholes:
    """Return which of so many points `batch_slope` looks at, ascending, shape (size,)."""
    state = _begun_draw(draw)
    points, taken = np.empty(size, np.int64), 0
    for i in range(count):
        state = np.uint64(state + _GOLDEN)
        if _is_drawn(state, count - i, size - taken):
            points[taken] = i
            taken += 1
    return points
