"""The relief view: the mountain in perspective, with the mist, the hikers and their ways on it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

import mountain
from mountain import Floats, Terrain
from ui.block import Block
from ui.corners import Corners, legible
from ui.eye import Eye
from ui.hikers_view import HikersView
from ui.home_mark import Homes
from ui.mist import Mist
from ui.orbit import Orbit
from ui.outlook import Outlook
from ui.pointed import paint_words, words_of
from ui.relief_scene import ReliefScene, place_of
from ui.theme import Theme
from ui.zoom import Zoom

#: So long after a drag the picture is drawn in full.
_SETTLE_MS = 140
_WAITING = "The relief is being made …"


class ReliefView(QWidget):
    """The mountain seen from aside; dragging, the wheel and keys move the eye.

    Signals
    -------
    start_chosen : (float, float)
        In map units.
    light_chosen : Light
        From where the ground is to be lit.
    painted
        After every painting.
    """

    start_chosen = Signal(float, float)
    light_chosen = Signal(object)
    painted = Signal()

    def __init__(self, terrain: Terrain, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("relief_view")
        self.setAccessibleName("Relief")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 320)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._terrain, self._theme = terrain, legible(theme)
        self._start = terrain.start
        self._view = HikersView()
        self._others: Mapping[int, Floats] = {}
        self._homes: Homes | None = None
        self._cursor: int | None = None
        self._pointed: QPointF | None = None
        self._hurried = False
        self._settling = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._settling.timeout.connect(self._settle)
        self._mist = Mist(self)
        self._mist.lifted.connect(self._hurry)
        self._eye = Eye(self, lambda: self.outlook)
        self._eye.moved.connect(self._hurry)
        self._block = Block(self, terrain, self._theme)
        self._block.changed.connect(self.update)
        self._block.made.connect(self._make_way)
        self._corners = Corners(self._theme, self)
        self._corners.lantern.light_chosen.connect(self._block.show_light)
        self._corners.lantern.light_chosen.connect(self.light_chosen)

    def sizeHint(self) -> QSize:
        """Return a size in which the relief is the hero, as the map is."""
        return QSize(720, 720)

    @property
    def is_ready(self) -> bool:
        """Whether the mountain can be drawn; it is made in a thread of its own."""
        return self._block.portrayer is not None

    @property
    def is_busy(self) -> bool:
        """Whether the picture will still become better by itself."""
        return self._hurried or self._block.is_busy

    @property
    def orbit(self) -> Orbit:
        """From where the mountain is looked at."""
        return self._eye.orbit

    @property
    def is_misty(self) -> bool:
        """Whether there is any mist."""
        return self._mist.opacity > 0

    def close_down(self) -> None:
        """End what works for the view."""
        self._block.end()

    def set_motion(self, moving: bool) -> None:
        """Let the mist lift slowly, or (reduced motion) at once; here it does not breathe."""
        self._mist.moving = moving

    def show_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = legible(theme)
        self._corners.show_theme(self._theme)
        self._make_way()
        self.update()

    def show_terrain(self, terrain: Terrain, start: tuple[float, float]) -> None:
        """Show a mountain with a hiker about to set out."""
        if terrain != self._terrain:
            self._terrain, self._eye.orbit = terrain, Orbit()
            self._block.show_terrain(terrain)
        self._start = start
        self.show_hikers(HikersView())

    def put_actions(self, actions: Mapping[str, QAction]) -> None:
        """Have buttons for actions on the relief, each with the drawing of its name."""
        self._corners.put_buttons(actions)
        self._make_way()

    def show_light(self, light: mountain.Light) -> None:
        """Shade the ground as a light from somewhere else does."""
        self._corners.lantern.show_light(light)
        self._block.show_light(light)

    def show_slopes(self, shown: bool) -> None:
        """Have the colours tell how steep the ground is, or how high."""
        self._block.show_slopes(shown)
        self._make_way()

    def show_arrows(self, shown: bool) -> None:
        """Have arrows all over the ground point downhill, or none."""
        self._block.show_arrows(shown)

    def show_hikers(self, view: HikersView) -> None:
        """Show the ways walked up to a step, and the ways to come."""
        self._view = view
        self._follow(at_once=view.own_step == 0)
        self._make_way()
        self.setAccessibleDescription(f"{self._terrain.title} in relief. Step {view.own_step}.")
        self.update()

    def show_opening(self, opening: Zoom) -> None:
        """Look at what a map shows of a hike at first, and see as far in the mist."""
        if self._eye.begin(opening):
            self._block.show_opening(opening.opening)
            self._follow(at_once=True)
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
            self.update()

    def show_cursor(self, step: int | None) -> None:
        """Mark the step that is pointed at in the charts."""
        if step != self._cursor:
            self._cursor = step
            self.update()

    def look_from(self, orbit: Orbit) -> None:
        """Look at the mountain from elsewhere."""
        self._eye.orbit = orbit
        self.update()

    def move_eye(self, orbit: Orbit) -> None:
        """Look from elsewhere, coarsely until the eye comes to rest."""
        self._eye.look_from(orbit)

    @property
    def outlook(self) -> Outlook | None:
        """The block as it is seen now, drawn anew if need be; None before it is made."""
        portrayer, ratio = self._block.portrayer, self.devicePixelRatioF()
        if portrayer is None:
            return None
        if self.is_misty:
            start = self._start if self._view.track is None else None
            portrayer.follow(self._view, start)
        size = max(self.width(), 1), max(self.height(), 1)
        camera = self._eye.camera(portrayer.mesh, size, self._mist.opacity)
        pixels = ratio * (0.5 if self._hurried else 1.0)
        canvas = portrayer.portrayed(camera, pixels, self._theme, self._mist.opacity)
        return Outlook(portrayer.mesh, camera, canvas, self._theme)

    @property
    def is_hiker_low(self) -> bool:
        """Whether the chosen hiker stands in the lower half of the view."""
        outlook = self.outlook
        return outlook is None or outlook.stand(*self._place)[0].y() > self.height() / 2

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the block anew where it has changed, and all that is on it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outlook = self.outlook
        if outlook is None:
            painter.fillRect(self.rect(), QColor(self._theme.ground))
            painter.setFont(self._theme.font(self._theme.normal))
            painter.setPen(QColor(self._theme.quiet))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _WAITING)
        else:
            outlook.paint_block(painter)
            self._paint_scene(painter, outlook)
            self._paint_words(painter, outlook)
        painter.end()
        self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw in the new size."""
        self._hurry()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the place under the pointer."""
        self._pointed = event.position()
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Set out from the place under the pointer."""
        outlook = self.outlook
        if outlook is not None and event.button() == Qt.MouseButton.LeftButton:
            place = outlook.place_at(event.position().x(), event.position().y())
            if place is not None:
                self.start_chosen.emit(*place)

    def leaveEvent(self, event: object) -> None:
        """Stop reading the mountain."""
        self._pointed = None
        self.update()

    def _follow(self, *, at_once: bool) -> None:
        """Have the eye stay by the hiker."""
        window, (x, y) = self._terrain.window, self._place
        place = (x - window.x0) / window.width - 0.5, (y - window.y0) / window.tall - 0.5
        self._eye.follow(place, at_once=at_once)

    @property
    def _place(self) -> tuple[float, float]:
        """Where the chosen hiker stands, in map units."""
        return place_of(self._view, self._start)

    def _make_way(self) -> None:
        """Have the corners' cards stand where the hiker is not."""
        outlook = self.outlook if self.isVisible() else None
        if outlook is not None:
            outline = self._scene(outlook).outline
            self._corners.make_way(outline, outlook, self._terrain, slopes=self._block.slopes)
            self.update()

    def _hurry(self) -> None:
        """Draw coarsely while things move."""
        self._hurried = self.isVisible()
        self._settling.start()
        self.update()

    def _settle(self) -> None:
        self._hurried = False
        self._make_way()
        self.update()

    def _scene(self, outlook: Outlook) -> ReliefScene:
        others, cursor, homes = self._others, self._cursor, self._homes
        return ReliefScene(outlook, self._terrain, self._view, self._start, others, cursor, homes)

    def _paint_scene(self, painter: QPainter, outlook: Outlook) -> None:
        # Below the scene: nothing stands over a hiker.
        slopes = self._block.slopes
        taken = self._corners.paint(painter, outlook, self._terrain, slopes=slopes)
        self._scene(outlook).paint(painter, self._mist.opacity, taken)

    def _paint_words(self, painter: QPainter, outlook: Outlook) -> None:
        """Write what is known of the place under the pointer."""
        portrayer = self._block.portrayer
        if self._pointed is None or self._eye.is_swinging or portrayer is None:
            return
        place = outlook.place_at(self._pointed.x(), self._pointed.y())
        if place is not None:
            hidden = self._mist.opacity >= 0.5 and portrayer.is_in_mist(*place)
            words = words_of(self._terrain, *place, hidden=hidden)
            if words:
                paint_words(painter, words, QRectF(self.rect()), self._theme)
