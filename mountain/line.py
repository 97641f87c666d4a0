"""Lines written out, in as many figures as it takes to draw them again."""

from __future__ import annotations

import math
from decimal import Decimal

from mountain.samples import Samples
from mountain.wording import figures

#: A line as it is written may be off by this share of how far the data reach.
_SHARE = 0.01
#: A slope of more decimals than this is told with x counted from a number nearby.
_MOST_DECIMALS = 5
#: So many decimals after those that are needed are looked at.
_MORE = 6
#: Numbers from here on are written with a power of ten, however many figures are needed.
_LONGEST = 1e12
#: Numbers so many times as large as they are far apart are counted from one nearby.
_FAR_OFF = 2000.0


def counted_from(low: float, high: float) -> float:
    """Return a round number near a range that is far off 0 for its width; else 0.

    From 999,999.6 to 1,000,002.4 that is 1,000,000.
    """
    wide = high - low
    if wide <= 0 or max(abs(low), abs(high)) < _FAR_OFF * wide:
        return 0.0
    return _round_number(low, high)


def line_text(line: tuple[float, float], samples: Samples | None = None) -> str:
    """Write a line out from its slope and intercept, as ``y = 1.50 x − 2.00``.

    Parameters
    ----------
    line : (float, float)
        Slope and intercept.
    samples : Samples or None
        The points that it is to fit: at both their ends what is written is right to a hundredth of
        how far they reach, or of how far off the line is. Where that takes a slope of many figures,
        it is written as ``y = 0.35 (x − 1,000,000) + 1.50``.
    """
    if samples is None:
        return _written(line, 0.0, 0, 0)
    low, high = min(samples.x), max(samples.x)
    # By the points alone, so that the form stays the same while the line moves.
    fine = _SHARE * _tall(samples)
    needed = _decimals(0.5 * fine / (max(abs(low), abs(high)) or 1.0))
    middle = _round_number(low, high) if needed > _MOST_DECIMALS else 0.0
    error = 0.5 * max(fine, _SHARE * _away(line, samples))
    decimals = _decimals(error / (max(abs(low - middle), abs(high - middle)) or 1.0))
    # What is left of nothing has no figures.
    slope, intercept = round(line[0], decimals + _MORE), round(line[1], _decimals(error) + _MORE)
    return _written((slope, intercept), middle, decimals, _decimals(error))


def _tall(samples: Samples) -> float:
    """Return how far the points reach up; of level ones, a share of how high they are."""
    low, high = min(samples.y), max(samples.y)
    return (high - low) or 0.1 * abs(low) or 1.0


def _away(line: tuple[float, float], samples: Samples) -> float:
    """Return how far above or below the points the line is at their ends."""
    reached = [line[0] * x + line[1] for x in (min(samples.x), max(samples.x))]
    return max(max(min(samples.y) - each, each - max(samples.y)) for each in reached)


def _round_number(low: float, high: float) -> float:
    """Return the number nearest to the middle of a range that ends in as many noughts as it can."""
    unit = 10.0 ** math.ceil(math.log10(high - low)) if high > low else 1.0
    return round(0.5 * (low + high) / unit) * unit


def _decimals(error: float) -> int:
    """Return how many decimals keep a number within an error, of which rounding is half a unit."""
    return max(0, math.ceil(-math.log10(2 * error)))


def _written(
    line: tuple[float, float], middle: float, slope_decimals: int, intercept_decimals: int
) -> str:
    slope = _figures(line[0], slope_decimals)
    intercept = _figures(line[1] + line[0] * middle, intercept_decimals)
    across = "x"
    if middle:
        across = f"(x {'−' if middle > 0 else '+'} {abs(middle):,.15g})"
    sign = "−" if intercept.startswith("−") else "+"
    return f"y = {slope} {across} {sign} {intercept.removeprefix('−')}"


def _figures(value: float, decimals: int) -> str:
    """Return a number as one reads it at a glance, or with more decimals where they are needed."""
    glance = figures(value)
    if abs(value) >= _LONGEST:
        return glance
    exponent = Decimal(glance.replace("−", "-")).as_tuple().exponent
    if isinstance(exponent, int) and -exponent >= decimals:
        return glance
    return f"{value + 0.0:.{decimals}f}".replace("-", "−")
