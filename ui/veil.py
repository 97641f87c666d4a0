"""The mist: it hides all but a disc around the hiker and, faintly, where they have been."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QPainter,
    QPen,
    QPixmap,
    QRadialGradient,
    QTransform,
)

#: How much of the mist is gone where the hiker has been.
REMEMBERED = 0.42
#: How far the hiker sees, as a share of the map's longer side.
SIGHT = 0.115
_BANKS = 96


@lru_cache(maxsize=4)
def _banks_of_mist(name: str) -> QImage:
    """Return soft banks of mist, a small picture that is meant to be stretched."""
    colour = QColor(name)
    waves = np.zeros((_BANKS, _BANKS))
    across, down = np.meshgrid(np.linspace(0, 1, _BANKS), np.linspace(0, 1, _BANKS))
    for octave in range(1, 7):
        for turn in range(3):
            # Multiples of irrational numbers look like chance, and are the same on every start.
            place = 3 * octave + turn
            x, y, phase = (2 * (place * root % 1) - 1 for root in (0.754878, 0.569840, 0.618034))
            bend = octave * 2.2
            waves += np.sin(2 * np.pi * (bend * (x * across + 1.6 * y * down) + phase)) / octave
    lightness = 1 + 0.075 * waves / np.abs(waves).max()
    channels = [colour.blue(), colour.green(), colour.red()]
    pixels = np.full((_BANKS, _BANKS, 4), 255, np.uint8)
    for index, channel in enumerate(channels):
        pixels[..., index] = np.clip(channel * lightness, 0, 255)
    picture = QImage(pixels.data, _BANKS, _BANKS, 4 * _BANKS, QImage.Format.Format_ARGB32)
    return picture.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _thinned(banks: QImage) -> QImage:
    """Return banks of mist as they are where the hiker has been."""
    thinned = QImage(banks.size(), banks.format())
    thinned.fill(Qt.GlobalColor.transparent)
    with QPainter(thinned) as painter:
        painter.setOpacity(1 - REMEMBERED)
        painter.drawImage(0, 0, banks)
    return thinned


class Veil:
    """The mist over a map of one size, thinned along the way walked.

    Parameters
    ----------
    frame : QRectF
        The map, in the widget's logical pixels.
    ratio : float
        Device pixels to a logical pixel.
    colour : str
        The mist's.
    sight : float
        How many times farther the hiker sees than usual, in pixels.
    """

    def __init__(self, frame: QRectF, ratio: float, colour: str, sight: float = 1.0) -> None:
        self._frame = frame
        self._veil = QPixmap((frame.size() * ratio).toSize())
        self._veil.setDevicePixelRatio(ratio)
        # A picture that was once clear can be so again.
        self._veil.fill(Qt.GlobalColor.transparent)
        self.radius = SIGHT * sight * max(frame.width(), frame.height())
        banks = _banks_of_mist(colour)
        self._closed = self._brush_of(banks)
        self._thinned = self._brush_of(_thinned(banks))
        self.forget()

    def _brush_of(self, banks: QImage) -> QBrush:
        """Stretch banks of mist over the map; what is beyond their edges stays outside it."""
        brush = QBrush(banks)
        across, down = (side / (_BANKS - 1) for side in self._frame.size().toTuple())
        brush.setTransform(QTransform.fromTranslate(-across / 2, -down / 2).scale(across, down))
        return brush

    def forget(self) -> None:
        """Close the mist over the way walked."""
        with QPainter(self._veil) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.fillRect(QRectF(QPointF(), self._frame.size()), self._closed)

    def walk(self, lines: list[QLineF]) -> None:
        """Thin the mist along lines, in the widget's pixels; walking a way twice thins it once."""
        if not lines:
            return
        with QPainter(self._veil) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            pen = QPen(self._thinned, self.radius)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            corner = self._frame.topLeft()
            painter.drawLines([line.translated(-corner) for line in lines])

    def paint(self, painter: QPainter, hiker: QPointF, breath: float, opacity: float) -> None:
        """Paint the mist, open around the hiker by `breath` times the radius."""
        painter.save()
        painter.setOpacity(opacity)
        reach = self.radius * breath * 1.02
        hole = QRectF(hiker.x() - reach, hiker.y() - reach, 2 * reach, 2 * reach).toAlignedRect()
        hole = hole.intersected(self._frame.toAlignedRect())
        if hole.isEmpty():
            painter.drawPixmap(self._frame.topLeft(), self._veil)
        else:
            for part in self._around(hole):
                painter.drawPixmap(part.topLeft(), self._veil, self._source(part))
            painter.drawPixmap(hole.topLeft(), self._opened(hole, hiker, self.radius * breath))
        painter.restore()

    def _around(self, hole: QRect) -> list[QRect]:
        whole = self._frame.toAlignedRect()
        parts = [
            QRect(whole.left(), whole.top(), whole.width(), hole.top() - whole.top()),
            QRect(whole.left(), hole.top(), hole.left() - whole.left(), hole.height()),
            QRect(hole.right() + 1, hole.top(), whole.right() - hole.right(), hole.height()),
            QRect(whole.left(), hole.bottom() + 1, whole.width(), whole.bottom() - hole.bottom()),
        ]
        return [part for part in parts if not part.isEmpty()]

    def _source(self, part: QRect) -> QRect:
        ratio = self._veil.devicePixelRatio()
        origin = self._frame.topLeft()
        return QRectF(
            (part.x() - origin.x()) * ratio,
            (part.y() - origin.y()) * ratio,
            part.width() * ratio,
            part.height() * ratio,
        ).toAlignedRect()

    def _opened(self, hole: QRect, hiker: QPointF, radius: float) -> QPixmap:
        """Cut a disc with a soft edge out of a part of the mist."""
        opened = self._veil.copy(self._source(hole))
        painter = QPainter(opened)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOut)
        gradient = QRadialGradient(hiker - QPointF(hole.topLeft()), radius)
        for place, gone in ((0.0, 1.0), (0.62, 0.97), (0.82, 0.55), (1.0, 0.0)):
            gradient.setColorAt(place, QColor(0, 0, 0, round(255 * gone)))
        painter.fillRect(QRectF(0, 0, hole.width(), hole.height()), gradient)
        painter.end()
        return opened
