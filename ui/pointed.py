"""What the map says of the place under the pointer."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

import mountain
from mountain import Terrain
from ui.theme import Theme


def words_of(terrain: Terrain, x: float, y: float, *, hidden: bool) -> str:
    """Return position, height and slope in words; the mist hides all but the position."""
    if not terrain.window.holds(x, y):
        return ""
    if hidden:
        return f"x {x:.2f}   y {y:.2f}   in the mist".replace("-", "−")
    height = float(terrain.ground.height(x, y))
    slope = math.hypot(*(float(part) for part in terrain.ground.gradient(x, y)))
    degrees = mountain.tilt(slope)
    text = f"x {x:.2f}   y {y:.2f}   height {height:.2f}   slope {slope:.2f} ({degrees:.0f}°)"
    return text.replace("-", "−")


def paint_words(painter: QPainter, text: str, frame: QRectF, theme: Theme) -> None:
    """Write words into the map's upper right corner."""
    painter.setFont(theme.font(theme.small))
    metrics = painter.fontMetrics()
    box = QRectF(0, 0, metrics.horizontalAdvance(text) + 16, metrics.height() + 8)
    box.moveTopRight(frame.topRight() + QPointF(-8, 8))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.raised))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor(theme.ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
