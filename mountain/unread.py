"""Unread maps: elevation maps that a file tells of, found and read when somebody walks on them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from numpy.typing import ArrayLike

from mountain.atlas import content_of, elevation_in, read_elevation
from mountain.elevation import Elevation
from mountain.expression import Node
from mountain.files import FileError, shown
from mountain.grid import Grid
from mountain.ground import Floats
from mountain.holes import elevation_ground
from mountain.origin import Origin
from mountain.smoothing import smoothed
from mountain.terrain import Terrain

#: Where the maps are that come with the program.
GALLERY = Path(__file__).resolve().parent.parent / "assets" / "elevation"
#: So many figures of a SHA-256 are told to a person.
_TOLD = 12


@dataclass(frozen=True, eq=False)
class UnreadMap:
    """The ground of an elevation map that need not be there.

    What tells of a hike can be read without its map. The map itself is read when it is first asked
    for heights; all that asks for them raises `FileError` where the file is missing or another one.

    Attributes
    ----------
    origin : Origin
        How its heights are read.
    folder : Path or None
        Where it is looked for first; then at its own path, and from the working folder.
    """

    origin: Origin
    folder: Path | None = None

    @cached_property
    def read(self) -> Grid:
        """The map, read and smoothed as it was; to the last bit the same heights.

        Raises
        ------
        FileError
            When its file is not found, has changed, or cannot be read.
        """
        path, data = self._found()
        spacing = self.origin.spacing
        elevation = elevation_in(data, path, self.origin.height_range, spacing)
        elevation = replace(elevation, origin=replace(self.origin, smoothing=()))
        try:
            for sigma in self.origin.smoothing:
                elevation = smoothed(elevation, sigma)
        except ValueError as error:
            raise FileError(f"{shown(path)}: {error}") from error
        return elevation_ground(elevation)

    def _found(self) -> tuple[Path, bytes]:
        """Find the file whose bytes are the right ones."""
        changed: Path | None = None
        for path in self._places():
            if not _is_file(path):
                continue
            data = content_of(path)
            if hashlib.sha256(data).hexdigest() == self.origin.digest:
                return path, data
            changed = changed or path
        told = f"SHA-256 {self.origin.digest[:_TOLD]}…"
        if changed is not None:
            raise FileError(
                f"{shown(changed)}: the elevation map is another one than then; "
                f"put the map of then ({told}) beside the CSV"
            )
        name = shown(Path(_name_in(self.origin.file)))
        raise FileError(f"{name}: the elevation map ({told}) is not found; put it beside the CSV")

    def _places(self) -> list[Path]:
        if self.origin.in_gallery:
            return [GALLERY / self.origin.file]
        name = _name_in(self.origin.file)
        beside = [] if self.folder is None else [self.folder / name]
        return [*beside, Path(self.origin.file)]

    def __eq__(self, other: object) -> bool:
        return self.origin == other.origin if isinstance(other, UnreadMap) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.origin)

    @property
    def unit(self) -> str:
        """Metres."""
        return "m"

    @property
    def text(self) -> str:
        """What it is of, in a few words."""
        return f"{_name_in(self.origin.file)}, an elevation map"

    @property
    def node(self) -> Node:
        """The height as an expression, which can be compiled."""
        return self.read.node

    @property
    def gradient_nodes(self) -> tuple[Node, Node]:
        """The exact partial derivatives by x and y, as expressions."""
        return self.read.gradient_nodes

    def height(self, x: ArrayLike, y: ArrayLike) -> Floats:
        """Heights at points, any shape; NaN beyond the edges."""
        return self.read.height(x, y)

    def gradient(self, x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
        """Exact partial derivatives at points, by x and by y; NaN beyond the edges."""
        return self.read.gradient(x, y)

    def hessian(self, x: ArrayLike, y: ArrayLike) -> Floats:
        """Exact second derivatives at points, shape (..., 2, 2); NaN beyond the edges."""
        return self.read.hessian(x, y)


def found_terrain(terrain: Terrain) -> Terrain:
    """Return a terrain whose elevation map has been read; any other as it is.

    Raises
    ------
    FileError
        When the map is not found, has changed, or cannot be read.
    """
    ground = terrain.ground
    return replace(terrain, ground=ground.read) if isinstance(ground, UnreadMap) else terrain


def gallery_elevation(file: str) -> Elevation:
    """Read an elevation map that comes with the program, by its name.

    Raises
    ------
    FileError
        When it cannot be read.
    """
    elevation = read_elevation(GALLERY / file)
    assert elevation.origin is not None
    return replace(elevation, origin=replace(elevation.origin, file=file, in_gallery=True))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        # Such as a name that is too long for this system.
        return False


def _name_in(path: str) -> str:
    """Return a file's name, from a path of whichever system."""
    return re.split(r"[/\\]", path)[-1]
