"""What measures the slope: the phone with its dial and compass, or a boot that feels around."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from ui.drawing import darker_of, lighter_of, line_pen, mixed
from ui.theme import Theme

#: The size of the whole drawing, in its own units.
WIDTH, HEIGHT = 260.0, 400.0
_BODY = QRectF(50, 8, 160, 296)
_SCREEN = QRectF(58, 17, 144, 278)
_DIAL = QPointF(130, 68)
_COMPASS = QPointF(130, 190)
_DISC = QPointF(130, 114)
_DISC_RADIUS = 98.0
_MOST_SPOKES = 36


@dataclass(frozen=True)
class Slope:
    """A slope as it is drawn.

    Attributes
    ----------
    degrees : float
        The angle of the ground.
    bearing : float or None
        The way to walk, in degrees clockwise from north; None where there is none.
    ascend : bool
        Whether that way leads up.
    directions : int
        How many directions the feet try.
    """

    degrees: float
    bearing: float | None
    ascend: bool
    directions: int


def screen_colour(theme: Theme, worn: float) -> QColor:
    """Return the colour of the phone's screen: dimmed while the hiker walks in mittens."""
    dim = darker_of(theme.ground, theme.mist)
    return mixed(theme.raised, dim, worn)


def paint_phone(painter: QPainter, slope: Slope | None, worn: float, theme: Theme) -> None:
    """Paint the phone with what its screen shows; without a slope it is off."""
    painter.setPen(QPen(QColor(theme.quiet), 2.5))
    painter.setBrush(QColor(theme.contour))
    painter.drawRoundedRect(_BODY, 24, 24)
    glass = QPainterPath()
    glass.addRoundedRect(_SCREEN, 17, 17)
    if slope is None:
        _paint_gloss(painter, glass, theme)
        return
    painter.fillPath(glass, screen_colour(theme, worn))
    if worn > 0:
        _paint_frost(painter, theme, worn)
    _paint_dial(painter, slope, theme)
    _paint_compass(painter, _COMPASS, 27, slope, theme)


def paint_disc(painter: QPainter, slope: Slope, theme: Theme) -> None:
    """Paint the boot on its disc of directions, the steepest marked."""
    painter.setPen(QPen(QColor(theme.line), 2))
    painter.setBrush(QColor(theme.raised))
    painter.drawEllipse(_DISC, _DISC_RADIUS, _DISC_RADIUS)
    painter.setPen(line_pen(theme.quiet, 2.2))
    spokes = min(slope.directions, _MOST_SPOKES)
    for index in range(spokes):
        # The first direction that the feet try is east, as the kernels count.
        angle = 2 * math.pi * index / spokes
        out = QPointF(math.cos(angle), -math.sin(angle))
        painter.drawLine(_DISC + out * 56, _DISC + out * (_DISC_RADIUS - 10))
        painter.setBrush(QColor(theme.quiet))
        painter.drawEllipse(_DISC + out * (_DISC_RADIUS - 10), 2.4, 2.4)
    _paint_boot(painter, theme)
    if slope.bearing is not None:
        _paint_arrow(painter, _DISC, slope.bearing, (50, _DISC_RADIUS + 6), theme)


def _paint_gloss(painter: QPainter, glass: QPainterPath, theme: Theme) -> None:
    """Paint the sky's reflection on a screen that is off."""
    painter.save()
    painter.setClipPath(glass, Qt.ClipOperation.IntersectClip)
    painter.setOpacity(0.16)
    painter.setPen(line_pen(lighter_of(theme.ink, theme.ground), 26))
    painter.drawLine(QPointF(60, 150), QPointF(200, 10))
    painter.setPen(line_pen(lighter_of(theme.ink, theme.ground), 8))
    painter.drawLine(QPointF(80, 168), QPointF(220, 28))
    painter.restore()


def paint_glow(painter: QPainter, theme: Theme, share: float) -> None:
    """Paint the light, a share of it, of a screen that was just woken."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for spread, strength in ((6, 0.34), (10, 0.22), (14, 0.12)):
        colour = QColor(theme.accent)
        colour.setAlphaF(strength * share)
        painter.setPen(line_pen(colour, 5))
        painter.drawRoundedRect(
            _BODY.adjusted(3 - spread, 3 - spread, spread - 3, spread - 3), 28, 28
        )


def _paint_frost(painter: QPainter, theme: Theme, worn: float) -> None:
    """Paint crystals of frost that grow in from the corners while nobody touches the screen."""
    painter.save()
    painter.setOpacity(worn)
    painter.setPen(line_pen(mixed(screen_colour(theme, worn).name(), theme.quiet, 0.3), 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(_crystals())
    painter.restore()


@lru_cache(maxsize=1)
def _crystals() -> QPainterPath:
    """Return needles of ice from each corner of the screen, with twigs; small ones below."""
    path = QPainterPath()
    for corner, towards, size in (
        (_SCREEN.topLeft(), 45, 1.0),
        (_SCREEN.topRight(), 135, 1.0),
        (_SCREEN.bottomRight(), 225, 0.6),
        (_SCREEN.bottomLeft(), 315, 0.6),
    ):
        for turn, full in ((-36, 52), (-19, 30), (0, 40), (19, 26), (36, 46)):
            along = _unit(towards + turn)
            path.moveTo(corner + along * 12)
            path.lineTo(corner + along * size * full)
            for at in range(14, round(size * full) - 4, 8):
                for side in (-45, 45):
                    end = corner + along * at + _unit(towards + turn + side) * 0.35 * (full - at)
                    if _SCREEN.contains(end):
                        path.moveTo(corner + along * at)
                        path.lineTo(end)
    return path


def _unit(degrees: float) -> QPointF:
    return QPointF(math.cos(math.radians(degrees)), math.sin(math.radians(degrees)))


def _paint_dial(painter: QPainter, slope: Slope, theme: Theme) -> None:
    """Paint the ground as it lies under the phone, against the level."""
    radius = 43.0
    angle = slope.degrees if math.isfinite(slope.degrees) else 0.0
    turn = -angle if slope.ascend else angle
    window = QRectF(_DIAL.x() - radius, _DIAL.y() - radius, 2 * radius, 2 * radius)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(mixed(theme.truth, theme.panel, 0.86))
    painter.drawEllipse(window)
    painter.setBrush(mixed(theme.accent, theme.panel, 0.5))
    painter.drawChord(window, round(16 * (180 - turn)), 16 * 180)
    painter.setPen(line_pen(theme.accent, 4))
    along = _unit(turn) * radius
    painter.drawLine(_DIAL - along, _DIAL + along)
    level = QPen(QColor(theme.ink), 2, Qt.PenStyle.DashLine)
    painter.setPen(level)
    painter.drawLine(_DIAL - QPointF(radius, 0), _DIAL + QPointF(radius, 0))
    painter.setPen(line_pen(theme.ink, 3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    box = QRectF(_DIAL.x() - 27, _DIAL.y() - 27, 54, 54)
    painter.drawArc(box, 0, round(-16 * turn))
    painter.drawEllipse(_DIAL, radius, radius)


def _paint_compass(
    painter: QPainter, middle: QPointF, radius: float, slope: Slope, theme: Theme
) -> None:
    """Paint a compass whose arrow points the way to walk; north is up, as on the map."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(line_pen(theme.ink, 2))
    painter.drawEllipse(middle, radius, radius)
    for quarter in range(4):
        painter.save()
        painter.translate(middle)
        painter.rotate(90 * quarter)
        painter.setPen(line_pen(theme.ink, 4 if quarter == 0 else 2))
        painter.drawLine(QPointF(0, -radius), QPointF(0, -radius + (8 if quarter == 0 else 5)))
        painter.restore()
    if slope.bearing is not None:
        _paint_arrow(painter, middle, slope.bearing, (-radius + 6, radius - 4), theme)


def _paint_arrow(
    painter: QPainter, middle: QPointF, bearing: float, span: tuple[float, float], theme: Theme
) -> None:
    """Paint an arrow along a bearing, from one distance of the middle to another."""
    tail, tip = span
    painter.save()
    painter.translate(middle)
    painter.rotate(bearing)
    head = QPolygonF([QPointF(0, -tip), QPointF(12, -tip + 20), QPointF(-12, -tip + 20)])
    for colour, extra in ((theme.contour, 3.0), (theme.accent, 0.0)):
        painter.setPen(line_pen(colour, 6 + extra))
        painter.drawLine(QPointF(0, -tail), QPointF(0, -tip + 18))
        painter.setPen(line_pen(colour, max(extra, 0.5)))
        painter.setBrush(QColor(colour))
        painter.drawPolygon(head)
    painter.restore()


def _paint_boot(painter: QPainter, theme: Theme) -> None:
    """Paint the print of a boot from above."""
    painter.save()
    painter.translate(_DISC)
    painter.setPen(line_pen(theme.contour, 2))
    painter.setBrush(mixed(theme.accent, theme.contour, 0.35))
    sole = QPainterPath(QPointF(-4, -48))
    sole.cubicTo(16, -50, 22, -30, 18, -10)
    sole.cubicTo(15, 6, 14, 12, 14, 16)
    sole.lineTo(-13, 16)
    sole.cubicTo(-14, 6, -22, -6, -22, -22)
    sole.cubicTo(-22, -38, -16, -47, -4, -48)
    painter.drawPath(sole)
    heel = QPainterPath(QPointF(-13, 22))
    heel.lineTo(14, 22)
    heel.cubicTo(17, 52, -16, 52, -13, 22)
    painter.drawPath(heel)
    painter.setPen(line_pen(theme.panel, 3.5))
    for left, right, y in ((-9, 8, -38), (-14, 12, -27), (-14, 12, -16), (-10, 9, -5), (-6, 8, 6)):
        painter.drawLine(QPointF(left, y), QPointF((left + right) / 2, y - 4))
        painter.drawLine(QPointF((left + right) / 2, y - 4), QPointF(right, y))
    for y in (29, 37):
        painter.drawLine(QPointF(-7, y), QPointF(8, y))
    painter.restore()
