"""The page of the cost: the data that the mountain is made of, where the hiker stands."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

import mountain
from ui.desk import Page
from ui.digit_strip import DigitStrip, StripView
from ui.line_plot import LinePlot, LineView
from ui.network_picture import NetworkPicture, NetworkView
from ui.theme import GRID, Theme


class _Lines(QWidget):
    """Points and a line, with the numbers of the line."""

    def __init__(self) -> None:
        super().__init__()
        self.plot = LinePlot()
        self.load = QPushButton("Load x, y from a CSV …")
        self.load.setObjectName("load_samples")
        self.fresh = QPushButton("Other points")
        self.fresh.setObjectName("fresh_samples")
        self._line, self._cost = QLabel(), QLabel()
        self._line.setObjectName("line")
        self._cost.setObjectName("mean_squared_error")
        self._cost.setProperty("text_size", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self._line)
        column.addWidget(self._cost)
        column.addWidget(self.plot, 1)
        row = QHBoxLayout()
        row.addWidget(self.load)
        row.addWidget(self.fresh)
        column.addLayout(row)

    def show_line(self, view: LineView, cost: float) -> None:
        slope, intercept = (f"{each:.2f}".replace("-", "−") for each in view.line)
        sign = "" if intercept.startswith("−") else "+ "
        intercept = intercept.replace("−", "− ")
        self._line.setText(f"y  =  {slope} x  {sign}{intercept}")
        self._cost.setText(f"Cost {cost:.3g}: the mean of the squared errors, drawn upright")
        self.plot.show_line(view)


class _Classifier(QWidget):
    """The network, ten digits, and the words that it is told in."""

    worded = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.hard = QPushButton("Hard ones")
        self.hard.setObjectName("hard_digits")
        self.hard.setToolTip("Ten digits that the trained network finds hard.")
        self.hard.setCheckable(True)
        self.network, self.strip = NetworkPicture(self.hard), DigitStrip()
        self._text = QLabel()
        self._text.setObjectName("introduction")
        self._text.setWordWrap(True)
        self._text.setProperty("text_size", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.strip)
        column.addWidget(self.network)
        column.addLayout(self._words())
        column.addWidget(self._text)
        column.addStretch(1)

    def _words(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GRID // 2)
        group = QButtonGroup(self)
        for each in mountain.introductions():
            button = QPushButton(each.title)
            button.setObjectName(f"word_{each.name}")
            button.setProperty("preset", True)
            button.setCheckable(True)
            button.clicked.connect(lambda _, word=each: self._say(word))
            group.addButton(button)
            row.addWidget(button)
        group.buttons()[0].setChecked(True)
        self._say(mountain.introductions()[0])
        return row

    def _say(self, word: mountain.Introduction) -> None:
        self._text.setText(word.text)
        self.network.show_word(word.name)


class CostPage(Page):
    """What the mountain is made of: points and a line, or a network and digits; else where to go.

    Signals
    -------
    terrain_wanted : str
        A mountain that is made of data.
    dragged : (int, float, float)
        Which point is being moved, and where to.
    load_wanted, fresh_wanted
        Points from a file; other points.
    digit_chosen : int
        Which of the ten digits is to be looked at closely.
    hard_wanted : bool
        Whether the digits are to be hard ones.
    """

    heading = "Cost"
    terrain_wanted = Signal(str)
    dragged = Signal(int, float, float)
    load_wanted = Signal()
    fresh_wanted = Signal()
    digit_chosen = Signal(int)
    hard_wanted = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("cost")
        self._lines, self._classifier = _Lines(), _Classifier()
        self._elsewhere = QWidget()
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, GRID, 0)
        for each in (self._elsewhere, self._lines, self._classifier):
            self._stack.addWidget(each)
        self._fill_elsewhere()
        self._lines.plot.dragged.connect(self.dragged)
        self._lines.load.clicked.connect(self.load_wanted)
        self._lines.fresh.clicked.connect(self.fresh_wanted)
        self._classifier.strip.chosen.connect(self.digit_chosen)
        self._classifier.hard.toggled.connect(self.hard_wanted)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        for view in (self._lines.plot, self._classifier.network, self._classifier.strip):
            view.show_theme(theme)

    def show_line(self, view: LineView, cost: float) -> None:
        """Show points, and the line that the hiker stands for."""
        self._stack.setCurrentWidget(self._lines)
        self._lines.show_line(view, cost)

    def show_network(self, network: NetworkView, strip: StripView) -> None:
        """Show the network that the hiker stands for, reading digits."""
        self._stack.setCurrentWidget(self._classifier)
        self._classifier.network.show_network(network)
        self._classifier.strip.show_digits(strip)

    def show_elsewhere(self) -> None:
        """Say that this mountain is not made of data, and which are."""
        self._stack.setCurrentWidget(self._elsewhere)

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
