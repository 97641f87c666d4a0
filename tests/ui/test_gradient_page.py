import math

import pytest
from conftest import prepared
from desks import LONG, box, formula_view, open_at, said, stands_on, walk_on
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

import mountain
from ui.gradient_page import GradientPage, figures
from ui.typesetter import Typesetter
from ui.window import MainWindow

BOWL = "x^2 + 3*y^2"


@pytest.fixture
def desk(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """Open the desk at the gradient of a bowl whose derivatives anybody knows."""
    walk_on(open_at(window, "formula"), BOWL, qtbot)
    return open_at(window, "gradient")


def cell(window: MainWindow, line: int, place: int) -> str:
    return window.findChild(QLabel, f"cell_{line}_{place}").text()


def number(window: MainWindow, line: int, place: int) -> float:
    return float(cell(window, line, place).replace("−", "-"))


@pytest.mark.parametrize("method", ["phone", "feet", "exact"])
@pytest.mark.parametrize("steps", [0, 1, 7, 10, 13])
def test_the_figures_are_the_gradient_the_reading_and_its_error(
    desk: MainWindow, method: str, steps: int, qtbot: QtBot
) -> None:
    desk.session.change_setting("reading", method)
    desk.session.change_setting("learning_rate", 0.01)
    desk.session.change_setting("measure_every", 4)
    prepared(desk.session, qtbot).move(steps)
    track, step = desk.session.track, desk.session.own_step
    x, y = track.x[step], track.y[step]
    read_at = step - step % 4
    for line, (slope, axis) in enumerate(((2 * x, "x"), (6 * y, "y")), 1):
        there = (2 * track.x[read_at], 6 * track.y[read_at])[line - 1]
        # By the instrument's own formula, or what the track has of it.
        read = float(track.rows[step][f"grad_{axis}"])
        assert number(desk, line, 0) == pytest.approx(slope, rel=1e-2, abs=5e-5)
        assert number(desk, line, 1) == pytest.approx(read, rel=1e-2, abs=5e-5)
        assert number(desk, line, 2) == pytest.approx(read - there, rel=1e-2, abs=1e-12)
        if method == "exact":
            assert number(desk, line, 2) == 0
    heading = cell(desk, 0, 1)
    assert heading.startswith(mountain.READINGS[method])
    ago = step % 4
    assert (f"{mountain.counted(ago, 'step')} ago" in heading) == bool(ago)


def test_what_is_told_of_the_slope_is_true(desk: MainWindow) -> None:
    desk.session.choose_start(1.0, 0.0)
    told = said(desk, "gradient_told")
    assert "points east" in told
    assert "2.0000 long" in told
    assert f"{math.degrees(math.atan(2)):.0f}° steep" in told


def test_level_ground_is_said_to_be_level(desk: MainWindow, qtbot: QtBot) -> None:
    desk.session.choose_start(0.0, 0.0)
    prepared(desk.session, qtbot)
    assert said(desk, "gradient_told") == "The gradient is zero here: the ground is level."


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0.0000"),
        (1.5, "1.5000"),
        (-2.25, "−2.2500"),
        (1e-9, "1.00e−09"),
        (-123456.0, "−1.23e+05"),
        (math.nan, "none"),
        (-math.inf, "none"),
    ],
)
def test_figures_are_short_with_a_true_minus(value: float, text: str) -> None:
    assert figures(value) == text


def described(window: MainWindow, axis: str) -> str:
    return formula_view(window, f"gradient_{axis}").accessibleDescription()


def test_the_derivatives_are_written_out_and_then_simplified(
    window: MainWindow, qtbot: QtBot
) -> None:
    walk_on(open_at(window, "formula"), "(x + y)^2 - (x - y)^2", qtbot)
    open_at(window, "gradient")
    qtbot.waitUntil(
        lambda: described(window, "x").replace(" ", "") in ("4y", "4*y"), timeout=60_000
    )
    assert described(window, "y").replace(" ", "") in ("4x", "4*x")
    assert said(window, "gradient_remark") == "Simplified."
    views = [formula_view(window, f"gradient_{axis}") for axis in "xy"]
    qtbot.waitUntil(lambda: all(view.is_set for view in views), timeout=30_000)


def test_derivatives_that_are_too_long_are_said_to_be(window: MainWindow, qtbot: QtBot) -> None:
    text = "*".join(f"(sin({k}*x) + cos({k}*y) + {k})" for k in range(2, 12))
    open_at(window, "formula")
    box(window).setText(text)
    box(window).textEdited.emit(text)
    qtbot.waitUntil(lambda: stands_on(window, text), timeout=30_000)
    open_at(window, "gradient")
    told = "∂f/∂x and ∂f/∂y are too long to write out; the numbers below are exact all the same."
    qtbot.waitUntil(lambda: said(window, "gradient_remark") == told, timeout=60_000)
    for axis in "xy":
        view = formula_view(window, f"gradient_{axis}")
        assert view.is_left_out
        assert view._shown_words(view.width()) == f"∂f/∂{axis} = …"
    # The numbers are there all the same.
    assert math.isfinite(number(window, 1, 0))


def test_of_two_derivatives_the_one_that_is_too_long_is_named(qtbot: QtBot) -> None:
    typesetter = Typesetter()
    page = GradientPage(typesetter)
    qtbot.addWidget(page)
    page.show()
    long = "*".join(f"(sin({k}*x) + {k})" for k in range(1, 25))
    formula = mountain.Formula(f"{long} + y^2")
    page.show_terrain(mountain.Terrain("own", "Own", formula, mountain.Window(-3, 3, -3, 3)))
    page.show_simplified(mountain.Simplified((None, None), mountain.TOO_LONG))
    remark = said(page, "gradient_remark")
    assert remark.startswith("Shown as differentiated: too long to simplify. ∂f/∂x is too long")
    typesetter.close()


def test_what_is_shown_is_said_to_be_simplified_or_not(qtbot: QtBot) -> None:
    typesetter = Typesetter()
    page = GradientPage(typesetter)
    qtbot.addWidget(page)
    page.show()
    formula = mountain.Formula("x^2 + y^2")
    page.show_terrain(mountain.Terrain("own", "Own", formula, mountain.Window(-3, 3, -3, 3)))
    assert said(page, "gradient_remark") == "Simplifying …"
    for nodes, reason, words in (
        (formula.gradient_nodes, "", "Simplified."),
        (formula.gradient_nodes, "not simplified within 2 s", "Simplified, as far as time"),
        ((None, None), "not simplified within 2 s", "differentiated: simplifying took too long"),
        ((None, None), mountain.TOO_LONG, "differentiated: too long to simplify"),
        ((None, None), "the algebra program stopped", "differentiated: the algebra program"),
    ):
        page.show_simplified(mountain.Simplified(nodes, reason))
        assert words in said(page, "gradient_remark")
    typesetter.close()


def test_derivatives_that_are_not_simplified_are_set_all_the_same(
    window: MainWindow, qtbot: QtBot
) -> None:
    text = "sin(cos(tan(sin(x*y)+x/(1+y^2))))^2*exp(sin(cos(sqrt(x^2+1))))*tanh(y/4)*cos(x + y)"
    open_at(window, "formula")
    box(window).setText(text)
    box(window).textEdited.emit(text)
    qtbot.waitUntil(lambda: stands_on(window, text), timeout=30_000)
    open_at(window, "gradient")
    views = [formula_view(window, f"gradient_{axis}") for axis in "xy"]
    qtbot.waitUntil(lambda: all(view.is_set for view in views), timeout=30_000)
    for view in views:
        assert len(view.paragraph.lines) > 1
        for line in view.paragraph.lines:
            left, piece = line.pieces[-1]
            assert left + piece.box.width() * view.paragraph.scale <= view.width()


def test_a_mountain_of_data_is_not_given_the_derivatives_of_the_one_before(
    window: MainWindow, qtbot: QtBot
) -> None:
    walk_on(open_at(window, "formula"), LONG, qtbot)
    open_at(window, "gradient")
    qtbot.waitUntil(lambda: window.study._gradient_desk._algebra is not None)
    window.session.choose_terrain("digits")
    prepared(window.session, qtbot)
    words = described(window, "x")
    assert "made of data" in words
    # As long as the algebra may take, and it would have come.
    qtbot.wait(3000)
    assert described(window, "x") == words
    here = window.session.terrain.ground.gradient(*window.session.place)
    assert number(window, 1, 0) == pytest.approx(float(here[0]), rel=1e-2)
