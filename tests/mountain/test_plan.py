"""The plan: what it refuses, and that it survives being written down."""

import dataclasses
import json
import math

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

import mountain
from mountain import OPTIMIZERS, PARAMETERS, READINGS, Plan, SettingError

NOT_FINITE = [math.nan, math.inf, -math.inf]

positive = st.floats(min_value=0, exclude_min=True, allow_infinity=False)
not_negative = st.floats(min_value=0, allow_infinity=False)
plans = st.builds(
    Plan,
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    learning_rate=positive,
    measure_every=st.integers(1, 10**9),
    ascend=st.booleans(),
    reading=st.sampled_from(list(READINGS)),
    probe_length=positive,
    directions=st.integers(3, 3600),
    noise=not_negative,
    seed=st.integers(0, 2**53),
    flat=not_negative,
    daylight=positive | st.just(math.inf),
    step_minutes=not_negative,
    reading_minutes=not_negative,
    steps=st.integers(0, 10_000_000),
    stop=st.booleans(),
)


@given(plans)
def test_a_plan_written_as_json_is_read_back_the_same(plan):
    text = json.dumps(plan.as_json(), allow_nan=False)
    assert mountain.plan_from_json(json.loads(text)) == plan


@given(plans)
def test_the_stride_is_the_learning_rate_times_the_steps_walked_on_a_reading(plan):
    assert plan.stride == plan.learning_rate * plan.measure_every


def test_every_field_of_a_plan_is_a_setting():
    assert list(PARAMETERS) == [field.name for field in dataclasses.fields(Plan)]


NUMBERS = [
    name
    for name, parameter in PARAMETERS.items()
    if not parameter.choices and not isinstance(parameter.default, bool)
]


@pytest.mark.parametrize("value", NOT_FINITE)
@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_that_is_not_finite_is_refused(name, value):
    if name == "daylight" and value == math.inf:
        assert Plan(daylight=value).daylight == math.inf
        return
    with pytest.raises(SettingError, match=f"^{name}: must be "):
        Plan(**{name: value})


@pytest.mark.parametrize("value", [True, False, "1", None, [1], 1j])
@pytest.mark.parametrize("name", NUMBERS)
def test_what_is_no_number_is_refused_where_a_number_belongs(name, value):
    with pytest.raises(SettingError, match=f"^{name}: must be "):
        Plan(**{name: value})


@pytest.mark.parametrize("value", [1, 0, 1.0, "true", None])
@pytest.mark.parametrize("name", ["ascend", "stop"])
def test_a_number_is_refused_where_true_or_false_belongs(name, value):
    with pytest.raises(SettingError, match=f"^{name}: must be true or false, not "):
        Plan(**{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("learning_rate", 0),
        ("learning_rate", -0.1),
        ("measure_every", 0),
        ("measure_every", -1),
        ("measure_every", 1.5),
        ("measure_every", 10**9 + 1),
        ("measure_every", 10**400),
        ("learning_rate", 10**400),
        ("probe_length", 0),
        ("directions", 2),
        ("noise", -0.1),
        ("seed", -1),
        ("seed", 0.5),
        ("flat", -1e-9),
        ("daylight", 0),
        ("step_minutes", -1),
        ("reading_minutes", -1),
        ("steps", -1),
        ("steps", 10_000_001),
    ],
)
def test_a_number_out_of_range_is_refused_with_one_that_would_work(name, value):
    with pytest.raises(SettingError, match=f"^{name}: must be .*, not .*; try ") as refusal:
        Plan(**{name: value})
    assert "\n" not in str(refusal.value)


def test_a_choice_that_is_not_there_is_answered_with_the_nearest():
    with pytest.raises(SettingError, match="did you mean 'gradient_descent'"):
        Plan(optimizer="gradient_decent")
    with pytest.raises(SettingError, match="did you mean 'phone'"):
        Plan(reading="fone")


def test_a_setting_that_is_not_there_is_refused_with_the_list():
    with pytest.raises(SettingError, match=r"^speed: no such setting; settings are optimizer, "):
        Plan().with_settings({"speed": 3})
    with pytest.raises(SettingError, match="no such setting"):
        mountain.plan_from_json({"learning_rate": 0.1, "lr": 0.1})


def test_a_whole_number_given_as_a_fraction_of_one_is_whole_and_a_rate_is_never_an_integer():
    plan = Plan(measure_every=3.0, learning_rate=1)
    assert type(plan.measure_every) is int
    assert type(plan.learning_rate) is float


def test_a_changed_plan_is_a_new_plan():
    plan = Plan()
    other = plan.with_settings({"learning_rate": 0.5})
    assert (plan.learning_rate, other.learning_rate) == (0.02, 0.5)
    assert other.with_settings({"learning_rate": 0.02}) == plan


def test_numbers_as_numpy_makes_them_are_numbers_too():
    assert Plan(learning_rate=np.float64(0.5)).learning_rate == 0.5
