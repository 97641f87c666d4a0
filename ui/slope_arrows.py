"""Slope arrows in the relief: the gradient in the plan, and the steepest way up on the ground."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property, lru_cache

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from mountain import Floats, Ground
from ui.drawing import line_pen
from ui.outlook import ABOVE, Outlook
from ui.theme import Theme

#: Of the tangent plane's sides half, of an arrow along it, and of an arrow's head, in parts of the
#: block's longer side.
_PATCH, _ARROW, _HEAD = 0.085, 0.16, 0.026
#: A level arrow is at least so long, however steep the ground.
_SHORTEST = 0.07
#: Of ground that is drawn less steep than this nobody sees in which way it rises. The plane is then
#: so much of its usual size.
_LEVEL, _SMALL = 5e-4, 0.45
#: Where a name is tried around a tip, in degrees from where the arrow points, and how far out.
_TURNS = (0, 35, -35, 70, -70, 110, -110, 150, -150, 180)
_RINGS = 10
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
    flat : float
        Ground that is less steep than this counts as level: which way it rises means nothing.

    Attributes
    ----------
    foot : array, shape (3,)
        The place on the ground.
    uphill, level : arrays, shape (3,)
        Of length 1 in the plan: the way that the gradient points, and to the left of it.
    rise : float
        By how much the plane rises on that way.
    is_known, is_level : bool
        Whether there is ground with a slope, and whether that is nothing to speak of.
    """

    def __init__(
        self, outlook: Outlook, ground: Ground, place: tuple[float, float], flat: float = 0.0
    ) -> None:
        mesh, window = outlook.mesh, outlook.mesh.window
        self._outlook = outlook
        x, y = np.array([[place[0]], [place[1]]])
        self.foot = mesh.on_ground(x, y, ABOVE)[0]
        slope = np.array([float(part) for part in ground.gradient(*place)])
        size = np.array(mesh.sides) / (window.width, window.tall)
        steep = math.hypot(*slope.tolist())
        self.is_known = bool(np.isfinite(self.foot).all() and math.isfinite(steep))
        way = slope / steep if self.is_known and steep > 0 else np.array([1.0, 0.0])
        plan = way * size
        length = math.hypot(*plan.tolist())
        self.rise = mesh.rise * steep / length if self.is_known else 0.0
        self.is_level = not (steep > 0 and steep >= flat and self.rise >= _LEVEL)
        if self.is_level:
            self.rise, plan, length = 0.0, np.array([1.0, 0.0]), 1.0
        self.uphill = np.array([*(plan / length).tolist(), 0.0])
        self.level = np.array([-self.uphill[1], self.uphill[0], 0.0])
        along = np.array([*self.uphill[:2].tolist(), self.rise])
        self.along: Floats = along / math.hypot(1.0, self.rise)

    @cached_property
    def arrows(self) -> tuple[QLineF, ...]:
        """The gradient and the steepest way up, in pixels, from foot to tip; none on level ground.

        The gradient is at least so long that it is to be seen, however steep the ground.
        """
        if not self.is_known or self.is_level:
            return ()
        tips = self.foot + self._run * self.uphill, self.foot + self._way * self.along
        foot, *seen = self._points(self.foot, *tips)
        return tuple(QLineF(foot, tip) for tip in seen)

    @cached_property
    def corners(self) -> tuple[QPointF, ...]:
        """The plane's corners, in pixels; none where there is no gradient."""
        if not self.is_known:
            return ()
        half = self._outlook.measure * _PATCH * (_SMALL if self.is_level else 1.0)
        sides = ((-1, -1), (1, -1), (1, 1), (-1, 1))
        corners = (
            self.foot + half * (along * self.along + across * self.level) for along, across in sides
        )
        return tuple(self._points(*corners))

    def paint_plane(self, painter: QPainter) -> None:
        """Paint the plane, through which the ground is seen."""
        if self.is_known:
            theme = self._outlook.theme
            colour = QColor(theme.truth)
            painter.setPen(QPen(colour, max(1.0, theme.stroke / 3)))
            colour.setAlphaF(0.28)
            painter.setBrush(colour)
            painter.drawPolygon(QPolygonF(self.corners))

    def paint_arrows(
        self, painter: QPainter, taken: Sequence[QRectF] = (), others: Sequence[QLineF] = ()
    ) -> None:
        """Paint the gradient in the ground plan and the steepest way up.

        Parameters
        ----------
        taken, others : sequence of QRectF, sequence of QLineF
            On what the arrows' names may not stand.
        """
        if not self.is_known or self.is_level:
            return
        theme = self._outlook.theme
        flat, steep = self.arrows
        painter.setPen(QPen(QColor(theme.casing), max(1.5, theme.stroke / 2), Qt.PenStyle.DotLine))
        painter.drawLine(flat.p2(), steep.p2())
        # On gentle ground one lies nearly on the other, and both are to be seen.
        self._paint_arrow(painter, self.uphill, self._run, theme.truth, 2.6 * theme.stroke)
        self._paint_arrow(painter, self.along, self._way, theme.other, 0.8 * theme.stroke)
        columns, rows = self._outlook.camera.size
        room = QRectF(0, 0, columns, rows)
        if room.contains(flat.p1()):
            filled = [*taken, *spots((flat, steep, *others), 2.5 * theme.stroke)]
            for name, ink, arrow in (
                (ASCENT_NAME, theme.other, steep),
                (GRADIENT_NAME, theme.truth, flat),
            ):
                picture = _name_picture(name, ink, theme, painter.device().devicePixelRatioF())
                box = free_box(arrow, picture.deviceIndependentSize(), room, filled)
                painter.drawPixmap(box.topLeft(), picture)
                filled.append(box)

    @property
    def _run(self) -> float:
        """How long the gradient is drawn: as far as the steepest way leads in the plan."""
        return max(self._way / math.hypot(1.0, self.rise), self._outlook.measure * _SHORTEST)

    @property
    def _way(self) -> float:
        """How long the steepest way is drawn."""
        return self._outlook.measure * _ARROW

    def _points(self, *points: Floats) -> list[QPointF]:
        """Return where points of the block are seen, in pixels."""
        seen = np.nan_to_num(self._outlook.camera.seen(np.stack(points))[:, :2])
        return [QPointF(*point) for point in seen.tolist()]

    def _paint_arrow(
        self, painter: QPainter, way: Floats, length: float, ink: str, width: float
    ) -> None:
        """Paint an arrow whose head lies in the same plane as its shaft."""
        theme = self._outlook.theme
        long = self._outlook.measure * _HEAD
        tip, neck = self.foot + length * way, self.foot + (length - long) * way
        side = (0.3 + 0.13 * width / theme.stroke) * long * self.level
        foot, end, *head = self._points(self.foot, neck, tip, neck + side, neck - side)
        for colour, extra in ((theme.casing, 2.5), (ink, 0.0)):
            painter.setPen(line_pen(colour, width + extra))
            painter.drawLine(foot, end)
            painter.setPen(line_pen(colour, max(extra, 0.5)))
            painter.setBrush(QColor(colour))
            painter.drawPolygon(QPolygonF(head))


def spots(lines: Sequence[QLineF], side: float) -> list[QRectF]:
    """Return small squares all along lines: on what nothing else is to stand."""
    squares = []
    for line in lines:
        count = math.ceil(min(line.length() / side, 100)) + 1
        for share in np.linspace(0.0, 1.0, count).tolist():
            square = QRectF(0, 0, side, side)
            square.moveCenter(line.pointAt(share))
            squares.append(square)
    return squares


def free_box(arrow: QLineF, size: QSizeF, room: QRectF, filled: Sequence[QRectF]) -> QRectF:
    """Return a place for a name near an arrow's tip: in the room, on nothing that is there."""
    box, tip = QRectF(QPointF(), size), arrow.p2()
    begin = math.atan2(arrow.dy(), arrow.dx())
    for further in range(_RINGS):
        for turn in _TURNS:
            angle = begin + math.radians(turn)
            way = QPointF(math.cos(angle), math.sin(angle))
            # The nearest point of the box lies beside the tip, also of one that is wide.
            across, down = (min(max(1.6 * part, -1.0), 1.0) for part in way.toTuple())
            half = QPointF(across * box.width() / 2, down * box.height() / 2)
            box.moveCenter(tip + half + way * (0.35 + 0.4 * further) * box.height())
            if room.contains(box) and not any(box.intersects(each) for each in filled):
                return box
    box.moveCenter(tip)
    return box


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
