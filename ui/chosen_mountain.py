"""Which mountain the command line asks for: of the gallery, of a formula, or of a map on a disk."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import mountain
from ui.command_line import UsageError, file_to_open, if_given, numbers
from ui.outset import FORMULA, OWN

_USUAL = "-3,3,-3,3"
#: What says how an elevation map is to be read, with an example of each.
_READ_BY = {"height_range": "200,1100", "spacing": "30", "smooth": "2"}


def add_mountain(group: argparse._ArgumentGroup) -> None:
    """Add the options that tell which mountain it is."""
    first = mountain.terrain_names()[0]
    group.add_argument("--terrain", metavar="NAME", help=f"one of `terrains` ({first})")
    group.add_argument("--formula", metavar="TEXT", help='a height in x and y, as "x^2 sin y"')
    group.add_argument(
        "--window", metavar="X0,X1,Y0,Y1", help=f"what --formula's map shows ({_USUAL})"
    )
    endings = " ".join(mountain.ENDINGS)
    group.add_argument("--elevation", metavar="FILE", help=f"an elevation map: {endings}")
    group.add_argument(
        "--height-range",
        metavar="LOW,HIGH",
        help="what black and white of a grey picture stand for, in metres",
    )
    group.add_argument(
        "--spacing",
        metavar="M",
        help=f"metres between cells where the map does not tell ({mountain.USUAL_SPACING:g})",
    )
    group.add_argument(
        "--smooth", metavar="CELLS", help="over how many cells the map is smoothed (0)"
    )


def own_mountain(options: argparse.Namespace) -> mountain.Terrain | None:
    """Make the mountain of a formula or of an elevation map; None where neither was given.

    Raises
    ------
    UsageError
        When the options do not go together.
    TerrainError, FormulaError, FileError
        When there is no ground, the formula cannot be read, or the map.
    """
    if options.elevation is not None:
        return elevation_mountain("--elevation", Path(options.elevation), options)
    for name in _READ_BY:
        if getattr(options, name) is not None:
            raise UsageError(f"{_option(name)}: goes with --elevation; name the map's file")
    if options.formula is None:
        if options.window is not None:
            raise UsageError("--window: goes with --formula; a terrain of the gallery has its own")
        return None
    if options.terrain is not None:
        raise UsageError("--terrain, --formula: one mountain at a time; leave one of them out")
    text = _USUAL if options.window is None else options.window
    window = mountain.Window(*numbers("--window", text, 4, _USUAL))
    formula = mountain.Formula(options.formula)
    return mountain.grounded(mountain.surveyed(FORMULA, OWN, formula, window))


def elevation_mountain(given_by: str, path: Path, options: argparse.Namespace) -> mountain.Terrain:
    """Make the mountain of an elevation map, as the other options say that it is to be read.

    Parameters
    ----------
    given_by : str
        What named the file, for complaints.
    path : Path
        The file.
    options : argparse.Namespace
        What was given on the command line.

    Raises
    ------
    UsageError
        When the options do not go together, or with this map.
    FileError
        When the map cannot be read.
    TerrainError
        When it has no ground.
    """
    for name in ("terrain", "formula", "window"):
        if getattr(options, name) is not None:
            raise UsageError(
                f"{given_by}, {_option(name)}: one mountain at a time; leave one of them out"
            )
    height_range, spacing, smoothing = _read_by(options)
    try:
        elevation = mountain.read_elevation(path, height_range, spacing)
        return mountain.elevation_terrain(elevation, smoothing)
    except mountain.HeightRangeError as error:
        raise UsageError(f"{error}: try --height-range {_READ_BY['height_range']}") from error
    except mountain.ElevationError as error:
        raise UsageError(f"--smooth: {error}") from error
    except MemoryError as error:
        raise UsageError(f"{path}: the memory is full; try a part of the map") from error


def _read_by(options: argparse.Namespace) -> tuple[tuple[float, float] | None, float, float]:
    """Return the height range, the spacing and the smoothing that were asked for."""
    given = {name: getattr(options, name) for name in _READ_BY}
    numbers_of = {
        name: numbers(_option(name), text, 2 if name == "height_range" else 1, _READ_BY[name])
        for name, text in given.items()
        if text is not None
    }
    heights = numbers_of.get("height_range")
    (spacing,) = numbers_of.get("spacing", [mountain.USUAL_SPACING])
    (smoothing,) = numbers_of.get("smooth", [0.0])
    if not spacing > 0:
        raise UsageError(f"--spacing: must be above 0, not {spacing:g}; try --spacing 30")
    widest = mountain.WIDEST_SMOOTHING
    if not 0 <= smoothing <= widest:
        raise UsageError(
            f"--smooth: must be from 0 to {widest:g} cells, not {smoothing:g}; try --smooth 2"
        )
    return (heights[0], heights[1]) if heights else None, spacing, smoothing


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def opened(
    options: argparse.Namespace, commands: Sequence[str]
) -> tuple[mountain.Terrain | None, Path | None]:
    """Make the mountain that the window is to open with, and find the trajectory to show.

    Parameters
    ----------
    options : argparse.Namespace
        What was given on the command line; its file may be an elevation map or a trajectory.
    commands : sequence of str
        The commands that there are, one of which may have been misspelt.

    Returns
    -------
    (Terrain or None, Path or None)
        The mountain, where it is not one of the gallery, and the trajectory.
    """
    path = if_given(partial(file_to_open, commands=commands), options.FILE)
    if path is None:
        return own_mountain(options), None
    if not mountain.looks_like_elevation(path):
        mountain.read_trajectory(path)
        return own_mountain(options), path
    if options.elevation is not None:
        raise UsageError(f"--elevation, {path}: one mountain at a time; leave one of them out")
    return elevation_mountain(str(path), path, options), None


def chosen_mountain(options: argparse.Namespace) -> mountain.Terrain:
    """Find or make the mountain that was asked for; the first of the gallery if none was.

    Raises
    ------
    UsageError
        When the options do not go together, or with this mountain.
    """
    terrain, given = own_mountain(options), options.terrain
    if terrain is None:
        terrain = mountain.terrain_named(mountain.terrain_names()[0] if given is None else given)
    if options.batch is not None and not isinstance(terrain.ground, mountain.Regression):
        raise UsageError("--batch: goes with a mountain made of points; try --terrain regression")
    return terrain


def preset_named(terrain: mountain.Terrain | None, name: str) -> mountain.Preset:
    """Find a preset of a terrain, or of the first one that has it."""
    names = mountain.terrain_names() if terrain is None else (terrain.name,)
    presets = [preset for each in names for preset in mountain.presets_of(each)]
    found = next((preset for preset in presets if preset.name == name), None)
    if found is None:
        known = list(dict.fromkeys(preset.name for preset in presets))
        near = difflib.get_close_matches(name, known, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"try one of {', '.join(known)}"
        raise UsageError(f"--preset: {name!r} is not known; {hint}")
    return found
