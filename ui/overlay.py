"""Overlays: how steep the ground is, in colours and by arrows that point downhill."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPainterPath, QPen

import mountain
from mountain import Floats, Window
from ui.contours import Scale
from ui.detail import Section
from ui.theme import GRID, Theme
from ui.tint import lit, painted

#: From here on, in degrees, ground has the next colour.
STEEPER = (5, 15, 25, 35, 45, 60, 75)
#: From level to steep; lightness only ever falls.
SLOPE_COLOURS = (
    *("#f5f0dc", "#f2dc92", "#eeb95c", "#e58c42", "#d05a41", "#a5344f", "#6b2159", "#31144a"),
)
#: Arrows from side to side of the whole map, and about as many of its parts.
ACROSS = 24
#: The slope of which this share of the ground is less steep has the longest arrow.
_LONGEST = 0.9
#: An arrow shorter than this part of the way to the next would be a dot.
_SHORTEST = 0.12
#: So many are painted at once.
_TOGETHER = 8
_INK, _EDGE = "#10161d", "#ffffff"


@dataclass(frozen=True, eq=False)
class SlopeField:
    """The slopes of a section.

    Attributes
    ----------
    section : Section
        The heights.
    east, north : arrays, shape (rows, columns)
        How steeply they rise to the east and to the north; NaN where there is no ground.
    """

    section: Section
    east: Floats
    north: Floats

    @classmethod
    def of(cls, section: Section) -> SlopeField:
        """Return the slopes of a section."""
        east, north = mountain.gradient_field(section.heights, *section.spacing)
        return cls(section, np.asarray(east, float), np.asarray(north, float))

    @property
    def steepness(self) -> Floats:
        """The slope downhill, shape (rows, columns)."""
        steepness: Floats = np.hypot(self.east, self.north)
        return steepness


def slope_picture(field: SlopeField, light: mountain.Light) -> QImage:
    """Return a picture of a section in colours by its slope, softly lit."""
    steepness = field.steepness
    edges = np.tan(np.radians(STEEPER))
    numbers = np.searchsorted(edges, steepness, side="right").astype(np.uint8)
    ground = np.isfinite(steepness)
    typical = float(np.quantile(steepness[ground], 0.75)) if ground.any() else 0.0
    soft = 0.5 / typical if typical > 0 else 1.0
    numbers[~ground] = 0
    east, north = (np.nan_to_num(soft * each) for each in (field.east, field.north))
    shade = lit(east, north, light.direction)
    return painted(numbers, shade, ground, anchors=SLOPE_COLOURS, count=len(SLOPE_COLOURS))


def arrow_places(seen: Window, whole: Window) -> tuple[Floats, Floats]:
    """Return where arrows stand: at the same places of the map, wherever one looks.

    Returns
    -------
    x, y : arrays, shape (columns,) and (rows,)
        From 17 to 34 from side to side.
    """
    longer = max(whole.width, whole.tall)
    apart = longer / ACROSS / 2 ** round(math.log2(max(whole.width / seen.width, 1.0)))
    axes = []
    for low, high, begin in ((seen.x0, seen.x1, whole.x0), (seen.y0, seen.y1, whole.y0)):
        first, last = math.floor((low - begin) / apart), math.ceil((high - begin) / apart)
        axes.append(begin + (np.arange(first, last) + 0.5) * apart)
    return axes[0], axes[1]


@dataclass(frozen=True, eq=False)
class Arrows:
    """Arrows on a map, in pixels.

    Attributes
    ----------
    middles, ways : arrays, shape (n, 2)
        Where they stand, and which way they point, one pixel long.
    lengths : array, shape (n,)
        From tail to tip.
    """

    middles: Floats
    ways: Floats
    lengths: Floats


def arrows_downhill(field: SlopeField, scale: Scale, whole: Window) -> Arrows:
    """Return arrows that point downhill; the steeper it is, the longer, and none where level."""
    x, y = arrow_places(field.section.reach, whole)
    nodes = np.ix_(_nearest(field.section.y, y), _nearest(field.section.x, x))
    downhill = np.stack([-field.east[nodes], -field.north[nodes]], -1).reshape(-1, 2)
    steepness = np.hypot(*downhill.T)
    known = np.isfinite(steepness)
    longest = float(np.quantile(steepness[known], _LONGEST)) if known.any() else 0.0
    if not longest > 0:
        return Arrows(np.empty((0, 2)), np.empty((0, 2)), np.empty(0))
    apart = float(x[1] - x[0]) * min(scale.across, scale.down) if len(x) > 1 else GRID
    lengths = 0.9 * apart * np.minimum(steepness / longest, 1.0)
    places = np.stack(np.broadcast_arrays(x[None, :], y[:, None]), -1).reshape(-1, 2)
    shown = known & (lengths > _SHORTEST * apart)
    ways = downhill[shown] * (scale.across, -scale.down)
    ways /= np.hypot(*ways.T)[:, None]
    return Arrows(scale.to_screen(places[shown]), ways, lengths[shown])


def _nearest(axis: Floats, places: Floats) -> NDArray[np.intp]:
    step = (axis[-1] - axis[0]) / (len(axis) - 1)
    nearest: NDArray[np.intp] = np.rint((places - axis[0]) / step).astype(np.intp)
    return nearest.clip(0, len(axis) - 1)


def paint_arrows(painter: QPainter, arrows: Arrows) -> None:
    """Paint arrows around their middles, light edges first."""
    along = arrows.ways * arrows.lengths[:, None] / 2
    heads = np.minimum(0.5 * arrows.lengths, 7.0)[:, None]
    side = np.stack([-arrows.ways[:, 1], arrows.ways[:, 0]], -1)
    tips, tails = arrows.middles + along, arrows.middles - along
    wings = [tips - arrows.ways * heads + sign * 0.7 * side * heads for sign in (1, -1)]
    lines = np.stack([tails, tips, wings[0], tips, wings[1]], 1)
    # All at once would take several times as long.
    paths = [
        _path_of(lines[first : first + _TOGETHER]) for first in range(0, len(lines), _TOGETHER)
    ]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ink, width, opacity in ((_EDGE, 4.0, 0.7), (_INK, 1.7, 1.0)):
        colour = QColor(ink)
        colour.setAlphaF(opacity)
        pen = QPen(colour, width)
        pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
        painter.setPen(pen)
        for path in paths:
            painter.drawPath(path)


def _path_of(lines: Floats) -> QPainterPath:
    """Return lines through so many places each, shape (n, m, 2), as Qt reads them from a stream.

    One by one, thousands would take the interpreter from the window for a while.
    """
    elements = np.zeros(lines.shape[:2], np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")]))
    elements["kind"][:, 1:] = 1
    elements["x"], elements["y"] = lines[..., 0], lines[..., 1]
    count = elements.size.to_bytes(4, "big")
    path = QPainterPath()
    QDataStream(QByteArray(count + elements.tobytes() + bytes(8))) >> path
    return path


def legend_box(frame: QRectF, theme: Theme, *, is_left: bool = True) -> QRectF:
    """Return where the meaning of the slopes' colours stands in a lower corner of a frame."""
    metrics = QFontMetrics(theme.font(theme.small))
    tall = GRID * math.ceil((metrics.height() + 2 * GRID + GRID) / GRID)
    box = QRectF(0, 0, _swatch(metrics) * len(SLOPE_COLOURS) + 2 * GRID, tall)
    box.moveBottomLeft(frame.bottomLeft() + QPointF(GRID, -GRID))
    if not is_left:
        box.moveRight(frame.right() - GRID)
    return box


def _swatch(metrics: QFontMetrics) -> int:
    """Return how wide a colour is, with room for its number."""
    return GRID * math.ceil(max(metrics.horizontalAdvance("00°"), 20) / GRID + 0.5)


def paint_legend(painter: QPainter, frame: QRectF, theme: Theme, *, is_left: bool = True) -> None:
    """Paint what the colours of slopes mean into one of the map's lower corners."""
    painter.setFont(theme.font(theme.small))
    metrics = QFontMetrics(painter.font())
    wide, box = _swatch(metrics), legend_box(frame, theme, is_left=is_left)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.raised))
    painter.drawRoundedRect(box, 4, 4)
    for number, colour in enumerate(SLOPE_COLOURS):
        swatch = QRectF(box.left() + GRID + wide * number, box.top() + GRID, wide, GRID)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRect(swatch)
        if number:
            text = QRectF(swatch.left() - wide / 2, swatch.bottom() + 2, wide, metrics.height())
            painter.setPen(QColor(theme.ink))
            painter.drawText(text, Qt.AlignmentFlag.AlignCenter, f"{STEEPER[number - 1]}°")
