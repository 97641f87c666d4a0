"""A crowd that walks in step: each of them to the last bit as they would have walked alone."""

import math

import hypothesis.strategies as st
import naive
import numpy as np
import pytest
from hypothesis import given, reject, settings
from naive import ABYSS, BOWL, HALF_A_LAND, HILLS, PLAIN, TWO_VALLEYS
from numpy.typing import NDArray
from test_formula import formulas

from mountain import hike
from mountain.callees import CROWD_LANES
from mountain.crowd import CROWD, walk_in_step
from mountain.expression import FUNCTIONS
from mountain.formula import Formula, FormulaError
from mountain.hike import advance, outcomes, start
from mountain.native import compiled_phone, compiled_rule
from mountain.optimizers import OPTIMIZERS
from mountain.plan import Plan
from mountain.records import HIKER, LOST
from mountain.schedules import SCHEDULES
from mountain.terrain import Terrain, Window
from mountain.track import surfaces_of
from mountain.walk import walk

WINDOW = Window(-3.5, 3.5, -3.0, 3.0)
EDGES = np.array([-3.5, 3.5, -3.0, 3.0])
GROUNDS = [BOWL, TWO_VALLEYS, ABYSS, PLAIN, HALF_A_LAND, HILLS]
TERRAINS = [Terrain(ground.text, ground.text, Formula(ground.text), WINDOW) for ground in GROUNDS]
VALLEYS = TERRAINS[1]
COUNTS = [1, 3, 16, 65, pytest.param(hike._SLICE + 70, marks=pytest.mark.compiled)]
CROWDS = [2, 3, 8, 9, 64, 65, CROWD, CROWD + 1]

Company = tuple[NDArray[np.void], NDArray[np.void]]


def places(count: int, seed: int = 0) -> NDArray[np.float64]:
    """Spread hikers over the map, the middle and a far place among them."""
    random = np.random.default_rng(seed)
    spread = random.uniform([-3.5, -3.0], [3.5, 3.0], (count, 2))
    spread[::7] = 0.0
    spread[5::31] *= 1e3
    return spread


def put_down(plan: Plan, count: int) -> Company:
    """Put hikers down whose numbers are not their places in the row."""
    hikers = np.zeros(count, HIKER)
    hikers["x"], hikers["y"] = places(count).T
    hikers["hiker"], hikers["step"] = 3 * np.arange(count) + 2, -1
    return hikers, hike._beginnings(plan.optimizer, count)


def walk_alone(terrain: Terrain, plan: Plan, company: Company, steps: int) -> None:
    """Walk one after the other."""
    hikers, memories = company
    walk(
        *surfaces_of(terrain.ground),
        compiled_rule(OPTIMIZERS[plan.optimizer]),
        EDGES,
        np.empty((2, 0)),
        hike._records([plan] * len(hikers)),
        hikers,
        memories,
        steps,
        np.empty((len(hikers), 0), HIKER),
        memories[None, :1].copy(),
    )


def walk_together(terrain: Terrain, plan: Plan, company: Company, steps: int) -> None:
    """Walk all together; they are two at least."""
    hikers, memories = company
    walk_in_step(
        compiled_phone(terrain.ground.node),
        compiled_rule(OPTIMIZERS[plan.optimizer], CROWD_LANES, moving=plan.stride_cap == np.inf),
        EDGES,
        hike._records([plan])[0],
        hikers,
        memories,
        steps,
    )


def assert_the_same(ours: Company, theirs: Company) -> None:
    """Compare states and memories to the last bit; what is no number has no sign."""
    for mine, yours in zip(ours, theirs, strict=True):
        for name in mine.dtype.names:
            np.testing.assert_array_equal(mine[name], yours[name], err_msg=name)
            signs = [np.signbit(each[name]) & ~np.isnan(each[name]) for each in (mine, yours)]
            assert (signs[0] == signs[1]).all(), name


plans = st.builds(
    Plan,
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    learning_rate=st.sampled_from([1e-3, 0.05, 0.3, 1.0, 7.0]),
    measure_every=st.sampled_from([1, 1, 2, 5]),
    momentum=st.sampled_from([0.0, 0.5, 0.9]),
    beta1=st.floats(0.0, 0.99),
    beta2=st.floats(0.0, 0.999),
    alpha=st.floats(0.0, 0.99),
    epsilon=st.sampled_from([1e-12, 1e-8, 0.1]),
    weight_decay=st.sampled_from([0.0, 0.0, 0.01]),
    schedule=st.sampled_from(list(SCHEDULES)),
    schedule_steps=st.integers(1, 20),
    schedule_factor=st.sampled_from([0.5, 0.99]),
    warm_up=st.sampled_from([0, 0, 4]),
    stride_cap=st.sampled_from([math.inf, math.inf, 0.1, 1.0]),
    ascend=st.booleans(),
    probe_length=st.sampled_from([7e-5, 0.1]),
    noise=st.sampled_from([0.0, 0.0, 0.5]),
    seed=st.integers(0, 9),
    shared_noise=st.booleans(),
    resolution=st.sampled_from([0.0, 0.0, 0.05]),
    flat=st.sampled_from([0.0, 1e-3, 0.3, 2.0]),
    daylight=st.sampled_from([5.0, 30.0, math.inf, math.inf]),
    step_minutes=st.sampled_from([0.0, 0.5, 0.7]),
    reading_minutes=st.sampled_from([0.0, 1.3]),
    stop=st.booleans(),
)


@pytest.mark.compiled
@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(TERRAINS),
    plans,
    st.sampled_from(CROWDS),
    st.sampled_from([0, 1, 7, 60]),
)
def test_each_of_a_crowd_walks_as_they_would_alone(terrain, plan, count, steps):
    alone, crowd = put_down(plan, count), put_down(plan, count)
    walk_alone(terrain, plan, alone, steps)
    walk_together(terrain, plan, crowd, steps)
    assert_the_same(crowd, alone)


def assert_one_ground(formula: Formula) -> None:
    """Let a crowd and single hikers wander about a ground, and compare them to the last bit."""
    terrain = Terrain("any", "Any", formula, WINDOW)
    for plan in (
        Plan(learning_rate=0.3, measure_every=1, stop=False, probe_length=0.1),
        Plan(learning_rate=0.05, measure_every=3, daylight=30.0),
    ):
        alone, crowd = put_down(plan, 2 * CROWD_LANES), put_down(plan, 16)
        walk_alone(terrain, plan, alone, 7)
        walk_together(terrain, plan, crowd, 7)
        assert_the_same(crowd, alone)


@pytest.mark.compiled
@pytest.mark.parametrize("name", FUNCTIONS)
def test_on_every_function_a_crowd_walks_as_each_would_alone(name):
    assert_one_ground(Formula(f"{name}(x*y) + {name}(-3*x) - {name}(y)/3"))


@pytest.mark.compiled
@pytest.mark.parametrize("exponent", ["2", "-3", "65", "0.5", "-1.5", "2.3", "y"])
def test_on_every_power_a_crowd_walks_as_each_would_alone(exponent):
    assert_one_ground(Formula(f"x^({exponent}) - (1 + y*y)^({exponent})"))


@pytest.mark.compiled
@settings(max_examples=60, deadline=None)
@given(formulas)
def test_on_any_formula_a_crowd_walks_as_each_would_alone(text):
    try:
        formula = Formula(text)
    except FormulaError:
        reject()
    assert_one_ground(formula)


@pytest.mark.compiled
def test_on_a_long_formula_a_crowd_walks_as_each_would_alone():
    waves = " + ".join(f"sin({each + 2}*x - y)^2*exp(-y^2/{each + 3})" for each in range(12))
    assert_one_ground(Formula(waves))


@pytest.mark.compiled
@settings(max_examples=40, deadline=None)
@given(st.sampled_from(TERRAINS), plans, st.integers(0, 40), st.integers(0, 40))
def test_a_crowd_that_rests_on_the_way_walks_as_one_that_does_not(terrain, plan, first, second):
    resting, walking = put_down(plan, 70), put_down(plan, 70)
    walk_together(terrain, plan, resting, first)
    walk_together(terrain, plan, resting, second)
    walk_together(terrain, plan, walking, first + second)
    assert_the_same(resting, walking)


@pytest.mark.compiled
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("stop", [False, True])
def test_a_crowd_of_any_optimizer_walks_far_as_each_would_alone(optimizer, stop):
    plan = Plan(optimizer=optimizer, measure_every=1, learning_rate=0.1, stop=stop, steps=300)
    alone, crowd = put_down(plan, 200), put_down(plan, 200)
    walk_alone(VALLEYS, plan, alone, 300)
    walk_together(VALLEYS, plan, crowd, 300)
    assert_the_same(crowd, alone)


def test_a_crowd_meets_every_end_and_each_keeps_the_step_of_theirs():
    plan = Plan(learning_rate=0.04, measure_every=3, daylight=40.0, reading_minutes=0.5)
    crowd, spread = put_down(plan, 500), np.clip(places(500), -2.9, 2.9)
    crowd[0]["x"], crowd[0]["y"] = spread.T
    walk_together(VALLEYS, plan, crowd, 100)
    hiker = naive.Hiker(plan, TWO_VALLEYS, WINDOW)
    states = [hiker.walk((x, y), 100)[-1] for x, y in spread.tolist()]
    standings = [naive.STANDINGS[number] for number in crowd[0]["stopped"]]
    assert standings == [state.standing for state in states]
    assert set(standings) == {naive.FLAT, naive.OFF_THE_MAP, naive.NIGHT}
    assert crowd[0]["step"].tolist() == [state.step for state in states]
    assert crowd[0]["readings"].tolist() == [state.readings for state in states]


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("reading", ["phone", "feet", "exact"])
def test_outcomes_are_those_of_tracks(count, reading):
    plan = Plan(
        optimizer="adam", learning_rate=0.1, measure_every=2, reading=reading, noise=0.3, steps=50
    )
    spread = np.clip(places(count), -2.9, 2.9)
    ends = outcomes(VALLEYS, [plan] * count, spread, 50)
    for number in range(0, count, max(count // 40, 1)):
        x, y = spread[number].tolist()
        track = advance(start(VALLEYS, plan, (x, y), number), 50)
        assert ends[number].tobytes() == track.rows[-1].tobytes()


def test_equal_plans_are_one_plan_however_they_were_made():
    spread = np.clip(places(40), -2.9, 2.9)
    one = Plan(optimizer="nadam", noise=0.1)
    ends = outcomes(VALLEYS, [one] * 40, spread, 30)
    many = [Plan(optimizer="nadam", noise=0.1) for _ in range(40)]
    assert outcomes(VALLEYS, many, spread, 30).tobytes() == ends.tobytes()


def test_a_crowd_does_not_mind_whom_it_walks_with():
    plan = Plan(optimizer="momentum", learning_rate=0.01, measure_every=1, noise=0.2)
    other = Plan(optimizer="momentum", learning_rate=0.02, measure_every=1, noise=0.2)
    spread = np.clip(places(64), -2.9, 2.9)
    alike = outcomes(VALLEYS, [plan] * 64, spread, 80)
    mixed = outcomes(VALLEYS, [plan, other] * 32, spread, 80)
    assert alike[::2].tobytes() == mixed[::2].tobytes()
    assert alike[1::2].tobytes() != mixed[1::2].tobytes()


def test_whoever_reads_a_slope_without_end_is_lost_for_good_in_a_crowd_too():
    cliff = Terrain("cliff", "Cliff", Formula("exp(720*x) - y"), Window(-2.0, 2.0, -2.0, 2.0))
    plan = Plan(optimizer="lion", learning_rate=0.1, measure_every=1, stop=False)
    place = (0.98, 0.0)
    alone = advance(start(cliff, plan, place), 10)
    crowd = outcomes(cliff, [plan] * 16, np.array([place] * 16), 10)
    assert set(crowd["stopped"].tolist()) == {int(alone.rows[-1]["stopped"])} == {LOST}
