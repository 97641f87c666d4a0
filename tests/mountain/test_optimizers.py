"""The ways of walking against PyTorch's, against closed forms, and what holds for all of them."""

import json
import math
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

import mountain
from mountain import (
    OPTIMIZERS,
    PARAMETERS,
    Formula,
    Optimizer,
    Plan,
    Terrain,
    Track,
    Window,
    records,
)
from mountain.symbols import sign

ORACLE = json.loads((Path(__file__).parents[1] / "oracles" / "torch_trajectories.json").read_text())
EXACTLY = {"reading": "exact", "measure_every": 1, "daylight": math.inf, "stop": False}


NUDGES = (1, 1 + 1e-14, 1 - 1e-14)


def _terrain(text: str) -> Terrain:
    return Terrain("drawn", "Drawn", Formula(text), Window(-5.0, 5.0, -5.0, 5.0))


def _hike(text: str, plan: Plan, place: tuple[float, float], steps: int) -> Track:
    return mountain.advance(mountain.start(_terrain(text), plan, place), steps)


def _title(case: dict[str, Any]) -> str:
    plan, function = case["plan"], case["function"]
    other = "-other-settings" if "weight_decay" in plan else ""
    return f"{plan['optimizer']}-{'up-' if plan['ascend'] else ''}{function}{other}"


@pytest.mark.parametrize("case", ORACLE["trajectories"], ids=_title)
def test_every_rule_walks_as_pytorch_s_optimizer_of_that_name_does(case):
    plan = Plan(**case["plan"], **EXACTLY)
    every, places = ORACLE["every"], np.array(case["places"])
    steps = every * (len(places) - 1)
    tracks = [_hike(case["formula"], plan, tuple(places[0] * nudge), steps) for nudge in NUDGES]
    walked, *nudged = (np.column_stack([each.x, each.y])[::every] for each in tracks)
    # Where a rule divides by what has come to rest, the last digit decides where it goes on.
    apart = np.max([np.abs(each - walked) for each in nudged], axis=0)
    steady = np.logical_and.accumulate((apart <= 1e-10 * np.abs(walked)).all(-1))
    assert steady.sum() >= 6
    np.testing.assert_allclose(walked[steady], places[steady], rtol=1e-9, atol=0)


def test_every_rule_is_compared_on_five_functions_and_with_settings_of_its_own():
    for name, optimizer in OPTIMIZERS.items():
        cases = [case for case in ORACLE["trajectories"] if case["plan"]["optimizer"] == name]
        assert len({case["function"] for case in cases}) >= 5
        assert any(set(optimizer.uses) <= set(case["plan"]) for case in cases)
        assert any(case["plan"]["ascend"] for case in cases)


@pytest.mark.parametrize("rate", [0.05, 0.3, 0.45, 0.49])
def test_on_a_quadratic_each_step_multiplies_the_distance_by_one_minus_eta_lambda(rate):
    plan = Plan(learning_rate=rate, **EXACTLY)
    track = _hike("x^2 + 2*y^2", plan, (1.5, -2.0), 40)
    steps = np.arange(41)
    np.testing.assert_allclose(track.x, 1.5 * (1 - 2 * rate) ** steps, rtol=1e-12)
    np.testing.assert_allclose(track.y, -2.0 * (1 - 4 * rate) ** steps, rtol=1e-12, atol=1e-15)


def test_on_a_quadratic_momentum_is_the_recurrence_of_a_heavy_ball():
    rate, mu = 0.1, 0.8
    plan = Plan(optimizer="momentum", learning_rate=rate, momentum=mu, **EXACTLY)
    x = _hike("x^2/2", plan, (2.0, 0.0), 60).x
    # A ball of two eigenvalues, the roots of z² - (1 + μ - ηλ) z + μ.
    first, second = np.roots([1, -(1 + mu - rate), mu])
    share = (x[1] - second * x[0]) / (first - second)
    steps = np.arange(61)
    expected = share * first**steps + (x[0] - share) * second**steps
    np.testing.assert_allclose(x, expected.real, rtol=0, atol=1e-13)


@pytest.mark.parametrize("slope", [1e-3, 1.0, 250.0])
def test_on_a_steady_slope_adagrad_s_step_falls_with_the_root_of_time(slope):
    plan = Plan(optimizer="adagrad", learning_rate=0.1, **EXACTLY)
    x = _hike(f"{slope}*x", plan, (4.0, 0.0), 200).x
    np.testing.assert_allclose(np.diff(x), -0.1 / np.sqrt(np.arange(1, 201)), rtol=1e-6)


@pytest.mark.parametrize("name", ["adam", "adamw", "rmsprop"])
@pytest.mark.parametrize("slopes", [(1e-4, 30.0), (2.0, -0.7)])
def test_the_first_step_is_as_long_whatever_the_slope(name, slopes):
    plan = Plan(optimizer=name, learning_rate=0.1, weight_decay=0.0, **EXACTLY)
    track = _hike(f"{slopes[0]}*x + ({slopes[1]})*y", plan, (0.0, 0.0), 1)
    # RMSProp does not correct its average for beginning at 0, and strides ten times as far.
    length = 0.1 / math.sqrt(1 - plan.alpha) if name == "rmsprop" else 0.1
    expected = -length * np.sign(slopes)
    np.testing.assert_allclose([track.x[1], track.y[1]], expected, rtol=2e-3)


def test_on_a_steady_slope_adam_steps_eta_for_ever():
    x = _hike("3*x", Plan(optimizer="adam", learning_rate=0.01, **EXACTLY), (4.0, 0.0), 300).x
    np.testing.assert_allclose(np.diff(x), -0.01, rtol=1e-8)


def test_lion_steps_eta_along_every_axis_that_is_not_level():
    plan = Plan(optimizer="lion", learning_rate=0.01, **EXACTLY)
    track = _hike("sin(2*x)*cos(y) + x^2/10", plan, (1.9, 1.4), 300)
    for walked in (track.x, track.y):
        np.testing.assert_allclose(np.abs(np.diff(walked)), 0.01, rtol=1e-12)
    level = _hike("x^2", plan, (1.9, 1.4), 50)
    assert set(level.y) == {1.4}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_without_memory_of_slopes_or_decay_nobody_moves_on_level_ground(name):
    plan = Plan(optimizer=name, weight_decay=0.0, flat=0.0, **EXACTLY)
    track = _hike("7 + 0*x", plan, (1.0, -2.0), 50)
    assert (set(track.x), set(track.y)) == ({1.0}, {-2.0})


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_axis_that_is_level_leaves_the_other_as_it_is(name):
    plan = Plan(optimizer=name, weight_decay=0.0, **EXACTLY)
    ravine = _hike("sin(x) + y^2", plan, (1.0, 1.0), 60)
    groove = _hike("sin(x)", plan, (1.0, 1.0), 60)
    assert groove.x.tolist() == ravine.x.tolist()
    assert set(groove.y) == {1.0}


_HYPERPARAMETERS = {
    name: st.floats(
        parameter.minimum,
        min(parameter.maximum, 1e300),
        exclude_min=parameter.above,
        exclude_max=parameter.below,
    )
    for name, parameter in PARAMETERS.items()
    if parameter.by_optimizer
}
_SENSIBLE = {
    "momentum": st.floats(0, 0.99),
    "beta1": st.floats(0, 0.999),
    "beta2": st.floats(0, 0.9999),
    "alpha": st.floats(0, 0.999),
    "epsilon": st.floats(1e-12, 1.0),
    "weight_decay": st.floats(0, 1.0),
}
#: A bowl, a place without ground, an endless depth, a steep one, a level one, and one with an edge.
_GROUNDS = [
    "x^2 + 3*y^2",
    "sqrt(x) + y^2",
    "log(x) + y^2",
    "x^9*1e290 - y^3",
    "0*x",
    "abs(x) + 1/y",
]


@pytest.mark.parametrize("hyperparameters", [_HYPERPARAMETERS, _SENSIBLE], ids=["any", "sensible"])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_whatever_the_settings_nothing_but_the_fate_lost_is_not_a_number(name, hyperparameters):
    @given(
        st.fixed_dictionaries(hyperparameters),
        st.floats(1e-6, 1e6),
        st.tuples(st.floats(-3, 3), st.floats(-3, 3)),
        st.sampled_from(_GROUNDS),
        st.sampled_from([(reading, k) for reading in ("phone", "feet", "exact") for k in (1, 3)]),
        st.tuples(st.booleans(), st.booleans(), st.sampled_from([0.5, math.inf])),
    )
    def check(settings, rate, place, ground, reading, others):
        plan = Plan(
            optimizer=name,
            learning_rate=rate,
            reading=reading[0],
            measure_every=reading[1],
            stop=others[0],
            ascend=others[1],
            stride_cap=others[2],
            daylight=math.inf,
            **settings,
        )
        with np.errstate(all="ignore"):
            if not math.isfinite(float(_terrain(ground).ground.height(*place))):
                return
            track = _hike(ground, plan, place, 25)
            known = [np.isfinite(getattr(track, each)) for each in ("x", "y", "grad_x", "grad_y")]
            whole = np.logical_and.reduce(known)
            assert (track.rows["stopped"][~whole] == records.LOST).all()
            if not whole.all():
                assert mountain.ending(track).fate.name == "lost"
        assert np.isfinite(track.minutes).all()
        assert np.isfinite(track.learning_rate).all()
        for each in records.MEMORY.names:
            assert not np.isnan(track.pages[each][whole]).any(), each

    check()


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_who_has_read_an_endless_slope_is_lost_and_stays_so(name):
    # One probe lies where the ground has no bottom. Lion could make a step of that all the same.
    plan = Plan(optimizer=name, probe_length=0.5, measure_every=4, stop=False, daylight=math.inf)
    for steps in (0, 2, 9):
        track = _hike("log(x) + y^2", plan, (0.5, 1.0), steps)
        assert track.grad_x[0] == math.inf
        assert set(track.rows["stopped"]) == {records.LOST}
        assert mountain.ending(track).fate.name == "lost"


def test_who_walks_through_slopes_of_every_size_remembers_no_crumbs():
    # Numbers below 2e-308 are slow to compute with; what fades away becomes 0 at once.
    plan = Plan(optimizer="momentum", momentum=0.01, steps=400, **EXACTLY)
    track = _hike("x^64/1e300", plan, (1.5, 0.0), 400)
    velocities = np.abs(track.pages["first_x"])
    assert ((velocities == 0) | (velocities >= 1e-300)).all()


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("cap", [0.02, 0.5])
def test_no_step_is_longer_than_the_longest_stride(name, cap):
    plan = Plan(optimizer=name, learning_rate=0.4, stride_cap=cap, **EXACTLY)
    free = plan.with_settings({"stride_cap": math.inf})
    track, other = (_hike("x^4/4 - x*y + y^2", each, (2.0, -1.5), 100) for each in (plan, free))
    lengths = np.hypot(np.diff(track.x), np.diff(track.y))
    assert lengths.max() <= cap * (1 + 1e-12)
    first = np.array([other.x[1] - 2.0, other.y[1] + 1.5])
    step = np.array([track.x[1] - 2.0, track.y[1] + 1.5])
    # The first step keeps its direction, and its length where that is short enough.
    np.testing.assert_allclose(step, first * min(1, cap / np.hypot(*first)), rtol=1e-9)


@pytest.mark.parametrize(
    "other",
    [
        {"optimizer": "lion", "beta1": 0.0},
        {"optimizer": "momentum", "momentum": 0.0},
        {"stride_cap": 1.0},
    ],
)
def test_who_does_not_walk_by_plain_gradient_descent_is_told_of_no_limit(other):
    plan = Plan(learning_rate=0.5, measure_every=1, steps=200, **other)
    ending = mountain.ending(_hike("2*x^2 + 2*y^2", plan, (0.25, 0.25), 200))
    assert ending.fate.name == "bouncing"
    assert ending.reason.endswith("sent you back the way you came. η = 0.5, k = 1.")


def _signum(g: Any, p: Any, memory: tuple[Any, ...], s: Any) -> Any:
    """Step by the sign of the velocity (Bernstein et al. 2018)."""
    (v,) = memory
    v = s.momentum * v + (1 - s.momentum) * g
    return -(s.learning_rate * sign(v)), (v,)


def test_a_new_way_of_walking_is_one_function_and_one_row_of_the_table(monkeypatch):
    row = Optimizer("signum", "Signum", _signum, ("momentum",), ("v",), {"momentum": 0.5})
    monkeypatch.setitem(OPTIMIZERS, "signum", row)
    monkeypatch.setitem(PARAMETERS["optimizer"].choices, "signum", row.title)
    plan = Plan().with_settings({"optimizer": "signum", "learning_rate": 0.125, **EXACTLY})
    assert plan.momentum == 0.5
    track = _hike("x^2 - 3*y", plan, (1.0, 0.0), 12)
    v, x = 0.0, [1.0]
    for _ in range(12):
        v = 0.5 * v + 0.5 * 2 * x[-1]
        x.append(x[-1] - 0.125 * float(np.sign(v)))
    assert track.x.tolist() == x
    assert track.y.tolist() == [0.125 * step for step in range(13)]
    lasts = mountain.outcomes(_terrain("x^2 - 3*y"), [plan] * 2, np.array([[1.0, 0.0]] * 2), 12)
    assert lasts["x"].tolist() == [x[-1]] * 2
