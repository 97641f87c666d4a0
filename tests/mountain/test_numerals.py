"""Numbers as people write them."""

import math

import hypothesis.strategies as st
import pytest
from hypothesis import given

from mountain.numerals import Numeral, numeral

WRITTEN = {
    3.0: Numeral("3"),
    0.5: Numeral("0.5"),
    1e22: Numeral("1e+22"),
    math.pi: Numeral("", "pi"),
    2 * math.pi: Numeral("2", "pi"),
    3 * math.pi / 4: Numeral("3", "pi", 4),
    math.e: Numeral("", "e"),
    1 / 3: Numeral("1", "", 3),
    22 / 7: Numeral("22", "", 7),
    math.sqrt(2): Numeral("2", "sqrt"),
    1.2345678901: Numeral("1.2345678901"),
    0.3333333: Numeral("0.3333333"),
}


def _worth(written: Numeral) -> float:
    size = float(written.digits or 1)
    if written.symbol == "sqrt":
        size = math.sqrt(size)
    elif written.symbol:
        size *= {"pi": math.pi, "e": math.e}[written.symbol]
    return size / written.divisor


@pytest.mark.parametrize("size", WRITTEN)
def test_a_number_is_written_as_one_would(size):
    assert numeral(size) == WRITTEN[size]


@given(
    st.floats(0, allow_infinity=False)
    | st.tuples(st.integers(0, 999), st.integers(1, 99)).map(lambda pair: pair[0] / pair[1])
    | st.tuples(st.integers(1, 99), st.integers(1, 180)).map(lambda p: p[0] * math.pi / p[1])
    | st.integers(0, 9999).map(math.sqrt)
)
def test_a_number_as_written_is_the_very_number(size):
    assert _worth(numeral(size)) == size


@given(st.floats(1e-300, 1e300))
def test_what_is_written_nearly_is_off_by_the_last_digit_at_most(size):
    assert _worth(numeral(size, nearly=True)) == pytest.approx(size, rel=5e-16)
