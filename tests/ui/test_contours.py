import numpy as np
import pytest
from hikes import CLIFF
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

import mountain
from mountain import Formula, Terrain, Window
from ui.contours import Contour, Scale, contours_of, paint_contours
from ui.relief import relief_of
from ui.theme import DUSK, PROJECTOR

SCALE = Scale(west=-3.0, north=4.0, left=50.0, top=20.0, across=100.0, down=80.0)


@pytest.mark.parametrize("name", mountain.terrain_names())
def test_every_point_of_a_line_lies_on_its_level(name: str) -> None:
    terrain = mountain.terrain_named(name)
    relief = relief_of(terrain)
    cell = np.array([np.diff(relief.x).max(), np.diff(relief.y).max()])
    contours = contours_of(terrain)
    assert {contour.level for contour in contours} == set(relief.levels)
    for contour in contours:
        window = terrain.window
        x = np.clip(contour.points[:, 0], window.x0, window.x1)
        y = np.clip(contour.points[:, 1], window.y0, window.y1)
        off = np.abs(terrain.ground.height(x, y) - contour.level)
        # Between grid points a line is straight: off by the bend over a cell, f''·h²/8, at most.
        around = [(i * cell[0] / 2, j * cell[1] / 2) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        bends = [np.abs(terrain.ground.hessian(x + i, y + j)).max((-2, -1)) for i, j in around]
        bend = np.nanmax(bends, axis=0) + 1e-9
        assert (off <= 1.5 * bend * (cell**2).sum() / 4 + 1e-9).all()


def test_the_lines_of_a_bowl_are_circles() -> None:
    bowl = Terrain("bowl", "Bowl", Formula("x^2 + y^2"), Window(-2, 2, -2, 2))
    for contour in contours_of(bowl):
        assert np.hypot(*contour.points.T) == pytest.approx(np.sqrt(contour.level), abs=2e-4)


def test_lines_stop_where_the_ground_does() -> None:
    with np.errstate(all="ignore"):
        contours = contours_of(CLIFF)
    assert contours
    assert all((contour.points[:, 0] > 0).all() for contour in contours)


def test_a_scale_puts_north_up_and_east_right() -> None:
    assert SCALE.point(-3.0, 4.0) == QPointF(50, 20)
    assert SCALE.point(-2.0, 4.0) == QPointF(150, 20)
    assert SCALE.point(-3.0, 3.0) == QPointF(50, 100)


def test_places_become_pixels_and_places_again() -> None:
    for place in ((-1.25, 0.5), (7.0, -9.0)):
        assert SCALE.place(SCALE.point(*place)) == pytest.approx(place, abs=1e-12)
        assert SCALE.to_screen(np.array([place]))[0] == pytest.approx(
            SCALE.point(*place).toTuple(), abs=1e-9
        )


@pytest.mark.parametrize("theme", [DUSK, PROJECTOR], ids=lambda theme: theme.name)
def test_lines_are_painted_where_the_level_is_and_within_the_frame(theme, qapp) -> None:
    image = QImage(400, 300, QImage.Format.Format_RGBA8888)
    image.fill(QColor("#808080"))
    frame = QRectF(100, 50, 200, 200)
    scale = Scale(west=0.0, north=2.0, left=100.0, top=50.0, across=100.0, down=100.0)
    line = Contour(1.0, np.column_stack([np.linspace(-1, 3, 9), np.full(9, 1.0)]))
    painter = QPainter(image)
    paint_contours(painter, (line,), frame, scale, theme)
    painter.end()
    pixels = np.array(
        [[image.pixelColor(x, y).lightness() for x in range(400)] for y in range(300)]
    )
    ground = QColor("#808080").lightness()
    painted_rows, painted_columns = np.nonzero(pixels != ground)
    assert set(painted_rows) <= {148, 149, 150, 151, 152}
    assert (painted_columns.min(), painted_columns.max()) == (100, 299)


def test_figures_stand_on_their_lines_and_clear_of_one_another(qapp) -> None:
    terrain = mountain.terrain_named("misty_mountain")
    bare, written = (QImage(800, 800, QImage.Format.Format_RGBA8888) for _ in range(2))
    frame = QRectF(0, 0, 800, 800)
    scale = Scale(-3.5, 3.5, 0, 0, 800 / 7, 800 / 7)
    contours = contours_of(terrain)
    for image, shown in ((bare, ()), (written, contours)):
        image.fill(QColor("#335577"))
        painter = QPainter(image)
        paint_contours(painter, shown, frame, scale, DUSK)
        painter.end()
    pixels = np.array(
        [[written.pixelColor(x, y).lightness() for x in range(0, 800, 2)] for y in range(0, 800, 2)]
    )
    # The figures' white boxes are the one light thing there is.
    assert (pixels > 180).sum() > 8 * 40
    assert bare.pixelColor(400, 400).name() == "#335577"


@pytest.mark.parametrize("edge", [1e-150, 1e-20, 1e20, 1e150])
def test_on_a_bowl_of_any_size_lines_are_circles_as_large_as_their_level(edge: float) -> None:
    bowl = Terrain("bowl", "Bowl", Formula("x^2 + y^2"), Window(-edge, edge, -edge, edge))
    contours = contours_of(bowl)
    assert len({contour.level for contour in contours}) > 10
    for contour in contours:
        radius = np.hypot(*(contour.points / edge).T)
        assert radius == pytest.approx(
            np.full(len(radius), np.sqrt(contour.level) / edge), rel=2e-3
        )
