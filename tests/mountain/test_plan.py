"""The plan: what it refuses, and that it survives being written down."""

import dataclasses
import json
import math

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

import mountain
from main import main
from mountain import OPTIMIZERS, PARAMETERS, READINGS, SCHEDULES, Plan, SettingError

NOT_FINITE = [math.nan, math.inf, -math.inf]

positive = st.floats(min_value=0, exclude_min=True, allow_infinity=False)
not_negative = st.floats(min_value=0, allow_infinity=False)
below_one = st.floats(0, 1, exclude_max=True)
plans = st.builds(
    Plan,
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    learning_rate=positive,
    measure_every=st.integers(1, 10**9),
    momentum=below_one | st.just(math.nan),
    beta1=below_one | st.just(math.nan),
    beta2=below_one | st.just(math.nan),
    alpha=below_one | st.just(math.nan),
    epsilon=positive | st.just(math.nan),
    weight_decay=not_negative | st.just(math.nan),
    schedule=st.sampled_from(list(SCHEDULES)),
    schedule_steps=st.integers(1, 10**9),
    schedule_factor=st.floats(0, 1, exclude_min=True),
    warm_up=st.integers(0, 10**9),
    stride_cap=positive | st.just(math.inf),
    shared_noise=st.booleans(),
    resolution=st.floats(0, 1),
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
    if PARAMETERS[name].endless and value == math.inf:
        assert getattr(Plan(**{name: value}), name) == math.inf
        return
    if PARAMETERS[name].by_optimizer and math.isnan(value):
        # What a plan has when nothing is said.
        assert Plan(**{name: value}) == Plan()
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


@pytest.mark.parametrize("name", NUMBERS)
def test_every_range_has_a_reason_that_stands_in_the_refusal(name):
    parameter = PARAMETERS[name]
    assert math.isfinite(parameter.minimum)
    assert len(parameter.why) > 10
    with pytest.raises(SettingError) as refusal:
        Plan(**{name: parameter.minimum - 1})
    assert f" ({parameter.why}); try " in str(refusal.value)
    assert len(str(refusal.value)) < 200


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


#: PyTorch's defaults, where they are not those of most.
OWN_DEFAULTS = {
    "adagrad": {"epsilon": 1e-10},
    "adadelta": {"alpha": 0.9, "epsilon": 1e-6},
    "adamw": {"weight_decay": 0.01},
    "lion": {"beta2": 0.99},
}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_comes_with_its_own_defaults(name):
    usual = {
        "momentum": 0.9,
        "beta1": 0.9,
        "beta2": 0.999,
        "alpha": 0.99,
        "epsilon": 1e-8,
        "weight_decay": 0.0,
    }
    expected = usual | OWN_DEFAULTS.get(name, {})
    direct, chosen = Plan(optimizer=name), Plan().with_settings({"optimizer": name})
    assert direct == chosen
    assert {each: getattr(direct, each) for each in usual} == expected


def test_another_optimizer_brings_its_defaults_and_the_same_one_leaves_all_as_it_is():
    plan = Plan(optimizer="adagrad", epsilon=0.5, learning_rate=0.3, seed=7)
    assert plan.with_settings({"optimizer": "adagrad", "seed": 8}).epsilon == 0.5
    other = plan.with_settings({"optimizer": "adadelta"})
    assert (other.epsilon, other.alpha, other.learning_rate, other.seed) == (1e-6, 0.9, 0.3, 7)
    told = plan.with_settings({"optimizer": "adadelta", "alpha": 0.7})
    assert (told.epsilon, told.alpha) == (1e-6, 0.7)


def test_plans_are_equal_whether_a_default_was_told_or_not():
    assert Plan(momentum=0.9, epsilon=1e-8) == Plan()
    assert hash(Plan(momentum=0.9)) == hash(Plan())
    assert not any(value != value for value in Plan().as_json().values())


@pytest.mark.parametrize(
    ("settings", "plain"),
    [
        ({}, True),
        ({"noise": 1.0, "measure_every": 3, "ascend": True}, True),
        ({"weight_decay": 0.1}, False),
        ({"schedule": "cosine"}, False),
        ({"warm_up": 1}, False),
        ({"stride_cap": 2.0}, False),
        ({"optimizer": "momentum"}, False),
    ],
)
def test_a_plain_hiker_steps_eta_times_the_reading_and_nothing_else(settings, plain):
    assert Plan(**settings).plain is plain


OUT_OF_RANGE = [
    ("momentum", 1.0, "at least 0 and below 1", "never slows down"),
    ("momentum", -0.1, "at least 0 and below 1", "never slows down"),
    ("beta1", 1.0, "at least 0 and below 1", "nothing new is ever learnt"),
    ("beta1", -0.5, "at least 0 and below 1", "nothing new is ever learnt"),
    ("beta2", 1.0, "at least 0 and below 1", "nothing new is ever learnt"),
    ("beta2", 1.5, "at least 0 and below 1", "nothing new is ever learnt"),
    ("alpha", 1.0, "at least 0 and below 1", "nothing new is ever learnt"),
    ("alpha", -1e-9, "at least 0 and below 1", "nothing new is ever learnt"),
    ("epsilon", 0.0, "above 0", "divided by nothing"),
    ("epsilon", -1e-8, "above 0", "divided by nothing"),
    ("weight_decay", -0.01, "at least 0", "drive the hiker off"),
    ("schedule_steps", 0, "at least 1", "one step at least"),
    ("schedule_factor", 0.0, "above 0 and at most 1", "nobody moves"),
    ("schedule_factor", 1.1, "above 0 and at most 1", "grow without end"),
    ("warm_up", -1, "at least 0", "none to warm up in"),
    ("stride_cap", 0.0, "above 0, or inf", "nobody moves"),
    ("stride_cap", -1.0, "above 0, or inf", "nobody moves"),
    ("resolution", -0.1, "at least 0 and at most 1", "all of gravity"),
    ("resolution", 1.1, "at least 0 and at most 1", "all of gravity"),
]


@pytest.mark.parametrize(("name", "value", "bounds", "reason"), OUT_OF_RANGE)
def test_what_no_optimizer_can_walk_with_is_refused_with_the_range_and_its_reason(
    name, value, bounds, reason
):
    for make in (lambda: Plan(**{name: value}), lambda: Plan().with_settings({name: value})):
        with pytest.raises(SettingError, match=f"^{name}: must be a (whole )?number ") as refusal:
            make()
        message = str(refusal.value)
        assert bounds in message
        assert f", not {value!r}" in message
        assert reason in message
        assert "\n" not in message


@pytest.mark.parametrize(("name", "value", "bounds", "reason"), OUT_OF_RANGE)
def test_the_command_line_refuses_it_in_one_line_too(name, value, bounds, reason, capsys):
    option = f"--{name.replace('_', '-')}"
    assert main(["hike", "--optimizer", "adam", option, str(value)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert option in err
    assert bounds in err
    assert reason in err


def test_the_command_line_gives_each_optimizer_its_defaults_and_its_options(capsys):
    words = ["hike", "--terrain", "bowl", "--no-stop", "--steps", "1", "--measure-every", "1"]
    words += ["--reading", "exact", "--start", "2,0", "--learning-rate", "0.5", "--json"]
    ends = []
    for more in (["adam"], ["adamw"], ["adamw", "--weight-decay", "0.5"], ["adagrad"]):
        assert main([*words, "--optimizer", *more]) == 0
        ends.append(json.loads(capsys.readouterr().out)["x"])
    assert ends == pytest.approx([1.5, 1.5 - 0.5 * 0.01 * 2, 1.5 - 0.5 * 0.5 * 2, 1.5], abs=1e-6)
