"""The scene: who stands where on the map at one moment, and what is drawn of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from mountain import Floats, Terrain
from ui.badge import badge_colour, paint_badge
from ui.contours import Scale
from ui.figure import paint_arrow, paint_hiker
from ui.hikers_view import HikersView
from ui.theme import Theme
from ui.ways import Way

if TYPE_CHECKING:
    from mountain import Track
    from ui.home_mark import Homes

#: In pixels, off any screen.
_FAR = 1e5


@dataclass(frozen=True, eq=False)
class Scene:
    """One moment on a map of one size.

    Attributes
    ----------
    terrain, theme : Terrain, Theme
        What is shown, and how.
    room, scale : QRectF, Scale
        Where the hikers may be painted, in pixels, and how map units become pixels.
    view : HikersView
        Who is to be seen.
    start : (float, float)
        Where the chosen hiker stands as long as there is no track, in map units.
    dragged : bool
        Whether somebody is just putting the hiker down there, whatever the track says.
    frame : QRectF
        Where the map lies, in pixels.
    lines_through : function
        Traces the contour lines through a place.
    """

    terrain: Terrain
    theme: Theme
    room: QRectF
    scale: Scale
    view: HikersView
    start: tuple[float, float]
    dragged: bool
    frame: QRectF
    lines_through: Callable[[float, float], list[Floats]]

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
        """Where the chosen hiker stands, in pixels; at the room's edge when further."""
        return self._held(*self.place)

    @cached_property
    def sight(self) -> QPointF:
        """From where the chosen hiker sees, in pixels, also when that is out of the room."""
        x, y = self.scale.point(*self.place).toTuple()
        if not (math.isfinite(x) and math.isfinite(y)):
            return self.point
        return QPointF(min(max(x, -_FAR), _FAR), min(max(y, -_FAR), _FAR))

    def marks(self, homes: Homes | None) -> list[QPointF]:
        """Return where the chosen hiker stands, and homes that are marked, in pixels."""
        places = () if homes is None else homes.places
        points = [self.scale.point(*place) for place in places]
        return [self.point, *(point for point in points if self.frame.contains(point))]

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

    def ghosts(self, others: Mapping[int, Floats]) -> list[Way]:
        """Return the opened tracks, a race's in its hikers' colours, and the last runs."""
        theme, alone = self.theme, len(others) == 1
        return [
            Way(way, theme.other if alone else badge_colour(number, theme))
            for number, way in others.items()
        ] + [Way(way, theme.other) for way in self.view.past]

    def paint_homes(self, painter: QPainter, homes: Homes | None, taken: QRectF) -> None:
        """Mark where hikers want to get, or the way there, off what is taken of the map."""
        if homes is not None:
            # Nobody needs it for the first painting.
            from ui.home_mark import paint_homes

            paint_homes(painter, homes, self, taken)

    def paint_thoughts(self, painter: QPainter, reach: float, cursor: int | None) -> None:
        """Paint what the hiker reckons with, who sees so many pixels far, and the step told of."""
        if self.view.uphill:
            self.paint_uphill(painter, reach)
        if self.view.inner_life and self.track is not None:
            self.paint_inner_life(painter)
        else:
            self.paint_walk(painter, cursor)

    def paint_inner_life(self, painter: QPainter) -> None:
        """Paint the slope walked on, what is remembered of slopes, and the step to come."""
        # Nobody needs it for the first painting.
        from ui.inner_life import paint_inner_life

        if self.track is not None:
            step = self.view.own_step
            paint_inner_life(painter, self.scale, self.track, step, self.theme, frame=self.frame)

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
        if self.track is not None:
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
        """Return a place in pixels, held at the room's edge."""
        point, edge = self.scale.point(x, y), 1.2 * self.theme.normal
        inner = self.room.adjusted(edge, edge, -edge, -edge)
        if not (math.isfinite(point.x()) and math.isfinite(point.y())):
            return inner.topLeft()
        return QPointF(
            min(max(point.x(), inner.left()), inner.right()),
            min(max(point.y(), inner.top()), inner.bottom()),
        )
