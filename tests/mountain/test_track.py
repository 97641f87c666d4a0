"""The track is a value: what was walked stays as it was."""

import math

import naive
import numpy as np
import pytest

import mountain
from mountain import Leg, Plan, Track

MISTY = mountain.terrain_named("misty_mountain")
PLAN = Plan(measure_every=4, learning_rate=0.03)


@pytest.fixture
def track() -> Track:
    return mountain.advance(mountain.start(MISTY, PLAN, (-3.0, -2.5)), 22)


def test_what_was_walked_cannot_be_changed(track):
    for each in (mountain.start(MISTY, PLAN), track, track.until(5)):
        with pytest.raises(ValueError, match="read-only"):
            each.rows["x"][0] = 0.0
        with pytest.raises(ValueError, match="read-only"):
            each.x[-1] = 0.0
        with pytest.raises(ValueError, match="read-only"):
            each.readings[:] = 0


def test_what_was_remembered_cannot_be_changed():
    plan = Plan(optimizer="adam")
    for each in (mountain.start(MISTY, plan), mountain.advance(mountain.start(MISTY, plan), 9)):
        assert len(each.pages) == len(each)
        with pytest.raises(ValueError, match="read-only"):
            each.pages["first_x"][0] = 1.0


def test_a_track_remembers_where_a_leg_of_it_does(track):
    assert not track.remembers
    assert not track.pages["learning_rate"].any()
    longer = mountain.advance(mountain.replan(track, Plan(optimizer="adam", learning_rate=0.1)), 5)
    again = mountain.advance(mountain.replan(longer, PLAN), 5)
    assert again.remembers
    assert again.learning_rate.tolist() == [0.03] * 23 + [0.1] * 5 + [0.03] * 5
    assert again.pages["updates"].tolist() == [0] * 23 + [1, 2, 3, 4, 5] + [0] * 5
    assert not again.until(22).remembers


def test_a_hiker_keeps_their_number(track):
    third = mountain.advance(mountain.start(MISTY, PLAN, (-3.0, -2.5), 3), 22)
    assert (track.number, third.number) == (0, 3)
    assert set(third.rows["hiker"]) == {3}


def test_walking_on_and_changing_plans_leave_the_given_track_as_it_is(track):
    rows, legs = track.rows.tobytes(), track.legs
    further = mountain.advance(track, 50)
    mountain.advance(mountain.replan(track, Plan(learning_rate=0.5)), 50)
    assert (track.rows.tobytes(), track.legs) == (rows, legs)
    assert not np.shares_memory(track.rows, further.rows)


def test_a_track_begins_at_the_start_with_a_reading(track):
    start = mountain.start(MISTY, PLAN, (-3.0, -2.5))
    assert (len(start), start.steps, start.ended) == (1, 0, False)
    assert start.rows.tobytes() == track.rows[:1].tobytes()
    assert (start.x[0], start.y[0], start.minutes[0], start.readings[0]) == (-3.0, -2.5, 5.0, 1)


def test_a_reading_is_taken_at_the_start_and_after_every_k_steps(track):
    assert np.flatnonzero(track.measured).tolist() == [0, 4, 8, 12, 16, 20]
    assert track.readings.tolist() == [1 + step // 4 for step in range(23)]
    assert track.minutes == pytest.approx([0.5 * s + 5.0 * (1 + s // 4) for s in range(23)])


def test_between_readings_the_hiker_goes_straight_on(track):
    for name in ("x", "y"):
        strides = np.diff(getattr(track, name))
        slopes = getattr(track, f"grad_{name}")[:-1]
        np.testing.assert_allclose(strides, -0.03 * slopes, rtol=0, atol=1e-15)
    assert len(set(track.grad_x[4:8])) == 1
    assert track.grad_x[7] != track.grad_x[8]


def test_height_and_slope_are_the_true_ones_at_every_position(track):
    here = list(zip(track.x.tolist(), track.y.tolist(), strict=True))
    heights = [naive.HILLS.height(x, y) for x, y in here]
    slopes = [math.hypot(*naive.HILLS.gradient(x, y)) for x, y in here]
    np.testing.assert_allclose(track.height, heights, rtol=0, atol=1e-14)
    np.testing.assert_allclose(track.slope, slopes, rtol=1e-12)


def test_a_step_back_is_the_track_as_it_was(track):
    for step in (0, 1, 13, 22):
        earlier = track.until(step)
        assert earlier.steps == step
        assert earlier.rows.tobytes() == track.rows[: step + 1].tobytes()
        np.testing.assert_array_equal(earlier.height, track.height[: step + 1])


def test_every_step_knows_the_plan_it_was_walked_by(track):
    other = Plan(learning_rate=0.01)
    longer = mountain.advance(mountain.replan(track, other), 10)
    assert longer.legs == (Leg(0, PLAN), Leg(23, other))
    assert longer.plan == other
    assert [longer.plan_at(step) for step in (0, 22, 23, 32)] == [PLAN, PLAN, other, other]


def test_who_goes_back_before_a_change_of_plan_has_never_changed_it(track):
    longer = mountain.advance(mountain.replan(track, Plan(learning_rate=0.01)), 10)
    assert longer.until(22).legs == track.legs
    assert len(longer.until(23).legs) == 2


def test_a_hike_has_ended_when_stopped_and_not_while_told_to_walk_on():
    downhill = PLAN.with_settings({"learning_rate": 0.075})
    stopped = mountain.advance(mountain.start(MISTY, downhill), 2000)
    endless = downhill.with_settings({"stop": False, "steps": 2000})
    going = mountain.advance(mountain.start(MISTY, endless), 1999)
    assert stopped.ended
    assert stopped.steps < 1999
    assert (going.ended, going.steps) == (False, 1999)
    assert mountain.advance(going, 5).ended


def test_a_formula_is_compiled_once():
    again = mountain.Formula(MISTY.ground.text)
    assert mountain.surfaces_of(again) is mountain.surfaces_of(MISTY.ground)
