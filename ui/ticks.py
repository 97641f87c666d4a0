"""Ticks: round numbers along a map's edges, and round heights between its contour lines."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from mountain import Floats, Terrain, Window
from ui.contours import Scale
from ui.measured import grid_of
from ui.numbering import figures_of
from ui.theme import Theme

#: How many contour lines there are about.
_LEVELS = 12
#: From so many metres on, an axis counts kilometres.
_KILOMETRES = 2000.0


def ticks_between(low: float, high: float, about: int) -> list[float]:
    """Return about so many round numbers from low to high."""
    step = _round_step(low, high, about)
    first = np.ceil(low / step - 1e-9)
    count = int(np.floor(high / step + 1e-9) - first) + 1
    return [float((first + index) * step) for index in range(count)]


def _round_step(low: float, high: float, about: int) -> float:
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)


def levels_between(heights: Floats) -> tuple[float, ...]:
    """Return about a dozen round heights, evenly apart; none where all ground is equally high."""
    ground = heights[np.isfinite(heights)]
    low, high = (float(ground.min()), float(ground.max())) if ground.size else (0.0, 0.0)
    if not (low < high and math.isfinite(high - low)) or (high - low) < 1e-12 * abs(high):
        return ()
    levels = ticks_between(low, high, _LEVELS)
    return tuple(round(level, 12) for level in levels if low < level < high)


def tick_text(value: float) -> str:
    """Return the figure of a round number, with a true minus sign."""
    return f"{0.0 if abs(value) < 1e-12 else value:.6g}".replace("-", "−")


def unit_of(terrain: Terrain) -> tuple[str, float]:
    """Return the unit along a terrain's edges, and how many map units it has; none but of maps."""
    if grid_of(terrain) is None:
        return "", 1.0
    longest = max(terrain.window.width, terrain.window.tall)
    return ("km", 1000.0) if longest >= _KILOMETRES else ("m", 1.0)


def paint_ticks(
    painter: QPainter, terrain: Terrain, seen: Window, scale: Scale, theme: Theme
) -> None:
    """Paint round numbers along a map's edges; the last one has the unit."""
    corners = (scale.point(seen.x0, seen.y1), scale.point(seen.x1, seen.y0))
    frame = QRectF(*corners)
    painter.setFont(theme.font(theme.small))
    painter.setPen(QColor(theme.quiet))
    tall = painter.fontMetrics().height()
    unit, units = unit_of(terrain)
    for x, text in _figures(seen.x0 / units, seen.x1 / units, 10 * theme.small, unit, painter):
        at = scale.point(x * units, seen.y0).x()
        painter.drawLine(QLineF(at, frame.bottom(), at, frame.bottom() + 4))
        box = QRectF(at - 40, frame.bottom() + 4, 80, tall)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    for y, text in _figures(seen.y0 / units, seen.y1 / units, frame.left() - 9, "", painter):
        at = scale.point(seen.x0, y * units).y()
        painter.drawLine(QLineF(frame.left() - 4, at, frame.left(), at))
        box = QRectF(frame.left() - 90, at - tall / 2, 82, tall)
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, align, text)


def _figures(
    low: float, high: float, room: float, unit: str, painter: QPainter
) -> list[tuple[float, str]]:
    """Return where ticks are and what stands there: rounder ones where there is little room."""
    metrics = painter.fontMetrics()
    for about in (7, 5, 4, 3, 2):
        places = ticks_between(low, high, about)
        texts = [*figures_of(places).values()]
        if max((metrics.horizontalAdvance(text) for text in texts), default=0) <= room:
            break
    if unit and texts:
        texts[-1] = f"{texts[-1]} {unit}"
    return list(zip(places, texts, strict=True))
