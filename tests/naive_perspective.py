"""Slow, obvious twins of the kernels that draw in perspective: every pixel by itself."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mountain import Camera, Floats

Colours = NDArray[np.float64]


def naive_depth(points: Floats, corners: NDArray[np.int32], walls: int, camera: Camera) -> Floats:
    """Return the nearness at every pixel's middle: that of the nearest triangle there."""
    columns, rows = camera.size
    x, y = np.arange(columns)[None, :] + 0.5, np.arange(rows)[:, None] + 0.5
    depth = np.zeros((rows, columns))
    for index, triangle in enumerate(corners):
        (ax, ay, an), (bx, by, bn), (cx, cy, cn) = camera.seen(points[triangle]).tolist()
        area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
        if not area < 0:
            continue
        of_a = ((bx - x) * (cy - y) - (cx - x) * (by - y)) / area
        of_b = ((cx - x) * (ay - y) - (ax - x) * (cy - y)) / area
        of_c = 1 - of_a - of_b
        near = of_a * an + of_b * bn + of_c * cn
        nearer = (np.minimum(np.minimum(of_a, of_b), of_c) >= 0) & (near > np.abs(depth))
        depth[nearer] = (near if index < walls else -near)[nearer]
    return depth


def channels(colour: int) -> Colours:
    """Return red, green and blue."""
    return np.array([colour >> shift & 0xFF for shift in (16, 8, 0)], float)


def between(field: NDArray[np.generic], across: float, down: float) -> Colours:
    """Return a field's value at a place, 0 to 1 from its first column and row."""
    rows, columns = field.shape[:2]
    column, row = (
        min(max(share, 0.0), 1.0) * (cells - 1)
        for share, cells in ((across, columns), (down, rows))
    )
    left, upper = min(int(column), columns - 2), min(int(row), rows - 2)
    right, below = column - left, row - upper
    near = field[upper, left] * (1 - right) + field[upper, left + 1] * right
    far = field[upper + 1, left] * (1 - right) + field[upper + 1, left + 1] * right
    mixed: Colours = np.asarray(near * (1 - below) + far * below)
    return mixed


def naive_height(depth: Floats, camera: Camera, row: int, column: int) -> float:
    """Return how high what is seen at a pixel lies; infinite where that is nothing."""
    if not (0 <= row < depth.shape[0] and 0 <= column < depth.shape[1]) or depth[row, column] == 0:
        return math.inf
    return float(camera.point_at(column + 0.5, row + 0.5, abs(depth[row, column]))[2])


def naive_cover(
    depth: Floats, camera: Camera, look: np.void, levels: Floats, at: tuple[int, int]
) -> float:
    """Return how much of a pixel a contour line covers."""
    row, column = at
    height = naive_height(depth, camera, row, column)
    sides = []
    for down, across in ((0, 1), (1, 0)):
        before = naive_height(depth, camera, row - down, column - across)
        after = naive_height(depth, camera, row + down, column + across)
        sides.append(min(abs(height - before), abs(after - height)))
    slope = math.hypot(*sides)
    if not 0 < slope < math.inf:
        return 0.0
    share = (height - look["floor"]) / (look["top"] - look["floor"])
    level = levels[min(max(int(share * len(levels)), 0), len(levels) - 1)]
    return float(min(max(0.5 + 0.5 * look["line_width"] - abs(height - level) / slope, 0.0), 1.0))


def naive_colour(
    depth: Floats,
    camera: Camera,
    look: np.void,
    fields: tuple[NDArray[np.generic], ...],
    at: tuple[int, int],
) -> Colours:
    """Return a pixel's colour: red, green and blue."""
    picture, mist, levels, sky = fields
    row, column = at
    empty = channels(int(sky[row]))
    if depth[row, column] == 0:
        return empty
    x, y, _ = camera.point_at(column + 0.5, row + 0.5, abs(depth[row, column])).tolist()
    across = (x - look["west"]) / (look["east"] - look["west"])
    down = (y - look["south"]) / (look["north"] - look["south"])
    if depth[row, column] > 0:
        colours = np.stack([picture >> shift & 0xFF for shift in (16, 8, 0)], -1)
        colour = between(colours.astype(float), across, down)
    else:
        beside = min(x - look["west"], look["east"] - x)
        before = min(y - look["south"], look["north"] - y)
        colour = channels(int(look["wall"][0 if before <= beside else 1]))
    if len(levels):
        share = look["line_opacity"] * naive_cover(depth, camera, look, levels, at)
        colour = colour + share * (channels(int(look["line"])) - colour)
    dense = look["mist"] * float(between(mist, across, down))
    return colour + dense * (empty - colour)
