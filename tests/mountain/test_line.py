"""Lines written out: whoever draws what is written draws the line."""

import re

import numpy as np
import pytest
from hypothesis import assume, given, strategies as some

from mountain.line import counted_from, line_text
from mountain.samples import Samples, seeded_samples

MILLION = Samples((1e6, 1e6 + 1, 1e6 + 2), (1, 2, 1.7))


def read(text: str) -> tuple[float, float, float]:
    """Return slope, from where x is counted, and the height there, as they are written."""
    plain = text.replace("−", "-").replace(",", "")
    number = r"[\d.]+(?:e[+-]?\d+)?"
    found = re.fullmatch(
        rf"y = (-?{number}) (?:x|\(x ([+-]) ({number})\)) ([+-]) ({number})", plain
    )
    assert found is not None, text
    slope, side, middle, sign, height = found.groups()
    counted = float(middle) * (1 if side == "-" else -1) if middle else 0.0
    return float(slope), counted, float(height) * (1 if sign == "+" else -1)


def off(text: str, line: tuple[float, float], samples: Samples) -> float:
    """Return by which share of the data's range a line as written misses, at the data's ends."""
    slope, middle, height = read(text)
    ends = np.array([min(samples.x), max(samples.x)])
    missed = np.abs(slope * (ends - middle) + height - (line[0] * ends + line[1]))
    return float(missed.max() / np.ptp(samples.y))


@given(
    some.floats(-1e6, 1e6),
    some.floats(0.01, 1e4),
    some.floats(-1e4, 1e4),
    some.floats(0.01, 1e3),
    some.tuples(some.floats(-2, 2), some.floats(-2, 2)),
)
def test_a_line_as_it_is_written_is_right_to_a_hundredth_of_the_data(x, wide, y, tall, share):
    samples = Samples((x, x + wide), (y, y + tall))
    assume(samples.x[1] - x > 0.9 * wide and samples.y[1] - y > 0.9 * tall)
    # Through the data, or not far off them.
    slope = share[0] * tall / wide
    line = slope, y + share[1] * tall - slope * x
    rounding = 1e-14 * (abs(slope * x) + abs(line[1])) / tall
    away = max(0.0, *(max(y - h, h - y - tall) / tall for h in (y + share[1] * tall, y)))
    end = share[1] + share[0]
    away = max(away, share[1] - 1, -share[1], end - 1, -end)
    assert off(line_text(line, samples), line, samples) <= 0.01 * max(1.0, away) * 1.01 + rounding


def test_of_data_far_from_nought_a_line_is_told_from_a_number_nearby():
    line = tuple(map(float, np.polyfit(np.array(MILLION.x) - 1e6, MILLION.y, 1)))
    own = line[0], line[1] - 1e6 * line[0]
    assert line_text(own, MILLION) == "y = 0.350 (x − 1,000,000) + 1.22"
    mirrored = Samples(tuple(-each for each in MILLION.x), MILLION.y)
    assert line_text((-own[0], own[1]), mirrored) == "y = −0.350 (x + 1,000,000) + 1.22"


def test_data_of_everyday_size_is_told_at_a_glance():
    assert line_text((0.2704, -0.8196), seeded_samples(0)) == "y = 0.27 x − 0.82"


def test_a_line_through_years_has_the_figures_that_it_needs():
    years = Samples((1990, 1995, 2000, 2010), (3.5, 4.5, 5, 9.25))
    line = tuple(map(float, np.polyfit(years.x, years.y, 1)))
    assert line_text(line, years) == "y = 0.28714 x − 568.36"


@pytest.mark.parametrize(
    "samples",
    [
        Samples((1, 2, 3), (2, 2, 2)),
        Samples((5, 5), (1, 2)),
        Samples((0, 0), (0, 0)),
        Samples((1, 2), (1e90, 2e90)),
        Samples((1e-6, 2e-6), (3e-9, 4e-9)),
    ],
)
def test_any_data_has_a_line_of_few_letters(samples):
    for line in ((0.0, 2.0), (-4.5e-17, 1.9999999999999993), (1e90, 0.0), (-1e5, 1e5)):
        text = line_text(line, samples)
        read(text)
        assert len(text) <= 60, text


@pytest.mark.parametrize(
    ("low", "high", "number"),
    [
        (999_999.6, 1_000_002.4, 1_000_000),
        (-1_000_002.4, -999_999.6, -1_000_000),
        (0, 4, 0),
        (1986, 2014, 0),
        (5, 5, 0),
        (100_000, 100_010, 100_000),
    ],
)
def test_a_range_far_from_nought_is_counted_from_a_round_number(low, high, number):
    assert counted_from(low, high) == number
