"""What moves on the map: the hiker, arrows, and ways that are only thought of."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from mountain import Floats
from ui.contours import Scale
from ui.icons import picture
from ui.theme import Theme
from ui.trail import lines_between

#: Around what is light on every ground.
_EDGE = "#1a1206"


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


def paint_arrow(
    painter: QPainter,
    point: QPointF,
    way: tuple[float, float],
    colour: str,
    theme: Theme,
    *,
    thin: bool = False,
) -> None:
    """Paint an arrow from the hiker along a slope; its length grows with the slope's angle."""
    slope = math.hypot(*way)
    if not math.isfinite(slope) or slope == 0:
        return
    across, down = way[0] / slope, -way[1] / slope
    begin = 1.15 * theme.normal
    length = begin + theme.normal * (1.2 + 3.2 * math.atan(slope) / (math.pi / 2))
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


def paint_plain_way(
    painter: QPainter, way: Floats, scale: Scale, colour: str, theme: Theme
) -> None:
    """Paint one of many ways that are thought of, all within a frame: a line and no more.

    Parameters
    ----------
    way : array, shape (n, 2)
        In map units.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(QColor(colour), max(1.0, round(theme.stroke / 2.2))))
    painter.drawLines(_lines_of(way.tobytes(), scale))
    painter.restore()


@lru_cache(maxsize=64)
def _lines_of(way: bytes, scale: Scale) -> list[QLineF]:
    """Return a way's lines in pixels; while one hiker's knob is turned, the others' stay."""
    return lines_between(scale.to_screen(np.frombuffer(way).reshape(-1, 2)), grain=4.0)


def paint_way(painter: QPainter, points: Floats, colour: str, theme: Theme) -> None:
    """Paint a way that is thought of, not walked: a fine line with beads along it."""
    lines = lines_between(points, grain=3.0)
    if not lines:
        return
    for ink, width in ((_EDGE, theme.stroke / 2.2 + 2), (colour, max(1.0, theme.stroke / 2.2))):
        painter.setPen(QPen(QColor(ink), width))
        painter.drawLines(lines)
    beads = QPolygonF()
    gap = 4.5 * theme.stroke
    passed = np.floor(np.cumsum([line.length() for line in lines]) / gap)
    radius = 0.85 * theme.stroke
    for line, new in zip(lines, np.diff(passed, prepend=0) > 0, strict=True):
        if new:
            beads.append(line.p2())
    # Points with a wide round pen: as one path, hundreds of beads take a frame's time.
    for ink, width in ((_EDGE, 2 * radius + 1), (colour, 2 * radius - 1)):
        pen = QPen(QColor(ink), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPoints(beads)
