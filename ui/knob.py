"""Knobs: one control for one setting, made from its declaration."""

from __future__ import annotations

import bisect
import math

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QWidget,
)

from mountain import Parameter, Value
from ui.number_box import NumberBox
from ui.theme import GRID

_DETENTS = 160


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


class Knob(QWidget):
    """A label, and a slider with a number box, a list or a tick for one setting.

    Parameters
    ----------
    parameter : Parameter
        The setting.
    parent : QWidget or None
        What it stands in.
    in_a_row : bool
        Whether the slider stands between the label and its box instead of below.

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

    def __init__(
        self, parameter: Parameter, parent: QWidget | None = None, *, in_a_row: bool = False
    ) -> None:
        super().__init__(parent)
        self.parameter = parameter
        self._in_a_row = in_a_row
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

    def show_parameter(self, parameter: Parameter) -> None:
        """Have the slider of a setting that is the same one, but reaches elsewhere."""
        if parameter == self.parameter:
            return
        self.parameter = parameter
        self._detents = detents_of(parameter)
        self._box.show_parameter(parameter, self._detents)
        with QSignalBlocker(self._slider):
            self._slider.setRange(0, len(self._detents) - 1)
            self._slider.setValue(self._nearest(self._in_force))

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
        if self._in_a_row:
            self._layout.addWidget(self._slider, 0, 1)
            self._layout.addWidget(self._box, 0, 2)
            self._layout.setColumnStretch(1, 1)
        else:
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
