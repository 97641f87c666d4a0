"""Number boxes: a number that is typed, or stepped through like its slider."""

from __future__ import annotations

import bisect
import math
import re

from PySide6.QtCore import Property, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox

from mountain import Parameter, SettingError
from ui.theme import GRID

#: With more than these, a number is written with a power of ten.
_MOST_DECIMALS = 6
#: From here on too; it is more than any whole number that a setting can be.
_HUGE = 1e16
_ENDLESS = "endless"


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
        self._number = float(parameter.default)
        # A click may take the keyboard, the wheel may not.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setKeyboardTracking(False)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.editingFinished.connect(self._take)
        self.show_parameter(parameter, detents)

    def show_parameter(self, parameter: Parameter, detents: tuple[float, ...]) -> None:
        """Take numbers of a setting, and step through others."""
        self._parameter, self._detents = parameter, detents
        # Figures are as wide as each other: of many numbers few lengths are left.
        self._lengths = {re.sub(r"\d", "0", self._written(each)) for each in detents}
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
        if bare and bare.lower() == self._parameter.zero:
            return "0"
        return bare if "." in bare else bare.replace(",", ".")

    def _written(self, number: float) -> str:
        if math.isinf(number):
            return _ENDLESS
        if number == 0 and self._parameter.zero:
            return self._parameter.zero
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
