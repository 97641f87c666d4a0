"""The inner life of a hiker: what is felt, what is remembered, and the step that comes of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

import mountain
from ui.contours import Scale
from ui.theme import Theme

if TYPE_CHECKING:
    from mountain import Memory, Track

#: The slope's arrow beyond the hiker's badge, in units of the normal text size.
SLOPE_LENGTH = 4.2
#: How far anything reaches from the hiker at most, as a share of the map.
FURTHEST = 0.3


@dataclass(frozen=True)
class Arrow:
    """One arrow at the hiker.

    Attributes
    ----------
    label : str
        What it is called.
    colour : str
        Its colour.
    way : QPointF
        From the badge's rim on, in pixels.
    width : float
        Of its shaft, in pixels.
    cut : bool
        Whether it is longer than is shown.
    """

    label: str
    colour: str
    way: QPointF
    width: float
    cut: bool

    @property
    def length(self) -> float:
        """From the badge's rim to the tip, in pixels."""
        return math.hypot(self.way.x(), self.way.y())

    def tip(self, theme: Theme) -> QPointF:
        """Return where it ends, seen from the hiker."""
        return self.way * (1 + _rim(theme) / self.length)


@dataclass(frozen=True)
class Label:
    """A word beside an arrow.

    Attributes
    ----------
    text, colour : str
        What it says, and in which colour.
    box : QRectF
        Where, in pixels.
    """

    text: str
    colour: str
    box: QRectF


@dataclass(frozen=True)
class InnerLife:
    """What is drawn at the hiker, in pixels.

    Attributes
    ----------
    arrows : tuple of Arrow
        The slope walked on, what is remembered of slopes, and the step to come.
    squares : QPointF or None
        The half axes of the ellipse of the remembered squares.
    squares_label : str
        What that is called.
    """

    arrows: tuple[Arrow, ...]
    squares: QPointF | None
    squares_label: str


@mountain.cached_while_small(maxsize=4)
def step_to_come(track: Track, step: int) -> tuple[float, float]:
    """Return the step that is made from a row of a track, in map units; 0 where there is none."""
    walked = track if step < track.steps else mountain.advance(track, 1)
    if step >= walked.steps:
        return 0.0, 0.0
    here, there = walked.rows[step], walked.rows[step + 1]
    return float(there["x"] - here["x"]), float(there["y"] - here["y"])


def inner_life(
    scale: Scale, track: Track, step: int, theme: Theme, *, frame: QRectF | None = None
) -> InnerLife:
    """Return what is drawn at the hiker at a step, in a frame or on the whole map.

    The slope's arrow always has the same length. What is remembered is drawn to the slope's scale,
    turned downhill; the step to come is drawn to the map's. All are cut where they get too long.
    """
    plan, row = track.plan_at(step), track.rows[step]
    sign = 1.0 if plan.ascend else -1.0
    slope = (sign * float(row["grad_x"]), sign * float(row["grad_y"]))
    remembered = _remembered(track, step)
    strongest = max((math.hypot(each.east, each.north) for each in remembered), default=0.0)
    steep = math.hypot(*slope) or strongest
    unit = SLOPE_LENGTH * theme.normal / steep if steep > 0 and math.isfinite(steep) else 0.0
    room = (frame or _whole(track, scale)).size()
    longest = FURTHEST * min(room.width(), room.height()) - _rim(theme)
    east, north = step_to_come(track, step)
    across = (east * scale.across, north * scale.down)
    arrows = [_arrow("slope −g", theme.trail, (slope, unit), longest, theme)]
    for each in remembered:
        if each.kind != "squares":
            # A rule goes down along what it remembers.
            way, label = (-each.east, -each.north), f"{each.kind} −{each.symbol}"
            arrows.append(_arrow(label, theme.other, (way, unit), longest, theme))
    step_arrow = _arrow("step", theme.good, (across, 1.0), longest, theme)
    arrows.append(replace(step_arrow, width=1.9 * theme.stroke))
    squares = next((each for each in remembered if each.kind == "squares"), None)
    shown = tuple(each for each in arrows if not each.way.isNull())
    return InnerLife(shown, *_ellipse(squares, unit, longest, theme))


def paint_inner_life(
    painter: QPainter,
    scale: Scale,
    track: Track,
    step: int,
    theme: Theme,
    *,
    frame: QRectF | None = None,
) -> None:
    """Paint the arrows of the slope, of what is remembered and of the step to come."""
    frame = frame or _whole(track, scale)
    life, place = inner_life(scale, track, step, theme, frame=frame), track.rows[step]
    point = scale.point(float(place["x"]), float(place["y"]))
    if not (math.isfinite(point.x()) and math.isfinite(point.y())):
        return
    painter.save()
    painter.setClipRect(frame, Qt.ClipOperation.IntersectClip)
    if life.squares is not None:
        _paint_ellipse(painter, point, life.squares, theme)
    # The longest first: what is shorter lies on it and is seen.
    for arrow in sorted(life.arrows, key=lambda each: -each.length):
        _paint_arrow(painter, point, arrow, theme)
    _paint_labels(painter, labels_of(life, point, frame, theme), theme)
    painter.restore()


def _remembered(track: Track, step: int) -> tuple[Memory, ...]:
    """Return what is remembered and still used; another optimizer begins anew."""
    if track.plan_at(step).optimizer != track.plan_at(step + 1).optimizer:
        return ()
    found = mountain.memories(track, step)
    return tuple(each for each in found if math.isfinite(each.east) and math.isfinite(each.north))


def _whole(track: Track, scale: Scale) -> QRectF:
    """Return where all of a track's map lies, in pixels."""
    window = track.terrain.window
    return QRectF(scale.point(window.x0, window.y1), scale.point(window.x1, window.y0))


def _rim(theme: Theme) -> float:
    return 1.15 * theme.normal


def _arrow(
    label: str,
    colour: str,
    scaled: tuple[tuple[float, float], float],
    longest: float,
    theme: Theme,
) -> Arrow:
    """Make an arrow of a way to the east and north and its scale, no longer than is allowed."""
    (east, north), unit = scaled
    long = math.hypot(east, north) * unit
    if not (math.isfinite(long) and long > 0):
        return Arrow(label, colour, QPointF(), 0.0, cut=False)
    # What is there is seen: an arrow is never shorter than its head.
    shown = min(max(long, _head(theme) * 1.3), longest)
    way = QPointF(east, -north) * (unit * shown / long)
    return Arrow(label, colour, way, theme.stroke, cut=long > longest)


def _head(theme: Theme) -> float:
    return 2.6 * theme.stroke + 4


def _ellipse(
    squares: Memory | None, unit: float, longest: float, theme: Theme
) -> tuple[QPointF | None, str]:
    if squares is None or unit == 0:
        return None, ""
    furthest = longest + _rim(theme)
    axes = [min(_rim(theme) + value * unit, furthest) for value in (squares.east, squares.north)]
    return QPointF(*axes), f"mean size √{squares.symbol}"


def _paint_ellipse(painter: QPainter, point: QPointF, axes: QPointF, theme: Theme) -> None:
    """Paint the ellipse of the remembered squares with its axes, dashed."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ink, extra in ((theme.casing, 2.5), (theme.truth, 0.0)):
        pen = QPen(QColor(ink), theme.stroke * 0.6 + extra)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if not extra:
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawEllipse(point, axes.x(), axes.y())


def _paint_arrow(painter: QPainter, point: QPointF, arrow: Arrow, theme: Theme) -> None:
    """Paint an arrow from the badge's rim on."""
    long, along = arrow.length, arrow.way / arrow.length
    head = _head(theme) * (1.0 + 0.12 * arrow.width / theme.stroke)
    begin, tip = along * _rim(theme), arrow.tip(theme)
    neck = tip - along * head
    side = QPointF(-along.y(), along.x()) * (1.1 * theme.stroke + 0.7 * arrow.width + 1)
    for ink, extra in ((theme.casing, 2.5), (arrow.colour, 0.0)):
        pen = QPen(QColor(ink), arrow.width + extra, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(point + begin, point + neck)
        painter.setPen(QPen(QColor(ink), max(extra, 0.5)))
        painter.setBrush(QColor(ink))
        painter.drawPolygon(QPolygonF([point + each for each in (tip, neck + side, neck - side)]))
    if arrow.cut:
        _paint_break(painter, point + along * (_rim(theme) + 0.6 * long), along, theme)


def _paint_break(painter: QPainter, point: QPointF, along: QPointF, theme: Theme) -> None:
    """Paint the two strokes that say that something is longer than it is drawn."""
    slanted = QPointF(-along.y(), along.x()) * 2.2 * theme.stroke + along * theme.stroke
    painter.setPen(QPen(QColor(theme.casing), 0.8 * theme.stroke))
    for shift in (-0.8 * theme.stroke, 0.8 * theme.stroke):
        painter.drawLine(point + along * shift - slanted, point + along * shift + slanted)


def _paint_labels(painter: QPainter, labels: list[Label], theme: Theme) -> None:
    painter.setFont(theme.font(theme.small, bold=True))
    for label in labels:
        plate = QColor(theme.panel)
        plate.setAlphaF(0.85)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(plate)
        painter.drawRoundedRect(label.box, 4, 4)
        painter.setPen(QColor(label.colour))
        painter.drawText(label.box, Qt.AlignmentFlag.AlignCenter, label.text)


def labels_of(life: InnerLife, point: QPointF, frame: QRectF, theme: Theme) -> list[Label]:
    """Place a word beyond each tip: inside the map, clear of the hiker, arrows and other words."""
    metrics = QFontMetricsF(theme.font(theme.small, bold=True))
    rim = _rim(theme)
    tips = [(each.label, each.colour, each.tip(theme)) for each in life.arrows]
    if life.squares is not None:
        tips.append((life.squares_label, theme.truth, QPointF(0, -life.squares.y())))
    taken = [QRectF(point.x() - rim, point.y() - rim, 2 * rim, 2 * rim)]
    for _, _, tip in tips[: len(life.arrows)]:
        for share in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0):
            spot = QRectF(0, 0, 4 * theme.stroke, 4 * theme.stroke)
            spot.moveCenter(point + tip * share)
            taken.append(spot)
    labels: list[Label] = []
    for text, colour, tip in tips:
        box = QRectF(0, 0, metrics.horizontalAdvance(text) + 8, metrics.height() + 2)
        box = _free_box(point, tip, box, (frame, taken))
        taken.append(box)
        labels.append(Label(text, colour, box))
    return labels


def _free_box(
    point: QPointF, tip: QPointF, box: QRectF, ground: tuple[QRectF, list[QRectF]]
) -> QRectF:
    """Return the place nearest beyond a tip that is free, going round to either side, and out."""
    long, (frame, taken) = math.hypot(tip.x(), tip.y()), ground
    for further in range(12):
        for turn in (0, 0.4, -0.4, 0.8, -0.8, 1.4, -1.4, 2.2, -2.2, 3.0):
            angle = math.atan2(tip.y(), tip.x()) + turn
            way = QPointF(math.cos(angle), math.sin(angle))
            half = abs(way.x()) * box.width() / 2 + abs(way.y()) * box.height() / 2
            box.moveCenter(point + way * (long + 6 + half + further * box.height() / 2))
            if frame.contains(box) and not any(box.intersects(other) for other in taken):
                return box
    return box
