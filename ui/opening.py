"""Opening a file: a trajectory, whose ways become ghosts, or an elevation map to walk on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import mountain
from mountain import Grid
from ui.outset import FORMULA
from ui.tape import Notice

if TYPE_CHECKING:
    from ui.window import MainWindow


def open_file(window: MainWindow, path: Path) -> None:
    """Show a trajectory as ghosts, or go to the mountain of an elevation map."""
    if mountain.looks_like_elevation(path):
        window.study.open_elevation(path)
    else:
        open_trajectory(window, path)


def open_trajectory(window: MainWindow, path: Path) -> None:
    """Show a trajectory CSV as ghosts, on the mountain that it was walked on."""
    try:
        trajectory = mountain.read_trajectory(path)
    except mountain.TrajectoryError as error:
        window.session.noticed.emit(Notice(str(error)))
        return
    problem = _go_where_it_was_walked(window, path)
    ways = trajectory.ways()
    window.scenery.show_others(ways)
    shown = "Shown as a ghost" if len(ways) == 1 else f"{len(ways)} hikers shown as ghosts"
    said = problem or trajectory.message or f"{shown}, {len(trajectory.x)} rows: {path}"
    window.session.noticed.emit(Notice(said))


def _go_where_it_was_walked(window: MainWindow, path: Path) -> str:
    """Go to the mountain that a trajectory was walked on, if its sidecar tells.

    Returns
    -------
    str
        Why its elevation map cannot be shown; empty where it can, and where there is none.
    """
    try:
        terrain = mountain.found_terrain(mountain.read_sidecar(path).terrain)
    except mountain.SidecarError:
        return ""
    except mountain.FileError as error:
        return str(error)
    known = terrain.name in mountain.terrain_names()
    if known and mountain.terrain_named(terrain.name).ground == terrain.ground:
        window.session.choose_terrain(terrain.name)
    elif isinstance(terrain.ground, Grid) and terrain.ground.origin is not None:
        window.session.go_to(mountain.map_terrain(terrain.ground, terrain.title))
    else:
        title = terrain.title
        window.session.go_to(mountain.surveyed(FORMULA, title, terrain.ground, terrain.window))
    return ""
