from pathlib import Path

import pytest
from conftest import prepared
from desks import box, click, open_at, said, walk_on, write
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
)
from pytestqt.qtbot import QtBot
from windows import KEY, settled

import mountain
from ui.derivative_page import DerivativePage
from ui.exercise_page import ExercisePage
from ui.python_page import PythonPage
from ui.typesetter import Typesetter
from ui.window import MainWindow

RIGHT = "def gradient(x, y):\n    return 2 * x, 6 * y\n"


def turned_to(window: MainWindow, place: int) -> MainWindow:
    open_at(window, "exercises")
    window.findChild(QComboBox, "exercise").setCurrentIndex(place)
    return window


@pytest.fixture
def by_hand(window: MainWindow) -> MainWindow:
    return turned_to(window, 0)


def choose(window: MainWindow, words: str) -> None:
    source = window.findChild(QComboBox, "difficulty")
    source.setCurrentIndex(source.findText(words))


def verdict(window: MainWindow, axis: str) -> str:
    return said(window, f"answer_{axis}_verdict")


def test_the_right_derivatives_are_right_however_they_are_written(
    by_hand: MainWindow, qtbot: QtBot
) -> None:
    # The first of the easy ones is x^2 + y^2.
    write(by_hand, "x + x", qtbot, "answer_x")
    write(by_hand, r"2 \cdot y", qtbot, "answer_y")
    click(by_hand, "check_derivatives")
    assert verdict(by_hand, "x").startswith("✓")
    assert verdict(by_hand, "y").startswith("✓")


def test_a_wrong_answer_shows_a_point_where_it_differs(by_hand: MainWindow, qtbot: QtBot) -> None:
    write(by_hand, "3x", qtbot, "answer_x")
    qtbot.keyClick(box(by_hand, "answer_x"), KEY.Key_Return)
    told = verdict(by_hand, "x")
    assert told.startswith("✗")
    assert " At (" in told
    # Of the other box nothing is said.
    assert verdict(by_hand, "y") == ""
    qtbot.keyClick(box(by_hand, "answer_x"), KEY.Key_Backspace)
    assert verdict(by_hand, "x") == ""


@pytest.mark.parametrize("text", ["", "2x +", "<b>2x</b>"])
def test_an_answer_that_is_no_formula_is_told_what_is_wrong(
    by_hand: MainWindow, text: str, qtbot: QtBot
) -> None:
    write(by_hand, text, qtbot, "answer_x")
    click(by_hand, "check_derivatives")
    assert verdict(by_hand, "x").startswith("✗")
    assert "\n" not in verdict(by_hand, "x")


@pytest.mark.parametrize("difficulty", mountain.DIFFICULTIES)
@pytest.mark.parametrize("drawn", [False, True])
def test_every_equation_is_answered_by_its_own_derivatives(
    by_hand: MainWindow, difficulty: str, drawn: bool, qtbot: QtBot
) -> None:
    choose(by_hand, f"Random, {difficulty}" if drawn else difficulty.capitalize())
    page = by_hand.findChild(DerivativePage)
    for _ in range(3):
        formula = page.exercise.formula
        for axis, node in zip("xy", formula.gradient_nodes, strict=True):
            field = box(by_hand, f"answer_{axis}")
            assert field.text() == ""
            field.setText(mountain.text_of(node) or "")
        click(by_hand, "check_derivatives")
        assert verdict(by_hand, "x").startswith("✓"), formula.text
        assert verdict(by_hand, "y").startswith("✓"), formula.text
        click(by_hand, "next_exercise")
        assert page.exercise.formula != formula
        assert verdict(by_hand, "x") == ""


def test_the_mountain_on_the_map_can_be_asked_about(window: MainWindow, qtbot: QtBot) -> None:
    walk_on(open_at(window, "formula"), "x*y", qtbot)
    turned_to(window, 0)
    choose(window, "This mountain")
    write(window, "y", qtbot, "answer_x")
    click(window, "check_derivatives")
    assert verdict(window, "x").startswith("✓")


def test_an_exercise_can_be_walked_on(by_hand: MainWindow, qtbot: QtBot) -> None:
    formula = by_hand.findChild(DerivativePage).exercise.formula
    click(by_hand, "walk_exercise")
    qtbot.waitUntil(lambda: by_hand.session.terrain.ground == formula, timeout=30_000)
    prepared(by_hand.session, qtbot)
    assert by_hand.session.terrain.name == "formula"


@pytest.fixture
def in_python(window: MainWindow, qtbot: QtBot) -> MainWindow:
    walk_on(open_at(window, "formula"), "x^2 + 3y^2", qtbot)
    return turned_to(window, 1)


def run(window: MainWindow, text: str, qtbot: QtBot) -> str:
    window.findChild(QPlainTextEdit, "python_gradient").setPlainText(text)
    click(window, "check_python")
    assert not window.findChild(QPushButton, "check_python").isEnabled()
    assert said(window, "python_verdict") == "Being tried …"
    check = window.findChild(QPushButton, "check_python")
    qtbot.waitUntil(check.isEnabled, timeout=60_000)
    return said(window, "python_verdict")


def test_the_right_function_is_right_at_all_points(in_python: MainWindow, qtbot: QtBot) -> None:
    assert run(in_python, RIGHT, qtbot) == "✓ Right at all 225 points."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("def gradient(x, y):\n    return 2 * x, 3 * y\n", "Not right at 210 of 225 points."),
        ("def gradient(x, y):\n    return 1 / 0\n", "Your function: "),
        ("def gradient(x, y) return", "Your function: "),
        ("slope = 3", "Your function: "),
        ("import os\nos.listdir('/')\nraise SystemExit", "Your function: "),
    ],
)
def test_a_wrong_function_is_told_what_is_wrong(
    in_python: MainWindow, text: str, told: str, qtbot: QtBot
) -> None:
    said_of_it = run(in_python, text, qtbot)
    assert said_of_it.startswith(f"✗ {told}")


def test_what_a_function_prints_is_shown_as_plain_text(in_python: MainWindow, qtbot: QtBot) -> None:
    told = run(in_python, f"print('<b>hello</b>')\n{RIGHT}", qtbot)
    assert told.endswith("It printed: <b>hello</b>")
    label = in_python.findChild(QLabel, "python_verdict")
    assert label.textFormat().name == "PlainText"


def test_an_endless_loop_ends_and_never_blocks_the_window(home: Path, qtbot: QtBot) -> None:
    typesetter = Typesetter()
    page = PythonPage(typesetter, seconds=1.0)
    qtbot.addWidget(page)
    page.show_terrain(mountain.terrain_named("bowl"))
    sheet = page.findChild(QPlainTextEdit, "python_gradient")
    sheet.setPlainText("def gradient(x, y):\n    while True:\n        pass\n")
    elsewhere = QLineEdit()
    qtbot.addWidget(elsewhere)
    page.show()
    beats: list[int] = []
    check = page.findChild(QPushButton, "check_python")
    check.click()
    while not check.isEnabled():
        # Typing goes on while it runs.
        qtbot.keyClicks(elsewhere, "#")
        beats.append(len(elsewhere.text()))
        qtbot.wait(20)
    assert len(beats) > 10
    assert beats == list(range(beats[0], beats[0] + len(beats)))
    assert "takes longer than 1 s" in said(page, "python_verdict")
    page.wait()
    page.close()
    typesetter.close()


def test_a_verdict_on_the_mountain_before_is_not_shown_for_this_one(
    in_python: MainWindow, qtbot: QtBot
) -> None:
    in_python.findChild(QPlainTextEdit, "python_gradient").setPlainText(RIGHT)
    click(in_python, "check_python")
    in_python.session.choose_terrain("himmelblau")
    qtbot.waitUntil(in_python.findChild(QPushButton, "check_python").isEnabled, timeout=60_000)
    assert said(in_python, "python_verdict").startswith("Write the gradient")


def test_a_function_comes_from_a_file(
    in_python: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "gradient.py"
    file.write_text(RIGHT)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    click(in_python, "open_python")
    assert in_python.findChild(QPlainTextEdit, "python_gradient").toPlainText() == RIGHT
    file.unlink()
    click(in_python, "open_python")
    assert "there is no such file" in said(in_python, "python_verdict")


@pytest.fixture
def of_digits(window: MainWindow) -> MainWindow:
    return turned_to(window, 2)


def exact_cost(window: MainWindow) -> float:
    said_numbers = [float(each) for each in box(window, "digit_said").text().split()]
    should = [float(each) for each in box(window, "digit_should").text().split()]
    return sum((a - b) ** 2 for a, b in zip(said_numbers, should, strict=True))


def test_the_sum_of_the_squares_is_right(of_digits: MainWindow, qtbot: QtBot) -> None:
    for _ in range(3):
        write(of_digits, f"{exact_cost(of_digits):.6f}", qtbot, "digit_cost")
        click(of_digits, "check_cost")
        assert said(of_digits, "digit_cost_verdict").startswith("✓")
        click(of_digits, "next_digit")
        assert said(of_digits, "digit_cost_verdict") == ""


@pytest.mark.parametrize("text", ["", "12", "nine", "0.1 0.2", "nan", "1_0", "<i>1</i>"])
def test_another_number_is_wrong_and_why_is_said(
    of_digits: MainWindow, text: str, qtbot: QtBot
) -> None:
    write(of_digits, text, qtbot, "digit_cost")
    click(of_digits, "check_cost")
    told = said(of_digits, "digit_cost_verdict")
    assert told.startswith("✗")
    assert "\n" not in told
    assert "cost:" not in told


def test_hard_digits_cost_more_than_easy_ones(of_digits: MainWindow) -> None:
    easy = exact_cost(of_digits)
    click(of_digits, "hard_costs")
    assert exact_cost(of_digits) > 3 * easy


def test_numbers_of_ones_own_can_be_pasted(of_digits: MainWindow, qtbot: QtBot) -> None:
    box(of_digits, "digit_said").setText("[0.5, 0; 0, 0 0 0 0 0 0 0]")
    box(of_digits, "digit_should").setText("1 0 0 0 0 0 0 0 0 0")
    write(of_digits, "0.25", qtbot, "digit_cost")
    click(of_digits, "check_cost")
    assert said(of_digits, "digit_cost_verdict").startswith("✓")


@pytest.mark.parametrize("between", [" ", "; "])
def test_numbers_with_decimal_commas_can_be_pasted(
    of_digits: MainWindow, between: str, qtbot: QtBot
) -> None:
    box(of_digits, "digit_said").setText(between.join(["0,5", *["0,0"] * 9]))
    box(of_digits, "digit_should").setText(between.join(["1", *["0"] * 9]))
    write(of_digits, "0,25", qtbot, "digit_cost")
    click(of_digits, "check_cost")
    assert said(of_digits, "digit_cost_verdict") == "✓ Right: the cost is 0.25."


def test_numbers_that_are_missing_are_counted_for_a_person(
    of_digits: MainWindow, qtbot: QtBot
) -> None:
    box(of_digits, "digit_said").setText("0.5")
    write(of_digits, "0.25", qtbot, "digit_cost")
    click(of_digits, "check_cost")
    told = "✗ 1 number said, but 10 that should be; as many of both are needed."
    assert said(of_digits, "digit_cost_verdict") == told


def test_a_small_constant_too_many_is_wrong(by_hand: MainWindow, qtbot: QtBot) -> None:
    # The first of the easy ones is x^2 + y^2.
    write(by_hand, "2x + 0.001", qtbot, "answer_x")
    click(by_hand, "check_derivatives")
    assert verdict(by_hand, "x").startswith("✗")


def test_algebra_settles_an_answer_that_numbers_cannot(by_hand: MainWindow, qtbot: QtBot) -> None:
    page = by_hand.findChild(DerivativePage)
    # There is no ground anywhere in the window, and so no point to try an answer at.
    window = mountain.Window(-3.0, 2.9, -3.0, 3.0)
    formula = mountain.Formula("√(x - 2.9999)")
    page.show_terrain(mountain.Terrain("own", "Own", formula, window))
    choose(by_hand, "This mountain")
    answer = page.findChild(QLineEdit, "answer_x")
    qtbot.keyClicks(answer, "1/(sqrt(x - 2.9999) + sqrt(x - 2.9999))")
    qtbot.keyClick(answer, KEY.Key_Return)
    verdict = page.findChild(QLabel, "answer_x_verdict")
    assert verdict.text().startswith("✗")
    assert verdict.text().endswith("Algebra is making sure …")
    qtbot.waitUntil(lambda: verdict.text().startswith("✓"), timeout=60_000)
    assert "algebra" in verdict.text()


def test_where_an_answer_goes_wrong_a_caret_shows(by_hand: MainWindow, qtbot: QtBot) -> None:
    write(by_hand, "2x +* 3", qtbot, "answer_x")
    click(by_hand, "check_derivatives")
    text, caret = said(by_hand, "answer_x_where").split("\n")
    assert text[caret.index("^")] == "*"
    # Where nothing is typed nothing is wrong in it.
    assert said(by_hand, "answer_y_where") == ""
    qtbot.keyClick(box(by_hand, "answer_x"), KEY.Key_Backspace)
    assert said(by_hand, "answer_x_where") == ""


def test_return_in_one_box_checks_both_where_both_are_filled(
    by_hand: MainWindow, qtbot: QtBot
) -> None:
    write(by_hand, "2x", qtbot, "answer_x")
    write(by_hand, "3y", qtbot, "answer_y")
    qtbot.keyClick(box(by_hand, "answer_y"), KEY.Key_Return)
    assert verdict(by_hand, "x").startswith("✓")
    assert verdict(by_hand, "y").startswith("✗")


def test_everybody_who_types_a_seed_is_asked_the_same(by_hand: MainWindow, qtbot: QtBot) -> None:
    page, seed = by_hand.findChild(DerivativePage), box(by_hand, "exercise_seed")
    assert (seed.text(), seed.isVisible()) == ("", False)
    choose(by_hand, "Random, hard")
    assert (seed.text(), seed.isVisible()) == ("0", True)
    write(by_hand, "17", qtbot, "exercise_seed")
    assert page.exercise == mountain.random_equation(17, "hard")
    click(by_hand, "next_exercise")
    assert seed.text() == "18"
    assert page.exercise == mountain.random_equation(18, "hard")
    # While none is typed, the one before stays.
    write(by_hand, "x-1", qtbot, "exercise_seed")
    assert page.exercise == mountain.random_equation(1, "hard")
    seed.selectAll()
    qtbot.keyClick(seed, KEY.Key_Delete)
    assert page.exercise == mountain.random_equation(1, "hard")


def test_where_no_seed_is_asked_for_there_is_no_box_to_type_one_into(
    by_hand: MainWindow, qtbot: QtBot
) -> None:
    page = by_hand.findChild(DerivativePage)
    for words in ("Easy", "Random, easy", "Hard", "This mountain"):
        choose(by_hand, words)
        settled(by_hand)
        boxes = [each for each in page.findChildren(QLineEdit) if each.isVisible()]
        assert all(each.isEnabled() for each in boxes)
        names = [label for label in page.findChildren(QLabel) if label.text() == "seed"]
        assert [each.isVisible() for each in names] == [words.startswith("Random")]


def test_algebra_proves_both_answers_one_after_the_other(by_hand: MainWindow, qtbot: QtBot) -> None:
    write(by_hand, "x + x", qtbot, "answer_x")
    write(by_hand, "y + y", qtbot, "answer_y")
    click(by_hand, "check_derivatives")
    for axis in "xy":
        assert verdict(by_hand, axis).endswith("Algebra is making sure …")
    for axis in "xy":
        sure = f"✓ Right: this is ∂f/∂{axis}."
        qtbot.waitUntil(lambda sure=sure, axis=axis: verdict(by_hand, axis) == sure, timeout=60_000)


def test_algebra_overrules_numbers_on_a_spike_between_the_points(
    by_hand: MainWindow, qtbot: QtBot
) -> None:
    write(by_hand, "2x+e^(-1e6(x-1.2345)^2-1e6(y-0.5)^2)", qtbot, "answer_x")
    click(by_hand, "check_derivatives")
    qtbot.waitUntil(lambda: verdict(by_hand, "x").startswith("✗"), timeout=60_000)
    assert "algebra finds" in verdict(by_hand, "x")


def test_algebra_has_no_word_on_an_answer_that_is_another_by_now(
    by_hand: MainWindow, qtbot: QtBot
) -> None:
    write(by_hand, "x + x", qtbot, "answer_x")
    click(by_hand, "check_derivatives")
    qtbot.keyClick(box(by_hand, "answer_x"), KEY.Key_Backspace)
    page = by_hand.findChild(DerivativePage)
    assert not page._looking.isActive()
    assert verdict(by_hand, "x") == ""


def test_a_verdict_goes_with_the_file_that_it_was_on(
    in_python: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    assert run(in_python, RIGHT, qtbot).startswith("✓")
    file = tmp_path / "gradient.py"
    file.write_text(RIGHT.replace("2", "3"))
    in_python.findChild(PythonPage).open_file(file)
    assert said(in_python, "python_verdict").startswith("Write the gradient")


@pytest.mark.parametrize("name", ["digit_said", "digit_should"])
def test_what_is_said_of_a_digit_goes_with_its_numbers(
    of_digits: MainWindow, name: str, qtbot: QtBot
) -> None:
    assert said(of_digits, "digit_told").startswith("A ")
    write(of_digits, f"{exact_cost(of_digits):.6f}", qtbot, "digit_cost")
    click(of_digits, "check_cost")
    assert said(of_digits, "digit_cost_verdict").startswith("✓")
    write(of_digits, "1 2 3", qtbot, name)
    assert said(of_digits, "digit_cost_verdict") == ""
    assert said(of_digits, "digit_told") == "Numbers of your own."
    click(of_digits, "next_digit")
    assert said(of_digits, "digit_told").startswith("A ")


def places(window: MainWindow) -> list[tuple[str, QPoint]]:
    """Return where everything stands on the page that is pressed or typed into."""
    page = window.findChild(ExercisePage)
    kinds = (QPushButton, QLineEdit, QComboBox)
    controls = [each for kind in kinds for each in page.findChildren(kind) if each.isVisible()]
    return [(each.objectName(), each.mapTo(page, QPoint())) for each in controls]


@pytest.mark.parametrize(
    ("exercise", "button", "answer"),
    [(0, "check_derivatives", "answer_x"), (2, "check_cost", "digit_cost")],
)
@pytest.mark.parametrize("text", ["7", "+*", ""])
def test_nothing_moves_on_the_page_when_something_is_said(
    window: MainWindow, exercise: int, button: str, answer: str, text: str, qtbot: QtBot
) -> None:
    turned_to(window, exercise)
    settled(window)
    before = places(window)
    write(window, text, qtbot, answer)
    click(window, button)
    settled(window)
    assert said(window, f"{answer}_verdict").startswith("✗")
    assert places(window) == before
