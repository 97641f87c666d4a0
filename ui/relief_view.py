"""The relief view: the mountain in perspective, with the mist, the hikers and their ways on it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from mountain import Floats, Mesh, Terrain
from ui.hand import Hand
from ui.hikers_view import HikersView
from ui.mist import Mist
from ui.orbit import Orbit
from ui.outlook import Outlook
from ui.pointed import paint_words, words_of
from ui.portrayer import Portrayer
from ui.relief_scene import ReliefScene
from ui.rose import paint_rose
from ui.sculptor import Sculptor
from ui.swing import Swing
from ui.theme import Theme

#: So long after a drag the picture is drawn in full.
_SETTLE_MS = 140
_WAITING = "The relief is being made …"


class ReliefView(QWidget):
    """The mountain seen from aside; dragging, the wheel and keys move the eye.

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
        self.setObjectName("relief_view")
        self.setAccessibleName("Relief")
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
        self._orbit = Orbit()
        self._portrayer: Portrayer | None = None
        self._picture: QImage | None = None
        self._hurried = False
        self._settling = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._settling.timeout.connect(self._settle)
        self._mist = Mist(self)
        self._mist.lifted.connect(self._hurry)
        self._swing = Swing(self)
        self._take_hand()
        self._sculptor = Sculptor(self)
        self._sculptor.made.connect(self._take)
        self._sculptor.make(terrain)

    def _take_hand(self) -> None:
        """Let wheel, pinch, other buttons and keys move the mountain as they move the map."""
        hand = Hand(self)
        hand.zoomed.connect(lambda factor: self.move_eye(self._orbit.zoomed(factor)))
        hand.pulled.connect(self._pull)
        hand.pushed.connect(
            lambda right, down: self._pull(QPointF(right * self.width(), down * self.height()))
        )
        hand.whole_wanted.connect(lambda: self.move_eye(Orbit()))
        self._swing.swung.connect(lambda *swing: self.move_eye(self._orbit.swung(*swing)))
        self._swing.pulled.connect(self._pull)

    def sizeHint(self) -> QSize:
        """Return a size in which the relief is the hero, as the map is."""
        return QSize(720, 720)

    @property
    def is_ready(self) -> bool:
        """Whether the mountain can be drawn; it is made in a thread of its own."""
        return self._portrayer is not None

    @property
    def is_busy(self) -> bool:
        """Whether the picture will still become better by itself."""
        return not self.is_ready or self._hurried

    @property
    def orbit(self) -> Orbit:
        """From where the mountain is looked at."""
        return self._orbit

    @property
    def is_misty(self) -> bool:
        """Whether there is any mist."""
        return self._mist.opacity > 0

    def close_down(self) -> None:
        """End what works for the view."""
        self._sculptor.close()

    def set_motion(self, moving: bool) -> None:
        """Let the mist lift slowly, or (reduced motion) at once; here it does not breathe."""
        self._mist.moving = moving

    def show_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.update()

    def show_terrain(self, terrain: Terrain, start: tuple[float, float]) -> None:
        """Show a mountain with a hiker about to set out."""
        if terrain != self._terrain:
            self._terrain, self._portrayer, self._orbit = terrain, None, Orbit()
            self._picture = None
            self._sculptor.make(terrain)
        self._start = start
        self.show_hikers(HikersView())

    def show_picture(self, picture: QImage) -> None:
        """Wear a picture of the whole map, north up, as somebody has lit and coloured it."""
        self._picture = picture
        if self._portrayer is not None:
            self._portrayer.wear(picture)
        self.update()

    def show_hikers(self, view: HikersView) -> None:
        """Show the ways walked up to a step, and the ways to come."""
        self._view = view
        self.setAccessibleDescription(f"{self._terrain.title} in relief. Step {view.own_step}.")
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

    def look_from(self, orbit: Orbit) -> None:
        """Look at the mountain from elsewhere."""
        self._orbit = orbit
        self.update()

    def move_eye(self, orbit: Orbit) -> None:
        """Look from elsewhere, coarsely until the eye comes to rest."""
        self._orbit = orbit
        self._hurry()

    @property
    def outlook(self) -> Outlook | None:
        """The block as it is seen now, drawn anew if need be; None before it is made."""
        if self._portrayer is None:
            return None
        portrayer, ratio = self._portrayer, self.devicePixelRatioF()
        if self.is_misty:
            start = self._start if self._view.track is None else None
            portrayer.follow(self._view, start)
        camera = self._orbit.camera(portrayer.mesh, (max(self.width(), 1), max(self.height(), 1)))
        pixels = ratio * (0.5 if self._hurried else 1.0)
        canvas = portrayer.portrayed(camera, pixels, self._theme, self._mist.opacity)
        return Outlook(portrayer.mesh, camera, canvas, self._theme)

    @property
    def is_hiker_low(self) -> bool:
        """Whether the chosen hiker stands in the lower half of the view."""
        outlook = self.outlook
        if outlook is None:
            return True
        return outlook.stand(*self._scene(outlook).place)[0].y() > self.height() / 2

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
            self._paint_block(painter, outlook)
            self._paint_scene(painter, outlook)
            paint_rose(painter, outlook, self._terrain)
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

    def _take(self, terrain: Terrain, mesh: Mesh) -> None:
        """Show a mountain that has been made, unless another is wanted by now."""
        if terrain == self._terrain:
            self._portrayer = Portrayer(terrain, mesh)
            if self._picture is not None:
                self._portrayer.wear(self._picture)
            self.update()

    def _pull(self, by: QPointF) -> None:
        outlook = self.outlook
        if outlook is not None:
            unit = outlook.camera.distance / float(outlook.camera.lens[4, 0])
            self.move_eye(self._orbit.panned(by.x() * unit, by.y() * unit, outlook.mesh))

    def _hurry(self) -> None:
        """Draw coarsely while things move."""
        self._hurried = self.isVisible()
        self._settling.start()
        self.update()

    def _settle(self) -> None:
        self._hurried = False
        self.update()

    def _scene(self, outlook: Outlook) -> ReliefScene:
        return ReliefScene(outlook, self._terrain, self._view, self._start)

    def _paint_block(self, painter: QPainter, outlook: Outlook) -> None:
        pixels: NDArray[np.uint32] = outlook.canvas.pixels
        rows, columns = pixels.shape
        image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(self.rect()), image)

    def _paint_scene(self, painter: QPainter, outlook: Outlook) -> None:
        scene, opacity = self._scene(outlook), self._mist.opacity
        if opacity > 0.5:
            scene.paint_edge(painter)
        if opacity < 1:
            painter.setOpacity(1 - opacity)
            scene.paint_thoughts(painter, self._others)
            painter.setOpacity(1)
        scene.paint_walked(painter)
        scene.paint_cursor(painter, self._cursor)
        scene.paint_hikers(painter)
        # On top: an arrow that leads away from the eye would be behind the badge.
        scene.paint_slopes(painter, truth=opacity < 0.5 or self._view.uphill)

    def _paint_words(self, painter: QPainter, outlook: Outlook) -> None:
        """Write what is known of the place under the pointer."""
        if self._pointed is None or self._swing.is_held or self._portrayer is None:
            return
        place = outlook.place_at(self._pointed.x(), self._pointed.y())
        if place is not None:
            hidden = self._mist.opacity >= 0.5 and self._portrayer.is_in_mist(*place)
            words = words_of(self._terrain, *place, hidden=hidden)
            if words:
                paint_words(painter, words, QRectF(self.rect()), self._theme)
