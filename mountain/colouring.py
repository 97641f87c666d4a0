"""Colouring: the pixels of a picture in perspective, from how near to the eye each of them is.

Kernels that call nothing outside this file, and trust. A pixel's column, row and nearness tell the
point that is seen there; the point tells the colour of the ground, its contour line and its mist.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mountain.compilation import kernel

Singles = NDArray[np.float32]
Pixels = NDArray[np.uint32]
Band = tuple[int, int]
Field = NDArray[Any]
#: Of pixels, two numbers: their x and their y in the plan, or how far they are into a cell.
Pair = tuple[Singles, Singles]
#: Along one side of the plan: its beginning and its end, and how many cells a field has there.
Side = tuple[float, float, int]
#: Of pixels, the column and the row of the cell that each lies in.
Cells = tuple[Pixels, Pixels]
#: Of pixels, a field's values at the corners of their cells.
Corners = tuple[Field, Field, Field, Field]
#: Heights above, to the left, here, to the right and below.
Cross = tuple[Singles, Singles, Singles, Singles, Singles]
Room = tuple[Pixels, Singles]
#: Of a row's pixels, how near they are, where they lie and their heights.
Row = tuple[Singles, Pair, Cross]
Seen = tuple[Singles, NDArray[np.int32], NDArray[np.float64]]
Fields = tuple[Pixels, Singles, Singles, Pixels]

# Rows are done step by step, each a loop over the pixels of which anything is seen, from 0 on and
# without a choice of ways, for such a loop does several pixels at once. What is looked up by a
# number that was reckoned has a loop of its own, for that cannot be done so. Nor can a loop that
# might fill in what it reads by more than eight pairs of arrays: hence they are short.


@kernel
def _look_along(
    nearness: Singles,
    lens: NDArray[np.float64],
    place: tuple[int, int],
    plan: Pair,
    heights: Singles,
) -> None:
    """Fill in where the pixels from a row and column on lie in the plan, and how high.

    Infinitely high where nothing is.
    """
    across, along = plan
    up = (lens[4, 2] - place[0] - 0.5) / lens[4, 0]
    ahead_x = np.float32(lens[3, 0] + up * lens[2, 0])
    ahead_y = np.float32(lens[3, 1] + up * lens[2, 1])
    ahead_z = np.float32(lens[3, 2] + up * lens[2, 2])
    eye_x, eye_y, eye_z = np.float32(lens[0, 0]), np.float32(lens[0, 1]), np.float32(lens[0, 2])
    right_x, right_y = np.float32(lens[1, 0] / lens[4, 0]), np.float32(lens[1, 1] / lens[4, 0])
    begin, endless = np.float32(place[1] + 0.5 - lens[4, 1]), np.float32(np.inf)
    for column in range(nearness.size):
        far = np.float32(1.0) / abs(nearness[column])
        right = begin + np.float32(np.int32(column))
        across[column] = eye_x + far * (ahead_x + right * right_x)
        along[column] = eye_y + far * (ahead_y + right * right_y)
        # The eye's right is level. Level with the eye, infinitely far would be no number.
        heights[column] = eye_z + far * ahead_z if far < endless else endless


@kernel
def _mixed(one: np.uint32, other: np.uint32, share: np.uint32) -> np.uint32:
    """Return a colour so many 256ths of the way to another; red and blue are done at once."""
    outer, middle = np.uint32(0xFF00FF), np.uint32(0x00FF00)
    rest = np.uint32(256) - share
    red_blue = (one & outer) * rest + (other & outer) * share + np.uint32(0x800080)
    green = (one & middle) * rest + (other & middle) * share + np.uint32(0x008000)
    both = (red_blue >> np.uint32(8)) & outer | (green >> np.uint32(8)) & middle
    return np.uint32(np.uint32(0xFF000000) | both)


@kernel
def _find_cells(side: Side, places: Singles, cells: Pixels, shares: Singles) -> None:
    """Fill in the cells of a field that places lie in, and how far each is to the next cell."""
    begin, end, count = side
    first, per = np.float32(begin), np.float32((count - 1) / (end - begin))
    nothing, most, last = np.float32(0.0), np.float32(count - 1), np.int32(count - 2)
    for column in range(places.size):
        place = (places[column] - first) * per
        # What is no number, as where nothing is seen, is not above 0 either.
        place = min(most, max(nothing, place))
        cell = min(last, np.int32(place))
        cells[column], shares[column] = np.uint32(cell), place - np.float32(cell)


@kernel
def _find(look: np.void, shape: Band, plan: Pair, cells: Cells, shares: Pair) -> None:
    """Fill in the cells that pixels lie in, of a field of a shape over the whole plan."""
    _find_cells((look["west"], look["east"], shape[1]), plan[0], cells[0], shares[0])
    _find_cells((look["south"], look["north"], shape[0]), plan[1], cells[1], shares[1])


@kernel
def _pick(field: Field, cells: Cells, corners: Corners) -> None:
    """Fill in a field's values at the corners of cells."""
    left, upper = cells
    one, other, third, fourth = corners
    values, width, after = field.reshape(-1), np.uint64(field.shape[1]), np.uint64(1)
    for column in range(left.size):
        # Unsigned: such numbers cannot be counted from the end, which takes time to see.
        cell = np.uint64(upper[column]) * width + np.uint64(left[column])
        one[column], other[column] = values[cell], values[cell + after]
        cell += width
        third[column], fourth[column] = values[cell], values[cell + after]


@kernel
def _paint_ground(corners: Corners, shares: Pair, pixels: Pixels) -> None:
    """Colour the pixels of a row between the colours at the corners of their cells."""
    one, other, third, fourth = corners
    right, below = shares
    fine = np.float32(256.0)
    for column in range(pixels.size):
        share = np.uint32(np.int32(right[column] * fine))
        near = _mixed(one[column], other[column], share)
        far = _mixed(third[column], fourth[column], share)
        pixels[column] = _mixed(near, far, np.uint32(np.int32(below[column] * fine)))


@kernel
def _paint_walls(
    nearness: Singles, look: np.void, plan: Pair, pixels: Pixels, sky: np.uint32
) -> None:
    """Colour the pixels of a row where walls are seen, and where nothing is."""
    across, along = plan
    west, south = np.float32(look["west"]), np.float32(look["south"])
    east, north = np.float32(look["east"]), np.float32(look["north"])
    light, shade, nothing = look["wall"][0], look["wall"][1], np.float32(0.0)
    for column in range(pixels.size):
        # Walls that face east or west lie in more shade.
        from_west, from_east = across[column] - west, east - across[column]
        from_south, from_north = along[column] - south, north - along[column]
        beside = min(from_east, from_west)
        before = min(from_north, from_south)
        wall = light if before <= beside else shade
        near, ground = nearness[column], pixels[column]
        other = wall if near < nothing else sky
        pixels[column] = ground if near > nothing else other


@kernel
def _measure_slopes(heights: Cross, slopes: Singles) -> None:
    """Fill in how steep a row's pixels are, by pixel.

    A height's change to the next pixel is that on the smoother side: across the edge of a ridge,
    the other side is another mountain's.
    """
    above, before, here, after, below = heights
    tiny = np.float32(1e-24)
    for column in range(slopes.size):
        height = here[column]
        west, east = abs(height - before[column]), abs(after[column] - height)
        north, south = abs(height - above[column]), abs(below[column] - height)
        across, down = min(east, west), min(south, north)
        slopes[column] = np.sqrt(across * across + down * down + tiny)


@kernel
def _find_steps(look: np.void, count: int, heights: Singles, steps: Pixels) -> None:
    """Fill in at which of so many steps from `floor` to `top` heights are."""
    floor, top, nothing = np.float32(look["floor"]), np.float32(count - 1), np.float32(0.0)
    per_height = np.float32(count / (look["top"] - look["floor"]))
    for column in range(steps.size):
        place = (heights[column] - floor) * per_height
        steps[column] = np.uint32(np.int32(min(top, max(nothing, place))))


@kernel
def _pick_levels(levels: Singles, steps: Pixels, nearest: Singles) -> None:
    """Fill in the heights of the contour lines nearest to a row's pixels."""
    for column in range(steps.size):
        nearest[column] = levels[np.uint64(steps[column])]


@kernel
def _paint_lines(
    look: np.void, heights: Singles, slopes: Singles, nearest: Singles, pixels: Pixels
) -> None:
    """Draw contour lines over a row's pixels; as wide wherever the ground lies."""
    opacity, ink = np.float32(256.0 * look["line_opacity"]), look["line"]
    width = np.float32(0.5 + 0.5 * look["line_width"])
    nothing, full, endless = np.float32(0.0), np.float32(1.0), np.float32(np.inf)
    for column in range(pixels.size):
        slope = slopes[column]
        cover = width - abs(heights[column] - nearest[column]) / slope
        cover = min(full, max(nothing, cover))
        cover = cover if slope < endless else nothing
        pixels[column] = _mixed(pixels[column], ink, np.uint32(np.int32(opacity * cover)))


@kernel
def _paint_mist(
    opacity: float, corners: Corners, shares: Pair, pixels: Pixels, sky: np.uint32
) -> None:
    """Lay the mist over a row's pixels: its colour is that of the sky."""
    one, other, third, fourth = corners
    right, below = shares
    full = np.float32(256.0 * opacity)
    for column in range(pixels.size):
        near = one[column] + right[column] * (other[column] - one[column])
        far = third[column] + right[column] * (fourth[column] - third[column])
        dense = full * (near + below[column] * (far - near))
        pixels[column] = _mixed(pixels[column], sky, np.uint32(np.int32(dense)))


@kernel
def _cross(heights: Singles, row: int, first: int, last: int) -> Cross:
    """Return a row's heights with those above, to the left, to the right and below."""
    here = heights[row % 3]
    return (
        heights[(row - 1) % 3, first + 1 : last + 1],
        here[first:last],
        here[first + 1 : last + 1],
        here[first + 2 : last + 2],
        heights[(row + 1) % 3, first + 1 : last + 1],
    )


@kernel
def _paint_row(
    row: Row, look: np.void, fields: Fields, sky: np.uint32, room: Room, pixels: Pixels
) -> None:
    """Colour the pixels of a row, as far as anything is seen in it."""
    (nearness, plan, cross), (picture, mist, levels, _) = row, fields
    (wholes, parts), size = room, pixels.size
    cells = wholes[0, :size], wholes[1, :size]
    shares = parts[0, :size], parts[1, :size]
    _find(look, picture.shape, plan, cells, shares)
    corners = wholes[2, :size], wholes[3, :size], wholes[4, :size], wholes[5, :size]
    _pick(picture, cells, corners)
    _paint_ground(corners, shares, pixels)
    _paint_walls(nearness, look, plan, pixels, sky)
    if levels.size > 0:
        slopes, nearest = parts[2, :size], parts[3, :size]
        _measure_slopes(cross, slopes)
        _find_steps(look, levels.size, cross[2], cells[0])
        _pick_levels(levels, cells[0], nearest)
        _paint_lines(look, cross[2], slopes, nearest, pixels)
    if look["mist"] > 0.0:
        densities = parts[2, :size], parts[3, :size], parts[4, :size], parts[5, :size]
        _find(look, mist.shape, plan, cells, shares)
        _pick(mist, cells, densities)
        _paint_mist(look["mist"], densities, shares, pixels, sky)


@kernel
def shade(seen: Seen, look: np.void, fields: Fields, pixels: Pixels, band: Band) -> None:
    """Colour a band of rows; colours are 0xffRRGGBB.

    Parameters
    ----------
    seen : (array of shape (rows, columns), array of shape (rows, 2), array of shape (5, 3))
        The buffer from `rasterise`, and the spans from `find_spans`, all bands of them; and the
        lens as for `project`.
    look : `LOOK`
        Colours and edges.
    fields : (picture, mist, levels, sky)
        The plan in colours, shape (height, width), its first row in the south; how dense the mist
        is over the plan, from 0 to 1, shape (k, k); the height of the nearest contour line, evenly
        from `floor` to `top`, empty for no lines; and each row's colour where nothing is seen,
        shape (rows,), which is also the mist's.
    pixels : array, shape (rows, columns)
        What is filled.
    band : (int, int)
        The first row, and that after the last.
    """
    depth, spans, lens = seen
    rows, columns = depth.shape
    sky = fields[3]
    plans = np.empty((2, 2, columns), np.float32)
    room = np.empty((6, columns), np.uint32), np.empty((6, columns), np.float32)
    # Three rows of heights, of which the oldest is forgotten, with nothing to their left and right.
    heights = np.full((3, columns + 2), np.inf, np.float32)
    begin, end = 0, 0
    for row in range(max(band[0] - 1, 0), band[1] + 1):
        first, last = begin, end
        heights[row % 3] = np.inf
        if row < rows:
            begin, end = spans[row]
            plan = plans[row % 2, 0, begin:end], plans[row % 2, 1, begin:end]
            level = heights[row % 3, begin + 1 : end + 1]
            _look_along(depth[row, begin:end], lens, (row, begin), plan, level)
        # A row is painted when the heights below it are known.
        done = row - 1
        if done >= band[0]:
            pixels[done, :first], pixels[done, last:] = sky[done], sky[done]
        if done >= band[0] and first < last:
            plan = plans[done % 2, 0, first:last], plans[done % 2, 1, first:last]
            here = depth[done, first:last], plan, _cross(heights, done, first, last)
            _paint_row(here, look, fields, sky[done], room, pixels[done, first:last])
