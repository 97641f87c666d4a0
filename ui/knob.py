"""Knobs: one control for one setting, made from its declaration."""

from __future__ import annotations

import bisect
import math
import re

from PySide6.QtCore import Property, QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QWidget,
)

from mountain import Parameter, SettingError, Value
from ui.theme import GRID

_DETENTS = 160
#: With more than these, a number is written with a power of ten.
_MOST_DECIMALS = 6
#: From here on too; it is more than any whole number that a setting can be.
_HUGE = 1e16
_ENDLESS = "endless"


def detents_of(parameter: Parameter) -> tuple[float, ...]:
    """Return the values that a setting's slider stops at, rising; round numbers all."""
    low, high = parameter.low, parameter.high
    shares = [index / _DETENTS for index in range(_DETENTS + 1)]
    if isinstance(parameter.default, int):
        values = {round(_between(low, high, share, parameter.logarithmic)) for share in shares}
        return tuple(float(value) for value in sorted(values))
    values_rounded = set()
    for share in shares:
        value = _between(low, high, share, parameter.logarithmic)
        if parameter.logarithmic:
            value = float(f"{value:.2g}")
        values_rounded.add(round(value, parameter.decimals))
    end = (math.inf,) if parameter.endless else ()
    return (*sorted(value for value in values_rounded if value > 0 or low <= 0), *end)


def _between(low: float, high: float, share: float, logarithmic: bool) -> float:
    return low * (high / low) ** share if logarithmic else low + (high - low) * share


class NumberBox(QAbstractSpinBox):
    """A box for a number, which steps as its slider does and shows infinity as a word.

    Anything can be typed. What is typed counts on Return, or when the keyboard leaves the box.

    Signals
    -------
    given : int or float
        The number that a person typed or stepped to.
    refused : str
        Why the setting cannot be what was typed, in one line.
    done
        Return was pressed: the keyboard is wanted elsewhere.
    """

    given = Signal(object)
    refused = Signal(str)
    done = Signal()

    def __init__(self, parameter: Parameter, detents: tuple[float, ...]) -> None:
        super().__init__()
        self._parameter, self._detents = parameter, detents
        self._number = float(parameter.default)
        # A click may take the keyboard, the wheel may not.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setKeyboardTracking(False)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        # Figures are as wide as each other: of many numbers few lengths are left.
        self._lengths = {re.sub(r"\d", "0", self._written(each)) for each in detents}
        self.editingFinished.connect(self._take)
        self.show_number(self._number)

    def changeEvent(self, event: QEvent) -> None:
        """Be wide enough in the present font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give the keyboard away after Return."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done.emit()

    def show_number(self, number: float) -> None:
        """Show a number, instead of what is being typed too."""
        self._number = number
        self.lineEdit().setText(self._written(number))
        self._fit()

    def number(self) -> float:
        """Return the number in force."""
        return self._number

    #: What a screen reader reads.
    value = Property(float, number)

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        """Let the arrow keys step both ways."""
        flags = QAbstractSpinBox.StepEnabledFlag
        return flags.StepUpEnabled | flags.StepDownEnabled

    def stepBy(self, steps: int) -> None:
        """Go to the next value of the slider."""
        if steps > 0:
            index = bisect.bisect_right(self._detents, self._number * (1 + 1e-9)) + steps - 1
        else:
            index = bisect.bisect_left(self._detents, self._number * (1 - 1e-9)) + steps
        number = self._detents[min(max(index, 0), len(self._detents) - 1)]
        if number != self._number:
            self.show_number(number)
            whole = isinstance(self._parameter.default, int)
            self.given.emit(round(number) if whole else number)

    def _take(self) -> None:
        """Give the number that was typed, or go back to the one in force and say why."""
        text, parameter = self.text(), self._parameter
        if text == self._written(self._number):
            return
        self.show_number(self._number)
        try:
            number = parameter.read(self._bare(text))
        except SettingError as error:
            self.refused.emit(parameter.label + str(error).removeprefix(parameter.name))
            return
        self.show_number(float(number))
        self.given.emit(number)

    def _bare(self, text: str) -> str:
        """Return what was typed without its unit, with a decimal point and infinity as a number."""
        unit = self._parameter.unit
        bare = text.strip().removesuffix(unit).removesuffix(unit.removesuffix("s")).strip()
        if bare == _ENDLESS:
            return "inf"
        return bare if "." in bare else bare.replace(",", ".")

    def _written(self, number: float) -> str:
        if math.isinf(number):
            return _ENDLESS
        unit = self._parameter.unit
        unit = unit.removesuffix("s") if number == 1 else unit
        return f"{self._figures(number)} {unit}".strip()

    def _figures(self, number: float) -> str:
        decimals = 0 if isinstance(self._parameter.default, int) else self._parameter.decimals
        plain = f"{number:.{decimals}f}"
        # What was typed is shown as it is, also where the slider has fewer decimals.
        exact = decimals <= _MOST_DECIMALS and float(plain) == number
        return plain if exact and abs(number) < _HUGE else f"{number:.6g}"

    def _fit(self) -> None:
        """Be as wide as the longest number of the slider, or as the one shown if it is longer."""
        texts = (*self._lengths, self.text())
        longest = max(self.fontMetrics().horizontalAdvance(text) for text in texts)
        self.setFixedWidth(max(7 * self.fontMetrics().height(), longest + 2 * GRID))


class Knob(QWidget):
    """A label, and a slider with a number box, a list or a tick for one setting.

    Signals
    -------
    changed : (str, object)
        The setting's name and the value that a person gave it.
    refused : str
        Why the setting cannot be what was typed, in one line.
    done
        A number was typed to its end: the keyboard is wanted elsewhere.
    """

    changed = Signal(str, object)
    refused = Signal(str)
    done = Signal()

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parameter = parameter
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(GRID)
        self._layout.setVerticalSpacing(2)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if isinstance(parameter.default, bool):
            self._make_tick()
        elif parameter.choices:
            self._make_list()
        else:
            self._make_slider()

    def show_value(self, value: Value) -> None:
        """Show a value, without telling anybody that it changed."""
        if isinstance(self.parameter.default, bool):
            with QSignalBlocker(self._tick):
                self._tick.setChecked(bool(value))
        elif self.parameter.choices:
            with QSignalBlocker(self._list):
                self._list.setCurrentIndex(self._list.findData(value))
        else:
            number = float(value)
            self._in_force = number
            self._box.show_number(number)
            with QSignalBlocker(self._slider):
                self._slider.setValue(self._nearest(number))

    def _label(self) -> QLabel:
        symbol = f"  {self.parameter.symbol}" if self.parameter.symbol else ""
        label = QLabel(self.parameter.label + symbol)
        label.setToolTip(self.parameter.meaning)
        return label

    def _introduce(self, control: QWidget, name: str) -> None:
        # A click leaves the keyboard where it was, but a number is typed where it was clicked.
        if not isinstance(control, NumberBox):
            control.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        control.setObjectName(name)
        control.setAccessibleName(self.parameter.label)
        control.setAccessibleDescription(self.parameter.meaning)
        control.setToolTip(self.parameter.meaning)

    def _make_tick(self) -> None:
        self._tick = QCheckBox(self.parameter.label)
        self._introduce(self._tick, self.parameter.name)
        self._tick.toggled.connect(lambda on: self.changed.emit(self.parameter.name, on))
        self._layout.addWidget(self._tick, 0, 0, 1, 2)

    def _make_list(self) -> None:
        self._list = QComboBox()
        self._introduce(self._list, self.parameter.name)
        for value, words in self.parameter.choices.items():
            self._list.addItem(words, value)
        self._list.currentIndexChanged.connect(
            lambda _: self.changed.emit(self.parameter.name, self._list.currentData())
        )
        label = self._label()
        label.setBuddy(self._list)
        self._layout.addWidget(label, 0, 0)
        self._layout.addWidget(self._list, 0, 1)
        self._layout.setColumnStretch(0, 1)

    def _make_slider(self) -> None:
        self._detents = detents_of(self.parameter)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, len(self._detents) - 1)
        self._slider.setPageStep(10)
        self._introduce(self._slider, self.parameter.name)
        self._box = NumberBox(self.parameter, self._detents)
        self._introduce(self._box, f"{self.parameter.name}_box")
        self._in_force = float(self.parameter.default)
        self._slider.valueChanged.connect(self._slide)
        self._box.given.connect(self._give)
        self._box.refused.connect(self.refused)
        self._box.done.connect(self.done)
        label = self._label()
        label.setBuddy(self._slider)
        self._layout.addWidget(label, 0, 0)
        self._layout.addWidget(self._box, 0, 1)
        self._layout.addWidget(self._slider, 1, 0, 1, 2)
        self._layout.setColumnStretch(0, 1)

    def _nearest(self, value: float) -> int:
        index = min(bisect.bisect_left(self._detents, value), len(self._detents) - 1)
        before = max(index - 1, 0)
        nearer = value - self._detents[before] < self._detents[index] - value
        return before if nearer else index

    def _slide(self, place: int) -> None:
        value = self._detents[place]
        self._give(round(value) if isinstance(self.parameter.default, int) else value)

    def _give(self, value: float) -> None:
        """Tell the value; whoever takes it shows it again, and else the old one stays in force."""
        before = self._in_force
        self.changed.emit(self.parameter.name, value)
        if self._in_force == before != value:
            self.show_value(before)
