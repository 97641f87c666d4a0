"""Contour lines and their figures, painted over a relief."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QByteArray, QDataStream, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen, QPolygonF

from mountain import Floats, Terrain, Window, cached_while_small
from ui.numbering import figures_of
from ui.relief import relief_of
from ui.theme import Theme

#: A map of the gallery has some ten thousand.
_MOST_POINTS = 40_000


@dataclass(frozen=True, eq=False)
class Contour:
    """One line of equal height.

    Attributes
    ----------
    level : float
        The height.
    points : array, shape (n, 2)
        In map units.
    """

    level: float
    points: Floats


class Tracer:
    """Traces lines of equal height.

    Parameters
    ----------
    x, y : arrays, shape (columns,) and (rows,)
        Where heights are known, in map units.
    heights : array, shape (rows, columns)
        Where they are not finite, there are no lines.
    """

    def __init__(self, x: Floats, y: Floats, heights: Floats) -> None:
        import contourpy

        known = np.ma.masked_invalid(heights)
        self._generator: Any = contourpy.contour_generator(x, y, known, line_type="Separate")

    def contours(self, levels: tuple[float, ...]) -> tuple[Contour, ...]:
        """Trace the lines of some heights."""
        return tuple(
            Contour(level, np.asarray(points))
            for level in levels
            for points in self._generator.lines(level)
        )

    def lines(self, height: float) -> list[Floats]:
        """Trace the lines of one height, each of shape (n, 2), in map units."""
        return self._generator.lines(height) if math.isfinite(height) else []


@cached_while_small(maxsize=4)
def _tracer(terrain: Terrain) -> Tracer:
    relief = relief_of(terrain)
    return Tracer(relief.x, relief.y, relief.heights)


@cached_while_small(maxsize=4)
def contours_of(terrain: Terrain) -> tuple[Contour, ...]:
    """Trace a terrain's contour lines on its relief's grid."""
    return _tracer(terrain).contours(relief_of(terrain).levels)


def contour_through(terrain: Terrain, x: float, y: float) -> list[Floats]:
    """Trace the lines of the height of a place, each of shape (n, 2), in map units."""
    return _tracer(terrain).lines(float(terrain.ground.height(x, y)))


def paint_contours(
    painter: QPainter, contours: tuple[Contour, ...], frame: QRectF, scale: Scale, theme: Theme
) -> None:
    """Paint contour lines, and a figure on the longest line of every other level."""
    ink = QColor(theme.contour)
    ink.setAlphaF(0.55)
    painter.setPen(QPen(ink, max(1.0, theme.stroke / 3)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setClipRect(frame)
    longest: dict[float, Floats] = {}
    for contour in _as_many_as_can_be_told_apart(contours):
        points = scale.to_screen(contour.points)
        painter.drawPolyline(_polygon(points))
        if len(points) > len(longest.get(contour.level, ())):
            longest[contour.level] = points
    _paint_figures(painter, longest, frame, theme)
    painter.setClipping(False)


def _polygon(points: Floats) -> QPolygonF:
    """Return points, shape (n, 2), as Qt has them; one by one they would take ten times as long."""
    stream = QDataStream(
        QByteArray(len(points).to_bytes(4, "big") + points.astype(">f8").tobytes())
    )
    polygon = QPolygonF()
    stream >> polygon
    return polygon


def _as_many_as_can_be_told_apart(contours: tuple[Contour, ...]) -> list[Contour]:
    """Leave out the shortest of very many lines, which take long to paint and show nothing."""
    left, kept = _MOST_POINTS, []
    for contour in sorted(contours, key=lambda each: -len(each.points)):
        left -= len(contour.points)
        if left < 0:
            break
        kept.append(contour)
    return kept


@dataclass(frozen=True)
class Scale:
    """From map units to pixels: north is up.

    Attributes
    ----------
    west, north : float
        The map's corner, in map units.
    left, top : float
        The same corner, in pixels.
    across, down : float
        Pixels to a map unit.
    """

    west: float
    north: float
    left: float
    top: float
    across: float
    down: float

    def to_screen(self, points: Floats) -> Floats:
        """Turn points, shape (n, 2), into pixels."""
        corner = (self.west, self.north)
        return (points - corner) * (self.across, -self.down) + (self.left, self.top)

    def point(self, x: float, y: float) -> QPointF:
        """Turn one place into pixels."""
        return QPointF(
            self.left + (x - self.west) * self.across, self.top + (self.north - y) * self.down
        )

    def place(self, point: QPointF) -> tuple[float, float]:
        """Turn pixels into a place."""
        return (
            self.west + (point.x() - self.left) / self.across,
            self.north - (point.y() - self.top) / self.down,
        )


def scale_of(seen: Window, frame: QRectF) -> Scale:
    """Return how map units become pixels where a part of a map lies in a frame."""
    across, down = frame.width() / seen.width, frame.height() / seen.tall
    return Scale(seen.x0, seen.y1, frame.left(), frame.top(), across, down)


def _paint_figures(
    painter: QPainter, longest: dict[float, Floats], frame: QRectF, theme: Theme
) -> None:
    font = theme.font(theme.small, bold=True)
    metrics = QFontMetrics(font)
    taken: list[QRectF] = []
    for turn, (level, text) in enumerate(figures_of(longest).items()):
        width, tall = metrics.horizontalAdvance(text) + 8, metrics.height()
        spot = _figure_spot(longest[level], frame, (width, tall), taken, turn)
        if spot is None:
            continue
        centre, angle = spot
        taken.append(QRectF(centre.x() - width, centre.y() - width, 2 * width, 2 * width))
        painter.save()
        painter.translate(centre)
        painter.rotate(angle)
        box = QRectF(-width / 2, -tall / 2, width, tall)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(255, 255, 255, 205))
        painter.drawRoundedRect(box.adjusted(0, 2, 0, -2), 4, 4)
        # As outlines: hinted letters change their shapes when they are turned.
        outline = QPainterPath()
        outline.addText(0, 0, font, text)
        painter.translate(-outline.boundingRect().center())
        painter.fillPath(outline, QColor(theme.label))
        painter.restore()


def _figure_spot(
    points: Floats, frame: QRectF, size: tuple[int, int], taken: list[QRectF], turn: int
) -> tuple[QPointF, float] | None:
    """Find where on a line a figure stands well inside the frame and clear of the others."""
    if len(points) < 12:
        return None
    inside = frame.adjusted(size[0], size[0], -size[0], -size[0])
    for share in (0.5, 0.25, 0.75, 0.12, 0.88, 0.37, 0.62, 0.05, 0.95):
        index = int(((share + 0.31 * turn) % 1.0) * (len(points) - 7)) + 3
        centre = QPointF(*points[index].tolist())
        near = QRectF(centre.x() - size[0], centre.y() - size[0], 2 * size[0], 2 * size[0])
        if inside.contains(centre) and not any(near.intersects(other) for other in taken):
            along = points[index + 3] - points[index - 3]
            angle = math.degrees(math.atan2(along[1], along[0]))
            return centre, (angle + 90) % 180 - 90
    return None
