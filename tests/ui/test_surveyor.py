import threading

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import mountain
from mountain import Formula, Terrain, Window
from ui.surveyor import Surveyor

WINDOW = Window(-3.0, 3.0, -3.0, 3.0)
BOWL, SADDLE = Formula("x^2 + y^2"), Formula("x y")


@pytest.fixture
def surveyor(qapp: object) -> Surveyor:
    return Surveyor()


def _found(surveyor: Surveyor) -> list[Terrain]:
    found: list[Terrain] = []
    surveyor.found.connect(found.append)
    return found


def test_a_formula_becomes_a_mountain_with_places_to_set_out_from(
    surveyor: Surveyor, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(surveyor.found, timeout=30_000) as told:
        surveyor.survey(BOWL, WINDOW)
    (terrain,) = told.args
    assert (terrain.ground, terrain.window) == (BOWL, WINDOW)
    assert terrain.starts
    surveyor.wait()


def test_what_may_surprise_is_told_after_the_mountain(surveyor: Surveyor, qtbot: QtBot) -> None:
    order: list[str] = []
    surveyor.found.connect(lambda _: order.append("found"))
    surveyor.remarked.connect(lambda *_: order.append("remarked"))
    with qtbot.waitSignal(surveyor.remarked, timeout=30_000):
        surveyor.survey(BOWL, WINDOW)
    assert order == ["found", "remarked"]


def test_a_formula_without_ground_is_refused_and_no_mountain(
    surveyor: Surveyor, qtbot: QtBot
) -> None:
    nowhere = Formula("sqrt(-1 - x^2)")
    found = _found(surveyor)
    with qtbot.waitSignal(surveyor.refused, timeout=30_000) as told:
        surveyor.survey(nowhere, WINDOW)
    assert told.args == [nowhere, WINDOW]
    assert found == []


@pytest.mark.parametrize("again", [True, False])
def test_of_two_formulas_the_last_one_counts_and_of_what_is_forgotten_none(
    surveyor: Surveyor, monkeypatch: pytest.MonkeyPatch, again: bool
) -> None:
    found, go_on = _found(surveyor), threading.Event()
    whole = mountain.surveyed

    def held_up(*asked: object) -> Terrain:
        assert go_on.wait(30)
        return whole(*asked)

    monkeypatch.setattr(mountain, "surveyed", held_up)
    surveyor.survey(BOWL, WINDOW)
    if again:
        surveyor.survey(SADDLE, WINDOW)
    else:
        surveyor.forget()
    go_on.set()
    surveyor.wait()
    QApplication.processEvents()
    assert [terrain.ground for terrain in found] == ([SADDLE] if again else [])


def test_remarks_are_those_of_the_formula_itself(surveyor: Surveyor, qtbot: QtBot) -> None:
    pole = Formula("1/x")
    with qtbot.waitSignal(surveyor.remarked, timeout=30_000) as told:
        surveyor.look_over(pole, WINDOW)
    assert told.args == [pole, WINDOW, pole.warnings(WINDOW)]
    assert told.args[2]
