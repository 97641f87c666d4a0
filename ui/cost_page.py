"""The page of the cost: the data that the mountain is made of, where the hiker stands."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

import mountain
from ui.classifier_sheet import ClassifierSheet
from ui.desk import Page
from ui.digit_strip import StripView
from ui.line_plot import LineView
from ui.line_sheet import LineSheet
from ui.network_picture import NetworkView
from ui.theme import GRID, Theme


class CostPage(Page):
    """What the mountain is made of: points and a line, or a network and digits; else where to go.

    Signals
    -------
    terrain_wanted : str
        A mountain that is made of data.
    setting_changed : (str, object)
        A setting's name and its value.
    setting_refused : str
        Why a setting cannot be what was typed, in one line.
    dragged : (int, float, float)
        Which point is being moved, and where to, in its own units.
    dropped
        The point is where it is to stay.
    load_wanted, fresh_wanted
        Points from a file; other points.
    digit_chosen : int
        Which of the ten digits is to be looked at closely.
    directions_wanted
        Two other directions through the network's weights.
    hard_wanted : bool
        Whether the digits are to be hard ones.
    """

    heading = "Cost"
    meaning = "What the height is when the mountain is made of data."
    terrain_wanted = Signal(str)
    setting_changed = Signal(str, object)
    setting_refused = Signal(str)
    dragged = Signal(int, float, float)
    dropped = Signal()
    load_wanted = Signal()
    fresh_wanted = Signal()
    digit_chosen = Signal(int)
    directions_wanted = Signal()
    hard_wanted = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("cost")
        self._lines, self._classifier = LineSheet(), ClassifierSheet()
        self._elsewhere = QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for each in self._sheets:
            column.addWidget(each)
        self._fill_elsewhere()
        self.show_elsewhere()
        self._lines.plot.dragged.connect(self.dragged)
        self._lines.plot.dropped.connect(self.dropped)
        self._lines.batch.changed.connect(self.setting_changed)
        self._lines.batch.refused.connect(self.setting_refused)
        self._lines.load.clicked.connect(self.load_wanted)
        self._lines.fresh.clicked.connect(self.fresh_wanted)
        self._classifier.strip.chosen.connect(self.digit_chosen)
        self._classifier.turned.clicked.connect(self.directions_wanted)
        self._classifier.hard.toggled.connect(self.hard_wanted)

    @property
    def _sheets(self) -> tuple[QWidget, ...]:
        return self._elsewhere, self._lines, self._classifier

    def _turn_to(self, sheet: QWidget) -> None:
        """Show one of three; those out of sight take no room."""
        for each in self._sheets:
            each.setHidden(each is not sheet)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._lines.show_theme(theme)
        self._classifier.show_theme(theme)

    def show_line(self, view: LineView, cost: float, units: mountain.Units) -> None:
        """Show points, and the line that the hiker stands for; what the map counts in beside."""
        self._turn_to(self._lines)
        self._lines.show_line(view, cost, units)

    def show_network(
        self, network: NetworkView, strip: StripView, limit: float | None = None
    ) -> None:
        """Show the network that the hiker stands for, reading digits; and η·k's limit at home."""
        self._turn_to(self._classifier)
        self._classifier.show_network(network, strip, limit)

    def show_elsewhere(self) -> None:
        """Say that this mountain is not made of data, and which are."""
        self._turn_to(self._elsewhere)

    def show_waiting(self, *, reading: bool = False, turning: bool = False) -> None:
        """Say on its button what is being done, until it is not."""
        self._lines.show_reading(reading)
        self._classifier.show_turning(turning)

    def _fill_elsewhere(self) -> None:
        column = QVBoxLayout(self._elsewhere)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        told = QLabel(
            "What gradient descent is really for: the height is a cost, which tells how wrong "
            "a guess is. Walk downhill, and the guess gets better."
        )
        told.setWordWrap(True)
        column.addWidget(told)
        for name in ("regression", "digits"):
            terrain = mountain.terrain_named(name)
            button = QPushButton(terrain.title)
            button.setObjectName(f"go_to_{name}")
            button.setToolTip(terrain.caption)
            button.clicked.connect(lambda _, name=name: self.terrain_wanted.emit(name))
            column.addWidget(button)
        column.addStretch(1)
