"""Opening a trajectory: its ways become ghosts on the map."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import mountain
from ui.outset import FORMULA
from ui.tape import Notice

if TYPE_CHECKING:
    from ui.window import MainWindow


def open_trajectory(window: MainWindow, path: Path) -> None:
    """Show a trajectory CSV as ghosts, on the mountain that it was walked on."""
    try:
        trajectory = mountain.read_trajectory(path)
    except mountain.TrajectoryError as error:
        window.session.noticed.emit(Notice(str(error)))
        return
    _go_where_it_was_walked(window, path)
    ways = trajectory.ways()
    window.map.show_others(ways)
    shown = "Shown as a ghost" if len(ways) == 1 else f"{len(ways)} hikers shown as ghosts"
    said = trajectory.message or f"{shown}, {len(trajectory.x)} rows: {path}"
    window.session.noticed.emit(Notice(said))


def _go_where_it_was_walked(window: MainWindow, path: Path) -> None:
    """Go to the mountain that a trajectory was walked on, if its sidecar tells."""
    try:
        terrain = mountain.read_sidecar(path).terrain
    except mountain.SidecarError:
        return
    known = terrain.name in mountain.terrain_names()
    if known and mountain.terrain_named(terrain.name).ground == terrain.ground:
        window.session.choose_terrain(terrain.name)
    else:
        title = terrain.title
        window.session.go_to(mountain.surveyed(FORMULA, title, terrain.ground, terrain.window))
