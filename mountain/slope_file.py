"""Slopes in files: as numbers that NumPy reads, or as a picture."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mountain.files import FileError, reason, shown, write_together

#: What a picture shows as black, in degrees: this steep or steeper.
STEEPEST_SHOWN = 60.0
SCALE = f"Slope: white is 0 degrees, black is {STEEPEST_SHOWN:g} or more; transparent: none."
Degrees = NDArray[np.float32]


def check_slope_path(path: Path) -> None:
    """Refuse a name that slopes cannot be written under, before they are worked out.

    Raises
    ------
    FileError
        When its ending is none of those known, there is no such folder, or it is no file.
    """
    if path.suffix.lower() not in _WAYS:
        raise FileError(f"{shown(path)}: the name must end in .npy or .png; try slope.npy")
    try:
        if not path.parent.is_dir():
            raise FileError(f"{shown(path)}: there is no such folder; make it first")
        if path.exists() and not path.is_file():
            what = "is a folder" if path.is_dir() else "is no file"
            raise FileError(f"{shown(path)}: {what}; try the name of a file")
    except OSError as error:
        raise FileError(f"{shown(path)}: {reason(error)}; try another name") from error


def save_slopes(degrees: Degrees, path: Path) -> None:
    """Write slopes, whole or not at all.

    Parameters
    ----------
    degrees : array of float32, shape (rows, columns)
        Row 0 lies in the north; NaN where there is none.
    path : Path
        Its ending tells how: .npy for the numbers as they are; .png for a picture in greys, white
        where it is level and black from `STEEPEST_SHOWN` on, transparent where there is none.

    Raises
    ------
    FileError
        As `check_slope_path`, and when the file cannot be written.
    """
    check_slope_path(path)
    try:
        # A link stays one, to what is written.
        write_together({path.resolve(): [_WAYS[path.suffix.lower()](degrees)]})
    except OSError as error:
        raise FileError(
            f"{shown(path)}: cannot be written ({reason(error)}); try another place"
        ) from error


def _as_numbers(degrees: Degrees) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, degrees, allow_pickle=False)
    return buffer.getvalue()


def _as_picture(degrees: Degrees) -> bytes:
    # Only those who want pictures need the library that writes them.
    from PIL import Image, PngImagePlugin

    pixels = np.empty((*degrees.shape, 2), np.uint8)
    ink = np.nan_to_num(degrees, nan=0.0) * np.float32(255 / STEEPEST_SHOWN)
    pixels[..., 0] = 255.5 - np.minimum(ink, 255)
    pixels[..., 1] = np.where(np.isnan(degrees), 0, 255)
    words, buffer = PngImagePlugin.PngInfo(), io.BytesIO()
    words.add_text("Description", SCALE)
    Image.fromarray(pixels, "LA").save(buffer, "PNG", pnginfo=words)
    return buffer.getvalue()


_WAYS: dict[str, Callable[[Degrees], bytes]] = {".npy": _as_numbers, ".png": _as_picture}
