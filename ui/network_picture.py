"""A picture of the network as it reads one digit, where the hiker stands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from mountain import Floats
from ui.drawing import mixed
from ui.theme import DUSK, Theme


@dataclass(frozen=True, eq=False)
class NetworkView:
    """What the network makes of one digit.

    Attributes
    ----------
    image : array of uint8, shape (8, 8)
        The digit, from 0, white, to 16, black.
    label : int
        What it is.
    between : array, shape (16,)
        What the neurons between say, from -1 to 1.
    said : array, shape (10,)
        How sure the network is of each digit, from 0 to 1.
    weights : (array, array), shapes (16, 64) and (10, 16)
        By what numbers are multiplied.
    biases : (array, array), shapes (16,) and (10,)
        What is added.
    cost : float
        The sum of the squares that the ten numbers are off by.
    """

    image: np.ndarray
    label: int
    between: Floats
    said: Floats
    weights: tuple[Floats, Floats]
    biases: tuple[Floats, Floats]
    cost: float


def digit_image(image: np.ndarray) -> QImage:
    """Return a digit as a picture of 8 by 8 pixels, black on white."""
    shades = np.ascontiguousarray(255 - image.astype(int) * 255 // 16, np.uint8)
    # A picture of its own: the array goes.
    return QImage(shades.data, 8, 8, 8, QImage.Format.Format_Grayscale8).copy()


class NetworkPicture(QWidget):
    """The digit's pixels, sixteen neurons, ten neurons; a word's meaning stands out.

    Parameters
    ----------
    *choices : QWidget
        What changes the picture; they stand below the pixels.
    """

    def __init__(self, *choices: QWidget) -> None:
        super().__init__()
        corner = QVBoxLayout(self)
        corner.setContentsMargins(0, 0, 0, 0)
        corner.addStretch(1)
        corner.setSpacing(4)
        for each in choices:
            corner.addWidget(each, 0, Qt.AlignmentFlag.AlignLeft)
        self.setObjectName("network")
        self.setAccessibleName("The network")
        self._theme = DUSK
        self._view: NetworkView | None = None
        self._word = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self.setMinimumHeight(round(7.5 * theme.normal))
        self.updateGeometry()
        self.update()

    def show_network(self, view: NetworkView) -> None:
        """Show what the network makes of a digit."""
        self._view = view
        guess = int(np.argmax(view.said))
        self.setAccessibleDescription(
            f"A {view.label}; the network says {guess}, {view.said[guess]:.2f} sure. "
            f"Its cost is {view.cost:.3f}."
        )
        self.update()

    def show_word(self, word: str) -> None:
        """Have what a word means stand out: neuron, weight, bias, cost; none when empty."""
        self._word = word
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for ten neurons one above the other; more room is taken where there is."""
        return QSize(22 * self._theme.normal, round(7.5 * self._theme.normal))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the digit to the left, what is said to the right, and all between."""
        view = self._view
        if view is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        between, last = self._places(16, 0.46), self._places(10, 0.68)
        self._paint_pixels(painter, view, between)
        self._paint_weights(painter, view, between, last)
        radius = min(0.42 * self._theme.normal, 0.4 * self.height() / 16)
        for place, value in zip(between, view.between, strict=True):
            self._paint_neuron(painter, place, radius, (float(value) + 1) / 2)
        radius = min(0.55 * self._theme.normal, 0.4 * self.height() / 10)
        for place, value in zip(last, view.said, strict=True):
            self._paint_neuron(painter, place, radius, float(value))
        if self._word == "bias":
            self._paint_biases(painter, view, last)
        self._paint_said(painter, view, last)

    def _places(self, count: int, share: float) -> list[QPointF]:
        tall = self.height() / count
        return [QPointF(share * self.width(), (each + 0.5) * tall) for each in range(count)]

    def _paint_pixels(self, painter: QPainter, view: NetworkView, between: list[QPointF]) -> None:
        """Paint the digit, and lines from it to the neurons; the first neuron's in its weights."""
        layout = self.layout()
        below = 0 if layout is None else layout.minimumSize().height() + 6
        side = max(min(0.3 * self.width(), self.height() - below), 8.0)
        box = QRectF(2, 2, side, side)
        painter.setPen(QPen(QColor(self._theme.line), 0.6))
        for place in between:
            painter.drawLine(QPointF(box.right() + 2, box.center().y()), place)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(box, digit_image(view.image))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.drawRect(box)

    def _paint_weights(
        self, painter: QPainter, view: NetworkView, between: list[QPointF], last: list[QPointF]
    ) -> None:
        """Paint a line for each weight: as thick as it is large, in one colour for each sign."""
        weights, theme = view.weights[1], self._theme
        largest = float(np.abs(weights).max()) or 1.0
        bold = 1.6 if self._word == "weight" else 1.0
        for row, end in zip(weights, last, strict=True):
            for weight, begin in zip(row.tolist(), between, strict=True):
                share = abs(weight) / largest
                colour = QColor(theme.good if weight > 0 else theme.bad)
                colour.setAlphaF((0.9 if self._word == "weight" else 0.5) * share)
                painter.setPen(QPen(colour, bold * (0.3 + 2.2 * share)))
                painter.drawLine(begin, end)

    def _paint_neuron(self, painter: QPainter, place: QPointF, radius: float, share: float) -> None:
        """Paint a neuron, the brighter the more it says."""
        theme, chosen = self._theme, self._word == "neuron"
        ink = theme.accent if chosen else theme.ink
        painter.setPen(QPen(QColor(ink), 2.2 if chosen else 1.0))
        painter.setBrush(QColor(mixed(theme.ground, theme.accent, share)))
        painter.drawEllipse(place, radius, radius)

    def _paint_biases(self, painter: QPainter, view: NetworkView, last: list[QPointF]) -> None:
        painter.setFont(self._theme.font(self._theme.small - 2, bold=True))
        painter.setPen(QColor(self._theme.accent))
        tall = self.height() / 10
        for place, bias in zip(last, view.biases[1].tolist(), strict=True):
            box = QRectF(place.x() - 3.6 * self._theme.small, place.y() - tall / 2, 38, tall)
            rounded = round(bias, 1)
            text = f"{rounded:+.1f}".replace("-", "−") if rounded else "0.0"
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_said(self, painter: QPainter, view: NetworkView, last: list[QPointF]) -> None:
        """Write each digit and how sure the network is of it, with a bar."""
        theme, tall = self._theme, self.height() / 10
        left, right = 0.73 * self.width(), self.width() - 2.0
        wide = right - left - 1.4 * theme.normal - 2.9 * theme.small
        for digit, (place, said) in enumerate(zip(last, view.said.tolist(), strict=True)):
            should = digit == view.label
            painter.setFont(theme.font(min(theme.small, round(tall)), bold=should))
            painter.setPen(QColor(theme.ink if should else theme.quiet))
            box = QRectF(left, place.y() - tall / 2, theme.normal, tall)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(digit))
            bar = QRectF(box.right() + 4, place.y() - 0.26 * tall, wide, 0.52 * tall)
            self._paint_bar(painter, bar, said, should=should)
            box = QRectF(right - 2.9 * theme.small, place.y() - tall / 2, 2.9 * theme.small, tall)
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.setPen(QColor(theme.ink if should else theme.quiet))
            painter.drawText(box, align, f"{said:.2f}")

    def _paint_bar(self, painter: QPainter, bar: QRectF, said: float, *, should: bool) -> None:
        theme = self._theme
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.raised))
        painter.drawRect(bar)
        painter.setBrush(QColor(theme.good if should else theme.accent))
        painter.drawRect(QRectF(bar.x(), bar.y(), bar.width() * said, bar.height()))
        if self._word == "cost":
            # What is missing, or too much, is what the cost squares.
            off = QRectF(bar)
            off.setLeft(bar.x() + bar.width() * (said if should else 0.0))
            off.setRight(bar.x() + bar.width() * (1.0 if should else said))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.record), 1.6))
            painter.drawRect(off)
