"""Metres as they are typed in one country and in another, and read rightly or not at all."""

import re

import pytest
from hypothesis import given, strategies as st

from ui.metres import MetresError, length_text, metres_of


@pytest.mark.parametrize(
    ("typed", "metres"),
    [
        ("0", 0.0),
        ("1200", 1200.0),
        (" −10 m ", -10.0),
        ("1200,5", 1200.5),
        ("1.5", 1.5),
        ("1.0", 1.0),
        ("0.125", 0.125),
        ("0,125", 0.125),
        ("1.0000", 1.0),
        ("1234.567", 1234.567),
        ("1 200", 1200.0),
        ("1\N{NO-BREAK SPACE}200 m", 1200.0),
        ("1\N{NARROW NO-BREAK SPACE}200\N{NARROW NO-BREAK SPACE}000", 1_200_000.0),
        ("1'000", 1000.0),
        ("-1\N{RIGHT SINGLE QUOTATION MARK}000,25", -1000.25),
        ("1 200.500", 1200.5),
    ],
)
def test_a_height_is_read_as_it_is_meant(typed, metres):
    assert metres_of(typed) == metres


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1.000", "1.000 may be 1.0 or 1000: type 1000 or 1.0"),
        ("2,000 m", "2,000 may be 2.0 or 2000: type 2000 or 2.0"),
        ("−12.345", "-12.345 may be -12.3450 or -12345: type -12345 or -12.3450"),
        ("900,250", "900,250 may be 900.25 or 900250: type 900250 or 900.25"),
    ],
)
def test_what_may_be_a_thousand_times_as_much_is_asked_about(typed, said):
    with pytest.raises(MetresError) as refused:
        metres_of(typed)
    assert str(refused.value) == said
    many, few = said.partition(": type ")[2].split(" or ")
    assert metres_of(many) == 1000 * metres_of(few)


@pytest.mark.parametrize(
    "typed", ["", "high", "nan", "inf", "1e999", "1 20", "12 34 567", "1 0000", "1.200,5", "1,2,3"]
)
def test_what_is_no_number_of_metres_is_refused(typed):
    with pytest.raises(MetresError, match="Type three numbers"):
        metres_of(typed)


@given(st.integers(-(10**9), 10**9), st.sampled_from("_ '"))
def test_whole_metres_are_read_with_gaps_between_thousands_and_without(metres, gap):
    typed = f"{metres:,}".replace(",", "" if gap == "_" else gap)
    assert metres_of(typed) == metres


@given(st.floats(-1e6, 1e6))
def test_no_number_with_a_point_is_read_as_another(metres):
    typed = repr(metres)
    if re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", typed):
        with pytest.raises(MetresError, match="may be"):
            metres_of(typed)
    else:
        assert metres_of(typed) == metres


def test_lengths_are_told_in_metres_or_kilometres():
    assert [length_text(each) for each in (30.0, 1999.0, 72500.0)] == ["30 m", "1,999 m", "72.5 km"]
