"""The hikers' badges: a colour, a shape and a number for each who takes part in a race."""

from __future__ import annotations

import math
from functools import cache, lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from ui.theme import Theme

#: The shapes, in the order of the hikers' numbers. The second half of them wears the same shapes,
#: with colour and ground exchanged. Two figures have room in the last three.
SHAPES = ("circle", "triangle", "diamond", "square", "hexagon", "gem")
#: A badge's figures, as a share of its radius.
_FIGURES = 1.3
_SHAPE_COUNT = len(SHAPES)
#: How far a badge reaches with its ring, as a share of its radius.
_REACH = 1.6


def badge_colour(number: int, theme: Theme) -> str:
    """Return the colour of a hiker, 0 to 11, and of all that is drawn of them."""
    return theme.hikers[number % len(theme.hikers)]


def badge_shape(number: int) -> str:
    """Return the name of a hiker's shape, one of `SHAPES`."""
    return SHAPES[number % _SHAPE_COUNT]


def is_outlined(number: int) -> bool:
    """Tell whether a hiker's badge is a coloured rim around a plain middle."""
    return number // _SHAPE_COUNT % 2 == 1


def paint_badge(
    painter: QPainter, centre: QPointF, radius: float, number: int, theme: Theme
) -> None:
    """Paint a hiker's badge, their number counted from 1 inside.

    Parameters
    ----------
    centre, radius : QPointF, float
        Where, in the painter's units. A ring of the casing's colour reaches a fifth further out, so
        that the badge stands out on any ground.
    number : int
        Who; 0 is the first.
    """
    ratio = painter.device().devicePixelRatioF()
    picture = _picture(radius, number, theme, ratio)
    side = picture.deviceIndependentSize().width()
    painter.drawPixmap(centre - QPointF(side / 2, side / 2), picture)


@lru_cache(maxsize=128)
def _picture(radius: float, number: int, theme: Theme, ratio: float) -> QPixmap:
    """Return a badge as a picture: drawn anew in every frame, a dozen take a fifth of it."""
    side = 2 * math.ceil(_REACH * radius) + 2
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(side / 2, side / 2)
        _paint_shape(painter, radius, number, theme)
    return picture


def _paint_shape(painter: QPainter, radius: float, number: int, theme: Theme) -> None:
    """Paint a badge around the origin."""
    colour, casing = QColor(badge_colour(number, theme)), QColor(theme.casing)
    outlined = is_outlined(number)
    shape = _shape(badge_shape(number))
    painter.save()
    painter.scale(radius, radius)
    painter.strokePath(shape, _pen(casing, 0.4))
    painter.fillPath(shape, casing if outlined else colour)
    if outlined:
        painter.setClipPath(shape)
        painter.strokePath(shape, _pen(colour, 0.36))
    painter.restore()
    _paint_figures(painter, radius, number, colour if outlined else casing, theme)


def _pen(colour: QColor, width: float) -> QPen:
    join, cap = Qt.PenJoinStyle.RoundJoin, Qt.PenCapStyle.RoundCap
    return QPen(colour, width, Qt.PenStyle.SolidLine, cap, join)


def _paint_figures(
    painter: QPainter, radius: float, number: int, ink: QColor, theme: Theme
) -> None:
    text = str(number + 1)
    pixels = round(_FIGURES * radius * (0.85 if is_outlined(number) else 1))
    font = theme.font(max(pixels, 1), bold=True)
    metrics = QFontMetricsF(font)
    height = metrics.tightBoundingRect("0").height()
    width = metrics.horizontalAdvance(text)
    middle = _MIDDLES.get(badge_shape(number), 0.0) * radius
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(QPointF(-width / 2, middle + height / 2), text)


#: How far below the centre a shape has the most room, as a share of the radius.
_MIDDLES = {"triangle": 0.22, "gem": -0.12}


def _corners(*points: tuple[float, float]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    path.closeSubpath()
    return path


@cache
def _shape(name: str) -> QPainterPath:
    """Return a shape around the origin, all of one weight to the eye; y points down."""
    if name == "circle":
        circle = QPainterPath()
        circle.addEllipse(QRectF(-1, -1, 2, 2))
        return circle
    if name == "triangle":
        half = 1.45 * math.cos(math.pi / 6)
        return _corners((0, -1.3), (half, 0.9), (-half, 0.9))
    if name == "diamond":
        return _corners((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0))
    if name == "square":
        return _corners((-0.95, -0.95), (0.95, -0.95), (0.95, 0.95), (-0.95, 0.95))
    if name == "hexagon":
        return _corners((-1.35, 0), (-0.7, -0.9), (0.7, -0.9), (1.35, 0), (0.7, 0.9), (-0.7, 0.9))
    return _corners((-1.15, -0.85), (1.15, -0.85), (1.15, 0.1), (0, 1.3), (-1.15, 0.1))
