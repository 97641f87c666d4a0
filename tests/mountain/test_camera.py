import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

from mountain import Camera

TURNS, TILTS = st.floats(-math.pi, math.pi), st.floats(0, math.pi / 2)
POINTS = st.tuples(*[st.floats(-0.5, 0.5)] * 3)


@given(TURNS, TILTS, POINTS)
def test_the_focus_is_in_the_middle_at_its_distance(
    turn: float, tilt: float, focus: tuple[float, float, float]
) -> None:
    camera = Camera(focus, turn, tilt, 3.0, (200, 100))
    np.testing.assert_allclose(camera.seen(np.array([focus]))[0], (100, 50, 1 / 3), atol=1e-9)


@given(TURNS, TILTS)
def test_right_up_and_ahead_are_at_right_angles_and_the_head_is_upright(
    turn: float, tilt: float
) -> None:
    eye, *axes, _ = Camera((0, 0, 0), turn, tilt, 2.0, (8, 8)).lens
    np.testing.assert_allclose(np.array(axes) @ np.array(axes).T, np.eye(3), atol=1e-12)
    np.testing.assert_allclose(np.cross(axes[0], axes[2]), axes[1], atol=1e-12)
    assert axes[0][2] == 0
    assert axes[1][2] >= 0
    np.testing.assert_allclose(eye, -2 * axes[2], atol=1e-12)


@given(TURNS, TILTS, POINTS)
def test_a_place_of_the_picture_leads_back_to_the_point_seen_there(
    turn: float, tilt: float, point: tuple[float, float, float]
) -> None:
    camera = Camera((0, 0, 0.1), turn, tilt, 2.5, (320, 240))
    column, row, nearness = camera.seen(np.array([point]))[0].tolist()
    np.testing.assert_allclose(camera.point_at(column, row, nearness), point, atol=1e-9)


def test_from_the_south_east_is_right_and_north_is_up() -> None:
    camera = Camera((0, 0, 0), 0.0, math.pi / 4, 2.0, (100, 100))
    east, north, high = camera.seen(np.array([[0.1, 0, 0], [0, 0.1, 0], [0, 0, 0.1]]))
    assert east[0] > 50
    assert north[1] < 50
    assert high[1] < 50
    # The north lies farther away.
    assert north[2] < 0.5


def test_a_quarter_turn_looks_from_the_west() -> None:
    eye = Camera((0, 0, 0), math.pi / 2, 0.0, 2.0, (8, 8)).lens[0]
    np.testing.assert_allclose(eye, (-2, 0, 0), atol=1e-12)


def test_a_point_behind_the_eye_is_nowhere() -> None:
    assert np.isnan(Camera((0, 0, 0), 0.0, 0.0, 2.0, (8, 8)).seen(np.array([[0, -3, 0]]))).all()


@pytest.mark.parametrize("size", [(100, 100), (400, 100)])
def test_a_wider_picture_shows_as_much_from_top_to_bottom(size: tuple[int, int]) -> None:
    camera = Camera((0, 0, 0), 0.0, 0.0, 2.0, size)
    assert camera.lens[4, 0] == pytest.approx(
        0.5 * min(100, 0.85 * size[0]) / math.tan(math.radians(14))
    )
