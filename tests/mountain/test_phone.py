"""A crowd's phone: the heights that single hikers feel, and steps that are made by the way."""

import numpy as np
import pytest
from numpy.typing import NDArray

from mountain.callees import CROWD_LANES
from mountain.formula import Formula
from mountain.native import compiled_phone, compiled_surfaces

FORMULAS = [
    "x^2 + 3*y",
    "x",
    "7",
    "exp(-(x - 1)^2 - y^2)*cos(x) + sqrt(y)",
    "0.03*(x^4 + y^4) - 2.5*exp(-((x - 1.5)^2 + (y + 1)^2)/2.4) + exp(-(x^2 + y^2)/0.8) - x/3",
    "(x^2 + y - 11)^2 + (x + y^2 - 7)^2 - x*y^3 + 2*y^5",
    "tanh(x*y)/(1 + x^2) + log(x + 4) - tan(y)",
]
H, PER_PROBE = 0.01, 50.0


def _places(count: int) -> NDArray[np.float64]:
    return np.random.default_rng(9).uniform(-2.0, 3.0, (2, count))


def _by_surface(text: str, places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Read the slopes as one hiker does after the other, from four heights."""
    (height,) = compiled_surfaces([Formula(text).node])
    x, y = places
    across = height.at(x + H, y) - height.at(x - H, y)
    along = height.at(x, y + H) - height.at(x, y - H)
    return np.stack([across, along]) * PER_PROBE


def _read(
    text: str,
    places: NDArray[np.float64],
    slopes: NDArray[np.float64],
    stride: float = 0.0,
    strides: int = 0,
    readings: int = 1,
) -> None:
    phone = compiled_phone(Formula(text).node)
    probe = np.array([H, PER_PROBE, stride, strides, readings])
    phone(places.shape[1], *(each.ctypes.data for each in (probe, places, slopes)))


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("count", [CROWD_LANES, 5 * CROWD_LANES])
def test_a_crowd_reads_what_each_would_read_to_the_bit(text, count):
    places, slopes = _places(count), np.empty((2, count))
    _read(text, places, slopes)
    np.testing.assert_array_equal(slopes, _by_surface(text, places))
    np.testing.assert_array_equal(places, _places(count))


@pytest.mark.parametrize("strides", [1, 3])
@pytest.mark.parametrize("readings", [1, 4])
def test_before_each_reading_so_many_steps_are_made_by_the_last(strides, readings):
    text, places = FORMULAS[3], _places(2 * CROWD_LANES)
    slopes, expected = _by_surface(text, places), places.copy()
    felt = slopes.copy()
    for _ in range(readings):
        for _ in range(strides):
            expected += -0.1 * felt
        felt = _by_surface(text, expected)
    _read(text, places, slopes, -0.1, strides, readings)
    np.testing.assert_array_equal(places, expected)
    np.testing.assert_array_equal(slopes, felt)


def test_nobody_moves_or_reads_who_has_no_reading_to_take():
    places, slopes = _places(CROWD_LANES), np.full((2, CROWD_LANES), 3.0)
    _read(FORMULAS[0], places, slopes, 1.0, 5, 0)
    np.testing.assert_array_equal(places, _places(CROWD_LANES))
    assert (slopes == 3.0).all()
