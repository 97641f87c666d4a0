"""Colouring: the pixels of a picture in perspective, from how near to the eye each of them is.

Kernels that call nothing outside this file, and trust. A pixel's column, row and nearness tell the
point that is seen there; the point tells the colour of the ground, its contour line and its mist.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mountain.kernels import kernel

#: How a picture is coloured. `west` to `north` are the edges of the coloured plan; `mist` is the
#: opacity of the mist; `line` the width of contour lines in pixels, and their opacity and colour;
#: `wall` the colours of the cut sides, in light and in shade; `floor` and `top` the heights between
#: which lines are looked up. Colours are 0xffRRGGBB.
LOOK = np.dtype(
    [
        ("west", "f8"),
        ("south", "f8"),
        ("east", "f8"),
        ("north", "f8"),
        ("floor", "f8"),
        ("top", "f8"),
        ("mist", "f8"),
        ("line_width", "f8"),
        ("line_opacity", "f8"),
        ("line", "u4"),
        ("wall", "u4", (2,)),
    ],
    align=True,
)

Singles = NDArray[np.float32]
Doubles = NDArray[np.float64]
Pixels = NDArray[np.uint32]
Band = tuple[int, int]
#: Of pixels, their x and their y in the plan.
Pair = tuple[Singles, Singles]
#: Heights above, to the left, here, to the right and below.
Cross = tuple[Singles, Singles, Singles, Singles, Singles]
Seen = tuple[Singles, Doubles]
Fields = tuple[Pixels, Singles, Singles, Pixels]


@kernel
def _span(nearness: Singles) -> Band:
    """Return the first column of a row where anything is seen, and that after the last."""
    first, last = 0, nearness.size
    while first < last and nearness[first] == 0.0:
        first += 1
    while last > first and nearness[last - 1] == 0.0:
        last -= 1
    return first, last


@kernel
def _look_along(
    nearness: Singles, lens: Doubles, place: tuple[int, int], plan: Pair, heights: Singles
) -> None:
    """Fill in where the pixels from a row and column on lie in the plan, and how high.

    Infinitely high where nothing is. Here and below, rows are handed over as far as anything is
    seen in them, for a loop that begins at 0 does several pixels at once.
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
    return np.uint32(
        np.uint32(0xFF000000)
        | (red_blue >> np.uint32(8)) & outer
        | (green >> np.uint32(8)) & middle
    )


@kernel
def _cell(place: np.float32, cells: int) -> tuple[np.uint32, np.float32]:
    """Return the cell before a place among cells, and how far it is to the next.

    Cells are unsigned numbers: those cannot be counted from the end, which takes time to see.
    """
    held = min(max(place, np.float32(0.0)), np.float32(cells - 1))
    cell = np.uint32(min(np.int32(held), np.int32(cells - 2)))
    return cell, held - np.float32(cell)


@kernel
def _paint_ground(
    nearness: Singles, look: np.void, picture: Pixels, plan: Pair, pixels: Pixels
) -> None:
    """Colour the pixels of a row where ground is seen, as the picture, and where walls are."""
    across, along = plan
    rows, columns = picture.shape
    west, south = np.float32(look["west"]), np.float32(look["south"])
    per_x = np.float32((columns - 1) / (look["east"] - look["west"]))
    per_y = np.float32((rows - 1) / (look["north"] - look["south"]))
    fine, one = np.float32(256.0), np.uint32(1)
    for column in range(nearness.size):
        if nearness[column] > 0.0:
            left, right = _cell((across[column] - west) * per_x, columns)
            upper, below = _cell((along[column] - south) * per_y, rows)
            share = np.uint32(np.int32(right * fine))
            after, lower = left + one, upper + one
            near = _mixed(picture[upper, left], picture[upper, after], share)
            far = _mixed(picture[lower, left], picture[lower, after], share)
            pixels[column] = _mixed(near, far, np.uint32(np.int32(below * fine)))
        elif nearness[column] < 0.0:
            # Walls that face east or west lie in more shade.
            beside = min(across[column] - look["west"], look["east"] - across[column])
            before = min(along[column] - look["south"], look["north"] - along[column])
            pixels[column] = look["wall"][0 if before <= beside else 1]


@kernel
def _cover_lines(look: np.void, levels: Singles, heights: Cross, covers: Singles) -> None:
    """Fill in how much of a row's pixels contour lines cover; as wide wherever the ground lies.

    A height's change to the next pixel is that on the smoother side: across the edge of a ridge,
    the other side is another mountain's.
    """
    above, before, here, after, below = heights
    floor, top = np.float32(look["floor"]), np.float32(levels.size - 1)
    per_height = np.float32(levels.size / (look["top"] - look["floor"]))
    width, tiny = np.float32(0.5 + 0.5 * look["line_width"]), np.float32(1e-24)
    nothing, full, endless = np.float32(0.0), np.float32(1.0), np.float32(np.inf)
    for column in range(covers.size):
        height = here[column]
        across = min(abs(height - before[column]), abs(after[column] - height))
        down = min(abs(height - above[column]), abs(below[column] - height))
        slope = np.sqrt(across * across + down * down + tiny)
        place = min(max((height - floor) * per_height, nothing), top)
        away = abs(height - levels[np.uint32(np.int32(place))])
        cover = min(max(width - away / slope, nothing), full)
        covers[column] = cover if slope < endless else nothing


@kernel
def _paint_lines(look: np.void, covers: Singles, pixels: Pixels) -> None:
    """Draw contour lines over a row's pixels."""
    opacity, ink = np.float32(256.0 * look["line_opacity"]), look["line"]
    for column in range(covers.size):
        if covers[column] > 0.0:
            share = np.uint32(np.int32(opacity * covers[column]))
            pixels[column] = _mixed(pixels[column], ink, share)


@kernel
def _paint_mist(
    nearness: Singles, look: np.void, mist: Singles, plan: Pair, pixels: Pixels, sky: np.uint32
) -> None:
    """Lay the mist over a row's pixels: its colour is that of the sky."""
    across, along = plan
    rows, columns = mist.shape
    west, south = np.float32(look["west"]), np.float32(look["south"])
    per_x = np.float32((columns - 1) / (look["east"] - look["west"]))
    per_y = np.float32((rows - 1) / (look["north"] - look["south"]))
    opacity, one = np.float32(256.0 * look["mist"]), np.uint32(1)
    for column in range(nearness.size):
        if nearness[column] != 0.0:
            left, right = _cell((across[column] - west) * per_x, columns)
            upper, below = _cell((along[column] - south) * per_y, rows)
            after, lower = left + one, upper + one
            near = mist[upper, left] + right * (mist[upper, after] - mist[upper, left])
            far = mist[lower, left] + right * (mist[lower, after] - mist[lower, left])
            dense = np.uint32(np.int32(opacity * (near + below * (far - near))))
            pixels[column] = _mixed(pixels[column], sky, dense)


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
def shade(seen: Seen, look: np.void, fields: Fields, pixels: Pixels, band: Band) -> None:
    """Colour a band of rows; colours are 0xffRRGGBB.

    Parameters
    ----------
    seen : (array of shape (rows, columns), array of shape (5, 3))
        The buffer from `rasterise`, all bands of it; and the lens as for `project`.
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
    depth, lens = seen
    picture, mist, levels, sky = fields
    rows, columns = depth.shape
    plans, covers = np.empty((2, 2, columns), np.float32), np.empty(columns, np.float32)
    # Three rows of heights, of which the oldest is forgotten, with nothing to their left and right.
    heights = np.full((3, columns + 2), np.inf, np.float32)
    begin, end = 0, 0
    for row in range(max(band[0] - 1, 0), band[1] + 1):
        first, last = begin, end
        heights[row % 3] = np.inf
        if row < rows:
            begin, end = _span(depth[row])
            plan = plans[row % 2, 0, begin:end], plans[row % 2, 1, begin:end]
            level = heights[row % 3, begin + 1 : end + 1]
            _look_along(depth[row, begin:end], lens, (row, begin), plan, level)
        done = row - 1
        if done < band[0]:
            continue
        pixels[done] = sky[done]
        nearness, line = depth[done, first:last], pixels[done, first:last]
        plan = plans[done % 2, 0, first:last], plans[done % 2, 1, first:last]
        _paint_ground(nearness, look, picture, plan, line)
        if levels.size > 0:
            cover = covers[first:last]
            _cover_lines(look, levels, _cross(heights, done, first, last), cover)
            _paint_lines(look, cover, line)
        if look["mist"] > 0.0:
            _paint_mist(nearness, look, mist, plan, line, sky[done])
