"""What lies beside a map: files that other programs keep its coordinates and its units in."""

from __future__ import annotations

import errno
import re
from pathlib import Path

from mountain.elevation import ElevationError
from mountain.files import reason, shown

#: What GDAL writes beside a map that changes its heights or its place; statistics do not.
_MEANINGS = re.compile(r"<(NoDataValue|Scale|Offset|UnitType|GeoTransform|SRS)\b[^>]*>([^<]*)")
#: What changes nothing.
_METRES = {"UnitType": ("", "m", "metre", "meter", "metres", "meters")}
#: No such file is longer, in bytes.
_LONGEST = 2**24


def projection_beside(path: Path) -> str:
    """Return what describes a map's coordinates, a text of the same name (.prj); empty if none.

    Raises
    ------
    ElevationError
        When there is one, and it cannot be read.
    """
    return _text(path.with_suffix(".prj")) or _text(path.with_suffix(".PRJ"))


def refuse_what_lies_beside(path: Path) -> None:
    """Refuse a map of which GDAL keeps in other files what its numbers mean.

    Raises
    ------
    ElevationError
        When there is a mask of it (.msk), or a file (.aux.xml) that tells more than statistics.
    """
    if _is_there(path.with_name(path.name + ".msk")):
        raise ElevationError(
            "the file .msk beside it masks its empty cells; save them with a nodata value"
        )
    for word, value in _MEANINGS.findall(_text(path.with_name(path.name + ".aux.xml"))):
        if value.strip().lower() not in _METRES.get(word, ()):
            raise ElevationError(
                f"the file .aux.xml beside it tells its {word}; save both in one file"
            )


def _text(path: Path) -> str:
    """Return a text that lies beside a map, if any."""
    if not _is_there(path):
        return ""
    try:
        # A pipe would be waited for without an end.
        if not path.is_file():
            raise ElevationError(f"{shown(path)} beside it is no file; move it away")
        with path.open("rb") as file:
            data = file.read(_LONGEST + 1)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ElevationError(f"{shown(path)} cannot be read: {reason(error)}") from error
    if len(data) > _LONGEST:
        raise ElevationError(f"{shown(path)} beside it is too long; move it away")
    return data.decode("utf-8-sig", "replace")


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:
        # A map may have so long a name that nothing can have its name and an ending.
        if error.errno == errno.ENAMETOOLONG:
            return False
        raise ElevationError(f"{shown(path)} cannot be looked for: {reason(error)}") from error
