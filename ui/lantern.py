"""The lantern: a ring at the map's rim on which one puts the light that shades the ground."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

import mountain
from ui.theme import GRID, Theme

#: Where the light stands at first: in the north-west, halfway up.
USUAL = mountain.Light()
#: So near to the horizon, ground would be all shadow.
LOWEST = 10.0
#: A key turns the light by this much, and lifts it by this much, in degrees.
TURN, LIFT = 15.0, 5.0
_TURNS = {Qt.Key.Key_Left: -TURN, Qt.Key.Key_Right: TURN}
_LIFTS = {Qt.Key.Key_Up: LIFT, Qt.Key.Key_Down: -LIFT}
_USUAL_KEYS = (Qt.Key.Key_Home, Qt.Key.Key_0)


class Lantern(QWidget):
    """A plan of the sky: its rim is the horizon, its middle overhead.

    Signals
    -------
    light_chosen : Light
        Where the light is to stand.
    """

    light_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lantern")
        self.setAccessibleName("Light")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._light = USUAL
        self._shown: object = None
        self._picture = QPixmap()
        self.show_theme(theme)
        self.show_light(USUAL)

    @property
    def light(self) -> mountain.Light:
        """Where the light stands."""
        return self._light

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        side = GRID * round(4.3 * theme.normal / GRID)
        self.setFixedSize(QSize(side, side))
        self.update()

    def show_light(self, light: mountain.Light) -> None:
        """Show where the light stands."""
        self._light = light
        east, north, _ = light.direction
        where = mountain.heading(east, north) if light.altitude < 89 else ""
        told = f"{where}, {light.altitude:.0f}° up" if where else "overhead"
        self.setAccessibleDescription(f"The light stands {told}")
        self.setToolTip(f"Light: {told}. Drag the sun, or turn it with the arrow keys.")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is kept: the map is painted more often, and this with it."""
        shown = (self._light, self._theme, self.hasFocus(), self.devicePixelRatioF())
        if self._shown is None or self._shown != shown:
            self._shown = shown
            self._picture = QPixmap(self.size() * self.devicePixelRatioF())
            self._picture.setDevicePixelRatio(self.devicePixelRatioF())
            self._picture.fill(Qt.GlobalColor.transparent)
            with QPainter(self._picture) as inner:
                self._paint_ring(inner)
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._picture)

    def _paint_ring(self, painter: QPainter) -> None:
        """Paint the ring, north, and the sun with its beam."""
        theme, middle, radius = self._theme, self._middle, self._radius
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plate = QColor(theme.panel)
        plate.setAlphaF(0.88)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(plate)
        painter.drawEllipse(middle, self.width() / 2 - 1, self.height() / 2 - 1)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        focused = self.hasFocus()
        rim = theme.accent if focused else theme.line
        painter.setPen(QPen(QColor(rim), 2.5 if focused else 1.5))
        painter.drawEllipse(middle, radius, radius)
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawEllipse(middle, radius / 2, radius / 2)
        for turn in range(0, 360, 45):
            way = _way(turn)
            painter.drawLine(middle + way * (radius - 4), middle + way * radius)
        self._paint_north(painter)
        sun = self.sun
        painter.setPen(QPen(QColor(theme.accent), 1.5))
        painter.drawLine(sun, middle)
        painter.setPen(QPen(QColor(theme.on_accent), 1.5))
        painter.setBrush(QColor(theme.accent))
        painter.drawEllipse(sun, 0.42 * theme.normal, 0.42 * theme.normal)

    @property
    def sun(self) -> QPointF:
        """Where the sun is painted, in pixels."""
        away = (90.0 - self._light.altitude) / 90.0 * self._radius
        return self._middle + _way(self._light.azimuth) * away

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the sun where the ring is pressed."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._put(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the sun."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._put(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Put the sun back to where it usually is."""
        self._choose(USUAL)

    def event(self, event: QEvent) -> bool:
        """Keep the keys that turn the light from what they do in the rest of the window."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
            return super().event(event)
        event.setAccepted(Qt.Key(event.key()) in (*_TURNS, *_LIFTS, *_USUAL_KEYS))
        return event.isAccepted()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the light with left and right, lift and lower it with up and down."""
        key = Qt.Key(event.key())
        if key in _USUAL_KEYS:
            self._choose(USUAL)
        elif key in _TURNS:
            self._turn((self._light.azimuth + _TURNS[key]) % 360.0, self._light.altitude)
        elif key in _LIFTS:
            self._turn(self._light.azimuth, self._light.altitude + _LIFTS[key])
        else:
            super().keyPressEvent(event)

    @property
    def _middle(self) -> QPointF:
        return QRectF(self.rect()).center()

    @property
    def _radius(self) -> float:
        return self.width() / 2 - GRID

    def _put(self, point: QPointF) -> None:
        away = point - self._middle
        far = math.hypot(away.x(), away.y())
        azimuth = mountain.bearing(away.x(), -away.y()) if far > 1 else self._light.azimuth
        self._turn(azimuth, 90.0 - 90.0 * far / self._radius)

    def _turn(self, azimuth: float, altitude: float) -> None:
        altitude = min(max(altitude, LOWEST), 90.0)
        self._choose(replace(self._light, azimuth=azimuth, altitude=altitude))

    def _choose(self, light: mountain.Light) -> None:
        if light != self._light:
            self.show_light(light)
            self.light_chosen.emit(light)

    def _paint_north(self, painter: QPainter) -> None:
        painter.setFont(self._theme.font(self._theme.small, bold=True))
        painter.setPen(QColor(self._theme.quiet))
        top = self._middle.y() - self._radius
        box = QRectF(self._middle.x() - 20, top + 3, 40, painter.fontMetrics().height())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "N")


def _way(azimuth: float) -> QPointF:
    """Return the way to a bearing, one pixel long, on the screen."""
    return QPointF(math.sin(math.radians(azimuth)), -math.cos(math.radians(azimuth)))
