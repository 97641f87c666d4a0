"""Wording: one is not several, and what is no number is told in words."""

import math

import pytest
from hypothesis import given, strategies as some

from mountain.wording import counted, distance, figure, figures, length


@pytest.mark.parametrize(("number", "told"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows")])
def test_one_is_not_several(number: int, told: str) -> None:
    assert counted(number, "row") == told


def test_a_number_has_its_form_unless_it_is_long() -> None:
    assert figure(0.125, ".2f", "") == "0.12"
    assert figure(-1234.5, ".0f", "") == "-1234"
    assert figure(1e300, ".2f", "") == "1e+300"


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_told_in_other_words(value: float) -> None:
    assert figure(value, ".2f", "too steep") == "too steep"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (0.5, "0.50"),
        (-0.0912, "−0.091"),
        (999.999, "1000.00"),
        (-12345.6, "−12346"),
        (1.234e9, "1.23e+09"),
        (-1.3e-5, "−1.3e−05"),
    ],
)
def test_figures_are_as_many_as_one_reads_at_a_glance(value: float, text: str) -> None:
    assert figures(value) == text


@given(some.floats(allow_nan=False, allow_infinity=False))
def test_figures_are_short_near_the_number_and_never_a_signed_zero(value: float) -> None:
    text = figures(value)
    assert len(text) <= 10
    assert text != "−0"
    assert float(text.replace("−", "-")) == pytest.approx(value, rel=0.06)


@pytest.mark.parametrize(
    ("value", "form", "told"),
    [
        (9461.7, ".2g", "9462"),
        (24950.0, ".3g", "24950"),
        (0.00012, ".2g", "0.00012"),
        (-1234.5, ".2g", "-1234"),
        (5e12, ".2g", "5e+12"),
        (3.14159, ".2f", "3.14"),
    ],
)
def test_a_few_figures_of_a_distance_in_metres_bring_no_power_of_ten(value, form, told):
    assert figure(value, form, "none") == told


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        (316.78, "m", "317 m"),
        (-12.3, "m", "-12 m"),
        (0.0213, "m", "0.021 m"),
        (9286.2, "m", "9286 m"),
        (12_345.6, "m", "12.3 km"),
        (316.78, "", "316.78"),
        (math.inf, "m", "endlessly"),
        (math.nan, "m", "endlessly"),
    ],
)
def test_a_length_in_metres_has_its_unit_and_few_figures(value, unit, told):
    assert length(value, ".2f", "endlessly", unit) == told


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        (45.3, "m", "45 m"),
        (999.4, "m", "999 m"),
        (999.6, "m", "1.0 km"),
        (1457.0, "m", "1.5 km"),
        (9849.0, "m", "9.8 km"),
        (9949.0, "m", "9.9 km"),
        (9951.0, "m", "10 km"),
        (13_270.0, "m", "13 km"),
        (2500.0, "", "2500.00"),
        (1e12, "m", "1e+12"),
        (math.inf, "m", "endlessly"),
        (math.nan, "m", "endlessly"),
    ],
)
def test_a_distance_from_a_kilometre_on_is_told_in_kilometres(value, unit, told):
    assert distance(value, ".2f", "endlessly", unit) == told
