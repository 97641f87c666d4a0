"""The groundwork of the map: relief, lines and axes of the part that is seen, near or far."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

import mountain
from mountain import Floats, Terrain, Window
from ui.contours import Scale, contour_through, scale_of
from ui.pointed import paint_plate
from ui.relief import FEW_CELLS, Relief, shaded
from ui.rim import Rim
from ui.theme import GRID, Theme
from ui.zoom import Zoom, zoom_on

if TYPE_CHECKING:
    from mountain import Light
    from ui.press import Press
    from ui.sheet import Order, Sheet
    from ui.surroundings import Surroundings

#: The map rests when nobody has moved it for so long.
_REST_MS = 150
#: While somebody types, the next terrain comes within so long.
_TYPING_MS = 120


class Groundwork(QObject):
    """What lies under the mist.

    The first picture is coarse, and there at once; better ones are printed in a thread of their
    own, and the last one is shown until the next is there.

    Parameters
    ----------
    view : QWidget
        Whose ground it is.
    terrain, theme : Terrain, Theme
        What is shown, and how.
    cells : int
        Along a side of the first picture.

    Signals
    -------
    moved
        Another part of the map is seen, or for longer.
    """

    moved = Signal()

    def __init__(
        self, view: QWidget, terrain: Terrain, theme: Theme, cells: int = FEW_CELLS
    ) -> None:
        super().__init__(view)
        self._view, self._theme, self.terrain = view, theme, terrain
        self._cells = cells
        self.zoom = zoom_on(terrain)
        self._surroundings: Surroundings | None = None
        self._light: Light | None = None
        self._slopes = self._arrows = False
        self._press: Press | None = None
        self._rim = Rim()
        self._rest = QTimer(self, interval=_REST_MS, singleShot=True)
        self._rest.timeout.connect(self.moved)
        # To print takes from a walker who is about to set out what little there is of the time.
        self._typing = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self._typing.timeout.connect(view.update)

    @cached_property
    def _first(self) -> Relief:
        # Not kept by the terrain's name and ground: to tell large ones apart takes too long.
        return shaded(self.terrain, self._cells)

    @property
    def frame(self) -> QRectF:
        """The map's rectangle, in pixels, in which a map unit is as long across as down."""
        return _frame_in(QRectF(self._view.rect()), self.terrain.window, self._theme)

    @property
    def scale(self) -> Scale:
        """How map units become pixels now."""
        return scale_of(self.zoom.seen, self.frame)

    @property
    def is_moving(self) -> bool:
        """Whether somebody is just moving the map."""
        return self._rest.isActive()

    @property
    def sheets_are_printed(self) -> bool:
        """Whether better pictures than the first are made."""
        return self._press is not None

    @property
    def sheet(self) -> Sheet | None:
        """The picture that was printed last."""
        return None if self._press is None else self._press.sheet

    def lines_through(self, x: float, y: float) -> list[Floats]:
        """Trace the lines of the height of a place, in map units; none while a sheet is awaited."""
        if self._press is None:
            return contour_through(self.terrain, x, y)
        sheet = self._press.sheet
        if sheet is None or sheet.order.terrain is not self.terrain:
            return []
        return sheet.tracer.lines(float(self.terrain.ground.height(x, y)))

    @property
    def is_busy(self) -> bool:
        """Whether the picture will still become better."""
        if self._press is None or not self._view.isVisible():
            return False
        return self._press.is_busy or not self._press.has_been_asked(self._order())

    def wait(self) -> None:
        """Wait until the picture is as good as it gets, and the map rests."""
        self._typing.stop()
        if self._press is not None:
            self._press.want(self._order())
            self._press.wait()
        if self._rest.isActive():
            self._rest.stop()
            self.moved.emit()

    def end(self) -> None:
        """Print nothing more."""
        self._typing.stop()
        self._rest.stop()
        if self._press is not None:
            self._press.end()

    def print_sheets(self) -> None:
        """Have better pictures printed from now on; they would hold up the first painting."""
        if self._press is None:
            from ui.press import Press

            self._press = Press(self)
            self._press.printed.connect(self._view.update)
        self._view.update()

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme

    def show_terrain(self, terrain: Terrain) -> None:
        """Show another terrain: all of it, unless it is the same window of one's own."""
        before, self.terrain = self.terrain, terrain
        self.__dict__.pop("_first", None)
        zoom = zoom_on(terrain)
        if self._is_like(before):
            zoom = replace(zoom, seen=self.zoom.seen, opening=self.zoom.opening)
        if before.name == terrain.name and isinstance(terrain.ground, mountain.Formula):
            self.expect_terrain()
        self.zoom = zoom

    def expect_terrain(self) -> None:
        """Print nothing for a moment: there will soon be another terrain."""
        self._typing.start()

    def show_light(self, light: Light) -> None:
        """Shade the ground as a light from somewhere else does."""
        self._light = light
        self._view.update()

    def show_slopes(self, shown: bool) -> None:
        """Have the colours tell how steep the ground is, or how high."""
        self._slopes = shown
        self._view.update()

    def show_arrows(self, shown: bool) -> None:
        """Have arrows point downhill, or none."""
        self._arrows = shown
        self._view.update()

    def go_nearer(self, factor: float, point: QPointF | None) -> None:
        """Go nearer by a factor, towards a point in pixels, or the middle."""
        place = self.scale.place(self.frame.center() if point is None else point)
        self._look(self.zoom.scaled(factor, *place))

    def pull(self, by: QPointF) -> None:
        """Move the ground by so many pixels."""
        scale = self.scale
        self._look(self.zoom.moved(-by.x() / scale.across, by.y() / scale.down))

    def push(self, right: float, down: float) -> None:
        """Move the ground by a share of what is seen."""
        self._look(self.zoom.moved(-right * self.zoom.seen.width, down * self.zoom.seen.tall))

    def see_whole(self) -> None:
        """Show all of the map."""
        self._look(self.zoom.all_out())

    def show_surroundings(self, surroundings: Surroundings | None) -> None:
        """Look at what a hike needs of a large map, once for each hike that is chosen."""
        if surroundings is not None and surroundings is not self._surroundings:
            around = surroundings
            self._look(self.zoom.around(around.x, around.y, around.reach))
        self._surroundings = surroundings

    def follow(self, before: tuple[float, float], now: tuple[float, float]) -> None:
        """Keep somebody in sight who walks on."""
        self._look(self.zoom.following(before, now))

    def paint(self, painter: QPainter) -> None:
        """Paint the ground, as good as it is by now, and the axes; after that, only inside them."""
        frame, seen = self.frame, self.zoom.seen
        if self._press is not None and not self._typing.isActive():
            self._press.want(self._order())
        sheet = self.sheet
        if sheet is not None and self._is_like(sheet.order.terrain):
            sheet.paint(painter, self.terrain, frame, seen)
        else:
            self._paint_first(painter, frame)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._rim.paint(painter, self.terrain, frame, seen, self._theme)
        if not self.zoom.is_whole:
            # What lies beyond what is seen is not painted over the axes.
            painter.setClipRect(frame)

    def paint_legend(self, painter: QPainter, *, is_left: bool) -> None:
        """Paint what the colours mean, into a lower corner, and how near one is."""
        if self._slopes and self._press is not None:
            from ui.overlay import paint_legend

            paint_legend(painter, self.frame, self._theme, is_left=is_left)
        if not self.zoom.is_whole:
            words = f"× {self.zoom.power:.3g}    0: whole map"
            corner = self.frame.topLeft() + QPointF(GRID, GRID)
            paint_plate(painter, words, corner, Qt.AlignmentFlag.AlignLeft, self._theme)

    def _is_like(self, terrain: Terrain) -> bool:
        """Tell whether a terrain's picture may stand for a moment, as while a formula is typed."""
        mine = self.terrain
        return terrain.name == mine.name and terrain.window == mine.window

    def _paint_first(self, painter: QPainter, frame: QRectF) -> None:
        """Paint a coarse relief, which is there at once."""
        window, scale = self.terrain.window, self.scale
        area = QRectF(scale.point(window.x0, window.y1), scale.point(window.x1, window.y0))
        painter.save()
        painter.setClipRect(frame)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(area, self._first.image)
        painter.restore()

    def _look(self, zoom: Zoom) -> None:
        if zoom != self.zoom:
            self.zoom = zoom
            self._rest.start()
            self.moved.emit()

    def _order(self) -> Order:
        # What is not needed for the first painting is loaded after it.
        from ui.sheet import Order

        return Order(
            terrain=self.terrain,
            theme=self._theme,
            frame=self.frame,
            ratio=self._view.devicePixelRatioF(),
            seen=self.zoom.seen,
            light=self._light or mountain.Light(),
            slopes=self._slopes,
            arrows=self._arrows,
        )


def _frame_in(room: QRectF, window: Window, theme: Theme) -> QRectF:
    """Return the rectangle of a map, on whole pixels, with room for the axes beside it."""
    left, bottom = 3.6 * theme.small, 1.9 * theme.small
    room = room.adjusted(left, GRID, -GRID, -bottom)
    aspect = window.width / window.tall
    # A very long map is stretched: better than a sliver.
    aspect = aspect if 0.25 <= aspect <= 4 else room.width() / max(room.height(), 1)
    width = min(room.width(), room.height() * aspect)
    height = width / aspect
    corner_x = room.x() + (room.width() - width) / 2
    corner_y = room.y() + (room.height() - height) / 2
    return QRectF(round(corner_x), round(corner_y), round(width), round(height))
