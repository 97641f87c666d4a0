"""Opening a file: a trajectory, whose ways become ghosts, or an elevation map to walk on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import mountain
from mountain import Grid, Terrain, UnreadMap
from ui.outset import FORMULA
from ui.tape import Notice

if TYPE_CHECKING:
    from ui.window import MainWindow


def open_file(window: MainWindow, path: Path) -> None:
    """Show a trajectory as ghosts, or go to the mountain of an elevation map."""
    if (problem := _problem_of(path)) is not None:
        window.session.noticed.emit(Notice(problem))
    elif mountain.looks_like_elevation(path):
        window.study.open_elevation(path)
    else:
        open_trajectory(window, path)


def refuse_several(window: MainWindow, count: int) -> None:
    """Say that files are opened one at a time."""
    told = f"{count} files at once: one at a time is opened; drop one trajectory or elevation map"
    window.session.noticed.emit(Notice(told))


def _problem_of(path: Path) -> str | None:
    """Say of a folder, a pipe or a device that it is no file; None where there may be one."""
    try:
        if path.is_dir():
            return f"{path}: a folder; choose a trajectory CSV or an elevation map in it"
        if path.exists() and not path.is_file():
            return f"{path}: no file, but a pipe or a device; try a file of the disk"
    except OSError:
        # Whoever reads it says why it cannot be read.
        return None
    return None


def open_trajectory(window: MainWindow, path: Path) -> None:
    """Show a trajectory CSV as ghosts, on the mountain that it was walked on."""
    try:
        trajectory = mountain.read_trajectory(path)
    except mountain.TrajectoryError as error:
        window.session.noticed.emit(Notice(str(error)))
        return
    terrain = _walked_on(path)

    def show(problem: str) -> None:
        ways = trajectory.ways()
        window.scenery.show_others(ways)
        shown = "Shown as a ghost" if len(ways) == 1 else f"{len(ways)} hikers shown as ghosts"
        said = problem or trajectory.message or f"{shown}, {len(trajectory.x)} rows: {path}"
        window.session.noticed.emit(Notice(said))

    def arrive(found: Terrain | None, problem: str) -> None:
        if found is not None:
            _go_to(window, found)
        show(problem)

    if terrain is None or not isinstance(terrain.ground, UnreadMap):
        arrive(terrain, "")
    else:
        name = Path(terrain.ground.origin.file).name
        window.study.elevation.find(name, lambda: _found(terrain), arrive)


def _walked_on(path: Path) -> Terrain | None:
    """Return the mountain that a trajectory was walked on, if its sidecar tells."""
    try:
        return mountain.read_sidecar(path).terrain
    except mountain.SidecarError:
        return None


def _found(terrain: Terrain) -> Terrain:
    """Return a mountain with its elevation map read; it takes its time.

    Raises
    ------
    FileError
        When the map is not found, has changed, or cannot be read.
    """
    found = mountain.found_terrain(terrain)
    if _is_of_gallery(found) or not isinstance(found.ground, Grid):
        return found
    return mountain.map_terrain(found.ground, found.title)


def _is_of_gallery(terrain: Terrain) -> bool:
    known = terrain.name in mountain.terrain_names()
    return known and mountain.terrain_named(terrain.name).ground == terrain.ground


def _go_to(window: MainWindow, terrain: Terrain) -> None:
    if _is_of_gallery(terrain):
        window.session.choose_terrain(terrain.name)
    elif isinstance(terrain.ground, Grid) and terrain.ground.origin is not None:
        window.session.go_to(terrain, ready=bool(terrain.starts))
    else:
        title = terrain.title
        window.session.go_to(mountain.surveyed(FORMULA, title, terrain.ground, terrain.window))
