"""The regression's sheet on the page of the cost: points, a line, and its numbers."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

import mountain
from mountain import figures
from ui.knob import Knob
from ui.line_plot import LinePlot, LineView
from ui.theme import GRID, Theme

_LOAD, _READING = "Load CSV …", "Reading …"


class LineSheet(QWidget):
    """Points and a line, with the numbers of the line."""

    def __init__(self) -> None:
        super().__init__()
        self.plot = LinePlot()
        self.load = QPushButton(_LOAD)
        self.load.setObjectName("load_samples")
        self.load.setToolTip("Take the points from a CSV with two columns, x and y.")
        self.fresh = QPushButton("Other points")
        self.fresh.setObjectName("fresh_samples")
        self.fresh.setToolTip("Draw other points at random, and go to their mountain.")
        self.batch = Knob(mountain.PARAMETERS["batch"], in_a_row=True)
        self._line, self._cost, self._units = QLabel(), QLabel(), QLabel()
        self._line.setObjectName("line")
        self._cost.setObjectName("mean_squared_error")
        self._cost.setToolTip("The mean of the squared errors, which are drawn upright.")
        self._units.setObjectName("units")
        self._units.setProperty("text_size", "small")
        self._units.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addLayout(_row(self._line, self._cost))
        column.addWidget(self._units)
        column.addWidget(self.plot, 1)
        column.addWidget(self.batch)
        column.addLayout(_row(self.load, self.fresh))

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._line.setFont(theme.font(theme.normal, bold=True))
        self.plot.show_theme(theme)

    def show_line(self, view: LineView, cost: float, units: mountain.Units) -> None:
        """Show points and a line in their own units, and say what the map counts in."""
        self._line.setText(mountain.line_text(view.line, view.samples))
        self._cost.setText(f"cost {figures(cost)}")
        drawn = self.plot.drawn_every(len(view.samples))
        thinned = f" 1 in {drawn} of {len(view.samples):,} points is drawn." if drawn > 1 else ""
        self._units.setText(_told_units(units) + thinned)
        self.batch.show_value(view.batch)
        self.plot.show_line(view)

    def show_reading(self, reading: bool) -> None:
        """Say that a file is being read, until it is."""
        self.load.setText(_READING if reading else _LOAD)


def _told_units(units: mountain.Units) -> str:
    """Say what the sides of the map are, and in what they are counted."""
    sides = "Map: slope to the east, intercept to the north"
    if units.are_own:
        return f"{sides}."
    across, up = map(figures, units.size)
    return f"{sides}, in standard units: 1 is {across} in x, {up} in y."


def _row(*widgets: QWidget) -> QHBoxLayout:
    """Put widgets beside each other, the last one at the right edge."""
    row = QHBoxLayout()
    row.setSpacing(GRID)
    for each in widgets:
        row.addWidget(each, 0 if each is widgets[-1] and isinstance(each, QLabel) else 1)
    return row
