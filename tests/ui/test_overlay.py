import math

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from mountain import Light, Window
from ui.contours import scale_of
from ui.detail import Section
from ui.overlay import (
    ACROSS,
    SLOPE_COLOURS,
    STEEPER,
    SlopeField,
    arrow_places,
    arrows_downhill,
    paint_arrows,
    paint_legend,
    slope_picture,
)
from ui.theme import DUSK, PROJECTOR, Theme

WHOLE = Window(0.0, 8.0, 0.0, 8.0)
FRAME = QRectF(0, 0, 480, 480)


def section_of(rise_east: float, rise_north: float, bend: float = 0.0) -> Section:
    x, y = WHOLE.grid(160, 160)
    heights = rise_east * x + rise_north * y + bend * ((x - 4) ** 2 + (y - 4) ** 2)
    return Section(x[0], y[:, 0], heights)


@pytest.mark.parametrize("degrees", [2, 10, 20, 30, 40, 50, 70, 80])
@pytest.mark.parametrize("turn", [0.0, 1.0, 2.5])
def test_a_plane_has_the_colour_of_its_slope(qapp: object, degrees: float, turn: float) -> None:
    rise = math.tan(math.radians(degrees))
    field = SlopeField.of(section_of(rise * math.cos(turn), rise * math.sin(turn)))
    assert field.steepness == pytest.approx(rise, rel=1e-6)
    # From one side of the slope, and so high that light leaves colours as they are.
    azimuth = math.degrees(math.atan2(-math.sin(turn), math.cos(turn)))
    altitude = math.degrees(math.asin((1 - 0.62) / 0.52 * math.hypot(1, 0.5)))
    seen = slope_picture(field, Light(azimuth, altitude)).pixelColor(80, 80)
    expected = QColor(SLOPE_COLOURS[sum(degrees >= edge for edge in STEEPER)])
    assert seen.getRgb() == pytest.approx(expected.getRgb(), abs=4)


def test_steeper_is_darker() -> None:
    lightness = [QColor(colour).lightnessF() for colour in SLOPE_COLOURS]
    assert lightness == sorted(lightness, reverse=True)
    assert len(SLOPE_COLOURS) == len(STEEPER) + 1


def test_where_there_is_no_ground_the_picture_of_slopes_is_grey(qapp: object) -> None:
    section = section_of(1.0, 0.0)
    heights = section.heights.copy()
    heights[:, :80] = np.nan
    picture = slope_picture(SlopeField.of(Section(section.x, section.y, heights)), Light())
    assert picture.pixelColor(20, 80).name() == "#808080"
    assert picture.pixelColor(140, 80).name() != "#808080"


def test_arrows_point_downhill_and_are_longer_where_it_is_steeper() -> None:
    field = SlopeField.of(section_of(0.0, 0.0, bend=0.1))
    scale = scale_of(WHOLE, FRAME)
    arrows = arrows_downhill(field, scale, WHOLE)
    middle = np.array([240.0, 240.0])
    # The ground of a bowl falls towards its middle.
    inward = middle - arrows.middles
    far = np.hypot(*inward.T)
    away = far > 20
    cosine = (inward[away] * arrows.ways[away]).sum(-1) / far[away]
    assert cosine.min() > 0.99
    order = np.argsort(far)
    assert (np.diff(arrows.lengths[order]) > -1.5).all()
    assert arrows.lengths.max() < 480 / ACROSS


def test_level_ground_has_no_arrows() -> None:
    field = SlopeField.of(section_of(0.0, 0.0))
    assert len(arrows_downhill(field, scale_of(WHOLE, FRAME), WHOLE).lengths) == 0


@pytest.mark.parametrize("power", [1.0, 1.9, 2.0, 7.3, 64.0])
def test_there_are_about_two_dozen_arrows_from_side_to_side(power: float) -> None:
    seen = Window(1.0, 1.0 + 8 / power, 0.5, 0.5 + 8 / power) if power > 1 else WHOLE
    for axis in arrow_places(seen, WHOLE):
        assert ACROSS / 2**0.5 - 1 <= len(axis) <= ACROSS * 2**0.5 + 1


def test_arrows_stay_at_their_places_when_one_looks_aside() -> None:
    one, _ = arrow_places(Window(1.0, 3.0, 1.0, 3.0), WHOLE)
    other, _ = arrow_places(Window(1.77, 3.77, 1.0, 3.0), WHOLE)
    shared = set(np.round(one, 9)) & set(np.round(other, 9))
    assert len(shared) > 0.5 * len(one)


def test_arrows_are_painted_along_their_ways(qapp: object) -> None:
    image = QImage(480, 480, QImage.Format.Format_RGB32)
    image.fill(QColor("#808080"))
    painter = QPainter(image)
    arrows = arrows_downhill(SlopeField.of(section_of(1.0, 0.0)), scale_of(WHOLE, FRAME), WHOLE)
    paint_arrows(painter, arrows)
    painter.end()
    assert arrows.ways == pytest.approx(np.broadcast_to([-1.0, 0.0], arrows.ways.shape))
    x, y = arrows.middles[len(arrows.middles) // 2]
    assert image.pixelColor(round(x - 5), round(y)).lightness() < 60
    assert image.pixelColor(round(x), round(y + 8)).name() == "#808080"


@pytest.mark.parametrize("theme", [DUSK, PROJECTOR], ids=lambda theme: theme.name)
@pytest.mark.parametrize("is_left", [True, False])
def test_the_legend_shows_every_colour_in_a_lower_corner(
    qapp: object, theme: Theme, is_left: bool
) -> None:
    image = QImage(480, 480, QImage.Format.Format_RGB32)
    image.fill(QColor("#00ff00"))
    painter = QPainter(image)
    paint_legend(painter, FRAME, theme, is_left=is_left)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(480, 480)
    rows, columns = np.nonzero(pixels != pixels[0, 0])
    assert rows.min() > 400
    assert rows.max() < 480 - 7
    edge = columns.min() if is_left else 479 - columns.max()
    assert 7 <= edge <= 9
    seen = {QColor(int(each)).name() for each in np.unique(pixels)}
    assert set(SLOPE_COLOURS) <= seen
