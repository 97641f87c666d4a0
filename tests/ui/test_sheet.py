from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

import mountain
from mountain import Formula, Grid, Light, Terrain, Window
from ui.sheet import Order, SheetMaker
from ui.theme import DUSK

FRAME = QRectF(40, 10, 400, 400)
WINDOW = Window(-2.0, 2.0, -2.0, 2.0)
BOWL = Terrain("bowl", "Bowl", Formula("x^2 + y^2"), WINDOW)
#: A cliff: one half of the map is low, the other high.
STEP = Terrain("step", "Step", Formula("2*sign(x - 0.5) + 0.01*y"), WINDOW)


def order(terrain: Terrain = BOWL, seen: Window = WINDOW, **how: object) -> Order:
    wanted = Order(terrain, DUSK, FRAME, 1.0, seen, Light())
    return replace(wanted, **how)  # type: ignore[arg-type]


def pixels_of(image: QImage) -> NDArray[np.int64]:
    """Return a picture's pixels, rows by columns by blue, green and red."""
    picture = image.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(picture.constBits(), np.uint8)
    return rows.reshape(picture.height(), picture.width(), 4)[..., :3].astype(np.int64)


def lightness(image: QImage) -> NDArray[np.float64]:
    return pixels_of(image).mean(-1)


def grid_terrain(side: int = 1500) -> Terrain:
    x, y = np.linspace(-2, 2, side)[None, :], np.linspace(-2, 2, side)[:, None]
    heights = np.sin(3 * x) * np.cos(2 * y) + 0.2 * np.sin(40 * x * y)
    return Terrain("grid", "Grid", Grid(heights, (-2.0, 2.0, -2.0, 2.0), "waves"), WINDOW)


@pytest.mark.parametrize("seen", [WINDOW, Window(0.0, 1.0, 0.5, 1.5)])
def test_what_is_seen_is_where_the_axes_say(qapp: object, seen: Window) -> None:
    sheet = SheetMaker().make(order(STEP, seen))
    light = lightness(sheet.image)[100:300]
    edge = int(order(STEP, seen).scale.point(0.5, 0.0).x() - FRAME.left())
    assert light[:, edge + 8 : edge + 40].mean() > light[:, edge - 40 : edge - 8].mean() + 30


def test_equal_orders_make_equal_sheets_whatever_was_made_before(qapp: object) -> None:
    near = Window(0.2, 0.7, -1.0, -0.5)
    fresh = SheetMaker().make(order(seen=near)).image
    used = SheetMaker()
    for before in (order(), order(STEP), order(seen=near, slopes=True), order(light=Light(90.0))):
        used.make(before)
    assert used.make(order(seen=near)).image == fresh


@pytest.mark.parametrize("terrain", [BOWL, grid_terrain()], ids=["formula", "grid"])
@pytest.mark.parametrize(
    ("azimuth", "east", "south"), [(90.0, 1, 0), (270.0, -1, 0), (180.0, 0, 1), (0.0, 0, -1)]
)
def test_slopes_that_face_the_light_are_lit(
    qapp: object, terrain: Terrain, azimuth: float, east: int, south: int
) -> None:
    maker = SheetMaker()
    lit = maker.make(order(terrain, light=Light(azimuth, 30.0)))
    other = maker.make(order(terrain, light=Light((azimuth + 180.0) % 360.0, 30.0)))
    brighter = lightness(lit.image) - lightness(other.image)
    section = terrain.window.grid(400, 400)
    slope_x, slope_y = terrain.ground.gradient(*np.broadcast_arrays(*section))
    # In a picture the first row is the northernmost: uphill to the south is a slope to the north.
    towards = -(east * slope_x - south * slope_y)[::-1]
    strong = np.abs(towards) > np.quantile(np.abs(towards), 0.5)
    agree = np.sign(brighter[strong]) == np.sign(towards[strong])
    assert agree.mean() > 0.85


def test_a_grid_seen_whole_and_from_near_has_the_same_colours_at_the_same_heights(
    qapp: object,
) -> None:
    maker, terrain = SheetMaker(), grid_terrain()
    flat = Light(exaggeration=0.0, altitude=90.0)
    whole = lightness(maker.make(order(terrain, light=flat)).image)
    near = Window(-1.0, 0.0, -0.5, 0.5)
    part = lightness(maker.make(order(terrain, near, light=flat)).image)
    assert np.median(np.abs(part[2::4, 2::4] - whole[150:250, 100:200])) < 12


def test_the_lines_of_a_part_lie_on_levels_of_that_part(qapp: object) -> None:
    maker = SheetMaker()
    near = Window(1.0, 1.25, 1.0, 1.25)
    whole, part = maker.make(order()), maker.make(order(seen=near))
    assert whole.tracer is not part.tracer
    for line in part.tracer.lines(2.6):
        assert np.abs((line**2).sum(-1) - 2.6).max() < 1e-4
        assert (line >= 1.0 - 1e-9).all()
        assert (line <= 1.25 + 1e-9).all()
    # Lines are dark: also where the whole map has one or two, its part has several.
    dark = lightness(part.image) < lightness(part.image).mean() - 25
    assert dark.any(0).mean() > 0.9


def test_a_sheet_is_shown_where_it_lies_when_somebody_looks_elsewhere_by_now(qapp: object) -> None:
    sheet = SheetMaker().make(order(STEP))
    image = QImage(480, 420, QImage.Format.Format_RGB32)
    image.fill(0)
    near = Window(0.25, 0.75, 0.0, 0.5)
    painter = QPainter(image)
    sheet.paint(painter, STEP, FRAME, near)
    painter.end()
    light = lightness(image)
    assert light[50:350, 245:300].mean() > light[50:350, 180:235].mean() + 30
    # And not beside the map.
    assert not light[:, :39].any()
    assert not light[:9].any()


def test_beyond_a_sheet_of_a_part_the_coarse_whole_is_seen(qapp: object) -> None:
    sheet = SheetMaker().make(order(STEP, Window(-0.25, 0.25, -0.25, 0.25)))
    image = QImage(480, 420, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    sheet.paint(painter, STEP, FRAME, WINDOW)
    painter.end()
    light = lightness(image)
    assert light[50:350, 300:430].mean() > light[50:350, 60:200].mean() + 30


def test_colours_by_slope_and_arrows_are_on_the_sheet_when_they_are_wanted(qapp: object) -> None:
    maker = SheetMaker()
    plain = maker.make(order()).image
    for how in ({"slopes": True}, {"arrows": True}):
        assert maker.make(order(**how)).image != plain
    assert maker.make(order()).image == plain


def test_ground_with_none_and_flat_ground_have_sheets(qapp: object) -> None:
    maker = SheetMaker()
    for text in ("3 + 0*x", "ln(x - 9)"):
        terrain = Terrain("odd", "Odd", Formula(text), WINDOW)
        sheet = maker.make(order(terrain, slopes=True, arrows=True))
        assert not sheet.image.isNull()
        assert not maker.make(order(terrain)).image.isNull()
    flat = Terrain("flat", "Flat", Grid(np.zeros((9, 9)), (-2.0, 2.0, -2.0, 2.0), "flat"), WINDOW)
    assert not maker.make(order(flat)).image.isNull()


@pytest.mark.parametrize("name", mountain.terrain_names())
def test_every_mountain_of_the_gallery_has_a_sheet_near_and_far(qapp: object, name: str) -> None:
    terrain, maker = mountain.terrain_named(name), SheetMaker()
    window = terrain.window
    near = Window(
        window.x0 + 0.4 * window.width,
        window.x0 + 0.45 * window.width,
        window.y0 + 0.4 * window.tall,
        window.y0 + 0.45 * window.tall,
    )
    for seen in (window, near):
        assert np.ptp(lightness(maker.make(order(terrain, seen)).image)) > 10
