"""The compiled walk against its plain twin, and the pieces that it is made of."""

import math

import hypothesis.strategies as st
import naive
import numpy as np
import pytest
from hypothesis import assume, given
from naive import ABYSS, BOWL, HALF_A_LAND, HILLS, PLAIN, RAVINE, TWO_VALLEYS
from numpy.typing import NDArray

from mountain import (
    CLOCKS,
    OPTIMIZERS,
    READINGS,
    SCHEDULES,
    Formula,
    Plan,
    Window,
    records,
    surfaces_of,
    walk as walking,
)
from mountain.callees import LANES
from mountain.native import compiled_rule

WINDOW = Window(-3.5, 3.5, -3.0, 3.0)
EDGES = np.array([-3.5, 3.5, -3.0, 3.0])
NO_SAMPLES = np.empty((2, 0))
CHOICES = {"reading": list(READINGS), "schedule": list(SCHEDULES), "clock": list(CLOCKS)}


def _record(plan: Plan) -> NDArray[np.void]:
    record = np.zeros(1, records.PLAN)
    for name in records.PLAN.names:
        value = getattr(plan, name)
        record[name] = CHOICES[name].index(value) if name in CHOICES else value
    return record


def walked(
    formula: str, plan: Plan, place: tuple[float, float], steps: int, number: int = 0
) -> NDArray[np.void]:
    """Walk by the kernel itself; return the states from the start on."""
    hikers, rows = np.zeros(1, records.HIKER), np.zeros((1, steps), records.HIKER)
    memories, pages = np.zeros(1, records.MEMORY), np.zeros((1, steps), records.MEMORY)
    hikers["x"], hikers["y"], hikers["hiker"], hikers["step"] = *place, number, -1
    rule = compiled_rule(OPTIMIZERS[plan.optimizer])
    around = (
        *surfaces_of(Formula(formula)),
        rule,
        EDGES,
        NO_SAMPLES,
        _record(plan),
        hikers,
        memories,
    )
    walking.walk(*around, 0, rows[:, :0], pages)
    start = hikers.copy()
    walking.walk(*around, steps, rows, pages)
    return np.concatenate([start, rows[0, : int(hikers[0]["step"])]])


def assert_same_walk(
    rows: NDArray[np.void], states: list[naive.State], tolerance: float = 0.0
) -> None:
    """Compare every column; with no tolerance, to the last bit."""
    for name in ("step", "readings", "on_reading"):
        assert rows[name].tolist() == [getattr(state, name) for state in states], name
    standings = [naive.STANDINGS[number] for number in rows["stopped"]]
    assert standings == [state.standing for state in states]
    columns = {
        "x": [state.x for state in states],
        "y": [state.y for state in states],
        "grad_x": [state.slope[0] for state in states],
        "grad_y": [state.slope[1] for state in states],
        "minutes": [state.minutes for state in states],
    }
    for name, expected in columns.items():
        np.testing.assert_allclose(rows[name], expected, tolerance, tolerance, err_msg=name)


places = st.tuples(st.floats(-3.5, 3.5), st.floats(-3.0, 3.0))
lengths = st.integers(0, 25)


def plans(*readings: str, at_most: float) -> st.SearchStrategy[Plan]:
    return st.builds(
        Plan,
        learning_rate=st.floats(1e-4, at_most),
        measure_every=st.integers(1, 6),
        ascend=st.booleans(),
        reading=st.sampled_from(readings),
        probe_length=st.floats(1e-3, 1.0),
        directions=st.integers(3, 12),
        flat=st.sampled_from([0.0, 1e-3, 0.1, 1.0]),
        daylight=st.sampled_from([5.0, 20.0, 60.0, math.inf]),
        step_minutes=st.sampled_from([0.0, 0.5, 0.7]),
        reading_minutes=st.sampled_from([0.0, 1.3, 5.0]),
        stop=st.booleans(),
    )


grounds = st.sampled_from([BOWL, RAVINE, TWO_VALLEYS, ABYSS, PLAIN])
mild_grounds = st.sampled_from([BOWL, RAVINE, PLAIN])


@given(grounds, plans("phone", at_most=3.0), places, lengths)
def test_on_polynomials_a_walk_by_phone_is_its_plain_twin_to_the_last_bit(
    ground, plan, place, steps
):
    # The same additions, multiplications and divisions in the same order, the same of them fused.
    states = naive.Hiker(plan, ground, WINDOW).walk(place, steps)
    assert_same_walk(walked(ground.text, plan, place, steps), states)


@given(mild_grounds, plans("feet", "exact", at_most=0.9), places, lengths)
def test_a_walk_by_feet_or_by_the_exact_slope_is_its_plain_twin(ground, plan, place, steps):
    # The sine and cosine of a direction, and the order within a derivative, are free to differ in
    # the last bit. A step multiplies that by 0.8 at most (1 - 2·0.9), climbing by 2.8.
    plan = plan.with_settings({"ascend": plan.ascend and steps < 8})
    states = naive.Hiker(plan, ground, WINDOW).walk(place, steps)
    assert_same_walk(walked(ground.text, plan, place, steps), states, 1e-12)


@given(
    mild_grounds,
    plans("phone", "feet", at_most=0.9),
    places,
    st.floats(0.01, 2.0),
    st.tuples(st.integers(0, 2**53), st.integers(0, 2**31)),
)
def test_a_walk_with_noise_is_its_plain_twin(ground, plan, place, noise, source):
    seed, number = source
    plan = plan.with_settings({"noise": noise, "seed": seed})
    states = naive.Hiker(plan, ground, WINDOW, number).walk(place, 8)
    assert_same_walk(walked(ground.text, plan, place, 8, number), states, 1e-11)


@given(plans("phone", "exact", at_most=0.3), places, st.integers(0, 10))
def test_among_hills_the_walk_is_its_plain_twin_but_for_the_rounding_of_exp(plan, place, steps):
    # Heights below 8 may differ by 2e-15, which a probe of 1e-3 turns into 1e-12 of slope. Ten
    # steps of 0.3 over a curvature below 5 make of it 0.3e-12 · 2.5^10 at most, 3e-9.
    plan = plan.with_settings({"stop": True})
    states = naive.Hiker(plan, HILLS, WINDOW).walk(place, steps)
    assert_same_walk(walked(HILLS.text, plan, place, steps), states, 4e-9)


@given(plans("phone", "feet", "exact", at_most=0.5), st.floats(0.0, 0.6), st.integers(0, 6))
def test_at_the_edge_of_the_ground_the_walk_is_lost_like_its_plain_twin(plan, x, steps):
    # Two probes or feet on one root's edge could round to either side of it.
    assume(x == 0 or abs(x - plan.probe_length) > 1e-9)
    states = naive.Hiker(plan, HALF_A_LAND, WINDOW).walk((x, 1.0), steps)
    assert_same_walk(walked(HALF_A_LAND.text, plan, (x, 1.0), steps), states, 1e-9)


@given(mild_grounds, plans("phone", "exact", at_most=0.9), places, lengths)
def test_a_walk_whose_time_goes_by_the_slope_is_its_plain_twin(ground, plan, place, steps):
    plan = plan.with_settings({"clock": "tobler", "ascend": plan.ascend and steps < 8})
    states = naive.Hiker(plan, ground, WINDOW).walk(place, steps)
    # What is so steep takes longer than any number, or nearly so.
    assume(all(state.minutes < 1e100 for state in states))
    # Whether night falls may be decided by the last bit.
    assume(all(abs(state.minutes - plan.daylight) > 1e-6 for state in states))
    assert_same_walk(walked(ground.text, plan, place, steps), states, 1e-9)


def test_a_step_to_where_there_is_no_ground_takes_as_long_as_any():
    plan = Plan(clock="tobler", learning_rate=0.2, step_minutes=0.7, reading="exact", stop=False)
    states = naive.Hiker(plan, HALF_A_LAND, WINDOW).walk((0.01, 1.0), 2)
    rows = walked(HALF_A_LAND.text, plan, (0.01, 1.0), 2)
    assert rows["x"][1] < 0
    assert rows["minutes"].tolist() == [5.0, 5.7, 6.4] == [state.minutes for state in states]


def _pacing(**others: st.SearchStrategy) -> st.SearchStrategy[dict[str, object]]:
    """Choose how the length of a step changes and is bounded, and maybe other settings."""
    return st.fixed_dictionaries(
        {
            "schedule": st.sampled_from(list(SCHEDULES)),
            "schedule_steps": st.integers(1, 12),
            "schedule_factor": st.floats(0.05, 1.0),
            "warm_up": st.integers(0, 6),
            "stride_cap": st.sampled_from([0.01, 0.2, 1.0, math.inf]),
            **others,
        }
    )


@given(
    mild_grounds,
    plans("phone", "exact", at_most=0.9),
    _pacing(weight_decay=st.sampled_from([0.0, 0.3])),
    places,
    lengths,
)
def test_a_walk_with_a_schedule_and_a_cap_is_its_plain_twin(ground, plan, pacing, place, steps):
    # Powers, cosines and lengths are free to differ in the last bit, which climbing multiplies.
    plan = plan.with_settings({**pacing, "ascend": plan.ascend and steps < 8})
    states = naive.Hiker(plan, ground, WINDOW).walk(place, steps)
    assert_same_walk(walked(ground.text, plan, place, steps), states, 1e-11)


@given(
    mild_grounds,
    plans("phone", "feet", "exact", at_most=0.3),
    places,
    st.sampled_from([0.001, 0.02, 0.3, 1.0]),
    st.integers(0, 10),
)
def test_a_walk_with_a_coarse_phone_is_its_plain_twin(ground, plan, place, resolution, steps):
    plan = plan.with_settings({"resolution": resolution, "ascend": False})
    states = naive.Hiker(plan, ground, WINDOW).walk(place, steps)
    # Between two of the phone's steps, the last bit decides, and everything after.
    assume(all(naive.is_clear(plan, state.unrounded) for state in states))
    assert_same_walk(walked(ground.text, plan, place, steps), states, 1e-11)


@given(plans("phone", at_most=0.3), st.integers(0, 2**31), st.integers(0, 2**31), st.booleans())
def test_shared_noise_is_its_plain_twin_whoever_reads(plan, number, other, shared):
    plan = plan.with_settings({"noise": 0.3, "shared_noise": shared})
    states = naive.Hiker(plan, BOWL, WINDOW, number).walk((1.0, -1.0), 8)
    assert_same_walk(walked(BOWL.text, plan, (1.0, -1.0), 8, number), states, 1e-11)
    theirs = naive.Hiker(plan, BOWL, WINDOW, other).walk((1.0, -1.0), 8)
    assert (states == theirs) == (shared or number == other)


class _Walled:
    """NumPy, whose rooms lie between walls; to write outside of one damages a wall."""

    def __init__(self) -> None:
        self.houses: list[NDArray[np.float64]] = []

    def __getattr__(self, name: str) -> object:
        return getattr(np, name)

    def empty(self, shape: int | tuple[int, int]) -> NDArray[np.float64]:
        house = np.full(math.prod(np.atleast_1d(shape)) + 64, 77.0)
        self.houses.append(house)
        return house[32:-32].reshape(shape)

    def is_whole(self) -> bool:
        return all((each[:32] == 77).all() and (each[-32:] == 77).all() for each in self.houses)


@pytest.mark.interpreted
@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("optimizer", ["gradient_descent", "adam"])
def test_a_walk_writes_into_its_own_rooms_only(monkeypatch, reading, clock, optimizer):
    walled = _Walled()
    monkeypatch.setattr(walking, "np", walled)
    for directions in (3, 4, 7, 8):
        plan = Plan(reading=reading, clock=clock, optimizer=optimizer, directions=directions)
        walked(BOWL.text, plan, (1.0, 1.0), 5)
    assert walled.houses
    assert walled.is_whole()


def test_the_height_of_a_place_is_felt_in_its_own_room_only():
    room = np.full((7, LANES), 77.0)
    height = surfaces_of(Formula("x^2 + 3y"))[0]
    assert walking.height_at(height, room[2:5], 2.0, 5.0) == 19.0
    assert (room[:2] == 77).all()
    assert (room[5:] == 77).all()


ENDINGS = {
    naive.FLAT: (BOWL, Plan(learning_rate=0.5, measure_every=1), (1.0, 1.0)),
    naive.OFF_THE_MAP: (BOWL, Plan(learning_rate=2.0), (1.0, 1.0)),
    naive.NIGHT: (BOWL, Plan(learning_rate=1e-4), (1.0, 1.0)),
    naive.LOST: (HALF_A_LAND, Plan(measure_every=1, learning_rate=0.1), (0.01, 0.0)),
    naive.WALKING: (BOWL, Plan(learning_rate=1e-4, daylight=math.inf), (1.0, 1.0)),
}


@pytest.mark.parametrize("standing", ENDINGS)
def test_a_hiker_can_end_in_every_way_and_so_can_the_plain_twin(standing):
    ground, plan, place = ENDINGS[standing]
    assert naive.Hiker(plan, ground, WINDOW).walk(place, 700)[-1].standing == standing
    assert naive.STANDINGS[walked(ground.text, plan, place, 700)[-1]["stopped"]] == standing


def test_what_is_read_by_the_last_light_counts_and_what_is_read_after_it_does_not():
    at_dusk = Plan(daylight=5.0, reading_minutes=5.0)
    after_dark = Plan(daylight=5.0, reading_minutes=5.1)
    assert walked(BOWL.text, at_dusk, (0.0, 0.0), 0)[0]["stopped"] == records.FLAT
    assert walked(BOWL.text, after_dark, (0.0, 0.0), 0)[0]["stopped"] == records.NIGHT


@pytest.mark.parametrize("place", [(-3.5, 0.0), (3.5, 0.0), (0.0, -3.0), (0.0, 3.0)])
def test_the_very_edge_is_still_on_the_map(place):
    assert walked(BOWL.text, Plan(), place, 0)[0]["stopped"] == records.WALKING
    beyond = tuple(math.nextafter(each, 2 * each) for each in place)
    assert walked(BOWL.text, Plan(), beyond, 0)[0]["stopped"] == records.OFF_THE_MAP


@pytest.mark.parametrize("ascend", [False, True])
def test_feet_take_the_steepest_of_their_directions_and_its_rise(ascend):
    plan = Plan(reading="feet", directions=4, probe_length=0.1, ascend=ascend)
    row = walked("x + 0.4*y", plan, (0.0, 0.0), 0)[0]
    assert (row["grad_x"], row["grad_y"]) == pytest.approx((1.0, 0.0), abs=1e-12)


def test_feet_that_feel_equal_ways_down_take_the_first_from_east():
    plan = Plan(reading="feet", directions=4, probe_length=0.1)
    row = walked("-x*x - 0.1*y*y", plan, (0.0, 0.0), 0)[0]
    assert (row["grad_x"], row["grad_y"]) == pytest.approx((-0.1, 0.0), abs=1e-12)


def test_feet_in_a_pit_feel_no_way_down():
    row = walked(BOWL.text, Plan(reading="feet", probe_length=0.1), (0.0, 0.0), 0)[0]
    assert (row["grad_x"], row["grad_y"], row["stopped"]) == (0.0, 0.0, records.FLAT)


def test_the_kernels_number_the_readings_in_the_order_of_their_table():
    numbers = {"phone": records.PHONE, "feet": records.FEET, "exact": records.EXACT}
    assert {name: number for number, name in enumerate(READINGS)} == numbers


@pytest.mark.compiled
def test_the_walk_is_compiled_once_for_all_terrains_and_rules():
    for ground in (BOWL, RAVINE, TWO_VALLEYS, HILLS):
        for name in OPTIMIZERS:
            walked(ground.text, Plan(optimizer=name), (1.0, 1.0), 5)
    assert len(walking.walk.signatures) == 1
    assert len(walking._hike.signatures) <= 1
