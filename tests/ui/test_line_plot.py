import numpy as np
import pytest
from conftest import prepared
from desks import open_on_lines, regression
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from windows import KEY

import mountain
from ui.cost_desk import CostDesk
from ui.line_plot import LinePlot
from ui.window import MainWindow


@pytest.fixture
def lines(window: MainWindow, qtbot: QtBot) -> MainWindow:
    return open_on_lines(window, qtbot)


def inside(plot: LinePlot) -> QWidget:
    """Return what takes the mouse."""
    return next(
        each for each in plot.findChildren(QWidget) if each.objectName() == "plot"
    ).viewport()


def drag(plot: LinePlot, index: int, by: QPoint) -> None:
    """Drag a point with the mouse."""
    view, begin = inside(plot), plot.place_of(index).toPoint()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=begin)
    for share in (0.5, 1.0):
        QTest.mouseMove(view, begin + by * share)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=begin + by)


def shifted(window: MainWindow, before: mountain.Terrain, qtbot: QtBot) -> mountain.Regression:
    """Wait until the mountain is another one, and a hiker stands on it."""
    session = window.session
    qtbot.waitUntil(lambda: session.terrain != before, timeout=30_000)
    prepared(session, qtbot)
    return regression(window)


def test_a_point_that_is_dragged_changes_the_mountain_and_keeps_the_edges(
    lines: MainWindow, qtbot: QtBot
) -> None:
    session, before, samples = lines.session, lines.session.terrain, regression(lines).samples
    session.move(4)
    plan, start = session.plan, session.start
    drag(lines.findChild(LinePlot), 2, QPoint(0, -40))
    ground = shifted(lines, before, qtbot)
    moved = ground.samples
    assert session.terrain.window == before.window
    assert (session.plan, session.start) == (plan, start)
    changed = [place for place in range(len(samples)) if moved.y[place] != samples.y[place]]
    assert changed == [2]
    assert moved.y[2] > samples.y[2]
    assert moved.x[2] == pytest.approx(samples.x[2], abs=0.05)
    # The point is where the pointer let it go, and the hike is anew.
    assert session.step == 0
    fit = np.polyfit(moved.x, moved.y, 1)
    assert ground.minimum == pytest.approx(tuple(fit), rel=1e-9)


@pytest.mark.parametrize("way", [(5000, 0), (-5000, 0), (0, 5000), (0, -5000), (900, -900)])
def test_a_point_dragged_off_the_plot_stays_at_its_edge_and_can_be_taken_again(
    lines: MainWindow, way: tuple[int, int], qtbot: QtBot
) -> None:
    plot = lines.findChild(LinePlot)
    for _ in range(3):
        before = lines.session.terrain
        drag(plot, 5, QPoint(*way))
        shifted(lines, before, qtbot)
        place = plot.place_of(5)
        # Well inside, where the pointer can reach it.
        area = inside(plot).rect().adjusted(10, 4, -4, -10)
        assert area.contains(place.toPoint())
        assert plot._nearest(place) is not None
    before = lines.session.terrain
    drag(plot, 5, QPoint(round(-0.01 * way[0]) or 20, round(-0.01 * way[1]) or 20))
    assert shifted(lines, before, qtbot) != before.ground


def test_while_it_is_dragged_the_point_is_where_the_pointer_is(lines: MainWindow) -> None:
    plot, before = lines.findChild(LinePlot), lines.session.terrain
    view, begin = inside(plot), plot.place_of(7).toPoint()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=begin)
    for way in (QPoint(4, -20), QPoint(8, -35)):
        QTest.mouseMove(view, begin + way)
        off = plot.place_of(7) - (begin + way)
        assert abs(off.x()) + abs(off.y()) <= 2
        # The ground follows, but not within a move.
        assert lines.session.terrain == before
        plot.show_line(plot._view)
        assert plot.place_of(7).toPoint() != begin
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=begin)


def test_two_points_dragged_one_after_the_other_both_stay(lines: MainWindow, qtbot: QtBot) -> None:
    plot, samples = lines.findChild(LinePlot), regression(lines).samples
    drag(plot, 0, QPoint(0, -30))
    drag(plot, 15, QPoint(0, 30))
    qtbot.waitUntil(lambda: regression(lines).samples.y[15] < samples.y[15] - 0.1, timeout=30_000)
    prepared(lines.session, qtbot)
    assert regression(lines).samples.y[0] > samples.y[0] + 0.1


def test_a_drag_is_forgotten_where_another_mountain_is_chosen(
    lines: MainWindow, qtbot: QtBot
) -> None:
    drag(lines.findChild(LinePlot), 0, QPoint(0, -30))
    lines.session.choose_terrain("bowl")
    prepared(lines.session, qtbot)
    lines.findChild(CostDesk).close()
    assert lines.session.terrain.name == "bowl"


def test_a_press_beside_the_points_moves_none(lines: MainWindow) -> None:
    before = lines.session.terrain
    view = inside(lines.findChild(LinePlot))
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    QTest.mouseMove(view, QPoint(60, 60))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    lines.findChild(CostDesk).close()
    assert lines.session.terrain == before


def test_a_point_is_moved_by_keys(lines: MainWindow, qtbot: QtBot) -> None:
    samples = regression(lines).samples
    plot = lines.findChild(LinePlot)
    plot.setFocus()
    qtbot.keyClick(plot, KEY.Key_Return)
    for key in (KEY.Key_Up, KEY.Key_Right):
        before = lines.session.terrain
        qtbot.keyClick(plot, key)
        shifted(lines, before, qtbot)
    moved = regression(lines).samples
    assert lines.session.step == 0
    assert moved.x[1] > samples.x[1]
    assert moved.y[1] > samples.y[1]
    assert (moved.x[0], moved.y[0]) == (samples.x[0], samples.y[0])
    # Other keys are commands as ever.
    qtbot.keyClick(plot, KEY.Key_M)
    assert lines.session.mist_lifted


def seen_share(plot: LinePlot, line: tuple[float, float]) -> float:
    """Return the share of the plot's width in which a line is seen."""
    (left, right), (low, high) = plot._plot.getViewBox().viewRange()
    x = np.linspace(left, right, 400)
    y = line[0] * x + line[1]
    return float(((y > low) & (y < high)).mean())


@pytest.mark.parametrize("preset", ["good", "overshoot", "stochastic", "too_small"])
def test_the_line_is_seen_from_the_first_step_to_the_last(
    lines: MainWindow, preset: str, qtbot: QtBot
) -> None:
    session, plot = lines.session, lines.findChild(LinePlot)
    (chosen,) = (each for each in mountain.presets_of("regression") if each.name == preset)
    session.choose_preset(chosen)
    prepared(session, qtbot)
    for step in (0, 1, 2, 3, 10, 100):
        session.show_step(0)
        session.move(step)
        assert seen_share(plot, session.place) >= 0.25, step
        for index in range(len(regression(lines).samples)):
            assert inside(plot).rect().contains(plot.place_of(index).toPoint())


@pytest.mark.parametrize("seed", range(1, 6))
def test_of_any_points_the_first_line_is_seen(lines: MainWindow, seed: int, qtbot: QtBot) -> None:
    lines.session.go_to(mountain.regression_terrain(mountain.seeded_samples(seed)))
    prepared(lines.session, qtbot)
    assert seen_share(lines.findChild(LinePlot), lines.session.place) >= 0.25


@pytest.mark.parametrize("batch", [1, 5])
def test_the_points_that_a_reading_looked_at_are_filled(
    lines: MainWindow, batch: int, qtbot: QtBot
) -> None:
    lines.session.change_setting("batch", batch)
    prepared(lines.session, qtbot).move(3)
    plot = lines.findChild(LinePlot)
    assert plot._view.looked_at == mountain.batch_at(lines.session.track, 3)
    assert len(plot._view.looked_at) == batch
    ground = plot._theme.panel
    brushes = [brush.color().name() for brush in plot._brushes()]
    filled = tuple(index for index, colour in enumerate(brushes) if colour != ground)
    assert filled == plot._view.looked_at


def test_a_reading_of_all_points_is_called_all(lines: MainWindow, qtbot: QtBot) -> None:
    box = lines.findChild(QWidget, "batch_box")
    field = box.findChild(QLineEdit)
    assert field.text() == "all"
    for typed, batch, shown in (("3", 3, "3 points"), ("all", 0, "all"), ("1", 1, "1 point")):
        field.selectAll()
        qtbot.keyClicks(field, typed)
        qtbot.keyClick(field, KEY.Key_Return)
        assert lines.session.plan.batch == batch
        assert field.text() == shown


def test_the_page_says_what_the_map_counts(lines: MainWindow) -> None:
    assert lines.findChild(QLabel, "units").text() == (
        "Map: slope to the east, intercept to the north."
    )
