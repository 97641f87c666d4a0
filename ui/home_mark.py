"""Home on the map: a mark where it lies, or one at the edge that points there."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF

import mountain
from mountain import Terrain
from ui.icons import picture
from ui.measured import grid_of
from ui.numbering import figures_of
from ui.theme import GRID, Theme

if TYPE_CHECKING:
    from mountain import Track
    from ui.scene import Scene

#: Of more homes at once, as on waves that go on for ever, only so many are marked.
_MOST = 40


@dataclass(frozen=True)
class Homes:
    """Where hikers want to get.

    Attributes
    ----------
    places : tuple of (float, float)
        In map units.
    climbing : bool
        Whether they are summits.
    """

    places: tuple[tuple[float, float], ...] = ()
    climbing: bool = False

    @property
    def word(self) -> str:
        """What such a place is called."""
        return "summit" if self.climbing else "home"


def homes_of(track: Track) -> Homes:
    """Return where a hiker wants to get; nowhere, where the floor of a valley is all as low."""
    ascend = track.plan.ascend
    found = mountain.homes(track.terrain, ascend)
    return Homes(tuple((each.x, each.y) for each in found if not each.level)[:_MOST], ascend)


def paint_homes(painter: QPainter, goals: Homes, scene: Scene, taken: QRectF) -> None:
    """Mark the homes that are seen; where there are none, put up a signpost to the nearest.

    Parameters
    ----------
    painter, goals, scene : QPainter, Homes, Scene
        Where, what and on which map.
    taken : QRectF
        What the signpost must not stand on, in pixels.
    """
    points = [scene.scale.point(*place) for place in goals.places]
    seen = [point for point in points if scene.frame.contains(point)]
    for point in seen:
        paint_home(painter, point, goals.word, scene.theme)
    if points and not seen:
        signpost_of(goals, scene, taken).paint(painter, scene.theme)


def paint_home(painter: QPainter, point: QPointF, name: str, theme: Theme) -> None:
    """Paint the badge of home, or of a summit, around a point."""
    radius = 0.8 * theme.normal
    painter.setPen(QPen(QColor(theme.good), 1.5))
    painter.setBrush(QColor(theme.panel))
    painter.drawEllipse(point, radius, radius)
    _paint_icon(painter, point, name, theme)


def _paint_icon(painter: QPainter, point: QPointF, name: str, theme: Theme) -> None:
    side = round(1.1 * theme.normal)
    ratio = painter.device().devicePixelRatioF()
    corner = point - QPointF(side / 2, side / 2)
    painter.drawPixmap(corner, picture(name, theme.good, side, ratio))


@dataclass(frozen=True)
class Signpost:
    """Words at a map's edge that tell how far home is, with an arrow that points there.

    Attributes
    ----------
    text, name : str
        What it says, and the drawing before it.
    box : QRectF
        Where it stands, in pixels.
    way : (float, float)
        Which way it points, to the right and down, one pixel long.
    """

    text: str
    name: str
    box: QRectF
    way: tuple[float, float]

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint it."""
        painter.setFont(theme.font(theme.small))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.raised))
        painter.drawRoundedRect(self.box, 4, 4)
        half = self.box.height() / 2
        begin, end = self.box.left() + half + 2, self.box.right() - half
        _paint_icon(painter, QPointF(begin, self.box.center().y()), self.name, theme)
        painter.setPen(QColor(theme.ink))
        inner = self.box.adjusted(2 * half + 4, 0, -2 * half, 0)
        painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, self.text)
        tip = QPointF(*self.way) * 0.5 * theme.small
        side = QPointF(-tip.y(), tip.x()) * 0.7
        middle = QPointF(end, self.box.center().y())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.good))
        painter.drawPolygon(QPolygonF([middle + tip, middle - tip + side, middle - tip - side]))


def signpost_of(goals: Homes, scene: Scene, taken: QRectF) -> Signpost:
    """Return a signpost to the home that is nearest to the hiker, off what is taken of the map."""
    home = min(goals.places, key=lambda place: math.dist(place, scene.place))
    text = f"{goals.word} {distance_text(math.dist(home, scene.place), scene.terrain)}"
    metrics, frame = QFontMetrics(scene.theme.font(scene.theme.small)), scene.frame
    tall = metrics.height() + GRID
    wide = metrics.horizontalAdvance(text) + 2 * tall + GRID
    away = scene.scale.point(*home) - frame.center()
    far = max(math.hypot(away.x(), away.y()), 1.0)
    across, down = (frame.width() - wide) / 2 - GRID, (frame.height() - tall) / 2 - GRID
    share = min(across / max(abs(away.x()), 1e-9), down / max(abs(away.y()), 1e-9))
    middle = frame.center() + away * share
    box = QRectF(middle.x() - wide / 2, middle.y() - tall / 2, wide, tall)
    return Signpost(text, goals.word, _moved_off(box, taken, frame), (away / far).toTuple())


def _moved_off(box: QRectF, taken: QRectF, frame: QRectF) -> QRectF:
    """Return a box beside what is taken, and off the corners above, where there are words."""
    if box.intersects(taken):
        is_low = taken.center().y() > frame.center().y()
        up, down = taken.top() - GRID - box.bottom(), taken.bottom() + GRID - box.top()
        box = box.translated(0, up if is_low else down)
    words = frame.top() + 2 * GRID + box.height()
    return box.translated(0, max(words - box.top(), 0.0))


def distance_text(distance: float, terrain: Terrain) -> str:
    """Return a distance in words: of elevation maps in metres or kilometres."""
    if grid_of(terrain) is None:
        return figures_of([distance])[distance]
    return mountain.distance(distance, ".0f", "endlessly far", "m")
