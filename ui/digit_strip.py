"""Ten digits, and what the network makes of each where the hiker stands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.network_picture import digit_image
from ui.theme import DUSK, Theme

_ACROSS = 10
#: With smaller texts the window has no room for each digit's cost.
_LEAST_TEXT = 15


@dataclass(frozen=True, eq=False)
class StripView:
    """What the strip shows.

    Attributes
    ----------
    images : array of uint8, shape (10, 8, 8)
        The digits.
    labels, guesses : tuple of int, length 10
        What each is, and what the network takes it for.
    costs : tuple of float, length 10
        What each costs.
    chosen : int
        Which is looked at closely.
    """

    images: np.ndarray
    labels: tuple[int, ...]
    guesses: tuple[int, ...]
    costs: tuple[float, ...]
    chosen: int = 0


class DigitStrip(QWidget):
    """A row of digits, each with what the network takes it for.

    Signals
    -------
    chosen : int
        The place of the digit that was clicked.
    """

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("digits")
        self.setAccessibleName("Ten digits")
        self.setToolTip("What the network takes each digit for. Click one to look closer.")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._theme = DUSK
        self._view: StripView | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_digits(self, view: StripView) -> None:
        """Show ten digits."""
        self._view = view
        right = sum(each == guess for each, guess in zip(view.labels, view.guesses, strict=True))
        self.setAccessibleDescription(f"{right} of {len(view.labels)} are read rightly")
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for one row, and the lines of text below."""
        texts = self._lines * self._tall
        return QSize(22 * self._theme.normal, round(2.1 * self._theme.normal + texts))

    @property
    def _tall(self) -> float:
        return 1.25 * self._theme.small

    @property
    def _lines(self) -> int:
        return 2 if self._theme.normal >= _LEAST_TEXT else 1

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint each digit in its cell."""
        if self._view is None:
            return
        painter = QPainter(self)
        for place in range(len(self._view.labels)):
            self._paint_digit(painter, self._view, place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the digit that was clicked."""
        place = int(event.position().x() / (self.width() / _ACROSS))
        self.chosen.emit(min(max(place, 0), _ACROSS - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the digit before or after with Up and Down."""
        way = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if way is None or self._view is None:
            super().keyPressEvent(event)
        else:
            self.chosen.emit((self._view.chosen + way) % _ACROSS)

    def _paint_digit(self, painter: QPainter, view: StripView, place: int) -> None:
        theme, wide = self._theme, self.width() / _ACROSS
        side = min(wide - 6, self.height() - self._lines * self._tall - 4)
        box = QRectF((place + 0.5) * wide - side / 2, 2, side, side)
        painter.drawImage(box, digit_image(view.images[place]))
        right = view.labels[place] == view.guesses[place]
        ink = theme.good if right else theme.bad
        focused = self.hasFocus() and place == view.chosen
        pen = QPen(QColor(theme.accent if place == view.chosen else theme.line))
        pen.setWidthF(3.0 if focused else 2.0 if place == view.chosen else 1.0)
        painter.setPen(pen)
        painter.drawRect(box)
        painter.setPen(QColor(ink))
        painter.setFont(theme.font(theme.small, bold=True))
        line = QRectF(place * wide, side + 4, wide, self._tall)
        # Not by colour alone: a wrong answer has a mark.
        mark = "" if right else "✗"
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, f"{view.guesses[place]}{mark}")
        if self._lines == 1:
            return
        painter.setPen(QColor(theme.quiet))
        painter.setFont(theme.font(theme.small - 1))
        cost = f"{view.costs[place]:.2f}"
        painter.drawText(
            line.translated(QPointF(0, self._tall)), Qt.AlignmentFlag.AlignCenter, cost
        )
