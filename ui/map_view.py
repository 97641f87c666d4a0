"""The map: the mountain, the mist, the hiker and the way walked."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mountain import Floats, Terrain
from ui.contours import Scale
from ui.groundwork import Groundwork
from ui.hand import Hand
from ui.hikers_view import HikersView
from ui.mist import BREATH_DEPTH, Mist
from ui.pictures import Pictures
from ui.pointed import paint_words, words_of
from ui.scene import Scene
from ui.start_chooser import StartChooser
from ui.theme import Theme

if TYPE_CHECKING:
    from ui.home_mark import Homes
    from ui.map_tools import MapTools


class MapView(QWidget):
    """The picture of the hike; a click or a drag chooses where to set out.

    Attributes
    ----------
    ground : Groundwork
        What lies under the mist: which part is seen, how it is lit, and what its colours tell.

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
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 320)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._theme = theme
        self._view = HikersView()
        self._others: Mapping[int, Floats] = {}
        self._homes: Homes | None = None
        self._cursor: int | None = None
        self._pointed: QPointF | None = None
        self._pictures: Pictures | None = None
        self.ground = Groundwork(self, terrain, theme)
        self.ground.moved.connect(self._see_anew)
        self._chooser = StartChooser(self, self.ground)
        self._chooser.chosen.connect(self.start_chosen)
        self._chooser.pulled.connect(self.ground.pull)
        self._mist = Mist(self)
        self._mist.lifted.connect(self.update)
        self._mist.breathed.connect(self._update_disc)
        self._actions: Mapping[str, QAction] = {}
        Hand(self).move(self.ground)

    def sizeHint(self) -> QSize:
        """Return a size in which the map is the hero."""
        return QSize(720, 720)

    @cached_property
    def tools(self) -> MapTools:
        """The lantern, and buttons beside it; made after the first painting."""
        from ui.map_tools import MapTools

        tools = MapTools(self._theme, self)
        tools.put_buttons(self._actions)
        tools.lantern.light_chosen.connect(self.ground.show_light)
        tools.show()
        return tools

    def put_actions(self, actions: Mapping[str, QAction]) -> None:
        """Have buttons for actions on the map, each with the drawing of its name."""
        self._actions = actions

    @property
    def moving(self) -> bool:
        """Whether the mist moves."""
        return self._mist.moving

    @property
    def is_busy(self) -> bool:
        """Whether the picture will still become better by itself."""
        return self.ground.is_busy

    def wait(self) -> None:
        """Wait until the picture is as good as it gets."""
        self.ground.wait()

    def end(self) -> None:
        """End what works for the map; it shows what it has."""
        self.ground.end()

    def set_motion(self, moving: bool) -> None:
        """Let the mist breathe and lift slowly, or (reduced motion) keep it still."""
        self._mist.set_motion(moving)

    def show_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.ground.show_theme(theme)
        if self._has_tools:
            self.tools.show_theme(theme)
        self._see_anew()

    def draw_contours(self) -> None:
        """Draw a finer relief and contour lines from now on; they come a little later."""
        self.ground.print_sheets()
        self._place_tools()

    def show_terrain(self, terrain: Terrain, start: tuple[float, float]) -> None:
        """Show a mountain with a hiker about to set out."""
        if terrain != self.ground.terrain:
            self.ground.show_terrain(terrain)
            self._see_anew()
        self._chooser.show_start(start)
        self.show_hikers(HikersView())

    def show_hikers(self, view: HikersView) -> None:
        """Show the ways walked up to a step, and the ways to come."""
        before = self._scene().place
        self._view = view
        scene = self._scene()
        self.ground.follow(before, scene.place)
        self._chooser.show_hiker(scene.place, self._theme.normal)
        self._place_tools()
        self.setAccessibleDescription(scene.described())
        self.update()

    def show_mist(self, lifted: bool) -> None:
        """Lift or lower the mist, in less than a second."""
        self._mist.lift(lifted, at_once=not self.isVisible())

    def show_others(self, ways: Mapping[int, Floats]) -> None:
        """Show opened tracks as ghosts: each hiker's number, and a way of shape (n, 2)."""
        self._others = ways
        self.update()

    def show_homes(self, homes: Homes | None) -> None:
        """Mark where hikers want to get, where the mist is lifted; None while nobody asks."""
        if homes != self._homes:
            self._homes = homes
            self._place_tools()
            self.update()

    def show_cursor(self, step: int | None) -> None:
        """Mark the step that is pointed at in the charts."""
        if step != self._cursor:
            self._cursor = step
            self.update()

    @property
    def frame(self) -> QRectF:
        """The map's rectangle, in pixels, in which a map unit is as long across as down."""
        return self.ground.frame

    @property
    def scale(self) -> Scale:
        """How map units become pixels now."""
        return self.ground.scale

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture from what is kept, adding only what is new."""
        pictures, scene = self._kept_pictures(), self._scene()
        painter = QPainter(self)
        self.ground.paint(painter)
        # Under the mist: an earlier way would tell the class where home is.
        pictures.past.paint(painter, scene.ghosts(self._others))
        if self._mist.opacity > 0:
            pictures.veil.paint(painter, scene.sight, self._mist.breath, self._mist.opacity)
        pictures.trail.paint(painter)
        if self._mist.opacity < 1:
            painter.setOpacity(1 - self._mist.opacity)
            taken = QRectF(self.tools.geometry()) if self._has_tools else QRectF()
            scene.paint_homes(painter, self._homes, taken)
            pictures.coming.paint(painter, scene.ways_to_come())
            scene.paint_truth(painter)
            painter.setOpacity(1)
        seen = pictures.sight if self._mist.opacity > 0.5 else math.inf
        scene.paint_thoughts(painter, seen, self._cursor)
        scene.paint_hikers(painter)
        self.ground.paint_legend(painter, is_left=not self._has_tools or self.tools.is_right)
        self._paint_words(painter)
        painter.end()
        self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have the pictures made anew in the new size."""
        self._see_anew()

    def closeEvent(self, event: QCloseEvent) -> None:
        """End what works for the map."""
        self.end()
        super().closeEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the place under the pointer."""
        self._pointed = event.position()
        self.update()

    def leaveEvent(self, event: object) -> None:
        """Stop reading the map."""
        self._pointed = None
        self.update()

    def _place_tools(self) -> None:
        if self.ground.sheets_are_printed:
            self.tools.keep_off(self.frame, self._scene().marks(self._homes))

    @property
    def _has_tools(self) -> bool:
        return "tools" in self.__dict__

    def _update_disc(self) -> None:
        if self._pictures is not None:
            reach = self._pictures.sight * (1 + 2 * BREATH_DEPTH)
            point = self._scene().sight
            area = QRectF(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach)
            self.update(area.intersected(QRectF(self.rect())).toAlignedRect())

    def _see_anew(self) -> None:
        self._pictures = None
        self._place_tools()
        self.update()

    def _kept_pictures(self) -> Pictures:
        """Return the pictures, made anew where the widget has changed, with the way walked."""
        ratio = self.devicePixelRatioF()
        if self._pictures is None or self._pictures.ratio != ratio:
            self._pictures = Pictures(
                self._theme,
                self.size(),
                ratio,
                frame=self.frame,
                scale=self.scale,
                power=self.ground.zoom.power,
                sight=self.ground.zoom.sight,
                hurried=self.ground.is_moving,
            )
        self._pictures.walk(self._view.race, self._view.step, self._view.hidden)
        return self._pictures

    def _scene(self) -> Scene:
        ground = self.ground
        return Scene(
            ground.terrain,
            self._theme,
            QRectF(self.rect()) if ground.zoom.is_whole else ground.frame,
            ground.scale,
            self._view,
            start=self._chooser.place,
            dragged=self._chooser.dragged is not None,
            frame=ground.frame,
            lines_through=ground.lines_through,
        )

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
            place, ground = self.scale.place(self._pointed), self.ground
            if ground.zoom.seen.holds(*place):
                words = words_of(ground.terrain, *place, hidden=self._is_hidden(self._pointed))
                paint_words(painter, words, self.frame, self._theme)

    def _is_hidden(self, point: QPointF) -> bool:
        """Tell whether the mist lies over a point, in pixels."""
        if self._pictures is None or self._mist.opacity < 0.5:
            return False
        away = point - self._scene().sight
        return math.hypot(away.x(), away.y()) > self._pictures.sight
