"""Readings on a hike: how exactly the phone reads the slope, and how coarsely it may."""

import math

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

import mountain
from mountain import Formula, Plan, Terrain, Window, evaluation, expression
from mountain.expression import X, Y, derivative

#: A grid's spline has no third derivative at its knots.
ANALYTIC = [
    name
    for name in mountain.terrain_names()
    if not isinstance(mountain.terrain_named(name).ground, mountain.Grid)
]


def _terrain(text: str) -> Terrain:
    return Terrain("drawn", "Drawn", Formula(text), Window(-4.0, 4.0, -4.0, 4.0))


def _third_derivatives(terrain: Terrain, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return how fast the curvature along each axis changes, as one steepness."""
    found = []
    for variable in (X, Y):
        node = terrain.ground.node
        for _ in range(3):
            node = derivative(node, variable)
        functions = {name: getattr(np, name, None) for name in expression.FUNCTIONS}
        found.append(evaluation.evaluate([node], x, y, functions)[0] + 0 * x)
    return np.hypot(*found)


@pytest.mark.parametrize("name", ANALYTIC)
def test_the_phone_reads_the_slope_as_exactly_as_its_probe_can(name):
    terrain = mountain.terrain_named(name)
    plan = mountain.plan_on(terrain)
    window = terrain.window
    # Off the corners and axes of symmetry, so that no place is a special one.
    columns, rows = np.meshgrid(np.linspace(0.0013, 0.9971, 49), np.linspace(0.0017, 0.9983, 49))
    x, y = window.x0 + window.width * columns.ravel(), window.y0 + window.tall * rows.ravel()
    read = mountain.outcomes(terrain, [plan] * x.size, np.column_stack([x, y]), 0)
    grad_x, grad_y = terrain.ground.gradient(x, y)
    error = np.hypot(read["grad_x"] - grad_x, read["grad_y"] - grad_y)
    steepness = np.hypot(grad_x, grad_y)

    # Taylor: what central differences miss is h²/6 of the third derivative, and the rounding of
    # the heights, some units in the last place, over h.
    h, tallest = plan.probe_length, np.abs(terrain.ground.height(x, y)).max()
    missed = h * h / 6 * _third_derivatives(terrain, x, y)
    assert (error <= 1.001 * missed + 4 * np.finfo(float).eps * tallest / h).all()

    # A ten-millionth of the slope, or where the ground is flatter than the terrain is on the whole,
    # of the whole's slope: near a critical point the slope goes to nothing, and the error does not.
    typical = np.sqrt((steepness**2).mean())
    assert (error <= 1e-7 * np.maximum(steepness, typical)).all()
    assert (error <= 1e-7 * steepness).mean() > 0.985


slopes = st.floats(-2.0, 2.0)


@given(slopes, slopes, st.sampled_from([0.001, 0.01, 0.05, 0.2]))
def test_a_coarse_phone_reads_whole_steps_and_errs_by_half_of_one(east, north, resolution):
    plane = _terrain(f"({east!r})*x + ({north!r})*y")
    plan = Plan(resolution=resolution, probe_length=1.0)
    track = mountain.start(plane, plan, (0.5, -0.5))
    steepness = math.hypot(1.0, east, north)
    # What is read is a ratio of two whole numbers of steps.
    down = {math.floor(1 / steepness / resolution) + each for each in (0, 1)}
    ratios = [(k, track.grad_x[0] * k, track.grad_y[0] * k) for k in down if k > 0]
    fitting = [(k, *parts) for k, *parts in ratios if all(abs(p - round(p)) < 1e-6 for p in parts)]
    assert any(abs(k * resolution - 1 / steepness) <= 0.5001 * resolution for k, *_ in fitting)
    # Half a step in either part of gravity, seen through the quotient.
    least = max(min(down), 1) * resolution
    for read, true in ((track.grad_x[0], east), (track.grad_y[0], north)):
        assert abs(read - true) <= 0.5001 * resolution * (1 + abs(true)) / least


def test_only_the_phone_is_coarse():
    plane = _terrain("0.31*x - 0.17*y")
    for reading in ("feet", "exact"):
        rough, fine = (
            mountain.start(plane, Plan(reading=reading, resolution=step), (0.0, 0.0))
            for step in (0.2, 0.0)
        )
        assert rough.rows.tobytes() == fine.rows.tobytes()


def test_a_slope_below_half_a_step_of_the_phone_is_read_as_flat():
    gentle = _terrain("0.04*x")
    assert mountain.start(gentle, Plan(resolution=0.1), (1.0, 0.0)).ended
    assert not mountain.start(gentle, Plan(resolution=0.05), (1.0, 0.0)).ended
