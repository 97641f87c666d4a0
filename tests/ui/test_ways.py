import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from mountain import Floats
from ui.contours import Scale
from ui.theme import DUSK
from ui.ways import Way, Ways

SIZE = QSize(300, 200)
SCALE = Scale(west=0.0, north=2.0, left=0.0, top=0.0, across=100.0, down=100.0)
MAP = QRectF(0, 0, 300, 200)
COLOURS = ("#ff0000", "#00ff00", "#0000ff", "#ffff00")


def zigzag(number: int, turns: int = 40) -> Floats:
    along = np.linspace(0.1, 2.9, turns)
    return np.stack([along, 0.3 + 0.4 * number + 0.1 * np.cos(9 * along + number)], -1)


def several(*numbers: int) -> list[Way]:
    return [Way(zigzag(number), COLOURS[number]) for number in numbers]


def painted(ways: Ways, shown: list[Way]) -> NDArray[np.uint8]:
    image = QImage(SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    with QPainter(image) as painter:
        ways.paint(painter, shown)
    return np.frombuffer(image.constBits(), np.uint8).reshape(200, 300, 4).copy()


@pytest.fixture
def ways(qapp: object) -> Ways:
    return Ways(SIZE, 1.0, SCALE, DUSK, MAP)


def fresh(shown: list[Way]) -> NDArray[np.uint8]:
    """Return what a painter that has kept nothing paints."""
    return painted(Ways(SIZE, 1.0, SCALE, DUSK, MAP), shown)


def test_every_way_is_painted_in_its_colour(ways: Ways) -> None:
    image = painted(ways, several(0, 1, 2))
    for colour in COLOURS[:3]:
        red, green, blue, _ = QColor(colour).getRgb()
        assert (image[..., :3] == [blue, green, red]).all(-1).sum() > 200


@pytest.mark.parametrize(
    "then",
    [
        several(0, 1, 2),
        [*several(0, 1), Way(zigzag(3), COLOURS[2])],
        [Way(zigzag(3), COLOURS[0]), *several(1, 2)],
        several(1, 2),
        several(0, 1, 2, 3),
        several(3),
        [],
        [*several(0, 1), Way(zigzag(2), COLOURS[3])],
    ],
    ids=["same", "last", "first", "one less", "one more", "one", "none", "another colour"],
)
def test_what_is_kept_from_before_never_shows_when_the_ways_change(
    ways: Ways, then: list[Way]
) -> None:
    for shown in (several(0, 1, 2), several(0, 1, 2), then, then, several(0, 1, 2)):
        assert (painted(ways, shown) == fresh(shown)).all()


def test_a_way_that_leads_nowhere_is_not_painted(ways: Ways) -> None:
    nowhere = Way(np.full((5, 2), np.nan), COLOURS[0])
    assert not painted(ways, [nowhere, Way(np.empty((0, 2)), COLOURS[1])])[..., :3].any()


def test_one_way_has_a_dot_where_a_reading_is_taken_and_nowhere_else(ways: Ways) -> None:
    points = np.array([[0.5, 1.0], [1.5, 1.0], [2.5, 1.0]])
    dotted = painted(ways, [Way(points, COLOURS[0], readings=points[1:2])])
    plain = fresh([Way(points, COLOURS[0])])
    differing = np.nonzero((dotted != plain).any(-1))
    assert 4 <= len(differing[0]) <= 200
    assert np.hypot(differing[0] - 100, differing[1] - 150).max() < 2.5 * DUSK.stroke


@pytest.mark.parametrize("shown", [several(0), several(0, 1, 2)])
def test_a_way_that_leaves_the_map_is_not_painted_beyond_it(shown: list[Way], qapp: object) -> None:
    whole = painted(Ways(SIZE, 1.0, SCALE, DUSK, MAP), shown)
    clipped = painted(Ways(SIZE, 1.0, SCALE, DUSK, QRectF(100, 20, 120, 170)), shown)
    inside = np.zeros((200, 300), bool)
    inside[20:190, 100:220] = True
    assert (clipped[inside] == whole[inside]).all()
    assert whole[~inside][..., :3].any()
    assert not clipped[~inside][..., :3].any()
