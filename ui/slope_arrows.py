"""Slope arrows in the relief: the gradient in the plan, and the steepest way up on the ground."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from mountain import Floats, Ground
from ui.drawing import line_pen
from ui.outlook import ABOVE, Outlook
from ui.theme import Theme

#: Of the tangent plane's sides half, of an arrow along it, and of an arrow's head, in parts of the
#: block's longer side.
_PATCH, _ARROW, _HEAD = 0.085, 0.16, 0.026
#: A level arrow is at least so long, however steep the ground.
_SHORTEST = 0.05
GRADIENT_NAME, ASCENT_NAME = "∇f, level", "steepest way up"


class Tangent:
    """The tangent plane at a place, in the block.

    Parameters
    ----------
    outlook : Outlook
        Where it is drawn.
    ground : Ground
        Whose gradient it has.
    place : (float, float)
        In map units.

    Attributes
    ----------
    foot : array, shape (3,)
        The place on the ground.
    uphill, level : arrays, shape (3,)
        Of length 1 in the plan: the way that the gradient points, and to the left of it.
    rise : float
        By how much the plane rises on that way.
    """

    def __init__(self, outlook: Outlook, ground: Ground, place: tuple[float, float]) -> None:
        mesh, window = outlook.mesh, outlook.mesh.window
        self._outlook = outlook
        x, y = np.array([[place[0]], [place[1]]])
        self.foot = mesh.on_ground(x, y, ABOVE)[0]
        slope = np.array([float(part) for part in ground.gradient(*place)])
        size = np.array(mesh.sides) / (window.width, window.tall)
        steep = math.hypot(*slope.tolist())
        self.is_known = bool(np.isfinite(self.foot).all() and math.isfinite(steep))
        self.is_level = not steep > 0
        way = slope / steep if self.is_known and steep > 0 else np.array([1.0, 0.0])
        plan = way * size
        length = math.hypot(*plan.tolist())
        self.rise = mesh.rise * steep / length if self.is_known else 0.0
        self.uphill = np.array([*(plan / length).tolist(), 0.0])
        self.level = np.array([-self.uphill[1], self.uphill[0], 0.0])
        along = np.array([*self.uphill[:2].tolist(), self.rise])
        self.along: Floats = along / math.hypot(1.0, self.rise)

    def paint(self, painter: QPainter) -> None:
        """Paint the plane, the gradient in the ground plan and the steepest way up."""
        if not self.is_known:
            return
        theme = self._outlook.theme
        self._paint_patch(painter)
        if self.is_level:
            return
        run = max(_ARROW / math.hypot(1.0, self.rise), _SHORTEST)
        flat, steep = self.foot + run * self.uphill, self.foot + _ARROW * self.along
        painter.setPen(QPen(QColor(theme.casing), max(1.5, theme.stroke / 2), Qt.PenStyle.DotLine))
        painter.drawLine(self._point(flat), self._point(steep))
        # On gentle ground one lies nearly on the other, and both are to be seen.
        self._paint_arrow(painter, self.uphill, run, theme.truth, 1.8 * theme.stroke)
        self._paint_arrow(painter, self.along, _ARROW, theme.other, 0.8 * theme.stroke)
        columns, rows = self._outlook.camera.size
        foot = self._point(self.foot)
        if not (0 <= foot.x() <= columns and 0 <= foot.y() <= rows):
            return
        self._paint_name(painter, flat, GRADIENT_NAME, theme.truth, below=True)
        self._paint_name(painter, steep, ASCENT_NAME, theme.other, below=False)

    def _point(self, point: Floats) -> QPointF:
        column, row, _ = np.nan_to_num(self._outlook.camera.seen(point[None])[0]).tolist()
        return QPointF(column, row)

    def _paint_patch(self, painter: QPainter) -> None:
        theme = self._outlook.theme
        corners = [
            self._point(self.foot + _PATCH * (along * self.along + across * self.level))
            for along, across in ((-1, -1), (1, -1), (1, 1), (-1, 1))
        ]
        colour = QColor(theme.truth)
        painter.setPen(QPen(colour, max(1.0, theme.stroke / 3)))
        colour.setAlphaF(0.28)
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF(corners))

    def _paint_arrow(
        self, painter: QPainter, way: Floats, length: float, ink: str, width: float
    ) -> None:
        """Paint an arrow whose head lies in the same plane as its shaft."""
        theme = self._outlook.theme
        tip, neck = self.foot + length * way, self.foot + (length - _HEAD) * way
        side = (0.3 + 0.13 * width / theme.stroke) * _HEAD * self.level
        head = QPolygonF([self._point(corner) for corner in (tip, neck + side, neck - side)])
        for colour, extra in ((theme.casing, 2.5), (ink, 0.0)):
            painter.setPen(line_pen(colour, width + extra))
            painter.drawLine(self._point(self.foot), self._point(neck))
            painter.setPen(line_pen(colour, max(extra, 0.5)))
            painter.setBrush(QColor(colour))
            painter.drawPolygon(head)

    def _paint_name(
        self, painter: QPainter, tip: Floats, name: str, ink: str, *, below: bool
    ) -> None:
        """Write a name beyond an arrow's tip, off the other name."""
        theme = self._outlook.theme
        point, foot = self._point(tip), self._point(self.foot)
        picture = _name_picture(name, ink, theme, painter.device().devicePixelRatioF())
        wide, tall = picture.deviceIndependentSize().toTuple()
        aside = 0.5 * wide + 0.3 * theme.normal
        x = point.x() + (aside if point.x() >= foot.x() else -aside) - 0.5 * wide
        y = point.y() + 0.9 * theme.normal * (1 if below else -1) - 0.5 * tall
        columns, rows = self._outlook.camera.size
        painter.drawPixmap(
            QPointF(min(max(x, 0.0), columns - wide), min(max(y, 0.0), rows - tall)), picture
        )


@lru_cache(maxsize=16)
def _name_picture(name: str, ink: str, theme: Theme, ratio: float) -> QPixmap:
    """Return a name as a picture: outlined letters take long to draw."""
    outline = QPainterPath()
    outline.addText(0, 0, theme.font(theme.normal, bold=True), name)
    box = outline.boundingRect().adjusted(-3, -3, 3, 3)
    picture = QPixmap((box.size() * ratio).toSize() + QSize(1, 1))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-box.topLeft())
        painter.strokePath(outline, line_pen(theme.casing, 4))
        painter.fillPath(outline, QColor(ink))
    return picture
