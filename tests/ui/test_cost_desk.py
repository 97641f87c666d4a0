import numpy as np
import pytest
from conftest import prepared
from desks import click, open_at, open_on_lines, regression
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from windows import KEY

import mountain
from ui.cost_desk import CostDesk
from ui.cost_page import CostPage
from ui.digit_strip import DigitStrip
from ui.line_plot import LinePlot
from ui.network_picture import NetworkPicture
from ui.session import Session
from ui.window import MainWindow


@pytest.fixture
def lines(window: MainWindow, qtbot: QtBot) -> MainWindow:
    return open_on_lines(window, qtbot)


@pytest.fixture
def digits(window: MainWindow, qtbot: QtBot) -> MainWindow:
    window.session.choose_terrain("digits")
    prepared(window.session, qtbot)
    return open_at(window, "cost")


def text(window: MainWindow, name: str) -> str:
    return window.findChild(QLabel, name).text()


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
    assert text(lines, "line") == mountain.line_text((slope, intercept))
    samples = regression(lines).samples
    off = slope * np.array(samples.x) + intercept - np.array(samples.y)
    assert text(lines, "mean_squared_error") == f"cost {mountain.figures((off**2).mean())}"


def test_the_best_line_is_seen_when_the_mist_is_lifted(lines: MainWindow) -> None:
    plot = lines.findChild(LinePlot)
    before = plot.grab().toImage()
    lines.session.lift_mist(True)
    assert plot.grab().toImage() == before
    lines.study.show_step()
    assert plot.grab().toImage() != before


def test_other_points_are_another_mountain(lines: MainWindow, qtbot: QtBot) -> None:
    before = regression(lines).samples
    for _ in range(2):
        click(lines, "fresh_samples")
        prepared(lines.session, qtbot)
        assert regression(lines).samples != before
        before = regression(lines).samples


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
        assert text(digits, "introduction").startswith(each.text)
        seen.append(picture.grab().toImage())
    for place in range(len(seen) - 1):
        assert seen[place] != seen[place + 1]


def test_all_pages_of_the_cost_are_put_away_but_one(digits: MainWindow, qtbot: QtBot) -> None:
    page = digits.findChild(CostPage)
    assert not digits.findChild(LinePlot).isVisible()
    assert page.isVisible()


def limit_told(window: MainWindow) -> str:
    """Return the limit of η·k that the text about the learning rate tells."""
    window.findChild(QToolButton, "word_learning_rate").click()
    told = text(window, "introduction")
    return told.partition("above ")[2].partition(" ")[0]


def prepared_on_turn(session: Session, turn: int, qtbot: QtBot) -> None:
    """Wait until a hiker stands on the mountain of other directions."""

    def turned() -> bool:
        ground = session.terrain.ground
        return isinstance(ground, mountain.Grid) and mountain.seed_of(ground) == turn

    qtbot.waitUntil(turned, timeout=60_000)
    prepared(session, qtbot)


def test_turning_the_map_is_another_mountain_whose_own_limit_is_told(
    digits: MainWindow, qtbot: QtBot
) -> None:
    session = digits.session
    assert limit_told(digits) == "0.50"
    for turn in (1, 2):
        click(digits, "other_directions")
        button = digits.findChild(QPushButton, "other_directions")
        assert button.text() == "Turning …"
        prepared_on_turn(session, turn, qtbot)
        assert button.text() == "Turn map"
        ground = session.terrain.ground
        (home, *_) = mountain.homes(session.terrain)
        steepest = np.linalg.eigvalsh(ground.hessian(home.x, home.y))[-1]
        assert limit_told(digits) == mountain.figures(2 / steepest)


def test_whoever_goes_elsewhere_meanwhile_stays_there(digits: MainWindow, qtbot: QtBot) -> None:
    click(digits, "other_directions")
    digits.session.choose_terrain("bowl")
    prepared(digits.session, qtbot)
    digits.findChild(CostDesk).close()
    assert digits.session.terrain.name == "bowl"
    assert digits.findChild(QPushButton, "other_directions").text() == "Turn map"
