import math

import numpy as np
import pytest
from desks import open_at
from hypothesis import assume, given, strategies as st
from numpy.typing import NDArray

import mountain
from ui.contours import contour_through
from ui.window import MainWindow


def nearest_way(
    lines: list[NDArray[np.float64]], x: float, y: float
) -> tuple[float, NDArray[np.float64]]:
    """Return how near the lines come to a place, and the direction of the nearest piece."""
    best, way = math.inf, np.zeros(2)
    for line in lines:
        begins, steps = line[:-1], np.diff(line, axis=0)
        lengths = np.maximum((steps**2).sum(-1), 1e-300)
        share = np.clip((((x, y) - begins) * steps).sum(-1) / lengths, 0, 1)
        away = np.hypot(*((x, y) - begins - share[:, None] * steps).T)
        if len(away) and away.min() < best:
            best, way = float(away.min()), steps[away.argmin()]
    return best, way / (np.hypot(*way) or 1.0)


@given(
    st.sampled_from(
        ["misty_mountain", "himmelblau", "two_valleys", "ravine", "regression", "digits"]
    ),
    st.floats(0.15, 0.85),
    st.floats(0.15, 0.85),
)
def test_the_gradient_stands_at_a_right_angle_to_the_contour_line(
    name: str, across: float, up: float
) -> None:
    terrain = mountain.terrain_named(name)
    window = terrain.window
    x, y = window.x0 + across * window.width, window.y0 + up * window.tall
    slope_x, slope_y = (float(each) for each in terrain.ground.gradient(x, y))
    # In shares of the window, in which the lines are drawn on a square grid.
    scale = np.array([window.width, window.tall])
    uphill = np.array([slope_x, slope_y]) * scale
    lines = [line / scale for line in contour_through(terrain, x, y)]
    away, way = nearest_way(lines, x / window.width, y / window.tall)
    spread = np.ptp(terrain.ground.height(*np.broadcast_arrays(*window.grid(9, 9))))
    # Where it is level there is no direction to compare.
    assume(np.hypot(*uphill) > 0.05 * spread)
    assert away < 0.004
    assert abs(float(way @ uphill)) / np.hypot(*uphill) < 0.2


def test_a_circle_goes_round_the_summit_of_a_round_hill() -> None:
    ground = mountain.Formula("-x^2-y^2")
    terrain = mountain.Terrain("hill", "Hill", ground, mountain.Window(-2.0, 2.0, -2.0, 2.0))
    (line,) = contour_through(terrain, 1.0, 0.0)
    assert np.hypot(*line.T) == pytest.approx(1.0, abs=2e-3)


def test_where_there_is_no_ground_there_is_no_line() -> None:
    ground = mountain.Formula("ln x")
    terrain = mountain.Terrain("edge", "Edge", ground, mountain.Window(-2.0, 2.0, -2.0, 2.0))
    assert contour_through(terrain, -1.0, 0.0) == []


def test_the_arrow_is_drawn_while_the_gradient_is_looked_at_and_then_no_more(
    window: MainWindow,
) -> None:
    window.session.lift_mist(True)
    window.session.move(7)
    open_at(window, "formula")
    plain = window.map.grab().toImage()
    open_at(window, "gradient")
    assert window.map.grab().toImage() != plain
    open_at(window, "formula")
    assert window.map.grab().toImage() == plain
    open_at(window, "gradient")
    window.actions_by_name["desk"].trigger()
    assert not window.study.shows_gradient
