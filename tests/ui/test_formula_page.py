import pytest
from conftest import OpenWindow
from desks import EDGES, LONG, box, formula_view, open_at, said, stands_on, walk_on, write
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QMessageBox
from pytestqt.qtbot import QtBot
from windows import KEY

import mountain
from mountain import Window
from ui.edges import Edges
from ui.formula_page import where_wrong
from ui.remembered import EXAMPLES, Written, remembered
from ui.window import MainWindow


@pytest.fixture
def desk(window: MainWindow) -> MainWindow:
    return open_at(window, "formula")


def offered(window: MainWindow) -> list[str]:
    choices = window.findChild(QComboBox, "remembered")
    return [choices.itemText(place) for place in range(choices.count())]


def test_what_is_typed_becomes_the_mountain_and_a_hiker_stands_on_it(
    desk: MainWindow, qtbot: QtBot
) -> None:
    walk_on(desk, "x^2 + 3y^2", qtbot)
    session = desk.session
    assert session.terrain.ground == mountain.Formula("x^2 + 3y^2")
    x, y = session.place
    assert session.track.height[0] == pytest.approx(x**2 + 3 * y**2, rel=1e-15)
    session.move(1)
    assert session.step == 1
    assert session.place != (x, y)
    # The box still has what was typed, and the keyboard.
    assert box(desk).text() == "x^2 + 3y^2"
    assert desk.focusWidget() is box(desk)


def test_the_map_shows_the_typed_mountain(desk: MainWindow, qtbot: QtBot) -> None:
    before = desk.map.grab().toImage()
    walk_on(desk, "sin x + y^2", qtbot)
    desk.session.lift_mist(True)
    assert desk.map.grab().toImage() != before


@pytest.mark.parametrize("text", ["x^2 + sin(y", "x +", "2 + foo(x)", "", "x..y"])
def test_while_a_text_is_no_formula_the_last_mountain_stays(
    desk: MainWindow, text: str, qtbot: QtBot
) -> None:
    walk_on(desk, "x^2+y^2", qtbot)
    write(desk, text or "x", qtbot)
    if not text:
        qtbot.keyClick(box(desk), KEY.Key_Backspace)
    assert said(desk, "formula_remarks")
    desk.study.wait()
    # Whatever was a formula on the way there is one key further back than what is shown.
    qtbot.waitUntil(lambda: desk.session.track is not None)
    assert box(desk).text() == text
    assert desk.session.terrain.name == "formula"
    with pytest.raises(mountain.FormulaError) as wrong:
        mountain.parse_formula(text)
    assert where_wrong(wrong.value) == said(desk, "formula_error")


def test_a_mountain_that_arrives_late_does_not_undo_what_was_typed_since(
    desk: MainWindow, qtbot: QtBot
) -> None:
    write(desk, "x^2 + sin(y", qtbot)
    qtbot.waitUntil(lambda: desk.session.terrain.name == "formula", timeout=30_000)
    desk.study.wait()
    qtbot.waitUntil(lambda: desk.session.track is not None)
    assert box(desk).text() == "x^2 + sin(y"
    assert "closing bracket" in said(desk, "formula_remarks")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("x + $", "x + $"),
        ("1 + 2 + 3 + 4 + 5 + 6 + 7 + $ + x", "…+ 5 + 6 + 7 + $ + x"),
        ("$ + 1 + 2 + 3 + 4 + 5 + 6 + 7", "$ + 1 + 2 + 3"),
    ],
)
def test_a_caret_stands_under_the_place_that_is_wrong(text: str, line: str) -> None:
    with pytest.raises(mountain.FormulaError) as wrong:
        mountain.parse_formula(text)
    shown, caret = where_wrong(wrong.value).splitlines()
    assert shown.rstrip(" +") == line
    assert shown[caret.index("^")] == "$"
    assert set(caret) <= {" ", "^"}


def test_what_is_typed_is_never_taken_for_markup(desk: MainWindow, qtbot: QtBot) -> None:
    write(desk, "<img src=x>", qtbot)
    label = desk.findChild(QLabel, "formula_error")
    assert "<img src=x>" in label.text()
    for each in ("formula_error", "formula_remarks"):
        assert desk.findChild(QLabel, each).textFormat() == Qt.TextFormat.PlainText
    assert not label.text().endswith(">")


def test_the_edges_of_the_map_count(desk: MainWindow, qtbot: QtBot) -> None:
    walk_on(desk, "x^2+y^2", qtbot)
    for name, text in zip(EDGES, ("-1.5", "2", "-4", "0.25"), strict=True):
        write(desk, text, qtbot, name)
    wanted = Window(-1.5, 2.0, -4.0, 0.25)
    qtbot.waitUntil(lambda: desk.session.terrain.window == wanted, timeout=30_000)
    assert stands_on(desk, "x^2+y^2") or desk.session.race is None
    assert desk.map.scale.west == -1.5
    # A minus from a book is a minus.
    box(desk, "window_x0").setText("−2.5")
    box(desk, "window_x0").textEdited.emit("−2.5")
    qtbot.waitUntil(lambda: desk.session.terrain.window.x0 == -2.5, timeout=30_000)


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("window_x0", "west", "West: 'west' is no number"),
        ("window_y1", "", "North: '' is no number"),
        ("window_x1", "-9", "East: must be more than west, −3.5; try 2.5"),
        ("window_y0", "9", "South: must be less than north, 3.5; try −2.5"),
        ("window_x1", "inf", "East: 'inf' is no number"),
        ("window_y0", "nan", "South: 'nan' is no number"),
    ],
)
def test_an_edge_that_cannot_be_is_told_of_marked_and_the_mountain_stays(
    desk: MainWindow, name: str, text: str, problem: str, qtbot: QtBot
) -> None:
    walk_on(desk, "x^2+y^2", qtbot)
    field = box(desk, name)
    field.setFocus()
    field.clear()
    field.textEdited.emit("")
    desk.study.wait()
    QApplication.processEvents()
    before = desk.session.terrain
    qtbot.keyClicks(field, text)
    assert said(desk, "window_error").startswith(problem)
    assert said(desk, "window_error").count("\n") == 0
    assert "X0" not in said(desk, "window_error")
    assert [each for each in EDGES if box(desk, each).styleSheet()] == [name]
    # What the formula is nobody doubts.
    assert not formula_view(desk, "understood").is_dim
    desk.study.wait()
    QApplication.processEvents()
    if not text.startswith("-"):
        assert desk.session.terrain == before
    field.selectAll()
    qtbot.keyClicks(field, "3.25" if name.endswith("1") else "-3.25")
    assert said(desk, "window_error") == ""
    assert not any(box(desk, each).styleSheet() for each in EDGES)


def test_only_the_last_of_several_quick_keys_becomes_the_mountain(
    desk: MainWindow, qtbot: QtBot
) -> None:
    seen: list[mountain.Ground] = []
    desk.session.terrain_changed.connect(lambda: seen.append(desk.session.terrain.ground))
    field = box(desk)
    field.setFocus()
    for text in ("x", "x+1", "x+12", "x+123", "x+123 y"):
        # As fast as keys can come: nothing is done between them.
        field.setText(text)
        field.textEdited.emit(text)
    qtbot.waitUntil(lambda: stands_on(desk, "x+123 y"), timeout=30_000)
    desk.study.wait()
    assert seen == [mountain.Formula("x+123 y")]


def test_another_mountain_that_is_chosen_is_not_undone_by_what_was_typed_before(
    desk: MainWindow, qtbot: QtBot
) -> None:
    write(desk, "x^4 + y^4", qtbot)
    desk.session.choose_terrain("bowl")
    desk.study.wait()
    qtbot.waitUntil(lambda: desk.session.track is not None)
    assert desk.session.terrain.name == "bowl"
    bowl = mountain.terrain_named("bowl").ground
    assert isinstance(bowl, mountain.Formula)
    assert box(desk).text() == bowl.typed


def test_the_box_shows_each_mountain_of_the_gallery_and_its_edges(
    desk: MainWindow, qtbot: QtBot
) -> None:
    for name in mountain.terrain_names():
        desk.session.choose_terrain(name)
        terrain = desk.session.terrain
        ground = terrain.ground
        typed = ground.typed if isinstance(ground, mountain.Formula) else ""
        assert box(desk).text() == typed
        edges = desk.findChild(Edges)
        assert edges is not None
        assert edges.read() == terrain.window
        assert said(desk, "formula_error") == ""


def test_of_a_mountain_of_points_the_page_says_what_it_is_in_words(desk: MainWindow) -> None:
    desk.session.choose_terrain("regression")
    words = formula_view(desk, "understood").accessibleDescription()
    assert words == "Made of data: 20 points; the mean squared error over slope and intercept."


def test_return_remembers_a_formula_and_gives_the_keyboard_to_the_map(
    desk: MainWindow, qtbot: QtBot
) -> None:
    walk_on(desk, "x y", qtbot)
    assert remembered() == ()
    assert offered(desk) == [each.text for each in EXAMPLES]
    qtbot.keyClick(box(desk), KEY.Key_Return)
    assert desk.focusWidget() is desk.map
    assert remembered()[0] == Written("x y", (-3.5, 3.5, -3.5, 3.5))
    assert offered(desk) == ["x y", *(each.text for each in EXAMPLES)]
    qtbot.keyClick(desk.map, KEY.Key_Right)
    assert desk.session.step == 1


def test_return_in_a_text_that_is_no_formula_changes_nothing(
    desk: MainWindow, qtbot: QtBot
) -> None:
    write(desk, "x +", qtbot)
    qtbot.keyClick(box(desk), KEY.Key_Return)
    assert desk.focusWidget() is box(desk)
    assert remembered() == ()


def test_what_was_typed_is_remembered_once_it_is_the_mountain(
    desk: MainWindow, qtbot: QtBot
) -> None:
    write(desk, "x y + 2", qtbot)
    # Sooner than anybody can have looked for a place to set out from.
    qtbot.keyClick(box(desk), KEY.Key_Return)
    assert remembered() == ()
    qtbot.waitUntil(lambda: stands_on(desk, "x y + 2"), timeout=30_000)
    assert [each.text for each in remembered()] == ["x y + 2"]


def test_a_formula_that_is_remembered_again_moves_to_the_head_of_the_list(
    desk: MainWindow, qtbot: QtBot
) -> None:
    for text in ("x y", "x + 2y", "x y"):
        walk_on(desk, text, qtbot)
        qtbot.keyClick(box(desk), KEY.Key_Return)
    assert [each.text for each in remembered()] == ["x y", "x + 2y"]
    assert offered(desk) == ["x y", "x + 2y", *(each.text for each in EXAMPLES)]


def test_the_next_window_offers_what_was_remembered(open_window: OpenWindow, qtbot: QtBot) -> None:
    first = open_at(open_window(), "formula")
    walk_on(first, "x^2 sin y", qtbot)
    qtbot.keyClick(box(first), KEY.Key_Return)
    first.close()
    second = open_at(open_window(), "formula")
    assert offered(second)[0] == "x^2 sin y"


def test_a_remembered_formula_is_walked_on_again_within_its_edges(
    desk: MainWindow, qtbot: QtBot
) -> None:
    choices = desk.findChild(QComboBox, "remembered")
    choices.activated.emit(1)
    qtbot.waitUntil(lambda: stands_on(desk, EXAMPLES[1].text), timeout=30_000)
    assert desk.session.terrain.window == Window(*EXAMPLES[1].window)
    assert choices.currentIndex() == -1


@pytest.mark.parametrize("text", ["x^2 sin(y)", LONG, r"\frac{x^2}{4} + \sqrt[3]{y^2 + 1}"])
def test_the_understood_formula_is_set_as_in_a_book(
    desk: MainWindow, text: str, qtbot: QtBot
) -> None:
    write(desk, text, qtbot)
    view = formula_view(desk, "understood")
    qtbot.waitUntil(lambda: view.is_set, timeout=30_000)
    node = mountain.parse_formula(text).node
    assert view.accessibleDescription() == mountain.text_of(node)


def test_a_formula_without_any_ground_is_refused_in_the_page_and_the_mountain_stays(
    desk: MainWindow, qtbot: QtBot
) -> None:
    walk_on(desk, "x^2 + y^2", qtbot)
    before, track = desk.session.terrain, desk.session.track
    box(desk).setText("sqrt(-1 - x^2)")
    box(desk).textEdited.emit("sqrt(-1 - x^2)")
    qtbot.waitUntil(
        lambda: said(desk, "formula_remarks").startswith("There is no ground in this window:"),
        timeout=30_000,
    )
    assert "; try " in said(desk, "formula_remarks")
    assert said(desk, "formula_remarks").count("\n") == 0
    assert formula_view(desk, "understood").is_dim
    assert said(desk, "formula_stays")
    assert desk.session.terrain == before
    assert desk.session.track is track
    assert not desk.findChildren(QMessageBox)
    qtbot.keyClick(box(desk), KEY.Key_Return)
    assert remembered() == ()
    walk_on(desk, "x^2 + 2y^2", qtbot)
    assert not formula_view(desk, "understood").is_dim
    assert said(desk, "formula_stays") == ""


def test_under_an_error_the_last_formula_is_dim_and_the_mountain_said_to_stay(
    desk: MainWindow, qtbot: QtBot
) -> None:
    view = formula_view(desk, "understood")
    write(desk, "x^2 + 3", qtbot)
    qtbot.waitUntil(lambda: view.is_set, timeout=30_000)
    bright = view.grab().toImage()
    write(desk, "x^2 + $", qtbot)
    assert said(desk, "formula_error")
    assert "stays" in said(desk, "formula_stays")
    assert view.is_dim
    assert view.accessibleDescription() == "x^2"
    qtbot.waitUntil(lambda: view.is_set, timeout=30_000)
    dim = view.grab().toImage()
    write(desk, "x^2 + 3", qtbot)
    qtbot.waitUntil(lambda: view.is_set, timeout=30_000)
    assert not view.is_dim
    assert said(desk, "formula_stays") == ""
    assert view.grab().toImage() == bright != dim


def test_remarks_come_once_the_mountain_has_been_looked_at_and_go_again(
    desk: MainWindow, qtbot: QtBot
) -> None:
    write(desk, "1/x + y^2", qtbot)
    qtbot.waitUntil(lambda: "not finite where x is 0" in said(desk, "formula_remarks"))
    write(desk, "x^2 + y^2", qtbot)
    qtbot.waitUntil(lambda: said(desk, "formula_remarks") == "")
