"""The rim of the map: its axes, kept as a picture while nobody moves it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from mountain import Terrain, Window
from ui.contours import scale_of
from ui.theme import Theme
from ui.ticks import paint_ticks


class Rim:
    """Paints what lies around the ground, and the line between them."""

    def __init__(self) -> None:
        self._shown: object = None
        self._picture = QPixmap()

    def paint(
        self, painter: QPainter, terrain: Terrain, frame: QRectF, seen: Window, theme: Theme
    ) -> None:
        """Paint the rim of the widget that a painter paints on, around the map's frame."""
        device = painter.device()
        size, ratio = QSize(device.width(), device.height()), device.devicePixelRatioF()
        shown = (terrain.window, frame, seen, theme, size, ratio)
        if self._shown is None or self._shown != shown:
            self._shown = shown
            self._picture = QPixmap(size * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(QColor(theme.ground))
            with QPainter(self._picture) as inner:
                inner.setRenderHint(QPainter.RenderHint.Antialiasing)
                paint_ticks(inner, terrain, seen, scale_of(seen, frame), theme)
        for part in _around(frame.toRect(), size):
            source = QRectF(
                part.x() * ratio, part.y() * ratio, part.width() * ratio, part.height() * ratio
            )
            painter.drawPixmap(QRectF(part), self._picture, source)
        painter.setPen(QPen(QColor(theme.line), 1.5))
        painter.setBrush(QColor(0, 0, 0, 0))
        painter.drawRect(frame)


def _around(inner: QRect, size: QSize) -> list[QRect]:
    """Return the four parts of a widget around a rectangle in it."""
    right, below = inner.x() + inner.width(), inner.y() + inner.height()
    return [
        QRect(0, 0, size.width(), inner.y()),
        QRect(0, below, size.width(), size.height() - below),
        QRect(0, inner.y(), inner.x(), inner.height()),
        QRect(right, inner.y(), size.width() - right, inner.height()),
    ]
