"""The gauge beside the knobs: η·k on a scale around the limit of the terrain's home."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.drawing import Line, line_pen, mixed, paint_lines
from ui.gauge_state import GaugeState, description, figure
from ui.theme import DUSK, Theme

ZONES = ("glide", "overshoot", "beyond")
#: Where one zone ends and the next begins, as shares of the scale.
_EDGES = (0.0, 0.5, 0.75, 1.0)
#: The drawing's height, and the least width that it is scaled to, in its own units.
HEIGHT, LEAST_WIDTH = 80, 220
_LONGEST_WORD = 70.0


@dataclass(frozen=True)
class GaugeLayout:
    """Where things stand on a gauge, in its own units.

    Attributes
    ----------
    bar : tuple of float
        Left, top, width and height of the scale.
    edges : tuple of float
        Where each zone begins, and where the last one ends.
    zones : tuple of str
        The zones between the edges.
    marker : float or None
        Where η·k is marked; at an end of the bar where it is off the scale.
    """

    bar: tuple[float, float, float, float]
    edges: tuple[float, ...]
    zones: tuple[str, ...]
    marker: float | None


def layout_of(state: GaugeState, width: float) -> GaugeLayout:
    """Return where the parts of a gauge stand that is so many units wide."""
    left, length = 14.0, width - 28.0
    bar = (left, 45.0, length, 16.0)
    if state.zone is None:
        return GaugeLayout(bar, (left, left + length), (), None)
    marker = left + length * min(1.0, max(0.0, state.share))
    if state.limit == 0:
        return GaugeLayout(bar, (left, left + length), ("beyond",), marker)
    return GaugeLayout(bar, tuple(left + share * length for share in _EDGES), ZONES, marker)


def lines_of(state: GaugeState, theme: Theme, width: float) -> tuple[Line, ...]:
    """Return every line of text of a gauge that is so many units wide."""
    layout = layout_of(state, width)
    half = (width - 12) / 2
    product = f"η·k = {figure(state.stride)}"
    lines = [Line(product, (4, 0, half + 4, 26), 22, theme.ink, True, "left")]
    zone = state.zone
    if zone is None or state.limit is None:
        unknown = Line("no limit known", (4, 42, width - 8, 20), 15, theme.quiet, side="left")
        return (*lines, unknown)
    lines.append(Line(zone, (half + 12, 0, half - 4, 26), 21, _colour(zone, theme), True, "right"))
    for name, left, right in zip(layout.zones, layout.edges, layout.edges[1:], strict=False):
        ink = theme.ink if name == zone else theme.quiet
        # The long word of the short middle zone may reach into the long zone on its left.
        begin = min(left + 1, right - _LONGEST_WORD) if name == "overshoot" else left + 1
        lines.append(Line(name, (begin, 25, right - begin - 1, 16), 13, ink, name == zone))
    if state.limit == 0:
        return (*lines, Line("limit 0", (14, 64, width - 28, 15), 13, theme.ink, side="left"))
    room = layout.edges[2] - layout.edges[1] - 4
    if state.reads_batches:
        left = layout.bar[0]
        box = (left, 63, layout.edges[1] - room / 2 - left, 15)
        lines.append(Line("all points:", box, 13, theme.ink, side="left"))
    for name, value, middle in (
        ("1/λ", state.limit / 2, layout.edges[1]),
        ("2/λ", state.limit, layout.edges[2]),
    ):
        text = f"{name} = {figure(value)}" if room > 64 else figure(value)
        lines.append(Line(text, (middle - room / 2, 63, room, 15), 13, theme.ink))
    return tuple(lines)


def zone_colour(zone: str, theme: Theme, *, chosen: bool) -> QColor:
    """Return the colour of a zone's pattern, weaker where η·k does not lie in it."""
    return mixed(_colour(zone, theme), theme.panel, 0.0 if chosen else 0.36)


def _colour(zone: str, theme: Theme) -> str:
    return {"glide": theme.good, "overshoot": theme.neutral, "beyond": theme.bad}[zone]


class StrideGauge(QWidget):
    """The picture of how far η·k is from the limit."""

    def __init__(self, theme: Theme = DUSK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._state = GaugeState(0.0, None)
        self.setObjectName("gauge")
        self.setAccessibleName("η·k and its limit")
        self.setAccessibleDescription(description(self._state))
        self.setToolTip("η·k, as far as the hiker goes on one reading, and its limit 2/λ at home.")
        self.setMinimumSize(LEAST_WIDTH, 56)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the size at which the letters have the theme's sizes."""
        scale = self._theme.normal / 15
        return QSize(round(300 * scale), round(HEIGHT * scale))

    def show_theme(self, theme: Theme) -> None:
        """Show the same in another theme."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_stride(self, state: GaugeState) -> None:
        """Show η·k beside its limit."""
        if state == self._state:
            return
        self._state = state
        self.setAccessibleDescription(description(state))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the gauge as wide as the widget."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = min(self.height() / HEIGHT, self.width() / LEAST_WIDTH)
        layout, zone = layout_of(self._state, self.width() / scale), self._state.zone
        if zone is not None:
            ratio = painter.deviceTransform().m11()
            extent = (self.width(), self.height(), ratio, scale)
            bar = _bar_picture(replace(layout, marker=None), zone, self._theme, extent)
            painter.drawPixmap(0, 0, bar)
        painter.scale(scale, scale)
        if zone is not None:
            _paint_marker(painter, layout, self._state.share, self._theme)
        paint_lines(painter, lines_of(self._state, self._theme, self.width() / scale), self._theme)
        painter.end()


@lru_cache(maxsize=8)
def _bar_picture(
    layout: GaugeLayout, zone: str, theme: Theme, extent: tuple[int, int, float, float]
) -> QPixmap:
    """Return the bar as a picture: while η is dragged, only its marker moves."""
    width, height, ratio, scale = extent
    picture = QPixmap(QSize(width, height) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        _paint_bar(painter, layout, zone, theme)
    return picture


def _paint_bar(painter: QPainter, layout: GaugeLayout, zone: str, theme: Theme) -> None:
    """Paint the zones, each with a pattern of its own, that of η·k strongest."""
    left, top, length, height = layout.bar
    outline = QPainterPath()
    outline.addRoundedRect(QRectF(left, top, length, height), 5, 5)
    painter.save()
    painter.setClipPath(outline)
    for name, begin, end in zip(layout.zones, layout.edges, layout.edges[1:], strict=False):
        box = QRectF(begin, top, end - begin, height)
        colour = zone_colour(name, theme, chosen=name == zone)
        painter.fillRect(box, colour if name == "glide" else QColor(theme.raised))
        painter.save()
        painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
        _paint_hatching(painter, box, name, colour)
        painter.restore()
    painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.quiet), 1.2))
    painter.drawPath(outline)
    painter.setPen(line_pen(theme.ink, 2))
    for edge in layout.edges[1:-1]:
        painter.drawLine(QPointF(edge, top - 2), QPointF(edge, top + height + 3))


def _paint_hatching(painter: QPainter, box: QRectF, zone: str, colour: QColor) -> None:
    """Paint strokes: none for glide, one way for overshoot, crossed for beyond."""
    if zone == "glide":
        return
    painter.setPen(line_pen(colour, 3))
    leans = (1, -1) if zone == "beyond" else (1,)
    begin, end = box.left() - box.height(), box.right() + box.height()
    places = [begin + 8 * place for place in range(math.ceil((end - begin) / 8))]
    painter.drawLines(
        [
            QLineF(x, box.bottom(), x + lean * box.height(), box.top())
            for lean in leans
            for x in places
        ]
    )


def _paint_marker(painter: QPainter, layout: GaugeLayout, share: float, theme: Theme) -> None:
    """Paint the needle at η·k, or an arrow at the end beyond which it lies."""
    if layout.marker is None:
        return
    _, top, _, height = layout.bar
    middle = QPointF(layout.marker, top + height / 2)
    reach = height / 2 + 1
    if 0 <= share <= 1:
        needle = QPolygonF(
            [
                middle + QPointF(x, y)
                for x, y in ((-3, -reach), (3, -reach), (3, reach), (-3, reach))
            ]
        )
    else:
        out = 1 if share > 1 else -1
        tail = middle - QPointF(9 * out, 0)
        needle = QPolygonF(
            [tail + QPointF(0, -reach), tail + QPointF(17 * out, 0), tail + QPointF(0, reach)]
        )
    for colour, extra in ((theme.panel, 7.0), (theme.accent, 2.0)):
        painter.setPen(line_pen(colour, extra))
        painter.setBrush(QBrush(QColor(colour)))
        painter.drawPolygon(needle)
