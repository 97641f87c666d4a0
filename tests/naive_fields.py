"""Fields worked out cell by cell, as slowly and as plainly as they are defined."""

import math

import numpy as np


def around(heights, i, j):
    """The nine heights around a cell, by where they lie; None at an edge."""
    rows, columns = heights.shape
    if not (0 < i < rows - 1 and 0 < j < columns - 1):
        return None
    lie = {"s": -1, "": 0, "n": 1}, {"w": -1, "": 0, "e": 1}
    return {
        (north + east): float(heights[i + up, j + right])
        for north, up in lie[0].items()
        for east, right in lie[1].items()
    }


def horn_rise(heights, dx, dy, i, j):
    """The slope towards the east and the north as Horn has it; None where there is none."""
    near = around(heights, i, j)
    if near is None or any(math.isnan(each) for each in near.values()):
        return None
    east = near["ne"] + 2 * near["e"] + near["se"]
    west = near["nw"] + 2 * near["w"] + near["sw"]
    north = near["nw"] + 2 * near["n"] + near["ne"]
    south = near["sw"] + 2 * near["s"] + near["se"]
    return (east - west) / (8 * dx), (north - south) / (8 * dy)


def horn_slope(heights, dx, dy):
    field = np.full(heights.shape, np.nan)
    for i, j in np.ndindex(heights.shape):
        if (rise := horn_rise(heights, dx, dy, i, j)) is not None:
            field[i, j] = math.degrees(math.atan(math.hypot(*rise)))
    return field


def horn_aspect(heights, dx, dy):
    field = np.full(heights.shape, np.nan)
    for i, j in np.ndindex(heights.shape):
        rise = horn_rise(heights, dx, dy, i, j)
        if rise is not None and rise != (0, 0):
            field[i, j] = math.degrees(math.atan2(-rise[0], -rise[1])) % 360
    return field


def lit(rise, light):
    """How much light falls on a slope, from 0 to 1: the cosine between its normal and the light."""
    normal = np.array([-light.exaggeration * rise[0], -light.exaggeration * rise[1], 1])
    azimuth, altitude = math.radians(light.azimuth), math.radians(light.altitude)
    towards = np.array(
        [
            math.sin(azimuth) * math.cos(altitude),
            math.cos(azimuth) * math.cos(altitude),
            math.sin(altitude),
        ]
    )
    return max(0.0, float(normal @ towards / np.linalg.norm(normal)))


def hillshade(heights, dx, dy, light):
    field = np.zeros(heights.shape)
    for i, j in np.ndindex(heights.shape):
        if (rise := horn_rise(heights, dx, dy, i, j)) is not None:
            field[i, j] = 1 + 254 * lit(rise, light)
    return field


def one_axis_rise(behind, here, ahead, spacing):
    """The slope over two cells; to the one neighbour that is there; flat where none is."""
    if not math.isnan(behind) and not math.isnan(ahead):
        return (ahead - behind) / (2 * spacing)
    if not math.isnan(ahead):
        return (ahead - here) / spacing
    return 0.0 if math.isnan(behind) else (here - behind) / spacing


def shaded_picture(heights, dx, dy, tints, light):
    """Red, green and blue of every cell before rounding, row 0 in the south; grey for no ground."""
    padded = np.pad(heights, 1, constant_values=np.nan)
    low, high = tints.height_range
    picture = np.full((*heights.shape, 3), 128.0)
    for i, j in np.ndindex(heights.shape):
        here = heights[i, j]
        if math.isnan(here):
            continue
        rise = (
            one_axis_rise(padded[i + 1, j], here, padded[i + 1, j + 2], dx),
            one_axis_rise(padded[i, j + 1], here, padded[i + 2, j + 1], dy),
        )
        place = min(max((here - low) / (high - low), 0), 1)
        ranks = tints.ranks
        colour = (
            min(int(place * 256), 255) if ranks is None else ranks[min(int(place * 4096), 4095)]
        )
        bright = light.dimmest + (light.brightest - light.dimmest) * lit(rise, light)
        picture[i, j] = np.minimum(tints.colours[colour] * bright, 255)
    return picture
