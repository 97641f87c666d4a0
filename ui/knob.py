"""Knobs: one control for one setting, made from its declaration."""

from __future__ import annotations

import bisect
import math
import re

from PySide6.QtCore import QEvent, QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QWidget,
)

from mountain import Parameter, Value
from ui.theme import GRID

_DETENTS = 160
#: With more than these, a number is written with a power of ten.
_MOST_DECIMALS = 6


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


class NumberBox(QDoubleSpinBox):
    """A box for a number, which steps as its slider does and shows infinity as a word."""

    def __init__(self, parameter: Parameter, detents: tuple[float, ...]) -> None:
        super().__init__()
        self._parameter, self._detents = parameter, detents
        whole = isinstance(parameter.default, int)
        self.setLocale(QLocale.c())
        self.setDecimals(0 if whole else parameter.decimals)
        smallest = 0.0 if whole else 10.0**-parameter.decimals
        low = parameter.minimum if math.isfinite(parameter.minimum) else -1e9
        high = parameter.maximum if math.isfinite(parameter.maximum) else 1e9
        self.setRange(low + smallest if parameter.above else low, high)
        self.setKeyboardTracking(False)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        # Figures are as wide as each other: of many numbers few lengths are left.
        texts = (self.textFromValue(each) + self._suffix(each) for each in detents)
        self._lengths = {re.sub(r"\d", "0", text) for text in texts}
        self.show_number(float(parameter.default))

    def changeEvent(self, event: QEvent) -> None:
        """Be as wide as the longest number of the slider in the present font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            metrics = self.fontMetrics()
            longest = max(metrics.horizontalAdvance(text) for text in self._lengths)
            self.setFixedWidth(max(15 * GRID, longest + 2 * GRID))

    def show_number(self, number: float) -> None:
        """Show a number; infinity stands at the end of the range, as a word."""
        self.setSuffix(self._suffix(number))
        self.setValue(min(number, self.maximum()))

    def number(self) -> float:
        """Return the number shown."""
        endless = self._parameter.endless and self.value() >= self.maximum()
        return math.inf if endless else self.value()

    def textFromValue(self, value: float) -> str:
        """Write a number; the end of an endless range is a word."""
        if self._parameter.endless and value >= self.maximum():
            return "endless"
        if self._parameter.decimals > _MOST_DECIMALS:
            return f"{value:.3g}"
        return super().textFromValue(value)

    def valueFromText(self, text: str) -> float:
        """Read a number, also one with a power of ten."""
        try:
            return float(text.removesuffix(self.suffix()))
        except ValueError:
            return super().valueFromText(text)

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """Let a power of ten be typed where a number has many decimals."""
        written = re.fullmatch(r"[0-9.]+(e(-?[0-9]*)?)?", text)
        if self._parameter.decimals > _MOST_DECIMALS and written:
            return QValidator.State.Acceptable, text, place
        return super().validate(text, place)

    def _suffix(self, number: float) -> str:
        unit = self._parameter.unit
        if not unit or not math.isfinite(number):
            return ""
        return f" {unit[:-1] if number == 1 and unit.endswith('s') else unit}"

    def stepBy(self, steps: int) -> None:
        """Go to the next value of the slider."""
        if steps > 0:
            index = bisect.bisect_right(self._detents, self.value() * (1 + 1e-9)) + steps - 1
        else:
            index = bisect.bisect_left(self._detents, self.value() * (1 - 1e-9)) + steps
        self.show_number(self._detents[min(max(index, 0), len(self._detents) - 1)])


class Knob(QWidget):
    """A label, and a slider with a number box, a list or a tick for one setting.

    Signals
    -------
    changed : (str, object)
        The setting's name and the value that a person gave it.
    """

    changed = Signal(str, object)

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
            with QSignalBlocker(self._box), QSignalBlocker(self._slider):
                self._slider.setValue(self._nearest(number))
                self._box.show_number(number)

    def _label(self) -> QLabel:
        symbol = f"  {self.parameter.symbol}" if self.parameter.symbol else ""
        label = QLabel(self.parameter.label + symbol)
        label.setToolTip(self.parameter.meaning)
        return label

    def _introduce(self, control: QWidget, name: str) -> None:
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
        self._slider.valueChanged.connect(lambda index: self._emit(self._detents[index]))
        self._box.valueChanged.connect(lambda _: self._emit(self._box.number()))
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

    def _emit(self, value: float) -> None:
        whole = isinstance(self.parameter.default, int)
        self.changed.emit(self.parameter.name, round(value) if whole else float(value))
