"""The slow, obvious twin of a reading that looks at some of the points only.

Which points a batch holds is a function of (seed, hiker, reading) alone:

1. A state of 64 bits is made by folding in the four numbers seed, hiker, reading and `BATCHES`, in
   this order, as for the noise of a reading: state = scrambled((state ^ number) + golden), from 0.
   The last sets it apart from the noise, which folds in the first three only.
2. The points are gone through once, in their order (Knuth 1969, The Art of Computer Programming 2,
   section 3.4.2, algorithm S). At each, the state grows by golden, and its scrambled upper 32 bits
   are a chance c. With `left` points still to be looked at, this one included, and `wanted` still
   to be taken, the point is taken when (c * left) >> 32 is less than `wanted`.

All is in whole numbers of 64 bits: nothing is rounded, no memory is needed, and exactly `size`
points are taken, for where as many are left as are wanted every chance is small enough. A point's
share of batches differs from size/n by less than n / 2^32.
"""

from __future__ import annotations

from mountain.samples import Samples

GOLDEN = 0x9E3779B97F4A7C15
#: "batches" in ASCII.
BATCHES = 0x62617463686573
_64_BITS = 2**64 - 1


def _scrambled(z: int) -> int:
    """Scramble 64 bits with the finalizer of SplitMix64."""
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & _64_BITS
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB & _64_BITS
    return z ^ (z >> 31)


def batch(count: int, size: int, seed: int, hiker: int, reading: int) -> list[int]:
    """List which of `count` points a reading looks at, ascending."""
    state = 0
    for number in (seed, hiker, reading, BATCHES):
        state = _scrambled(((state ^ number) + GOLDEN) & _64_BITS)
    taken: list[int] = []
    for index in range(count):
        state = (state + GOLDEN) & _64_BITS
        chance = _scrambled(state) >> 32
        left, wanted = count - index, size - len(taken)
        if (chance * left) >> 32 < wanted:
            taken.append(index)
    return taken


def batch_slope(
    samples: Samples, size: int, seed: int, hiker: int, reading: int, x: float, y: float
) -> tuple[float, float]:
    """Return the gradient of the mean squared error over one batch, at slope x and intercept y."""
    by_slope = by_intercept = 0.0
    for index in batch(len(samples), size, seed, hiker, reading):
        error = x * samples.x[index] + y - samples.y[index]
        by_slope += error * samples.x[index]
        by_intercept += error
    return by_slope * (2.0 / size), by_intercept * (2.0 / size)
