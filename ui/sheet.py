"""The map's sheet: the relief with its contour lines, its edge and the figures along it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from mountain import Terrain
from ui.contours import Contour, Scale, contours_of, paint_contours
from ui.relief import FEW_CELLS, Relief, relief_of
from ui.theme import Theme


@dataclass(frozen=True, eq=False)
class Sheet:
    """What is printed on a terrain's map.

    Attributes
    ----------
    terrain : Terrain
        The mountain.
    relief : Relief
        Its picture.
    contours : tuple of Contour
        Its lines of equal height.
    """

    terrain: Terrain
    relief: Relief
    contours: tuple[Contour, ...]


def sheet_of(terrain: Terrain, *, contoured: bool = True) -> Sheet:
    """Return a terrain's sheet; without contour lines it is coarse, and ready sooner."""
    if not contoured:
        return Sheet(terrain, relief_of(terrain, FEW_CELLS), ())
    return Sheet(terrain, relief_of(terrain), contours_of(terrain))


def paint_sheet(pixmap: QPixmap, sheet: Sheet, frame: QRectF, scale: Scale, theme: Theme) -> None:
    """Print a sheet on a picture that fills the widget."""
    pixmap.fill(QColor(theme.ground))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(frame, sheet.relief.image)
    paint_contours(painter, sheet.contours, frame, scale, theme)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.line), 1.5))
    painter.drawRect(frame)
    _paint_ticks(painter, sheet.terrain, frame, scale, theme)
    painter.end()


def ticks_between(low: float, high: float, about: int) -> list[float]:
    """Return about so many round numbers from low to high."""
    rough = (high - low) / about
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
    first = np.ceil(low / step - 1e-9)
    count = int(np.floor(high / step + 1e-9) - first) + 1
    return [float((first + index) * step) for index in range(count)]


def tick_text(value: float) -> str:
    """Return the figure of a round number, with a true minus sign."""
    return f"{0.0 if abs(value) < 1e-12 else value:.6g}".replace("-", "−")


def _paint_ticks(
    painter: QPainter, terrain: Terrain, frame: QRectF, scale: Scale, theme: Theme
) -> None:
    window = terrain.window
    painter.setFont(theme.font(theme.small))
    painter.setPen(QColor(theme.quiet))
    tall = painter.fontMetrics().height()
    for x in ticks_between(window.x0, window.x1, 7):
        at = scale.point(x, window.y0)
        painter.drawLine(QLineF(at.x(), frame.bottom(), at.x(), frame.bottom() + 4))
        box = QRectF(at.x() - 40, frame.bottom() + 4, 80, tall)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tick_text(x))
    for y in ticks_between(window.y0, window.y1, 7):
        at = scale.point(window.x0, y)
        painter.drawLine(QLineF(frame.left() - 4, at.y(), frame.left(), at.y()))
        box = QRectF(frame.left() - 90, at.y() - tall / 2, 82, tall)
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, align, tick_text(y))
