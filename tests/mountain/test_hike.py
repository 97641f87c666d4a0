"""Walking: what holds for every hike, whatever the mountain."""

import math

import hypothesis.strategies as st
import naive
import numpy as np
import pytest
from hypothesis import given

import mountain
from mountain import (
    OPTIMIZERS,
    SCHEDULES,
    Formula,
    Plan,
    Terrain,
    TerrainError,
    Track,
    Window,
    records,
)

ENDLESS = {"daylight": math.inf, "stop": False}


def _terrain(text: str, *edges: float) -> Terrain:
    return Terrain("drawn", "Drawn", Formula(text), Window(*(edges or (-4.0, 4.0, -4.0, 4.0))))


BOWL = _terrain("x^2 + y^2")
HILLS = _terrain(naive.HILLS.text)
TWO_VALLEYS = _terrain(naive.TWO_VALLEYS.text)


def _hike(terrain: Terrain, plan: Plan, place: tuple[float, float], steps: int) -> Track:
    return mountain.advance(mountain.start(terrain, plan, place), steps)


def assert_equal_tracks(one: Track, other: Track) -> None:
    assert one.legs == other.legs
    assert one.rows.tobytes() == other.rows.tobytes()
    assert one.pages.tobytes() == other.pages.tobytes()


places = st.tuples(st.floats(-3.0, 3.0), st.floats(-3.0, 3.0))
plans = st.builds(
    Plan,
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    weight_decay=st.sampled_from([0.0, 0.1]),
    schedule=st.sampled_from(list(SCHEDULES)),
    warm_up=st.sampled_from([0, 4]),
    stride_cap=st.sampled_from([0.3, math.inf]),
    resolution=st.sampled_from([0.0, 0.02]),
    shared_noise=st.booleans(),
    learning_rate=st.floats(1e-3, 1.0),
    measure_every=st.integers(1, 7),
    ascend=st.booleans(),
    reading=st.sampled_from(["phone", "feet", "exact"]),
    probe_length=st.floats(1e-5, 0.5),
    noise=st.sampled_from([0.0, 0.3]),
    seed=st.integers(0, 1000),
    daylight=st.sampled_from([30.0, 480.0, math.inf]),
    stop=st.booleans(),
)
terrains = st.sampled_from([BOWL, HILLS, TWO_VALLEYS])


@pytest.mark.parametrize("reading", ["phone", "feet", "exact"])
def test_a_hike_is_its_plain_twin(reading):
    plan = Plan(reading=reading, probe_length=0.01, learning_rate=0.05, measure_every=3)
    track = _hike(BOWL, plan, (1.5, -2.0), 50)
    states = naive.Hiker(plan, naive.BOWL, BOWL.window).walk((1.5, -2.0), 50)
    for name in ("x", "y", "minutes", "readings"):
        expected = [getattr(state, name) for state in states]
        np.testing.assert_allclose(getattr(track, name), expected, rtol=1e-11, err_msg=name)


@given(terrains, plans, places)
def test_equal_plans_on_equal_terrain_give_equal_tracks(terrain, plan, place):
    assert_equal_tracks(_hike(terrain, plan, place, 40), _hike(terrain, plan, place, 40))


@given(terrains, plans, places, st.lists(st.integers(0, 12), max_size=6))
def test_a_hike_in_pieces_is_the_hike_at_once(terrain, plan, place, pieces):
    track = mountain.start(terrain, plan, place)
    for piece in pieces:
        track = mountain.advance(track, piece)
    assert_equal_tracks(track, _hike(terrain, plan, place, sum(pieces)))


@given(terrains, st.lists(st.tuples(plans, places), min_size=1, max_size=12))
def test_a_hiker_in_a_crowd_walks_as_if_alone(terrain, crowd):
    lasts = mountain.outcomes(
        terrain, [plan for plan, _ in crowd], np.array([place for _, place in crowd]), 30
    )
    for number, (last, (plan, place)) in enumerate(zip(lasts, crowd, strict=True)):
        alone = mountain.advance(mountain.start(terrain, plan, place, number), 30)
        assert last.tobytes() == alone.rows[-1].tobytes()


@given(
    st.sampled_from([BOWL, HILLS, _terrain("log(x) + y^2")]),
    plans,
    st.lists(places, min_size=1, max_size=40),
    st.integers(0, 30),
)
def test_hikers_of_one_plan_walk_as_if_alone_however_many_they_are(terrain, plan, crowd, steps):
    with np.errstate(all="ignore"):
        standing = [each for each in crowd if math.isfinite(terrain.ground.height(*each))]
    lasts = mountain.outcomes(
        terrain, [plan] * len(standing), np.array(standing).reshape(-1, 2), steps
    )
    for number, (last, place) in enumerate(zip(lasts, standing, strict=True)):
        alone = mountain.advance(mountain.start(terrain, plan, place, number), steps)
        for name in records.HIKER.names:
            np.testing.assert_array_equal(last[name], alone.rows[-1][name], err_msg=name)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_who_is_lost_is_lost_in_a_crowd_too(name):
    plan = Plan(optimizer=name, probe_length=0.5, measure_every=4, **ENDLESS)
    cliff, crowd = _terrain("log(x) + y^2"), np.array([[0.5, 1.0], [2.0, 1.0]] * 20)
    lasts = mountain.outcomes(cliff, [plan] * 40, crowd, 2)
    assert lasts["stopped"].tolist() == [records.LOST, records.WALKING] * 20


@given(terrains, plans, places, st.integers(0, 30))
def test_a_hiker_who_goes_back_has_the_same_future(terrain, plan, place, back):
    track = _hike(terrain, plan, place, 30)
    again = mountain.advance(track.until(min(back, track.steps)), 30 - min(back, track.steps))
    assert_equal_tracks(again, track)


def test_a_hiker_walks_until_the_plan_s_steps_are_used_up():
    track = _hike(BOWL, Plan(steps=7, learning_rate=1e-3), (1.0, 1.0), 1000)
    assert (track.steps, track.ended) == (7, True)
    assert mountain.advance(track, 5) is track


def test_a_hiker_who_has_stopped_stays_where_they_are():
    track = _hike(BOWL, Plan(learning_rate=0.5, measure_every=1), (1.0, 1.0), 1000)
    assert track.ended
    assert mountain.advance(track, 5) is track
    assert mountain.advance(_hike(BOWL, Plan(), (1.0, 1.0), 3), 0).steps == 3


def test_a_new_learning_rate_holds_from_the_next_step_on():
    before = _hike(BOWL, Plan(learning_rate=0.01, measure_every=5, **ENDLESS), (1.0, 2.0), 3)
    after = mountain.advance(mountain.replan(before, Plan(learning_rate=0.1, **ENDLESS)), 1)
    assert after.rows[:4].tobytes() == before.rows.tobytes()
    assert after.x[4] == before.x[3] - 0.1 * before.grad_x[3]
    assert after.y[4] == before.y[3] - 0.1 * before.grad_y[3]
    assert after.minutes[4] == before.minutes[3] + 0.5


def test_a_new_measure_every_counts_the_steps_already_walked_on_the_reading():
    before = _hike(BOWL, Plan(measure_every=10, **ENDLESS), (1.0, 2.0), 3)
    after = mountain.advance(mountain.replan(before, Plan(measure_every=2, **ENDLESS)), 5)
    assert np.flatnonzero(after.measured).tolist() == [0, 4, 6, 8]


def test_plans_changed_and_changed_back_before_a_step_leave_one_leg():
    plan, other = Plan(), Plan(learning_rate=0.5)
    start = mountain.start(BOWL, plan, (1.0, 1.0))
    assert mountain.replan(start, plan) is start
    track = mountain.replan(mountain.replan(start, other), Plan(learning_rate=0.1))
    assert [leg.first for leg in track.legs] == [0, 1]
    assert track.plan.learning_rate == 0.1


@given(plans, places)
def test_up_is_down_on_the_mountain_turned_upside_down(plan, place):
    # All but the errors of a reading, which do not turn with the mountain.
    up = plan.with_settings({"noise": 0.0, "ascend": True})
    down = up.with_settings({"ascend": False})
    hollows, hills = _terrain("sin(x) - x*y^2/5"), _terrain("x*y^2/5 - sin(x)")
    climbed, walked = _hike(hollows, up, place, 30), _hike(hills, down, place, 30)
    for name in ("x", "y", "minutes", "readings"):
        np.testing.assert_array_equal(getattr(climbed, name), getattr(walked, name), err_msg=name)


@given(st.sampled_from(list(OPTIMIZERS)), st.sampled_from(list(OPTIMIZERS)), places)
def test_another_optimizer_knows_nothing_of_what_the_one_before_remembered(first, second, place):
    plan = Plan(optimizer=first, reading="exact", measure_every=1, **ENDLESS)
    other = plan.with_settings({"optimizer": second, "learning_rate": 0.05})
    track = _hike(HILLS, plan, place, 9)
    further = mountain.advance(mountain.replan(track, other), 20)
    if first == second:
        assert further.pages["updates"][-1] == (0 if plan.plain else 29)
        return
    # Where they stand, they have just read what a newcomer there would read.
    anew = _hike(HILLS, other, (float(track.x[-1]), float(track.y[-1])), 20)
    np.testing.assert_array_equal(further.x[9:], anew.x)
    np.testing.assert_array_equal(further.y[9:], anew.y)
    assert further.pages[10:].tobytes() == anew.pages[1:].tobytes()


def test_a_hiker_who_turns_another_knob_keeps_what_they_remember():
    plan = Plan(optimizer="momentum", reading="exact", measure_every=1, **ENDLESS)
    track = _hike(BOWL, plan, (1.0, 2.0), 3)
    further = mountain.advance(mountain.replan(track, plan.with_settings({"momentum": 0.5})), 1)
    velocity = 0.5 * track.pages["first_x"][-1] + track.grad_x[-1]
    assert further.pages["first_x"][-1] == velocity
    assert further.x[-1] == track.x[-1] - plan.learning_rate * velocity


def test_another_seed_or_no_noise_leads_elsewhere():
    noisy = Plan(noise=0.2, measure_every=1, **ENDLESS)
    ends = {
        _hike(BOWL, plan, (1.0, 1.0), 10).x[-1]
        for plan in (noisy, noisy.with_settings({"seed": 1}), noisy.with_settings({"noise": 0.0}))
    }
    assert len(ends) == 3


@pytest.mark.parametrize("terrain", [BOWL, HILLS, TWO_VALLEYS], ids=["bowl", "hills", "valleys"])
@pytest.mark.parametrize("every", [2, 5, 20])
def test_k_steps_on_one_reading_are_one_step_k_times_as_long(terrain, every):
    # With exact readings; a phone's would carry its own rounding, 1e-11 or so, along.
    plan = Plan(learning_rate=0.04 / every, measure_every=every, reading="exact", **ENDLESS)
    whole = plan.with_settings({"learning_rate": 0.04, "measure_every": 1})
    many, few = (
        _hike(terrain, plan, (1.4, -1.9), 40 * every),
        _hike(terrain, whole, (1.4, -1.9), 40),
    )
    np.testing.assert_allclose(many.x[::every], few.x, rtol=0, atol=1e-11)
    np.testing.assert_allclose(many.y[::every], few.y, rtol=0, atol=1e-11)


@given(st.floats(1e-3, 1.1), places, st.booleans())
def test_on_the_bowl_each_step_multiplies_the_distance_by_one_minus_two_eta(rate, place, ascend):
    plan = Plan(learning_rate=rate, measure_every=1, reading="exact", ascend=ascend, **ENDLESS)
    track = _hike(BOWL, plan, place, 30)
    factor = (1 + 2 * rate if ascend else 1 - 2 * rate) ** np.arange(31)
    # 31 roundings, of a subtraction that may cancel: of the larger of the two terms, then.
    slack = 1e-14 * max(1, 2 * rate) ** 30
    np.testing.assert_allclose(track.x, place[0] * factor, rtol=1e-13, atol=slack * 3)
    np.testing.assert_allclose(track.y, place[1] * factor, rtol=1e-13, atol=slack * 3)


@given(st.floats(1e-3, 0.3), places, st.sampled_from(["phone", "exact"]))
def test_a_terrain_turned_by_a_quarter_turns_the_track(rate, place, reading):
    turned = _terrain("(y*y - 1)*(y*y - 1) + 0.3*y + x*x")
    plan = Plan(learning_rate=rate, measure_every=2, reading=reading, **ENDLESS)
    x, y = place
    here, there = _hike(TWO_VALLEYS, plan, (x, y), 25), _hike(turned, plan, (-y, x), 25)
    np.testing.assert_array_equal(there.x, -here.y)
    np.testing.assert_array_equal(there.y, here.x)


@given(st.floats(1e-3, 0.3), places)
def test_a_terrain_moved_moves_the_track(rate, place):
    moved = _terrain("((x - 8)^2 + (y + 16)^2)/2 + cos(x - 8)", 4.0, 12.0, -20.0, -12.0)
    plan = Plan(learning_rate=rate, measure_every=2, reading="exact", **ENDLESS)
    here = _hike(_terrain("(x^2 + y^2)/2 + cos(x)"), plan, place, 25)
    there = _hike(moved, plan, (place[0] + 8, place[1] - 16), 25)
    np.testing.assert_allclose(there.x - 8, here.x, rtol=0, atol=1e-12)
    np.testing.assert_allclose(there.y + 16, here.y, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("terrain", "place", "words"),
    [
        (BOWL, (5.0, 0.0), "off the map"),
        (BOWL, (math.nan, 0.0), "off the map"),
        (BOWL, (0.0, -math.inf), "off the map"),
        (_terrain("sqrt(x)"), (-1.0, 0.0), "no ground"),
        (_terrain("1/x"), (0.0, 0.0), "no ground"),
    ],
)
def test_nobody_sets_out_where_nobody_can_stand(terrain, place, words):
    with pytest.raises(TerrainError, match=words):
        mountain.start(terrain, Plan(), place)


def test_a_hiker_told_no_start_takes_the_terrain_s():
    track = mountain.start(mountain.terrain_named("misty_mountain"), Plan())
    assert (track.x[0], track.y[0]) == mountain.terrain_named("misty_mountain").start
