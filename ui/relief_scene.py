"""The relief's scene: the ways and the hikers on a block of ground at one moment."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from mountain import Floats, Terrain
from ui.badge import badge_colour, paint_badge
from ui.drawing import line_pen
from ui.figure import paint_hiker
from ui.hikers_view import HikersView
from ui.home_mark import Homes
from ui.home_post import HomePosts
from ui.outlook import Outlook
from ui.slope_arrows import Tangent, spots

if TYPE_CHECKING:
    from mountain import Track

#: How long the arrow of a reading is, and its head, in parts of the block's longer side.
_ARROW, _HEAD = 0.13, 0.03
#: The points of its shaft; then come its tip and the corners beside it.
_TIP = 12
#: How much is left of a hiker behind a ridge.
_HIDDEN = 0.45
#: Where a badge may stand from its foot, the first if nothing lies there: how far to the right of
#: upright, in degrees, and how far, in parts of its radius.
_STANDS = ((0, 1.9), (45, 2.2), (-45, 2.2), (75, 2.3), (-75, 2.3), (0, 4.0))
#: How far a badge reaches with its ring, and how near to its middle an arrow may pass.
_RING, _CLEAR = 1.2, 1.35


def place_of(view: HikersView, start: tuple[float, float]) -> tuple[float, float]:
    """Return where the chosen hiker stands: at the start as long as there is no track."""
    if view.track is None:
        return start
    row = view.track.rows[view.own_step]
    return float(row["x"]), float(row["y"])


@dataclass(frozen=True, eq=False)
class ReliefScene:
    """One moment in the relief.

    Attributes
    ----------
    outlook : Outlook
        The block, and from where it is seen.
    terrain : Terrain
        What it is of.
    view : HikersView
        Who is to be seen.
    start : (float, float)
        Where the chosen hiker stands as long as there is no track, in map units.
    others : mapping of int to array, shape (n, 2)
        Opened tracks by their hikers' numbers.
    cursor : int or None
        The step that the charts point at.
    homes : Homes or None
        Where hikers want to get, as long as anybody asks.
    """

    outlook: Outlook
    terrain: Terrain
    view: HikersView
    start: tuple[float, float]
    others: Mapping[int, Floats] = field(default_factory=dict)
    cursor: int | None = None
    homes: Homes | None = None

    @property
    def place(self) -> tuple[float, float]:
        """Where the chosen hiker stands, in map units."""
        return place_of(self.view, self.start)

    def paint(self, painter: QPainter, mist: float, taken: Sequence[QRectF] = ()) -> None:
        """Paint all that is on the ground, and of the rest what so much mist leaves to be seen.

        Parameters
        ----------
        taken : sequence of QRectF
            Where no names of arrows may stand, and no signs.
        """
        posts = self.posts(taken) if mist < 1 else None
        if mist > 0.5:
            self.paint_edge(painter)
        if mist < 1:
            painter.setOpacity(1 - mist)
            self.paint_thoughts(painter)
            painter.setOpacity(1)
        # A way that lies under a plane could not be read.
        self._tangent.paint_plane(painter)
        self.paint_walked(painter)
        self.paint_cursor(painter)
        self.paint_slopes(painter, taken if posts is None else (*taken, *posts.boxes))
        if posts is not None:
            painter.setOpacity(1 - mist)
            posts.paint(painter)
            painter.setOpacity(1)
        self.paint_hikers(painter)

    def posts(self, taken: Sequence[QRectF] = ()) -> HomePosts:
        """Return the signs that tell where home is, off what is taken and the chosen hiker."""
        foot, width = self.outlook.stand(*self.place)[0], self.outlook.theme.normal
        lines = spots((QLineF(foot, self.head), *self._arrows), width)
        homes, filled = self.homes or Homes(), (*taken, self._badge, *lines)
        return HomePosts(self.outlook, self.terrain, homes, self.place, filled)

    def paint_edge(self, painter: QPainter) -> None:
        """Paint the map's edge, which tells in the mist where on it one is, but no heights."""
        half_x, half_y = (0.5 * side for side in self.outlook.mesh.sides)
        plan = ((-half_x, -half_y), (half_x, -half_y), (half_x, half_y), (-half_x, half_y))
        corners = self.outlook.camera.seen(np.array([(*corner, 0.0) for corner in plan]))
        if np.isfinite(corners).all():
            colour = QColor(self.outlook.theme.line)
            colour.setAlphaF(0.6)
            painter.setPen(line_pen(colour, 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolygon(QPolygonF([QPointF(*corner[:2]) for corner in corners.tolist()]))

    def paint_thoughts(self, painter: QPainter) -> None:
        """Paint what the mist hides: the ways to come, earlier ways and opened tracks."""
        theme, view, alone = self.outlook.theme, self.view, len(self.others) == 1
        fine = max(1.0, theme.stroke / 2)
        for number, way in self.others.items():
            ink = theme.other if alone else badge_colour(number, theme)
            self.outlook.paint_way(painter, way, ink, fine)
        for way in view.past:
            self.outlook.paint_way(painter, way, theme.other, fine)
        for number, coming in enumerate(view.coming):
            if number not in view.hidden:
                ink = theme.ghost if len(view.coming) == 1 else badge_colour(number, theme)
                self.outlook.paint_way(painter, coming[:, :2], ink, fine)

    def paint_walked(self, painter: QPainter) -> None:
        """Paint the ways walked, and a dot at each reading."""
        theme = self.outlook.theme
        for track in self._shown():
            rows = track.rows[: self.view.step + 1]
            points = np.stack([rows["x"], rows["y"]], -1)
            ink = theme.trail if self._is_alone else badge_colour(track.number, theme)
            self.outlook.paint_way(painter, points, ink, theme.stroke)
            readings = points[rows["on_reading"] == 0]
            self.outlook.paint_dots(painter, readings, ink, 1.5 * theme.stroke)

    def paint_slopes(self, painter: QPainter, taken: Sequence[QRectF] = ()) -> None:
        """Paint the slope that is walked on, and the true one: gradient and steepest way."""
        reading = self._reading
        if reading is not None:
            self._paint_reading(painter, reading)
        self._tangent.paint_arrows(painter, (*taken, self._badge), self._arrows)

    @cached_property
    def head(self) -> QPointF:
        """Where the chosen hiker's badge is: off the arrows that begin at their foot."""
        radius, foot = self.outlook.theme.normal, self.outlook.stand(*self.place)[0]
        best, widest = foot, -1.0
        for lean, length in _STANDS:
            angle = math.radians(lean)
            head = foot + QPointF(math.sin(angle), -math.cos(angle)) * length * radius
            room = min((_distance(head, arrow) for arrow in self._arrows), default=math.inf)
            if room >= _CLEAR * radius:
                return head
            if room > widest:
                best, widest = head, room
        return best

    @property
    def outline(self) -> QRectF:
        """What belongs to the chosen hiker: badge, foot, plane and arrows; no names."""
        foot, tips = self.outlook.stand(*self.place)[0], (arrow.p2() for arrow in self._arrows)
        points = QPolygonF([foot, *self._tangent.corners, *tips])
        return points.boundingRect().united(self._badge)

    def paint_cursor(self, painter: QPainter) -> None:
        """Mark the step that the charts point at."""
        track, theme, cursor = self.view.track, self.outlook.theme, self.cursor
        if track is not None and cursor is not None and cursor <= self.view.own_step:
            row = track.rows[cursor]
            point, _ = self.outlook.stand(float(row["x"]), float(row["y"]))
            painter.setPen(QColor(theme.casing))
            painter.setBrush(QColor(theme.truth))
            painter.drawEllipse(point, 2.2 * theme.stroke, 2.2 * theme.stroke)

    def paint_hikers(self, painter: QPainter) -> None:
        """Paint everybody, the chosen hiker on top, and faint who is behind a ridge."""
        view, theme = self.view, self.outlook.theme
        if view.race is None or self._is_alone:
            self._plant(painter, self.place, self.head, theme.normal)
            paint_hiker(painter, self.head, theme)
        else:
            shown = sorted(self._shown(), key=lambda track: track.number == view.chosen)
            for track in shown:
                row = track.rows[min(view.step, track.steps)]
                place, chosen = (float(row["x"]), float(row["y"])), track.number == view.chosen
                radius = theme.normal * (1.0 if chosen else 0.8)
                upright = self.outlook.stand(*place)[0] - QPointF(0.0, _STANDS[0][1] * radius)
                head = self.head if chosen else upright
                self._plant(painter, place, head, radius)
                paint_badge(painter, head, radius, track.number, theme)
        painter.setOpacity(1.0)

    @property
    def _is_alone(self) -> bool:
        return self.view.race is not None and len(self.view.race.tracks) == 1

    def _shown(self) -> list[Track]:
        tracks = () if self.view.race is None else self.view.race.tracks
        return [track for track in tracks if track.number not in self.view.hidden]

    def _plant(
        self, painter: QPainter, place: tuple[float, float], head: QPointF, radius: float
    ) -> None:
        """Paint the foot of somebody who stands at a place, and what carries their badge."""
        theme = self.outlook.theme
        foot, hidden = self.outlook.stand(*place)
        painter.setOpacity(_HIDDEN if hidden else 1.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 110))
        painter.drawEllipse(foot, 0.45 * radius, 0.22 * radius)
        painter.setPen(line_pen(theme.casing, 0.7 * theme.stroke + 1))
        painter.drawLine(foot, head)

    @property
    def _badge(self) -> QRectF:
        """Where the chosen hiker's badge is, with its ring."""
        reach = _RING * self.outlook.theme.normal
        badge = QRectF(0, 0, 2 * reach, 2 * reach)
        badge.moveCenter(self.head)
        return badge

    @cached_property
    def _tangent(self) -> Tangent:
        return Tangent(self.outlook, self.terrain.ground, self.place, self._flat)

    @property
    def _flat(self) -> float:
        """Which slopes are none to the chosen hiker."""
        return 0.0 if self.view.track is None else self.view.track.plan.flat

    @cached_property
    def _arrows(self) -> tuple[QLineF, ...]:
        """The arrows at the chosen hiker, in pixels, from foot to tip."""
        reading = self._reading
        walked = () if reading is None else (QLineF(QPointF(*reading[0]), QPointF(*reading[_TIP])),)
        return (*walked, *self._tangent.arrows)

    @cached_property
    def _reading(self) -> list[list[float]] | None:
        """The arrow over the ground along the slope that is walked on, in pixels."""
        track, mesh = self.view.track, self.outlook.mesh
        if track is None:
            return None
        row = track.rows[self.view.own_step]
        sign = 1.0 if track.plan.ascend else -1.0
        way = sign * float(row["grad_x"]), sign * float(row["grad_y"])
        slope = math.hypot(*way)
        if not (math.isfinite(slope) and slope > 0 and slope >= self._flat):
            return None
        unit = self.outlook.measure * mesh.window.width / mesh.sides[0]
        side = 0.45 * _HEAD
        shaft = np.linspace(0.0, _ARROW - _HEAD, _TIP)
        ahead = np.array([*shaft, _ARROW, _ARROW - _HEAD, _ARROW - _HEAD])
        aside = np.array([*np.zeros_like(shaft), 0.0, side, -side])
        across, along = way[0] / slope, way[1] / slope
        x = self.place[0] + unit * (ahead * across - aside * along)
        y = self.place[1] + unit * (ahead * along + aside * across)
        seen = self.outlook.seen(x, y, 0.01 * self.outlook.measure)[:, :2]
        points: list[list[float]] = seen.tolist()
        return points if np.isfinite(seen).all() else None

    def _paint_reading(self, painter: QPainter, reading: list[list[float]]) -> None:
        theme = self.outlook.theme
        points = [QPointF(*point) for point in reading]
        line, head = QPolygonF(points[:_TIP]), QPolygonF(points[_TIP:])
        for colour, extra in ((theme.casing, 2.5), (theme.trail, 0.0)):
            painter.setPen(line_pen(colour, 1.35 * theme.stroke + extra))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(line)
            painter.setPen(line_pen(colour, max(extra, 0.5)))
            painter.setBrush(QColor(colour))
            painter.drawPolygon(head)


def _distance(point: QPointF, line: QLineF) -> float:
    """Return how far a point is from a line between two ends."""
    way, off = line.p2() - line.p1(), point - line.p1()
    square = QPointF.dotProduct(way, way)
    share = min(max(QPointF.dotProduct(off, way) / square, 0.0), 1.0) if square > 0 else 0.0
    left = off - way * share
    return math.hypot(left.x(), left.y())
