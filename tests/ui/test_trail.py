import math

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from ui.theme import DUSK
from ui.trail import Trail, lines_between

FRAME = QRectF(0, 0, 300, 200)
WAY = np.array([[40.0, 40.0], [260.0, 40.0], [260.0, 160.0]])
NOTHING = np.empty((0, 2))


def painted(trail: Trail) -> NDArray[np.uint8]:
    image = QImage(300, 200, QImage.Format.Format_RGBA8888)
    image.fill(QColor(DUSK.mist))
    painter = QPainter(image)
    trail.paint(painter)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(200, 300, 4).copy()


def touched(pixels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return (pixels[..., :3] != QColor(DUSK.mist).getRgb()[:3]).any(-1)


def colour(pixels: NDArray[np.uint8], x: int, y: int) -> str:
    return QColor(*pixels[y, x, :3].tolist()).name()


@pytest.fixture
def trail(qapp: object) -> Trail:
    return Trail(FRAME, 1.0, DUSK)


def test_the_way_is_where_the_hiker_walked_and_nowhere_else(trail: Trail) -> None:
    trail.walk(lines_between(WAY), NOTHING)
    pixels = painted(trail)
    assert {colour(pixels, x, 40) for x in range(45, 255)} == {DUSK.trail}
    assert {colour(pixels, 260, y) for y in range(45, 155)} == {DUSK.trail}
    rows, columns = np.nonzero(touched(pixels))
    half = DUSK.stroke / 2 + 2
    near_first = (np.abs(rows + 0.5 - 40) <= half + 1) & (columns >= 40 - half - 1)
    near_second = (np.abs(columns + 0.5 - 260) <= half + 1) & (rows <= 160 + half)
    assert (near_first | near_second).all()


def test_every_reading_has_a_dot(trail: Trail) -> None:
    trail.walk(lines_between(WAY), WAY[:2])
    pixels = painted(trail)
    radius = 1.5 * DUSK.stroke
    for x, y in WAY[:2]:
        assert colour(pixels, int(x), int(y - radius + 1.5)) == DUSK.trail
    assert not touched(pixels)[int(160 - radius), 252]


def test_a_way_painted_step_by_step_is_the_one_painted_at_once(qapp: object) -> None:
    at_once, by_steps = Trail(FRAME, 1.0, DUSK), Trail(FRAME, 1.0, DUSK)
    at_once.walk(lines_between(WAY), NOTHING)
    for first in range(2):
        by_steps.walk(lines_between(WAY[first : first + 2]), NOTHING)
    one, other = painted(at_once).astype(int), painted(by_steps).astype(int)
    # Where two steps meet, the later one's edge lies over the earlier; nothing else differs.
    differs = (one != other).any(-1)
    rows, columns = np.nonzero(differs)
    assert (np.hypot(rows - 40, columns - 260) < 2 * DUSK.stroke + 3).all()


def test_a_way_that_is_forgotten_is_gone(trail: Trail) -> None:
    trail.walk(lines_between(WAY), WAY)
    trail.forget()
    assert not touched(painted(trail)).any()


def test_steps_within_one_pixel_are_one_line() -> None:
    spiral = np.column_stack([100 + np.linspace(0, 0.3, 500), np.full(500, 50.0)])
    assert len(lines_between(spiral)) <= 1


def test_a_bounce_between_two_places_is_painted_once() -> None:
    bounce = np.tile([[10.0, 10.0], [90.0, 90.0]], (5_000, 1))
    assert len(lines_between(bounce)) == 2


def test_lines_join_all_places_in_order() -> None:
    lines = lines_between(WAY)
    assert [(line.p1().toTuple(), line.p2().toTuple()) for line in lines] == [
        ((40, 40), (260, 40)),
        ((260, 40), (260, 160)),
    ]
    assert lines_between(WAY[:1]) == []
    assert lines_between(NOTHING) == []


def test_a_hiker_thrown_beyond_all_bounds_leaves_a_way_that_can_be_painted(trail: Trail) -> None:
    thrown = np.array([[150.0, 100.0], [1e300, 100.0], [math.inf, -math.inf], [math.nan, 0.0]])
    lines = lines_between(thrown)
    assert all(abs(part) <= 1e5 for line in lines for part in (line.x2(), line.y2()))
    trail.walk(lines, thrown)
    assert colour(painted(trail), 290, 100) == DUSK.trail


def test_a_way_on_a_fine_screen_lies_in_the_same_place(qapp: object) -> None:
    fine = Trail(FRAME, 2.0, DUSK)
    fine.walk(lines_between(WAY), NOTHING)
    assert {colour(painted(fine), x, 40) for x in range(50, 250, 10)} == {DUSK.trail}
