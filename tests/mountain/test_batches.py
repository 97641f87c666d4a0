"""Readings that look at some of the points only, beside their slow twin and beside all points."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, strategies as some

from mountain import (
    PARAMETERS,
    advance,
    batch_at,
    batch_limit,
    outcomes,
    plan_on,
    reads_batches,
    start,
    terrain_named,
)
from mountain.draws import batch_slope
from mountain.regression import Regression
from mountain.samples import Samples, seeded_samples
from tests import naive_batches

TERRAIN = terrain_named("regression")
GROUND = TERRAIN.ground
assert isinstance(GROUND, Regression)
COUNT = len(GROUND.samples)
numbers = some.integers(0, 2**53)


@given(some.integers(2, 60), some.data(), numbers, some.integers(0, 11), numbers)
def test_a_batch_is_its_twin_s_to_the_last_bit(count, data, seed, hiker, reading):
    samples = seeded_samples(seed % 1000, count)
    size = data.draw(some.integers(1, count))
    line = data.draw(some.tuples(some.floats(-5, 5), some.floats(-5, 5)))
    found = batch_slope(Regression(samples).points, size, (seed, hiker, reading), line)
    assert found == naive_batches.batch_slope(samples, size, seed, hiker, reading, *line)


@given(some.lists(some.floats(-5, 5), min_size=2, max_size=8), some.data())
def test_the_limit_of_batches_is_that_of_the_steepest_of_them_all(x, data):
    size = data.draw(some.integers(1, len(x)))
    steepest = 0.0
    for batch in combinations(x, size):
        lines = np.array([(each, 1.0) for each in batch])
        steepest = max(steepest, np.linalg.eigvalsh(2 / size * lines.T @ lines)[-1])
    ground = Regression(Samples(tuple(x), tuple(x)))
    assert batch_limit(ground, size) == pytest.approx(2 / steepest)


def test_of_one_point_alone_the_limit_is_that_of_the_farthest():
    ground = Regression(Samples((-1.0, 3.2, 2.0), (0.0, 1.0, 2.0)))
    assert batch_limit(ground, 1) == pytest.approx(1 / (1 + 3.2**2))
    assert batch_limit(ground, 3) == pytest.approx(ground.limit)


@pytest.mark.parametrize(("batch", "some_only"), [(0, False), (1, True), (COUNT, False)])
def test_only_a_batch_of_fewer_points_than_there_are_is_one(batch, some_only):
    plan = plan_on(TERRAIN, {"batch": batch})
    assert reads_batches(GROUND, plan) == some_only
    assert not reads_batches(terrain_named("bowl").ground, plan)


def test_who_looks_at_a_reading_sees_its_points():
    plan = plan_on(TERRAIN, {"batch": 4, "measure_every": 3, "learning_rate": 0.02, "flat": 0.0})
    track = advance(start(TERRAIN, plan, number=1), 20)
    for step in range(len(track)):
        reading = int(track.rows[step]["readings"])
        assert [*batch_at(track, step)] == naive_batches.batch(COUNT, 4, plan.seed, 1, reading)
    everything = advance(start(TERRAIN, plan_on(TERRAIN)), 3)
    assert batch_at(everything, 2) == ()


@given(numbers, numbers, some.floats(-5, 5), some.floats(-5, 5))
def test_a_batch_of_all_points_reads_the_whole_slope(seed, reading, x, y):
    found = batch_slope(GROUND.points, COUNT, (seed, 0, reading), (x, y))
    exact = [float(part) for part in GROUND.gradient(x, y)]
    assert found == pytest.approx(exact, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("size", [1, 4, 19])
def test_every_point_is_looked_at_as_often_as_any_other(size):
    readings = 20_000
    seen = np.zeros(COUNT)
    for reading in range(readings):
        batch = naive_batches.batch(COUNT, size, 0, 0, reading)
        assert len(set(batch)) == size
        seen[batch] += 1
    share = size / COUNT
    spread = np.sqrt(readings * share * (1 - share))
    assert np.abs(seen - readings * share).max() < 5 * spread


@pytest.mark.parametrize("size", [1, 5])
def test_batches_read_the_whole_slope_on_average(size):
    line = (-1.0, 2.0)
    slopes = np.array(
        [batch_slope(GROUND.points, size, (3, 0, reading), line) for reading in range(20_000)]
    )
    off = slopes.mean(0) - [float(part) for part in GROUND.gradient(*line)]
    assert (np.abs(off) < 5 * slopes.std(0) / np.sqrt(len(slopes))).all()


def test_a_hiker_s_readings_are_those_of_their_batches():
    plan = plan_on(TERRAIN, {"batch": 3, "learning_rate": 0.02, "flat": 0.0, "seed": 7})
    track = advance(start(TERRAIN, plan, number=2), 40)
    for row in track.rows:
        place = float(row["x"]), float(row["y"])
        expected = naive_batches.batch_slope(GROUND.samples, 3, 7, 2, int(row["readings"]), *place)
        assert (float(row["grad_x"]), float(row["grad_y"])) == expected


def test_a_crowd_on_batches_walks_as_each_would_alone():
    plan = plan_on(TERRAIN, {"batch": 1, "learning_rate": 0.02, "flat": 0.0})
    places = np.random.default_rng(0).uniform(0, 2, (30, 2))
    left = outcomes(TERRAIN, [plan] * 30, places, 50)
    for number, place in enumerate(places.tolist()):
        alone = advance(start(TERRAIN, plan, tuple(place), number), 50)
        assert left[number] == alone.rows[-1]


@pytest.mark.parametrize("size", [0, COUNT, 500])
def test_who_looks_at_all_points_reads_by_phone_as_ever(size):
    usual, all_of_them = (plan_on(TERRAIN, {"batch": each}) for each in (0, size))
    first, second = (advance(start(TERRAIN, plan), 100) for plan in (usual, all_of_them))
    assert first.rows.tobytes() == second.rows.tobytes()


def test_on_ground_without_points_a_batch_means_nothing():
    bowl = terrain_named("bowl")
    plans = (plan_on(bowl), plan_on(bowl, {"batch": 1}))
    first, second = (advance(start(bowl, plan), 20) for plan in plans)
    assert first.rows.tobytes() == second.rows.tobytes()


@pytest.mark.parametrize(("batch", "shown"), [(0, "all"), (2, "2 points"), (20, "20 points")])
def test_no_number_of_points_means_all_of_them_and_is_called_so(batch, shown):
    assert PARAMETERS["batch"].shown(batch) == shown
