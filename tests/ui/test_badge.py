import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

import mountain
from ui.badge import SHAPES, badge_colour, badge_shape, is_outlined, paint_badge
from ui.theme import DUSK, PROJECTOR, Theme

THEMES = pytest.mark.parametrize("theme", [DUSK, PROJECTOR], ids=lambda theme: theme.name)
EVERYBODY = range(mountain.MOST_HIKERS)
PAIRS = [(one, other) for other in EVERYBODY for one in range(other)]
SIDE, RADIUS = 64, 9.0

# How colours look to people without one kind of cones: Machado, Oliveira and Fernandes 2009,
# severity 1, on linear RGB.
SIGHTS = {
    "all": np.eye(3),
    "no long": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "no middle": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "no short": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
# To Oklab: Ottosson 2020.
_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def difference(one: str, other: str, sight: str) -> float:
    """Return how different two colours look: the distance in Oklab, where black to white is 1."""

    def seen(name: str) -> NDArray[np.float64]:
        colour = QColor(name)
        parts = np.array([colour.redF(), colour.greenF(), colour.blueF()])
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        lab: NDArray[np.float64] = _LAB @ np.cbrt(_CONES @ np.clip(SIGHTS[sight] @ linear, 0, 1))
        return lab

    return float(np.linalg.norm(seen(one) - seen(other)))


def badge(number: int, theme: Theme, ground: str = "#5f7d5a", radius: float = RADIUS) -> QImage:
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    paint_badge(painter, QPointF(SIDE / 2, SIDE / 2), radius, number, theme)
    painter.end()
    return image


def pixels(image: QImage) -> NDArray[np.int64]:
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(SIDE, SIDE, 4)
    return rows[:, :, 2::-1].astype(np.int64)


def near(image: QImage, colour: str) -> NDArray[np.bool_]:
    """Tell which pixels are of a colour, up to a little."""
    red, green, blue = QColor(colour).red(), QColor(colour).green(), QColor(colour).blue()
    distances = np.abs(pixels(image) - np.array([red, green, blue]))
    found: NDArray[np.bool_] = distances.max(axis=2) < 24
    return found


@THEMES
def test_colours_of_any_two_hikers_are_told_apart(theme: Theme) -> None:
    for one, other in PAIRS:
        colours = badge_colour(one, theme), badge_colour(other, theme)
        assert difference(*colours, "all") > 0.08, (one, other)


@pytest.mark.parametrize("sight", SIGHTS)
@THEMES
def test_hikers_of_one_shape_differ_in_colour_for_every_kind_of_eye(
    theme: Theme, sight: str
) -> None:
    for one, other in PAIRS:
        if badge_shape(one) == badge_shape(other):
            colours = badge_colour(one, theme), badge_colour(other, theme)
            assert difference(*colours, sight) > 0.09, (one, other)


def test_any_two_hikers_differ_in_shape_or_in_being_outlined() -> None:
    assert len({(badge_shape(number), is_outlined(number)) for number in EVERYBODY}) == 12
    assert {badge_shape(number) for number in EVERYBODY} == set(SHAPES)


@THEMES
@pytest.mark.parametrize("number", EVERYBODY)
def test_a_badge_shows_its_hikers_colour_and_a_ring_of_the_casings(
    qapp: object, number: int, theme: Theme
) -> None:
    image = badge(number, theme)
    assert near(image, badge_colour(number, theme)).sum() > 20
    assert near(image, theme.casing).sum() > 20


@THEMES
@pytest.mark.parametrize("number", EVERYBODY)
def test_a_badge_stands_around_its_place_and_within_two_radii(
    qapp: object, number: int, theme: Theme
) -> None:
    ground = "#5f7d5a"
    painted = pixels(badge(number, theme, ground)) != pixels(badge(number, theme, ground, 0.0))
    rows, columns = np.nonzero(painted.any(axis=2))
    centre = SIDE / 2 - 0.5
    assert np.hypot(rows - centre, columns - centre).max() < 1.8 * RADIUS
    assert abs((columns.min() + columns.max()) / 2 - centre) <= 1
    assert painted[SIDE // 2, SIDE // 2].any() or is_outlined(number)


@THEMES
@pytest.mark.parametrize(("one", "other"), [(0, 6), (3, 9), (9, 10), (10, 11), (8, 2)])
def test_badges_are_told_apart_without_any_colour(
    qapp: object, one: int, other: int, theme: Theme
) -> None:
    greys = [pixels(badge(number, theme)).mean(axis=2) for number in (one, other)]
    assert (np.abs(greys[0] - greys[1]) > 40).sum() > 30


@THEMES
def test_a_figure_inside_makes_the_difference_between_equal_shapes(
    qapp: object, theme: Theme
) -> None:
    """One shape and one colour for two numbers leaves nothing but their figures."""
    alike = [badge(number, theme) for number in (1, 13)]
    assert badge_shape(1) == badge_shape(13)
    assert badge_colour(1, theme) == badge_colour(13, theme)
    assert (pixels(alike[0]) != pixels(alike[1])).any(axis=2).sum() > 15


def test_painting_leaves_the_painter_as_it_was(qapp: object) -> None:
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    before = painter.transform(), painter.pen(), painter.font(), painter.renderHints()
    paint_badge(painter, QPointF(20, 20), RADIUS, 5, DUSK)
    after = painter.transform(), painter.pen(), painter.font(), painter.renderHints()
    painter.end()
    assert before == after
