"""The outlook: a block of ground from one side, and how lines and marks are drawn over it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from mountain import Camera, Canvas, Floats, Mesh
from ui.theme import Theme
from ui.trail import dots_apart

#: How far above the ground lines lie, in parts of the block's longer side.
ABOVE = 0.004
#: Lines follow the ground in pieces of this length, and there are at most so many pieces.
_PIECE, _MOST_PIECES = 1 / 120, 6000
#: From nearer than this, in parts of the block's longer side, what has no size of its own shrinks.
_AFAR = 1.2
#: How much of a line is left where the ground hides it.
FAINT = 0.4


@dataclass(frozen=True, eq=False)
class Outlook:
    """One view of a block.

    Attributes
    ----------
    mesh, camera : Mesh, Camera
        The block; and from where, for a picture in the widget's logical pixels.
    canvas : Canvas
        What was drawn of it, of the same shape, in pixels of any size.
    theme : Theme
        Colours and widths.
    """

    mesh: Mesh
    camera: Camera
    canvas: Canvas
    theme: Theme

    @property
    def measure(self) -> float:
        """How long something is drawn that is 1 long from afar: it may not fill the whole view."""
        return min(1.0, self.camera.distance / _AFAR)

    @property
    def image(self) -> QImage:
        """What was drawn of the block; what is painted on it is drawn there, too."""
        pixels: NDArray[np.uint32] = self.canvas.pixels
        rows, columns = pixels.shape
        return QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)

    def paint_block(self, painter: QPainter) -> None:
        """Paint what was drawn of the block over the whole view."""
        # Not smoothed: at rest its pixels are the screen's, and a drag must not wait.
        painter.drawImage(QRectF(0, 0, *self.camera.size), self.image)

    def seen(self, x: Floats, y: Floats, above: float = ABOVE) -> Floats:
        """Return where the ground at places on the map is seen; `Camera.seen` of it."""
        return self.camera.seen(self.mesh.on_ground(x, y, above))

    def hides(self, seen: Floats) -> NDArray[np.bool_]:
        """Tell which points are hidden by the ground."""
        rows, columns = self.canvas.depth.shape
        share = (columns / self.camera.size[0], rows / self.camera.size[1], 1.0)
        return self.canvas.hides(seen * share)

    def stand(self, x: float, y: float) -> tuple[QPointF, bool]:
        """Return where somebody stands at a place, and whether the ground hides them.

        Who is off the map stands at its edge.
        """
        window = self.mesh.window
        held_x, held_y = np.array([[x], [y]])
        held_x = np.clip(np.nan_to_num(held_x), window.x0, window.x1)
        held_y = np.clip(np.nan_to_num(held_y), window.y0, window.y1)
        point = np.nan_to_num(self.mesh.on_ground(held_x, held_y))
        place = np.nan_to_num(self.camera.seen(point))
        head = point + np.array([0.0, 0.0, 3 * ABOVE])
        hidden = bool(self.hides(self.camera.seen(head))[0])
        return QPointF(float(place[0, 0]), float(place[0, 1])), hidden

    def place_at(self, column: float, row: float) -> tuple[float, float] | None:
        """Return the place on the map that is seen at a pixel; None where none is."""
        ground = self.ground_at(np.array([[column, row]]))[0]
        if np.isnan(ground).any():
            return None
        x, y = self.on_map(ground[:2]).tolist()
        window = self.mesh.window
        return min(max(x, window.x0), window.x1), min(max(y, window.y0), window.y1)

    def ground_at(self, pixels: Floats) -> Floats:
        """Return where the ground seen at pixels, shape (n, 2), lies in the plan, and how near.

        Returns
        -------
        ground : array, shape (n, 3)
            NaN where none is seen. The nearness is 1 over the distance ahead.
        """
        rows, columns = self.canvas.depth.shape
        at = np.floor(pixels * (columns / self.camera.size[0], rows / self.camera.size[1]))
        column, row = at.astype(int).T
        on = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
        column, row = np.where(on, column, 0), np.where(on, row, 0)
        nearness = np.where(on, self.canvas.depth[row, column], 0.0)
        eye, right, up, ahead, (focal, middle_x, middle_y) = self.camera.lens
        aside, above = (pixels - (middle_x, middle_y)).T / focal
        ways = ahead + aside[:, None] * right - above[:, None] * up
        nearness = np.where(nearness > 0, nearness, np.nan)
        ground: Floats = np.column_stack([(eye + ways / nearness[:, None])[:, :2], nearness])
        return ground

    def on_map(self, plan: Floats) -> Floats:
        """Return which places on the map lie in the plan at such places, shape (..., 2)."""
        window, sides = self.mesh.window, self.mesh.sides
        size = np.array([window.width, window.tall])
        places: Floats = (window.x0, window.y0) + (plan / sides + 0.5) * size
        return places

    def pieces(self, points: Floats) -> tuple[list[QLineF], list[QLineF]]:
        """Return a way, shape (n, 2) in map units, as lines on the ground: the seen, the hidden."""
        ends = _pieces(np.ascontiguousarray(points, float).tobytes(), self._lengths)
        if len(ends) == 0:
            return [], []
        both = self.seen(ends[..., 0].ravel(), ends[..., 1].ravel())
        hidden = self.hides(both).reshape(-1, 2).all(1)
        lines = both[:, :2].reshape(-1, 4)
        # Beyond this a painter's fixed-point numbers overflow; it is far off any screen.
        with np.errstate(invalid="ignore"):
            drawn = (np.abs(lines) < 1e5).all(1)
        parts = (lines[drawn & ~hidden], lines[drawn & hidden])
        seen, behind = ([QLineF(*line) for line in part.tolist()] for part in parts)
        return seen, behind

    def paint_way(self, painter: QPainter, points: Floats, ink: str, width: float) -> None:
        """Paint a way on the ground, dotted and faint where the ground hides it."""
        seen, hidden = self.pieces(points)
        for colour, wide in ((self.theme.casing, width + 2), (ink, width)):
            pen = QPen(QColor(colour), wide)
            # Round ends would take longer to draw, and nobody sees them on pieces so short.
            pen.setCapStyle(Qt.PenCapStyle.SquareCap)
            painter.setPen(pen)
            painter.drawLines(seen)
        faint = QColor(ink)
        faint.setAlphaF(FAINT)
        painter.setPen(QPen(faint, 0.7 * width))
        # Every other piece: pieces are short, and dashes would begin anew with each.
        painter.drawLines(hidden[::2])

    def paint_dots(self, painter: QPainter, points: Floats, ink: str, radius: float) -> None:
        """Paint dots at places, shape (n, 2) in map units, where the ground does not hide them."""
        seen = self.seen(points[:, 0], points[:, 1])
        dots = dots_apart(seen[~self.hides(seen), :2]).tolist()
        painter.setPen(Qt.PenStyle.NoPen)
        for colour, wide in ((self.theme.casing, radius + 0.8), (ink, radius)):
            painter.setBrush(QColor(colour))
            for x, y in dots:
                painter.drawEllipse(QPointF(x, y), wide, wide)

    @property
    def _lengths(self) -> tuple[float, float]:
        """How long a map unit is in the block, across and along."""
        window, sides = self.mesh.window, self.mesh.sides
        return sides[0] / window.width, sides[1] / window.tall


@lru_cache(maxsize=16)
def _pieces(way: bytes, lengths: tuple[float, float]) -> Floats:
    """Return a way in short pieces, shape (n, 2, 2): the same ones wherever it is seen from."""
    return _short(_apart(np.frombuffer(way).reshape(-1, 2), lengths), lengths)


def _apart(points: Floats, lengths: tuple[float, float]) -> Floats:
    """Leave out points of a way that lie where the one before lies, or the same way twice."""
    kept = points[np.isfinite(points).all(1)]
    grain = _PIECE / 8
    lines = np.stack([kept[:-1], kept[1:]], 1)
    while True:
        cells = np.clip(np.rint(kept * lengths / grain), -1e9, 1e9)
        moved = (np.diff(cells, axis=0) != 0).any(1)
        pairs = np.concatenate([cells[:-1], cells[1:]], 1)[moved]
        _, first = np.unique(pairs, axis=0, return_index=True)
        if len(first) <= _MOST_PIECES:
            chosen: Floats = lines[moved][np.sort(first)]
            return chosen
        grain *= 2


def _short(lines: Floats, lengths: tuple[float, float]) -> Floats:
    """Cut lines, shape (n, 2, 2), into short pieces of the same shape."""
    if len(lines) == 0:
        return lines
    long = np.hypot(*np.moveaxis((lines[:, 1] - lines[:, 0]) * lengths, -1, 0))
    grain = max(_PIECE, float(np.minimum(long, 2.0).sum()) / _MOST_PIECES)
    counts = np.clip(np.ceil(long / grain), 1, 2 / _PIECE).astype(int)
    which = np.repeat(np.arange(len(lines)), counts)
    step = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    begin, way = lines[which, 0], (lines[which, 1] - lines[which, 0]) / counts[which, None]
    pieces: Floats = np.stack([begin + step[:, None] * way, begin + (step[:, None] + 1) * way], 1)
    return pieces
