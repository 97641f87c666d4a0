"""The atlas: elevation maps read from files of every format, by what is in them.

What cannot be read rightly is refused: a map is never of wrong heights.
"""

from __future__ import annotations

import hashlib
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from mountain.archive import BROKEN_ARCHIVE, archive_of, members_of
from mountain.ascii_grid import ascii_elevation, looks_like_ascii_grid
from mountain.beside import projection_beside, refuse_what_lies_beside
from mountain.elevation import NARROWEST, WIDEST, Elevation, ElevationError
from mountain.files import FileError, reason, shown
from mountain.geography import GeographyError
from mountain.geotiff import BEGINNINGS as TIFF_BEGINNINGS, tiff_elevation
from mountain.heightmap import (
    PGM_BEGINNING,
    PNG_BEGINNING,
    HeightRange,
    RangeError,
    pgm_elevation,
    picture_tiff_elevation,
    png_elevation,
)
from mountain.hgt import SIZES, hgt_elevation, is_tile
from mountain.numpy_grid import NPY_BEGINNING, npy_elevation, npz_elevation
from mountain.origin import Origin

#: Files larger than this are refused before they are read, in bytes.
LARGEST = 513 * 2**20
#: How far apart cells lie in files that do not say, in metres: about a second of arc.
USUAL_SPACING = 30.0
#: The endings of the names of files that may hold elevation maps.
ENDINGS = (".hgt", ".zip", ".tif", ".tiff", ".asc", ".png", ".pgm", ".npy", ".npz")
_ZIP_BEGINNING = b"PK\x03\x04"
#: So much is summed up at once, in bytes.
_AT_ONCE = 2**23
_KNOWN = "try SRTM .hgt, GeoTIFF, .asc, grey .png or .npy"


class HeightRangeError(FileError):
    """A file of greys was opened without the heights that black and white stand for."""


def read_elevation(
    path: Path, height_range: HeightRange | None = None, spacing: float = USUAL_SPACING
) -> Elevation:
    """Read an elevation map.

    SRTM tiles (.hgt, also in .zip), GeoTIFF, Esri's ASCII grids, grey PNG, PGM and TIFF, and
    arrays that NumPy saved. The format is told by the file's content, not by its name.

    Parameters
    ----------
    path : Path
        The file, at most `LARGEST` bytes.
    height_range : (float, float) or None
        What black and white stand for, in metres; used for grey pictures only.
    spacing : float
        How far apart cells lie, in metres; used where the file does not tell.

    Returns
    -------
    Elevation
        Its `origin` tells how the same heights are read again.

    Raises
    ------
    HeightRangeError
        When the file is a grey picture, and there is no height range.
    FileError
        When the file cannot be read, or not rightly.
    """
    path = Path(path)
    if not NARROWEST <= spacing <= WIDEST:
        raise FileError(
            f"{shown(path)}: a spacing of {spacing:g} m is none; "
            f"give one from {NARROWEST:g} to {WIDEST:,.0f} m, such as 30"
        )
    data = content_of(path)
    # What is refused need not be summed up to its end.
    refused = threading.Event()
    with ThreadPoolExecutor(1) as beside:
        digest = beside.submit(_digest, data, refused)
        try:
            elevation = elevation_in(data, path, height_range, spacing)
        except FileError:
            refused.set()
            raise
    origin = Origin(str(path), digest.result(), height_range, spacing)
    return replace(elevation, origin=origin)


def _digest(data: bytes, refused: threading.Event) -> str:
    """Return the SHA-256 of a file, in hexadecimal, unless nobody wants it any more."""
    digest = hashlib.sha256()
    view = memoryview(data)
    for first in range(0, len(data), _AT_ONCE):
        if refused.is_set():
            break
        digest.update(view[first : first + _AT_ONCE])
    return digest.hexdigest()


def looks_like_elevation(path: Path) -> bool:
    """Tell whether a file is more likely an elevation map than a trajectory.

    By the ending of its name where that tells, and else by its first bytes, or as a tile by its
    name and its size; what cannot be opened is none, and what is no file is not waited for.
    """
    if path.suffix.lower() in (*ENDINGS, ".csv"):
        return path.suffix.lower() in ENDINGS
    try:
        # A pipe would be waited for without an end.
        if not path.is_file():
            return False
        with path.open("rb") as file:
            data = file.read(200)
        size = path.stat().st_size
    except OSError:
        return False
    begins = (*TIFF_BEGINNINGS, PNG_BEGINNING, NPY_BEGINNING, _ZIP_BEGINNING, PGM_BEGINNING)
    return data.startswith(begins) or looks_like_ascii_grid(data) or is_tile(path.name, size)


def elevation_in(
    data: bytes, path: Path, height_range: HeightRange | None, spacing: float
) -> Elevation:
    """Read an elevation map from what is in its file; otherwise as `read_elevation`."""
    try:
        return _elevation(data, path, spacing, height_range)
    except RangeError as error:
        raise HeightRangeError(f"{shown(path)}: {error}") from error
    except (ElevationError, GeographyError) as error:
        raise FileError(f"{shown(path)}: {error}") from error
    except MemoryError as error:
        raise FileError(f"{shown(path)}: the memory is full; try a part of the map") from error


def content_of(path: Path) -> bytes:
    """Read a file at once: what becomes of it later does not matter.

    Raises
    ------
    FileError
        When it cannot be read, is empty, or larger than `LARGEST`.
    """
    try:
        if not path.is_file():
            what = "is no file" if path.exists() else "there is no such file"
            raise FileError(f"{shown(path)}: {what}; try the path of an elevation map")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1) if path.stat().st_size <= LARGEST else None
    except OSError as error:
        raise FileError(f"{shown(path)}: {reason(error)}; try another file") from error
    if data is None or len(data) > LARGEST:
        raise FileError(f"{shown(path)}: larger than {LARGEST // 2**20} MB; try a part of it")
    if not data:
        raise FileError(f"{shown(path)}: an empty file; fetch it again")
    return data


def _elevation(
    data: bytes, path: Path, spacing: float, height_range: HeightRange | None
) -> Elevation:
    """Read what a file holds, as its first bytes tell it."""
    name = shown(Path(path.name))
    if data.startswith(TIFF_BEGINNINGS):
        refuse_what_lies_beside(path)
        map_in_place = tiff_elevation(data, name)
        return map_in_place or picture_tiff_elevation(data, name, spacing, height_range)
    if data.startswith(PNG_BEGINNING):
        return png_elevation(data, name, spacing, height_range)
    if data.startswith(NPY_BEGINNING):
        return npy_elevation(data, name, spacing)
    if data.startswith(_ZIP_BEGINNING):
        return _packed(data, name, spacing)
    if looks_like_ascii_grid(data):
        refuse_what_lies_beside(path)
        return ascii_elevation(data, name, projection_beside(path))
    if is_tile(path.name, len(data)):
        return hgt_elevation(data, name)
    if data.startswith(PGM_BEGINNING):
        return pgm_elevation(data, name, spacing, height_range)
    raise ElevationError(f"no elevation map in any format that is known; {_KNOWN}")


def _packed(data: bytes, name: str, spacing: float) -> Elevation:
    """Read an archive: of an SRTM tile, or of NumPy's arrays."""
    with archive_of(data) as archive:
        members = members_of(archive)
        tiles = [each for each in members if each.filename.lower().endswith(".hgt")]
        arrays = [each for each in members if each.filename.endswith(".npy")]
        if len(tiles) > 1 or not (tiles or arrays):
            raise ElevationError(
                f"it packs {len(tiles)} SRTM tiles and no arrays; unpack it, and try one map"
            )
        try:
            return _tile(archive, tiles[0]) if tiles else npz_elevation(archive, name, spacing)
        except (ElevationError, GeographyError):
            raise
        except BROKEN_ARCHIVE as error:
            raise ElevationError("this archive is damaged; fetch it again") from error


def _tile(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Elevation:
    with archive.open(member) as file:
        # No more than the largest tile, whatever the archive's directory says.
        data = file.read(max(SIZES) + 1)
    return hgt_elevation(data, shown(Path(Path(member.filename).name)))
