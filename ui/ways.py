"""Ways that are thought of, not walked: one in full, or many as plain lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from mountain import Floats
from ui.contours import Scale
from ui.theme import Theme
from ui.trail import dots_apart, lines_between

#: Around what is light on every ground.
_EDGE = "#1a1206"


@dataclass(frozen=True, eq=False)
class Way:
    """A way, and how it is drawn.

    Attributes
    ----------
    points : array, shape (n, 2)
        In map units.
    colour : str
        Of the line.
    readings : array, shape (m, 2)
        Where a reading is taken, in map units; they are dots where the way is the only one.
    """

    points: Floats
    colour: str
    readings: Floats = field(default_factory=lambda: np.empty((0, 2)))

    def is_like(self, other: Way) -> bool:
        """Tell whether another way looks the same."""
        return self.colour == other.colour and np.array_equal(
            self.points, other.points, equal_nan=True
        )


class Ways:
    """Paints ways on a map of one size; what stays as it is, is painted once.

    While one hiker's knob is turned, the ways of all others stay.

    Parameters
    ----------
    size, ratio : QSize, float
        Of the widget in logical pixels, and device pixels to one of them.
    scale, theme : Scale, Theme
        How map units become pixels; widths.
    frame : QRectF
        The map, in the widget's logical pixels: no way is seen beyond it.
    """

    def __init__(
        self, size: QSize, ratio: float, scale: Scale, theme: Theme, frame: QRectF
    ) -> None:
        self._size, self._ratio = size, ratio
        self._scale, self._theme = scale, theme
        # A painter clips to whole pixels without taking longer.
        self._frame = frame.toAlignedRect()
        self._before: Sequence[Way] = ()
        self._still: list[Way] = []
        self._picture: QPixmap | None = None

    def paint(self, painter: QPainter, ways: Sequence[Way]) -> None:
        """Paint one way with its readings, or many as plain lines, as far as the map reaches."""
        painter.save()
        painter.setClipRect(self._frame, Qt.ClipOperation.IntersectClip)
        if len(ways) == 1:
            _paint_way(painter, ways[0], self._scale, self._theme)
        elif ways:
            self._paint_many(painter, ways)
        painter.restore()
        self._before = ways

    def _paint_many(self, painter: QPainter, ways: Sequence[Way]) -> None:
        still = [way for way in ways if any(way.is_like(each) for each in self._before)]
        kept = len(still) == len(self._still) and all(map(Way.is_like, still, self._still))
        if still and not kept:
            self._keep(still)
        if still and self._picture is not None:
            painter.drawPixmap(0, 0, self._picture)
        for way in ways:
            if way not in still:
                _paint_plain_way(painter, way, self._scale, self._theme)

    def _keep(self, ways: list[Way]) -> None:
        """Paint what stays into a picture of its own."""
        if self._picture is None:
            self._picture = QPixmap(self._size * self._ratio)
            self._picture.setDevicePixelRatio(self._ratio)
        self._picture.fill(Qt.GlobalColor.transparent)
        with QPainter(self._picture) as painter:
            for way in ways:
                _paint_plain_way(painter, way, self._scale, self._theme)
        self._still = ways


def _paint_plain_way(painter: QPainter, way: Way, scale: Scale, theme: Theme) -> None:
    """Paint a line and no more: a dozen of them have to fit into a frame."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(QColor(way.colour), max(1.0, round(theme.stroke / 2.2))))
    painter.drawLines(lines_between(scale.to_screen(way.points), grain=4.0))
    painter.restore()


def _paint_way(painter: QPainter, way: Way, scale: Scale, theme: Theme) -> None:
    """Paint a fine line, and a dot at each reading."""
    lines = lines_between(scale.to_screen(way.points), grain=3.0)
    dots = QPolygonF([QPointF(*dot) for dot in dots_apart(scale.to_screen(way.readings)).tolist()])
    fine, radius = max(1.0, theme.stroke / 2.2), 0.85 * theme.stroke
    # Points with a wide round pen: as one path, hundreds of dots take a frame's time.
    for ink, width, wide in ((_EDGE, fine + 2, 2 * radius + 1), (way.colour, fine, 2 * radius - 1)):
        painter.setPen(QPen(QColor(ink), width))
        painter.drawLines(lines)
        painter.setPen(QPen(QColor(ink), wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPoints(dots)
