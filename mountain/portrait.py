"""Portraits: a block seen from somewhere, drawn by two threads into arrays that are kept."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mountain.camera import Camera
from mountain.colouring import shade
from mountain.ground import Floats
from mountain.look import LOOK
from mountain.mesh import Mesh
from mountain.perspective import find_spans, project, rasterise

_THREADS = 2
#: Into so many bands a picture is parted to be shaded; for each one some rows are done twice.
_BANDS = 8
#: So many places between the lowest and the highest ground know their nearest contour line.
_LEVEL_CELLS = 2048
_OPEN = np.zeros((2, 2), "f4")


@dataclass(frozen=True, eq=False)
class Paint:
    """In what colours a block is drawn, as 0xffRRGGBB.

    Attributes
    ----------
    picture : array of uint32, shape (height, width)
        The map, its first row in the south.
    sky : (int, int)
        Behind the block, at the upper and at the lower edge; also what the mist fades to.
    walls : (int, int)
        The block's cut sides, in light and in shade.
    levels : tuple of float
        Heights of contour lines, in the terrain's units, ascending.
    line : int
        Of the contour lines.
    line_width, line_opacity : float
        In pixels, and from 0 to 1.
    mist : array of float32, shape (k, k)
        How dense the mist is over the plan, from 0 to 1, its first row in the south.
    opacity : float
        How much of the mist is there; none at 0.
    """

    picture: NDArray[np.uint32]
    sky: tuple[int, int]
    walls: tuple[int, int]
    levels: tuple[float, ...] = ()
    line: int = 0xFF000000
    line_width: float = 1.0
    line_opacity: float = 0.5
    mist: NDArray[np.float32] = field(default_factory=lambda: _OPEN)
    opacity: float = 0.0


class Canvas:
    """The arrays that a portrait is drawn into.

    Parameters
    ----------
    columns, rows : int
        The picture's size.

    Attributes
    ----------
    depth : array of float32, shape (rows, columns)
        1 over the distance to what is seen, negative for a wall; 0 where nothing is.
    pixels : array of uint32, shape (rows, columns)
        As 0xffRRGGBB.
    """

    def __init__(self, columns: int, rows: int) -> None:
        self.depth = np.zeros((rows, columns), "f4")
        self.pixels = np.zeros((rows, columns), "u4")

    def hides(self, seen: Floats, tolerance: float = 0.004) -> NDArray[np.bool_]:
        """Tell which points, shape (n, 3) as `Camera.seen` returns them, lie behind the block.

        Parameters
        ----------
        seen : array, shape (n, 3)
            Points off the picture are not hidden.
        tolerance : float
            As a share of the distance; nearer behind the block than this is not behind it.
        """
        rows, columns = self.depth.shape
        with np.errstate(invalid="ignore"):
            on = (seen[:, 0] >= 0) & (seen[:, 0] < columns) & (seen[:, 1] >= 0)
            on &= (seen[:, 1] < rows) & np.isfinite(seen[:, 2])
        column, row = (np.where(on, seen[:, axis], 0.0).astype(int) for axis in (0, 1))
        nearness = np.where(on, seen[:, 2], np.inf)
        hidden: NDArray[np.bool_] = nearness * (1 + tolerance) < np.abs(self.depth[row, column])
        return hidden


def portray(mesh: Mesh, camera: Camera, paint: Paint, canvas: Canvas) -> None:
    """Draw a block into a canvas of the camera's size.

    Where the mist is there in full, ground in dense mist is not drawn and hides nothing.
    """
    screen = np.empty((len(mesh.points), 3), "f4")
    project(mesh.points, camera.lens, screen)
    corners, walls = mesh.corners, mesh.walls
    if paint.opacity >= 1:
        corners, walls = _out_of_the_mist(mesh, paint)
    spans = np.empty((camera.size[1], 2), np.int32)
    seen = canvas.depth, spans, camera.lens
    fields = paint.picture, paint.mist, _nearest_levels(mesh, paint), _sky(paint, camera.size[1])
    look = _look(mesh, paint)
    rows = camera.size[1]
    # About as many triangles for one thread as for the other.
    middle = min(max(int(screen[:, 1].mean()), 0), rows)
    halves, bands = [0, middle, rows], np.linspace(0, rows, _BANDS + 1).astype(int).tolist()

    def draw(band: tuple[int, int]) -> None:
        rasterise(screen, corners, walls, canvas.depth, band)
        find_spans(canvas.depth, spans, band)

    _in_bands(draw, halves)
    _in_bands(lambda band: shade(seen, look, fields, canvas.pixels, band), bands)


def _in_bands(work: Callable[[tuple[int, int]], None], edges: list[int]) -> None:
    """Have bands of rows done by all threads, and wait for them."""
    list(_pool().map(work, pairwise(edges)))


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_THREADS, "portrait")


def _out_of_the_mist(mesh: Mesh, paint: Paint) -> tuple[NDArray[np.int32], int]:
    """Return the triangles that are not in dense mist, and how many of them are ground."""
    x, y = mesh.points[:, 0] / mesh.sides[0] + 0.5, mesh.points[:, 1] / mesh.sides[1] + 0.5
    rows, columns = paint.mist.shape
    place = np.rint(y * (rows - 1)).astype(int), np.rint(x * (columns - 1)).astype(int)
    one, other, third = (paint.mist[place] < 0.999)[mesh.corners.T]
    clear = np.flatnonzero(one | other | third)
    return mesh.corners[clear], int(np.searchsorted(clear, mesh.walls))


def _nearest_levels(mesh: Mesh, paint: Paint) -> NDArray[np.float32]:
    """Return the height of the contour line next to each height, evenly up the block."""
    levels = mesh.raised(np.array(paint.levels))
    levels = levels[np.isfinite(levels)]
    if levels.size == 0 or mesh.top <= 0:
        return np.empty(0, "f4")
    heights = (np.arange(_LEVEL_CELLS) + 0.5) / _LEVEL_CELLS * mesh.top
    middles = 0.5 * (levels[1:] + levels[:-1])
    nearest: NDArray[np.float32] = levels[np.searchsorted(middles, heights)].astype("f4")
    return nearest


def _sky(paint: Paint, rows: int) -> NDArray[np.uint32]:
    """Return the colour of every row of the sky."""
    share = np.linspace(0.0, 1.0, rows)
    sky = np.full(rows, 0xFF000000, "u4")
    for shift in (16, 8, 0):
        upper, lower = (colour >> shift & 0xFF for colour in paint.sky)
        sky |= np.rint(upper + share * (lower - upper)).astype("u4") << np.uint32(shift)
    return sky


def _look(mesh: Mesh, paint: Paint) -> np.void:
    look: np.void = np.zeros(1, LOOK)[0]
    across, along = mesh.sides
    look["west"], look["east"] = -0.5 * across, 0.5 * across
    look["south"], look["north"] = -0.5 * along, 0.5 * along
    look["floor"], look["top"] = 0.0, mesh.top
    look["mist"] = paint.opacity
    look["line"], look["wall"] = paint.line, paint.walls
    look["line_width"], look["line_opacity"] = paint.line_width, paint.line_opacity
    return look
