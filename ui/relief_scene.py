"""The relief's scene: the ways and the hikers on a block of ground at one moment."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from mountain import Floats, Terrain
from ui.badge import badge_colour, paint_badge
from ui.drawing import line_pen
from ui.figure import paint_hiker
from ui.hikers_view import HikersView
from ui.outlook import Outlook
from ui.slope_arrows import Tangent

if TYPE_CHECKING:
    from mountain import Track

#: How long the arrow of a reading is, and its head, in parts of the block's longer side.
_ARROW, _HEAD = 0.13, 0.03
#: How much is left of a hiker behind a ridge.
_HIDDEN = 0.45


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
    """

    outlook: Outlook
    terrain: Terrain
    view: HikersView
    start: tuple[float, float]

    @property
    def place(self) -> tuple[float, float]:
        """Where the chosen hiker stands, in map units."""
        track = self.view.track
        if track is None:
            return self.start
        row = track.rows[self.view.own_step]
        return float(row["x"]), float(row["y"])

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

    def paint_thoughts(self, painter: QPainter, others: Mapping[int, Floats]) -> None:
        """Paint what the mist hides: the ways to come, earlier ways and opened tracks."""
        theme, view, alone = self.outlook.theme, self.view, len(others) == 1
        fine = max(1.0, theme.stroke / 2)
        for number, way in others.items():
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

    def paint_slopes(self, painter: QPainter, *, truth: bool) -> None:
        """Paint the slope that is walked on, or what is true: plane, gradient, steepest way."""
        track = self.view.track
        if truth:
            Tangent(self.outlook, self.terrain.ground, self.place).paint(painter)
        elif track is not None:
            row = track.rows[self.view.own_step]
            sign = 1.0 if track.plan.ascend else -1.0
            way = sign * float(row["grad_x"]), sign * float(row["grad_y"])
            self._paint_reading(painter, way)

    def paint_cursor(self, painter: QPainter, cursor: int | None) -> None:
        """Mark the step that the charts point at."""
        track, theme = self.view.track, self.outlook.theme
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
            head = self._planted(painter, self.place, theme.normal)
            paint_hiker(painter, head, theme)
        else:
            shown = sorted(self._shown(), key=lambda track: track.number == view.chosen)
            for track in shown:
                row = track.rows[min(view.step, track.steps)]
                radius = theme.normal * (1.0 if track.number == view.chosen else 0.8)
                head = self._planted(painter, (float(row["x"]), float(row["y"])), radius)
                paint_badge(painter, head, radius, track.number, theme)
        painter.setOpacity(1.0)

    @property
    def _is_alone(self) -> bool:
        return self.view.race is not None and len(self.view.race.tracks) == 1

    def _shown(self) -> list[Track]:
        tracks = () if self.view.race is None else self.view.race.tracks
        return [track for track in tracks if track.number not in self.view.hidden]

    def _planted(self, painter: QPainter, place: tuple[float, float], radius: float) -> QPointF:
        """Paint the foot of somebody who stands at a place, and return where their badge goes."""
        theme = self.outlook.theme
        foot, hidden = self.outlook.stand(*place)
        painter.setOpacity(_HIDDEN if hidden else 1.0)
        head = foot - QPointF(0.0, 1.75 * radius)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 110))
        painter.drawEllipse(foot, 0.45 * radius, 0.22 * radius)
        painter.setPen(line_pen(theme.casing, 0.7 * theme.stroke + 1))
        painter.drawLine(foot, head)
        return head

    def _paint_reading(self, painter: QPainter, way: tuple[float, float]) -> None:
        """Paint an arrow over the ground along a slope."""
        outlook, theme = self.outlook, self.outlook.theme
        slope = math.hypot(*way)
        if not (math.isfinite(slope) and slope > 0):
            return
        mesh = outlook.mesh
        unit = mesh.window.width / mesh.sides[0]
        shaft = np.linspace(0.0, _ARROW - _HEAD, 12)
        side = 0.45 * _HEAD
        ahead = np.array([*shaft, _ARROW, _ARROW - _HEAD, _ARROW - _HEAD])
        aside = np.array([*np.zeros_like(shaft), 0.0, side, -side])
        across, along = way[0] / slope, way[1] / slope
        x = self.place[0] + unit * (ahead * across - aside * along)
        y = self.place[1] + unit * (ahead * along + aside * across)
        seen = outlook.seen(x, y, 0.01)[:, :2]
        if not np.isfinite(seen).all():
            return
        points = [QPointF(*point) for point in seen.tolist()]
        line, head = QPolygonF(points[: len(shaft)]), QPolygonF(points[len(shaft) :])
        for colour, extra in ((theme.casing, 2.5), (theme.trail, 0.0)):
            painter.setPen(line_pen(colour, 1.35 * theme.stroke + extra))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(line)
            painter.setPen(line_pen(colour, max(extra, 0.5)))
            painter.setBrush(QColor(colour))
            painter.drawPolygon(head)
