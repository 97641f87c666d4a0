"""One setting: what it takes, what it refuses, and how it is written."""

import math

import hypothesis.strategies as st
import pytest
from hypothesis import given

from mountain import PARAMETERS, Parameter, SettingError

RATE = PARAMETERS["learning_rate"]
EVERY = PARAMETERS["measure_every"]
DAYLIGHT = PARAMETERS["daylight"]
CLIMB = PARAMETERS["ascend"]
READING = PARAMETERS["reading"]


def _refusal(parameter: Parameter, text: str) -> str:
    with pytest.raises(SettingError) as refusal:
        parameter.read(text)
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("parameter", "text", "value"),
    [
        (RATE, "0.5", 0.5),
        (RATE, " 1e-3 ", 0.001),
        (RATE, "2", 2.0),
        (EVERY, "7", 7),
        (DAYLIGHT, "inf", math.inf),
        (DAYLIGHT, "60", 60.0),
        (CLIMB, "true", True),
        (CLIMB, "false", False),
        (READING, "feet", "feet"),
    ],
)
def test_a_text_is_read_as_a_value_of_the_setting_s_type(parameter, text, value):
    read = parameter.read(text)
    assert read == value
    assert type(read) is type(parameter.default)


@pytest.mark.parametrize("text", ["", "abc", "nan", "inf", "-inf", "0", "-1", "0x10", "1e999"])
def test_a_text_that_is_no_learning_rate_is_refused_with_one_that_is(text):
    message = _refusal(RATE, text)
    assert message.startswith("learning_rate: must be a number above 0, not ")
    assert message.endswith("; try 0.02")


@pytest.mark.parametrize("text", ["0", "-3", "1.5", "1e3", "inf", "nan", "2000000000", "9" * 400])
def test_a_text_that_is_no_number_of_steps_is_refused(text):
    message = _refusal(EVERY, text)
    assert "must be a whole number at least 1 and at most 1000000000, not " in message
    assert message.endswith("; try 10")


@pytest.mark.parametrize("text", ["0", "-inf", "nan", "dusk"])
def test_daylight_that_is_no_time_is_refused_and_told_that_it_may_be_endless(text):
    assert ", or inf, not" in _refusal(DAYLIGHT, text)


@pytest.mark.parametrize("text", ["1", "0", "yes", ""])
def test_a_text_that_is_neither_true_nor_false_is_refused(text):
    assert "must be true or false" in _refusal(CLIMB, text)


def test_a_choice_nearly_right_is_answered_with_the_right_one():
    assert _refusal(READING, "feets") == "reading: 'feets' is not known; did you mean 'feet'?"


def test_a_choice_all_wrong_is_answered_with_the_list():
    assert _refusal(READING, "sonar!") == "reading: 'sonar!' is not known; try phone, feet, exact"


@pytest.mark.parametrize("text", ["1", "1.0", "2", "-0.1", "inf", "nan"])
def test_a_momentum_out_of_range_is_refused_with_the_range_and_its_reason(text):
    message = _refusal(PARAMETERS["momentum"], text)
    assert message.startswith("momentum: must be a number at least 0 and below 1, not ")
    assert message.endswith(" (from 1 on a hiker never slows down); try 0.9")


@pytest.mark.parametrize("text", ["0", "-1", "nan", "far"])
def test_a_stride_that_is_no_length_is_refused_and_told_that_it_may_be_endless(text):
    assert "must be a number above 0, or inf, not" in _refusal(PARAMETERS["stride_cap"], text)


@given(st.floats(min_value=1e-300, allow_nan=False, allow_infinity=False))
def test_a_number_written_out_in_full_is_read_back_the_same(value):
    assert RATE.read(repr(value)) == value


@given(st.integers(1, 10**9))
def test_a_whole_number_is_read_back_the_same(value):
    assert EVERY.read(str(value)) == value


@pytest.mark.parametrize(
    ("parameter", "value", "shown"),
    [
        (RATE, 0.02, "0.0200"),
        (EVERY, 10, "10 steps"),
        (DAYLIGHT, 480.0, "480 min"),
        (DAYLIGHT, math.inf, "endless"),
        (READING, "phone", "Phone"),
    ],
)
def test_a_value_is_shown_with_its_decimals_and_its_unit(parameter, value, shown):
    assert parameter.shown(value) == shown


@pytest.mark.parametrize("parameter", PARAMETERS.values(), ids=lambda each: each.name)
def test_every_setting_is_told_in_words_and_its_slider_stays_within_what_makes_sense(parameter):
    assert parameter.label
    assert parameter.meaning.endswith(".")
    assert parameter.checked(parameter.default) == parameter.default
    if not parameter.choices and not isinstance(parameter.default, bool):
        assert parameter.low < parameter.high
        assert parameter.checked(parameter.low) == parameter.low
        assert parameter.checked(parameter.high) == parameter.high
        assert parameter.low <= parameter.default <= parameter.high or (
            parameter.endless and parameter.default == math.inf
        )
        assert parameter.low > 0 or not parameter.logarithmic
