"""The sky over the ridge: the sun on its arc, dusk, and the moon when it is night."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPen, QRadialGradient

from ui.drawing import darker_of, lighter_of, line_pen, mixed
from ui.theme import GRID, Theme

#: Share of the day after which the sky begins to redden.
_DUSK = 0.65
_DAY_MINUTES = 24 * 60
#: The ridge, as shares of the width and of the height above the lower edge.
_RIDGE = (
    (0.0, 0.16),
    (0.09, 0.24),
    (0.17, 0.19),
    (0.29, 0.36),
    (0.36, 0.28),
    (0.45, 0.45),
    (0.50, 0.40),
    (0.57, 0.50),
    (0.67, 0.30),
    (0.75, 0.37),
    (0.86, 0.18),
    (0.93, 0.23),
    (1.0, 0.14),
)
_STARS = (
    (0.07, 0.30),
    (0.18, 0.14),
    (0.30, 0.40),
    (0.41, 0.12),
    (0.55, 0.24),
    (0.64, 0.10),
    (0.94, 0.20),
)


def sun_place(minutes: float, daylight: float) -> tuple[float, float]:
    """Return where the sun is, as shares of the width and of the height above the lower edge.

    It rises over the left end of the ridge when the hike begins, and sets behind the right one
    after `daylight` minutes. A sun that never sets goes round level, once in a day.
    """
    if not math.isfinite(daylight):
        return 0.08 + 0.84 * (minutes % _DAY_MINUTES) / _DAY_MINUTES, 0.76
    gone = min(1.0, max(0.0, minutes / daylight)) if daylight > 0 else 1.0
    arc = max(0.0, math.sin(math.pi * (0.14 + 0.86 * gone)))
    return 0.07 + 0.86 * gone, 0.06 + 0.76 * arc**0.7


def redness(minutes: float, daylight: float) -> float:
    """Return how far the evening has come: 0 by day, 1 at sunset."""
    if not math.isfinite(daylight):
        return 0.0
    gone = minutes / daylight if daylight > 0 else 1.0
    late = min(1.0, max(0.0, (gone - _DUSK) / (1 - _DUSK)))
    return late * late * (3 - 2 * late)


def paint_sky(
    painter: QPainter, size: tuple[float, float], minutes: float, daylight: float, theme: Theme
) -> None:
    """Paint the sky into the top of a card.

    Parameters
    ----------
    painter : QPainter
    size : tuple of float
        Width and height of the sky, in the painter's units.
    minutes, daylight : float
        Since setting out; from setting out to sunset, may be infinite.
    theme : Theme
    """
    box = QRectF(1, 1, size[0] - 2, size[1] - 1)
    painter.save()
    painter.setClipPath(_rounded_above(box, 1.5 * GRID))
    if minutes >= daylight:
        _paint_night(painter, box, theme)
    else:
        _paint_day(painter, box, redness(minutes, daylight), theme)
        _paint_way(painter, box, minutes, daylight, theme)
        _paint_sun(painter, box, sun_place(minutes, daylight), theme)
    _paint_ridge(painter, box, theme)
    painter.restore()


def _rounded_above(box: QRectF, radius: float) -> QPainterPath:
    """Return a box whose upper corners are round."""
    path = QPainterPath()
    path.addRoundedRect(box.adjusted(0, 0, 0, 2 * radius), radius, radius)
    lower = QPainterPath()
    lower.addRect(box)
    return path.intersected(lower)


def _at(box: QRectF, place: tuple[float, float]) -> QPointF:
    return QPointF(box.left() + place[0] * box.width(), box.bottom() - place[1] * box.height())


def _paint_day(painter: QPainter, box: QRectF, red: float, theme: Theme) -> None:
    """Paint the sky of the hour; in the evening it deepens above and glows at the ridge."""
    light = QColor(theme.ground).lightnessF() > 0.5
    # On a light sky a red sun needs a paler evening to stand out of.
    high, low, reddest = (0.76, 0.9, 0.22) if light else (0.72, 0.58, 0.34)
    above = mixed(theme.truth, theme.ground, high).name()
    below = mixed(theme.truth, theme.ground, low).name()
    sky = QLinearGradient(box.topLeft(), box.bottomLeft())
    sky.setColorAt(0, mixed(above, theme.other, 0.72 * reddest * red))
    sky.setColorAt(0.85, mixed(below, theme.record, reddest * red))
    painter.fillRect(box, sky)


def _paint_night(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """Paint the moon among stars."""
    dark, light = darker_of(theme.ink, theme.ground), lighter_of(theme.ink, theme.ground)
    sky = QLinearGradient(box.topLeft(), box.bottomLeft())
    sky.setColorAt(0, QColor(dark))
    sky.setColorAt(1, mixed(dark, theme.truth, 0.22))
    painter.fillRect(box, sky)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(light))
    for index, (across, down) in enumerate(_STARS):
        painter.drawEllipse(
            _at(box, (across, 1 - down)), 1.0 + 0.4 * (index % 3), 1.0 + 0.4 * (index % 3)
        )
    middle = _at(box, (0.8, 0.68))
    moon, shadow = QPainterPath(), QPainterPath()
    moon.addEllipse(middle, 15, 15)
    shadow.addEllipse(middle + QPointF(8, -5), 13, 13)
    painter.drawPath(moon.subtracted(shadow))


def _paint_way(
    painter: QPainter, box: QRectF, minutes: float, daylight: float, theme: Theme
) -> None:
    """Paint the sun's way: a bead for every hour, filled where it has been."""
    span = daylight if math.isfinite(daylight) else _DAY_MINUTES
    beads = min(24, max(4, round(span / 60)))
    painter.setPen(line_pen(theme.ink, 1.2))
    for index in range(beads + 1):
        moment = span * index / beads
        gone = moment <= (minutes if math.isfinite(daylight) else minutes % _DAY_MINUTES)
        painter.setBrush(QColor(theme.ink) if gone else QColor(Qt.GlobalColor.transparent))
        painter.drawEllipse(_at(box, sun_place(min(moment, span * 0.9999), daylight)), 2.1, 2.1)


def _paint_sun(painter: QPainter, box: QRectF, place: tuple[float, float], theme: Theme) -> None:
    middle = _at(box, place)
    glow = QRadialGradient(middle, 30)
    halo = QColor(theme.trail)
    halo.setAlphaF(0.45)
    glow.setColorAt(0.3, halo)
    halo.setAlphaF(0)
    glow.setColorAt(1, halo)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(glow)
    painter.drawEllipse(middle, 30, 30)
    painter.setPen(QPen(QColor(theme.casing), 1.5))
    painter.setBrush(QColor(theme.trail))
    painter.drawEllipse(middle, 11, 11)


def _paint_ridge(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """Paint the mountains that the sun sets behind, a far range and a near one."""
    dark = darker_of(theme.ink, theme.ground)
    for share, shift, colour in (
        (1.0, 0.0, mixed(dark, theme.mist, 0.45)),
        (0.55, 0.3, mixed(dark, theme.mist, 0.15)),
    ):
        ridge = QPainterPath(_at(box, (0, 0)))
        for across, height in (*_RIDGE, *((1 + x, y) for x, y in _RIDGE[1:])):
            ridge.lineTo(_at(box, (across - shift, share * height)))
        ridge.lineTo(_at(box, (1, 0)))
        painter.fillPath(ridge, colour)
