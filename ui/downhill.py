"""Downhill: arrows on the relief's ground, as large and as far apart from near as from afar."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter

from mountain import Floats, Ground
from ui.outlook import ABOVE, Outlook
from ui.overlay import Arrows, paint_arrows

#: How far apart arrows stand at least, and how long the longest is, in letters; no more than about
#: so many stand in a view.
_APART, _LONG, _MOST = 2.0, 1.75, 600
#: No arrow is shorter than this share of the longest, or nobody could tell where it points; and
#: none that points at the eye, than this share of its length beside the others.
_SHORTEST, _FORESHORTENED = 0.45, 0.75
#: The slope of which this share of what is seen is less steep has the longest arrow. Ground that is
#: so many times less steep has none, nor has ground that rises less than so much by its length.
_STEEP, _LEVEL, _FLAT = 0.9, 0.004, 1e-7
#: Where they may stand, as a share of the block's longer side, and the finest grid as a power of
#: two: it has all places of the coarser ones, and none has places on the block's edge.
_ORIGIN, _FINEST = 1 / 3, 24
#: Where a finer grid is nearly as wide as it has to be, it is taken.
_DENSER = 0.4
#: They are drawn in one of so many directions and lengths.
_TURNS, _SIZES = 72, 10
#: The letters beside which an arrow of the map looks right.
_USUAL = 14.0
#: Where less of the ground is left than this there are none in the mist, and faint ones up to that.
_DIM, _CLEAR, _FAINT = 0.3, 0.65, 0.55

Nodes = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Downhill:
    """Arrows that point downhill all over what is seen of a block.

    They stand at the same places of the ground wherever one looks from, on a finer grid the nearer
    the ground is.

    Attributes
    ----------
    outlook : Outlook
        The block, as it was drawn.
    ground : Ground
        Whose slopes they show.
    mist : array, shape (rows, columns)
        How dense it is over the plan, from 0 to 1, its first row in the south.
    opacity : float
        How much of the mist is there.
    """

    outlook: Outlook
    ground: Ground
    mist: NDArray[np.float32]
    opacity: float

    def paint(self, painter: QPainter, pixels: float) -> None:
        """Paint them on a picture that has so many pixels for a logical one."""
        arrows, clear = self.arrows
        letters, longest = self._letter / _USUAL, self._longest
        turns = np.rint(np.arctan2(*arrows.ways.T[::-1]) * (_TURNS / (2 * math.pi))) % _TURNS
        sizes = np.rint(arrows.lengths * (_SIZES / longest))
        table = np.column_stack([np.rint(pixels * arrows.middles), turns, sizes]).astype(int)
        for opacity, chosen in ((_FAINT, table[clear < _CLEAR]), (1.0, table[clear >= _CLEAR])):
            painter.setOpacity(opacity)
            for x, y, turn, size in chosen.tolist():
                picture = _picture(turn, size * longest / _SIZES / letters, letters * pixels)
                middle = picture.width() // 2
                painter.drawImage(QPoint(x - middle, y - middle), picture)
        painter.setOpacity(1.0)

    @cached_property
    def arrows(self) -> tuple[Arrows, Floats]:
        """The arrows in logical pixels, and how much of the ground is seen there, from 0 to 1."""
        plan, seen, clear = self._stands()
        # On the ground, the longest arrow is so long where nothing foreshortens it.
        reach = self._longest / (float(self.outlook.camera.lens[4, 0]) * seen[:, 2])
        ways, shares = self._slopes(plan, reach)
        wanted = self._longest * np.maximum(np.sqrt(shares), _SHORTEST)
        arms = (0.5 * reach * wanted / self._longest)[:, None] * ways
        tails, tips = self._seen(plan - arms), self._seen(plan + arms)
        runs = tips[:, :2] - tails[:, :2]
        long = np.hypot(*runs.T)
        with np.errstate(invalid="ignore"):
            kept = (shares > 0) & (long > 0) & ~self.outlook.hides(tips)
        runs, long, wanted = runs[kept], long[kept], wanted[kept]
        drawn = np.clip(long, _FORESHORTENED * wanted, self._longest)
        return Arrows(seen[kept, :2], runs / long[:, None], drawn), clear[kept]

    @cached_property
    def _letter(self) -> float:
        """The size of letters that they look right beside, in logical pixels."""
        columns, rows = self.outlook.camera.size
        return max(self.outlook.theme.normal, math.sqrt(columns * rows / _MOST) / _APART)

    @property
    def _apart(self) -> float:
        """How far apart they stand at least, in logical pixels, where nothing foreshortens it."""
        return _APART * self._letter

    @property
    def _longest(self) -> float:
        """How long the longest is, in logical pixels."""
        return _LONG * self._letter

    def _stands(self) -> tuple[Floats, Floats, Floats]:
        """Return where arrows may stand: in the plan, in the picture, and how clear it is there."""
        nodes = self._nodes()
        plan: Floats = nodes / float(1 << _FINEST) + _ORIGIN
        seen, clear = self._seen(plan), 1.0 - self.opacity * self._density(plan)
        with np.errstate(invalid="ignore"):
            kept = ((seen[:, :2] >= 0) & (seen[:, :2] < self.outlook.camera.size)).all(1)
        kept &= (clear >= _DIM) & ~self.outlook.hides(seen)
        nodes, plan, seen, clear = nodes[kept], plan[kept], seen[kept], clear[kept]
        chosen = thinned(seen[:, :2], _coarseness(nodes), 0.75 * self._apart)
        return plan[chosen], seen[chosen], clear[chosen]

    def _nodes(self) -> Nodes:
        """Return the grid's places next to all that is seen, shape (n, 2), in its finest steps."""
        step, camera = 0.6 * self._apart, self.outlook.camera
        across, down = (np.arange(0.5 * step, side, step) for side in camera.size)
        pixels = np.stack(np.meshgrid(across, down), -1).reshape(-1, 2)
        ground = self.outlook.ground_at(pixels)
        ground = ground[np.isfinite(ground[:, 2])]
        finer = np.log2(float(camera.lens[4, 0]) * ground[:, 2] / self._apart)
        halves = np.clip(np.floor(2 * finer + _DENSER), 0, 2 * _FINEST).astype(np.int64)
        nodes = nearest_nodes(ground[:, :2], halves)
        return nodes[_firsts(nodes)]

    def _seen(self, plan: Floats) -> Floats:
        """Return where the ground at places of the plan is seen."""
        above = ABOVE * self.outlook.measure
        x, y = self.outlook.on_map(plan).T
        return self.outlook.seen(x, y, above)

    def _density(self, plan: Floats) -> Floats:
        """Return how dense the mist is over places of the plan, with all of it there."""
        sides, most = self.outlook.mesh.sides, np.array(self.mist.shape[::-1]) - 1
        cells = np.clip(np.rint((plan / sides + 0.5) * most), 0, most).astype(int)
        density: Floats = self.mist[cells[:, 1], cells[:, 0]].astype(float)
        return density

    def _slopes(self, plan: Floats, reach: Floats) -> tuple[Floats, Floats]:
        """Return the ways downhill in the plan, and how steep it is, as a share of the steepest.

        Both are those of the ground as far as arrows reach on it: what is smaller is not to be
        seen. A share is 0 where there is no arrow.
        """
        mesh, window = self.outlook.mesh, self.outlook.mesh.window
        size = np.array(mesh.sides) / (window.width, window.tall)
        (x, y), (aside, along) = self.outlook.on_map(plan).T, 0.5 * reach / size[:, None]
        with np.errstate(all="ignore"):
            west, east = np.clip([x - aside, x + aside], window.x0, window.x1)
            south, north = np.clip([y - along, y + along], window.y0, window.y1)
            heights = self.ground.height(
                np.stack([west, east, x, x]), np.stack([y, y, south, north])
            )
            rises = heights[1] - heights[0], heights[3] - heights[2]
            slope = np.column_stack([rises[0] / (east - west), rises[1] / (north - south)])
            steepness = np.hypot(*slope.T)
            ways = -slope * size
            ways /= np.hypot(*ways.T)[:, None]
            known = np.isfinite(ways).all(1) & np.isfinite(steepness)
            known &= steepness * mesh.exaggeration > _FLAT
            steep = float(np.quantile(steepness[known], _STEEP)) if known.any() else 1.0
            shares = np.where(known, np.minimum(steepness / steep, 1.0), 0.0)
        return np.where(known[:, None], ways, 0.0), np.where(shares > _LEVEL, shares, 0.0)


def nearest_nodes(plan: Floats, halves: NDArray[np.int64]) -> Nodes:
    """Return the places of grids next to places of the plan, shape (n, 2), in the finest steps.

    Parameters
    ----------
    halves : array, shape (n,)
        How many times a grid has twice as many places as the coarsest.
    """
    levels = (halves + 1) // 2
    across, along = (plan - _ORIGIN).T * (1 << levels)
    # Every other time only every other place is added, as on a chessboard.
    diagonal = np.rint(0.5 * (along + across)), np.rint(0.5 * (along - across))
    black = np.column_stack([diagonal[0] - diagonal[1], diagonal[0] + diagonal[1]])
    whole = np.rint(np.column_stack([across, along]))
    steps = np.where((halves % 2 == 1)[:, None], black, whole).astype(np.int64)
    nodes: Nodes = steps << (_FINEST - levels)[:, None]
    return nodes


def thinned(points: Floats, weights: Floats, apart: float) -> NDArray[np.intp]:
    """Return which points, shape (n, 2), stay where they crowd: of those nearby, the weightiest."""
    kept = np.argsort(-weights, kind="stable")
    for shift in (0.0, 0.5):
        kept = kept[_firsts(np.floor(points[kept] / apart + shift).astype(np.int64))]
    return kept


def _firsts(pairs: Nodes) -> NDArray[np.intp]:
    """Return where each pair of whole numbers, shape (n, 2), is first."""
    _, first = np.unique((pairs[:, 0] << 32) + pairs[:, 1], return_index=True)
    firsts: NDArray[np.intp] = np.sort(first)
    return firsts


def _coarseness(nodes: Nodes) -> Floats:
    """Return how coarse the coarsest grid is that has a place; the coarser, the more."""
    either, other = nodes[:, 0] | nodes[:, 1], nodes[:, 0] ^ nodes[:, 1]
    lowest = (either | 1 << _FINEST) & -(either | 1 << _FINEST)
    coarseness: Floats = lowest.astype(float) * np.where(other & lowest, 1.0, 1.5)
    return coarseness


@lru_cache(maxsize=4 * _TURNS * _SIZES)
def _picture(turn: int, length: float, pixels: float) -> QImage:
    """Return a picture of an arrow with its middle in the middle."""
    radius = math.ceil(pixels * (0.5 * length + 4.0))
    picture = QImage(2 * radius + 1, 2 * radius + 1, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(Qt.GlobalColor.transparent)
    angle = turn * 2 * math.pi / _TURNS
    way = np.array([[math.cos(angle), math.sin(angle)]])
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(radius + 0.5, radius + 0.5)
        painter.scale(pixels, pixels)
        paint_arrows(painter, Arrows(np.zeros((1, 2)), way, np.array([length])))
    return picture
