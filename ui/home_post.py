"""Home in the relief: a sign on a pole where it stands, or one at the edge that points there."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from mountain import Terrain
from ui.drawing import line_pen
from ui.home_mark import Homes, Signpost, distance_text, paint_home
from ui.outlook import Outlook
from ui.theme import GRID

#: How far a sign reaches, with its ring, and how much room it keeps, in letters.
_REACH, _ROOM = 0.95, 0.25
#: Where a sign may stand from its foot, the first if nothing is there: how far to the right of
#: upright, in degrees, and how long its pole is, in letters.
_STANDS = (
    *((0, 2.2), (25, 2.4), (-25, 2.4), (50, 2.6), (-50, 2.6), (0, 3.6), (30, 4.0), (-30, 4.0)),
    *((75, 3.0), (-75, 3.0), (55, 4.5), (-55, 4.5), (0, 5.2), (30, 6.0), (-30, 6.0)),
)
#: How much is left of a pole's foot that stands behind a ridge.
_HIDDEN = 0.45
#: A signpost at the edge makes way in steps of so many degrees, as seen from the middle.
_TURN, _TURNS = 4, 22


@dataclass(frozen=True)
class Post:
    """A sign on a pole.

    Attributes
    ----------
    foot, head : QPointF
        Where it stands, and the middle of its sign, in pixels.
    box : QRectF
        Around the sign.
    hidden : bool
        Whether a ridge hides the place where it stands.
    """

    foot: QPointF
    head: QPointF
    box: QRectF
    hidden: bool


@dataclass(frozen=True, eq=False)
class HomePosts:
    """The homes on a block, as they are seen.

    Attributes
    ----------
    outlook : Outlook
        The block, and from where it is seen.
    terrain, homes : Terrain, Homes
        What it is of, and where hikers want to get on it.
    place : (float, float)
        Where the hiker is to whom a signpost tells how far it is, in map units.
    taken : sequence of QRectF
        On what no sign may stand, in pixels.
    """

    outlook: Outlook
    terrain: Terrain
    homes: Homes
    place: tuple[float, float]
    taken: Sequence[QRectF] = ()

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """A sign on a pole at each home that is in the picture, those farthest away first."""
        x, y = np.array(self.homes.places, float).reshape(-1, 2).T
        near = np.nan_to_num(self.outlook.seen(x, y)[:, 2])
        posts: list[Post] = []
        for index in np.argsort(near, kind="stable").tolist():
            foot, hidden = self.outlook.stand(*self.homes.places[index])
            if near[index] > 0 and self._frame.contains(foot):
                others = [post.box for post in posts]
                head = self._free_head(foot, [*self.taken, *others])
                posts.append(Post(foot, head, self._sign_at(head), hidden))
        return tuple(posts)

    @cached_property
    def signpost(self) -> Signpost | None:
        """Where no home is in the picture, words at its edge: how far the nearest is, and where."""
        if self.posts or not self.homes.places or not all(map(math.isfinite, self.place)):
            return None
        home = min(self.homes.places, key=lambda home: math.dist(home, self.place))
        text = f"{self.homes.word} {distance_text(math.dist(home, self.place), self.terrain)}"
        metrics = QFontMetrics(self.outlook.theme.font(self.outlook.theme.small))
        tall = metrics.height() + GRID
        box = QRectF(0, 0, metrics.horizontalAdvance(text) + 2 * tall + GRID, tall)
        angle = self._angle_to(home)
        places = list(self._at_edge(box, angle))
        free = (place for place in places if not self._covered(place))
        box = next(free, None) or min(places, key=self._covered)
        return Signpost(text, self.homes.word, box, (math.cos(angle), math.sin(angle)))

    @property
    def boxes(self) -> list[QRectF]:
        """Where all of it stands, in pixels."""
        boxes = [post.box for post in self.posts]
        return boxes if self.signpost is None else [*boxes, self.signpost.box]

    def paint(self, painter: QPainter) -> None:
        """Paint the signs, or the signpost, as visible as the painter paints."""
        theme, opacity = self.outlook.theme, painter.opacity()
        for post in self.posts:
            painter.setOpacity(opacity * (_HIDDEN if post.hidden else 1.0))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(0, 0, 0, 110))
            painter.drawEllipse(post.foot, 0.45 * theme.normal, 0.22 * theme.normal)
            for colour, width in ((theme.casing, theme.stroke + 2), (theme.good, theme.stroke)):
                painter.setPen(line_pen(colour, 0.6 * width))
                painter.drawLine(post.foot, post.head)
            # The ground hides a place, but not the sign that tells where it is.
            painter.setOpacity(opacity)
            paint_home(painter, post.head, self.homes.word, theme)
        if self.signpost is not None:
            self.signpost.paint(painter, theme)

    @property
    def _frame(self) -> QRectF:
        """The picture, without its edge."""
        columns, rows = self.outlook.camera.size
        return QRectF(0, 0, columns, rows).adjusted(GRID, GRID, -GRID, -GRID)

    def _sign_at(self, head: QPointF) -> QRectF:
        reach = _REACH * self.outlook.theme.normal
        return QRectF(head.x() - reach, head.y() - reach, 2 * reach, 2 * reach)

    def _free_head(self, foot: QPointF, taken: Sequence[QRectF]) -> QPointF:
        """Return where the sign is of a pole that stands somewhere: where nothing else is."""
        letter, best, least = self.outlook.theme.normal, foot, math.inf
        room = _ROOM * letter
        for lean, length in _STANDS:
            angle = math.radians(lean)
            head = foot + QPointF(math.sin(angle), -math.cos(angle)) * length * letter
            box = self._sign_at(head)
            around = box.adjusted(-room, -room, room, room)
            lost = _area(box) - _area(box & self._frame)
            lost += sum(_area(around & other) for other in taken)
            if lost <= 0:
                return head
            if lost < least:
                best, least = head, lost
        return best

    def _angle_to(self, home: tuple[float, float]) -> float:
        """Return where a home is, seen from the picture's middle: 0 to the right, then down."""
        x, y = np.array([[home[0]], [home[1]]])
        eye, right, up = self.outlook.camera.lens[:3]
        away = self.outlook.mesh.on_ground(x, y)[0] - eye
        # Also of a home behind the eye: that is where one has to turn.
        return math.atan2(-float(up @ away), float(right @ away))

    def _at_edge(self, box: QRectF, angle: float) -> Iterator[QRectF]:
        """Yield a box at the frame's edge: where something is, then further and further aside."""
        frame = self._frame
        across = max(0.5 * (frame.width() - box.width()), 0.0)
        down = max(0.5 * (frame.height() - box.height()), 0.0)
        for index in range(2 * _TURNS + 1):
            turned = angle + math.radians((index + 1) // 2 * _TURN * (-1) ** index)
            cos, sin = math.cos(turned), math.sin(turned)
            share = min(across / max(abs(cos), 1e-9), down / max(abs(sin), 1e-9))
            placed = QRectF(box)
            placed.moveCenter(frame.center() + QPointF(cos, sin) * share)
            yield placed

    def _covered(self, box: QRectF) -> int:
        """Return how much a box hides of what is taken; rounding decides nothing."""
        around = box.adjusted(-GRID, -GRID, GRID, GRID)
        return round(sum(_area(around & other) for other in self.taken))


def _area(box: QRectF) -> float:
    return box.width() * box.height()
