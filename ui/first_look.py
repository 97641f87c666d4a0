"""The first look: what a large map is of, over the map, while all of it is being read."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

import mountain
from mountain import Terrain
from ui.groundwork import Groundwork
from ui.theme import GRID, Theme
from ui.veil import Veil

#: Along a side of the picture: an overview's heights are then taken as they are.
_CELLS = 256
#: Where nobody stands who would see through the mist, in pixels.
_NOWHERE = QPointF(-1e5, -1e5)


def seen_from_afar(path: Path, spacing: float) -> Terrain | None:
    """Return what a large map looks like, long before it has been read; None if it is small."""
    elevation = mountain.overview(path, spacing)
    if elevation is None:
        return None
    ground = mountain.elevation_ground(elevation)
    window = mountain.Window(*ground.edges)
    return Terrain(mountain.ELEVATION, elevation.source, ground, window)


class FirstLook(QWidget):
    """A picture of land over the map, on which nobody stands yet; or the mist that hides it.

    Parameters
    ----------
    view : QWidget
        The map, all of which it covers.
    terrain, theme : Terrain, Theme
        The land, called by its file's name, and how it looks.
    """

    def __init__(self, view: QWidget, terrain: Terrain, theme: Theme) -> None:
        super().__init__(view)
        self.setObjectName("first_look")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        # What lies below is another mountain, on which nobody means to click.
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self._words = f"Reading {terrain.title} …"
        self.setAccessibleName(self._words)
        self._theme, self._is_clear = theme, False
        self._ground = Groundwork(self, terrain, theme, _CELLS)
        view.installEventFilter(self)
        self.setGeometry(view.rect())

    def show_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self._ground.show_theme(theme)
        self.update()

    def show_mist(self, lifted: bool) -> None:
        """Show the land, or hide all of it: nobody shall know it before the hike begins."""
        self._is_clear = lifted
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the map also when it is of another size."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the land with its axes, or the mist and what is going on."""
        with QPainter(self) as painter:
            self._ground.paint(painter)
            if not self._is_clear:
                frame = self._ground.frame
                veil = Veil(frame, self.devicePixelRatioF(), self._theme.mist)
                veil.paint(painter, _NOWHERE, 1.0, 1.0)
                self._paint_words(painter, frame)

    def _paint_words(self, painter: QPainter, frame: QRectF) -> None:
        """Write what is going on into the middle."""
        theme = self._theme
        painter.setFont(theme.font(theme.large))
        metrics = painter.fontMetrics()
        room = round(frame.width()) - 8 * GRID
        text = metrics.elidedText(self._words, Qt.TextElideMode.ElideMiddle, room)
        box = QRectF(0, 0, metrics.horizontalAdvance(text) + 4 * GRID, metrics.height() + 2 * GRID)
        box.moveCenter(frame.center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.raised))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(theme.ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
