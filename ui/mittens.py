"""The hiker's hands that hold the phone, and the mittens they wear while walking."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from ui.drawing import darker_of, lighter_of, line_pen, mixed
from ui.theme import Theme

#: The width of the drawing that the two hands are mirrored in.
WIDTH = 260.0
#: Where the heel of the left hand is, and how its forearm lies, in degrees.
_HEEL = QPointF(44, 288)
_FOREARM = 148.0
#: Top of the mitten that hangs beside the phone.
_HANGING = QPointF(29, 316)


def paint_hands_behind(painter: QPainter, theme: Theme, worn: float) -> None:
    """Paint what of the hands lies behind the phone.

    Parameters
    ----------
    worn : float
        How far the mittens are on the hands: 0 off, 1 on, and between while they are pulled.
    """
    for _ in _both_sides(painter):
        if worn < 1:
            _paint_fingers(painter, theme)
        _paint_forearm(painter, theme)
        if worn > 0:
            painter.setOpacity(worn)
            painter.translate(_pulled(worn))
            _paint_mitten_palm(painter, theme)


def paint_hands_before(painter: QPainter, theme: Theme, worn: float) -> None:
    """Paint the thumbs that lie on the phone, and the mittens that hang beside it."""
    for _ in _both_sides(painter):
        if worn < 1:
            _paint_thumb(painter, theme)
            painter.setOpacity(1 - worn)
            _paint_hanging_mitten(painter, theme)
        if worn > 0:
            painter.setOpacity(worn)
            painter.translate(_pulled(worn))
            _paint_mitten_thumb(painter, theme)


def _both_sides(painter: QPainter) -> Iterator[None]:
    """Paint for the left hand, then, mirrored, for the right."""
    for mirror in (False, True):
        painter.save()
        if mirror:
            painter.translate(WIDTH, 0)
            painter.scale(-1, 1)
        yield
        painter.restore()


def _pulled(worn: float) -> QPointF:
    """Return how far a mitten still is from its place on the hand."""
    return QPointF(-16, 30) * (1 - worn)


def _skin(theme: Theme) -> QColor:
    return mixed(theme.accent, lighter_of(theme.ink, theme.ground), 0.5)


def _sleeve(theme: Theme) -> QColor:
    return mixed(theme.neutral, darker_of(theme.ink, theme.ground), 0.45)


def _outline(painter: QPainter, theme: Theme, fill: QColor) -> None:
    painter.setPen(line_pen(theme.contour, 2.2))
    painter.setBrush(fill)


def _paint_fingers(painter: QPainter, theme: Theme) -> None:
    _outline(painter, theme, _skin(theme))
    for left, top in ((34, 198), (30, 219), (31, 240), (36, 261)):
        painter.drawRoundedRect(QRectF(left, top, 50, 22), 11, 11)


def _paint_forearm(painter: QPainter, theme: Theme) -> None:
    """Paint the bare wrist and the sleeve that leaves the drawing at its edge."""
    painter.save()
    painter.translate(_HEEL)
    painter.rotate(_FOREARM)
    _outline(painter, theme, _skin(theme))
    painter.drawRoundedRect(QRectF(-26, -22, 90, 44), 18, 18)
    _outline(painter, theme, _sleeve(theme))
    painter.drawRoundedRect(QRectF(34, -29, 70, 58), 6, 6)
    painter.drawLine(QPointF(44, -29), QPointF(44, 29))
    painter.restore()


def _paint_thumb(painter: QPainter, theme: Theme) -> None:
    painter.save()
    painter.translate(_HEEL)
    painter.rotate(-42)
    _outline(painter, theme, _skin(theme))
    painter.drawPath(_thumb_path(46, 13))
    painter.setPen(line_pen(theme.contour, 1.2))
    painter.setBrush(mixed(_skin(theme).name(), lighter_of(theme.ink, theme.ground), 0.55))
    painter.drawRoundedRect(QRectF(27, -8, 14, 13), 6, 6)
    painter.restore()


def _thumb_path(length: float, radius: float) -> QPainterPath:
    """Return a thumb that points to +x, open where it grows out of the hand."""
    path = QPainterPath(QPointF(-12, -radius - 2))
    path.cubicTo(4, -radius - 4, length - 26, -radius, length - radius, -radius)
    path.cubicTo(length + 5, -radius, length + 5, radius, length - radius, radius)
    path.cubicTo(length - 26, radius, 8, radius - 1, -14, radius + 2)
    return path


def _paint_mitten_palm(painter: QPainter, theme: Theme) -> None:
    """Paint the mitten around the fingers, and its ribbed cuff around the wrist."""
    _outline(painter, theme, QColor(theme.accent))
    palm = QPainterPath(QPointF(74, 300))
    palm.cubicTo(44, 318, 22, 306, 21, 280)
    palm.cubicTo(17, 258, 17, 226, 26, 208)
    palm.cubicTo(34, 190, 58, 184, 80, 192)
    palm.closeSubpath()
    painter.drawPath(palm)
    _paint_knit(painter, theme, QRectF(20, 226, 60, 26))
    painter.save()
    painter.translate(_HEEL)
    painter.rotate(_FOREARM)
    _paint_cuff(painter, theme, QRectF(12, -31, 22, 62))
    painter.restore()


def _paint_mitten_thumb(painter: QPainter, theme: Theme) -> None:
    painter.save()
    painter.translate(_HEEL)
    painter.rotate(-42)
    _outline(painter, theme, QColor(theme.accent))
    painter.drawPath(_thumb_path(50, 17))
    painter.restore()


def _paint_hanging_mitten(painter: QPainter, theme: Theme) -> None:
    """Paint an empty mitten on its cord, fingers down."""
    painter.save()
    painter.translate(_HANGING)
    painter.setPen(line_pen(theme.ink, 2))
    cord = QPainterPath(QPointF(0, 2))
    cord.cubicTo(-2, -12, -12, -10, -20, -22)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(cord)
    painter.rotate(6)
    _outline(painter, theme, QColor(theme.accent))
    painter.drawRoundedRect(QRectF(8, 18, 18, 30), 9, 9)
    body = QRectF(-18, 10, 33, 56)
    painter.drawRoundedRect(body, 16, 16)
    _paint_knit(painter, theme, QRectF(-16.5, 32, 30, 18))
    _paint_cuff(painter, theme, QRectF(-19, 0, 35, 16))
    painter.restore()


def _paint_knit(painter: QPainter, theme: Theme, band: QRectF) -> None:
    """Paint a band of knitted zigzag across a mitten."""
    painter.setPen(line_pen(theme.on_accent, 2.4))
    points = 1 + round(band.width() / (0.45 * band.height()))
    zigzag = [
        QPointF(
            band.left() + band.width() * index / (points - 1),
            band.top() + band.height() * (0.25 if index % 2 else 0.75),
        )
        for index in range(points)
    ]
    painter.drawPolyline(zigzag)
    for edge in (band.top(), band.bottom()):
        painter.drawLine(QPointF(band.left(), edge), QPointF(band.right(), edge))


def _paint_cuff(painter: QPainter, theme: Theme, cuff: QRectF) -> None:
    """Paint a ribbed cuff; the ribs run along the shorter side."""
    wool = mixed(theme.accent, lighter_of(theme.ink, theme.ground), 0.72)
    _outline(painter, theme, wool)
    painter.drawRoundedRect(cuff, 5, 5)
    painter.setPen(line_pen(theme.contour, 1.1))
    inset = cuff.adjusted(4, 4, -4, -4)
    for index in range(1, 6):
        share = index / 6
        if cuff.width() < cuff.height():
            y = cuff.top() + share * cuff.height()
            painter.drawLine(QPointF(inset.left(), y), QPointF(inset.right(), y))
        else:
            x = cuff.left() + share * cuff.width()
            painter.drawLine(QPointF(x, inset.top()), QPointF(x, inset.bottom()))
