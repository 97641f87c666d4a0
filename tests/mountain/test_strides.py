"""Strides: why a step left the map, and what is told when numbers fail."""

import math
import re

import numpy as np
import pytest
from hypothesis import given, settings, strategies as some

import mountain
from main import main
from mountain import OPTIMIZERS, READINGS, SCHEDULES, Formula, Plan, Terrain, Track, Window
from mountain.strides import batch_clause

MISTY = mountain.terrain_named("misty_mountain")


def drawn(text: str, *edges: float) -> Terrain:
    return Terrain("drawn", "Drawn", Formula(text), Window(*(edges or (-3.0, 3.0, -3.0, 3.0))))


def walked(terrain: Terrain, place: tuple[float, float], **settings: object) -> Track:
    plan = mountain.plan_on(terrain, {"measure_every": 1, **settings})
    return mountain.advance(mountain.start(terrain, plan, place), 10**7)


def reason(track: Track, fate: str) -> str:
    ending = mountain.ending(track)
    assert ending.fate.name == fate
    return ending.reason


def test_a_climber_whom_the_ground_leads_off_the_map_is_told_so_and_of_no_limit() -> None:
    track = walked(MISTY, (-3.0, -2.5), ascend=True, measure_every=10)
    told = reason(track, "off_the_map")
    assert track.height[-1] > track.height[-2]
    assert "The ground still rises there: the way up leads off this map. η·k = 0.2." in told
    assert "limit" not in told


def test_who_walks_down_off_the_map_is_told_that_the_way_leads_there() -> None:
    told = reason(walked(drawn("x + y"), (0.0, 0.0), learning_rate=0.5), "off_the_map")
    assert told.endswith(
        "The ground still falls there: the way down leads off this map. η·k = 0.5."
    )


def test_who_climbs_off_the_map_in_long_strides_is_told_of_the_way_and_not_of_the_limit() -> None:
    track = walked(MISTY, (-3.0, -2.5), ascend=True, learning_rate=0.7)
    told = reason(track, "off_the_map")
    assert "the way up leads off this map" in told
    assert "limit" not in told


REGRESSION = mountain.terrain_named("regression")


def stochastic(batch: int, **settings: object) -> Track:
    settings = {"measure_every": 1, "batch": batch, "seed": 0, **settings}
    plan = mountain.plan_on(REGRESSION, settings)
    return mountain.advance(mountain.start(REGRESSION, plan), plan.steps)


def test_whom_one_steep_point_throws_off_the_map_hears_of_its_limit() -> None:
    told = reason(stochastic(1, learning_rate=0.15), "off_the_map")
    farthest = max(abs(x) for x in REGRESSION.ground.samples.x)
    limit = 1 / (1 + farthest**2)
    assert limit < 0.15 < mountain.homes(REGRESSION)[0].limit
    assert told.endswith(
        "A batch of 1 point may be steeper than all: "
        f"for the steepest point alone 2/λ is {limit:.2g}."
    )


def test_of_several_points_it_is_the_steepest_batch_that_is_told_of() -> None:
    told = reason(stochastic(4, learning_rate=0.15), "off_the_map")
    assert "A batch of 4 points may be steeper than all: for the steepest batch 2/λ is" in told


def test_who_looks_at_all_points_hears_of_no_batch() -> None:
    told = reason(stochastic(0, learning_rate=0.3), "off_the_map")
    assert "batch" not in told
    assert "above the limit" in told


def test_a_stride_that_suits_every_batch_is_not_blamed_on_the_steepest() -> None:
    track = stochastic(1, learning_rate=0.01)
    assert batch_clause(track) == (
        " Readings look at a batch of 1 point, and batches disagree on the way."
    )
    momentum = stochastic(1, learning_rate=0.15, optimizer="momentum")
    assert "2/λ" not in batch_clause(momentum)


def test_whom_momentum_carries_uphill_over_the_edge_is_told_the_heights() -> None:
    track = walked(
        mountain.terrain_named("bowl"),
        (-2.5, 0.0),
        optimizer="momentum",
        momentum=0.999,
        learning_rate=0.9,
    )
    told = reason(track, "off_the_map")
    low, high = track.height[-2:].tolist()
    assert low < high
    assert (
        f"led from a height of {low:.3g} to {high:.3g}, and over the edge. η = 0.9, k = 1." in told
    )


def test_a_stride_above_the_limit_is_still_told_beside_it() -> None:
    track = walked(mountain.terrain_named("bowl"), (-2.5, 2.0), learning_rate=1.05)
    assert reason(track, "off_the_map").endswith("η·k = 1.05 is above the limit 2/λ = 1.")


@pytest.mark.parametrize(
    "plan",
    [
        {"optimizer": "adam", "weight_decay": 1e308},
        {"optimizer": "adam", "learning_rate": 1e308},
        {"optimizer": "rmsprop", "alpha": 0.0},
    ],
)
def test_a_step_too_large_for_numbers_is_told_with_the_last_place_that_has_any(
    plan: dict[str, object],
) -> None:
    terrain = drawn("1e200*x^2") if plan["optimizer"] == "rmsprop" else MISTY
    track = walked(terrain, (-2.25, -1.5), **plan)
    finite = np.isfinite(track.x) & np.isfinite(track.y)
    step = int(np.argmin(finite))
    assert finite[:step].all()
    last = f"the last place that has any was ({track.x[step - 1]:.3g}, {track.y[step - 1]:.3g})"
    assert f"Step {step} became too large for numbers: {last}." in reason(track, "lost")


def test_where_there_is_ground_but_no_reading_it_is_the_reading_that_failed() -> None:
    shore = drawn("sqrt(x)", 0.0, 4.0, -2.0, 2.0)
    told = reason(walked(shore, (0.0, 0.0)), "lost")
    assert told.startswith("At (0, 0) the height is 0, but the reading failed: ")
    assert "h = 4e-05" in told
    told = reason(walked(shore, (0.0, 0.0), reading="exact"), "lost")
    assert told.endswith("the reading failed: the slope there has no number.")


def test_who_was_lost_and_walked_on_is_told_of_where_they_were_lost() -> None:
    shore = drawn("sqrt(x)", 0.0, 4.0, -2.0, 2.0)
    plan = mountain.plan_on(shore, {"stop": False, "steps": 1, "measure_every": 1})
    track = mountain.advance(mountain.start(shore, plan, (0.0, 0.0)), 1)
    assert reason(track, "lost").startswith("At (0, 0) the height is 0, ")


def test_level_ground_neither_falls_nor_has_a_slope_to_walk_on() -> None:
    level = drawn("5")
    assert reason(walked(level, (0.0, 0.0)), "plateau").endswith("the ground is level here.")
    told = reason(walked(level, (0.0, 0.0), flat=0.0, steps=5), "walking")
    assert told == "All 5 steps are used up; the ground you read is level."


@pytest.mark.parametrize(
    ("steps", "words"), [(0, "There was no step to walk; "), (1, "The only step is used up; ")]
)
def test_one_step_or_none_is_not_spoken_of_as_several(steps: int, words: str) -> None:
    assert reason(walked(MISTY, (-3.0, -2.5), steps=steps), "walking").startswith(words)


def test_a_sharp_top_on_the_way_down_is_told_without_a_curvature() -> None:
    told = reason(walked(drawn("-abs(x) - abs(y)"), (0.0, 0.0)), "pass")
    assert "falls away on every side from this sharp point" in told


def test_where_there_is_no_height_there_is_no_slope(tmp_path, capsys) -> None:
    words = ["hike", "--formula", "log(x)", "--start", "0.5,0", "--learning-rate", "1"]
    words += ["--no-stop", "--steps", "3", "--measure-every", "1"]
    path = tmp_path / "lost.csv"
    assert main([*words, "--csv", str(path)]) == 0
    rows = mountain.read_trajectory(path)
    assert np.isnan(rows.height).any()
    assert np.isfinite(rows.height).any()
    assert np.array_equal(np.isnan(rows.height), np.isnan(rows.slope))


ODD = [
    *("5", "x", "x^2 + y^2", "1e200*x^2", "sqrt(x)", "log(x) + y^2", "-abs(x) - abs(y)"),
    *("abs(x) + abs(y)", "log(x^2 + y^2)", "1/(x*y)", "exp(x^5)", "tan(x)", "1e-320*x^2"),
    *("cosh(30*x)*cosh(30*y)", "x*y"),
]
HUGE = some.sampled_from([1e-300, 0.02, 0.5, 3.0, 1e155, 1e308])
PLANS = some.builds(
    Plan,
    optimizer=some.sampled_from(list(OPTIMIZERS)),
    learning_rate=HUGE,
    measure_every=some.sampled_from([1, 3, 10**9]),
    weight_decay=some.sampled_from([0.0, 0.1, 1e308]),
    alpha=some.sampled_from([0.0, 0.9]),
    epsilon=some.sampled_from([5e-324, 1e-8]),
    schedule=some.sampled_from(list(SCHEDULES)),
    stride_cap=some.sampled_from([math.inf, 1e-3, 1e308]),
    ascend=some.booleans(),
    reading=some.sampled_from(list(READINGS)),
    probe_length=some.sampled_from([1e-320, 1e-5, 0.5, 1e200]),
    noise=some.sampled_from([0.0, 0.1, 1e308]),
    resolution=some.sampled_from([0.0, 0.01, 1.0]),
    flat=some.sampled_from([0.0, 1e-3, 1e200]),
    daylight=some.sampled_from([math.inf, 30.0, 1e308]),
    step_minutes=some.sampled_from([0.0, 0.5, 1e308]),
    reading_minutes=some.sampled_from([0.0, 5.0, 1.7e308]),
    steps=some.sampled_from([0, 1, 2, 15, 40]),
    stop=some.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(
    plan=PLANS,
    text=some.sampled_from(ODD),
    start=some.sampled_from([(0.0, 0.0), (-1.5, 1.5), (0.06, 0.0), (1.0, -2.0)]),
)
def test_no_reason_speaks_of_nan_or_inf_whatever_the_plan_and_the_ground(
    plan: Plan, text: str, start: tuple[float, float]
) -> None:
    terrain = drawn(text)
    if not np.isfinite(terrain.ground.height(*start)):
        return
    track = mountain.advance(mountain.start(terrain, plan, start), 40)
    for moment in (track, track.until(track.steps // 2)):
        told = mountain.ending(moment).reason
        assert not re.search(r"\b(nan|inf)\b", told)
        assert told.isprintable()
        assert len(told) < 300
