"""The map: the mountain, the mist, the hiker and the way walked."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from mountain import Floats, Terrain
from ui.badge import badge_colour
from ui.contours import Scale
from ui.hikers_view import HikersView
from ui.mist import BREATH_DEPTH, Mist
from ui.pictures import Pictures
from ui.pointed import paint_words, words_of
from ui.scene import Scene
from ui.theme import Theme
from ui.ways import Way

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
        self._others: Mapping[int, Floats] = {}
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
        self.setAccessibleDescription(self._scene().described())
        self.update()

    def show_mist(self, lifted: bool) -> None:
        """Lift or lower the mist, in less than a second."""
        self._mist.lift(lifted, at_once=not self.isVisible())

    def show_others(self, ways: Mapping[int, Floats]) -> None:
        """Show opened tracks as ghosts: each hiker's number, and a way of shape (n, 2)."""
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
        pictures, scene = self._kept_pictures(), self._scene()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, pictures.base)
        # Under the mist: an earlier way would tell the class where home is.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pictures.past.paint(painter, self._ghosts())
        if self._mist.opacity > 0:
            pictures.veil.paint(painter, scene.point, self._mist.breath, self._mist.opacity)
        pictures.trail.paint(painter)
        if self._mist.opacity < 1:
            painter.setOpacity(1 - self._mist.opacity)
            pictures.coming.paint(painter, scene.ways_to_come())
            scene.paint_truth(painter)
            painter.setOpacity(1)
        if self._view.uphill:
            seen = pictures.veil.radius if self._mist.opacity > 0.5 else math.inf
            scene.paint_uphill(painter, seen)
        if self._view.inner_life and scene.track is not None:
            # Nobody needs it for the first painting.
            from ui.inner_life import paint_inner_life

            paint_inner_life(painter, scene.scale, scene.track, self._view.own_step, self._theme)
        else:
            scene.paint_walk(painter, self._cursor)
        scene.paint_hikers(painter)
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
            point = self.hiker_point
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

    def _scene(self) -> Scene:
        return Scene(
            self._terrain,
            self._theme,
            self.size(),
            self.scale,
            self._view,
            start=self._start if self._dragged is None else self._dragged,
            dragged=self._dragged is not None,
        )

    def _ghosts(self) -> list[Way]:
        """Return the opened tracks, a race's in its hikers' colours, and the last runs."""
        theme, alone = self._theme, len(self._others) == 1
        return [
            Way(way, theme.other if alone else badge_colour(number, theme))
            for number, way in self._others.items()
        ] + [Way(way, theme.other) for way in self._view.past]

    @property
    def hiker_point(self) -> QPointF:
        """Where the chosen hiker stands, in pixels; at the widget's edge when further."""
        return self._scene().point

    @property
    def is_hiker_low(self) -> bool:
        """Whether the chosen hiker stands in the lower half of the map."""
        return self.hiker_point.y() > self.frame.center().y()

    def _paint_words(self, painter: QPainter) -> None:
        """Write what the map says of the place under the pointer."""
        if self._pointed is not None:
            place, hidden = self.scale.place(self._pointed), self._is_hidden(self._pointed)
            words = words_of(self._terrain, *place, hidden=hidden)
            if words:
                paint_words(painter, words, self.frame, self._theme)

    def _is_hidden(self, point: QPointF) -> bool:
        """Tell whether the mist lies over a point, in pixels."""
        if self._pictures is None or self._mist.opacity < 0.5:
            return False
        away = point - self.hiker_point
        return math.hypot(away.x(), away.y()) > self._pictures.veil.radius
