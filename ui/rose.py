"""The rose: where north is in a relief, how long a length is, and how steep it is drawn."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from mountain import Terrain
from ui.drawing import line_pen
from ui.numbering import figures_of
from ui.outlook import Outlook
from ui.theme import GRID, Theme

#: How much of the ground its plate hides: no line of the ground may cross the letters.
_PLATE = 0.88


def scale_length(pixels_per_unit: float, widest: float) -> float:
    """Return the longest of 1, 2 or 5 times a power of ten that is at most so many pixels wide."""
    power = 10.0 ** math.floor(math.log10(widest / pixels_per_unit))
    return max(step * power for step in (1, 2, 5) if step * power * pixels_per_unit <= widest)


def exaggeration_text(exaggeration: float) -> str:
    """Say how much steeper than true a relief is drawn; nothing where it is as steep."""
    if not (math.isfinite(exaggeration) and exaggeration > 0) or abs(exaggeration - 1) < 0.01:
        return ""
    return f"heights × {exaggeration:.3g}"


def length_text(length: float, unit: str) -> str:
    """Return a length in words; many metres as kilometres."""
    if unit == "m" and length >= 1000:
        length, unit = length / 1000, "km"
    figure = figures_of([length])[length]
    return f"{figure} {unit.removesuffix('s') if figure == '1' else unit}"


def _unit(terrain: Terrain) -> str:
    """Return what a terrain's x and y are counted in."""
    return terrain.ground.unit or "map units"


class Rose:
    """A compass that lies beside the block, a ruler, and how steep the block is drawn.

    Parameters
    ----------
    outlook, terrain : Outlook, Terrain
        Of what.
    is_left : bool
        Whether it stands in the lower left corner, not in the right one.

    Attributes
    ----------
    box : QRectF
        Its plate, in pixels.
    """

    def __init__(self, outlook: Outlook, terrain: Terrain, *, is_left: bool = True) -> None:
        self._outlook = outlook
        theme, camera = outlook.theme, outlook.camera
        self._radius = 1.7 * theme.normal
        focal = float(camera.lens[4, 0])
        per_unit = focal / camera.distance * outlook.mesh.sides[0] / outlook.mesh.window.width
        self._lines, self._wide = [exaggeration_text(outlook.mesh.exaggeration)], 0.0
        if math.isfinite(per_unit) and per_unit > 0:
            length = scale_length(per_unit, 9.0 * theme.normal)
            self._wide = length * per_unit
            self._lines.append(length_text(length, _unit(terrain)))
        self._font = theme.font(theme.small)
        advance = QFontMetricsF(self._font).horizontalAdvance
        widest = max(self._wide, *(advance(line) for line in self._lines))
        columns, rows = camera.size
        self.box = QRectF(0, 0, self._aside + widest + theme.normal, 3.3 * self._radius - GRID)
        self.box.moveBottomLeft(QPointF(GRID, rows - GRID))
        if not is_left:
            self.box.moveRight(columns - GRID)

    @property
    def _aside(self) -> float:
        """How far beside the plate's edge the ruler begins."""
        return 3.9 * self._radius - GRID

    def paint(self, painter: QPainter) -> None:
        """Paint it on its plate."""
        theme, corner = self._outlook.theme, self.box.bottomLeft()
        plate = QColor(theme.panel)
        plate.setAlphaF(_PLATE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(plate)
        painter.drawRoundedRect(self.box, GRID, GRID)
        painter.setFont(self._font)
        ruler = corner + QPointF(self._aside, -0.75 * theme.normal)
        _paint_scale(painter, ruler, self._wide, self._lines, theme)
        middle = corner + QPointF(2.05 * self._radius - GRID, -1.25 * self._radius)
        _paint_needle(painter, self._outlook, middle, self._radius)


def _paint_scale(
    painter: QPainter, corner: QPointF, wide: float, lines: list[str], theme: Theme
) -> None:
    """Paint a ruler so many pixels wide, and lines of text above it, the last the lowest."""
    tick = 0.3 * theme.normal
    up, along = QPointF(0, -tick), QPointF(wide, 0)
    painter.setPen(line_pen(theme.ink, max(1.5, theme.stroke / 2)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([corner + up, corner, corner + along, corner + along + up]))
    tall = painter.fontMetrics().height()
    for index, line in enumerate(reversed(lines)):
        painter.drawText(corner + QPointF(0, -tick - 4 - index * tall), line)


def _paint_needle(painter: QPainter, outlook: Outlook, centre: QPointF, radius: float) -> None:
    """Paint a compass that lies flat beside the block."""
    theme, lens = outlook.theme, outlook.camera.lens
    # Where a step to the east and one to the north lead on the screen.
    east = QPointF(float(lens[1, 0]), -float(lens[2, 0])) * radius
    north = QPointF(float(lens[1, 1]), -float(lens[2, 1])) * radius
    rim = QPolygonF(
        [
            centre + east * math.cos(angle) + north * math.sin(angle)
            for angle in (2 * math.pi * turn / 48 for turn in range(48))
        ]
    )
    painter.setPen(QPen(QColor(theme.line), 1))
    painter.setBrush(QColor(theme.raised))
    painter.drawPolygon(rim)
    painter.setPen(Qt.PenStyle.NoPen)
    for tip, ink in ((north, theme.accent), (-north, theme.line)):
        painter.setBrush(QColor(ink))
        sides = [tip * 0.82, east * 0.17, -east * 0.17]
        painter.drawPolygon(QPolygonF([centre + side for side in sides]))
    painter.setFont(theme.font(theme.small, bold=True))
    painter.setPen(QColor(theme.ink))
    away = math.hypot(north.x(), north.y())
    letter = centre + north * (1 + 0.75 * theme.small / max(away, 1.0))
    side = 2.0 * theme.small
    box = QRectF(letter.x() - side / 2, letter.y() - side / 2, side, side)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "N")
