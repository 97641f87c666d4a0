import numpy as np
import pytest
from conftest import prepared
from pytestqt.qtbot import QtBot

import mountain
from ui.gradient_desk import slopes_of
from ui.session import Session


@pytest.fixture
def bowl(session: Session, qtbot: QtBot) -> Session:
    """Stand on x² + 3 y², whose gradient anybody can write down, and read every fourth step."""
    ground, window = mountain.Formula("x^2 + 3 y^2"), mountain.Window(-4.0, 4.0, -4.0, 4.0)
    session.go_to(mountain.Terrain("formula", "Bowl", ground, window))
    for name, value in {"measure_every": 4, "reading": "exact", "learning_rate": 0.01}.items():
        session.change_setting(name, value)
    return prepared(session, qtbot)


def _gradient(x: float, y: float) -> tuple[float, float]:
    return 2 * x, 6 * y


@pytest.mark.parametrize(("step", "ago"), [(0, 0), (1, 1), (3, 3), (4, 0), (5, 1)])
def test_the_slope_here_and_the_one_walked_on_are_those_of_their_places(
    bowl: Session, step: int, ago: int
) -> None:
    bowl.move(step)
    assert bowl.track is not None
    slopes = slopes_of(bowl)
    there = _gradient(bowl.track.x[step - ago], bowl.track.y[step - ago])
    assert slopes.steps_ago == ago
    np.testing.assert_allclose(slopes.here, _gradient(*bowl.place), rtol=1e-12)
    np.testing.assert_allclose(slopes.there, there, rtol=1e-12)
    np.testing.assert_allclose(slopes.read, there, rtol=1e-9)


def test_who_has_not_set_out_has_a_slope_and_no_reading(home: object) -> None:
    preset = next(each for each in mountain.presets_of("bowl") if each.name == "good")
    waiting = Session(preset)
    slopes = slopes_of(waiting)
    assert slopes.read is None
    ground = waiting.terrain.ground
    np.testing.assert_array_equal(slopes.here, ground.gradient(*preset.start))
    waiting.close()
