"""The map: the mountain, the mist, the hiker and the way walked."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

import mountain
from mountain import Floats, Terrain
from ui.badge import badge_colour, paint_badge
from ui.contours import Scale
from ui.figure import paint_arrow, paint_hiker, paint_plain_way, paint_way
from ui.hikers_view import HikersView
from ui.inner_life import paint_inner_life
from ui.mist import BREATH_DEPTH, Mist
from ui.pictures import Pictures
from ui.theme import Theme

#: Share of the window that an arrow key moves the start by.
NUDGE = 0.02


class MapView(QWidget):
    """The picture of the hike; a click or a drag chooses where to set out.

    Signals
    -------
    start_chosen : (float, float)
        In map units.
    painted
        After every painting.
    """

    start_chosen = Signal(float, float)
    painted = Signal()

    def __init__(self, terrain: Terrain, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("map")
        self.setAccessibleName("Map")
        self.setToolTip("")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 320)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._terrain, self._theme = terrain, theme
        self._start = terrain.start
        self._view = HikersView()
        self._others: tuple[Floats, ...] = ()
        self._cursor: int | None = None
        self._pointed: QPointF | None = None
        self._dragged: tuple[float, float] | None = None
        self._pictures: Pictures | None = None
        self._contoured = False
        self._mist = Mist(self)
        self._mist.lifted.connect(self.update)
        self._mist.breathed.connect(self._update_disc)

    def sizeHint(self) -> QSize:
        """Return a size in which the map is the hero."""
        return QSize(720, 720)

    @property
    def moving(self) -> bool:
        """Whether the mist moves."""
        return self._mist.moving

    def set_motion(self, moving: bool) -> None:
        """Let the mist breathe and lift slowly, or (reduced motion) keep it still."""
        self._mist.set_motion(moving)

    def show_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self._forget_pictures()

    def draw_contours(self) -> None:
        """Draw contour lines from now on; tracing them would hold up the first painting."""
        self._contoured = True
        self._forget_pictures()

    def show_terrain(self, terrain: Terrain, start: tuple[float, float]) -> None:
        """Show a mountain with a hiker about to set out."""
        if terrain != self._terrain:
            self._terrain = terrain
            self._forget_pictures()
        self._start = start
        self.show_hikers(HikersView())

    def show_hikers(self, view: HikersView) -> None:
        """Show the ways walked up to a step, and the ways to come."""
        self._view = view
        self._describe()
        self.update()

    def show_mist(self, lifted: bool) -> None:
        """Lift or lower the mist, in less than a second."""
        self._mist.lift(lifted, at_once=not self.isVisible())

    def show_others(self, ways: tuple[Floats, ...]) -> None:
        """Show opened tracks as ghosts, each of shape (n, 2)."""
        self._others = ways
        self.update()

    def show_cursor(self, step: int | None) -> None:
        """Mark the step that is pointed at in the charts."""
        if step != self._cursor:
            self._cursor = step
            self.update()

    @property
    def frame(self) -> QRectF:
        """The map's rectangle, in pixels, in which a map unit is as long across as down."""
        window = self._terrain.window
        left, bottom = 3.2 * self._theme.small, 1.9 * self._theme.small
        room = QRectF(self.rect()).adjusted(left, 8, -8, -bottom)
        aspect = window.width / window.tall
        # A very long map is stretched: better than a sliver.
        aspect = aspect if 0.25 <= aspect <= 4 else room.width() / max(room.height(), 1)
        width = min(room.width(), room.height() * aspect)
        height = width / aspect
        corner_x = room.x() + (room.width() - width) / 2
        corner_y = room.y() + (room.height() - height) / 2
        return QRectF(round(corner_x), round(corner_y), round(width), round(height))

    @property
    def scale(self) -> Scale:
        """How map units become pixels now."""
        window, frame = self._terrain.window, self.frame
        return Scale(
            window.x0,
            window.y1,
            frame.left(),
            frame.top(),
            frame.width() / window.width,
            frame.height() / window.tall,
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture from what is kept, adding only what is new."""
        pictures = self._kept_pictures()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, pictures.base)
        if self._mist.opacity > 0:
            pictures.veil.paint(painter, self._hiker_point(), self._mist.breath, self._mist.opacity)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, scale = self._theme, self.scale
        ways = (*self._others, *self._view.past)
        for way in ways:
            if len(ways) == 1:
                paint_way(painter, scale.to_screen(way), theme.other, theme)
            else:
                paint_plain_way(painter, way, scale, theme.other, theme)
        pictures.trail.paint(painter)
        if self._mist.opacity < 1:
            painter.setOpacity(1 - self._mist.opacity)
            self._paint_coming(painter)
            self._paint_truth(painter)
            painter.setOpacity(1)
        if self._view.inner_life and self._view.track is not None and self._dragged is None:
            paint_inner_life(painter, scale, self._view.track, self._view.own_step, theme)
        else:
            self._paint_walk(painter)
        self._paint_hikers(painter)
        self._paint_words(painter)
        painter.end()
        self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have the pictures made anew in the new size."""
        self._forget_pictures()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the hiker along, or put them where the map was clicked."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the place under the pointer, or drag the hiker there."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._drag_to(event.position())
        self._pointed = event.position()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Set out from where the hiker was let go."""
        if event.button() == Qt.MouseButton.LeftButton and self._dragged is not None:
            place, self._dragged = self._dragged, None
            self.start_chosen.emit(*place)

    def leaveEvent(self, event: object) -> None:
        """Stop reading the map."""
        self._pointed = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the start with Shift and the arrow keys."""
        ways = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, 1),
            Qt.Key.Key_Down: (0, -1),
        }
        way = ways.get(Qt.Key(event.key()))
        if way is None or not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)
            return
        window = self._terrain.window
        x = self._start[0] + way[0] * NUDGE * window.width
        y = self._start[1] + way[1] * NUDGE * window.tall
        self.start_chosen.emit(min(max(x, window.x0), window.x1), min(max(y, window.y0), window.y1))

    def _drag_to(self, point: QPointF) -> None:
        window = self._terrain.window
        x, y = self.scale.place(point)
        self._dragged = (
            min(max(x, window.x0), window.x1),
            min(max(y, window.y0), window.y1),
        )
        self.update()

    def _update_disc(self) -> None:
        if self._pictures is not None:
            reach = self._pictures.veil.radius * (1 + 2 * BREATH_DEPTH)
            point = self._hiker_point()
            area = QRectF(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach)
            self.update(area.toAlignedRect())

    def _forget_pictures(self) -> None:
        self._pictures = None
        self.update()

    def _kept_pictures(self) -> Pictures:
        """Return the pictures, made anew where the widget has changed, with the way walked."""
        ratio = self.devicePixelRatioF()
        if self._pictures is None or self._pictures.ratio != ratio:
            self._pictures = Pictures(
                self._terrain,
                self._theme,
                self.size(),
                ratio,
                frame=self.frame,
                scale=self.scale,
                contoured=self._contoured,
            )
        self._pictures.walk(self._view.race, self._view.step, self._view.hidden)
        return self._pictures

    def _hiker_place(self) -> tuple[float, float]:
        if self._dragged is not None:
            return self._dragged
        if self._view.track is None:
            return self._start
        row = self._view.track.rows[self._view.own_step]
        return float(row["x"]), float(row["y"])

    @property
    def is_hiker_low(self) -> bool:
        """Whether the chosen hiker stands in the lower half of the map."""
        return self._hiker_point().y() > self.frame.center().y()

    def _hiker_point(self) -> QPointF:
        """Return where the chosen hiker stands, in pixels; at the widget's edge when further."""
        return self._held(*self._hiker_place())

    def _held(self, x: float, y: float) -> QPointF:
        """Return a place in pixels, held at the widget's edge."""
        point = self.scale.point(x, y)
        edge = 1.2 * self._theme.normal
        if not (math.isfinite(point.x()) and math.isfinite(point.y())):
            return QPointF(edge, edge)
        return QPointF(
            min(max(point.x(), edge), self.width() - edge),
            min(max(point.y(), edge), self.height() - edge),
        )

    def _paint_walk(self, painter: QPainter) -> None:
        """Paint the arrow of the slope that is walked on, and the step the charts point at."""
        track = self._view.track
        if track is None or self._dragged is not None:
            return
        last, sign = track.rows[self._view.own_step], 1.0 if track.plan.ascend else -1.0
        way = (sign * float(last["grad_x"]), sign * float(last["grad_y"]))
        paint_arrow(painter, self._hiker_point(), way, self._theme.trail, self._theme)
        if self._cursor is not None and self._cursor <= self._view.own_step:
            row = track.rows[self._cursor]
            painter.setPen(QColor(self._theme.casing))
            painter.setBrush(QColor(self._theme.truth))
            radius = 2.2 * self._theme.stroke
            painter.drawEllipse(self.scale.point(float(row["x"]), float(row["y"])), radius, radius)

    def _paint_coming(self, painter: QPainter) -> None:
        """Paint the ways to come, as they are thought of."""
        alone = len(self._view.coming) == 1
        for number, way in enumerate(self._view.coming):
            if number not in self._view.hidden:
                if alone:
                    points = self.scale.to_screen(way)
                    paint_way(painter, points, self._theme.ghost, self._theme)
                else:
                    ink = badge_colour(number, self._theme)
                    paint_plain_way(painter, way, self.scale, ink, self._theme)

    def _paint_hikers(self, painter: QPainter) -> None:
        """Paint everybody, the chosen hiker on top."""
        race, theme = self._view.race, self._theme
        if race is None or len(race.tracks) == 1:
            paint_hiker(painter, self._hiker_point(), theme)
            return
        others = [track for track in race.tracks if track.number not in self._view.hidden]
        others.sort(key=lambda track: track.number == self._view.chosen)
        for track in others:
            row = track.rows[min(self._view.step, track.steps)]
            chosen = track.number == self._view.chosen
            at = self._hiker_point() if chosen else self._held(float(row["x"]), float(row["y"]))
            paint_badge(painter, at, theme.normal * (1.0 if chosen else 0.8), track.number, theme)

    def _paint_truth(self, painter: QPainter) -> None:
        """Paint the arrow of the true slope, which only those outside the mist can see."""
        if self._dragged is not None:
            return
        slope_x, slope_y = self._terrain.formula.gradient(*self._hiker_place())
        track = self._view.track
        sign = 1.0 if track is not None and track.plan.ascend else -1.0
        way = (sign * float(slope_x), sign * float(slope_y))
        paint_arrow(painter, self._hiker_point(), way, self._theme.truth, self._theme, thin=True)

    def _paint_words(self, painter: QPainter) -> None:
        """Write what the map says of the place under the pointer."""
        if self._pointed is None:
            return
        text = self._words_of(
            *self.scale.place(self._pointed), hidden=self._is_hidden(self._pointed)
        )
        if text:
            theme, frame = self._theme, self.frame
            painter.setFont(theme.font(theme.small))
            metrics = painter.fontMetrics()
            box = QRectF(0, 0, metrics.horizontalAdvance(text) + 16, metrics.height() + 8)
            box.moveTopRight(frame.topRight() + QPointF(-8, 8))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.raised))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(QColor(theme.ink))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _is_hidden(self, point: QPointF) -> bool:
        """Tell whether the mist lies over a point, in pixels."""
        if self._pictures is None or self._mist.opacity < 0.5:
            return False
        away = point - self._hiker_point()
        return math.hypot(away.x(), away.y()) > self._pictures.veil.radius

    def _words_of(self, x: float, y: float, *, hidden: bool = False) -> str:
        if not self._terrain.window.holds(x, y):
            return ""
        if hidden:
            return f"x {x:.2f}   y {y:.2f}   in the mist".replace("-", "−")
        height = float(self._terrain.formula.height(x, y))
        slope = math.hypot(*(float(part) for part in self._terrain.formula.gradient(x, y)))
        degrees = mountain.tilt(slope)
        text = f"x {x:.2f}   y {y:.2f}   height {height:.2f}   slope {slope:.2f} ({degrees:.0f}°)"
        return text.replace("-", "−")

    def _describe(self) -> None:
        """Keep the text twin of the picture for those who cannot see it."""
        x, y = self._hiker_place()
        step = self._view.own_step
        words = f"{self._terrain.title}. Step {step}: the hiker is at x {x:.2f}, y {y:.2f}"
        if self._view.track is not None:
            words += f", height {float(self._terrain.formula.height(x, y)):.2f}"
        self.setAccessibleDescription(words + ".")
