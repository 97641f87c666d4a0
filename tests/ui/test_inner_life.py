"""The inner life: arrows at the hiker that mean what they say, and words that can be read."""

import math
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

import mountain
from mountain import OPTIMIZERS, Plan, Track, replan
from tests.hikes import BOWL
from ui.contours import Scale
from ui.inner_life import (
    FURTHEST,
    Arrow,
    inner_life,
    labels_of,
    paint_inner_life,
    step_to_come,
)
from ui.theme import DUSK, PROJECTOR, Theme

THEMES = pytest.mark.parametrize("theme", [DUSK, PROJECTOR], ids=lambda theme: theme.name)
#: The bowl's window, 10 units, on 600 pixels.
SCALE = Scale(-5, 5, 10, 10, 60, 60)
FRAME = QRectF(10, 10, 600, 600)


def hike(name: str, steps: int = 12, **settings: object) -> Track:
    plan = {"optimizer": name, "learning_rate": 0.02, "measure_every": 1, "stop": False}
    plan = Plan(reading="exact").with_settings({**plan, **settings})
    return mountain.advance(mountain.start(BOWL, plan), steps)


def arrow(track: Track, step: int, word: str, theme: Theme = DUSK) -> Arrow:
    life = inner_life(SCALE, track, step, theme)
    return next(each for each in life.arrows if each.label.startswith(word))


def direction(way: QPointF) -> tuple[float, float]:
    length = math.hypot(way.x(), way.y())
    return way.x() / length, way.y() / length


def picture(track: Track, step: int, theme: Theme = DUSK) -> bytes:
    image = QImage(620, 620, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    paint_inner_life(painter, SCALE, track, step, theme)
    painter.end()
    return bytes(image.constBits())


@pytest.mark.parametrize("ascend", [False, True])
def test_the_slopes_arrow_points_where_the_hiker_is_sent(qtbot: QtBot, ascend: bool) -> None:
    track = hike("gradient_descent", ascend=ascend)
    # The bowl's slope points away from the middle, and the hiker came from the south-east.
    east, south = (-1, -1) if not ascend else (1, 1)
    way = arrow(track, 5, "slope").way
    assert math.copysign(1, way.x()) == east
    assert math.copysign(1, way.y()) == south


def test_the_slopes_arrow_is_as_long_on_a_steep_place_as_on_a_gentle_one(qtbot: QtBot) -> None:
    track = hike("gradient_descent", 100)
    lengths = [arrow(track, step, "slope").length for step in (0, 40, 99)]
    assert lengths == pytest.approx([lengths[0]] * 3)


def test_the_velocity_is_drawn_to_the_slopes_scale_and_downhill(qtbot: QtBot) -> None:
    track, step = hike("momentum"), 2
    velocity, slope = (arrow(track, step, word) for word in ("velocity −v", "slope −g"))
    page = track.pages[step]
    ratio = math.hypot(page["first_x"], page["first_y"]) / math.hypot(
        track.grad_x[step], track.grad_y[step]
    )
    assert not velocity.cut
    assert velocity.length / slope.length == pytest.approx(ratio)
    assert direction(velocity.way)[0] == pytest.approx(direction(slope.way)[0], abs=0.1)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_step_is_the_one_that_is_made_next(qtbot: QtBot, name: str) -> None:
    track = hike(name)
    expected = np.array([track.x[6] - track.x[5], track.y[6] - track.y[5]])
    assert step_to_come(track, 5) == tuple(expected)
    way = direction(arrow(track, 5, "step").way)
    assert way == pytest.approx(expected * (1, -1) / np.hypot(*expected), abs=1e-9)


def test_the_step_from_the_last_row_is_that_of_the_plan_in_force(qtbot: QtBot) -> None:
    track = hike("momentum")
    changed = replan(track, track.plan.with_settings({"learning_rate": 0.04}))
    walked = mountain.advance(changed, 1)
    assert step_to_come(changed, 12) == (
        walked.x[13] - walked.x[12],
        walked.y[13] - walked.y[12],
    )
    assert math.hypot(*step_to_come(changed, 12)) == pytest.approx(
        2 * math.hypot(*step_to_come(track, 12))
    )


def test_a_hike_that_is_over_has_no_step_to_come(qtbot: QtBot) -> None:
    track = hike("gradient_descent", 300, stop=True, flat=0.5)
    assert track.ended
    life = inner_life(SCALE, track, track.steps, DUSK)
    assert [each.label for each in life.arrows] == ["slope −g"]


def test_the_memory_of_another_optimizer_is_not_drawn_for_the_next(qtbot: QtBot) -> None:
    track = hike("momentum")
    changed = replan(track, track.plan.with_settings({"optimizer": "adam"}))
    labels = [each.label for each in inner_life(SCALE, changed, 12, DUSK).arrows]
    assert labels == ["slope −g", "step"]


@pytest.mark.parametrize("name", ["adagrad", "adadelta", "rmsprop", "adam", "adamw", "nadam"])
def test_the_remembered_squares_are_an_ellipse_as_wide_as_the_slopes_were(
    qtbot: QtBot, name: str
) -> None:
    track = hike(name)
    squares = inner_life(SCALE, track, 12, DUSK).squares
    assert squares is not None
    # On the way in from (3, -2) the slopes to the east were the greater ones.
    assert squares.x() > squares.y() > 1.15 * DUSK.normal


@pytest.mark.parametrize("name", ["gradient_descent", "momentum", "nesterov", "lion"])
def test_who_remembers_no_squares_has_no_ellipse(qtbot: QtBot, name: str) -> None:
    assert inner_life(SCALE, hike(name), 12, DUSK).squares is None


@THEMES
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_nothing_reaches_further_than_a_third_of_the_map(
    qtbot: QtBot, name: str, theme: Theme
) -> None:
    for settings in ({"learning_rate": 3.0}, {"learning_rate": 1e-3, "noise": 2.0}):
        track = hike(name, 30, **settings)
        for step in (0, 1, 10, 29):
            life = inner_life(SCALE, track, step, theme)
            reaches = [math.hypot(tip.x(), tip.y()) for tip in (a.tip(theme) for a in life.arrows)]
            axes = [life.squares.x(), life.squares.y()] if life.squares else []
            assert max([0.0, *reaches, *axes]) <= FURTHEST * 600 + 1e-6 < 200


@THEMES
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_words_stand_on_the_map_clear_of_the_hiker_and_of_each_other(
    qtbot: QtBot, name: str, theme: Theme
) -> None:
    track, rim = hike(name), theme.normal
    for step in (0, 1, 6, 11):
        life = inner_life(SCALE, track, step, theme)
        for point in (QPointF(310, 310), QPointF(30, 40), QPointF(580, 590)):
            boxes = [label.box for label in labels_of(life, point, FRAME, theme)]
            hiker = QRectF(point.x() - rim, point.y() - rim, 2 * rim, 2 * rim)
            assert len(boxes) == len(life.arrows) + (life.squares is not None)
            assert all(FRAME.contains(box) for box in boxes)
            assert not any(a.intersects(b) for a, b in combinations([hiker, *boxes], 2))


@THEMES
def test_the_picture_changes_with_every_step_and_with_nothing_else(
    qtbot: QtBot, theme: Theme
) -> None:
    track = hike("adam")
    pictures = [picture(track, step, theme) for step in range(1, 6)]
    assert len(set(pictures)) == 5
    assert pictures[2] == picture(track, 3, theme)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_hiker_who_is_lost_is_drawn_without_a_fault(qtbot: QtBot, name: str) -> None:
    track = hike(name, 80, learning_rate=1e30)
    for step in range(0, track.steps + 1, 7):
        picture(track, step)
