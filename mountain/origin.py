"""Origins: what a file must tell of an elevation map, so that the same heights are read again."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class OriginError(ValueError):
    """A table that tells of no file; the message says what is wrong with it."""


@dataclass(frozen=True)
class Origin:
    """Where an elevation map's heights come from, and what was done to them.

    Attributes
    ----------
    file : str
        The file's path, as it was given; of one that comes with the program its name alone.
    digest : str
        The SHA-256 of the file's bytes, in hexadecimal.
    height_range : (float, float) or None
        What black and white stand for, in metres, where it was given.
    spacing : float
        How far apart cells lie where the file does not tell, in metres.
    smoothing : tuple of float
        Over how many cells the heights were smoothed, each time that they were.
    in_gallery : bool
        Whether the file comes with the program.
    """

    file: str
    digest: str
    height_range: tuple[float, float] | None = None
    spacing: float = 30.0
    smoothing: tuple[float, ...] = ()
    in_gallery: bool = False

    def as_table(self) -> dict[str, object]:
        """Tell it in plain values; `origin_of` makes it again."""
        return {
            ("gallery" if self.in_gallery else "file"): self.file,
            "sha256": self.digest,
            "height_range": self.height_range and list(self.height_range),
            "spacing": self.spacing,
            "smoothing": list(self.smoothing),
        }


def origin_of(table: object) -> Origin:
    """Make the origin that a table tells of, or raise `OriginError`."""
    if not isinstance(table, Mapping):
        raise OriginError("elevation: must be an object")
    in_gallery = "gallery" in table
    file = table.get("gallery" if in_gallery else "file")
    if not isinstance(file, str) or not file or "\0" in file:
        raise OriginError("elevation: must name its file")
    if in_gallery and not re.fullmatch(r"[a-z0-9_]+\.[a-z]+", file):
        raise OriginError("elevation: names no file of the gallery")
    digest = table.get("sha256")
    if not isinstance(digest, str) or not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise OriginError("elevation: must tell the SHA-256 of its file, 64 figures from 0 to f")
    heights = _numbers(table, "height_range")
    if heights and len(heights) != 2:
        raise OriginError("elevation: its height_range must be two numbers")
    spacing = _numbers({"spacing": [table.get("spacing")]}, "spacing")
    return Origin(
        file=file,
        digest=digest,
        height_range=(heights[0], heights[1]) if heights else None,
        spacing=spacing[0],
        smoothing=_numbers(table, "smoothing"),
        in_gallery=in_gallery,
    )


def _numbers(table: Mapping[Any, Any], name: str) -> tuple[float, ...]:
    values = table.get(name)
    values = [] if values is None else values
    if not isinstance(values, list) or not all(type(value) in (int, float) for value in values):
        raise OriginError(f"elevation: its {name} must be numbers")
    # A whole number may be too large for any other.
    numbers = [float(value) if abs(value) < 1e300 else math.inf for value in values]
    if not all(map(math.isfinite, numbers)):
        raise OriginError(f"elevation: its {name} must be finite")
    return tuple(numbers)
