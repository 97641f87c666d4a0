"""Walking: what holds for every hike, whatever the mountain."""

import math

import hypothesis.strategies as st
import naive
import numpy as np
import pytest
from hypothesis import given

import mountain
from mountain import Formula, Plan, Terrain, TerrainError, Track, Window, expression
from mountain.expression import X, Y, derivative

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


places = st.tuples(st.floats(-3.0, 3.0), st.floats(-3.0, 3.0))
plans = st.builds(
    Plan,
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
    for last, (plan, place) in zip(lasts, crowd, strict=True):
        assert last.tobytes() == _hike(terrain, plan, place, 30).rows[-1].tobytes()


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


def _third_derivatives(terrain: Terrain, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return how fast the curvature along each axis changes, as one steepness."""
    found = []
    for variable in (X, Y):
        node = terrain.formula.node
        for _ in range(3):
            node = derivative(node, variable)
        functions = {name: getattr(np, name, None) for name in expression.FUNCTIONS}
        found.append(expression.evaluate([node], x, y, functions)[0] + 0 * x)
    return np.hypot(*found)


@pytest.mark.parametrize("name", mountain.terrain_names())
def test_the_phone_reads_the_slope_as_exactly_as_its_probe_can(name):
    terrain = mountain.terrain_named(name)
    plan = mountain.plan_on(terrain)
    window = terrain.window
    # Off the corners and axes of symmetry, so that no place is a special one.
    columns, rows = np.meshgrid(np.linspace(0.0013, 0.9971, 49), np.linspace(0.0017, 0.9983, 49))
    x, y = window.x0 + window.width * columns.ravel(), window.y0 + window.tall * rows.ravel()
    read = mountain.outcomes(terrain, [plan] * x.size, np.column_stack([x, y]), 0)
    grad_x, grad_y = terrain.formula.gradient(x, y)
    error = np.hypot(read["grad_x"] - grad_x, read["grad_y"] - grad_y)
    steepness = np.hypot(grad_x, grad_y)

    # Taylor: what central differences miss is h²/6 of the third derivative, and the rounding of
    # the heights, some units in the last place, over h.
    h, tallest = plan.probe_length, np.abs(terrain.formula.height(x, y)).max()
    missed = h * h / 6 * _third_derivatives(terrain, x, y)
    assert (error <= 1.001 * missed + 4 * np.finfo(float).eps * tallest / h).all()

    # A ten-millionth of the slope, or where the ground is flatter than the terrain is on the whole,
    # of the whole's slope: near a critical point the slope goes to nothing, and the error does not.
    typical = np.sqrt((steepness**2).mean())
    assert (error <= 1e-7 * np.maximum(steepness, typical)).all()
    assert (error <= 1e-7 * steepness).mean() > 0.985


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
