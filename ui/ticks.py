"""Ticks: round numbers along a map's edges, and round heights between its contour lines."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from mountain import Floats, Terrain, Window
from ui.contours import Scale
from ui.measured import grid_of
from ui.numbering import LARGEST, SMALLEST, TIMES, figures_of, power_of_ten
from ui.theme import Theme

#: How many contour lines there are about.
_LEVELS = 12
#: From so many metres on, an axis counts kilometres.
_KILOMETRES = 2000.0
#: An axis over less than such a share of its numbers is not counted in a power of ten.
_ALIKE = 1e-3


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
    decimals = max(12, 3 - math.floor(math.log10(high - low)))
    return tuple(round(level, decimals) for level in levels if low < level < high)


def tick_text(value: float) -> str:
    """Return the figure of a round number, with a true minus sign."""
    return f"{0.0 if abs(value) < 1e-12 else value:.6g}".replace("-", "−")


def unit_of(terrain: Terrain) -> tuple[str, float]:
    """Return the unit along a terrain's edges, and how many map units it has; none but of maps."""
    if grid_of(terrain) is None:
        return "", 1.0
    longest = max(terrain.window.width, terrain.window.tall)
    return ("km", 1000.0) if longest >= _KILOMETRES else ("m", 1.0)


def _power_of(low: float, high: float) -> tuple[str, float]:
    """Return a power of ten to count an axis in, and its value; none for usual numbers."""
    largest = max(abs(low), abs(high))
    order = math.floor(math.log10(largest) + 1e-9)
    # Where numbers hardly differ, it is their last digits that tell them apart.
    if SMALLEST <= order < LARGEST or high - low < _ALIKE * largest:
        return "", 1.0
    return f"{TIMES}{power_of_ten(order)}", float(f"1e{order}")


def paint_ticks(
    painter: QPainter, terrain: Terrain, seen: Window, scale: Scale, theme: Theme
) -> None:
    """Paint round numbers along a map's edges; the last one has the unit."""
    corners = (scale.point(seen.x0, seen.y1), scale.point(seen.x1, seen.y0))
    frame = QRectF(*corners)
    painter.setFont(theme.font(theme.small))
    painter.setPen(QColor(theme.quiet))
    unit, units = unit_of(terrain)
    across = along = (unit, units)
    if not unit:
        across, along = _power_of(seen.x0, seen.x1), _power_of(seen.y0, seen.y1)
    _paint_across(painter, (seen.x0, seen.x1), frame, across, 10 * theme.small)
    _paint_along(painter, (seen.y0, seen.y1), frame, along)


def _paint_across(
    painter: QPainter,
    reach: tuple[float, float],
    frame: QRectF,
    unit: tuple[str, float],
    room: float,
) -> None:
    """Paint the numbers below a map, all of them within the widget."""
    metrics, right = painter.fontMetrics(), painter.device().width()
    low, high = (each / unit[1] for each in reach)
    for x, text in _figures(low, high, room, unit[0], painter):
        at = frame.left() + (x - low) / (high - low) * frame.width()
        painter.drawLine(QLineF(at, frame.bottom(), at, frame.bottom() + 4))
        wide = metrics.horizontalAdvance(text) + 2
        left = min(at - wide / 2, right - wide)
        box = QRectF(left, frame.bottom() + 4, wide, metrics.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _paint_along(
    painter: QPainter, reach: tuple[float, float], frame: QRectF, unit: tuple[str, float]
) -> None:
    """Paint the numbers beside a map; a power that they are counted in stands upright there."""
    tall = painter.fontMetrics().height()
    low, high = (each / unit[1] for each in reach)
    figures = _figures(low, high, frame.left() - 9, "", painter)
    for y, text in figures:
        at = frame.bottom() - (y - low) / (high - low) * frame.height()
        painter.drawLine(QLineF(frame.left() - 4, at, frame.left(), at))
        box = QRectF(frame.left() - 90, at - tall / 2, 82, tall)
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, align, text)
    if unit[0].startswith(TIMES):
        painter.save()
        share = _between(figures, low, high)
        painter.translate(frame.left() - 9, frame.bottom() - share * frame.height())
        painter.rotate(-90)
        painter.drawText(QRectF(-100, -tall, 200, tall), Qt.AlignmentFlag.AlignCenter, unit[0])
        painter.restore()


def _between(figures: list[tuple[float, str]], low: float, high: float) -> float:
    """Return the middle between the last two figures of an axis, as a share of it."""
    last = [place for place, _ in figures[-2:]]
    return (sum(last) / len(last) - low) / (high - low) if last else 0.5


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
