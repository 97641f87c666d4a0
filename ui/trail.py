"""The way walked, painted once into a picture that only grows, with a dot at each reading."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from mountain import Floats
from ui.theme import Theme


def lines_between(points: Floats, grain: float = 1.0, within: QRectF | None = None) -> list[QLineF]:
    """Join places, shape (n, 2) in pixels, by lines.

    What would paint the same places again, to so many pixels, is left out, and what does not come
    near a rectangle, if there is one.
    """
    if len(points) < 2:
        return []
    # Beyond this a painter's fixed-point numbers overflow; it is far off any screen.
    clipped = np.clip(np.nan_to_num(points), -1e5, 1e5)
    moved = np.abs(np.diff(np.round(clipped / grain), axis=0)).sum(1) > 0
    kept = clipped[np.concatenate([[True], moved])]
    ends = np.concatenate([kept[:-1], kept[1:]], 1)
    if within is not None:
        low, high = np.minimum(ends[:, :2], ends[:, 2:]), np.maximum(ends[:, :2], ends[:, 2:])
        corners = within.topLeft().toTuple(), within.bottomRight().toTuple()
        ends = ends[(high >= corners[0]).all(1) & (low <= corners[1]).all(1)]
    if len(ends) > 512:
        _, first = np.unique(np.round(ends / grain), axis=0, return_index=True)
        ends = ends[np.sort(first)]
    return [QLineF(*end) for end in ends.tolist()]


class Trail:
    """The picture of the way walked on a map of one size.

    Parameters
    ----------
    frame : QRectF
        The map, in the widget's logical pixels.
    ratio : float
        Device pixels to a logical pixel.
    theme : Theme
        Colours and widths.
    """

    def __init__(self, frame: QRectF, ratio: float, theme: Theme) -> None:
        self._frame = frame
        self._theme = theme
        self._picture = QPixmap((frame.size() * ratio).toSize())
        self._picture.setDevicePixelRatio(ratio)
        self.forget()

    def forget(self) -> None:
        """Wipe the picture."""
        self._picture.fill(Qt.GlobalColor.transparent)
        self._painted = QRectF()

    def walk(self, lines: list[QLineF], readings: Floats, ink: str = "") -> None:
        """Add lines, and a dot at each reading, shape (n, 2), both in the widget's pixels.

        In the theme's own colour where none is given.
        """
        theme = self._theme
        painter = QPainter(self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-self._frame.topLeft())
        dots = dots_apart(readings).tolist()
        # The edges of all before the insides of any, or dots close together would be all edge.
        for colour, edge in ((theme.casing, 1.0), (ink or theme.trail, 0.0)):
            pen = QPen(QColor(colour), theme.stroke + 2 * edge)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLines(lines)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            radius = theme.stroke * 1.5 + 0.8 * edge
            for x, y in dots:
                painter.drawEllipse(QPointF(x, y), radius, radius)
        painter.end()
        ends = [(end.x(), end.y()) for line in lines for end in (line.p1(), line.p2())]
        self._grow(np.array(ends + dots).reshape(-1, 2), theme.stroke * 1.5 + 3)

    def paint(self, painter: QPainter) -> None:
        """Paint the picture, as far as there is anything on it."""
        area = self._painted.intersected(self._frame).toAlignedRect()
        ratio = self._picture.devicePixelRatio()
        source = QRectF(area.translated(-self._frame.topLeft().toPoint()))
        scaled = QRectF(source.topLeft() * ratio, source.size() * ratio)
        painter.drawPixmap(QRectF(area), self._picture, scaled)

    def _grow(self, points: Floats, edge: float) -> None:
        """Widen the area that is painted on to hold points with an edge around them."""
        if len(points):
            (left, top), (right, bottom) = points.min(0) - edge, points.max(0) + edge
            self._painted |= QRectF(left, top, right - left, bottom - top)


def dots_apart(points: Floats) -> NDArray[np.float64]:
    """Keep one of the points, shape (n, 2) in pixels, that fall on the same pixel."""
    kept = points[np.isfinite(points).all(1)] if len(points) else points
    if len(kept) < 2:
        return kept
    _, first = np.unique(np.round(kept), axis=0, return_index=True)
    return kept[np.sort(first)]
