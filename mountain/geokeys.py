"""Geokeys: where a GeoTIFF's cells lie, and in what units its coordinates and heights are told.

OGC 19-008r4, "OGC GeoTIFF Standard"; the codes are EPSG's.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from mountain.elevation import ElevationError
from mountain.geography import (
    FOOT,
    MERCATOR_NOTE,
    SURVEY_FOOT,
    looks_like_degrees,
    mercator_shrinkage,
    metres_of_degrees,
)
from mountain.projections import (
    STRETCHING_SYSTEMS,
    STRETCHING_WAYS,
    WEB_SYSTEMS,
    is_web_mercator,
    keeps_lengths,
)

#: The tags that tell where the cells lie, and the one that GDAL keeps its own words in.
PIXEL_SCALE, TIE_POINTS, TRANSFORMATION, KEYS, GDAL_WORDS = 33550, 33922, 34264, 34735, 42112
_MODEL, _RASTER, _PROJECTION, _LINEAR = 1024, 1025, 3072, 3076
_ANGULAR, _VERTICAL, _VERTICAL_UNIT = 2054, 4096, 4099
_PROJECTED, _GEOGRAPHIC = 1, 2
_DEGREE, _POINT = 9102, 2
_USER_DEFINED = 32767
#: Systems in metres, by EPSG's code: UTM on four datums, and some that countries are mapped in.
_METRIC = (
    *(range(32601, 32661), range(32701, 32761), range(26901, 26924), range(25828, 25839)),
    *(range(code, code + 1) for code in (2056, 2154, 3035, 3413, 21781, 27700, 28992, 31370)),
)
#: The way to project by its code, and words in which Esri tells it where it has none.
_WAY, _WORDS = 3075, 34737
_PROJECTION_IN_WORDS = re.compile(r'PROJECTION\["([^"]*)"')
#: Lengths in metres by EPSG's code, by vertical datum, and by the words that GDAL writes.
_LENGTHS = {9001: 1.0, 9002: FOOT, 9003: SURVEY_FOOT}
_DATUMS = {6360: SURVEY_FOOT, 8228: FOOT}
_METRES = ("m", "metre", "meter", "metres", "meters")
_FEET = ("ft", "foot", "feet")
_SURVEY_FEET = ("us survey foot", "us-ft", "ftus")
#: How far from a right angle a map may be turned by rounding alone.
_ROUNDING = 1e-9
Tags = Mapping[int, Any]
#: Six numbers: x = a + b column + c row, y = d + e column + f row.
Frame = tuple[float, float, float, float, float, float]


def is_placed(tags: Tags) -> bool:
    """Tell whether a TIFF tells where its cells lie."""
    return any(tag in tags for tag in (PIXEL_SCALE, TIE_POINTS, TRANSFORMATION))


def placed(tags: Tags, shape: tuple[int, int]) -> tuple[tuple[float, float], bool, tuple[str, ...]]:
    """Return how far apart columns and rows lie, in metres, and whether rows begin in the north.

    Parameters
    ----------
    tags : mapping of int to value
        Of the TIFF.
    shape : (int, int)
        Rows and columns.

    Returns
    -------
    (float, float), bool, tuple of str
        The last are sentences about what had to be assumed.

    Raises
    ------
    ElevationError
        When the map is turned, sheared or mirrored, or in units that are not known.
    """
    keys = _geokeys(tags)
    west, dx, row_x, south, column_y, dy = _frame(tags)
    if abs(row_x) > _ROUNDING * abs(dy) or abs(column_y) > _ROUNDING * abs(dx):
        raise ElevationError("its rows do not run from west to east; turn it north up first")
    if not (dx > 0 and dy != 0 and all(map(math.isfinite, (west, dx, south, dy)))):
        raise ElevationError("its columns do not run from west to east; turn it north up first")
    # Coordinates are of a cell's corner, or of its middle, where the height was measured.
    half = 0.5 if keys.get(_RASTER) == _POINT else 0.0
    x0, y0 = west - half * dx, south - half * dy
    x1, y1 = x0 + shape[1] * dx, y0 + shape[0] * dy
    edges = (x0, x1, min(y0, y1), max(y0, y1))
    if _WAY not in keys:
        _refuse_words(str(tags.get(_WORDS, "")))
    spacing, notes = _in_metres(keys, edges, dx, abs(dy))
    return spacing, dy < 0, notes


def height_unit(tags: Tags) -> float:
    """Return what a height of 1 is in metres.

    Raises
    ------
    ElevationError
        When heights are in a unit that is not known.
    """
    keys = _geokeys(tags)
    words = re.search(r'role="unittype"[^>]*>([^<]*)<', str(tags.get(GDAL_WORDS, "")))
    word = words.group(1).strip().lower() if words else ""
    for known, length in ((_METRES, 1.0), (_FEET, FOOT), (_SURVEY_FEET, SURVEY_FOOT)):
        if word in known:
            return length
    if word:
        raise ElevationError(f"its heights are in {word[:40]!r}; try metres or feet")
    code = keys.get(_VERTICAL_UNIT)
    if code is None:
        return _DATUMS.get(keys.get(_VERTICAL, 0), 1.0)
    return _length(code, "heights")


def factor_and_offset(tags: Tags) -> tuple[float, float]:
    """Return by what GDAL says that numbers are to be multiplied, and what is to be added."""
    text = str(tags.get(GDAL_WORDS, ""))
    found = [re.search(rf'role="{role}"[^>]*>([^<]*)<', text) for role in ("scale", "offset")]
    try:
        factor, offset = (
            float(each.group(1)) if each else usual
            for each, usual in zip(found, (1.0, 0.0), strict=True)
        )
    except ValueError as error:
        raise ElevationError("its scale and offset are no numbers; write it anew") from error
    if not (math.isfinite(factor) and math.isfinite(offset) and factor != 0):
        raise ElevationError(f"its scale is {factor:g} and its offset {offset:g}; write it anew")
    return factor, offset


def _geokeys(tags: Tags) -> dict[int, int]:
    """Return the keys whose values are short numbers; others hold names and parameters."""
    numbers = [int(each) for each in _numbers(tags, KEYS)]
    entries = zip(*(iter(numbers[4:]),) * 4, strict=False)
    return {key: value for key, place, count, value in entries if place == 0 and count == 1}


def _numbers(tags: Tags, tag: int) -> list[float]:
    """Return the numbers of a tag; none where it is not there."""
    value = tags.get(tag, ())
    try:
        numbers = [float(each) for each in (value if isinstance(value, tuple) else (value,))]
    except (TypeError, ValueError) as error:
        raise ElevationError(f"its tag {tag} holds no numbers; write it anew") from error
    if not all(map(math.isfinite, numbers)):
        raise ElevationError(f"its tag {tag} holds a number without an end; write it anew")
    return numbers


def _frame(tags: Tags) -> Frame:
    if TRANSFORMATION in tags:
        matrix = _numbers(tags, TRANSFORMATION)
        if len(matrix) != 16:
            raise ElevationError("its transformation is not of 16 numbers; write it anew")
        if any((*matrix[8:10], matrix[11])) or matrix[10] not in (0.0, 1.0):
            raise ElevationError("its heights are scaled by a transformation; write it without")
        return matrix[3], matrix[0], matrix[1], matrix[7], matrix[4], matrix[5]
    scale, ties = _numbers(tags, PIXEL_SCALE), _numbers(tags, TIE_POINTS)
    if len(scale) not in (2, 3) or len(ties) != 6:
        raise ElevationError("single points alone tell where it lies; turn it north up first")
    if scale[2:] not in ([], [0.0], [1.0]) or ties[5] != 0.0:
        raise ElevationError("its heights are scaled by its tie point; write it without")
    dx, dy = scale[0], -scale[1]
    return ties[3] - ties[0] * dx, dx, 0.0, ties[4] - ties[1] * dy, 0.0, dy


def _in_metres(
    keys: Mapping[int, int], edges: tuple[float, float, float, float], dx: float, dy: float
) -> tuple[tuple[float, float], tuple[str, ...]]:
    middle = (edges[2] + edges[3]) / 2
    model = keys.get(_MODEL)
    if model == _GEOGRAPHIC:
        if keys.get(_ANGULAR, _DEGREE) != _DEGREE:
            raise ElevationError("its coordinates are angles but no degrees; try metres")
        return metres_of_degrees(dx, dy, middle), ()
    if model not in (_PROJECTED, None, _USER_DEFINED):
        raise ElevationError("its coordinates count from the middle of the Earth; try metres")
    if keys.get(_PROJECTION) in WEB_SYSTEMS:
        shrunk = mercator_shrinkage(middle)
        return (dx * shrunk, dy * shrunk), (MERCATOR_NOTE,)
    _refuse_stretched(keys)
    if _LINEAR in keys:
        unit = _length(keys[_LINEAR], "coordinates")
        return (dx * unit, dy * unit), ()
    if model is None and looks_like_degrees(edges, max(dx, dy)):
        return metres_of_degrees(dx, dy, middle), (
            "The file does not name its unit: by its place and its cells it is taken for degrees.",
        )
    code = keys.get(_PROJECTION, _USER_DEFINED)
    if any(code in codes for codes in _METRIC):
        return (dx, dy), ()
    if code != _USER_DEFINED:
        raise ElevationError(f"only EPSG's code {code} tells its unit; write it anew in metres")
    return (dx, dy), ("The file does not name its unit: it is taken for metres.",)


def _refuse_stretched(keys: Mapping[int, int]) -> None:
    """Raise `ElevationError` when a projection is known to stretch the land."""
    if keys.get(_PROJECTION) in STRETCHING_SYSTEMS or keys.get(_WAY) in STRETCHING_WAYS:
        raise ElevationError("its projection stretches the land; warp it to UTM first")


def _refuse_words(words: str) -> None:
    """Raise `ElevationError` when words alone tell of a projection that may stretch the land."""
    for name in _PROJECTION_IN_WORDS.findall(words):
        if not (keeps_lengths(name) or is_web_mercator(name)):
            raise ElevationError(
                f"its projection {name[:40]!r} stretches the land, or is not known; "
                "warp it to UTM first"
            )


def _length(code: int, what: str) -> float:
    if code not in _LENGTHS:
        raise ElevationError(f"its {what} are in a unit of EPSG's code {code}; try metres or feet")
    return _LENGTHS[code]
