"""Projection files: what a text beside a map tells of its coordinates and heights (.prj).

Either well-known text, as Esri's and most programs write it today, or the lines of words that
ArcInfo wrote. What is not understood is refused: a unit passed over would be a wrong height.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from mountain.elevation import ElevationError
from mountain.geography import FOOT, SURVEY_FOOT
from mountain.projections import WEB_SYSTEMS, is_web_mercator, keeps_lengths, stretches
from mountain.well_known_text import Clause, TextError, clauses_of

_COMPOUND = ("COMPD_CS", "COMPOUNDCRS")
_PROJECTED = ("PROJCS", "PROJCRS", "PROJECTEDCRS")
_GEOGRAPHIC = ("GEOGCS", "GEOGCRS", "GEOGRAPHICCRS", "GEODCRS", "GEODETICCRS")
_VERTICAL = ("VERTCS", "VERT_CS", "VERTCRS", "VERTICALCRS")
_UNITS = ("UNIT", "LENGTHUNIT", "ANGLEUNIT")
#: Lengths by the beginnings of their names in small letters, which a wrong number would belie.
_LENGTHS = {"metre": 1.0, "meter": 1.0, "kilomet": 1000.0, "foot": FOOT, "us survey f": FOOT}
_DEGREE = math.radians(1.0)
#: How far a length or an angle may be from what its name says: feet differ by millionths.
_ALIKE = 1e-4
#: A projection's own scale, which is near one.
_SCALES = (0.99, 1.01)
#: What ArcInfo wrote: the lengths of its units, and words that change neither lengths nor heights.
_ARC_LENGTHS = {"METERS": 1.0, "METRES": 1.0, "FEET": SURVEY_FOOT}
_ARC_DEGREES = ("DD", "DECIMALDEGREES")
_ARC_WORDS = {
    *("DATUM", "SPHEROID", "ZONE", "FIPSZONE", "QUADRANT", "XSHIFT", "YSHIFT", "PARAMETERS")
}
_IS_ARC = re.compile(r"^\s*projection\s+\w", re.IGNORECASE | re.MULTILINE)
_ARC_LINE = re.compile(r"([A-Za-z]\w*)(?:\s+(.*))?")
_ARC_REMARK = re.compile(r"/\*.*")
#: What else stands in well-known text, and changes neither lengths nor heights.
_REMARKS = {"AUTHORITY", "ID", "METADATA", "SCOPE", "AREA", "BBOX", "USAGE", "REMARK"}
_KNOWN = {
    *("GEOGCS", "BASEGEOGCRS", "BASEGEODCRS", "DATUM", "GEODETICDATUM", "VDATUM", "VERT_DATUM"),
    *("ENSEMBLE", "DYNAMIC", "PRIMEM", "PRIMEMERIDIAN", "PROJECTION", "CONVERSION", "PARAMETER"),
    *("CS", "AXIS", "VERTICALEXTENT", "TIMEEXTENT", "GEOIDMODEL", *_REMARKS),
}
#: A radius of the Earth, in metres.
_RADII = (6_300_000.0, 6_450_000.0)
_AUTHORITIES = ("EPSG", "ESRI")
_WEB_CODES = {str(code) for code in WEB_SYSTEMS}
#: What would move the web's Mercator to or from the equator.
_MOVED = (
    *("false_northing", "standard_parallel_1", "latitude_of_origin"),
    *("latitude_of_natural_origin", "latitude_of_1st_standard_parallel"),
)
_ADVICE = "write it anew as WKT 1"


@dataclass(frozen=True)
class Coordinates:
    """What a map's coordinates and heights are counted in.

    Attributes
    ----------
    length : float or None
        What a coordinate of 1 is in metres; None where it is a degree.
    height : float or None
        What a height of 1 is in metres; None where that is not told.
    is_mercator : bool
        Whether they are those of the web's Mercator.
    """

    length: float | None
    height: float | None = None
    is_mercator: bool = False


def coordinates_in(text: str) -> Coordinates:
    """Read a projection file.

    Raises
    ------
    ElevationError
        When it is not understood, or its projection stretches the land.
    """
    plain = text.strip().strip("\0")
    if _IS_ARC.search(plain):
        return _of_words(_arc_words(plain))
    try:
        return _of_clauses(clauses_of(plain))
    except TextError as error:
        raise ElevationError(f"the .prj beside it is not understood: {error}; {_ADVICE}") from error


def _of_clauses(clauses: Sequence[Clause]) -> Coordinates:
    """Return what well-known text tells."""
    parts = [
        part
        for each in clauses
        for part in (each.clauses if each.keyword in _COMPOUND else (each,))
        if each.keyword not in _COMPOUND or part.keyword not in _REMARKS
    ]
    for each in parts:
        if each.keyword not in _PROJECTED + _GEOGRAPHIC + _VERTICAL:
            raise _unknown(f"{each.keyword[:40]} in it")
    flat = [each for each in parts if each.keyword not in _VERTICAL]
    upright = [each for each in parts if each.keyword in _VERTICAL]
    if len(flat) != 1 or len(upright) > 1:
        raise _unknown(f"it tells of {len(flat)} systems of coordinates, {len(upright)} of heights")
    for each in (word for part in parts for word in part.clauses):
        # Where programs keep their own words, they say it of the web's Mercator again.
        if each.keyword not in {*_KNOWN, *_UNITS, "EXTENSION"}:
            raise _unknown(f"{each.keyword[:40]} in it")
    height = _height(upright[0]) if upright else None
    if flat[0].keyword in _GEOGRAPHIC:
        _check_degrees(flat[0])
        return Coordinates(None, height)
    return Coordinates(_length(flat[0], "coordinates"), height, _is_mercator(flat[0]))


def _unknown(why: str) -> ElevationError:
    return ElevationError(f"the .prj beside it is not understood: {why}; {_ADVICE}")


def _unit(system: Clause, what: str) -> tuple[str, float]:
    """Return the unit of a system: its name, and how many metres or radians it is."""
    axes = system.named("AXIS")
    units = [unit for each in (system, *axes) for unit in each.named(*_UNITS)]
    found = {(unit.name, unit.number) for unit in units}
    if len(found) != 1:
        raise _unknown(f"it tells {len(found)} units of the {what}")
    ((name, size),) = found
    if size is None or not (math.isfinite(size) and size > 0):
        raise _unknown(f"the unit of the {what} is no number above 0")
    return name, size


def _length(system: Clause, what: str) -> float:
    """Return what 1 is in metres."""
    name, size = _unit(system, what)
    plain = name.lower().replace("_", " ")
    for beginning, length in _LENGTHS.items():
        if plain.startswith(beginning) and not math.isclose(size, length, rel_tol=_ALIKE):
            raise _unknown(f"its {name[:40]!r} is {size:g} m")
    if math.isclose(size, _DEGREE, rel_tol=_ALIKE):
        raise _unknown(f"its {what} are in {name[:40]!r}, which is an angle")
    return size


def _check_degrees(system: Clause) -> None:
    _check_earth(system)
    name, size = _unit(system, "coordinates")
    if not math.isclose(size, _DEGREE, rel_tol=_ALIKE):
        raise ElevationError(
            f"the .prj beside it tells that its angles are in {name[:40]!r}; try degrees or metres"
        )


def _height(system: Clause) -> float:
    """Return what a height of 1 is in metres."""
    told = {each.name.lower(): each.number for each in system.named("PARAMETER")}
    down = any("DOWN" in map(_capitals, each.values) for each in system.named("AXIS"))
    if down or told.get("direction", 1.0) != 1.0:
        raise ElevationError("the .prj beside it tells that its heights are depths; turn them over")
    if told.get("vertical_shift", 0.0) != 0.0:
        raise ElevationError("the .prj beside it tells that its heights are shifted; undo that")
    return _length(system, "heights")


def _capitals(value: object) -> str:
    return value.upper() if isinstance(value, str) else ""


def _is_mercator(system: Clause) -> bool:
    """Tell whether a projection is the web's Mercator; refuse others that stretch the land."""
    ways = [
        way.name
        for each in (system, *system.named("CONVERSION"))
        for way in each.named("PROJECTION", "METHOD")
    ]
    if len(ways) != 1:
        raise _unknown(f"it tells {len(ways)} projections")
    told = {
        each.name.lower().replace(" ", "_"): each.number
        for part in (system, *system.named("CONVERSION"))
        for each in part.named("PARAMETER")
    }
    if is_web_mercator(ways[0]) or (stretches(ways[0]) and _has_web_code(system)):
        if any(told.get(each, 0.0) != 0.0 for each in _MOVED):
            raise _unknown("its Mercator does not begin at the equator")
        _check_earth(system)
        return True
    if system.named("EXTENSION"):
        raise _unknown("EXTENSION in it")
    _check_way(ways[0])
    scale = told.get("scale_factor", told.get("scale_factor_at_natural_origin", 1.0))
    if scale is None or not _SCALES[0] <= scale <= _SCALES[1]:
        raise _unknown("its scale factor is far from 1")
    west = any("WEST" in map(_capitals, each.values) for each in system.named("AXIS"))
    if west:
        raise ElevationError("the .prj beside it tells that columns run west; turn it north up")
    return False


def _has_web_code(system: Clause) -> bool:
    """Tell whether a system has a number that stands for the web's Mercator."""
    return any(
        each.name in _AUTHORITIES and str(each.values[-1]).removesuffix(".0") in _WEB_CODES
        for each in system.named("AUTHORITY", "ID")
    )


def _check_earth(system: Clause) -> None:
    """Refuse the Moon and Mars, where a degree is another length."""
    for datum in system.named("DATUM", "GEODETICDATUM", "ENSEMBLE"):
        for each in datum.named("SPHEROID", "ELLIPSOID"):
            units = [unit.number or 0.0 for unit in each.named("LENGTHUNIT")] or [1.0]
            if not _RADII[0] < (each.number or 0.0) * units[0] < _RADII[1]:
                raise ElevationError(
                    "the .prj beside it tells of another planet; warp it to metres first"
                )
    for each in system.named("GEOGCS", "BASEGEOGCRS", "BASEGEODCRS"):
        _check_earth(each)


def _check_way(name: str) -> None:
    """Refuse a projection that stretches the land, or may do so."""
    if stretches(name):
        raise ElevationError(
            f"the projection in the .prj beside it, {name[:40]!r}, stretches the land; "
            "warp it to UTM first"
        )
    if not keeps_lengths(name):
        raise ElevationError(
            f"the projection in the .prj beside it, {name[:40]!r}, is not known; "
            "warp it to UTM first"
        )


def _arc_words(text: str) -> dict[str, str]:
    """Return the words of ArcInfo's lines; numbers stand behind Parameters alone."""
    words: dict[str, str] = {}
    for line in text.splitlines():
        plain = _ARC_REMARK.sub("", line).strip()
        found = _ARC_LINE.fullmatch(plain)
        if not found:
            if plain and "PARAMETERS" not in words:
                raise _unknown(f"it has {plain[:40]!r}")
            continue
        word, value = found.group(1).upper(), (found.group(2) or "").strip()
        if word in words:
            raise _unknown(f"it tells {word[:40]} twice")
        words[word] = value.upper()
    return words


def _of_words(words: dict[str, str]) -> Coordinates:
    """Return what ArcInfo's words tell."""
    for word in words:
        if word not in {"PROJECTION", "UNITS", "ZUNITS", *_ARC_WORDS}:
            raise _unknown(f"{word[:40]} in it")
    for word in ("XSHIFT", "YSHIFT"):
        if words.get(word, "").strip("+-0.") != "":
            raise _unknown(f"its coordinates are shifted, {word}")
    upright = words.get("ZUNITS", "NO")
    if upright != "NO" and upright not in _ARC_LENGTHS:
        raise _unknown(f"its Zunits are {upright[:40]!r}")
    height = _ARC_LENGTHS.get(upright)
    units = words.get("UNITS", "")
    if words["PROJECTION"] == "GEOGRAPHIC" and units in _ARC_DEGREES:
        return Coordinates(None, height)
    if words["PROJECTION"] == "GEOGRAPHIC" or units not in _ARC_LENGTHS:
        raise _unknown(f"its Units are {units[:40]!r}")
    _check_way(words["PROJECTION"])
    return Coordinates(_ARC_LENGTHS[units], height)
