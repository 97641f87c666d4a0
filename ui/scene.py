"""The scene: who stands where on the map at one moment, and what is drawn of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QPainter

from mountain import Terrain
from ui.badge import badge_colour, paint_badge
from ui.contours import Scale
from ui.figure import paint_arrow, paint_hiker
from ui.hikers_view import HikersView
from ui.theme import Theme
from ui.ways import Way

if TYPE_CHECKING:
    from mountain import Track


@dataclass(frozen=True, eq=False)
class Scene:
    """One moment on a map of one size.

    Attributes
    ----------
    terrain, theme : Terrain, Theme
        What is shown, and how.
    size, scale : QSize, Scale
        Of the widget in pixels, and how map units become pixels.
    view : HikersView
        Who is to be seen.
    start : (float, float)
        Where the chosen hiker stands as long as there is no track, in map units.
    dragged : bool
        Whether somebody is just putting the hiker down there, whatever the track says.
    """

    terrain: Terrain
    theme: Theme
    size: QSize
    scale: Scale
    view: HikersView
    start: tuple[float, float]
    dragged: bool

    @property
    def track(self) -> Track | None:
        """The chosen hiker's track, where it is what is shown."""
        return None if self.dragged else self.view.track

    @cached_property
    def place(self) -> tuple[float, float]:
        """Where the chosen hiker stands, in map units."""
        if self.track is None:
            return self.start
        row = self.track.rows[self.view.own_step]
        return float(row["x"]), float(row["y"])

    @cached_property
    def point(self) -> QPointF:
        """Where the chosen hiker stands, in pixels; at the widget's edge when further."""
        return self._held(*self.place)

    def ways_to_come(self) -> list[Way]:
        """Return the ways that are thought of, as they are drawn."""
        coming, theme = self.view.coming, self.theme
        if len(coming) == 1:
            way = coming[0]
            return [Way(way[:, :2], theme.ghost, readings=way[way[:, 2] > 0, :2])]
        return [
            Way(way[:, :2], badge_colour(number, theme))
            for number, way in enumerate(coming)
            if number not in self.view.hidden
        ]

    def paint_walk(self, painter: QPainter, cursor: int | None) -> None:
        """Paint the arrow of the slope that is walked on, and the step the charts point at."""
        track, theme = self.track, self.theme
        if track is None:
            return
        last = track.rows[self.view.own_step]
        way = self._downhill(float(last["grad_x"]), float(last["grad_y"]))
        paint_arrow(painter, self.point, way, theme.trail, theme)
        if cursor is not None and cursor <= self.view.own_step:
            row = track.rows[cursor]
            painter.setPen(QColor(theme.casing))
            painter.setBrush(QColor(theme.truth))
            radius = 2.2 * theme.stroke
            painter.drawEllipse(self.scale.point(float(row["x"]), float(row["y"])), radius, radius)

    def paint_truth(self, painter: QPainter) -> None:
        """Paint the arrow of the true slope, which only those outside the mist can see."""
        if not self.dragged:
            slope_x, slope_y = self.terrain.ground.gradient(*self.place)
            way = self._downhill(float(slope_x), float(slope_y))
            paint_arrow(painter, self.point, way, self.theme.truth, self.theme, thin=True)

    def paint_uphill(self, painter: QPainter, reach: float) -> None:
        """Paint the gradient where the chosen hiker stands, who sees so many pixels far."""
        from ui.uphill import paint_uphill

        paint_uphill(painter, self, reach)

    def paint_hikers(self, painter: QPainter) -> None:
        """Paint everybody, the chosen hiker on top."""
        race, theme, view = self.view.race, self.theme, self.view
        if race is None or len(race.tracks) == 1:
            paint_hiker(painter, self.point, theme)
            return
        shown = [track for track in race.tracks if track.number not in view.hidden]
        shown.sort(key=lambda track: track.number == view.chosen)
        for track in shown:
            row = track.rows[min(view.step, track.steps)]
            chosen = track.number == view.chosen
            at = self.point if chosen else self._held(float(row["x"]), float(row["y"]))
            paint_badge(painter, at, theme.normal * (1.0 if chosen else 0.8), track.number, theme)

    def described(self) -> str:
        """Return the text twin of the picture, for those who cannot see it."""
        x, y = self.place
        words = f"Step {self.view.own_step}: the hiker is at x {x:.2f}, y {y:.2f}"
        if self.view.track is not None:
            words += f", height {float(self.terrain.ground.height(x, y)):.2f}"
        return f"{self.terrain.title}. {words}."

    def _downhill(self, slope_x: float, slope_y: float) -> tuple[float, float]:
        """Turn a slope the way the hiker wants to go; an arrow points against it when climbing."""
        sign = 1.0 if self.track is not None and self.track.plan.ascend else -1.0
        return sign * slope_x, sign * slope_y

    def _held(self, x: float, y: float) -> QPointF:
        """Return a place in pixels, held at the widget's edge."""
        point = self.scale.point(x, y)
        edge = 1.2 * self.theme.normal
        if not (math.isfinite(point.x()) and math.isfinite(point.y())):
            return QPointF(edge, edge)
        return QPointF(
            min(max(point.x(), edge), self.size.width() - edge),
            min(max(point.y(), edge), self.size.height() - edge),
        )
