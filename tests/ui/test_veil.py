import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from ui.veil import Veil

FRAME = QRectF(30, 20, 500, 400)
MIST = "#6b7884"
#: The banks of mist are lighter and darker than its colour by this much at most.
BANKS = 0.09
GROUNDS = ("#ff0000", "#00ff00")
HIKER = QPointF(300, 200)
WALKED = [QLineF(60, 380, 200, 380)]


def under(
    veil: Veil, ground: str, *, hiker: QPointF = HIKER, breath: float = 1.0, opacity: float = 1.0
) -> NDArray[np.int64]:
    """Return the pixels of a ground of one colour that lies under the mist."""
    image = QImage(600, 450, QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    veil.paint(painter, hiker, breath, opacity)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(450, 600, 4)
    return pixels[..., 2::-1].astype(np.int64)


def shown(veil: Veil, **how: float | QPointF) -> NDArray[np.float64]:
    """Return how much of the ground shows through, 0 to 1, by the difference of two grounds."""
    red, green = (under(veil, ground, **how) for ground in GROUNDS)
    return (np.abs(red - green)[..., :2].sum(-1)) / 510


def distances(point: QPointF) -> NDArray[np.float64]:
    down, across = np.mgrid[0:450, 0:600] + 0.5
    return np.hypot(across - point.x(), down - point.y())


@pytest.fixture
def veil(qapp: object) -> Veil:
    return Veil(FRAME, 1.0, MIST)


def inside() -> NDArray[np.bool_]:
    down, across = np.mgrid[0:450, 0:600]
    return (across >= 30) & (across < 530) & (down >= 20) & (down < 420)


def test_far_from_the_hiker_there_is_mist_whatever_the_ground(veil: Veil) -> None:
    far = inside() & (distances(HIKER) > 1.05 * veil.radius)
    assert shown(veil)[far].max() == 0
    colours = under(veil, GROUNDS[0])[far]
    mist = np.array(QColor(MIST).getRgb()[:3])
    assert (np.abs(colours - mist) <= BANKS * mist + 1).all()


def test_around_the_hiker_the_ground_shows_less_and_less(veil: Veil) -> None:
    through, away = shown(veil), distances(HIKER) / veil.radius
    assert through[away < 0.6].min() > 0.94
    rings = [
        through[(away > edge) & (away <= edge + 0.1)].mean() for edge in np.arange(0.5, 1, 0.1)
    ]
    assert rings == sorted(rings, reverse=True)
    assert rings[-1] < 0.35


def test_outside_the_map_there_is_no_mist(veil: Veil) -> None:
    assert shown(veil)[~inside()].min() == 1


def test_the_ground_that_was_walked_stays_faintly_visible(veil: Veil) -> None:
    veil.walk(WALKED)
    through = shown(veil)
    assert 0.3 < through[380, 60:200].min() <= through[380, 60:200].max() < 0.6
    beside = through[int(380 - 0.6 * veil.radius), 60:200]
    assert beside.max() == 0


def test_the_mist_closes_over_a_way_that_is_forgotten(veil: Veil) -> None:
    untouched = under(veil, GROUNDS[0])
    veil.walk(WALKED)
    assert not np.array_equal(under(veil, GROUNDS[0]), untouched)
    veil.forget()
    assert np.array_equal(under(veil, GROUNDS[0]), untouched)


def test_a_way_walked_line_by_line_thins_the_mist_as_one_walked_at_once(qapp: object) -> None:
    at_once, by_lines = Veil(FRAME, 1.0, MIST), Veil(FRAME, 1.0, MIST)
    lines = [QLineF(60, 380, 120, 300), QLineF(120, 300, 90, 120), QLineF(90, 120, 500, 60)]
    at_once.walk(lines)
    for line in lines:
        by_lines.walk([line])
    assert np.array_equal(under(at_once, GROUNDS[0]), under(by_lines, GROUNDS[0]))


def test_lifted_mist_hides_nothing_and_half_lifted_mist_half(veil: Veil) -> None:
    far = inside() & (distances(HIKER) > 1.05 * veil.radius)
    assert shown(veil, opacity=0.0).min() == 1
    assert shown(veil, opacity=0.5)[far] == pytest.approx(0.5, abs=0.02)


def test_the_disc_grows_with_the_breath(veil: Veil) -> None:
    assert (shown(veil, breath=1.03) > 0.05).sum() > (shown(veil, breath=0.97) > 0.05).sum()


@pytest.mark.parametrize(
    "corner", [(30.0, 20.0), (530.0, 420.0), (-900.0, 200.0), (5000.0, 5000.0)]
)
def test_a_hiker_at_the_edge_or_beyond_opens_no_hole_elsewhere(
    veil: Veil, corner: tuple[float, float]
) -> None:
    point = QPointF(*corner)
    through = shown(veil, hiker=point)
    far = inside() & (distances(point) > 1.05 * veil.radius)
    assert through[far].max() == 0
    near = inside() & (distances(point) < 0.5 * veil.radius)
    assert (through[near] > 0.9).all()


@pytest.mark.parametrize("ratio", [1.5, 2.0])
def test_mist_on_a_fine_screen_covers_the_same_place(qapp: object, ratio: float) -> None:
    image = QImage(round(600 * ratio), round(450 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("#ff0000"))
    fine = Veil(FRAME, ratio, MIST)
    painter = QPainter(image)
    fine.paint(painter, HIKER, 1.0, 1.0)
    painter.end()

    def red_at(x: float, y: float) -> bool:
        return image.pixelColor(round(x * ratio), round(y * ratio)).name() == "#ff0000"

    assert all(red_at(x, y) for x, y in ((27, 200), (533, 200), (300, 17), (300, 423)))
    assert not any(red_at(x, y) for x, y in ((33, 200), (527, 200), (300, 23), (300, 417)))
    assert image.pixelColor(round(300 * ratio), round(200 * ratio)).red() > 245
