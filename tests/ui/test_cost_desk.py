from pathlib import Path

import numpy as np
import pytest
from conftest import prepared
from desks import click, open_at
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from windows import KEY, notice

import mountain
from ui.cost_page import CostPage
from ui.digit_strip import DigitStrip
from ui.line_plot import LinePlot
from ui.network_picture import NetworkPicture
from ui.window import MainWindow

SAMPLES = mountain.Samples((0.0, 1.0, 2.0, 3.0), (1.0, 2.9, 5.1, 7.0))


@pytest.fixture
def lines(window: MainWindow, qtbot: QtBot) -> MainWindow:
    window.session.choose_terrain("regression")
    prepared(window.session, qtbot)
    return open_at(window, "cost")


@pytest.fixture
def digits(window: MainWindow, qtbot: QtBot) -> MainWindow:
    window.session.choose_terrain("digits")
    prepared(window.session, qtbot)
    return open_at(window, "cost")


def text(window: MainWindow, name: str) -> str:
    return window.findChild(QLabel, name).text()


def regression(window: MainWindow) -> mountain.Regression:
    ground = window.session.terrain.ground
    assert isinstance(ground, mountain.Regression)
    return ground


def test_on_a_mountain_of_a_formula_the_page_tells_where_costs_are(
    window: MainWindow, qtbot: QtBot
) -> None:
    open_at(window, "cost")
    click(window, "go_to_regression")
    prepared(window.session, qtbot)
    assert window.session.terrain.name == "regression"
    assert window.findChild(LinePlot).isVisible()
    window.session.choose_terrain("bowl")
    prepared(window.session, qtbot)
    assert window.findChild(QWidget, "go_to_digits").isVisible()
    click(window, "go_to_digits")
    prepared(window.session, qtbot)
    assert window.findChild(DigitStrip).isVisible()


@pytest.mark.parametrize("steps", [0, 1, 9])
def test_the_line_is_the_one_where_the_hiker_stands(lines: MainWindow, steps: int) -> None:
    lines.session.move(steps)
    slope, intercept = lines.session.place
    sign = "−" if f"{intercept:.2f}".startswith("-") else "+"
    shown = f"y  =  {slope:.2f} x  {sign} {abs(intercept):.2f}".replace("-", "−")
    assert text(lines, "line") == shown
    samples = regression(lines).samples
    off = slope * np.array(samples.x) + intercept - np.array(samples.y)
    assert text(lines, "mean_squared_error").startswith(f"Cost {(off**2).mean():.3g}:")


def test_the_best_line_is_seen_when_the_mist_is_lifted(lines: MainWindow) -> None:
    plot = lines.findChild(LinePlot)
    before = plot.grab().toImage()
    lines.session.lift_mist(True)
    assert plot.grab().toImage() == before
    lines.study.show_step()
    assert plot.grab().toImage() != before


def drag(plot: LinePlot, index: int, by: QPoint) -> None:
    """Drag a point with the mouse."""
    view = next(
        each for each in plot.findChildren(QWidget) if each.objectName() == "plot"
    ).viewport()
    begin = plot.place_of(index).toPoint()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=begin)
    for share in (0.5, 1.0):
        QTest.mouseMove(view, begin + by * share)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=begin + by)


def test_a_point_that_is_dragged_changes_the_mountain_and_keeps_the_edges(
    lines: MainWindow, qtbot: QtBot
) -> None:
    before, samples = lines.session.terrain, regression(lines).samples
    lines.session.move(4)
    plan, start = lines.session.plan, lines.session.start
    plot = lines.findChild(LinePlot)
    drag(plot, 2, QPoint(0, -40))
    session = prepared(lines.session, qtbot)
    moved = regression(lines).samples
    assert session.terrain.window == before.window
    assert (session.plan, session.start) == (plan, start)
    changed = [place for place in range(len(samples)) if moved.y[place] != samples.y[place]]
    assert changed == [2]
    assert moved.y[2] > samples.y[2]
    assert moved.x[2] == pytest.approx(samples.x[2], abs=0.05)
    # The point is where the pointer let it go, and the hike is anew.
    assert session.step == 0
    fit = np.polyfit(moved.x, moved.y, 1)
    assert regression(lines).minimum == pytest.approx(tuple(fit), rel=1e-9)


def test_a_press_beside_the_points_moves_none(lines: MainWindow) -> None:
    before = lines.session.terrain
    plot = lines.findChild(LinePlot)
    view = next(
        each for each in plot.findChildren(QWidget) if each.objectName() == "plot"
    ).viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    QTest.mouseMove(view, QPoint(60, 60))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    assert lines.session.terrain == before


def test_a_point_is_moved_by_keys(lines: MainWindow, qtbot: QtBot) -> None:
    samples = regression(lines).samples
    plot = lines.findChild(LinePlot)
    plot.setFocus()
    qtbot.keyClick(plot, KEY.Key_Return)
    qtbot.keyClick(plot, KEY.Key_Up)
    prepared(lines.session, qtbot)
    qtbot.keyClick(plot, KEY.Key_Right)
    prepared(lines.session, qtbot)
    moved = regression(lines).samples
    assert lines.session.step == 0
    assert moved.x[1] > samples.x[1]
    assert moved.y[1] > samples.y[1]
    assert (moved.x[0], moved.y[0]) == (samples.x[0], samples.y[0])
    # Other keys are commands as ever.
    qtbot.keyClick(plot, KEY.Key_M)
    assert lines.session.mist_lifted


def test_other_points_are_another_mountain(lines: MainWindow, qtbot: QtBot) -> None:
    before = regression(lines).samples
    for _ in range(2):
        click(lines, "fresh_samples")
        prepared(lines.session, qtbot)
        assert regression(lines).samples != before
        before = regression(lines).samples


def test_points_come_from_a_csv(
    lines: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "points.csv"
    rows = zip(SAMPLES.x, SAMPLES.y, strict=True)
    file.write_text("x,y\n" + "".join(f"{x},{y}\n" for x, y in rows))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    click(lines, "load_samples")
    prepared(lines.session, qtbot)
    assert regression(lines).samples == SAMPLES
    lines.session.go_to_end()
    best = np.polyfit(SAMPLES.x, SAMPLES.y, 1)
    assert lines.session.place == pytest.approx(tuple(best), abs=0.1)


@pytest.mark.parametrize(
    "content", [None, b"", b"x,y\n1,2\n", b"x,y\n1,two\n3,4\n", b"\xff\xfe\x00"]
)
def test_a_csv_that_cannot_be_read_is_told_of_in_one_line(
    lines: MainWindow, content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = lines.session.terrain
    file = tmp_path / "points.csv"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    click(lines, "load_samples")
    assert notice(lines)
    assert "\n" not in notice(lines)
    assert lines.session.terrain == before


def test_choosing_no_file_changes_nothing(
    lines: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = lines.session.terrain
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    click(lines, "load_samples")
    assert (lines.session.terrain, notice(lines)) == (before, "")


def network_there(window: MainWindow) -> mountain.Network:
    return mountain.digit_slice(0).network_at(*window.session.place)


@pytest.mark.parametrize("hard", [False, True])
@pytest.mark.parametrize("steps", [0, 6])
def test_guesses_and_costs_are_the_networks_where_the_hiker_stands(
    digits: MainWindow, hard: bool, steps: int
) -> None:
    digits.session.move(steps)
    if hard:
        click(digits, "hard_digits")
    view = digits.findChild(DigitStrip)._view
    places = mountain.hard_digits() if hard else mountain.easy_digits()
    ten = mountain.unseen_digits().chosen(places)
    network = network_there(digits)
    (first, last), (of_first, of_last) = network.weights, network.biases
    between = np.tanh(ten.ink @ first.T + of_first)
    said = network.outputs(ten.ink)
    assert np.abs(between[0] - network.between(ten.ink[0])).max() < 1e-12
    should = np.eye(10)[ten.labels]
    assert view.costs == pytest.approx(((said - should) ** 2).sum(-1), rel=1e-12)
    assert view.guesses == tuple(said.argmax(-1))
    assert view.labels == tuple(ten.labels)
    assert last.shape == (10, 16)
    assert of_last.shape == (10,)


def test_where_the_network_is_trained_easy_digits_are_cheap_and_hard_ones_dear(
    digits: MainWindow, qtbot: QtBot
) -> None:
    digits.session.choose_start(0.0, 0.0)
    prepared(digits.session, qtbot)
    strip = digits.findChild(DigitStrip)
    easy = strip._view
    assert easy.guesses == easy.labels
    click(digits, "hard_digits")
    hard = strip._view
    assert max(easy.costs) < min(hard.costs)


def test_a_digit_is_chosen_by_click_and_by_keys(digits: MainWindow, qtbot: QtBot) -> None:
    strip, picture = digits.findChild(DigitStrip), digits.findChild(NetworkPicture)
    wide = strip.width() / 10
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPointF(7.5 * wide, 9).toPoint())
    assert strip._view.chosen == 7
    assert picture.accessibleDescription().startswith(f"A {strip._view.labels[7]};")
    strip.setFocus()
    qtbot.keyClick(strip, KEY.Key_Down)
    assert strip._view.chosen == 8
    for _ in range(9):
        qtbot.keyClick(strip, KEY.Key_Up)
    assert strip._view.chosen == 9
    assert digits.session.step == 0


def test_words_change_what_stands_out_and_say_what_it_is(digits: MainWindow) -> None:
    picture = digits.findChild(NetworkPicture)
    seen = []
    for each in mountain.introductions():
        digits.findChild(QToolButton, f"word_{each.name}").click()
        assert text(digits, "introduction") == each.text
        seen.append(picture.grab().toImage())
    for place in range(len(seen) - 1):
        assert seen[place] != seen[place + 1]


def test_all_pages_of_the_cost_are_put_away_but_one(digits: MainWindow, qtbot: QtBot) -> None:
    page = digits.findChild(CostPage)
    assert not digits.findChild(LinePlot).isVisible()
    assert page.isVisible()


@pytest.mark.parametrize("batch", [1, 5])
def test_the_points_that_a_reading_looked_at_are_filled(
    lines: MainWindow, batch: int, qtbot: QtBot
) -> None:
    lines.session.change_setting("batch", batch)
    prepared(lines.session, qtbot).move(3)
    plot = lines.findChild(LinePlot)
    assert plot._view.looked_at == mountain.batch_at(lines.session.track, 3)
    assert len(plot._view.looked_at) == batch
