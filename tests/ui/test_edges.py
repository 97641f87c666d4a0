import math

import pytest
from hypothesis import given, strategies as st
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from mountain import Window
from ui.edges import NAMES, EdgeError, Edges, window_of


def texts(x0: str, x1: str, y0: str, y1: str) -> dict[str, str]:
    return dict(zip(NAMES, (x0, x1, y0, y1), strict=True))


def test_four_numbers_are_a_window_with_a_minus_from_a_book_as_well() -> None:
    assert window_of(texts(" -1.5", "2", "−4", "1e2")) == Window(-1.5, 2.0, -4.0, 100.0)


@pytest.mark.parametrize(
    ("typed", "edited", "edge", "words"),
    [
        (("a", "3", "-3", "3"), "x0", "x0", "West: 'a' is no number that a map ends at; try -3"),
        (("-3", "", "-3", "3"), "x1", "x1", "East: '' is no number that a map ends at; try 3"),
        (("-2,5", "3", "-3", "3"), "x0", "x0", "West: '-2,5': write a decimal point; try -2.5"),
        (("-3", "1,000,000", "-3", "3"), "x1", "x1", "East: '1,000,000' is no number"),
        (("-3", "3", "-3", "inf"), "y1", "y1", "North: 'inf' is no number"),
        (("3", "-3", "-3", "3"), "x0", "x0", "West: must be less than east, -3; try -9"),
        (("3", "-3", "-3", "3"), "x1", "x1", "East: must be more than west, 3; try 9"),
        (("3", "-3", "-3", "3"), "y1", "x1", "East: must be more than west, 3; try 9"),
        (("-3", "3", "2", "2"), "y0", "y0", "South: must be less than north, 2; try -4"),
        (("-3", "3", "1e9", "1000000000.1"), "y1", "y1", "North: too close to south, 1e+09"),
        (("-1.7e308", "1.7e308", "-3", "3"), "x0", "x0", "West: too far from east, 1.7e+308"),
    ],
)
def test_what_is_wrong_names_the_box_that_was_typed_in(
    typed: tuple[str, str, str, str], edited: str, edge: str, words: str
) -> None:
    with pytest.raises(EdgeError) as wrong:
        window_of(texts(*typed), edited)
    assert wrong.value.edge == edge
    assert str(wrong.value).startswith(words)


_NUMBERS = st.floats(-1e12, 1e12).filter(lambda value: value == 0 or abs(value) > 1e-12)


@given(st.tuples(*[_NUMBERS] * 4), st.sampled_from(NAMES))
def test_an_edge_that_is_said_to_work_does(edges: tuple[float, ...], edited: str) -> None:
    typed = dict(zip(NAMES, map(repr, edges), strict=True))
    # One may be wrong for each pair of edges.
    for _ in range(2):
        try:
            window = window_of(typed, edited)
        except EdgeError as error:
            wrong = error
        else:
            break
        typed[wrong.edge] = str(wrong).rpartition("try ")[2]
        assert math.isfinite(float(typed[wrong.edge]))
    window = window_of(typed, edited)
    assert window.x0 < window.x1
    assert window.y0 < window.y1


LONG = Window(-1.039231048923, 2.5, -0.1234567890123, 1e9 / 3)


@pytest.fixture
def edges(qtbot: QtBot) -> Edges:
    shown = Edges()
    qtbot.addWidget(shown)
    shown.resize(360, 120)
    shown.show()
    shown.show_window(LONG)
    return shown


def box_of(edges: Edges, name: str) -> QLineEdit:
    found = edges.findChild(QLineEdit, f"window_{name}")
    assert isinstance(found, QLineEdit)
    return found


@pytest.mark.parametrize("width", [240, 360, 900])
def test_an_edge_is_rounded_to_what_its_box_has_room_for(edges: Edges, width: int) -> None:
    edges.resize(width, 120)
    for name in NAMES:
        box, exact = box_of(edges, name), getattr(LONG, name)
        assert float(box.text()) == pytest.approx(exact, rel=5e-3)
        if width > 240:
            assert box.fontMetrics().horizontalAdvance(box.text()) < box.width()
        is_told = repr(exact).replace("-", "−").removesuffix(".0") in box.toolTip()
        assert is_told == (float(box.text()) != exact)
    assert edges.read() == LONG


def test_of_an_edge_that_is_typed_the_box_has_all_that_there_is(edges: Edges, qtbot: QtBot) -> None:
    box = box_of(edges, "x0")
    box.clear()
    qtbot.keyClicks(box, "-1.5")
    edges.resize(900, 120)
    assert box.text() == "-1.5"
    assert "1.039" not in box.toolTip()
    assert edges.read() == Window(-1.5, LONG.x1, LONG.y0, LONG.y1)
