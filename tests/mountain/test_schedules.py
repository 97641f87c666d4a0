"""Schedules of the learning rate against PyTorch's, and what a walk makes of them."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

import mountain
from mountain import SCHEDULES, Formula, Plan, Terrain, Track, Window, records

ORACLE = json.loads((Path(__file__).parents[1] / "oracles" / "torch_trajectories.json").read_text())
ENDLESS = {"reading": "exact", "daylight": math.inf, "stop": False}


def _hike(text: str, plan: Plan, steps: int) -> Track:
    terrain = Terrain("drawn", "Drawn", Formula(text), Window(-5.0, 5.0, -5.0, 5.0))
    return mountain.advance(mountain.start(terrain, plan, (1.0, 1.0)), steps)


def _title(case: dict[str, dict[str, object]]) -> str:
    return "{schedule}-{schedule_steps}-{warm_up}".format(**case["plan"])


@pytest.mark.parametrize("case", ORACLE["schedules"], ids=_title)
def test_every_schedule_has_pytorch_s_learning_rates(case):
    track = _hike("x + y", Plan(**case["plan"], **ENDLESS), len(case["rates"]))
    np.testing.assert_allclose(track.learning_rate[1:], case["rates"], rtol=1e-12, atol=1e-12)


def test_every_schedule_is_compared_with_warm_up_and_without():
    tried = {
        (case["plan"]["schedule"], case["plan"]["warm_up"] > 0) for case in ORACLE["schedules"]
    }
    assert tried == {(name, warm) for name in SCHEDULES for warm in (False, True)}


@pytest.mark.parametrize("name", SCHEDULES)
def test_on_a_steady_slope_each_step_is_as_long_as_its_learning_rate(name):
    plan = Plan(schedule=name, schedule_steps=7, warm_up=3, learning_rate=0.02, **ENDLESS)
    track = _hike("x", plan, 40)
    np.testing.assert_allclose(-np.diff(track.x), track.learning_rate[1:], rtol=0, atol=1e-15)


def test_a_schedule_goes_by_steps_and_not_by_readings():
    plan = Plan(schedule="exponential", schedule_factor=0.9, learning_rate=0.1, **ENDLESS)
    often, seldom = (
        _hike("x^2", plan.with_settings({"measure_every": every}), 30) for every in (1, 7)
    )
    assert often.learning_rate.tolist() == seldom.learning_rate.tolist()


def test_a_schedule_goes_on_where_another_knob_is_turned():
    plan = Plan(
        schedule="step", schedule_steps=5, schedule_factor=0.5, learning_rate=1e-3, **ENDLESS
    )
    track = mountain.replan(_hike("x^2", plan, 7), plan.with_settings({"learning_rate": 8e-3}))
    rates = mountain.advance(track, 6).learning_rate[1:]
    assert rates.tolist() == [1e-3] * 5 + [5e-4] * 2 + [4e-3] * 3 + [2e-3] * 3


def test_a_rate_that_never_changes_is_told_for_plain_hikers_too():
    track = _hike("x^2", Plan(learning_rate=0.03, **ENDLESS), 5)
    assert not track.remembers
    assert track.learning_rate.tolist() == [0.03] * 6


def test_an_oscillation_dies_out_where_the_learning_rate_falls():
    bouncing = Plan(learning_rate=1.0, measure_every=1, steps=200, **ENDLESS)
    assert mountain.ending(_hike("x^2 + y^2", bouncing, 200)).fate.name == "bouncing"
    falling = bouncing.with_settings({"schedule": "inverse", "schedule_steps": 20, "stop": True})
    assert mountain.ending(_hike("x^2 + y^2", falling, 200)).fate.name == "home"


def test_the_kernels_number_the_schedules_in_the_order_of_their_table():
    numbers = [records.CONSTANT, records.STEPS, records.EXPONENTIAL, records.COSINE]
    assert [*numbers, records.INVERSE] == list(range(len(SCHEDULES)))
    assert list(SCHEDULES) == ["constant", "step", "exponential", "cosine", "inverse"]
