import math

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QFocusEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot

import mountain
from mountain import PARAMETERS, Value
from ui.knob import Knob, detents_of
from ui.number_box import NumberBox

SHOWN = {name: each for name, each in PARAMETERS.items() if each.place}
NUMBERS = [
    name for name, each in SHOWN.items() if not each.choices and not isinstance(each.default, bool)
]
EVERY = pytest.mark.parametrize("name", SHOWN)
NUMBER = pytest.mark.parametrize("name", NUMBERS)
LEFT, RIGHT, UP, DOWN = Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down
HOME, END, ENTER = Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Return


class Given(list[tuple[str, Value]]):
    """What a knob was told to change, in order."""


def knob_of(name: str, qtbot: QtBot) -> tuple[Knob, Given]:
    knob, given = Knob(PARAMETERS[name]), Given()
    qtbot.addWidget(knob)
    knob.show_value(PARAMETERS[name].default)
    knob.changed.connect(lambda name, value: given.append((name, value)))
    # As in the window: what was changed is shown again.
    knob.changed.connect(lambda _, value: knob.show_value(value))
    knob.show()
    return knob, given


def slider(knob: Knob) -> QSlider:
    return knob.findChild(QSlider, knob.parameter.name)


def box(knob: Knob) -> NumberBox:
    return knob.findChild(NumberBox, f"{knob.parameter.name}_box")


def typed(knob: Knob, text: str, qtbot: QtBot) -> None:
    field = box(knob)
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, ENTER)


@NUMBER
def test_a_slider_stops_at_rising_values_of_its_setting(name: str) -> None:
    parameter, detents = SHOWN[name], detents_of(SHOWN[name])
    assert list(detents) == sorted(set(detents))
    assert len(detents) >= 20
    for value in detents:
        whole = isinstance(parameter.default, int)
        assert parameter.checked(int(value) if whole else value) == value


@NUMBER
def test_both_ends_of_a_slider_are_reached(name: str, qtbot: QtBot) -> None:
    parameter = SHOWN[name]
    knob, given = knob_of(name, qtbot)
    for key in (END, HOME, END):
        qtbot.keyClick(slider(knob), key)
    (_, low), (_, high) = given[-2:]
    assert low == pytest.approx(parameter.low)
    assert high == (math.inf if parameter.endless else pytest.approx(parameter.high))


@NUMBER
def test_an_arrow_key_always_changes_the_value(name: str, qtbot: QtBot) -> None:
    knob, given = knob_of(name, qtbot)
    qtbot.keyClick(slider(knob), HOME)
    given.clear()
    count = len(detents_of(SHOWN[name]))
    for _ in range(count - 1):
        qtbot.keyClick(slider(knob), RIGHT)
    climbed = [value for _, value in given]
    assert climbed == list(detents_of(SHOWN[name]))[1:]
    given.clear()
    for _ in range(count - 1):
        qtbot.keyClick(slider(knob), LEFT)
    assert [value for _, value in given] == list(detents_of(SHOWN[name]))[-2::-1]


@NUMBER
def test_the_box_steps_as_the_slider_does(name: str, qtbot: QtBot) -> None:
    knob, given = knob_of(name, qtbot)
    qtbot.keyClick(slider(knob), HOME)
    given.clear()
    detents = detents_of(SHOWN[name])
    for _ in range(12):
        qtbot.keyClick(box(knob), UP)
    assert [value for _, value in given] == pytest.approx(list(detents[1:13]))
    given.clear()
    for _ in range(12):
        qtbot.keyClick(box(knob), DOWN)
    assert [value for _, value in given] == pytest.approx(list(detents[11::-1]))


@EVERY
def test_showing_a_value_tells_nobody(name: str, qtbot: QtBot) -> None:
    parameter = SHOWN[name]
    knob, given = knob_of(name, qtbot)
    if parameter.choices:
        values: list[Value] = list(parameter.choices)
    elif isinstance(parameter.default, bool):
        values = [True, False]
    else:
        values = [type(parameter.default)(value) for value in detents_of(parameter)[:20]]
    for value in values:
        knob.show_value(value)
    assert given == []


@pytest.mark.parametrize("terrain", mountain.terrain_names())
def test_the_values_of_every_preset_are_shown_and_not_rewritten(terrain: str, qtbot: QtBot) -> None:
    knobs = {name: knob_of(name, qtbot) for name in NUMBERS}
    for preset in mountain.presets_of(terrain):
        plan = mountain.plan_on(mountain.terrain_named(terrain), preset.settings)
        for name, (knob, given) in knobs.items():
            value = getattr(plan, name)
            knob.show_value(value)
            knob.show_value(value)
            assert given == []
            # To the decimals on the screen, which must be enough to tell it by.
            assert box(knob).number() == pytest.approx(value, rel=0.01), name


def test_a_value_between_two_stops_stands_at_the_nearer_one(qtbot: QtBot) -> None:
    knob, given = knob_of("learning_rate", qtbot)
    detents = detents_of(PARAMETERS["learning_rate"])
    knob.show_value(0.0203)
    assert box(knob).number() == 0.0203
    at = detents[slider(knob).value()]
    assert abs(at - 0.0203) == min(abs(each - 0.0203) for each in detents)
    qtbot.keyClick(slider(knob), RIGHT)
    assert given[-1][1] > 0.0203


def test_a_number_that_is_typed_is_taken_as_it_is(qtbot: QtBot) -> None:
    knob, given = knob_of("learning_rate", qtbot)
    typed(knob, "0.0317", qtbot)
    assert given == [("learning_rate", 0.0317)]
    typed(knob, "25", qtbot)
    assert given[-1] == ("learning_rate", 25.0)
    assert slider(knob).value() == slider(knob).maximum()


def test_a_whole_number_stays_whole(qtbot: QtBot) -> None:
    knob, given = knob_of("measure_every", qtbot)
    typed(knob, "37", qtbot)
    qtbot.keyClick(slider(knob), RIGHT)
    assert given[0] == ("measure_every", 37)
    assert all(isinstance(value, int) for _, value in given)


def refusals(knob: Knob) -> list[str]:
    told: list[str] = []
    knob.refused.connect(told.append)
    return told


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("learning_rate", "0,05", 0.05),
        ("learning_rate", "1e-5", 1e-5),
        ("learning_rate", " .5 ", 0.5),
        ("learning_rate", "0.03175", 0.03175),
        ("momentum", "1e-5", 1e-5),
        ("measure_every", "37", 37),
        ("measure_every", "37 steps", 37),
        ("measure_every", "1 step", 1),
        ("daylight", "endless", math.inf),
        ("daylight", "1e300", 1e300),
        ("seed", "9007199254740991", 9007199254740991),
    ],
)
def test_what_is_typed_is_what_is_taken_and_shown(
    name: str, text: str, value: float, qtbot: QtBot
) -> None:
    knob, given = knob_of(name, qtbot)
    told = refusals(knob)
    typed(knob, text, qtbot)
    assert given == [(name, value)]
    assert type(given[0][1]) is type(PARAMETERS[name].default)
    assert told == []
    assert box(knob).number() == value
    shown = box(knob).text().split()[0].replace("endless", "inf")
    assert float(shown) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("learning_rate", "0"),
        ("learning_rate", "-1"),
        ("learning_rate", "x"),
        ("learning_rate", "1 2"),
        ("learning_rate", "1,000.5"),
        ("learning_rate", "nan"),
        ("measure_every", "2.5"),
        ("measure_every", "0"),
        ("momentum", "1"),
        ("momentum", "15"),
    ],
)
@pytest.mark.parametrize("leaving", [False, True], ids=["return", "leaving"])
def test_what_no_setting_can_be_is_refused_in_one_line(
    name: str, text: str, leaving: bool, qtbot: QtBot
) -> None:
    knob, given = knob_of(name, qtbot)
    told, before = refusals(knob), box(knob).text()
    box(knob).setFocus()
    box(knob).selectAll()
    qtbot.keyClicks(box(knob), text)
    assert box(knob).text() == text
    if leaving:
        QApplication.sendEvent(box(knob), QFocusEvent(QEvent.Type.FocusOut))
    else:
        qtbot.keyClick(box(knob), ENTER)
    assert given == []
    (line,) = told
    assert line.startswith(f"{PARAMETERS[name].label}: must be a")
    assert text in line
    assert "\n" not in line
    assert box(knob).text() == before


def test_an_emptied_box_goes_back_to_its_number(qtbot: QtBot) -> None:
    knob, given = knob_of("learning_rate", qtbot)
    told = refusals(knob)
    box(knob).selectAll()
    qtbot.keyClick(box(knob), Qt.Key.Key_Delete)
    qtbot.keyClick(box(knob), ENTER)
    assert (given, len(told), box(knob).text()) == ([], 1, "0.0200")


def test_leaving_a_box_in_which_nothing_was_typed_tells_nothing(qtbot: QtBot) -> None:
    knob, given = knob_of("learning_rate", qtbot)
    told = refusals(knob)
    knob.show_value(0.123456789)
    qtbot.keyClick(box(knob), ENTER)
    assert (given, told) == ([], [])
    assert box(knob).number() == 0.123456789


def test_a_value_that_is_not_taken_goes_back_to_the_one_in_force(qtbot: QtBot) -> None:
    knob = Knob(PARAMETERS["learning_rate"])
    qtbot.addWidget(knob)
    knob.show_value(0.02)
    # Nobody shows the new value: whoever was told would not have it.
    typed(knob, "0.5", qtbot)
    assert box(knob).text() == "0.0200"


def test_return_gives_the_keyboard_away(qtbot: QtBot) -> None:
    knob, _ = knob_of("learning_rate", qtbot)
    for text in ("0.5", "x", ""):
        with qtbot.waitSignal(knob.done):
            typed(knob, text, qtbot)


@pytest.mark.parametrize("number", [999999999.0, 1e-300, 123456.789])
def test_a_box_is_as_wide_as_the_number_in_it(number: float, qtbot: QtBot) -> None:
    knob, _ = knob_of("stride_cap", qtbot)
    knob.show_value(number)
    field = box(knob).findChild(QLineEdit)
    QApplication.processEvents()
    assert box(knob).fontMetrics().horizontalAdvance(field.text()) + 4 <= field.width()


def test_daylight_without_end_is_a_word(qtbot: QtBot) -> None:
    knob, given = knob_of("daylight", qtbot)
    qtbot.keyClick(slider(knob), END)
    assert given == [("daylight", math.inf)]
    assert box(knob).text() == "endless"
    qtbot.keyClick(slider(knob), LEFT)
    assert given[-1] == ("daylight", PARAMETERS["daylight"].high)
    assert box(knob).text() == "960 min"


def test_a_unit_agrees_with_its_number(qtbot: QtBot) -> None:
    knob, _ = knob_of("measure_every", qtbot)
    for number, text in ((1, "1 step"), (2, "2 steps"), (10, "10 steps")):
        knob.show_value(number)
        assert box(knob).text() == text


def test_a_list_and_a_tick_tell_what_was_chosen(qtbot: QtBot) -> None:
    knob, given = knob_of("reading", qtbot)
    qtbot.keyClick(knob.findChild(QComboBox, "reading"), DOWN)
    assert given == [("reading", list(PARAMETERS["reading"].choices)[1])]
    knob, given = knob_of("ascend", qtbot)
    qtbot.keyClick(knob.findChild(QCheckBox, "ascend"), Qt.Key.Key_Space)
    assert given == [("ascend", True)]


@EVERY
def test_a_control_is_named_and_explained_by_its_setting(name: str, qtbot: QtBot) -> None:
    knob, _ = knob_of(name, qtbot)
    control = knob.findChild(QWidget, name)
    assert control.accessibleName() == SHOWN[name].label
    assert control.toolTip() == SHOWN[name].meaning
    interface = QAccessible.queryAccessibleInterface(control)
    assert interface.text(QAccessible.Text.Description) == SHOWN[name].meaning


@EVERY
def test_the_screen_has_the_label_and_the_symbol(name: str, qtbot: QtBot) -> None:
    knob, _ = knob_of(name, qtbot)
    texts = [label.text() for label in knob.findChildren(QLabel)]
    texts += [tick.text() for tick in knob.findChildren(QCheckBox)]
    (text,) = texts
    assert text.startswith(SHOWN[name].label)
    assert text.endswith(SHOWN[name].symbol)


@pytest.mark.parametrize(
    ("text", "value"), [("1e-10", 1e-10), ("0.001", 0.001), ("2.5e-3", 0.0025)]
)
def test_a_tiny_number_is_typed_and_shown_with_a_power_of_ten(
    text: str, value: float, qtbot: QtBot
) -> None:
    knob, given = knob_of("epsilon", qtbot)
    typed(knob, text, qtbot)
    assert given == [("epsilon", value)]
    assert float(box(knob).text()) == value
    knob.show_value(1e-8)
    assert box(knob).text() == "1e-08"


def test_on_another_terrain_the_slider_reaches_elsewhere_and_steps_there(qtbot: QtBot) -> None:
    knob = Knob(mountain.PARAMETERS["learning_rate"])
    qtbot.addWidget(knob)
    real = mountain.terrain_named("jacksboro_fault")
    rate = mountain.plan_on(real).learning_rate
    knob.show_parameter(mountain.parameter_on(real, "learning_rate"))
    knob.show_value(rate)
    slider = knob.findChild(QSlider)
    assert slider.minimum() < slider.value() < slider.maximum()
    with qtbot.waitSignal(knob.changed) as told:
        slider.setValue(slider.value() + 1)
    assert rate < told.args[1] < 1.5 * rate
    with qtbot.waitSignal(knob.changed) as told:
        box(knob).stepBy(-1)
    assert told.args[1] == pytest.approx(rate, rel=0.05)
    knob.show_parameter(mountain.PARAMETERS["learning_rate"])
    knob.show_value(0.02)
    assert detents_of(knob.parameter)[slider.value()] == pytest.approx(0.02, rel=0.1)
