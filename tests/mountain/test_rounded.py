"""Square roots by multiplication: against the processor's own, to the bit."""

import math

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from hypothesis.extra.numpy import arrays

from mountain.callees import Phone
from mountain.expression import X, call
from mountain.native import compiled_phone


def roots(values: np.ndarray) -> np.ndarray:
    """Take roots eight at once, as a crowd's reading does."""
    return _read(compiled_phone(call("sqrt", X)), values)


def _read(phone: Phone, values: np.ndarray) -> np.ndarray:
    """Read √(x + 1) - √(x - 1) with a probe of length 1, per unit of 1."""
    places = np.stack([values, np.zeros(values.size)])
    slopes, probe = np.empty_like(places), np.array([1.0, 1.0, 0.0, 0.0, 1.0])
    phone(values.size, probe.ctypes.data, places.ctypes.data, slopes.ctypes.data)
    return slopes[0]


def expected(values: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        return np.sqrt(values + 1.0) - np.sqrt(values - 1.0)


@pytest.mark.parametrize("seed", range(20))
def test_roots_of_all_sizes_are_the_processor_s_to_the_bit(seed):
    random = np.random.default_rng(seed)
    values = np.exp(random.uniform(-40, 300, 1 << 16))
    np.testing.assert_array_equal(roots(values), expected(values))


@settings(max_examples=300)
@given(arrays(float, 16, elements=st.floats(allow_nan=True, width=64)))
def test_roots_of_whatever_there_is_are_the_processor_s(values):
    np.testing.assert_array_equal(roots(values), expected(values))


def test_nothing_infinity_and_what_has_no_root_are_among_the_usual():
    values = np.array([1.0, 0.0, math.inf, -5.0, math.nan, 4.0, 1e300, 2.0])
    np.testing.assert_array_equal(roots(values), expected(values))
