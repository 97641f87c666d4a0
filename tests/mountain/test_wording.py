"""Wording: one is not several, and what is no number is told in words."""

import math

import pytest

from mountain.wording import counted, figure


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
