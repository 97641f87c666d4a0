from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import mountain
from mountain import Canvas
from ui.corners import Corners
from ui.map_tools import MapTools
from ui.orbit import Orbit
from ui.outlook import Outlook
from ui.overlay import SLOPE_COLOURS, legend_box
from ui.theme import DUSK
from ui.transport import make_actions

FLAGSHIP = mountain.terrain_named("misty_mountain")
SIZE = (760, 600)
FRAME = QRectF(0, 0, *SIZE)
MIDDLE = QRectF(330, 200, 100, 80)
LEFT, RIGHT = QRectF(60, 470, 150, 90), QRectF(600, 470, 150, 90)


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[QWidget]:
    view = QWidget()
    qtbot.addWidget(view)
    view.resize(*SIZE)
    view.show()
    yield view
    view.close()


@pytest.fixture
def corners(view: QWidget) -> Corners:
    corners, actions = Corners(DUSK, view), make_actions(view)
    corners.put_buttons({name: actions[name] for name in ("slopes", "arrows")})
    return corners


@pytest.fixture(scope="module")
def outlook() -> Outlook:
    mesh = mountain.mesh_of(FLAGSHIP)
    return Outlook(mesh, Orbit().camera(mesh, SIZE), Canvas(*SIZE), DUSK)


@pytest.mark.parametrize("size", [(1089, 873), (827, 661), (641, 611), (423, 461), (1117, 877)])
def test_in_a_view_of_any_size_nothing_moves_while_nobody_is_near(
    view: QWidget, corners: Corners, size: tuple[int, int]
) -> None:
    view.resize(*size)
    mesh, theme = mountain.mesh_of(FLAGSHIP), DUSK.scaled(1920, 1080)
    corners.show_theme(theme)
    for turn in np.linspace(-3, 3, 40).tolist():
        camera = Orbit(turn=turn, zoom=1.0 + abs(turn)).camera(mesh, size)
        outlook = Outlook(mesh, camera, Canvas(2, 2), theme)
        corners.make_way(QRectF(200, 20, 150.3, 101.7), outlook, FLAGSHIP, slopes=False)
        assert view.findChild(MapTools).is_right


def stand(corners: Corners, outlook: Outlook, outline: QRectF, *, slopes: bool) -> list[QRectF]:
    """Return where everything stands that makes way for something."""
    corners.make_way(outline, outlook, FLAGSHIP, slopes=slopes)
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        return corners.paint(painter, outlook, FLAGSHIP, slopes=slopes)


@pytest.mark.parametrize("slopes", [False, True])
def test_with_nobody_near_the_tools_are_right_and_the_rose_is_left(
    corners: Corners, outlook: Outlook, view: QWidget, slopes: bool
) -> None:
    *plates, tools = stand(corners, outlook, MIDDLE, slopes=slopes)
    assert tools == QRectF(view.findChild(MapTools).geometry())
    assert tools.left() > SIZE[0] / 2
    assert len(plates) == 1 + slopes
    assert all(plate.left() == 8 for plate in plates)


@pytest.mark.parametrize("slopes", [False, True])
@pytest.mark.parametrize(
    "outline",
    [LEFT, RIGHT, QRectF(200, 380, 120, 120), QRectF(500, 520, 140, 60), QRectF(30, 440, 90, 40)],
)
def test_nothing_lies_over_what_belongs_to_the_hiker(
    corners: Corners, outlook: Outlook, outline: QRectF, slopes: bool
) -> None:
    boxes = stand(corners, outlook, outline, slopes=slopes)
    for box in boxes:
        assert FRAME.contains(box)
        assert not box.intersects(outline)
        assert not any(box.intersects(other) for other in boxes if other != box)


def test_an_outline_that_reaches_into_a_corner_counts_though_its_middle_does_not(
    corners: Corners, outlook: Outlook
) -> None:
    usual = stand(corners, outlook, MIDDLE, slopes=False)
    wide = QRectF(300, 300, SIZE[0] - 330, 250)
    moved = stand(corners, outlook, wide, slopes=False)
    assert usual[-1].intersects(wide)
    assert not any(box.intersects(wide) for box in moved)


def test_when_the_hiker_has_gone_everything_comes_back(corners: Corners, outlook: Outlook) -> None:
    usual = stand(corners, outlook, MIDDLE, slopes=True)
    assert stand(corners, outlook, LEFT, slopes=True) != usual
    assert stand(corners, outlook, MIDDLE, slopes=True) == usual


def test_with_no_room_anywhere_as_little_as_possible_is_covered(
    corners: Corners, outlook: Outlook
) -> None:
    everywhere = FRAME.adjusted(1, 1, -1, -1)
    boxes = stand(corners, outlook, everywhere, slopes=True)
    assert len(boxes) == 3
    assert all(FRAME.contains(box) for box in boxes)


@pytest.mark.parametrize("outline", [MIDDLE, LEFT, RIGHT])
def test_the_colours_are_painted_where_it_is_said(
    corners: Corners, outlook: Outlook, outline: QRectF
) -> None:
    corners.make_way(outline, outlook, FLAGSHIP, slopes=True)
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill("#00ff00")
    with QPainter(image) as painter:
        _, legend, _ = corners.paint(painter, outlook, FLAGSHIP, slopes=True)
    assert legend.size() == legend_box(FRAME, DUSK).size()
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(SIZE[1], SIZE[0])
    for colour in SLOPE_COLOURS:
        rows, columns = np.nonzero(pixels == int("ff" + colour[1:], 16))
        assert len(rows) > 60
        assert legend.contains(float(columns.min()), float(rows.min()))
        assert legend.contains(float(columns.max()), float(rows.max()))
