"""The page of the cost: the data that the mountain is made of, where the hiker stands."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

import mountain
from ui.desk import Page
from ui.digit_strip import DigitStrip, StripView
from ui.knob import Knob
from ui.line_plot import LinePlot, LineView
from ui.network_picture import NetworkPicture, NetworkView
from ui.theme import GRID, Theme


class _Lines(QWidget):
    """Points and a line, with the numbers of the line."""

    def __init__(self) -> None:
        super().__init__()
        self.plot = LinePlot()
        self.load = QPushButton("Load points …")
        self.load.setObjectName("load_samples")
        self.load.setToolTip("Take the points from a CSV with the columns x and y.")
        self.fresh = QPushButton("Other points")
        self.fresh.setObjectName("fresh_samples")
        self.fresh.setToolTip("Draw other points at random, and go to their mountain.")
        self.batch = Knob(mountain.PARAMETERS["batch"])
        self._line, self._cost = QLabel(), QLabel()
        self._line.setObjectName("line")
        self._cost.setObjectName("mean_squared_error")
        self._cost.setProperty("text_size", "small")
        self._cost.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self._line)
        column.addWidget(self._cost)
        column.addWidget(self.plot, 1)
        column.addWidget(self.batch)
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
        self.batch.show_value(view.batch)
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
        self.turned = QPushButton("Turn map")
        self.turned.setObjectName("other_directions")
        self.turned.setToolTip("Walk along two other random directions through the weights.")
        self.network = NetworkPicture(self.turned, self.hard)
        self.strip = DigitStrip()
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

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        for view in (self.network, self.strip):
            view.show_theme(theme)
        measure = QFontMetrics(theme.font(theme.normal)).horizontalAdvance
        for button in self._buttons.values():
            # A button would rather be wider than five of them can be.
            button.setMinimumWidth(measure(button.text()) + GRID + 2)

    def _words(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GRID // 2)
        self._buttons: dict[str, QToolButton] = {}
        for each in mountain.introductions():
            button = QToolButton()
            button.setText(each.title)
            button.setObjectName(f"word_{each.name}")
            button.setToolTip(f"What the word means, and where it is in the picture: {each.title}.")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
            button.setProperty("preset", True)
            button.setCheckable(True)
            button.clicked.connect(lambda _, word=each: self._say(word))
            self._buttons[each.name] = button
            row.addWidget(button)
        self._say(mountain.introductions()[0])
        return row

    def _say(self, word: mountain.Introduction) -> None:
        for name, button in self._buttons.items():
            button.setChecked(name == word.name)
        self._text.setText(word.text)
        self.network.show_word(word.name)


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
        Which point is being moved, and where to.
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
    load_wanted = Signal()
    fresh_wanted = Signal()
    digit_chosen = Signal(int)
    directions_wanted = Signal()
    hard_wanted = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("cost")
        self._lines, self._classifier = _Lines(), _Classifier()
        self._elsewhere = QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, GRID, 0)
        for each in self._sheets:
            column.addWidget(each)
        self._fill_elsewhere()
        self.show_elsewhere()
        self._lines.plot.dragged.connect(self.dragged)
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
        self._lines.plot.show_theme(theme)
        self._classifier.show_theme(theme)

    def show_line(self, view: LineView, cost: float) -> None:
        """Show points, and the line that the hiker stands for."""
        self._turn_to(self._lines)
        self._lines.show_line(view, cost)

    def show_network(self, network: NetworkView, strip: StripView) -> None:
        """Show the network that the hiker stands for, reading digits."""
        self._turn_to(self._classifier)
        self._classifier.network.show_network(network)
        self._classifier.strip.show_digits(strip)

    def show_elsewhere(self) -> None:
        """Say that this mountain is not made of data, and which are."""
        self._turn_to(self._elsewhere)

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
