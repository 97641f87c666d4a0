"""What moves on the map: the hiker, and arrows."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ui.icons import picture
from ui.theme import Theme


def paint_hiker(painter: QPainter, point: QPointF, theme: Theme) -> None:
    """Paint the hiker as a badge that stands out of mist and ground."""
    radius = 0.95 * theme.normal
    painter.setPen(QPen(QColor(theme.casing), 2.5))
    painter.setBrush(QColor(theme.hiker))
    painter.drawEllipse(point, radius, radius)
    side = round(1.5 * radius)
    box = QRectF(point.x() - side / 2, point.y() - side / 2, side, side)
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(box.topLeft(), picture("walking", theme.casing, side, ratio))


def arrow_length(slope: float, theme: Theme) -> float:
    """Return how far from the hiker an arrow ends; it grows with the slope's angle."""
    return theme.normal * (2.35 + 3.2 * math.atan(slope) / (math.pi / 2))


def paint_arrow(
    painter: QPainter,
    point: QPointF,
    way: tuple[float, float],
    colour: str,
    theme: Theme,
    *,
    thin: bool = False,
) -> None:
    """Paint an arrow from the hiker along a slope."""
    slope = math.hypot(*way)
    if not math.isfinite(slope) or slope == 0:
        return
    across, down = way[0] / slope, -way[1] / slope
    begin = 1.15 * theme.normal
    length = arrow_length(slope, theme)
    width = theme.stroke * (0.75 if thin else 1.35)
    tip = point + QPointF(across, down) * length
    neck = point + QPointF(across, down) * (length - 2.6 * theme.stroke - 3)
    side = QPointF(-down, across) * (1.5 * theme.stroke + 2)
    head = QPolygonF([tip, neck + side, neck - side])
    for ink, extra in ((theme.casing, 2.5), (colour, 0.0)):
        painter.setPen(
            QPen(QColor(ink), width + extra, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        )
        painter.drawLine(point + QPointF(across, down) * begin, neck)
        painter.setPen(QPen(QColor(ink), max(extra, 0.5)))
        painter.setBrush(QColor(ink))
        painter.drawPolygon(head)
