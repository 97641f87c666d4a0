"""What the drawn instruments share: lines of text that fit their boxes, and mixed colours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from ui.theme import GRID, Theme

#: Below this size a line of text is no longer shrunk, in the units that it is drawn in.
SMALLEST = 7


@dataclass(frozen=True)
class Line:
    """One line of text in a drawing.

    Attributes
    ----------
    text : str
        What it says.
    box : tuple of float
        Left, top, width and height of its place, in the drawing's own units.
    pixels : int
        The height of its letters where they fit, in the same units.
    colour : str
        Of the letters.
    bold : bool
        Whether the letters are heavy.
    side : str
        Where in its box it stands: `left`, `middle` or `right`.
    """

    text: str
    box: tuple[float, float, float, float]
    pixels: int
    colour: str
    bold: bool = False
    side: str = "middle"

    def font(self, theme: Theme) -> QFont:
        """Return the largest font, up to `pixels`, in which the text fits its box."""
        pixels = _fitting(theme, self.text, self.box[2], self.pixels, self.bold)
        return _font_of(theme, pixels, self.bold)

    def ink(self, theme: Theme) -> QRectF:
        """Return the rectangle that the letters cover, in the drawing's own units."""
        metrics = QFontMetricsF(self.font(theme))
        ink = metrics.tightBoundingRect(self.text)
        return ink.translated(self._origin(metrics))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the text in its box."""
        font = self.font(theme)
        painter.setFont(font)
        painter.setPen(QColor(self.colour))
        painter.drawText(self._origin(QFontMetricsF(font)), self.text)

    def _origin(self, metrics: QFontMetricsF) -> QPointF:
        left, top, width, height = self.box
        spare = width - metrics.horizontalAdvance(self.text)
        share = {"left": 0.0, "middle": 0.5, "right": 1.0}[self.side]
        baseline = top + (height + metrics.capHeight()) / 2
        return QPointF(left + share * spare, baseline)


@lru_cache(maxsize=1024)
def _fitting(theme: Theme, text: str, width: float, pixels: int, bold: bool) -> int:
    """Return the largest size, up to `pixels`, in which a text is no wider than `width`."""
    for size in range(pixels, SMALLEST, -1):
        if QFontMetricsF(_font_of(theme, size, bold)).horizontalAdvance(text) <= width:
            return size
    return SMALLEST


def _font_of(theme: Theme, pixels: int, bold: bool) -> QFont:
    font = theme.font(pixels, bold)
    # Hinted letters change their widths with the scale, and would leave a box they fitted.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def paint_lines(painter: QPainter, lines: Iterable[Line], theme: Theme) -> None:
    """Paint lines of text, each in its box."""
    for line in lines:
        line.paint(painter, theme)


def paint_card(painter: QPainter, width: float, height: float, theme: Theme) -> None:
    """Paint the panel that an instrument stands on, whatever lies behind it."""
    painter.setPen(QPen(QColor(theme.line), 1))
    painter.setBrush(QColor(theme.panel))
    painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, height - 1), 1.5 * GRID, 1.5 * GRID)


def mixed(first: str, second: str, share: float) -> QColor:
    """Return the colour that is a share (0 to 1) of the way from the first to the second."""
    one, other = QColor(first), QColor(second)
    return QColor.fromRgbF(
        one.redF() + share * (other.redF() - one.redF()),
        one.greenF() + share * (other.greenF() - one.greenF()),
        one.blueF() + share * (other.blueF() - one.blueF()),
    )


def lighter_of(first: str, second: str) -> str:
    """Return the lighter of two colours."""
    return max(first, second, key=lambda name: QColor(name).lightnessF())


def darker_of(first: str, second: str) -> str:
    """Return the darker of two colours."""
    return min(first, second, key=lambda name: QColor(name).lightnessF())


def line_pen(colour: str | QColor, width: float) -> QPen:
    """Return a pen with round ends and corners."""
    return QPen(
        QColor(colour),
        width,
        Qt.PenStyle.SolidLine,
        Qt.PenCapStyle.RoundCap,
        Qt.PenJoinStyle.RoundJoin,
    )
