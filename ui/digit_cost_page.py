"""The third exercise: what a digit costs, from ten numbers said and ten that should be said."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

import mountain
from mountain import CostError
from ui.answer import Answer
from ui.network_picture import digit_image
from ui.theme import DUSK, GRID, Theme

_ASKED = (
    "Square the differences of what it said and should say, and add them up. Others can be pasted."
)


class _DigitPicture(QWidget):
    """One digit, large."""

    def __init__(self) -> None:
        super().__init__()
        self._theme = DUSK
        self._image: np.ndarray | None = None
        self.setAccessibleName("The digit")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self.updateGeometry()

    def show_image(self, image: np.ndarray | None) -> None:
        """Show a digit, or none."""
        self._image = image
        self.update()

    def sizeHint(self) -> QSize:
        """Return eight pixels a side, each of half a line."""
        side = 6 * self._theme.normal
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it, ink on paper."""
        if self._image is not None:
            painter = QPainter(self)
            box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawImage(box, digit_image(self._image))
            painter.setPen(QPen(QColor(self._theme.line), 1))
            painter.drawRect(box)


class DigitCostPage(QWidget):
    """A digit, what the trained network says of it, what it should say, and a box for the cost."""

    def __init__(self) -> None:
        super().__init__()
        self._place, self._hard = 0, False
        self._picture = _DigitPicture()
        self._told, self._asked = QLabel(), QLabel(_ASKED)
        self._told.setObjectName("digit_told")
        for label in (self._told, self._asked):
            label.setWordWrap(True)
            label.setProperty("text_size", "small")
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._said = Answer("digit_said", "It said", "Ten numbers said", above=True)
        self._should = Answer("digit_should", "It should say", "Ten that it should say", above=True)
        self._cost = Answer("digit_cost", "cost =", "The sum of the squares of them", apart=True)
        self._kind = QPushButton("Hard ones")
        self._kind.setObjectName("hard_costs")
        self._kind.setToolTip("Ask about digits that the trained network finds hard.")
        self._kind.setCheckable(True)
        self._other = QPushButton("Next digit")
        self._other.setObjectName("next_digit")
        self._other.setToolTip("Ask about another digit.")
        self._check_button = QPushButton("Check")
        self._check_button.setObjectName("check_cost")
        self._check_button.setToolTip("Compare your cost with the sum of the squares.")
        self._arrange()
        self._kind.toggled.connect(self._begin)
        self._other.clicked.connect(self._next)
        self._check_button.clicked.connect(self._check)
        self._cost.given.connect(self._check)
        for answer in (self._said, self._should):
            answer.edited.connect(self._forget)
        self._show()

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        # What is told of one digit takes as much room as of another.
        self._told.setFixedHeight(2 * QFontMetrics(theme.font(theme.small)).lineSpacing())
        for view in (self._picture, self._said, self._should, self._cost):
            view.show_theme(theme)

    def _begin(self, hard: bool) -> None:
        self._hard = hard
        self._show()

    def _next(self) -> None:
        self._place = (self._place + 1) % 10
        self._show()

    def _show(self) -> None:
        """Show a digit, and what the trained network says of it."""
        places = mountain.hard_digits() if self._hard else mountain.easy_digits()
        digit = mountain.unseen_digits().chosen(places[self._place : self._place + 1])
        said = mountain.digit_network().outputs(digit.ink)[0]
        label = int(digit.labels[0])
        guess = int(said.argmax())
        wrong = "" if guess == label else ", and is wrong"
        self._said.show_text(" ".join(f"{each:.2f}" for each in said))
        self._should.show_text("   ".join(f"{each:g}" for each in mountain.one_hot(label)))
        self._cost.show_text("")
        self._picture.show_image(digit.images[0])
        self._told.setText(f"A {label}. The network takes it for a {guess}{wrong}.")

    def _forget(self) -> None:
        """Say nothing of numbers that are no more, nor of the digit that they were of."""
        self._cost.said.show_nothing()
        self._picture.show_image(None)
        self._told.setText("Numbers of your own.")

    def _check(self) -> None:
        try:
            said, should = (mountain.numbers_in(each.text) for each in (self._said, self._should))
            cost = mountain.numbers_in(self._cost.text, alone=True)
            if len(cost) != 1:
                raise CostError("type one number for the cost, as 1.25")
            verdict = mountain.check_cost(said, should, cost[0])
        except CostError as error:
            problem = str(error)
            self._cost.show_verdict(f"{problem[:1].upper()}{problem[1:]}.", right=False)
        else:
            self._cost.show_verdict(verdict.sentence, right=verdict.is_right)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        row = QHBoxLayout()
        row.addWidget(self._picture)
        beside = QVBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self._told)
        beside.addWidget(self._asked, 1)
        row.addLayout(beside, 1)
        column.addLayout(row)
        for answer in (self._said, self._should, self._cost):
            column.addWidget(answer)
        row = QHBoxLayout()
        for button in (self._check_button, self._other, self._kind):
            row.addWidget(button)
        column.addLayout(row)
        # Below all that is pressed, so that nothing moves when something is said.
        column.addWidget(self._cost.said)
        column.addStretch(1)
