import pyqtgraph as pg
import pytest
from conftest import OpenWindow, prepared
from flaws import CLEAN, flaws
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from windows import SIZES, THEMES, settled, unfold

import mountain
from ui.command_line import SMALLEST_HEIGHT, SMALLEST_WIDTH
from ui.theme import DUSK, GRID, Theme
from ui.window import MainWindow

SMALLEST = (SMALLEST_WIDTH, SMALLEST_HEIGHT)
ALL_SIZES = [SMALLEST, (1024, 768), (1280, 800), (1920, 1080), (3840, 2160)]
EVERY_SIZE = pytest.mark.parametrize("size", ALL_SIZES, ids=[f"{w}x{h}" for w, h in ALL_SIZES])


@THEMES
@EVERY_SIZE
def test_a_picture_has_the_size_asked_for_with_nothing_clipped(
    open_window: OpenWindow, theme: Theme, size: tuple[int, int], qtbot: QtBot
) -> None:
    window = open_window(charts=True)
    window.show_theme(theme)
    window.resize(*size)
    # The longest word that the button has.
    window.transport.show_playing(True)
    for terrain in mountain.terrain_names():
        window.session.choose_terrain(terrain)
        assert flaws(window) == CLEAN, terrain
    picture = window.grab().toImage()
    assert (picture.width(), picture.height()) == size
    unfold(window)
    assert flaws(window) == CLEAN
    prepared(window.session, qtbot)
    window.roster.all_rules_wanted.emit()
    while len(window.session.lineup.entrants) < mountain.MOST_HIKERS:
        window.roster.duplicated.emit(0)
    prepared(window.session, qtbot)
    window.show_roster(True)
    assert flaws(window) == CLEAN
    picture = window.grab().toImage()
    assert (picture.width(), picture.height()) == size


@THEMES
def test_the_smallest_size_is_what_the_window_needs(open_window: OpenWindow, theme: Theme) -> None:
    window = open_window(charts=True)
    window.show_theme(theme)
    window.resize(320, 240)
    settled(window)
    assert (window.width(), window.height()) == SMALLEST
    needed = window.layout().totalMinimumSize()
    assert needed.width() <= SMALLEST_WIDTH
    assert needed.height() <= SMALLEST_HEIGHT


@THEMES
@pytest.mark.parametrize("turned", [False, True])
def test_a_window_that_was_large_is_as_small_again(
    open_window: OpenWindow, theme: Theme, turned: bool
) -> None:
    window = open_window(charts=True)
    window.show_theme(theme)
    settled(window)
    before = [widget.geometry() for widget in (window.map, window.clock, window.drawer)]
    for size in ((3840, 2160), (1920, 1080)):
        window.resize(*size)
        if turned:
            window.show_theme(DUSK)
            window.show_theme(theme)
        settled(window)
        window.resize(1280, 800)
        settled(window)
        assert (window.width(), window.height()) == (1280, 800)
        assert [each.geometry() for each in (window.map, window.clock, window.drawer)] == before


def right_edge(widget: QWidget, window: MainWindow) -> int:
    return widget.mapTo(window, widget.rect().topRight()).x()


@THEMES
@EVERY_SIZE
def test_what_stands_in_one_column_has_common_edges(
    open_window: OpenWindow, theme: Theme, size: tuple[int, int]
) -> None:
    window = open_window(charts=True)
    window.show_theme(theme)
    window.resize(*size)
    settled(window)
    clock, phone = window.clock, window.phone
    assert (clock.x(), clock.width()) == (phone.x(), phone.width())
    # Neither picture leaves room beside its card.
    for view, shape in ((clock, (240, 156)), (phone, (260, 400))):
        assert view.height() == pytest.approx(view.width() * shape[1] / shape[0], abs=1)
    edges = {right_edge(each, window) for each in (window.drawer, window.charts, window.transport)}
    assert len(edges) == 1
    if window.drawer.verticalScrollBar().maximum() == 0:
        assert right_edge(window.controls, window) in edges
    window.show_roster(True)
    settled(window)
    assert right_edge(window.roster, window) in edges


@THEMES
@SIZES
def test_charts_are_never_too_low_to_read(
    open_window: OpenWindow, theme: Theme, size: tuple[int, int]
) -> None:
    window = open_window(charts=True)
    window.show_theme(theme)
    window.resize(*size)
    for name in (*mountain.terrain_names(), "unfolded"):
        if name == "unfolded":
            unfold(window)
        else:
            window.session.choose_terrain(name)
        settled(window)
        seen = [plot for plot in window.charts.findChildren(pg.PlotWidget) if plot.isVisible()]
        assert min(plot.height() for plot in seen) >= 8 * window.theme.normal, name


def test_charts_share_the_height_equally_from_race_to_race(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(charts=True)
    for name in mountain.race_names():
        window.session.choose_race(name)
        prepared(window.session, qtbot)
        settled(window)
        seen = [plot for plot in window.charts.findChildren(pg.PlotWidget) if plot.isVisible()]
        heights = [plot.height() for plot in seen]
        assert max(heights) - min(heights) <= 1, name
        assert sum(heights) + GRID * (len(heights) - 1) == window.charts.height(), name


@THEMES
@EVERY_SIZE
def test_icons_and_ticks_grow_with_the_text(
    open_window: OpenWindow, theme: Theme, size: tuple[int, int]
) -> None:
    window = open_window(charts=True)
    window.show_theme(theme)
    window.resize(*size)
    settled(window)
    text = window.theme.normal
    small = [
        button.objectName()
        for button in window.findChildren(QToolButton)
        if not button.icon().isNull() and button.iconSize().height() < text
    ]
    assert small == []
    tick = window.findChild(QCheckBox, "ascend")
    part = QStyle.SubElement.SE_CheckBoxIndicator
    option = QStyleOptionButton()
    option.initFrom(tick)
    assert tick.style().subElementRect(part, option, tick).height() >= text - 1
