import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

import mountain
from mountain import Race
from ui.roster import Roster, RosterRow, roster_rows
from ui.roster_row import RowView
from ui.standings import ordinal
from ui.theme import DUSK, GRID, PROJECTOR, Theme, style_sheet

MISTY = mountain.terrain_named("misty_mountain")
END = 10**6


def race_of(*settings: dict[str, object], starts: tuple[tuple[float, float], ...] = ()) -> Race:
    places = starts or (MISTY.start,) * len(settings)
    entrants = [
        mountain.Entrant(mountain.plan_on(MISTY, each), place)
        for each, place in zip(settings, places, strict=True)
    ]
    return mountain.advance_race(mountain.start_race(MISTY, entrants), END)


def three() -> Race:
    return race_of({"learning_rate": 0.01}, {"learning_rate": 0.02}, {"learning_rate": 0.04})


def everybody() -> Race:
    return race_of(*[{"optimizer": name} for name in mountain.OPTIMIZERS], {"noise": 0.1}, {})


def roster_of() -> Roster:
    """Make a roster with the action that the window gives it."""
    roster = Roster(QAction("One start", toolTip="All set out from one place."))
    # The action lives as long as its button.
    roster.actions_given = roster.findChild(QToolButton, "together").defaultAction()
    return roster


@pytest.fixture
def roster(qtbot: QtBot) -> Roster:
    shown = roster_of()
    qtbot.addWidget(shown)
    shown.setStyleSheet(style_sheet(DUSK))
    shown.show_theme(DUSK)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


def show(roster: Roster, race: Race, step: int = END, chosen: int = 0) -> None:
    roster.show_race(roster_rows(race, step, frozenset()), chosen)
    roster.resize(roster.sizeHint())
    QApplication.processEvents()


def views(roster: Roster) -> list[RowView]:
    return [view for view in roster.findChildren(RowView) if view.isVisibleTo(roster)]


def button(roster: Roster, name: str) -> QPushButton:
    found = roster.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def titles(race: Race, step: int = END) -> list[str]:
    return [row.title for row in roster_rows(race, step, frozenset())]


@pytest.mark.parametrize("step", [0, 1, 77, 130, 131, 310, END])
def test_rows_say_what_the_standings_of_the_race_so_far_say(step: int) -> None:
    race = three()
    for row, told in zip(
        roster_rows(race, step, frozenset()), mountain.standings(race.until(step)), strict=True
    ):
        assert (row.number, row.rank, row.fate) == (
            told.number,
            told.rank,
            told.ending.fate.title,
        )
        assert (row.height, row.slope, row.minutes) == (told.height, told.slope, told.minutes)
        assert (row.steps, row.readings) == (told.steps, told.readings)


def test_rows_of_every_optimizer_say_what_the_standings_say_at_the_end() -> None:
    race = everybody()
    told = mountain.standings(race)
    rows = roster_rows(race, END, frozenset())
    assert [(row.rank, row.fate) for row in rows] == [
        (each.rank, each.ending.fate.title) for each in told
    ]
    assert {row.arrived for row in rows} == {True, False}


def test_who_is_hidden_is_in_the_roster_all_the_same_but_not_shown() -> None:
    rows = roster_rows(three(), 5, frozenset({1}))
    assert [row.shown for row in rows] == [True, False, True]
    assert {row.arrived for row in rows} == {None}


def test_a_title_names_the_optimizer_and_what_differs() -> None:
    assert titles(three()) == [f"Gradient descent · η {rate}" for rate in (0.01, 0.02, 0.04)]
    assert titles(race_of({"measure_every": 5}, {"optimizer": "adam", "measure_every": 10})) == [
        "Gradient descent · k 5",
        "Adam · k 10",
    ]


def test_hikers_alike_are_titled_by_the_learning_rate_that_they_share() -> None:
    assert titles(race_of({}, {})) == ["Gradient descent · η 0.02"] * 2


def test_what_comes_with_an_optimizer_is_not_in_its_title() -> None:
    race = race_of({"optimizer": "adagrad"}, {"optimizer": "lion"}, {"optimizer": "adamw"})
    assert titles(race) == ["AdaGrad", "Lion", "AdamW"]


def test_a_setting_of_an_optimizer_that_was_changed_is_in_its_title() -> None:
    race = race_of({"optimizer": "momentum", "momentum": 0.8}, {"optimizer": "momentum"})
    assert titles(race) == ["Momentum · η 0.02 · μ 0.8", "Momentum · η 0.02"]


def test_hikers_who_differ_by_their_start_alone_are_titled_by_it() -> None:
    race = race_of({}, {}, starts=((-3.0, -2.5), (1.5, 2.0)))
    assert titles(race) == [
        "Gradient descent · η 0.02 · from −3, −2.5",
        "Gradient descent · η 0.02 · from 1.5, 2",
    ]


def test_a_title_is_that_of_the_plan_in_force_at_the_step() -> None:
    begun = mountain.start_race(MISTY, [mountain.Entrant(mountain.plan_on(MISTY), MISTY.start)] * 2)
    walked = mountain.advance_race(begun, 20)
    changed = mountain.plan_on(MISTY, {"optimizer": "adam"})
    race = mountain.advance_race(mountain.replan_race(walked, 1, changed), 10)
    assert titles(race, 15)[1] == "Gradient descent · η 0.02"
    assert titles(race, 25)[1] == "Adam"


def test_figures_are_written_with_fixed_decimals_and_clock_time() -> None:
    row = RosterRow(0, "Adam", 0, "Walking", None, -2.3456, 0.00149, 310, 32, 125.5, True)
    assert row.figures == ("−2.35", "0.001", "310", "32", "2 h 05")


def test_figures_that_there_are_not_or_that_are_huge_stay_short() -> None:
    row = RosterRow(0, "Adam", 0, "Lost", False, float("nan"), 1.234e12, 3, 2, 8.0, True)
    assert row.figures == ("–", "1e12", "3", "2", "0 h 08")


@pytest.mark.parametrize(
    ("place", "word"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (21, "21st")],
)
def test_places_are_written_as_they_are_spoken(place: int, word: str) -> None:
    assert ordinal(place) == word


def test_one_hiker_alone_has_no_row_and_leaves_the_header_alone(roster: Roster) -> None:
    show(roster, race_of({}))
    alone = roster.sizeHint().height()
    assert views(roster) == []
    show(roster, three())
    assert len(views(roster)) == 3
    assert roster.sizeHint().height() > 2 * alone
    show(roster, race_of({}))
    assert roster.sizeHint().height() == alone


def test_walking_on_keeps_the_rows_that_are_there(roster: Roster) -> None:
    race = three()
    show(roster, race, 10)
    before = views(roster)
    show(roster, race, 40)
    assert views(roster) == before
    assert "steps 40" in before[0].accessibleName()


def test_showing_the_same_again_paints_the_same_picture(roster: Roster) -> None:
    race = three()
    show(roster, race, 40)
    first = roster.grab().toImage()
    show(roster, race, 40)
    assert roster.grab().toImage() == first
    show(roster, race, 41)
    assert roster.grab().toImage() != first


def test_a_row_is_read_aloud_with_place_fate_and_figures(roster: Roster) -> None:
    show(roster, three(), chosen=2)
    assert views(roster)[2].accessibleName() == (
        "Hiker 3: Gradient descent · η 0.04. 1st, Home. "
        "height −2.35, slope 0.000, steps 130, readings 14, time 2 h 15. Chosen."
    )


def test_a_click_on_a_row_chooses_that_hiker(roster: Roster, qtbot: QtBot) -> None:
    show(roster, three())
    with qtbot.waitSignal(roster.chosen) as chosen:
        qtbot.mouseClick(views(roster)[1], Qt.MouseButton.LeftButton)
    assert chosen.args == [1]


def test_the_chosen_row_looks_different_from_all_others(roster: Roster) -> None:
    def pictures(chosen: int) -> list[QImage]:
        show(roster, three(), chosen=chosen)
        return [view.grab().toImage() for view in views(roster)]

    first, second = pictures(0), pictures(1)
    assert [one == other for one, other in zip(first, second, strict=True)] == [False, False, True]


def test_the_keyboard_goes_from_row_to_row_chooses_and_removes(
    roster: Roster, qtbot: QtBot
) -> None:
    show(roster, three())
    first, second, third = views(roster)
    first.setFocus()
    for key, there in (
        (Qt.Key.Key_Down, second),
        (Qt.Key.Key_Down, third),
        (Qt.Key.Key_Up, second),
    ):
        qtbot.keyClick(roster.focusWidget(), key)
        assert roster.focusWidget() is there
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        with qtbot.waitSignal(roster.chosen) as chosen:
            qtbot.keyClick(second, key)
        assert chosen.args == [1]
    with qtbot.waitSignal(roster.removed) as removed:
        qtbot.keyClick(second, Qt.Key.Key_Delete)
    assert removed.args == [1]


def test_a_click_leaves_the_keyboard_where_it_was(roster: Roster, qtbot: QtBot) -> None:
    show(roster, three())
    before = roster.focusWidget()
    qtbot.mouseClick(views(roster)[1], Qt.MouseButton.LeftButton)
    assert roster.focusWidget() is before


def test_a_tick_shows_and_hides_its_hiker(roster: Roster, qtbot: QtBot) -> None:
    show(roster, three())
    tick = roster.findChild(QCheckBox, "shown_2")
    with qtbot.waitSignal(roster.visibility_changed) as changed:
        tick.click()
    assert changed.args == [2, False]
    roster.show_race(roster_rows(three(), 3, frozenset({0})), 0)
    assert [roster.findChild(QCheckBox, f"shown_{n}").isChecked() for n in range(3)] == [
        False,
        True,
        True,
    ]


def test_showing_a_race_is_no_wish_of_anybodys(roster: Roster, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(roster.visibility_changed), qtbot.assertNotEmitted(roster.chosen):
        roster.show_race(roster_rows(three(), 3, frozenset({0, 2})), 1)


def test_the_small_button_removes_its_hiker(roster: Roster, qtbot: QtBot) -> None:
    show(roster, three())
    with qtbot.waitSignal(roster.removed) as removed:
        roster.findChild(QToolButton, "remove_1").click()
    assert removed.args == [1]


@pytest.mark.parametrize("name", ["duplicate", "multiply"])
def test_the_header_copies_the_chosen_hiker(roster: Roster, qtbot: QtBot, name: str) -> None:
    show(roster, three(), chosen=1)
    signal = {"duplicate": roster.duplicated, "multiply": roster.multiplied}[name]
    with qtbot.waitSignal(signal) as copied:
        button(roster, name).click()
    assert copied.args == [1]


def test_there_is_a_hiker_for_every_rule_in_one_click(roster: Roster, qtbot: QtBot) -> None:
    with qtbot.waitSignal(roster.all_rules_wanted):
        button(roster, "all_rules").click()


def test_nobody_is_copied_where_there_is_no_room_for_more(roster: Roster) -> None:
    show(roster, everybody())
    assert not button(roster, "duplicate").isEnabled()
    assert not button(roster, "multiply").isEnabled()
    show(roster, three())
    assert button(roster, "duplicate").isEnabled()
    assert button(roster, "multiply").isEnabled()


def test_ghosts_are_dismissed_only_where_there_are_some(roster: Roster, qtbot: QtBot) -> None:
    rows = roster_rows(three(), 5, frozenset())
    roster.show_race(rows, 0)
    assert not button(roster, "dismiss_ghosts").isVisible()
    roster.show_race(rows, 0, ghosts=True)
    assert button(roster, "dismiss_ghosts").isVisible()
    with qtbot.waitSignal(roster.ghosts_dismissed):
        button(roster, "dismiss_ghosts").click()


def test_the_prepared_races_are_listed_by_title_and_mountain(roster: Roster, qtbot: QtBot) -> None:
    show(roster, race_of({}))
    races = roster.findChild(QComboBox, "races")
    texts = [races.itemText(place) for place in range(races.count())]
    assert texts == [
        "Races …",
        "Who gets home? Misty Mountain",
        "Who gets home? Ravine",
        "Who gets home? The pass",
        "Who gets home? Potholes",
    ]
    with qtbot.waitSignal(roster.race_chosen) as chosen:
        qtbot.keyClicks(races, "Who")
        races.activated.emit(races.currentIndex())
    assert chosen.args == ["misty_mountain"]
    assert races.currentIndex() == 0


@pytest.mark.parametrize("theme", [DUSK, PROJECTOR], ids=lambda theme: theme.name)
def test_it_fits_the_column_beside_the_map_in_every_theme(roster: Roster, theme: Theme) -> None:
    show(roster, everybody())
    roster.show_theme(theme)
    assert roster.minimumSizeHint().width() <= roster.width() == 25 * theme.normal + 2 * GRID


def test_many_hikers_scroll_and_the_headings_stand_over_their_columns(roster: Roster) -> None:
    show(roster, everybody())
    assert len(views(roster)) == 12
    assert roster.height() < 12 * views(roster)[0].height()
    headings = roster.layout().itemAt(1).widget()
    assert headings.width() == views(roster)[0].width()


def test_everything_that_can_be_pressed_says_what_it_does(roster: Roster) -> None:
    show(roster, three())
    for kind in (QPushButton, QToolButton, QCheckBox):
        for widget in roster.findChildren(kind):
            if widget.objectName().startswith("qt_") or isinstance(widget.parent(), QComboBox):
                continue
            assert widget.accessibleName()
            assert "." in widget.toolTip()


def test_a_race_may_be_shown_before_there_is_a_theme(qtbot: QtBot) -> None:
    early = roster_of()
    qtbot.addWidget(early)
    show(early, three())
    early.show_theme(PROJECTOR)
    late = roster_of()
    qtbot.addWidget(late)
    late.show_theme(PROJECTOR)
    show(late, three())
    early.resize(late.size())
    assert early.grab().toImage() == late.grab().toImage()


def test_what_sets_a_hiker_apart_is_written_whole_where_the_name_has_no_room(
    qtbot: QtBot,
) -> None:
    def picture(title: str) -> QImage:
        row = RosterRow(0, title, 0, "False bottom", False, 1.0, 2.0, 3, 4, 5.0, True)
        view = RowView(0, DUSK)
        qtbot.addWidget(view)
        view.setFixedWidth(300)
        view.show_row(row, chosen=False)
        return view.grab().toImage()

    assert picture("Gradient descent · η 0.0025") != picture("Gradient descent · η 0.0026")
