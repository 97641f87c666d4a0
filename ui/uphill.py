"""Uphill: the gradient where the hiker stands, at a right angle to the contour line there."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from mountain import Floats
from ui.figure import arrow_length, paint_arrow
from ui.theme import Theme

if TYPE_CHECKING:
    from ui.scene import Scene

_NAME = "∇f"


def paint_uphill(painter: QPainter, scene: Scene, reach: float) -> None:
    """Paint the contour line through a place, the gradient, and the right angle between them.

    The line is painted as far as can be seen from the hiker, so many pixels: elsewhere it would
    tell through the mist where other valleys are.
    """
    terrain, place, scale, theme = scene.terrain, scene.place, scene.scale, scene.theme
    slope_x, slope_y = (float(part) for part in terrain.ground.gradient(*place))
    slope = math.hypot(slope_x, slope_y)
    if not (math.isfinite(slope) and slope > 0):
        return
    point = scale.point(*place)
    painter.save()
    if math.isfinite(reach):
        disc = QPainterPath()
        disc.addEllipse(point, reach, reach)
        painter.setClipPath(disc)
    for line in scene.lines_through(*place):
        _paint_line(painter, scale.to_screen(line), theme)
    painter.restore()
    uphill = QPointF(slope_x, -slope_y) / slope
    _paint_right_angle(painter, point, uphill, theme)
    paint_arrow(painter, point, (slope_x, slope_y), theme.truth, theme)
    name = point + uphill * (arrow_length(slope, theme) + theme.normal)
    _paint_name(painter, _held(name, scene.frame, theme), theme)


def _held(point: QPointF, frame: QRectF, theme: Theme) -> QPointF:
    """Return a point held on the map."""
    edge = 1.2 * theme.normal
    return QPointF(
        min(max(point.x(), frame.left() + edge), frame.right() - edge),
        min(max(point.y(), frame.top() + edge), frame.bottom() - edge),
    )


def _paint_line(painter: QPainter, points: Floats, theme: Theme) -> None:
    line = QPolygonF([QPointF(x, y) for x, y in points.tolist()])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((theme.casing, theme.stroke + 1.5), (theme.truth, 0.6 * theme.stroke)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawPolyline(line)


def _paint_right_angle(painter: QPainter, point: QPointF, uphill: QPointF, theme: Theme) -> None:
    side = 0.85 * theme.normal
    beside = QPointF(-uphill.y(), uphill.x()) * side
    corner = uphill * (1.85 * theme.normal)
    mark = QPolygonF([point + corner + beside, point + corner + beside - uphill * side])
    for colour, width in ((theme.casing, 3.5), (theme.truth, 1.5)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawPolyline(mark)


def _paint_name(painter: QPainter, point: QPointF, theme: Theme) -> None:
    outline = QPainterPath()
    outline.addText(0, 0, theme.font(theme.normal, bold=True), _NAME)
    outline.translate(point - outline.boundingRect().center())
    painter.strokePath(outline, QPen(QColor(theme.casing), 4))
    painter.fillPath(outline, QColor(theme.truth))
