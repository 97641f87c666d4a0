import numpy as np
import pytest
from PySide6.QtCore import QObject, QRectF
from pytestqt.qtbot import QtBot

from mountain import Formula, Grid, Light, Terrain, Window
from ui.press import Press
from ui.sheet import Order, SheetMaker
from ui.theme import DUSK

WINDOW = Window(-2.0, 2.0, -2.0, 2.0)
BOWL = Terrain("bowl", "Bowl", Formula("x^2 + y^2"), WINDOW)


def order(azimuth: float = 315.0, terrain: Terrain = BOWL) -> Order:
    return Order(terrain, DUSK, QRectF(0, 0, 300, 300), 1.0, WINDOW, Light(azimuth))


@pytest.fixture
def press(qapp: QObject) -> Press:
    return Press(qapp)


def test_what_is_wanted_is_made_and_told_of(press: Press, qtbot: QtBot) -> None:
    assert press.sheet is None
    with qtbot.waitSignal(press.printed):
        press.want(order())
    assert press.sheet is not None
    assert press.sheet.order == order()
    press.wait()
    assert not press.is_busy


def test_a_sheet_is_the_same_in_any_thread(press: Press) -> None:
    press.want(order())
    press.wait()
    assert press.sheet is not None
    assert press.sheet.image == SheetMaker().make(order()).image


def test_of_many_wants_the_last_counts_and_few_are_made(press: Press, qtbot: QtBot) -> None:
    printed: list[int] = []
    press.printed.connect(lambda: printed.append(1))
    for azimuth in range(200):
        press.want(order(float(azimuth)))
    press.wait()
    assert press.sheet is not None
    assert press.sheet.order == order(199.0)
    qtbot.waitUntil(lambda: bool(printed))
    assert len(printed) < 100


def test_what_was_wanted_last_is_not_made_again(press: Press) -> None:
    press.want(order())
    press.wait()
    sheet = press.sheet
    press.want(order())
    press.wait()
    assert press.sheet is sheet
    assert press.has_been_asked(order())
    assert not press.has_been_asked(order(1.0))


def test_a_large_grid_is_printed_again_when_its_averages_are_there(press: Press) -> None:
    heights = np.random.default_rng(6).normal(size=(1600, 1600))
    rough = Terrain("rough", "Rough", Grid(heights, (-2.0, 2.0, -2.0, 2.0), "rough"), WINDOW)
    first = SheetMaker().make(order(terrain=rough)).image
    press.want(order(terrain=rough))
    press.wait()
    assert press.sheet is not None
    assert press.sheet.image != first


def test_a_press_that_has_ended_keeps_what_it_has(press: Press) -> None:
    press.want(order())
    press.wait()
    sheet = press.sheet
    press.end()
    press.want(order(90.0))
    press.wait()
    assert press.sheet is sheet
