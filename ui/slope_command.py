"""The command that works out how steep an elevation map is, and writes that into a file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

import mountain
from ui.command_line import COMMAND, Parser, UsageError, numbers

_EXAMPLE = f"{COMMAND} slope heights.tif --out slope.npy"
_BAR = 40


def slope_parser() -> Parser:
    """Return the parser of `slope`."""
    parser = Parser("slope", "Work out how steep an elevation map is, in degrees.")
    parser.epilog = (
        "The slope is the size of the gradient, by differences of second order: numpy.gradient "
        "with edge_order=2. The file has one number for each cell, float32; its first row lies in "
        "the north; NaN where there is no slope. In a picture white is 0° and black 60° or more."
    )
    parser.add_argument("FILE", nargs="?", help=f"an elevation map: {' '.join(mountain.ENDINGS)}")
    parser.add_argument("--out", metavar="OUT", help="where the slopes go: a .npy or a .png")
    parser.add_argument(
        "--horn", action="store_true", help="after Horn (1981) instead, as gdaldem slope has it"
    )
    parser.add_argument(
        "--height-range",
        metavar="LOW,HIGH",
        help="what black and white of a grey picture stand for, in metres",
    )
    parser.add_argument(
        "--spacing",
        metavar="M",
        help=f"metres between cells where the map does not tell ({mountain.USUAL_SPACING:g})",
    )
    return parser


def slope(options: argparse.Namespace) -> str:
    """Write the slopes of a map into a file, and tell what they are.

    Raises
    ------
    UsageError
        When a word is missing or makes no sense.
    FileError
        When the map cannot be read, or the slopes cannot be written.
    """
    if not options.FILE:
        raise UsageError(f"slope: of which map? try {_EXAMPLE}")
    if not options.out:
        raise UsageError(f"--out: which file? try {_EXAMPLE}")
    source, out = Path(options.FILE), Path(options.out)
    mountain.check_slope_path(out)
    if out.exists() and source.exists() and out.samefile(source):
        raise UsageError(f"--out: {options.out!r} is the map itself; try another name")
    elevation = _read(source, options)
    try:
        degrees = slopes_of(elevation, options.horn)
        mountain.save_slopes(degrees, out)
    except MemoryError:
        raise UsageError(f"{options.FILE}: the memory is full; try a part of the map") from None
    return "\n".join((_told(degrees, options.out), *elevation.notes))


def _read(source: Path, options: argparse.Namespace) -> mountain.Elevation:
    height_range, spacing = None, mountain.USUAL_SPACING
    if options.height_range is not None:
        low, high = numbers("--height-range", options.height_range, 2, "200,1100")
        height_range = low, high
    if options.spacing is not None:
        (spacing,) = numbers("--spacing", options.spacing, 1, "30")
        if not spacing > 0:
            raise UsageError(f"--spacing: must be above 0, not {spacing:g}; try --spacing 30")
    try:
        return mountain.read_elevation(source, height_range, spacing)
    except mountain.HeightRangeError as error:
        raise UsageError(f"{error}: try --height-range 200,1100") from error


def slopes_of(elevation: mountain.Elevation, horn: bool) -> NDArray[np.float32]:
    """Return how steep a map is, in degrees, its first row in the north; tell of the progress.

    Parameters
    ----------
    elevation : Elevation
        The map.
    horn : bool
        Whether after Horn (1981), instead of by differences of second order.
    """
    heights, dx, dy = elevation.heights, elevation.dx, elevation.dy
    rows = len(heights)
    fields = [np.empty_like(heights) for _ in range(1 if horn else 2)]
    shares: Iterator[float] = (
        mountain.horn_slope_in_slices(heights, dx, dy, fields[0])
        if horn
        else mountain.gradient_field_in_slices(heights, dx, dy, (fields[0], fields[1]))
    )
    degrees, done = np.empty(heights.shape, np.float32), 0
    with Progress("slope") as progress:
        for share in shares:
            some = slice(done, round(share * rows))
            done = some.stop
            # The map's first row lies in the south.
            northward = degrees[::-1][some]
            northward[:] = fields[0][some] if horn else _steepness(*(each[some] for each in fields))
            # Differences pass over the cell itself, which may be an empty one.
            northward[np.isnan(heights[some])] = np.nan
            progress.show(share)
    return degrees


def _steepness(across: NDArray[Any], along: NDArray[Any]) -> NDArray[Any]:
    """Return in degrees how steeply ground rises that rises so much east and north."""
    steepness: NDArray[Any] = np.degrees(np.arctan(np.hypot(across, along)))
    return steepness


def _told(degrees: NDArray[np.float32], out: str) -> str:
    rows, columns = degrees.shape
    of = f"{columns} × {rows} cells; row 0 is the northernmost"
    if np.isnan(degrees).all():
        return f"No cell has a slope: each lies beside an edge or a hole. {out}: {of}."
    low, high = float(np.nanmin(degrees)), float(np.nanmax(degrees))
    mean = float(np.nanmean(degrees, dtype=float))
    return f"Slopes from {low:.1f}° to {high:.1f}°, {mean:.1f}° on average.\n{out}: {of}."


class Progress:
    """A bar on standard error, where somebody sees it; it is gone when the work is."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._seen = sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> Self:
        self.show(0.0)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        # Also when it was stopped: what is said next begins on a clean line.
        self._write(f"\r{'':{len(self._line(1.0))}}\r")

    def show(self, share: float) -> None:
        """Show the share that is done, from 0 to 1."""
        self._write(f"\r{self._line(share)}")

    def _line(self, share: float) -> str:
        full = int(share * _BAR)
        return f"{self._name} [{'#' * full}{'.' * (_BAR - full)}] {share:4.0%}"

    def _write(self, text: str) -> None:
        if self._seen:
            sys.stderr.write(text)
            sys.stderr.flush()
