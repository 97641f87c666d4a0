"""ASCII grids: elevation maps as text, as Esri's programs write and read them (.asc).

A header of words and numbers, then the heights, from the north-western cell on, row by row; lines
may end anywhere.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping

import numpy as np

from mountain.elevation import Elevation, ElevationError, check_shape, check_spacing
from mountain.geography import (
    MERCATOR_NOTE,
    looks_like_degrees,
    mercator_shrinkage,
    metres_of_degrees,
)
from mountain.ground import Floats
from mountain.projection_file import Coordinates, coordinates_in
from mountain.scale import Scale, charted

_WORDS = (
    "ncols",
    "nrows",
    "xllcorner",
    "xllcenter",
    "yllcorner",
    "yllcenter",
    "cellsize",
    "dx",
    "dy",
    "nodata_value",
)
_ENTRY = re.compile(rb"\s*([A-Za-z_]+)[ \t]+(\S+)[ \t]*(?:\r\n?|\n|$)")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
#: The bytes that numbers are made of, and those between them; letters only as in nan.
_PLAIN = b"0123456789+-.eE \t\r\n\v\f"
#: The same, and the letters of nan; blanks are all that comes before the last of them.
_KNOWN, _LAST_BLANK = _PLAIN + b"nNaA", ord(" ")
#: What stands for nothing measured where the header does not say.
_VOID = -9999.0
#: So much of the text is read at once, in bytes.
_AT_ONCE = 2**20
_LONGEST, _LONGEST_HEADER = 1000, 10_000
#: No more than so many ends of lines are looked for behind the last row.
_MOST_BREAKS = 10
_BLANK = re.compile(rb"\s")


def looks_like_ascii_grid(data: bytes) -> bool:
    """Tell whether a file begins as an ASCII grid does."""
    entry = _ENTRY.match(data[:200].removeprefix(b"\xef\xbb\xbf"))
    return entry is not None and entry.group(1).lower().decode() in _WORDS


def ascii_elevation(data: bytes, name: str, projection: str = "") -> Elevation:
    """Read an ASCII grid.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        The file's.
    projection : str
        The description of the coordinates that stands in a file beside it (.prj), if any.

    Raises
    ------
    ElevationError
        When the header is incomplete or contradicts itself, there are more or fewer heights than
        it says, something is no number, or the description of the coordinates is not understood.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    header, begin = _header(data)
    shape = _count(header, "nrows"), _count(header, "ncols")
    check_shape(shape)
    rows, columns = shape
    # A height takes a digit, and a blank before the next.
    if 2 * rows * columns - 1 > len(data) - begin:
        raise ElevationError(
            f"its header tells of {columns:,} × {rows:,} heights, for which it is too short; "
            "fetch it again"
        )
    coordinates = coordinates_in(projection) if projection.strip() else None
    spacing, notes = _spacing(header, shape, coordinates)
    check_spacing(*spacing)
    row = _only_row(data, begin, shape)
    heights = (
        np.broadcast_to(_heights(row, 0, columns), shape)
        if row
        else _heights(data, begin, rows * columns).reshape(shape)
    )
    height = coordinates.height if coordinates else None
    scale = Scale(void=header.get("nodata_value", _VOID), factor=height or 1.0)
    return charted(heights, spacing, f"{name}, an ASCII grid", notes, scale)


def _header(data: bytes) -> tuple[dict[str, float], int]:
    """Return what the header says, and where the heights begin."""
    header: dict[str, float] = {}
    begin = 0
    while entry := _ENTRY.match(data, begin, _LONGEST_HEADER):
        word = entry.group(1).decode().lower()
        if word not in _WORDS:
            # A row of heights may begin with one that is missing.
            if word == "nan":
                break
            raise ElevationError(f"its header has the word {word[:40]!r}; try {_in_words()}")
        if word in header:
            raise ElevationError(f"its header says {word} twice; leave one of them")
        header[word] = _number(word, entry.group(2).decode("latin-1"))
        begin = entry.end()
    if begin == _LONGEST_HEADER:
        raise ElevationError(f"its header is longer than {_LONGEST_HEADER:,} letters")
    return header, begin


def _in_words() -> str:
    return "ncols, nrows, xllcorner, yllcorner, cellsize, NODATA_value"


def _number(word: str, text: str) -> float:
    plain = text.replace(",", ".", 1)
    if word == "nodata_value" and plain.lower().lstrip("+-") == "nan":
        return math.nan
    if not _NUMBER.fullmatch(plain) or not math.isfinite(float(plain)):
        raise ElevationError(f"its header says {word} {text[:40]!r}; that must be a number")
    return float(plain)


def _count(header: Mapping[str, float], word: str) -> int:
    if word not in header:
        raise ElevationError(f"its header does not tell {word}; it needs {_in_words()}")
    count = header[word]
    if count != int(count) or count < 1:
        raise ElevationError(f"its header says {word} {count:g}; that must be a whole number")
    return int(count)


def _spacing(
    header: Mapping[str, float], shape: tuple[int, int], coordinates: Coordinates | None
) -> tuple[tuple[float, float], tuple[str, ...]]:
    """Return how far apart columns and rows lie in metres, and what is to be said of it."""
    dx = header.get("dx", header.get("cellsize", 0.0))
    dy = header.get("dy", header.get("cellsize", 0.0))
    if not (dx > 0 and dy > 0) or ("cellsize" in header and ("dx" in header or "dy" in header)):
        raise ElevationError("its header must tell either cellsize or both dx and dy, more than 0")
    edges = _edges(header, shape, dx, dy)
    if coordinates:
        return _told_spacing(coordinates, edges, dx, dy)
    if edges and looks_like_degrees(edges, max(dx, dy)):
        return metres_of_degrees(dx, dy, (edges[2] + edges[3]) / 2), (
            "The file does not name its unit: by its place and its cells it is taken for degrees.",
        )
    return (dx, dy), ("The file does not name its unit: it is taken for metres.",)


def _told_spacing(
    coordinates: Coordinates, edges: tuple[float, float, float, float] | None, dx: float, dy: float
) -> tuple[tuple[float, float], tuple[str, ...]]:
    """Return how far apart columns and rows lie where a file beside the map tells its unit."""
    length = coordinates.length
    if not edges and (length is None or coordinates.is_mercator):
        what = "in degrees" if length is None else "of a projection that stretches the land"
        raise ElevationError(f"it is {what}, but its header does not tell yllcorner; add it")
    middle = (edges[2] + edges[3]) / 2 if edges else 0.0
    if length is None:
        return metres_of_degrees(dx, dy, middle), ()
    if coordinates.is_mercator:
        length *= mercator_shrinkage(middle * length)
        return (dx * length, dy * length), (MERCATOR_NOTE,)
    # Where lengths are in feet, heights often are, too.
    unsure = coordinates.height is None and length != 1.0
    notes = ("The file does not name its heights' unit: it is taken for metres.",) if unsure else ()
    return (dx * length, dy * length), notes


def _edges(
    header: Mapping[str, float], shape: tuple[int, int], dx: float, dy: float
) -> tuple[float, float, float, float] | None:
    """Return the outer edges, west, east, south, north; None where the header tells no corner."""
    for axis in "xy":
        if f"{axis}llcorner" in header and f"{axis}llcenter" in header:
            raise ElevationError(f"its header tells {axis}llcorner and {axis}llcenter; leave one")
    west = header.get("xllcorner", header.get("xllcenter", math.nan) - dx / 2)
    south = header.get("yllcorner", header.get("yllcenter", math.nan) - dy / 2)
    if math.isnan(west + south):
        return None
    return west, west + shape[1] * dx, south, south + shape[0] * dy


def _only_row(data: bytes, begin: int, shape: tuple[int, int]) -> bytes:
    """Return the line that all rows have, as those of an empty map do; no bytes where they differ.

    One row is read in no time, where all of them take seconds.
    """
    rows, columns = shape
    row = data[begin : data.find(b"\n", begin) + 1]
    last = begin + len(row) * (rows - 1)
    # The last line may do without an end.
    if abs(len(data) - last - len(row)) > _MOST_BREAKS or data[last:].strip() != row.strip():
        return b""
    alike = all(data.startswith(row, place) for place in range(begin, last, len(row)))
    return row if alike and len(row.split()) == columns else b""


def _heights(data: bytes, begin: int, count: int) -> Floats:
    """Read so many numbers, and no others."""
    comma = data.find(b",", begin) >= 0
    if comma and data.find(b".", begin) >= 0:
        raise ElevationError("it has both commas and points in its heights; try points only")
    _check_words(data, begin, count, comma)
    heights = np.empty(count)
    found = 0
    for part in _parts(data, begin, comma):
        numbers = _numbers(part)
        heights[found : found + len(numbers)] = numbers
        found += len(numbers)
    return heights


def _parts(data: bytes, begin: int, comma: bool) -> Iterator[bytes]:
    """Give the heights in parts that end between two of them, with points for commas."""
    while begin < len(data):
        end = _end_of_part(data, begin)
        yield data[begin:end].replace(b",", b".") if comma else data[begin:end]
        begin = end


def _check_words(data: bytes, begin: int, count: int, comma: bool) -> None:
    """Refuse too few words, too many or foreign ones, which are seen faster than they are read."""
    found = 0
    for part in _parts(data, begin, comma):
        if part.translate(None, _KNOWN):
            # It says which.
            _numbers(part)
        letters = np.frombuffer(b" " + part, np.uint8) > _LAST_BLANK
        found += int(np.count_nonzero(letters[1:] > letters[:-1]))
    if found == count:
        return
    # Where words are wrong as well, that is why.
    _numbers(next(_parts(data, begin, comma), b""))
    if found > count:
        raise ElevationError(f"it holds more heights than the {count:,} of its header")
    raise ElevationError(
        f"it holds {found:,} heights, but its header tells of {count:,}; fetch it again"
    )


def _end_of_part(data: bytes, begin: int) -> int:
    """Return where a part ends that begins somewhere, between two numbers."""
    end = begin + _AT_ONCE
    blank = _BLANK.search(data, end, end + _LONGEST)
    if blank or end + _LONGEST >= len(data):
        return blank.end() if blank else len(data)
    raise ElevationError(f"it holds a word of more than {_LONGEST:,} letters, which is no height")


def _numbers(part: bytes) -> Floats:
    words = part.split()
    # Python reads 1_000 and the digits of all scripts; these are no heights here.
    if part.translate(None, _PLAIN):
        for word in words:
            if word.translate(None, _PLAIN) and word.lower().lstrip(b"+-") != b"nan":
                raise ElevationError(f"{word[:40].decode('latin-1')!r} is no height in metres")
    try:
        return np.array(words, float) if words else np.empty(0)
    except ValueError as error:
        wrong = next(word for word in words if not _is_number(word))
        text = wrong[:40].decode("latin-1")
        raise ElevationError(f"{text!r} is no height in metres; write 1234.5") from error


def _is_number(word: bytes) -> bool:
    return bool(_NUMBER.fullmatch(word.decode("latin-1"))) or b"nan" in word.lower()
