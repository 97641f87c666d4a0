"""Machine code: our own exponential function, and what a formula cannot say, but a rule can."""

import math
import sys
from decimal import Decimal, localcontext
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from mountain.expression import X, Y, call, number, power
from mountain.machine import give_back_compiler
from mountain.native import compiled_surfaces


def test_the_sign_is_one_nothing_or_minus_one_and_there_is_none_without_an_end():
    values = np.array([3.0, 5e-324, math.inf, -1e-300, -math.inf, 0.0, -0.0, math.nan])
    (surface,) = compiled_surfaces([call("sign", X)])
    found = surface.at(values, values)
    np.testing.assert_array_equal(found, [1, 1, math.nan, -1, math.nan, 0, 0, math.nan])


@pytest.mark.parametrize("value", [0.0, -2.5, math.inf])
def test_what_holds_for_all_points_is_spread_over_them(value):
    (surface,) = compiled_surfaces([number(value)])
    assert surface.at(np.zeros(7), np.zeros(7)).tolist() == [value] * 7


def test_a_power_of_a_number_by_a_place_is_the_system_s():
    (surface,) = compiled_surfaces([power(number(0.96), Y)])
    steps = np.arange(0.0, 40.0, 0.25)
    assert surface.at(steps, steps).tolist() == [math.pow(0.96, step) for step in steps]


def _exp(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Take exp for many points at once, as heights do."""
    return compiled_surfaces([call("exp", X)])[0].at(values, values)


def _spread(count: int) -> NDArray[np.float64]:
    """Return arguments from underflow to overflow, and tiny ones of either sign."""
    random = np.random.default_rng(1)
    tiny = 10.0 ** random.uniform(-320, 0, count // 4) * random.choice([-1, 1], count // 4)
    halves = np.log(2) * (np.arange(-1070, 1020) + 0.5)
    return np.concatenate(
        [random.uniform(-750, 709.78, count), random.uniform(-2, 2, count), tiny, halves]
    )


def test_exp_is_within_one_unit_in_the_last_place_of_the_system_s():
    values = _spread(20_000)
    expected = np.array([math.exp(value) for value in values])
    units = _exp(values).view(np.int64) - expected.view(np.int64)
    assert np.abs(units).max() <= 1


def test_exp_is_within_one_unit_in_the_last_place_of_the_truth():
    values = _spread(400)
    with localcontext(prec=40):
        for value, result in zip(values, _exp(values), strict=True):
            truth = Decimal(float(value)).exp()
            assert abs(Decimal(float(result)) - truth) <= Decimal(math.ulp(float(truth))), value


def test_exp_fades_into_nothing_and_into_infinity():
    values = np.array([-np.inf, -1e308, -746.0, -745.13, 0.0, -0.0, 709.78, 709.79, np.inf, np.nan])
    expected = [0.0, 0.0, 0.0, 5e-324, 1.0, 1.0, math.exp(709.78), np.inf, np.inf, np.nan]
    np.testing.assert_array_equal(_exp(values), expected)


def _compiler_s_code() -> int:
    """Return how much of the compiler's code is in memory, in kB."""
    inside, found = False, 0
    for line in Path("/proc/self/smaps").read_text(encoding="utf-8").splitlines():
        words = line.split()
        if "-" in words[0]:
            inside = words[1] == "r-xp" and "libllvmlite" in line
        elif inside and words[0] == "Rss:":
            found += int(words[1])
    return found


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux is asked")
def test_a_compiler_that_was_given_back_compiles_again():
    places = np.linspace(-2.0, 2.0, 5)
    compiled_surfaces([call("exp", X)])
    before = _compiler_s_code()
    give_back_compiler()
    assert _compiler_s_code() < before / 2
    (surface,) = compiled_surfaces([power(X, number(3.0))])
    assert surface.at(places, places).tolist() == [-8.0, -1.0, 0.0, 1.0, 8.0]
