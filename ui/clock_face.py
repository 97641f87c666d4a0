"""The clock: the sun on its way, the time of day, and what the readings have cost."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

import mountain
from ui.drawing import Line, paint_card, paint_lines
from ui.sky import paint_sky
from ui.theme import DUSK, Theme

#: The size of the drawing, in its own units.
WIDTH, HEIGHT = 240.0, 156.0
SKY_HEIGHT = 74.0
_BAR = (14.0, 140.0, 212.0, 7.0)


@dataclass(frozen=True)
class ClockState:
    """How late it is, and where the time went.

    Attributes
    ----------
    minutes : float
        Since setting out.
    daylight : float
        Minutes from setting out to sunset; may be infinite.
    steps, readings : int
        Walked and taken so far.
    reading_minutes : float
        What the readings took of the minutes.
    """

    minutes: float
    daylight: float
    steps: int
    readings: int
    reading_minutes: float

    @property
    def is_night(self) -> bool:
        """Whether the sun has set."""
        return self.minutes >= self.daylight


def duration_text(minutes: float) -> str:
    """Return a span of time, as `45 min` or `4 h 37`."""
    if not math.isfinite(minutes):
        return "for ever"
    if 0 < minutes < 1:
        return "under 1 min"
    hours, rest = divmod(math.floor(minutes), 60)
    return f"{hours} h {rest:02d}" if hours else f"{rest} min"


def sunset_text(state: ClockState) -> str:
    """Return when the sun sets, or has set."""
    if not math.isfinite(state.daylight):
        return "no sunset today"
    sunset = mountain.time_of_day(state.daylight)
    return f"night since {sunset}" if state.is_night else f"sunset {sunset}"


def readings_text(state: ClockState) -> str:
    """Return how many readings were taken, and how much of the time they took."""
    if state.readings == 0:
        return "no reading yet"
    took = f"{mountain.counted(state.readings, 'reading')} took "
    took += duration_text(state.reading_minutes)
    return f"{took} of {duration_text(state.minutes)}" if state.minutes >= 1 else took


def description(state: ClockState) -> str:
    """Return in words what the picture shows."""
    readings = readings_text(state).replace(" took ", ", taking ")
    on_the_way = " on the way" if state.minutes >= 1 else ""
    return (
        f"{mountain.time_of_day(state.minutes)}, {sunset_text(state)}. "
        f"{mountain.counted(state.steps, 'step')}, {readings}{on_the_way}."
    )


def lines_of(state: ClockState, theme: Theme) -> tuple[Line, ...]:
    """Return every line of text of the picture, in the drawing's units."""
    time = Line(mountain.time_of_day(state.minutes), (14, 78, 104, 36), 34, theme.ink, True, "left")
    warned = theme.bad if state.is_night else theme.ink
    return (
        time,
        Line(sunset_text(state), (122, 82, 104, 32), 17, warned, state.is_night, "right"),
        Line(readings_text(state), (14, 115, 212, 22), 13, theme.quiet, side="left"),
    )


class ClockFace(QWidget):
    """The picture of the day: how much of it is left, and what it went into."""

    def __init__(self, theme: Theme = DUSK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._state = ClockState(0.0, math.inf, 0, 0, 0.0)
        self.setObjectName("clock")
        self.setAccessibleName("Clock")
        self.setAccessibleDescription(description(self._state))
        self.setMinimumSize(160, 104)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the size at which the letters have the theme's sizes."""
        scale = self._theme.normal / 15
        return QSize(round(WIDTH * scale), round(HEIGHT * scale))

    def show_theme(self, theme: Theme) -> None:
        """Show the same in another theme."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_clock(self, state: ClockState) -> None:
        """Show how late it is."""
        if state == self._state:
            return
        self._state = state
        self.setAccessibleDescription(description(state))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the day in the middle of the widget, as large as it fits."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = min(self.width() / WIDTH, self.height() / HEIGHT)
        painter.translate((self.width() - scale * WIDTH) / 2, (self.height() - scale * HEIGHT) / 2)
        painter.scale(scale, scale)
        paint_card(painter, WIDTH, HEIGHT, self._theme)
        paint_sky(
            painter, (WIDTH, SKY_HEIGHT), self._state.minutes, self._state.daylight, self._theme
        )
        paint_lines(painter, lines_of(self._state, self._theme), self._theme)
        _paint_shares(painter, self._state, self._theme)
        painter.end()


def _paint_shares(painter: QPainter, state: ClockState, theme: Theme) -> None:
    """Paint which share of the time so far went into readings."""
    left, top, width, height = _BAR
    share = state.reading_minutes / state.minutes if 0 < state.minutes < math.inf else 0.0
    painter.setPen(QPen(QColor(theme.quiet), 1))
    painter.setBrush(QColor(theme.raised))
    painter.drawRoundedRect(QRectF(left, top, width, height), height / 2, height / 2)
    if share <= 0:
        return
    # A sliver would be lost: the shortest stretch that is shown is as long as it is high.
    stretch = max(height, width * min(share, 1.0))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.accent))
    painter.drawRoundedRect(QRectF(left, top, stretch, height), height / 2, height / 2)
