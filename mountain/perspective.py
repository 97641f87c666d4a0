"""Perspective: how near to the eye a mesh of triangles is at every pixel of a picture.

Kernels that call nothing outside this file. They trust: who calls them sees to it that shapes fit
and numbers are finite. A picture is drawn in bands of rows, which different threads may do at once:
first `project`, then `rasterise` and `find_spans` in all bands, then `shade` (in
`mountain.colouring`) all bands.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mountain.compilation import kernel

#: What is nearer to the eye than this, in units of the mesh, is not drawn.
NEAREST = 0.01
#: So many pixels at once are looked over for anything that is seen there.
_STRETCH = 64

Singles = NDArray[np.float32]
Doubles = NDArray[np.float64]
Corners = NDArray[np.int32]
Band = tuple[int, int]
Span = tuple[int, int, int]
#: Column, row and nearness.
Place = tuple[float, float, float]
#: A triangle's nearness at the buffer's corner, and its change by column and by row.
Slant = tuple[float, float, float]


@kernel
def project(points: Singles, lens: Doubles, screen: Singles) -> None:
    """Turn points into where they are seen: column, row, and nearness, 1 over the distance.

    Parameters
    ----------
    points : array, shape (n, 3)
    lens : array, shape (5, 3)
        The eye; unit vectors to the right, up and ahead; and the focal length, the column and the
        row of the middle, in pixels.
    screen : array, shape (n, 3)
        What is filled. A nearness of 0 is that of a point beside or behind the eye.
    """
    focal, middle_x, middle_y = lens[4, 0], lens[4, 1], lens[4, 2]
    for index in range(points.shape[0]):
        x = points[index, 0] - lens[0, 0]
        y = points[index, 1] - lens[0, 1]
        z = points[index, 2] - lens[0, 2]
        ahead = lens[3, 0] * x + lens[3, 1] * y + lens[3, 2] * z
        if not ahead > NEAREST:
            screen[index, 0] = screen[index, 1] = screen[index, 2] = 0.0
            continue
        near = 1.0 / ahead
        right = lens[1, 0] * x + lens[1, 1] * y + lens[1, 2] * z
        up = lens[2, 0] * x + lens[2, 1] * y + lens[2, 2] * z
        screen[index, 0] = middle_x + focal * right * near
        screen[index, 1] = middle_y - focal * up * near
        screen[index, 2] = near


@kernel
def _lean(upper: Place, lower: Place) -> float:
    """Return how far an edge moves to the right by row.

    Always reckoned from its upper end: triangles that share an edge leave no pixel between them.
    """
    tall = lower[1] - upper[1]
    return (lower[0] - upper[0]) / tall if tall > 0.0 else 0.0


@kernel
def _is_below(one: Place, other: Place) -> bool:
    """Tell whether a place is below another, or else to its right."""
    return one[1] > other[1] or (one[1] == other[1] and one[0] > other[0])


@kernel
def _sorted(a: Place, b: Place, c: Place) -> tuple[Place, Place, Place]:
    """Return a triangle's places from the uppermost to the lowest."""
    if _is_below(a, b):
        a, b = b, a
    if _is_below(b, c):
        b, c = c, b
    if _is_below(a, b):
        a, b = b, a
    return a, b, c


@kernel
def _first_middle(edge: float, most: float) -> int:
    """Return the first pixel whose middle is beyond an edge, from 0 to so many."""
    held = max(0.0, edge)
    return int(min(most, held) + 0.5)


@kernel
def _slant(a: Place, b: Place, c: Place) -> tuple[float, float, float]:
    """Return the nearness at the buffer's corner, and its change by column and by row.

    The first is infinite where the triangle turns its back.
    """
    bx, by, bn = b[0] - a[0], b[1] - a[1], b[2] - a[2]
    cx, cy, cn = c[0] - a[0], c[1] - a[1], c[2] - a[2]
    # Twice the area; rows count downwards, so that what faces the eye has a negative one.
    area = bx * cy - cx * by
    if not area < 0.0:
        return np.inf, 0.0, 0.0
    across, down = (bn * cy - cn * by) / area, (cn * bx - bn * cx) / area
    return a[2] - a[0] * across - a[1] * down, across, down


@kernel
def _place(screen: Singles, point: int) -> Place:
    return np.float64(screen[point, 0]), np.float64(screen[point, 1]), np.float64(screen[point, 2])


@kernel
def _fill_row(near: np.float32, step: np.float32, sign: np.float32, pixels: Singles) -> None:
    """Fill pixels side by side that something is nearer at than what is there."""
    for column in range(pixels.size):
        if near > abs(pixels[column]):
            pixels[column] = sign * near
        near += step


@kernel
def _fill(
    ends: tuple[Place, Place, Place], slant: Slant, sign: float, pixels: Singles, span: Span
) -> None:
    """Fill some rows of a triangle, from the uppermost of its ends down.

    Parameters
    ----------
    pixels : array, shape (rows * columns,)
        Row after row.
    span : (int, int, int)
        The first row, that after the last, and how many columns a row has.
    """
    high, middle, low = ends
    corner, across, down = slant
    first, last, columns = span
    whole, upper, lower = _lean(high, low), _lean(high, middle), _lean(middle, low)
    # Where the edges would meet the buffer's upper border.
    whole_at, upper_at = high[0] - high[1] * whole, high[0] - high[1] * upper
    lower_at = middle[0] - middle[1] * lower
    step, facing = np.float32(across), np.float32(sign)
    most, end = np.float64(columns), columns - 1
    for row in range(first, last):
        y = row + 0.5
        one, above, below = whole_at + y * whole, upper_at + y * upper, lower_at + y * lower
        other = above if y < middle[1] else below
        left = _first_middle(min(other, one), most)
        right = _first_middle(max(one, other), most)
        near = np.float32(corner + y * down + (left + 0.5) * across)
        # Most rows have two pixels at most. To ask how many costs more than to fill in two, or what
        # is there already. Unsigned: such numbers cannot be counted from the end.
        begin = row * columns
        pixel = np.uint64(begin + min(end, left))
        kept = pixels[pixel]
        pixels[pixel] = facing * near if (left < right) & (near > abs(kept)) else kept
        near += step
        pixel = np.uint64(begin + (left + 1 if left < end else end))
        kept = pixels[pixel]
        pixels[pixel] = facing * near if (left + 1 < right) & (near > abs(kept)) else kept
        if left + 2 < right:
            _fill_row(near + step, step, facing, pixels[begin + left + 2 : begin + right])


@kernel
def rasterise(screen: Singles, corners: Corners, walls: int, depth: Singles, band: Band) -> None:
    """Fill a band of rows with the nearness of what is seen at each pixel's middle.

    Parameters
    ----------
    screen : array, shape (n, 3)
        From `project`.
    corners : array, shape (m, 3)
        Triangles, by their points' indices: anticlockwise where they face the eye. Those that turn
        their backs are not drawn, nor those that reach beside or behind the eye.
    walls : int
        From this triangle on they are walls, whose nearness is filled in as a negative number.
    depth : array, shape (rows, columns)
        What is filled; 0 where nothing is seen.
    band : (int, int)
        The first row, and that after the last.
    """
    top, bottom = band
    columns, pixels = depth.shape[1], depth.reshape(-1)
    depth[top:bottom] = 0.0
    for index in range(corners.shape[0]):
        a, b, c = (
            _place(screen, corners[index, 0]),
            _place(screen, corners[index, 1]),
            _place(screen, corners[index, 2]),
        )
        first = max(_first_middle(min(a[1], b[1], c[1]), bottom), top)
        last = _first_middle(max(a[1], b[1], c[1]), bottom)
        if first >= last or min(a[2], b[2], c[2]) == 0.0:
            continue
        if max(a[0], b[0], c[0]) < 0.5 or min(a[0], b[0], c[0]) >= columns:
            continue
        corner, across, down = _slant(a, b, c)
        if corner == np.inf:
            continue
        sign = 1.0 if index < walls else -1.0
        _fill(_sorted(a, b, c), (corner, across, down), sign, pixels, (first, last, columns))


@kernel
def _is_empty(bits: NDArray[np.uint32], first: int) -> bool:
    """Tell whether in a stretch from a column on nothing is seen."""
    some = np.uint32(0)
    for column in range(_STRETCH):
        some |= bits[np.uint64(first + column)]
    return bool(some == 0)


@kernel
def _span(bits: NDArray[np.uint32]) -> Band:
    """Return the first column of a row where anything is seen, and that after the last.

    Nearness is looked at by its bits: nothing but whole numbers are gathered several at once.
    """
    first, last = 0, bits.size
    while last - first >= _STRETCH and _is_empty(bits, first):
        first += _STRETCH
    while first < last and bits[first] == 0:
        first += 1
    while last - first >= _STRETCH and _is_empty(bits, last - _STRETCH):
        last -= _STRETCH
    while last > first and bits[last - 1] == 0:
        last -= 1
    return first, last


@kernel
def find_spans(depth: Singles, spans: Corners, band: Band) -> None:
    """Fill in the first column of a band's rows where anything is seen, and that after the last.

    Parameters
    ----------
    depth : array, shape (rows, columns)
        From `rasterise`.
    spans : array, shape (rows, 2)
        What is filled.
    band : (int, int)
        The first row, and that after the last.
    """
    bits = depth.view(np.uint32)
    for row in range(band[0], band[1]):
        spans[row, 0], spans[row, 1] = _span(bits[row])
